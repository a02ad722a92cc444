"""Which bytes the leaves of a trace explain, and in which stream: what gaps and overlaps rest on.

A leaf is a number, bit field, byte string or string, with its padding and terminator; raw bytes
that a `process` unpacked count as one; so do padding and terminator of an object that has bytes
of its own. Objects and lists explain nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain, compress, islice
from operator import gt

from validator.ir.nodes import Extent, FieldKind, Read, StructRead, SwitchRead
from validator.ir.overlap import is_jump
from validator.ir.trace import Trace
from validator.runtime.ranges import merge
from validator.runtime.stream import Stream

Range = tuple[int, int]
"""Half-open byte range in one stream."""


def leaf_spans(trace: Trace, first: int = 0) -> Iterator[tuple[int, int, int, int]]:
    """Yield (stream, start, end, node) of everything that explains bytes, in reading order.

    Args:
        trace: a complete trace.
        first: node to begin with.
    """
    fields = trace.program.fields
    owners = frozenset(trace.stream_owner)  # their raw bytes are explained: they were unpacked
    is_read = [f.kind not in (FieldKind.VALUE, FieldKind.PARAM) for f in fields]
    tails = {f.number: tail for f in fields if (tail := _tails(f.read))}
    columns = (
        trace.start, trace.end, trace.stream, trace.struct, trace.is_array, trace.place,
    )  # fmt: skip
    rows = islice(zip(*columns, strict=True), first, None)
    for node, (start, end, stream, struct, is_array, place) in enumerate(rows, first):
        if end <= start or is_array or node == 0 or not is_read[place]:
            continue
        if struct < 0 or node in owners:
            yield stream, start, end, node
        elif place in tails and struct in tails[place]:
            content = _content_end(stream_data(trace, stream), start, end, tails[place][struct])
            if content < end:
                yield stream, content, end, node


def stream_data(trace: Trace, stream: int) -> bytes | memoryview:
    """Return the bytes of a stream: the file, or what a `process` made."""
    return trace.streams[stream] if stream else trace.data


def covered_ranges(trace: Trace) -> list[Range]:
    """Return the half-open byte ranges of the file that leaves explain, merged and sorted."""
    first, lead = leading_range(trace)
    spans = ((start, end) for stream, start, end, _ in leaf_spans(trace, first) if not stream)
    return merge(chain([lead] if first else [], spans))


def leading_range(trace: Trace) -> tuple[int, Range]:
    """Return how many nodes come before the first instance with `pos`, and what they explain.

    Nothing (0) unless their leaves lie one behind the other: this is only to be quick where
    files have an order.
    """
    fields = trace.program.fields
    first = first_jump(trace, {f.number for f in fields if is_jump(f)})
    is_leaf = [_is_leaf(f.read) for f in fields]
    known = {is_leaf[place] for place in set(islice(trace.place, 1, first))}
    if len(trace.streams) > 1 or None in known:
        return 0, (0, 0)
    leaves = map([int(leaf or 0) for leaf in is_leaf].__getitem__, islice(trace.place, 1, first))
    chosen = list(map(gt, leaves, islice(trace.is_array, 1, first)))
    starts = list(compress(islice(trace.start, 1, first), chosen))
    ends = list(compress(islice(trace.end, 1, first), chosen))
    if not starts or starts[1:] != ends[:-1]:
        return 0, (0, 0)
    return first, (starts[0], ends[-1])


def first_jump(trace: Trace, places: Collection[int]) -> int:
    """Return the first node of one of the fields; the number of nodes when there is none."""
    if not places:
        return len(trace)
    return next((node for node, place in enumerate(trace.place) if place in places), len(trace))


def _is_leaf(read: Read | None) -> bool | None:
    """Whether a field explains bytes itself; None when that depends on the data."""
    match read:
        case None:
            return False
        case StructRead(extent=extent):
            return None if extent is not None and (extent.process or _tails(read)) else False
        case SwitchRead():
            return None
    return True


def covered_unpacked(trace: Trace) -> dict[int, list[Range]]:
    """Return the same for every stream of unpacked bytes that an object was read from."""
    if len(trace.streams) < 2:
        return {}
    found: dict[int, list[Range]] = {stream: [] for stream in range(1, len(trace.streams))}
    for stream, start, end, _ in leaf_spans(trace):
        if stream:
            found[stream].append((start, end))
    return {stream: merge(spans) for stream, spans in found.items()}


def place_in_file(trace: Trace, stream: int, start: int, end: int) -> tuple[Range, str | None]:
    """Return where a range of a stream lies in the file.

    Returns:
        The range, and None; for unpacked bytes the range of their raw bytes, and a text that
        says where among the unpacked ones it is.
    """
    if not stream:
        return (start, end), None
    inner = f"{start:#x}+{end - start} of the unpacked bytes"
    while stream:
        owner = trace.stream_owner[stream]
        start, end, stream = trace.start[owner], trace.end[owner], trace.stream[owner]
    return (start, end), inner


def _tails(read: Read | None) -> dict[int, Extent]:
    """Return struct -> extent of the objects whose content may end before their bytes do."""
    match read:
        case StructRead(struct=number, extent=extent) if extent is not None:
            is_cut = extent.terminator is not None or extent.pad_right is not None
            return {number: extent} if is_cut and extent.process is None else {}
        case SwitchRead(cases=cases, default=default):
            found: dict[int, Extent] = {}
            for inner in (*(case for _, case in cases), default):
                found |= _tails(inner)
            return found
    return {}


def _content_end(data: bytes | memoryview, start: int, end: int, extent: Extent) -> int:
    """Return where the content of an object ends, before its padding and terminator."""
    stream = Stream(bytes(data[start:end]), 0, end - start, 0)
    if extent.size is None and not extent.to_end and extent.terminator is not None:
        found = stream.until(extent.terminator, extent.include, consume=True, required=False)
        return start + found[1]
    stream.pos = stream.end
    return start + stream.cut(0, extent.terminator, extent.include, extent.pad_right)
