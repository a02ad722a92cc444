"""Typed expressions of the IR: names resolved, types settled, nothing left to look up.

Evaluated in the context of one object (`SelfRef`). Integers are unbounded; `/` floors and
`%` is modulo (Kaitai Struct user guide, "Operators"). Every node carries its type.
"""

from __future__ import annotations

from validator.dataclass import dataclass
from validator.ir.types import INT, STR, STREAM, Type


@dataclass(frozen=True, slots=True)
class Lit:
    """A literal int, float, bool, str or bytes."""

    value: int | float | bool | str | bytes
    type: Type


@dataclass(frozen=True, slots=True)
class ArrayLit:
    """A literal array."""

    items: tuple[Expr, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class EnumLit:
    """A member of an enum; `value` is its int."""

    value: int
    label: str
    type: Type


@dataclass(frozen=True, slots=True)
class Unary:
    """`op` is one of `-`, `~`, `not`."""

    op: str
    operand: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Binary:
    """`op` is one of `+ - * / % & | ^ << >>`; `+` also joins strings and byte arrays.

    `/` of two ints floors.
    """

    op: str
    left: Expr
    right: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Compare:
    """`op` is one of `== != < <= > >=`."""

    op: str
    left: Expr
    right: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Logic:
    """`op` is `and` or `or`, both short-circuit."""

    op: str
    left: Expr
    right: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class IfElse:
    """The ternary; only the chosen branch is evaluated."""

    condition: Expr
    then: Expr
    otherwise: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class SelfRef:
    """The object in whose context the expression is evaluated."""

    type: Type


@dataclass(frozen=True, slots=True)
class ParentOf:
    """`_parent` of an object."""

    object: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class RootOf:
    """`_root` of an object."""

    object: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class StreamOf:
    """`_io` of an object."""

    object: Expr
    type: Type = STREAM


@dataclass(frozen=True, slots=True)
class StreamAttr:
    """`name` is `pos`, `size` or `eof` of a stream; offsets count from the stream's start."""

    stream: Expr
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class FieldGet:
    """A seq field, instance or parameter of an object.

    `nullable` tells that the field may be absent (`if`, or a switch without a match).
    """

    object: Expr
    field: int
    nullable: bool
    type: Type


@dataclass(frozen=True, slots=True)
class Index:
    """`_index`: 0-based position in the array being read."""

    type: Type = INT


@dataclass(frozen=True, slots=True)
class Item:
    """`_`: the value under check, or the element of the innermost `Over`.

    `depth` counts enclosing `Over` bodies from the outside, 0 for the value under check.
    """

    depth: int
    type: Type


@dataclass(frozen=True, slots=True)
class Subscript:
    """`array[index]`; a negative or too large index is an error of the data.

    On a `MapType`, a lookup by key; a missing key is a missing contract fact.
    """

    array: Expr
    index: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Call:
    """A method of the language: `name` is in `METHODS`, `args[0]` is the object itself."""

    name: str
    args: tuple[Expr, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Cast:
    """`.as<type>`: no effect at run time."""

    operand: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Fact:
    """`contract.name`: a fact of the contract that the file is checked against."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class ContractName:
    """`contract.name`: the name of the contract itself."""

    type: Type = STR


@dataclass(frozen=True, slots=True)
class Target:
    """The table element that a `-refers-to` field points to; absent when it points nowhere."""

    field: FieldGet
    type: Type


@dataclass(frozen=True, slots=True)
class SpanOf:
    """`start_of(x)` or `end_of(x)`: absolute offset of a field in the file."""

    field: FieldGet
    end: bool
    type: Type = INT


@dataclass(frozen=True, slots=True)
class Over:
    """A function over an array; `body` sees each element as `Item(depth)`.

    `name` is one of `all any count sum min max unique sorted`; body None means the element.
    """

    name: str
    array: Expr
    body: Expr | None
    depth: int
    type: Type


@dataclass(frozen=True, slots=True)
class Lookup:
    """`lookup(table, value, key)`: first element whose key equals value; absent is an error."""

    array: Expr
    value: Expr
    key: Expr | None
    depth: int
    type: Type


@dataclass(frozen=True, slots=True)
class Overlaps:
    """`overlaps(array, start, end)`: whether two elements' half-open ranges share a place."""

    array: Expr
    start: Expr
    end: Expr
    depth: int
    type: Type


@dataclass(frozen=True, slots=True)
class Contains:
    """`contains(container, value)`: membership in an array, string, byte string or map."""

    container: Expr
    value: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Concat:
    """An f-string: parts are strings or ints, joined as text."""

    parts: tuple[Expr, ...]
    type: Type = STR


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether `value` equals one of `items` (`valid: any-of`, `in-enum`)."""

    value: Expr
    items: tuple[Expr, ...]
    type: Type


Expr = (
    Lit
    | ArrayLit
    | EnumLit
    | Unary
    | Binary
    | Compare
    | Logic
    | IfElse
    | SelfRef
    | ParentOf
    | RootOf
    | StreamOf
    | StreamAttr
    | FieldGet
    | Index
    | Item
    | Subscript
    | Call
    | Cast
    | Fact
    | ContractName
    | Target
    | SpanOf
    | Over
    | Lookup
    | Overlaps
    | Contains
    | Concat
    | OneOf
)

METHODS: frozenset[str] = frozenset(
    {
        "array_first", "array_last", "array_size", "array_min", "array_max", "array_to_bytes",
        "bytes_first", "bytes_last", "bytes_length", "bytes_min", "bytes_max", "bytes_to_s",
        "str_length", "str_reverse", "str_substring", "str_to_i",
        "int_to_s", "float_to_i", "bool_to_i", "enum_to_i", "float_to_s",
    }
)  # fmt: skip
"""Names that `Call.name` may have."""
