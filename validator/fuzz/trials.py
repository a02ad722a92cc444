"""Does a candidate still show the fault? Asked of the schema first, then of the consumer.

Comes in: candidates. Goes out: the first that the schema accepts (of an escape) and that the
consumer dies of in the same way. Every run of the consumer is counted against a budget of runs, not
of time, so that the result is the same on any machine; time is the limit of last resort, for
schemas whose checks take longer than the consumer.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from itertools import islice
from typing import TypeVar

from validator.consumers.protocol import Consumer, Outcome, OutcomeKind
from validator.consumers.stack import fault_place
from validator.dataclass import dataclass
from validator.fuzz.judge import Judge
from validator.fuzz.session import Session

_TOGETHER = 16
"""Candidates at a time for consumers that are started for a batch, such as kernels."""
_CHECKS_PER_RUN = 20
_HANG_RUNS = 25
_SURE, _PROBES = 4, 12
_SAFE = 3
"""So many times the runs that one fault takes on the average miss it in 1 of 20 cases."""

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
        asks_schema: only what the schema accepts is a candidate.
        place: where in the consumer the fault is; "" for anywhere.
        hang_runs: a run that ends by its time limit counts for so many.
        keeps: what a file that shows the fault has to fulfil besides; None asks for nothing.
        attempts: a candidate is run so often until it shows the fault, which some do not always.
        alike: asked of a fault of the same kind and another signature, whether it is this one.
        is_short: some step ended because no run was left for it.
        is_wary: a candidate hung, which costs more than to ask `keeps`: that comes first now.
        until: processor time of this process at which no more candidates are asked, in seconds.
        last: the outcome of the last candidate that held.
    """

    judge: Judge
    consumer: Consumer
    scratch: str
    outcome: str
    signature: str
    runs: int
    is_over: Callable[[], bool] = lambda: False
    asks_schema: bool = True
    keeps: Callable[[bytes], bool] | None = None
    place: str = ""
    hang_runs: int = _HANG_RUNS
    attempts: int = 1
    alike: Callable[[bytes, Outcome], bool] | None = None
    is_short: bool = False
    is_wary: bool = False
    until: float = math.inf
    last: Outcome | None = None
    _known: dict[bytes, bool] = field(default_factory=dict)
    _checks: int = field(init=False, default=0)
    _session: Session = field(init=False)

    def __post_init__(self) -> None:
        self._checks = self.runs * _CHECKS_PER_RUN
        self._session = Session(self.consumer, self.scratch)

    def holds(self, data: bytes) -> bool:
        """Whether a file shows the escape; False when nothing may be asked any more.

        Args:
            data: the candidate.
        """
        return self.pick([data], lambda made: made) is not None

    def pick(self, candidates: Iterable[Item], make: Callable[[Item], bytes | None]) -> Item | None:
        """Return the first candidate whose file shows the escape, or None.

        Args:
            candidates: taken as they are needed, some at a time where starting costs much.
            make: gives the file of a candidate; None when it cannot be made.
        """
        waiting = iter(candidates)
        together = _TOGETHER if hasattr(self.consumer, "batch") else 1
        while self.runs > 0 and self._checks > 0 and (some := list(islice(waiting, together))):
            if self.is_over():
                raise OutOfTime
            if time.process_time() > self.until:
                self.runs, self.is_short = 0, True
                return None
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
            if is_known is None and self._is_candidate(data):
                open_ones.append((number, data, digest))
            self._known.setdefault(digest, False)
        return self._ask(open_ones, None)

    def _is_candidate(self, data: bytes) -> bool:
        if not self.asks_schema:
            return not self.is_wary or self.keeps is None or self.keeps(data)
        self._checks -= 1
        return self.judge.is_accepted(data)

    def _ask(self, some: list[tuple[int, bytes, bytes]], otherwise: int | None) -> int | None:
        """Give candidates to the consumer until one shows the escape."""
        if not some:
            return otherwise
        some = [one for one in some for _ in range(self.attempts)]
        outcomes = self._session.run([data for _, data, _ in some])
        try:
            for (number, data, digest), outcome in zip(some, outcomes, strict=False):
                if outcome.kind is OutcomeKind.HUNG:
                    self.is_wary = True
                    self.runs -= self.hang_runs
                else:
                    self.runs -= 1
                if self._shows(data, outcome) and (self.keeps is None or self.keeps(data)):
                    self.last = outcome
                    self._known[digest] = True
                    return number
                if self.runs <= 0:
                    break
        finally:
            outcomes.close()
        return otherwise

    def come_back(self, data: bytes) -> tuple[int, int]:
        """Find out how often a file shows the fault, and make as many attempts from now on.

        Args:
            data: the file; the first four runs settle it where all of them show the fault.
        Returns:
            how many runs showed it, and of how many.
        """
        shown = 0
        for number in range(1, _PROBES + 1):
            self.forget()
            shown += self.holds(data)
            if self.runs <= 0 or (shown == number and number >= _SURE):
                break
        if 0 < shown < number:
            self.attempts = math.ceil(_SAFE * number / shown)
        if shown:
            self._known[hashlib.sha256(data).digest()] = True
        return shown, number

    @contextmanager
    def share(self) -> Iterator[None]:
        """Let a step have half of the runs that are left: what comes after it needs some, too."""
        kept = max(self.runs, 0) // 2
        self.runs -= kept
        yield
        self.is_short |= self.runs <= 0
        self.runs += kept

    def forget(self) -> None:
        """Forget what was asked: `asks_schema` or `keeps` is another one now."""
        self._known.clear()

    def accepted(self, candidates: Sequence[bytes], *, asks_schema: bool = True) -> list[bytes]:
        """Return the candidates that both the schema and the consumer accept, in their order.

        Args:
            candidates: whole files; those for which no run is left are left out.
            asks_schema: False leaves it to the consumer alone.
        """
        some = candidates[: self.runs * _CHECKS_PER_RUN]
        fine = [data for data in some if not asks_schema or self._fits(data)]
        for _ in range(self.attempts):
            fine = self._fine(fine)
        return fine

    def _fine(self, asked: Sequence[bytes]) -> list[bytes]:
        """Return what the consumer accepts in one run of each."""
        fine = []
        outcomes = self._session.run(asked[: max(self.runs, 0)])
        try:
            for data, outcome in zip(asked, outcomes, strict=False):
                if self.is_over():
                    raise OutOfTime
                self.runs -= self.hang_runs if outcome.kind is OutcomeKind.HUNG else 1
                if outcome.kind is OutcomeKind.ACCEPTED:
                    fine.append(data)
                if self.runs <= 0:
                    break
        finally:
            outcomes.close()
        return fine

    def _fits(self, data: bytes) -> bool:
        self._checks -= 1
        return self._checks > 0 and self.judge.is_accepted(data)

    def close(self) -> None:
        """Stop the consumer."""
        self._session.close()

    def _shows(self, data: bytes, outcome: Outcome) -> bool:
        if outcome.kind.value != self.outcome or outcome.after:
            return False
        if outcome.kind is OutcomeKind.ACCEPTED:
            return False
        if outcome.signature != self.signature:
            return self.alike is not None and self.alike(data, outcome)
        return not self.place or fault_place(outcome.stdout, outcome.stderr) == self.place
