"""What expressions and fields are typed as, in the Program that comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.compile import try_compile
from validator.ir import expr as ir
from validator.ir.nodes import Field, Program
from validator.ir.types import (
    ANY,
    ANY_STRUCT,
    BOOL,
    BYTES,
    FLOAT,
    INT,
    STR,
    ArrayType,
    EnumType,
    IntType,
    StructType,
    Type,
)

U1 = IntType(1, False)
SCHEMA = """
meta: {id: t, endian: le, encoding: ASCII}
seq:
  - {id: n, type: u1}
  - {id: f, type: f4}
  - {id: flag, type: b1}
  - {id: bits, type: b7}
  - {id: raw, size: 2}
  - {id: text, type: strz}
  - {id: kind, type: u1, enum: kind}
  - {id: list, type: u1, repeat: expr, repeat-expr: 2}
  - {id: kinds, type: u1, enum: kind, repeat: expr, repeat-expr: 2}
  - {id: leaf, type: leaf}
  - {id: other, type: other}
  - {id: maybe, type: u1, if: n == 1}
  - {id: sw, type: {switch-on: n, cases: {1: leaf, 2: u1}}}
  - {id: objects, type: {switch-on: n, cases: {1: leaf, _: other}}}
  - {id: numbers, type: {switch-on: n, cases: {1: u1, _: u2}}}
  - {id: region, size: 1, type: {switch-on: n, cases: {1: leaf}}}
  - {id: args, type: 'args(n, raw, leaf, _io, list, 1.5, flag, sw, text)'}
instances:
  v: {value: EXPRESSION}
types:
  leaf: {seq: [{id: x, type: u1}]}
  other:
    seq: [{id: x, type: u1}, {id: leaf, type: leaf}]
    enums: {inner: {1: one}}
  args:
    params:
      - {id: p, type: u1}
      - {id: b}
      - {id: s, type: struct}
      - {id: i, type: io}
      - {id: l, type: 'u1[]'}
      - {id: f, type: f8}
      - {id: g, type: b1}
      - {id: a, type: any}
      - {id: t, type: str}
enums: {kind: {1: one, 2: two}}
"""


def compiled(folder: Path, text: str) -> tuple[Program | None, list[str]]:
    path = folder / "t.ksy"
    path.write_text(text, encoding="utf-8")
    program, findings = try_compile(str(path))
    return program, [finding.message for finding in findings]


def value_field(folder: Path, expression: str) -> Field:
    quoted = "'" + expression.replace("'", "''") + "'"
    program, messages = compiled(folder, SCHEMA.replace("EXPRESSION", quoted))
    assert messages == []
    assert program is not None
    return next(field for field in program.fields if field.id == "v")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1", INT), ("1.5", FLOAT), ("true", BOOL), ('"a"', STR), ("[1, 2]", BYTES), ("[]", BYTES),
        ("[1, 256]", ArrayType(INT)), ("[n, 1.5]", ArrayType(FLOAT)), ("kind::one", EnumType(0)),
        ("other::inner::one", EnumType(1)), ("n", U1), ("f", FLOAT), ("flag", BOOL), ("bits", INT),
        ("raw", BYTES), ("text", STR), ("kind", EnumType(0)), ("list", ArrayType(U1)),
        ("kinds", ArrayType(EnumType(0))), ("leaf", StructType(1)), ("maybe", U1), ("sw", ANY),
        ("objects", ANY_STRUCT), ("numbers", INT), ("region", ANY),
        ("n + 1", INT), ("n + 1.0", FLOAT), ("text + text", STR), ("raw + [1]", BYTES), ("+n", U1),
        ("-n", INT), ("-1", INT), ("-f", FLOAT), ("~n", INT), ("not flag", BOOL), ("n << 1", INT),
        ("flag | true", BOOL), ("n & 1", INT), ("n == 1 and flag", BOOL),
        ("kind == kind::one", BOOL),
        ("[1, 256] == [256, 1]", BOOL), ("flag ? 1 : 2.5", FLOAT),
        ("flag ? leaf : other", ANY_STRUCT),
        ("_root", StructType(0)), ("_io.pos", INT), ("_io.eof", BOOL),
        ("_sizeof_of", None), ("leaf._sizeof", INT), ("sizeof<leaf>", INT), ("bitsizeof<b3>", INT),
        ("list[0]", U1), ("raw[0]", U1), ("list.first", U1), ("list.size", INT), ("raw.last", U1),
        ("text.length", INT), ("text.reverse", STR), ("text.substring(0, 1)", STR), ("n.to_s", STR),
        ("raw.to_s(\"ASCII\")", STR), ("f.to_i", INT), ("f.to_s", STR), ("flag.to_i", INT),
        ("kind.to_i", INT), ("sw.as<leaf>.x", U1), ("sw.as<u2>", IntType(2, False)),
        ("sw.as<f4>", FLOAT), ("sw.as<b1>", BOOL), ("sw.as<b2>", INT), ("sw.as<'u1[]'>", None),
        ("sw.as<u1[]>", ArrayType(U1)), ("list.as<u2[]>", ArrayType(IntType(2, False))),
        ("kind.as<u1>", U1), ("[n].as<bytes>", BYTES), ("objects._io.size", INT),
        ("objects._parent", ANY_STRUCT), ("objects._root", ANY_STRUCT), ("f\"{n}\"", STR),
        ("leaf._parent", ANY_STRUCT), ("other._parent", StructType(0)),
        ("other.leaf", StructType(1)),
        ("args.a", ANY), ("args.s", ANY_STRUCT), ("args.b", BYTES), ("args.l[0]", U1),
    ],
)  # fmt: skip
def test_expressions_have_types(expression: str, expected: Type | None, tmp_path: Path) -> None:
    if expected is None:
        quoted = "'" + expression.replace("'", "''") + "'"
        assert compiled(tmp_path, SCHEMA.replace("EXPRESSION", quoted))[0] is None
    else:
        assert value_field(tmp_path, expression).type == expected


@pytest.mark.parametrize(
    ("expression", "nullable"),
    [
        ("n", False), ("maybe", True), ("sw", True), ("objects", False), ("region", False),
        ("maybe.as<u2>", True), ("flag ? maybe : n", True), ("flag ? n : n", False),
        ("maybe + 1", False),
    ],
)  # fmt: skip
def test_values_may_be_absent(expression: str, nullable: bool, tmp_path: Path) -> None:
    assert value_field(tmp_path, expression).nullable is nullable


@pytest.mark.parametrize(
    ("expression", "bytes_"),
    [("sizeof<leaf>", 1), ("sizeof<other>", 2), ("bitsizeof<b3>", 3), ("sizeof<u8>", 8),
     ("n._sizeof", 1), ("raw._sizeof", 2), ("list._sizeof", 2), ("leaf._sizeof", 1)],
)  # fmt: skip
def test_sizes_are_constants(expression: str, bytes_: int, tmp_path: Path) -> None:
    assert value_field(tmp_path, expression).value == ir.Lit(bytes_, INT)


NEAREST = """
meta: {id: t}
seq: [{id: a, type: outer}, {id: b, type: leaf}, {id: c, type: 'outer::leaf'}]
types:
  leaf: {seq: [{id: x, type: u1}]}
  outer:
    seq: [{id: a, type: leaf}, {id: b, type: inner}, {id: c, type: '::t'}]
    types:
      leaf: {seq: [{id: x, type: u2le}]}
      inner: {seq: [{id: a, type: leaf}, {id: b, type: t, if: false}]}
