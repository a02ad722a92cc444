"""A child that reads one file after the other, and is started again when it dies.

Comes in: the command line of a child that answers requests, and paths. Goes out: an `Outcome` for
each. It refuses to know what the child does with a file.

Requests and answers go over two pipes, framed as `library_driver.c` says. What comes back is
hostile: it is taken only whole, with the token of its request, within bounds, and alone. A fault
in a child that had read other files is tried again in a new one, so that it is not laid on a file
that only happened to be the next. New mostly means a new copy of the loaded child, which makes them
itself (its workers); after a hang, or when memory ran out, all of it is started again.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from validator.consumers.arena import MAPS_SIZE, MOST_MAPS, Arena
from validator.consumers.child import AFTER_LIMIT, Child, Service
from validator.consumers.protocol import Outcome, OutcomeKind
from validator.consumers.sandbox import Limits, Sandbox
from validator.errors import ConsumerError

GROWTH_NOTE = "memory had grown over the files before, and ran out; alone the file needs less"


def child_cpu_s(limits: Limits) -> int:
    """Return the processor time that a child is to allow for each file, in seconds.

    Args:
        limits: of the consumer.
    """
    return limits.cpu_s if limits.cpu_s is not None else 4 * math.ceil(limits.timeout_s)


def serve_files(service: Service, paths: Iterable[str]) -> Iterator[Outcome]:
    """Run a child on one file after the other; see `Consumer.run_many`.

    Args:
        service: how it is started.
        paths: the files.
    Raises:
        ConsumerError: the child cannot be started, or a path is no regular file.
    """
    server: _Server | None = None
    try:
        for path in paths:
            if not os.path.isfile(path):
                raise ConsumerError(f"consumer {service.name}: {path} is not a regular file")
            full = os.path.abspath(path)
            if server is not None and not server.can_see(full):
                server.close()
                server = None
            try:
                server = server or _Server(service, full)
                outcome = server.outcome_of(full)
            except ConsumerError as error:
                raise ConsumerError(f"consumer {service.name}: {error}") from error
            if service.notes:
                outcome = replace(outcome, notes=(*service.notes, *outcome.notes))
            yield outcome
    finally:
        if server is not None:
            server.close()


def serve_inputs(
    service: Service, items: Iterable[bytes], *, ahead: int, is_novel_only: bool
) -> Iterator[Outcome]:
    """Run a child on inputs in shared memory; see `TakesBytes.run_bytes_many`.

    Args:
        service: how it is started; it reads what lies on its descriptor 5.
        items: the inputs.
        ahead: how many are taken at a time, >= 1.
        is_novel_only: coverage is given only where it shows something for the first time.
    Raises:
        ConsumerError: the child cannot be started.
    """
    server = None if is_novel_only else _ahead.pop(service, None)
    waiting = iter(items)
    try:
        while lot := list(islice(waiting, max(ahead, 1))):
            try:
                server = server or _InputServer(service, is_novel_only=is_novel_only)
                for outcome in server.outcomes_of(lot):
                    if service.notes:
                        outcome = replace(outcome, notes=(*service.notes, *outcome.notes))
                    yield outcome
            except ConsumerError as error:
                raise ConsumerError(f"consumer {service.name}: {error}") from error
    finally:
        if server is not None:
            server.close()


def start_ahead(service: Service) -> None:
    """Start the child that `serve_inputs` is going to ask, without waiting until it is ready.

    Whether it can be started at all is told there. Not for whoever forks before.

    Args:
        service: as `serve_inputs` will be given it.
    """
    if service in _ahead:
        return
    server = _InputServer(service, is_novel_only=False)
    try:
        server.open()
    except ConsumerError:
        server.close()
    else:
        _ahead[service] = server


def stop_ahead() -> None:
    """End what was started ahead and never asked."""
    while _ahead:
        _ahead.popitem()[1].close()


class _InputServer:
    """A server with shared memory, which is replaced when it is too small."""

    def __init__(self, service: Service, *, is_novel_only: bool) -> None:
        self._service = service
        self._is_novel_only = is_novel_only
        self._largest, self._maps = 0, MAPS_SIZE
        self._count = 0
        self._arena: Arena | None = None
        self._server: _Server | None = None

    def open(self) -> None:
        """Start a child for inputs of common sizes."""
        self._enlarge(self._largest, self._maps)
        if self._server is not None:
            self._server.prepare()

    def outcomes_of(self, lot: Sequence[bytes]) -> Iterator[Outcome]:
        """Yield an outcome for each of some inputs."""
        at = 0
        while at < len(lot):
            if self._arena is None or not self._arena.holds(lot[at]):
                self._enlarge(max(self._largest, len(lot[at])), self._maps)
            assert self._server is not None and self._arena is not None
            found = self._server.outcomes_of_inputs(self._arena, lot[at:], self._count)
            at += len(found)
            self._count += len(found)
            yield from found
            if not found:
                self._make_room_for_coverage(self._arena.covered())

    def close(self) -> None:
        """End what runs, and give the memory back."""
        try:
            if self._server is not None:
                self._server.close()
        finally:
            if self._arena is not None:
                self._arena.close()

    def _make_room_for_coverage(self, covered: int) -> None:
        if not self._maps < covered <= MOST_MAPS:
            raise ConsumerError(f"it reads nothing, and says that it has {covered} counters")
        while self._maps < covered:
            self._maps *= 2
        self._enlarge(self._largest, self._maps)

    def _enlarge(self, largest: int, maps: int) -> None:
        self.close()
        self._largest = largest
        arena = Arena(largest, maps, is_novel_only=self._is_novel_only)
        if self._arena is not None:
            arena.seen = self._arena.seen
        self._arena, self._server = arena, None
        self._server = _Server(self._service, "", arena)


class _Server:
    """A sandbox with at most one child in it at a time."""

    def __init__(self, service: Service, first: str, arena: Arena | None = None) -> None:
        self._service = service
        self._arena = arena
        words = (*service.argv, *service.words, *((first,) if first else ()))
        self._sandbox = Sandbox(service.cwd, words, dict(service.env))
        self._child: Child | None = None
        self.can_see = self._sandbox.can_see

    def close(self) -> None:
        """End the child and the sandbox."""
        try:
            if self._child is not None:
                self._child.abandon()
        finally:
            self._sandbox.close()

    def prepare(self) -> None:
        """Start a child, and do not wait for it."""
        self._ready_child()

    def outcome_of(self, path: str) -> Outcome:
        """Run the child on a file, and once more in a new one where that has to be confirmed."""
        child = self._ready_child()
        before = tuple(child.files)
        outcome = self._ask(child, path)
        if not outcome.is_fault or not before:
            return outcome
        self._renew_child()
        return _confirmed(outcome, self._ask(self._ready_child(), path), before)

    def outcomes_of_inputs(
        self, arena: Arena, inputs: Sequence[bytes], number: int
    ) -> list[Outcome]:
        """Run the child on inputs, up to the first fault, which is confirmed as above."""
        child = self._ready_child()
        before = tuple(child.files)
        found = self._ask_inputs(child, arena, inputs, number)
        if not found or not found[-1].is_fault or (not before and len(found) == 1):
            return found
        *fine, outcome = found
        names = [f"input {number + at}" for at in range(len(fine))]
        self._renew_child()
        at = len(fine)
        again = self._ask_inputs(self._ready_child(), arena, inputs[at : at + 1], number + at)
        if not again:
            return fine
        return [*fine, _confirmed(outcome, again[0], (*before, *names)[-AFTER_LIMIT:])]

    def _ask_inputs(
        self, child: Child, arena: Arena, inputs: Sequence[bytes], number: int
    ) -> list[Outcome]:
        found = child.ask_inputs(arena, inputs, number)
        if child.is_over:
            self._drop_child()
        return found

    def _ask(self, child: Child, path: str) -> Outcome:
        outcome = child.ask(path)
        if child.is_over:
            self._drop_child()
        return outcome

    def _ready_child(self) -> Child:
        if self._child is not None and self._child.is_worn:
            self._renew_child()
        if self._child is None:
            self._child = Child(self._sandbox, self._service, self._arena)
        return self._child

    def _renew_child(self) -> None:
        if self._child is not None and self._child.files and not self._child.renew():
            self._drop_child()

    def _drop_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


_ahead: dict[Service, _InputServer] = {}
"""Servers that were started ahead, by how."""


def _confirmed(outcome: Outcome, again: Outcome, before: tuple[str, ...]) -> Outcome:
    """Return what a fault is after a second run.

    Args:
        outcome: a fault in a child that had read others before.
        again: of the same in a new child.
        before: names of the others.
    """
    if again.is_fault:
        return again
    if outcome.kind is OutcomeKind.OUT_OF_MEMORY:
        return replace(again, notes=(*again.notes, GROWTH_NOTE))
    return replace(outcome, after=before)
