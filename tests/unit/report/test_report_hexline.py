"""The hex line: offset, at most 16 bytes, brackets around the span."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.findings import ByteSpan, Finding
from validator.report.hexline import hex_line

DATA = bytes(range(32))


def line(span: tuple[int, int] | None, context: tuple[int, bytes] | None) -> str | None:
    place = None if span is None else ByteSpan(*span)
    return hex_line(Finding("r", "m", "f", span=place, context=context))


@pytest.mark.parametrize(
    ("span", "context", "expected"),
    [
        ((0x1A4, 2), (0x1A0, bytes.fromhex("0b0015000204005c")), "01a0  0b 00 15 00 [02 04] 00 5c"),
        ((0, 2), (0, b"\x01\x02\x03"), "0000  [01 02] 03"),
        ((2, 1), (0, b"\x01\x02\x03"), "0000  01 02 [03]"),
        ((3, 0), (0, b"\x01\x02\x03"), "0000  01 02 03 []"),
        ((1, 0), (0, b"\x01\x02\x03"), "0000  01 [] 02 03"),
        ((2, 9), (0, b"\x01\x02\x03"), "0000  01 02 [03]"),
        ((0, 6), (4, b"\x01\x02\x03"), "0004  [01 02] 03"),
        ((9, 1), (0, b"\x01\x02\x03"), "0000  01 02 03"),
        ((0, 2), (9, b"\x01\x02\x03"), "0009  01 02 03"),
        (None, (0x10000, b"\xff"), "10000  ff"),
        ((0, 0), (0, b""), "0000  []"),
        (
            (0, 2),
            (0, DATA),
            "0000  [00 01] 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f .. (32 bytes)",
        ),
        (
            (10, 400),
            (0, DATA),
            "0006  06 07 08 09 [0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 ..] (32 bytes)",
        ),
        (
            (31, 1),
            (0, DATA),
            "0010  10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e [1f] (32 bytes)",
        ),
    ],
)
def test_hex_line(span: tuple[int, int] | None, context: tuple[int, bytes], expected: str) -> None:
    assert line(span, context) == expected


def test_no_context_gives_no_line() -> None:
    assert line((0, 4), None) is None


@given(
    start=st.integers(0, 2**40),
    length=st.integers(0, 2**33),
    offset=st.integers(0, 2**40),
    near=st.integers(-40, 40),
    data=st.binary(max_size=64),
)
def test_never_more_than_sixteen_bytes_and_brackets_match(
    start: int, length: int, offset: int, near: int, data: bytes
) -> None:
    for begin in (start, max(0, offset + near)):
        text = line((begin, length), (offset, data))
        assert text is not None
        body = text.split("  ", 1)[1].split(" (")[0]
        pairs = body.replace("[", " ").replace("]", " ").replace("..", " ").split()
        assert len(pairs) <= 16
        assert bytes.fromhex("".join(pairs)) in data
        assert (body.count("["), body.count("]")) in {(0, 0), (1, 1)}
