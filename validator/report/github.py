"""Findings as GitHub workflow commands: annotations on the files of a pull request.

Comes in: findings and run. Goes out: `::error file=...::` lines, worst first, and a closing
notice. GitHub shows ten annotations of a kind per step, so ten findings are written and the
notice tells of the rest. Every line is ours: data can neither end a command nor start one.

Source: GitHub, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.findings import Severity
from validator.report.escape import terminal, workflow_message, workflow_property
from validator.report.lines import detail_lines, subject
from validator.report.meta import describe_counts, plural, summarize, worst_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.findings import ByteSpan, Finding
    from validator.report.meta import RunMeta

MAX_ANNOTATIONS = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(findings: Sequence[Finding], meta: RunMeta) -> str:
    """Return at most `MAX_ANNOTATIONS` annotations and a closing notice.

    Args:
        findings: of the whole run, in any order.
        meta: the run.
    """
    worst = worst_first(findings)[:MAX_ANNOTATIONS]
    if len(worst) == MAX_ANNOTATIONS and worst[0].severity is Severity.NOTE:
        worst.pop()  # the closing notice counts among the ten notices that are shown
    lines = [_annotation(finding) for finding in worst]
    lines.append(_closing(findings, meta, left_out=len(findings) - len(worst)))
    return "".join(f"{line}\n" for line in lines)


def _annotation(finding: Finding) -> str:
    """Return one command; the message may have several lines, encoded."""
    place = [f"file={workflow_property(finding.file)}"]
    if finding.is_schema_finding and finding.schema is not None:
        place += [f"line={max(finding.schema.line, 1)}", f"col={max(finding.schema.column, 1)}"]
    else:
        place.append("line=1")
    place.append(f"title={workflow_property(finding.rule)}")
    where = () if finding.span is None else (("at", _span_text(finding.span)),)
    details = (*where, *detail_lines(finding))
    texts = [subject(finding), *(f"{label}: {value}" for label, value in details)]
    message = "\n".join(terminal(line) for text in texts for line in text.split("\n"))
    return f"::{_COMMANDS[finding.severity]} {','.join(place)}::{workflow_message(message)}"


def _span_text(span: ByteSpan) -> str:
    """Return the byte span, which an annotation has no property for."""
    return f"offset {span.start:#x}, {plural(span.length, 'byte')}"


def _closing(findings: Sequence[Finding], meta: RunMeta, *, left_out: int) -> str:
    """Return the notice with the verdict, reasons and notes."""
    lines = [f"{meta.verdict}: {describe_counts(summarize(findings, meta))}"]
    if left_out:
        lines.append(f"{plural(left_out, 'finding')} not shown here, see the full report")
    lines += [f"reason: {reason}" for reason in meta.reasons]
    lines += [f"note: {note}" for note in meta.notes]
    message = "\n".join(terminal(line) for text in lines for line in text.split("\n"))
    return f"::notice title=contentgate::{workflow_message(message)}"
