"""Values as users give them, turned into values as fields hold them.

Accepted are what parsing gives, what `show --json` prints, and plain literals: enum members
by number, label or `enum::label`; byte strings as bytes, lists of numbers, or hex digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from enum import Enum
from typing import Any

from validator.backends.construct.build.faults import BuildFault
from validator.ir.nodes import BitsRead, BytesRead, Field, NumberRead, Program, StrRead, Struct
from validator.ir.written import as_text

_SHOWN = 60


class Misfit(Exception):
    """A value that its field cannot hold; the text says why."""


class Absent(Enum):
    """A field that the values do not mention."""

    MISSING = "missing"


MISSING = Absent.MISSING


def check_names(program: Program, struct: Struct, given: Mapping[Any, Any], path: str) -> None:
    """Refuse names that the type does not have.

    Raises:
        BuildFault: a key is no field of it; names that start with `_` are passed over.
    """
    known = [field.id for field in struct.fields]
    for name in given:
        if name in known or (isinstance(name, str) and name.startswith("_")):
            continue
        near = get_close_matches(str(name), known, 1, 0.7)
        hint = f"; did you mean {near[0]}?" if near else f"; it has {', '.join(known) or 'none'}"
        raise BuildFault(path, f"{struct.name} has no field {show_value(name)}{hint}")


def mapping_of(value: Any, struct: Struct, path: str) -> Mapping[Any, Any]:
    """Return the fields of an object.

    Raises:
        BuildFault: the value is no mapping.
    """
    if value is MISSING or value is None:
        return {}
    if isinstance(value, Mapping):
        return value
    raise BuildFault(
        path, f"a mapping of the fields of {struct.name} is wanted, not {kind_of(value)}"
    )


def list_of(value: Any, path: str) -> Sequence[Any]:
    """Return the elements of an array.

    Raises:
        BuildFault: the value is no list.
    """
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return value
    if isinstance(value, bytes | bytearray):
        return list(value)
    raise BuildFault(path, f"a list is wanted, not {kind_of(value)}")


def leaf_of(
    program: Program, field: Field, read: NumberRead | BitsRead | BytesRead | StrRead, value: Any
) -> Any:
    """Return a number, bit field, byte string or text as a field holds it.

    Raises:
        Misfit: the value is of another kind, or does not fit.
    """
    match read:
        case NumberRead(primitive=primitive) if primitive.is_float:
            return _float_of(value)
        case NumberRead(primitive=primitive):
            number = _int_of(program, field, value)
            low, high = primitive.minimum, primitive.maximum
            if low is None or high is None or not low <= number <= high:
                raise Misfit(f"{number} does not fit {primitive.name} ({low} to {high})")
            return number
        case BitsRead(width=width, as_bool=as_bool):
            if as_bool and isinstance(value, bool):
                return value
            number = _int_of(program, field, value)
            if not 0 <= number < 1 << width:
                raise Misfit(f"{number} does not fit {width} bits (0 to {(1 << width) - 1})")
            return bool(number) if as_bool else number
        case BytesRead():
            return _bytes_of(as_text(value))
        case StrRead():
            text = as_text(value)
            if isinstance(text, str):
                return str(text)
            hint = "; in quotes it is text" if isinstance(value, bool | int | float) else ""
            raise Misfit(f"a text is wanted, not {kind_of(value)}{hint}")


def _float_of(value: Any) -> float:
    if isinstance(value, str) and value.strip("+-").lower() in ("nan", "inf", "infinity"):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Misfit(f"a number is wanted, not {kind_of(value)}")
    return float(value)


def _int_of(program: Program, field: Field, value: Any) -> int:
    number = getattr(value, "intvalue", value)  # construct's own enum values are texts
    if isinstance(number, bool) and field.enum is None:
        raise Misfit(f"an integer is wanted, not {kind_of(value)}")
    if isinstance(number, int):
        return int(number)
    if isinstance(number, str) and field.enum is not None:
        return _member(program, field.enum, number)
    if isinstance(number, float) and number.is_integer():
        return int(number)
    raise Misfit(f"an integer is wanted, not {kind_of(value)}")


def _member(program: Program, enum: int, label: str) -> int:
    members = program.enums[enum].members
    wanted = label.rpartition("::")[2]
    for number, name in members:
        if name == wanted:
            return number
    near = get_close_matches(wanted, [name for _, name in members], 1, 0.7)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise Misfit(f"enum {program.enums[enum].name} has no {show_value(label)}{hint}")


def _bytes_of(value: Any) -> bytes:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    if isinstance(value, str):
        try:
            return bytes.fromhex(value)
        except ValueError:
            message = f"bytes are wanted as pairs of hex digits, not {show_value(value)}"
            raise Misfit(message) from None
    if isinstance(value, Sequence) and all(
        isinstance(item, int) and 0 <= item <= 255 for item in value
    ):
        return bytes(value)
    raise Misfit(f"bytes are wanted, not {kind_of(value)}")


def show_value(value: Any) -> str:
    """Return a value as a short text for a message."""
    text = repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


def kind_of(value: Any) -> str:
    """Return what a value is, in the words of a user, and the value itself."""
    match value:
        case None:
            return "nothing"
        case bool():
            return f"true or false ({str(value).lower()})"
        case Mapping():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case str():
            return f"the text {show_value(value)}"
        case bytes() | bytearray():
            return f"{len(value)} bytes"
        case int() | float():
            return f"the number {show_value(value)}"
    return f"a {type(value).__name__}"
