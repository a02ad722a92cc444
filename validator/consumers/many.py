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

AHEAD = 64
_IN_MEMORY = "/dev/shm"


@runtime_checkable
class TakesBytes(Protocol):
    """A consumer that needs no files."""

    def run_bytes_many(
        self, items: Iterable[bytes], *, ahead: int = AHEAD, is_novel_only: bool = False
    ) -> Iterator[Outcome]:
        """Run the consumer on many inputs; otherwise as `Consumer.run_many`.

        Args:
            items: the inputs; so many are taken at a time, and the next ones when the outcomes
                of all of these have been yielded, whatever time that takes.
            ahead: how many that are, >= 1; more is faster where runs are short.
            is_novel_only: `Outcome.coverage` is given only where some counter has a count of a
                class (1, 2, 3, 4-7, 8-15, 16-31, 32-127, more) that it had for none of the items
                before; a consumer may give it more often.
        Yields:
            one outcome for each input, in their order.
        Raises:
            ConsumerError: as `run` does.
        """


@runtime_checkable
class StartsAhead(Protocol):
    """A consumer whose process can be started before there is an input for it."""

    def start_ahead(self) -> None:
        """Start what `run_bytes_many` will use, without waiting until it is ready.

        `persistent.stop_ahead` ends what is never used.
        """


def run_bytes_many(
    consumer: Consumer,
    items: Iterable[bytes],
    scratch: str | None = None,
    *,
    ahead: int = AHEAD,
    is_novel_only: bool = False,
) -> Iterator[Outcome]:
    """Run a consumer on inputs in memory, as fast as it can take them.

    Closing the iterator, or leaving it by an exception, stops whatever runs.

    Args:
        consumer: who reads them; one without `run_bytes_many` gets files.
        items: the inputs; taken as they are needed, at most `ahead` of them, or as many as the
            consumer's `run_many` looks ahead.
        scratch: folder for files where they are needed; one in memory when there is one.
        ahead, is_novel_only: see `TakesBytes.run_bytes_many`.
    Yields:
        one outcome for each input, in their order; in `Outcome.after` the names are those of
        temporary files, or `input N` with the number of the input, from 0.
    Raises:
        ConsumerError: the consumer could not be run at all.
    """
    if isinstance(consumer, TakesBytes):
        yield from consumer.run_bytes_many(items, ahead=ahead, is_novel_only=is_novel_only)
        return
    yield from through_files(consumer, items, scratch)


def through_files(
    consumer: Consumer, items: Iterable[bytes], scratch: str | None = None
) -> Iterator[Outcome]:
    """Run a consumer on inputs in memory by way of files.

    Args:
        consumer: who reads them.
        items: the inputs.
        scratch: see `run_bytes_many`.
    Yields:
        one outcome for each input, in their order.
    Raises:
        ConsumerError: the consumer could not be run at all.
    """
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
