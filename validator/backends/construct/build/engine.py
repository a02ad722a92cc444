"""Building a file: rounds of writing and solving until nothing changes, then a proof by reading.

Each round writes the whole tree and measures it. Whatever a size, count, position or checksum
says wrongly is solved for and written again. The result is read with the reader of this
backend, and has to give the values that went in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from validator.backends.construct.build.canvas import StreamState
from validator.backends.construct.build.compare import first_difference
from validator.backends.construct.build.draft import Unknown
from validator.backends.construct.build.faults import BuildFault
from validator.backends.construct.build.given import MISSING, leaf_of
from validator.backends.construct.build.places import Placer
from validator.backends.construct.build.plan import Plan
from validator.backends.construct.build.settle import Progress, Settler
from validator.backends.construct.build.sink import Owner
from validator.backends.construct.build.solve import Solution
from validator.backends.construct.build.writer import Writer
from validator.backends.construct.faults import Stop
from validator.backends.construct.run import Run, Scope, room_for_nesting
from validator.backends.construct.tree import source_of, to_container
from validator.backends.construct.values import Obj, State
from validator.backends.construct.window import Window
from validator.dataclass import dataclass
from validator.ir.equations import is_settable
from validator.ir.nodes import BitsRead, NumberRead

if TYPE_CHECKING:
    from validator.backends.construct.emit import SchemaConstruct

MAX_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build.

    Attributes:
        keeps: whether a field, by its path, is left as given though it is derived.
        repairs_only: leave derived fields alone that were wrong where the values were read.
        proves: read the result and compare it with the values.
    """

    keeps: Callable[[str], bool] | None = None
    repairs_only: bool = False
    proves: bool = True


@dataclass(frozen=True, slots=True)
class Repair:
    """A derived field whose given value was not right.

    Attributes:
        path: field path.
        holder, name: the mapping in which it was given, and its id there.
        given, value: what was given, and what stands in the file.
    """

    path: str
    holder: Any
    name: str
    given: Any
    value: Any


@dataclass(frozen=True, slots=True)
class Built:
    """A file that was built, and the derived fields that differ from what was given."""

    data: bytes
    repairs: tuple[Repair, ...]


def build(schema: SchemaConstruct, values: Any, options: BuildOptions | None = None) -> Built:
    """Build a file from values; derived fields are computed, whatever the values say of them.

    Args:
        schema: the compiled schema.
        values: a mapping of the file's fields: plain values, what parsing gave, or a mixture;
            derived fields may be left out; not modified.
        options: what to leave alone.
    Returns:
        The file, and what was not taken as given.
    Raises:
        BuildFault: no file has these values; it names the field and the equation.
    """
    options = options or BuildOptions()
    with room_for_nesting():
        frozen: frozenset[tuple[int, int]] = frozenset()
        source = source_of(values)
        if options.repairs_only and source is not None:
            frozen = _Building(schema, options, frozen).wrong_fields(source)
        return _Building(schema, options, frozen).run(values)


def _complaints(writer: Writer, progress: Progress) -> list[tuple[str, str]]:
    """Return path and description of all that could not be settled in a round."""
    unknown = [*writer.unknown.items(), *writer.unset.items()]
    return [*writer.problems, *progress.problems, *unknown]


def _repairs(writer: Writer) -> Iterator[Repair]:
    """Yield the derived fields that differ from what was given for them."""
    plan = writer.plan
    for obj in writer.objects:
        for slot, member in enumerate(obj.plan.fields):
            is_derived = member.number in plan.fixed or member.number in plan.sums
            if member.repeat is not None or not (is_derived or is_settable(member)):
                continue
            value = obj.slots[slot]
            if slot not in obj.draft.plain or value is None or isinstance(value, State):
                continue
            given = obj.draft.plain[slot]
            if value != given and value == value:  # noqa: PLR0124 - NaN
                path = obj.field_path(slot, None)
                yield Repair(path, obj.draft.given, member.id, given, value)


