"""What a feature of the language is, and how nodes of a Program that show it are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from validator.ir import expr as ir
from validator.ir.nodes import (
    BitsRead,
    Extent,
    Field,
    FieldKind,
    NumberRead,
    Process,
    StrRead,
    Struct,
    StructRead,
    SwitchRead,
)

Finds = Callable[[Any], bool]


@dataclass(frozen=True)
class Feature:
    """A row of the table.

    Attributes:
        id: what cases name.
        section: heading of the table.
        title: for people; Markdown.
        finds: whether a node of a Program shows the feature; None when cases must name it.
    """

    id: str
    section: str
    title: str
    finds: Finds | None = None


def is_node(kind: Any, /, **wanted: Any) -> Finds:
    """Find nodes of a class, with these attributes; callables are asked."""

    def finds(node: Any) -> bool:
        if not isinstance(node, kind):
            return False
        values = ((getattr(node, name), value) for name, value in wanted.items())
        return all(value(found) if callable(value) else found == value for found, value in values)

    return finds


def is_set(value: Any) -> bool:
    return value is not None


def number_that(test: Callable[[NumberRead], bool]) -> Finds:
    return lambda node: isinstance(node, NumberRead) and test(node)


def bits_that(test: Callable[[BitsRead], bool]) -> Finds:
    return lambda node: isinstance(node, BitsRead) and test(node)


def text_in(codec: str) -> Finds:
    return is_node(StrRead, encoding=lambda name: name.replace("_", "-").lower() == codec)


def has_extent(kind: Any) -> Finds:
    """Find byte strings (or objects) by their extent."""
    return lambda node: isinstance(node, kind) and node.extent is not None


def region_with(**wanted: Any) -> Finds:
    return lambda node: isinstance(node, StructRead) and is_node(Extent, **wanted)(node.extent)


def is_bounded(extent: Extent) -> bool:
    return extent.size is not None or extent.to_end


def parameter_of(kind: Any) -> Finds:
    return is_node(Field, kind=FieldKind.PARAM, type=lambda found: isinstance(found, kind))


def switch_on(kind: Any) -> Finds:
    return is_node(SwitchRead, on=lambda on: isinstance(on.type, kind))


def call_of(name: str) -> Finds:
    return is_node(ir.Call, name=name)


def aligns_bits(struct: Any) -> bool:
    if not isinstance(struct, Struct):
        return False
    reads = [field.read for field in struct.seq]
    return any(isinstance(a, BitsRead) and not isinstance(b, BitsRead) for a, b in pairwise(reads))


def changes_bit_order(struct: Any) -> bool:
    if not isinstance(struct, Struct):
        return False
    found = [field.read for field in struct.seq]
    orders = {read.endian for read in found if isinstance(read, BitsRead)}
    return len(orders) > 1


def is_recursive(struct: Any) -> bool:
    return isinstance(struct, Struct) and any(
        isinstance(node, StructRead) and node.struct == struct.number
        for field in struct.fields
        for node in _nodes_of_field(field)
    )


def _nodes_of_field(field: Field) -> Iterator[Any]:
    stack: list[Any] = [field.read]
    while stack:
        read = stack.pop()
        yield read
        if isinstance(read, SwitchRead):
            stack += [case for _, case in read.cases]
            stack += [read.default]


def xor_with(node: Any, kind: Any) -> bool:
    return isinstance(node, Process) and node.name == "xor" and isinstance(node.args[0].type, kind)
