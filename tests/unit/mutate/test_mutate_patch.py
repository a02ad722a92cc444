"""Patches of files that cannot be read to their end: in place, nothing repaired."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from validator import load_schema
from validator.check.schema import Schema
from validator.errors import UsageError
from validator.mutate import Change, parse_value, patch_bytes

SCHEMA = """\
meta: {id: cut, endian: le, encoding: UTF-8}
seq:
  - {id: little, type: u2}
  - {id: big, type: s2be}
  - {id: ratio, type: f4}
  - {id: high, type: b3}
  - {id: low, type: b13}
  - {id: left, type: b4le}
  - {id: right, type: b4le}
  - {id: name, type: str, size: 4}
  - {id: raw, size: 3}
  - {id: kind, type: u1, enum: kind}
  - {id: size, type: u1}
  - {id: body, type: {switch-on: kind, cases: {'kind::a': u2, 'kind::b': u4be}}}
  - {id: packed, size: 4, process: xor(0x5a), type: inner}
  - {id: word, type: strz, size: 6, pad-right: 32}
  - {id: secret, size: 2, process: xor(1)}
  - {id: list, type: u1, repeat: expr, repeat-expr: 2}
  - {id: rest, size: size}
types:
  inner:
    seq: [{id: first, type: u1}, {id: more, size: 3}]
enums:
  kind: {1: a, 2: b}
"""
DATA = (
    struct.pack("<Hhf", 1, 0x0200, 0.5)
    + bytes.fromhex("e001 ba") + b"name" + b"raw" + bytes([2, 99]) + b"\0\0\0\7" + b"\x5a" * 4
    + b"dog\0  " + b"\1\2" + b"\1\2" + b"short"
)  # fmt: skip


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("patch") / "cut.ksy"
    path.write_text(SCHEMA, encoding="utf-8")
    return load_schema(str(path))


def patch(schema: Schema, *changes: Change) -> bytes:
    return patch_bytes(schema.trace(DATA), changes)


@pytest.mark.parametrize(
    ("path", "value", "offset", "raw"),
    [
        ("little", 0x1234, 0, b"\x34\x12"),
        ("big", -2, 2, b"\xff\xfe"),
        ("ratio", 2, 4, struct.pack("<f", 2)),
        ("high", 0, 8, b"\x00\x01"),
        ("low", 0x1FFE, 8, b"\xff\xfe"),
        ("left", 1, 10, b"\xb1"),
        ("right", 1, 10, b"\x1a"),
        ("name", "éab", 11, "éab".encode()),
        ("raw", "00 01 02", 15, b"\0\1\2"),
        ("kind", 1, 18, b"\1"),
        ("size", 5, 19, b"\5"),
        ("body", 0x01020304, 20, b"\1\2\3\4"),
        ("kind", "a", 18, b"\1"),
        ("raw", parse_value("000102", "x"), 15, b"\0\1\2"),
        ("name", parse_value("0x12", "x"), 11, b"0x12"),
        ("word", "cat", 28, b"cat\0  "),
        ("word", "catdog", 28, b"catdog"),
        ("list[1]", 9, 37, b"\x09"),
    ],
)
def test_a_field_is_overwritten_in_place(
    schema: Schema, path: str, value: Any, offset: int, raw: bytes
) -> None:
    patched = patch(schema, Change("set", path, value))
    assert patched == DATA[:offset] + raw + DATA[offset + len(raw) :]


def test_several_fields_at_once(schema: Schema) -> None:
    changes = [Change("set", "high", 0), Change("set", "low", 0), Change("set", "little", 2)]
    patched = patch(schema, *changes)
    assert patched[:2] + patched[8:10] == b"\2\0\0\0"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change("delete", "list[0]"), "only --set"),
        (Change("insert", "list[0]", 1), "only --set"),
        (Change("set", "little", source="big"), "only --set"),
        (Change("set", "nothing", 1), "no such field"),
        (Change("set", "rest", "00"), "no such field"),
        (Change("set", "packed.first", 1), "unpacked"),
        (Change("set", "little", 65536), "65536 does not fit"),
        (Change("set", "big", -40000), "-40000 does not fit"),
        (Change("set", "little", 1.5), "an integer is wanted, not the number 1.5"),
        (Change("set", "secret", "0000"), "its bytes are packed"),
        (Change("set", "kind", "c"), "enum cut::kind has no 'c'"),
        (Change("set", "word", "mouse"), "expected  3 bytes\n  found     5 bytes"),
        (Change("set", "ratio", 1e300), "1e+300 does not fit"),
        (Change("set", "high", 8), "8 does not fit 3 bits"),
        (Change("set", "high", -1), "-1 does not fit 3 bits"),
        (Change("set", "little", "text"), "an integer is wanted"),
        (Change("set", "little", None), "an integer is wanted"),
        (Change("set", "little", [1]), "an integer is wanted"),
        (Change("set", "high", "x"), "an integer is wanted"),
        (Change("set", "name", "longer"), "expected  4 bytes\n  found     6 bytes"),
        (Change("set", "raw", "00"), "expected  3 bytes\n  found     1 byte"),
        (Change("set", "raw", "xyz"), "pairs of hex digits"),
        (Change("set", "name", "\ud800"), "cannot be written"),
        (Change("set", "raw", {"a": 1}), "bytes are wanted, not a mapping"),
    ],
)
def test_what_would_move_something_is_refused(schema: Schema, change: Change, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        patch(schema, change)
    assert str(caught.value).startswith(change.path)
    assert words in str(caught.value)
