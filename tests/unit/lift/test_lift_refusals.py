"""What cannot be lifted is refused by name, with its place, and all of it at once."""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

import construct as c
import pytest
from construct import Byte, list_, obj_, this

from validator.findings import Finding
from validator.lift.declaration import Source, try_lift


class Custom(c.Adapter):
    def _decode(self, obj: Any, context: Any, path: str) -> Any:
        return obj


def hook(obj: Any, context: Any) -> None:
    raise AssertionError("never called")


def leave() -> None:
    raise SystemExit(3)


def endless() -> c.Construct:
    return c.Struct("a" / Byte, "n" / c.LazyBound(endless))


def deep(levels: int) -> c.Construct:
    made: c.Construct = Byte
    for _ in range(levels):
        made = c.Struct("a" / made)
    return made


def deep_expression(levels: int) -> Any:
    made = this.n
    for _ in range(levels):
        made = made + 1
    return made


_itself = c.LazyBound(lambda: _itself)
_outward = c.Struct(
    "k" / c.Bytes(this._.h & 1), "n" / c.If(this._.h > 3, c.LazyBound(lambda: _outward))
)
_greedy = c.Struct("l" / c.GreedyRange(Byte))
_nested = c.Struct(
    "n" / Byte, "k" / c.Array(this.n & 1, c.LazyBound(lambda: _nested)), "l" / c.GreedyRange(Byte)
)
_color = c.Enum(Byte, red=1, green=2)

