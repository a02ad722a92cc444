"""What a report says besides findings: the tool, what was checked, and the verdict.

Comes in: values that the caller knows (the command line, the gate). Goes out: one frozen
object for every renderer, and counts derived from it. It holds nothing volatile: no time,
no duration, no host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.dataclass import dataclass
from validator.findings import Severity
from validator.rules import RULES, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from validator.findings import Finding
    from validator.ir.nodes import Program

_REFUSING = frozenset({"no ship", "refused"})


@dataclass(frozen=True, slots=True)
class RunMeta:
    """One run, as reports describe it.

    Attributes:
        tool_version: version of contentgate.
        schemas: names or paths of the schemas used, in the order to be shown.
        files: (path, size in bytes, accepted) of every file that was checked.
        verdict: `ship`, `no ship`, `accepted`, `refused` or `inconclusive`.
        reasons: why the verdict is what it is, one line each.
        notes: what a reader must know about the run, such as checks that were not made.
        contracts: names of the contracts that files were checked against.
        rules: rules of the schemas' own `-checks`, see `schema_rules`.
    """

    tool_version: str
    schemas: tuple[str, ...] = ()
    files: tuple[tuple[str, int, bool], ...] = ()
    verdict: str = "accepted"
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether the verdict stops a release on account of what was found."""
        return self.verdict in _REFUSING


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over one run: files, files not accepted, and findings by severity."""

    files: int
    refused: int
    errors: int
    warnings: int
    notes: int


def summarize(findings: Sequence[Finding], meta: RunMeta) -> Summary:
    """Count files and findings.

    Args:
        findings: of the whole run, in any order.
        meta: the run; its `files` give the file counts.
    """
    tally = dict.fromkeys(Severity, 0)
    for finding in findings:
        tally[finding.severity] += 1
    return Summary(
        files=len(meta.files),
        refused=sum(1 for _, _, ok in meta.files if not ok),
        errors=tally[Severity.ERROR],
        warnings=tally[Severity.WARNING],
        notes=tally[Severity.NOTE],
    )


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings by severity, then in their usual order.

    Args:
        findings: in any order.
    """
    rank = {severity: number for number, severity in enumerate(Severity)}
    return sorted(findings, key=lambda finding: (rank[finding.severity], finding.sort_key))


def describe_counts(summary: Summary) -> str:
    """Return the counts in words, such as `2 errors, 1 warning in 3 files (1 refused)`.

    Args:
        summary: counts of a run.
    """
    named = (
        (summary.errors, "error"),
        (summary.warnings, "warning"),
        (summary.notes, "note"),
    )
    found = ", ".join(plural(number, word) for number, word in named if number)
    refused = f" ({summary.refused} refused)" if summary.refused else ""
    return f"{found or 'no findings'} in {plural(summary.files, 'file')}{refused}"


def plural(number: int, word: str) -> str:
    """Return a count with its noun: `1 file`, `2 files`.

    Args:
        number: the count.
        word: singular of a noun that takes a plain `s`.
    """
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def schema_rules(program: Program) -> tuple[Rule, ...]:
    """Return the rules that a schema declares itself, in `-checks` with an own id.

    Args:
        program: a compiled schema; not modified.
    Returns:
        One rule per id that the catalogue does not have, sorted by id; where an id is used
        more than once, the first check speaks for all.
    """
    own: dict[str, Rule] = {}
    for check in program.checks:
        if check.rule in RULES or check.rule in own:
            continue
        summary = "".join(part if isinstance(part, str) else "..." for part in check.message)
        own[check.rule] = Rule(
            id=check.rule,
            about="contract" if check.needs_contract else "data",
            summary=summary or f"a condition of {program.name} does not hold",
            why=check.help or "The schema states it as a condition that its consumers rely on.",
            example=summary or "condition does not hold",
            fix="Correct the values that the condition names.",
            cwe=check.cwe,
            level=check.severity.value,
            since="",
        )
    return tuple(own[rule_id] for rule_id in sorted(own))
