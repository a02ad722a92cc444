"""Numbers in groups of seven bits: found in files, written again, other values."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator import load_schema
from validator.check.schema import Schema
from validator.mutate.draws import Draws
from validator.mutate.mutants import MutantOptions, Mutator
from validator.mutate.outline import Seed
from validator.mutate.varints import groups_of, other_varint, telling_varints, value_of

_SCHEMA = """
meta: {id: numbers, endian: le}
seq:
  - {id: len, type: u1}
  - {id: body, type: body, size: len}
types:
  body:
    seq:
      - {id: items, type: number, repeat: eos}
  number:
    seq:
      - {id: groups, type: group, repeat: until, repeat-until: not _.more}
    instances:
      value:
        value: "groups[0].bits + (groups.size > 1 ? groups[1].bits << 7 : 0)"
  group:
    seq:
      - {id: more, type: b1}
      - {id: bits, type: b7}
"""
_SEED = Seed("numbers", b"\4\x82\x01\x07\x05")


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path: Path = tmp_path_factory.mktemp("numbers") / "numbers.ksy"
    path.write_text(_SCHEMA)
    return load_schema(str(path))


@given(st.integers(0, 1 << 80), st.booleans(), st.integers(1, 20))
def test_groups_say_their_value(value: int, is_big: bool, least: int) -> None:
    raw = groups_of(value, is_big=is_big, least=least)
    assert value_of(raw, is_big=is_big) == value
    assert len(raw) >= least
    assert raw[-1] < 0x80 <= min(raw[:-1], default=0x80)


@given(st.integers(0, 1 << 40), st.integers(0, 1 << 40), st.binary(max_size=8))
def test_other_numbers_are_numbers(value: int, beside: int, key: bytes) -> None:
    raw, other = (groups_of(each, is_big=False) for each in (value, beside))
    for made in (
        other_varint(raw, other, (7, 4660), Draws(key)),
        *telling_varints(raw, [other], ()),
    ):
        assert made[-1] < 0x80 <= min(made[:-1], default=0x80)
    assert raw not in telling_varints(raw, [other], ())


def test_telling_numbers_are_ends_longer_ones_and_those_beside() -> None:
    found = telling_varints(b"\x82\x01", [b"\x07"], (300,))
    assert {b"\x08", b"\x82\x81\x00", b"\xac\x02", b"\x83\x01", b"\x7f", b"\x80\x01"} <= {*found}
    assert groups_of((1 << 64) - 1, is_big=False) in found


def test_numbers_are_set_and_what_holds_them_is_measured(schema: Schema) -> None:
    mutator = Mutator(schema, [_SEED], 1, MutantOptions(constants=(300,)))
    steps = [step for step in mutator.walk_texts([0]) if isinstance(step.value, bytes)]
    made = [mutant.data for step in steps if (mutant := mutator.take(step)) is not None]
    assert b"\5\x82\x81\x00\x07\x05" in made and b"\4\xac\x02\x07\x05" in made
    assert all(data[0] == len(data) - 1 and schema.is_quickly_accepted(data) for data in made)
    varied = {mutator.vary(0, Draws(b"%d" % n), shares={"value": 1}).data for n in range(200)}
    assert b"\4\xac\x02\x07\x05" in varied


def test_texts_are_no_numbers(schema: Schema) -> None:
    mutator = Mutator(schema, [Seed("single", b"\2\7\5")], 1)
    assert mutator.stock.ready(0).varints == []
