"""Edits of what was parsed: the result reads as edited, and what nobody touched is unchanged."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import construct
import pytest
from build_kit import agrees, schema_at, schema_of
from build_schemas import MADE
from hypothesis import given, settings
from hypothesis import strategies as st

from validator.backends.construct.build import BuildFault, BuildOptions, build
from validator.backends.construct.values import Obj
from validator.check.schema import Schema
from validator.ir.equations import derived_fields, find_equations
from validator.ir.nodes import FieldKind

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus" / "channel_file"
SLOW = pytest.mark.slow
PLACES = ("pointers", "pointers_to_objects", "pool_without_pool", "string_pool")
"""Positions, which an edit may move, are not compared in these."""


def lists_in(value: Any) -> Iterator[list[Any]]:
    """Yield the arrays of a file that were read in their place, outermost first."""
    match value:
        case construct.Container():
            source: Obj = value._source
            for field in source.plan.fields:
                if field.kind is FieldKind.SEQ:
                    yield from lists_in(value[field.id])
        case list():
            yield value
            for item in value:
                yield from lists_in(item)


def answers(schema: Schema) -> frozenset[int]:
    """Return the fields that some equation may change, whatever is given for them."""
    equations = find_equations(schema.program)
    return derived_fields(schema.program).union(*(one.unknowns for one in equations))


def numbers_in(derived: frozenset[int], value: Any) -> Iterator[tuple[Any, str]]:
    """Yield (container, id) of the numbers that stand for themselves."""
    match value:
        case construct.Container():
            source: Obj = value._source
            for field in source.plan.fields:
                there = value.get(field.id)
                if field.kind is not FieldKind.SEQ:
                    continue
                if type(there) is int and field.number not in derived:
                    yield value, field.id
                else:
                    yield from numbers_in(derived, there)
        case list():
            for item in value:
                yield from numbers_in(derived, item)


def edit(schema: Schema, tree: Any, data: st.DataObject) -> None:
    """Delete, duplicate, swap or change something at random."""
    arrays = [items for items in lists_in(tree) if items]
    numbers = list(numbers_in(answers(schema), tree))
    kinds = [*(["delete", "duplicate", "swap"] if arrays else []), *(["set"] if numbers else [])]
    if not kinds:
        return
    kind = data.draw(st.sampled_from(kinds), label="kind")
    if kind == "set":
        holder, name = data.draw(st.sampled_from(numbers), label="number")
        holder[name] = data.draw(st.sampled_from([0, 1, holder[name] ^ 1]), label="value")
        return
    items = arrays[data.draw(st.integers(0, len(arrays) - 1), label="array")]
    at = data.draw(st.integers(0, len(items) - 1), label="element")
    match kind:
        case "delete":
            del items[at]
        case "duplicate":
            items.insert(at, copy.deepcopy(items[at]))
        case "swap":
            items[at], items[0] = items[0], items[at]


def stored(derived: frozenset[int], value: Any) -> Any:
    """Return what the edited values say of fields that stand for themselves."""
    match value:
        case construct.Container():
            source: Obj = value._source
            return {
                field.id: stored(derived, value[field.id])
                for field in source.plan.fields
                if field.kind is FieldKind.SEQ and field.number not in derived
                if field.id in value
            }
        case list():
            return [stored(derived, item) for item in value]
    return value


def check_edit(schema: Schema, tree: Any, data: st.DataObject) -> None:
    """Edit, build, read again: nothing but `BuildFault`, and the edited values."""
    made = schema.construct()
    for _ in range(data.draw(st.integers(1, 3), label="edits")):
        edit(schema, tree, data)
    try:
        file = made.build(tree)
    except BuildFault as fault:
        assert fault.headline
        return
    found = made.parse(file)
    assert agrees(stored(answers(schema), tree), found)
    assert made.build(found) == file


@pytest.mark.parametrize("name", [name for name in MADE if name not in PLACES])
@settings(max_examples=12)
@given(data=st.data())
def test_edited_values_are_read_again(name: str, data: st.DataObject) -> None:
    schema = schema_of(MADE[name].schema)
    made = schema.construct()
    check_edit(schema, made.parse(made.build(data.draw(MADE[name].values))), data)


@pytest.mark.parametrize(
    "name", ["valid/minimal", "valid/rule_single_match", pytest.param("seeds/mixed", marks=SLOW)]
)
@settings(max_examples=15)
@given(data=st.data())
def test_edited_channel_file_is_read_again(name: str, data: st.DataObject) -> None:
    schema = schema_at(str(ROOT / "schemas" / "channel_file.ksy"))
    check_edit(schema, schema.construct().parse((CORPUS / f"{name}.chan").read_bytes()), data)


LOOSE = """
-gaps: allow
seq:
  - {id: n, type: u1}
  - {id: at, type: u1}
  - {id: items, type: u2, repeat: expr, repeat-expr: n}
  - {id: name, type: str, size: 8, terminator: 0}
