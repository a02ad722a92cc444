"""What holds in a seed between stored numbers and what they measure.

Comes in: a prepared seed. Goes out: every size, count, position, fixed value, reference by place
and checksum that holds there, with what it depends on. What does not hold in the seed is no
relation: what was wrong stays wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Any

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.equations import Measure, extents_of, fixed_by
from validator.ir.evaluate import MISSED, Context, Ref, Uses
from validator.ir.nodes import Check, CheckKind, Field, FieldKind, Program, RepeatKind
from validator.ir.operations import Unknown
from validator.ir.walk import walk
from validator.mutate.outline import Outline
from validator.mutate.quick import Place, place_of
from validator.mutate.solve import solve
from validator.mutate.view import View
from validator.runtime.checksums import checksum

MAX_NODES = 500_000


@dataclass(frozen=True, slots=True)
class Relation:
    """One equation of one place.

    Attributes:
        measure: what is measured; VALUE for fields that are fixed, references among them.
        node: the field or element of which it is measured.
        expr: equal to the measure.
        target: the element that a reference goes to, -1 for all others.
        direct: the leaf that rises with the measure, one for one, -1 when it is less simple.
        old: what is measured in the seed.
        home: the node whose stream a position counts in, -1 for unknown.
        quick: gives the value of the expression, where it is made of sizes and positions alone.
    """

    measure: Measure
    node: int
    expr: ir.Expr
    target: int = -1
    direct: int = -1
    old: int = 0
    home: int = -1
    quick: Place | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A checksum: the check, the object in whose context it stands, its leaf, what it covers."""

    check: Check
    owner: int
    node: int
    places: tuple[Place, ...] = ()


