"""The run as JUnit XML: one test case per file.

Comes in: findings and run. Goes out: XML that the Jenkins schema accepts (at most one of
`failure` and `error` in a case, then `system-out`), without times and host names. A verdict
that no file accounts for gets a case of its own, so that a green report means a good run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.findings import Severity
from validator.report.escape import xml_text
from validator.report.meta import plural
from validator.report.text import finding_lines, headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.findings import Finding
    from validator.report.meta import RunMeta

_UNREADABLE = frozenset({"input-unreadable", "input-changed"})


def render(findings: Sequence[Finding], meta: RunMeta) -> str:
    """Return one `testsuites` document.

    Args:
        findings: in the order to be shown.
        meta: the run; its files come first, then files that only findings name.
    """
    by_file: dict[str, list[Finding]] = {path: [] for path, _, _ in meta.files}
    accepted = {path: ok for path, _, ok in meta.files}
    for finding in findings:
        by_file.setdefault(finding.file, []).append(finding)
    cases = [_file_case(path, own, accepted.get(path, True)) for path, own in by_file.items()]
    cases += _verdict_case(cases, meta)
    return _document(cases, meta)


def _document(cases: Sequence[list[str]], meta: RunMeta) -> str:
    """Return the document around the test cases."""
    failures, errors = _count(cases, "<failure "), _count(cases, "<error ")
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{errors}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="contentgate" {counts}>',
        f'  <testsuite name="contentgate" {counts} skipped="0">',
        "    <properties>",
        *(
            f'      <property name="{name}" value="{xml_text(value)}"/>'
            for name, value in _run_properties(meta)
        ),
        "    </properties>",
        *(line for case in cases for line in case),
        "  </testsuite>",
        "</testsuites>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _run_properties(meta: RunMeta) -> list[tuple[str, str]]:
    """Return the run as name and value pairs."""
    pairs = [("version", meta.tool_version), ("verdict", meta.verdict)]
    for name, values in (
        ("reason", meta.reasons),
        ("schema", meta.schemas),
        ("contract", meta.contracts),
        ("note", meta.notes),
    ):
        pairs.extend((name, value) for value in values)
    return pairs


def _file_case(path: str, findings: Sequence[Finding], ok: bool) -> list[str]:
    """Return the lines of one file's test case."""
    failing = [finding for finding in findings if finding.severity is Severity.ERROR]
    others = [finding for finding in findings if finding.severity is not Severity.ERROR]
    body = []
    if failing:
        is_unreadable = all(finding.rule in _UNREADABLE for finding in failing)
        kind = "error" if is_unreadable else "failure"
        body += _element(kind, failing[0].rule, _first_and_more(failing), _details(failing))
    elif not ok:
        body += _element("failure", "refused", "the file is refused", "see the verdict's reasons")
    if others:
        body.append(f"      <system-out>{xml_text(_details(others))}</system-out>")
    return _case(path, body)


def _verdict_case(cases: Sequence[list[str]], meta: RunMeta) -> list[list[str]]:
    """Return a case for a verdict that the cases of the files do not show."""
    text = "\n".join(meta.reasons) or meta.verdict
    if meta.verdict == "inconclusive":
        return [_case("verdict", _element("error", "inconclusive", text.split("\n")[0], text))]
    is_shown = _count(cases, "<failure ") + _count(cases, "<error ") > 0
    if meta.is_refused and not is_shown:
        return [_case("verdict", _element("failure", meta.verdict, text.split("\n")[0], text))]
    return []


def _case(name: str, body: Sequence[str]) -> list[str]:
    """Return a test case with its children."""
    opening = f'    <testcase classname="contentgate" name="{xml_text(name)}"'
    return [f"{opening}>", *body, "    </testcase>"] if body else [f"{opening}/>"]


def _element(kind: str, rule: str, message: str, text: str) -> list[str]:
    """Return a `failure` or `error` element as lines."""
    attributes = f'message="{xml_text(message)}" type="{xml_text(rule)}"'
    return [f"      <{kind} {attributes}>{xml_text(text)}</{kind}>"]


def _first_and_more(findings: Sequence[Finding]) -> str:
    """Return the first headline, and how many more there are."""
    more = len(findings) - 1
    return headline(findings[0]) + (f" (and {plural(more, 'more finding')})" if more else "")


def _details(findings: Sequence[Finding]) -> str:
    """Return findings as in the text report."""
    return "\n".join(
        line for finding in findings for line in finding_lines(finding, color=False, width=0)
    )


def _count(cases: Sequence[list[str]], opening: str) -> int:
    """Count the cases that hold an element of this kind."""
    return sum(any(line.lstrip().startswith(opening) for line in case) for case in cases)
