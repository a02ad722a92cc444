"""Whole lists: one element of each kind, the first one again, and all others."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator import load_schema
from validator.check.schema import Schema
from validator.mutate.draws import Draws
from validator.mutate.lists import LIST_VERBS, change_list
from validator.mutate.mutants import Mutator
from validator.mutate.outline import Seed
from validator.mutate.repair import Repair

_SCHEMA = """
meta: {id: groups, endian: le}
seq:
  - {id: num_groups, type: u1}
  - {id: groups, type: group, repeat: expr, repeat-expr: num_groups}
types:
  group:
    seq:
      - {id: num_items, type: u1}
      - {id: items, type: item, repeat: expr, repeat-expr: num_items, -unique: _.id}
  item:
    seq:
      - {id: id, type: u2}
      - {id: kind, type: u1, enum: kind, valid: {in-enum: true}}
      - id: body
        type: {switch-on: kind, cases: {'kind::one': u1, 'kind::two': u2, 'kind::three': pair}}
  pair:
    seq:
      - {id: left, type: u1}
      - {id: right, type: u1}
enums:
  kind: {1: one, 2: two, 3: three}
"""


def item(number: int, kind: int) -> bytes:
    return struct.pack("<HB", number, kind) + bytes(1 if kind == 1 else 2)


def group(*items: bytes) -> bytes:
    return bytes((len(items),)) + b"".join(items)


_SEED = Seed(
    "groups", b"\3" + group(item(1, 1), item(2, 1)) + group(item(1, 2)) + group(item(9, 3))
)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path: Path = tmp_path_factory.mktemp("groups") / "groups.ksy"
    path.write_text(_SCHEMA)
    return load_schema(str(path))


def made_by(schema: Schema, path: str, verb: str, key: bytes = b"") -> bytes | None:
    mutator = Mutator(schema, [_SEED], 1)
    ready = mutator.stock.ready(0)
    node = next(each for each in ready.outline.lists if ready.outline.path(each) == path)
    plan = ready.plan()
    if not change_list(plan, node, verb, Draws(key)):
        return None
    repair = Repair(plan.view, ready.relations)
    repair.run(plan.forced)
    return repair.data()


def kinds_in(data: bytes) -> list[list[tuple[int, int]]]:
    """Return (id, kind) of the items of each group."""
    at, groups = 1, []
    for _ in range(data[0]):
        count, items = data[at], []
        at += 1
        for _ in range(count):
            number, kind = struct.unpack_from("<HB", data, at)
            items.append((number, kind))
            at += 4 if kind == 1 else 5
        groups.append(items)
    assert at == len(data)
    return groups


@given(key=st.binary(max_size=4))
def test_one_element_of_each_kind_comes_into_a_list(schema: Schema, key: bytes) -> None:
    data = made_by(schema, "groups[0].items", "gathered", key)
    assert data is not None and schema.is_quickly_accepted(data)
    first = kinds_in(data)[0]
    assert sorted(kind for _, kind in first) == [1, 1, 2, 3]
    assert len({number for number, _ in first}) == 4  # keys of their own


def test_a_list_of_all_kinds_gets_no_more(schema: Schema) -> None:
    full = Seed("full", b"\1" + group(item(1, 1), item(2, 2), item(3, 3)))
    mutator = Mutator(schema, [full], 1)
    verbs = {str(step.value) for step in mutator.walk([0]) if isinstance(step.value, str)}
    assert verbs == {*LIST_VERBS}
    gathered = [step for step in mutator.walk([0]) if step.value == "gathered"]
    assert [mutator.take(step) for step in gathered] == [None, None]


@pytest.mark.parametrize(
    ("verb", "counts"),
    [
        ("emptied", [0, 1, 1]),
        ("cut to its first element", [1, 1, 1]),
        ("ended with its first element", [3, 1, 1]),
        ("made of its first element", [3, 1, 1]),
        ("turned round", [2, 1, 1]),
        ("doubled", [4, 1, 1]),
        ("four times over", [8, 1, 1]),
        ("filled up", [255, 1, 1]),
    ],
)
def test_lists_are_changed_as_a_whole(schema: Schema, verb: str, counts: list[int]) -> None:
    data = made_by(schema, "groups[0].items", verb)
    assert data is not None and schema.is_quickly_accepted(data)
    assert [len(items) for items in kinds_in(data)] == counts


def test_campaigns_of_mutants_gather(schema: Schema) -> None:
    mutator = Mutator(schema, [_SEED], 1)
    labels = {mutator.vary(0, Draws(b"%d" % n), shares={"structure": 1}).label for n in range(300)}
    assert any("one element of each kind" in label for label in labels)
