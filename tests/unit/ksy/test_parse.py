"""Schemas to syntax: every key lands where it belongs, every wrong one is reported."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.findings import Finding, Severity
from validator.ksy.parse import parse_schema
from validator.ksy.syntax import (
    AttrSpec,
    BinaryAst,
    ExprText,
    IntAst,
    NameAst,
    SchemaFile,
    SwitchEndian,
    SwitchUse,
    TypeUse,
)
from validator.rules import RULES

META = "meta:\n  id: sample\n  endian: le\n"

WHOLE = """\
meta:
  id: sample
  title: A sample
  application: [one, two]
  file-extension: smp
  xref: {wikidata: Q1}
  license: CC0-1.0
  ks-version: '0.10'
  ks-debug: false
  imports:
    - /common/vlq
    - other
  encoding: UTF-8
  endian:
    switch-on: mark
    cases:
      0x4949: le
      _: be
  bit-endian: le
  tags: [sample]
  -vendor: [1, 2]
doc: |
  Text.
doc-ref:
  - https://example.org
-contract:
  inputs:
    type: map<str, int>
    doc: inputs by kind
-budget: {file-size: 4096, depth: 0x10}
-gaps: padding
-checks:
  - id: sum-mismatch
    expr: total == mark + 1
    message: total is {total}, {{not}} {mark + 1}
    at: total
    severity: warning
    help: Correct it.
    cwe: 682
  - expr: mark > 0
params:
  - id: limit
    type: u4
  - id: raw
  - id: names
    type: str[]
seq:
  - id: mark
    type: u2le
    -default: [0, 0xffff]
    -reserved: 3
  - contents: ['AB', 0x0d, 10]
  - id: body
    size: limit * 2
    type: part(limit, 'x')
    process: xor(0x5a)
    parent: false
    if: mark != 0
    doc: The body.
  - id: table
    type:
      switch-on: mark
      cases:
        1: u1
        'kind::two': part(1)
        _: ::part
    repeat: until
    repeat-until: _ == 0
    -unique: _.id
    -sorted: {by: _.id, order: descending}
  - id: name
    type: str
    size: 8
    terminator: 0x20
    pad-right: 0
    consume: false
    include: true
    eos-error: false
    encoding: ASCII
    valid: '"abc"'
  - id: crc
    type: u4
    valid: {min: 1, max: 0x10}
    -checksum:
      algorithm: crc32
      from: 4
      to: end_of(body)
      zero: [[0, 4], [8, 12]]
    -refers-to: {table: table, key: _.id}
instances:
  total:
    value: mark + 1
    enum: kind
  tail:
    pos: 16
    io: _root._io
    size-eos: true
    -webide-parse-mode: eager
types:
  part:
    params: [{id: a, type: 'x::y'}]
    meta: {endian: be}
    types:
      inner: {}
enums:
  kind:
    1: true
    2: {id: two, doc: second, -orig-id: TWO}
    -1: three
    18446744073709551615: most
