"""What the guiding consumer compares while it reads an entry, and what is tried because of it.

Comes in: entries of the corpus. Goes out: steps. A second process of the consumer reads them, where
its build tells what it compares; it reads entries alone, so that all others run at full speed.
"""

from __future__ import annotations

from dataclasses import field, replace

from validator.consumers.comparisons import comparisons_in
from validator.consumers.library import LibraryConsumer
from validator.consumers.protocol import Consumer
from validator.dataclass import dataclass
from validator.fuzz.lane import Lane
from validator.mutate.matching import Matches, Pair
from validator.mutate.mutants import Mutator
from validator.mutate.walk import Step

_MOST_BYTES = 1 << 17
_MOST_FAULTS = 8


# house: loose-dataclass - a process that runs while a campaign goes on
@dataclass(slots=True)
class Comparing:
    """A consumer that tells what it compares.

    Attributes:
        lane: runs it.
        matches: what has been tried.
    """

    lane: Lane
    matches: Matches = field(default_factory=lambda: Matches({}))
    _faults: int = 0

    def steps(self, number: int, mutator: Mutator) -> list[Step]:
        """Return what is to be tried in an entry, the most telling first.

        Args:
            number: of the entry.
            mutator: has it.
        """
        data = mutator.seeds[number].data
        if len(data) > _MOST_BYTES or self._faults > _MOST_FAULTS:
            return []
        (outcome,) = self.lane.run([data])
        self._faults += outcome.is_fault
        pairs: list[Pair] = [(one.width, *one.sides) for one in comparisons_in(outcome.coverage)]
        return self.matches.steps(number, mutator.outline(number), pairs) if pairs else []

    def close(self) -> None:
        """Stop the consumer."""
        self.lane.close()


def open_comparing(consumer: Consumer, scratch: str) -> Comparing | None:
    """Return what tells comparisons; None where a consumer's build does not.

    Args:
        consumer: that guides.
        scratch: folder for what has to be a file.
    """
    if not isinstance(consumer, LibraryConsumer) or not consumer.symbols.tells_comparisons:
        return None
    return Comparing(Lane(replace(consumer, compares=True), scratch, 1))
