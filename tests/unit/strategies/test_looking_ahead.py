"""Schemas that look at bytes which are read again afterwards: files are made in rounds."""

from __future__ import annotations

import tempfile
from pathlib import Path

from validator.backends.strategies import generator_of
from validator.check.schema import Schema, load_schema

PEEK = """\
meta: {id: peek, endian: le}
seq:
  - {id: wide, type: wide, if: mark < 0x80}
  - {id: narrow, type: narrow, if: mark >= 0x80}
instances:
  mark: {pos: 0, type: u1, -overlap: true}
types:
  wide:
    seq:
      - {id: tag, type: u1, valid: {max: 0x7f}}
      - {id: count, type: u1}
      - {id: cells, type: u4, repeat: expr, repeat-expr: count}
  narrow:
    seq:
      - {id: tag, type: u1, valid: {min: 0x80}}
"""


def schema() -> Schema:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "peek.ksy"
        path.write_text(PEEK, encoding="utf-8")
        return load_schema(path)


def test_what_is_looked_at_before_it_is_written_agrees_in_the_end() -> None:
    one = schema()
    generator = generator_of(one.program)
    made = [generator.make(b"%d" % number) for number in range(30)]
    assert sum(file.is_valid for file in made) >= 29
    for file in made:
        if file.is_valid:
            assert one.check_bytes(file.data) == []
    assert len({file.data for file in made}) > 20


OPTIONAL = """\
meta: {id: optional, endian: le}
seq:
  - {id: blocks, type: block, repeat: eos}
types:
  block:
    seq:
      - {id: ahead, type: 'peek(_io.pos)'}
      - {id: extra, type: extra, if: ahead.tag == 200}
      - {id: body, type: u1, valid: {max: 9}}
  extra:
    seq:
      - {id: tag, contents: [200]}
      - {id: value, type: u2}
  peek:
    params:
      - {id: at, type: u8}
    instances:
      tag: {pos: at, type: u1, -overlap: true}
"""


def test_optional_parts_that_are_looked_at_ahead_come_up() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "optional.ksy"
        path.write_text(OPTIONAL, encoding="utf-8")
        one = load_schema(path)
    generator = generator_of(one.program)
    made = [generator.make(b"%d" % number) for number in range(30)]
    valid = [file.data for file in made if file.is_valid]
    assert len(valid) >= 28
    blocks = [block for data in valid for block in one.parse(data).blocks]
    assert {block.ahead.tag == 200 for block in blocks} == {False, True}
