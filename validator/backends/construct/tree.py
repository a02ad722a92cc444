"""What a reading made, as plain values or as construct containers."""

from __future__ import annotations

import copy
from typing import Any

import construct

from validator.backends.construct.values import Obj, Partial, Span, State
from validator.backends.construct.window import Window
from validator.ir.nodes import EnumDef, Field, FieldKind, Program
from validator.ir.types import AnyStructType, ArrayType, StreamType, StructType, Type


def to_plain(obj: Obj) -> dict[str, Any]:
    """Return an object as dict, list and scalars by field id.

    Parameters, and value instances that are objects or streams, are left out: they are read
    elsewhere. So are fields that were never read; an absent value is None, an enum an int.
    """
    result: dict[str, Any] = {}
    for slot, field in enumerate(obj.plan.fields):
        if field.kind is FieldKind.PARAM:
            continue
        value = obj.slots[slot]
        if isinstance(value, State):
            continue
        if field.kind is FieldKind.VALUE and (is_reference(field.type) or _holds_object(value)):
            continue
        result[field.id] = _plain(value)
    return result


def _plain(value: Any) -> Any:
    match value:
        case Obj():
            return to_plain(value)
        case Partial():
            return [_plain(item) for item in value.items]
        case list():
            return [_plain(item) for item in value]
        case State():
            return None
    return value


def is_reference(kind: Type) -> bool:
    """Whether values of the type are objects or streams, or lists of them."""
    if isinstance(kind, ArrayType):
        return is_reference(kind.item)
    return isinstance(kind, StructType | AnyStructType | StreamType)


def _holds_object(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_holds_object, value))
    return isinstance(value, Obj | Window)


def to_container(program: Program, root: Obj) -> Any:
    """Return the root as a `construct.Container`.

    Args:
        program: names the members of enums.
        root: an object that was read completely.
    Returns:
        Containers and lists; enums as construct's own enum values; a value instance that is
        an object is the same container as the object itself; streams are left out.
    """
    return _Converter(program).convert(root)


class Record(construct.Container):  # type: ignore[misc]  # construct has no type information
    """An object that was read: a container that remembers where it came from.

    Building from it keeps what no value says: places, padding, bytes of no field.
    """

    __slots__ = ("__recursion_lock__", "_source")

    def __deepcopy__(self, memo: dict[int, Any]) -> Record:
        twin = memo[id(self)] = Record()
        twin._source = self._source
        for key, value in self.items():
            twin[key] = copy.deepcopy(value, memo)
        return twin

    def copy(self) -> Record:
        """Return a shallow copy that comes from the same place."""
        twin = Record(self)
        twin._source = self._source
        return twin

    __copy__ = copy

    def place_of(self, name: str) -> Span | None:
        """Return the absolute (start, end) of a field, None for what takes no bytes.

        Args:
            name: id of a field that was read.
        Raises:
            KeyError: the object has no such field.
        """
        source: Obj = self._source
        for slot, field in enumerate(source.plan.fields):
            if field.id == name:
                return source.spans[slot]
        raise KeyError(name)


def source_of(value: Any) -> Obj | None:
    """Return the object that a value was read as, or None."""
    return value._source if isinstance(value, Record) and hasattr(value, "_source") else None


class _Converter:
    def __init__(self, program: Program) -> None:
        self.enums = program.enums
        self.done: dict[int, Any] = {}

    def convert(self, obj: Obj) -> Any:
        known = self.done.get(id(obj))
        if known is not None:
            return known
        result = self.done[id(obj)] = Record()
        result._source = obj
        for field, value in zip(obj.plan.fields, obj.slots, strict=True):
            if not isinstance(value, Window | State):
                result[field.id] = self._value(field, value)
        return result

    def _value(self, field: Field, value: Any) -> Any:
        if isinstance(value, list):
            return construct.ListContainer(self._value(field, item) for item in value)
        if isinstance(value, Partial):
            return self._value(field, value.items)
        if isinstance(value, Obj):
            return self.convert(value)
        if field.enum is not None and isinstance(value, int):
            return _enum_value(self.enums[field.enum], int(value))
        return value


def _enum_value(enum: EnumDef, value: int) -> Any:
    for number, label in enum.members:
        if number == value:
            return construct.EnumIntegerString.new(value, label)
    return construct.EnumInteger(value)
