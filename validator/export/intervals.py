"""Arithmetic of integer ranges, and what a condition says about one value.

Comes in: ranges and typed expressions. Goes out: ranges that contain every value that can
occur. It refuses to know fields; whoever asks passes a function that knows them.
"""

from __future__ import annotations

from collections.abc import Callable

from validator.dataclass import dataclass
from validator.ir import expr as ir

_WIDEST_SHIFT = 128
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}

Target = int | type[ir.Item]
"""What a condition is asked about: a field number of the object, or the value under check."""


@dataclass(frozen=True, slots=True)
class Range:
    """Inclusive bounds of an integer; None where nothing is known."""

    low: int | None = None
    high: int | None = None

    @property
    def exact(self) -> int | None:
        """The only value in the range, or None."""
        return self.low if self.low == self.high else None

    def meet(self, other: Range) -> Range:
        """Return the range of what lies in both.

        When nothing does, no file can be accepted, and any answer is true.
        """
        low = max((b for b in (self.low, other.low) if b is not None), default=None)
        high = min((b for b in (self.high, other.high) if b is not None), default=None)
        return Range(low, high)

    def join(self, other: Range) -> Range:
        """Return the least range around both."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Range(low, high)

    def at_least(self, least: int) -> Range:
        """Return the range of `max(value, least)`."""
        low = least if self.low is None else max(self.low, least)
        return Range(low, None if self.high is None else max(self.high, least))

    def plus(self, other: Range) -> Range:
        """Return the range of the sum."""
        return Range(_add(self.low, other.low), _add(self.high, other.high))

    def minus(self, other: Range) -> Range:
        """Return the range of the difference."""
        low = None if self.low is None or other.high is None else self.low - other.high
        high = None if self.high is None or other.low is None else self.high - other.low
        return Range(low, high)

    def times(self, other: Range) -> Range:
        """Return the range of the product; of open ranges only when none is negative."""
        parts = (self.low, self.high, other.low, other.high)
        if None not in parts:
            products = [
                a * b for a in parts[:2] for b in parts[2:] if a is not None and b is not None
            ]
            return Range(min(products), max(products))
        if self.low is None or other.low is None or self.low < 0 or other.low < 0:
            return UNKNOWN
        if 0 in (self.high, other.high):
            return Range(0, 0)
        return Range(self.low * other.low, None)

    @property
    def is_natural(self) -> bool:
        """Whether the value is known not to be negative."""
        return self.low is not None and self.low >= 0


UNKNOWN = Range()
NATURAL = Range(0, None)


def _add(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right


def combine(op: str, left: Range, right: Range) -> Range:
    """Return the range of `left op right`, for every binary operator of the language."""
    match op:
        case "+":
            return left.plus(right)
        case "-":
            return left.minus(right)
        case "*":
            return left.times(right)
        case "/" if right.low is not None and right.low > 0:
            return _divided(left, right)
        case "%" if right.high is not None and right.low is not None and right.low > 0:
            return Range(0, right.high - 1)
        case "&" if left.is_natural or right.is_natural:
            tops = [r.high for r in (left, right) if r.is_natural and r.high is not None]
            return Range(0, min(tops, default=None))
        case "|" | "^" if left.is_natural and right.is_natural:
            if left.high is None or right.high is None:
                return NATURAL
            return Range(0, (1 << max(left.high, right.high).bit_length()) - 1)
        case "<<" if right.is_natural and right.high is not None and right.high <= _WIDEST_SHIFT:
            return left.times(Range(1 << (right.low or 0), 1 << right.high))
        case ">>" if left.is_natural and right.is_natural:
            return Range(0, None if left.high is None else left.high >> (right.low or 0))
    return UNKNOWN


def _divided(left: Range, right: Range) -> Range:
    """Return the range of a floored quotient by something positive."""
    if not left.is_natural or right.low is None:
        return UNKNOWN
    low = 0 if right.high is None else (left.low or 0) // right.high
    return Range(low, None if left.high is None else left.high // right.low)


def implied_by(condition: ir.Expr, target: Target, of: Callable[[ir.Expr], Range]) -> Range:
    """Return the range of a value for which a condition over it can hold.

    Args:
        condition: a boolean expression.
        target: the value that is asked about.
        of: the range of any other expression.
    Returns:
        A range around every value of the target with which the condition is true.
    """
    match condition:
        case ir.Logic(op="and", left=left, right=right):
            return implied_by(left, target, of).meet(implied_by(right, target, of))
        case ir.Logic(op="or", left=left, right=right):
            return implied_by(left, target, of).join(implied_by(right, target, of))
        case ir.IfElse(then=then, otherwise=otherwise):
            return implied_by(then, target, of).join(implied_by(otherwise, target, of))
        case ir.Compare(op=op, left=left, right=right) if op in _MIRRORED:
            if _is_target(left, target):
                return _bound(op, of(right))
            if _is_target(right, target):
                return _bound(_MIRRORED[op], of(left))
        case ir.OneOf(value=value, items=items) if items and _is_target(value, target):
            found = of(items[0])
            for item in items[1:]:
                found = found.join(of(item))
            return found
    return UNKNOWN


def _is_target(node: ir.Expr, target: Target) -> bool:
    match node:
        case ir.Item(depth=0):
            return target is ir.Item
        case ir.FieldGet(object=ir.SelfRef(), field=number):
            return number == target
        case ir.Cast(operand=operand) | ir.Call(name="enum_to_i", args=(operand,)):
            return _is_target(operand, target)
    return False


def _bound(op: str, other: Range) -> Range:
    match op:
        case "==":
            return other
        case "<":
            return Range(None, None if other.high is None else other.high - 1)
        case "<=":
            return Range(None, other.high)
        case ">":
            return Range(None if other.low is None else other.low + 1, None)
    return Range(other.low, None)
