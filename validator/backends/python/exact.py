"""Expressions whose value is an object of a type that is known before anything is read.

The checking reader needs no look at the type of such an object. An object may still be absent:
asking nothing for a member ends the checking reader as any other fault does, and the tracing
reader then says what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from validator.backends.python.traits import reads_of
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import Field, FieldKind, Program, StructRead
from validator.ir.types import StructType

_DEPTH = 16
"""How far instances that name other instances are followed."""


@dataclass(frozen=True, slots=True)
class Exact:
    """What types objects of a program surely have, unless they are absent.

    Attributes:
        program: the program.
        parents: struct -> the struct of the parents of all its objects that have one.
        one_root: `_root` is an object of struct 0 everywhere.
        items: depths of `Item` that stand for elements of exact arrays.
    """

    program: Program
    parents: Mapping[int, int]
    one_root: bool
    items: frozenset[int] = frozenset()

    def with_items(self, depth: int) -> Exact:
        """Return the same facts where elements of an exact array stand at a depth."""
        return replace(self, items=self.items | {depth})

    def is_exact(self, node: ir.Expr, depth: int = 0) -> bool:
        """Whether the value of an expression is absent or of the type that it is said to have."""
        match node:
            case ir.SelfRef():
                return True
            case ir.Item(depth=number):
                return number in self.items
            case ir.ParentOf(object=owner, type=StructType(struct=struct)):
                known = self.parents.get(_struct_of(owner)) == struct
                return known and self.is_exact(owner, depth)
            case ir.RootOf():
                return self.one_root
            case ir.Subscript(array=ir.FieldGet(object=owner, field=number)):
                return self.is_exact(owner, depth) and self._holds_one_type(number)
            case ir.FieldGet(object=owner, field=number):
                return self.is_exact(owner, depth) and self._is_exact_field(number, depth)
        return False

    def is_exact_array(self, node: ir.Expr) -> bool:
        """Whether the value of an expression is a list of objects of one type."""
        match node:
            case ir.FieldGet(object=owner, field=number):
                return self.is_exact(owner) and self._holds_one_type(number)
        return False

    def _holds_one_type(self, number: int) -> bool:
        field = self.program.fields[number]
        return field.repeat is not None and isinstance(field.read, StructRead)

    def _is_exact_field(self, number: int, depth: int) -> bool:
        field = self.program.fields[number]
        if field.kind is FieldKind.VALUE and field.value is not None and depth < _DEPTH:
            return self.is_exact(field.value, depth + 1)
        return field.repeat is None and isinstance(field.read, StructRead)


def exact_of(program: Program) -> Exact:
    """Find out which types are certain.

    Args:
        program: any program.
    """
    holders: dict[int, set[int]] = {}
    unknown: set[int] = set()
    for field in program.fields:
        for read in reads_of(field.read):
            if isinstance(read, StructRead):
                _note_parent(field, read, holders, unknown)
    single = {
        struct: next(iter(found))
        for struct, found in holders.items()
        if len(found) == 1 and struct not in unknown
    }
    return Exact(program, single, all(struct.root == 0 for struct in program.structs))


def _struct_of(node: ir.Expr) -> int:
    kind = getattr(node, "type", None)
    return kind.struct if isinstance(kind, StructType) else -1


def _note_parent(
    field: Field, read: StructRead, holders: dict[int, set[int]], unknown: set[int]
) -> None:
    if read.parent is not None:
        unknown.add(read.struct)
    elif not read.no_parent:
        holders.setdefault(read.struct, set()).add(field.struct)
