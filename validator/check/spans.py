"""Which bytes the leaves of a trace explain, and in which stream: what gaps and overlaps rest on.

A leaf is a number, bit field, byte string or string, with its padding and terminator; raw bytes
that a `process` unpacked count as one; so do padding and terminator of an object that has bytes
of its own. Objects and lists explain nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.ir.nodes import Extent, FieldKind, Read, StructRead, SwitchRead
from validator.ir.trace import Trace
from validator.runtime.stream import Stream

Range = tuple[int, int]
"""Half-open byte range in one stream."""


def leaf_spans(trace: Trace) -> Iterator[tuple[int, int, int, int]]:
    """Yield (stream, start, end, node) of everything that explains bytes, in reading order."""
    fields = trace.program.fields
    owners = frozenset(trace.stream_owner)  # their raw bytes are explained: they were unpacked
    is_read = [f.kind not in (FieldKind.VALUE, FieldKind.PARAM) for f in fields]
    tails = {f.number: tail for f in fields if (tail := _tails(f.read))}
    rows = zip(
        trace.start, trace.end, trace.stream, trace.struct, trace.is_array, trace.place,
        strict=True,
    )  # fmt: skip
    for node, (start, end, stream, struct, is_array, place) in enumerate(rows):
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
    return merge((start, end) for stream, start, end, _ in leaf_spans(trace) if not stream)


def covered_unpacked(trace: Trace) -> dict[int, list[Range]]:
    """Return the same for every stream of unpacked bytes that an object was read from."""
    if len(trace.streams) < 2:
        return {}
    found: dict[int, list[Range]] = {stream: [] for stream in range(1, len(trace.streams))}
    for stream, start, end, _ in leaf_spans(trace):
        if stream:
            found[stream].append((start, end))
    return {stream: merge(spans) for stream, spans in found.items()}


def merge(spans: Iterable[Range]) -> list[Range]:
    """Return ranges sorted and disjoint; quick when they come in order."""
    merged: list[Range] = []
    late: list[Range] = []
    for start, end in spans:
        if merged and start < merged[-1][0]:
            late.append((start, end))  # reading went back: few, where files have an order
        elif merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merge(sorted(merged + late)) if late else merged


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
