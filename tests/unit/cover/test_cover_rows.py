"""Use by table row: what one row has exercised says nothing about another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator import load_schema
from validator.check.schema import Schema
from validator.cover import Feature, Features
from validator.cover import table as table_module
from validator.cover.table import Coverage

TEMPLATES = """\
meta: {id: t, endian: le, encoding: ASCII}
seq:
  - {id: n, type: u1}
  - {id: templates, type: template, repeat: expr, repeat-expr: n}
  - {id: instances, type: instance, repeat: eos}
types:
  template:
    seq:
      - {id: id, type: KEY}
      - {id: count, type: u1}
  instance:
    seq:
      - {id: template, type: KEY, -refers-to: {table: _root.templates, key: _.id}}
      - {id: size, type: u1}
      - {id: ops, LIST, repeat: expr, repeat-expr: size}
    -checks: [{id: wrong-size, expr: "RULE", message: m}]
  op:
    seq: [{id: kind, type: u1, -default: 0}]
"""
RULE = "size == template.target.count"
OBJECTS, NUMBERS = "type: op", "type: u1, -default: 0"


def schema_of(folder: Path, *, items: str = OBJECTS, key: str = "u1", rule: str = RULE) -> Schema:
    path = folder / "t.ksy"
    text = TEMPLATES.replace("KEY", key).replace("LIST", items).replace("RULE", rule)
    path.write_text(text, encoding="utf-8")
    return load_schema(path)


def file_of(*instances: bytes, rows: bytes = bytes([7, 3, 9, 3])) -> bytes:
    return bytes([2, *rows, *(byte for one in instances for byte in one)])


def instance(template: int, *ops: int) -> bytes:
    return bytes([template, len(ops), *ops])


def covered(schema: Schema, *files: bytes, by_row: bool = True) -> Coverage:
    coverage = Coverage(Features(schema.program))
    for number, data in enumerate(files):
        assert schema.check_bytes(data) == []
        found = coverage.features.of(schema.trace(data), by_row=by_row)
        coverage.add(f"f{number}", len(data), found)
    return coverage


def idle(coverage: Coverage) -> list[str]:
    return [one.path for one in coverage.idle() if one.is_default]


def rowed(schema: Schema, data: bytes) -> list[Feature]:
    features = Features(schema.program)
    found = features.of(schema.trace(data), by_row=True)
    return [features.describe(one) for one in sorted(found) if one >= len(features)]


def test_what_one_template_used_another_has_not(tmp_path: Path) -> None:
    data = file_of(instance(7, 1, 1, 0), instance(9, 1, 1, 1))
    coverage = covered(schema_of(tmp_path), data)
    assert idle(coverage) == ["instances[template=7].ops[2].kind"]
    assert idle(covered(schema_of(tmp_path), data, file_of(instance(7, 0, 0, 5)))) == []


def test_without_rows_all_templates_are_counted_together(tmp_path: Path) -> None:
    data = file_of(instance(7, 1, 1, 0), instance(9, 1, 1, 1))
    assert idle(covered(schema_of(tmp_path), data, by_row=False)) == []
    data = file_of(instance(7, 1, 0, 0), instance(9, 1, 0, 0))
    assert idle(covered(schema_of(tmp_path), data, by_row=False)) == ["instances[*].ops[1..2].kind"]


def test_runs_do_not_join_rows(tmp_path: Path) -> None:
    rows = bytes([7, 3, 8, 3])
    data = file_of(instance(7, 1, 0, 0), instance(8, 1, 0, 0), rows=rows)
    assert idle(covered(schema_of(tmp_path), data)) == [
        "instances[template=7].ops[1..2].kind",
        "instances[template=8].ops[1..2].kind",
    ]


def test_lists_of_numbers_have_the_subscript_themselves(tmp_path: Path) -> None:
    data = file_of(instance(7, 1, 1, 0), instance(9, 1, 1, 1))
    coverage = covered(schema_of(tmp_path, items=NUMBERS), data)
    assert idle(coverage) == ["instances[template=7].ops[2]"]


def test_required_subscripts_are_those_of_each_row(tmp_path: Path) -> None:
    asked = NUMBERS + ", -coverage: [each-subscript]"
    data = file_of(instance(7, 0, 1, 1), instance(9, 1, 1, 1))
    coverage = covered(schema_of(tmp_path, items=asked), data)
    assert coverage.required() == (5, 6)
    missing = [coverage.features.describe(one).path for one in coverage.missing_required()]
    assert missing == ["instances[template=7].ops[0]"]
    assert [(one.path, one.is_required) for one in coverage.idle() if one.is_default] == [
        ("instances[template=7].ops[0]", True)
    ]


@pytest.mark.parametrize(
    ("key", "rows", "names"),
    [
        ("s1", bytes([0x80, 1, 0x7F, 1]), ["-128", "127"]),
        ("s1", bytes([0, 1, 0xFF, 1]), ["0", "-1"]),
        ("u1", bytes([0, 1, 0xFF, 1]), ["0", "255"]),
        ("str, size: 1", b"a\1b\1", ["a", "b"]),
    ],
)
def test_keys_of_any_kind_are_shown(
    key: str, rows: bytes, names: list[str], tmp_path: Path
) -> None:
    schema = schema_of(tmp_path, items=NUMBERS, key=key)
    data = file_of(instance(rows[0], 1), instance(rows[2], 0), rows=rows)
    assert {(one.path, one.text) for one in rowed(schema, data)} == {
        (f"instances[template={names[0]}].ops[0]", "not default"),
        (f"instances[template={names[1]}].ops[0]", "default"),
    }


@pytest.mark.parametrize("rule", ["template.target.count < 9", "size < 9", "size == _root.n + 1"])
def test_a_row_that_says_nothing_about_the_list_does_not_count(rule: str, tmp_path: Path) -> None:
    schema = schema_of(tmp_path, rule=rule)
    assert rowed(schema, file_of(instance(7, 1, 1, 0))) == []


def test_elements_may_be_what_the_row_decides(tmp_path: Path) -> None:
    schema = schema_of(tmp_path, rule="all(ops, _.kind < template.target.count)")
    assert {one.path for one in rowed(schema, file_of(instance(7, 1, 1, 0)))} == {
        f"instances[template=7].ops[{at}].kind" for at in range(3)
    }


def test_numbers_do_not_depend_on_what_was_read_before(tmp_path: Path) -> None:
    schema = schema_of(tmp_path)
    one, two = file_of(instance(7, 1, 1, 0)), file_of(instance(9, 1, 1, 0))
    first, second = Features(schema.program), Features(schema.program)
    first.of(schema.trace(two), by_row=True)
    found = first.of(schema.trace(one), by_row=True)
    assert found == second.of(schema.trace(one), by_row=True)
    assert {first.describe(n) for n in found} == {second.describe(n) for n in found}
    plain = {n for n in found if n < len(first)}
    assert plain == first.of(schema.trace(one))
    for number in found - plain:
        idle_one, used = first.rows.pair(number)
        assert number in (idle_one, used)
        assert (first.describe(idle_one).text, first.describe(used).text) == (
            "default", "not default",
        )  # fmt: skip
        assert first.describe(idle_one).path == first.describe(used).path


def test_rows_without_end_are_cut_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = schema_of(tmp_path, items=NUMBERS)
    monkeypatch.setattr(table_module, "MAX_HITS", 0)
    features = Features(schema.program)
    coverage = Coverage(features)
    files = [
        file_of(instance(row, *[at % 2 for at in range(250)]), rows=bytes([row, 250, 255, 1]))
        for row in range(10)
    ]
    for number, data in enumerate(files):
        found = features.of(schema.trace(data), by_row=True)
        coverage.add(str(number), len(data), found)
    assert coverage.is_cut
    assert len(coverage.hits) <= len(features)
    assert coverage.left_out == ("rows of tables behind the first 0 subscripts",)
