"""Expressions as source of a generated maker: those of a reader, seen from inside a new object.

A rule over an object is asked where its last value is chosen, which may be an object inside it:
`Holder` then means the object around, and `SelfRef` the inner one.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from validator.backends.python.expr import ExprEmitter
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import FieldKind, Program
from validator.ir.types import Type


@dataclass(frozen=True, slots=True)
class Holder:
    """The object that holds this one, `levels` up; only in expressions of makers."""

    levels: int
    type: Type


@dataclass(frozen=True, slots=True)
class Place:
    """The subscript of the object `levels` up; only in expressions of makers."""

    levels: int
    type: Type


@dataclass(frozen=True, slots=True)
class Speech(ExprEmitter):
    """Emits expressions for makers."""

    def emit(self, node: Any) -> str:
        """Return the source of an expression; streams are asked, not computed with."""
        match node:
            case Holder(levels=levels):
                return self.this + "._up" * levels
            case Place(levels=levels):
                return self.this + "._up" * levels + "._x"
            case ir.StreamAttr(stream=stream, name=name):
                call = {"pos": "tell", "size": "size", "eof": "at_end"}[name]
                return f"{ExprEmitter.emit(self, stream)}.{call}()"
        return ExprEmitter.emit(self, node)

    def of(self, this: str) -> Speech:
        """Return the same, in the context of another object."""
        return replace(self, this=this)


def speech_of(program: Program) -> Speech:
    """Return what emits expressions of a program in the context of `self`."""

    def get(node: ir.FieldGet, owner: str) -> str:
        field = program.fields[node.field]
        source = f"{owner}.f_{field.id}"
        is_stored = field.kind in (FieldKind.SEQ, FieldKind.INSTANCE)
        return f"need({source}, {field.id!r})" if node.nullable or not is_stored else source

    return Speech(program, get)


def rewrite(node: Any, change: Any) -> Any:
    """Return an expression with parts replaced.

    Args:
        node: an expression.
        change: gives what stands for a node, or None to look inside it.
    """
    found = change(node)
    if found is not None:
        return found
    if not hasattr(node, "__dataclass_fields__") or isinstance(node, Holder | Place):
        return node
    if isinstance(node, ir.Target | ir.SpanOf):  # what they are about stays a field
        owner = rewrite(node.field.object, change)
        return replace(node, field=replace(node.field, object=owner))
    new: dict[str, Any] = {}
    for part in fields(node):
        old = getattr(node, part.name)
        if part.name == "type":
            continue
        if isinstance(old, tuple):
            made: Any = tuple(
                rewrite(item, change) if hasattr(item, "__dataclass_fields__") else item
                for item in old
            )
        elif hasattr(old, "__dataclass_fields__"):
            made = rewrite(old, change)
        else:
            continue
        if made != old:
            new[part.name] = made
    return replace(node, **new) if new else node
