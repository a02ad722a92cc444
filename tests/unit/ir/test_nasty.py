"""The shared list of texts that programs stumble over."""

from __future__ import annotations

import pytest

from validator.ir.nasty import INVALID_UTF8, NASTY, nasty_fitting


def test_short_ones_come_first_and_none_comes_twice() -> None:
    assert [len(text) for text in NASTY[:3]] == [0, 1, 1]
    assert len(set(NASTY)) == len(NASTY)


@pytest.mark.parametrize("size", [0, 1, 6, 255])
def test_what_fits_ends_with_a_run_that_fills_the_room(size: int) -> None:
    found = nasty_fitting(size)
    assert all(len(text) <= size for text in found)
    assert found[-1] == b"A" * size
    assert b"" in found


@pytest.mark.parametrize("raw", INVALID_UTF8)
def test_what_is_called_invalid_utf8_is_none(raw: bytes) -> None:
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")


def test_all_others_are_ascii() -> None:
    assert all(text.isascii() for text in NASTY)
