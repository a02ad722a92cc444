"""What cannot be built is refused with the field, the equation, and what was found."""

from __future__ import annotations

from functools import reduce
from typing import Any

import construct
import pytest
from build_kit import refusal_of, schema_of

REFUSALS: dict[str, tuple[str, Any, str]] = {
    "constant size": (
        "seq: [{id: a, size: 4}]",
        {"a": b"12345"},
        "a: 5 bytes, but size is 4, which is 4; it cannot be derived: no stored field stands in it",
    ),
    "too short": (
        "seq: [{id: a, size: 4}]",
        {"a": b"123"},
        "a: reading gives b'123\\x00', not b'123'",
    ),
    "constant count": (
        "seq: [{id: a, type: u1, repeat: expr, repeat-expr: 3}]",
        {"a": [1, 2]},
        "a: 2 elements, but repeat-expr is 3, which is 3; it cannot be derived: "
        "no stored field stands in it",
    ),
    "two lists with one count": (
        "seq: [{id: n, type: u1}, {id: a, type: u1, repeat: expr, repeat-expr: n},"
        " {id: b, type: u1, repeat: expr, repeat-expr: n}]",
        {"a": [1], "b": [1, 2]},
        "n: its equations contradict one another: 2 by b (2 elements, but repeat-expr is n, "
        "which is 1); 1 by a (1 elements, but repeat-expr is n, which is 2)",
    ),
    "product of two that are given": (
        "seq: [{id: w, type: u1}, {id: h, type: u1}, {id: a, size: w * h}]",
        {"w": 2, "h": 2, "a": b"123456"},
        "a: 6 bytes, but size is (w * h), which is 4; it cannot be derived: "
        "it could be any of w, h",
    ),
    "product of two that are not": (
        "seq: [{id: w, type: u1}, {id: h, type: u1}, {id: a, size: w * h}]",
        {"a": b"123456"},
        "a: 6 bytes, but size is (w * h), which has no value; it cannot be derived: "
        "h has no value: h has not been read at this point; "
        "w has no value: w has not been read at this point",
    ),
    "no multiple": (
        "seq: [{id: n, type: u1}, {id: a, size: n * 2}]",
        {"a": b"123"},
        "a: 3 bytes, but size is (n * 2), which has no value; it cannot be derived: "
        "3 is no multiple of 2",
    ),
    "twice": (
        "seq: [{id: n, type: u1}, {id: a, size: n - n}]",
        {"a": b"123", "n": 1},
        "a: 3 bytes, but size is (n - n), which is 0; it cannot be derived: (n - n) uses it twice",
    ),
    "fixed elsewhere": (
        "seq: [{id: n, type: u1, valid: 3}, {id: a, size: n}]",
        {"a": b"1234"},
        "a: 4 bytes, but size is n, which is 3; n is fixed by its own check",
    ),
    "count does not fit": (
        "seq: [{id: n, type: u1}, {id: a, type: u1, repeat: expr, repeat-expr: n}]",
        {"a": [1] * 256},
        "a: 256 elements, but repeat-expr is n, which has no value; n cannot be that: "
        "256 does not fit u1 (0 to 255)",
    ),
    "unsigned": ("seq: [{id: a, type: u1}]", {"a": 256}, "a: 256 does not fit u1 (0 to 255)"),
    "signed": ("seq: [{id: a, type: s1}]", {"a": -129}, "a: -129 does not fit s1 (-128 to 127)"),
    "bits": ("seq: [{id: a, type: b3}]", {"a": 8}, "a: 8 does not fit 3 bits (0 to 7)"),
    "unknown name": (
        "seq: [{id: width, type: u1}]",
        {"widht": 1},
        ": made has no field 'widht'; did you mean width?",
    ),
    "unknown name, nothing near": (
        "seq: [{id: width, type: u1}, {id: h, type: u1}]",
        {"zzz": 1},
        ": made has no field 'zzz'; it has width, h",
    ),
    "missing": (
        "seq: [{id: a, type: t}]\ntypes: {t: {seq: [{id: x, type: u1}]}}",
        {},
        "a.x: it has no value, and nothing in the schema fixes it",
    ),
    "encoding": (
        "seq: [{id: a, type: str, size: 4}]",
        {"a": "\u20ac"},
        "a: the text '\u20ac' cannot be written as ascii: 'ascii' codec can't encode character "
        "'\\u20ac' in position 0: ordinal not in range(128)",
    ),
    "terminator inside": (
        "seq: [{id: a, type: strz}]",
        {"a": "a\0b"},
        "a: it cannot be written: it contains its own terminator 00 at byte 1",
    ),
    "wide terminator inside": (
        "seq: [{id: a, type: strz, encoding: UTF-16LE}]",
        {"a": "\u0100\0"},
        "a: it cannot be written: it contains its own terminator 00 00 at byte 2",
    ),
    "padding at the end": (
        "seq: [{id: a, size: 4, pad-right: 32}]",
        {"a": b"a "},
        "a: it cannot be written: its last byte is the padding 20, which reading strips",
    ),
    "file too large": (
        "-budget: {file-size: 10}\nseq: [{id: a, size-eos: true}]",
        {"a": b"1" * 11},
        ": the file would take 11 bytes; the budget is 10",
    ),
    "instance in the way": (
        "seq: [{id: a, size: 4}]\ninstances: {b: {pos: 2, size: 4}}",
        {"a": b"1234", "b": b"4567"},
        "b: other bytes are at 0x2 already, and its position cannot be changed",
    ),
    "condition": (
        "seq: [{id: n, type: u1}, {id: a, type: u1, if: n == 3}]",
        {"n": 1, "a": 1},
        "a: it has a value, but its condition is false: (n == 3)",
    ),
    "switch": (
        "seq: [{id: n, type: u1}, {id: a, type: {switch-on: n, cases: {1: u1}}}]",
        {"n": 2, "a": 1},
        "a: it has a value, but no case of n is 2",
    ),
    "no mapping": (
        "seq: [{id: a, type: t}]\ntypes: {t: {seq: [{id: x, type: u1}]}}",
        {"a": 5},
        "a: a mapping of the fields of made::t is wanted, not the number 5",
    ),
    "list for the file": (
        "seq: [{id: x, type: u1}]",
        [],
        ": a mapping of the fields of made is wanted, not a list",
    ),
    "no list": (
        "seq: [{id: a, type: u1, repeat: eos}]",
        {"a": 5},
        "a: a list is wanted, not the number 5",
    ),
    "ends too early": (
        "seq: [{id: a, type: u1, repeat: until, repeat-until: _ == 0}]",
        {"a": [1, 0, 2]},
        "a: reading gives 2 elements, not 3",
    ),
    "constant parameter": (
        "seq: [{id: a, type: t(5), size: 1}]\n"
        "types: {t: {params: [{id: n, type: u1}], seq: [{id: x, size: n}]}}",
        {"a": {"x": b"12345"}},
        "a: 5 bytes, but size is 1, which is 1; it cannot be derived: no stored field stands in it",
    ),
    "key is missing": (
        "seq: [{id: k, type: u1}, {id: a, size: 2, process: xor(k)}]",
        {"a": b"12"},
        "k: it has no value, and nothing in the schema fixes it",
    ),
}


