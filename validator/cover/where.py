"""Conditions of `-coverage`: which combinations are asked for, decided without a file.

Comes in: the condition. Goes out: a test of values by field number. It says yes where it cannot
tell, so that nothing is left out by mistake.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from validator.cover.reach import Lost
from validator.ir import expr as ir

Values = Mapping[int, Any]
_MOST_BITS = 512
_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "&": operator.and_,
    "|": operator.or_, "^": operator.xor, "/": operator.floordiv, "%": operator.mod,
    "<<": operator.lshift, ">>": operator.rshift,
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_UNARY: dict[str, Callable[[Any], Any]] = {
    "-": operator.neg, "~": operator.invert, "not": operator.not_,
}  # fmt: skip


def permits_of(where: ir.Expr | None) -> Callable[[Values], bool] | None:
    """Return the test of a condition; None when everything is asked for.

    Args:
        where: bool expression over fields of one object.
    """
    if where is None:
        return None

    def permits(values: Values) -> bool:
        try:
            return bool(_value(where, values))
        except (Lost, RecursionError):
            return True

    return permits


def _value(node: ir.Expr, values: Values) -> Any:
    match node:
        case ir.Lit(value=value) | ir.EnumLit(value=value):
            return value
        case ir.FieldGet(field=number):
            return _known(values, number)
        case ir.Cast(operand=inner):
            return _value(inner, values)
        case ir.Call(name="enum_to_i" | "bool_to_i", args=(inner,)):
            return int(_value(inner, values))
        case ir.Unary(op=op, operand=inner):
            return _UNARY[op](_value(inner, values))
        case ir.Logic(op=op, left=left, right=right):
            first = _value(left, values)
            return _value(right, values) if bool(first) is (op == "and") else first
        case ir.IfElse(condition=condition, then=then, otherwise=otherwise):
            return _value(then if _value(condition, values) else otherwise, values)
        case ir.OneOf(value=inner, items=items):
            return _value(inner, values) in [_value(item, values) for item in items]
        case ir.Binary(op=op, left=left, right=right):
            return _apply(op, _value(left, values), _value(right, values))
        case ir.Compare(op=op, left=left, right=right):
            return _BINARY[op](_value(left, values), _value(right, values))
    raise Lost


def _known(values: Values, number: int) -> Any:
    if number not in values:
        raise Lost
    return values[number]


def _apply(op: str, left: Any, right: Any) -> Any:
    is_division = op in "/%" and right == 0
    is_shift = op in ("<<", ">>") and not (0 <= right <= _MOST_BITS)
    if is_division or is_shift:
        raise Lost
    return _BINARY[op](left, right)
