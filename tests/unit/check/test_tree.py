"""A file as a tree of attributes: values, places, laziness, what is told when reading stops."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest

from validator import DataError, EnumValue, Schema, Tree, load_schema
from validator.errors import EndOfStreamError, InputError, UsageError, ValidationError
from validator.findings import ByteSpan

SAMPLE = """
meta: {id: sample, endian: le, encoding: ASCII}
params:
- {id: size, type: u1}
seq:
- {id: items, type: u1, repeat: expr, repeat-expr: 2, enum: kind}
- {id: keys, type: b3}
- {id: parse, type: b1}
- {id: rest, type: b4}
- {id: packed, size: size, process: xor(1), type: inner(keys)}
- {id: either, type: {switch-on: rest, cases: {1: inner(9), 2: u2}}}
- {id: maybe, type: u1, if: rest == 7}
- {id: name, type: strz}
- {type: u1}
instances:
  shared: {value: packed}
  io_of: {value: packed._io}
  late: {pos: 0, type: inner(3)}
  seldom: {value: items.size, if: rest == 7}
  wide: {value: 'kind::many'}
  kinds: {value: 'items'}
types:
  inner:
    params:
    - {id: given, type: u1}
    seq:
    - {id: a, type: u1}
    instances:
      own: {value: 'a + given + _root.keys'}
      up: {value: '_parent.as<sample>.keys'}
enums:
  kind: {1: one, 18446744073709551615: many}
"""
DATA = b"\x01\x05\xb1\x02\x09ab\x00\xff"


@pytest.fixture
def sample(tmp_path: Path) -> Schema:
    return make(tmp_path, SAMPLE)


def make(folder: Path, text: str) -> Schema:
    path = folder / "schema.ksy"
    path.write_text(text, encoding="utf-8")
    return load_schema(path)


@pytest.fixture
def tree(sample: Schema) -> Tree:
    return sample.parse(DATA, params={"size": 1})


def test_values_have_plain_types(tree: Tree) -> None:
    assert (tree.size, tree.keys, tree.parse, tree.rest) == (1, 5, True, 1)
    assert type(tree.parse) is bool
    assert (tree.name, tree._unnamed8, tree.maybe, tree.seldom) == ("ab", 255, None, None)
    assert (tree.packed.a, tree.packed.given, tree.packed.own, tree.packed.up) == (3, 5, 13, 5)
    assert (tree.either.a, tree.either.own) == (9, 23)


def test_enums_are_ints_with_labels(tree: Tree) -> None:
    one, five = tree.items
    assert (one, one.label, one.name, one.value, one.enum) == (1, "one", "one", 1, "sample::kind")
    assert (repr(one), str(one), f"{one:02x}") == ("<sample::kind::one: 1>", "1", "01")
    assert type(five) is int
    assert {one: "x"}[1] == "x"
    assert (tree.wide, tree.wide.label) == (2**64 - 1, "many")
    assert [type(item) for item in tree.kinds] == [EnumValue, int]
    again = pickle.loads(pickle.dumps(one))
    assert (again, again.label, copy.copy(again).enum) == (1, "one", "sample::kind")


def test_objects_are_the_same_each_time(tree: Tree) -> None:
    assert tree.packed is tree.packed
    assert tree.shared is tree.packed
    assert tree.items is tree.items
    assert tree.packed._parent is tree
    assert tree.packed._root is tree._root is tree
    assert tree._parent is None
    assert tree.io_of is tree.packed._io
    assert {tree: 1}[tree._root] == 1


def test_places(tree: Tree) -> None:
    assert tree._span("items") == ByteSpan(0, 2)
    assert tree._span("items", 1) == ByteSpan(1, 1)
    assert tree._span("name") == ByteSpan(5, 3)
    assert tree._bytes("name") == b"ab\0"
    assert tree._span("parse") == tree._span("rest") == ByteSpan(2, 1)
    assert [tree._span(name) for name in ("size", "maybe", "shared", "seldom")] == [None] * 4
    assert tree._bytes("maybe") == b""
    assert tree.late._place == tree._span("late") == ByteSpan(0, 1)
    assert tree._place == ByteSpan(0, 9)
    assert tree._sizeof == 9
    assert (tree.packed._place, tree.packed._bytes("a")) == (ByteSpan(3, 1), b"\x02")
    with pytest.raises(IndexError):
        tree._span("items", 2)


def test_streams(tree: Tree) -> None:
    assert (tree._io.size, tree._io.pos, tree._io.eof, tree._io.start) == (9, 9, True, 0)
    inner = tree.packed._io
    assert (inner.size, inner.pos, inner.eof, inner.start) == (1, 1, True, None)
    assert inner.to_bytes() == b"\x03"
    assert repr(inner) == "<Stream of 1 bytes at 1>"


def test_what_a_tree_says_of_itself(tree: Tree) -> None:
    assert tree._type == "sample"
    assert tree.packed._fields == ("given", "a", "own", "up")
    assert (tree._path, tree.packed._path) == ("", "packed")
    assert repr(tree.either) == "<sample::inner either at 0x4>"
    assert {"items", "late", "_parent"} <= set(dir(tree))


def test_members_of_its_own_cannot_be_ids() -> None:
    own = [name for name in vars(Tree) if not name.startswith("_")]
    assert own == []


def test_an_unknown_attribute_is_an_attribute_error(tree: Tree) -> None:
    with pytest.raises(AttributeError, match="sample::inner has no field 'b'"):
        _ = tree.packed.b
    assert not hasattr(tree, "__len__")
    with pytest.raises(AttributeError):
        _ = object.__new__(Tree).anything


LAZY = """
meta: {id: lazy, endian: be}
-gaps: allow
seq:
- {id: n, type: u1}
instances:
  far: {pos: 100, type: u4}
  low: {pos: 0, type: u1, valid: {min: 5}}
  uses_low: {value: low + 1}
  chain: {pos: 1, type: link}
