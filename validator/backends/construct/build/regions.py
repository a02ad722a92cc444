"""Bytes of byte strings, texts and substreams: terminators, padding, packing."""

from __future__ import annotations

import struct
import zlib
from typing import Any

from validator.dataclass import dataclass
from validator.ir.nodes import Extent, NumberRead


class CannotEncode(Exception):
    """A value has no bytes in this field; the text says why."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A value with what surrounds it.

    Attributes:
        raw: all bytes of the region.
        is_exact: a size must be the length of `raw`; else any size that holds the value will do.
    """

    raw: bytes
    is_exact: bool


def lay_out(extent: Extent, content: bytes, size: int | None, room: int | None) -> Laid:
    """Return the region of a value, with terminator and padding.

    Args:
        extent: how the field is delimited.
        content: the value's bytes, packed if a `process` packs them.
        size: bytes of the region where that is known to be asked for, else None.
        room: bytes up to the end of the stream where that is fixed, else None.
    Raises:
        CannotEncode: the value would be read back as another one.
    """
    mark = extent.terminator
    if mark is not None:
        _refuse_inner_mark(extent, content, mark)
    if extent.size is None and not extent.to_end:
        ends_stream = not extent.eos_error and room == len(content)
        if mark is None or extent.include or not extent.consume or ends_stream:
            return Laid(content, is_exact=True)
        return Laid(content + mark, is_exact=True)
    if mark is None and extent.pad_right is None:
        return Laid(content, is_exact=True)
    if extent.to_end:
        size = room
    pad = bytes((extent.pad_right or 0,))
    if mark is None and content.endswith(pad):
        raise CannotEncode(f"its last byte is the padding {pad.hex()}, which reading strips")
    if size is not None and size == len(content):
        return Laid(content, is_exact=False)
    full = content if mark is None or extent.include else content + mark
    if size is not None and size > len(full):
        full += pad * (size - len(full))
    return Laid(full, is_exact=False)


def _refuse_inner_mark(extent: Extent, content: bytes, mark: bytes) -> None:
    unit = len(mark)
    at = content.find(mark)
    while at >= 0 and at % unit:
        at = content.find(mark, at + 1)
    if at < 0 or (extent.include and at == len(content) - unit):
        return
    raise CannotEncode(f"it contains its own terminator {mark.hex(' ')} at byte {at}")


def pack(name: str, args: list[Any], content: bytes) -> bytes:
    """Return the bytes that a `process` turns into the content.

    Args:
        name: `xor`, `rol`, `ror` or `zlib`.
        args: values of its arguments.
        content: what reading is to find.
    Raises:
        CannotEncode: the arguments mean nothing.
    """
    match name:
        case "xor":
            key = bytes([args[0]]) if args[0] in range(256) else args[0]
            if isinstance(key, int) or not key:
                raise CannotEncode(f"the xor key {key!r} is neither a byte nor bytes")
            mask = (key * (len(content) // len(key) + 1))[: len(content)]
            mixed = int.from_bytes(content, "big") ^ int.from_bytes(mask, "big")
            return mixed.to_bytes(len(content), "big")
        case "rol" | "ror":
            right = (args[0] if name == "rol" else -args[0]) % 8
            table = bytes((b >> right | b << (8 - right)) & 255 for b in range(256))
            return content.translate(table)
        case "zlib":
            return zlib.compress(content)
    raise CannotEncode(f"process {name} cannot be undone")


def encode_number(read: NumberRead, value: Any, *, little: bool) -> bytes:
    """Return the bytes of a number that fits.

    Raises:
        CannotEncode: a float is out of range.
    """
    try:
        return struct.pack(("<" if little else ">") + read.primitive.code, value)
    except (struct.error, OverflowError) as error:
        raise CannotEncode(f"{value!r} does not fit {read.primitive.name}: {error}") from None
