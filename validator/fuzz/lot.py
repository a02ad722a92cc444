"""One lot of mutants: made, judged by the schema, and given to the consumer.

Comes in: a job and a range of indexes. Goes out: a `Tally`. A lot depends on nothing but the
job and the range, so lots can be run anywhere and in any order.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Protocol

from validator.consumers.protocol import Consumer, Outcome, OutcomeKind
from validator.dataclass import dataclass
from validator.errors import ConsumerError
from validator.fuzz.cells import Seen, Tally
from validator.fuzz.judge import Judge


class MutantLike(Protocol):
    """A mutant, as `validator.mutate.mutants` makes them."""

    @property
    def index(self) -> int:
        """Number of the mutant in the run, from 0."""

    @property
    def seed(self) -> str:
        """Name of its seed."""

    @property
    def kind(self) -> str:
        """What sort of change it is."""

    @property
    def label(self) -> str:
        """The change in words."""

    @property
    def data(self) -> bytes:
        """The whole file."""


MakeMutants = Callable[[int, int], Iterator[MutantLike]]
"""(first index, count) -> mutants; each is a function of its index alone."""


@dataclass(frozen=True, slots=True)
class Job:
    """What every lot of a run has in common.

    Attributes:
        judge: the schema.
        consumer: who reads the mutants.
        make: makes them.
        seeds: name -> (number, size in bytes) of every seed.
        scratch: folder for mutants; one in memory where there is one.
    """

    judge: Judge
    consumer: Consumer
    make: MakeMutants
    seeds: dict[str, tuple[int, int]]
    scratch: str


def run_lot(job: Job, start: int, count: int) -> Tally:
    """Run a range of mutants.

    Args:
        job: of the run.
        start: index of the first mutant.
        count: how many.
    Returns:
        the counts.
    Raises:
        ConsumerError: the consumer could not be run at all, or the scratch folder is gone.
    """
    tally = Tally()
    waiting: deque[tuple[MutantLike, str]] = deque()
    with work_folder("lot-", job.scratch) as folder:

        def paths() -> Iterator[str]:
            for mutant in job.make(start, count):
                path = os.path.join(folder, f"{mutant.index}.bin")
                write_bytes(path, mutant.data)
                waiting.append((mutant, path))
                yield path

        with running(job.consumer, paths()) as outcomes:
            for outcome in outcomes:
                mutant, path = waiting.popleft()
                tally.count(_see(job, mutant, confirmed(job.consumer, path, outcome)))
                forget(path)
    return tally


@contextmanager
def running(consumer: Consumer, paths: Iterator[str]) -> Iterator[Iterator[Outcome]]:
    """Run a consumer on many files; whatever runs is stopped at the end of the block.

    Args:
        consumer: who reads them.
        paths: of the files.
    """
    outcomes = consumer.run_many(paths)
    try:
        yield outcomes
    finally:
        if isinstance(outcomes, Generator):
            outcomes.close()


def confirmed(consumer: Consumer, path: str, outcome: Outcome) -> Outcome:
    """Return an outcome that a busy machine has no part in: what hung is run once more, alone.

    Args:
        consumer: who read the file.
        path: of the file.
        outcome: of the first run.
    """
    return consumer.run(path) if outcome.kind is OutcomeKind.HUNG else outcome


@contextmanager
def work_folder(prefix: str, scratch: str) -> Iterator[str]:
    """Make a folder in the scratch folder, and delete it at the end of the block.

    Args:
        prefix: of its name.
        scratch: where it is made.
    Raises:
        ConsumerError: it cannot be made; files cannot be given to the consumer.
    """
    try:
        made = tempfile.TemporaryDirectory(prefix=prefix, dir=scratch, ignore_cleanup_errors=True)
    except OSError as error:
        raise _unusable(scratch, error) from error
    with made as folder:
        yield folder


def write_bytes(path: str, data: bytes) -> None:
    """Write a file of the scratch folder.

    Args:
        path: new.
        data: its bytes.
    Raises:
        ConsumerError: it cannot be written; the file cannot be given to the consumer.
    """
    try:
        with open(path, "wb") as file:
            file.write(data)
    except OSError as error:
        raise _unusable(os.path.dirname(path), error) from error


def forget(path: str) -> None:
    """Delete a file of the scratch folder that was read.

    Args:
        path: of the file; a consumer may have deleted it.
    Raises:
        ConsumerError: the folder is gone, so nobody knows what the consumer has read.
    """
    try:
        os.unlink(path)
    except OSError as error:
        if not os.path.isdir(os.path.dirname(path)):
            raise _unusable(os.path.dirname(path), error) from error


def _unusable(folder: str, error: OSError) -> ConsumerError:
    return ConsumerError(f"the scratch folder {folder} cannot be used: {error.strerror}")


def _see(job: Job, mutant: MutantLike, outcome: Outcome) -> Seen:
    number, seed_size = job.seeds[mutant.seed]
    return Seen(
        mutant.index,
        number,
        mutant.kind,
        mutant.label,
        len(mutant.data),
        len(mutant.data) < seed_size,
        _rule(job.judge, mutant.data, outcome),
        outcome.kind.value,
        outcome.signature,
        not outcome.after,
    )


def _rule(judge: Judge, data: bytes, outcome: Outcome) -> str | None:
    """Return the first rule that a mutant breaks; None when nobody will ask for it."""
    if judge.is_quick(data):
        return ""
    if judge.trusts_quick and outcome.kind is OutcomeKind.REJECTED:
        return None
    found = judge.refusal(data)
    return "" if found is None else found.rule
