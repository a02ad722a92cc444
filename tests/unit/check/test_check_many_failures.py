"""Many failures: the lowest places are kept, errors are never lost among warnings; gaps."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.check.explain import findings_of
from validator.check.fast import accepts
from validator.check.read import read_trace
from validator.check.spans import covered_ranges
from validator.compile import compile_schema
from validator.findings import Severity
from validator.ir.nodes import Program
from validator.runtime.recorder import MAX_FAILURES

BACKWARDS = """
meta: {id: backwards, endian: le}
seq: [{id: count, type: u4}, {id: xs, type: back(_index), repeat: expr, repeat-expr: count}]
types:
  back:
    params: [{id: i, type: u4}]
    instances:
      x: {pos: "_io.size - 1 - i", type: u1, valid: 0}
"""
NOISY = """
meta: {id: noisy}
seq: [{id: xs, type: x, repeat: eos}]
types:
  x:
    seq: [{id: v, type: u1}]
    -checks: [{id: odd, expr: v % 2 == 0, severity: warning}, {id: big, expr: v < 200}]
"""
CUT = """
meta: {id: cut}
seq:
  - {id: a, type: one, size: 4, pad-right: 0}
  - {id: b, type: one, terminator: 0}
  - {id: c, type: one, size: 3, terminator: 7}
types: {one: {seq: [{id: v, type: u1}]}}
"""


@pytest.fixture
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Program:
    path = tmp_path / "s.ksy"
    path.write_text(request.param)
    return compile_schema(str(path))


@pytest.mark.parametrize("program", [BACKWARDS], indirect=True)
def test_the_lowest_places_are_kept(program: Program) -> None:
    count = 9 * MAX_FAILURES
    reading = read_trace(program, count.to_bytes(4, "little") + b"\1" * count)
    assert sorted(f.start for f in reading.failures) == list(range(4, 4 + MAX_FAILURES))
    assert len(reading.failures) + reading.suppressed == count
    found = findings_of(reading, "f", (), 5)
    assert [f.span.start for f in found if f.span] == [4, 5, 6, 7, 8]
    assert found[-1].evidence[-1] == (
        "more",
        f"{count - 5} further findings in this file not listed",
    )


@pytest.mark.parametrize("program", [NOISY], indirect=True)
def test_an_error_behind_many_warnings_is_told(program: Program) -> None:
    reading = read_trace(program, b"\1" * (9 * MAX_FAILURES) + b"\xfe" + b"\1")
    found = findings_of(reading, "f", (), 10)
    assert [f.severity for f in found] == [Severity.WARNING] * 9 + [Severity.ERROR]
    assert found[-1].rule == "big"


@pytest.mark.parametrize("program", [CUT], indirect=True)
def test_padding_and_terminators_of_objects_are_explained(program: Program) -> None:
    data = bytes.fromhex("01 000000  02 00  03 07 09")
    reading = read_trace(program, data)
    assert covered_ranges(reading.trace) == [(0, len(data))]
    assert findings_of(reading, "f", (), 10) == []
    assert accepts(program, data, ())


@pytest.mark.parametrize("program", [CUT], indirect=True)
def test_bytes_before_the_padding_are_not_explained(program: Program) -> None:
    data = bytes.fromhex("01 000200  02 00  03 07 09")
    found = findings_of(read_trace(program, data), "f", (), 10)
    assert [(f.rule, f.span) for f in found if f.span is not None] != []
    assert [(f.rule, f.span.start, f.span.length) for f in found if f.span] == [
        ("unexplained-bytes", 1, 2)
    ]
    assert not accepts(program, data, ())
