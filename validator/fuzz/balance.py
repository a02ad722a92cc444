"""Sums and products that the checks of a schema compare: what a cut takes from one side goes from
the other, too.

Comes in: a prepared file. Goes out: its equations, with how far their sides are apart, and for a
changed file the values that leave them as far apart. Equations that hold are made to hold again; of
one that does not, the difference stays, or what is left of it in so many bits: consumers that add
up in 8 bits see no more of it. It knows no format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.evaluate import MISSED, Context
from validator.ir.nodes import Check, CheckKind
from validator.ir.operations import Unknown, binary
from validator.ir.trace import Value
from validator.ir.walk import walk
from validator.mutate.outline import Outline
from validator.mutate.relations import Relations
from validator.mutate.solve import solve
from validator.mutate.view import View, encode

STAYS, EXACT = 0, 64
"""What becomes of an equation that does not hold: its number stays, or the difference does. A
number between these is that of the bits in which the difference stays."""
WAYS = (8, 16, 32, EXACT, STAYS)
_KINDS = (CheckKind.CHECK, CheckKind.EXPR, CheckKind.EQ)
_MAX_BALANCES = 2000
_MAX_ELEMENTS = 50_000

Sides = tuple[ir.Expr, ir.Expr]


@dataclass(frozen=True, slots=True)
class Balance:
    """An equation of one object.

    Attributes:
        owner: the object, and `node` the field under check, -1 for the object itself.
        left, right: the sides.
        apart: left less right.
    """

    owner: int
    node: int
    left: ir.Expr
    right: ir.Expr
    apart: int = 0


def find_balances(outline: Outline) -> tuple[Balance, ...]:
    """Return the equations of a file, those that do not hold among them.

    Args:
        outline: the file.
    """
    by_struct: dict[int, list[int]] = {}
    checks = [(check, sides) for check in outline.trace.program.checks for sides in _sides(check)]
    if checks:
        trace = outline.trace
        for node in range(len(trace)):
            if trace.struct[node] >= 0 and not trace.stream[node]:
                by_struct.setdefault(trace.struct[node], []).append(node)
    found: list[Balance] = []
    view = View(outline)
    for check, (left, right) in checks:
        for owner in by_struct.get(check.struct, ()):
            checked = _checked(outline, owner, check)
            if checked is None or len(found) >= _MAX_BALANCES:
                continue
            one = Balance(owner, checked, left, right)
            try:
                found.append(replace(one, apart=_apart(view, one)))
            except MISSED:
                continue
    return tuple(found)


def settled(
    view: View, balances: tuple[Balance, ...], relations: Relations, way: int
) -> Mapping[int, Value]:
    """Return the values that leave the equations of a changed file as they were.

    Args:
        view: the file, with its changes; gets none here.
        balances: of the file without them.
        relations: what holds; a number that measures something else stays.
        way: what becomes of an equation that does not hold, see `WAYS`.
    """
    found: dict[int, Value] = {}
    for one in balances:
        if view.is_gone(one.owner) or (one.apart and way == STAYS):
            continue
        try:
            if _apart(view, one) != one.apart:
                found |= _move(view, one, relations, way)
        except MISSED:
            continue
    return found


def mended(
    view: View, balances: tuple[Balance, ...], relations: Relations
) -> Iterator[dict[int, Value]]:
    """Yield, for each equation that does not hold, a leaf and the value that makes it hold.

    Args:
        view: the file, without changes.
        balances: of it.
        relations: what holds.
    """
    for one in balances:
        if one.apart:
            try:
                yield _move(view, replace(one, apart=0), relations, EXACT)
            except MISSED:
                continue


def _move(view: View, one: Balance, relations: Relations, way: int) -> dict[int, Value]:
    """Return a leaf that makes an equation what it was, and its value."""
    context = Context(view, one.owner, one.node)
    for side, other, apart in ((one.left, one.right, one.apart), (one.right, one.left, -one.apart)):
        if _has_sum(side):
            continue
        wanted = _amount(Context(view, one.owner, one.node), other) + apart
        for leaf, value in solve(context, side, wanted):
            if one.apart and way != EXACT:
                value %= 1 << way
            if leaf in relations.by_leaf or view.is_gone(leaf):
                continue
            if _fits(view, leaf, value):
                return {leaf: value}
    return {}


def _fits(view: View, leaf: int, value: Any) -> bool:
    trace = view.outline.trace
    present = view.outline.seed.data[trace.start[leaf] : trace.end[leaf]]
    return encode(view.outline, leaf, value, present) is not None


def _sides(check: Check) -> Iterator[Sides]:
    """Yield the sides of equations in a check; of one field those that no relation is about."""
    if check.kind not in _KINDS or check.needs_contract:
        return
    waiting = [check.condition]
    while waiting:
        match waiting.pop():
            case ir.Logic(op="and", left=left, right=right):
                waiting += [left, right]
            case ir.Compare(op="==", left=left, right=right):
                if check.field is None or _has_sum(left) or _has_sum(right):
                    yield left, right


def _checked(outline: Outline, owner: int, check: Check) -> int | None:
    """Return the node under check, -1 for none; None where it is not there."""
    if check.field is None:
        return -1
    return outline.by_key.get((owner, check.field))


def _apart(view: View, one: Balance) -> int:
    context = Context(view, one.owner, one.node)
    return _amount(context, one.left) - _amount(context, one.right)


def _amount(context: Context[View], node: ir.Expr) -> int:
    """Return the value of a side, sums over lists included."""
    match node:
        case ir.Over(name="sum", array=array, body=body) if body is not None and not _has_sum(body):
            return sum(_amount(one, body) for one in _elements(context, array))
        case ir.Binary(op=op, left=left, right=right):
            return _whole(binary(op, _amount(context, left), _amount(context, right)))
        case ir.Cast(operand=operand):
            return _amount(context, operand)
    return context.number(node)


def _has_sum(node: ir.Expr) -> bool:
    return any(isinstance(part, ir.Over) for part in walk(node))


def _elements(context: Context[View], array: ir.Expr) -> Iterator[Context[View]]:
    view, node = context.view, context.ref(array)
    count = view.count(node)
    if count > _MAX_ELEMENTS:
        raise Unknown
    for at in range(count):
        element = view.element(node, at)
        if element is None:
            raise Unknown
        yield replace(context, element=element)


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise Unknown
    return value
