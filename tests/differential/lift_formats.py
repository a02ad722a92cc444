"""Declarations that look like those of real formats, and files built with construct itself."""

from __future__ import annotations

import sys
import zlib
from pathlib import Path

import construct as c
from construct import Byte, Int16ul, Int32ub, Int32ul, this
from lift_cases import Case

sys.path.insert(0, str(Path(__file__).parents[2] / "examples/construct"))
from channel import Channel  # noqa: E402 - found by the line above

# -- an image of chunks, each with a checksum over its type and data

_HEADER = c.Struct(
    "width" / Int32ub,
    "height" / Int32ub,
    "depth" / c.OneOf(Byte, [1, 2, 4, 8, 16]),
    "color" / c.Enum(Byte, gray=0, rgb=2, palette=3),
    c.Check((this.width > 0) & (this.height > 0)),
)
_TEXT = c.Struct("key" / c.CString("ascii"), "text" / c.GreedyString("latin1"))
_CHUNK = c.Struct(
    "length" / Int32ub,
    "content"
    / c.RawCopy(
        c.Struct(
            "type" / c.PaddedString(4, "ascii"),
            "data"
            / c.FixedSized(
                this._.length,
                c.Switch(
                    this.type,
                    {
                        "head": _HEADER,
                        "text": _TEXT,
                        "pack": c.Compressed(c.GreedyBytes, "zlib"),
                        "pale": c.GreedyRange(c.Struct("r" / Byte, "g" / Byte, "b" / Byte)),
                    },
                    default=c.GreedyBytes,
                ),
            ),
        )
    ),
    "crc" / c.Checksum(Int32ub, zlib.crc32, this.content.data),
)
IMAGE = c.Struct(
    "signature" / c.Const(b"\x89IMG\r\n"),
    "chunks" / c.RepeatUntil(this.content.value.type == "last", _CHUNK),
    c.Terminated,
)


def _chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(kind + data)
    return len(data).to_bytes(4, "big") + kind + data + crc.to_bytes(4, "big")


_IMAGES = tuple(
    b"\x89IMG\r\n" + b"".join(_chunk(*one) for one in (*chunks, (b"last", b"")))
    for chunks in (
        ((b"head", bytes.fromhex("00000010 00000020 08 02")),),
        (
            (b"head", bytes.fromhex("00000001 00000001 01 03")),
            (b"pale", b"abcdef"),
            (b"text", b"title\0by nobody"),
            (b"pack", zlib.compress(b"pixels" * 4)),
            (b"free", b"anything"),
        ),
    )
)

# -- an executable: an old header that points to a new one, with sections elsewhere in the file

_SECTION = c.Struct(
    "name" / c.PaddedString(8, "ascii"),
    "size" / Int32ul,
    "offset" / Int32ul,
    "flags" / c.FlagsEnum(Int32ul, code=0x20, data=0x40, executable=0x20000000),
    "content" / c.Pointer(this.offset, c.Bytes(this.size), stream=this._root._io),
)
_OPTIONAL = c.Struct(
    "magic" / c.Enum(Int16ul, narrow=0x10B, wide=0x20B),
    "base" / c.IfThenElse(this.magic == "wide", c.Int64ul, Int32ul),
    "directories" / c.PrefixedArray(Int32ul, c.Struct("address" / Int32ul, "size" / Int32ul)),
)
EXECUTABLE = c.Struct(
    "signature" / c.Const(b"MZ"),
    "start" / Int16ul,
    "header"
    / c.Pointer(
        this.start,
        c.Struct(
            "signature" / c.Const(b"PE\0\0"),
            "machine" / c.Enum(Int16ul, i386=0x14C, amd64=0x8664),
            "count" / Int16ul,
            "option_size" / Int16ul,
            "option" / c.If(this.option_size > 0, c.FixedSized(this.option_size, _OPTIONAL)),
            "sections" / c.Array(this.count, _SECTION),
            c.Check(this.count < 16),
        ),
    ),
    "stub" / c.Bytes(this.start - 4),
)
_EXECUTABLES = (
    b"MZ\x08\0stubPE\0\0\x64\x86\x01\0\x16\0"
    b"\x0b\x02\0\0\0\0\1\0\0\0\x01\0\0\0\1\0\0\0\2\0\0\0"
    b".text\0\0\0\x03\0\0\0\x3c\0\0\0\x20\0\0\x20ret",
    b"MZ\x04\0PE\0\0\x4c\x01\0\0\0\0",
)

# -- a bitmap: rows that are padded, a palette only for few colors

BITMAP = c.Struct(
    "signature" / c.Const(b"BM"),
    "file_size" / Int32ul,
    c.Padding(4),
    "offset" / Int32ul,
    "header_size" / c.Const(40, Int32ul),
    "width" / c.Int32sl,
    "height" / c.Int32sl,
    "planes" / c.Const(1, Int16ul),
    "bits" / c.OneOf(Int16ul, {1, 4, 8, 24}),
    "colors" / Int32ul,
    "count" / c.Computed(this.colors),
    "palette" / c.If(this.bits <= 8, c.Array(this.colors, c.ByteSwapped(c.Int24ub) >> Byte)),
    "row_size" / c.Computed((this.width * this.bits + 31) // 32 * 4),
    "rows"
    / c.Array(
        c.abs_(this.height),
        c.Switch(
            this.bits,
            {
                24: c.Aligned(4, c.Array(this.width, c.Byte[3])),
                8: c.Aligned(4, c.Array(this.width, Byte)),
            },
            default=c.Bytes(this.row_size),
        ),
    ),
    "end" / c.Tell,
    c.Check(this.end == this.file_size),
)


def _bitmap(width: int, height: int, bits: int, colors: int, rest: bytes) -> bytes:
    head = b"\0\0\0\0" + (38 + 4 * colors).to_bytes(4, "little") + (40).to_bytes(4, "little")
    head += width.to_bytes(4, "little") + height.to_bytes(4, "little", signed=True)
    head += b"\1\0" + bits.to_bytes(2, "little") + colors.to_bytes(4, "little") + rest
    return b"BM" + (len(head) + 6).to_bytes(4, "little") + head


_BITMAPS = (
    _bitmap(2, 2, 24, 0, b"abcdef\0\0ghijkl\0\0"),
    _bitmap(3, -2, 8, 2, b"rgb0RGB0" + b"abc\0def\0"),
    _bitmap(9, 1, 1, 2, b"rgb0RGB0" + b"\xff\x80\0\0"),
)

# -- a channel file: the example of the documentation

_RULES = b"\x01\x03ab\0" + b"\x03\x08\1\0\0\0\2\0\0\0" + b"\0\0"
_BODY = b"\x01\0\x05\0\x03\xa0net\0" + b"\x01\0\x05\0\x03" + _RULES
_SEAL = zlib.crc32(_BODY).to_bytes(4, "little")
_CHANNELS = (
    b"CHN1\x01\0\0\0" + _BODY + _SEAL,
    b"CHN1\x02\0\0\0" + _BODY + b"key!" + _SEAL,
    b"CHN1\x01\0\0\0" + bytes(4) + zlib.crc32(bytes(4)).to_bytes(4, "little"),
)

FORMATS: dict[str, Case] = {
    "image": Case(IMAGE, _IMAGES, swallows=True),
    "executable": Case(EXECUTABLE, _EXECUTABLES),
    "bitmap": Case(BITMAP, _BITMAPS),
    "channel": Case(Channel, _CHANNELS),
}
