"""A team of processes: each works on its own stream of inputs, and all share what they find.

Comes in: a setup. Goes out: tidings as they come. Workers are forked before any consumer runs,
ignore Ctrl-C, stop their consumers when they are told to end, and end when their parent is gone.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from validator.errors import ConsumerError, InternalError, UsageError
from validator.fuzz.tidings import Found, Tidings
from validator.fuzz.worker import Setup, Worker

_PR_SET_PDEATHSIG = 1
_ENDING_S = 5.0
_EVERY_S = 0.2
_STOP, _DONE = "stop", "done"


@dataclass(frozen=True, slots=True)
class _Failed:
    """Why a worker cannot go on."""

    text: str
    is_usage: bool


# house: loose-dataclass - processes that come and go
@dataclass(slots=True)
class Crew:
    """A team of processes.

    Attributes:
        setup: of the campaign; `workers` says how many.
        runs: executions in all; None for any number.
    """

    setup: Setup
    runs: int | None = None
    _workers: dict[Connection, BaseProcess] = field(default_factory=dict)

    def work(self) -> Iterator[Tidings]:
        """Yield tidings as they come, empty ones while there are none; see `Team`.

        Raises:
            ConsumerError: the consumer could not be run at all.
            UsageError: there is nothing to begin with.
            InternalError: a worker died.
        """
        count = self.setup.workers
        for index in range(count):
            share = None if self.runs is None else (self.runs + count - 1 - index) // count
            if share is None or share > 0:
                self._start(index, share)
        open_ones = list(self._workers)
        while open_ones:
            ready = wait(open_ones, _EVERY_S)
            if not ready:
                yield Tidings()
            for connection in ready:
                assert isinstance(connection, Connection)
                told = self._receive(connection)
                if told is None:
                    open_ones.remove(connection)
                    continue
                self._share(told.found, connection)
                yield told

    def close(self) -> None:
        """End the workers: each stops its consumers first."""
        for connection, worker in self._workers.items():
            with suppress(OSError):
                connection.close()
            worker.terminate()
        deadline = time.monotonic() + _ENDING_S
        for worker in self._workers.values():
            worker.join(max(0.0, deadline - time.monotonic()))
            if worker.is_alive():
                worker.kill()
                worker.join()
            worker.close()
        self._workers.clear()

    def _receive(self, connection: Connection) -> Tidings | None:
        """Return what a worker tells; None when it has made all its runs."""
        try:
            told = connection.recv()
        except (EOFError, OSError) as error:
            worker = self._workers[connection]
            worker.join(_ENDING_S)
            raise InternalError(
                f"a worker process ended with status {worker.exitcode} (killed for memory?)"
            ) from error
        match told:
            case Tidings():
                return told
            case _Failed(text=text, is_usage=True):
                raise UsageError(text)
            case _Failed(text=text):
                raise ConsumerError(text)
        return None

    def _share(self, found: list[Found], teller: Connection) -> None:
        if found:
            for connection in self._workers:
                if connection is not teller:
                    with suppress(OSError):
                        connection.send(found)

    def _start(self, index: int, runs: int | None) -> None:
        """Fork a worker; Ctrl-C is held back until it ignores it."""
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        others = [*self._workers, ours]
        arguments = (Worker(self.setup, index), runs, theirs, others, os.getpid())
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            worker = context.Process(target=_work, args=arguments, daemon=True)
            worker.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            theirs.close()
        self._workers[ours] = worker


def _work(
    worker: Worker,
    runs: int | None,
    connection: Connection,
    others: list[Connection],
    parent: int,
) -> None:
    """Work until all runs are made, or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for other in others:
        other.close()
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        return
    try:
        _tell(_Teller(worker, connection), runs)
        connection.send(_DONE)
        with suppress(EOFError):
            while connection.recv() != _STOP:  # what others find is of no use any more
                continue
    except ConsumerError as error:
        connection.send(_Failed(str(error), is_usage=False))
    except UsageError as error:
        connection.send(_Failed(str(error), is_usage=True))
    except (BrokenPipeError, EOFError, ConnectionResetError):
        return
    finally:
        worker.close()


# house: loose-dataclass - collects until it is sent
@dataclass(slots=True)
class _Teller:
    """A worker, and what it has not told yet."""

    worker: Worker
    connection: Connection
    waiting: Tidings = field(default_factory=Tidings)
    sent: float = 0.0

    def tell(self, tidings: Tidings) -> None:
        """Send tidings, at once when they are urgent."""
        self.waiting.add(tidings)
        now = time.monotonic()
        if self.waiting.is_urgent or now - self.sent >= _EVERY_S:
            self.flush()
            self.sent = now

    def flush(self) -> None:
        """Send what waits."""
        self.connection.send(self.waiting)
        self.waiting = Tidings(worker=self.worker.index)

    def listen(self) -> None:
        """Take over what others have found."""
        while self.connection.poll():
            self.worker.take(self.connection.recv())


def _tell(teller: _Teller, runs: int | None) -> None:
    worker, done = teller.worker, 0
    teller.waiting.worker = worker.index
    for tidings in worker.start():
        done += tidings.runs
        teller.tell(tidings)
    while runs is None or done < runs:
        teller.listen()
        tidings = worker.step(1 << 30 if runs is None else runs - done)
        done += tidings.runs
        teller.tell(tidings)
    teller.flush()


def _leave(number: int, frame: object) -> None:
    """End by an exception, so that a consumer that runs is stopped first."""
    sys.exit(128 + number)
