"""State of one reading: what was found, what was covered, what may still be used up."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field, replace
from typing import Any, Protocol

from validator.backends.construct.faults import (
    Abort,
    ExpressionFailed,
    Fault,
    Stop,
    Unread,
    make_fault,
)
from validator.backends.construct.values import Obj
from validator.backends.construct.window import Window
from validator.dataclass import dataclass
from validator.findings import SourcePos
from validator.ir.nodes import Budget

MAX_PENDING = 512
"""Instances that may wait for one another."""
_MAX_DEPTH = 80
_FRAMES = 50_000
_MIN_NODES = 200_000
_NODES_PER_BYTE = 16

Evaluate = Callable[["Scope"], Any]
"""A compiled expression."""


@dataclass(frozen=True, slots=True)
class Detail:
    """Values that a failure is about, kept for those who read on request.

    Attributes:
        actual: the value under check, the negative size or position, the bytes that are left, or
            the kind of failure of an expression.
        expected: operands of the check, or the bytes that are needed.
    """

    actual: Any
    expected: Any = None


@dataclass(frozen=True, slots=True)
class Failure:
    """One rule broken at one place.

    Attributes:
        rule: rule id.
        offset, length: absolute place in the file, in bytes.
        path: field path.
        check: number of the check in `Program.checks`, None for structural errors.
        contract: name of the contract, None where none is concerned.
        message: why, for people; not part of what readers must agree on.
        detail: the values concerned, where they are kept.
        source: the field's place in the schema, where it is known.
    """

    rule: str
    offset: int
    length: int
    path: str
    check: int | None = None
    contract: str | None = None
    message: str = field(default="", compare=False)
    detail: Detail | None = field(default=None, compare=False)
    source: SourcePos | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """Bytes start to end of a window's buffer that a field of an object explains."""

    window: Window
    start: int
    end: int
    obj: Obj
    slot: int
    index: int | None

    @property
    def path(self) -> str:
        """Path of the field, or of its element."""
        return self.obj.field_path(self.slot, self.index)


