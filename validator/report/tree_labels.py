"""Names of types and values of trace nodes, for people and for machines.

Comes in: a trace and a node. Goes out: short unescaped texts in the words of the schema
language (`u2le`, `b3`, `str`, `bytes`, names of types and of enum members).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Endian,
    EnumDef,
    Field,
    NumberRead,
    Read,
    StrRead,
    StructRead,
    SwitchRead,
)
from validator.ir.types import ArrayType, EnumType

if TYPE_CHECKING:
    from validator.ir.trace import Trace

_LONGEST = 200
_HEX_FROM = 256
_HEX_TO = 1 << 64
_LISTED = 16


def type_name(trace: Trace, node: int) -> str:
    """Return the type of a node: of an object its type's name, of a list its elements' and `[]`.

    Args:
        trace: the trace.
        node: any node.
    """
    if trace.struct[node] >= 0:
        return trace.program.structs[trace.struct[node]].name
    place = trace.place[node]
    read = trace.program.fields[place].read if place >= 0 else None
    if trace.is_array[node]:
        return f"{_read_name(trace, read) or 'any'}[]"
    value = trace.value[node]
    return _read_name(trace, read) or _value_name(value)


def enum_label(trace: Trace, node: int) -> str | None:
    """Return the enum member that a node's value is, or None.

    Args:
        trace: the trace.
        node: any node.
    """
    number, value = enum_of(trace, node), trace.value[node]
    if number is None or not isinstance(value, int):
        return None
    return _labels(trace.program.enums[number]).get(value)


def enum_of(trace: Trace, node: int) -> int | None:
    """Return the number of the enum that a node's value is read through, or None.

    Args:
        trace: the trace.
        node: any node.
    """
    place = trace.place[node]
    return _field_enum(trace.program.fields[place]) if place >= 0 else None


def value_text(trace: Trace, node: int, *, has_bytes: bool) -> str:
    """Return the value of a leaf on one line; unescaped, at most about 200 characters.

    Args:
        trace: the trace.
        node: a leaf.
        has_bytes: its bytes are shown beside it, so that they need not be repeated.
    """
    value = trace.value[node]
    if isinstance(value, int) and not isinstance(value, bool) and enum_of(trace, node) is not None:
        label = enum_label(trace, node)
        return f"{label} ({value})" if label else f"{_int_text(value)}, not a member"
    return plain_text(value, has_bytes=has_bytes)


def plain_text(value: Any, *, has_bytes: bool = False) -> str:
    """Return any value of a trace on one line.

    Args:
        value: int, float, bool, str, bytes, None or a list of these.
        has_bytes: the bytes of a byte string are shown elsewhere.
    """
    match value:
        case None:
            return "absent"
        case bool():
            return str(value).lower()
        case int():
            return _int_text(value)
        case str():
            return _quoted(value)
        case bytes() | bytearray() | memoryview():
            return _bytes_text(bytes(value), has_bytes=has_bytes)
        case list():
            shown = ", ".join(plain_text(item) for item in value[:_LISTED])
            more = f", ... ({len(value)} in all)" if len(value) > _LISTED else ""
            return f"[{shown}{more}]"
    return str(value)


def json_value(value: Any) -> Any:
    """Return a value as JSON has it: bytes as hex digits, nan and infinities as text.

    Args:
        value: int, float, bool, str, bytes, None or a list of these.
    """
    match value:
        case bytes() | bytearray() | memoryview():
            return bytes(value).hex()
        case float() if not math.isfinite(value):
            return str(value)
        case list():
            return [json_value(item) for item in value]
    return value


def _read_name(trace: Trace, read: Read | None) -> str:
    match read:
        case NumberRead(primitive=primitive, endian=endian):
            order = "" if primitive.width == 1 or endian is Endian.CALCULATED else endian.value
            return primitive.name + order
        case BitsRead(width=width):
            return f"b{width}"
        case BytesRead():
            return "bytes"
        case StrRead():
            return "str"
        case StructRead(struct=number):
            return trace.program.structs[number].name
        case SwitchRead() | None:
            return ""


def _value_name(value: Any) -> str:
    match value:
        case None:
            return "absent"
        case bytes() | bytearray() | memoryview():
            return "bytes"
    return {bool: "bool", int: "int", float: "float", str: "str", list: "list"}[type(value)]


def _field_enum(field: Field) -> int | None:
    if field.enum is not None:
        return field.enum
    kind = field.type.item if isinstance(field.type, ArrayType) else field.type
    return kind.enum if isinstance(kind, EnumType) else None


@lru_cache(maxsize=256)
def _labels(enum: EnumDef) -> dict[int, str]:
    return dict(enum.members)


def _int_text(value: int) -> str:
    if _HEX_FROM <= value < _HEX_TO:
        return f"{value} ({value:#x})"
    if value.bit_length() > 1024:  # decimal digits of a huge number are slow and useless
        return f"an integer of {value.bit_length()} bits"
    return str(value)


def _quoted(text: str) -> str:
    if len(text) > _LONGEST:
        return f'"{text[:_LONGEST]}"... ({len(text)} characters)'
    return f'"{text}"'


def _bytes_text(data: bytes, *, has_bytes: bool) -> str:
    if not data:
        return "empty"
    count = "1 byte" if len(data) == 1 else f"{len(data)} bytes"
    readable = sum(0x20 <= byte < 0x7F for byte in data[:_LONGEST])
    if readable > 2 and readable * 4 >= 3 * min(len(data), _LONGEST):
        text = _escaped(data[:_LONGEST])
        return f'"{text}"... ({count})' if len(data) > _LONGEST else f'"{text}"'
    if has_bytes:
        return count
    shown = data[:16].hex(" ")
    return f"{shown} .. ({count})" if len(data) > 16 else shown


def _escaped(data: bytes) -> str:
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}" for byte in data)
