"""What belongs together in a seed beside sizes and counts: keys, references, lists of equal length.

Comes in: a prepared seed and its relations. Goes out: for each list what tells its elements apart
or keeps them in order, for each reference its target, and lists that grow together because an
equation or a check ties their lengths. It refuses to know what is done with that.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Any

from validator.dataclass import dataclass
from validator.findings import Severity
from validator.ir import expr as ir
from validator.ir.equations import Measure, fixed_by
from validator.ir.evaluate import MISSED, SAME, Context, Ref
from validator.ir.nodes import Check, CheckKind, FieldKind
from validator.ir.operations import Unknown
from validator.ir.walk import walk
from validator.mutate.outline import Outline
from validator.mutate.relations import Relations
from validator.mutate.view import View

_MOST_ELEMENTS = 50_000
_KINDS = (CheckKind.UNIQUE, CheckKind.SORTED)


# house: loose-dataclass - the values are collected when they are asked for
@dataclass(slots=True)
class Keys:
    """What tells the elements of a list apart, or keeps them in order.

    Attributes:
        leaves: element -> the leaf that is its key.
        is_unique: no two may be equal.
        order: 1 for ascending, -1 for descending, 0 for any.
    """

    leaves: dict[int, int]
    is_unique: bool = False
    order: int = 0
    _values: set[Any] = field(default_factory=set)

    def values(self, outline: Outline) -> set[Any]:
        """Return the keys of a seed; not to be modified."""
        if not self._values:
            self._values = {outline.trace.value[leaf] for leaf in self.leaves.values()}
        return self._values


# house: loose-dataclass - filled once and only read afterwards
@dataclass(slots=True)
class Ties:
    """What belongs together in a seed.

    Attributes:
        keys: list -> its keys.
        groups: list -> all lists of equal length that it is tied to, itself among them.
        targets: reference (a leaf) -> the element that it means.
        tables: reference -> the list of what it may mean.
        referrers: element -> references to it.
        pinned: elements that a position or reference leads into.
        counts: leaf -> the lists whose number of elements it says.
        leaves_of: list -> the leaves that say its number of elements.
        sizes_of: field -> the leaves that say its size.
        numbered: lists of numbers each of which says its own subscript.
        anchors: (leaf, first and last node that it says something about), ascending.
    """

    keys: dict[int, Keys] = field(default_factory=dict)
    groups: dict[int, tuple[int, ...]] = field(default_factory=dict)
    targets: dict[int, int] = field(default_factory=dict)
    tables: dict[int, int] = field(default_factory=dict)
    referrers: dict[int, list[int]] = field(default_factory=dict)
    pinned: set[int] = field(default_factory=set)
    counts: dict[int, list[int]] = field(default_factory=dict)
    leaves_of: dict[int, list[int]] = field(default_factory=dict)
    sizes_of: dict[int, list[int]] = field(default_factory=dict)
    numbered: set[int] = field(default_factory=set)
    anchors: list[tuple[int, int, int]] = field(default_factory=list)
    _sorted: list[int] | None = None
    _references: list[int] | None = None

    def is_anchored(self, node: int, last: int) -> bool:
        """Whether an object holds numbers or checksums of what is around it.

        Args:
            node: the object.
            last: the last node in it.
        """
        at = bisect_left(self.anchors, (node, -1, -1))
        while at < len(self.anchors) and self.anchors[at][0] <= last:
            if self.anchors[at][1] < node or self.anchors[at][2] > last:
                return True
            at += 1
        return False

    def all_references(self) -> list[int]:
        """Return the references, ascending."""
        if self._references is None:
            self._references = sorted(self.targets)
        return self._references

    def all_pinned(self) -> list[int]:
        """Return the pinned elements, ascending."""
        if self._sorted is None:
            self._sorted = sorted(self.pinned - {-1})
        return self._sorted


def find_ties(outline: Outline, relations: Relations) -> Ties:
    """Return what belongs together in a seed.

    Args:
        outline: the seed.
        relations: what holds in it.
    """
    ties = Ties()
    for relation in relations.items:
        if relation.measure is Measure.COUNT and relation.direct >= 0:
            ties.counts.setdefault(relation.direct, []).append(relation.node)
            ties.leaves_of.setdefault(relation.node, []).append(relation.direct)
        elif relation.measure is Measure.SIZE and relation.direct >= 0:
            ties.sizes_of.setdefault(relation.node, []).append(relation.direct)
    by_field: dict[int, list[Check]] = {}
    for check in outline.trace.program.checks:
        if check.field is not None:
            by_field.setdefault(check.field, []).append(check)
    for node in outline.lists:
        checks = [one for one in by_field.get(outline.trace.place[node], ()) if one.kind in _KINDS]
        if checks and len(outline.kids[node]) <= _MOST_ELEMENTS:
            ties.keys[node] = _keys_of(outline, node, checks)
        if any(
            isinstance(fixed_by(one), ir.Index)
            for one in by_field.get(outline.trace.place[node], ())
        ):
            ties.numbered.add(node)
    _keys_of_rules(outline, ties)
    for number, checks in by_field.items():
        for check in checks:
            if check.kind is CheckKind.REFERS_TO and len(check.operands) > 1:
                _follow(outline, ties, outline.by_place.get(number, ()), check)
    ties.pinned.update(ties.referrers)
    _pin_subscripts(outline, ties)
    ties.anchors = sorted(_anchors(relations))
    _pin_positions(outline, relations, ties)
    _group(outline, ties)
    return ties


def _anchors(relations: Relations) -> Iterator[tuple[int, int, int]]:
    for leaf, numbers in relations.by_leaf.items():
        nodes = [relations.items[number].node for number in numbers]
        yield leaf, min(nodes), max(nodes)
    yield from ((one.node, 0, 0) for one in relations.sums)


# -- keys and references -----------------------------------------------------------------


def _keys_of(outline: Outline, node: int, checks: Iterable[Check]) -> Keys:
    leaves: dict[int, int] = {}
    keys = Keys(leaves)
    for check in checks:
        key = check.operands[0] if check.operands else None
        found = {kid: leaf for kid in outline.kids[node]
                 if (leaf := _key_leaf(outline, node, kid, key)) >= 0}  # fmt: skip
        leaves.update(found)
        keys.is_unique |= check.kind is CheckKind.UNIQUE or check.algorithm.startswith("strict")
        if check.kind is CheckKind.SORTED:
            keys.order = -1 if check.algorithm.endswith("descending") else 1
    return keys


def _keys_of_rules(outline: Outline, ties: Ties) -> None:
    """Take rules of objects that ask for elements to differ, or for an order, as such."""
    lists = frozenset(outline.lists)
    for check in outline.trace.program.checks:
        if check.kind is not CheckKind.CHECK or check.severity is not Severity.ERROR:
            continue
        stack = [check.condition]
        while stack:
            match stack.pop():
                case ir.Logic(op="and", left=left, right=right):
                    stack += [left, right]
                case ir.Over(
                    name="unique" | "sorted" as name,
                    array=ir.FieldGet(object=ir.SelfRef(), field=number),
                    body=key,
                ):
                    owners = (0,) if not check.struct else outline.by_struct.get(check.struct, ())
                    tops = (outline.by_key.get((owner, number), -1) for owner in owners)
                    for top in lists.intersection(tops):
                        _key_of_rule(outline, ties, top, name, key)


def _key_of_rule(outline: Outline, ties: Ties, node: int, name: str, key: ir.Expr | None) -> None:
    if len(outline.kids[node]) > _MOST_ELEMENTS:
        return
    keys = ties.keys.get(node)
    leaves = {kid: leaf for kid in outline.kids[node]
              if (leaf := _key_leaf(outline, node, kid, key)) >= 0}  # fmt: skip
    if keys is None and leaves:
        keys = ties.keys[node] = Keys(leaves)
    if keys is None or keys.leaves != leaves:
        return
    keys.is_unique |= name == "unique"
    keys.order = keys.order or (name == "sorted")


def _key_leaf(outline: Outline, node: int, kid: int, key: ir.Expr | None) -> int:
    """Return the stored leaf that a key expression is for an element, -1 when it is none."""
    while isinstance(key, ir.Call) and key.name in SAME:
        key = key.args[0]
    match key:
        case None | ir.Item():
            found = kid
        case ir.FieldGet(object=ir.Item(), field=number):
            found = outline.by_key.get((kid, number), -1)
        case _:
            try:
                context = Context(View(outline), outline.holder(node), node, element=kid)
                found = context.node_of(key)
            except MISSED:
                return -1
    trace = outline.trace
    if found < 0 or trace.struct[found] >= 0 or trace.is_array[found] or trace.stream[found]:
        return -1
    inside = trace.start[kid] <= trace.start[found] < trace.end[found] <= trace.end[kid]
    stored = trace.program.fields[trace.place[found]].kind is not FieldKind.VALUE
    return found if inside and stored else -1


def _follow(outline: Outline, ties: Ties, leaves: Iterable[int], check: Check) -> None:
    """Find the targets of the references of one field."""
    table, key = check.operands[0], check.operands[1]
    known: dict[int, dict[Any, int]] = {}
    view = View(outline)
    trace = outline.trace
    for leaf in leaves:
        try:
            top = Context(view, outline.holder(leaf), leaf, at=leaf, is_behind=True).ref(table)
        except MISSED:
            continue
        if top not in known:
            known[top] = {}
            for kid in outline.kids[top]:
                found = _key_leaf(outline, top, kid, key)
                if found >= 0:
                    value = trace.value[found]
                    known[top].setdefault(value if not isinstance(value, list) else None, kid)
        value = trace.value[leaf]
        target = known[top].get(value) if not isinstance(value, list) else None
        if target is not None:
            ties.targets[leaf] = target
            ties.tables[leaf] = top
            ties.referrers.setdefault(target, []).append(leaf)


def _pin_subscripts(outline: Outline, ties: Ties) -> None:
    """Note elements in front of a target, where keys follow from where elements stand."""
    for top in ties.numbered.intersection(ties.tables.values()):
        kids = outline.kids[top]
        last = max((at for at, kid in enumerate(kids) if kid in ties.referrers), default=0)
        ties.pinned.update(kids[:last])


def _pin_positions(outline: Outline, relations: Relations, ties: Ties) -> None:
    """Note elements in whose bytes something starts that is not part of them."""
    trace = outline.trace
    nodes = [relations.items[number].node for number in relations.positions]
    nodes.sort(key=trace.start.__getitem__)
    starts = [trace.start[node] for node in nodes]
    for top in outline.lists:
        low = bisect_left(starts, trace.start[top])
        high = bisect_right(starts, trace.end[top] - 1)
        for node in nodes[low:high]:
            if not top < node <= outline.last[top]:
                ties.pinned.add(outline.element_at(top, trace.start[node]))


# -- lists of equal length ---------------------------------------------------------------


def _group(outline: Outline, ties: Ties) -> None:
    """Put lists together whose lengths a shared count, an equation or a check ties."""
    above: dict[int, int] = {}

    def top(node: int) -> int:
        while above.get(node, node) != node:
            node = above[node]
        return node

    def tie(first: int, second: int) -> None:
        if len(outline.kids[first]) == len(outline.kids[second]):
            above[top(first)] = top(second)

    for lists in ties.counts.values():
        for node in lists[1:]:
            tie(lists[0], node)
    for first, second in _equated(outline, ties):
        tie(first, second)
    members: dict[int, list[int]] = {}
    for node in outline.lists:
        members.setdefault(top(node), []).append(node)
    for group in members.values():
        if len(group) > 1:
            for node in group:
                ties.groups[node] = tuple(group)


def _equated(outline: Outline, ties: Ties) -> Iterator[tuple[int, int]]:
    """Yield pairs of lists that some condition says to be of equal length."""
    program = outline.trace.program
    objects: dict[int, list[int]] = {0: [0], **outline.by_struct}
    for check in program.checks:
        for left, right in _equations(check):
            at = outline.by_place.get(check.field, ()) if check.field is not None else ()
            for owner in objects.get(check.struct, ()) if check.field is None else ():
                yield from _pair(outline, ties, owner, left, right)
            for leaf in at:
                first = ties.counts.get(leaf, ())
                second = _lists_of(outline, ties, outline.holder(leaf), right)
                yield from ((one, two) for one in first for two in second[:1])


def _pair(
    outline: Outline, ties: Ties, owner: int, left: ir.Expr, right: ir.Expr
) -> Iterator[tuple[int, int]]:
    first = _lists_of(outline, ties, owner, left)
    if first:
        second = _lists_of(outline, ties, owner, right)
        if second:
            yield first[0], second[0]


def _equations(check: Check) -> list[tuple[ir.Expr, ir.Expr]]:
    """Return pairs of expressions that have to be equal; the left one is `_` for a field."""
    fixed = fixed_by(check)
    if fixed is not None:
        is_number = check.kind is not CheckKind.CONTENTS
        return [(fixed, fixed)] if is_number and _may_count(fixed) else []
    if check.condition is None or check.field is not None:
        return []
    found = []
    stack = [check.condition]
    while stack:
        match stack.pop():
            case ir.Logic(op="and", left=left, right=right):
                stack += [left, right]
            case ir.Compare(op="==", left=left, right=right):
                if _may_count(left) and _may_count(right):
                    found.append((left, right))
    return found


def _may_count(node: ir.Expr) -> bool:
    return any(isinstance(part, ir.FieldGet) for part in walk(node))


def _lists_of(outline: Outline, ties: Ties, owner: int, node: ir.Expr) -> list[int]:
    """Return the lists whose length an expression is: one that is stored, or counted."""
    try:
        match node:
            case ir.Call(name="array_size", args=(inner,)):
                return [_reach(outline, ties, owner, inner)]
            case ir.Over(name="count", array=inner, body=None):
                return [_reach(outline, ties, owner, inner)]
            case ir.FieldGet():
                return ties.counts.get(_reach(outline, ties, owner, node), [])
    except MISSED:
        pass  # the trace does not tell: nothing is tied
    return []


def _reach(outline: Outline, ties: Ties, owner: int, node: ir.Expr) -> int:
    """Return the node that an expression means; targets of references are followed.

    Raises:
        Unknown: there is none.
    """
    match node:
        case ir.Target(field=reference):
            target = ties.targets.get(_reach(outline, ties, owner, reference))
            if target is None:
                raise Unknown
            return target
        case ir.Cast(operand=operand):
            return _reach(outline, ties, owner, operand)
        case ir.FieldGet(object=inner, field=number):
            top = _reach(outline, ties, owner, inner)
            one = outline.trace.program.fields[number]
            if one.kind is FieldKind.VALUE and one.value is not None:
                return _reach(outline, ties, top, one.value)
            found = outline.by_key.get((top, number))
            if found is not None:
                return found
    context: Context[View] = Context(View(outline), owner)
    value = context.value(node)
    return value.node if isinstance(value, Ref) else context.node_of(node)
