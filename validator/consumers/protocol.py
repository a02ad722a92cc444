"""What every consumer is: a name and a way to run it on one file.

Comes in: the path of a file, or of many. Goes out: an `Outcome` for each, the complete record
of one run. It refuses to know how a program is started, and what a verdict makes of the outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Protocol

from validator.dataclass import dataclass


class OutcomeKind(Enum):
    """What became of one run; every value but the first two is a fault of the consumer."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CRASHED = "crashed"
    HUNG = "hung"
    OUT_OF_MEMORY = "out of memory"
    DIED = "died"
    """It ended in a way that means neither accept nor reject, and says nothing else."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run of one consumer on one file.

    Attributes:
        kind: what became of it.
        exit_code: status that the program exited with, 0 to 255; None when a signal ended it.
        signal: name such as `SIGSEGV`; None when it exited.
        signature: crash identity such as `AddressSanitizer: heap-buffer-overflow in
            read_chunk` or `SIGSEGV`; "" when there is none. No addresses, no process ids.
        stdout, stderr: the last bytes of each, at most `Limits.output_bytes`.
        cpu_s: user and system time of the program and everything it started, in seconds.
        wall_s: elapsed time in seconds.
        max_rss: largest resident set of one process, in bytes; values under about 16 MiB
            say only that it was small, for the starting process counts too.
        notes: what could not be done as it should, such as cutting off the network.
        coverage: how often each edge of the consumer was taken, one saturating byte an edge, in
            an order that is fixed for one build; None when the consumer does not count.
        after: the files that the same consumer process or kernel had read before this one, when
            the fault did not come back with this file alone; empty otherwise.
    """

    kind: OutcomeKind
    exit_code: int | None = None
    signal: str | None = None
    signature: str = ""
    stdout: bytes = b""
    stderr: bytes = b""
    cpu_s: float = 0.0
    wall_s: float = 0.0
    max_rss: int = 0
    notes: tuple[str, ...] = ()
    coverage: bytes | None = None
    after: tuple[str, ...] = ()

    @property
    def is_fault(self) -> bool:
        """Whether the consumer neither accepted nor rejected the file."""
        return self.kind not in (OutcomeKind.ACCEPTED, OutcomeKind.REJECTED)


class Consumer(Protocol):
    """A program under test."""

    @property
    def name(self) -> str:
        """Name in the configuration and in findings."""

    @property
    def limits_text(self) -> str:
        """The limits it runs under, in words, as in `2 s and 256 MiB`."""

    def run(self, path: str) -> Outcome:
        """Run the consumer on one file.

        Args:
            path: the file; not modified by contentgate.
        Raises:
            ConsumerError: it could not be run at all. Whatever it does once it runs is an
                outcome.
        """

    def run_many(self, paths: Iterable[str]) -> Iterator[Outcome]:
        """Run the consumer on many files, faster than one by one where it can.

        A fault ends nothing: what serves the files is started again. Closing the iterator, or
        leaving it by an exception, stops whatever runs.

        Args:
            paths: the files; taken as they are needed, a consumer may look some hundred ahead.
        Yields:
            one outcome for each path, in their order.
        Raises:
            ConsumerError: as `run` does.
        """

    def reproduce(self, path: str) -> str:
        """Return a shell command that runs the same program on the same file by hand.

        Args:
            path: the file.
        """
