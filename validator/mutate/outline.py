"""What mutants need to know of one seed: fields by kind, lists, boundaries; made once a seed.

Comes in: the trace of a file. Goes out: tables over its nodes. Only bytes of the file itself are
looked at: what a `process` unpacked has no bytes of its own to change.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from itertools import accumulate, pairwise

from validator.dataclass import dataclass
from validator.ir.equations import Unknowns, derived_fields, find_equations
from validator.ir.expr import Binary, Compare, Expr, Item, Lit, Over, SpanOf, StreamAttr
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Check,
    CheckKind,
    Endian,
    Field,
    FieldKind,
    NumberRead,
    Program,
    Read,
    RepeatKind,
    StrRead,
    SwitchRead,
)
from validator.ir.trace import Trace
from validator.ir.walk import walk
from validator.mutate.content import MEANING, letters_of
from validator.mutate.piece import Pieces

Leaf = NumberRead | BitsRead | BytesRead | StrRead

MAX_TRACED = 1 << 22
"""Bytes of the largest seed whose fields are looked at: a trace takes hundreds of times as much."""

DERIVED, _REFERENCE, _CHOICE, _PLAIN, _TEXT, _BULK = 12, 10, 8, 5, 3, 2


@dataclass(frozen=True, slots=True)
class Seed:
    """A file to start from; the name is for labels only."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Terrain:
    """What holds for every seed of one schema.

    Attributes:
        weights: field number -> how often its values are changed, by what they decide.
        known: field number -> constants that the schema compares it with.
        derived: fields that equations fix.
        packers: field number -> what packs its values, for numbers of one byte order.
        letters: that mean something in texts.
        words: texts that the consumer knows.
    """

    program: Program
    weights: dict[int, int]
    known: dict[int, tuple[int, ...]]
    derived: frozenset[int]
    packers: dict[int, struct.Struct] = field(default_factory=dict)
    letters: bytes = MEANING
    words: tuple[bytes, ...] = ()

    def is_free(self, place: int) -> bool:
        """Whether nothing in the schema restricts the values of a field."""
        return self.weights[place] <= _PLAIN and place not in self.derived


