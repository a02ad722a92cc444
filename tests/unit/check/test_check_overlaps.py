"""What findings about overlaps and gaps say, and what looking for them costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.backends.python.reader import emit_check_reader
from validator.check.gaps import MAX_GAPS
from validator.check.overlaps import MAX_OVERLAPS
from validator.check.schema import Schema
from validator.compile import compile_schema
from validator.findings import Finding
from validator.ir.overlap import Jump, has_undeclared, jumps_of

ROOT = Path(__file__).resolve().parents[3]
NOTE = "t.units.append("


def _schema(folder: Path, text: str) -> Schema:
    path = folder / "case.ksy"
    path.write_text(f"meta: {{id: case, endian: le, encoding: ASCII}}\n{text}", encoding="utf-8")
    return Schema(compile_schema(str(path)), str(path))


def _only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1
    return findings[0]


def test_an_overlap_names_both_fields(tmp_path: Path) -> None:
    schema = _schema(
        tmp_path,
        """
seq:
  - {id: head, type: head}
instances:
  table: {pos: head.start, type: u2, repeat: expr, repeat-expr: 2}
types:
  head:
    seq:
      - {id: magic, size: 3}
      - {id: start, type: u1}
""",
    )
    finding = _only(schema.check_bytes(bytes([7, 7, 7, 3, 9, 9, 9])))
    assert finding.rule == "overlapping-fields"
    assert (finding.span and (finding.span.start, finding.span.length)) == (3, 1)
    assert finding.path == "table[0]"
    assert finding.message == "shares 1 byte with head.start"
    assert finding.expected == "every byte explained by one field"
    assert finding.found == "0x3+1: also in head.start (0x3+1)"
    assert finding.hint == "`-overlap: true` at table permits it"
    assert finding.cwe == 1285
    assert finding.schema is not None
    assert finding.schema.line == 6


UNPACKED = """
seq:
  - {id: box, size: 4, process: xor(255), type: box}
types:
  box:
    seq:
      - {id: at, type: u1}
    instances:
      v: {pos: at, type: u1}
"""


def test_places_in_unpacked_bytes_are_told(tmp_path: Path) -> None:
    schema = _schema(tmp_path, UNPACKED)
    gap, overlap = schema.check_bytes(bytes([0xFF, 0xFD, 0xFC, 0xFB]))[::-1]
    assert gap.rule == "unexplained-bytes"
    assert gap.message == (
        "3 bytes after box.at, at 0x1 of the unpacked bytes, are not explained by any field"
    )
    assert gap.evidence == (("unpacked", "0x1+3 of the unpacked bytes"),)
    assert gap.found == "02 03 04"
    assert overlap.message == "shares 1 byte with box.at"
    assert overlap.evidence == (("unpacked", "0x0+1 of the unpacked bytes"),)
    assert {(f.span and f.span.start, f.span and f.span.length) for f in (gap, overlap)} == {(0, 4)}


MANY = """
seq:
  - {id: n, type: u1}
  - {id: items, type: item(_index), repeat: expr, repeat-expr: n}
  - {id: rest, size-eos: true}
types:
  item:
    params: [{id: i, type: u1}]
    instances:
      here: {io: _root._io, pos: 1 + 2 * i, size: 1}
      next: {io: _root._io, pos: 2 + 2 * i, size: 0}
"""


def test_findings_are_counted_and_capped(tmp_path: Path) -> None:
    schema = _schema(tmp_path, MANY)
    assert schema.check_bytes(bytes([0, 1, 2])) == []
    assert len(schema.check_bytes(bytes([3, *range(9)]))) == 3
    found = schema.check_bytes(bytes([60, *range(130)]))
    assert len(found) == MAX_OVERLAPS
    assert [f.span and f.span.start for f in found] == list(range(1, 2 * MAX_OVERLAPS, 2))


def test_gaps_in_many_streams_are_capped_together(tmp_path: Path) -> None:
    schema = _schema(
        tmp_path,
        """
seq:
  - {id: boxes, size: 2, process: xor(1), type: box, repeat: eos}
types:
  box:
    seq: [{id: x, type: u1}]
""",
    )
    found = schema.check_bytes(bytes(200))
    assert len(found) == MAX_GAPS
    assert {f.path for f in found} == {f"boxes[{i}]" for i in range(MAX_GAPS)}


def test_nothing_is_looked_for_after_a_structural_failure(tmp_path: Path) -> None:
    schema = _schema(
        tmp_path,
        """
seq:
  - {id: at, type: u1}
instances:
  a: {pos: at, type: u1}
  b: {pos: 9, type: u1}
""",
    )
    assert [f.rule for f in schema.check_bytes(b"\0")] == ["position-outside-stream"]


@pytest.mark.parametrize("name", ["channel_file", "hwdb", "uefi_dbx"])
def test_schemas_that_declare_their_pointers_cost_nothing(name: str) -> None:
    assert NOTE not in emit_check_reader(compile_schema(str(ROOT / "schemas" / f"{name}.ksy")))


def test_notes_are_taken_where_undeclared_instances_can_overlap(tmp_path: Path) -> None:
    source = emit_check_reader(_schema(tmp_path, KINDS).program)
    assert source.count(NOTE) == 11  # the file and every instance with pos
    plain = ("own", "by_root", "by_self", "in_plain")
    harmless = "".join(
        line for line in KINDS.splitlines(keepends=True) if not line.strip().startswith(plain)
    )
    assert NOTE not in emit_check_reader(_schema(tmp_path, harmless).program)
    assert NOTE in emit_check_reader(_schema(tmp_path, "-gaps: allow\n" + harmless).program)
    assert NOTE not in emit_check_reader(_schema(tmp_path, "-overlaps: allow\n" + KINDS).program)


KINDS = """
seq:
  - {id: pool, size: 1, type: empty}
  - {id: plain, type: empty}
  - {id: pools, size: 1, type: empty, repeat: expr, repeat-expr: 2}
instances:
  own: {pos: 0, size: 1}
  by_root: {io: _root._io, pos: 0, size: 1}
  by_self: {io: _io, pos: 0, size: 1}
  in_pool: {io: pool._io, pos: 0, size: 1}
  in_root_pool: {io: _root.pool._io, pos: 0, size: 1}
  in_plain: {io: plain._io, pos: 0, size: 1}
  in_element: {io: 'pools[1]._io', pos: 0, size: 1}
  in_first: {io: pools.first._io, pos: 0, size: 1}
  alias: {value: 'pools[0]'}
  in_alias: {io: alias._io, pos: 0, size: 1}
  told: {pos: 0, size: 1, -overlap: true}
types:
  empty:
    seq: []
"""


def test_kinds_of_instances(tmp_path: Path) -> None:
    program = _schema(tmp_path, KINDS).program
    kinds = {program.fields[number].id: kind for number, kind in jumps_of(program).items()}
    views = {"in_pool", "in_root_pool", "in_element", "in_first", "in_alias"}
    assert {name for name, kind in kinds.items() if kind is Jump.VIEW} == views
    assert {name for name, kind in kinds.items() if kind is Jump.DECLARED} == {"told"}
    plain = {"own", "by_root", "by_self", "in_plain"}
    assert {name for name, kind in kinds.items() if kind is Jump.PLAIN} == plain
    assert has_undeclared(program)


def test_allowing_all_declares_all(tmp_path: Path) -> None:
    program = _schema(tmp_path, "-overlaps: allow\n" + KINDS).program
    assert set(jumps_of(program).values()) == {Jump.DECLARED}
    assert not has_undeclared(program)
