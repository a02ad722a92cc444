"""Values as users give them: what a field takes, and what it says of everything else."""

from __future__ import annotations

import math
from typing import Any

import construct
import pytest
from build_kit import refusal_of, schema_of

ENUM = "enums: {kinds: {1: one, 7: seven}}\n"


def built(fields: str, value: Any) -> bytes:
    return schema_of(f"seq: [{{id: a, {fields}}}]\n{ENUM}").construct().build({"a": value})


def refused(fields: str, value: Any) -> str:
    return refusal_of(schema_of(f"seq: [{{id: a, {fields}}}]\n{ENUM}"), {"a": value})


@pytest.mark.parametrize(
    ("fields", "value", "raw"),
    [
        ("type: u1", 7, b"\7"),
        ("type: u2", 7.0, b"\7\0"),
        ("type: s1", -1, b"\xff"),
        ("type: u1, enum: kinds", "seven", b"\7"),
        ("type: u1, enum: kinds", "kinds::seven", b"\7"),
        ("type: u1, enum: kinds", 9, b"\x09"),
        ("type: u1, enum: kinds", construct.EnumIntegerString.new(7, "seven"), b"\7"),
        ("type: u1, enum: kinds", construct.EnumInteger(9), b"\x09"),
        ("type: f4", 1, b"\0\0\x80\x3f"),
        ("type: f4", "-inf", b"\0\0\x80\xff"),
        ("type: f8be", "Infinity", b"\x7f\xf0\0\0\0\0\0\0"),
        ("type: b1", True, b"\x80"),
        ("type: b1", 1, b"\x80"),
        ("type: b1, enum: kinds", "one", b"\x80"),
        ("type: b4", 5, b"\x50"),
        ("size: 2", b"ab", b"ab"),
        ("size: 2", bytearray(b"ab"), b"ab"),
        ("size: 2", memoryview(b"ab"), b"ab"),
        ("size: 2", "61 62", b"ab"),
        ("size: 2", "6162", b"ab"),
        ("size: 2", [97, 98], b"ab"),
        ("size: 2", (97, 98), b"ab"),
        ("type: str, size: 2", "ab", b"ab"),
        ("type: u1, repeat: eos", [1, 2], b"\1\2"),
        ("type: u1, repeat: eos", (1, 2), b"\1\2"),
        ("type: u1, repeat: eos", b"\1\2", b"\1\2"),
        ("type: u1, repeat: eos", construct.ListContainer([1, 2]), b"\1\2"),
    ],
)
def test_accepted_form(fields: str, value: Any, raw: bytes) -> None:
    assert built(fields, value) == raw


def test_nan_is_a_number() -> None:
    raw = built("type: f8", "NaN")
    assert math.isnan(construct.Float64l.parse(raw))
    assert built("type: f8", math.nan) == raw


@pytest.mark.parametrize(
    ("fields", "value", "message"),
    [
        ("type: u1", "7", "an integer is wanted, not the text '7'"),
        ("type: u1", 7.5, "an integer is wanted, not the number 7.5"),
        ("type: u1", True, "an integer is wanted, not true or false (true)"),
        ("type: u1", [7], "an integer is wanted, not a list"),
        ("type: u1", {}, "an integer is wanted, not a mapping"),
        ("type: u1", b"7", "an integer is wanted, not 1 bytes"),
        ("type: u1", "x" * 99, f"an integer is wanted, not the text '{'x' * 59}..."),
        ("type: u1, enum: kinds", "two", "enum made::kinds has no 'two'"),
        ("type: u1, enum: kinds", "sevn", "enum made::kinds has no 'sevn'; did you mean seven?"),
        ("type: f4", "x", "a number is wanted, not the text 'x'"),
        ("type: f4", False, "a number is wanted, not true or false (false)"),
        ("type: b1", 2, "2 does not fit 1 bits (0 to 1)"),
        ("type: b1", "yes", "an integer is wanted, not the text 'yes'"),
        ("type: b64", 2**64, f"{2**64} does not fit 64 bits (0 to {2**64 - 1})"),
        ("type: s8", 2**63, f"{2**63} does not fit s8 ({-(2**63)} to {2**63 - 1})"),
        ("size: 2", "6x", "bytes are wanted as pairs of hex digits, not '6x'"),
        ("size: 2", [1, 256], "bytes are wanted, not a list"),
        ("size: 2", 5, "bytes are wanted, not the number 5"),
        ("type: str, size: 2", b"ab", "a text is wanted, not 2 bytes"),
        ("type: str, size: 2", 5, "a text is wanted, not the number 5; in quotes it is text"),
        ("type: u1, repeat: eos", "12", "a list is wanted, not the text '12'"),
        ("type: u1, repeat: eos", {}, "a list is wanted, not a mapping"),
    ],
)
def test_refused_form(fields: str, value: Any, message: str) -> None:
    assert refused(fields, value) == f"a: {message}"


def test_element_that_does_not_fit_is_named() -> None:
    message = refused("type: u1, repeat: eos", [1, 256])
    assert message == "a[1]: 256 does not fit u1 (0 to 255)"


@pytest.mark.parametrize("name", ["_io", "_root", "_parent"])
def test_names_of_construct_and_of_expressions_are_passed_over(name: str) -> None:
    schema = schema_of("seq: [{id: a, type: u1}]")
    assert schema.construct().build({"a": 1, name: object()}) == b"\1"


def test_name_that_is_no_text_is_refused() -> None:
    assert refusal_of(schema_of("seq: [{id: a, type: u1}]"), {"a": 1, 5: 2}) == (
        ": made has no field 5; it has a"
    )


def test_computed_values_are_not_believed() -> None:
    schema = schema_of("seq: [{id: a, type: u1}]\ninstances: {b: {value: a + 1}}")
    assert schema.construct().build({"a": 1, "b": 99}) == b"\1"


def test_parsed_and_plain_values_mix() -> None:
    schema = schema_of(
        "seq: [{id: n, type: u1}, {id: items, type: t, repeat: expr, repeat-expr: n}]\n"
        "types: {t: {seq: [{id: len, type: u1}, {id: body, size: len}]}}"
    )
    tree = schema.construct().parse(b"\1\2ab")
    values = {"items": [{"body": b"x"}, tree["items"][0], {"body": "00", "len": 9}]}
    assert schema.construct().build(values) == b"\3\1x\2ab\1\0"
