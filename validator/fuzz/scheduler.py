"""Which way of making inputs comes next: each gets a share by what it found lately for its cost.

Comes in: what became of inputs, by the way they were made. Goes out: the next way. A way that
finds nothing keeps a small share, since what it could find may only lie behind a later input.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from validator.fuzz.case import GENERATED, MUTATED
from validator.mutate.draws import Draws

_EVERY = 1024
_PRIOR = 64.0
_LEAST, _MOST = 0.25, 8.0
_PRICES = {GENERATED: 10.0, MUTATED: 1.0}
"""What an input costs by its origin, in mutants, as measured once. The clock is not asked: the same
seed is to make the same inputs."""


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
    """What a way has done: inputs, and what they found; once in all, and once lately."""

    tries: int = 0
    finds: int = 0
    recent_tries: float = 0.0
    recent_finds: float = 0.0


# house: loose-dataclass - counts while a campaign goes on
@dataclass(slots=True)
class Scheduler:
    """Shares of the ways.

    Attributes:
        ways: in a fixed order.
        scores: of each.
    """

    ways: Sequence[Way]
    scores: list[Score] = field(init=False)
    _ends: list[int] = field(init=False, default_factory=list)
    _picks: int = 0

    def __post_init__(self) -> None:
        self.scores = [Score() for _ in self.ways]
        self._settle()

    def pick(self, draws: Draws) -> int:
        """Return the subscript of a way.

        Args:
            draws: decide.
        """
        self._picks += 1
        if self._picks % _EVERY == 0:
            for score in self.scores:
                score.recent_tries /= 2
                score.recent_finds /= 2
        if self._picks % (_EVERY // 8) == 0:
            self._settle()
        return draws.weighted(self._ends)

    def credit(self, number: int, finds: int) -> None:
        """Take note of one input.

        Args:
            number: subscript of its way.
            finds: 1 when it showed something new, else 0.
        """
        score = self.scores[number]
        score.tries += 1
        score.recent_tries += 1
        score.finds += finds
        score.recent_finds += finds

    def _settle(self) -> None:
        """Work out the shares."""
        pairs = list(zip(self.ways, self.scores, strict=True))
        spent = sum(score.recent_tries * _PRICES[way.origin] for way, score in pairs)
        finds = sum(score.recent_finds for score in self.scores)
        mean = (finds + 1) / (spent + _PRIOR)
        weights = []
        for way, score in pairs:
            cost = score.recent_tries * _PRICES[way.origin]
            rate = (score.recent_finds + mean * _PRIOR) / (cost + _PRIOR)
            weights.append(max(1, int(way.share * 16 * min(max(rate / mean, _LEAST), _MOST))))
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
