"""Constructs of objects: a layout per type, nested objects with their streams, switches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import construct

from validator.backends.construct.arrays import hashable
from validator.backends.construct.base import Reader
from validator.backends.construct.evaluate import ExprCompiler
from validator.backends.construct.faults import Abort, ExpressionFailed, Stop
from validator.backends.construct.fields import FieldConstruct
from validator.backends.construct.operations import BINARY, apply
from validator.backends.construct.regions import Finder, make_window
from validator.backends.construct.run import Run, Scope
from validator.backends.construct.values import Obj, State
from validator.backends.construct.window import Window
from validator.ir.nodes import FieldKind, Program, Struct, StructRead


def make_context(scope: Scope, outer: Any = None) -> Any:
    """Return the construct context in which fields of an object are parsed."""
    return construct.Container(_=outer, _io=scope.obj.window, _scope=scope)


class Layout:
    """What one type of the schema consists of: its fields as constructs.

    Attributes:
        struct, fields: the type, and all its fields by slot.
        subcons: seq fields as named constructs, in order.
        instances: slot -> construct.
    """

    def __init__(
        self, struct: Struct, fields: Mapping[int, FieldConstruct], compiler: ExprCompiler
    ) -> None:
        self.struct = struct
        self.fields = struct.fields
        base = len(struct.params)
        self.seq = [fields[base + place] for place in range(len(struct.seq))]
        self.subcons = [reader.field.id / reader for reader in self.seq]
        self.first_instance = base + len(struct.seq)
        self.instances = {
            slot: fields[slot] for slot in range(self.first_instance, len(struct.fields))
        }
        self.endian_cases = [
            (None if condition is None else compiler.compile(condition), is_little)
            for condition, is_little in struct.endian_cases
        ]

    def make(self, run: Run, window: Window, holder: Scope | None, args: list[Any]) -> Obj:
        """Return a new object at the window's position, nothing of it read yet.

        Args:
            run: the reading.
            window: its stream.
            holder: where it stands; None for the root.
            args: values of its parameters; nobody gives them to the root.
        """
        struct = self.struct
        seq: list[Any] = [State.AHEAD] * (len(struct.params) - len(args) + len(struct.seq))
        instances: list[Any] = [State.LAZY] * len(struct.instances)
        at = window.position
        obj = Obj(
            plan=self,
            run=run,
            window=window,
            holder=holder.obj if holder else None,
            slot=(holder.slot or 0) if holder else 0,
            index=holder.index if holder else None,
            parent=holder.obj if holder else None,
            slots=[*args, *seq, *instances],
            spans=[None] * len(struct.fields),
            start=at,
            end=at,
            depth=holder.obj.depth + 1 if holder else 0,
        )
        if holder and holder.obj.root.plan.struct.number == struct.root:
            obj.root = holder.obj.root
        return obj

    def fill(self, obj: Obj, context: Any, path: str) -> None:
        """Read the object's seq.

        Raises:
            Stop: reading cannot go on behind it; what was read stays.
        """
        obj.run.objects.append(obj)
        obj.run.fresh.append(obj)
        scope = Scope(obj.run, obj)
        inner = make_context(scope, context)
        was_bits = False
        try:
            self._decide_endian(obj, scope)
            for reader, subcon in zip(self.seq, self.subcons, strict=True):
                if was_bits and not reader.is_bits:
                    obj.window.align()
                was_bits = reader.is_bits
                subcon._parsereport(obj.window, inner, path)
        except Stop:
            obj.is_broken = obj.window.is_lost = True
            raise
        finally:
            obj.end = max(obj.window.position, obj.start)

    def _decide_endian(self, obj: Obj, scope: Scope) -> None:
        if self.struct.endian_inherited and obj.holder is not None:
            obj.is_little = obj.holder.is_little
        if not self.endian_cases:
            return
        at = obj.start
        for condition, is_little in self.endian_cases:
            if condition is None or scope.evaluate(condition, obj.window, at):
                obj.is_little = is_little
                return
        message = "no case of endian matches"
        raise scope.stop("endianness-undecided", at, at, message, obj.window)

    def force(self, obj: Obj, slot: int) -> None:
        """Read or compute an instance now; its slot holds a value or `State.FAILED` after.

        Raises:
            ExpressionFailed: it is being read already.
            Abort: a budget is used up.
            Stop: in stand-alone use, for any structural error.
        """
        scope = Scope(obj.run, obj, slot)
        if obj.slots[slot] is State.BUSY:
            raise ExpressionFailed("the value is needed to read itself", "cyclic-reference")
        obj.slots[slot] = State.BUSY
        try:
            with scope.waiting():
                self.instances[slot].force(scope, make_context(scope))
        except Stop as stop:
            if obj.run.is_lazy:
                obj.slots[slot] = State.LAZY  # who asks again is told again
            if obj.run.raises or isinstance(stop, Abort):
                raise
        finally:
            if obj.slots[slot] is State.BUSY:
                obj.slots[slot] = State.FAILED


class Nested(Reader):
    """An object of a user type, in the stream at hand or in its own."""

    def __init__(
        self,
        program: Program,
        node: StructRead,
        layouts: Mapping[int, Layout],
        compiler: ExprCompiler,
    ) -> None:
        super().__init__()
        self.layouts = layouts
        self.number = node.struct
        self.args = [compiler.compile(arg) for arg in node.args]
        self.finder = None if node.extent is None else Finder(program, node.extent)
        self.parent = None if node.parent is None else compiler.compile(node.parent)
        self.no_parent = node.no_parent

    def read(self, window: Window, scope: Scope, context: Any, path: str) -> Any:
        """Read the object; see `Reader.read`."""
        if self.finder is None:
            obj = self._make(window, scope)
            try:
                obj.plan.fill(obj, context, path)
            except Stop as stop:
                stop.partial = obj
                raise
            return obj
        inner = self._substream(self.finder, window, scope)
        obj = self._make(inner, scope)
        try:
            obj.plan.fill(obj, context, path)
        except Abort:
            raise
        except Stop as stop:
            if scope.run.raises:
                stop.partial = obj
                raise
        return obj

    def _substream(self, finder: Finder, window: Window, scope: Scope) -> Window:
        region = finder.find(window, scope)
        if finder.unpack is None:
            scope.cover(window, region.end, region.after)
            return window.cut(region.start, region.end)
        scope.cover(window, region.start, region.after)
        raw = bytes(window.buffer[region.start : region.end])
        inner = make_window(finder.unpack.unpack(raw, region, window, scope), region, window)
        if scope.run.leaves is not None:
            scope.run.windows.append(inner)
        return inner

    def _make(self, window: Window, scope: Scope) -> Obj:
        at = window.position
        args = [scope.evaluate(arg, window, at, may_be_absent=True) for arg in self.args]
        obj = self.layouts[self.number].make(scope.run, window, scope, args)
        if self.no_parent:
            obj.parent = None
        elif self.parent is not None:
            obj.parent = scope.evaluate(self.parent, window, at)
        limit = scope.run.budget.depth
        if obj.depth > limit:
            message = f"objects nested deeper than {limit}"
            raise scope.stop("budget-exceeded", at, at, message, window)
        buffer, start, end = id(window.buffer.obj), window.start, window.end
        obj.identity = (self.number, buffer, start, end, at, *map(hashable, args))
        if scope.slot is not None and _is_pointer(scope):
            self._refuse_cycle(obj, scope, window)
        scope.count(1, window, at)
        return obj

    def _refuse_cycle(self, obj: Obj, scope: Scope, window: Window) -> None:
        if scope.run.is_lazy:
            return  # nobody reads on for ever
        above: Obj | None = scope.obj
        while above is not None:
            if above.identity == obj.identity:
                at = window.position
                message = f"position {at - window.start:#x} is being read already"
                raise scope.stop("cyclic-reference", at, at, message, window)
            above = above.holder


def _is_pointer(scope: Scope) -> bool:
    field = scope.obj.plan.fields[scope.slot or 0]
    return field.kind is FieldKind.INSTANCE and field.position is not None


class Switch(Reader):
    """One of several constructs, by value; absent when none is meant."""

    def __init__(
        self,
        on: Any,
        cases: list[tuple[Any, Reader]],
        default: Reader | None,
    ) -> None:
        super().__init__()
        self.on = on
        self.cases = cases
        self.default = default

    def read(self, window: Window, scope: Scope, context: Any, path: str) -> Any:
        """Read by the first case that is equal; see `Reader.read`."""
        at = window.position
        value = scope.evaluate(self.on, window, at)
        for case, reader in self.cases:
            if apply(BINARY["=="], value, scope.evaluate(case, window, at)):
                return reader._parsereport(window, context, path)
        if self.default is None:
            return None
        return self.default._parsereport(window, context, path)
