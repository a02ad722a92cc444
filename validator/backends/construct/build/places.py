"""Places of instances: kept where values were read from a file, chosen where they were not.

A stream is finished when the seq of its object has been written: its instances are written
at their positions, what no field explains is copied from where the values were read, and what
lay behind parts that grew or shrank has moved with them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from validator.backends.construct.build.canvas import Canvas, Item, StreamState
from validator.backends.construct.build.draft import Unknown, original
from validator.backends.construct.build.given import MISSING
from validator.backends.construct.build.plan import Plan
from validator.backends.construct.build.sink import Owner
from validator.backends.construct.build.solve import Unsolvable
from validator.backends.construct.build.writer import Writer
from validator.backends.construct.run import Scope
from validator.backends.construct.values import Obj, State
from validator.ir.equations import Measure, extents_of
from validator.ir.expr import StreamAttr
from validator.ir.nodes import BytesRead, Field, FieldKind, NumberRead, RepeatKind, StrRead
from validator.ir.overlap import Jump, jumps_of
from validator.ir.show_expr import show_expr
from validator.ir.walk import walk

_MAX_ALIGNMENT = 4096


class Placer:
    """Finishes streams.

    Args:
        plan: what building knows.
        is_first: this is the first round, in which most of what is there is not final.

    Attributes:
        clashed: instances that do not fit where they have to stand.
    """

    def __init__(self, plan: Plan, views: set[tuple[int, int]], *, is_first: bool) -> None:
        self.plan = plan
        self.views = views
        self.is_first = is_first
        self.clashed: list[tuple[Obj, int]] = []
        self.jumps = jumps_of(plan.program)

    def close(self, writer: Writer, owner: Obj, canvas: Canvas) -> int:
        """Finish the stream of an object whose seq has been written; return its end.

        Args:
            writer: writes the instances.
            owner: the object that the stream belongs to.
            canvas: where its seq ended.
        """
        state = canvas.state
        state.chosen.clear()
        state.has_chosen = False
        seq_end = reach = canvas.position
        source = owner.draft.source
        if source is not None and source.window is state.source:
            before = source.end - state.source.start
            state.seq_end = (before, seq_end - canvas.start)
        done = 0
        waiting = list(state.guests)
        anchored: list[tuple[Obj, int]] = []
        while done < len(canvas.objects) or waiting or anchored:
            if done == len(canvas.objects) and not waiting:
                waiting, anchored = anchored, []
                canvas.is_complete = True
            batch = [(obj, slot) for obj in canvas.objects[done:] for slot in obj.plan.instances]
            done = len(canvas.objects)
            for obj, slot in batch:
                if self._is_here(writer, obj, slot, canvas):
                    if self._is_anchored(obj, slot, canvas):
                        anchored.append((obj, slot))
                    else:
                        reach = max(reach, self._place(writer, obj, slot, canvas, reach))
            for obj, slot in waiting:
                reach = max(reach, self._place(writer, obj, slot, canvas, reach))
            waiting = []
        canvas.align()
        canvas.sink.reserve(reach)
        reach = max(self._keep_rest(canvas, reach), canvas.least_end)
        canvas.position = canvas.end = reach
        canvas.is_open = False
        if state.size != reach - canvas.start:
            state.size = reach - canvas.start
            self.plan.has_grown = True
        return reach

    def _is_here(self, writer: Writer, obj: Obj, slot: int, canvas: Canvas) -> bool:
        """Whether an instance has a value to be placed in this stream."""
        field = obj.plan.fields[slot]
        given = obj.draft.value_of(field.id)
        if field.kind is FieldKind.VALUE or (id(obj), slot) in self.views:
            return False
        is_asked = field.number in self.plan.fixed or slot in obj.draft.derived
        if given is MISSING and not is_asked:
            return False  # it is read from what the others write
        scope = Scope(self.plan.run, obj, slot)
        if field.condition is not None and not writer.holds(field.condition, scope, given):
            obj.slots[slot] = None
            return False
        if given is None:
            obj.slots[slot] = None
            return False
        if field.stream is not None:
            try:
                home = self.plan.solver.evaluate(field.stream, scope)
            except Unknown as error:
                text = show_expr(self.plan.program, field.stream)
                writer.unknown[scope.path] = f"its stream {text} is not known: {error}"
                return False
            if not isinstance(home, Canvas):
                return False
            if home.state is not canvas.state:
                self._invite(home.state, obj, slot)
                return False
        return True

    def _is_anchored(self, obj: Obj, slot: int, canvas: Canvas) -> bool:
        """Whether an instance counts its position from an end that nobody knows yet."""
        position = obj.plan.fields[slot].position
        if position is None or self.plan.solver.unknowns.of(position):
            return False
        if self._item(obj, slot, canvas.state).old is not None:
            return False
        return any(isinstance(node, StreamAttr) and node.name == "size" for node in walk(position))

    def _invite(self, state: StreamState, obj: Obj, slot: int) -> None:
        """Let an instance be placed in another stream, when that is finished the next time."""
        if not any(guest is obj and place == slot for guest, place in state.guests):
            state.guests.append((obj, slot))
            self.plan.has_grown = True

    # -- one instance --------------------------------------------------------------------

    def _place(self, writer: Writer, obj: Obj, slot: int, canvas: Canvas, reach: int) -> int:
        field = obj.plan.fields[slot]
        scope = Scope(self.plan.run, obj, slot)
        if (id(obj), slot) in self.views:
            return 0
        item = self._item(obj, slot, canvas.state)
        if field.position is None:
            start = canvas.position  # it goes on where reading stands, bits included
            writer.write_field(obj, slot, field, canvas)
            item.length = canvas.position - start
            return canvas.position
        try:
            present = self.plan.solver.evaluate(field.position, scope)
        except Unknown:
            present = None
        target = present
        if item.old is not None:
            target = item.old[0] + canvas.state.shift_of(item.old[0])
        elif item.is_chosen:
            target = None  # what others write may have changed
        raw = self._raw(writer, scope, field)
        if canvas.is_complete and not self._is_there(canvas, present, raw):
            target = reach - canvas.start  # the end comes after everything else
        is_solvable = bool(self.plan.solver.unknowns.of(field.position))
        owner = Owner.PLACED
        if target is not None and self._disagrees(canvas, target, raw):
            given = obj.draft.value_of(field.id)
            is_unchanged = given is MISSING or original(obj, slot) == obj.slots[slot]
            found = self._find(raw, canvas, canvas.start + target) if is_solvable else None
            if is_unchanged and found is None:
                self.views.add((id(obj), slot))  # it looks at what others wrote
                self.plan.has_grown = True
                return 0
            if is_solvable:
                target = found
        if target is None or target < 0:
            target, owner = self._choose(scope, field, raw, canvas, reach)
            item.is_chosen = is_solvable and target is not None
            if target is None:
                text = show_expr(self.plan.program, field.position)
                writer.unknown[scope.path] = f"its position {text} has no value"
                return 0
        if (is_solvable and not _moves(field)) or item.old is None:
            writer.claim(Measure.POSITION, field.position, scope, target)
        return self._write(writer, item, obj, slot, canvas, target, owner)

    def _is_there(self, canvas: Canvas, offset: int | None, raw: bytes | None) -> bool:
        """Whether other fields have written the bytes of an instance already."""
        if offset is None or not raw or self.is_first:
            return False
        start, end = canvas.start + offset, canvas.start + offset + len(raw)
        is_taken = end <= len(canvas.sink.owners) and not canvas.sink.owners.count(0, start, end)
        return is_taken and canvas.sink.data[start:end] == raw

    def _disagrees(self, canvas: Canvas, target: int, raw: bytes | None) -> bool:
        if raw is None or self.is_first:
            return False
        return not canvas.sink.agrees(canvas.start + target, raw)

    def _item(self, obj: Obj, slot: int, state: StreamState) -> Item:
        key = (id(obj), slot)
        item = state.items.get(key)
        if item is None:
            old = None
            source = obj.draft.source
            region = source.regions.get(slot) if source is not None else None
            if region is not None and state.source is not None and region[0] is state.source:
                start = state.source.start
                old = (region[1] - start, region[2] - start)
            length = old[1] - old[0] if old else 0
            item = state.items[key] = Item(old, length)
        return item

    def _raw(self, writer: Writer, scope: Scope, field: Field) -> bytes | None:
        """Return the bytes of an instance that is a single value, None for all others."""
        read = field.read
        if field.repeat is not None or not isinstance(read, NumberRead | BytesRead | StrRead):
            return None
        assert scope.slot is not None
        given = scope.obj.draft.value_of(field.id)
        value = scope.obj.slots[scope.slot] = writer.leaf_value(scope, field, read, given)
        if isinstance(value, State):
            return None
        writer.is_trying = True
        raw = writer.leaf_bytes(scope, read, value, None)
        writer.is_trying = False
        return raw

    def _choose(
        self, scope: Scope, field: Field, raw: bytes | None, canvas: Canvas, reach: int
    ) -> tuple[int | None, Owner]:
        """Return an offset for an instance: where its bytes stand already, or the end."""
        assert field.position is not None
        shares = raw is not None and self.jumps.get(field.number) is not Jump.PLAIN
        if raw and shares:
            known = canvas.state.chosen.get(raw)
            if known is not None and self._fits(field, known, scope):
                return known, Owner.CHOSEN
            found = self._find_fitting(raw, field, scope, canvas)
            if found is not None:
                canvas.state.chosen[raw] = canvas.state.found[raw] = found
                return found, Owner.CHOSEN
        if self.is_first and not self.plan.solver.unknowns.of(field.position):
            return reach - canvas.start, Owner.CHOSEN  # it may count from the end of the stream
        for offset in range(reach - canvas.start, reach - canvas.start + _MAX_ALIGNMENT):
            if self._fits(field, offset, scope):
                canvas.state.has_chosen = True
                if not shares:
                    return offset, Owner.PLACED
                canvas.state.chosen[raw or b""] = offset
                return offset, Owner.CHOSEN
        return None, Owner.CHOSEN

    def _find_fitting(self, raw: bytes, field: Field, scope: Scope, canvas: Canvas) -> int | None:
        """Return the first offset where the bytes of an instance stand and that it may name."""

        def fits(at: int) -> bool:
            return self._fits(field, at - canvas.start, scope, is_final=True)

        last = canvas.state.found.get(raw)
        if last is not None and not self.is_first:
            at = canvas.start + last
            if canvas.sink.find(raw, (at, at + len(raw)), at, fits) is not None:
                return last
        return self._find(raw, canvas, canvas.start, fits)

    def _find(
        self,
        raw: bytes | None,
        canvas: Canvas,
        near: int,
        fits: Callable[[int], bool] | None = None,
    ) -> int | None:
        """Return the offset in the stream where bytes of other fields are the same."""
        if not raw or self.is_first:
            return None
        end = canvas.start + (canvas.state.size or 0)
        found = canvas.sink.find(raw, (canvas.start, end), near, fits)
        return None if found is None else found - canvas.start

    def _fits(self, field: Field, offset: int, scope: Scope, *, is_final: bool = False) -> bool:
        """Whether some value of a stored field gives this position, and may stand there."""
        assert field.position is not None
        for target in sorted(self.plan.solver.unknowns.of(field.position)):
            try:
                solution = self.plan.solver.solve(field.position, offset, target, scope)
            except Unsolvable:
                continue
            return self.plan.solver.permits(solution, is_final=is_final)
        return False

    def _write(
        self, writer: Writer, item: Item, obj: Obj, slot: int, canvas: Canvas, offset: int,
        owner: Owner,
    ) -> int:  # fmt: skip
        kept = canvas.leave_off()
        canvas.position, canvas.owner = canvas.start + offset, owner
        clashes = len(canvas.sink.clashes)
        writer.write_field(obj, slot, obj.plan.fields[slot], canvas)
        canvas.align()
        if len(canvas.sink.clashes) > clashes:
            self.clashed.append((obj, slot))
        end = canvas.position
        item.length = end - canvas.start - offset
        canvas.go_on(kept)
        is_end = item.old is None and _reads_to_the_end(obj.plan.fields[slot])
        return end if item.length or is_end else 0

    # -- what nobody explains ------------------------------------------------------------

    def _keep_rest(self, canvas: Canvas, reach: int) -> int:
        """Copy bytes of no field from where the values were read; return the end of the stream."""
        state = canvas.state
        source = state.source
        if source is None:
            return reach
        old_end = max([state.seq_end[0], *(end for _, end, _ in state.placed())])
        size = source.end - source.start
        steps = self._steps(state)
        tail = size - old_end
        at = reach
        if tail > 0:
            at = max(canvas.start + old_end + state.shift_of(old_end), reach)
            canvas.sink.reserve(at)
        for start, end in canvas.sink.holes(canvas.start, at):
            self._copy(canvas, start, end, steps)
        if tail <= 0:
            return reach
        raw = bytes(source.buffer[source.start + old_end : source.end])
        canvas.sink.reserve(at + len(raw))
        canvas.sink.data[at : at + len(raw)] = raw
        return at + len(raw)

    def _steps(self, state: StreamState) -> list[tuple[int, int]]:
        """Return (new offset, shift) from which on the shift holds, ascending."""
        ends = sorted({state.seq_end[0], *(end for _, end, _ in state.placed())})
        return [(end + state.shift_of(end), state.shift_of(end)) for end in ends]

    def _copy(self, canvas: Canvas, start: int, end: int, steps: list[tuple[int, int]]) -> None:
        source: Any = canvas.state.source
        shift = 0
        for begin, step in steps:
            if begin <= start - canvas.start:
                shift = step
        old = source.start + start - canvas.start - shift
        if old < source.start:
            return
        raw = bytes(source.buffer[old : min(old + end - start, source.end)])
        canvas.sink.data[start : start + len(raw)] = raw


def _moves(field: Field) -> bool:
    """Whether a position depends on where reading stands at that moment."""
    return field.position is not None and any(
        isinstance(node, StreamAttr) and node.name == "pos" for node in walk(field.position)
    )


def _reads_to_the_end(field: Field) -> bool:
    """Whether even an empty value has to lie inside of its stream."""
    if field.repeat is not None and field.repeat.kind is RepeatKind.EOS:
        return True
    return any(extent.size is None for extent in extents_of(field.read))
