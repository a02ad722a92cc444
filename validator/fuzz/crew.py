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
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from validator.dataclass import dataclass
from validator.errors import ConsumerError, UsageError
from validator.fuzz.lane import never
from validator.fuzz.pool import bury, can_fork
from validator.fuzz.tidings import Found, Tidings
from validator.fuzz.worker import Setup, Worker

_PR_SET_PDEATHSIG = 1
_ENDING_S = 5.0
_EVERY_S = 0.2
_DONE, _LEAVE = "done", "leave"
_EARLY, _MOST_EARLY = 1000, 3
"""A worker that is lost before so many runs is lost early; so many in a row are a pattern."""


@dataclass(frozen=True, slots=True)
class _Failed:
    """Why a worker cannot go on."""

    text: str
    is_usage: bool


# house: loose-dataclass - processes that come and go
@dataclass(slots=True)
class _Member:
    """One of the processes.

    Attributes:
        index: subscript among the workers.
        process: it.
        left: executions that are its own; None for any number.
        first: executions that were made in its place before it.
        runs: those that it has told of.
        news: what others have found since it last told something.
    """

    index: int
    process: BaseProcess
    left: int | None
    first: int = 0
    runs: int = 0
    news: list[Found] = field(default_factory=list)


# house: loose-dataclass - processes that come and go
@dataclass(slots=True)
class Crew:
    """A team of processes.

    Attributes:
        setup: of the campaign; `workers` says how many.
        runs: executions in all; None for any number.
        deaths: how each process that was lost ended; another took its place.
        is_over: asked by the workers after every run.
    """

    setup: Setup
    runs: int | None = None
    deaths: list[str] = field(default_factory=list)
    is_over: Callable[[], bool] = never
    _members: dict[Connection, _Member] = field(default_factory=dict)
    _found: list[Found] = field(default_factory=list)
    _early: int = 0
    _done: set[Connection] = field(default_factory=set)

    def work(self, is_over: Callable[[], bool] = never) -> Iterator[Tidings]:
        """Yield tidings as they come, empty ones while there are none; see `Team`.

        Args:
            is_over: asked by the workers after every run.
        Raises:
            ConsumerError: the consumer could not be run at all, or one process after the other
                was lost.
            UsageError: there is nothing to begin with.
        """
        count, self.is_over = self.setup.workers, is_over
        for index in range(count):
            share = None if self.runs is None else (self.runs + count - 1 - index) // count
            if share is None or share > 0:
                self._start(index, share)
        done = self._done
        while open_ones := [one for one in self._members if one not in done]:
            ready = wait(open_ones, _EVERY_S)
            if not ready:
                yield Tidings()
            for connection in ready:
                assert isinstance(connection, Connection)
                try:
                    told = self._receive(connection)
                except (EOFError, OSError):
                    self._replace(connection)
                    continue
                if told is None:
                    done.add(connection)
                    continue
                self._share(told.found, connection)
                yield told

    def rest(self) -> Iterator[Tidings]:
        """Yield what the workers have not told yet; each makes no more once it has."""
        deadline = time.monotonic() + _ENDING_S
        waiting = [one for one in self._members if one not in self._done]
        while waiting and (left := deadline - time.monotonic()) > 0:
            for connection in wait(waiting, left):
                assert isinstance(connection, Connection)
                waiting.remove(connection)
                with suppress(EOFError, OSError):
                    told = connection.recv()
                    connection.send(_LEAVE)
                    if isinstance(told, Tidings):
                        yield told

    def close(self) -> None:
        """End the workers: each stops its consumers first."""
        for connection, member in self._members.items():
            with suppress(OSError):
                connection.close()
            member.process.terminate()
        deadline = time.monotonic() + _ENDING_S
        for member in self._members.values():
            member.process.join(max(0.0, deadline - time.monotonic()))
            if member.process.is_alive():
                member.process.kill()
                member.process.join()
            member.process.close()
        self._members.clear()

    def _receive(self, connection: Connection) -> Tidings | None:
        """Return what a worker tells, and tell it the news; None when it has made all its runs.

        Nothing is sent to a worker that does not wait for it: two that send to each other at the
        same time would both wait for ever.
        """
        match connection.recv():
            case Tidings() as told:
                member = self._members[connection]
                member.runs += told.runs
                self._early = 0 if member.runs > _EARLY else self._early
                news, member.news = member.news, []
                with suppress(OSError):  # it died meanwhile, which is noticed when it is asked
                    connection.send(news)
                return told
            case _Failed(text=text, is_usage=True):
                raise UsageError(text)
            case _Failed(text=text):
                raise ConsumerError(text)
        return None

    def _share(self, found: list[Found], teller: Connection) -> None:
        self._found += found
        for connection, member in self._members.items():
            if connection is not teller:
                member.news += found

    def _replace(self, connection: Connection) -> None:
        """Start another worker in the place of one that was lost; it takes up what was found."""
        lost = self._members.pop(connection)
        how = bury(connection, lost.process)
        self.deaths.append(how)
        self._early += lost.runs <= _EARLY
        if self._early > _MOST_EARLY or not can_fork():
            raise ConsumerError(f"a worker process {how}; fewer --jobs need less memory")
        left = None if lost.left is None else max(lost.left - lost.runs, 0)
        if left != 0:
            self._start(lost.index, left, lost.first + lost.runs)

    def _start(self, index: int, runs: int | None, first: int = 0) -> None:
        """Fork a worker; Ctrl-C is held back until it ignores it."""
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        others = [*self._members, ours]
        setup = replace(self.setup, first=self.setup.first + first)
        worker = Worker(setup, index, len(self.deaths), self.is_over)
        arguments = (worker, list(self._found), runs, theirs, others, os.getpid())
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process = context.Process(target=_work, args=arguments, daemon=True)
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            theirs.close()
        self._members[ours] = _Member(index, process, runs, first)


def _work(
    worker: Worker,
    found: list[Found],
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
        _tell(_Teller(worker, connection, found), runs)
        connection.send(_DONE)
        with suppress(EOFError):
            connection.recv()  # until the parent has no more use for it
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
    """A worker, what it has not told yet, and what others found that it has not taken over yet."""

    worker: Worker
    connection: Connection
    found: list[Found]
    waiting: Tidings = field(default_factory=Tidings)
    sent: float = 0.0
    is_left: bool = False

    def tell(self, tidings: Tidings) -> None:
        """Send tidings, at once when they are urgent."""
        self.waiting.add(tidings)
        now = time.monotonic()
        if self.waiting.is_urgent or now - self.sent >= _EVERY_S:
            self.flush()
            self.sent = now

    def flush(self) -> None:
        """Send what waits, and hear what others have found."""
        self.connection.send(self.waiting)
        self.waiting = Tidings(worker=self.worker.index)
        news = self.connection.recv()
        self.is_left = news == _LEAVE
        self.found += [] if self.is_left else news

    def listen(self) -> None:
        """Take over what others have found."""
        found, self.found = self.found, []
        if found:
            self.worker.take(found)


def _tell(teller: _Teller, runs: int | None) -> None:
    worker, done = teller.worker, 0
    teller.waiting.worker = worker.index
    for tidings in worker.start():
        done += tidings.runs
        teller.tell(tidings)
        if teller.is_left:
            return
    while runs is None or done < runs:
        teller.listen()
        tidings = worker.step(1 << 30 if runs is None else runs - done)
        done += tidings.runs
        teller.tell(tidings)
        if teller.is_left:
            return
    teller.flush()


def _leave(number: int, frame: object) -> None:
    """End by an exception, so that a consumer that runs is stopped first."""
    sys.exit(128 + number)
