"""The parts of a finding as (label, value) pairs, in the one order that reports share.

Comes in: a finding. Goes out: its detail lines unescaped, since each format escapes in its
own way. Order: expected, found, bytes, evidence, contract, schema, hint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.report.hexline import hex_line

if TYPE_CHECKING:
    from validator.findings import Finding


def detail_lines(finding: Finding) -> list[tuple[str, str]]:
    """Return what stands under the headline.

    Args:
        finding: not modified.
    Returns:
        (label, value) pairs; absent parts are left out, values may hold line feeds.
    """
    parts: list[tuple[str, str | None]] = [
        ("expected", finding.expected),
        ("found", finding.found),
        ("bytes", hex_line(finding)),
        *finding.evidence,
        ("contract", _unmentioned_contract(finding)),
        ("schema", _schema_place(finding)),
        ("hint", finding.hint),
    ]
    return [(label, value) for label, value in parts if value is not None]


def subject(finding: Finding) -> str:
    """Return field path and headline, `PATH: MESSAGE`, or the headline alone.

    Args:
        finding: not modified.
    """
    path = finding.path
    if not path and finding.is_schema_finding and finding.schema is not None:
        path = finding.schema.path
    return f"{path}: {finding.message}" if path else finding.message


def _schema_place(finding: Finding) -> str | None:
    """Return where the rule stands in the schema, unless the headline says it already."""
    if finding.schema is None or finding.is_schema_finding:
        return None
    place = str(finding.schema)
    return f"{place} {finding.schema.path}" if finding.schema.path else place


def _unmentioned_contract(finding: Finding) -> str | None:
    """Return the contract when neither the headline nor `expected` names it."""
    name = finding.contract
    if not name or name in finding.message or name in (finding.expected or ""):
        return None
    return name
