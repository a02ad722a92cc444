"""Numbers that mean an element of a list by its place, or a byte of a string, though no
`-refers-to` says so.

Comes in: a prepared file. Goes out: the numbers that some expression of the schema takes as a
subscript, and what each has to say once elements or bytes before what it means are gone. What it
means itself may go, too: then it means what that one meant, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.evaluate import MISSED, Context
from validator.ir.nodes import FieldKind, Program
from validator.ir.trace import Value
from validator.ir.walk import children, walk
from validator.mutate.outline import Outline
from validator.mutate.solve import solve
from validator.mutate.view import View

_MOST_ASKED = 10_000
_MOST_BARREN = 100
"""Objects in a row in which a subscript of the schema hits nothing, before it is given up."""
_MOST_KNOWN = 8
_MOST_STEPS = 40
_MOST_LINKED = 2000


@dataclass(frozen=True, slots=True)
class Meaning:
    """A number that is a subscript.

    Attributes:
        leaf: the number.
        node: the list or byte string.
        at: subscript of what it means there.
        base: what the number says besides: 1 where it counts from 1, and 0 means nothing.
    """

    leaf: int
    node: int
    at: int
    base: int


@dataclass(frozen=True, slots=True)
class _Use:
    """A subscript in a schema: of objects of a struct, or of the elements of a list of theirs."""

    array: ir.Expr
    index: ir.Expr
    over: ir.Expr | None = None


def find_meanings(outline: Outline) -> dict[int, Meaning]:
    """Return the numbers of a file that are subscripts, by leaf.

    Args:
        outline: the file.
    """
    found: dict[int, Meaning] = {}
    program = outline.trace.program
    left = _MOST_ASKED
    for (struct, place), uses in _uses_of(program).items():
        owners: Sequence[int] = outline.by_struct.get(struct, ()) if struct else (0,)
        leaves = outline.by_place.get(place, ()) if place >= 0 else ()
        view = View(outline)
        for use in uses:
            contexts = chain(
                (Context(view, outline.holder(leaf), leaf, at=leaf) for leaf in leaves),
                (Context(view, owner) for owner in owners if place < 0),
            )
            barren = 0
            for context in contexts:
                left -= 1
                if left < 0 or barren > _MOST_BARREN:
                    break
                barren += 1
                for one in _meanings(context, use):
                    barren = 0
                    known = found.get(one.leaf)
                    if known is None or abs(one.base) < abs(known.base):
                        found[one.leaf] = one
    return found


def moved(
    outline: Outline, meanings: Mapping[int, Meaning], gone: Mapping[int, range]
) -> dict[int, Value]:
    """Return the numbers that have to change so that they mean what they meant.

    Args:
        outline: the file.
        meanings: of it.
        gone: list or byte string -> subscripts that go.
    Returns:
        leaf -> value, without leaves that go themselves.
    """
    values: dict[int, Value] = {}
    kids = outline.kids
    away = {kid for node, cut in gone.items() for kid in kids[node][cut.start : cut.stop]}
    links: dict[int, _Links] = {}
    for leaf, one in meanings.items():
        cut = gone.get(one.node)
        if cut is None or one.at < cut.start or _is_in(outline, leaf, away):
            continue
        if one.at >= cut.stop:
            values[leaf] = one.at - len(cut) + one.base
            continue
        if one.node not in links:
            links[one.node] = _links(outline, meanings, one.node)
        at = _end_of(one, cut, links[one.node])
        if at is None or _is_reached(_place_of(outline, one), at, links[one.node]):
            values[leaf] = 0
        else:
            values[leaf] = at - (len(cut) if at >= cut.stop else 0) + one.base
    return values


_Links = Mapping[int, Sequence[Meaning]]
"""Subscript of an element -> the subscripts of the same list that stand in it."""


def _links(outline: Outline, meanings: Mapping[int, Meaning], node: int) -> _Links:
    found: dict[int, list[Meaning]] = {}
    for one in meanings.values():
        if one.node == node and (at := _place_of(outline, one)) >= 0:
            found.setdefault(at, []).append(one)
    return found


def _place_of(outline: Outline, one: Meaning) -> int:
    """Return the subscript of the element that a number stands in; -1 outside of the list."""
    node, parent = one.leaf, outline.trace.parent
    while node > one.node and parent[node] != one.node:
        node = parent[node]
    return outline.trace.index[node] if node > one.node else -1


def _end_of(one: Meaning, cut: range, links: _Links) -> int | None:
    """Return what elements that go lead to, from one to the next; None when that is nothing."""
    at = one.at
    for _ in range(_MOST_STEPS):
        if not cut.start <= at < cut.stop:
            return at
        inner = links.get(at, ())
        if len(inner) != 1:
            return None
        at = inner[0].at
    return None


def _is_reached(wanted: int, start: int, links: _Links) -> bool:
    """Whether one element leads to another: a ring that was none brings other faults."""
    waiting, seen = [start], {start}
    while waiting:
        at = waiting.pop()
        if at == wanted or len(seen) > _MOST_LINKED:
            return True
        for one in links.get(at, ()):
            if one.at not in seen:
                seen.add(one.at)
                waiting.append(one.at)
    return False


def _is_in(outline: Outline, leaf: int, nodes: Set[int]) -> bool:
    node, parent = leaf, outline.trace.parent
    while node > 0 and node not in nodes:
        node = parent[node]
    return node > 0


# -- what a file says --------------------------------------------------------------------


def _meanings(context: Context[View], use: _Use) -> Iterator[Meaning]:
    outline = context.view.outline
    try:
        if use.over is None:
            yield from _meaning(context, use)
            return
        kids = outline.kids[context.ref(use.over)]
    except MISSED:
        return
    for kid in kids:
        try:
            inner = Context(context.view, context.owner, context.node, element=kid)
            yield from _meaning(inner, use)
        except MISSED:
            continue


def _meaning(context: Context[View], use: _Use) -> Iterator[Meaning]:
    """Yield the number that a subscript is made of, one for one, if it hits something."""
    outline = context.view.outline
    trace = outline.trace
    at = context.number(use.index)
    node = context.node_of(use.array)
    count = len(outline.kids[node]) if trace.is_array[node] else _length(outline, node)
    if not 0 <= at < count or trace.stream[node]:
        return
    for leaf, value in solve(context, use.index, at + 1):
        present = trace.value[leaf]
        if type(present) is int and value == present + 1:
            yield Meaning(leaf, node, at, present - at)
            return


def _length(outline: Outline, node: int) -> int:
    value = outline.trace.value[node]
    return len(value) if isinstance(value, bytes) else 0


# -- what a schema says ------------------------------------------------------------------

_known: dict[str, dict[tuple[int, int], tuple[_Use, ...]]] = {}
"""Digest of a program -> what it takes as subscripts; of the last few programs."""


def _uses_of(program: Program) -> dict[tuple[int, int], tuple[_Use, ...]]:
    """Return (struct, field under check or -1) -> subscripts in its expressions."""
    found = _known.get(program.digest)
    if found is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        found = _known[program.digest] = _look_for_uses(program)
    return found


def _look_for_uses(program: Program) -> dict[tuple[int, int], tuple[_Use, ...]]:
    found: dict[tuple[int, int], dict[_Use, None]] = {}
    for struct in program.structs:
        for one in (*struct.seq, *struct.instances):
            for expr in (one.value, one.condition, one.position):
                if expr is not None:
                    found.setdefault((struct.number, -1), {}).update(_uses(program, expr))
    for check in program.checks:
        key = check.struct, -1 if check.field is None else check.field
        for expr in (check.condition, *check.operands):
            if expr is not None:
                found.setdefault(key, {}).update(_uses(program, expr))
    return {key: tuple(uses) for key, uses in found.items() if uses}


def _uses(program: Program, top: ir.Expr) -> dict[_Use, None]:
    """Return the subscripts in an expression that are plain: no other subscript leads to them."""
    found: dict[_Use, None] = {}
    waiting: list[tuple[ir.Expr, ir.Expr | None]] = [(top, None)]
    while waiting:
        node, over = waiting.pop()
        match node:
            case ir.Subscript(array=array, index=index) if _is_plain(program, index):
                found[_Use(array, index, over)] = None
            case ir.Over(array=array, body=body) if body is not None:
                waiting += [(array, over), (body, array if over is None else over)]
                continue
        waiting += [(child, over) for child in children(node)]
    return found


def _is_plain(program: Program, index: ir.Expr) -> bool:
    """Whether a subscript rises with stored numbers, one for one; computed values are followed."""
    waiting, seen, is_made = [index], set(), False
    while waiting:
        match waiting.pop():
            case ir.Lit():
                continue
            case ir.Item():
                is_made = True
            case ir.FieldGet(object=inner, field=number):
                one = program.fields[number]
                if any(isinstance(part, ir.Subscript) for part in walk(inner)):
                    return False
                if one.kind is FieldKind.VALUE and one.value is not None:
                    waiting += () if number in seen else (one.value,)
                    seen.add(number)
                else:
                    is_made = True
            case ir.Cast(operand=operand) | ir.Call(args=(operand,)):
                waiting.append(operand)
            case ir.Binary(op="+" | "-", left=left, right=right):
                waiting += (left, right)
            case ir.IfElse(then=then, otherwise=otherwise):
                waiting += (then, otherwise)
            case _:
                return False
    return is_made
