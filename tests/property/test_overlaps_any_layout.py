"""Overlaps against counting byte by byte, for random layouts of pointers, pools and peeks."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validator.backends.construct import compile_construct, read
from validator.check.explain import findings_of
from validator.check.fast import accepts
from validator.check.gaps import gap_ranges
from validator.check.overlaps import overlaps
from validator.check.read import read_trace
from validator.compile import compile_schema
from validator.ir.nodes import Program

SIZE = 16
"""Bytes behind the header."""

HEADER = 8
"""Four pairs of place and size, each of which an instance reads."""

SCHEMA = """
meta: {{id: layout}}
-gaps: {gaps}
seq:
  - {{id: at, type: pair, repeat: expr, repeat-expr: 4}}
  - {{id: body, size: {body}}}
instances:
  a: {{pos: 'at[0].place', size: 'at[0].size'}}
  b: {{pos: 'at[1].place', size: 'at[1].size'}}
  c: {{pos: 'at[2].place', type: 'bytes_of(at[2].size)'}}
  peek: {{pos: 'at[3].place', size: 'at[3].size', -overlap: true}}
types:
  pair:
    seq:
      - {{id: place, type: u1}}
      - {{id: size, type: u1}}
  bytes_of:
    params:
      - {{id: n, type: u1}}
    seq:
      - {{id: items, type: u1, repeat: expr, repeat-expr: n}}
"""

places = st.integers(0, HEADER + SIZE).flatmap(
    lambda place: st.tuples(st.just(place), st.integers(0, HEADER + SIZE - place))
)


@cache
def _program(gaps: str, body: int, folder: str) -> Program:
    path = f"{folder}/{gaps}{body}.ksy"
    with open(path, "w", encoding="utf-8") as handle:
        handle.write(SCHEMA.format(gaps=gaps, body=body))
    return compile_schema(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("layouts"))


@settings(max_examples=150, deadline=None)
@given(st.lists(places, min_size=4, max_size=4), st.integers(0, SIZE), st.booleans())
def test_every_byte_is_counted(
    folder: str, layout: list[tuple[int, int]], body: int, may_have_gaps: bool
) -> None:
    program = _program("allow" if may_have_gaps else "error", body, folder)
    data = bytes(number for pair in layout for number in pair) + bytes(SIZE)
    reading = read_trace(program, data)
    assert reading.failures == ()
    count = Counter(range(HEADER + body))
    units = [*layout[:2]] if layout[0] != layout[1] else [layout[0]]  # the same type, one place
    for place, size in [*units, layout[2]]:
        count.update(range(place, place + size))
    shared = {byte for byte, times in count.items() if times > 1}
    found = {byte for o in overlaps(reading.trace) for byte in range(o.start, o.end)}
    assert found == shared
    reference = read(compile_construct(program), data)
    assert {byte for p in reference.overlaps for byte in range(p.start, p.end)} == shared
    explained = {*count, *range(layout[3][0], sum(layout[3]))}
    gaps = {byte for _, start, end in gap_ranges(reading.trace) for byte in range(start, end)}
    assert gaps == (set() if may_have_gaps else set(range(len(data))) - explained)
    findings = findings_of(reading, "layout", (), 100)
    assert bool(findings) is bool(shared or gaps)
    assert accepts(program, data, ()) is not bool(findings)
