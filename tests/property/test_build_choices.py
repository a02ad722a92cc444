"""Places that nobody gave: shared where the schema lets fields share bytes, else apart."""

from __future__ import annotations

import pytest
from build_kit import agrees, refusal_of, schema_of

ENTRIES = """
seq:
  - {{id: n, type: u1}}
  - {{id: entries, type: entry, repeat: expr, repeat-expr: n}}
types:
  entry:
    seq: [{{id: at, type: u2{valid}}}]
    instances:
      body: {{pos: at, type: strz{overlap}}}
"""


def test_equal_values_are_apart_when_no_overlap_is_declared() -> None:
    schema = schema_of(ENTRIES.format(valid="", overlap=""))
    file = schema.construct().build({"entries": [{"body": "ab"}, {"body": "ab"}]})
    assert file.hex() == "02 0500 0800 616200 616200".replace(" ", "")
    assert schema.check_bytes(file) == []


def test_equal_values_share_bytes_where_that_is_declared() -> None:
    schema = schema_of(ENTRIES.format(valid="", overlap=", -overlap: true"))
    file = schema.construct().build({"entries": [{"body": "ab"}, {"body": "ab"}, {"body": "c"}]})
    assert file.hex() == "03 0700 0700 0a00 616200 6300".replace(" ", "")
    assert schema.check_bytes(file) == []


def test_place_respects_the_check_of_its_pointer() -> None:
    text = ENTRIES.format(valid=", valid: {expr: '_ % 4 == 0 and _ > 8'}", overlap="")
    schema = schema_of("-gaps: allow" + text)
    file = schema.construct().build({"entries": [{"body": "a"}]})
    assert file.hex() == "01 0c00 000000000000000000 6100".replace(" ", "")


POOL = """
seq:
  - {id: version, type: u4}
  - {id: at, type: u1, valid: {min: 5}}
  - {id: pool, type: pool, size: 3}
types: {pool: {seq: [{id: strings, type: strz, repeat: eos}]}}
instances:
  name: {pos: at, type: strz, -overlap: true}
"""


@pytest.mark.parametrize(("name", "at"), [("", 6), ("b", 5)])
def test_shared_bytes_are_those_that_the_pointer_may_name(name: str, at: int) -> None:
    schema = schema_of(POOL)
    values = {"version": 1, "pool": {"strings": ["b", ""]}, "name": name}
    file = schema.construct().build(values)
    assert file.hex() == f"01000000 {at:02x} 620000".replace(" ", "")
    assert schema.check_bytes(file) == []


def test_given_place_is_kept() -> None:
    schema = schema_of("-gaps: allow" + ENTRIES.format(valid="", overlap=""))
    file = schema.construct().build({"entries": [{"at": 9, "body": "a"}]})
    assert file.hex() == "01 0900 000000000000 6100".replace(" ", "")


def test_empty_values_beyond_the_end_take_no_bytes() -> None:
    schema = schema_of("seq: [{id: a, type: u1}]\ninstances: {none: {pos: 200, size: 0}}")
    assert schema.construct().build({"a": 1, "none": b""}) == b"\x01"
    assert schema.construct().build(schema.construct().parse(b"\x01")) == b"\x01"


def test_objects_at_chosen_places_stay_apart_when_they_grow() -> None:
    schema = schema_of(
        """
seq: [{id: a, type: u2}, {id: b, type: u2}]
instances: {x: {pos: a, type: list}, y: {pos: b, type: list}}
types: {list: {seq: [{id: n, type: u1}, {id: items, type: u2, repeat: expr, repeat-expr: n}]}}
"""
    )
    values = {"x": {"items": [1, 2, 3]}, "y": {"items": [4]}}
    file = schema.construct().build(values)
    assert agrees(values, schema.construct().parse(file))
    assert schema.check_bytes(file) == []
    assert len(file) == 4 + 7 + 3


ABSENT = """
seq:
  - {{id: n, type: u1}}
  - {{id: at, type: u2{valid}}}
  - {{id: bits, type: b3}}
  - {{id: has_palette, type: b1}}
  - {{id: unused, type: b4, -reserved: true}}
  - {{id: palette, type: u1, repeat: expr, repeat-expr: 2 << bits, if: has_palette}}
instances:
  items: {{pos: at, type: u1, repeat: expr, repeat-expr: n, if: n != 0}}
"""


@pytest.mark.parametrize("values", [{"items": None}, {}, {"items": [], "at": 0}])
def test_what_measures_only_absent_things_is_zero(values: dict[str, object]) -> None:
    schema = schema_of(ABSENT.format(valid=""))
    file = schema.construct().build({"has_palette": False, **values})
    assert file.hex() == "00000000"
    assert schema.check_bytes(file) == []


def test_what_must_not_be_zero_has_to_be_given() -> None:
    schema = schema_of(ABSENT.format(valid=", valid: {min: 4}"))
    values = {"has_palette": False, "items": None}
    message = refusal_of(schema, values)
    assert message == "at: it has no value, and what fixes it has none either"
    assert schema.construct().build({**values, "at": 4}).hex() == "00040000"


def test_count_that_is_an_instance_is_written_at_its_place() -> None:
    schema = schema_of(
        """
-gaps: allow
seq: [{id: items, type: u1, repeat: expr, repeat-expr: n}]
instances: {n: {pos: 6, type: u2}}
"""
    )
    file = schema.construct().build({"items": [1, 2, 3]})
    assert file.hex() == "0102030000000300"
    assert schema.construct().build(schema.construct().parse(file)) == file
    assert schema.construct().build({"items": [1, 2], "n": 9}).hex() == "0102000000000200"


@pytest.mark.parametrize(("given", "size"), [({}, 3), ({"len": 9}, 9), ({"len": 1}, 3)])
def test_given_size_is_kept_where_the_value_fits_with_its_end(
    given: dict[str, int], size: int
) -> None:
    schema = schema_of("seq: [{id: len, type: u1}, {id: name, type: strz, size: len}]")
    file = schema.construct().build({**given, "name": "ab"})
    assert file == bytes([size]) + b"ab".ljust(size, b"\0")


def test_size_of_several_padded_values_is_that_of_the_longest() -> None:
    schema = schema_of(
        "seq: [{id: width, type: u1}, {id: n, type: u1},"
        " {id: names, type: strz, size: width, repeat: expr, repeat-expr: n}]"
    )
    file = schema.construct().build({"names": ["a", "abcd", "bc"]})
    assert file == b"\5\3a\0\0\0\0abcd\0bc\0\0\0"
