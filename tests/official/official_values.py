"""What the official parser reads: every field and instance, as plain values.

Kaitai's objects are lazy. They are forced in the order in which our readers force instances
(docs/semantics.md, 1), so that instances without `pos` see the same position.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from kaitaistruct import KaitaiStream, KaitaiStruct
from official_compiler import class_name

from validator.backends.construct.tree import is_reference
from validator.ir.nodes import Field, FieldKind, Program, Struct

MOST_OBJECTS = 2_000


class Unbounded(Exception):
    """The official parser makes objects without end; its run-time has no limits."""


@dataclass(frozen=True)
class Official:
    """What the official parser made of a file: values when it read all, else what it raised."""

    values: Any
    error: Exception | None


def read_official(program: Program, parser: Any, data: bytes) -> Official:
    """Read a file with the official parser and force every instance.

    Args:
        program: the same schema, compiled by us; says which fields there are.
        parser: the top class of the official parser.
    """
    try:
        root = parser.from_bytes(data)
        if hasattr(root, "_debug"):  # `ks-debug`: the constructor of the root reads nothing
            root._read()
        structs = _structs(program)
        _force(structs, root, MOST_OBJECTS + len(data))
        return Official(_plain(structs, root), None)
    except Exception as error:  # noqa: BLE001 - whatever it raises is what is asked for here
        return Official(None, error)


Structs = Mapping[str, Struct]
"""By the name of the official parser's class. Made once a file: to hash a Program takes long."""


def _structs(program: Program) -> Structs:
    return {".".join(map(class_name, struct.path)): struct for struct in program.structs}


def _struct(structs: Structs, value: KaitaiStruct) -> Struct:
    return structs[type(value).__qualname__]


def _force(structs: Structs, root: KaitaiStruct, most: int) -> None:
    queue = [root]
    _below(structs, root, queue)
    done = 0
    while done < len(queue):
        if len(queue) > most:
            raise Unbounded
        value = queue[done]
        done += 1
        for field in _struct(structs, value).instances:
            made = getattr(value, field.id)
            if field.kind is not FieldKind.VALUE:
                _collect(structs, made, queue)


def _below(structs: Structs, value: KaitaiStruct, queue: list[KaitaiStruct]) -> None:
    for field in _struct(structs, value).seq:
        _collect(structs, getattr(value, field.id, None), queue)


def _collect(structs: Structs, value: Any, queue: list[KaitaiStruct]) -> None:
    """Add the objects in a value that was just read, in the order in which reading began."""
    if isinstance(value, list):
        for item in value:
            _collect(structs, item, queue)
    elif isinstance(value, KaitaiStruct):
        queue.append(value)
        _below(structs, value, queue)


def _plain(structs: Structs, value: KaitaiStruct) -> dict[str, Any]:
    result: dict[str, Any] = {}
    struct = _struct(structs, value)
    for field in struct.seq + struct.instances:
        made = getattr(value, field.id, None)
        if field.kind is FieldKind.VALUE and (is_reference(field.type) or _holds_object(made)):
            continue
        result[field.id] = _value(structs, field, made)
    return result


def _value(structs: Structs, field: Field, value: Any) -> Any:
    if isinstance(value, list):
        return [_value(structs, field, item) for item in value]
    if isinstance(value, KaitaiStruct):
        return _plain(structs, value)
    if isinstance(value, Enum):
        return int(value.value)
    return bytes(value) if isinstance(value, bytearray) else value


def _holds_object(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_holds_object, value))
    return isinstance(value, KaitaiStruct | KaitaiStream)
