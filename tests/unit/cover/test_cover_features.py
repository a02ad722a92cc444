"""Features: what is counted for each kind of field, and what a trace has of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator import load_schema
from validator.check.schema import Schema
from validator.cover import Feature, Features

HEAD = "meta: {id: t, endian: le, bit-endian: be}\n"


def schema_of(folder: Path, text: str) -> Schema:
    path = folder / "t.ksy"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_schema(path)


def goals(features: Features, path: str) -> list[str]:
    return [one.text for one in features.all if one.path == path and one.is_goal]


def shown(schema: Schema, features: Features, data: bytes) -> set[tuple[str, str]]:
    found = map(features.describe, features.of(schema.trace(data)))
    return {(one.path, one.text) for one in found}


def texts(schema: Schema, features: Features, data: bytes, path: str) -> set[str]:
    return {text for where, text in shown(schema, features, data) if where == path}


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("type: u1", ["zero", "one", "max 255", "other"]),
        ("type: s2", ["zero", "one", "max 32767", "min -32768", "other", "negative"]),
        ("type: b1", ["false", "true"]),
        ("type: b2", ["zero", "one", "max 3", "other"]),
        ("type: f8", ["zero", "positive", "negative", "fraction"]),
        ("type: u2, valid: {max: 300}", ["zero", "one", "limit 300", "inside 299", "other"]),
        ("type: u2, valid: {min: 5}", ["max 65535", "limit 5", "inside 6", "other"]),
        ("type: u1, valid: {any-of: [1, 7]}", ["1", "7"]),
        ("type: u1, valid: {expr: '_ < 9'}", ["zero", "one", "limit 8", "inside 7", "other"]),
        ("type: u1, valid: 4", []),
        ("type: u1, -reserved: true", []),
        ("contents: [1]", []),
        ("type: u1, -coverage: none", []),
        ("size: 4", []),
    ],
)
def test_value_classes_of_a_field(tmp_path: Path, field: str, wanted: list[str]) -> None:
    schema = schema_of(tmp_path, f"seq: [{{id: a, {field}}}]\n")
    assert goals(Features(schema.program), "a") == wanted


def test_classes_that_stored_values_have(tmp_path: Path) -> None:
    schema = schema_of(tmp_path, "seq: [{id: a, type: s2}, {id: b, type: f4}]\n")
    features = Features(schema.program)
    assert texts(schema, features, bytes.fromhex("0080 00000000"), "a") == {
        "min -32768", "negative",
    }  # fmt: skip
    assert texts(schema, features, bytes.fromhex("0200 0000c0bf"), "a") == {"other"}
    assert texts(schema, features, bytes.fromhex("0200 0000c0bf"), "b") == {"negative", "fraction"}
    assert texts(schema, features, bytes.fromhex("0200 0000c07f"), "b") == {"infinite or no number"}


def test_members_of_an_enum_and_values_without_one(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        "seq: [{id: a, type: u1, enum: e}, {id: b, type: u1, enum: e, valid: {in-enum: true}}]\n"
        "enums: {e: {0: none, 3: some}}\n",
    )
    features = Features(schema.program)
    assert goals(features, "a") == ["none", "some"]
    assert texts(schema, features, b"\3\0", "a") == {"some"}
    assert texts(schema, features, b"\7\0", "a") == {"no member"}


def test_lengths_and_counts(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        "seq:\n- {id: n, type: u1, valid: {max: 9}}\n- {id: t, size: n}\n"
        "- {id: l, type: u1, repeat: eos}\n",
    )
    features = Features(schema.program)
    assert goals(features, "n") == []
    assert goals(features, "t") == ["empty", "one", "many", "max 9", "inside 8"]
    found = shown(schema, features, b"\x02ab\1\1\2")
    assert {("t", "many"), ("l[*]", "many elements"), ("l[*]", "equal elements")} <= found
    assert ("l[*]", "no element") in shown(schema, features, b"\0")
    assert ("l[*]", "equal elements") not in shown(schema, features, b"\0\1\2")


def test_a_check_of_the_length_narrows_it(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        "seq: [{id: t, type: strz, encoding: UTF-8, valid: {expr: '_.length > 1'}}]\n",
    )
    assert goals(Features(schema.program), "t") == ["many", "min 2"]


def test_presence_and_branches(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        "seq:\n- {id: k, type: u1}\n- {id: x, type: u1, if: k == 2}\n"
        "- id: body\n  type: {switch-on: k, cases: {1: one, 2: two, _: u2}}\n"
        "types:\n  one: {seq: [{id: a, type: u1}]}\n  two: {seq: [{id: a, type: u1}]}\n",
    )
    features = Features(schema.program)
    assert goals(features, "body") == ["case 1", "case 2", "any other case"]
    assert ("body", "case 1") in shown(schema, features, b"\1\5")
    assert ("body", "any other case") in shown(schema, features, b"\6\5\5")
    assert ("x", "absent") in shown(schema, features, b"\1\5")
    assert ("x", "present") in shown(schema, features, b"\2\5\5")
    assert ("body<one>.a", "other") in shown(schema, features, b"\1\5")


def test_no_other_case_is_wanted_where_a_check_leaves_none(tmp_path: Path) -> None:
    text = (
        "seq:\n- {id: k, type: u1, enum: e, CHECK}\n"
        "- {id: body, size: 1, type: {switch-on: k, cases: {'e::a': one, 'e::b': one}}}\n"
        "types:\n  one: {seq: [{id: a, type: u1}]}\nenums: {e: {0: a, 1: b, 2: c}}\n"
    )
    three = "valid: {in-enum: true}"
    two = "valid: {any-of: ['e::a', 'e::b']}"
    wanted = []
    for check in ("doc: any", three, two):
        schema = schema_of(tmp_path, text.replace("CHECK", check))
        wanted.append("any other case" in goals(Features(schema.program), "body"))
    assert wanted == [True, True, False]
    two_members = text.replace(", 2: c", "").replace("CHECK", three)
    features = Features(schema_of(tmp_path, two_members).program)
    assert goals(features, "body") == ["case e::a", "case e::b"]
    assert ("body", "any other case") in shown(schema, features, b"\7\1")


def test_a_switch_that_cannot_be_followed_is_told_by_its_types(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        "params: []\nseq:\n- {id: k, type: u1}\n- {id: body, type: part(k)}\n"
        "types:\n  part:\n    params: [{id: kind, type: u1}]\n"
        "    seq:\n    - id: x\n      type: {switch-on: kind, cases: {1: one, 2: u4}}\n"
        "  one: {seq: [{id: a, type: u1}]}\n",
    )
    features = Features(schema.program)
    assert ("body.x", "type one") in shown(schema, features, b"\1\5")
    assert ("body.x", "no object") in shown(schema, features, b"\2\0\0\0\0")
    assert ("body.x", "absent") in shown(schema, features, b"\7")


def test_bounds_that_stand_in_the_file(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        "seq:\n- {id: top, type: u1}\n- {id: i, type: item, repeat: eos}\n"
        "types:\n  item:\n    seq:\n    - {id: low, type: u1}\n"
        "    - {id: a, type: u1, valid: {min: low, max: _root.top}}\n",
    )
    features = Features(schema.program)
    assert texts(schema, features, b"\x09\x02\x09", "i[*].a") == {
        "other", "limit _root.top",
    }  # fmt: skip
    assert texts(schema, features, b"\x09\x02\x03\x08\x08", "i[*].a") == {
        "other", "next to low", "limit low", "next to _root.top",
    }  # fmt: skip


def test_references(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        "seq:\n- {id: t, type: entry, repeat: expr, repeat-expr: 3}\n"
        "- {id: r, type: u1, repeat: eos, -default: 0, -refers-to: {table: t, key: _.id}}\n"
        "types:\n  entry: {seq: [{id: id, type: u1}]}\n",
    )
    features = Features(schema.program)
    assert {"first target", "default"} <= texts(schema, features, b"\x05\x06\x07\x05\x00", "r[*]")
    found = texts(schema, features, b"\x05\x06\x07\x07\x06\x07", "r[*]")
    assert {"last target", "target between", "same target twice"} <= found
    assert "no target" in texts(schema, features, b"\x05\x06\x07\x09", "r[*]")


def test_use_is_counted_for_every_subscript(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        "seq: [{id: c, type: item, repeat: eos}]\n"
        "types:\n  item: {seq: [{id: op, type: u1, -default: 0}]}\n",
    )
    features = Features(schema.program)
    found = shown(schema, features, bytes([1] * 20 + [0]))
    assert {("c[19].op", "not default"), ("c[20].op", "default")} <= found
    assert ("c[20].op", "not default") not in found
    far = shown(schema, features, bytes([0] * 200))
    assert ("c[128..255].op", "default") in far


def test_pairs_within_a_type(tmp_path: Path) -> None:
    text = (
        "seq: [{id: a, type: b1}, {id: b, type: b1}, {id: c, type: b6}]\n"
        "-coverage: {combine: [a, b], where: not a or b}\n"
    )
    schema = schema_of(tmp_path, text)
    features = Features(schema.program)
    pairs = [
        one for one in features.all if one.group == "a x b" and one.kind.value == "combination"
    ]
    assert [one.values for one in pairs] == [
        ("false", "false"), ("false", "true"), ("true", "true"),
    ]  # fmt: skip
    assert all(one.is_required for one in pairs)
    assert ("", "a = true, b = true") in shown(schema, features, b"\xc0")
    assert not {text for _, text in shown(schema, features, b"\x80") if "a = true" in text}


def test_three_way(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        "seq: [{id: a, type: b1}, {id: b, type: b1}, {id: c, type: b2}, {id: d, type: b4}]\n"
        "-coverage: {combine: all, strength: 3}\n",
    )
    features = Features(schema.program)
    found = {text for _, text in shown(schema, features, b"\xb0") if " = " in text}
    assert found == {"a = true, b = false, c = 3"}
    assert sum(" = " in one.text for one in features.all) == 16


def test_what_is_too_much_is_named(tmp_path: Path) -> None:
    members = ", ".join(f"{n}: m{n}" for n in range(64))
    seq = "".join(f"- {{id: f{n}, type: u1, enum: e}}\n" for n in range(4))
    schema = schema_of(tmp_path, f"seq:\n{seq}enums: {{e: {{{members}}}}}\n")
    left_out = Features(schema.program).left_out
    assert "the file: f0 x f2, 4096 combinations" in left_out
    assert len(left_out) == 5


def test_what_the_schema_asks_for(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        "seq:\n- {id: a, type: u1, -coverage: {classes: [zero, max], values: [42]}}\n"
        "- {id: b, type: u1}\n- {id: c, type: u1, -coverage: all}\n",
    )
    features = Features(schema.program)
    required = {(one.path, one.text) for one in map(features.describe, features.required)}
    assert required == {
        ("a", "zero"), ("a", "max 255"), ("a", "value 42"),
        ("c", "zero"), ("c", "one"), ("c", "max 255"), ("c", "other"),
    }  # fmt: skip
    assert ("a", "value 42") in shown(schema, features, b"\x2a\0\0")


def test_recursive_types_have_the_type_as_path(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        "seq: [{id: top, type: node}]\n"
        "types:\n  node:\n    seq:\n    - {id: n, type: u1}\n"
        "    - {id: kids, type: node, repeat: expr, repeat-expr: n}\n",
    )
    found = shown(schema, Features(schema.program), b"\1\0")
    assert {("<node>.kids[*]", "1 element"), ("<node>.kids[*]", "no element")} <= found


def test_numbers_are_the_same_for_one_digest(tmp_path: Path) -> None:
    schema = schema_of(tmp_path, "seq: [{id: a, type: u1}, {id: b, type: b1}, {id: c, type: b7}]\n")
    again = load_schema(schema.path)
    assert Features(schema.program).all == Features(again.program).all
    assert isinstance(Features(again.program).describe(0), Feature)


def test_a_hostile_schema_is_not_numbered_without_end(tmp_path: Path) -> None:
    fields = "".join(f"    - {{id: f{n}, type: u1, -default: 0}}\n" for n in range(400))
    text = f"seq: [{{id: l, type: t, repeat: eos}}]\ntypes:\n  t:\n    seq:\n{fields}"
    features = Features(schema_of(tmp_path, text).program)
    assert len(features) < 51_000
    assert any("fields: there are too many" in one for one in features.left_out)


def test_very_many_combinations_are_counted_not_listed(tmp_path: Path) -> None:
    fields = "".join(f"- {{id: f{n}, type: b1}}\n" for n in range(60))
    schema = schema_of(tmp_path, f"seq:\n{fields}-coverage: {{combine: all, strength: 6}}\n")
    features = Features(schema.program)
    assert len(features.left_out) == 201
    assert features.left_out[-1].endswith("more parts of the schema")
    assert len(features) < 5_000


def test_a_computed_value_is_absent_with_what_it_is_computed_from(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        "seq:\n- {id: k, type: u1}\n- {id: v, type: {switch-on: k, cases: {1: u1, 2: one}}}\n"
        "- {id: n, type: u1, repeat: eos}\n"
        "instances:\n  w: {value: v}\n  l: {value: n}\n  q: {value: 'k + 1', -default: 2}\n"
        "types:\n  one: {seq: [{id: a, type: u1}]}\n",
    )
    features = Features(schema.program)
    assert ("w", "absent") in shown(schema, features, b"\0")
    assert ("w", "present") in shown(schema, features, b"\1\5")
    assert ("w", "present") in shown(schema, features, b"\2\5")
    assert ("q", "default") in shown(schema, features, b"\1\5\6")