class _Building:
    def __init__(
        self, schema: SchemaConstruct, options: BuildOptions, frozen: frozenset[tuple[int, int]]
    ) -> None:
        self.schema = schema
        self.program = schema.program
        self.options = options
        self.frozen = frozen
        empty = Window(memoryview(b""), 0, 0)
        self.run_state = Run(self.program.budget, empty, raises=True)
        self.plan = Plan(schema, self.run_state, self._is_kept)
        self.settler = Settler(self.plan, schema.compiler)
        self.sink = self.plan.sink
        self.state = StreamState()
        self.views: set[tuple[int, int]] = set()

    def _is_kept(self, obj: Obj, slot: int) -> bool:
        if self.settler.wrong is not None:
            return True
        if self.options.keeps is not None and self.options.keeps(obj.field_path(slot, None)):
            return True
        source = obj.draft.source
        return source is not None and (id(source), slot) in self.frozen

    # -- rounds --------------------------------------------------------------------------

    def run(self, values: Any) -> Built:
        """Build the file."""
        root = self.plan.root(values, self.plan.canvas(self.sink, 0, self.state, Owner.SEQ))
        source = root.draft.source
        self.state.source = source.window if source is not None else None
        before: list[tuple[str, str]] = []
        for number in range(MAX_ROUNDS):
            progress = Progress()
            writer, placer = self._round(root, progress, is_first=number == 0)
            self.settler.sum(writer, progress)
            is_same = self.sink.data == self.sink.before and not self.plan.has_grown
            # a computed value may need one more round than the bytes that it was computed from
            wrong = _complaints(writer, progress)
            is_done = not progress.changed and is_same and wrong == before and number > 0
            before = wrong
            if is_done and not self._give_up_views(placer) and not self._fill(writer, progress):
                self._refuse(writer, placer, progress)
                return Built(self._proven(root), tuple(_repairs(writer)))
        self._refuse(writer, placer, progress)
        raise BuildFault("", f"no layout was found in {MAX_ROUNDS} rounds: its equations go round")

    def _round(self, root: Obj, progress: Progress, *, is_first: bool) -> tuple[Writer, Placer]:
        self.sink.restart()
        self.plan.has_grown = False
        self.plan.references.restart()
        self.run_state.objects.clear()
        self.run_state.fresh.clear()
        self.run_state.tables.clear()
        self.run_state.nodes = 0
        placer = Placer(self.plan, self.views, is_first=is_first)
        writer = Writer(self.plan, placer.close, lambda claim: self.settler.settle(claim, progress))
        canvas = self.plan.canvas(self.sink, 0, self.state, Owner.SEQ)
        writer.write_struct(root, canvas)
        end = placer.close(writer, root, canvas)
        del self.sink.data[end:], self.sink.owners[end:]
        limit = self.program.budget.file_size
        if end > limit:
            raise BuildFault("", f"the file would take {end} bytes; the budget is {limit}")
        return writer, placer

    def _fill(self, writer: Writer, progress: Progress) -> bool:
        """Let fields be zero that measure only what is absent; tell whether there are any."""
        if writer.problems or progress.problems or writer.unknown:
            return False
        is_filled = False
        for obj, slot in writer.idle:
            member = obj.plan.fields[slot]
            if member.repeat is not None or not isinstance(member.read, NumberRead | BitsRead):
                continue
            if self.plan.solver.permits(Solution(obj, slot, 0)):
                value = leaf_of(self.program, member, member.read, 0)
                obj.draft.derived[slot] = obj.slots[slot] = value
                is_filled = True
        return is_filled

    def _give_up_views(self, placer: Placer) -> bool:
        """Let unchanged instances that others overwrite be read again instead of written."""
        fresh = {
            (id(obj), slot)
            for obj, slot in placer.clashed
            if self._is_unchanged(obj, slot) and (id(obj), slot) not in self.views
        }
        self.views |= fresh
        return bool(fresh)

    def _is_unchanged(self, obj: Obj, slot: int) -> bool:
        source = obj.draft.source
        if obj.draft.value_of(obj.plan.fields[slot].id) is MISSING:
            return True
        if source is None:
            return False
        old = source.slots[slot]
        return not isinstance(old, State) and first_difference(old, obj.slots[slot], "") is None

    def _refuse(self, writer: Writer, placer: Placer, progress: Progress) -> None:
        """Raise for the first thing that could not be settled."""
        for path, message in _complaints(writer, progress):
            raise BuildFault(path, message)
        for obj, slot in placer.clashed:
            at = self.sink.clashes[0].offset if self.sink.clashes else 0
            message = f"other bytes are at {at:#x} already, and its position cannot be changed"
            raise BuildFault(obj.field_path(slot, None), message)

    # -- proof ---------------------------------------------------------------------------

    def _proven(self, root: Obj) -> bytes:
        data = bytes(self.sink.data)
        if not self.options.proves or self.options.keeps is not None or self.frozen:
            return data
        view = Window(memoryview(data), 0, len(data))
        run = Run(
            self.program.budget, view, raises=True, raises_checks=self.schema.raises_checks
        )  # fmt: skip
        try:
            found = self.schema.read(run, ())
        except Stop as error:
            path = getattr(error, "path", None) or ""
            reason = str(error).splitlines()[-1]  # construct puts the path in front
            raise BuildFault(path, f"the result cannot be read: {reason}") from None
        difference = first_difference(root, found, "", self.views)
        if difference is not None:
            raise BuildFault(*difference)
        return data

    def wrong_fields(self, source: Obj) -> frozenset[tuple[int, int]]:
        """Return the derived fields, by source object and slot, that were wrong when read."""
        wrong = self.settler.wrong = set()
        values = to_container(self.program, source)
        root = self.plan.root(values, self.plan.canvas(self.sink, 0, self.state, Owner.SEQ))
        self.state.source = source.window
        for number in range(2):  # sizes of streams are known from the second round on
            wrong.clear()
            writer, _ = self._round(root, Progress(), is_first=number == 0)
        self.settler.sum(writer, Progress())
        for obj in writer.objects:
            self._note_unfixed(obj, wrong)
        return frozenset(wrong)

    def _note_unfixed(self, obj: Obj, wrong: set[tuple[int, int]]) -> None:
        for slot, member in enumerate(obj.plan.fields):
            for expr in self.plan.fixed.get(member.number, ()):
                try:
                    value = self.plan.solver.evaluate(expr, Scope(self.run_state, obj, slot))
                except Unknown:
                    continue
                if obj.slots[slot] != value:
                    wrong.add((id(obj.draft.source), slot))
