"""Objects that are shorter than their size: fixed records, pages, headers with room to spare."""

from __future__ import annotations

import pytest

from tests.unit.strategies.test_near_misses import rules_of, schema_of
from validator.backends.strategies import generator_of

ROWS = """\
meta: {{id: rows, endian: le}}
-gaps: {gaps}
seq:
  - {{id: size, type: u2}}
  - {{id: count, type: u1}}
  - {{id: rows, type: row, size: {size}, repeat: expr, repeat-expr: count}}
types:
  row:
    seq:
      - {{id: len, type: u1}}
      - {{id: body, size: len}}
"""

HEADER = """\
meta: {id: header, endian: le}
seq:
  - {id: head, type: head, size: 32}
types:
  head:
    seq:
      - {id: magic, contents: HEAD}
      - {id: version, type: u2}
"""


def keys(count: int) -> list[bytes]:
    return [number.to_bytes(8, "big") for number in range(count)]


@pytest.mark.parametrize("gaps", ["padding", "allow"])
@pytest.mark.parametrize("size", ["12", "size"])
def test_records_are_filled_up_where_gaps_are_permitted(gaps: str, size: str) -> None:
    text = ROWS.format(gaps=gaps, size=size)
    made = [generator_of(schema_of(text).program).make(key) for key in keys(24)]
    assert all(one.is_valid and not rules_of(text, one.data) for one in made)
    assert sum(one.data[2] >= 2 for one in made) >= 4


def test_records_have_room_to_spare_as_near_misses_where_gaps_are_errors() -> None:
    text = ROWS.format(gaps="error", size="12")
    generator = generator_of(schema_of(text).program, mode="near-miss")
    made = [generator.make(key) for key in keys(24)]
    filled = [one for one in made if one.label == "unexplained-bytes filled up"]
    assert len(filled) >= 4
    assert all(rules_of(text, one.data) == {"unexplained-bytes"} for one in filled)


def test_a_header_that_cannot_be_valid_has_its_size_all_the_same() -> None:
    generator = generator_of(schema_of(HEADER).program)
    made = [generator.make(key) for key in keys(4)]
    assert {len(one.data) for one in made} == {32}
    assert not any(one.is_valid for one in made)
    assert all(rules_of(HEADER, one.data) == {"unexplained-bytes"} for one in made)


def test_no_near_miss_is_filled_up_where_everything_is_explained() -> None:
    text = HEADER.replace("size: 32", "size: 6")
    made = [generator_of(schema_of(text).program, mode="near-miss").make(key) for key in keys(16)]
    assert not any("filled up" in one.label for one in made)
