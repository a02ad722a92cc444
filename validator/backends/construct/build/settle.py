"""Making equations hold: what was measured goes into the stored field that has to say it.

Comes in: claims of a round of writing. Goes out: values of derived fields, for the next round,
and what cannot be derived. A field that is fixed by another one passes its value on to that.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from validator.backends.construct.build.draft import Unknown
from validator.backends.construct.build.faults import BuildFault
from validator.backends.construct.build.given import Misfit, leaf_of
from validator.backends.construct.build.plan import Plan
from validator.backends.construct.build.solve import Solution, Unsolvable, is_unset
from validator.backends.construct.build.writer import Claim, Writer
from validator.backends.construct.evaluate import ExprCompiler
from validator.backends.construct.run import Scope
from validator.backends.construct.values import Obj
from validator.dataclass import dataclass
from validator.ir.equations import Measure, is_settable
from validator.ir.nodes import Check, FieldKind
from validator.ir.show_expr import show_expr
from validator.runtime.checksums import checksum

_MAX_CHANGES = 12
_MAX_CHAIN = 16
_UNITS = {
    Measure.SIZE: "bytes",
    Measure.COUNT: "elements",
    Measure.POSITION: "as position",
    Measure.PRESENCE: "where nothing is",
    Measure.CHECKSUM: "as checksum",
}


# house: loose-dataclass - learned in one round
@dataclass(slots=True, eq=False)
class Progress:
    """What one round has brought.

    Attributes:
        changed: a derived field has another value than before.
        problems: (path, what cannot be derived).
        touched: (id of an object, slot) -> value that it got in this round.
    """

    changed: bool = False
    problems: list[tuple[str, str]] = field(default_factory=list)
    touched: dict[tuple[int, int], Any] = field(default_factory=dict)


class Settler:
    """Makes equations hold.

    Args:
        plan: what building knows.
        compiler: tells the slots of fields.

    Attributes:
        wrong: when not None, nothing is changed, and fields that would be are collected here, by
            object that they were read as, and slot.
    """

    def __init__(self, plan: Plan, compiler: ExprCompiler) -> None:
        self.plan = plan
        self.program = plan.program
        self.compiler = compiler
        self.wrong: set[tuple[int, int]] | None = None

    def settle(self, claim: Claim, progress: Progress) -> None:
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

    def _assign(
        self, solution: Solution, claim: Claim, what: str, progress: Progress, chain: int = 0
    ) -> None:
        obj, slot = solution.obj, solution.slot
        member = obj.plan.fields[slot]
        if self.wrong is not None:
            self.wrong.add((id(obj.draft.source), slot))
        if self.plan.is_kept(obj, slot):
            return
        if member.number in self.plan.fixed:
            self._pass_on(solution, claim, what, progress, chain)
            return
        path = obj.field_path(slot, None)
        assert is_settable(member) and member.read is not None
        try:
            value = leaf_of(self.program, member, member.read, solution.value)  # type: ignore[arg-type]  # a leaf, as `is_settable` says
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

    def _pass_on(
        self, solution: Solution, claim: Claim, what: str, progress: Progress, chain: int
    ) -> None:
        """Change what a fixed field is equal to, when that is stored elsewhere."""
        obj, slot = solution.obj, solution.slot
        scope = Scope(self.plan.run, obj, slot)
        for expr in self.plan.fixed[obj.plan.fields[slot].number]:
            try:
                cause = Claim(Measure.VALUE, expr, scope, solution.value, is_exact=True)
                origin = self._solution(cause)
            except Unsolvable:
                continue
            if chain < _MAX_CHAIN:
                self._assign(origin, claim, what, progress, chain + 1)
                return
        path = obj.field_path(slot, None)
        progress.problems.append((claim.scope.path, f"{what}; {path} is fixed by its own check"))

    # -- checksums -----------------------------------------------------------------------

    def sum(self, writer: Writer, progress: Progress) -> None:
        """Compute every checksum over what was written."""
        for obj in writer.objects:
            for number in self.plan.checksums.get(obj.plan.struct.number, ()):
                check = self.program.checks[number]
                assert check.field is not None
                slot = self.compiler.place[check.field][1]
                if obj.plan.fields[slot].kind is FieldKind.VALUE:
                    self._sum_computed(obj, slot, check, writer, progress)
                else:
                    self._sum_stored(obj, slot, check, writer, progress)

    def _sum_stored(
        self, obj: Obj, slot: int, check: Check, writer: Writer, progress: Progress
    ) -> None:
        if obj.slots[slot] is None or (self.wrong is None and self.plan.is_kept(obj, slot)):
            return
        value = self._checksum(obj, slot, check, writer)
        if value is None or obj.slots[slot] == value:
            return
        if self.wrong is not None:
            self.wrong.add((id(obj.draft.source), slot))
            return
        obj.draft.derived[slot] = obj.slots[slot] = value
        progress.changed = True

    def _sum_computed(
        self, obj: Obj, slot: int, check: Check, writer: Writer, progress: Progress
    ) -> None:
        """Make a value instance equal to a checksum, by changing what it is computed from."""
        member = obj.plan.fields[slot]
        scope = Scope(self.plan.run, obj, slot)
        assert member.value is not None
        if member.condition is not None:
            try:
                if not self.plan.solver.evaluate(member.condition, scope):
                    return
            except Unknown:
                return
        value = self._checksum(obj, slot, check, writer)
        if value is not None:
            self.settle(Claim(Measure.CHECKSUM, member.value, scope, value, True), progress)

    def _checksum(self, obj: Obj, slot: int, check: Check, writer: Writer) -> Any:
        scope = Scope(self.plan.run, obj, slot)
        try:
            bounds = [self.plan.solver.evaluate(operand, scope) for operand in check.operands]
            start, end, *zero = bounds
            pairs = list(zip(zero[::2], zero[1::2], strict=True))
            return checksum(check.algorithm, memoryview(self.plan.sink.data), start, end, pairs)
        except (Unknown, ValueError, TypeError) as error:
            writer.unknown[scope.path] = f"its {check.algorithm} cannot be computed: {error}"
            return None
