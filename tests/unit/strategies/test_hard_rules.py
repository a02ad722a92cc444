"""Rules that other values decide: what a generator does so that files still come out valid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from validator.backends.strategies import Generator, generator_of
from validator.backends.strategies.survey import survey_of
from validator.backends.strategies.wording import Watched
from validator.check.schema import Schema, load_schema

_HEAD = "meta: {id: sample, endian: le}\n"
_COUNT = 60

ELEMENTS_THAT_NEED_OTHERS = """
seq:
  - {id: name_count, type: u1}
  - {id: names, type: u2, repeat: expr, repeat-expr: name_count, -unique: true}
  - {id: user_count, type: u1}
  - {id: users, type: user, repeat: expr, repeat-expr: user_count}
types:
  user:
    seq:
      - {id: kind, type: u1}
      - {id: name, type: u1, valid: {expr: _ < _root.name_count}}
"""
NAMES_BEHIND_THEIR_USES = """
seq:
  - {id: count, type: u1, valid: {min: 1}}
  - {id: len_pool, type: u1, valid: {min: 2}}
  - {id: uses, type: use, repeat: expr, repeat-expr: count}
  - {id: pool, size: len_pool}
-checks:
  - {id: no-end, expr: pool.last == 0}
  - {id: no-empty-name, expr: pool.first == 0}
types:
  use:
    seq:
      - {id: at, type: u1, valid: {max: _root.len_pool - 1}}
    -checks:
      - {id: name-empty, expr: 'at == 0 or _root.pool[at] != 0'}
"""
COUNTS_THAT_AGREE = """
seq:
  - {id: declared, type: u4, valid: {min: 1, max: 65535}}
  - {id: count, type: u4}
  - {id: items, type: item(declared), repeat: expr, repeat-expr: count, -unique: _.value}
-checks:
  - {id: missing, expr: declared == count}
types:
  item:
    params: [{id: most, type: u4}]
    seq:
      - {id: value, type: u4, valid: {min: 1, max: most}}
"""
TABLE_BEFORE = """
seq:
  - {id: count, type: u1}
  - {id: types, type: entry, repeat: expr, repeat-expr: count}
  - {id: use_count, type: u1, valid: {min: 1}}
  - id: uses
    type: use
    repeat: expr
    repeat-expr: use_count
types:
  entry:
    seq:
      - {id: flags, type: u1, valid: {max: 3}}
      - {id: value, type: u1}
  use:
    seq:
      - id: type
        type: u1
        valid: {min: 1}
        -refers-to: {table: _root.types, key: '_.flags == 3 ? _.value : 0'}
"""
NAMES_THAT_REFER = """
seq:
  - {id: count, type: u1}
  - {id: names, type: named, repeat: expr, repeat-expr: count}
  - {id: len_wanted, type: u1}
  - id: wanted
    type: str
    size: len_wanted
    encoding: ASCII
    -refers-to: {table: _root.names, key: _.name}
    -default: '""'
types:
  named:
    seq:
      - {id: len, type: u1, valid: {min: 1}}
      - {id: name, type: str, size: len, encoding: ASCII}
"""
PACKED = """
seq:
  - {id: count, type: u1, valid: {min: 1}}
  - {id: records, type: record, repeat: expr, repeat-expr: count}
types:
  record:
    seq:
      - {id: info, type: u4, valid: {expr: '(_ & 0x00ff0000) == 0'}}
      - {id: words, type: u2, repeat: expr, repeat-expr: words_here}
    instances:
      kind: {value: info >> 24}
      words_here: {value: info & 0xffff}
    -checks:
      - {id: kind-unknown, expr: kind >= 1 and kind <= 4}
      - {id: only-kind-2-has-words, expr: words_here == 0 or kind == 2}
"""
UP_TO_THE_END = """
seq:
  - {id: limit, type: u1}
  - {id: items, type: item(_index), repeat: eos}
types:
  item:
    params: [{id: place, type: u4}]
    seq:
      - {id: value, type: u1}
    -checks:
      - {id: too-many, expr: place < _root.limit}
"""
FIRST_OF_VALUES = """
seq:
  - {id: count, type: u1}
  - {id: offsets, type: u2, repeat: expr, repeat-expr: count, -sorted: true}
  - {id: end, type: u2}
-checks:
  - {id: first, expr: count == 0 or offsets.first == 0}
  - {id: outside, expr: 'all(offsets, _ < end)'}