class BoundContract(Protocol):
    """A contract as a reader sees it: its name, and fact name -> int, bool, str, list, map."""

    @property
    def name(self) -> str:
        """Name of the contract."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """Facts by name."""


# house: loose-dataclass - state of one run
@dataclass(slots=True, eq=False, repr=False)
class Run:
    """One reading of one file.

    Attributes:
        budget: limits.
        raises: a broken structure raises instead of being recorded (stand-alone use).
        raises_checks: a broken check raises, too.
        is_lazy: somebody asks for one value after the other: pointers may lead back, places of
            all elements are kept, and so are the values that failures are about.
        leaves: what explains bytes, in the order of reading; None when nobody asks.
        windows: the file, and every window of unpacked bytes that an object is read from.
        objects: every object, in the order in which reading began.
        fresh: those whose instances have not been forced yet.
        tables: (id of an array, id of a key) -> the array, its length, key -> first element.
    """

    budget: Budget
    file: Window
    raises: bool = False
    raises_checks: bool = False
    is_lazy: bool = False
    failures: list[Failure] = field(default_factory=list)
    leaves: list[Leaf] | None = None
    windows: list[Window] = field(default_factory=list)
    objects: list[Obj] = field(default_factory=list)
    fresh: deque[Obj] = field(default_factory=deque)
    tables: dict[tuple[int, int], tuple[Any, int, dict[Any, Any]]] = field(default_factory=dict)
    nodes: int = 0
    unpacked: int = 0
    pending: int = 0

    @property
    def max_nodes(self) -> int:
        """Values that may be read: by the budget, and in proportion to the file."""
        fair = _MIN_NODES + _NODES_PER_BYTE * len(self.file.buffer)
        return min(self.budget.nodes, fair)

    @property
    def keeps_regions(self) -> bool:
        """Whether objects keep where their fields and elements lie."""
        return self.raises or self.leaves is not None

    def fail(self, failure: Failure) -> None:
        """Record a failure; its place is kept inside the file.

        Raises:
            Fault: in stand-alone use; for checks only when they are to raise.
        """
        size = len(self.file.buffer)
        if failure.offset > size:  # an empty value behind the end
            failure = replace(failure, offset=size, length=0)
        if self.raises_checks or (self.raises and failure.check is None):
            fault = make_fault(
                failure.rule, failure.message, failure.offset, failure.length, failure.path
            )
            fault.failure = failure
            raise fault
        self.failures.append(failure)


# house: loose-dataclass - state of one run
@dataclass(slots=True, eq=False, repr=False)
class Scope:
    """Where an expression is evaluated, and where an error in it is reported.

    Attributes:
        slot, index: the field being read and its subscript.
        items: `_` by depth: the value under check, then elements of nested functions.
    """

    run: Run
    obj: Obj
    slot: int | None = None
    index: int | None = None
    items: list[Any] = field(default_factory=lambda: [None] * _MAX_DEPTH)
    contract: BoundContract | None = None

    @property
    def path(self) -> str:
        """Path of what is being read."""
        if self.slot is None:
            return self.obj.path
        return self.obj.field_path(self.slot, self.index)

    def cover(self, window: Window, start: int, end: int) -> None:
        """Note that the field being read explains a range of the window's buffer."""
        leaves = self.run.leaves
        if leaves is not None and self.slot is not None and start < end:
            leaves.append(Leaf(window, start, end, self.obj, self.slot, self.index))

    def note(
        self,
        rule: str,
        start: int,
        end: int,
        message: str,
        window: Window,
        *,
        detail: Detail | None = None,
    ) -> None:
        """Record a structural error after which reading goes on; start, end in the buffer.

        Raises:
            Fault: in stand-alone use.
        """
        low, high = window.place(start, end)
        struct = self.obj.plan.struct
        source = struct.source if self.slot is None else struct.fields[self.slot].source
        self.run.fail(
            Failure(
                rule, low, max(high - low, 0), self.path,
                message=message, detail=detail, source=source,
            )
        )  # fmt: skip

    def stop(
        self,
        rule: str,
        start: int,
        end: int,
        message: str,
        window: Window,
        *,
        detail: Detail | None = None,
    ) -> Fault:
        """Record a structural error and return the exception to raise for it."""
        self.note(rule, start, end, message, window, detail=detail)
        low, high = window.place(start, end)
        return make_fault(rule, message, low, max(high - low, 0), self.path)

    def abort(self, at: int, message: str, window: Window) -> Abort:
        """Record that a budget is used up, at a place in the window's buffer; return the error."""
        self.note("budget-exceeded", at, at, message, window)
        low, _ = window.place(at, at)
        return Abort("budget-exceeded", message, low, 0, self.path)

    def count(self, amount: int, window: Window, at: int) -> None:
        """Take values from the budget; they start at a place in the window's buffer.

        Raises:
            Abort: nothing is left of it.
        """
        self.run.nodes += amount
        if self.run.nodes > self.run.max_nodes:
            message = f"more than {self.run.max_nodes} values"
            raise self.abort(at, message, window)

    def evaluate(
        self, expression: Evaluate, window: Window, at: int, *, may_be_absent: bool = False
    ) -> Any:
        """Return the value of an expression that reading depends on.

        Args:
            expression: what to evaluate.
            window, at: where a failure is reported: a place in the window's buffer.
            may_be_absent: None is a value, too.
        Raises:
            Stop: it has no value; reported, unless that follows from an earlier failure.
        """
        try:
            value = expression(self)
        except ExpressionFailed as error:
            detail = Detail(error.kind)
            raise self.stop(error.rule, at, at, str(error), window, detail=detail) from None
        except Unread:
            raise Stop from None
        if value is None and not may_be_absent:
            raise self.stop("expression-failed", at, at, "the value is absent", window)
        return value

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count an instance that waits for others.

        Raises:
            Abort: too many wait for one another.
        """
        self.run.pending += 1
        if self.run.pending > MAX_PENDING:
            start = self.obj.start
            message = f"more than {MAX_PENDING} instances wait for one another"
            raise self.abort(start, message, self.obj.window)
        try:
            yield
        finally:
            self.run.pending -= 1


@dataclass(frozen=True, slots=True)
class Debris:
    """What has been found before the elements of an array that does not fit.

    Attributes:
        failures, objects: how many there were.
    """

    failures: int
    objects: int

    @classmethod
    def after(cls, scope: Scope) -> Debris:
        """Return the counts of this moment."""
        return cls(len(scope.run.failures), len(scope.run.objects))

    def drop(self, run: Run, path: str) -> None:
        """Drop what was found since, in all whose path starts like this."""
        found = run.failures[self.failures :]
        run.failures[self.failures :] = [f for f in found if not f.path.startswith(path)]
        made = run.objects[self.objects :]
        run.objects[self.objects :] = [obj for obj in made if not obj.path.startswith(path)]
        run.fresh = deque(obj for obj in run.fresh if not obj.path.startswith(path))


@contextmanager
def room_for_nesting() -> Iterator[None]:
    """Let Python nest as deep as the usual budgets of this reader permit."""
    kept = sys.getrecursionlimit()
    sys.setrecursionlimit(max(kept, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(kept)
