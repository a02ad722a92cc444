"""Which differences follow from others: counts, lengths, offsets, checksums, computed values.

Comes in: two forests and raw differences. Goes out: the same differences, consequences marked.
A mark needs evidence on both files: a count follows only when the number of elements changed
and is what the count now says. A field that was changed alone stays a cause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from validator.diff.forest import Forest
from validator.diff.model import About, Difference, Follows, Kind, Side, Why
from validator.diff.places import Role, equal_to
from validator.findings import generic_path
from validator.ir import expr as ir
from validator.ir.evaluate import MISSED, Context
from validator.ir.nodes import Check, FieldKind
from validator.ir.view import holder_of
from validator.ir.walk import children

_DEEPEST = 32


def mark(old: Forest, new: Forest, differences: Sequence[Difference]) -> list[Difference]:
    """Mark the consequences among differences.

    Args:
        old, new: what was compared.
        differences: as found; their order is kept.
    Returns:
        The same number. When all would be consequences, those that are in the file are causes.
    """
    marker = _Marker(old, new, differences)
    result = [replace(d, follows=marker.reason(d)) for d in differences]
    if any(d.follows is None for d in result):
        return result
    return [
        replace(d, follows=None) if d.follows and d.follows.why is not Why.COMPUTED else d
        for d in result
    ]


class _Marker:
    """Finds reasons; what has to be looked up in the whole trace is looked up once."""

    def __init__(self, old: Forest, new: Forest, differences: Sequence[Difference]) -> None:
        self.old, self.new = old, new
        self.places = old.places
        self.fields = old.trace.program.fields
        self.described: dict[tuple[int, bool], dict[int, list[int]]] = {}
        self.in_order: dict[tuple[int, int], str] = {}
        for one in differences:
            if self._kind(one) is FieldKind.SEQ and one.old and one.new and not one.new.stream:
                self.in_order.setdefault((one.old.start, one.new.start), one.path)

    def _kind(self, one: Difference) -> FieldKind | None:
        side = one.new or one.old
        if side is None or side.node == 0 or one.about is About.GAP:
            return None
        return self.fields[self._place(one)].kind

    def _place(self, one: Difference) -> int:
        if one.new is not None:
            return self.new.trace.place[one.new.node]
        return self.old.trace.place[one.old.node] if one.old is not None else -1

    def reason(self, one: Difference) -> Follows | None:
        """Return why a difference follows from others, or None."""
        kind = self._kind(one)
        if kind is FieldKind.VALUE:
            return Follows(Why.COMPUTED)
        place = self._place(one)
        if one.about is About.ENTRY and kind is not None:
            return self._came_along(one, place)
        if one.about is not About.VALUE or one.old is None or one.new is None:
            return None
        for number, role in enumerate(self.places.roles.get(place, ())):
            found = self._describes(number, role, place, one.old, one.new)
            if found is not None:
                return found
        for why, check in self.places.rules.get(place, ()):
            if self._is_bound(why, check, one.old, one.new):
                return Follows(why)
        if kind is FieldKind.INSTANCE and not one.new.stream:
            path = self.in_order.get((one.old.start, one.new.start))
            return Follows(Why.SAME_BYTES, path) if path is not None else None
        return None

    def _came_along(self, one: Difference, place: int) -> Follows | None:
        """Return the reason of an element that is there only for what it describes."""
        forest, side = (self.new, one.new) if one.old is None else (self.old, one.old)
        if side is None or forest.trace.index[side.node] < 0 or forest.trace.struct[side.node] >= 0:
            return None
        if one.kind not in (Kind.INSERTED, Kind.DELETED):
            return None
        for number, role in enumerate(self.places.roles.get(place, ())):
            targets = self._targets(forest, number, role, place, side.node)
            if targets:
                return Follows(role.why, generic_path(forest.trace.path(targets[0])))
        return None

    def _describes(
        self, number: int, role: Role, place: int, old: Side, new: Side
    ) -> Follows | None:
        """Return the reason when what a field describes changed on both sides as it says."""
        before = self._targets(self.old, number, role, place, old.node)
        after = self._targets(self.new, number, role, place, new.node)
        if not before or not after:
            return None
        if [_quantity(self.old, role, n) for n in before] == [
            _quantity(self.new, role, n) for n in after
        ]:
            return None
        is_true = all(_is_as_said(self.old, role, node) for node in before)
        if not is_true or not all(_is_as_said(self.new, role, node) for node in after):
            return None
        return Follows(role.why, generic_path(self.new.trace.path(after[0])))

    def _targets(self, forest: Forest, number: int, role: Role, place: int, leaf: int) -> list[int]:
        """Return the nodes that a leaf says something about."""
        if isinstance(role.expr, ir.FieldGet) and isinstance(role.expr.object, ir.SelfRef):
            owner = holder_of(forest.trace, leaf)
            child = forest.child(owner, role.of)
            return list(_described(forest, role, child)) if child is not None else []
        key = (place * 64 + min(number, 63), forest is self.old)
        if key not in self.described:
            self.described[key] = _index(forest, role, place)
        return self.described[key].get(leaf, [])

    def _is_bound(self, why: Why, check: Check, old: Side, new: Side) -> bool:
        if why is Why.EQUATION:
            return _holds(self.old, check, old) and _holds(self.new, check, new)
        before, after = _covered(self.old, check, old), _covered(self.new, check, new)
        return before is None or after is None or before != after


def _described(forest: Forest, role: Role, node: int) -> Iterator[int]:
    """Yield the node itself, or its elements when each of them has the length."""
    if role.why is Why.LENGTH and forest.trace.is_array[node]:
        yield from forest.parts(node)
    else:
        yield node


def _index(forest: Forest, role: Role, place: int) -> dict[int, list[int]]:
    """Return for every leaf that is field `place` the nodes that it describes."""
    trace = forest.trace
    found: dict[int, list[int]] = {}
    for node, number in enumerate(trace.place):
        if number != role.of or trace.index[node] >= 0:
            continue
        for target in _described(forest, role, node):
            context = _context_of(forest, target)
            for leaf in set(_leaves(context, role.expr, place)):
                found.setdefault(leaf, []).append(target)
    return found


def _context_of(forest: Forest, node: int) -> Context[Forest]:
    return Context(forest, holder_of(forest.trace, node), node)


def _leaves(context: Context[Forest], expr: ir.Expr, place: int) -> Iterator[int]:
    """Yield the nodes of field `place` that make up the value of an expression."""
    if context.depth > _DEEPEST:
        return
    try:
        match expr:
            case ir.FieldGet(object=inner, field=number):
                owner = context.ref(inner)
                if number == place:
                    yield context.node_of(expr)
                    return
                field = context.view.trace.program.fields[number]
                if field.value is not None:
                    deeper = context.inside(owner)
                    yield from _leaves(deeper, field.value, place)
                elif field.kind is FieldKind.PARAM:
                    caller, argument = context.argument(owner, number)
                    yield from _leaves(caller, argument, place)
            case ir.Subscript(array=ir.FieldGet(field=number)) if number == place:
                yield context.node_of(expr)
            case ir.IfElse(condition=condition, then=then, otherwise=otherwise):
                chosen = then if context.value(condition) else otherwise
                yield from _leaves(context, chosen, place)
            case ir.Binary() | ir.Unary() | ir.Cast() | ir.Call():
                for part in children(expr):
                    yield from _leaves(context, part, place)
    except MISSED:
        return


def _quantity(forest: Forest, role: Role, node: int) -> int:
    """Return how many, how long, or where."""
    match role.why:
        case Why.COUNT:
            return len(forest.parts(node))
        case Why.LENGTH:
            return forest.trace.end[node] - forest.trace.start[node]
    return forest.trace.start[node]


def _is_as_said(forest: Forest, role: Role, node: int) -> bool:
    """Whether a count or length is true of the file; offsets always are."""
    if role.why is Why.OFFSET:
        return True
    context = _context_of(forest, node)
    try:
        return bool(context.value(role.expr) == _quantity(forest, role, node))
    except MISSED:
        return True


def _holds(forest: Forest, check: Check, side: Side) -> bool:
    bound = equal_to(check)
    if bound is None:
        return False
    context = _context_of(forest, side.node)
    try:
        return bool(context.value(bound) == side.value)
    except MISSED:
        return False


def _covered(forest: Forest, check: Check, side: Side) -> bytes | None:
    """Return the bytes that a checksum covers, without those taken as zero; None if unknown."""
    context = _context_of(forest, side.node)
    try:
        start, end, *zero = (context.value(operand) for operand in check.operands)
    except MISSED:
        return None
    data = forest.trace.data
    if not all(isinstance(v, int) and 0 <= v <= len(data) for v in (start, end, *zero)):
        return None
    covered = bytearray(data[start:end])
    for low, high in zip(zero[::2], zero[1::2], strict=True):
        low, high = max(low, start), min(high, end)
        if low < high:
            covered[low - start : high - start] = bytes(high - low)
    return bytes(covered)
