"""Does a candidate still show the escape? Asked of the schema first, then of the consumer.

Comes in: candidates. Goes out: the first that the schema accepts and that the consumer dies of
in the same way. Every run of the consumer is counted against a budget of runs, not of time, so
that the result is the same on any machine.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from validator.consumers.protocol import Consumer, Outcome, OutcomeKind
from validator.fuzz.judge import Judge
from validator.fuzz.lot import confirmed, running, write_bytes

_TOGETHER = 16
_CHECKS_PER_RUN = 20

Item = TypeVar("Item")


class OutOfTime(Exception):
    """The run is over: what is being minimised is left for the next one."""


# house: loose-dataclass - budgets that are used up
@dataclass(slots=True)
class Trials:
    """A predicate over files, with a budget.

    Attributes:
        judge: the schema.
        consumer: who reads the candidates.
        scratch: folder for them.
        outcome, signature: what the consumer has to show.
        runs: runs of the consumer that are left.
        is_over: asked before every few candidates; True raises `OutOfTime`.
        last: the outcome of the last candidate that held.
    """

    judge: Judge
    consumer: Consumer
    scratch: str
    outcome: str
    signature: str
    runs: int
    is_over: Callable[[], bool] = lambda: False
    last: Outcome | None = None
    _known: dict[bytes, bool] = field(default_factory=dict)
    _checks: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._checks = self.runs * _CHECKS_PER_RUN

    def holds(self, data: bytes) -> bool:
        """Whether a file shows the escape; False when nothing may be asked any more.

        Args:
            data: the candidate.
        """
        return self.pick([data], lambda made: made) is not None

    def pick(self, candidates: Iterable[Item], make: Callable[[Item], bytes | None]) -> Item | None:
        """Return the first candidate whose file shows the escape, or None.

        Args:
            candidates: taken as they are needed, some at a time.
            make: gives the file of a candidate; None when it cannot be made.
        """
        waiting = iter(candidates)
        while self.runs > 0 and self._checks > 0 and (some := list(islice(waiting, _TOGETHER))):
            if self.is_over():
                raise OutOfTime
            made = [make(candidate) for candidate in some]
            files = [(number, data) for number, data in enumerate(made) if data is not None]
            found = self._first_of(files)
            if found is not None:
                return some[found]
        return None

    def _first_of(self, some: list[tuple[int, bytes]]) -> int | None:
        open_ones: list[tuple[int, bytes, bytes]] = []
        for number, data in some:
            digest = hashlib.sha256(data).digest()
            is_known = self._known.get(digest)
            if is_known:
                return self._ask(open_ones, number)
            if is_known is None and self._is_accepted(data):
                open_ones.append((number, data, digest))
            self._known.setdefault(digest, False)
        return self._ask(open_ones, None)

    def _is_accepted(self, data: bytes) -> bool:
        self._checks -= 1
        return self.judge.is_accepted(data)

    def _ask(self, some: list[tuple[int, bytes, bytes]], otherwise: int | None) -> int | None:
        """Give candidates to the consumer until one shows the escape."""
        if not some:
            return otherwise
        with tempfile.TemporaryDirectory(prefix="trial-", dir=self.scratch) as folder:
            paths = [os.path.join(folder, f"{number}.bin") for number, _, _ in some]

            def written() -> Iterator[str]:
                for path, (_, data, _) in zip(paths, some, strict=True):
                    write_bytes(path, data)
                    yield path

            with running(self.consumer, written()) as outcomes:
                for path, (number, _, digest), outcome in zip(paths, some, outcomes, strict=False):
                    self.runs -= 1
                    if self._shows(confirmed(self.consumer, path, outcome)):
                        self._known[digest] = True
                        return number
                    if self.runs <= 0:
                        break
        return otherwise

    def _shows(self, outcome: Outcome) -> bool:
        is_it = (outcome.kind.value, outcome.signature) == (self.outcome, self.signature)
        if is_it and not outcome.after and outcome.kind is not OutcomeKind.ACCEPTED:
            self.last = outcome
            return True
        return False
