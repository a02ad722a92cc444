"""Longest common subsequences, against the textbook's table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.diff import align

SHORT = st.lists(st.integers(0, 3), max_size=14)


def longest(left: list[int], right: list[int]) -> int:
    row = [0] * (len(right) + 1)
    for a in left:
        before = row[:]
        for j, b in enumerate(right, 1):
            row[j] = before[j - 1] + 1 if a == b else max(before[j], row[j - 1])
    return row[-1]


def is_common(left: list[int], right: list[int], pairs: list[tuple[int, int]]) -> bool:
    rises = all(a < c and b < d for (a, b), (c, d) in zip(pairs, pairs[1:], strict=False))
    return rises and all(left[i] == right[j] for i, j in pairs)


@given(SHORT, SHORT)
def test_result_is_longest(left: list[int], right: list[int]) -> None:
    pairs = align.common(left, right)
    assert is_common(left, right, pairs)
    assert len(pairs) == longest(left, right)


@given(SHORT, SHORT)
def test_past_the_bound_it_is_still_common(left: list[int], right: list[int]) -> None:
    pairs = align._anchored(left, right, align.Effort())
    assert is_common(left, right, pairs)


def test_anchors_carry_a_long_list_past_the_bound() -> None:
    left = list(range(20_000))
    right = [value for value in left if value % 7] + [value for value in left if not value % 7]
    pairs = align.common(left, right)
    assert is_common(left, right, pairs)
    assert len(pairs) >= len([value for value in left if value % 7])


def test_nothing_in_common() -> None:
    assert align.common([1, 2], [3]) == []
    assert align.common([], []) == []


@given(st.lists(st.integers(0, 20), max_size=20))
def test_rising_is_ascending_and_cannot_grow(values: list[int]) -> None:
    kept = [values[position] for position in align.rising(values)]
    assert kept == sorted(set(kept))
    best = [0] * len(values)
    for i, value in enumerate(values):
        best[i] = 1 + max((best[j] for j in range(i) if values[j] < value), default=0)
    assert len(kept) == max(best, default=0)


@pytest.mark.parametrize(
    ("left", "right", "at"),
    [(b"", b"", 0), (b"abc", b"abc", 3), (b"abc", b"abd", 2), (b"x", b"y", 0), (b"ab", b"abc", 2)],
)
def test_first_difference(left: bytes, right: bytes, at: int) -> None:
    assert align.first_difference(left, right) == at
