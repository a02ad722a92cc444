"""Places that expressions are made of, found once a seed, so that a repair need not look again.

Comes in: a context of an unchanged seed and an expression over sizes and positions. Goes out: a
function of a changed view, or nothing where the expression is of another kind.
"""

from __future__ import annotations

from collections.abc import Callable

from validator.ir import expr as ir
from validator.ir.evaluate import MISSED, Context
from validator.mutate.view import View

Place = Callable[[View], int]


def place_of(context: Context[View], node: ir.Expr) -> Place | None:
    """Return what gives the value of an expression in any view of the seed; None for unknown.

    Args:
        context: where it stands, in the seed as it is.
        node: an expression.
    """
    try:
        found = _place(context, node)
        is_right = found is not None and found(context.view) == context.number(node)
    except MISSED:
        return None
    return found if is_right else None


def _place(context: Context[View], node: ir.Expr) -> Place | None:
    match node:
        case ir.Lit(value=int() as value):
            return lambda view: value
        case ir.Cast(operand=operand):
            return _place(context, operand)
        case ir.SpanOf(field=member, end=is_end):
            place = context.node_of(member)
            if context.view.trace.stream[place]:
                return None
            return (lambda view: view.end(place)) if is_end else (lambda view: view.start(place))
        case ir.StreamAttr(stream=ir.StreamOf(object=inner), name="size"):
            top = context.stream_of(context.ref(inner))
            return View.size if top == 0 else lambda view: view.end(top) - view.start(top)
        case ir.Binary(op="+" | "-" as op, left=left, right=right):
            first, second = _place(context, left), _place(context, right)
            if first is None or second is None:
                return None
            if op == "+":
                return lambda view: first(view) + second(view)
            return lambda view: first(view) - second(view)
    return None
