"""Extremes: counts, lengths and nesting at their ends, and texts that programs stumble over."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest

from validator.backends.strategies import Generator, generator_of
from validator.check.schema import Schema, load_schema
from validator.ir.nasty import NASTY

ROOT = Path(__file__).parents[3]

BUNDLE = """\
meta: {id: bundle, endian: be, encoding: UTF-8}
seq:
  - {id: magic, contents: BNDL}
  - {id: kind, type: u1, valid: {any-of: [1, 2, 3]}}
  - id: body
    type:
      switch-on: kind
      cases: {1: names, 2: node(1), 3: rows}
types:
  names:
    seq:
      - {id: count, type: u1}
      - {id: items, type: name, repeat: expr, repeat-expr: count}
  name:
    seq:
      - {id: len, type: u1}
      - {id: value, type: str, size: len}
  node:
    params:
      - {id: depth, type: u1}
    seq:
      - {id: is_leaf, type: u1, valid: {max: 1}}
      - {id: count, type: u1}
      - {id: children, type: node(depth + 1), repeat: expr, repeat-expr: count}
    -checks:
      - {id: leaf-with-children, expr: "is_leaf == 1 ? count == 0 : count > 0", message: m}
      - {id: too-deep, expr: depth <= 12, message: "at {depth}"}
  rows:
    seq:
      - {id: count, type: u2}
      - {id: keys, type: u2, repeat: expr, repeat-expr: count}
      - {id: use, type: use, if: count > 0}
  use:
    seq:
      - {id: label, type: strz}
"""


@cache
def bundle() -> Schema:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.ksy"
        path.write_text(BUNDLE, encoding="utf-8")
        return load_schema(path)


@cache
def boundary() -> Generator:
    return generator_of(bundle().program, mode="boundary")


def made_for(label: str) -> bytes:
    (extreme,) = (one for one in boundary().extremes if one.label == label)
    data, is_valid = boundary().drive(b"key", extreme)
    assert is_valid, label
    assert bundle().check_bytes(data) == []
    return data


@pytest.mark.parametrize("size", [254, 255])
def test_a_text_gets_as_long_as_its_length_can_say(size: int) -> None:
    tree = bundle().parse(made_for(f"bundle::name.len = {size}"))
    assert max(len(item.value) for item in tree.body.items) == size


@pytest.mark.parametrize("count", [254, 255])
def test_a_list_gets_as_long_as_its_count_can_say(count: int) -> None:
    data = made_for(f"bundle::names.count = {count}")
    assert data[5] == count
    assert len(data) < 4 * count + 16, "everything else is small"


def test_objects_nest_to_what_a_check_permits() -> None:
    node = bundle().parse(made_for("bundle::node nested to 12")).body
    depth = 1
    while node.children:
        node, depth = node.children[0], depth + 1
    assert depth == 12


def test_an_object_holds_as_many_of_its_own_type_as_can_be() -> None:
    root = bundle().parse(made_for("bundle::node.count = 255")).body
    assert len(root.children) == 255
    assert not any(child.children for child in root.children)


def test_what_a_terminator_ends_gets_long() -> None:
    tree = bundle().parse(made_for("bundle::use.label: 4000 bytes"))
    assert len(tree.body.use.label) == 4000


def test_a_schema_s_extremes_come_up_early() -> None:
    possible = [one.label for one in boundary().extremes if boundary().is_possible(one)]
    count = 2 * len(boundary().extremes)
    labels = {boundary().make(number.to_bytes(4, "big")).label for number in range(count)}
    assert len(possible) >= 9
    assert set(possible) <= labels


def test_texts_are_nasty_now_and_then_in_boundary_files() -> None:
    odd = [text for text in NASTY if len(text) > 1 and not text.isalnum()]
    files = [boundary().make(b"%d" % number).data for number in range(300)]
    seen = {text for text in odd if any(text in data[6:] for data in files)}
    assert len(seen) >= 10
    assert any(b"%n" in text for text in seen)


def test_the_same_key_gives_the_same_extreme_whatever_was_made_before() -> None:
    fresh = generator_of(bundle().program, mode="boundary")
    for number in (7, 3, 31):
        assert fresh.make(b"%d" % number) == boundary().make(b"%d" % number)


def test_a_channel_file_nests_rules_and_holds_255_nodes() -> None:
    schema = load_schema(ROOT / "schemas" / "channel_file.ksy")
    generator = generator_of(schema.program, mode="boundary")
    wanted = {
        "channel_file::node nested to 16", "channel_file::node.child_count = 255",
        "channel_file::header.instance_count = 409",
    }  # fmt: skip
    for extreme in generator.extremes:
        if extreme.label in wanted:
            data, is_valid = generator.drive(b"key", extreme)
            assert is_valid
            assert schema.check_bytes(data) == []
            assert len(data) < 30_000
            wanted.discard(extreme.label)
    assert not wanted
