"""What the measure of a schema found: the values that `fuzz` makes and `report` shows.

Comes in: nothing. Goes out: one frozen `Measure` a run, without times, so that two runs can be
compared byte for byte. It refuses to know how a run is made and how it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from validator.dataclass import dataclass

ACCEPTED, REJECTED = "accepted", "rejected"
FAULTS = ("crashed", "hung", "out of memory", "died")
OUTCOMES = (ACCEPTED, REJECTED, *FAULTS)
CUT = "accepted although cut"
"""Outcome of an escape that is no fault: a file that was cut is loaded all the same."""

Value = int | float | bool | str | bytes | None


@dataclass(frozen=True, slots=True)
class SeedNote:
    """A seed, and whether it could be used.

    Attributes:
        name: path as it was given.
        size: bytes.
        sha256: 64 hex digits.
        state: `used`; `false alarm`: the schema refuses it and the consumer accepts it;
            `unusable`: the consumer does not accept it.
        reason: why it was not used, one line; "" when it was.
    """

    name: str
    size: int
    sha256: str
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One place where a minimised escape differs from its seed.

    Attributes:
        what: `changed`, `inserted`, `deleted`, `moved` or `cut`.
        path: field path in the file that it is about.
        offset, size: bytes concerned, absolute in the file that is nearest to the seed (for
            `deleted` and `cut`: in the seed).
        was, now: value in the seed and value now; None where there is none.
        labels: names of both values in the field's enum; "" where there is none.
    """

    what: str
    path: str
    offset: int
    size: int
    was: Value = None
    now: Value = None
    labels: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Escape:
    """What the schema lets through and the consumer does not survive.

    Attributes:
        digest: 8 hex digits of outcome, signature and field.
        outcome: one of `FAULTS`, or `CUT`.
        signature: crash identity as the consumer tells it; "" when there is none.
        field: path with `[*]` of the field that does it; several joined by ` + `.
        changes: all that differs from the seed.
        seed, index, kind, label: the first mutant that showed it.
        size, minimized: bytes of that mutant, and of the smallest file that still shows it.
        count: mutants that showed it.
        folder: where it was written, relative to the output folder; "" when it was not.
        edit: the same as arguments of `contentgate edit`, or "".
        reproduce: a shell command that runs the consumer on the minimised file.
        evidence: the last lines that the consumer wrote.
        notes: what a reader must know, such as that it does not come back alone.
        known: the reason why it is known already; "" when it is new.
    """

    digest: str
    outcome: str
    signature: str
    field: str
    changes: tuple[FieldChange, ...]
    seed: str
    index: int
    kind: str
    label: str
    size: int
    minimized: int
    count: int = 1
    folder: str = ""
    edit: str = ""
    reproduce: str = ""
    evidence: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    known: str = ""


@dataclass(frozen=True, slots=True)
class Death:
    """One way the consumer died, and how often the schema stopped it.

    Attributes:
        outcome, signature: as in `Escape`.
        count: mutants.
        refused: those that the schema refuses.
    """

    outcome: str
    signature: str
    count: int
    refused: int


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule was the first that a refused mutant breaks.

    Attributes:
        rule: rule id.
        count: mutants.
        seed, index, size: the smallest of them.
        path, message, expected, found: its finding.
        file: where it was written, relative to the output folder; "" when it was not.
    """

    rule: str
    count: int
    seed: str = ""
    index: int = -1
    size: int = 0
    path: str = ""
    message: str = ""
    expected: str = ""
    found: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class KindCount:
    """What became of the mutants of one kind; counts."""

    kind: str
    count: int
    passed: int
    """Those that the schema accepts."""
    loaded: int
    """Those that the consumer accepts."""
    deaths: int
    escapes: int


@dataclass(frozen=True, slots=True)
class Measure:
    """One run.

    Attributes:
        tool_version: version of contentgate.
        schema, digest: name of the schema, and digest of what it means.
        contracts: names of those that files were checked against.
        consumer, limits: who read the mutants, and under which limits.
        random_seed: of the mutants.
        wanted, done: mutants.
        stopped: why not all were done; "" when they were.
        seeds: all that were given.
        cells: (schema accepts, outcome) -> mutants.
        kinds: by kind of mutant.
        escapes: most frequent first.
        deaths: every way the consumer died, most frequent first.
        caught: rules that stopped a death, most frequent first.
        strict: rules that refuse what the consumer accepts, most frequent first.
        notes: what a reader must know about the run.
        pending: mutants that escaped, and were not looked at before the run was ended.
    """

    tool_version: str
    schema: str
    digest: str
    contracts: tuple[str, ...]
    consumer: str
    limits: str
    random_seed: int
    wanted: int
    done: int
    stopped: str
    seeds: tuple[SeedNote, ...]
    cells: Mapping[tuple[bool, str], int]
    kinds: tuple[KindCount, ...] = ()
    escapes: tuple[Escape, ...] = ()
    deaths: tuple[Death, ...] = ()
    caught: tuple[RuleCount, ...] = ()
    strict: tuple[RuleCount, ...] = ()
    notes: tuple[str, ...] = ()
    pending: int = 0

    @property
    def fresh(self) -> tuple[Escape, ...]:
        """Escapes that no list of known defects names."""
        return tuple(escape for escape in self.escapes if not escape.known)

    @property
    def false_alarms(self) -> tuple[SeedNote, ...]:
        """Seeds that the schema refuses and the consumer accepts."""
        return tuple(seed for seed in self.seeds if seed.state == "false alarm")

    @property
    def verdict(self) -> str:
        """`escapes`, `no escapes` or `inconclusive`."""
        if self.fresh or self.pending:
            return "escapes"
        return "no escapes" if self.done else "inconclusive"

    def total(self, *, is_passed: bool | None = None, is_fatal: bool | None = None) -> int:
        """Return how many mutants there are in some of the cells.

        Args:
            is_passed: only those that the schema accepts (True) or refuses (False).
            is_fatal: only those that the consumer dies of (True) or survives (False).
        """
        return sum(
            count
            for (passed, outcome), count in self.cells.items()
            if is_passed in (None, passed) and is_fatal in (None, outcome in FAULTS)
        )
