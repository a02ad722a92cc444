"""Bytes of the file that no field explains."""

from __future__ import annotations

from validator.findings import ByteSpan, Finding
from validator.ir.nodes import FieldKind, Gaps
from validator.ir.trace import Trace

MAX_GAPS = 20


def covered_ranges(trace: Trace) -> list[tuple[int, int]]:
    """Return the half-open byte ranges of the file that leaves cover, merged and sorted."""
    fields = trace.program.fields
    owners = frozenset(trace.stream_owner)  # their raw bytes are explained: they were unpacked
    read = [f.kind not in (FieldKind.VALUE, FieldKind.PARAM) for f in fields]
    spans = [
        (trace.start[node], trace.end[node])
        for node in range(1, len(trace))
        if trace.stream[node] == 0
        and trace.end[node] > trace.start[node]
        and not trace.is_array[node]
        and (trace.struct[node] < 0 or node in owners)
        and read[trace.place[node]]
    ]
    spans.sort()
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


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
    for node in range(len(trace)):
        covers = trace.start[node] <= start and end <= trace.end[node]
        size = trace.end[node] - trace.start[node]
        if covers and trace.struct[node] >= 0 and trace.stream[node] == 0 and size <= width:
            best, width = node, size
    return trace.path(best)


def _last_before(trace: Trace, offset: int) -> str:
    best, path = -1, ""
    for node in trace.leaves():
        end = trace.end[node]
        if trace.stream[node] == 0 and best < end <= offset and end > trace.start[node]:
            best, path = end, trace.path(node)
    return path
