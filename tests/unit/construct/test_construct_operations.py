"""Operators, methods and array functions: results, and what has none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.backends.construct.arrays import (
    contains,
    find_disorders,
    find_duplicates,
    has_overlap,
    summarize,
)
from validator.backends.construct.faults import ExpressionFailed
from validator.backends.construct.operations import BINARY, METHODS, UNARY, apply, subscript


@pytest.mark.parametrize(
    ("op", "left", "right", "result"),
    [
        ("/", 7, 2, 3), ("/", -7, 2, -4), ("/", 7, -2, -4), ("/", 7, 2.0, 3.5),
        ("%", -7, 3, 2), ("%", 7, -3, -2), ("+", "a", "b", "ab"), ("+", b"a", b"b", b"ab"),
        ("<<", 1, 4095, 1 << 4095), (">>", -1, 4096, -1), ("^", 5, 1, 4),
        ("*", 1 << 2048, 1, 1 << 2048),
    ],
)  # fmt: skip
def test_operators(op: str, left: Any, right: Any, result: Any) -> None:
    assert apply(BINARY[op], left, right) == result


@pytest.mark.parametrize(
    ("op", "left", "right"),
    [
        ("/", 1, 0), ("%", 1, 0), ("/", 1.0, 0), ("%", 1, 0.0), ("<<", 1, -1), (">>", 1, 4097),
        ("<<", 3, 4096), ("*", 1 << 4096, 2), ("+", None, 1), ("==", 1, None), ("<", 1, "a"),
        ("/", 1 << 2000, 0.5), ("+", "a" * (1 << 24), "b"),
    ],
)  # fmt: skip
def test_operators_without_result(op: str, left: Any, right: Any) -> None:
    with pytest.raises(ExpressionFailed):
        apply(BINARY[op], left, right)


def test_unary_operators() -> None:
    assert [apply(UNARY["-"], 3), apply(UNARY["~"], 0), apply(UNARY["not"], False)] == [
        -3,
        -1,
        True,
    ]
    with pytest.raises(ExpressionFailed):
        apply(UNARY["not"], None)


@pytest.mark.parametrize(
    ("name", "args", "result"),
    [
        ("str_to_i", ("+7f", 16), 0x7F), ("str_to_i", ("-12",), -12),
        ("str_to_i", ("zZ", 36), 1295),
        ("str_substring", ("abc", 1, 3), "bc"), ("str_substring", ("abc", 3, 3), ""),
        ("str_reverse", ("abc",), "cba"), ("bytes_to_s", (b"\xe4", "latin-1"), "ä"),
        ("float_to_i", (-1.9,), -1), ("bool_to_i", (True,), 1), ("array_min", ([3, 1, 2],), 1),
        ("bytes_last", (b"ab",), 98), ("int_to_s", (-5,), "-5"), ("array_size", ([],), 0),
    ],
)  # fmt: skip
def test_methods(name: str, args: tuple[Any, ...], result: Any) -> None:
    assert apply(METHODS[name], *args) == result


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("str_to_i", ("",)), ("str_to_i", (" 1",)), ("str_to_i", ("1_0",)),
        ("str_to_i", ("0x1", 16)),
        ("str_to_i", ("--1",)), ("str_to_i", ("٣",)), ("str_to_i", ("2", 2)),
        ("str_to_i", ("1", 37)),
        ("str_to_i", ("1" * 1001,)), ("str_substring", ("abc", -1, 2)),
        ("str_substring", ("abc", 2, 1)),
        ("str_substring", ("abc", 0, 4)), ("array_first", ([],)), ("array_last", ([],)),
        ("array_max", ([],)), ("array_min", ([1, None],)), ("bytes_max", (b"",)),
        ("bytes_to_s", (b"\xff", "utf-8")), ("float_to_i", (float("nan"),)),
        ("float_to_i", (float("inf"),)), ("array_size", (None,)),
    ],
)  # fmt: skip
def test_methods_without_result(name: str, args: tuple[Any, ...]) -> None:
    with pytest.raises(ExpressionFailed):
        apply(METHODS[name], *args)


@pytest.mark.parametrize(
    ("array", "index"), [([1], -1), ([1], 1), (b"", 0), (None, 0), ([1], None)]
)
def test_subscripts_out_of_range(array: Any, index: Any) -> None:
    with pytest.raises(ExpressionFailed):
        subscript(array, index)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_overlap_is_a_place_in_two_ranges(ranges: list[tuple[int, int]]) -> None:
    places = [place for start, end in ranges for place in range(start, end)]
    assert has_overlap(ranges) == (len(places) != len(set(places)))


@given(st.lists(st.integers(0, 5), max_size=8))
def test_order_and_uniqueness(keys: list[int]) -> None:
    assert (not find_disorders(keys, "ascending")) == (keys == sorted(keys))
    assert (not find_disorders(keys, "strict-descending")) == (
        keys == sorted(set(keys), reverse=True)
    )
    assert len(find_duplicates(keys)) == len(keys) - len(set(keys))


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=8))
def test_summaries_are_those_of_python(values: list[int]) -> None:
    assert summarize("sum", values) == sum(values)
    assert summarize("min", values) == min(values)
    assert summarize("max", values) == max(values)
    assert summarize("unique", values) == (len(set(values)) == len(values))
    assert summarize("count", [value > 0 for value in values]) == sum(v > 0 for v in values)


@pytest.mark.parametrize(
    ("name", "values"),
    [("min", []), ("max", []), ("all", [None]), ("sum", ["a"]), ("unique", [None])],
)
def test_summaries_without_result(name: str, values: list[Any]) -> None:
    with pytest.raises(ExpressionFailed):
        summarize(name, values)


def test_contains() -> None:
    assert contains([1, 2], 2)
    assert contains("abc", "bc")
    assert not contains(b"abc", b"d")
    assert contains({"k": 1}, "k")
    for container, value in ((None, 1), ([1], None), ("abc", 1), (b"abc", 300)):
        with pytest.raises(ExpressionFailed):
            contains(container, value)
