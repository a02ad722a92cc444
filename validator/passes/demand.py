"""Facts about fields and types that are worked out when an expression first needs them.

The type of a value instance is that of its expression, which may need further instances: each
is worked out once. What needs itself is found, and chains of any length end without deep
recursion: below `MAX_INLINE` levels of conversion the work is put off to the outermost call.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import Any, Protocol

from validator.dataclass import dataclass
from validator.passes.problem import AlreadyReported, ExprProblem

MAX_INLINE = 40
"""Levels of conversion on top of which a further fact may be worked out directly."""
MAX_REPEATED = 4_000_000
"""Characters of expressions converted again because something they need was put off."""


class Fact(Enum):
    """What can be asked for."""

    FIELD = "field"
    PARENT = "parent"
    TARGET = "target"


Key = tuple[Fact, int]


class _PutOff(Exception):
    """A fact is needed too deep inside the work on others."""

    def __init__(self, key: Key) -> None:
        super().__init__()
        self.key = key


# house: loose-dataclass - counters
@dataclass(slots=True)
class _Counters:
    """How deep the conversion stands, and what is left of `MAX_REPEATED`."""

    levels: int = 0
    repeated: int = 0


class Worker(Protocol):
    """Who knows how facts are made."""

    def work(self, key: Key) -> Any:
        """Make a fact; raises ExprProblem when it is wrong."""

    def cost(self, key: Key) -> int:
        """Return how many characters of expressions `work` converts."""

    def needs_itself(self, key: Key, chain: list[Key]) -> Any:
        """Return what a fact that needs itself is; may raise ExprProblem.

        Args:
            key: the fact.
            chain: what needs what, as far as it is known; `key` comes first.
        """

    def is_too_much(self, key: Key) -> None:
        """Report that too much work was repeated."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Works facts out on demand and remembers them."""

    done: dict[Key, Any] = field(default_factory=dict)
    failed: set[Key] = field(default_factory=set)
    active: dict[Key, None] = field(default_factory=dict)
    counters: _Counters = field(default_factory=_Counters)

    def get(self, key: Key, worker: Worker) -> Any:
        """Return a fact.

        Args:
            key: what is asked for.
            worker: makes it when it is not known yet.
        Raises:
            ExprProblem: it is wrong; the first time with what is wrong, later `AlreadyReported`.
        """
        if key in self.done:
            return self.done[key]
        if key in self.failed:
            raise AlreadyReported
        if key in self.active:
            chain = list(self.active)
            return worker.needs_itself(key, chain[chain.index(key) :])
        if not self.active:
            return self._get_outermost(key, worker)
        if self.counters.levels > MAX_INLINE:
            raise _PutOff(key)
        return self._run(key, worker)

    def _get_outermost(self, key: Key, worker: Worker) -> Any:
        """Work on one fact and on what is put off, the deepest first, from a shallow stack."""
        stack = [key]
        try:
            while stack:
                self.active[stack[-1]] = None
                try:
                    self._run(stack[-1], worker)
                    stack.pop()
                except _PutOff as later:
                    self._spend(stack[-1], worker)
                    stack.append(later.key)
                except ExprProblem:
                    if len(stack) == 1:
                        raise
                    stack.pop()
        finally:
            for item in stack:
                self.active.pop(item, None)
        return self.done[key]

    def _run(self, key: Key, worker: Worker) -> Any:
        is_pending = key in self.active
        self.active[key] = None
        levels = self.counters.levels
        try:
            result = worker.work(key)
        except ExprProblem:
            self.failed.add(key)
            self.active.pop(key)
            raise
        except _PutOff:
            if not is_pending:
                self.active.pop(key)
            raise
        finally:
            self.counters.levels = levels
        self.active.pop(key)
        self.done[key] = result
        return result

    def _spend(self, key: Key, worker: Worker) -> None:
        self.counters.repeated += worker.cost(key)
        if self.counters.repeated > MAX_REPEATED:
            self.failed.add(key)
            worker.is_too_much(key)
            raise AlreadyReported
