"""Bytes that several fields explain although the schema does not say so.

Reading in order explains every byte once. Only an instance with `pos` can go where others have
been: what one such instance reads (and does not reach by a further one) is a *unit*, all the rest
is the unit of the file. Two units overlap when both explain a byte; docs/semantics.md tells which
overlaps are declared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import field
from itertools import islice

from validator.check.spans import Range, first_jump, leading_range, leaf_spans, place_in_file
from validator.dataclass import dataclass
from validator.findings import ByteSpan, Finding
from validator.ir.overlap import Jump, has_undeclared, jumps_of, shape_of
from validator.ir.trace import Trace
from validator.runtime.ranges import clashes, merge, outside

MAX_OVERLAPS = 20

Part = tuple[int, int, int]
"""A half-open byte range, and the node of the unit that explains it."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Bytes that two units explain.

    Attributes:
        stream, start, end: the bytes.
        units: the nodes of both; 0 is what was read in order. The last one was reached by `pos`.
    """

    stream: int
    start: int
    end: int
    units: tuple[int, int]


def find_overlaps(trace: Trace, file: str) -> list[Finding]:
    """Report bytes that several fields explain, where the schema does not permit it.

    Args:
        trace: a complete trace.
        file: name shown in findings.
    Returns:
        At most `MAX_OVERLAPS` findings, by stream and offset.
    """
    pairs = zip(overlaps(trace), range(MAX_OVERLAPS), strict=False)
    found = [overlap for overlap, _ in pairs]
    if not found:
        return []
    leaves = _leaves_at(trace, found)
    return [_finding(trace, file, overlap, leaves) for overlap in found]


def overlaps(trace: Trace) -> Iterator[Overlap]:
    """Yield the overlaps that are not declared, by stream and offset.

    Args:
        trace: a complete trace.
    """
    program = trace.program
    if not has_undeclared(program):
        return
    jumps = jumps_of(program)
    if jumps.keys().isdisjoint(trace.place):
        return
    for stream, parts in sorted(_parts(trace, jumps).items()):
        base = merge((start, end) for start, end, _ in sorted(parts.plain + parts.silent))
        found = [*clashes(sorted(parts.plain)), *outside(clashes(sorted(parts.views)), base)]
        for start, end, units in sorted(found):
            yield Overlap(stream, start, end, units)


def units_of(trace: Trace, jumps: dict[int, Jump]) -> list[int]:
    """Return, for every node, the node of the instance with `pos` that it was reached by, or 0."""
    first = first_jump(trace, jumps)
    units = [0] * len(trace)
    is_array = trace.is_array
    rows = islice(zip(trace.place, trace.parent, strict=True), first, None)
    for node, (place, above) in enumerate(rows, first):
        units[node] = node if place in jumps and not is_array[above] else units[above]
    return units


# -- units -------------------------------------------------------------------------------


# house: loose-dataclass - filled range by range
@dataclass(slots=True)
class _Parts:
    """What units explain in one stream.

    Attributes:
        plain: what nothing else may explain.
        views: what may be explained by plain and silent ones, too.
        silent: what was declared to overlap, or is read exactly so elsewhere.
    """

    plain: list[Part] = field(default_factory=list)
    views: list[Part] = field(default_factory=list)
    silent: list[Part] = field(default_factory=list)


def _parts(trace: Trace, jumps: dict[int, Jump]) -> dict[int, _Parts]:
    """Return, by stream, what units explain."""
    units = units_of(trace, jumps)
    kinds = _judged(trace, jumps, units)
    ranges: dict[tuple[int, int], list[Range]] = defaultdict(list)
    first, lead = leading_range(trace)
    if first:
        ranges[0, 0].append(lead)
    for stream, start, end, node in leaf_spans(trace, first):
        known = ranges[stream, units[node]]
        if known and known[-1][0] <= start <= known[-1][1]:
            known[-1] = (known[-1][0], max(known[-1][1], end))
        else:
            known.append((start, end))
    parts: dict[int, _Parts] = defaultdict(_Parts)
    for (stream, unit), known in ranges.items():
        # What a unit has unpacked is a space of its own, whatever its raw bytes overlap.
        kind = kinds.get(unit) if stream == trace.stream[unit] else Jump.PLAIN
        here = parts[stream]
        side = here.plain if kind is Jump.PLAIN else here.views if kind else here.silent
        side.extend((start, end, unit) for start, end in merge(known))
    return parts


def _judged(trace: Trace, jumps: dict[int, Jump], units: list[int]) -> dict[int, Jump]:
    """Return the units that count; those read exactly so elsewhere are left out."""
    kinds = {0: Jump.PLAIN}
    roots = sorted({*units} - {0})
    wanted = {trace.struct[node] for node in roots if trace.struct[node] >= 0}
    inner = _objects(trace, jumps, units, wanted)
    seen: dict[Hashable, Jump] = {}
    for node in roots:
        kind = jumps[trace.place[node]]
        if kind is Jump.DECLARED:
            continue
        key = (_type_of(trace, node), trace.stream[node], trace.start[node], trace.end[node])
        is_known = seen.get(key) is Jump.PLAIN or (kind is Jump.VIEW and key in seen)
        if is_known or inner.get(key, node) != node:
            continue
        seen[key] = kind
        kinds[node] = kind
    return kinds


def _objects(
    trace: Trace, jumps: dict[int, Jump], units: list[int], wanted: set[int]
) -> dict[Hashable, int]:
    """Return where plain units hold objects of a type that `pos` reaches: place -> unit."""
    found: dict[Hashable, int] = {}
    if not wanted:
        return found
    for node, struct in enumerate(trace.struct):
        unit = units[node]
        if struct not in wanted or unit == node:
            continue
        if not unit or jumps[trace.place[unit]] is Jump.PLAIN:
            key = (struct, trace.stream[node], trace.start[node], trace.end[node])
            found.setdefault(key, unit)
    return found


def _type_of(trace: Trace, node: int) -> Hashable:
    """Return what a unit is read as: equal for two pointers to one thing."""
    if trace.struct[node] >= 0:
        return trace.struct[node]
    jump = trace.program.fields[trace.place[node]]
    return ("list" if trace.is_array[node] else "leaf", shape_of(jump))


# -- findings ----------------------------------------------------------------------------

Leaves = dict[tuple[int, int, int], int]
"""(stream, offset, unit) -> the first leaf of the unit there."""


def _leaves_at(trace: Trace, found: list[Overlap]) -> Leaves:
    wanted = {(o.stream, o.start, unit) for o in found for unit in o.units}
    units = units_of(trace, jumps_of(trace.program))
    sought: dict[tuple[int, int], list[int]] = defaultdict(list)
    for stream, offset, unit in wanted:
        sought[stream, unit].append(offset)
    leaves: Leaves = {}
    for stream, start, end, node in leaf_spans(trace):
        for offset in sought.get((stream, units[node]), ()):
            if start <= offset < end:
                leaves.setdefault((stream, offset, units[node]), node)
    return leaves


def _finding(trace: Trace, file: str, overlap: Overlap, leaves: Leaves) -> Finding:
    stream, start, end = overlap.stream, overlap.start, overlap.end
    first, second = (leaves[stream, start, unit] for unit in overlap.units)
    jump = trace.program.fields[trace.place[overlap.units[1]]]
    (low, high), inner = place_in_file(trace, stream, start, end)
    size = "1 byte" if end - start == 1 else f"{end - start} bytes"
    other = trace.path(first)
    own = f"{trace.start[first]:#x}+{trace.end[first] - trace.start[first]}"
    context = max(low - 4, 0) & ~1
    return Finding(
        "overlapping-fields",
        f"shares {size} with {other}",
        file,
        span=ByteSpan(low, high - low),
        path=trace.path(second),
        expected="every byte explained by one field",
        found=f"{start:#x}+{end - start}: also in {other} ({own})",
        evidence=(("unpacked", inner),) if inner else (),
        hint=f"`-overlap: true` at {jump.id} permits it",
        schema=jump.source,
        cwe=1285,
        context=(context, bytes(trace.data[context : context + 16])),
    )
