"""A file in hex: marked bytes, names beside them, long files around the marks only."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from validator.report.crash_hex import Mark, hex_lines

DATA = bytes(range(40))


def test_marks_are_in_brackets_and_named() -> None:
    lines = list(hex_lines(DATA, [Mark(1, 3, "a"), Mark(15, 18, "b.c"), Mark(39, 40, "d")]))
    assert lines == [
        "0000  00[01 02]03 04 05 06 07 08 09 0a 0b 0c 0d 0e[0f]   a, b.c",
        "0010 [10 11]12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f",
        "0020  20 21 22 23 24 25 26[27]                           d",
    ]


def test_a_long_file_is_shown_around_its_marks() -> None:
    lines = list(hex_lines(bytes(5000), [Mark(2000, 2001, "x")]))
    assert [line[:4] for line in lines] == ["..", "07b0", "07c0", "07d0", "07e0", "07f0", ".."]
    assert [line[:4] for line in hex_lines(bytes(5000), [])] == ["0000", "0010", "0020", ".."]


def test_nothing_is_a_line() -> None:
    assert list(hex_lines(b"", [Mark(0, 0, "x")])) == ["0000" + " " * 53 + "x"]


_MARKS = st.lists(st.tuples(st.integers(0, 90), st.integers(0, 40)), max_size=4)


@given(st.binary(max_size=80), _MARKS)
def test_every_byte_is_shown_once_and_marked_when_it_should_be(
    data: bytes, spans: list[tuple[int, int]]
) -> None:
    marks = [Mark(start, start + size, "") for start, size in spans]
    lines = list(hex_lines(data, marks))
    plain = [re.sub(r"[][]", " ", line)[5:] for line in lines]
    assert bytes.fromhex("".join(plain)) == data
    painted = "".join(line[5:] for line in hex_lines(data, marks, lambda text: f"<{text}>"))
    wanted = {
        at for start, size in spans for at in range(start, start + max(size, 1)) if at < len(data)
    }
    assert painted.count("<") == len(wanted)
    inside = re.findall(r"\[([^]]*)\]", "".join(line[5:] for line in lines))
    assert len("".join(inside).replace(" ", "")) == 2 * len(wanted)
