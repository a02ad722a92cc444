"""What has to hold although no check says so: subscripts in range, sizes and places not negative.

Comes in: a Program. Goes out: conditions, each in the context of a struct, without which a computed
value or a region of the file would be a fault.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.ir import expr as ir
from validator.ir.equations import extents_of
from validator.ir.nodes import Field, FieldKind, Program
from validator.ir.types import BOOL, INT
from validator.ir.walk import children, walk

_ZERO = ir.Lit(0, INT)


def implied_conditions(program: Program) -> Iterator[tuple[int, ir.Expr]]:
    """Yield (number of a struct, condition).

    Args:
        program: the compiled schema.
    """
    for one in program.fields:
        for condition in _of_field(one):
            whole = condition if one.condition is None else _unless(one.condition, condition)
            if not any(isinstance(node, ir.Item | ir.Index) for node in walk(whole)):
                yield one.struct, whole


def _of_field(one: Field) -> Iterator[ir.Expr]:
    if one.kind is FieldKind.VALUE and one.value is not None:
        yield from _of_value(one.value)
        return
    places = [extent.size for extent in extents_of(one.read)]
    places.append(one.position)
    if one.repeat is not None:  # a place of each element may say something else for each
        return
    for place in places:
        if place is not None and any(_can_sink(node) for node in walk(place)):
            yield ir.Compare(">=", place, _ZERO, BOOL)


def _can_sink(node: ir.Expr) -> bool:
    return isinstance(node, ir.Binary | ir.Unary) and node.op == "-"


def _of_value(node: ir.Expr) -> Iterator[ir.Expr]:
    match node:
        case ir.IfElse(condition=condition, then=then, otherwise=otherwise):
            yield from _of_value(condition)
            yield from (_unless(condition, part) for part in _of_value(then))
            yield from (ir.Logic("or", condition, part, BOOL) for part in _of_value(otherwise))
            return
        case ir.Logic(op=op, left=left, right=right):
            yield from _of_value(left)
            for part in _of_value(right):
                yield _unless(left, part) if op == "and" else ir.Logic("or", left, part, BOOL)
            return
        case ir.Over() | ir.Lookup() | ir.Overlaps():
            return
        case ir.Subscript(array=array, index=index) if not isinstance(index, ir.Lit):
            count = ir.Call("array_size", (array,), INT)
            yield ir.Compare("<", index, count, BOOL)
            if any(_can_sink(part) for part in walk(index)):
                yield ir.Compare(">=", index, _ZERO, BOOL)
        case ir.Binary(op="/" | "%", right=right) if not isinstance(right, ir.Lit):
            yield ir.Compare("!=", right, _ZERO, BOOL)
    for child in children(node):
        yield from _of_value(child)


def _unless(condition: ir.Expr, part: ir.Expr) -> ir.Expr:
    return ir.Logic("or", ir.Unary("not", condition, BOOL), part, BOOL)
