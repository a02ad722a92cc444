"""A file that is about to be made smaller: prepared once, then cut in many ways, and repaired.

Comes in: a schema and a file, valid or not. Goes out: smaller files. What held in the file (sizes,
counts, positions, checksums) is made to hold again; what did not, stays as wrong as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from validator.check.schema import Schema
from validator.dataclass import dataclass
from validator.fuzz.balance import STAYS, Balance, find_balances, settled
from validator.fuzz.changes import EDIT_ERRORS
from validator.fuzz.subscripts import Meaning, find_meanings, moved
from validator.ir.equations import Measure
from validator.ir.nodes import BitsRead, BytesRead, NumberRead, StrRead
from validator.ir.trace import Trace, Value
from validator.mutate import Change, edit_bytes
from validator.mutate.outline import Outline, Seed, Terrain, outline_of
from validator.mutate.piece import Piece
from validator.mutate.relations import Relations, find_relations
from validator.mutate.repair import Repair
from validator.mutate.texts import sized_leaves
from validator.mutate.view import Splice, View, encode, splice_bytes, splice_list

_MAX_EDITED = 1 << 16


# house: loose-dataclass - what is worked out is kept, which takes a __dict__
@dataclass(frozen=True)
class Prepared:
    """A file with what it takes to change it.

    Attributes:
        schema: of the file.
        terrain: of the schema.
        data: the file.
        way: what becomes of equations that do not hold, see `validator.fuzz.balance`.
    """

    schema: Schema
    terrain: Terrain
    data: bytes
    way: int = STAYS

    def again(self, data: bytes) -> Prepared:
        """Return another file of the schema, to be changed in the same way.

        Args:
            data: the file.
        """
        return Prepared(self.schema, self.terrain, data, self.way)

    @cached_property
    def outline(self) -> Outline:
        """Fields by kind, lists, boundaries."""
        return outline_of(self.terrain, Seed("", self.data), self.schema.trace)

    @cached_property
    def relations(self) -> Relations:
        """What holds in the file."""
        return find_relations(self.outline)

    @cached_property
    def balances(self) -> tuple[Balance, ...]:
        """Sums that the schema compares, as far as the file tells them."""
        return find_balances(self.outline)

    @cached_property
    def meanings(self) -> dict[int, Meaning]:
        """Numbers that are subscripts; what the schema calls a reference moves by itself."""
        relations = self.relations
        known = {one.node for one in relations.items if one.target >= 0}
        plain = frozenset(self.plain)
        found = find_meanings(self.outline)
        return {leaf: one for leaf, one in found.items() if leaf in plain and leaf not in known}

    @cached_property
    def nodes(self) -> dict[str, int]:
        """Path -> node."""
        trace = self.trace
        return {trace.path(node): node for node in range(1, len(trace))}

    @cached_property
    def strings(self) -> list[int]:
        """Byte strings and texts that may have another length, the longest first."""
        trace = self.trace
        found = sized_leaves(self.outline, self.relations.by_size)
        return sorted(found, key=lambda node: trace.start[node] - trace.end[node])

    @cached_property
    def plain(self) -> list[int]:
        """Leaves whose values follow from nothing else; pointers may lead elsewhere."""
        outline, relations = self.outline, self.relations
        sums = {one.node for one in relations.sums}
        return [
            node
            for node in outline.leaves
            if node not in sums
            and all(
                relations.items[number].measure is Measure.POSITION
                for number in relations.by_leaf.get(node, ())
            )
            and isinstance(outline.leaf_read(node), NumberRead | BitsRead | BytesRead | StrRead)
        ]

    @cached_property
    def has_far_parts(self) -> bool:
        """Whether something lies where a position points to, outside of what it belongs to."""
        trace = self.trace
        starts, ends = trace.start, trace.end
        return any(
            not starts[above] <= starts[node] <= ends[node] <= ends[above]
            for node, above in enumerate(trace.parent)
            if node and not trace.stream[node] and starts[node] < ends[node]
        )

    @property
    def trace(self) -> Trace:
        """What was read."""
        return self.outline.trace

    def without(self, cuts: Mapping[str, range]) -> bytes | None:
        """Delete elements of lists.

        Args:
            cuts: path of a list -> subscripts that go.
        Returns:
            the file; None when it cannot be made, or is not smaller.
        """
        nodes = [self.nodes.get(path, -1) for path in cuts]
        if not set(nodes) <= set(self.outline.lists):
            return self._edited(cuts)
        splices = []
        gone: list[int] = []
        for node, cut in zip(nodes, cuts.values(), strict=True):
            kids = self.outline.kids[node]
            pieces = [Piece(kid) for at, kid in enumerate(kids) if at not in cut]
            splices.append(splice_list(self.outline, node, pieces))
            gone += [kid for at, kid in enumerate(kids) if at in cut]
        parts = self._far_parts(gone) if self.has_far_parts else []
        far = [splice_bytes(self.outline, node, b"") for node in parts]
        values = self._moved(dict(zip(nodes, cuts.values(), strict=True)))
        made = self._smaller(self.altered([*splices, *far], values)) if far else None
        return made or self._smaller(self.altered(splices, values))

    def _moved(self, gone: Mapping[int, range]) -> dict[int, Value]:
        """Return the numbers that mean something by its place, once parts before it are gone."""
        return moved(self.outline, self.meanings, gone) if self.meanings else {}

    def _far_parts(self, gone: Collection[int]) -> list[int]:
        """Return what only some elements point to, elsewhere in the file: it goes with them."""
        trace, kids = self.trace, self.outline.kids
        found: dict[tuple[int, int], int] = {}
        taken: list[tuple[int, int]] = []
        waiting = [(0, 0)]
        while waiting:
            node, home = waiting.pop()
            for kid in kids[node]:
                owner = kid if kid in gone else home
                start, end = trace.start[kid], trace.end[kid]
                if trace.stream[kid] or start >= end:
                    continue
                is_far = not trace.start[node] <= start <= end <= trace.end[node]
                if owner and is_far:
                    found.setdefault((start, end), kid)
                    continue
                if not owner and (is_far or not kids[kid]):
                    taken.append((start, end))
                waiting.append((kid, owner))
        return [
            node
            for (start, end), node in _apart(found)
            if not any(low < end and start < high for low, high in taken)
        ]

    def shortened(
        self, cuts: Mapping[int, range], values: Mapping[int, Value] | None = None
    ) -> bytes | None:
        """Delete parts of byte strings.

        Args:
            cuts: leaf -> its bytes that go.
            values: other leaves that change with that -> value.
        Returns:
            the file; None when it cannot be made, or is not smaller.
        """
        trace, splices = self.trace, []
        for node, gone in cuts.items():
            old = self.data[trace.start[node] : trace.end[node]]
            splices.append(splice_bytes(self.outline, node, old[: gone.start] + old[gone.stop :]))
        return self._smaller(self.altered(splices, {**self._moved(cuts), **(values or {})}))

    def replaced(self, node: int, raw: bytes) -> bytes | None:
        """Give an element of a list other bytes.

        Args:
            node: the element, or another node with bytes of its own.
            raw: what it is now.
        """
        trace = self.trace
        parent = trace.parent[node]
        if parent in self.outline.lists and trace.index[node] >= 0:
            pieces = [
                Piece(-1, raw) if kid == node else Piece(kid) for kid in self.outline.kids[parent]
            ]
            return self.spliced([splice_list(self.outline, parent, pieces)])
        return self.spliced([splice_bytes(self.outline, node, raw)])

    def relisted(self, node: int, raws: Iterable[bytes]) -> bytes | None:
        """Give a list other elements.

        Args:
            node: the list, whose elements lie end to end.
            raws: what its elements are now.
        """
        return self.spliced([splice_list(self.outline, node, [Piece(-1, raw) for raw in raws])])

    def cut(self, start: int, end: int) -> bytes | None:
        """Delete bytes wherever they stand, and repair what follows from that.

        Args:
            start, end: half-open, absolute.
        """
        splice = Splice(self._around(start, end), start, end)
        return self._smaller(self.spliced([splice]))

    def put(self, values: Mapping[int, Value], *, repairs: bool = True) -> bytes | None:
        """Give leaves other values.

        Args:
            values: leaf -> value.
            repairs: make what followed from them hold again.
        Returns:
            the file; None when one does not fit.
        """
        if repairs:
            return self.altered((), values)
        return View(self.outline, values=dict(values)).data() if self._fit(values) else None

    def spliced(self, splices: Iterable[Splice]) -> bytes | None:
        """Return the file with splices, repaired; None when two of them touch.

        Args:
            splices: of different nodes.
        """
        return self.altered(splices, {})

    def altered(self, splices: Iterable[Splice], values: Mapping[int, Value]) -> bytes | None:
        """Return the file with splices and other values, repaired.

        Args:
            splices: of different nodes.
            values: leaf outside of them -> value.
        Returns:
            the file; None when two splices touch, or a value does not fit.
        """
        view = View(self.outline, values=dict(values))
        if not self._fit(values) or not all(view.add(one) for one in splices):
            return None
        repair = Repair(view, self.relations)
        repair.run(values)
        moved = settled(view, self.balances, self.relations, self.way)
        if moved := {leaf: value for leaf, value in moved.items() if leaf not in values}:
            view.values.update(moved)
            repair = Repair(view, self.relations)
            repair.run({**values, **moved})
        return repair.data()

    def length(self, node: int) -> int:
        """Return the bytes of a byte string that may go; a terminator is none of them.

        Args:
            node: a leaf; -1 has none.
        """
        if node <= 0:
            return 0
        size = self.trace.end[node] - self.trace.start[node]
        match self.trace.value[node]:
            case bytes() as value:
                return min(size, len(value))
            case str() as text:
                return min(size, len(text.encode("utf-8", "replace")))
        return size

    def _fit(self, values: Mapping[int, Value]) -> bool:
        trace = self.trace
        for node, value in values.items():
            present = self.data[trace.start[node] : trace.end[node]]
            if node not in trace.bits and encode(self.outline, node, value, present) is None:
                return False
        return True

    def _smaller(self, made: bytes | None) -> bytes | None:
        return made if made is not None and len(made) < len(self.data) else None

    def _edited(self, cuts: Mapping[str, range]) -> bytes | None:
        """Build the file anew, for lists whose elements do not lie end to end."""
        if len(self.data) > _MAX_EDITED:
            return None
        gone = [Change("delete", f"{path}[{at}]") for path, cut in cuts.items() for at in cut]
        try:
            return self._smaller(edit_bytes(self.schema.program, self.data, gone).data)
        except EDIT_ERRORS:
            return None

    def _around(self, start: int, end: int) -> int:
        """Return the innermost node that holds some bytes; 0 when only the file does."""
        trace, node = self.trace, 0
        while True:
            inner = [
                kid
                for kid in self.outline.kids[node]
                if not trace.stream[kid] and trace.start[kid] <= start and end <= trace.end[kid]
            ]
            if not inner:
                return node
            node = inner[-1]


def _apart(spans: Mapping[tuple[int, int], int]) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield spans that touch none before them, the first and longest ones."""
    last = -1
    for (start, end), node in sorted(spans.items(), key=lambda one: (one[0][0], -one[0][1])):
        if start >= last:
            yield (start, end), node
            last = end


def nested_pairs(prepared: Prepared) -> list[tuple[int, int]]:
    """Return (outer, inner) objects of one type, one in the other; those that differ most first.

    Args:
        prepared: the file.
    """
    trace = prepared.trace
    found = []
    for inner in range(1, len(trace)):
        struct, outer = trace.struct[inner], trace.parent[inner]
        size = trace.end[inner] - trace.start[inner]
        while struct >= 0 and outer > 0:
            if trace.struct[outer] == struct and not trace.stream[inner]:
                found.append((size - trace.end[outer] + trace.start[outer], outer, inner))
            outer = trace.parent[outer]
    return [(outer, inner) for _, outer, inner in sorted(found)]
