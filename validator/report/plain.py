"""Findings and runs as plain JSON values, shared by the json and jsonl reports.

Comes in: findings and run. Goes out: dicts whose keys are always all present and whose
strings are Unicode text. Names and order of keys are part of the published interface;
`FORMAT_VERSION` grows when one is removed or changes its meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from validator.report.escape import unicode_text
from validator.report.meta import summarize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from validator.findings import Finding
    from validator.report.meta import RunMeta

FORMAT_VERSION = 1


def finding_value(finding: Finding) -> dict[str, Any]:
    """Return one finding; offsets are absolute and 0-based, lengths in bytes.

    Args:
        finding: not modified.
    """
    return {
        "rule": unicode_text(finding.rule),
        "severity": finding.severity.value,
        "file": unicode_text(finding.file),
        "span": _span(finding),
        "path": unicode_text(finding.path),
        "message": unicode_text(finding.message),
        "expected": _optional(finding.expected),
        "found": _optional(finding.found),
        "bytes": _context(finding),
        "evidence": [
            {"label": unicode_text(label), "text": unicode_text(text)}
            for label, text in finding.evidence
        ],
        "contract": _optional(finding.contract),
        "schema": _schema(finding),
        "hint": _optional(finding.hint),
        "cwe": finding.cwe,
        "fingerprint": finding.fingerprint,
    }


def meta_value(meta: RunMeta) -> dict[str, Any]:
    """Return the run: tool, what was checked, verdict and reasons.

    Args:
        meta: not modified.
    """
    return {
        "tool": {"name": "contentgate", "version": unicode_text(meta.tool_version)},
        "verdict": unicode_text(meta.verdict),
        "reasons": _texts(meta.reasons),
        "notes": _texts(meta.notes),
        "schemas": _texts(meta.schemas),
        "contracts": _texts(meta.contracts),
        "files": [
            {"file": unicode_text(path), "size": size, "ok": ok} for path, size, ok in meta.files
        ],
    }


def summary_value(findings: Sequence[Finding], meta: RunMeta) -> dict[str, Any]:
    """Return the counts of a run, in all and by rule.

    Args:
        findings: of the whole run.
        meta: the run.
    """
    counts = summarize(findings, meta)
    by_rule: dict[str, int] = {}
    for finding in findings:
        rule = unicode_text(finding.rule)
        by_rule[rule] = by_rule.get(rule, 0) + 1
    return {
        "files": counts.files,
        "refused": counts.refused,
        "errors": counts.errors,
        "warnings": counts.warnings,
        "notes": counts.notes,
        "by_rule": dict(sorted(by_rule.items())),
    }


def _span(finding: Finding) -> dict[str, int] | None:
    """Return the byte span as offset and length."""
    if finding.span is None:
        return None
    return {"offset": finding.span.start, "length": finding.span.length}


def _context(finding: Finding) -> dict[str, Any] | None:
    """Return the neighbourhood of the span, as offset and hex digits."""
    if finding.context is None:
        return None
    offset, data = finding.context
    return {"offset": offset, "hex": data.hex()}


def _schema(finding: Finding) -> dict[str, Any] | None:
    """Return the place of the rule in the schema."""
    if finding.schema is None:
        return None
    return {
        "file": unicode_text(finding.schema.file),
        "line": finding.schema.line,
        "column": finding.schema.column,
        "path": unicode_text(finding.schema.path),
    }


def _optional(text: str | None) -> str | None:
    """Return text that may be absent."""
    return None if text is None else unicode_text(text)


def _texts(texts: Iterable[str]) -> list[str]:
    """Return a list of texts."""
    return [unicode_text(text) for text in texts]
