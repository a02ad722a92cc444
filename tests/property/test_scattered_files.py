"""The checking reader knows of gaps and overlaps what a trace would show, without making one."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from validator.check.explain import findings_of
from validator.check.fast import accepts
from validator.check.read import read_trace
from validator.compile import compile_schema
from validator.ir.nodes import Program

SIZE = 24

SHARED = """
seq:
  - {id: at, type: u1, repeat: expr, repeat-expr: 5}
  - {id: nodes, type: node, repeat: expr, repeat-expr: 'at[4] % 3'}
instances:
  a: {pos: 'at[0]', type: node}
  b: {pos: 'at[1]', type: node}
  c: {pos: 'at[2]', type: node, repeat: expr, repeat-expr: 2}
  d: {pos: 'at[3]', type: {switch-on: 'at[4] & 1', cases: {0: node, 1: u2be}}}
types:
  node: {seq: [{id: k, type: u1}, {id: v, type: u1}]}
"""
"""Pointers to elements of a list, to one another's objects, to lists; one may be of two types."""

HOLES = """
seq:
  - {id: at, type: u1, repeat: expr, repeat-expr: 4}
  - {id: pool, type: pool, size: 'at[3] & 7'}
  - {id: cut, type: some, size: 3, pad-right: 0, terminator: 1}
  - {id: rest, type: byte, size: 4}
instances:
  a: {pos: 'at[0]', type: byte, size: 2}
  b: {io: pool._io, pos: 'at[1]', type: u1}
  c: {io: pool._io, pos: 'at[2] & 3', size: 'at[2] >> 6'}
  d: {io: rest._io, pos: 'at[0] & 3', type: byte}
types:
  pool: {seq: []}
  byte: {seq: [{id: x, type: u1}]}
  some: {seq: [{id: x, type: u1, repeat: eos}]}
"""
"""Objects that leave a part of their bytes to instances, to views, to padding."""

NESTED = """
seq:
  - {id: first, type: tree(3)}
types:
  tree:
    params: [{id: depth, type: u1}]
    seq:
      - {id: left, type: u1}
      - {id: right, type: u1}
      - {id: kind, type: b4}
      - {id: more, type: b4}
    instances:
      below: {pos: left, type: tree(depth - 1), if: depth > 0 and left != 0}
      value: {pos: right, size: more, if: right != 0, -overlap: true}
      name: {pos: right, type: strz, encoding: ASCII, if: kind == 1}
      next: {type: u1, if: kind == 2}
"""
"""Objects that lead to others from within, and an instance that reads where reading stands."""

PACKED = """
seq:
  - {id: at, type: u1, repeat: expr, repeat-expr: 3}
  - {id: box, size: 4, process: xor(1), type: box}
instances:
  a: {pos: 'at[0]', size: 4, process: xor(1), type: box}
  b: {io: box._io, pos: 'at[1] & 3', type: u1}
  c: {pos: 'at[2]', size: 4, process: xor(1), type: box}
types:
  box:
    seq: [{id: n, type: u1}]
    instances:
      body: {pos: n, size: 1}
"""
"""What a process makes is a space of its own."""

SCHEMAS = {"shared": SHARED, "holes": HOLES, "nested": NESTED, "packed": PACKED}


@cache
def _program(name: str, gaps: str, folder: str) -> Program:
    path = f"{folder}/{name}_{gaps}.ksy"
    with open(path, "w", encoding="utf-8") as handle:
        handle.write(f"meta: {{id: scattered, ks-version: 0.9}}\n-gaps: {gaps}\n{SCHEMAS[name]}")
    return compile_schema(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("scattered"))


heads = st.lists(st.integers(0, SIZE), min_size=5, max_size=5)
tails = st.lists(st.sampled_from((0, 0, 0, 1, 2, 7, 9, 0xFF)), max_size=SIZE)
files = st.tuples(heads, tails).map(lambda parts: bytes(parts[0] + parts[1]))


@pytest.mark.parametrize("gaps", ["error", "padding", "allow"])
@pytest.mark.parametrize("name", SCHEMAS)
@settings(max_examples=120, deadline=None)
@given(data=files)
@example(data=bytes((5, 7, 9, 5, 2, 1, 2, 3, 4, 5, 6, 7, 8)))
@example(data=bytes((7, 9, 5, 11, 2, 1, 2, 3, 4, 5, 6, 7, 8)))
@example(data=bytes((11, 0, 0x40, 2, 1, 2, 3, 0, 1, 1, 2, 3, 4, 5)))
@example(data=bytes((3, 0, 0x20, 5, 1, 9)))
@example(data=bytes((3, 0, 11, 2, 3, 0, 0, 0, 7, 9, 9, 2, 1, 1, 1)))
def test_accepted_at_once_or_found(name: str, gaps: str, folder: str, data: bytes) -> None:
    program = _program(name, gaps, folder)
    found = findings_of(read_trace(program, data), name, (), 100)
    assert accepts(program, data, ()) is not bool(found)
