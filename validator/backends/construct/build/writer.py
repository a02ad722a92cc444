"""One round of writing: the tree of values, in the order in which it will be read.

Sizes, counts and positions are measured, not believed: each leaves a claim, which the engine
turns into values of the fields that say them. What depends on something that nobody knows yet
is written as zero bytes, and the next round knows more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from validator.backends.construct.build.canvas import Bits, Canvas
from validator.backends.construct.build.draft import Unknown
from validator.backends.construct.build.faults import BuildFault
from validator.backends.construct.build.given import MISSING, Misfit, kind_of, leaf_of, list_of
from validator.backends.construct.build.regions import CannotEncode, encode_number, lay_out, pack
from validator.backends.construct.faults import ExpressionFailed
from validator.backends.construct.operations import BINARY, apply
from validator.backends.construct.run import Scope
from validator.backends.construct.values import Obj, State
from validator.dataclass import dataclass
from validator.ir.equations import Measure, absence_of
from validator.ir.expr import Expr, StreamAttr
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Endian,
    Extent,
    Field,
    NumberRead,
    Read,
    RepeatKind,
    StrRead,
    StructRead,
    SwitchRead,
)
from validator.ir.show_expr import show_expr
from validator.ir.walk import walk

if TYPE_CHECKING:
    from validator.backends.construct.build.plan import Plan

_MAX_FILLER = 1 << 24


@dataclass(frozen=True, slots=True)
class Claim:
    """What was measured, and the expression that has to be equal to it.

    Attributes:
        wanted: bytes, elements, an offset or a value; the least number when not `is_exact`.
    """

    measure: Measure
    expr: Expr
    scope: Scope
    wanted: Any
    is_exact: bool


class Writer:
    """Writes values; one object a round.

    Args:
        plan: what building knows of the schema and the values.
        close: finishes a stream when the seq of its object has been written; returns its end.
        settle: makes an equation hold.

    Attributes:
        objects: every object, in the order of writing.
        unknown: path -> why something has no value yet.
        unset: the same for fields that follow from others.
        idle: (object, slot) of these fields: nothing that is there has asked for a value.
        problems: (path, what is wrong), in the order in which they were found.
    """

    def __init__(
        self,
        plan: Plan,
        close: Callable[[Writer, Obj, Canvas], int],
        settle: Callable[[Claim], None],
    ) -> None:
        self.plan = plan
        self.program = plan.program
        self.run = plan.run
        self.close = close
        self.settle = settle
        self.is_trying = False
        self.objects: list[Obj] = []
        self.unknown: dict[str, str] = {}
        self.unset: dict[str, str] = {}
        self.idle: list[tuple[Obj, int]] = []
        self.problems: list[tuple[str, str]] = []

    # -- objects -------------------------------------------------------------------------

    def write_struct(self, obj: Obj, canvas: Canvas) -> None:
        """Write the seq of an object at the canvas's position."""
        self.objects.append(obj)
        canvas.objects.append(obj)
        obj.window = canvas
        obj.start = obj.end = canvas.position
        self.plan.blueprints[obj.plan.struct.number].restart(obj)
        self._decide_endian(obj)
        struct = obj.plan.struct
        was_bits = False
        for slot, field in enumerate(struct.seq, len(struct.params)):
            is_bits = isinstance(field.read, BitsRead)
            if was_bits and not is_bits:
                canvas.align()
            was_bits = is_bits
            self.write_field(obj, slot, field, canvas)
        obj.end = canvas.position

    def _decide_endian(self, obj: Obj) -> None:
        struct = obj.plan.struct
        if struct.endian_inherited and obj.holder is not None:
            obj.is_little = obj.holder.is_little
        scope = Scope(self.run, obj)
        for condition, is_little in struct.endian_cases:
            if condition is None:
                obj.is_little = is_little
                return
            try:
                holds = self.plan.solver.evaluate(condition, scope)
            except Unknown as error:
                self.unknown[obj.path] = f"its byte order is not known: {error}"
                return
            if holds:
                obj.is_little = is_little
                return

    def write_field(self, obj: Obj, slot: int, field: Field, canvas: Canvas) -> None:
        """Write a field at the canvas's position, into its slot of the object."""
        scope = Scope(self.run, obj, slot)
        given = obj.draft.value_of(field.id)
        if field.condition is not None and not self.holds(field.condition, scope, given):
            obj.slots[slot] = None
            if given is not MISSING and given is not None:
                text = show_expr(self.program, field.condition)
                self.problem(scope, f"it has a value, but its condition is false: {text}")
            return
        if not isinstance(field.read, BitsRead):
            canvas.align()
        start = canvas.value_start
        if field.repeat is None:
            obj.slots[slot] = self._element(scope, field, field.read, given, canvas)
        else:
            self._array(scope, field, given, canvas)
        scope.index = None
        obj.spans[slot] = canvas.place(start, canvas.position)

    def holds(self, condition: Expr, scope: Scope, given: Any) -> bool:
        """Whether a field is there; as its value says while the condition is not known."""
        counted = absence_of(condition)
        if counted is not None and given is not MISSING:
            names = self.plan.solver.unknowns.of(counted)
            if names and names <= self.plan.determined:
                if given is None:
                    self.claim(Measure.PRESENCE, counted, scope, 0)
                return given is not None
        try:
            return bool(self.plan.solver.evaluate(condition, scope))
        except Unknown as error:
            self.unknown[scope.path] = f"its condition has no value: {error}"
            if given is MISSING and counted is not None:
                self.claim(Measure.PRESENCE, counted, scope, 0)
            return given is not MISSING and given is not None

    def problem(self, scope: Scope, message: str) -> None:
        """Note that the values cannot be written so."""
        self.problems.append((scope.path, message))

    # -- arrays --------------------------------------------------------------------------

    def _array(self, scope: Scope, field: Field, given: Any, canvas: Canvas) -> None:
        obj, repeat = scope.obj, field.repeat
        assert repeat is not None and scope.slot is not None
        if given is MISSING or given is None:
            given = [MISSING] * self._count(scope, repeat.expr if repeat.kind is RepeatKind.COUNT
                                            else None)  # fmt: skip
        items = list_of(given, scope.path)
        if repeat.kind is RepeatKind.COUNT and repeat.expr is not None:
            self.claim(Measure.COUNT, repeat.expr, scope, len(items))
        values: list[Any] = []
        obj.slots[scope.slot] = values
        for index, item in enumerate(items):
            scope.index = index
            values.append(self._element(scope, field, field.read, item, canvas))

    def _count(self, scope: Scope, expr: Expr | None) -> int:
        """Return how many elements a count asks for that nobody gave."""
        if expr is None:
            return 0
        try:
            count = self.plan.solver.evaluate(expr, scope)
        except Unknown:
            return 0
        return min(max(count, 0), self.run.budget.nodes) if isinstance(count, int) else 0

    def claim(
        self, measure: Measure, expr: Expr, scope: Scope, wanted: int, *, is_exact: bool = True
    ) -> None:
        """Say what an expression has to be equal to, at this moment."""
        if not self.is_trying:
            self.settle(Claim(measure, expr, scope, wanted, is_exact))

    # -- elements ------------------------------------------------------------------------

    def _element(
        self, scope: Scope, field: Field, read: Read | None, given: Any, canvas: Canvas
    ) -> Any:
        match read:
            case SwitchRead():
                return self._switch(scope, field, read, given, canvas)
            case StructRead():
                return self._object(scope, read, given, canvas)
            case NumberRead() | BitsRead() | BytesRead() | StrRead():
                return self._leaf(scope, field, read, given, canvas)
        return None

    def _switch(
        self, scope: Scope, field: Field, read: SwitchRead, given: Any, canvas: Canvas
    ) -> Any:
        evaluate = self.plan.solver.evaluate
        try:
            on = evaluate(read.on, scope)
            for case, chosen in read.cases:
                if apply(BINARY["=="], on, evaluate(case, scope)):
                    return self._element(scope, field, chosen, given, canvas)
        except (Unknown, ExpressionFailed) as error:
            text = show_expr(self.program, read.on)
            self.unknown[scope.path] = f"which case it is depends on {text}: {error}"
            return State.AHEAD
        if read.default is not None:
            return self._element(scope, field, read.default, given, canvas)
        if given is not MISSING and given is not None:
            text = show_expr(self.program, read.on)
            self.problem(scope, f"it has a value, but no case of {text} is {on!r}")
        return None

    def _object(self, scope: Scope, read: StructRead, given: Any, canvas: Canvas) -> Obj:
        child = self.plan.child(scope, read, given)
        if read.extent is None:
            self.write_struct(child, canvas)
            return child
        canvas.align()
        state = self.plan.stream(scope, child)
        extent = read.extent
        if extent.process is not None:
            self._packed(scope, extent, child, canvas)
            return child
        start = canvas.position
        inner = self.plan.canvas(canvas.sink, start, state, canvas.owner)
        inner.limit = self._limit(scope, extent, canvas)
        self.write_struct(child, inner)
        end = self.close(self, child, inner)
        content = bytes(canvas.sink.data[start:end])
        canvas.position = start
        region = self._region(scope, extent, content, self._kept(child, content), canvas.room)
        canvas.position = end
        canvas.put(region[len(content) :], scope)
        self._leave_mark(extent, canvas)
        return child

    def _leave_mark(self, extent: Extent, canvas: Canvas) -> None:
        """Step back before a terminator that is not consumed; put it where it has to be."""
        mark = extent.terminator
        if mark is None or extent.consume or extent.size is not None or extent.to_end:
            return
        at = canvas.position - len(mark)
        if not extent.include:
            if extent.eos_error:
                canvas.leave(mark)
        elif at >= canvas.start and canvas.sink.data[at : canvas.position] == mark:
            canvas.position = at  # it belongs to the value, and what follows starts with it

    def _limit(self, scope: Scope, extent: Extent, canvas: Canvas) -> int | None:
        """Return where a stream ends that has a fixed size, whatever is in it."""
        if extent.to_end:
            return canvas.limit
        if extent.size is None or not self.plan.may_fill(extent):
            return None
        try:
            size = self.plan.solver.evaluate(extent.size, scope)
        except Unknown:
            return None
        return canvas.position + size if isinstance(size, int) and size >= 0 else None

    def _kept(self, child: Obj, content: bytes) -> bytes | None:
        """Return the region that an object of the same bytes was read from, or None."""
        source = child.draft.source
        if source is None:
            return None
        window = source.window
        is_same = bytes(window.buffer[window.start : window.end]) == content
        return self.plan.raw_of(source) if is_same else None

    def _packed(self, scope: Scope, extent: Extent, child: Obj, canvas: Canvas) -> None:
        state = self.plan.stream(scope, child)
        assert state.sink is not None
        state.sink.restart()
        inner = self.plan.canvas(state.sink, 0, state, canvas.owner)
        self.write_struct(child, inner)
        end = self.close(self, child, inner)
        content = bytes(state.sink.data[:end])
        region = self._region(scope, extent, content, self._kept(child, content), canvas.room)
        canvas.put(region, scope)
        for clash in state.sink.clashes:
            self.problems.append((clash.path, "other bytes of the unpacked data are there already"))

    # -- leaves --------------------------------------------------------------------------

    def _leaf(
        self, scope: Scope, field: Field, read: NumberRead | BitsRead | BytesRead | StrRead,
        given: Any, canvas: Canvas,
    ) -> Any:  # fmt: skip
        value = self.leaf_value(scope, field, read, given)
        if isinstance(read, BitsRead):
            number = 0 if isinstance(value, State) else int(value)
            bits = Bits(number, read.width, self.plan.old_byte(scope))
            canvas.put_bits(bits, little=read.endian is Endian.LITTLE, scope=scope)
        else:
            canvas.put(self.leaf_bytes(scope, read, value, canvas.room), scope)
            if isinstance(read, BytesRead | StrRead):
                self._leave_mark(read.extent, canvas)
        return value

    def leaf_value(
        self, scope: Scope, field: Field, read: NumberRead | BitsRead | BytesRead | StrRead,
        given: Any,
    ) -> Any:  # fmt: skip
        """Return the value of a leaf, or `State.AHEAD` when nobody knows it yet.

        What the schema fixes goes before what was given, and that before what means "not used".
        """
        assert scope.slot is not None
        draft = scope.obj.draft
        is_kept = self.plan.is_kept(scope.obj, scope.slot)
        for expr in () if is_kept else self.plan.fixed.get(field.number, ()):
            try:
                return self.plan.solver.evaluate(expr, scope)
            except Unknown as error:
                self.unknown[scope.path] = f"{show_expr(self.program, expr)} has no value: {error}"
        if not is_kept and scope.slot in draft.derived:
            return draft.derived[scope.slot]
        if given is not MISSING and given is not None:
            if scope.index is None and scope.slot in draft.plain:
                moved = None if is_kept else self.plan.references.follow(scope, field.number)
                return draft.plain[scope.slot] if moved is None else moved
            return self._checked(scope, field, read, given)
        if field.number in self.plan.sums:
            return self.plan.sums[field.number]
        for expr in self.plan.fallbacks.get(field.number, ()):
            try:
                value = self.plan.solver.evaluate(expr, scope)
                if isinstance(read, BytesRead) and isinstance(value, int):
                    value = self._repeated(scope, read, value)  # every byte of it is reserved
            except Unknown:
                continue
            return self._checked(scope, field, read, value)
        filler = self._filler(scope, read)
        if filler is None:
            path = scope.path
            if field.number in self.plan.determined:
                self.unset[path] = "it has no value, and what fixes it has none either"
                self.idle.append((scope.obj, scope.slot))
            else:
                self.unknown.setdefault(path, "it has no value, and nothing in the schema fixes it")
            return State.AHEAD
        return filler

    def _checked(
        self, scope: Scope, field: Field, read: NumberRead | BitsRead | BytesRead | StrRead,
        value: Any,
    ) -> Any:  # fmt: skip
        try:
            return leaf_of(self.program, field, read, value)
        except Misfit as error:
            raise BuildFault(scope.path, str(error)) from None

    def _repeated(self, scope: Scope, read: BytesRead, byte: int) -> bytes:
        """Return a byte string of the field's size that consists of one byte."""
        if read.extent.size is None:
            return b""
        size = self.plan.solver.evaluate(read.extent.size, scope)
        return bytes((byte,)) * min(max(size, 0), _MAX_FILLER) if isinstance(size, int) else b""

    def _filler(self, scope: Scope, read: Read) -> bytes | None:
        """Return the bytes of a field that is there for alignment only, or None."""
        if not isinstance(read, BytesRead) or read.extent.size is None:
            return None
        size = read.extent.size
        if not any(isinstance(n, StreamAttr) and n.name == "pos" for n in walk(size)):
            return None
        try:
            count = self.plan.solver.evaluate(size, scope)
        except Unknown:
            return None
        if not isinstance(count, int) or not 0 <= count <= _MAX_FILLER:
            return None
        return bytes((read.extent.pad_right or 0,)) * count

    def leaf_bytes(
        self,
        scope: Scope,
        read: NumberRead | BytesRead | StrRead,
        value: Any,
        room: int | None,
    ) -> bytes:
        """Return the bytes of a leaf that starts on a byte boundary; zeros for `State.AHEAD`."""
        if isinstance(read, NumberRead):
            little = scope.obj.is_little if read.endian is Endian.CALCULATED else (
                read.endian is Endian.LITTLE
            )  # fmt: skip
            if isinstance(value, State):
                return bytes(read.primitive.width)
            try:
                return encode_number(read, value, little=bool(little))
            except CannotEncode as error:
                raise BuildFault(scope.path, str(error)) from None
        if isinstance(value, State):
            return b""
        if isinstance(read, BytesRead):
            content = value
        else:
            try:
                content = value.encode(read.encoding)
            except UnicodeError as error:
                message = f"{kind_of(value)} cannot be written as {read.encoding}: {error}"
                raise BuildFault(scope.path, message) from None
        kept = self.plan.old_raw(scope, value)
        return self._region(scope, read.extent, content, kept, room)

    def _region(
        self, scope: Scope, extent: Extent, content: bytes, kept: bytes | None, room: int | None
    ) -> bytes:
        """Return the bytes of a region: packed, ended, padded; as it was where nothing changed.

        Args:
            scope: where its expressions are evaluated.
            extent: how it is delimited.
            content: unpacked.
            kept: the region that the same content was read from, or None.
            room: bytes up to the end of the stream where that is fixed.
        """
        size = None
        if extent.size is not None:
            try:
                size = self.plan.solver.evaluate(extent.size, scope)
            except Unknown as error:
                text = show_expr(self.program, extent.size)
                self.unknown[scope.path] = f"its size {text} has no value: {error}"
        try:
            packed = self._pack(scope, extent, content, kept, size)
            laid = lay_out(extent, packed, size if isinstance(size, int) else None, room)
        except CannotEncode as error:
            raise BuildFault(scope.path, f"it cannot be written: {error}") from None
        raw = laid.raw
        if kept is not None and (extent.process is None or kept.startswith(packed)):
            if extent.size is None or size is None or size == len(kept):
                raw = kept
        elif isinstance(size, int) and size > len(raw) and self.plan.may_fill(extent):
            raw += bytes(size - len(raw))
        if extent.size is not None:
            self.claim(Measure.SIZE, extent.size, scope, len(raw), is_exact=laid.is_exact)
        return raw

    def _pack(
        self, scope: Scope, extent: Extent, content: bytes, kept: bytes | None, size: Any
    ) -> bytes:
        process = extent.process
        if process is None:
            return content
        if process.name == "zlib" and kept is not None:
            return kept  # another compressor may have made it
        window = scope.obj.window
        before = window.position  # arguments are evaluated behind the packed bytes
        window.position += size if isinstance(size, int) else len(content)
        try:
            args = [self.plan.solver.evaluate(arg, scope) for arg in process.args]
        except Unknown as error:
            self.unknown[scope.path] = f"an argument of {process.name} has no value: {error}"
            return content
        finally:
            window.position = before
        return pack(process.name, args, content)
