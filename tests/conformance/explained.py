"""What readers say of the bytes that no field explains, or several, in one shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readers import Contract, _schema

from validator.backends.construct import read
from validator.backends.construct.coverage import Place
from validator.check.gaps import gap_ranges
from validator.check.overlaps import find_overlaps, overlaps
from validator.check.read import read_trace
from validator.check.spans import merge, place_in_file
from validator.ir.nodes import Program
from validator.ir.trace import Trace

Bytes = tuple[int, int, int, int]
"""Absolute offset and length in the file, start and end in the bytes themselves."""


@dataclass(frozen=True)
class Explained:
    """What readers must agree on; `shared` is joined where ranges touch."""

    gaps: tuple[Bytes, ...]
    shared: tuple[Bytes, ...]


def lines_of(program: Program, data: bytes, contracts: Sequence[Contract] = ()) -> tuple[str, ...]:
    """Return the reference's view as a conformance case writes it."""
    reading = read(_schema(program), data, contracts)
    lines = [("unexplained-bytes", place) for place in reading.gaps]
    lines += [("overlapping-fields", place) for place in reading.overlaps]
    return tuple(_line(rule, place) for rule, place in lines)


def _line(rule: str, place: Place) -> str:
    text = f"{rule}@{place.offset}+{place.length}"
    if (place.offset, place.length) != (place.start, place.end - place.start):
        text += f"[{place.start}+{place.end - place.start}]"
    return " ".join([text, *sorted(place.paths)])


def construct_explains(
    program: Program, data: bytes, contracts: Sequence[Contract] = ()
) -> Explained:
    reading = read(_schema(program), data, contracts)
    gaps = [(p.offset, p.length, p.start, p.end) for p in reading.gaps]
    shared = [(p.offset, p.length, p.start, p.end) for p in reading.overlaps]
    return Explained(tuple(sorted(gaps)), tuple(sorted(shared)))


def trace_explains(program: Program, data: bytes, contracts: Sequence[Contract] = ()) -> Explained:
    reading = read_trace(program, data, contracts)
    if any(failure.check < 0 for failure in reading.failures):
        return Explained((), ())
    trace = reading.trace
    gaps = [_bytes(trace, *found) for found in gap_ranges(trace)]
    found: dict[int, list[tuple[int, int]]] = {}
    for overlap in overlaps(trace):
        found.setdefault(overlap.stream, []).append((overlap.start, overlap.end))
    shared = [
        _bytes(trace, stream, *span) for stream, spans in found.items() for span in merge(spans)
    ]
    return Explained(tuple(sorted(gaps)), tuple(sorted(shared)))


def _bytes(trace: Trace, stream: int, start: int, end: int) -> Bytes:
    (low, high), _ = place_in_file(trace, stream, start, end)
    return low, high - low, start, end


def check_paths(program: Program, data: bytes, contracts: Sequence[Contract] = ()) -> None:
    """Assert that findings name fields which the reference sees there, too."""
    reading = read(_schema(program), data, contracts)
    known = {(p.offset, p.start): p.paths for p in reading.overlaps}
    if not known:
        return
    trace = read_trace(program, data, contracts).trace
    for overlap, finding in zip(overlaps(trace), find_overlaps(trace, "case"), strict=False):
        assert finding.span is not None
        paths = known.get((finding.span.start, overlap.start))
        if paths is not None:
            other = finding.message.partition(" with ")[2]
            assert {finding.path, other} <= paths
