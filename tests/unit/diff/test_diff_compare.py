"""What is said about two files: matching, causes and consequences, hidden bytes, broken files."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from diff_kit import SHELF, compared, lines, schema_of, shelf

from validator.check.schema import Schema
from validator.diff import Kind, compare
from validator.errors import UsageError

BOOKS = [(1, 1, "dawn"), (2, 2, "noon"), (3, 1, "dusk"), (4, 2, "night")]
NOTES = [(b"first", 1), (b"second", 2), (b"third", 3)]
NAMES = ["ann", "bob"]
OLD = shelf(BOOKS, NOTES, NAMES)


@pytest.fixture
def schema(tmp_path: Path) -> Schema:
    return schema_of(tmp_path, SHELF)


def test_the_same_file(schema: Schema) -> None:
    comparison = compared(schema, OLD, bytes(bytearray(OLD)))
    assert comparison.is_same
    assert lines(comparison) == []


def test_an_insertion_and_what_follows_from_it(schema: Schema) -> None:
    new = shelf([BOOKS[0], (9, 1, "haze"), *BOOKS[1:]], NOTES, NAMES)
    assert lines(compared(schema, OLD, new)) == [
        "changed book_count: 4 -> 5 (count books)",
        f"changed crc: {zlib.crc32(OLD[6:])} -> {zlib.crc32(new[6:])} (checksum)",
        "changed names_at: 63 -> 71 (offset names)",
        "inserted books[1 id=9]",
        "changed total: 7 -> 8 (computed)",
    ]


def test_elements_with_a_key_are_matched_by_it(schema: Schema) -> None:
    changed = [(4, 2, "night"), (1, 2, "dawn"), (2, 2, "noon"), (7, 1, "dusk")]
    assert lines(compared(schema, OLD, shelf(changed, NOTES, NAMES)), causes=True) == [
        "moved books[3->0 id=4]",
        "changed books[0->1 id=1].kind: 1 -> 2",
        "deleted books[2 id=3]",
        "inserted books[3 id=7]",
    ]


def test_elements_without_a_key_are_matched_by_content(schema: Schema) -> None:
    notes = [(b"third", 3), (b"first", 1), (b"new", 9), (b"second", 7)]
    assert lines(compared(schema, OLD, shelf(BOOKS, notes, NAMES)), causes=True) == [
        "moved notes[2->0]",
        "inserted notes[2]",
        "changed notes[1->3].rank: 2 -> 7",
    ]


def test_a_length_follows_only_its_text(schema: Schema) -> None:
    books = [BOOKS[0], (2, 2, "afternoon"), *BOOKS[2:]]
    text = lines(compared(schema, OLD, shelf(books, NOTES, NAMES)))
    assert "changed books[1 id=2].title_len: 4 -> 9 (length books[*].title)" in text
    assert "changed books[1 id=2].title: 'noon' -> 'afternoon'" in text


def test_a_checksum_changed_alone_is_a_cause(schema: Schema) -> None:
    new = OLD[:2] + b"\0\0\0\0" + OLD[6:]
    assert lines(compared(schema, OLD, new)) == [f"changed crc: {zlib.crc32(OLD[6:])} -> 0"]


def test_a_count_that_is_not_true_is_a_cause(schema: Schema) -> None:
    new = OLD[:1] + b"\x09" + OLD[2:]
    text = lines(compared(schema, OLD, new), causes=True)
    assert text[0] == "changed note_count: 3 -> 9"


def test_a_broken_file_is_compared_as_far_as_it_was_read(schema: Schema) -> None:
    found = compared(schema, OLD, OLD[:30])
    kinds = {one.kind for one in found.differences if one.follows is None}
    assert kinds == {Kind.UNREAD}
    text = lines(found, causes=True)
    assert "unread notes" in text
    assert not any("books[0" in line or "books[1" in line for line in text)
    mirrored = compared(schema, OLD[:30], OLD)
    assert lines(mirrored, causes=True)[0].startswith("unread")


def test_bytes_that_no_field_explains(tmp_path: Path) -> None:
    text = (
        "meta: {id: gaps}\nseq: [{id: len, type: u1}, {id: body, size: len, type: body}]\n"
        "types: {body: {seq: [{id: x, type: u1}]}}\n"
    )
    schema = schema_of(tmp_path, text)
    old = b"\x03\x01ab"
    assert lines(compared(schema, old, b"\x03\x01ac")) == ["changed/gap body: b'ab' -> b'ac'"]
    assert lines(compared(schema, old, old + b"!")) == ["inserted/gap : None -> b'!'"]
    assert lines(compared(schema, old, b"\x01\x01")) == [
        "changed len: 3 -> 1 (length body)",
        "deleted/gap body: b'ab' -> None",
    ]


PACKED = """\
meta: {id: packed, endian: le}
seq:
  - {id: len, type: u2}
  - {id: body, size: len, type: body, process: zlib}
types:
  body:
    seq:
      - {id: x, type: u1}
      - {id: words, type: u2, repeat: expr, repeat-expr: 9}
