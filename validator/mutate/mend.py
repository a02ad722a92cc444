"""Conditions that a change broke, mended by another number: every check is a repair, too.

Comes in: a repair and a condition that no longer holds. Goes out: the same repair, with a stored
number that makes it hold. What was changed on purpose, and what follows from something else, is
left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.ir import expr as ir
from validator.ir.evaluate import MISSED, Context
from validator.mutate.bind import bind
from validator.mutate.repair import Repair
from validator.mutate.rules import Question
from validator.mutate.solve import solve
from validator.mutate.view import View

_MENDED = -2
"""Who sets what mends a condition, in the place of a relation."""

_LESS = {"<": -1, "<=": 0, ">": 1, ">=": 0, "==": 0}
"""How far beside the right side the left one may be, at most or at least."""


def mend(repair: Repair, question: Question) -> bool:
    """Make a condition hold; False when no number does.

    Args:
        repair: gets the number, and what follows from it.
        question: the condition.
    """
    try:
        return _mend(repair, question, question.condition)
    except (*MISSED, TypeError):
        return False


def _mend(repair: Repair, question: Question, node: ir.Expr) -> bool:
    match node:
        case ir.Logic(op="and", left=left, right=right):
            return all(
                _value(repair.view, question, part) is True or _mend(repair, question, part)
                for part in (left, right)
            )
        case ir.Logic(op="or", left=left, right=right):
            return _mend(repair, question, right) or _mend(repair, question, left)
        case ir.IfElse(condition=condition, then=then, otherwise=otherwise):
            chosen = then if _value(repair.view, question, condition) else otherwise
            return _mend(repair, question, chosen)
        case ir.Compare(op=op, left=left, right=right) if op in _LESS:
            step = _LESS[op]
            sides = ((left, right, step), (right, left, -step))
            return any(
                repair.put(leaf, value, _MENDED)
                for side, other, more in sides
                for leaf, value in _solved(repair.view, question, (side, other), more)
            )
    return False


def _solved(
    view: View, question: Question, sides: tuple[ir.Expr, ir.Expr], more: int
) -> Iterator[tuple[int, Any]]:
    """Yield leaves, each with the value that makes one side of a comparison hold."""
    side, other = sides
    wanted = _value(view, question, other)
    if isinstance(wanted, bool) or not isinstance(wanted, int):
        return
    try:
        yield from solve(question.context(view), side, wanted + more)
    except MISSED:
        return


def _value(view: View, question: Question, node: ir.Expr) -> Any:
    seed: Context[View] = question.context(View(view.outline))
    return bind(seed, node)(view)
