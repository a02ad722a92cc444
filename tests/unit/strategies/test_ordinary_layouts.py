"""Layouts that ordinary formats have: files are made of all of them, with all their parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from validator.backends.strategies import generator_of
from validator.check.schema import load_schema
from validator.errors import GenerateError

_FILES = 30

SELF_SAYING = """\
meta: {id: varint, endian: le}
seq:
  - id: groups
    type: group(_index)
    repeat: until
    repeat-until: not _.goes_on
types:
  group:
    params: [{id: number, type: s4}]
    seq:
      - {id: goes_on, type: b1, valid: 'number == 4 ? false : goes_on'}
      - {id: digit, type: b7}
"""

DIGITS = """\
meta: {id: digits, endian: be, encoding: ASCII}
seq:
  - {id: len, type: number}
  - id: parts
    type: part
    repeat: until
    repeat-until: _io.pos + _.len > len.value
  - {id: end, size: 1}
types:
  number:
    seq:
      - {id: high, type: pair}
      - {id: low, type: pair}
    instances:
      value: {value: (high.value << 14) | low.value}
  pair:
    seq:
      - {id: high, type: digit}
      - {id: low, type: digit}
    instances:
      value: {value: (high.value << 7) | low.value}
  digit:
    seq:
      - {id: zero, type: b1, valid: false}
      - {id: value, type: b7}
  part:
    seq:
      - {id: len, type: u1}
      - {id: body, size: len}
"""

SIGNED = """\
meta: {id: signed, endian: le}
seq:
  - {id: len, type: s8}
  - {id: body, size: len * 2}
"""

DIVIDED = """\
meta: {id: divided, endian: le}
seq:
  - {id: unit, type: u2}
  - {id: rows, type: u1}
  - {id: body, type: body, size: units * unit}
instances:
  units: {value: (rows * 8 + unit - 1) / unit}
types:
  body:
    seq:
      - {id: all, size-eos: true}
"""

OPTIONAL = """\
meta: {id: optional, endian: le}
seq:
  - {id: name_at, type: u4}
  - {id: len, type: u1, valid: {min: 1}}
  - {id: more_at, type: u4}
instances:
  is_there: {value: more_at != 0 and len != 0}
  name: {pos: name_at, type: item, if: name_at != 0}
  more: {pos: more_at, size: len, if: is_there}
types:
  item:
    seq:
      - {id: value, type: u2}
"""

ENDING = """\
meta: {id: ending, endian: le}
seq:
  - {id: count, type: u1, valid: {min: 1, max: 3}}
  - {id: packets, type: packet, repeat: expr, repeat-expr: count}
types:
  packet:
    seq:
      - {id: len, type: u2}
      - {id: body, size: len, type: body}
  body:
    seq:
      - {id: len_padding, type: u1}
      - {id: data, size: _io.size - _io.pos - len_padding}
      - {id: padding, size: len_padding}
"""

STORE = """\
meta: {id: store, endian: be}
seq:
  - {id: count, type: u1}
  - {id: len_store, type: u2}
  - {id: entries, type: entry, repeat: expr, repeat-expr: count}
  - {id: store, size: len_store, type: store}
  - {id: end, contents: END}
types:
  store: {}
  entry:
    seq:
      - {id: at, type: u2}
      - {id: len, type: u1, valid: {min: 1}}
    instances:
      body: {io: _parent.store._io, pos: at, size: len}
"""

FOOTER = """\
meta: {id: footer, endian: le}
seq:
  - {id: magic, contents: HEAD}
instances:
  footer: {pos: _io.size - 12, type: footer}
  names: {pos: _io.size - 12 - footer.len_names, size: footer.len_names, type: names}
types:
  footer:
    seq:
      - {id: index_at, type: u4}
      - {id: count, type: u2}
      - {id: len_names, type: u2}
      - {id: magic, contents: TAIL}
    instances:
      index: {pos: index_at, type: entry, repeat: expr, repeat-expr: count}
  entry:
    seq:
      - {id: at, type: u4}
      - {id: len, type: u1, valid: {min: 1}}
    instances:
      body: {pos: at, size: len}
  names:
    seq:
      - {id: names, type: u2, repeat: eos}
