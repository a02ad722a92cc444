"""Edits of bytes: where they land, what is repaired, what is refused."""

from __future__ import annotations

import itertools
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from construct import ConstructError

from validator import load_schema
from validator.backends.construct.build import BuildFault
from validator.check.schema import Schema
from validator.errors import UsageError
from validator.mutate import Change, edit_bytes, show_short

SCHEMA = """\
meta: {id: book, endian: le, encoding: UTF-8}
-gaps: allow
seq:
  - {id: magic, contents: BOOK}
  - {id: size, type: u2, valid: {expr: _ == _io.size}}
  - {id: num_pages, type: u1}
  - {id: version, type: u1, -default: 1}
  - {id: pages, type: page, repeat: expr, repeat-expr: num_pages}
  - id: crc
    type: u4
    -checksum: {algorithm: crc32, from: 0, to: start_of(crc)}
instances:
  first: {value: 'pages[0]', if: num_pages > 0}
  total: {value: num_pages * 2}
types:
  page:
    seq:
      - {id: id, type: u1}
      - {id: kind, type: u1, enum: kind}
      - {id: len_text, type: u1}
      - {id: text, type: str, size: len_text}
      - {id: raw, size: 2}
      - {id: words, type: u1, repeat: expr, repeat-expr: 2}
enums:
  kind: {0: plain, 1: bold}
"""


def page(number: int, text: bytes, raw: bytes = b"\xaa\xbb", kind: int = 0) -> bytes:
    return bytes([number, kind, len(text)]) + text + raw + bytes([number, number + 1])


def book(*pages: bytes, tail: bytes = b"") -> bytes:
    body = b"".join(pages)
    size = 8 + len(body) + 4 + len(tail)
    head = b"BOOK" + struct.pack("<HBB", size, len(pages), 1) + body
    return head + struct.pack("<I", zlib.crc32(head)) + tail


P1, P2, P3 = page(1, b"one"), page(2, b"twos"), page(3, b"")
FILE = book(P1, P2, P3, tail=b"tail!")


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("edit") / "book.ksy"
    path.write_text(SCHEMA, encoding="utf-8")
    return load_schema(str(path))


def edit(schema: Schema, *changes: Change, keeps: tuple[str, ...] = ()) -> bytes:
    return edit_bytes(schema.program, FILE, changes, keeps).data


def put(path: str, value: Any) -> Change:
    return Change("set", path, value)


def drop(path: str) -> Change:
    return Change("delete", path)


def add(path: str, value: Any) -> Change:
    return Change("insert", path, value)


def test_a_value_that_is_already_there_changes_nothing(schema: Schema) -> None:
    changed = edit_bytes(schema.program, FILE, [put("version", 1), put("pages[1].text", "twos")])
    assert changed.data == FILE
    assert changed.repairs == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("pages[0].text", "longer"), book(page(1, b"longer"), P2, P3, tail=b"tail!")),
        (put("pages[-1].text", "x"), book(P1, P2, page(3, b"x"), tail=b"tail!")),
        (put("pages[id=2].raw", "0102"), book(P1, page(2, b"twos", b"\1\2"), P3, tail=b"tail!")),
        (put("pages[0].kind", "bold"), book(page(1, b"one", kind=1), P2, P3, tail=b"tail!")),
        (put("pages[0].kind", 1), book(page(1, b"one", kind=1), P2, P3, tail=b"tail!")),
        (put("first.kind", "kind::bold"), book(page(1, b"one", kind=1), P2, P3, tail=b"tail!")),
        (drop("pages[1]"), book(P1, P3, tail=b"tail!")),
        (drop("pages[id=1]"), book(P2, P3, tail=b"tail!")),
        (put("pages", []), book(tail=b"tail!")),
        (Change("insert", "pages[0]", source="pages[2]"), book(P3, P1, P2, P3, tail=b"tail!")),
        (Change("insert", "pages[3]", source="pages[0]"), book(P1, P2, P3, P1, tail=b"tail!")),
        (Change("insert", "pages[-1]", source="pages[0]"), book(P1, P2, P1, P3, tail=b"tail!")),
        (Change("set", "pages[0]", source="pages[1]"), book(P2, P2, P3, tail=b"tail!")),
        (Change("set", "pages[0].raw", source="pages[1].raw"), FILE),
        (drop("version"), FILE),
        (put("version", None), FILE),
        (drop("crc"), FILE),
    ],
)
def test_one_edit_gives_the_file_that_has_it(
    schema: Schema, change: Change, expected: bytes
) -> None:
    assert edit(schema, change) == expected