"""


def packed(content: bytes, level: int = 9) -> bytes:
    raw = zlib.compress(content, level)
    return struct.pack("<H", len(raw)) + raw


def test_unpacked_bytes_are_compared_by_content(tmp_path: Path) -> None:
    schema = schema_of(tmp_path, PACKED)
    old = bytes(19)
    found = compared(schema, packed(old), packed(b"\x05" + old[1:]))
    assert [line for line in lines(found, causes=True) if "len" not in line] == [
        "changed body.x: 0 -> 5"
    ]
    assert found.differences[-1].new is not None
    assert found.differences[-1].new.stream == 1
    again = compared(schema, packed(old), packed(old, 0))
    assert lines(again, causes=True) == ["changed/bytes body"]
    assert "changed/gap body: b'a' -> b'b'" in lines(
        compared(schema, packed(old + b"a"), packed(old + b"b"))
    )


@pytest.mark.parametrize(
    ("fields", "old", "new", "expected"),
    [
        ("{id: s, type: strz, size: 4}", b"a\0xx", b"a\0xy", "changed/bytes s"),
        ("{id: f, type: f4}", b"\0\0\xc0\x7f", b"\1\0\xc0\x7f", "changed value"),
        ("{id: f, type: f4}", b"\0\0\0\0", b"\0\0\0\x80", "changed value"),
        ("{id: b, type: b3}", b"\x20", b"\x21", "changed/bytes "),
    ],
)
def test_no_byte_changes_in_silence(
    tmp_path: Path, fields: str, old: bytes, new: bytes, expected: str
) -> None:
    schema = schema_of(
        tmp_path, f"meta: {{id: x, endian: le, encoding: ASCII}}\nseq:\n  - {fields}\n"
    )
    found = compared(schema, old, new)
    assert len(found.differences) == 1
    text = lines(found)[0]
    assert text == expected if "/" in expected else text.startswith("changed f: ")


SWITCHED = """\
meta: {id: switched, endian: le}
seq:
  - {id: kind, type: u1}
  - id: body
    type: {switch-on: kind, cases: {1: one, 2: two}}
    if: kind != 0
instances:
  same: {value: body, if: kind != 0}
types:
  one: {seq: [{id: x, type: u1}]}
  two: {seq: [{id: x, type: u2}]}
"""


def test_other_types_and_optional_fields(tmp_path: Path) -> None:
    schema = schema_of(tmp_path, SWITCHED)
    assert lines(compared(schema, b"\x01\x05", b"\x01\x06")) == ["changed body.x: 5 -> 6"]
    assert lines(compared(schema, b"\x01\x05", b"\x02\x05\x00")) == [
        "changed kind: 1 -> 2",
        "changed body",
    ]
    assert lines(compared(schema, b"\x01\x05", b"\x00")) == [
        "changed kind: 1 -> 0",
        "deleted body",
    ]


POINTERS = """\
meta: {id: pointers, endian: le, encoding: ASCII}
seq:
  - {id: count, type: u1}
  - {id: offsets, type: u1, repeat: expr, repeat-expr: count}
instances:
  items: {type: item(_index), repeat: expr, repeat-expr: count}
types:
  item:
    params: [{id: number, type: u4}]
    instances:
      name: {io: _root._io, pos: '_root.offsets[number]', type: strz}
"""


def pointers(*names: str) -> bytes:
    offsets, text = [], b""
    for name in names:
        offsets.append(1 + len(names) + len(text))
        text += name.encode() + b"\0"
    return bytes([len(names), *offsets]) + text


def test_offsets_through_parameters_follow_what_they_point_to(tmp_path: Path) -> None:
    schema = schema_of(tmp_path, POINTERS)
    found = compared(schema, pointers("a", "bb", "c"), pointers("a", "bb", "new", "c"))
    assert lines(found, causes=True) == ["inserted items[2]"]
    assert "changed offsets[0]: 4 -> 5 (offset items[*].name)" in lines(found)
    assert "inserted offsets[3] (offset items[*].name)" in lines(found)


def test_numbers_are_compared_by_place_when_that_says_less(tmp_path: Path) -> None:
    schema = schema_of(tmp_path, "meta: {id: n}\nseq: [{id: v, type: u1, repeat: eos}]\n")
    assert lines(compared(schema, b"\1\2\3\4", b"\1\3\2\4")) == [
        "changed v[1]: 2 -> 3",
        "changed v[2]: 3 -> 2",
    ]
    assert lines(compared(schema, bytes(range(20)), bytes([99, *range(19)]))) == [
        "inserted v[0]",
        "deleted v[19]",
    ]


def test_differences_past_the_limit_are_counted(tmp_path: Path) -> None:
    schema = schema_of(tmp_path, "meta: {id: n}\nseq: [{id: v, type: u1, repeat: eos}]\n")
    found = compared(schema, bytes(100), bytes([1] * 100), max_differences=30)
    assert (len(found.differences), found.suppressed) == (30, 70)
    assert not found.is_same


def test_other_schemas_are_refused(tmp_path: Path, schema: Schema) -> None:
    (tmp_path / "other").mkdir()
    other = schema_of(tmp_path / "other", PACKED)
    one, two = compared(schema, OLD, OLD).old, compared(other, packed(b""), packed(b"")).new
    with pytest.raises(UsageError, match="different schemas"):
        compare(one, two)
