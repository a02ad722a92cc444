"""A consumer that is kept running through a campaign and is given one batch after the other.

Comes in: batches of inputs in memory. Goes out: an outcome for each. Batches have the size that the
consumer looks ahead, so that every choice is made with the same knowledge on any machine.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import field, replace
from itertools import islice

from validator.consumers.many import TakesBytes, run_bytes_many
from validator.consumers.protocol import Consumer, Outcome, OutcomeKind
from validator.dataclass import dataclass
from validator.errors import InternalError
from validator.fuzz.lot import write_bytes
from validator.fuzz.naming import Naming
from validator.fuzz.patience import more_patient

LOT = 64
_HANG_NOTE = "it did not hang when it was run again, alone"


def never() -> bool:
    """Say that time is never up."""
    return False


def lot_of(consumer: Consumer) -> int:
    """Return how many inputs a consumer is best given at a time.

    Args:
        consumer: who reads them.
    """
    batch = getattr(consumer, "batch", 0)
    if isinstance(batch, int) and batch > 0:
        return batch
    return LOT if isinstance(consumer, TakesBytes) else 8


# house: loose-dataclass - an iterator that is fed while it runs
@dataclass(slots=True)
class Lane:
    """A running consumer.

    Attributes:
        consumer: who reads the inputs.
        scratch: folder for what has to be a file.
        lot: inputs that it may look ahead.
        hangs: signatures of hangs that were confirmed; the next of them is believed.
    """

    consumer: Consumer
    scratch: str
    lot: int
    hangs: set[str] = field(default_factory=set)
    naming: Naming = field(init=False)
    _waiting: deque[bytes] = field(default_factory=deque)
    _outcomes: Iterator[Outcome] | None = None

    def __post_init__(self) -> None:
        self.naming = Naming(self.consumer, self.scratch)

    def run(
        self,
        inputs: Sequence[bytes],
        is_over: Callable[[], bool] = never,
        is_last: Callable[[Outcome], bool] | None = None,
    ) -> list[Outcome]:
        """Run the consumer on a batch.

        Args:
            inputs: as many as `lot`; with fewer, the consumer is started again for the next.
            is_over: asked after every outcome; True leaves the batch where it is.
            is_last: asked about every outcome; True leaves it, too.
        Returns:
            An outcome for each input; fewer, and not none, when it was left.
        Raises:
            ConsumerError: the consumer could not be run at all.
        """
        self._waiting.extend(inputs)
        found: list[Outcome] = []
        for _ in range(len(inputs) + 1):
            if len(found) == len(inputs):
                break
            asked = self.naming.asked
            if self._outcomes is None:
                items = self._items()
                self._outcomes = run_bytes_many(asked, items, self.scratch, ahead=self.lot)
            for told in islice(self._outcomes, len(inputs) - len(found)):
                outcome = self.naming.named(inputs[len(found)], told)
                found.append(outcome)
                is_enough = is_last is not None and is_last(outcome)
                if len(found) < len(inputs) and (is_enough or is_over()):
                    return self._left(inputs, found)
                if self.naming.asked is not asked:
                    self._waiting = deque(inputs[len(found) :])
                    self.close()
                    break
            if len(found) < len(inputs):
                self.close()
        if len(found) < len(inputs):
            raise InternalError(f"consumer {self.consumer.name}: an input has no outcome")
        if len(inputs) < self.lot:
            self.close()
        pairs = zip(inputs, found, strict=True)
        return [self._confirmed(data, outcome) for data, outcome in pairs]

    def _left(self, inputs: Sequence[bytes], found: list[Outcome]) -> list[Outcome]:
        """Leave a batch; hangs of it are as they were seen, since there is no time for more."""
        self.close()
        self._waiting.clear()
        return found

    def close(self) -> None:
        """Stop the consumer; the next batch starts it again."""
        outcomes, self._outcomes = self._outcomes, None
        if isinstance(outcomes, Generator):
            outcomes.close()

    def _items(self) -> Iterator[bytes]:
        while self._waiting:
            yield self._waiting.popleft()

    def _confirmed(self, data: bytes, outcome: Outcome) -> Outcome:
        """Return an outcome that a busy machine has no part in."""
        if outcome.kind is not OutcomeKind.HUNG or outcome.signature in self.hangs:
            return outcome
        with tempfile.TemporaryDirectory(prefix="again-", dir=self.scratch) as folder:
            path = os.path.join(folder, "input.bin")
            write_bytes(path, data)
            again = self.consumer.run(path)
            if again.kind is OutcomeKind.HUNG:
                patient = more_patient(self.consumer, again)
                again = patient.run(path) if patient is not None else again
        if again.kind is OutcomeKind.HUNG:
            self.hangs.add(again.signature)
            return again
        return replace(again, notes=(*again.notes, _HANG_NOTE))