def with_constants(
    terrain: Terrain, constants: Sequence[int], words: Sequence[bytes] = ()
) -> Terrain:
    """Return a terrain where every number and text may be compared with constants of a consumer.

    Args:
        terrain: of the schema.
        constants: numbers; what the schema itself compares a field with is tried twice as often
            as all of them together.
        words: texts.
    """
    if words:
        terrain = replace(terrain, words=tuple(words))
    if not constants:
        return terrain
    known = {}
    for place, own in terrain.known.items():
        times = -(-2 * len(constants) // len(own)) if own else 1
        known[place] = own * times + tuple(constants)
    return replace(terrain, known=known, letters=letters_of(constants))


def survey(program: Program) -> Terrain:
    """Look at a schema once, for all seeds.

    Args:
        program: the compiled schema.
    """
    derived = derived_fields(program)
    unknowns = Unknowns(program)
    deciding = {number for e in find_equations(program) for number in e.unknowns}
    for one in program.fields:
        parts = [one.condition, one.repeat.expr if one.repeat else None]
        parts += [one.read.on] if isinstance(one.read, SwitchRead) else []
        for part in parts:
            if part is not None:
                deciding |= {n for node in walk(part) for n in unknowns.of(node)}
    deciding.update(number for check in program.checks for number in _measuring(check, unknowns))
    weights = {one.number: _weight(one, derived, deciding) for one in program.fields}
    known = {one.number: _constants(program, one) for one in program.fields}
    return Terrain(program, weights, known, derived, dict(_packers(program)))


def _packers(program: Program) -> Iterator[tuple[int, struct.Struct]]:
    for one in program.fields:
        match one.read:
            case NumberRead(primitive=primitive, endian=Endian.LITTLE | Endian.BIG as endian):
                order = "<" if endian is Endian.LITTLE else ">"
                yield one.number, struct.Struct(order + primitive.code)


def _measuring(check: Check, unknowns: Unknowns) -> Iterator[int]:
    """Yield the fields that a check holds against sums, sizes, or what is computed of others."""
    for node in walk(check.condition) if check.condition is not None else ():
        if isinstance(node, Compare):
            for side, other in ((node.left, node.right), (node.right, node.left)):
                is_computed = isinstance(other, Binary) and unknowns.of(other)
                if is_computed or any(map(_is_measure, walk(other))):
                    yield from unknowns.of(side)
                    yield from unknowns.of(other)


def _is_measure(node: Expr) -> bool:
    """Whether an expression is a sum over a list, a size or a place."""
    return isinstance(node, StreamAttr | SpanOf) or (isinstance(node, Over) and node.name == "sum")


def _weight(one: Field, derived: frozenset[int], deciding: set[int]) -> int:
    if one.number in derived or one.number in deciding:
        return DERIVED
    if one.target_check is not None:
        return _REFERENCE
    if one.enum is not None or one.checks:
        return _CHOICE
    match one.read:
        case NumberRead() | BitsRead() | SwitchRead():
            return _PLAIN
        case StrRead():
            return _TEXT
    return _BULK


def _constants(program: Program, one: Field) -> tuple[int, ...]:
    """Return the numbers that a field is compared with: members of its enum, bounds of checks."""
    found: dict[int, None] = {}
    if one.enum is not None:
        found.update((value, None) for value, _ in program.enums[one.enum].members)
    for number in one.checks:
        check = program.checks[number]
        if check.kind in (CheckKind.CONTENTS, CheckKind.CHECKSUM):
            continue
        exprs = [*check.operands, *([check.condition] if check.condition else ())]
        for expr in exprs:
            for node in walk(expr):
                if isinstance(node, Lit) and type(node.value) is int:
                    found[node.value] = None
    return tuple(found)


# house: loose-dataclass - tables that are filled once and only read afterwards
@dataclass(slots=True)
class Outline:
    """One seed, prepared.

    Attributes:
        kids: node -> children in reading order.
        leaves: nodes of stored values with bytes in the file.
        places: field numbers of leaves, and `ends`, the running totals of their weights.
        by_place: field number -> its leaves; `free` are those whose values nothing restricts.
        by_width: bytes -> the integers in the file that take so many.
        boundaries: offsets at which something starts or ends, ascending.
        lists: nodes of repeated fields whose elements lie end to end in the file, and
            `list_ends`, the running totals of their weights.
        enders: list -> its last element, where elements are read until one of them says that it
            is the last.
        packed: nodes of repeated fields in bytes that a `process` unpacked.
        by_key: (object, field number) -> the node of that field in it.
        last: node -> the last node that can lie in it.
        by_struct: struct number -> its objects with bytes of their own in the file.
        recursive: structs some object of which holds another one of the same.
        pieces: node -> the element that it is in a changed list.
    """

    seed: Seed
    trace: Trace
    terrain: Terrain
    kids: list[list[int]]
    leaves: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    by_place: dict[int, list[int]] = field(default_factory=dict)
    by_width: dict[int, list[int]] = field(default_factory=dict)
    free: list[int] = field(default_factory=list)
    boundaries: list[int] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    list_ends: list[int] = field(default_factory=list)
    enders: dict[int, int] = field(default_factory=dict)
    packed: list[int] = field(default_factory=list)
    by_key: dict[tuple[int, int], int] = field(default_factory=dict)
    last: list[int] = field(default_factory=list)
    by_struct: dict[int, list[int]] = field(default_factory=dict)
    recursive: list[int] = field(default_factory=list)
    pieces: Pieces = field(default_factory=Pieces)
    _paths: dict[int, str] = field(default_factory=dict)

    def path(self, node: int) -> str:
        """Return the field path of a node; worked out once."""
        found = self._paths.get(node)
        if found is None:
            found = self._paths[node] = self.trace.path(node)
        return found

    def element_at(self, node: int, offset: int) -> int:
        """Return the element of a list in whose bytes an offset of the file is, -1 for none."""
        kids, start, end = self.kids[node], self.trace.start, self.trace.end
        at = bisect_right(kids, offset, key=start.__getitem__) - 1
        return kids[at] if at >= 0 and offset < end[kids[at]] else -1

    def field_of(self, node: int) -> Field:
        """Return the field that a node is a value or an element of."""
        return self.trace.program.fields[self.trace.place[node]]

    def leaf_read(self, node: int) -> Leaf | None:
        """Return how a leaf was read, as far as its size tells; None for what is no leaf."""
        size = self.trace.end[node] - self.trace.start[node]
        return leaf_read(self.field_of(node).read, size)

    def alike(self, node: int) -> Sequence[int]:
        """Return the integers of the file that take as many bytes as a leaf; none for bits."""
        if node in self.trace.bits:
            return ()
        return self.by_width.get(self.trace.end[node] - self.trace.start[node], ())

    def is_ender(self, node: int) -> bool:
        """Whether an element is the last one of its list because it says so."""
        return node >= 0 and self.enders.get(self.trace.parent[node]) == node

    def holder(self, node: int) -> int:
        """Return the object that holds a node: the parent, lists passed over."""
        node = self.trace.parent[node]
        while node > 0 and self.trace.is_array[node]:
            node = self.trace.parent[node]
        return node

    def depth(self, node: int) -> int:
        """Return how many objects and lists are around a node."""
        count = 0
        while node > 0:
            node = self.trace.parent[node]
            count += 1
        return count


def leaf_read(read: Read | None, size: int) -> Leaf | None:
    """Return the read of a leaf; of a switch, the case of this size if there is only one.

    Args:
        read: of its field.
        size: bytes that the leaf takes.
    """
    if isinstance(read, Leaf):
        return read
    if not isinstance(read, SwitchRead):
        return None
    cases = [case for _, case in read.cases] + [read.default]
    fitting = {
        case for case in cases if isinstance(case, NumberRead) and case.primitive.width == size
    }
    return fitting.pop() if len(fitting) == 1 else None


def outline_of(terrain: Terrain, seed: Seed, read: Callable[[bytes], Trace]) -> Outline:
    """Prepare a seed.

    Args:
        terrain: of its schema.
        seed: any bytes; what cannot be read, or is very large, is changed as bytes only.
        read: gives the trace, as far as the bytes can be read.
    """
    is_small = len(seed.data) <= MAX_TRACED
    trace = read(seed.data) if is_small else Trace(terrain.program, seed.data)
    outline = Outline(seed, trace, terrain, trace.children())
    fields = trace.program.fields
    marks = {0, len(seed.data)}
    for node in range(1, len(trace)):
        start, end = trace.start[node], trace.end[node]
        if trace.index[node] < 0:
            outline.by_key[trace.parent[node], trace.place[node]] = node
        if trace.stream[node]:
            if trace.is_array[node]:
                outline.packed.append(node)
            continue
        if end < start or fields[trace.place[node]].kind not in _STORED:
            continue
        marks.update((start, end))
        if trace.struct[node] < 0 and not trace.is_array[node] and start < end:
            outline.leaves.append(node)
            outline.by_place.setdefault(trace.place[node], []).append(node)
            if type(trace.value[node]) is int and node not in trace.bits:
                outline.by_width.setdefault(end - start, []).append(node)
        elif trace.is_array[node]:
            if _is_solid(outline, node) and not _is_view(outline, node):
                outline.lists.append(node)
                if _is_ended(fields[trace.place[node]]) and outline.kids[node]:
                    outline.enders[node] = outline.kids[node][-1]
        elif trace.struct[node] >= 0 and start < end:
            outline.by_struct.setdefault(trace.struct[node], []).append(node)
    outline.boundaries = sorted(mark for mark in marks if mark <= len(seed.data))
    outline.last = list(range(len(trace)))
    for node in range(len(trace) - 1, 0, -1):
        above = trace.parent[node]
        outline.last[above] = max(outline.last[above], outline.last[node])
    outline.recursive = [
        number for number, nodes in outline.by_struct.items() if _is_nested(nodes, outline.last)
    ]
    _weigh(outline)
    return outline


def _is_nested(nodes: Sequence[int], last: Sequence[int]) -> bool:
    """Whether one of some objects holds the next one."""
    return any(second <= last[first] for first, second in pairwise(nodes))


_STORED = (FieldKind.SEQ, FieldKind.INSTANCE)


def _is_solid(outline: Outline, node: int) -> bool:
    """Whether the elements of a list lie end to end, on whole bytes."""
    trace = outline.trace
    at = trace.start[node]
    for kid in outline.kids[node]:
        if trace.start[kid] != at or kid in trace.bits or trace.end[kid] < at:
            return False
        at = trace.end[kid]
    return at == trace.end[node]


def _is_ended(one: Field) -> bool:
    """Whether the elements of a list tell which of them is the last."""
    repeat = one.repeat
    if repeat is None or repeat.kind is not RepeatKind.UNTIL or repeat.expr is None:
        return False
    return any(isinstance(node, Item) for node in walk(repeat.expr))


def _is_view(outline: Outline, node: int) -> bool:
    """Whether a list shows bytes that belong to other fields."""
    while node > 0:
        if outline.field_of(node).may_overlap:
            return True
        node = outline.trace.parent[node]
    return False


def _weigh(outline: Outline) -> None:
    """Give every field, not every value, its share: fields near the root a larger one."""
    weights = []
    for place, nodes in outline.by_place.items():
        outline.places.append(place)
        depth = outline.depth(nodes[0])
        weights.append(max(1, outline.terrain.weights[place] * 8 // (2 + depth)))
    outline.ends = list(accumulate(weights))
    outline.free = [place for place in outline.places if outline.terrain.is_free(place)]
    outline.list_ends = list(
        accumulate(1 + min(len(outline.kids[node]), 3) for node in outline.lists)
    )
