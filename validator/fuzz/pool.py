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
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from validator.errors import ConsumerError, InternalError
from validator.fuzz.cells import Tally
from validator.fuzz.lot import Job, run_lot

_PR_SET_PDEATHSIG = 1
_ENDING_S = 5.0
_AHEAD = 4
"""Lots that a worker may be ahead of the slowest one."""


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
        ConsumerError: the consumer could not be run at all.
        InternalError: a worker died.
    """
    if jobs > 1 and can_fork():
        yield from _run_forked(job, which, jobs, is_over)
        return
    for start, count in which.lots():
        if is_over():
            return
        yield run_lot(job, start, count)


def _run_forked(job: Job, which: Range, jobs: int, is_over: Callable[[], bool]) -> Iterator[Tally]:
    workers: dict[Connection, BaseProcess] = {}
    try:
        for _ in range(jobs):
            _start_worker(job, workers)
        yield from _deal(workers, which.lots(), is_over)
    finally:
        _end(workers)


def _deal(
    workers: dict[Connection, BaseProcess],
    lots: Iterator[tuple[int, int]],
    is_over: Callable[[], bool],
) -> Iterator[Tally]:
    """Give every idle worker the next lot; hold results back until it is their turn."""
    begun = given_out = 0
    finished: dict[int, Tally] = {}
    busy: dict[Connection, int] = {}
    idle = list(workers)
    is_last = False
    while True:
        while idle and not is_last and begun - given_out < _AHEAD * len(workers):
            lot = None if is_over() else next(lots, None)
            is_last = lot is None
            if lot is not None:
                busy[idle[-1]] = begun
                idle.pop().send(lot)
                begun += 1
        while given_out in finished:
            yield finished.pop(given_out)
            given_out += 1
        if not busy:
            if is_last:
                return
            continue
        for ready in wait(list(busy)):
            assert isinstance(ready, Connection)
            finished[busy.pop(ready)] = _receive(ready, workers[ready])
            idle.append(ready)


def _receive(connection: Connection, worker: BaseProcess) -> Tally:
    try:
        result = connection.recv()
    except (EOFError, OSError) as error:
        worker.join(_ENDING_S)
        raise InternalError(
            f"a worker process ended with status {worker.exitcode} (killed for memory?)"
        ) from error
    match result:
        case Tally():
            return result
        case str():
            raise ConsumerError(result)
    raise InternalError(f"a worker answered {type(result).__name__}")


def _start_worker(job: Job, workers: dict[Connection, BaseProcess]) -> None:
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
