"""Each operation undone: the one stored number that makes an expression what it has to be."""

from __future__ import annotations

from typing import Any

import pytest
from build_kit import refusal_of, schema_of
from hypothesis import given
from hypothesis import strategies as st

FIELDS = """
seq:
  - {{id: n, type: {kind}}}
  - {{id: m, type: u2}}
  - {{id: body, size: {size!r}}}
instances:
  twice: {{value: n * 2}}
  half: {{value: 'm > 0 ? n : 3'}}
"""


def schema(size: str, kind: str = "u2") -> Any:
    return schema_of(FIELDS.format(size=size, kind=kind))


@pytest.mark.parametrize(
    ("size", "given", "length", "n"),
    [
        ("n", {"m": 0}, 5, 5),
        ("n + 3", {"m": 0}, 5, 2),
        ("3 + n", {"m": 0}, 5, 2),
        ("n - 3", {"m": 0}, 5, 8),
        ("9 - n", {"m": 0}, 5, 4),
        ("n * 5", {"m": 0}, 10, 2),
        ("m * n", {"m": 5}, 10, 2),
        ("n / 4", {"m": 0}, 5, 20),
        ("n ^ 3", {"m": 0}, 5, 6),
        ("6 ^ n", {"m": 0}, 5, 3),
        ("n << 2", {"m": 0}, 8, 2),
        ("3 << n", {"m": 0}, 12, 2),
        ("n >> 2", {"m": 0, "n": 0b11}, 5, 0b10111),
        ("n & 0xff", {"m": 0, "n": 0x1200}, 5, 0x1205),
        ("0xf0 & n", {"m": 0, "n": 0x120F}, 0x10, 0x121F),
        ("n | 4", {"m": 0, "n": 0x4}, 6, 6),
        ("4 | n", {"m": 0, "n": 0}, 6, 2),
        ("twice", {"m": 0}, 6, 3),
        ("half", {"m": 1}, 5, 5),
        ("(n + 1) * 2", {"m": 0}, 10, 4),
        ("n.as<u4>", {"m": 0}, 5, 5),
        ("m + n", {"m": 3}, 5, 2),
        ("n + m * 2", {"m": 1}, 5, 3),
    ],
)
def test_operation_is_undone(size: str, given: dict[str, int], length: int, n: int) -> None:
    made = schema(size).construct()
    file = made.build({**given, "body": b"x" * length})
    assert made.parse(file).n == n
    assert file[4:] == b"x" * length


@pytest.mark.parametrize(("size", "kind", "n"), [("-n", "s2", -5), ("~n", "s2", -6)])
def test_sign_and_complement_are_undone(size: str, kind: str, n: int) -> None:
    made = schema(size, kind).construct()
    assert made.parse(made.build({"m": 0, "body": b"x" * 5})).n == n


@pytest.mark.parametrize(
    ("size", "given", "length", "reason"),
    [
        ("n * 2", {}, 5, "5 is no multiple of 2"),
        ("n << 2", {}, 5, "5 is no multiple of 2 to the power of 2"),
        ("5 << n", {}, 12, "12 is not 5 times a power of 2"),
        ("n % 4", {"n": 1}, 3, "(n % 4) cannot be undone"),
        ("100 / n", {"n": 10}, 3, "(100 / n) cannot be undone"),
        ("1000 >> n", {"n": 1}, 3, "no value gives 3 with >> 1000"),
        ("n & 4", {"n": 0}, 3, "no value gives 3 with & 4"),
        ("n | 4", {"n": 0}, 3, "no value gives 3 with | 4"),
        ("n & 15", {}, 3, "the other bits of n are not known"),
        ("n * n", {"n": 1}, 4, "(n * n) uses it twice"),
        ("half", {"m": 0}, 5, "3 does not depend on it"),
        ("n * 2 + 1", {}, 4, "3 is no multiple of 2"),
    ],
)
def test_what_cannot_be_undone_is_said(
    size: str, given: dict[str, int], length: int, reason: str
) -> None:
    values = {"m": 0, **given, "body": b"x" * length}
    assert refusal_of(schema(size), values).endswith(f"it cannot be derived: {reason}")


def test_text_of_digits_is_as_wide_as_it_was() -> None:
    made = schema_of(
        "seq: [{id: len, type: str, size: 4}, {id: body, size: 'len.to_i(16)'}]"
    ).construct()
    assert made.build({"body": b"x" * 26})[:4] == b"001a"
    assert made.build({"len": "00FF", "body": b"x" * 26})[:4] == b"001A"
    message = refusal_of(
        schema_of("seq: [{id: len, type: str, size: 2}, {id: body, size: 'len.to_i'}]"),
        {"body": b"x" * 100},
    )
    assert message == (
        "len: 3 bytes, but size is 2, which is 2; it cannot be derived: "
        "no stored field stands in it"
    )


def test_flags_and_members_of_enums_are_undone() -> None:
    made = schema_of(
        """
seq:
  - {id: kind, type: u1, enum: kinds}
  - {id: flag, type: b1}
  - {id: rest, type: b7}
  - {id: a, size: kind.to_i}
  - {id: b, size: flag.to_i}
enums: {kinds: {2: two}}
"""
    ).construct()
    assert made.build({"rest": 0, "a": b"xy", "b": b"z"}) == b"\2\x80xyz"
    assert made.build({"rest": 0, "a": b"xy", "b": b""}) == b"\2\0xy"


def test_parameter_leads_to_what_was_passed() -> None:
    made = schema_of(
        """
seq:
  - {id: n, type: u1}
  - {id: m, type: u1}
  - {id: rows, type: 'row(_index == 0 ? n : m)', repeat: expr, repeat-expr: 2}
types: {row: {params: [{id: width, type: u1}], seq: [{id: cells, size: width + 1}]}}
"""
    ).construct()
    assert made.build({"rows": [{"cells": b"abc"}, {"cells": b"d"}]}) == b"\2\0abcd"


@given(
    a=st.integers(0, 9), b=st.integers(1, 9), c=st.integers(0, 9), n=st.integers(0, 20),
    shape=st.sampled_from([
        "(n + {a}) * {b} + {c}", "{b} * (n ^ {a}) + {c}", "((n << {a}) + {c}) * {b}",
        "{c} + {b} * (n + {a})", "(n * {b} + {a}) - 0 * {c}",
    ]),
)  # fmt: skip
def test_solution_gives_the_size(a: int, b: int, c: int, n: int, shape: str) -> None:
    size = shape.format(a=a, b=b, c=c)
    length = eval(size, {"n": n})
    if length > 4000:
        return
    made = schema(size).construct()
    assert made.parse(made.build({"m": 0, "body": b"x" * length})).n == n
