"""The table of coverage: who was first, what is missing, and what was never used."""

from __future__ import annotations

from pathlib import Path

from validator import load_schema
from validator.check.schema import Schema
from validator.cover import Features
from validator.cover.table import BRANCHES, CLASSES, COMBINATIONS, Coverage

PARAMETERS = """\
meta: {id: t, endian: le}
seq:
  - {id: flag, type: u1}
  - {id: mode, type: u1, enum: mode}
  - {id: c, type: item, repeat: eos}
types:
  item:
    seq:
      - {id: op, type: u1, -default: 0%s}
enums:
  mode: {0: off, 1: on}
"""


def schema_of(folder: Path, asked: str = "") -> Schema:
    path = folder / "t.ksy"
    path.write_text(PARAMETERS % asked, encoding="utf-8")
    return load_schema(path)


def table(schema: Schema, *files: bytes) -> Coverage:
    coverage = Coverage(Features(schema.program))
    for number, data in enumerate(files):
        coverage.add(f"f{number}", len(data), coverage.features.of(schema.trace(data)))
    return coverage


def test_the_parameter_that_nobody_used(tmp_path: Path) -> None:
    wildcard = bytes([5, 0, *[1] * 20, 0])
    idle = table(schema_of(tmp_path), wildcard, wildcard).idle()
    assert [(one.path, one.only, one.hit.files, one.is_default) for one in idle] == [
        ("c[20].op", "default", 2, True),
        ("mode", "off", 2, False),
    ]
    used = bytes([5, 0, *[1] * 21])
    assert [one.path for one in table(schema_of(tmp_path), wildcard, used).idle()] == ["mode"]


def test_subscripts_before_the_last_used_one_matter_only_when_asked_for(tmp_path: Path) -> None:
    data = bytes([5, 1, 0, 0, 0, 7, 0, 0])
    plain = table(schema_of(tmp_path), data)
    assert [one.path for one in plain.idle() if one.is_default] == ["c[4..5].op"]
    assert plain.required() == (0, 0)
    asked = table(schema_of(tmp_path, ", -coverage: [each-subscript]"), data)
    assert [one.path for one in asked.idle() if one.is_default] == ["c[0..2].op", "c[4..5].op"]
    assert all(one.is_required for one in asked.idle() if one.is_default)
    assert asked.required() == (1, 6)
    assert [asked.features.all[number].path for number in asked.missing_required()] == [
        f"c[{at}].op" for at in (0, 1, 2, 4, 5)
    ]


def test_many_subscripts_are_one_line(tmp_path: Path) -> None:
    idle = table(schema_of(tmp_path), bytes([5, 1, 9, *[0] * 400])).idle()
    assert [one.path for one in idle if one.is_default] == ["c[1..511].op"]


def test_a_field_that_is_nowhere_used_is_told_once(tmp_path: Path) -> None:
    idle = table(schema_of(tmp_path), bytes([0, 1, 0, 0, 0])).idle()
    assert [(one.path, one.only) for one in idle] == [
        ("c[*].op", "default"), ("flag", "zero"), ("mode", "on"),
    ]  # fmt: skip


def test_first_file_and_counts(tmp_path: Path) -> None:
    coverage = table(schema_of(tmp_path), b"\0\0", b"\0\1\3", b"\1\1")
    names = {coverage.features.all[n].text: hit for n, hit in coverage.hits.items()}
    assert (names["on"].files, names["on"].first) == (2, 1)
    assert [one.fresh for one in coverage.files] == [3, 4, 1]
    done, whole = coverage.counts()
    assert done == sum(one.fresh for one in coverage.files)
    assert whole == sum(coverage.counts(part)[1] for part in (CLASSES, BRANCHES, COMBINATIONS))


def test_rows_are_all_goals_once(tmp_path: Path) -> None:
    coverage = table(schema_of(tmp_path, ", -coverage: [used, max]"))
    numbers = [number for row in coverage.rows() for number in row.numbers]
    assert sorted(numbers) == sorted(coverage.goals)
    assert {row.path for row in coverage.rows()} == {"flag", "mode", "c[*]", "c[*].op"}
    assert coverage.idle() == []


def test_a_field_outside_lists_has_no_subscripts(tmp_path: Path) -> None:
    path = tmp_path / "t.ksy"
    path.write_text("meta: {id: t}\nseq: [{id: a, type: u1, -default: 0}]\n", encoding="utf-8")
    features = Features(load_schema(path).program)
    assert features.used_at == {}
    assert [one.path for one in features.all if one.index >= 0] == []
