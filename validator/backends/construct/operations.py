"""Operators and methods of the expression language, as plain functions over values.

Total but for `ExpressionFailed`: an operation on an absent value, a division by zero, a
subscript out of range, a result beyond 2**4096 have no value. Decisions that the language
leaves open are listed in docs/semantics.md.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from typing import Any

from validator.backends.construct.faults import ExpressionFailed

_LIMIT = 1 << 4096
_MAX_SHIFT = 4096
_MAX_DIGITS = 1000
_MAX_TEXT = 1 << 24
_NUMBER = re.compile(r"[+-]?([0-9a-z]+)", re.ASCII | re.IGNORECASE)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _bounded(value: Any) -> Any:
    if isinstance(value, int) and abs(value) > _LIMIT:
        raise ExpressionFailed("the result is beyond 2**4096")
    return value


def _add(left: Any, right: Any) -> Any:
    if isinstance(left, str | bytes | list) and len(left) + len(right) > _MAX_TEXT:
        raise ExpressionFailed(f"more than {_MAX_TEXT} characters or bytes")
    return left + right


def _divide(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int):
        return left // right
    return left / right


def _shift(left: int, right: int, function: Callable[[int, int], int]) -> int:
    if not 0 <= right <= _MAX_SHIFT:
        raise ExpressionFailed(f"shift by {right}")
    return function(left, right)


BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": _add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divide,
    "%": operator.mod,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "<<": lambda left, right: _shift(left, right, operator.lshift),
    ">>": lambda left, right: _shift(left, right, operator.rshift),
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
"""Binary operators by their spelling in the IR."""

UNARY: dict[str, Callable[[Any], Any]] = {
    "-": operator.neg,
    "~": operator.invert,
    "not": operator.not_,
}
"""Unary operators by their spelling in the IR."""


def apply(function: Callable[..., Any], *operands: Any) -> Any:
    """Apply an operator or method to values.

    Raises:
        ExpressionFailed: an operand is absent, or the operation has no result.
    """
    if any(operand is None for operand in operands):
        raise ExpressionFailed("a value is absent")
    try:
        return _bounded(function(*operands))
    except ZeroDivisionError:
        raise ExpressionFailed("division by zero", kind="division") from None
    except (ArithmeticError, TypeError) as error:
        # TypeError: a cast promised another type than the data have
        raise ExpressionFailed(str(error)) from None


def subscript(array: Any, index: Any) -> Any:
    """Return an element of a list or byte string; negative subscripts are refused.

    Raises:
        ExpressionFailed: there is no such element, or array or index is absent.
    """
    if array is None or index is None:
        raise ExpressionFailed("a value is absent")
    if not 0 <= index < len(array):
        message = f"subscript {index} of {len(array)} elements"
        raise ExpressionFailed(message, kind="subscript")
    return array[index]


def _first(items: Any) -> Any:
    return subscript(items, 0)


def _last(items: Any) -> Any:
    return subscript(items, len(items) - 1)


def _smallest(items: Any) -> Any:
    return _extreme(items, min)


def _largest(items: Any) -> Any:
    return _extreme(items, max)


def _extreme(items: Any, function: Callable[[Any], Any]) -> Any:
    if not items:
        raise ExpressionFailed("minimum or maximum of nothing")
    if any(item is None for item in items):
        raise ExpressionFailed("a value is absent")
    return function(items)


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        raise ExpressionFailed(f"not valid {encoding}: {error}") from None


def _to_bytes(items: list[Any]) -> bytes:
    for item in items:
        if item is None or not 0 <= item <= 255:
            raise ExpressionFailed(f"{item} is not a byte")
    return bytes(items)


def _substring(text: str, start: int, end: int) -> str:
    if not 0 <= start <= end <= len(text):
        raise ExpressionFailed(f"substring {start}..{end} of {len(text)} characters")
    return text[start:end]


def _to_int(text: str, base: int = 10) -> int:
    if not 2 <= base <= 36:
        raise ExpressionFailed(f"base {base}")
    found = _NUMBER.fullmatch(text) if len(text) <= _MAX_DIGITS else None
    # int() alone would take underscores, spaces and prefixes such as 0x
    if found is None or not set(found[1].lower()) <= set(_DIGITS[:base]):
        raise ExpressionFailed(f"not a number in base {base}", kind="conversion")
    return int(text, base)


def _truncate(value: float) -> int:
    if not math.isfinite(value):
        raise ExpressionFailed(f"{value} has no integer part")
    return int(value)


def cast(value: Any, name: str) -> Any:
    """Return the value of `.as<type>`; absent values pass.

    Args:
        value: what is cast.
        name: the Python type that it must have.
    """
    if value is not None and type(value).__name__ != name:
        raise ExpressionFailed(f"cast to {name} of another type")
    return value


def _same(value: Any) -> Any:
    return value


METHODS: dict[str, Callable[..., Any]] = {
    "array_first": _first,
    "array_last": _last,
    "array_size": len,
    "array_min": _smallest,
    "array_max": _largest,
    "array_to_bytes": _to_bytes,
    "bytes_first": _first,
    "bytes_last": _last,
    "bytes_length": len,
    "bytes_min": _smallest,
    "bytes_max": _largest,
    "bytes_to_s": _decode,
    "str_length": len,
    "str_reverse": lambda text: text[::-1],
    "str_substring": _substring,
    "str_to_i": _to_int,
    "int_to_s": str,
    "float_to_i": _truncate,
    "bool_to_i": int,
    "enum_to_i": _same,
    "float_to_s": repr,
}
"""Methods by their name in the IR; the first argument is the object itself."""
