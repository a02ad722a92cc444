"""Instances with a place: rules see them when they are made, and they get a place that is free."""

from __future__ import annotations

import tempfile
from pathlib import Path

from validator.backends.strategies import generator_of
from validator.check.schema import Schema, load_schema

_FILES = 24

ENTRIES = """\
meta: {id: entries, endian: le}
seq:
  - {id: magic, contents: ENTR}
  - {id: count, type: u1, valid: {min: 1, max: 9}}
  - id: entries
    type: entry
    repeat: expr
    repeat-expr: count
    -sorted: {by: _.key, order: ascending}
types:
  entry:
    seq:
      - {id: at, type: u2}
      - {id: len, type: u1, valid: {min: 4}}
    instances:
      body: {pos: at, size: len, io: _root._io}
      key: {value: body.length}
    -checks:
      - {id: mark-missing, expr: body.first == 0x20, message: no mark}
"""

POOL = """\
meta: {id: pool, endian: le}
seq:
  - {id: len_table, type: u2}
  - {id: len_pool, type: u2}
  - {id: table, type: table, size: len_table}
  - {id: pool, size: len_pool}
-checks:
  - {id: no-end, expr: pool.length > 0 and pool.last == 0, message: the pool has no end}
types:
  table:
    seq:
      - {id: rows, type: row, repeat: eos}
  row:
    seq:
      - {id: at, type: u2, valid: {min: 4 + _root.len_table, max: _root._io.size - 1}}
    instances:
      name: {io: _root._io, pos: at, terminator: 0, -overlap: true}
    -checks:
      - {id: no-name, expr: name.length > 0, message: a row has no name}
"""

TREE = """\
meta: {id: tree, endian: le}
seq:
  - id: root_at
    type: u1
    -refers-to: {table: nodes.items, key: _.at}
  - {id: len, type: u1}
  - {id: nodes, type: area, size: len}
-checks:
  - id: root-not-last
    expr: nodes.items.size > 0 and nodes.items.last.at == root_at
    message: the root is not the last node
types:
  area:
    seq:
      - {id: items, type: 'node(_io.pos)', repeat: eos}
  node:
    params:
      - {id: at, type: u4}
    seq:
      - {id: kind, type: u1, valid: {max: 7}}
      - {id: value, type: u2}
"""

SIZES = """\
meta: {id: sizes, endian: le}
seq:
  - {id: len_all, type: u2, valid: {max: 64}}
  - {id: len_tail, type: u1, valid: {expr: _ % 2 == 0 and _ <= len_all}}
  - {id: flags, type: u4}
  - {id: head, size: len_all - len_tail}
  - {id: tail, type: tail, size: len_tail, if: len_tail != 0}
-checks:
  - {id: flags-wrong, expr: flags & 0xf0f0 == 0 and flags & 0xf00 != 0, message: flags}
types:
  tail:
    seq:
      - {id: words, type: u2, repeat: until, repeat-until: _ == 0}
      - {id: rest, size-eos: true}
    -checks:
      - {id: rest, expr: rest.length == 0, message: bytes behind the end}
"""

ROWS = """\
meta: {id: rows, endian: le}
seq:
  - {id: num_names, type: u1, valid: {min: 1}}
  - {id: names, type: u2, repeat: expr, repeat-expr: num_names}
  - {id: num_rows, type: u1}
  - {id: rows, type: row, repeat: expr, repeat-expr: num_rows}
types:
  row:
    seq:
      - {id: name, type: u4}
      - {id: per, type: u1}
    instances:
      named: {value: '_root.names[name]'}
      share: {value: 100 / per}
"""


def schema(text: str) -> Schema:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.ksy"
        path.write_text(text, encoding="utf-8")
        return load_schema(path)


def made_of(text: str) -> tuple[Schema, list[bytes]]:
    """Return valid files, most of what was asked for."""
    one = schema(text)
    generator = generator_of(one.program)
    files = [generator.make(b"%d" % number) for number in range(_FILES)]
    valid = [file.data for file in files if file.is_valid]
    assert len(valid) >= _FILES - 1
    assert all(one.check_bytes(data) == [] for data in valid)
    assert len(set(valid)) > _FILES // 2
    return one, valid


def test_rules_see_what_stands_elsewhere_when_it_is_made() -> None:
    one, files = made_of(ENTRIES)
    trees = [one.parse(data) for data in files]
    assert max(len(tree.entries) for tree in trees) > 1
    assert all(entry.body[0] == 0x20 for tree in trees for entry in tree.entries)


def test_strings_that_rows_point_to_lie_in_the_pool() -> None:
    one, files = made_of(POOL)
    trees = [one.parse(data) for data in files]
    assert max(len(tree.table.rows) for tree in trees) > 1
    assert {row.at - 4 - tree.len_table > 0 for tree in trees for row in tree.table.rows} == {
        False,
        True,
    }


def test_references_to_a_later_table_pick_what_rules_permit() -> None:
    one, files = made_of(TREE)
    trees = [one.parse(data) for data in files]
    assert max(len(tree.nodes.items) for tree in trees) > 1


def test_sizes_that_bytes_in_front_need_are_chosen_first() -> None:
    one, files = made_of(SIZES)
    assert {one.parse(data).len_tail != 0 for data in files} == {False, True}


def test_subscripts_are_in_range_and_nothing_is_divided_by_zero() -> None:
    one, files = made_of(ROWS)
    assert max(len(one.parse(data).rows) for data in files) > 1
