"""What building knows from round to round: the schema's equations, objects, places, choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from validator.backends.construct.build.canvas import Canvas, StreamState
from validator.backends.construct.build.draft import Argument, Blueprint, Draft, Unknown
from validator.backends.construct.build.faults import BuildFault
from validator.backends.construct.build.given import (
    MISSING,
    Misfit,
    check_names,
    leaf_of,
    mapping_of,
)
from validator.backends.construct.build.references import References
from validator.backends.construct.build.sink import Owner, Sink
from validator.backends.construct.build.solve import Solver
from validator.backends.construct.objects import make_context
from validator.backends.construct.run import Run, Scope
from validator.backends.construct.tree import source_of
from validator.backends.construct.values import Obj, State
from validator.backends.construct.window import Origin
from validator.ir.equations import find_equations, fixed_by
from validator.ir.expr import Expr
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    CheckKind,
    Extent,
    Field,
    FieldKind,
    NumberRead,
    StrRead,
    Struct,
    StructRead,
)
from validator.runtime.checksums import checksum

if TYPE_CHECKING:
    from validator.backends.construct.emit import SchemaConstruct


class Plan:
    """What is known of one building.

    Args:
        schema: the compiled schema.
        run: state that expressions are evaluated in.
        is_kept: whether a field, by object and slot, is left as given though it is derived.

    Attributes:
        fixed: field -> what it is always equal to.
        fallbacks: field -> what it is when nothing is given.
        determined: fields that another equation fixes alone.
        checksums: struct -> its `-checksum` checks.
        sums: field of a checksum -> that of nothing, to start from.
        sink: the bytes of the file.
        has_grown: something new was learned in this round, so another one is needed.
    """

    def __init__(
        self, schema: SchemaConstruct, run: Run, is_kept: Callable[[Obj, int], bool]
    ) -> None:
        self.schema = schema
        self.program = schema.program
        self.run = run
        self.is_kept = is_kept
        self.solver = Solver(self.program, schema.compiler)
        self.references = References(self.program, self.solver)
        self.has_grown = False
        self.sink = Sink()
        self.blueprints = {number: self._blueprint(number) for number in schema.layouts}
        self.fixed: dict[int, list[Expr]] = {}
        self.fallbacks: dict[int, list[Expr]] = {}
        self.checksums: dict[int, list[int]] = {}
        self.sums: dict[int, int | bytes] = {}
        for field in self.program.fields:
            self._learn(field)
        for check in self.program.checks:
            if check.kind is CheckKind.CHECKSUM:
                self.checksums.setdefault(check.struct, []).append(check.number)
                if check.field is not None:
                    nothing = checksum(check.algorithm, memoryview(b""), 0, 0)
                    self.sums[check.field] = nothing
        self.determined = {
            equation.unknowns[0]
            for equation in find_equations(self.program)
            if len(equation.unknowns) == 1
        } | set(self.fixed)

    def _blueprint(self, number: int) -> Blueprint:
        layout = self.schema.layouts[number]
        return Blueprint(layout.struct, layout.instances, make_context)

    def _learn(self, field: Field) -> None:
        checks = [self.program.checks[number] for number in field.checks]
        fixed = [expr for check in checks if (expr := fixed_by(check)) is not None]
        if fixed:
            self.fixed[field.number] = fixed
        reserved = [c.operands[0] for c in checks if c.kind is CheckKind.RESERVED and c.operands]
        fallbacks = [*reserved, *field.defaults]
        if fallbacks:
            self.fallbacks[field.number] = fallbacks

    # -- objects -------------------------------------------------------------------------

    def root(self, values: Any, canvas: Canvas) -> Obj:
        """Return the object of the whole file."""
        return self._make(self.program.structs[0], values, canvas, None)

    def child(self, scope: Scope, read: StructRead, given: Any) -> Obj:
        """Return the object that stands in a field, the same one in every round.

        Raises:
            BuildFault: the value is no mapping, has unknown names, or is nested too deeply.
        """
        holder, key = scope.obj, (scope.slot, scope.index)
        child: Obj | None = holder.draft.children.get(key)
        struct = self.program.structs[read.struct]
        if child is None or child.plan.struct is not struct:
            child = holder.draft.children[key] = self._make(struct, given, holder.window, scope)
        for slot, arg in enumerate(read.args):
            child.draft.arguments[slot] = Argument(arg, holder, scope.slot or 0, scope.index)
            try:
                child.slots[slot] = self.solver.evaluate(arg, scope)
            except Unknown:
                child.slots[slot] = State.AHEAD
        if read.no_parent:
            child.parent = None
        elif read.parent is not None:
            try:
                child.parent = self.solver.evaluate(read.parent, scope)
            except Unknown:
                child.parent = None
        return child

    def _make(self, struct: Struct, given: Any, window: Any, scope: Scope | None) -> Obj:
        path = scope.path if scope else ""
        layout = self.schema.layouts[struct.number]
        mapping = mapping_of(given, struct, path)
        check_names(self.program, struct, mapping, path)
        obj = layout.make(self.run, window, scope, [State.AHEAD] * len(struct.params))
        if obj.depth > self.run.budget.depth:
            raise BuildFault(path, f"objects nested deeper than {self.run.budget.depth}")
        source = source_of(given)
        if source is not None and source.plan.struct.number != struct.number:
            source = None
        obj.plan = self.blueprints[struct.number]  # type: ignore[assignment]  # same attributes
        obj.draft = Draft(mapping, source)
        self._prefill(obj, struct)
        return obj

    def _prefill(self, obj: Obj, struct: Struct) -> None:
        """Let expressions see plain values before their turn has come."""
        for slot, field in enumerate(struct.fields):
            given = obj.draft.value_of(field.id)
            if given is MISSING or field.kind in (FieldKind.PARAM, FieldKind.VALUE):
                continue
            if given is None:
                obj.slots[slot] = None
            elif field.repeat is None and isinstance(
                field.read, NumberRead | BitsRead | BytesRead | StrRead
            ):
                obj.slots[slot] = obj.draft.plain[slot] = self._plain(obj, slot, field.read)
            if obj.slots[slot] is State.LAZY:
                obj.slots[slot] = State.AHEAD

    def _plain(self, obj: Obj, slot: int, read: NumberRead | BitsRead | BytesRead | StrRead) -> Any:
        field = obj.plan.fields[slot]
        try:
            return leaf_of(self.program, field, read, obj.draft.value_of(field.id))
        except Misfit as error:
            raise BuildFault(obj.field_path(slot, None), str(error)) from None

    # -- streams -------------------------------------------------------------------------

    def stream(self, scope: Scope, child: Obj) -> StreamState:
        """Return what is known of the stream of an object."""
        key = (scope.slot, scope.index)
        state: StreamState | None = scope.obj.draft.streams.get(key)
        if state is None:
            state = scope.obj.draft.streams[key] = StreamState(sink=Sink())
        source = child.draft.source
        if source is not None and source.holder is not None:
            is_own = source.window is not source.holder.window
            state.source = source.window if is_own else None
        return state

    def canvas(self, sink: Sink, start: int, state: StreamState, owner: Owner) -> Canvas:
        """Return a fresh canvas of a stream that starts at an offset of a sink."""
        origin = Origin(0, 0) if sink is not self.sink else None
        canvas = Canvas(
            memoryview(sink.before), start, start + (state.size or 0), origin,
            sink=sink, state=state, owner=owner,
        )  # fmt: skip
        canvas.is_open = state.size is None
        return canvas

    def may_fill(self, extent: Extent) -> bool:
        """Whether a region may be longer than what is in it, with nothing to say so."""
        return extent.size is not None and not self.solver.unknowns.of(extent.size)

    # -- what was read -------------------------------------------------------------------

    def raw_of(self, source: Obj) -> bytes | None:
        """Return the bytes of the region that an object was read from, as they were packed."""
        holder = source.holder
        if holder is None:
            return None
        return _raw(holder, source.slot, source.index)

    def old_raw(self, scope: Scope, value: Any) -> bytes | None:
        """Return the bytes that the same value of the same field was read from, or None."""
        source = scope.obj.draft.source
        if source is None or scope.slot is None:
            return None
        old = source.slots[scope.slot]
        if scope.index is None:
            return _raw(source, scope.slot, None) if _is_same(old, value) else None
        if not isinstance(old, list):
            return None
        if scope.index < len(old) and _is_same(old[scope.index], value):
            return _raw(source, scope.slot, scope.index)
        return None

    def old_byte(self, scope: Scope) -> int:
        """Return the byte in which a bit field ended where it was read; 0 when it was not."""
        source = scope.obj.draft.source
        if source is None or scope.slot is None:
            return 0
        raw = _raw(source, scope.slot, scope.index)
        return raw[-1] if raw else 0


def _is_same(old: Any, new: Any) -> bool:
    return type(old) is type(new) and bool(old == new)


def _raw(source: Obj, slot: int, index: int | None) -> bytes | None:
    region = source.regions.get(slot)
    if region is None:
        return None
    window, start, end = region
    if index is not None:
        places = source.element_regions.get(slot, ())
        if index >= len(places):
            return None
        start, end = places[index]
    return bytes(window.buffer[start:end])