@pytest.mark.parametrize(("schema", "values", "message"), REFUSALS.values(), ids=REFUSALS)
def test_refusal_names_field_and_equation(schema: str, values: Any, message: str) -> None:
    assert refusal_of(schema_of(schema), values) == message


@pytest.mark.parametrize(
    ("schema", "values", "start"),
    [
        (
            "seq: [{id: a, type: f4}]",
            {"a": 1e300},
            "a: 1e+300 does not fit f4: ",
        ),
        (
            "seq: [{id: a, type: u1, repeat: until, repeat-until: _ == 0}]",
            {"a": [1, 2]},
            "a[2]: the result cannot be read: unexpected-eof at 0x2+0: 1 bytes are needed, ",
        ),
        (
            "seq: [{id: a, type: u1, repeat: eos}, {id: b, type: u1}]",
            {"a": [1], "b": 1},
            "b: the result cannot be read: unexpected-eof at 0x2+0: ",
        ),
        (
            "seq: [{id: k, type: u1}, {id: b, type: t}]\ntypes: {t: {meta: {endian: "
            "{switch-on: _root.k, cases: {1: le, 2: be}}}, seq: [{id: x, type: u2}]}}",
            {"k": 3, "b": {"x": 1}},
            "b: the result cannot be read: ",
        ),
        (
            "seq: [{id: p, type: u2}]\ninstances: {x: {pos: p, type: u1}, y: {pos: p, type: u1}}",
            {"x": 1, "y": 2},
            "p: its equations contradict one another: ",
        ),
    ],
)
def test_refusal_starts_with_the_field(schema: str, values: Any, start: str) -> None:
    assert refusal_of(schema_of(schema), values).startswith(start)


NODE = """
seq: [{id: a, type: node}]
types: {node: {seq: [{id: more, type: u1}, {id: next, type: node, if: more == 1}]}}
"""


@pytest.mark.parametrize(("depth", "is_refused"), [(60, False), (70, True), (5000, True)])
def test_deep_values_are_refused(depth: int, is_refused: bool) -> None:
    values = {"a": reduce(lambda inner, _: {"more": 1, "next": inner}, range(depth), {"more": 0})}
    schema = schema_of(NODE)
    if is_refused:
        assert refusal_of(schema, values).endswith(": objects nested deeper than 64")
    else:
        assert schema.construct().build(values) == b"\1" * depth + b"\0"


def test_values_that_hold_themselves_are_refused() -> None:
    values: dict[str, Any] = {"more": 1}
    values["next"] = values
    assert refusal_of(schema_of(NODE), {"a": values}).endswith(": objects nested deeper than 64")


def test_fault_is_an_error_of_construct_with_a_path() -> None:
    with pytest.raises(construct.ConstructError) as caught:
        schema_of("seq: [{id: a, type: u1}]").construct().build({})
    assert caught.value.path == "a"
    assert "nothing in the schema fixes it" in str(caught.value)


def test_values_are_not_modified() -> None:
    values = {"items": [{"body": b"ab"}], "n": 77}
    schema = schema_of(
        "seq: [{id: n, type: u1}, {id: items, type: t, repeat: expr, repeat-expr: n}]\n"
        "types: {t: {seq: [{id: len, type: u1}, {id: body, size: len}]}}"
    )
    assert schema.construct().build(values) == b"\1\2ab"
    assert values == {"items": [{"body": b"ab"}], "n": 77}
