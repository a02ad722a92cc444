"""A dictionary for other fuzzers: what a schema compares fields with, as bytes.

Comes in: a Program. Goes out: tokens in a fixed order, and the text that libFuzzer and AFL++ read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from validator.dataclass import dataclass
from validator.ir.expr import Expr, Lit
from validator.ir.nodes import (
    BytesRead,
    Endian,
    Field,
    NumberRead,
    Program,
    Read,
    StrRead,
    SwitchRead,
)
from validator.ir.walk import walk
from validator.mutate.outline import survey

MAX_TOKENS = 2000
_LONGEST = 64
"""Bytes of a token; longer ones help no fuzzer, and AFL++ takes none above 128."""


@dataclass(frozen=True, slots=True)
class Token:
    """One entry: its bytes, and the path of the field that it belongs to."""

    name: str
    data: bytes


def tokens_of(program: Program) -> tuple[Token, ...]:
    """Return the values that a schema gives a meaning to, as they stand in files.

    Args:
        program: compiled.
    Returns:
        at most `MAX_TOKENS`, none twice, in the order of the schema.
    """
    found: dict[bytes, Token] = {}
    known = survey(program).known
    for one in program.fields:
        name = f"{program.structs[one.struct].name.replace('::', '.')}.{one.id}"
        for data in _values(program, one, known.get(one.number, ())):
            if 0 < len(data) <= _LONGEST and len(found) < MAX_TOKENS:
                found.setdefault(data, Token(name, data))
    return tuple(found.values())


def dictionary_text(tokens: Sequence[Token]) -> str:
    """Return a dictionary as libFuzzer and AFL++ read it.

    Args:
        tokens: its entries.
    """
    lines = []
    for number, token in enumerate(tokens):
        plain = "".join(each if each.isalnum() else "_" for each in token.name)
        text = "".join(f"\\x{byte:02x}" for byte in token.data)
        lines.append(f'{plain}_{number}="{text}"\n')
    return "".join(lines)


def _values(program: Program, one: Field, known: Sequence[int]) -> Iterator[bytes]:
    for read in _reads(one.read):
        match read:
            case NumberRead():
                for number in _numbers(program, one, known):
                    yield from _encoded(read, number)
            case BytesRead() | StrRead():
                yield from _texts(program, one)
                if read.extent.terminator:
                    yield read.extent.terminator


def _reads(read: Read | None) -> Iterator[Read]:
    if isinstance(read, SwitchRead):
        for case in (*(case for _, case in read.cases), read.default):
            yield from _reads(case)
    elif read is not None:
        yield read


def _numbers(program: Program, one: Field, known: Sequence[int]) -> Iterator[int | float]:
    """Yield enum members, what the schema compares the field with, and those beside it."""
    if one.enum is not None:
        yield from (value for value, _ in program.enums[one.enum].members)
    for value in known:
        yield from (value, value - 1, value + 1)
    for default in _constants(one.defaults):
        if isinstance(default, int | float) and not isinstance(default, bool):
            yield default


def _texts(program: Program, one: Field) -> Iterator[bytes]:
    for number in one.checks:
        for value in _constants(program.checks[number].operands):
            if isinstance(value, bytes):
                yield value
            elif isinstance(value, str):
                yield value.encode("utf-8", "replace")


def _constants(exprs: Sequence[Expr]) -> Iterator[object]:
    for expr in exprs:
        for part in walk(expr):
            if isinstance(part, Lit):
                yield part.value


def _encoded(read: NumberRead, number: int | float) -> Iterator[bytes]:
    """Yield a number as the field stores it: once, or in both orders where that is not fixed."""
    orders = {Endian.LITTLE: "<", Endian.BIG: ">", Endian.CALCULATED: "<>"}[read.endian]
    for order in orders:
        try:
            yield struct.pack(order + read.primitive.code, number)
        except (struct.error, OverflowError):
            return
