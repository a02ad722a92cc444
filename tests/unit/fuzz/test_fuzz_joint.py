"""Crashes that get small only by several changes at once."""

from __future__ import annotations

import zlib
from pathlib import Path

import fuzz_kit as kit
from reduce_kit import smallest

from validator.fuzz.prepared import Prepared
from validator.mutate.outline import survey

DIRECTORY = """
meta: {id: directory, endian: le}
seq:
  - {id: count, type: u2}
  - {id: sum, type: u4, -checksum: {algorithm: crc32, from: 6, to: _io.size}}
  - {id: entries, type: entry, repeat: expr, repeat-expr: count, -unique: _.id}
types:
  entry:
    seq: [{id: id, type: u1}, {id: kind, type: u1}, {id: ofs, type: u2}, {id: len, type: u2}]
    instances:
      body: {pos: ofs, size: len}
"""
OPTIONS = """
meta: {id: options, endian: le}
seq:
  - {id: flags, type: u1}
  - {id: note, type: note, if: flags & 1 != 0}
  - {id: level, type: u1}
types:
  note:
    seq: [{id: len, type: u1}, {id: text, size: len}]
"""
PARALLEL = """
meta: {id: parallel, endian: le}
seq:
  - {id: count, type: u1}
  - {id: kinds, type: u1, repeat: expr, repeat-expr: count}
  - {id: values, type: "value(kinds[_index])", repeat: expr, repeat-expr: count}
types:
  value:
    params: [{id: kind, type: u1}]
    seq:
      - {id: len, type: u1, valid: kind}
      - {id: data, size: len}
"""
TOTAL = """
meta: {id: total, endian: le}
seq:
  - {id: total, type: u2}
  - {id: len, type: u2}
  - {id: data, size: len}
"""


def directory(*entries: tuple[int, int, bytes]) -> bytes:
    table, bodies, at = b"", b"", 6 + 6 * len(entries)
    for number, kind, body in entries:
        place = (at + len(bodies)).to_bytes(2, "little")
        table += bytes((number, kind)) + place + len(body).to_bytes(2, "little")
        bodies += body
    rest = table + bodies
    return len(entries).to_bytes(2, "little") + zlib.crc32(rest).to_bytes(4, "little") + rest


def test_an_entry_goes_with_the_bytes_that_it_points_to(tmp_path: Path) -> None:
    data = directory((1, 0, b"abc"), (2, 7, b"de"), (3, 0, b"fghi"))
    made = smallest(
        tmp_path, DIRECTORY, data,
        lambda one: any(one[7 + 6 * at : 8 + 6 * at] == b"\x07" for at in range(one[0])),
    )  # fmt: skip
    assert (len(made), made[:2], made[7]) == (12, b"\1\0", 7)


def test_positions_follow_a_table_that_they_lie_right_behind(tmp_path: Path) -> None:
    schema = kit.load(tmp_path, DIRECTORY)
    data = directory((1, 0, b"abc"), (2, 7, b"de"), (3, 0, b"fghi"))
    prepared = Prepared(schema, survey(schema.program), data)
    made = prepared.without({"entries": range(1, 2)})
    assert made == directory((1, 0, b"abc"), (3, 0, b"fghi"))


def test_shared_bytes_stay_for_those_that_still_point_to_them(tmp_path: Path) -> None:
    schema = kit.load(tmp_path, DIRECTORY)
    rest = bytes((1, 0, 18, 0, 3, 0, 2, 0, 18, 0, 3, 0)) + b"abc"
    data = b"\2\0" + zlib.crc32(rest).to_bytes(4, "little") + rest
    prepared = Prepared(schema, survey(schema.program), data)
    assert prepared.without({"entries": range(1, 2)}) == directory((1, 0, b"abc"))


def test_an_optional_part_goes_with_its_flag(tmp_path: Path) -> None:
    made = smallest(
        tmp_path, OPTIONS, bytes((1, 3)) + b"abc" + bytes((9,)), lambda one: one[-1] == 9
    )
    assert made == bytes((0, 9))


def test_elements_of_equally_long_lists_become_like_the_smallest(tmp_path: Path) -> None:
    data = bytes((4, 2, 1, 3, 2)) + b"\2ab" + b"\1c" + b"\3def" + b"\2gh"
    made = smallest(tmp_path, PARALLEL, data, lambda one: one[0] == 4)
    assert len(made) <= 1 + 4 + 4 * 2


def test_a_sum_that_the_consumer_compares_stays_right(tmp_path: Path) -> None:
    data = (250).to_bytes(2, "little") + (200).to_bytes(2, "little") + bytes(200)

    def is_fatal(one: bytes) -> bool:
        return int.from_bytes(one[:2], "little") - int.from_bytes(one[2:4], "little") == 50

    made = smallest(tmp_path, TOTAL, data, is_fatal)
    assert made == bytes((50, 0, 0, 0))


PAIRED = """
meta: {id: paired, endian: le}
seq:
  - {id: count, type: u1}
  - {id: groups, type: group, repeat: expr, repeat-expr: 2}
  - {id: kinds, type: u1, repeat: expr, repeat-expr: count}
types:
  group:
    seq:
      - {id: count, type: u1}
      - {id: names, type: u1, repeat: expr, repeat-expr: count}
"""


def test_lists_of_other_depths_are_cut_together_where_they_are_equally_long(tmp_path: Path) -> None:
    data = b"\5" + b"\5abcde" + b"\2xy" + b"vwxyz"

    def is_fatal(one: bytes) -> bool:
        first = one[1]
        second = one[2 + first]
        return one[0] == first and second == 2 and one[-1:] == b"z"

    made = smallest(tmp_path, PAIRED, data, is_fatal)
    assert len(made) == 7
