"""A seed with changes, before its bytes are made: what lies where now, and what leaves say now.

Comes in: a prepared seed, lists with other elements, leaves with other bytes or values. Goes out:
places, counts and values as a reader of the changed file would see them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import ClassVar

from validator.dataclass import dataclass
from validator.ir.trace import Trace, Value
from validator.mutate.fields import encode_number, merge_bits
from validator.mutate.outline import Outline
from validator.mutate.piece import Piece as Piece


@dataclass(frozen=True, slots=True)
class Splice:
    """Other content for one node.

    Attributes:
        node: a list, or a byte string.
        start, end: its place in the seed.
        pieces: the new elements of a list.
        content: the new bytes of a byte string.
        size: bytes that it takes now.
        starts: element -> where its first copy lies, from the start of the list.
        copied: the piece that stands `times` more at the end of the list.
    """

    node: int
    start: int
    end: int
    pieces: tuple[Piece, ...] = ()
    content: bytes = b""
    size: int = 0
    starts: dict[int, int] = field(default_factory=dict)
    copied: int = -1
    times: int = 0


def splice_list(
    outline: Outline, node: int, pieces: Sequence[Piece], copied: int = -1, times: int = 0
) -> Splice:
    """Return a list with other elements.

    Args:
        outline: the seed.
        node: the list.
        pieces: its elements, in their new order.
        copied: one of its elements in the seed, which is in `pieces` and stands behind them
            again, -1 for none.
        times: how often it does.
    """
    trace = outline.trace
    starts: dict[int, int] = {}
    begins, ends = trace.start, trace.end
    at = 0
    for piece in pieces:
        kid = piece.node
        if kid >= 0:
            if kid not in starts and not piece.patches:
                starts[kid] = at
            at += ends[kid] - begins[kid]
        else:
            at += len(piece.foreign)
    if times:
        at += times * (ends[copied] - begins[copied])
    place = trace.start[node], trace.end[node]
    return Splice(
        node, *place, tuple(pieces), size=at, starts=starts, copied=copied, times=times
    )  # fmt: skip


def splice_bytes(outline: Outline, node: int, content: bytes) -> Splice:
    """Return a byte string with other bytes.

    Args:
        outline: the seed.
        node: a leaf.
        content: all its bytes.
    """
    trace = outline.trace
    return Splice(
        node, trace.start[node], trace.end[node], content=content, size=len(content)
    )  # fmt: skip


# house: loose-dataclass - filled while a mutant is made
@dataclass(slots=True)
class View:
    """A seed with changes.

    Attributes:
        splices: nodes with other content, none inside another, by place.
        values: leaf -> what it says now.
        patches: leaf -> its bytes now, where no value says them.
        encoded: leaf -> (a value, its bytes), where that was worked out already.
    """

    outline: Outline
    splices: list[Splice] = field(default_factory=list)
    values: dict[int, Value] = field(default_factory=dict)
    patches: dict[int, bytes] = field(default_factory=dict)
    encoded: dict[int, tuple[Value, bytes]] = field(default_factory=dict)
    trace: Trace = field(init=False)
    is_changed: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Keep at hand what every question needs."""
        self.trace = self.outline.trace

    def add(self, splice: Splice) -> bool:
        """Change a node; False when it shares bytes with one that is changed already.

        Args:
            splice: the node and its new content.
        """
        for other in self.splices:
            is_before = splice.end <= other.start and splice.start < other.end
            is_behind = splice.start >= other.end and splice.end > other.start
            if not (is_before or is_behind):
                return False
        self.splices.append(splice)
        self.splices.sort(key=lambda one: (one.start, one.end))
        return True

    def replace(self, splice: Splice) -> bool:
        """Change a node anew; False when it shares bytes with another one that is changed.

        Args:
            splice: the node and its new content.
        """
        kept = self.splices
        self.splices = [one for one in kept if one.node != splice.node]
        if self.add(splice):
            return True
        self.splices = kept
        return False

    def spliced(self, node: int) -> Splice | None:
        """Return the change of a node itself, or None."""
        for splice in self.splices:
            if splice.node == node:
                return splice
        return None

    # -- places --------------------------------------------------------------------------

    def start(self, node: int) -> int:
        """Return where a node starts now; of several copies the first."""
        return self._moved(node, self.outline.trace.start[node], is_end=False)

    def end(self, node: int) -> int:
        """Return where a node ends now; of several copies the first."""
        if node == 0:
            return self.size()
        return self._moved(node, self.outline.trace.end[node], is_end=True)

    def size(self) -> int:
        """Return the bytes of the changed file."""
        change = sum(one.size - (one.end - one.start) for one in self.splices)
        return len(self.outline.seed.data) + change

    def _moved(self, node: int, at: int, *, is_end: bool) -> int:
        moved = at
        for one in self.splices:
            if one.end < at or (one.end == at and self._is_behind(node, one, is_end=is_end)):
                moved += one.size - (one.end - one.start)
            elif one.start <= at <= one.end and one.starts:
                element = self._element(node, one.node)
                if element < 0 and not is_end and not self._holds(node, one.node):
                    element = self.outline.element_at(one.node, at)
                if element in one.starts:
                    moved += one.starts[element] - (self.outline.trace.start[element] - one.start)
        return moved

    def _is_behind(self, node: int, one: Splice, *, is_end: bool) -> bool:
        """Whether an offset at the end of a changed node lies behind it, not in or before it."""
        element = self._element(node, one.node)
        if element >= 0:
            return self._is_elsewhere(node, element)
        if one.start < one.end:
            return True
        return self._holds(node, one.node) if is_end else node > one.node

    def _is_elsewhere(self, node: int, element: int) -> bool:
        """Whether a node of an element lies where a position in it points to."""
        outline = self.outline
        while node > element:
            if outline.field_of(node).position is not None:
                return True
            node = outline.trace.parent[node]
        return False

    def _holds(self, top: int, node: int) -> bool:
        """Whether a node is `top`, or lies in it."""
        parent = self.outline.trace.parent
        while node > top:
            node = parent[node]
        return node == top

    def _element(self, node: int, top: int) -> int:
        """Return the child of `top` that a node is or lies in; -1 for none."""
        parent = self.outline.trace.parent
        while node > top:
            above = parent[node]
            if above == top:
                return node
            node = above
        return -1

    def index(self, node: int) -> int:
        """Return the subscript of an element now; of several copies the first."""
        trace = self.outline.trace
        one = self.spliced(trace.parent[node])
        if one is None or not one.pieces:
            return trace.index[node]
        for index, piece in enumerate(one.pieces):
            if piece.node == node and not piece.patches:
                return index
        return trace.index[node]

    def is_gone(self, node: int) -> bool:
        """Whether a node is, or lies in, an element that was deleted."""
        last = self.outline.last
        for one in self.splices:
            top = one.node
            if top < node <= last[top]:
                element = self._element(node, top)
                if element >= 0 and element not in one.starts:
                    return True
        return False

    def is_still(self, node: int) -> bool:
        """Whether a leaf is where it was read, or moved as a whole with what is around it."""
        return self.spliced(node) is None and not self.is_gone(node)

    def count(self, node: int) -> int:
        """Return how many elements a list has now."""
        one = self.spliced(node)
        return len(self.outline.kids[node]) if one is None else len(one.pieces) + one.times

    def value(self, node: int) -> Value:
        """Return what a leaf says now."""
        found = self.values.get(node, self)
        return self.outline.trace.value[node] if found is self else found  # type: ignore[return-value]  # never a view

    def child(self, owner: int, number: int) -> int | None:
        """Return the node of a field of an object, None when it has none."""
        return self.outline.by_key.get((owner, number))

    def element(self, array: int, index: int) -> int | None:
        """Return the element of a list now; None for what is missing or comes from elsewhere."""
        one = self.spliced(array)
        if one is None:
            kids = self.outline.kids[array]
            return kids[index] if 0 <= index < len(kids) else None
        if not 0 <= index < len(one.pieces):
            is_copy = 0 <= index < len(one.pieces) + one.times
            return one.copied if is_copy else None
        node = one.pieces[index].node
        return node if node >= 0 else None

    def unpacked(self, node: int) -> int | None:  # noqa: ARG002 - a view has to say
        """Return None: what a `process` makes of changed bytes is not known."""
        return None

    # -- bytes ---------------------------------------------------------------------------

    def data(self, skipped: int = -1) -> bytes:
        """Return the changed file.

        Args:
            skipped: a leaf that keeps its old value, -1 for none.
        """
        trace = self.outline.trace
        base = bytearray(self.outline.seed.data)
        for node, raw in self.patches.items():
            base[trace.start[node] : trace.end[node]] = raw
        for node, value in self.values.items():
            if node == skipped:
                continue
            start, end = trace.start[node], trace.end[node]
            ready = self.encoded.get(node)
            if ready is not None and ready[0] == value:
                base[start:end] = ready[1]
                continue
            new = encode(self.outline, node, value, bytes(base[start:end]))
            if new is not None:
                base[start:end] = new
        parts: list[bytes] = []
        at = 0
        for one in self.splices:
            parts.append(bytes(base[at : one.start]))
            parts.append(one.content)
            parts += self._parts_of(one, base)
            if one.times:
                parts.append(self._bytes_of(Piece(one.copied), one, base) * one.times)
            at = one.end
        parts.append(bytes(base[at:]))
        return b"".join(parts)

    def _parts_of(self, one: Splice, base: bytearray) -> Iterator[bytes]:
        """Yield the bytes of a list; elements that follow one another as they did in one go."""
        trace = self.trace
        starts, ends, parents = trace.start, trace.end, trace.parent
        begin = end = -1
        for piece in one.pieces:
            node = piece.node
            if node >= 0 and not piece.patches and parents[node] == one.node:
                if starts[node] == end:
                    end = ends[node]
                    continue
                if begin >= 0:
                    yield bytes(base[begin:end])
                begin, end = starts[node], ends[node]
                continue
            if begin >= 0:
                yield bytes(base[begin:end])
                begin = end = -1
            yield self._bytes_of(piece, one, base)
        if begin >= 0:
            yield bytes(base[begin:end])

    def _bytes_of(self, piece: Piece, one: Splice, base: bytearray) -> bytes:
        """Return the bytes of an element; repaired ones, unless it holds what is changed."""
        if piece.node < 0:
            return piece.foreign
        trace = self.outline.trace
        start, end = trace.start[piece.node], trace.end[piece.node]
        is_own = trace.parent[piece.node] == one.node
        if not is_own and any(_overlaps(other, start, end) for other in self.splices):
            return self.outline.seed.data[start:end]
        found = base[start:end]
        for at, raw in piece.patches:
            found[at : at + len(raw)] = raw
        return bytes(found)


def _overlaps(one: Splice, start: int, end: int) -> bool:
    return one.start < end and start < one.end or start <= one.start == one.end <= end


def encode(outline: Outline, node: int, value: Value, present: bytes) -> bytes | None:
    """Return the bytes of a leaf with another value, None when it does not fit.

    Args:
        outline: the seed.
        node: a number, bit field, text or byte string in the file.
        value: what it shall say.
        present: its bytes now.
    """
    if type(value) is int and node not in outline.trace.bits:
        return _packed(outline, node, value, present)
    match value:
        case bytes():
            return value if len(value) == len(present) else None
        case str():
            raw = value.encode("ascii", "replace")
            return raw if len(raw) == len(present) else None
        case int() | float() if node in outline.trace.bits:
            return merge_bits(outline, node, int(value), present)
        case int() | float():
            return _packed(outline, node, value, present)
    return None


def _packed(outline: Outline, node: int, value: float, present: bytes) -> bytes | None:
    """Return the bytes of a number, None when it does not fit."""
    packer = outline.terrain.packers.get(outline.trace.place[node])
    if packer is None or packer.size != len(present):
        return encode_number(outline, node, value)
    try:
        return packer.pack(value)
    except struct.error:
        return None