"""
HARD = {
    "elements that need others": ELEMENTS_THAT_NEED_OTHERS,
    "names behind their uses": NAMES_BEHIND_THEIR_USES,
    "counts that agree": COUNTS_THAT_AGREE,
    "table before": TABLE_BEFORE,
    "names that refer": NAMES_THAT_REFER,
    "packed": PACKED,
    "up to the end": UP_TO_THE_END,
    "first of values": FIRST_OF_VALUES,
}


def opened(text: str, tmp_path: Path) -> tuple[Schema, Generator]:
    path = tmp_path / "sample.ksy"
    path.write_text(_HEAD + text, encoding="utf-8")
    schema = load_schema(str(path))
    return schema, generator_of(schema.program)


def trees(text: str, tmp_path: Path, count: int = _COUNT) -> Iterator[Any]:
    schema, generator = opened(text, tmp_path)
    for number in range(count):
        made = generator.make(b"hard %d" % number)
        if made.is_valid:
            yield schema.parse(made.data)


@pytest.mark.parametrize("name", HARD)
def test_files_are_valid_and_differ(name: str, tmp_path: Path) -> None:
    schema, generator = opened(HARD[name], tmp_path)
    made = [generator.make(b"hard %d" % number) for number in range(_COUNT)]
    assert [one.is_valid for one in made] == [not schema.check_bytes(one.data) for one in made]
    assert sum(one.is_valid for one in made) >= _COUNT * 0.95
    assert len({one.data for one in made}) > _COUNT // 4


def test_a_list_without_what_its_elements_need_is_empty(tmp_path: Path) -> None:
    found = list(trees(ELEMENTS_THAT_NEED_OTHERS, tmp_path))
    assert any(tree.name_count == 0 for tree in found)
    assert all(tree.user_count == 0 for tree in found if tree.name_count == 0)
    assert max(tree.user_count for tree in found) > 2


def test_bytes_behind_are_chosen_for_what_points_to_them(tmp_path: Path) -> None:
    found = list(trees(NAMES_BEHIND_THEIR_USES, tmp_path))
    used = [(tree, one.at) for tree in found for one in tree.uses if one.at]
    assert len(used) > 5
    assert all(tree.pool[at] for tree, at in used)


def test_what_is_compared_with_a_count_is_small(tmp_path: Path) -> None:
    found = list(trees(COUNTS_THAT_AGREE, tmp_path))
    assert all(tree.declared == len(tree.items) for tree in found)
    assert len({tree.declared for tree in found}) > 3


def test_a_table_gets_the_row_that_is_referred_to(tmp_path: Path) -> None:
    for tree in trees(TABLE_BEFORE, tmp_path):
        keys = {row.value for row in tree.types if row.flags == 3}
        assert all(one.type in keys for one in tree.uses)


def test_a_text_refers_to_another_one(tmp_path: Path) -> None:
    found = list(trees(NAMES_THAT_REFER, tmp_path))
    assert any(tree.wanted for tree in found)
    for tree in found:
        assert tree.wanted == "" or tree.wanted in [one.name for one in tree.names]


def test_numbers_that_are_several_are_chosen_part_by_part(tmp_path: Path) -> None:
    schema, _ = opened(PACKED, tmp_path)
    ((_, parts),) = survey_of(schema.program).packed.items()
    assert [(one.shift, one.width, one.is_count) for one in parts] == [
        (0, 16, True),
        (24, 8, False),
    ]
    records = [one for tree in trees(PACKED, tmp_path) for one in tree.records]
    assert {one.info >> 24 for one in records} == {1, 2, 3, 4}
    assert any(len(one.words) > 1 for one in records)


def test_a_list_up_to_the_end_stops_where_nothing_fits(tmp_path: Path) -> None:
    found = list(trees(UP_TO_THE_END, tmp_path))
    assert all(len(tree.items) <= tree.limit for tree in found)
    assert any(len(tree.items) for tree in found)


def test_watched_bytes_tell_which_of_them_were_looked_at() -> None:
    watched = Watched(b"abc")
    assert watched == b"abc"
    assert (watched[-1], watched[0], watched[0:2]) == (99, 97, b"ab")
    assert watched.places == [2, 0]
    with pytest.raises(IndexError):
        watched[3]
    assert watched.places == [2, 0]
