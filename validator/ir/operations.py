"""Operations of expressions on values; a result that nobody should work out is `Unknown`."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

_MOST_BITS = 4096


class Unknown(Exception):
    """The trace does not tell the value."""


_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "&": operator.and_,
    "|": operator.or_, "^": operator.xor, "/": operator.floordiv, "%": operator.mod,
    "<<": operator.lshift, ">>": operator.rshift,
}  # fmt: skip
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def binary(op: str, left: int, right: int) -> int:
    """Return the result of an operation on two integers.

    Args:
        op: an operator of `ir.Binary`.
        left: the first operand.
        right: the second operand.
    Raises:
        Unknown: there is no result, or a very large one.
    """
    if op in ("/", "%") and not right:
        raise Unknown
    if op in ("<<", ">>") and not 0 <= right <= _MOST_BITS:
        raise Unknown
    found = int(_BINARY[op](left, right))
    if found.bit_length() > _MOST_BITS:
        raise Unknown
    return found


def unary(op: str, value: Any) -> Any:
    """Return the result of an operation on one value.

    Args:
        op: an operator of `ir.Unary`.
        value: the operand.
    Raises:
        Unknown: the value is of another type.
    """
    if op == "not":
        return not value
    if not isinstance(value, int):
        raise Unknown
    return -value if op == "-" else ~value


def compare(op: str, left: Any, right: Any) -> bool:
    """Return the result of a comparison.

    Args:
        op: an operator of `ir.Compare`.
        left: a value that is no object.
        right: likewise.
    Raises:
        Unknown: the values cannot be compared.
    """
    kinds = (int, float) if isinstance(left, int | float) else (type(left),)
    if not isinstance(left, int | float | str | bytes | list) or not isinstance(right, kinds):
        raise Unknown
    return bool(_COMPARE[op](left, right))
