"""Rules as SARIF reporting descriptors, with help text and CWE tags.

Comes in: findings and the schemas' own rules. Goes out: one descriptor for every rule that
has a result and for every rule that a schema declares, sorted by id. The catalogue speaks
first; a rule that neither it nor the run describes is described from its first finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from validator.report.escape import sarif_message, visible
from validator.rules import Rule, find_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.findings import Finding

_LONGEST = 1000  # GitHub cuts descriptions at 1,024 characters


def rule_descriptors(findings: Sequence[Finding], own: Sequence[Rule]) -> list[dict[str, Any]]:
    """Return the `rules` of a run, one per id.

    Args:
        findings: the results of the run.
        own: rules of the schemas' `-checks`.
    """
    known = {rule.id: rule for rule in own}
    for finding in findings:
        if finding.rule not in known:
            known[finding.rule] = find_rule(finding.rule) or _rule_of(finding)
    unique = {visible(rule_id): rule for rule_id, rule in known.items()}
    return [_descriptor(rule_id, unique[rule_id]) for rule_id in sorted(unique)]


def cwe_uri(number: int) -> str:
    """Return the page of a CWE entry.

    Args:
        number: as in CWE-125.
    """
    return f"https://cwe.mitre.org/data/definitions/{number}.html"


def _descriptor(rule_id: str, rule: Rule) -> dict[str, Any]:
    """Return one reporting descriptor (3.49)."""
    tags = [rule.about]
    if rule.cwe is not None:
        tags += ["security", f"external/cwe/cwe-{rule.cwe:03d}"]
    descriptor: dict[str, Any] = {
        "id": rule_id,
        "shortDescription": {"text": sarif_message(rule.summary[:_LONGEST])},
        "fullDescription": {"text": sarif_message(f"{rule.summary}. {rule.why}"[:_LONGEST])},
        "help": {
            "text": sarif_message(
                f"{rule.summary}\nwhy: {rule.why}\nexample: {rule.example}\nhow to fix: {rule.fix}"
            )
        },
        "defaultConfiguration": {"level": rule.level},
    }
    if rule.cwe is not None:
        descriptor["helpUri"] = cwe_uri(rule.cwe)
    descriptor["properties"] = {"precision": "very-high", "tags": tags}
    return descriptor


def _rule_of(finding: Finding) -> Rule:
    """Describe a rule by a finding, for rules of which nothing else is known."""
    return Rule(
        id=finding.rule,
        about="data",
        summary=finding.message,
        why="The schema states it as a condition that its consumers rely on.",
        example=finding.message,
        fix=finding.hint or "Correct the values that the condition names.",
        cwe=finding.cwe,
        level=finding.severity.value,
    )