def test_what_is_inserted_needs_only_what_nothing_derives(schema: Schema) -> None:
    value = {"id": 9, "kind": "bold", "text": "new", "raw": "0506", "words": [9, 10]}
    fresh = page(9, b"new", b"\5\6", 1)
    assert edit(schema, add("pages[1]", value)) == book(P1, fresh, P2, P3, tail=b"tail!")


def test_the_order_of_edits_means_nothing(schema: Schema) -> None:
    changes = [
        drop("pages[0]"),
        put("pages[1].text", "x"),
        Change("insert", "pages[1]", source="pages[2]"),
        Change("insert", "pages[3]", source="pages[0]"),
    ]
    expected = book(P3, page(2, b"x"), P3, P1, tail=b"tail!")
    for order in itertools.permutations(changes):
        assert edit(schema, *order) == expected


def test_insertions_at_one_place_keep_their_order(schema: Schema) -> None:
    pair = [Change("insert", "pages[0]", source=f"pages[{index}]") for index in (2, 1)]
    assert edit(schema, *pair) == book(P3, P2, P1, P2, P3, tail=b"tail!")


def test_a_copy_is_of_the_file_as_it_is(schema: Schema) -> None:
    changes = [Change("set", "pages[0].text", source="pages[1].text"), put("pages[1].text", "x")]
    expected = book(page(1, b"twos"), page(2, b"x"), P3, tail=b"tail!")
    assert edit(schema, *changes) == expected


def test_repairs_are_told_with_both_values(schema: Schema) -> None:
    changed = edit_bytes(schema.program, FILE, [drop("pages[2]")])
    old, new = len(FILE), len(changed.data)
    assert [one for one in changed.repairs if one[0] != "crc"] == [
        ("size", old, new),
        ("num_pages", 3, 2),
    ]
    assert changed.data == book(P1, P2, tail=b"tail!")


def test_a_field_can_be_left_broken(schema: Schema) -> None:
    kept = edit(schema, drop("pages[2]"), keeps=("crc", "size"))
    assert kept[:6] == FILE[:6]
    assert kept[6] == 2
    whole = edit(schema, put("num_pages", 9), keeps=("num_pages",))
    assert whole[6] == 9
    assert whole[-9:-5] == struct.pack("<I", zlib.crc32(whole[:-9]))
    inner = edit(schema, put("pages[1].len_text", 200), keeps=("pages[*].len_text", "crc"))
    assert inner == FILE[:20] + b"\xc8" + FILE[21:]


