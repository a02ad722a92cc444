"""Findings as a GitLab Code Quality report: a JSON array of issues.

Comes in: findings. Goes out: one issue each, with a fingerprint that is unique in the report
and stays the same when offsets move.

Source: GitLab, "Code Quality", report format.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from validator.findings import Severity
from validator.report.escape import visible
from validator.report.lines import subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.findings import Finding
    from validator.report.meta import RunMeta

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(findings: Sequence[Finding], meta: RunMeta) -> str:
    """Return the issues as JSON, indented by two, ended by a line feed.

    Args:
        findings: in the order to be written.
        meta: not used; the format has no place for it.
    """
    seen: dict[tuple[str, str], int] = {}
    issues = []
    for finding in findings:
        key = (finding.file, finding.fingerprint)
        seen[key] = seen.get(key, 0) + 1
        issues.append(_issue(finding, seen[key]))
    return json.dumps(issues, indent=2) + "\n"


def _issue(finding: Finding, occurrence: int) -> dict[str, Any]:
    """Return one issue; `occurrence` tells equal findings of one file apart."""
    is_schema = finding.is_schema_finding and finding.schema is not None
    line = finding.schema.line if is_schema and finding.schema is not None else 1
    return {
        "description": visible(_description(finding)),
        "check_name": visible(finding.rule),
        "fingerprint": _fingerprint(finding, occurrence),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": visible(finding.file), "lines": {"begin": max(line, 1)}},
    }


def _description(finding: Finding) -> str:
    """Return the headline with its bytes, expected and found: all that GitLab shows."""
    where = ""
    if finding.span is not None:
        where = f"{finding.span.start:#x}+{finding.span.length}: "
    parts = [f"{where}{subject(finding)}"]
    if finding.expected is not None:
        parts.append(f"expected {finding.expected}")
    if finding.found is not None:
        parts.append(f"found {finding.found}")
    return "; ".join(parts)


def _fingerprint(finding: Finding, occurrence: int) -> str:
    """Return 32 hex digits made of file, finding and occurrence."""
    key = f"{finding.file}\0{finding.fingerprint}\0{occurrence}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
