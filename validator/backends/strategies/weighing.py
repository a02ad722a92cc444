"""Counts and sizes that consist of several stored numbers: digits, the higher ones heavy.

Comes in: a Program. Goes out: for stored numbers, by what a size grows when they grow by one, so
that the higher digits of a size stay small enough; and which numbers others are divided by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.backends.strategies.rules import constant
from validator.ir import expr as ir
from validator.ir.equations import Unknowns, extents_of
from validator.ir.nodes import BitsRead, Field, FieldKind, NumberRead, Program, RepeatKind
from validator.ir.walk import walk

Route = tuple[int, ...]
"""Fields through which an object is held, outer one first."""

_DEEPEST = 8
_HEAVY = 64


def find_heavy(program: Program, counts: Iterable[int]) -> dict[int, tuple[tuple[Route, int], ...]]:
    """Return the numbers that are higher digits of sizes and counts.

    Args:
        program: the compiled schema.
        counts: numbers that say how many or how long.
    Returns:
        Field number -> (route to it, its weight), for each place in which it is such a digit.
    """
    known = set(counts)
    found: dict[int, dict[Route, int]] = {}
    for one in program.fields:
        exprs = [extent.size for extent in extents_of(one.read)]
        if one.repeat is not None and one.repeat.kind is RepeatKind.COUNT:
            exprs.append(one.repeat.expr)
        for expr in (*exprs, *places_of(one)):
            parts = list(_weigh(program, expr, (), 1, 0)) if expr is not None else []
            least = min((weight for _, _, weight in parts), default=0)
            for route, number, weight in parts:
                if number in known and weight >= max(_HEAVY, 2 * least):
                    found.setdefault(number, {})[route] = weight
    return {number: tuple(sorted(routes.items())) for number, routes in sorted(found.items())}


def places_of(one: Field) -> Iterator[ir.Expr]:
    """Yield what the place in a stream is compared with to decide whether a list goes on.

    Args:
        one: the list.
    """
    if one.repeat is None or one.repeat.kind is not RepeatKind.UNTIL or one.repeat.expr is None:
        return
    for node in walk(one.repeat.expr):
        match node:
            case ir.Compare(left=left, right=right):
                if any(isinstance(part, ir.StreamAttr) for part in walk(node)):
                    yield left
                    yield right


def _weigh(
    program: Program, expr: ir.Expr, prefix: Route, weight: int, depth: int
) -> Iterator[tuple[Route, int, int]]:
    """Yield (route, stored number, weight) of the numbers that a sum consists of."""
    match expr:
        case ir.Cast(operand=operand):
            yield from _weigh(program, operand, prefix, weight, depth)
        case ir.Binary(op="<<", left=left, right=right) if _is_small(constant(right)):
            yield from _weigh(program, left, prefix, weight << constant(right), depth)
        case ir.Binary(op="*", left=left, right=right):
            for part, other in ((left, right), (right, left)):
                factor = constant(other)
                if type(factor) is int and factor > 0:
                    yield from _weigh(program, part, prefix, weight * factor, depth)
        case ir.Binary(op="+" | "-" | "|", left=left, right=right):
            yield from _weigh(program, left, prefix, weight, depth)
            yield from _weigh(program, right, prefix, weight, depth)
        case ir.IfElse(then=then, otherwise=otherwise):
            yield from _weigh(program, then, prefix, weight, depth)
            yield from _weigh(program, otherwise, prefix, weight, depth)
        case ir.FieldGet(object=owner, field=number):
            route = _route(owner, prefix)
            one = program.fields[number]
            if depth > _DEEPEST:
                return
            if one.kind is FieldKind.VALUE and one.value is not None:
                yield from _weigh(program, one.value, route, weight, depth + 1)
            elif isinstance(one.read, NumberRead | BitsRead) and one.repeat is None:
                yield route, number, weight


def _is_small(value: object) -> bool:
    return type(value) is int and 0 <= value <= 64


def _route(owner: ir.Expr, prefix: Route) -> Route:
    """Return the last fields on the way to an object; where it starts may be anywhere."""
    match owner:
        case ir.SelfRef():
            return prefix
        case ir.FieldGet(object=inner, field=number):
            return (*_route(inner, prefix), number)
    return ()


def dividing(program: Program) -> set[int]:
    """Return the stored numbers that other numbers are divided by.

    Args:
        program: the compiled schema.
    """
    unknowns = Unknowns(program)
    found: set[int] = set()
    for one in program.fields:
        for expr in (one.value, one.position, *(extent.size for extent in extents_of(one.read))):
            for node in walk(expr) if expr is not None else ():
                match node:
                    case ir.Binary(op="/" | "%", right=right) if constant(right) is None:
                        found |= unknowns.of(right)
    return found