REFUSED: dict[str, tuple[c.Construct, str, str | None, str]] = {
    # name: declaration, rule, path, a part of the text
    "lambda": (
        c.Struct("n" / Byte, "x" / c.Bytes(lambda ctx: ctx.n)),
        "unsupported-feature",
        "/x",
        "a lambda at",
    ),
    "adapter": (c.Struct("x" / Custom(Byte)), "unsupported-feature", "/x", "Custom"),
    "hook": (c.Struct("x" / (Byte * hook)), "unsupported-feature", "/x", "hook"),
    "typo": (
        c.Struct("length" / Byte, "x" / c.Bytes(this.lenght)),
        "unknown-name",
        "/x",
        "did you mean length?",
    ),
    "later": (c.Struct("x" / c.Bytes(this.n), "n" / Byte), "unknown-name", "/x", "read later"),
    "outer": (c.Struct("x" / c.Bytes(this._.n)), "unknown-name", "/x", "arguments of parse()"),
    "params": (c.Struct("x" / c.Bytes(this._params.n)), "unsupported-feature", "/x", "_params"),
    "object": (
        c.Struct("s" / c.Struct("a" / Byte), "x" / c.Bytes(this.s)),
        "type-mismatch",
        "/x",
        "an object",
    ),
    "obj": (c.Struct("x" / c.Bytes(obj_.n)), "unsupported-feature", "/x", "obj_"),
    "list": (c.RepeatUntil(list_[-1] == 0, Byte), "unsupported-feature", "", "list_"),
    "power": (
        c.Struct("n" / c.Int16ub, "x" / c.Computed(this.n**2)),
        "unsupported-feature",
        "/x",
        "1 << n",
    ),
    "quotient": (
        c.Struct("n" / c.Int64ub, "x" / c.Computed(this.n / 2)),
        "unsupported-feature",
        "/x",
        "//",
    ),
    "subscript": (
        c.Struct("l" / Byte[2], "i" / Byte, "x" / c.Computed(this.l[this.i])),
        "unsupported-feature",
        "/x",
        "subscript",
    ),
    "comparison": (
        c.Struct("n" / Byte, "x" / c.If(this.n == "a", Byte)),
        "type-mismatch",
        "/x",
        "never be compared",
    ),
    "none": (c.Struct("x" / c.Computed(None)), "unsupported-feature", "/x", "NoneType"),
    "enum_number": (
        c.Struct("t" / _color, "x" / c.If(this.t == 1, Byte)),
        "type-mismatch",
        "/x",
        "'red'",
    ),
    "enum_label": (
        c.Struct("t" / _color, "x" / c.If(this.t == "gren", Byte)),
        "unknown-enum",
        "/x",
        "did you mean green?",
    ),
    "enum_number_used": (
        c.Struct("t" / _color, "x" / c.Bytes(this.t)),
        "type-mismatch",
        "/x",
        "label",
    ),
    "enum_words": (c.Enum(Byte, **{"two words": 2}), "invalid-id", "", "two words"),
    "enum_of_text": (c.Enum(c.PascalString(Byte, "ascii"), a=1), "type-mismatch", "", "an integer"),
    "case": (
        c.Struct("t" / Byte, "x" / c.Switch(this.t, {"a": Byte})),
        "type-mismatch",
        "/x/case a",
        "never be equal",
    ),
    "absent_case": (
        c.Struct("f" / c.Flag, "t" / c.If(this.f, Byte), "x" / c.Switch(this.t, {1: Byte})),
        "unsupported-feature",
        "/x",
        "may be absent",
    ),
    "const": (c.Const("abc", c.Int16ub), "type-mismatch", "", "never have this value"),
    "one_of": (c.OneOf(Byte, "abc"), "type-mismatch", "", "list, tuple, set or range"),
    "greedy": (
        c.Struct("x" / c.GreedyRange(Byte), "y" / Byte),
        "unsupported-feature",
        "/x",
        "FixedSized or Prefixed",
    ),
    "greedy_nothing": (c.GreedyRange(c.Struct()), "invalid-value", "", "no bytes"),
    "seek": (c.Struct(c.Seek(3)), "unsupported-feature", "/[0]", "Seek"),
    "select": (c.Select(c.Int32ub, Byte), "unsupported-feature", "", "Select"),
    "optional": (c.Optional(c.Const(b"x")), "unsupported-feature", "", "Optional"),
    "peek": (c.Struct("x" / c.Peek(c.CString("ascii"))), "unsupported-feature", "/x", "Peek"),
    "pointer": (
        c.Struct("x" / c.FixedSized(3, c.Pointer(1, Byte))),
        "unsupported-feature",
        "/x",
        "this._root._io",
    ),
    "tell": (
        c.Struct("x" / c.Compressed(c.Struct("t" / c.Tell), "zlib")),
        "unsupported-feature",
        "/x/t",
        "decoded",
    ),
    "gzip": (c.Compressed(c.GreedyBytes, "gzip"), "unsupported-feature", "", "gzip"),
    "padding_unit": (c.PaddedString(4, "utf16"), "unsupported-feature", "", "several bytes"),
    "encoding": (
        c.Struct("x" / c.StringEncoded(c.GreedyBytes, "latin-99")),
        "missing-encoding",
        "/x",
        "latin-99",
    ),
    "bits": (
        c.Struct("x" / c.Bitwise(c.Struct("a" / c.BitsInteger(3)))),
        "invalid-value",
        "/x",
        "multiple of 8",
    ),
    "bits_variable": (
        c.Bitwise(c.GreedyRange(c.Bit)),
        "unsupported-feature",
        "",
        "depends on the data",
    ),
    "bits_missing": (c.Struct("a" / c.BitsInteger(3)), "unsupported-feature", "/a", "Bitwise"),
    "bytes_in_bits": (c.BitStruct("x" / Byte[8]), "unsupported-feature", "/x/[]", "among bits"),
    "swapped_struct": (
        c.ByteSwapped(c.Struct("a" / c.Int16ub)),
        "unsupported-feature",
        "",
        "ByteSwapped",
    ),
    "swapped_bits": (c.BitsSwapped(c.Bytes(2)), "unsupported-feature", "", "BitsSwapped"),
    "half": (c.Float16b, "unsupported-feature", "", "2 bytes"),
    "index": (c.Struct("x" / c.Index), "unsupported-feature", "/x", "outside of arrays"),
    "index_left": (
        c.Struct("a" / Byte[2], "x" / c.Index),
        "unsupported-feature",
        "/x",
        "read before",
    ),
    "twice": (c.Struct("a" / Byte, "a" / Byte), "duplicate-id", "/a", "two fields"),
    "words": (c.Struct("my field" / Byte), "invalid-id", "/my field", "my field"),
    "reserved": (c.Struct("_io" / Byte), "invalid-id", "/_io", "construct's own"),
    "lazy_raises": (c.LazyBound(leave), "unsupported-feature", "", "SystemExit"),
    "lazy_number": (c.LazyBound(lambda: 5), "type-mismatch", "", "int"),
    "lazy_endless": (endless(), "schema-too-large", None, "nested too deeply"),
    "lazy_itself": (_itself, "schema-too-large", "", "too large"),
    "lazy_outward": (
        c.Struct("h" / Byte, "r" / _outward),
        "unsupported-feature",
        "/r/n",
        "another object each time",
    ),
    "deep": (deep(500), "schema-too-large", None, "nested too deeply"),
    "deep_expression": (
        c.Struct("n" / Byte, "x" / c.Bytes(deep_expression(5000))),
        "schema-too-large",
        "/x",
        "nested",
    ),
    "union": (c.Union(None, "a" / Byte, "b" / c.Int16ub), "unsupported-feature", "", "largest"),
    "hash": (
        c.Struct("b" / c.Bytes(2), "s" / c.Checksum(Byte, lambda d: sum(d) & 255, this.b)),
        "unsupported-feature",
        "/s",
        "a lambda at",
    ),
    "hash_fit": (
        c.Struct(
            "b" / c.Bytes(2),
            "s" / c.Checksum(Byte, lambda data: hashlib.md5(data).digest(), this.b),
        ),
        "type-mismatch",
        "/s",
        "a byte string",
    ),
    "hash_of_text": (
        c.Struct("b" / c.CString("ascii"), "s" / c.Checksum(c.Int32ub, zlib.crc32, this.b)),
        "unsupported-feature",
        "/s",
        "RawCopy",
    ),
    "filter": (c.Filter(obj_ != 0, Byte[2]), "unsupported-feature", "", "Filter"),
    "slicing": (c.Slicing(Byte[4], 4, 1, 3, empty=0), "unsupported-feature", "", "Slicing"),
    "padded": (c.Struct("x" / c.Padded(1, c.Int16ub)), "invalid-value", "/x", "too small"),
    "transformed": (
        c.Transformed(c.GreedyBytes, bytes.upper, None, bytes.lower, None),
        "unsupported-feature",
        "",
        "transformation of your own",
    ),
    "stop": (
        c.Struct("a" / Byte, "x" / c.Array(2, c.StopIf(this.a))),
        "unsupported-feature",
        "/x/[]",
        "StopIf",
    ),
    "pickled": (c.Struct("x" / c.Pickled), "unsupported-feature", "/x", "executes code"),
    "rotation": (c.ProcessRotateLeft(3, 2, c.GreedyBytes), "unsupported-feature", "", "group 1"),
    "xor": (c.ProcessXor(b"", c.GreedyBytes), "unsupported-feature", "", "empty"),
    "variable_integer": (
        c.Struct("n" / Byte, "x" / c.BytesInteger(this.n)),
        "unsupported-feature",
        "/x",
        "variable size",
    ),
    "terminator": (
        c.NullTerminated(c.GreedyBytes, term=b""),
        "invalid-value",
        "",
        "at least one byte",
    ),
    "greedy_itself": (
        c.Struct("x" / _greedy, "y" / Byte),
        "unsupported-feature",
        "/x/l",
        "GreedyRange",
    ),
    "greedy_in_itself": (
        _nested,
        "unsupported-feature",
        "/k/[]",
        "followed by more",
    ),
    "bytes_name": (
        c.Struct(b"a" / Byte),
        "invalid-id",
        "",
        "name of text",
    ),
    "bits_many": (
        c.Struct("x" / c.Bitwise(c.Padding(8 * 10**9))),
        "unsupported-feature",
        "/x",
        "4096 bits",
    ),
    "discard": (c.Array(2, Byte, discard=True), "unsupported-feature", "", "discards"),
}


