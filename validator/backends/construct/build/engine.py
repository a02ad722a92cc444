"""Building a file: rounds of writing and solving until nothing changes, then a proof by reading.

Each round writes the whole tree and measures it. Whatever a size, count, position or checksum
says wrongly is solved for and written again. The result is read with the reader of this
backend, and has to give the values that went in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from validator.backends.construct.build.canvas import StreamState
from validator.backends.construct.build.compare import first_difference
from validator.backends.construct.build.draft import Unknown
from validator.backends.construct.build.faults import BuildFault
from validator.backends.construct.build.given import MISSING, Misfit, leaf_of
from validator.backends.construct.build.places import Placer
from validator.backends.construct.build.plan import Plan
from validator.backends.construct.build.sink import Owner, Sink
from validator.backends.construct.build.solve import Solution, Unsolvable, is_unset
from validator.backends.construct.build.writer import Claim, Writer
from validator.backends.construct.faults import Stop
from validator.backends.construct.run import Run, Scope, room_for_nesting
from validator.backends.construct.tree import source_of, to_container
from validator.backends.construct.values import Obj, State
from validator.backends.construct.window import Window
from validator.ir.equations import Measure, is_settable
from validator.ir.show_expr import show_expr
from validator.runtime.checksums import checksum

if TYPE_CHECKING:
    from validator.backends.construct.emit import SchemaConstruct

MAX_ROUNDS = 40
_MAX_CHANGES = 12
_UNITS = {
    Measure.SIZE: "bytes",
    Measure.COUNT: "elements",
    Measure.POSITION: "as position",
    Measure.PRESENCE: "where nothing is",
}


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


def _repairs(writer: Writer) -> Iterator[Repair]:
    """Yield the derived fields that differ from what was given for them."""
    for obj in writer.objects:
        for slot, member in enumerate(obj.plan.fields):
            if member.repeat is not None or not is_settable(member):
                continue
            value = obj.slots[slot]
            if slot not in obj.draft.plain or value is None or isinstance(value, State):
                continue
            given = obj.draft.plain[slot]
            if value != given and value == value:  # noqa: PLR0124 - NaN
                path = obj.field_path(slot, None)
                yield Repair(path, obj.draft.given, member.id, given, value)


# house: loose-dataclass - learned from round to round
@dataclass(slots=True, eq=False)
class _Progress:
    changed: bool = False
    problems: list[tuple[str, str]] = field(default_factory=list)
    touched: dict[tuple[int, int], int] = field(default_factory=dict)


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
        self.sink = self.plan.sink = Sink()
        self.state = StreamState()
        self.views: set[tuple[int, int]] = set()
        self.wrong: set[tuple[int, int]] | None = None

    def _is_kept(self, obj: Obj, slot: int) -> bool:
        if self.wrong is not None:
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
        for number in range(MAX_ROUNDS):
            progress = _Progress()
            writer, placer = self._round(root, progress, is_first=number == 0)
            self._sum(writer, progress)
            is_same = self.sink.data == self.sink.before and not self.plan.has_grown
            if not progress.changed and is_same and number and not self._give_up_views(placer):
                self._refuse(writer, placer, progress)
                return Built(self._proven(root), tuple(_repairs(writer)))
        self._refuse(writer, placer, progress)
        raise BuildFault("", f"no layout was found in {MAX_ROUNDS} rounds: its equations go round")

    def _round(self, root: Obj, progress: _Progress, *, is_first: bool) -> tuple[Writer, Placer]:
        self.sink.restart()
        self.plan.has_grown = False
        self.plan.references.restart()
        self.run_state.objects.clear()
        self.run_state.fresh.clear()
        self.run_state.tables.clear()
        self.run_state.nodes = 0
        placer = Placer(self.plan, self.views, is_first=is_first)
        writer = Writer(self.plan, placer.close, lambda claim: self._settle(claim, progress))
        canvas = self.plan.canvas(self.sink, 0, self.state, Owner.SEQ)
        writer.write_struct(root, canvas)
        end = placer.close(writer, root, canvas)
        del self.sink.data[end:], self.sink.owners[end:]
        limit = self.program.budget.file_size
        if end > limit:
            raise BuildFault("", f"the file would take {end} bytes; the budget is {limit}")
        return writer, placer

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

    def _refuse(self, writer: Writer, placer: Placer, progress: _Progress) -> None:
        """Raise for the first thing that could not be settled."""
        for path, message in [*writer.problems, *progress.problems]:
            raise BuildFault(path, message)
        for path, reason in [*writer.unknown.items(), *writer.unset.items()]:
            raise BuildFault(path, reason)
        for obj, slot in placer.clashed:
            at = self.sink.clashes[0].offset if self.sink.clashes else 0
            message = f"other bytes are at {at:#x} already, and its position cannot be changed"
            raise BuildFault(obj.field_path(slot, None), message)

    # -- equations -----------------------------------------------------------------------

    def _settle(self, claim: Claim, progress: _Progress) -> None:
        """Make one equation hold, by changing the field that it is about."""
        try:
            present = self.plan.solver.evaluate(claim.expr, claim.scope)
        except Unknown:
            present = None
        if claim.measure is Measure.COUNT and isinstance(present, int):
            present = max(present, 0)
        if present == claim.wanted:
            return
        if not claim.is_exact and isinstance(present, int) and present >= claim.wanted:
            return
        text = f"{claim.measure.value} is {show_expr(self.program, claim.expr)}"
        found = "which has no value" if present is None else f"which is {present}"
        what = f"{claim.wanted} {_UNITS[claim.measure]}, but {text}, {found}"
        try:
            solution = self._solution(claim)
        except Unsolvable as error:
            progress.problems.append((claim.scope.path, f"{what}; it cannot be derived: {error}"))
            return
        self._assign(solution, claim, what, progress)

    def _solution(self, claim: Claim) -> Solution:
        solver = self.plan.solver
        targets = sorted(solver.unknowns.of(claim.expr))
        if not targets:
            raise Unsolvable("no stored field stands in it")
        solutions: list[tuple[int, Solution]] = []
        reasons = []
        for target in targets:
            try:
                found = solver.solve(claim.expr, claim.wanted, target, claim.scope)
            except Unsolvable as error:
                reasons.append(str(error))
            else:
                solutions.append((target, found))
        if not solutions:
            raise Unsolvable("; ".join(dict.fromkeys(reasons)))
        for choice in (
            solutions if len(targets) == 1 else [],
            [pair for pair in solutions if is_unset(pair[1])],
            [pair for pair in solutions if pair[0] not in self.plan.determined],
        ):
            if len(choice) == 1:
                return choice[0][1]
        names = ", ".join(s.obj.field_path(s.slot, None) for _, s in solutions)
        raise Unsolvable(f"it could be any of {names}")

    def _assign(self, solution: Solution, claim: Claim, what: str, progress: _Progress) -> None:
        obj, slot = solution.obj, solution.slot
        number = obj.plan.fields[slot]
        path = obj.field_path(slot, None)
        if self.wrong is not None:
            self.wrong.add((id(obj.draft.source), slot))
        if self._is_kept(obj, slot):
            return
        if number.number in self.plan.fixed:
            message = f"{what}; {path} is fixed by its own check"
            progress.problems.append((claim.scope.path, message))
            return
        assert is_settable(number) and number.read is not None
        try:
            value = leaf_of(self.program, number, number.read, solution.value)  # type: ignore[arg-type]  # a leaf, as `is_settable` says
        except Misfit as error:
            message = f"{what}; {path} cannot be that: {error}"
            progress.problems.append((claim.scope.path, message))
            return
        least = progress.touched.get((id(obj), slot))
        if not claim.is_exact and least is not None and least >= value:
            return
        progress.touched[id(obj), slot] = value
        asked = obj.draft.asked.setdefault(slot, [])
        asked.append((value, f"{claim.scope.path} ({what})"))
        if len(asked) > _MAX_CHANGES:
            causes = dict(asked[-2:])
            message = "; ".join(f"{value} by {cause}" for value, cause in causes.items())
            raise BuildFault(path, f"its equations contradict one another: {message}")
        obj.draft.derived[slot] = obj.slots[slot] = value
        progress.changed = True

    def _sum(self, writer: Writer, progress: _Progress) -> None:
        """Compute every checksum over what was written."""
        for obj in writer.objects:
            for number in self.plan.checksums.get(obj.plan.struct.number, ()):
                check = self.program.checks[number]
                assert check.field is not None
                slot = self.schema.compiler.place[check.field][1]
                if obj.slots[slot] is None or (self.wrong is None and self._is_kept(obj, slot)):
                    continue
                value = self._checksum(obj, slot, number, writer)
                if self.wrong is not None:
                    if obj.slots[slot] != value:
                        self.wrong.add((id(obj.draft.source), slot))
                elif value is not None and obj.slots[slot] != value:
                    obj.draft.derived[slot] = obj.slots[slot] = value
                    progress.changed = True

    def _checksum(self, obj: Obj, slot: int, number: int, writer: Writer) -> Any:
        check = self.program.checks[number]
        scope = Scope(self.run_state, obj, slot)
        try:
            bounds = [self.plan.solver.evaluate(operand, scope) for operand in check.operands]
            start, end, *zero = bounds
            pairs = list(zip(zero[::2], zero[1::2], strict=True))
            return checksum(check.algorithm, memoryview(self.sink.data), start, end, pairs)
        except (Unknown, ValueError, TypeError) as error:
            writer.unknown[scope.path] = f"its {check.algorithm} cannot be computed: {error}"
            return None

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
            raise BuildFault(path, f"the result cannot be read: {error}") from None
        difference = first_difference(root, found, "", self.views)
        if difference is not None:
            raise BuildFault(*difference)
        return data

    def wrong_fields(self, source: Obj) -> frozenset[tuple[int, int]]:
        """Return the derived fields, by source object and slot, that were wrong when read."""
        self.wrong = set()
        values = to_container(self.program, source)
        root = self.plan.root(values, self.plan.canvas(self.sink, 0, self.state, Owner.SEQ))
        self.state.source = source.window
        for number in range(2):  # sizes of streams are known from the second round on
            self.wrong.clear()
            writer, _ = self._round(root, _Progress(), is_first=number == 0)
        self._sum(writer, _Progress())
        for obj in writer.objects:
            self._note_unfixed(obj, self.wrong)
        return frozenset(self.wrong)

    def _note_unfixed(self, obj: Obj, wrong: set[tuple[int, int]]) -> None:
        for slot, member in enumerate(obj.plan.fields):
            for expr in self.plan.fixed.get(member.number, ()):
                try:
                    value = self.plan.solver.evaluate(expr, Scope(self.run_state, obj, slot))
                except Unknown:
                    continue
                if obj.slots[slot] != value:
                    wrong.add((id(obj.draft.source), slot))
