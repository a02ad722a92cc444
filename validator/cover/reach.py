"""Values that an expression takes in a trace, as far as looking up fields tells.

Comes in: an expression of the Program. Goes out: a function that evaluates it for an object of a
trace, or None when it needs more than fields, constants and arithmetic. It knows no file.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from validator.cover.view import View
from validator.ir import expr as ir
from validator.ir.equations import structs_of
from validator.ir.nodes import FieldKind, Program
from validator.ir.types import StructType

Reach = Callable[[View, int], Any]
"""Value of an expression in the context of an object; `Lost` when the trace does not tell."""


class Lost(Exception):
    """The trace does not hold what the expression needs."""


_MOST_BITS = 4096
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "&": operator.and_,
    "|": operator.or_, "^": operator.xor, "/": operator.floordiv, "%": operator.mod,
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def constant(node: ir.Expr) -> Any:
    """Return the value of an expression without fields, or None.

    Args:
        node: any expression.
    """
    match node:
        case ir.Lit(value=value) | ir.EnumLit(value=value):
            return value
        case ir.Cast(operand=operand) | ir.Call(name="enum_to_i" | "bool_to_i", args=(operand,)):
            return constant(operand)
        case ir.Unary(op="-", operand=operand):
            value = constant(operand)
            return -value if isinstance(value, int | float) else None
        case ir.Binary(op="+" | "-" | "*" as op, left=left, right=right):
            one, two = constant(left), constant(right)
            if type(one) is int and type(two) is int:
                return _OPERATORS[op](one, two)
        case ir.Binary(op="<<", left=left, right=right):
            one, two = constant(left), constant(right)
            if type(one) is int and type(two) is int and 0 <= two <= _MOST_BITS:
                return one << two
    return None


def is_global(node: ir.Expr) -> bool:
    """Whether an expression has the same value for every object of a file.

    Args:
        node: any expression.
    """
    match node:
        case ir.RootOf() | ir.Lit() | ir.EnumLit():
            return True
        case ir.FieldGet(object=inner):
            return is_global(inner)
        case ir.Binary(left=left, right=right) | ir.Compare(left=left, right=right):
            return is_global(left) and is_global(right)
        case ir.Cast(operand=operand) | ir.Unary(operand=operand):
            return is_global(operand)
        case ir.Call(args=args):
            return all(map(is_global, args))
    return False


class Reaching:
    """Compiles expressions of one program.

    Args:
        program: not modified.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._strange = {
            read.struct
            for field in program.fields
            for read in structs_of(field.read)
            if read.parent is not None or read.no_parent
        }

    def value(self, node: ir.Expr) -> Reach | None:
        """Return what evaluates an expression, or None.

        Args:
            node: an expression of the program.
        """
        fixed = constant(node)
        if fixed is not None:
            return lambda view, at: fixed
        match node:
            case ir.FieldGet(object=inner, field=number):
                return self._leaf(inner, number)
            case (
                ir.Cast(operand=operand) | ir.Call(name="enum_to_i" | "bool_to_i", args=(operand,))
            ):
                return self.value(operand)
            case ir.Binary(op=op, left=left, right=right) if op in _OPERATORS:
                return self._operation(op, left, right)
            case ir.Compare(op=op, left=left, right=right):
                return self._operation(op, left, right)
        return None

    def _operation(self, op: str, left: ir.Expr, right: ir.Expr) -> Reach | None:
        one, two, apply = self.value(left), self.value(right), _OPERATORS[op]
        if one is None or two is None:
            return None

        def run(view: View, at: int) -> Any:
            try:
                return apply(one(view, at), two(view, at))
            except (TypeError, ZeroDivisionError) as error:
                raise Lost from error

        return run

    def _leaf(self, inner: ir.Expr, number: int) -> Reach | None:
        holder = self.object(inner)
        if holder is None or self.program.fields[number].kind is FieldKind.PARAM:
            return None

        def run(view: View, at: int) -> Any:
            node = view.inside(number).get(holder(view, at))
            value = view.trace.value[node] if node is not None else None
            if value is None:
                raise Lost
            return value

        return run

    def object(self, node: ir.Expr) -> Reach | None:
        """Return what finds the node of an object or list, or None.

        Args:
            node: an expression of the program.
        """
        match node:
            case ir.SelfRef():
                return lambda view, at: at
            case ir.RootOf(type=StructType(struct=0)):
                return lambda view, at: 0
            case ir.ParentOf(object=inner):
                return self._parent(inner)
            case ir.Cast(operand=operand):
                return self.object(operand)
            case ir.FieldGet(object=inner, field=number):
                return self._member(inner, number)
        return None

    def _parent(self, inner: ir.Expr) -> Reach | None:
        holder = self.object(inner)
        is_plain = isinstance(inner.type, StructType) and inner.type.struct not in self._strange
        if holder is None or not is_plain:
            return None

        def run(view: View, at: int) -> Any:
            found = holder(view, at)
            if found <= 0:
                raise Lost
            return view.holder(found)

        return run

    def _member(self, inner: ir.Expr, number: int) -> Reach | None:
        holder = self.object(inner)
        if holder is None or self.program.fields[number].kind is FieldKind.PARAM:
            return None

        def run(view: View, at: int) -> Any:
            node = view.inside(number).get(holder(view, at))
            if node is None:
                raise Lost
            return view.trace.alias.get(node, node)

        return run