def test_what_was_wrong_before_stays_wrong(schema: Schema) -> None:
    broken = FILE[:4] + b"\xff\xff" + FILE[6:-9] + b"\0\0\0\0" + FILE[-5:]
    changed = edit_bytes(schema.program, broken, [put("version", 2)])
    assert changed.data == broken[:7] + b"\2" + broken[8:]
    assert changed.repairs == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([put("pages[0].id", 1), put("pages[id=1].id", 2)], "two edits of one place"),
        ([put("first.id", 1), put("pages[0].id", 2)], "two edits of one place: first.id and pages"),
        ([drop("pages[2]"), put("pages[-1]", {})], "two edits of one place"),
        ([drop("pages[2]"), put("pages[2].id", 1)], "pages[2], around it, is deleted"),
        ([put("pages[2].words[0]", 1), put("pages[2]", {})], "around it, is replaced"),
        ([put("pages", []), add("pages[0]", {})], "pages, around it, is replaced"),
        ([put("total", 7)], "total is computed"),
        ([put("first", {})], "first is computed"),
        ([drop("total")], "total is computed"),
        ([add("version", 1)], "only elements of lists can be inserted"),
        ([put("num_pages", 9)], "--no-repair 'num_pages'"),
        ([put("crc", 9)], "crc: cannot be set, it follows from the schema"),
        ([put("magic", "00000000")], "expected  42 4f 4f 4b"),
        ([put("pages[0].len_text", 9)], "expected  3\n  found     9"),
    ],
)
def test_edits_that_would_be_lost_are_refused(
    schema: Schema, changes: list[Change], words: str
) -> None:
    with pytest.raises(UsageError) as caught:
        edit(schema, *changes)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("change", "where", "words"),
    [
        (put("version", 256), "version", "256 does not fit u1 (0 to 255)"),
        (put("version", "x"), "version", "an integer is wanted, not the text 'x'"),
        (drop("pages[0].id"), "pages[0].id", "it has no value, and nothing in the schema fixes it"),
        (put("pages", 7), "pages", "a list is wanted, not the number 7"),
        (put("pages[0]", 7), "pages[0]", "a mapping of the fields of book::page is wanted"),
        (put("pages[0].kind", "bald"), "pages[0].kind", "did you mean bold?"),
        (put("pages[0].raw", "0"), "pages[0].raw", "pairs of hex digits"),
        (put("pages[0].text", True), "pages[0].text", "in quotes it is text"),
        (put("pages[0].text", "x" * 300), "pages[0].text", "300"),
        (put("pages[0].words[0]", 999), "pages[0].words[0]", "999 does not fit u1"),
        (add("pages[0]", {"idd": 1}), "pages[0]", "did you mean id?"),
        (add("pages[0]", {"kind": 0}), "pages[0].", "it has no value"),
    ],
)
def test_values_that_do_not_fit_are_refused_by_name(
    schema: Schema, change: Change, where: str, words: str
) -> None:
    with pytest.raises(BuildFault) as caught:
        edit(schema, change)
    assert caught.value.where.startswith(where)
    assert words in caught.value.headline


def test_what_cannot_be_read_cannot_be_repaired(schema: Schema) -> None:
    with pytest.raises(ConstructError) as caught:
        edit_bytes(schema.program, FILE[:20], [put("version", 2)])
    assert not isinstance(caught.value, BuildFault)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (True, "true"),
        (1.5, "1.5"),
        (b"", "no bytes"),
        (b"\x00\xff", "00 ff"),
        (bytes(17), "00 " * 15 + "00.. (17 bytes)"),
        ("a\nb", '"a\\nb"'),
        ("x" * 61, '"' + "x" * 60 + '".. (61 characters)'),
        (None, "None"),
    ],
)
def test_values_are_shown_on_one_line(value: Any, text: str) -> None:
    assert show_short(value) == text


def test_a_track_of_a_midi_file_goes_and_comes_back() -> None:
    folder = Path(__file__).parents[3] / "examples" / "gallery"
    program = load_schema(str(folder / "midi.ksy")).program
    data = (folder / "files" / "midi" / "format1.mid").read_bytes()
    shorter = edit_bytes(program, data, [drop("tracks[1]")])
    assert ("header.num_tracks", 2, 1) in shorter.repairs
    longer = [Change("insert", "tracks[1]", source="tracks[1]"), drop("tracks[1]")]
    assert edit_bytes(program, data, longer).data == data


def test_a_longer_name_finds_room_in_a_table_that_its_offsets_are_bounded_by() -> None:
    root = Path(__file__).parents[3]
    program = load_schema(str(root / "schemas" / "channel_file.ksy")).program
    data = (root / "corpus/channel_file/valid/ipc_wildcard_in_field_21.chan").read_bytes()
    changed = edit_bytes(program, data, [put("templates[0].name", "another")])
    assert ("header.string_table_size", 264, 272) in changed.repairs
    assert ("templates[0].name_ofs", 1, 264) in changed.repairs
    assert changed.data[40:].startswith(data[40 : 40 + 264] + b"another\0")
