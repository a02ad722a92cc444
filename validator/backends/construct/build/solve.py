"""Solving an equation for one stored field.

Comes in: an expression, the value that it has to have, and the field to change. Goes out: the
object, slot and new value. Each step undoes one operation, with everything else as it is.
"""

from __future__ import annotations

from typing import Any

from validator.backends.construct.build.draft import Unknown, value_of
from validator.backends.construct.evaluate import ExprCompiler
from validator.backends.construct.run import Scope
from validator.backends.construct.values import Obj, State
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.equations import Unknowns
from validator.ir.nodes import Field, FieldKind, Program, StrRead
from validator.ir.show_expr import show_expr
from validator.ir.walk import walk

_MAX_STEPS = 200
_MAX_SHIFT = 64


class Unsolvable(Exception):
    """No value of the field gives the expression its value; the text says why."""


@dataclass(frozen=True, slots=True)
class Solution:
    """A field of an object, and the value that it needs."""

    obj: Obj
    slot: int
    value: Any


class Solver:
    """Solves equations of one program.

    Args:
        program: resolves numbers.
        compiler: evaluates everything that is not solved for.
    """

    def __init__(self, program: Program, compiler: ExprCompiler) -> None:
        self.program = program
        self.compiler = compiler
        self.unknowns = Unknowns(program)
        self.compiled: dict[int, Any] = {}

    def evaluate(self, node: ir.Expr, scope: Scope) -> Any:
        """Return the value of an expression.

        Raises:
            Unknown: it has none yet.
        """
        known = self.compiled.get(id(node))
        if known is None:
            known = self.compiled[id(node)] = (node, self.compiler.compile(node))
        return value_of(known[1], scope)

    def solve(self, node: ir.Expr, wanted: Any, target: int, scope: Scope) -> Solution:
        """Return what makes the expression equal to the wanted value.

        Args:
            node: the expression.
            wanted: an int or a string.
            target: number of the stored field to change.
            scope: where the expression is evaluated.
        Raises:
            Unsolvable: no value of the field does.
        """
        for _ in range(_MAX_STEPS):
            match node:
                case ir.FieldGet():
                    stored = self._follow(node, wanted, scope)
                    if isinstance(stored, Solution):
                        return stored
                    node, scope = stored
                case ir.Cast(operand=operand):
                    node = operand
                case ir.IfElse():
                    node = self._branch(node, target, scope)
                case ir.Unary(op=op, operand=operand):
                    node, wanted = operand, self._undo_unary(op, wanted)
                case ir.Binary():
                    node, wanted = self._undo_binary(node, wanted, target, scope)
                case ir.Call(name="enum_to_i" | "bool_to_i", args=args):
                    node = args[0]
                case ir.Call(name="str_to_i") as call:
                    node, wanted = call.args[0], self._digits(call, wanted, scope)
                case _:
                    raise Unsolvable(f"{show_expr(self.program, node)} cannot be undone")
        raise Unsolvable("it needs too many steps")

    def permits(self, solution: Solution, *, is_final: bool = False) -> bool:
        """Whether the checks of a field allow a value.

        Args:
            solution: the field, and the value.
            is_final: everything else is as it will be; without it, checks that ask for a stream,
                or for other stored fields, say nothing.
        """
        scope = Scope(solution.obj.run, solution.obj, solution.slot)
        scope.items[0] = solution.value
        for number in solution.obj.plan.fields[solution.slot].checks:
            condition = self.program.checks[number].condition
            if condition is None:
                continue
            if not is_final and any(map(self._may_change, walk(condition))):
                continue
            try:
                if not self.evaluate(condition, scope):
                    return False
            except Unknown:
                continue
        return True

    def _may_change(self, node: ir.Expr) -> bool:
        return isinstance(node, ir.StreamAttr) or bool(self.unknowns.of(node))

    def _follow(
        self, node: ir.FieldGet, wanted: Any, scope: Scope
    ) -> Solution | tuple[ir.Expr, Scope]:
        field = self.program.fields[node.field]
        try:
            obj = self.evaluate(node.object, scope)
        except Unknown as error:
            raise Unsolvable(str(error)) from None
        if not isinstance(obj, Obj) or obj.draft is None:
            raise Unsolvable(f"the object of {field.id} is not being built")
        slot = self.compiler.place[node.field][1]
        if field.kind is FieldKind.VALUE and field.value is not None:
            return field.value, Scope(scope.run, obj, slot)
        if field.kind is FieldKind.PARAM:
            argument = obj.draft.arguments.get(slot)
            if argument is None:
                raise Unsolvable(f"nothing was passed for {field.id}")
            inner = Scope(scope.run, argument.holder, argument.slot, argument.index)
            return argument.expr, inner
        return Solution(obj, slot, self._as_stored(field, wanted))

    def _as_stored(self, field: Field, wanted: Any) -> Any:
        if isinstance(field.read, StrRead) and not isinstance(wanted, str):
            raise Unsolvable(f"{field.id} is a text")
        return wanted

    def _branch(self, node: ir.IfElse, target: int, scope: Scope) -> ir.Expr:
        try:
            chosen = node.then if self.evaluate(node.condition, scope) else node.otherwise
        except Unknown:
            chosen = node.otherwise
        if target in self.unknowns.of(chosen):
            return chosen
        raise Unsolvable(f"{show_expr(self.program, chosen)} does not depend on it")

    def _undo_unary(self, op: str, wanted: Any) -> Any:
        if op == "-":
            return -wanted
        if op == "~":
            return ~wanted
        return not wanted

    def _undo_binary(
        self, node: ir.Binary, wanted: int, target: int, scope: Scope
    ) -> tuple[ir.Expr, int]:
        in_left = target in self.unknowns.of(node.left)
        if in_left and target in self.unknowns.of(node.right):
            raise Unsolvable(f"{show_expr(self.program, node)} uses it twice")
        inner, other = (node.left, node.right) if in_left else (node.right, node.left)
        try:
            known = self.evaluate(other, scope)
        except Unknown as error:
            text = show_expr(self.program, other)
            raise Unsolvable(f"{text} has no value: {error}") from None
        if not isinstance(known, int) or not isinstance(wanted, int):
            raise Unsolvable(f"{show_expr(self.program, node)} is no sum of integers")
        return inner, self._undo(node, known, wanted, inner, scope, in_left)

    def _undo(
        self, node: ir.Binary, known: int, wanted: int, inner: ir.Expr, scope: Scope, in_left: bool
    ) -> int:
        match node.op, in_left:
            case "+", _:
                return wanted - known
            case "-", True:
                return wanted + known
            case "-", False:
                return known - wanted
            case "*", _:
                if known and wanted % known == 0:
                    return wanted // known
                raise Unsolvable(f"{wanted} is no multiple of {known}")
            case "/", True:
                return wanted * known
            case "^", _:
                return wanted ^ known
            case "<<", True:
                if 0 <= known <= 64 and (wanted >> known) << known == wanted:
                    return wanted >> known
                raise Unsolvable(f"{wanted} is no multiple of 2 to the power of {known}")
            case "<<", False:
                return _shift_of(known, wanted)
            case ">>" | "&" | "|", _:
                return self._undo_bits(node.op, known, wanted, self._old(inner, scope), in_left)
        raise Unsolvable(f"{show_expr(self.program, node)} cannot be undone")

    def _old(self, inner: ir.Expr, scope: Scope) -> int:
        """Return the present value, whose other bits are kept."""
        try:
            value = self.evaluate(inner, scope)
        except Unknown:
            value = None
        if not isinstance(value, int):
            raise Unsolvable(f"the other bits of {show_expr(self.program, inner)} are not known")
        return value

    def _undo_bits(self, op: str, known: int, wanted: int, old: int, in_left: bool) -> int:
        if op == "&" and wanted & ~known == 0:
            return old & ~known | wanted
        if op == "|" and wanted & known == known:
            return old & known | wanted & ~known
        if op == ">>" and in_left and 0 <= known <= 64:
            return wanted << known | old & ((1 << known) - 1)
        raise Unsolvable(f"no value gives {wanted} with {op} {known}")

    def _digits(self, node: ir.Call, wanted: int, scope: Scope) -> str:
        """Return a number as digits, as wide as the field's present text."""
        base = 10
        if len(node.args) > 1:
            try:
                base = self.evaluate(node.args[1], scope)
            except Unknown as error:
                raise Unsolvable(str(error)) from None
        if base not in (2, 8, 10, 16) or wanted < 0:
            raise Unsolvable(f"{wanted} in base {base}")
        text = format(wanted, {2: "b", 8: "o", 10: "d", 16: "x"}[base])
        try:
            old = self.evaluate(node.args[0], scope)
        except Unknown:
            old = None
        width = self._width(node.args[0])
        if isinstance(old, str) and old:
            return (text.upper() if old.upper() == old else text).zfill(
                len(old) if old.startswith("0") else 0
            )
        return text.zfill(width)

    def _width(self, node: ir.Expr) -> int:
        """Return how many digits a fresh text takes: all of it when no padding is declared."""
        if not isinstance(node, ir.FieldGet):
            return 0
        match self.program.fields[node.field].read:
            case StrRead(extent=extent) if extent.pad_right is None:
                match extent.size:
                    case ir.Lit(value=int(size)):
                        return size - len(extent.terminator or b"")
        return 0


def _shift_of(known: int, wanted: int) -> int:
    """Return by how much a number is shifted to give another."""
    for amount in range(_MAX_SHIFT):
        if known << amount == wanted:
            return amount
    raise Unsolvable(f"{wanted} is not {known} times a power of 2")


def is_unset(solution: Solution) -> bool:
    """Whether the field has no value yet."""
    return isinstance(solution.obj.slots[solution.slot], State)
