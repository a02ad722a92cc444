"""The compiled object in the hands of a construct user."""

from __future__ import annotations

from pathlib import Path

import construct
import pytest

from validator.backends.construct import compile_construct, read
from validator.backends.construct.faults import Fault
from validator.compile import compile_schema
from validator.ir.nodes import Program

SCHEMA = """
meta: {id: sample, endian: le}
seq:
  - {id: magic, contents: OK}
  - {id: count, type: u1, valid: {max: 3}}
  - {id: items, type: item, repeat: expr, repeat-expr: count}
  - {id: name, type: strz, encoding: UTF-8}
instances:
  first_item: {value: "items[0]"}
  total: {value: count + 1}
  stream: {value: _io}
types:
  item:
    params: []
    seq:
      - {id: kind, type: u1, enum: kinds}
      - {id: value, type: u2}
enums: {kinds: {1: one, 2: two}}
"""
GOOD = bytes.fromhex("4f4b 02 01 0500 09 0600 6162 00")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    path = tmp_path / "sample.ksy"
    path.write_text(SCHEMA)
    return compile_schema(str(path))


def test_parse_returns_containers_with_the_names_of_the_schema(program: Program) -> None:
    tree = compile_construct(program).parse(GOOD)
    assert isinstance(tree, construct.Container)
    assert isinstance(tree.items, construct.ListContainer) or callable(tree.items)
    assert list(tree) == ["magic", "count", "items", "name", "first_item", "total"]
    assert tree["items"][1].value == 6
    assert tree.name == "ab"
    assert tree.total == 3


def test_computed_object_is_the_object_itself(program: Program) -> None:
    tree = compile_construct(program).parse(GOOD)
    assert tree.first_item is tree["items"][0]


def test_enums_are_those_of_construct(program: Program) -> None:
    items = compile_construct(program).parse(GOOD)["items"]
    assert (str(items[0].kind), int(items[0].kind)) == ("one", 1)
    assert isinstance(items[1].kind, construct.EnumInteger)
    assert int(items[1].kind) == 9


def test_short_data_raise_the_stream_error_of_construct_with_a_path(program: Program) -> None:
    with pytest.raises(construct.StreamError) as caught:
        compile_construct(program).parse(GOOD[:2])
    assert caught.value.path == "count"
    assert isinstance(caught.value, Fault)
    assert (caught.value.rule, caught.value.offset) == ("unexpected-eof", 2)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (GOOD[:5], construct.RangeError),
        (GOOD[:-1], construct.StringError),
        (GOOD[:-2] + b"\xff\0", construct.StringError),
    ],
)
def test_broken_structure_raises(
    program: Program, data: bytes, kind: type[construct.ConstructError]
) -> None:
    with pytest.raises(kind):
        compile_construct(program).parse(data)


def test_broken_check_raises_only_when_asked(program: Program) -> None:
    data = b"NO" + GOOD[2:]
    assert compile_construct(program).parse(data).magic == b"NO"
    with pytest.raises(construct.ValidationError, match="magic-mismatch"):
        compile_construct(program, check=True).parse(data)
    assert compile_construct(program, check=True).parse(GOOD).count == 2


def test_it_works_inside_a_construct_of_the_user(program: Program) -> None:
    outer = construct.Struct(
        "length" / construct.Int8ub,
        "file" / construct.FixedSized(construct.this.length, compile_construct(program)),
        "after" / construct.Int8ub,
    )
    tree = outer.parse(bytes([len(GOOD)]) + GOOD + b"\x2a")
    assert tree.file.name == "ab"
    assert tree.after == 0x2A


def test_what_was_parsed_builds_the_same_bytes(program: Program) -> None:
    schema = compile_construct(program)
    assert schema.build(schema.parse(GOOD)) == GOOD
    with pytest.raises(construct.ConstructError, match="nothing in the schema fixes it"):
        schema.build({})


def test_reading_keeps_what_was_read_and_says_what_is_covered(program: Program) -> None:
    reading = read(program, GOOD + b"??")
    assert reading.is_accepted
    assert reading.covered == ((0, len(GOOD)),)
    assert "stream" not in reading.values
    assert "first_item" not in reading.values
    partial = read(program, GOOD[:7])
    assert partial.values["items"] == [{"kind": 1, "value": 5}]
    assert not partial.is_accepted
