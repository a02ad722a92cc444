"""Consumers that are given bytes: as they can take them, else by files.

Comes in: a consumer and inputs in memory. Goes out: an `Outcome` for each. It refuses to know
what an input is.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from typing import Protocol, runtime_checkable

from validator.consumers.protocol import Consumer, Outcome

_IN_MEMORY = "/dev/shm"


@runtime_checkable
class TakesBytes(Protocol):
    """A consumer that needs no files."""

    def run_bytes_many(self, items: Iterable[bytes]) -> Iterator[Outcome]:
        """Run the consumer on many inputs; otherwise as `Consumer.run_many`.

        Args:
            items: the inputs; a consumer may look some hundred ahead.
        Yields:
            one outcome for each input, in their order.
        Raises:
            ConsumerError: as `run` does.
        """


def run_bytes_many(
    consumer: Consumer, items: Iterable[bytes], scratch: str | None = None
) -> Iterator[Outcome]:
    """Run a consumer on inputs in memory, as fast as it can take them.

    Closing the iterator, or leaving it by an exception, stops whatever runs.

    Args:
        consumer: who reads them; one without `run_bytes_many` gets files.
        items: the inputs; taken as they are needed, a consumer may look some hundred ahead.
        scratch: folder for files where they are needed; one in memory when there is one.
    Yields:
        one outcome for each input, in their order; in `Outcome.after` the names are those of
        temporary files, or `input N` with the number of the input, from 0.
    Raises:
        ConsumerError: the consumer could not be run at all.
    """
    if isinstance(consumer, TakesBytes):
        yield from consumer.run_bytes_many(items)
        return
    with tempfile.TemporaryDirectory(prefix="inputs-", dir=scratch or _memory()) as folder:
        waiting: deque[str] = deque()

        def paths() -> Iterator[str]:
            for number, data in enumerate(items):
                path = os.path.join(folder, f"{number}.bin")
                with open(path, "wb") as file:
                    file.write(data)
                waiting.append(path)
                yield path

        outcomes = consumer.run_many(paths())
        try:
            for outcome in outcomes:
                os.unlink(waiting.popleft())
                yield outcome
        finally:
            if isinstance(outcomes, Generator):
                outcomes.close()


def _memory() -> str | None:
    """Return a folder of a file system in memory, or None."""
    return _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK | os.X_OK) else None
