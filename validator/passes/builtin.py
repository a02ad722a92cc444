"""Built-in type names of the language: numbers, bit fields, strings, bytes."""

from __future__ import annotations

import re

from validator.dataclass import dataclass
from validator.ir.primitives import PRIMITIVES, Primitive
from validator.ksy.syntax import TypeUse

_NUMBER = re.compile(r"([usf][1248])(le|be)?")
_BITS = re.compile(r"b([1-9][0-9]*)(le|be)?")
MAX_BITS = 64


@dataclass(frozen=True, slots=True)
class NumberName:
    """`u4`, `s2le`, `f8`; order None when inherited."""

    primitive: Primitive
    order: str | None


@dataclass(frozen=True, slots=True)
class BitsName:
    """`b12`, `b3le`; order None when inherited."""

    width: int
    order: str | None


@dataclass(frozen=True, slots=True)
class TextName:
    """`str`, `strz` or `bytes`."""

    name: str


def parse_builtin(name: str) -> NumberName | BitsName | TextName | None:
    """Return what a built-in type name says, or None when the name is not built in.

    Args:
        name: as written, without arguments.
    """
    if name in ("str", "strz", "bytes"):
        return TextName(name)
    if (found := _NUMBER.fullmatch(name)) and found[1] in PRIMITIVES:
        primitive = PRIMITIVES[found[1]]
        if primitive.width > 1 or found[2] is None:
            return NumberName(primitive, found[2])
        return None
    if found := _BITS.fullmatch(name):
        return BitsName(int(found[1]), found[2])
    return None


def is_builtin(use: TypeUse) -> bool:
    """Whether a use names a built-in type."""
    return len(use.names) == 1 and parse_builtin(use.names[0]) is not None
