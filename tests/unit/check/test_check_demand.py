"""What a file asks of its consumers, by a contract that agrees to everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.check.demand import demands_of
from validator.check.read import BoundContract
from validator.check.schema import Schema
from validator.compile import compile_schema
from validator.ir.nodes import Program

SCHEMA = """\
meta: {id: asking}
-contract:
  room: {type: int}
  slots: {type: 'map<str,int>'}
  codes: {type: 'map<int,int>'}
  names: {type: list<str>}
  is_new: {type: bool}
seq:
  - {id: count, type: u1}
  - {id: parts, type: part, repeat: expr, repeat-expr: count}
-checks:
  - expr: %s
types:
  part:
    seq: [{id: kind, type: u1}, {id: size, type: u1}]
    -checks:
      - expr: size < contract.codes[kind]
"""


def compiled(folder: Path, expr: str) -> Program:
    path = folder / "asking.ksy"
    path.write_text(SCHEMA % expr, encoding="utf-8")
    return compile_schema(str(path))


@pytest.mark.parametrize(
    ("expr", "asked"),
    [
        ("count <= contract.room", {("room", None): 2}),
        ("count < contract.room", {("room", None): 3}),
        ("contract.room >= count + 5", {("room", None): 7}),
        ("sum(parts, _.size) <= contract.slots.all", {("slots", "all"): 13}),
        ("not is_old or contract.is_new", {}),
        ("contains(contract.names, 'a') or count <= contract.room", {("room", None): 2}),
    ],
)
def test_demands(tmp_path: Path, expr: str, asked: dict[tuple[str, str | None], int]) -> None:
    made = compiled(tmp_path, expr.replace("is_old", "count > 9"))
    found = demands_of(made, bytes((2, 7, 9, 8, 4)))
    assert found == {**asked, ("codes", 7): 10, ("codes", 8): 5}


def test_a_contract_that_meets_the_demands_is_enough_and_one_less_is_not(tmp_path: Path) -> None:
    made = compiled(tmp_path, "count <= contract.room")
    data = bytes((2, 7, 9, 8, 4))
    found = demands_of(made, data)

    def accepted(room: int, code: int) -> bool:
        facts = {"room": room, "slots": {}, "codes": {7: code, 8: 5}, "names": (), "is_new": True}
        contract = BoundContract("c", facts, {})
        return Schema(made, "").check_bytes(data, contracts=[contract]) == []

    room, code = found["room", None], found["codes", 7]
    assert accepted(room, code)
    assert not accepted(room - 1, code)
    assert not accepted(room, code - 1)
