"""What a worker tells the campaign: counts, entries, faults, disagreements; plain values.

Comes in: nothing. Goes out: values that can go through a pipe. It refuses to know who works and who
listens.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import field

from validator.consumers.protocol import Outcome
from validator.consumers.stack import fault_place
from validator.dataclass import dataclass
from validator.fuzz.case import Case

FaultKey = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """An input that goes into the corpus.

    Attributes:
        case: the input.
        path, work, gain: as in `Entry`.
        bits: its edges and classes, as in `Guide`.
        marks: as `Corpus.add` takes them.
        features: of the schema that it has and no file before had.
        is_valid: consumer and gate accept it.
        depth: changes away from a seed.
    """

    case: Case
    path: int = 0
    work: int = 0
    gain: int = 0
    bits: int = 0
    marks: tuple[int, ...] = ()
    features: frozenset[int] = frozenset()
    is_valid: bool = True
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """An input that a consumer did not survive.

    Attributes:
        case: the input.
        outcome: of the run.
        lane: subscript of the consumer.
    """

    case: Case
    outcome: Outcome
    lane: int = 0

    @property
    def key(self) -> FaultKey:
        """What tells it from others: consumer, outcome, signature, place in the consumer."""
        outcome = self.outcome
        place = fault_place(outcome.stdout, outcome.stderr)
        return self.lane, outcome.kind.value, outcome.signature, place


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A property that does not hold, and is no fault of a consumer.

    Attributes:
        what: which property, such as `valid-by-construction`.
        key: tells it from others of the same property; no offsets, no numbers.
        message: one line.
        case: the first input that showed it.
    """

    what: str
    key: str
    message: str
    case: Case


# house: loose-dataclass - collects until it is sent
@dataclass(slots=True)
class Tidings:
    """What happened since the last ones.

    Attributes:
        runs: of the first consumer.
        outcomes: kind -> runs.
        judged, passed: inputs that the schema was asked about by plan, and those it accepts.
        ways: name of a way -> [inputs, finds].
        found: new entries, in order.
        faults: those worth keeping; `deaths` counts all of them by `Fault.key`.
        disagreements: the first of each.
        worker: who tells it.
        seen, twice: of the guide, as they are now.
        fresh: features that no file before had.
        singles, measured: features that one file alone has had, of how many files, as of now.
    """

    runs: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    judged: int = 0
    passed: int = 0
    ways: dict[str, list[int]] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    deaths: Counter[FaultKey] = field(default_factory=Counter)
    disagreements: list[Disagreement] = field(default_factory=list)
    worker: int = 0
    seen: int = 0
    twice: int = 0
    fresh: set[int] = field(default_factory=set)
    singles: int = 0
    measured: int = 0

    def add(self, later: Tidings) -> None:
        """Take in what came later.

        Args:
            later: not modified.
        """
        self.runs += later.runs
        self.outcomes += later.outcomes
        self.judged += later.judged
        self.passed += later.passed
        for name, numbers in later.ways.items():
            row = self.ways.setdefault(name, [0, 0])
            row[:] = [a + b for a, b in zip(row, numbers, strict=True)]
        self.found += later.found
        self.faults += later.faults
        self.deaths += later.deaths
        self.disagreements += later.disagreements
        self.seen, self.twice = later.seen, later.twice
        self.fresh |= later.fresh
        self.singles, self.measured = later.singles, later.measured

    @property
    def is_urgent(self) -> bool:
        """Whether somebody waits for it."""
        return bool(self.faults or self.disagreements)
