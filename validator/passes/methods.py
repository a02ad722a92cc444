"""Methods and attributes of values in the expression language: one row each.

Source: Kaitai Struct user guide, "Expression language", methods.
"""

from __future__ import annotations

from validator.dataclass import dataclass
from validator.ir.types import (
    BOOL,
    INT,
    STR,
    ArrayType,
    BoolType,
    BytesType,
    EnumType,
    FloatType,
    IntType,
    StrType,
    Type,
)


@dataclass(frozen=True, slots=True)
class Method:
    """`call` is the IR name; `args` the types of further arguments; `result` None means the
    element type of the array. `optional` counts arguments that may be left out.
    """

    call: str
    args: tuple[Type, ...]
    result: Type | None
    optional: int = 0


_TABLE: dict[str, dict[str, Method]] = {
    "int": {"to_s": Method("int_to_s", (), STR)},
    "float": {"to_i": Method("float_to_i", (), INT), "to_s": Method("float_to_s", (), STR)},
    "bool": {"to_i": Method("bool_to_i", (), INT)},
    "enum": {"to_i": Method("enum_to_i", (), INT)},
    "str": {
        "length": Method("str_length", (), INT),
        "reverse": Method("str_reverse", (), STR),
        "substring": Method("str_substring", (INT, INT), STR),
        "to_i": Method("str_to_i", (INT,), INT, optional=1),
    },
    "bytes": {
        "length": Method("bytes_length", (), INT),
        "size": Method("bytes_length", (), INT),
        "first": Method("bytes_first", (), IntType(1, False)),
        "last": Method("bytes_last", (), IntType(1, False)),
        "min": Method("bytes_min", (), IntType(1, False)),
        "max": Method("bytes_max", (), IntType(1, False)),
        "to_s": Method("bytes_to_s", (STR,), STR),
    },
    "array": {
        "first": Method("array_first", (), None),
        "last": Method("array_last", (), None),
        "size": Method("array_size", (), INT),
        "length": Method("array_size", (), INT),
        "min": Method("array_min", (), None),
        "max": Method("array_max", (), None),
    },
}

STREAM_ATTRS: dict[str, Type] = {"pos": INT, "size": INT, "eof": BOOL}


def methods_of(value: Type) -> dict[str, Method]:
    """Return the methods that values of a type have; empty for objects and streams."""
    match value:
        case IntType():
            return _TABLE["int"]
        case FloatType():
            return _TABLE["float"]
        case BoolType():
            return _TABLE["bool"]
        case EnumType():
            return _TABLE["enum"]
        case StrType():
            return _TABLE["str"]
        case BytesType():
            return _TABLE["bytes"]
        case ArrayType():
            return _TABLE["array"]
    return {}
