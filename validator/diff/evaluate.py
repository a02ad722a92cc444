"""Values of expressions on a trace, as far as they can be had without reading again.

Comes in: a numbered trace, an expression of its program, an object. Goes out: a value or a
`Ref`; `Unknown` is raised when the trace does not tell, which is never an error of the file.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from validator.diff.forest import Forest
from validator.diff.places import struct_reads
from validator.ir import expr as ir
from validator.ir.nodes import Field, FieldKind, StructRead

_DEEPEST = 64
_MOST_BITS = 4096


class Unknown(Exception):
    """The trace does not tell the value."""


@dataclass(frozen=True, slots=True)
class Ref:
    """An object or a list: its node."""

    node: int


_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "&": operator.and_,
    "|": operator.or_, "^": operator.xor,
}  # fmt: skip
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_LENGTHS = ("array_size", "bytes_length", "str_length")
_SAME = ("enum_to_i", "bool_to_i")


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Evaluates in the context of one object.

    Attributes:
        forest: the trace.
        owner: node of the object that `SelfRef` means.
        item: node that `Item` means, -1 for none.
        index: what `_index` means, -1 for unknown.
        depth: value instances that are being followed.
    """

    forest: Forest
    owner: int
    item: int = -1
    index: int = -1
    depth: int = 0

    def value(self, node: ir.Expr) -> Any:
        """Return the value of an expression.

        Args:
            node: of the program of the trace.
        Raises:
            Unknown: the trace does not tell.
        """
        match node:
            case ir.Lit(value=value) | ir.EnumLit(value=value):
                return value
            case ir.Cast(operand=operand):
                return self.value(operand)
            case ir.SelfRef():
                return Ref(self.owner)
            case ir.Item() if self.item >= 0:
                return self.of_node(self.item)
            case ir.Index() if self.index >= 0:
                return self.index
            case ir.FieldGet(object=inner, field=number):
                owner = self.ref(inner)
                if self.forest.trace.program.fields[number].kind is FieldKind.PARAM:
                    caller, argument = self.argument(owner, number)
                    return caller.value(argument)
                return self.of_node(self._field(owner, number))
            case ir.ParentOf(object=inner):
                return Ref(self._parent(self.ref(inner)))
            case ir.RootOf(object=inner):
                return Ref(self._root(self.ref(inner)))
            case ir.Subscript():
                return self.of_node(self.node_of(node))
            case ir.SpanOf(field=field, end=is_end):
                return self._span(self.node_of(field), is_end=is_end)
            case ir.StreamAttr(stream=ir.StreamOf(object=inner), name="size"):
                return self._stream_size(self.ref(inner))
        return self._operation(node)

    def node_of(self, node: ir.Expr) -> int:
        """Return the node that a field or an element is.

        Args:
            node: a `FieldGet` or `Subscript`; a value instance is followed to its node.
        Raises:
            Unknown: there is none.
        """
        match node:
            case ir.FieldGet(object=inner, field=number):
                return self._field(self.ref(inner), number)
            case ir.Subscript(array=array, index=index):
                position = self.value(index)
                parts = self.forest.parts(self.ref(array))
                if isinstance(position, int) and 0 <= position < len(parts):
                    return parts[position]
            case ir.Cast(operand=operand):
                return self.node_of(operand)
        raise Unknown

    def of_node(self, node: int) -> Any:
        """Return the value of a leaf, and a `Ref` for an object or a list."""
        trace = self.forest.trace
        if trace.struct[node] >= 0 or trace.is_array[node]:
            return Ref(node)
        value = trace.value[node]
        if value is None:
            raise Unknown
        return value

    def _field(self, owner: int, number: int) -> int:
        found = self.forest.child(owner, number)
        if found is not None:
            return found
        field = self.forest.trace.program.fields[number]
        if field.kind is FieldKind.PARAM:
            caller, argument = self.argument(owner, number)
            return caller.node_of(argument)
        if field.kind is not FieldKind.VALUE or field.value is None or self.depth > _DEEPEST:
            raise Unknown
        # A computed object is not a child: it stands elsewhere.
        inner = Evaluator(self.forest, owner, depth=self.depth + 1)
        return inner.node_of(field.value)

    def argument(self, owner: int, number: int) -> tuple[Evaluator, ir.Expr]:
        """Return the argument of a parameter, and in whose context it stands.

        Args:
            owner: node of an object.
            number: field number of one of its parameters.
        Raises:
            Unknown: the trace does not tell.
        """
        trace = self.forest.trace
        struct = trace.program.structs[trace.struct[owner]] if trace.struct[owner] >= 0 else None
        read = read_of(trace.program.fields[trace.place[owner]], trace.struct[owner])
        if owner == 0 or struct is None or read is None or self.depth > _DEEPEST:
            raise Unknown
        names = [param.number for param in struct.params]
        if number not in names or len(read.args) != len(names):
            raise Unknown
        above = holder(self.forest, owner)
        caller = Evaluator(self.forest, above, index=trace.index[owner], depth=self.depth + 1)
        return caller, read.args[names.index(number)]

    def ref(self, node: ir.Expr) -> int:
        """Return the node of an object or a list.

        Args:
            node: an expression that is one.
        Raises:
            Unknown: it is none.
        """
        if isinstance(node, ir.Item) and self.item >= 0:
            return self.item
        value = self.value(node)
        if not isinstance(value, Ref):
            raise Unknown
        return value.node

    def _parent(self, node: int) -> int:
        trace = self.forest.trace
        if node <= 0:
            raise Unknown
        read = read_of(trace.program.fields[trace.place[node]], trace.struct[node])
        if read is None or read.parent is not None or read.no_parent:
            raise Unknown
        return holder(self.forest, node)

    def _root(self, node: int) -> int:
        trace = self.forest.trace
        root = trace.program.structs[trace.struct[node]].root
        while node > 0 and trace.struct[node] != root:
            node = trace.parent[node]
        if trace.struct[node] != root:
            raise Unknown
        return node

    def _span(self, node: int, *, is_end: bool) -> int:
        trace = self.forest.trace
        while trace.stream[node]:
            node = trace.stream_owner[trace.stream[node]]
        return trace.end[node] if is_end else trace.start[node]

    def _stream_size(self, node: int) -> int:
        trace = self.forest.trace
        while node > 0:
            if node in self.forest.streams:
                return len(trace.streams[self.forest.streams[node]])
            read = read_of(trace.program.fields[trace.place[node]], trace.struct[node])
            if read is not None and read.extent is not None:
                if read.extent.terminator is not None or read.extent.pad_right is not None:
                    raise Unknown
                return trace.end[node] - trace.start[node]
            node = trace.parent[node]
        return len(trace.data)

    def _operation(self, node: ir.Expr) -> Any:
        match node:
            case ir.Unary(op="-", operand=operand):
                return -self._number(operand)
            case ir.Binary(op=op, left=left, right=right) if op in _BINARY:
                return self._bounded(_BINARY[op](self._number(left), self._number(right)))
            case ir.Binary(op="/" | "%" as op, left=left, right=right):
                divisor = self._number(right)
                if divisor:
                    dividend = self._number(left)
                    return dividend // divisor if op == "/" else dividend % divisor
            case ir.Binary(op="<<" | ">>" as op, left=left, right=right):
                value, bits = self._number(left), self._number(right)
                if 0 <= bits <= _MOST_BITS:
                    return self._bounded(value << bits if op == "<<" else value >> bits)
            case ir.Compare(op=op, left=left, right=right):
                return self._compare(op, self.value(left), self.value(right))
            case ir.Logic(op=op, left=left, right=right):
                first = self.value(left)
                return self.value(right) if bool(first) is (op == "and") else first
            case ir.IfElse(condition=condition, then=then, otherwise=otherwise):
                return self.value(then if self.value(condition) else otherwise)
            case ir.Call(name=name, args=(inner,)) if name in _LENGTHS:
                value = self.value(inner)
                return len(self.forest.parts(value.node)) if isinstance(value, Ref) else len(value)
            case ir.Call(name=name, args=(inner,)) if name in _SAME:
                return self._number(inner)
        raise Unknown

    def _compare(self, op: str, left: Any, right: Any) -> bool:
        kinds = (int, float) if isinstance(left, int | float) else (type(left),)
        if isinstance(left, Ref) or not isinstance(right, kinds):
            raise Unknown
        return bool(_COMPARE[op](left, right))

    def _number(self, node: ir.Expr) -> int:
        value = self.value(node)
        if not isinstance(value, int):
            raise Unknown
        return int(value)

    def _bounded(self, value: int) -> int:
        if value.bit_length() > _MOST_BITS:
            raise Unknown
        return value


def holder(forest: Forest, node: int) -> int:
    """Return the object that holds a field: the parent, lists passed over.

    Args:
        forest: the trace.
        node: any node but the root.
    """
    node = forest.trace.parent[node]
    while node > 0 and forest.trace.is_array[node]:
        node = forest.trace.parent[node]
    return node


def read_of(field: Field, struct: int) -> StructRead | None:
    """Return the read that made an object, or None.

    Args:
        field: its field.
        struct: number of the object's struct.
    """
    for read in struct_reads(field.read):
        if read.struct == struct:
            return read
    return None
