"""What an export says of every accepted file holds for the files there are.

Ranges of integers, counts of lists, offsets and sizes are worked out from the schema alone; here
they are compared with what the tracing reader found in accepted files.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit import Case, load_cases, program_of

from validator.check.read import read_trace
from validator.compile import compile_schema
from validator.export.bounds import Bounds
from validator.export.intervals import Range
from validator.export.layout import BYTE, Layouts, Place
from validator.ir.nodes import BitsRead, NumberRead, Program, StructRead
from validator.ir.trace import Trace

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(
    path
    for path in (ROOT / "corpus").glob("*/valid/*")
    if path.is_file() and path.suffix not in (".expect", ".md", ".toml")
)
CASES = [case for case in load_cases() if not case.failures and not case.contracts]


@cache
def _program(name: str) -> Program:
    return compile_schema(str(ROOT / "schemas" / f"{name}.ksy"))


def _holds(found: Range, value: int) -> bool:
    return (found.low is None or found.low <= value) and (found.high is None or value <= found.high)


def exceptions(program: Program, trace: Trace) -> Iterator[str]:
    """Yield what the trace of an accepted file contradicts."""
    bounds = Bounds(program)
    layouts = Layouts(program, bounds)
    children = trace.children()
    for node in range(len(trace)):
        if trace.place[node] < 0:
            continue
        field = program.fields[trace.place[node]]
        value = trace.value[node]
        if isinstance(value, int) and not isinstance(value, bool):
            found = bounds.of_field(field.number)
            if not _holds(found, value):
                yield f"{trace.path(node)} is {value}, not in {found}"
        if trace.is_array[node]:
            count = bounds.of_count(field.repeat)
            if not _holds(count, len(children[node])):
                yield f"{trace.path(node)} has {len(children[node])} elements, not {count}"
        yield from _misplaced(layouts, trace, node)


def _misplaced(layouts: Layouts, trace: Trace, node: int) -> Iterator[str]:
    field = layouts.program.fields[trace.place[node]]
    holder = trace.parent[node]
    if trace.index[node] >= 0 or trace.struct[holder] != field.struct or node in trace.alias:
        return
    layout = layouts.of_struct(field.struct)
    place = next((p for p in layout.places if p.field is field), None)
    if place is None or trace.stream[node] != trace.stream[holder]:
        return
    if isinstance(field.read, BitsRead) and field.repeat:
        return  # a list of bits has no bit offset
    length = (trace.end[node] - trace.start[node]) * BYTE
    is_there = trace.value[node] is not None or trace.struct[node] >= 0 or trace.is_array[node]
    at = _bit(trace, node) - _start(trace, holder)
    if place.offset is not None and is_there and length and at != place.offset:
        yield f"{trace.path(node)} is at bit {at}, not {place.offset}"
    if _is_plain(place) and is_there and place.size.high is not None:
        low, high = place.size.low, -(-place.size.high // BYTE) * BYTE
        if isinstance(field.read, StructRead) and low % BYTE:
            low, high = low - BYTE + 1, high + BYTE  # nodes cover whole bytes
        if not low <= length <= high:
            yield f"{trace.path(node)} has {length} bits, not {low} to {high}"


def _bit(trace: Trace, node: int) -> int:
    return trace.start[node] * BYTE + trace.bits.get(node, (0, 0))[0]


def _start(trace: Trace, holder: int) -> int:
    """Return where an object starts, in bits; an object of bits may start inside a byte."""
    first = holder + 1
    is_bits = first in trace.bits and trace.parent[first] == holder
    return _bit(trace, first) if is_bits else trace.start[holder] * BYTE


def _is_plain(place: Place) -> bool:
    """Whether the bytes of the node are all that is read: no terminator, no padding."""
    read = place.field.read
    is_whole = isinstance(read, NumberRead) or (isinstance(read, StructRead) and not read.extent)
    return is_whole and not isinstance(read, BitsRead)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.parent.name}-{path.name}")
def test_corpus(path: Path) -> None:
    program = _program(path.parent.parent.name)
    reading = read_trace(program, path.read_bytes())
    assert not [f for f in reading.failures if f.check < 0]
    assert list(exceptions(program, reading.trace)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_conformance_cases(case: Case, tmp_path: Path) -> None:
    program = program_of(case, tmp_path)
    assert list(exceptions(program, read_trace(program, case.data).trace)) == []


def test_a_wrong_claim_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "claim.ksy"
    path.write_text("meta: {id: claim}\nseq: [{id: a, type: u1, valid: {max: 3}}]\n")
    program = compile_schema(str(path))
    trace = read_trace(program, b"\x04").trace
    assert list(exceptions(program, trace)) == ["a is 4, not in Range(low=0, high=3)"]


KINDS = st.sampled_from(
    [
        "u1",
        "u2",
        "s4",
        "f8",
        "b1",
        "b3",
        "b12",
        "b3le",
        "b9le",
        "str",
        "inner",
        "bits",
        "mixed",
        "outer",
        "region",
    ]
)


@st.composite
def fixed_types(draw: st.DrawFn) -> str:
    """Draw a seq of every kind that may align or not; lists have a constant count, or n."""
    lines = []
    for number, kind in enumerate(draw(st.lists(KINDS, min_size=1, max_size=8))):
        more = {"str": ", size: 3", "region": ", size: 4"}.get(kind, "")
        name = {"region": "inner"}.get(kind, kind)
        if draw(st.integers(0, 3)) == 0:
            count = draw(st.sampled_from(["0", "1", "2", "3", "n"]))
            more += f", repeat: expr, repeat-expr: {count}"
        lines.append(f"  - {{id: f{number}, type: {name}{more}}}\n")
    return (
        "meta: {id: fixed, endian: be, encoding: ASCII}\n-gaps: allow\nseq:\n"
        "  - {id: n, type: u1, valid: {max: 3}}\n" + "".join(lines) +
        "types:\n  inner: {seq: [{id: a, type: u1}, {id: b, type: u2}]}\n"
        "  bits: {seq: [{id: a, type: b5}, {id: b, type: b6}]}\n"
        "  mixed: {seq: [{id: a, type: b5}, {id: b, type: u1}, {id: c, type: b3}]}\n"
        "  outer: {seq: [{id: a, type: mixed}, {id: b, type: mixed}]}\n"
    )  # fmt: skip


@given(fixed_types(), st.integers(0, 3))
@settings(max_examples=150)
def test_fixed_types_are_where_they_are_said_to_be(text: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fixed.ksy"
        path.write_text(text, encoding="utf-8")
        program = compile_schema(str(path))
    layout = Layouts(program, Bounds(program)).of_struct(0)
    assert layout.size.high is not None
    most = -(-layout.size.high // BYTE)
    reading = read_trace(program, bytes([count]) + bytes(most - 1))
    assert reading.failures == ()
    assert list(exceptions(program, reading.trace)) == []
    last = max(reading.trace.end, default=0)
    assert -(-layout.size.low // BYTE) <= last <= most
