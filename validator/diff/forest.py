"""A trace as a tree whose equal subtrees have equal numbers.

Comes in: two versions and a table of numbers that both share. Goes out: children, and two
numbers for every node: `full` is equal exactly when everything below is equal, bytes included;
`core` leaves out what only follows from something else (computed and derived fields) and so
tells elements apart by what they are. Numbers stand for contents, not for hashes of them: no
file can be made to look like another.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import field
from typing import Any, ClassVar

from validator.dataclass import dataclass
from validator.diff.model import Gap, Version
from validator.diff.places import Places
from validator.ir.trace import Trace, Value

Numbers = dict[Any, int]


# house: loose-dataclass - filled node by node
@dataclass(slots=True)
class Forest:
    """One version, numbered.

    Attributes:
        kids: node -> children in schema order, parameters and aliases left out; elements in
            order.
        full, core: node -> number, see above.
        gaps: node -> the gaps directly in it, in order.
        streams: node whose bytes were unpacked -> number of the stream.
        stopped: nodes in which reading came to an end early.
    """

    version: Version
    places: Places
    kids: list[list[int] | None] = field(default_factory=list)
    full: list[int] = field(default_factory=list)
    core: list[int] = field(default_factory=list)
    gaps: dict[int, list[Gap]] = field(default_factory=dict)
    streams: dict[int, int] = field(default_factory=dict)
    stopped: frozenset[int] = frozenset()
    is_changed: ClassVar[bool] = False

    @property
    def trace(self) -> Trace:
        """The trace of the version."""
        return self.version.trace

    def parts(self, node: int) -> list[int]:
        """Return the children of a node."""
        return self.kids[node] or []

    def child(self, node: int, place: int) -> int | None:
        """Return the child of an object that is field `place`, or None."""
        for kid in self.kids[node] or ():
            if self.trace.place[kid] == place:
                return kid
        return None

    def element(self, array: int, index: int) -> int | None:
        """Return the element of a list, or None."""
        parts = self.parts(array)
        return parts[index] if 0 <= index < len(parts) else None

    def count(self, node: int) -> int:
        """Return how many elements a list has."""
        return len(self.parts(node))

    def index(self, node: int) -> int:
        """Return the subscript of an element, -1 for what is none."""
        return self.trace.index[node]

    def value(self, node: int) -> Value:
        """Return what a leaf says."""
        return self.trace.value[node]

    def start(self, node: int) -> int:
        """Return where a node starts in its stream."""
        return self.trace.start[node]

    def end(self, node: int) -> int:
        """Return where a node ends in its stream."""
        return self.trace.end[node] if node else len(self.trace.data)

    def unpacked(self, node: int) -> int | None:
        """Return how many bytes a `process` made of a node, or None."""
        stream = self.streams.get(node)
        return None if stream is None else len(self.trace.streams[stream])


def plant(version: Version, places: Places, numbers: Numbers) -> Forest:
    """Give numbers to the nodes of one version.

    Args:
        version: not modified.
        places: of the same program.
        numbers: shared by the versions that are compared; grows.
    """
    forest = Forest(version, places)
    _collect(forest)
    owners = version.trace.stream_owner
    forest.streams = {owner: stream for stream, owner in enumerate(owners) if stream}
    forest.stopped = _stopped(version)
    _place_gaps(forest)
    _number(forest, numbers)
    return forest


def _collect(forest: Forest) -> None:
    trace, params = forest.trace, forest.places.params
    kids: list[list[int] | None] = [None] * len(trace)
    dropped: list[int] = []
    places = trace.place
    for node, parent in enumerate(trace.parent):
        below = kids[parent] if parent >= 0 and places[node] not in params else dropped
        if below is None:
            kids[parent] = [node]
        else:
            below.append(node)
    for node in trace.alias:  # it is compared where it stands
        held = kids[trace.parent[node]]
        if held is not None:
            held.remove(node)
    forest.kids = kids


def _stopped(version: Version) -> frozenset[int]:
    """Return the nodes that were not read to their end, and all around them."""
    found: set[int] = set()
    for stop, _ in version.stopped:
        node = stop
        while node >= 0 and node not in found:
            found.add(node)
            node = version.trace.parent[node]
    return frozenset(found)


def _place_gaps(forest: Forest) -> None:
    """Give every gap to the innermost object or list around it, in parts where they end."""
    trace = forest.trace
    inner: dict[int, tuple[list[int], list[int]]] = {}
    for stream, start, end in forest.version.gaps:
        top = trace.stream_owner[stream] if stream else 0
        while start < end:
            node, cut = top, end
            while True:
                if node not in inner:
                    inner[node] = _containers(forest, node, stream)
                starts, held = inner[node]
                at = bisect_right(starts, start) - 1
                if at + 1 < len(starts):
                    cut = min(cut, starts[at + 1])
                if at < 0 or trace.end[held[at]] <= start:
                    break
                node = held[at]
                cut = min(cut, trace.end[node])
            forest.gaps.setdefault(node, []).append((stream, start, cut))
            start = cut


def _containers(forest: Forest, node: int, stream: int) -> tuple[list[int], list[int]]:
    """Return the objects and lists in a node that have bytes in a stream: starts, and nodes."""
    trace = forest.trace
    held = [
        kid
        for kid in forest.parts(node)
        if trace.stream[kid] == stream
        and trace.start[kid] < trace.end[kid]
        and (trace.struct[kid] >= 0 or trace.is_array[kid])
        and kid not in forest.streams
    ]
    held.sort(key=lambda kid: trace.start[kid])
    return [trace.start[kid] for kid in held], held


def _number(forest: Forest, numbers: Numbers) -> None:
    """Fill `full` and `core` from the last node to the first: parents come before children."""
    trace, kids = forest.trace, forest.kids
    full, core = [-1] * len(trace), [-1] * len(trace)
    # Whether a part of the node differs in its two numbers; most are alike and quick.
    is_mixed = bytearray(len(trace) + 1)  # the last one stands for what is around the root
    inner = _Inner(forest, full, core, numbers)
    is_plain = [all(not forest.places.is_extra(f.number) for f in s.seq) and not s.instances
                for s in trace.program.structs]  # fmt: skip
    places, values, structs, arrays = trace.place, trace.value, trace.struct, trace.is_array
    special, number_of = inner.special, numbers.setdefault
    for node in range(len(trace) - 1, -1, -1):
        below, value, struct_number = kids[node], values[node], structs[node]
        if below is None and value.__class__ is int:
            key: tuple[Any, ...] = (places[node], value)
            full[node] = core[node] = number_of(key, len(numbers))
            continue
        if struct_number < 0 and not arrays[node]:
            inner.leaf(node)
        elif (
            is_mixed[node]
            or node in special
            or (struct_number >= 0 and not is_plain[struct_number])
        ):
            inner.parent(node)
        else:
            parts = tuple([full[kid] for kid in below]) if below else ()
            key = (places[node], struct_number, parts)
            full[node] = core[node] = number_of(key, len(numbers))
        if full[node] != core[node]:
            is_mixed[trace.parent[node]] = 1
    forest.full, forest.core = full, core


class _Inner:
    """Numbers of the nodes that need a closer look."""

    def __init__(self, forest: Forest, full: list[int], core: list[int], numbers: Numbers) -> None:
        self.forest, self.trace = forest, forest.trace
        self.full, self.core, self.numbers = full, core, numbers
        program = forest.trace.program
        self.has_instances = [bool(s.instances) for s in program.structs] + [False]  # of a list
        self.is_extra = [forest.places.is_extra(field.number) for field in program.fields]
        self.special = frozenset(forest.streams) | frozenset(forest.gaps)

    def _number_of(self, *key: Any) -> int:
        return self.numbers.setdefault(key, len(self.numbers))

    def parent(self, node: int) -> None:
        """Give numbers to an object or list whose parts are not all of its content."""
        places, struct_number = self.trace.place, self.trace.struct[node]
        parts = self.forest.kids[node] or []
        if self.has_instances[struct_number]:  # they come in the order in which they were needed
            parts = sorted(parts, key=places.__getitem__)
        full, core, is_extra = self.full, self.core, self.is_extra
        whole = tuple([full[kid] for kid in parts])
        if struct_number < 0:
            kept = tuple([core[kid] for kid in parts])
        else:
            kept = tuple([core[kid] for kid in parts if not is_extra[places[kid]]])
        number = self.core[node] = self._number_of(places[node], struct_number, kept)
        if kept != whole:
            number = self._number_of(places[node], struct_number, whole, "full")
        if node in self.special:
            number = self._number_of(number, "bytes", *_hidden_bytes(self.forest, node))
        self.full[node] = number

    def leaf(self, node: int) -> None:
        """Give numbers to a leaf that is no integer; `full` has its bytes where they say more."""
        trace, places = self.trace, self.forest.places
        place, value = trace.place[node], trace.value[node]
        size = trace.end[node] - trace.start[node]
        raw: bytes | None = None
        key: tuple[Any, ...] = (place, value.__class__, value)
        match value:
            case float():
                key = (place, float, struct.pack("<d", value))
            case list():
                key = (place, list, repr(value))
            case str() | bytes() if size != len(value):
                if place in places.terminated and value.isascii():
                    key = (place, value.__class__, value, size)
                else:
                    raw = trace.content(node)
            case None if size:
                key = (place, "undecoded", raw := trace.content(node))
        if place in places.processed:
            raw = trace.content(node)
        self.core[node] = self.full[node] = number = self._number_of(*key)
        if raw is not None:
            self.full[node] = self._number_of(number, "raw", raw)


def gap_bytes(trace: Trace, gap: Gap) -> bytes:
    """Return the bytes of a gap.

    Args:
        trace: the trace.
        gap: one of its gaps.
    """
    stream, start, end = gap
    return bytes((trace.streams[stream] if stream else trace.data)[start:end])


def _hidden_bytes(forest: Forest, node: int) -> tuple[bytes, ...]:
    """Return the bytes of a node that show in no child: gaps, and what was unpacked."""
    trace = forest.trace
    gaps = forest.gaps.get(node, ())
    found = [gap_bytes(trace, (stream, start, end)) for stream, start, end in gaps]
    if node in forest.streams:
        found.append(trace.content(node))
    return tuple(found)
