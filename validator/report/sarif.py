"""Findings as SARIF 2.1.0, within the limits of GitHub code scanning.

Comes in: findings and run. Goes out: one log with one run. Upload wants a line, data has
none: regions carry `startLine` 1 and the byte span (a text and a binary region, 3.30.1).
At most `MAX_RESULTS` results, worst first chosen; a notification says how many were left out.

Sources: SARIF 2.1.0 (OASIS, errata 01), sections as cited; GitHub, "SARIF support for code
scanning": 5,000 results shown, one location each, `primaryLocationLineHash`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from validator.report.escape import path_uri, sarif_message, unicode_text, visible
from validator.report.lines import detail_lines, subject
from validator.report.meta import plural, worst_first
from validator.report.sarif_rules import rule_descriptors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.findings import Finding
    from validator.report.meta import RunMeta

MAX_RESULTS = 5000
SCHEMA_URI = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_FINGERPRINT = "contentgate/v1"


def render(findings: Sequence[Finding], meta: RunMeta) -> str:
    """Return one SARIF log, indented by two, ended by a line feed.

    Args:
        findings: of the whole run, in any order.
        meta: the run; file sizes keep regions inside their files.
    """
    kept = sorted(worst_first(findings)[:MAX_RESULTS], key=lambda finding: finding.sort_key)
    rules = rule_descriptors(kept, meta.rules)
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "contentgate",
                "version": visible(meta.tool_version),
                "rules": rules,
            }
        },
        "invocations": [_invocation(meta, left_out=len(findings) - len(kept))],
        "artifacts": [_artifact(path, size) for path, size in _sizes(meta).items()],
        "results": _results(kept, meta, numbers),
        "properties": {
            "verdict": unicode_text(meta.verdict),
            "reasons": [unicode_text(reason) for reason in meta.reasons],
            "schemas": [unicode_text(schema) for schema in meta.schemas],
            "contracts": [unicode_text(contract) for contract in meta.contracts],
        },
    }
    log = {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, allow_nan=False) + "\n"


def _results(
    findings: Sequence[Finding], meta: RunMeta, numbers: dict[str, int]
) -> list[dict[str, Any]]:
    """Return the result objects; equal fingerprints in one file are counted from 1."""
    sizes = _sizes(meta)
    seen: dict[tuple[str, str], int] = {}
    results = []
    for finding in findings:
        key = (finding.file, finding.fingerprint)
        seen[key] = seen.get(key, 0) + 1
        rule = visible(finding.rule)
        result: dict[str, Any] = {
            "ruleId": rule,
            "ruleIndex": numbers[rule],
            "level": finding.severity.value,
            "message": {"text": sarif_message(_message(finding))},
            "locations": [_location(finding, sizes.get(finding.file, 0))],
            "partialFingerprints": {
                "primaryLocationLineHash": f"{finding.fingerprint}:{seen[key]}",
                _FINGERPRINT: finding.fingerprint,
            },
        }
        related = _related(finding)
        if related is not None:
            result["relatedLocations"] = [related]
        result["properties"] = _properties(finding)
        results.append(result)
    return results


def _sizes(meta: RunMeta) -> dict[str, int]:
    """Return the size of every file, each path once."""
    return {path: size for path, size, _ in meta.files}


def _message(finding: Finding) -> str:
    """Return subject and details; viewers show nothing else of ours."""
    details = (f"{label}: {value}" for label, value in detail_lines(finding))
    return "\n".join([f"{subject(finding)}", *details])


def _location(finding: Finding, size: int) -> dict[str, Any]:
    """Return the one location of a result (3.28)."""
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": path_uri(finding.file)},
            "region": _region(finding, size),
        }
    }
    if finding.path:
        location["logicalLocations"] = [
            {"fullyQualifiedName": visible(finding.path), "kind": "member"}
        ]
    return location


def _region(finding: Finding, size: int) -> dict[str, int]:
    """Return the region of a result; a binary region must end inside its file (3.30.12)."""
    if finding.is_schema_finding and finding.schema is not None:
        return _source_region(finding.schema.line, finding.schema.column)
    if finding.span is None:
        return {"startLine": 1}
    start, length = max(finding.span.start, 0), max(finding.span.length, 0)
    if size > 0:
        start = min(start, size)
        length = min(length, size - start)
    return {"startLine": 1, "byteOffset": start, "byteLength": length}


def _related(finding: Finding) -> dict[str, Any] | None:
    """Return the rule's line in the schema as a related location."""
    if finding.schema is None or finding.is_schema_finding:
        return None
    where = finding.schema.path or "the schema"
    return {
        "id": 0,
        "physicalLocation": {
            "artifactLocation": {"uri": path_uri(finding.schema.file)},
            "region": _source_region(finding.schema.line, finding.schema.column),
        },
        "message": {"text": sarif_message(f"the rule stands at {where}")},
    }


def _source_region(line: int, column: int) -> dict[str, int]:
    """Return a text region; lines and columns count from 1."""
    return {"startLine": max(line, 1), "startColumn": max(column, 1)}


def _properties(finding: Finding) -> dict[str, Any]:
    """Return what SARIF has no place for, for machines."""
    span = finding.span
    values = {
        "expected": finding.expected,
        "found": finding.found,
        "hint": finding.hint,
        "contract": finding.contract,
    }
    bag: dict[str, Any] = {
        name: unicode_text(value) for name, value in values.items() if value is not None
    }
    if span is not None:
        bag["span"] = {"offset": span.start, "length": span.length}
    return bag


def _artifact(path: str, size: int) -> dict[str, Any]:
    """Return one file that was checked (3.24)."""
    return {
        "location": {"uri": path_uri(path)},
        "length": max(size, 0),
        "roles": ["analysisTarget"],
    }


def _invocation(meta: RunMeta, *, left_out: int) -> dict[str, Any]:
    """Return how the run went (3.20): notes, and results that were left out."""
    notices = [("note", note) for note in meta.notes]
    if left_out:
        text = f"{plural(left_out, 'result')} left out: a report holds at most {MAX_RESULTS}"
        notices.append(("warning", text))
    is_complete = meta.verdict != "inconclusive"
    if not is_complete:
        notices.extend(("error", reason) for reason in meta.reasons or ("run is inconclusive",))
    invocation: dict[str, Any] = {"executionSuccessful": is_complete}
    if notices:
        invocation["toolExecutionNotifications"] = [
            {"level": level, "message": {"text": sarif_message(text)}} for level, text in notices
        ]
    return invocation
