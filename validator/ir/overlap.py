"""Which instances with `pos` may read bytes that other fields explain: said once, for all readers.

What counts as an overlap of two fields is in docs/semantics.md; where fields lie in a file, the
readers know.
"""

from __future__ import annotations

from collections.abc import Hashable
from enum import Enum

from validator.ir import expr as ir
from validator.ir.nodes import (
    BytesRead,
    Field,
    FieldKind,
    Program,
    Read,
    StrRead,
    StructRead,
    SwitchRead,
)
from validator.ir.types import ArrayType


class Jump(Enum):
    """What an instance with `pos` is, as far as overlaps are concerned.

    `PLAIN` explains bytes as a seq field does. `VIEW` looks into the stream of another object,
    which may explain the bytes as well. `DECLARED` may read whatever it likes.
    """

    PLAIN = "plain"
    VIEW = "view"
    DECLARED = "declared"


def is_jump(field: Field) -> bool:
    """Whether a field is read elsewhere than where reading is: an instance with `pos`."""
    return field.kind is FieldKind.INSTANCE and field.position is not None


def jumps_of(program: Program) -> dict[int, Jump]:
    """Return what every instance with `pos` is, by field number.

    Args:
        program: any program; with `-overlaps: allow` every instance is `DECLARED`.
    """
    return {field.number: _jump(program, field) for field in program.fields if is_jump(field)}


def has_undeclared(program: Program) -> bool:
    """Whether fields of the program can overlap in a way that the schema does not declare."""
    return any(jump is not Jump.DECLARED for jump in jumps_of(program).values())


def shape_of(field: Field) -> Hashable:
    """Return what an element of an instance with `pos` is read as: equal for equal kinds."""
    match field.read:
        case StructRead(struct=struct):
            return struct
        case BytesRead(extent=extent):
            return "bytes", extent.process
        case StrRead(extent=extent, encoding=encoding):
            return encoding, extent.process
        case SwitchRead():
            return field.number
    return field.read


def _jump(program: Program, field: Field) -> Jump:
    if field.may_overlap or program.may_overlap:
        return Jump.DECLARED
    match field.stream:
        case ir.StreamOf(object=owner) if _has_own_stream(program, owner, set()):
            return Jump.VIEW
    return Jump.PLAIN


def _has_own_stream(program: Program, owner: ir.Expr, seen: set[int]) -> bool:
    """Whether an object is another one than that at hand and those around, with its own stream.

    `_root._io` and `_parent._io` only make offsets absolute: the reader is inside of them.
    """
    match owner:
        case ir.Cast(operand=inner) | ir.Subscript(array=inner):
            return _has_own_stream(program, inner, seen)
        case ir.Call(args=(inner, *_)) if isinstance(inner.type, ArrayType):
            return _has_own_stream(program, inner, seen)
        case ir.FieldGet(object=holder, field=number) if number not in seen:
            field = program.fields[number]
            seen.add(number)
            if field.value is not None:
                return _has_own_stream(program, field.value, seen)
            if _makes_stream(field.read):
                return True
            if isinstance(field.stream, ir.StreamOf):
                holder = field.stream.object
            return _has_own_stream(program, holder, seen)
    return False


def _makes_stream(read: Read | None) -> bool:
    match read:
        case StructRead(extent=extent):
            return extent is not None
        case SwitchRead(cases=cases, default=default):
            inner = [*(case for _, case in cases), default]
            objects = [part for part in inner if isinstance(part, StructRead)]
            return bool(objects) and all(map(_makes_stream, objects))
    return False
