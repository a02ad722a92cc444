"""Types of values and expressions, as the passes settle them and the backends read them."""

from __future__ import annotations

from validator.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class IntType:
    """An integer; `width` in bytes and sign when it was read, None when computed."""

    width: int | None = None
    signed: bool = True


@dataclass(frozen=True, slots=True)
class FloatType:
    """A floating-point number."""


@dataclass(frozen=True, slots=True)
class BoolType:
    """True or false."""


@dataclass(frozen=True, slots=True)
class BytesType:
    """A byte string."""


@dataclass(frozen=True, slots=True)
class StrType:
    """A text string."""


@dataclass(frozen=True, slots=True)
class EnumType:
    """An integer read through enum number `enum` of the program; run-time value is the int."""

    enum: int


@dataclass(frozen=True, slots=True)
class StructType:
    """An object of struct number `struct` of the program."""

    struct: int


@dataclass(frozen=True, slots=True)
class AnyStructType:
    """An object whose struct is not known before run time; members need a cast."""


@dataclass(frozen=True, slots=True)
class StreamType:
    """A stream or substream (`_io`)."""


@dataclass(frozen=True, slots=True)
class ArrayType:
    """A list of `item`."""

    item: Type


@dataclass(frozen=True, slots=True)
class MapType:
    """A contract fact that maps keys to values."""

    key: Type
    value: Type


@dataclass(frozen=True, slots=True)
class AnyType:
    """A value that has no one type, such as a switch over ints and strings."""


Type = (
    IntType
    | FloatType
    | BoolType
    | BytesType
    | StrType
    | EnumType
    | StructType
    | AnyStructType
    | StreamType
    | ArrayType
    | MapType
    | AnyType
)


def simple_name(kind: Type) -> str | None:
    """Return what a value of a simple type is at run time: the name of a Python type, or None."""
    match kind:
        case IntType() | EnumType():
            return "int"
        case FloatType():
            return "float"
        case BoolType():
            return "bool"
        case BytesType():
            return "bytes"
        case StrType():
            return "str"
    return None


INT = IntType()
FLOAT = FloatType()
BOOL = BoolType()
BYTES = BytesType()
STR = StrType()
STREAM = StreamType()
ANY = AnyType()
ANY_STRUCT = AnyStructType()
