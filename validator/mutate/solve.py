"""Which leaf has to change to give an expression another value, and to what.

Comes in: a context, an expression, the value that it shall have. Goes out: leaves, each with its
value. Every step undoes one operation, with everything else as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.ir import expr as ir
from validator.ir.evaluate import SAME, Context
from validator.ir.nodes import FieldKind
from validator.mutate.view import View

_MAX_SHIFT = 64


def solve(context: Context[View], node: ir.Expr, wanted: Any) -> Iterator[tuple[int, Any]]:
    """Yield leaves, each with the value that gives the expression the wanted one.

    Args:
        context: where the expression stands.
        node: an expression that has a value now.
        wanted: the value that it shall have.
    Raises:
        Unknown: the trace does not tell what else the expression is made from.
    """
    match node:
        case ir.FieldGet(object=inner, field=number):
            yield from _member(context, context.ref(inner), number, wanted)
        case ir.Subscript(array=array, index=index):
            yield from _leaf(
                context, context.item(context.ref(array), context.number(index)), wanted
            )
        case ir.Cast(operand=operand):
            yield from solve(context, operand, wanted)
        case ir.IfElse(condition=condition, then=then, otherwise=otherwise):
            yield from solve(context, then if context.value(condition) else otherwise, wanted)
        case ir.Unary(op="-", operand=operand):
            yield from solve(context, operand, -wanted)
        case ir.Unary(op="~", operand=operand):
            yield from solve(context, operand, ~wanted)
        case ir.Call(name=name, args=(inner,)) if name in SAME:
            yield from solve(context, inner, wanted)
        case ir.Binary(op=op, left=left, right=right):
            for known, part, in_left in ((right, left, True), (left, right, False)):
                value = context.number(known)
                undone = _undo(op, value, wanted, context.number(part), in_left=in_left)
                if undone is not None:
                    yield from solve(context, part, undone)


def _member(
    context: Context[View], owner: int, number: int, wanted: Any
) -> Iterator[tuple[int, Any]]:
    one = context.view.outline.trace.program.fields[number]
    if one.kind is FieldKind.PARAM:
        caller, argument = context.argument(owner, number)
        yield from solve(caller, argument, wanted)
    elif one.kind is FieldKind.VALUE and one.value is not None:
        yield from solve(context.inside(owner), one.value, wanted)
    else:
        yield from _leaf(context, context.child(owner, number), wanted)


def _leaf(context: Context[View], node: int, wanted: Any) -> Iterator[tuple[int, Any]]:
    trace = context.view.outline.trace
    is_leaf = trace.struct[node] < 0 and not trace.is_array[node] and not trace.stream[node]
    if is_leaf and trace.start[node] < trace.end[node]:
        yield node, wanted


def _undo(op: str, known: int, wanted: int, old: int, *, in_left: bool) -> int | None:
    """Return what a side of an operation has to be, None when nothing does.

    Args:
        op: the operation.
        known: the other side.
        wanted: the result.
        old: what the side is now; where several values do, its other bits are kept.
        in_left: it is the left side.
    """
    match op, in_left:
        case "+", _:
            return wanted - known
        case "-", True:
            return wanted + known
        case "-", False:
            return known - wanted
        case "*", _ if known and wanted % known == 0:
            return wanted // known
        case "/", True if known > 0:
            return wanted * known + old % known
        case "^", _:
            return wanted ^ known
        case "<<", True if 0 <= known <= _MAX_SHIFT and wanted >> known << known == wanted:
            return wanted >> known
        case ">>", True if 0 <= known <= _MAX_SHIFT:
            return wanted << known | old & ((1 << known) - 1)
        case "&", _ if wanted & ~known == 0:
            return old & ~known | wanted
        case "|", _ if wanted & known == known:
            return old & known | wanted & ~known
    return None