to-string: f"{mark}"
"""


def good(text: str) -> SchemaFile:
    schema, findings = parse_schema("a.ksy", text)
    assert findings == []
    assert schema is not None
    return schema


def bad(text: str) -> list[Finding]:
    schema, findings = parse_schema("a.ksy", text)
    assert schema is None
    assert findings == sorted(findings, key=lambda finding: finding.sort_key)
    return findings


def messages(text: str) -> list[str]:
    return [finding.message for finding in bad(text)]


def text_of(expr: ExprText | None) -> str:
    assert expr is not None
    return expr.text[expr.ast.span.start : expr.ast.span.end]


def attr(schema: SchemaFile, name: str) -> AttrSpec:
    top = schema.top
    return next(item for item in (*top.seq, *top.instances) if item.id == name)


@pytest.fixture(scope="module")
def whole() -> SchemaFile:
    return good(WHOLE)


def test_meta(whole: SchemaFile) -> None:
    meta = whole.top.meta
    assert meta.id is not None
    assert (meta.id.text, meta.title, meta.bit_endian) == ("sample", "A sample", "le")
    assert meta.encoding is not None
    assert meta.encoding.text == "UTF-8"
    assert [name.text for name in meta.imports] == ["/common/vlq", "other"]
    assert isinstance(meta.endian, SwitchEndian)
    assert text_of(meta.endian.on) == "mark"
    assert [(None if e is None else text_of(e), little) for e, little in meta.endian.cases] == [
        ("0x4949", True),
        (None, False),
    ]


def test_file_level_extensions(whole: SchemaFile) -> None:
    assert [(fact.name, fact.type, fact.doc) for fact in whole.facts] == [
        ("inputs", "map<str,int>", "inputs by kind")
    ]
    assert whole.budget == (("file-size", 4096), ("depth", 16))
    assert whole.gaps == "padding"
    assert (whole.path, whole.text) == ("a.ksy", WHOLE)


def test_checks(whole: SchemaFile) -> None:
    first, second = whole.top.checks
    assert (first.id, first.severity, first.help, first.cwe) == (
        "sum-mismatch",
        "warning",
        "Correct it.",
        682,
    )
    assert first.at is not None
    assert first.at.text == "total"
    parts = [p if isinstance(p, str) else f"<{text_of(p)}>" for p in first.message]
    assert parts == ["total is ", "<total>", ", {not} ", "<mark + 1>"]
    assert (second.id, second.severity, second.at) == ("check-failed", "error", None)
    assert second.message == ("mark > 0 does not hold",)


def test_params(whole: SchemaFile) -> None:
    limit, raw, names = whole.top.params
    assert limit.type is not None
    assert limit.type.names == ("u4",)
    assert raw.type is None
    assert raw.type_pos is None
    assert names.type is not None
    assert names.type.is_array


def test_fields(whole: SchemaFile) -> None:
    ids = [field.id for field in whole.top.seq]
    assert ids == ["mark", "_unnamed1", "body", "table", "name", "crc"]
    assert whole.top.seq[1].contents == b"AB\r\n"
    mark = attr(whole, "mark")
    assert [text_of(expr) for expr in mark.defaults] == ["0", "0xffff"]
    assert text_of(mark.reserved) == "3"
    body = attr(whole, "body")
    assert isinstance(body.type, TypeUse)
    assert (body.type.names, [text_of(a) for a in body.type.args]) == (("part",), ["limit", "'x'"])
    assert body.process is not None
    assert (body.process.name, [text_of(a) for a in body.process.args]) == ("xor", ["0x5a"])
    assert (body.no_parent, body.parent, body.doc) == (True, None, "The body.")
    assert text_of(body.condition) == "mark != 0"
    name = attr(whole, "name")
    assert (name.terminator, name.pad_right) == (b" ", 0)
    assert (name.consume, name.include, name.eos_error) == (False, True, False)
    assert name.valid is not None
    assert text_of(name.valid.eq) == '"abc"'


def test_switch_and_repeat(whole: SchemaFile) -> None:
    table = attr(whole, "table")
    assert isinstance(table.type, SwitchUse)
    assert [(None if e is None else text_of(e), use.text) for e, use in table.type.cases] == [
        ("1", "u1"),
        ("kind::two", "part(1)"),
        (None, "::part"),
    ]
    assert table.type.cases[2][1].is_absolute
    assert (table.repeat, text_of(table.repeat_expr)) == ("until", "_ == 0")
    assert table.unique is not None
    assert text_of(table.unique.key) == "_.id"
    assert table.sorted is not None
    assert (text_of(table.sorted.key), table.sorted.order) == ("_.id", "descending")


def test_checksum_and_reference(whole: SchemaFile) -> None:
    crc = attr(whole, "crc")
    assert crc.checksum is not None
    assert crc.checksum.algorithm.text == "crc32"
    assert (text_of(crc.checksum.start), text_of(crc.checksum.end)) == ("4", "end_of(body)")
    assert [(text_of(a), text_of(b)) for a, b in crc.checksum.zero] == [("0", "4"), ("8", "12")]
    assert crc.refers_to is not None
    assert (text_of(crc.refers_to.table), text_of(crc.refers_to.key)) == ("table", "_.id")
    assert crc.valid is not None
    assert (text_of(crc.valid.min), text_of(crc.valid.max), crc.valid.eq) == ("1", "0x10", None)


def test_instances_types_and_enums(whole: SchemaFile) -> None:
    total, tail = whole.top.instances
    assert (total.kind, text_of(total.value)) == ("instance", "mark + 1")
    assert total.enum is not None
    assert total.enum.text == "kind"
    assert (text_of(tail.pos_expr), text_of(tail.io), tail.size_eos) == ("16", "_root._io", True)
    part = whole.top.types[0]
    assert (part.id, part.meta.endian, part.types[0].id) == ("part", "be", "inner")
    assert part.types[0].meta.id is None
    kind = whole.top.enums[0]
    assert kind.members == ((1, "true"), (2, "two"), (-1, "three"), (2**64 - 1, "most"))


def test_short_forms() -> None:
    schema = good(
        META + "seq:\n"
        "  - {id: a, type: u4, repeat: expr, repeat-expr: 4, -unique: true, -sorted: true}\n"
        "  - {id: b, type: u4, repeat: eos, -sorted: _, -reserved: true, -default: 0}\n"
        "  - {id: c, type: u1, enum: e, valid: {in-enum: true}}\n"
        "  - {id: d, type: u1, valid: {any-of: [1, 2]}}\n"
        "  - {id: e, type: u1, valid: {expr: _ > 2}}\n"
        "  - {id: f, terminator: 0, process: my.own(1)}\n"
        "  - {id: g, contents: magic, size: 5}\n"
    )
    first, second, third, fourth, fifth, sixth, seventh = schema.top.seq
    assert first.unique is not None
    assert first.sorted is not None
    assert (first.unique.key, first.sorted.key, first.sorted.order) == (None, None, "ascending")
    assert second.sorted is not None
    assert text_of(second.sorted.key) == "_"
    assert second.reserved is not None
    assert isinstance(second.reserved.ast, IntAst)
    assert second.reserved.ast.value == 0
    assert len(second.defaults) == 1
    assert third.valid is not None
    assert third.valid.in_enum
    assert fourth.valid is not None
    assert [text_of(expr) for expr in fourth.valid.any_of] == ["1", "2"]
    assert fifth.valid is not None
    assert isinstance(fifth.valid.expr, ExprText)
    assert sixth.process is not None
    assert sixth.process.name == "my.own"
    assert seventh.contents == b"magic"
    assert (schema.gaps, schema.budget, schema.facts) == ("error", (), ())


def test_places_of_expressions_count_into_the_file() -> None:
    text = META + "instances:\n  a:\n    value: foo + bar\n  b:\n    value: 'foo + bar'\n"
    schema = good(text)
    for instance, line in zip(schema.top.instances, (6, 8), strict=True):
        assert instance.value is not None
        assert isinstance(instance.value.ast, BinaryAst)
        right = instance.value.ast.right
        assert isinstance(right, NameAst)
        place = instance.value.at(right.span)
        assert place.line == line
        assert text.splitlines()[line - 1][place.column - 1 :].startswith("bar")


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("|\n      foo +\n      bar", 7),
        (">-\n      foo +\n\n        bar", 9),
        ("foo +\n      bar", 7),
        ("'foo\n\n  +\n      bar'", 7),
        ('"foo +\n      bar"', 7),
    ],
)
def test_parts_of_expressions_stand_on_their_own_line(written: str, column: int) -> None:
    schema = good(META + f"instances:\n  a:\n    value: {written}\n")
    value = schema.top.instances[0].value
    assert value is not None
    assert isinstance(value.ast, BinaryAst)
    place = value.at(value.ast.right.span)
    assert (place.line - value.pos.line, place.column) == (written.count("\n"), column)


def test_an_unclear_escape_leaves_the_start_of_the_value() -> None:
    schema = good(META + 'instances:\n  a:\n    value: "foo +\\x20bar"\n')
    value = schema.top.instances[0].value
    assert value is not None
    assert isinstance(value.ast, BinaryAst)
    assert value.at(value.ast.right.span) == value.pos


def test_all_mistakes_are_reported_at_once() -> None:
    text = META + (
        "seq:\n  - {id: A, type: u4, size: 1, repaet: eos}\n  - id: b\n"
        "instances:\n  c: {value: 1 +}\n-gaps: maybe\n"
    )
    assert messages(text) == [
        "`A` is not a valid field id",
        "size has no effect on an integer",
        "a field has no key `repaet`",
        "a byte array needs size, size-eos or terminator",
        "the expression ends too early",
        "-gaps must be one of error, padding, allow",
    ]


def test_a_warning_does_not_refuse_the_schema() -> None:
    schema, findings = parse_schema("a.ksy", META + "-chceks: []\n")
    assert schema is not None
    assert [finding.severity for finding in findings] == [Severity.WARNING]


def test_keys_of_other_tools_are_ignored() -> None:
    good(
        META + "-webide-representation: x\n-license: y\nseq:\n"
        "  - {id: a, type: u4, -orig-id: A, -affected-by: 3}\n"
        "enums:\n  -orig-id: x\n  e:\n    -orig-id: x\n    1: {id: a, -x: 1}\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "size: 1, size-eos: false",
        "size-eos: true, pad-right: 0",
        "type: part, terminator: 0, include: true",
        "type: str, size-eos: true",
        "type: part, size: 4, process: zlib",
        "type: {switch-on: a, cases: {1: str}}, size: 4",
        "type: b4, enum: e",
        "type: f4, valid: 1.5",
        "type: u1, if: true",
        "size: 1, valid: '[0x50]'",
    ],
)
def test_keys_that_go_together(text: str) -> None:
    good(META + f"seq:\n  - {{id: x, {text}}}\n")


@pytest.mark.parametrize("number", ["-9223372036854775809", "18446744073709551616", "1.5", "'1'"])
def test_enum_values_are_64_bit_integers(number: str) -> None:
    assert len(messages(META + f"enums:\n  e:\n    {number}: a\n")) == 1


def test_every_rule_is_catalogued() -> None:
    findings = bad("meta: 1\nseq: [{id: A, x: 1}]\nenums: {e: {1: a, 0x1: a}}\n-gaps: x\n")
    assert {finding.rule for finding in findings} >= {"invalid-value", "unknown-key"}
    assert all(RULES[finding.rule].about == "schema" for finding in findings)


def test_expressions_have_a_budget_together() -> None:
    long = f"[{'1,' * 9_000}1]"
    text = META + "instances:\n" + "".join(f"  a{i}: {{value: '{long}'}}\n" for i in range(40))
    assert messages(text) == ["the expressions of the schema are too long together"]


WORDS = sorted(set(re.findall(r"[A-Za-z0-9_-]+", WHOLE)))
LINES = WHOLE.splitlines()
VALUES = st.recursive(
    st.sampled_from([*WORDS, "", "~", "[]", "{}", "1 +", "'x'", '"\\x07"', 'f"{a}"', "_"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from(WORDS), inner, max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
        ),
    ),
    max_leaves=6,
)


def check_outcome(text: str) -> None:
    schema, findings = parse_schema("a.ksy", text)
    has_error = any(finding.severity is Severity.ERROR for finding in findings)
    assert (schema is None) == has_error
    assert all(finding.is_schema_finding for finding in findings)
    assert all(finding.message.isprintable() for finding in findings)


@given(st.text(max_size=120))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    check_outcome(text)


@given(st.integers(0, len(LINES) - 1), VALUES)
def test_any_value_of_any_key_is_parsed_or_refused(index: int, value: str) -> None:
    head, colon, _ = LINES[index].partition(":")
    check_outcome("\n".join([*LINES[:index], f"{head}{colon} {value}", *LINES[index + 1 :]]))


@given(st.integers(0, len(LINES) - 1), st.sampled_from(WORDS))
def test_any_key_in_any_place_is_parsed_or_refused(index: int, word: str) -> None:
    line = LINES[index]
    indent = re.match(r"[ -]*", line)
    assert indent is not None
    rest = line.partition(":")[2]
    changed = f"{indent.group()}{word}:{rest}"
    check_outcome("\n".join([*LINES[:index], changed, *LINES[index + 1 :]]))


@given(st.integers(0, len(LINES) - 1), st.integers(1, 4))
def test_deleted_lines_are_parsed_or_refused(index: int, count: int) -> None:
    check_outcome("\n".join([*LINES[:index], *LINES[index + count :]]))
