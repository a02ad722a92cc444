"""Hostile data and budgets: always failures, never exceptions."""

from __future__ import annotations

import sys
import zlib
from functools import cache
from pathlib import Path

import construct
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from validator.backends.construct import compile_construct, read
from validator.compile import compile_schema
from validator.ir.nodes import Program

NODE = "types: {node: {seq: [{id: b, type: u1}, {id: inner, type: node, if: not _io.eof}]}}"
SCHEMAS = {
    "file": "meta: {id: s}\n-budget: {file-size: 4}\nseq: [{id: a, size-eos: true}]",
    "values": "meta: {id: s}\n-budget: {nodes: 5}\nseq: [{id: a, type: u1, repeat: eos}]",
    "depth": "meta: {id: s}\n-budget: {depth: 3}\nseq: [{id: n, type: node}]\n" + NODE,
    "deeper": "meta: {id: s}\n-budget: {depth: 99999}\nseq: [{id: n, type: node}]\n" + NODE,
    "unpacked": "meta: {id: s}\n-budget: {unpacked: 1000}\n"
    "seq: [{id: a, size-eos: true, process: zlib}]",
    "waiting": """
meta: {id: s}
seq: [{id: xs, type: item(_index), repeat: eos}]
types:
  item:
    params: [{id: i, type: u4}]
    seq: [{id: b, type: u1}]
    instances:
      next: {pos: "i + 1 < _io.size ? _parent.xs[i + 1].next.as<u4> & 0 : 0", type: u1}
""",
    "wild": """
meta: {id: s, endian: le, encoding: UTF-8}
seq:
  - {id: n, type: s1}
  - {id: bits, type: b3}
  - {id: s, type: strz}
  - id: body
    type: {switch-on: n, cases: {0: leaf, 1: box, _: u2}}
    repeat: expr
    repeat-expr: n
  - {id: rest, type: leaf, size: n * 2, terminator: 0, if: bits % 2 == 0}
instances:
  ratio: {value: 10 / n}
  at: {pos: n, type: box}
  z: {pos: 1, size: 9, process: zlib}
  late: {value: "body[n].as<box>.a"}
types:
  leaf: {seq: [{id: a, type: f4}]}
  box:
    seq: [{id: a, type: u1}, {id: x, size: a}]
    instances:
      more: {pos: a, type: box, if: a != 0}
      up: {value: _parent.as<box>.a}
""",
}


@cache
def _program(name: str, folder: Path) -> Program:
    path = folder / f"{name}.ksy"
    path.write_text(SCHEMAS[name])
    return compile_schema(str(path))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("budgets")


@pytest.mark.parametrize(
    ("name", "fits", "exceeds", "offset"),
    [
        ("file", bytes(4), bytes(5), 0),
        ("values", bytes(3), bytes(4), 3),
        ("depth", bytes(3), bytes(4), 3),
        ("unpacked", zlib.compress(bytes(1000)), zlib.compress(bytes(1001)), 0),
        ("waiting", bytes(500), bytes(3000), 512),
        ("deeper", bytes(900), bytes(30_000), 0),
    ],
)
def test_budget(folder: Path, name: str, fits: bytes, exceeds: bytes, offset: int) -> None:
    program = _program(name, folder)
    limit = sys.getrecursionlimit()
    assert read(program, fits).failures == ()
    reading = read(program, exceeds)
    assert [(f.rule, f.offset) for f in reading.failures] == [("budget-exceeded", offset)]
    assert sys.getrecursionlimit() == limit
    compile_construct(program).parse(fits)
    with pytest.raises(construct.ConstructError, match="budget-exceeded"):
        compile_construct(program).parse(exceeds)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(data=st.binary(max_size=24))
def test_any_bytes_are_read_without_an_exception(folder: Path, data: bytes) -> None:
    program = _program("wild", folder)
    reading = read(program, data)
    assert all(0 <= f.offset <= len(data) for f in reading.failures)
    assert all(start < end <= len(data) for start, end in reading.covered)
    structural = [f for f in reading.failures if f.check is None]
    if structural:
        with pytest.raises(construct.ConstructError):
            compile_construct(program).parse(data)
    else:
        compile_construct(program).parse(data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=24))
def test_reading_twice_gives_the_same(folder: Path, data: bytes) -> None:
    program = _program("wild", folder)
    assert read(program, data).failures == read(program, data).failures
