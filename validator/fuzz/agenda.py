"""What is to be tried one after the other: steps of many fields, each field at its own pace.

Comes in: steps, now and then. Goes out: the next one. Steps that come in later take their places
among those that are still to come, as if their fields had been there just now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from heapq import heappop, heappush

from validator.dataclass import dataclass
from validator.mutate.walk import Step


# house: loose-dataclass - steps come and go
@dataclass(slots=True)
class Agenda:
    """Steps, the next one first."""

    _heap: list[tuple[float, int, Step]] = field(default_factory=list)
    _now: float = 0.0
    _count: int = 0

    def __len__(self) -> int:
        """Return how many steps there are."""
        return len(self._heap)

    def add(self, steps: Sequence[Step]) -> None:
        """Take steps in.

        Args:
            steps: in order; those of one time are taken in it.
        """
        for step in steps:
            self._count += 1
            heappush(self._heap, (self._now + step.due, self._count, step))

    def pop(self) -> Step | None:
        """Return the next step; None when there is none."""
        if not self._heap:
            return None
        self._now, _, step = heappop(self._heap)
        return step
