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
from dataclasses import dataclass, field
from typing import Any

from validator.diff.model import Gap, Version
from validator.diff.places import Places
from validator.ir.trace import Trace

Numbers = dict[Any, int]
_NONE: tuple[int, ...] = ()


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
    trace = forest.trace
    hidden = [number in forest.places.params for number in range(len(trace.program.fields))]
    kids: list[list[int] | None] = [None] * len(trace)
    places, alias = trace.place, trace.alias
    last = [-1] * len(trace)
    unsorted: set[int] = set()
    for node, parent in enumerate(trace.parent):
        if parent < 0 or hidden[places[node]] or node in alias:
            continue
        below = kids[parent]
        if below is None:
            kids[parent] = [node]
        else:
            below.append(node)
            if places[node] < last[parent]:
                unsorted.add(parent)
        last[parent] = places[node]
    for node in unsorted:  # instances that were needed early
        kids[node] = sorted(kids[node] or (), key=lambda kid: (places[kid], kid))
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
    """Give every gap to the innermost object or list around it."""
    trace = forest.trace
    inner: dict[int, tuple[list[int], list[int]]] = {}
    for stream, start, end in forest.version.gaps:
        node = trace.stream_owner[stream] if stream else 0
        while True:
            if node not in inner:
                held = [
                    k for k in forest.parts(node) if forest.kids[k] and trace.stream[k] == stream
                ]
                held.sort(key=lambda kid: trace.start[kid])
                inner[node] = [trace.start[kid] for kid in held], held
            starts, held = inner[node]
            at = bisect_right(starts, start) - 1
            if at < 0 or trace.end[held[at]] < end or held[at] in forest.streams:
                break
            node = held[at]
        forest.gaps.setdefault(node, []).append((stream, start, end))


def _number(forest: Forest, numbers: Numbers) -> None:
    """Fill `full` and `core` from the last node to the first: parents come before children."""
    trace, kids = forest.trace, forest.kids
    derived, computed = forest.places.derived, forest.places.computed
    is_extra = [n in derived or n in computed for n in range(len(trace.program.fields))]
    full, core = [-1] * len(trace), [-1] * len(trace)
    special = frozenset(forest.streams) | frozenset(forest.gaps)
    places, values, structs, arrays = trace.place, trace.value, trace.struct, trace.is_array
    for node in range(len(trace) - 1, -1, -1):
        below = kids[node]
        value = values[node]
        if below is None and value.__class__ is int:
            key: tuple[Any, ...] = (places[node], value)
            full[node] = core[node] = numbers.setdefault(key, len(numbers))
        elif below is None and structs[node] < 0 and not arrays[node]:
            core[node], full[node] = _leaf(forest, node, numbers)
        else:
            parts = below or _NONE
            whole = tuple([full[kid] for kid in parts])
            if arrays[node]:
                kept = tuple([core[kid] for kid in parts])
            else:
                kept = tuple([core[kid] for kid in parts if not is_extra[places[kid]]])
            key = (places[node], structs[node], kept)
            core[node] = number = numbers.setdefault(key, len(numbers))
            if kept != whole:
                key = (places[node], structs[node], whole, "full")
                number = numbers.setdefault(key, len(numbers))
            if node in special:
                key = (number, "bytes", *_hidden_bytes(forest, node))
                number = numbers.setdefault(key, len(numbers))
            full[node] = number
    forest.full, forest.core = full, core


def _leaf(forest: Forest, node: int, numbers: Numbers) -> tuple[int, int]:
    """Return core and full number of a leaf that is no integer."""
    trace = forest.trace
    place, value = trace.place[node], trace.value[node]
    seen: Any = value
    match value:
        case float():
            seen = struct.pack("<d", value)
        case list():
            seen = repr(value)
    size = trace.end[node] - trace.start[node]
    has_more = value is None or (isinstance(value, str | bytes) and size != len(value))
    raw: bytes | None = None
    if (size and has_more) or place in forest.places.processed:
        raw = trace.content(node)
    key: tuple[Any, ...] = (place, value.__class__, seen)
    if value is None and raw is not None:
        key = (place, "undecoded", raw)
    core = numbers.setdefault(key, len(numbers))
    if raw is None:
        return core, core
    key = (core, "raw", raw)
    return core, numbers.setdefault(key, len(numbers))


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
