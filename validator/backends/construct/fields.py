"""Constructs of fields: condition, position, repetition, one element after another, checks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from validator.backends.construct.base import Reader
from validator.backends.construct.checks import CheckConstruct, needs_element_places
from validator.backends.construct.evaluate import ExprCompiler
from validator.backends.construct.faults import Abort, Stop
from validator.backends.construct.regions import short_read
from validator.backends.construct.run import Debris, Detail, Evaluate, Scope
from validator.backends.construct.values import Obj, Partial, Span, State
from validator.backends.construct.window import Window
from validator.ir.expr import Expr
from validator.ir.nodes import BitsRead, Endian, Field, Program, Repeat, RepeatKind


class FieldConstruct(Reader):
    """A field that is read, or computed: fills its slot of the object.

    Args:
        program: resolves numbers.
        field: what it reads.
        element: reads one element; None for value instances.
        min_bits: bits that every element takes at least.
        compiler: compiles its expressions.
    """

    def __init__(
        self,
        program: Program,
        field: Field,
        element: Reader | None,
        min_bits: int,
        compiler: ExprCompiler,
    ) -> None:
        super().__init__()
        self.field = field
        self.slot = compiler.place[field.number][1]
        self.element = element
        self.min_bits = min_bits
        self.is_bits = isinstance(field.read, BitsRead)
        self.is_little = isinstance(field.read, BitsRead) and field.read.endian is Endian.LITTLE

        def optional(node: Expr | None) -> Evaluate | None:
            return None if node is None else compiler.compile(node)

        self.condition = optional(field.condition)
        self.value = optional(field.value)
        self.position = optional(field.position)
        self.stream = optional(field.stream)
        self.repeat = field.repeat
        self.until = optional(field.repeat.expr) if field.repeat else None
        checks = [
            CheckConstruct(program, program.checks[number], compiler)
            for number in field.checks
            if not program.checks[number].deferred
        ]
        self.element_checks = [check for check in checks if check.check.per_element]
        self.whole_checks = [check for check in checks if not check.check.per_element]
        self.keeps_places = needs_element_places(program, field.checks)

    # -- seq -----------------------------------------------------------------------------

    def read(self, window: Window, scope: Scope, context: Any, path: str) -> Any:
        """Read the field at its turn in seq, into its slot; see `Reader.read`."""
        obj = scope.obj
        scope.slot, scope.index = self.slot, None
        at = window.position
        if self.condition is not None and not scope.evaluate(self.condition, window, at):
            obj.slots[self.slot] = None
            return None
        return self.fill(window, scope, context, path)

    def fill(self, window: Window, scope: Scope, context: Any, path: str) -> Any:
        """Read the field at the window's position, into its slot; see `Reader.read`."""
        obj = scope.obj
        start = self._start(window)
        if self.repeat is None:
            value = self._single(window, scope, context, path)
        else:
            value = self._array(self.repeat, window, scope, context, path)
        scope.index = None
        place = window.place(start, window.position)
        if scope.run.keeps_regions:
            obj.regions[self.slot] = (window, start, window.position)
        obj.spans[self.slot] = place
        obj.slots[self.slot] = value
        if not isinstance(value, Partial):
            for check in self.whole_checks:
                check.run(scope, value, place)
        return value

    def _start(self, window: Window) -> int:
        if not self.is_bits:
            return window.position
        if window.bits_little != self.is_little:
            window.align()  # a change of bit order
        return window.value_start

    def _single(self, window: Window, scope: Scope, context: Any, path: str) -> Any:
        try:
            return self._element(window, scope, context, path)[0]
        except Stop as stop:
            scope.obj.slots[self.slot] = State.FAILED if stop.partial is None else stop.partial
            stop.partial = None
            raise

    def _element(self, window: Window, scope: Scope, context: Any, path: str) -> tuple[Any, Span]:
        assert self.element is not None
        start = self._start(window)
        value = self.element._parsereport(window, context, path)
        if not isinstance(value, Obj):  # objects count before they are read
            scope.count(1, window, start)
        place = window.place(start, window.position)
        for check in self.element_checks:
            check.run(scope, value, place)
        return value, place

    # -- repetition ----------------------------------------------------------------------

    def _array(self, repeat: Repeat, window: Window, scope: Scope, context: Any, path: str) -> Any:
        obj = scope.obj
        scope.count(1, window, self._start(window))
        items: list[Any] = []
        places: list[Span] = []
        debris: Debris | None = None
        regions = obj.element_regions.setdefault(self.slot, []) if scope.run.keeps_regions else None
        obj.slots[self.slot] = items  # expressions see the elements that are there so far
        keeps_places = self.keeps_places or scope.run.is_lazy
        if keeps_places:
            obj.elements[self.slot] = places
        outer_is_short, window.is_short = window.is_short, False
        try:
            for index in self._turns(repeat, window, scope, items):
                scope.index = index
                if window.is_short and debris is None:
                    debris = Debris.after(scope)
                start = self._start(window)
                value, place = self._element(window, scope, context, path)
                items.append(value)
                if regions is not None:
                    regions.append((start, window.position))
                if value is State.FAILED:
                    obj.slots[self.slot] = Partial(items)  # a damaged string
                if keeps_places:
                    places.append(place)
        except Stop as stop:
            if stop.partial is not None:
                items.append(stop.partial)
                stop.partial = None
            obj.slots[self.slot] = Partial(items)
            if debris is not None and not isinstance(stop, Abort):  # then nothing is sorted out
                debris.drop(scope.run, obj.field_path(self.slot, None) + "[")
            raise
        finally:
            window.is_short = outer_is_short  # this array may be inside one that does not fit
        return Partial(items) if State.FAILED in items else items

    def _turns(
        self, repeat: Repeat, window: Window, scope: Scope, items: list[Any]
    ) -> Iterator[int]:
        """Yield the subscript of each element that is to be read, when it is its turn."""
        index = 0
        match repeat.kind:
            case RepeatKind.EOS:
                while not window.is_at_end:
                    yield index
                    index += 1
            case RepeatKind.UNTIL:
                yield index
                while not self._is_last(window, scope, items[-1]):
                    index += 1
                    yield index
            case RepeatKind.COUNT:
                yield from range(self._count(window, scope))
                if window.is_short:
                    raise Stop

    def _is_last(self, window: Window, scope: Scope, value: Any) -> bool:
        assert self.until is not None
        if value is State.FAILED:
            raise Stop  # reported; nobody knows whether it was the last
        scope.items[0] = value
        return bool(scope.evaluate(self.until, window, window.position))

    def _count(self, window: Window, scope: Scope) -> int:
        assert self.until is not None
        if not self.is_bits:
            window.align()
        at = self._start(window)
        count = max(int(scope.evaluate(self.until, window, at)), 0)
        remaining = window.available * 8 + window.bits_left
        if count * self.min_bits > remaining and window.position > window.end:
            raise short_read(window, scope, window.position, self.min_bits // 8)
        is_read_to_the_end = scope.run.is_lazy and count <= scope.run.max_nodes
        if count * self.min_bits > remaining and not is_read_to_the_end:
            message = f"{count} elements of at least {self.min_bits} bits, {remaining} remain"
            scope.note("count-exceeds-remaining", at, at, message, window)
            window.is_short = True
            return remaining // self.min_bits
        if count > scope.run.max_nodes:
            scope.count(count, window, at)
        return count

    # -- instances -----------------------------------------------------------------------

    def force(self, scope: Scope, context: Any) -> None:
        """Read or compute the instance into its slot.

        Args:
            scope: a fresh scope of the object, at this field.
            context: construct's own.
        Raises:
            Stop: it has no value; reported.
        """
        obj = scope.obj
        home, start = obj.window, obj.start
        if self.condition is not None and not scope.evaluate(self.condition, home, start):
            obj.slots[self.slot] = None
            return
        if self.value is not None:
            self._compute(self.value, scope)
            return
        window = home
        if self.stream is not None:
            window = scope.evaluate(self.stream, home, start)
            if not isinstance(window, Window):
                raise scope.stop("expression-failed", start, start, "io is no stream", home)
        if self.position is None:
            if window.is_lost or (obj.is_broken and window is home):
                raise Stop
            self.fill(window, scope, context, obj.path)
            return
        offset = scope.evaluate(self.position, home, start)
        if offset < 0:
            message, at = f"position is {offset}", window.start
            raise scope.stop(
                "position-outside-stream", at, at, message, window, detail=Detail(offset)
            )
        with _elsewhere(window, offset):
            self.fill(window, scope, context, obj.path)

    def _compute(self, expression: Evaluate, scope: Scope) -> None:
        obj = scope.obj
        start = obj.start
        value = scope.evaluate(expression, obj.window, start, may_be_absent=True)
        scope.count(1, obj.window, start)
        obj.slots[self.slot] = value
        place = obj.window.place(start, start)
        for check in self.element_checks + self.whole_checks:
            check.run(scope, value, (place[0], place[0]))


@contextmanager
def _elsewhere(window: Window, offset: int) -> Iterator[None]:
    """Move the window to an offset for a while; afterwards it is as it was, bits included."""
    kept = (window.position, window.bits, window.bits_left, window.bits_little, window.is_lost)
    window.seek(offset)
    window.is_lost = False
    try:
        yield
    finally:
        (window.position, window.bits, window.bits_left, window.bits_little, window.is_lost) = kept
