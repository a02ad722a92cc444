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