"""

WIDE = """\
meta: {id: wide}
seq:
  - {id: width, type: u1, valid: {any-of: [4, 8]}}
  - {id: order, type: u1, enum: order}
  - {id: table, type: table}
enums:
  order: {1: little, 2: big}
types:
  table:
    meta:
      endian: {switch-on: _root.order, cases: {'order::little': le, 'order::big': be}}
    seq:
      - id: at
        type: {switch-on: _root.width, cases: {4: u4, 8: u8}}
      - {id: count, type: u2}
    instances:
      rows: {io: _root._io, pos: at, type: u2, repeat: expr, repeat-expr: count, if: count != 0}
"""

PAGES = """\
meta: {id: pages, endian: le}
seq:
  - {id: page_size, type: u1, valid: {min: 16, max: 64}}
  - {id: count, type: u1, valid: {max: 4}}
  - {id: pages, type: page, size: page_size, repeat: expr, repeat-expr: count}
types:
  page:
    seq:
      - {id: kind, type: u1, valid: {any-of: [1, 2]}}
      - {id: next, type: u4}
      - {id: len, type: u2}
      - {id: data, size: len}
"""

Read = Callable[[Any], bool]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (SELF_SAYING, [lambda t: len(t.groups) == 2, lambda t: len(t.groups) == 5]),
        (DIGITS, [lambda t: t.len.value > 127, lambda t: len(t.parts) > 1]),
        (SIGNED, [lambda t: t.len == 1, lambda t: t.len > 4]),
        (DIVIDED, [lambda t: t.units > 1, lambda t: t.unit > 8]),
        (
            OPTIONAL,
            [
                lambda t: t.name is None,
                lambda t: t.name is not None,
                lambda t: t.more is None,
                lambda t: t.more is not None,
            ],
        ),
        (
            ENDING,
            [
                lambda t: any(one.body.len_padding and one.body.data for one in t.packets),
                lambda t: len(t.packets) > 1,
            ],
        ),
        (
            FOOTER,
            [
                lambda t: len(t.footer.index) > 1,
                lambda t: len(t.names.names) > 1,
                lambda t: len(t.footer.index[0].body) > 1,
            ],
        ),
        (WIDE, [lambda t: t.width == 8 and len(t.table.rows) > 1, lambda t: t.width == 4]),
        (PAGES, [lambda t: len(t.pages) > 1, lambda t: t.pages and len(t.pages[0].data) > 16]),
        (STORE, [lambda t: t.count > 4, lambda t: t.len_store > t.count]),
    ],
    ids=[
        *("self-saying", "digits", "signed", "divided", "optional", "ending", "footer", "wide"),
        *("pages", "store"),
    ],
)
def test_files_are_valid_and_have_all_parts(tmp_path: Path, text: str, kinds: list[Read]) -> None:
    path = tmp_path / "made.ksy"
    path.write_text(text, encoding="utf-8")
    schema = load_schema(path)
    generator = generator_of(schema.program)
    made = [generator.make(b"%d" % number) for number in range(_FILES)]
    assert [schema.check_bytes(one.data) for one in made if one.is_valid] == [[]] * _FILES
    trees = [schema.parse(one.data) for one in made]
    for kind in kinds:
        assert any(map(kind, trees))


def test_parameters_of_the_top_type_that_nothing_gives_are_named(tmp_path: Path) -> None:
    path = tmp_path / "made.ksy"
    text = "meta: {id: made}\nparams: [{id: len, type: u1}]\nseq: [{id: body, size: len}]\n"
    path.write_text(text, encoding="utf-8")
    generator = generator_of(load_schema(path).program)
    with pytest.raises(GenerateError, match="parameters, which nothing gives: len"):
        generator.make(b"1")
