"""Long lists in the checking reader: schemas that are hard, and many small files of each."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
import yaml
from hot_relation import compare, damaged, program_of

from validator.backends.python.hot import find_hot
from validator.check.read import BoundContract

HEAD = "meta: {id: case, endian: le, encoding: ASCII}\n"
CONTRACTS = (BoundContract("one", {"m": 1}, {}), BoundContract("three", {"m": 3}, {}))
CASES = yaml.safe_load((Path(__file__).parent / "cases/hot_lists.yaml").read_text())
COLD = {
    "table_self", "table_recursive", "index_in_element", "forward_valid", "forward_size",
    "made_root_shadow",
}  # fmt: skip
"""Nothing in them can be read without objects."""
CAREFUL = {"depth", "pos_beyond", "forward_valid"}
"""Files that the checking reader leaves to the tracing one, although they are fine."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_hard_schema(case: dict[str, Any]) -> None:
    name = case["id"]
    program = program_of(HEAD + case["schema"])
    assert bool(find_hot(program)) is (name not in COLD)
    contracts = CONTRACTS if program.facts else ()
    seeds = [bytes.fromhex(text) for text in case["seeds"]]
    fine = 0
    for data in damaged(seeds, 300, name):
        quick, slow = compare(program, data, contracts)
        fine += slow
        if name not in CAREFUL:
            assert quick is slow, f"not accepted at once: {data.hex(' ')}"
    assert fine


MEMO = """\
meta: {id: case, endian: le}
seq: [{id: a, type: q, repeat: eos}]
types:
  q:
    seq:
      - {id: key, type: u4}
      - {id: n, type: u1}
      - {id: a, type: r(_index), repeat: expr, repeat-expr: n}
  r:
    params: [{id: i, type: u1}]
    seq: [{id: v, type: u4}]
    -checks: [{id: c, expr: v != 77 and v + i >= _parent.key}]
"""


def _holder(key: int, *values: int) -> bytes:
    return struct.pack("<IB", key, len(values)) + struct.pack(f"<{len(values)}I", *values)


def test_more_headers_and_holders_than_are_remembered() -> None:
    program = program_of(MEMO)
    assert find_hot(program)
    many = b"".join(_holder(0, value, value + 1) for value in range(100, 5300))
    keys = b"".join(_holder(key, key, key + 1) for key in range(100, 5300))
    for data in (many, keys, many + keys + many):
        assert compare(program, data) == (True, True)
        for bad in (_holder(9, 9, 77), _holder(9, 7), _holder(9, 8, 9), _holder(9, 9, 7)):
            assert compare(program, data + bad) == (False, False)
            assert compare(program, bad + data) == (False, False)
        assert compare(program, data + _holder(9, 9, 8)) == (True, True)


COLUMNS = """\
meta: {id: case, endian: %s}
seq: [{id: a, type: r, repeat: eos, -unique: _.k, -sorted: {by: _.k, order: %s}}]
types:
  r:
    seq:
      - {id: k, type: u2}
      - {id: lo, type: u4, valid: {min: 5, max: 70000}}
      - {id: hi, type: u4}
      - {id: e, type: u1, enum: kind, valid: {in-enum: true}}
      - {id: s, type: s2, valid: {min: -2, max: 9}}
      - {id: z, type: u2, -reserved: true}
    -checks: [{id: c, expr: lo < hi}, {id: d, expr: e.to_i != s}]
enums: {kind: {1: x, 2: y}}
"""


@pytest.mark.parametrize("endian", ["le", "be"])
@pytest.mark.parametrize("order", ["ascending", "strict-ascending", "descending"])
@pytest.mark.parametrize("count", [0, 1, 2, 1023, 1024, 1025, 2048, 2300])
def test_columns_of_records(endian: str, order: str, count: int) -> None:
    program = program_of(COLUMNS % (endian, order))
    assert find_hot(program)
    code = ("<" if endian == "le" else ">") + "HIIBhH"
    keys = range(count, 0, -1) if order == "descending" else range(1, count + 1)
    rows = [(key, 5 + key, 6 + key, 1 + key % 2, -1, 0) for key in keys]
    data = b"".join(struct.pack(code, *row) for row in rows)
    assert compare(program, data) == (True, True)
    if not count:
        return
    places = sorted({0, count // 2, count - 1, min(1023, count - 1), min(1024, count - 1)})
    width = struct.calcsize(code)
    changes = (
        (1, 4), (1, 70001), (1, 2**32 - 1), (2, 0), (2, 2**32 - 1), (3, 0), (3, 3), (3, 255),
        (4, -3), (4, 10), (4, -2), (4, 1), (5, 1), (5, 256), (0, 0), (0, 65535),
        (0, rows[0][0]), (0, rows[-1][0]),
    )  # fmt: skip
    for at in places:
        for column, value in changes:
            row = list(rows[at])
            row[column] = value
            changed = data[: at * width] + struct.pack(code, *row) + data[(at + 1) * width :]
            quick, slow = compare(program, changed)
            assert quick is slow
    assert compare(program, data[:-1]) == (False, False)
