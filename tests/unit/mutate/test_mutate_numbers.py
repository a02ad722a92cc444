"""Draws, numbers and bytes: bounds that hold for every draw."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.ir.nodes import BitsRead, Endian, NumberRead
from validator.ir.primitives import PRIMITIVES
from validator.mutate.draws import Draws
from validator.mutate.havoc import havoc
from validator.mutate.numeric import Span, other_bytes, other_float, other_number, span_of

KEYS = st.binary(max_size=8).map(Draws)
SPANS = st.one_of(
    st.sampled_from([p for p in PRIMITIVES.values() if not p.is_float]).map(
        lambda p: span_of(NumberRead(p, Endian.LITTLE))
    ),
    st.integers(1, 64).map(lambda width: span_of(BitsRead(width, Endian.BIG, width == 1))),
)


def test_draws_never_change() -> None:
    draws = Draws(b"a key")
    assert [draws.below(1000) for _ in range(6)] == [881, 409, 646, 999, 739, 981]


def test_draws_are_spread_evenly() -> None:
    draws = Draws(b"")
    found = Counter(draws.below(7) for _ in range(7000))
    assert set(found) == set(range(7))
    assert min(found.values()) > 850


def test_weights() -> None:
    draws = Draws(b"x")
    found = Counter(draws.weighted([1, 1, 10]) for _ in range(2000))
    assert set(found) == {0, 2}
    assert 100 < found[0] < 320


@given(draws=KEYS, limit=st.integers(-1, 1 << 20))
def test_short_numbers(draws: Draws, limit: int) -> None:
    assert 1 <= draws.short(limit) <= max(limit, 1)


@given(draws=KEYS, span=SPANS, near=st.lists(st.integers(), max_size=4), data=st.data())
def test_another_number_fits_and_differs(
    draws: Draws, span: Span, near: list[int], data: st.DataObject
) -> None:
    value = data.draw(st.integers(span.low, span.high))
    found = other_number(span, value, near, near, draws)
    assert span.low <= found <= span.high
    assert found != value


def test_constants_and_neighbors_come_often() -> None:
    span = Span(0, 0xFFFFFFFF, 32)
    found = Counter(
        other_number(span, 5, [1000], [70_001], Draws(bytes((n & 255, n >> 8)))) for n in range(500)
    )
    assert found[1000] > 30
    assert found[70_001] > 30
    assert found[1001] > 5
    assert found[4] + found[6] > 40


def test_floats_have_no_span() -> None:
    assert span_of(NumberRead(PRIMITIVES["f8"], Endian.BIG)) is None


@given(draws=KEYS, value=st.floats())
def test_another_float(draws: Draws, value: float) -> None:
    found = other_float(value, draws)
    assert found != value or math.isnan(value)


@given(draws=KEYS, data=st.binary(min_size=1, max_size=40))
def test_other_bytes_have_the_same_length(draws: Draws, data: bytes) -> None:
    found = other_bytes(data, draws)
    assert len(found) == len(data)
    assert found != data


@given(draws=KEYS, data=st.binary(max_size=300))
def test_havoc_changes_and_tells(draws: Draws, data: bytes) -> None:
    found, label = havoc(data, draws)
    assert isinstance(found, bytes)
    assert label
    assert label.isprintable()


@pytest.mark.parametrize("size", [1, 64, 4096])
def test_most_havoc_is_in_one_byte(size: int) -> None:
    data = bytes(range(256)) * (size // 256) + bytes(range(size % 256))
    single = 0
    for n in range(400):
        found, _ = havoc(data, Draws(n.to_bytes(4, "big")))
        same = len(found) == len(data)
        single += same and sum(a != b for a, b in zip(found, data, strict=True)) == 1
    assert single > 200
