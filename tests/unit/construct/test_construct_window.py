"""Bits, positions and places of a window."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.backends.construct.regions import find_mark
from validator.backends.construct.window import Origin, Window


def window(data: bytes, start: int = 0, end: int | None = None) -> Window:
    return Window(memoryview(data), start, len(data) if end is None else end)


@given(data=st.binary(min_size=1, max_size=12), widths=st.lists(st.integers(1, 20), max_size=8))
def test_big_endian_bits_are_slices_of_the_whole_from_the_top(
    data: bytes, widths: list[int]
) -> None:
    stream, used, total = window(data), 0, len(data) * 8
    for width in widths:
        if not stream.has_bits(width, little=False):
            assert used + width > total
            return
        used += width
        expected = int.from_bytes(data, "big") >> (total - used) & ((1 << width) - 1)
        assert stream.read_bits(width, little=False) == expected


@given(data=st.binary(min_size=1, max_size=12), widths=st.lists(st.integers(1, 20), max_size=8))
def test_little_endian_bits_are_slices_of_the_whole_from_the_bottom(
    data: bytes, widths: list[int]
) -> None:
    stream, used = window(data), 0
    for width in widths:
        if not stream.has_bits(width, little=True):
            assert used + width > len(data) * 8
            return
        expected = int.from_bytes(data, "little") >> used & ((1 << width) - 1)
        used += width
        assert stream.read_bits(width, little=True) == expected


def test_positions_count_from_the_window_and_reads_stay_inside() -> None:
    stream = window(b"abcdef", 2, 5)
    assert (stream.tell(), stream.read(2), stream.tell()) == (0, b"cd", 2)
    assert (stream.read(9), stream.is_at_end) == (b"e", True)
    assert (stream.seek(1), stream.read()) == (1, b"de")
    assert (stream.seek(9), stream.read(1), stream.available) == (9, b"", 0)
    assert (stream.seek(-1, 2), stream.read(1)) == (2, b"e")


def test_end_is_not_reached_while_bits_are_left() -> None:
    stream = window(b"\x80")
    stream.read_bits(1, little=False)
    assert (stream.is_at_end, stream.value_start, stream.tell()) == (False, 0, 1)
    stream.align()
    assert stream.is_at_end


def test_place_of_unpacked_bytes_is_that_of_the_raw_ones() -> None:
    assert window(b"abc").place(1, 2) == (1, 2)
    unpacked = Window(memoryview(b"abc"), 0, 3, Origin(40, 7))
    assert unpacked.place(1, 2) == (40, 47)
    assert unpacked.cut(1, 2).place(1, 1) == (40, 47)


@pytest.mark.parametrize(
    ("data", "start", "mark", "found"),
    [
        (b"ab\0c", 0, b"\0", 2),
        (b"a\0\0\0\0\0", 0, b"\0\0", 2),
        (b"a\0\0b\0\0", 0, b"\0\0", 4),
        (b"xa\0\0b\0\0", 1, b"\0\0", 5),
        (b"abc", 0, b"\0", None),
        (b"abc", 3, b"\0", None),
    ],
)
def test_marks_stand_at_multiples_of_their_length(
    data: bytes, start: int, mark: bytes, found: int | None
) -> None:
    assert find_mark(window(data), start, len(data), mark) == found
