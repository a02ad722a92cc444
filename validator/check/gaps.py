"""Bytes of the file that no field explains."""

from __future__ import annotations

from collections.abc import Iterator

from validator.findings import ByteSpan, Finding
from validator.ir.nodes import Extent, FieldKind, Gaps, Read, StructRead, SwitchRead
from validator.ir.trace import Trace
from validator.runtime.stream import Stream

MAX_GAPS = 20


def covered_ranges(trace: Trace) -> list[tuple[int, int]]:
    """Return the half-open byte ranges of the file that leaves cover, merged and sorted.

    Padding and terminators of objects that have bytes of their own are explained, too, and so
    are raw bytes that were unpacked.
    """
    merged: list[tuple[int, int]] = []
    late: list[tuple[int, int]] = []
    for start, end in _spans(trace):
        if merged and start < merged[-1][0]:
            late.append((start, end))  # reading went back: few, where files have an order
        elif merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return _merge(merged, late) if late else merged


def _merge(merged: list[tuple[int, int]], late: list[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for start, end in sorted(merged + late):
        if result and start <= result[-1][1]:
            if end > result[-1][1]:
                result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result


def _spans(trace: Trace) -> Iterator[tuple[int, int]]:
    fields = trace.program.fields
    owners = frozenset(trace.stream_owner)  # their raw bytes are explained: they were unpacked
    is_read = [f.kind not in (FieldKind.VALUE, FieldKind.PARAM) for f in fields]
    tails = {f.number: tail for f in fields if (tail := _tails(f.read))}
    rows = zip(
        trace.start, trace.end, trace.stream, trace.struct, trace.is_array, trace.place,
        strict=True,
    )  # fmt: skip
    for node, (start, end, stream, struct, is_array, place) in enumerate(rows):
        if stream or end <= start or is_array or node == 0 or not is_read[place]:
            continue
        if struct < 0 or node in owners:
            yield start, end
        elif place in tails and struct in tails[place]:
            yield _content_end(trace.data, start, end, tails[place][struct]), end


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


def find_gaps(trace: Trace, file: str) -> list[Finding]:
    """Report what no field covers, as the schema's `-gaps` asks.

    Args:
        trace: a complete trace.
        file: name shown in findings.
    Returns:
        At most `MAX_GAPS` findings, in file order.
    """
    mode = trace.program.gaps
    if mode is Gaps.ALLOW:
        return []
    findings: list[Finding] = []
    position = 0
    for start, end in [*covered_ranges(trace), (len(trace.data), len(trace.data))]:
        gap = bytes(trace.data[position:start])
        if gap and (mode is Gaps.ERROR or gap.strip(gap[:1]) or gap[0] not in (0, 0xFF)):
            findings.append(_gap(trace, file, position, gap))
        position = max(position, end)
        if len(findings) == MAX_GAPS:
            break
    return findings


def _gap(trace: Trace, file: str, start: int, gap: bytes) -> Finding:
    count = "1 byte" if len(gap) == 1 else f"{len(gap)} bytes"
    before = _last_before(trace, start)
    after = f"after {before} " if before else ""
    verb = "is" if len(gap) == 1 else "are"
    expected = "every byte explained by a field"
    if trace.program.gaps is Gaps.PADDING:
        expected = "padding of 00 or ff only"
    more = f" … ({len(gap)} bytes)" if len(gap) > 16 else ""
    return Finding(
        "unexplained-bytes",
        f"{count} {after}{verb} not explained by any field",
        file,
        span=ByteSpan(start, len(gap)),
        path=_innermost(trace, start, start + len(gap)),
        expected=expected,
        found=gap[:16].hex(" ") + more,
        schema=trace.program.structs[0].source,
        cwe=1286,
        context=(max(start - 4, 0) & ~1, bytes(trace.data[max(start - 4, 0) & ~1 :][:16])),
    )


def _innermost(trace: Trace, start: int, end: int) -> str:
    """Return the path of the smallest object that holds the gap; "" for the file."""
    best, width = 0, len(trace.data) + 1
    rows = zip(trace.start, trace.end, trace.struct, trace.stream, strict=True)
    for node, (low, high, struct, stream) in enumerate(rows):
        if struct >= 0 and low <= start and end <= high and high - low <= width and not stream:
            best, width = node, high - low
    return trace.path(best)


def _last_before(trace: Trace, offset: int) -> str:
    best, found = -1, -1
    rows = zip(trace.start, trace.end, trace.struct, trace.is_array, trace.stream, strict=True)
    for node, (start, end, struct, is_array, stream) in enumerate(rows):
        if best < end <= offset and start < end and struct < 0 and not is_array and not stream:
            best, found = end, node
    return trace.path(found) if found >= 0 else ""