instances:
  far: {pos: at, type: u4}
"""


@settings(max_examples=40)
@given(
    items=st.lists(st.integers(0, 65535), max_size=4), junk=st.binary(min_size=1, max_size=7),
    gap=st.binary(max_size=6), tail=st.binary(max_size=6), data=st.data(),
)  # fmt: skip
def test_bytes_that_nobody_explains_survive_edits(
    items: list[int], junk: bytes, gap: bytes, tail: bytes, data: st.DataObject
) -> None:
    made = schema_of(LOOSE).construct()
    name = (b"\0" + junk).ljust(8, b"\0")
    head = b"".join(item.to_bytes(2, "little") for item in items)
    at = 2 + len(head) + 8 + len(gap)
    file = bytes([len(items), at]) + head + name + gap + b"FAR!" + tail
    tree = made.parse(file)
    assert made.build(tree) == file
    fresh = data.draw(st.lists(st.integers(0, 65535), max_size=5), label="fresh")
    tree["items"] = fresh
    body = b"".join(item.to_bytes(2, "little") for item in fresh)
    at += len(body) - len(head)
    assert made.build(tree) == bytes([len(fresh), at]) + body + name + gap + b"FAR!" + tail


@settings(max_examples=40)
@given(wrong=st.integers(0, 255), count=st.integers(0, 3), total=st.integers(0, 65535))
def test_only_what_an_edit_made_wrong_is_repaired(wrong: int, count: int, total: int) -> None:
    schema = schema_of(
        """
-gaps: allow
seq:
  - {id: sum, type: u1, -checksum: {algorithm: sum8, from: start_of(n), to: end_of(items)}}
  - {id: total, type: u2, valid: _io.size}
  - {id: n, type: u1}
  - {id: items, type: u1, repeat: expr, repeat-expr: n}
"""
    )
    made = schema.construct()
    file = bytes([wrong, *total.to_bytes(2, "little"), count, *range(count)])
    tree = made.parse(file)
    assert build(made, tree, BuildOptions(repairs_only=True)).data == file
    tree["items"].append(9)
    fresh = made.parse(build(made, tree, BuildOptions(repairs_only=True)).data)
    assert (fresh.n, list(fresh["items"])) == (count + 1, [*range(count), 9])
    right = sum(file[3:]) % 256
    assert fresh["sum"] == ((right + 10) % 256 if wrong == right else wrong)
    assert fresh.total == (len(file) + 1 if total == len(file) else total)


def test_references_by_place_follow_elements_that_move() -> None:
    schema = schema_at(str(ROOT / "schemas" / "hwdb.ksy"))
    made = schema.construct()
    file = (ROOT / "corpus" / "hwdb" / "valid" / "vendor-and-models.bin").read_bytes()
    tree = made.parse(file)
    items = [node for node in tree["nodes"]["items"] if len(node["values"])]
    before = [child.child_off for node in tree["nodes"]["items"] for child in node["children"]]
    items[0]["values"].append(copy.deepcopy(items[0]["values"][-1]))
    found = made.parse(made.build(tree))
    after = [child.child_off for node in found["nodes"]["items"] for child in node["children"]]
    offsets = {node["offset"] for node in found["nodes"]["items"]}
    assert len(after) == len(before) and after != before
    assert offsets.issuperset(after)
    assert found.header.nodes_root_off == found["nodes"]["items"][-1]["offset"]
