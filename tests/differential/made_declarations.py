"""Random construct declarations that can be lifted, made from a random generator."""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass, field

import construct as c
from construct import Byte, obj_, this

_INTS = (Byte, c.Int8sb, c.Int16ub, c.Int16ul, c.Int24ul, c.Int32ub, c.BytesInteger(3, signed=True))


@dataclass
class Maker:
    """Makes one declaration; `names` are the integers read so far in the struct at hand."""

    rng: random.Random
    names: list[str] = field(default_factory=list)
    count: int = 0

    def name(self) -> str:
        self.count += 1
        return f"f{self.count}"

    def number(self, limit: int) -> object:
        """A small non-negative amount: a constant or an expression."""
        if not self.names or self.rng.random() < 0.3:
            return self.rng.randrange(limit + 1)
        return getattr(this, self.rng.choice(self.names)) & limit

    def condition(self) -> object:
        one = getattr(this, self.rng.choice(self.names)) if self.names else this._parsing
        value = self.rng.randrange(4)
        return self.rng.choice(
            (one == value, one != value, one > value, (one & 3) < value, ~(one > value),
             (one == 1) | (one == 2), one % 2, one)
        )  # fmt: skip

    def leaf(self) -> c.Construct:
        rng = self.rng
        return rng.choice(
            (
                rng.choice(_INTS), c.Flag, c.VarInt, c.Bytes(self.number(3)), c.CString("ascii"),
                c.PaddedString(rng.randrange(1, 5), "ascii"), c.PascalString(Byte, "utf8"),
                c.Enum(Byte, a=1, b=2, c=255), c.FlagsEnum(Byte, x=1, y=6), c.Hex(Byte),
                c.OneOf(Byte, [0, 1, 2, 3, 255]), c.NoneOf(Byte, [9]), c.Const(b"\1"),
                c.ExprAdapter(Byte, obj_ + 1, obj_ - 1), c.ExprValidator(Byte, obj_ != 7),
                c.Prefixed(Byte, c.GreedyBytes), c.NullTerminated(c.GreedyBytes, require=False),
                c.FixedSized(4, c.NullStripped(c.GreedyBytes)), c.Computed(rng.randrange(9)),
                c.ByteSwapped(c.Int16ub), c.Tell, c.Peek(Byte), c.Optional(Byte),
                c.FixedSized(2, c.ProcessXor(rng.randrange(256), c.GreedyBytes)),
                c.BitStruct("p" / c.BitsInteger(3), "q" / c.Flag, "r" / c.Nibble),
                c.Mapping(Byte, {"no": 0, "yes": 1}), c.Padding(self.number(2)),
            )
        )  # fmt: skip

    def part(self, depth: int) -> c.Construct:
        rng = self.rng
        if depth <= 0 or rng.random() < 0.4:
            return self.leaf()
        inner = self.part(depth - 1)
        match rng.randrange(14):
            case 0:
                return self.struct(depth - 1)
            case 1:
                return c.Array(self.number(3), inner)
            case 2:
                return c.If(self.condition(), inner)
            case 3:
                return c.IfThenElse(self.condition(), inner, self.part(depth - 1))
            case 4 if self.names:
                key = getattr(this, rng.choice(self.names)) & 3
                return c.Switch(key, {0: inner, 1: self.leaf(), 2: c.Pass}, default=self.leaf())
            case 5:
                return c.FixedSized(self.number(7), inner)
            case 6:
                return c.Prefixed(Byte, inner)
            case 7:
                return c.Padded(rng.randrange(9), inner)
            case 8:
                return c.Aligned(rng.choice((2, 4)), inner)
            case 9:
                return c.PrefixedArray(Byte, inner)
            case 10:
                return c.Pointer(self.number(7), inner)
            case 11:
                return c.RawCopy(inner)
            case 12:
                return c.RepeatUntil(obj_ == 0, self.rng.choice(_INTS))
            case _:
                return c.Sequence(inner, self.leaf())

    def struct(self, depth: int) -> c.Construct:
        """A Struct; expressions in it see its own numbers, and through `_` those around it."""
        held, self.names = self.names, []
        parts: list[c.Construct] = []
        for _ in range(self.rng.randrange(1, 5)):
            name = self.name()
            if self.rng.random() < 0.4:
                parts.append(name / self.rng.choice(_INTS))
                self.names.append(name)
            elif held and self.rng.random() < 0.2:
                parts.append(name / c.Computed(getattr(this._, held[0]) + 1))
            else:
                parts.append(name / self.part(depth))
            if self.names and self.rng.random() < 0.15:
                parts.append(c.Check(getattr(this, self.names[-1]) != 5))
            if self.names and self.rng.random() < 0.1:
                parts.append(c.StopIf(getattr(this, self.names[-1]) == 3))
        self.names = held
        return c.Struct(*parts)


def make_declaration(seed: int) -> c.Construct:
    """Return the declaration of a seed."""
    rng = random.Random(seed)
    made = Maker(rng).struct(rng.randrange(1, 4))
    if rng.random() < 0.2:
        made = made + c.Struct(c.Terminated)
    return made


def make_files(seed: int, count: int) -> list[bytes]:
    """Return files of small numbers, which declarations often accept."""
    rng = random.Random(zlib.crc32(seed.to_bytes(8, "big")))
    likely = bytes([0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 7, 9, 0x41, 0x61, 0x80, 0xFF])
    return [bytes(rng.choice(likely) for _ in range(rng.randrange(40))) for _ in range(count)]