types:
  link:
    seq:
    - {id: to, type: u1}
    instances:
      next: {pos: to, type: link}
"""


def test_an_instance_fails_only_when_it_is_asked_for(tmp_path: Path) -> None:
    tree = make(tmp_path, LAZY).parse(b"\x01\x01")
    assert tree.n == 1
    for _ in range(2):
        with pytest.raises(EndOfStreamError) as far:
            _ = tree.far
        with pytest.raises(ValidationError) as low:
            _ = tree.low
        with pytest.raises(ValidationError) as through:
            _ = tree.uses_low
    assert (far.value.offset, far.value.needed, far.value.available) == (2, 4, 0)
    assert low.value.schema is not None
    assert (low.value.actual, low.value.expected, low.value.path) == (1, 5, "low")
    assert low.value.schema.path == "/instances/low/valid/min"
    assert through.value.path == "low"


def test_pointers_may_lead_back(tmp_path: Path) -> None:
    tree = make(tmp_path, LAZY).parse(b"\x07\x01")
    link = tree.chain
    for _ in range(40):
        link = link.next
    assert link.to == 1


def test_pointers_that_lead_back_are_limited_by_the_budget(tmp_path: Path) -> None:
    link = make(tmp_path, LAZY).parse(b"\x07\x01").chain
    with pytest.raises(DataError, match="nested deeper than") as error:
        for _ in range(100):
            link = link.next
    assert error.value.rule == "budget-exceeded"


def test_broken_conditions_can_be_collected(tmp_path: Path) -> None:
    text = """
meta: {id: two}
seq:
- {id: a, type: u1, valid: 1}
- {id: b, type: u1, repeat: eos, valid: {max: 3}}
instances:
  c: {pos: 0, type: u1, valid: {any-of: [1, 2]}}
"""
    schema = make(tmp_path, text)
    tree = schema.parse(b"\x09\x01\x07", collect=True)
    assert (tree.a, tree.b) == (9, [1, 7])
    assert [(e.path, e.offset) for e in tree._errors] == [("a", 0), ("b[1]", 2)]
    assert tree.c == 9
    assert [(e.path, e.actual, e.expected) for e in tree._errors[2:]] == [("c", 9, (1, 2))]
    with pytest.raises(EndOfStreamError):
        schema.parse(b"", collect=True)


PARTIAL = """
meta: {id: partial}
seq:
- {id: head, type: pair}
- {id: list, type: pair, repeat: expr, repeat-expr: 3}
- {id: tail, type: u1}
instances:
  count: {value: list.size}
types:
  pair:
    seq:
    - {id: left, type: u1}
    - {id: right, type: u1}
"""


def test_the_error_holds_what_was_read(tmp_path: Path) -> None:
    with pytest.raises(EndOfStreamError) as error:
        make(tmp_path, PARTIAL).parse(b"abcde", file="some.bin")
    tree: Any = error.value.tree
    assert tree.head.right == ord("b")
    assert [item.left for item in tree.list] == [ord("c"), ord("e")]
    assert tree.list[0].right == ord("d")
    for name in ("tail", "count"):
        with pytest.raises(EndOfStreamError) as again:
            getattr(tree, name)
        assert again.value.path == "list[1].right"
    with pytest.raises(EndOfStreamError):
        _ = tree.list[1].right
    text = str(error.value)
    assert text.startswith("some.bin:0x5+0: error[unexpected-eof] list[1].right: ")


def test_files(sample: Schema, tmp_path: Path) -> None:
    path = tmp_path / "some.bin"
    path.write_bytes(DATA)
    assert sample.parse_file(path, params={"size": 1}).name == "ab"
    for wrong in (tmp_path / "none", tmp_path, "with\0nul"):
        with pytest.raises(InputError) as error:
            sample.parse_file(wrong, params={"size": 1})
        assert error.value.rule == "input-unreadable"


def test_bytes_may_be_any_buffer(sample: Schema) -> None:
    for data in (bytearray(DATA), memoryview(DATA), memoryview(DATA).cast("b")):
        assert sample.parse(data, params={"size": 1}).name == "ab"


@pytest.mark.parametrize(
    "params", [{}, {"size": 1, "more": 2}, {"sizes": 1}, {"size": "1"}, {"size": True}]
)
def test_parameters_of_the_top_type(sample: Schema, params: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="parameter"):
        sample.parse(DATA, params=params)


def test_a_file_over_its_budget(tmp_path: Path) -> None:
    schema = make(tmp_path, "meta: {id: small}\n-budget: {file-size: 4}\nseq: []\n")
    (tmp_path / "big.bin").write_bytes(bytes(5))
    for parse in (lambda: schema.parse(bytes(5)), lambda: schema.parse_file(tmp_path / "big.bin")):
        with pytest.raises(DataError) as error:
            parse()
        assert error.value.rule == "budget-exceeded"
