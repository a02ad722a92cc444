"""Bytes around a value: terminators, padding, packing."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.backends.construct.build.regions import CannotEncode, Laid, lay_out, pack
from validator.ir import expr as ir
from validator.ir.nodes import Extent
from validator.ir.types import IntType

SIZE = ir.Lit(8, IntType())


def sized(**more: object) -> Extent:
    return Extent(size=SIZE, **more)  # type: ignore[arg-type]  # of the test's own making


@pytest.mark.parametrize(
    ("extent", "content", "size", "room", "raw", "is_exact"),
    [
        (Extent(terminator=b"\0"), b"ab", None, None, b"ab\0", True),
        (Extent(terminator=b"\0\0"), b"a\0", None, None, b"a\0\0\0", True),
        (Extent(terminator=b"\0", include=True), b"ab\0", None, None, b"ab\0", True),
        (Extent(terminator=b"\0", consume=False), b"ab", None, None, b"ab", True),
        (Extent(terminator=b"\0", eos_error=False), b"ab", None, None, b"ab\0", True),
        (Extent(terminator=b"\0", eos_error=False), b"ab", None, 2, b"ab", True),
        (Extent(terminator=b"\0", eos_error=False), b"ab", None, 3, b"ab\0", True),
        (Extent(terminator=b"\0"), b"ab", None, 2, b"ab\0", True),
        (Extent(to_end=True), b"ab", None, None, b"ab", True),
        (Extent(to_end=True, terminator=b"\0"), b"ab", None, 5, b"ab\0\0\0", False),
        (Extent(to_end=True, pad_right=0x20), b"ab", None, 4, b"ab  ", False),
        (Extent(to_end=True, pad_right=0x20), b"ab", None, None, b"ab", False),
        (sized(), b"ab", 2, None, b"ab", True),
        (sized(), b"ab", 5, None, b"ab", True),
        (sized(pad_right=0x2E), b"ab", 5, None, b"ab...", False),
        (sized(pad_right=0x2E), b"ab", None, None, b"ab", False),
        (sized(terminator=b"\0"), b"ab", 2, None, b"ab", False),
        (sized(terminator=b"\0"), b"ab", 3, None, b"ab\0", False),
        (sized(terminator=b"\0"), b"ab", None, None, b"ab\0", False),
        (sized(terminator=b"\0", pad_right=0x2E), b"ab", 6, None, b"ab\0...", False),
        (sized(terminator=b"\0", include=True), b"ab\0", 6, None, b"ab\0\0\0\0", False),
    ],
)
def test_region(
    extent: Extent, content: bytes, size: int | None, room: int | None, raw: bytes, is_exact: bool
) -> None:
    assert lay_out(extent, content, size, room) == Laid(raw, is_exact)


@pytest.mark.parametrize(
    ("extent", "content", "message"),
    [
        (Extent(terminator=b"\0"), b"a\0b", "it contains its own terminator 00 at byte 1"),
        (Extent(terminator=b"\0"), b"ab\0", "it contains its own terminator 00 at byte 2"),
        (sized(terminator=b"\0"), b"\0", "it contains its own terminator 00 at byte 0"),
        (
            Extent(terminator=b"\0\0"), b"\0a\0\0",
            "it contains its own terminator 00 00 at byte 2",
        ),
        (
            Extent(terminator=b",", include=True), b"a,b,",
            "it contains its own terminator 2c at byte 1",
        ),
        (sized(pad_right=0x2E), b"a.", "its last byte is the padding 2e, which reading strips"),
    ],
)  # fmt: skip
def test_value_that_would_be_read_as_another_is_refused(
    extent: Extent, content: bytes, message: str
) -> None:
    with pytest.raises(CannotEncode) as caught:
        lay_out(extent, content, None, None)
    assert str(caught.value) == message


def test_wide_terminator_counts_in_its_own_units() -> None:
    content = "\u0100a".encode("utf-16-le")  # 00 01 61 00: two zeros at no unit
    assert lay_out(Extent(terminator=b"\0\0"), content, None, None).raw == content + b"\0\0"


def unpack(name: str, args: list[object], raw: bytes) -> bytes:
    """Read as the language reference says, byte by byte."""
    match name, args:
        case "xor", [int(key)]:
            return bytes(byte ^ key for byte in raw)
        case "xor", [bytes(keys)]:
            return bytes(byte ^ keys[at % len(keys)] for at, byte in enumerate(raw))
        case (("rol" | "ror"), [int(amount)]):
            left = amount % 8 if name == "rol" else -amount % 8
            return bytes((byte << left | byte >> 8 - left) & 255 for byte in raw)
    return zlib.decompress(raw)


processes = st.one_of(
    st.tuples(st.just("xor"), st.one_of(st.integers(0, 255), st.binary(min_size=1, max_size=4))),
    st.tuples(st.sampled_from(["rol", "ror"]), st.integers(-9, 17)),
    st.tuples(st.just("zlib"), st.none()),
)


@given(process=processes, content=st.binary(max_size=40))
def test_packing_is_the_inverse_of_unpacking(process: tuple[str, object], content: bytes) -> None:
    name, argument = process
    args = [] if argument is None else [argument]
    assert unpack(name, args, pack(name, args, content)) == content


@pytest.mark.parametrize(("key", "shown"), [(256, "256"), (-1, "-1"), (b"", "b''")])
def test_xor_key_that_is_none_is_refused(key: object, shown: str) -> None:
    with pytest.raises(CannotEncode, match=f"the xor key {shown} is neither a byte nor bytes"):
        pack("xor", [key], b"ab")


def test_unknown_process_is_refused() -> None:
    with pytest.raises(CannotEncode, match="process rot13 cannot be undone"):
        pack("rot13", [], b"ab")
