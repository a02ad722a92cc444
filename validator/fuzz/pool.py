"""Lots in several processes; what comes out is in the order of the mutants.

Comes in: a job, and how many mutants. Goes out: one `Tally` a lot, in order. Workers are forked
before any consumer runs, ignore Ctrl-C, stop their consumer when they are told to end, and end
when their parent is gone.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from validator.dataclass import dataclass
from validator.errors import ConsumerError, InternalError
from validator.fuzz.cells import Tally
from validator.fuzz.lot import Job, run_lot

_PR_SET_PDEATHSIG = 1
_ENDING_S = 5.0
_AHEAD = 4
"""Lots that a worker may be ahead of the slowest one."""
_MOST_FAILURES = 2


@dataclass(frozen=True, slots=True)
class Range:
    """Which mutants to run: from `start` to before `end`, `step` at a time."""

    start: int
    end: int
    step: int

    def lots(self) -> Iterator[tuple[int, int]]:
        """Yield (first index, count) of every lot."""
        for start in range(self.start, self.end, self.step):
            yield start, min(self.step, self.end - start)


def can_fork() -> bool:
    """Whether workers can be forked here: without threads, and where forking is safe."""
    return sys.platform == "linux" and threading.active_count() == 1


def run_lots(
    job: Job, which: Range, jobs: int, is_over: Callable[[], bool] = lambda: False
) -> Generator[Tally, None, None]:
    """Run lots, and yield their counts in the order of the mutants.

    Args:
        job: of the run.
        which: mutants to run.
        jobs: processes; 1 runs everything in this one.
        is_over: asked before a lot is begun; True begins no more.
    Raises:
        ConsumerError: the consumer could not be run at all, or workers died of the same lot.
    """
    if jobs > 1 and can_fork():
        yield from _run_forked(job, which, jobs, is_over)
        return
    for start, count in which.lots():
        if is_over():
            return
        yield run_lot(job, start, count)


def _run_forked(job: Job, which: Range, jobs: int, is_over: Callable[[], bool]) -> Iterator[Tally]:
    staff = _Staff(job)
    try:
        for _ in range(jobs):
            _start_worker(job, staff.workers)
        yield from _deal(staff, which.lots(), is_over)
    finally:
        _end(staff.workers)


# house: loose-dataclass - processes that come and go
@dataclass(slots=True)
class _Staff:
    """The workers, and what each is at.

    Attributes:
        job: of the run.
        workers: by their connection.
        busy: connection -> (number, first index, count) of its lot.
        failed: number of a lot -> workers that died of it.
    """

    job: Job
    workers: dict[Connection, BaseProcess] = field(default_factory=dict)
    busy: dict[Connection, tuple[int, int, int]] = field(default_factory=dict)
    failed: dict[int, int] = field(default_factory=dict)

    def give(self, connection: Connection, lot: tuple[int, int, int]) -> None:
        """Have a worker run a lot; one that has died meanwhile is noticed when it is asked."""
        with suppress(OSError):
            connection.send(lot[1:])
        self.busy[connection] = lot

    def take(self, connection: Connection) -> tuple[int, Tally] | None:
        """Return the number of a lot and its counts; None when another worker runs it now."""
        lot = self.busy.pop(connection)
        try:
            result = connection.recv()
        except (EOFError, OSError):
            self._replace(connection, lot)
            return None
        match result:
            case Tally():
                return lot[0], result
            case str():
                raise ConsumerError(result)
        raise InternalError(f"a worker answered {type(result).__name__}")

    def _replace(self, connection: Connection, lot: tuple[int, int, int]) -> None:
        """Start another worker for the lot that one has died of: its counts are the same."""
        number, start, count = lot
        how = bury(connection, self.workers.pop(connection))
        self.failed[number] = self.failed.get(number, 0) + 1
        if self.failed[number] >= _MOST_FAILURES:
            raise ConsumerError(
                f"a worker process {how}, {_MOST_FAILURES} times at"
                f" mutants {start} to {start + count - 1}; fewer --jobs need less memory"
            )
        self.give(_start_worker(self.job, self.workers), lot)


def bury(connection: Connection, worker: BaseProcess) -> str:
    """Clear up after a worker that has died, and say how it did.

    Args:
        connection: to the worker.
        worker: that has died.
    """
    connection.close()
    worker.join(_ENDING_S)
    if worker.is_alive():
        worker.kill()
        worker.join()
    status = worker.exitcode
    worker.close()
    if status == -signal.SIGKILL:
        return "was killed (SIGKILL: by hand, or as memory ran out)"
    if status is not None and status < 0:
        return f"was ended by signal {-status}"
    return f"ended with status {status}"


def _deal(
    staff: _Staff, lots: Iterator[tuple[int, int]], is_over: Callable[[], bool]
) -> Iterator[Tally]:
    """Give every idle worker the next lot; hold results back until it is their turn."""
    begun = given_out = 0
    finished: dict[int, Tally] = {}
    is_last = False
    while True:
        idle = [one for one in staff.workers if one not in staff.busy]
        while idle and not is_last and begun - given_out < _AHEAD * len(staff.workers):
            lot = None if is_over() else next(lots, None)
            is_last = lot is None
            if lot is not None:
                staff.give(idle.pop(), (begun, *lot))
                begun += 1
        while given_out in finished:
            yield finished.pop(given_out)
            given_out += 1
        if not staff.busy:
            if is_last:
                return
            continue
        for ready in wait(list(staff.busy)):
            assert isinstance(ready, Connection)
            done = staff.take(ready)
            if done is not None:
                finished[done[0]] = done[1]


def _start_worker(job: Job, workers: dict[Connection, BaseProcess]) -> Connection:
    """Fork a worker; Ctrl-C is held back until it ignores it."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    others = [*workers, ours]
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        worker = context.Process(target=_work, args=(job, theirs, others, os.getpid()), daemon=True)
        worker.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
    workers[ours] = worker
    return ours


def _work(job: Job, connection: Connection, others: list[Connection], parent: int) -> None:
    """Run lots until there are no more, or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for other in others:
        other.close()
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    while os.getppid() == parent:
        try:
            start, count = connection.recv()
        except (EOFError, OSError):
            return
        try:
            connection.send(run_lot(job, start, count))
        except ConsumerError as error:
            connection.send(str(error))


def _leave(number: int, frame: object) -> None:
    """End by an exception, so that a consumer that runs is stopped first."""
    sys.exit(128 + number)


def _end(workers: dict[Connection, BaseProcess]) -> None:
    """End workers: those that wait see their pipe closed, those that work are told to."""
    for connection, worker in workers.items():
        connection.close()
        worker.terminate()
    deadline = time.monotonic() + _ENDING_S
    for worker in workers.values():
        worker.join(max(0.0, deadline - time.monotonic()))
        if worker.is_alive():
            worker.kill()
            worker.join()
        worker.close()
