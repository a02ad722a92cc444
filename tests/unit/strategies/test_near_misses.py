"""Near misses of rules that a single changed value does not break, or breaks too much."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest

from validator.backends.strategies import Generator, generator_of
from validator.check.schema import Schema, load_schema

NODES = """\
meta: {id: nodes, endian: be}
seq:
  - {id: size, type: u4, valid: _io.size}
  - {id: root, type: node(1)}
types:
  node:
    params:
      - {id: depth, type: u1}
    seq:
      - {id: count, type: u1, valid: {max: 3}}
      - {id: children, type: node(depth + 1), repeat: expr, repeat-expr: count}
    -checks:
      - {id: too-deep, expr: depth <= 9, message: "at {depth}"}
"""

SUMMED = """\
meta: {id: summed, endian: le}
seq:
  - {id: count, type: u1, valid: {min: 1}}
  - {id: crc, type: u4, -checksum: {algorithm: crc32, from: 5, to: 5 + count * 4}}
  - {id: rows, type: u4, repeat: expr, repeat-expr: count}
"""


@cache
def schema_of(text: str) -> Schema:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.ksy"
        path.write_text(text, encoding="utf-8")
        return load_schema(path)


@cache
def near_misses(text: str) -> Generator:
    return generator_of(schema_of(text).program, mode="near-miss")


def rules_of(text: str, data: bytes) -> set[str]:
    return {finding.rule for finding in schema_of(text).check_bytes(data)}


def test_nesting_is_one_level_too_deep_and_all_else_is_right() -> None:
    files = [near_misses(NODES).make(number.to_bytes(4, "big")) for number in range(40)]
    deep = [one for one in files if "too-deep" in one.label]
    assert any("10 levels, 9 permitted" in one.label for one in deep)
    for one in deep:
        assert rules_of(NODES, one.data) == {"too-deep"}
        assert int.from_bytes(one.data[:4], "big") == len(one.data)


def test_near_misses_are_made_where_a_checksum_loses_its_range() -> None:
    # A count that is one too large puts the end of the checksum's range behind the file: such a
    # failure has no operands, and nothing is there to repair.
    files = [near_misses(SUMMED).make(number.to_bytes(4, "big")) for number in range(60)]
    assert all(one.mode == "near-miss" and not one.is_valid for one in files)
    found = {rule for one in files for rule in rules_of(SUMMED, one.data)}
    assert {"checksum-mismatch", "value-out-of-range"} <= found


@pytest.mark.parametrize("text", [NODES, SUMMED])
def test_the_same_key_gives_the_same_near_miss_whatever_was_made_before(text: str) -> None:
    fresh = generator_of(schema_of(text).program, mode="near-miss")
    for number in (5, 1, 22):
        key = number.to_bytes(4, "big")
        assert fresh.make(key) == near_misses(text).make(key)
