"""Bits that rules ask for: which ones of a number are to be clear, of which some are to be set.

Comes in: the rules of a number. Goes out: masks, so that a draw meets such rules at once and
still varies in all its other bits.
"""

from __future__ import annotations

from collections.abc import Iterable

from validator.backends.strategies.rules import Rule, constant
from validator.ir import expr as ir


def masks_of(rules: Iterable[Rule], number: int) -> tuple[int, tuple[int, ...]]:
    """Return the bits that have to be clear, and masks of which one bit has to be set.

    Args:
        rules: those of the field that are asked of its own object.
        number: the field.
    """
    clear, some = 0, []
    for rule in rules:
        if rule.kind != "holds" or rule.route or rule.contract or rule.until >= 0 or rule.only:
            continue
        for part in _parts(rule.expr):
            match part:
                case ir.Compare(
                    op="==" | "!=" as op,
                    left=ir.Binary(op="&", left=side, right=right),
                    right=other,
                ) if _is_itself(side, number) and constant(other) == 0:
                    mask = constant(right)
                    if type(mask) is not int or mask <= 0:
                        continue
                    if op == "==":
                        clear |= mask
                    else:
                        some.append(mask)
    wanted = tuple(mask & ~clear for mask in some if mask & ~clear)
    return clear, wanted


def _parts(expr: ir.Expr) -> Iterable[ir.Expr]:
    match expr:
        case ir.Logic(op="and", left=left, right=right):
            return [*_parts(left), *_parts(right)]
    return [expr]


def _is_itself(side: ir.Expr, number: int) -> bool:
    match side:
        case ir.Item(depth=0):
            return True
        case ir.FieldGet(object=ir.SelfRef(), field=found):
            return found == number
        case ir.Cast(operand=operand):
            return _is_itself(operand, number)
    return False
