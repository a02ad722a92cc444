"""One run of a consumer that is asked again and again: starting it costs more than a file does.

Comes in: inputs in memory, as they come to mind. Goes out: their outcomes, in order. A consumer
that looks ahead gets what is known by then, and is started again for the rest.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import field

from validator.consumers.many import run_bytes_many
from validator.consumers.protocol import Consumer, Outcome, OutcomeKind
from validator.dataclass import dataclass
from validator.fuzz.lot import write_bytes


# house: loose-dataclass - an iterator that is fed while it runs
@dataclass(slots=True)
class Session:
    """A consumer that is running.

    Attributes:
        consumer: who reads the inputs.
        scratch: folder for what has to be a file.
    """

    consumer: Consumer
    scratch: str
    _waiting: deque[bytes] = field(default_factory=deque)
    _outcomes: Iterator[Outcome] | None = None
    _open: int = 0

    def run(self, inputs: Sequence[bytes]) -> Generator[Outcome, None, None]:
        """Run the consumer on inputs; who needs no more of them leaves the iterator.

        Args:
            inputs: taken one by one, by a consumer that can.
        Yields:
            one outcome for each, in their order; what hung was run once more, alone.
        Raises:
            ConsumerError: the consumer could not be run at all.
        """
        self._waiting.extend(inputs)
        try:
            for data in inputs:
                yield self._confirmed(data, self._next())
        finally:
            self._waiting.clear()
            if self._open:  # taken ahead, and nobody wants to know any more
                self.close()

    def close(self) -> None:
        """Stop the consumer; the next input starts it again."""
        outcomes, self._outcomes = self._outcomes, None
        self._open = 0
        if isinstance(outcomes, Generator):
            outcomes.close()

    def _next(self) -> Outcome:
        for _ in range(2):
            if self._outcomes is None:
                self._outcomes = run_bytes_many(
                    self.consumer, self._items(), self.scratch, ahead=1, is_novel_only=True
                )
            outcome = next(self._outcomes, None)
            if outcome is not None:
                self._open -= 1
                return outcome
            self.close()
        raise RuntimeError("a consumer gave no outcome for an input")

    def _items(self) -> Iterator[bytes]:
        while self._waiting:
            self._open += 1
            yield self._waiting.popleft()

    def _confirmed(self, data: bytes, outcome: Outcome) -> Outcome:
        """Return an outcome that a busy machine has no part in."""
        if outcome.kind is not OutcomeKind.HUNG:
            return outcome
        with tempfile.TemporaryDirectory(prefix="again-", dir=self.scratch) as folder:
            path = os.path.join(folder, "input.bin")
            write_bytes(path, data)
            return self.consumer.run(path)
