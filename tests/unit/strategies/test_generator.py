"""Files from a schema alone: accepted, the same bytes for the same key, modes that differ."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from validator.backends.strategies import Generator, generator_of
from validator.check.read import BoundContract
from validator.check.schema import Schema, load_schema
from validator.errors import UsageError

ROOT = Path(__file__).parents[3]
CHANNEL = ROOT / "schemas" / "channel_file.ksy"

NESTED = """\
meta: {id: nested, endian: be, encoding: ASCII}
seq:
  - {id: magic, contents: NEST}
  - {id: total, type: u4, valid: {expr: _ == _io.size}}
  - {id: chunks, type: chunk, repeat: until, repeat-until: _.kind == 0}
types:
  chunk:
    seq:
      - {id: kind, type: u1, valid: {any-of: [0, 1, 2, 3]}}
      - {id: len_body, type: u2}
      - id: body
        size: len_body
        type:
          switch-on: kind
          cases: {1: names, 2: grid, 3: flags}
      - {id: crc, type: u4, -checksum: {algorithm: crc32, from: start_of(kind), to: end_of(body)}}
  names:
    seq:
      - {id: items, type: strz, repeat: eos, -unique: true}
  grid:
    seq:
      - {id: width, type: u1, valid: {min: 1, max: 5}}
      - {id: height, type: u1, valid: {min: 1, max: 5}}
      - {id: cells, type: s2, repeat: expr, repeat-expr: width * height}
    -checks:
      - {id: too-flat, expr: height <= width, message: flat}
  flags:
    seq:
      - {id: high, type: b3}
      - {id: low, type: b5, valid: {max: 20}}
      - {id: rest, type: b16}
"""

TABLE = """\
meta: {id: table, endian: le, encoding: ASCII}
seq:
  - {id: num_rows, type: u1, valid: {min: 1}}
  - {id: ofs_data, type: u4}
  - {id: rows, type: row, repeat: expr, repeat-expr: num_rows, -sorted: _.id, -unique: _.id}
  - {id: uses, type: use, repeat: expr, repeat-expr: num_rows}
instances:
  data: {pos: ofs_data, size: 4 * num_rows, type: blob}
types:
  row:
    seq:
      - {id: id, type: u2}
      - {id: limit, type: u1}
  use:
    seq:
      - {id: row, type: u2, -refers-to: {table: _root.rows, key: _.id}}
      - {id: value, type: u1}
    -checks:
      - {id: over-limit, expr: value <= row.target.limit, message: over}
  blob:
    seq:
      - {id: packed, type: u4, repeat: eos}
"""


@cache
def schema_of(text: str) -> Schema:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.ksy"
        path.write_text(text, encoding="utf-8")
        return load_schema(path)


@cache
def channel() -> Schema:
    return load_schema(CHANNEL)


def schemas() -> list[Schema]:
    return [channel(), schema_of(NESTED), schema_of(TABLE)]


@cache
def made_by(schema: Schema, mode: str) -> Generator:
    return generator_of(schema.program, mode=mode)


@pytest.mark.parametrize("number", range(3))
def test_what_is_made_is_accepted_and_differs(number: int) -> None:
    schema = schemas()[number]
    generator = made_by(schema, "valid")
    made = [generator.make(b"%d" % n) for n in range(40)]
    assert all(one.is_valid and one.mode == "valid" for one in made)
    for one in made:
        assert schema.check_bytes(one.data) == []
    assert len({one.data for one in made}) > 30


@pytest.mark.parametrize("mode", ["valid", "boundary", "near-miss", "mixed"])
def test_the_same_key_gives_the_same_bytes(mode: str) -> None:
    first = generator_of(channel().program, mode=mode)
    second = generator_of(channel().program, mode=mode)
    second.make(b"something else before")
    for key in (b"", b"a", b"b", b"c"):
        assert first.make(key) == second.make(key)


def test_bytes_stay_what_they_are() -> None:
    data = made_by(channel(), "valid").make(b"").data
    assert data.hex() == (
        "43474348414e1a00" "0100" "0000" "01000000" "02000000" "01000000" "00000000" "00000000"
        "10000000" "2c1b37e0" "6100" "0000" "01" "00" "00000000" "00" "00" "00000000"
    )  # fmt: skip


def test_all_branches_and_counts_occur() -> None:
    schema = schema_of(NESTED)
    kinds, counts = set(), set()
    for number in range(60):
        tree = schema.parse(made_by(schema, "valid").make(b"%d" % number).data)
        kinds |= {chunk.kind for chunk in tree.chunks}
        counts.add(len(tree.chunks))
    assert kinds == {0, 1, 2, 3}
    assert {1, 2, 3} <= counts


def test_boundary_files_are_accepted_and_say_what_they_try() -> None:
    schema = schema_of(TABLE)
    made = [made_by(schema, "boundary").make(b"%d" % n) for n in range(40)]
    assert all(schema.check_bytes(one.data) == [] for one in made if one.is_valid)
    assert sum(one.is_valid for one in made) >= 36
    limits = {row.limit for one in made if one.is_valid for row in schema.parse(one.data).rows}
    assert {0, 254, 255} <= limits
    assert any("row.limit = " in one.label for one in made)


def test_a_warning_does_not_make_a_file_invalid() -> None:
    generator = generator_of(load_schema(CHANNEL.parent / "uefi_dbx.ksy").program)
    assert all(generator.make(bytes([number])).is_valid for number in range(20))


@pytest.mark.parametrize("number", range(3))
def test_near_misses_break_the_rule_that_they_name(number: int) -> None:
    schema = schemas()[number]
    rules = set()
    for key in range(60):
        made = made_by(schema, "near-miss").make(b"%d" % key)
        found = {f.rule for f in schema.check_bytes(made.data) if f.severity.value == "error"}
        assert made.mode == "near-miss", made
        rule = made.label.split(": ")[1].split(" ")[0]
        assert rule in found
        assert found <= {rule, "unexplained-bytes"}
        rules.add(rule)
    assert len(rules) >= 5


def test_near_misses_reach_order_uniqueness_and_references() -> None:
    schema = schema_of(TABLE)
    labels = [made_by(schema, "near-miss").make(b"%d" % key).label for key in range(150)]
    text = "\n".join(labels)
    for rule in ("duplicate-key", "order-violated", "dangling-reference", "over-limit"):
        assert f": {rule} " in text


def test_files_meet_the_contracts_that_are_asked_for() -> None:
    schema = channel()
    facts = {"inputs": {}, "max_templates": 3, "max_instances": 2, "format_version_max": 1}

    class Inputs(dict[str, int]):
        def __missing__(self, name: str) -> int:
            return 2

        def __contains__(self, name: object) -> bool:
            return True

    facts["inputs"] = Inputs()
    contract = BoundContract("small", facts, {})
    generator = generator_of(schema.program, contracts=[("small", facts)])
    made = [generator.make(b"%d" % n) for n in range(20)]
    assert sum(one.is_valid for one in made) >= 18
    for one in made:
        if one.is_valid:
            assert schema.check_bytes(one.data, contracts=[contract]) == []
            assert schema.parse(one.data).header.template_count <= 3


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(UsageError, match="expected  one of valid, boundary, near-miss, mixed"):
        generator_of(channel().program, mode="wild")