# house: loose-dataclass - filled once and only read afterwards
@dataclass(slots=True)
class Relations:
    """All relations of a seed.

    Attributes:
        items: the relations.
        by_leaf: leaf -> subscripts of relations whose expression uses it, or that fix it.
        by_list: list -> those that use its count, or measure it.
        by_size: node -> those that measure its size.
        positions: those that measure a position, by place.
        placed: (subscript, nodes whose place the expression uses).
        sums: checksums that hold, inner ones first.
        around: node -> relations that a change of it may make wrong; noted when first asked.
    """

    items: list[Relation] = field(default_factory=list)
    by_leaf: dict[int, list[int]] = field(default_factory=dict)
    by_list: dict[int, list[int]] = field(default_factory=dict)
    by_size: dict[int, list[int]] = field(default_factory=dict)
    positions: list[int] = field(default_factory=list)
    placed: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    around: dict[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What a field says of its measures, the same for every value of it."""

    of_whole: tuple[tuple[Measure, ir.Expr], ...]
    of_each: tuple[tuple[Measure, ir.Expr], ...]
    reference: tuple[ir.Expr, ir.Expr] | None


def context_of(view: View, relation: Relation, uses: Uses | None = None) -> Context[View]:
    """Return where the expression of a relation stands.

    Args:
        view: the seed, changed or not.
        relation: one of its relations.
        uses: collects what the value is made from.
    """
    outline, node = view.outline, relation.node
    return Context(
        view, outline.holder(node), node, at=node,
        is_behind=relation.measure is Measure.VALUE, element=relation.target, uses=uses,
    )  # fmt: skip


def measured(view: View, relation: Relation) -> int:
    """Return what a relation measures, in a changed seed.

    Raises:
        Unknown: the stream of a position is not known.
    """
    node = relation.node
    match relation.measure:
        case Measure.COUNT:
            return view.count(node)
        case Measure.SIZE:
            return view.end(node) - view.start(node)
        case Measure.POSITION:
            home = relation.home if relation.home >= 0 else _home(view, node)
            return view.start(node) - (view.start(home) if home else 0)
    value = view.value(node)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unknown
    return value


def _home(view: View, node: int) -> int:
    """Return the node whose stream a position counts in."""
    outline = view.outline
    holder = outline.holder(node)
    stream = outline.field_of(node).stream
    context = Context(view, holder)
    if stream is None:
        return context.stream_of(holder)
    if isinstance(stream, ir.StreamOf):
        return context.stream_of(context.ref(stream.object))
    raise Unknown


def find_relations(outline: Outline) -> Relations:
    """Return what holds in a seed; nothing for very large ones.

    Args:
        outline: the seed.
    """
    found = Relations()
    trace = outline.trace
    if len(trace) > MAX_NODES:
        return found
    view = View(outline)
    patterns = _patterns(trace.program)
    keys: dict[tuple[int, int], dict[Any, int]] = {}
    for node in range(1, len(trace)):
        pattern = patterns.get(trace.place[node])
        if pattern is None or trace.stream[node] or trace.end[node] < trace.start[node]:
            continue
        if trace.index[node] < 0:
            for measure, expr in pattern.of_whole:
                _add(found, view, Relation(measure, node, expr))
        if not trace.is_array[node]:
            for measure, expr in pattern.of_each:
                _add(found, view, Relation(measure, node, expr))
            if pattern.reference is not None:
                _refer(found, view, node, pattern.reference, keys)
    found.positions.sort(key=lambda number: trace.end[found.items[number].node])
    found.sums = list(find_sums(view))
    return found


def _patterns(program: Program) -> dict[int, _Pattern]:
    found = {}
    for one in program.fields:
        if one.kind in (FieldKind.VALUE, FieldKind.PARAM):
            continue
        pattern = _pattern(program, one)
        if pattern.of_whole or pattern.of_each or pattern.reference:
            found[one.number] = pattern
    return found


def _pattern(program: Program, one: Field) -> _Pattern:
    whole: list[tuple[Measure, ir.Expr]] = []
    each: list[tuple[Measure, ir.Expr]] = []
    reference = None
    if one.repeat is not None and one.repeat.kind is RepeatKind.COUNT and one.repeat.expr:
        whole.append((Measure.COUNT, one.repeat.expr))
    if one.position is not None:
        whole.append((Measure.POSITION, one.position))
    sizes = [extent.size for extent in extents_of(one.read) if extent.size is not None]
    each += [(Measure.SIZE, size) for size in sizes]
    for number in one.checks:
        check = program.checks[number]
        fixed = fixed_by(check)
        if fixed is not None and (one.repeat is None or check.per_element):
            each.append((Measure.VALUE, fixed))
        if check.kind is CheckKind.REFERS_TO and len(check.operands) > 1:
            reference = (check.operands[0], check.operands[1])
    return _Pattern(
        tuple(pair for pair in whole if not _is_constant(pair[1])),
        tuple(pair for pair in each if not _is_constant(pair[1])),
        reference,
    )


def _is_constant(expr: ir.Expr) -> bool:
    return not any(
        isinstance(node, ir.FieldGet | ir.StreamAttr | ir.SpanOf | ir.Index) for node in walk(expr)
    )


def _add(found: Relations, view: View, relation: Relation) -> None:
    """Keep a relation that holds, and note what its expression uses."""
    uses = Uses()
    context = context_of(view, relation, uses)
    measure, node, expr = relation.measure, relation.node, relation.expr
    home, direct, quick = -1, -1, None
    try:
        present = context.number(expr)
        if measure is Measure.POSITION:
            home = _home(view, node)
            wanted = view.trace.start[node] - (view.trace.start[home] if home else 0)
        else:
            wanted = measured(view, relation)
        if measure is Measure.COUNT:
            present = max(present, 0)
        if present != wanted:
            return
        if not uses.leaves and measure in (Measure.POSITION, Measure.COUNT):
            return  # it is said nowhere, so there is nothing to repair
        if not uses.placed:
            direct = _direct(context, relation, present, uses)
        elif not uses.leaves and not uses.lists:
            quick = place_of(context_of(view, relation), expr)
    except MISSED:
        return
    _keep(found, Relation(measure, node, expr, relation.target, direct, wanted, home, quick), uses)


def _direct(context: Context[View], relation: Relation, present: int, uses: Uses) -> int:
    """Return the leaf of a relation that uses nothing else and rises with it one for one, or -1."""
    if len(uses.leaves) != 1 or relation.measure is Measure.VALUE:
        return -1
    (leaf,) = uses.leaves
    trace = context.view.trace
    if isinstance(relation.expr, ir.FieldGet) and trace.place[leaf] == relation.expr.field:
        return leaf if trace.start[leaf] < trace.end[leaf] and not trace.stream[leaf] else -1
    solved = list(solve(context, relation.expr, present + 1))
    return leaf if solved == [(leaf, _plus(context.view.value(leaf), 1))] else -1


def _plus(value: Any, step: int) -> Any:
    return value + step if isinstance(value, int) else None


def _keep(found: Relations, relation: Relation, uses: Uses) -> None:
    number = len(found.items)
    found.items.append(relation)
    for leaf in sorted(uses.leaves):
        found.by_leaf.setdefault(leaf, []).append(number)
    for node in sorted(uses.lists):
        found.by_list.setdefault(node, []).append(number)
    if uses.placed:
        found.placed.append((number, tuple(sorted(uses.placed))))
    match relation.measure:
        case Measure.COUNT:
            found.by_list.setdefault(relation.node, []).append(number)
        case Measure.SIZE:
            found.by_size.setdefault(relation.node, []).append(number)
        case Measure.POSITION:
            found.positions.append(number)
        case Measure.VALUE if relation.target < 0:
            found.by_leaf.setdefault(relation.node, []).append(number)


def _refer(
    found: Relations,
    view: View,
    node: int,
    reference: tuple[ir.Expr, ir.Expr],
    keys: dict[tuple[int, int], dict[Any, int]],
) -> None:
    """Keep a reference whose key follows from where its target stands."""
    table, key = reference
    value = view.value(node)
    if isinstance(value, bool) or not isinstance(value, int):
        return
    context = Context(view, view.outline.holder(node), node, at=node, is_behind=True)
    try:
        top = context.ref(table)
    except MISSED:
        return
    known = keys.get((top, id(key)))
    if known is None:
        known = keys[top, id(key)] = _keys(context, view, top, key)
    target = known.get(value)
    if target is None:
        return
    relation = Relation(Measure.VALUE, node, key, target)
    uses = Uses()
    try:
        context_of(view, relation, uses).value(key)
    except MISSED:
        return
    if not uses.leaves and uses.placed:
        _keep(found, relation, uses)


def _keys(context: Context[View], view: View, top: int, key: ir.Expr) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for element in view.outline.kids[top]:
        relation = Relation(Measure.VALUE, context.node, key, element)
        try:
            value = context_of(view, relation).value(key)
        except MISSED:
            continue
        if not isinstance(value, Ref):
            found.setdefault(value, element)
    return found


def _summed(outline: Outline, number: int) -> Sequence[int]:
    """Return the nodes of a field that holds a checksum, computed ones included."""
    trace = outline.trace
    if trace.program.fields[number].kind is not FieldKind.VALUE:
        return outline.by_place.get(number, ())
    return [
        node for node, place in enumerate(trace.place) if place == number and not trace.stream[node]
    ]


def find_sums(view: View, *, is_any: bool = False) -> Iterator[Sum]:
    """Yield the checksums that hold in a seed, by the size of what they cover.

    Args:
        view: of the seed, without changes.
        is_any: those that do not hold, too.
    """
    outline = view.outline
    trace = outline.trace
    data = memoryview(outline.seed.data)
    sums = []
    for check in trace.program.checks:
        if check.kind is not CheckKind.CHECKSUM or check.field is None:
            continue
        for node in _summed(outline, check.field):
            owner = outline.holder(node)
            try:
                ends = [Context(view, owner, node).number(part) for part in check.operands]
            except MISSED:
                continue
            start, end, *zero = ends
            pairs = list(zip(zero[::2], zero[1::2], strict=True))
            if not 0 <= start <= end <= len(data):
                continue
            if is_any or checksum(check.algorithm, data, start, end, pairs) == trace.value[node]:
                context: Context[View] = Context(view, owner, node)
                places = [place_of(context, part) for part in check.operands]
                known = tuple(place for place in places if place is not None)
                known = known if len(known) == len(places) else ()
                sums.append((end - start, node, Sum(check, owner, node, known)))
    for _, _, one in sorted(sums, key=lambda item: item[:2]):
        yield one
