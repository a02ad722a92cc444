"""Declarations of every construct that is lifted, with files that they accept."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

import construct as c
from construct import Byte, Int16ub, Int16ul, Int32ub, Int32ul, len_, list_, max_, min_, obj_, sum_
from construct import this as t


@dataclass(frozen=True)
class Case:
    """A declaration and files that it accepts; `swallows` when it has a GreedyRange."""

    made: c.Construct
    files: tuple[bytes, ...]
    swallows: bool = False


def case(made: c.Construct, *files: str | bytes, swallows: bool = False) -> Case:
    return Case(made, tuple(bytes.fromhex(f) if isinstance(f, str) else f for f in files), swallows)


def _recursive() -> c.Construct:
    node = c.Struct("v" / Byte, "next" / c.If(t.v > 0, c.LazyBound(lambda: node)))
    return node


def _tree() -> c.Construct:
    node = c.Struct(
        "n" / Byte,
        "kids" / c.Array(t.n & 3, c.LazyBound(lambda: node)),
        "top" / c.Computed(t._root.n),
    )
    return node


_PAIR = c.Struct("l" / Byte, "v" / c.Bytes(t.l & 3))
_PACKED = zlib.compress(b"\x07abc")
_BODY = b"\x02ab"

CASES: dict[str, Case] = {
    # -- numbers
    "numbers": case(
        c.Struct(
            "a" / c.Int8sb,
            "b" / c.Int16sl,
            "c" / Int32ub,
            "d" / c.Int64ul,
            "e" / c.Float32l,
            "f" / c.Float64b,
            "g" / c.Int16un,
        ),
        "ff feff 00000001 0100000000000000 0000803f 3ff0000000000000 0100",
    ),
    "odd_integers": case(
        c.Struct(
            "a" / c.Int24ub,
            "b" / c.Int24sl,
            "c" / c.BytesInteger(5),
            "d" / c.BytesInteger(6, swapped=True),
            "e" / c.BytesInteger(10, signed=True),
            "f" / c.BytesInteger(12, swapped=True),
        ),
        "010203 ffffff 0102030405 010000000000 ffffffffffffffffffff 010000000000000000000001",
    ),
    "varints": case(
        c.Struct("a" / c.VarInt, "b" / c.ZigZag, "c" / c.Array(2, c.VarInt)), "8101 03 00 ff7f"
    ),
    "swapped": case(
        c.Struct(
            "a" / c.ByteSwapped(Int32ub),
            "b" / c.ByteSwapped(c.Int24ul),
            "c" / c.ByteSwapped(c.Enum(Int16ub, z=5)),
        ),
        "01000000 000001 0500",
    ),
    "flag": case(c.Struct("a" / c.Flag, "b" / c.Array(3, c.Flag)), "00 01 00 ff"),
    # -- bits
    "bits": case(
        c.BitStruct(
            "a" / c.BitsInteger(3),
            "b" / c.Flag,
            "c" / c.Nibble,
            "d" / c.BitsInteger(16, swapped=True),
            "e" / c.BitsInteger(5, signed=True),
            c.Padding(3),
            "f" / c.Bytewise(Int16ub),
            "g" / c.Array(4, c.BitsInteger(2)),
            "h" / c.Enum(c.BitsInteger(8), x=1, y=255),
            "i" / c.BitsInteger(80),
        ),
        "b5 0102 f8 0304 1b 01" + "aa" * 10,
    ),
    "bits_padded": case(
        c.BitStruct("a" / c.Padded(4, c.Flag), "b" / c.Padded(12, c.Nibble), "c" / c.Octet),
        "9f a0 07",
    ),
    "bits_of_swapped_bytes": case(
        c.ByteSwapped(
            c.BitStruct(
                "a" / c.BitsInteger(3),
                "b" / c.BitsInteger(13),
                "n" / c.Struct("x" / c.Flag, "y" / c.BitsInteger(7)),
                c.Padding(2),
                "e" / c.Enum(c.BitsInteger(6), q=3),
            )
        ),
        "03 85 34 12",
    ),
    # -- bytes and text
    "strings": case(
        c.Struct(
            "p" / c.PaddedString(6, "utf8"),
            "c" / c.CString("utf_16_le"),
            "q" / c.PascalString(Byte, "ascii"),
            "g" / c.GreedyString("latin1"),
        ),
        b"abc\0\0\0a\0\0\0\x02hirest",
    ),
    "c_string_in_region": case(
        c.Struct("n" / c.FixedSized(8, c.CString("ascii")), "m" / Byte), b"abc\0junk\x01"
    ),
    "text_of_region": case(
        c.Struct("s" / c.StringEncoded(c.FixedSized(4, c.NullTerminated(c.GreedyBytes)), "utf8")),
        b"ab\0\0",
    ),
    "terminated": case(
        c.Struct(
            "a" / c.NullTerminated(c.GreedyBytes, term=b"\r\n", include=True),
            "b" / c.NullTerminated(c.GreedyBytes, consume=False),
            "z" / c.Const(b"\0"),
            "s" / c.NullTerminated(c.Struct("x" / Byte, "y" / c.GreedyBytes)),
            "d" / c.NullTerminated(c.GreedyBytes, require=False),
        ),
        b"ab\r\ncd\0ef\0gh\0",
        b"ab\r\ncd\0ef\0gh",
    ),
    "stripped": case(
        c.Struct("a" / c.FixedSized(5, c.NullStripped(c.GreedyBytes, pad=b" "))), b"ab   "
    ),
    "prefixed": case(
        c.Struct(
            "a" / c.Prefixed(Byte, c.GreedyBytes),
            "b" / c.Prefixed(Int16ul, Int16ub, includelength=True),
            "c" / c.Prefixed(c.VarInt, c.Struct("x" / Byte, "y" / c.GreedyRange(Byte))),
        ),
        "02 6162 0400 0102 03 010203",
        swallows=True,
    ),
    "to_end": case(
        c.Struct("a" / Byte, "m" / c.OffsettedEnd(-2, c.GreedyBytes), "z" / Int16ub), "01 0203 0405"
    ),
    "packed": case(
        c.Struct("n" / Byte, "d" / c.FixedSized(t.n, c.Compressed(_PAIR, "zlib")), "e" / Byte),
        bytes([len(_PACKED)]) + _PACKED + b"\1",
    ),
    "processed": case(
        c.Struct(
            "k" / Byte,
            "d" / c.FixedSized(4, c.ProcessXor(t.k, c.Struct("a" / Int16ub, "b" / Int16ul))),
            "e" / c.Prefixed(Byte, c.ProcessXor(b"ab", c.GreedyBytes)),
            "f" / c.FixedSized(2, c.ProcessRotateLeft(3, 1, c.GreedyBytes)),
        ),
        "ff fefdfcfb 02 6162 0180",
    ),
    # -- lists
    "arrays": case(
        c.Struct(
            "n" / Byte,
            "a" / c.Array(t.n & 3, c.Array(2, Byte)),
            "b" / c.Array(2, c.PascalString(Byte, "ascii")),
            "c" / Byte[2],
            "d" / c.Array(2, c.OneOf(c.Enum(Byte, x=1), ["x", 9])),
        ),
        "02 0102 0304 0161 00 0506 0109",
    ),
    "prefixed_arrays": case(
        c.Struct(
            "a" / Byte,
            "l" / c.PrefixedArray(Byte, c.Struct("q" / Byte, "w" / c.Bytes(t._._.a & 1))),
        ),
        "01 02 0102 0304",
    ),
    "greedy": case(
        c.Struct("a" / Byte, "l" / c.GreedyRange(Int16ub)), "01 0001 0002", swallows=True
    ),
    "until": case(
        c.Struct(
            "a" / c.RepeatUntil(obj_ == 0, Byte),
            "b" / c.RepeatUntil(t.k == 0, c.Struct("k" / Byte)),
            "c" / c.RepeatUntil(list_[-1], c.VarInt),
        ),
        "010200 0100 0005",
    ),
    "negative_count": case(c.Struct("n" / c.Int8sb, "a" / c.Array(t.n, Byte)), "02 0102", "00"),
    "index": case(
        c.Struct(
            "n" / Byte,
            "l"
            / c.Array(t.n & 3, c.Struct("q" / c.Struct("i" / c.Index), "w" / c.Bytes(t._index))),
        ),
        "03 01 0202",
    ),
    "functions": case(
        c.Struct(
            "l" / Byte[3],
            "s" / c.Computed(sum_(t.l)),
            "m" / c.Computed(max_(t.l) - min_(t.l)),
            "z" / c.Computed(t.l[-1] + t.l[0]),
            "b" / c.Bytes(2),
            "q" / c.Computed(sum_(t.b) + len_(t.b)),
            "x" / c.Computed(t.b[0]),
            "y" / c.Computed(c.abs_(t.l[0] - t.l[1])),
        ),
        "010203 6162",
    ),
    "indexing": case(c.Struct("e" / c.Indexing(c.Array(4, Byte), 4, 2, empty=0)), "01020304"),
    # -- choices
    "conditions": case(
        c.Struct(
            "f" / c.Flag,
            "x" / c.If(t.f, Byte),
            "y" / c.Computed(t.x == 3),
            "z" / c.If(t.x, Byte),
            "w" / c.If(t.x != 4, Byte),
            "v" / c.IfThenElse(t.w & 1 == 1, Byte, Int16ub),
            "u" / c.If(~(t.f), c.Prefixed(Byte, c.GreedyBytes)),
        ),
        "01 03 04 05 06",
        "00 01 02 0161",
    ),
    "logic": case(
        c.Struct(
            "a" / c.Int8ub,
            "b" / c.If((t.a == 1) | (t.a == 2), Byte),
            "c" / c.If((t.a & 4) ^ 4, Byte),
        ),
        "01 02 03",
        "04",
    ),
    "switch": case(
        c.Struct(
            "t" / c.Enum(Byte, a=1, b=2),
            "x" / c.Switch(t.t, {"a": Int16ul, "b": c.Struct("z" / Byte), 7: Byte}),
        ),
        "01 0500",
        "02 05",
        "07 05",
        "09",
    ),
    "switch_default": case(
        c.Struct(
            "t" / Byte,
            "b"
            / c.Switch(
                t.t & 3, {0: c.Pass, 1: Byte, 2: c.Const(b"ZZ"), 3: c.Error}, default=c.Bytes(2)
            ),
        ),
        "00",
        "01 05",
        b"\2ZZ",
    ),
    "optional": case(
        c.Struct("a" / Byte, "b" / c.Optional(Int32ub), "c" / c.Optional(c.Struct("x" / Byte))),
        "01",
        "01 00000002",
        "01 00000002 03",
    ),
    "union": case(
        c.Struct(
            "u"
            / c.Union(
                0, "raw" / c.Bytes(4), "i" / Int32ul, "h" / c.Struct("a" / Int16ub, "b" / Byte)
            ),
            "z" / Byte,
        ),
        "01020304 05",
    ),
    "stop_if": case(
        c.Struct("a" / Byte, c.StopIf(t.a == 0), "b" / Byte, c.StopIf(t.b == 1), "c" / Int16ub),
        "00",
        "01 01",
        "01 02 0304",
    ),
    # -- places
    "pointer": case(
        c.Struct(
            "o" / Byte,
            "p" / c.Pointer(t.o, c.Struct("a" / Byte, "b" / Byte)),
            "q" / c.Pointer(-1, Byte),
            "s"
            / c.FixedSized(
                2, c.Struct("x" / Byte, "y" / c.Pointer(0, Byte, stream=t._root._io), "z" / Byte)
            ),
            "r" / c.Bytes(2),
        ),
        "03 0102 0304",
    ),
    "signed_pointer": case(
        c.Struct("o" / c.Int8sb, "p" / c.Pointer(t.o, Byte), "r" / Byte), "ff 07", "01 07"
    ),
    "peek": case(c.Struct("p" / c.Peek(Int16ub), "a" / Byte, "b" / Byte), "0102"),
    "tell": case(
        c.Struct(
            "a" / c.PascalString(Byte, "latin1"),
            "t" / c.Tell,
            "s" / c.FixedSized(1, c.Struct("x" / Byte, "t" / c.Tell)),
            "c" / c.Computed(t.t + 1),
        ),
        "026162 07",
    ),
    "padded": case(
        c.Struct(
            "p" / c.Padded(5, c.CString("ascii")),
            "q" / c.Padded(4, Int16ub),
            c.Padding(2),
            "n" / Byte,
            "r" / c.Padded(t.n, Byte),
            "z" / Byte,
        ),
        "6162000000 01020000 0000 02 0700 09",
    ),
    "aligned": case(
        c.Struct("p" / c.Aligned(4, c.CString("ascii")), "q" / c.Aligned(4, Byte), "z" / Byte),
        "61620000 07000000 09",
    ),
    "raw_copy": case(
        c.Struct(
            "h" / Byte,
            "r" / c.RawCopy(c.Prefixed(Byte, c.GreedyBytes)),
            "n" / c.Computed(t.r.length),
        ),
        "01 02 6162",
    ),
    "terminated_file": case(c.Struct("a" / Byte, c.Terminated), "01"),
    # -- meanings
    "checks": case(
        c.Struct(
            "a" / Byte,
            "b" / Byte,
            c.Check(t.a <= t.b),
            "d" / c.Computed(t.b - t.a),
            "e" / c.Bytes(t.d & 3),
            "f" / c.Const(5, Int16ub),
            "g" / c.Const(b"ab"),
            "h" / c.Const("x", c.Enum(Byte, x=1)),
        ),
        "01 03 0506 0005 6162 01",
    ),
    "permitted": case(
        c.Struct(
            "a" / c.OneOf(Byte, [1, 2, 3]),
            "b" / c.NoneOf(Byte, (0, 255)),
            "c" / c.ExprValidator(Byte, obj_ & 0xF0 == 0),
            "d" / c.OneOf(Byte, range(3, 9)),
            "e" / c.OneOf(c.Enum(Byte, a=1), ["a", 7]),
            "f" / c.OneOf(c.Flag, [True]),
            "g" / c.OneOf(c.PaddedString(2, "ascii"), {"hi", "ho"}),
        ),
        b"\1\1\1\3\1\1hi",
    ),
    "flags": case(
        c.Struct(
            "f" / c.FlagsEnum(Int16ul, r=1, w=2, rw=3, hi=0x8000),
            "x" / c.If(t.f.r, Byte),
            "y" / c.IfThenElse(t.f.hi, Byte, Int16ub),
        ),
        "0180 05 06",
        "0200 0708",
    ),
    "mappings": case(
        c.Struct(
            "a" / c.Mapping(Byte, {"x": 1, "y": 2}),
            "b" / c.Mapping(Byte, {10: 0, 20: 1}),
            "c" / c.Mapping(c.Bytes(1), {True: b"Y", False: b"N"}),
            "d" / c.If(t.a == "y", Byte),
        ),
        b"\1\0Y",
        b"\2\1N\3",
    ),
    "adapters": case(
        c.Struct(
            "a" / c.ExprAdapter(Byte, obj_ * 2 + 1, obj_ // 2),
            "n" / Byte,
            "b" / c.Computed(t.n / 4 + 2.5),
            "c" / c.Computed(~(t.a > 3)),
            "d" / c.Computed(2**5 + t.n % 3 - -t.n // 2),
            "e" / c.Computed(2**t.n),
            "f" / c.Computed("text"),
            "g" / c.Computed(t.n << 3 >> 1),
        ),
        "01 02",
    ),
    "derived": case(
        c.Struct(
            "n" / c.Rebuild(Byte, len_(t.d)),
            "d" / c.Default(c.Bytes(t.n & 7), b""),
            "h" / c.Hex(Byte),
            "x" / c.HexDump(c.Bytes(1)),
            "s" / c.NamedTuple("nt", "a", c.Struct("a" / Byte)),
        ),
        "02 6162 05 06 07",
    ),
    # -- structure
    "sequence": case(
        c.Struct("s" / c.Sequence("a" / Byte, Byte, c.Bytes(t.a & 1)), "c" / c.Computed(t.s[1])),
        "01 02 03",
    ),
    "focused": case(
        c.Struct(
            "a" / c.FocusedSeq("x", c.Const(b"M"), "x" / Int16ub, c.Padding(1)),
            "b" / c.Bytes(t.a & 1),
        ),
        b"M\0\1\0x",
    ),
    "outer": case(
        c.Struct(
            "n" / Byte,
            "s"
            / c.Struct("t" / c.Struct("x" / c.Bytes(t._root.n & 3), "y" / c.Bytes(t._._.n & 1))),
        ),
        "01 02 03",
    ),
    "shared": case(
        c.Struct("a" / _PAIR, "b" / _PAIR, "c" / c.Array(2, _PAIR)), "00 0161 00 026162"
    ),
    "recursive": case(_recursive(), "01 02 00"),
    "recursive_below": case(c.Struct("h" / Byte, "n" / _recursive()), "01 02 00"),
    "recursive_tree": case(_tree(), "02 00 01 00"),
    "lazy": case(
        c.LazyStruct("a" / Byte, "b" / Int16ub, "c" / c.LazyArray(2, Byte)), "01 0203 0405"
    ),
    "bare_array": case(c.Array(2, c.Struct("x" / Byte, "y" / c.Bytes(t.x & 1))), "01 61 00"),
    "bare_prefixed": case(c.PrefixedArray(Byte, Int16ul), "02 0100 0200"),
    # -- sums
    "checksum": case(
        c.Struct(
            "body" / c.RawCopy(c.Struct("n" / Byte, "d" / c.Bytes(t.n & 3))),
            "crc" / c.Checksum(Int32ul, zlib.crc32, t.body.data),
        ),
        _BODY + zlib.crc32(_BODY).to_bytes(4, "little"),
    ),
    "digest": case(
        c.Struct(
            "body" / c.Bytes(4),
            "a" / c.Checksum(c.Bytes(16), lambda data: hashlib.md5(data).digest(), t.body),
            "b" / c.Checksum(c.Bytes(32), lambda data: hashlib.sha256(data).digest(), t.body),
        ),
        b"abcd" + hashlib.md5(b"abcd").digest() + hashlib.sha256(b"abcd").digest(),
    ),
}
