"""Findings for people: a headline that suffices alone, then aligned lines of evidence.

Comes in: findings, run, and whether to color and how wide the terminal is. Goes out: text
that is safe to print. It asks no terminal and no environment anything.

```
ipc.chan:0x1a4+2: error[count-exceeds-contract] instances[1].criteria: 21 criteria, but ...
  expected  at most 20
  found     21 (bytes 15 00, little-endian)
  bytes     01a0  0b 00 15 00 [02 04] 00 5c
```
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from validator.findings import Severity
from validator.report.escape import terminal
from validator.report.lines import detail_lines, subject
from validator.report.meta import describe_counts, summarize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from validator.findings import Finding
    from validator.report.meta import RunMeta

_LABEL_WIDTH = 8
_LABEL_LIMIT = 16
_NARROWEST = 40
_RESET = "\x1b[0m"
_BOLD, _DIM, _GREEN, _RED = "\x1b[1m", "\x1b[2m", "\x1b[1;32m", "\x1b[1;31m"
_COLORS = {Severity.ERROR: _RED, Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}
_VERDICT_COLORS = {"ship": _GREEN, "accepted": _GREEN, "no ship": _RED, "refused": _RED}


def render(findings: Sequence[Finding], meta: RunMeta) -> str:
    """Return findings and verdict as plain text, not colored and not wrapped.

    Args:
        findings: in the order to be shown.
        meta: the run.
    Returns:
        Lines that end in a line feed, without any control character.
    """
    return render_text(findings, meta, color=False, width=0)


def render_text(findings: Sequence[Finding], meta: RunMeta, *, color: bool, width: int) -> str:
    """Return findings and verdict as text.

    Args:
        findings: in the order to be shown.
        meta: the run.
        color: emit SGR escape sequences; all others are removed from values in any case.
        width: columns to wrap detail lines to; less than 40 means not at all. Headlines are
            never wrapped, so that they can be searched for.
    Returns:
        Lines that end in a line feed.
    """
    lines = [
        line for finding in findings for line in finding_lines(finding, color=color, width=width)
    ]
    if lines:
        lines.append("")
    lines.extend(_closing(findings, meta, color=color, width=width))
    return "".join(f"{line}\n" for line in lines)


def headline(finding: Finding, *, color: bool = False) -> str:
    """Return `WHERE: LEVEL[RULE] PATH: MESSAGE` of a finding, escaped.

    Args:
        finding: not modified.
        color: emit SGR escape sequences.
    """
    level = _paint(finding.severity.value, _COLORS[finding.severity], color)
    # Escaped together with its colon: a file named `:` must not start a workflow command.
    where = _paint(terminal(f"{finding.where}:"), _BOLD, color)
    return f"{where} {level}[{terminal(finding.rule)}] {terminal(subject(finding))}"


def finding_lines(finding: Finding, *, color: bool, width: int) -> Iterator[str]:
    """Yield the headline and the detail lines of one finding, without line ends.

    Args:
        finding: not modified.
        color: emit SGR escape sequences.
        width: columns, as in `render_text`.
    """
    yield headline(finding, color=color)
    details = [(terminal(label), value) for label, value in detail_lines(finding)]
    longest = max((len(label) for label, _ in details), default=0)
    column = min(max(longest, _LABEL_WIDTH), _LABEL_LIMIT)
    for label, value in details:
        yield from _detail(label, value, column, color=color, width=width)


def _closing(
    findings: Sequence[Finding], meta: RunMeta, *, color: bool, width: int
) -> Iterator[str]:
    """Yield the verdict with its counts, then reasons, schemas, contracts and notes."""
    verdict_color = _VERDICT_COLORS.get(meta.verdict, _BOLD)
    verdict = _paint(terminal(f"{meta.verdict.upper()}:"), verdict_color, color)
    yield f"{verdict} {describe_counts(summarize(findings, meta))}"
    groups = (
        ("reason", meta.reasons),
        ("schema", meta.schemas),
        ("contract", meta.contracts),
        ("note", meta.notes),
    )
    for label, values in groups:
        for value in values:
            yield from _detail(label, value, _LABEL_WIDTH, color=color, width=width)


def _detail(label: str, value: str, column: int, *, color: bool, width: int) -> Iterator[str]:
    """Yield one labelled value; its line feeds and wraps continue under the value."""
    indent = column + 4
    first = f"  {_paint(label.ljust(column), _DIM, color)}  "
    for raw in value.split("\n"):
        line = terminal(raw)
        is_wrapped = width >= _NARROWEST and label != "bytes"
        for part in _wrap(line, width - indent) if is_wrapped else [line]:
            yield (first + terminal(part)).rstrip(" ")
            first = " " * indent


def _wrap(line: str, width: int) -> list[str]:
    """Break a line at spaces; words longer than the width stay whole."""
    wrapped = textwrap.wrap(line, max(width, 20), break_long_words=False, break_on_hyphens=False)
    return wrapped or [""]


def _paint(text: str, code: str, color: bool) -> str:
    """Wrap text in an SGR sequence when color is on."""
    return f"{code}{text}{_RESET}" if color else text
