"""Which way of making inputs comes next: each gets a share by what it found lately for its cost.

Comes in: what became of inputs, by the way they were made. Goes out: the next way. A way that
finds nothing keeps a small share, since what it could find may only lie behind a later input.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import accumulate

from validator.dataclass import dataclass
from validator.fuzz.case import GENERATED, MUTATED
from validator.mutate.draws import Draws

_EVERY = 1024
_PRIOR = 64.0
_LEAST, _MOST = 0.25, 8.0
_GRAIN = 4096
_DEAR = 10.0
"""Mutants' worth of work above which a way must have found something to keep its share."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of making inputs.

    Attributes:
        origin: `GENERATED` or `MUTATED`.
        kind: mode of the generator, or kind of mutant.
        share: its part before anything is known.
    """

    origin: str
    kind: str
    share: int

    @property
    def name(self) -> str:
        """Name in reports, such as `mutated: field`."""
        return f"{self.origin}: {self.kind}"


# house: loose-dataclass - counts while a campaign goes on
@dataclass(slots=True)
class Score:
    """What a way has done: inputs, what they found and cost; once in all, and once lately."""

    tries: int = 0
    finds: int = 0
    cost: float = 0.0
    recent_cost: float = 0.0
    recent_finds: float = 0.0

    @property
    def cheapness(self) -> float:
        """1 for a way whose inputs cost little, less for one whose inputs are dear."""
        return min(1.0, _DEAR * self.tries / self.cost) if self.cost > 0 else 1.0


# house: loose-dataclass - counts while a campaign goes on
@dataclass(slots=True)
class Scheduler:
    """Shares of the ways.

    Attributes:
        ways: in a fixed order, those that change entries first.
        scores: of each.
    """

    ways: Sequence[Way]
    scores: list[Score] = field(init=False)
    _ends: list[int] = field(init=False, default_factory=list)
    _picks: int = 0
    _changing: int = 0

    def __post_init__(self) -> None:
        origins = [way.origin for way in self.ways]
        self._changing = origins.index(GENERATED) if GENERATED in origins else len(origins)
        self.scores = [Score() for _ in self.ways]
        self._settle()

    def pick(self, draws: Draws, *, is_changing: bool = False) -> int:
        """Return the subscript of a way.

        Args:
            draws: decide.
            is_changing: only of one that changes entries, if there is any.
        """
        self._picks += 1
        if self._picks % _EVERY == 0:
            for score in self.scores:
                score.recent_cost /= 2
                score.recent_finds /= 2
        if self._picks % (_EVERY // 8) == 0:
            self._settle()
        is_limited = is_changing and self._changing
        return draws.weighted(self._ends[: self._changing] if is_limited else self._ends)

    def credit(self, number: int, finds: int, price: float = 1.0) -> None:
        """Take note of one input.

        Args:
            number: subscript of its way.
            finds: 1 when it showed something new, else 0.
            price: what it cost to make, in mutants: counted work, never time, as the same seed is
                to make the same inputs.
        """
        score = self.scores[number]
        score.tries += 1
        score.cost += price
        score.recent_cost += price
        score.finds += finds
        score.recent_finds += finds

    def _settle(self) -> None:
        """Work out the shares."""
        pairs = list(zip(self.ways, self.scores, strict=True))
        spent = sum(score.recent_cost for score in self.scores)
        finds = sum(score.recent_finds for score in self.scores)
        mean = (finds + 1) / (spent + _PRIOR)
        weights = []
        for way, score in pairs:
            cheap = score.cheapness
            rate = (score.recent_finds + mean * _PRIOR * cheap) / (score.recent_cost + _PRIOR)
            ratio = min(max(rate / mean, _LEAST * cheap), _MOST)
            weights.append(max(1, int(way.share * _GRAIN * ratio)))
        self._ends = list(accumulate(weights))


SHARES = {
    "structure": 400, "field": 300, "break": 120, "truncation": 20, "bytes": 40,
    "valid": 24, "boundary": 8, "near-miss": 12,
}  # fmt: skip
"""Parts of kinds of mutants and of modes before anything is known; others have their own. A file
that is made anew takes as long as ten mutants."""
_OTHER = 10


def ways_of(kinds: Mapping[str, int], modes: Sequence[str]) -> tuple[Way, ...]:
    """Return all ways of making inputs.

    Args:
        kinds: kind of mutant -> its share where this module knows none.
        modes: of the generator; () without one.
    """
    mutated = [
        Way(MUTATED, kind, SHARES.get(kind, share * _OTHER)) for kind, share in kinds.items()
    ]
    return (*mutated, *(Way(GENERATED, mode, SHARES.get(mode, _OTHER)) for mode in modes))