def findings(made: c.Construct) -> tuple[Finding, ...]:
    program, _, found = try_lift(made, "format", Source("declaration.py"))
    assert program is None
    return found


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name(name: str) -> None:
    made, rule, path, text = REFUSED[name]
    (found,) = findings(made)
    told = " ".join(filter(None, (found.message, found.expected, found.found, found.hint)))
    assert found.rule == rule
    assert text in told
    assert found.schema is not None
    assert path is None or found.schema.path == path
    assert str(found.schema) == "declaration.py:1:1"


def test_all_of_it_at_once() -> None:
    made = c.Struct(
        "a" / c.Bytes(lambda context: 1),
        "b" / c.Struct("c" / Custom(Byte), "d" / c.Float16b),
        "e" / c.Switch(this.q, {}),
        "f" / c.Bytes(this.a),
        "g" / c.Switch(this.h, {1: c.Seek(0), 2: c.Pickled}),
        "h" / Byte,
    )
    found = {(f.schema.path, f.rule) for f in findings(made) if f.schema}
    assert found == {
        ("/a", "unsupported-feature"),
        ("/b/c", "unsupported-feature"),
        ("/b/d", "unsupported-feature"),
        ("/e", "unknown-name"),
        ("/g", "unknown-name"),
    }


def test_both_cases_of_a_switch_are_told() -> None:
    made = c.Struct("h" / Byte, "g" / c.Switch(this.h, {1: c.Seek(0), 2: c.Pickled}))
    assert [f.schema.path for f in findings(made) if f.schema] == ["/g/case 1", "/g/case 2"]


def test_what_needs_a_refused_field_is_not_told() -> None:
    made = c.Struct("n" / Custom(Byte), "x" / c.Bytes(this.n), "y" / c.Bytes(this.n + this.z))
    assert [f.schema.path for f in findings(made) if f.schema] == ["/n"]