"""


def test_the_nearest_declaration_counts(tmp_path: Path) -> None:
    program, messages = compiled(tmp_path, NEAREST)
    assert messages == []
    assert program is not None
    types = {
        f"{struct.name}.{field.id}": program.structs[field.type.struct].name
        for struct in program.structs
        for field in struct.seq
        if isinstance(field.type, StructType)
    }
    assert types == {
        "t.a": "t::outer", "t.b": "t::leaf", "t.c": "t::outer::leaf",
        "t::outer.a": "t::outer::leaf", "t::outer.b": "t::outer::inner", "t::outer.c": "t",
        "t::outer::inner.a": "t::outer::leaf", "t::outer::inner.b": "t",
    }  # fmt: skip


def test_warnings_do_not_stop_a_schema(tmp_path: Path) -> None:
    program, messages = compiled(
        tmp_path, "meta: {id: t}\nseq: [{id: a, size-eos: true}, {id: b, type: u1}]\n"
    )
    assert program is not None
    assert messages == ["nothing is left for b: a reads to the end"]


REFUSED = {
    "sw.foo": "foo of a value whose type is not known",
    "nothing.as<leaf>.x": "field is not declared",
    "raw.min.foo": "an integer has no foo",
    "_io.foo": "a stream has no foo",
    "list == kinds": "`==` cannot compare these",
    "objects.as<u1>": "a value can never be what it is cast to",
    "[text].as<bytes>": "a value can never be what it is cast to",
    "other::none::one": "enum is not declared",
}


@pytest.mark.parametrize("expression", REFUSED)
def test_nonsense_is_refused(expression: str, tmp_path: Path) -> None:
    program, messages = compiled(tmp_path, SCHEMA.replace("EXPRESSION", f"'{expression}'"))
    assert program is None
    assert messages == [REFUSED[expression]]


KEYS = {
    "{id: a, type: b1, -reserved: true}": [],
    "{id: a, type: u1, enum: kind, -reserved: true}": [],
    "{id: a, type: u1, -reserved: m}": ["field is not declared"],
    "{id: a, type: u1, -default: m}": ["field is not declared"],
    "{id: a, type: u1, -refers-to: {table: m}}": ["field is not declared"],
    "{id: a, type: f4, valid: 1}": [],
    "{id: a, type: u1, parent: n}": ["parent has no effect on an integer"],
    "{id: a, type: leaf, parent: m}": ["field is not declared"],
    "{id: a, type: nothing, valid: 1}": ["type is not declared"],
    "{id: a, type: u1, valid: {any-of: [m, 1]}}": ["field is not declared"],
    "{id: a, type: bytes, size: 1}": ["bytes is a type of parameters and casts only"],
    "{id: a, type: u1, repeat: eos, valid: {expr: _ == _index}}": [],
    "{id: a, type: u1, valid: {expr: _ == _index}}": ["`_index` has no meaning here"],
    "{id: a, type: u1(1)}": ["u1 takes no arguments"],
}


@pytest.mark.parametrize("field", KEYS)
def test_keys_of_a_field(field: str, tmp_path: Path) -> None:
    text = "meta: {id: t, endian: le}\nseq:\n  - {id: n, type: u1}\n  - " + field
    text += "\ntypes: {leaf: {seq: [{id: x, type: u1}]}}\nenums: {kind: {1: one}}\n"
    program, messages = compiled(tmp_path, text)
    assert messages == KEYS[field]
    assert (program is None) == bool(messages)
