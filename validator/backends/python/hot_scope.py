"""What expressions of a hot element may see: only what was read, and will not change."""

from __future__ import annotations

from dataclasses import replace

from validator.backends.python.hot_walk import field_exprs
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import Check, CheckKind, Field, FieldKind, Program, Struct
from validator.ir.types import ArrayType, StructType
from validator.ir.walk import children, walk


@dataclass(frozen=True, slots=True)
class Scope:
    """What expressions of a hot element may see.

    Attributes:
        inner: hot lists inside the element.
        level: of the list whose elements these are.
        seen: fields of the element that have been read, parameters included.
    """

    program: Program
    struct: Struct
    holder: Field
    inner: frozenset[int]
    level: int
    seen: frozenset[int] = frozenset()

    def at(self, seen: set[int]) -> Scope:
        """Return the scope at the point where some fields have been read."""
        return replace(self, seen=frozenset(seen))

    def sees(self, expr: ir.Expr, check: Check | None) -> bool:
        """Whether an expression sees only what was read before it is evaluated."""
        match expr:
            case ir.StreamOf() | ir.StreamAttr() | ir.SpanOf() | ir.Lookup() | ir.Overlaps():
                return False
            case ir.SelfRef() | ir.RootOf() | ir.ParentOf():
                return False  # as a value; as the owner of a field they are handled below
            case ir.Index():
                return check is None  # an argument of an inner list; elsewhere there is none
            case ir.Call(name="array_size", args=(ir.FieldGet(object=ir.SelfRef(), field=number),)):
                return number in self.inner and number in self.seen
            case ir.Over(array=ir.FieldGet(object=ir.SelfRef(), field=number)):
                return number in self.inner and (expr.body is None or self.sees(expr.body, check))
            case ir.Over(array=array):
                return self.sees(array, check) and (
                    expr.body is None or self.sees(expr.body, check)
                )
            case ir.Target(field=ir.FieldGet(object=ir.SelfRef(), field=number)):
                refers = self.program.fields[number].target_check
                is_table = refers is not None and self._table(self.program.checks[refers])
                return is_table and number in self.seen
            case ir.Target():
                return False
            case ir.FieldGet(object=owner, field=number):
                return self._field(owner, number, check)
        if check is not None and check.kind is CheckKind.REFERS_TO and expr is check.operands[0]:
            return self._table(check)
        return all(self.sees(part, check) for part in children(expr))

    def _field(self, owner: ir.Expr, number: int, check: Check | None) -> bool:
        field = self.program.fields[number]
        if number in self.inner or not self._is_settled(field):
            return False
        match owner:
            case ir.SelfRef():
                return number in self.seen
            case ir.Item():
                return not isinstance(field.type, ArrayType)
            case ir.RootOf(object=ir.SelfRef()):
                return self._shares_root() and self._is_earlier(
                    field, self.program.structs[self.struct.root]
                )
            case ir.ParentOf(object=ir.SelfRef(), type=StructType(struct=struct)):
                if self.level > 1 and isinstance(field.type, ArrayType):
                    return False
                holder = self.program.structs[self.holder.struct]
                return struct == holder.number and self._is_earlier(field, holder)
        return self.sees(owner, check)

    def _is_settled(self, field: Field) -> bool:
        """Whether a field does not change between now and the end of the file.

        An instance may count a list that is still being read, and keeps what it found.
        """
        if field.kind in (FieldKind.SEQ, FieldKind.PARAM):
            return True
        for node in (node for expr in field_exprs(field) for node in walk(expr)):
            if isinstance(node, ir.FieldGet):
                used = self.program.fields[node.field]
                is_plain = used.kind in (FieldKind.SEQ, FieldKind.PARAM)
                if not is_plain or isinstance(used.type, ArrayType):
                    return False
        return True

    def _shares_root(self) -> bool:
        """Whether `_root` of the element is `_root` of its holder: not for imported types."""
        return self.struct.root == self.program.structs[self.holder.struct].root

    def _is_earlier(self, field: Field, holder: Struct) -> bool:
        """Whether a field of an enclosing object is complete before this list is read."""
        if field.kind is FieldKind.PARAM:
            return True
        if field not in holder.seq:
            return False
        if self.holder not in holder.seq:
            # The root, seen from a list further inside: its earlier fields are complete, and
            # the one that holds this list is not one of those seen (it would be partial).
            return not isinstance(field.type, ArrayType)
        return holder.seq.index(field) < holder.seq.index(self.holder)

    def _table(self, check: Check) -> bool:
        if any(isinstance(node, ir.SelfRef) for node in walk(check.operands[1])):
            return False
        match check.operands[0]:
            case ir.FieldGet(object=ir.RootOf(object=ir.SelfRef()), field=number):
                # A table that is still being read misses keys, which only makes us refuse.
                return self._shares_root() and self.program.fields[number].kind is FieldKind.SEQ
        return False
