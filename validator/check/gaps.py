"""Bytes that no field explains: of the file, and of what a `process` unpacked."""

from __future__ import annotations

from collections.abc import Iterator

from validator.check.spans import covered_ranges, covered_unpacked, place_in_file, stream_data
from validator.findings import ByteSpan, Finding
from validator.ir.nodes import Gaps
from validator.ir.trace import Trace
from validator.runtime.ranges import between, is_padding

MAX_GAPS = 20


def gap_ranges(trace: Trace) -> Iterator[tuple[int, int, int]]:
    """Yield (stream, start, end) of what no field explains and `-gaps` does not permit.

    Args:
        trace: a complete trace.
    """
    mode = trace.program.gaps
    if mode is Gaps.ALLOW:
        return
    for stream, covered in [(0, covered_ranges(trace)), *covered_unpacked(trace).items()]:
        data = stream_data(trace, stream)
        for start, end in between(covered, len(data)):
            gap = bytes(data[start:end])
            if mode is Gaps.ERROR or not is_padding(gap):
                yield stream, start, end


def find_gaps(trace: Trace, file: str) -> list[Finding]:
    """Report what no field explains, as the schema's `-gaps` asks.

    Args:
        trace: a complete trace.
        file: name shown in findings.
    Returns:
        At most `MAX_GAPS` findings: the file's in its order, then those in unpacked bytes.
    """
    places = zip(gap_ranges(trace), range(MAX_GAPS), strict=False)
    return [_gap(trace, file, *place) for place, _ in places]


def _gap(trace: Trace, file: str, stream: int, start: int, end: int) -> Finding:
    gap = bytes(stream_data(trace, stream)[start:end])
    count = "1 byte" if len(gap) == 1 else f"{len(gap)} bytes"
    before = _last_before(trace, stream, start)
    after = f" after {before}" if before else ""
    verb = "is" if len(gap) == 1 else "are"
    expected = "every byte explained by a field"
    if trace.program.gaps is Gaps.PADDING:
        expected = "padding of 00 or ff only"
    more = f" … ({len(gap)} bytes)" if len(gap) > 16 else ""
    (low, high), inner = place_in_file(trace, stream, start, end)
    of = f"{after}, at {start:#x} of the unpacked bytes," if inner else after
    return Finding(
        "unexplained-bytes",
        f"{count}{of} {verb} not explained by any field",
        file,
        span=ByteSpan(low, high - low),
        path=_innermost(trace, stream, start, end),
        expected=expected,
        found=gap[:16].hex(" ") + more,
        evidence=(("unpacked", inner),) if inner else (),
        schema=trace.program.structs[0].source,
        cwe=1286,
        context=(max(low - 4, 0) & ~1, bytes(trace.data[max(low - 4, 0) & ~1 :][:16])),
    )


def _innermost(trace: Trace, stream: int, start: int, end: int) -> str:
    """Return the path of the smallest object that holds the gap; "" for the file.

    An object that was unpacked holds all that its stream holds.
    """
    best, width = max(trace.stream_owner[stream], 0) if stream else 0, 1 << 62
    rows = zip(trace.start, trace.end, trace.struct, trace.stream, strict=True)
    for node, (low, high, struct, of) in enumerate(rows):
        if struct >= 0 and of == stream and low <= start and end <= high and high - low <= width:
            best, width = node, high - low
    return trace.path(best)


def _last_before(trace: Trace, stream: int, offset: int) -> str:
    best, found = -1, -1
    rows = zip(trace.start, trace.end, trace.struct, trace.is_array, trace.stream, strict=True)
    for node, (start, end, struct, is_array, of) in enumerate(rows):
        if best < end <= offset and start < end and struct < 0 and not is_array and of == stream:
            best, found = end, node
    return trace.path(found) if found >= 0 else ""
