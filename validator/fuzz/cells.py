"""Counts of a run: what the schema says to a mutant, and what the consumer does with it.

Comes in: one mutant after the other, or the counts of a lot of them. Goes out: the four cells
(schema accepts or refuses, consumer is fine or dies) in their finer form, counts by kind of
mutant, by death and by rule, and the cases that need a closer look. It refuses to know how
mutants are made and run.
"""

from __future__ import annotations

from dataclasses import field

from validator.dataclass import dataclass
from validator.measure import ACCEPTED, CUT, FAULTS

TRUNCATION = "truncation"
"""Kind of the mutants that are cut."""


@dataclass(frozen=True, slots=True)
class Case:
    """A mutant that the schema accepts and that the consumer should not have met.

    Attributes:
        index: of the mutant.
        seed: number of its seed.
        kind, label: what was done to the seed.
        outcome: a fault, or `CUT`.
        signature: of the fault.
        is_alone: it happened with this file alone, not only after others.
    """

    index: int
    seed: int
    kind: str
    label: str
    outcome: str
    signature: str
    is_alone: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """One mutant after its run.

    Attributes:
        index, seed, kind, label: as in `Case`.
        size: bytes.
        is_shorter: it has fewer bytes than its seed.
        rule: the first rule that it breaks; "" when the schema accepts it, None when it was not
            worth finding out.
        outcome, signature, is_alone: what the consumer did.
    """

    index: int
    seed: int
    kind: str
    label: str
    size: int
    is_shorter: bool
    rule: str | None
    outcome: str
    signature: str
    is_alone: bool

    @property
    def escape(self) -> str:
        """Outcome of the escape that this is: a fault, `CUT`, or "" for none."""
        if self.rule != "":
            return ""
        if self.outcome in FAULTS:
            return self.outcome
        is_cut = self.kind == TRUNCATION and self.is_shorter and self.outcome == ACCEPTED
        return CUT if is_cut else ""


# house: loose-dataclass - counts while a run goes on
@dataclass(slots=True)
class Tally:
    """Counts of a lot, or of a whole run.

    Attributes:
        done: mutants.
        cells: (schema accepts, outcome) -> mutants.
        kinds: kind -> [mutants, schema accepts, consumer accepts, deaths, escapes].
        deaths: (outcome, signature) -> [mutants, refused by the schema].
        caught: rule -> [mutants that the consumer died of, smallest size, its index].
        strict: rule -> [mutants that the consumer accepts, smallest size, its index].
        cases: every escape, in the order of mutants.
    """

    done: int = 0
    cells: dict[tuple[bool, str], int] = field(default_factory=dict)
    kinds: dict[str, list[int]] = field(default_factory=dict)
    deaths: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    caught: dict[str, list[int]] = field(default_factory=dict)
    strict: dict[str, list[int]] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)

    def count(self, seen: Seen) -> None:
        """Count one mutant.

        Args:
            seen: after its run.
        """
        is_passed, is_fatal = seen.rule == "", seen.outcome in FAULTS
        self.done += 1
        cell = (is_passed, seen.outcome)
        self.cells[cell] = self.cells.get(cell, 0) + 1
        row = self.kinds.setdefault(seen.kind, [0] * 5)
        facts = (True, is_passed, seen.outcome == ACCEPTED, is_fatal, bool(seen.escape))
        for place, fact in enumerate(facts):
            row[place] += fact
        if is_fatal:
            death = self.deaths.setdefault((seen.outcome, seen.signature), [0, 0])
            death[0] += 1
            death[1] += not is_passed
        if seen.rule and is_fatal:
            _take(self.caught, seen.rule, [1, seen.size, seen.index])
        if seen.rule and seen.outcome == ACCEPTED:
            _take(self.strict, seen.rule, [1, seen.size, seen.index])
        if seen.escape:
            self.cases.append(
                Case(
                    seen.index,
                    seen.seed,
                    seen.kind,
                    seen.label,
                    seen.escape,
                    seen.signature,
                    seen.is_alone,
                )
            )

    def add(self, lot: Tally) -> None:
        """Add the counts of a lot, which comes behind all that were added before.

        Args:
            lot: not modified.
        """
        self.done += lot.done
        for cell, number in lot.cells.items():
            self.cells[cell] = self.cells.get(cell, 0) + number
        for kind, numbers in lot.kinds.items():
            row = self.kinds.setdefault(kind, [0] * 5)
            row[:] = [a + b for a, b in zip(row, numbers, strict=True)]
        for death, (count, refused) in lot.deaths.items():
            both = self.deaths.setdefault(death, [0, 0])
            both[:] = [both[0] + count, both[1] + refused]
        for mine, theirs in ((self.caught, lot.caught), (self.strict, lot.strict)):
            for rule, row in theirs.items():
                _take(mine, rule, row)
        self.cases += lot.cases

    @property
    def fatal(self) -> int:
        """Mutants that the consumer died of."""
        return sum(count for (_, outcome), count in self.cells.items() if outcome in FAULTS)


def _take(rules: dict[str, list[int]], rule: str, row: list[int]) -> None:
    """Add a count, and keep the smallest example; among equals the first."""
    mine = rules.setdefault(rule, [0, *row[1:]])
    mine[0] += row[0]
    mine[1:] = min(mine[1:], row[1:])
