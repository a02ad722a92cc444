"""Values of expressions in a changed seed.

Comes in: a view, an expression and where it stands. Goes out: a value or a `Ref`; `Unknown` is
raised when the trace does not tell, and what depends on it is then left as it is.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from validator.ir import expr as ir
from validator.ir.equations import structs_of
from validator.ir.nodes import Field, FieldKind, StructRead
from validator.mutate.view import View

_DEEPEST = 48
_MOST_BITS = 4096


class Unknown(Exception):
    """The trace does not tell the value."""


MISSED = (Unknown, RecursionError)
"""What evaluating raises: a schema may nest an expression deeper than Python can follow."""


@dataclass(frozen=True, slots=True)
class Ref:
    """An object or a list: its node."""

    node: int


_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "&": operator.and_,
    "|": operator.or_, "^": operator.xor, "/": operator.floordiv, "%": operator.mod,
    "<<": operator.lshift, ">>": operator.rshift,
}  # fmt: skip
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_LENGTHS = ("array_size", "bytes_length", "str_length")
SAME = ("enum_to_i", "bool_to_i")
"""Methods that change the type of a value, not what it says."""


# house: loose-dataclass - collects while an expression is evaluated
@dataclass(slots=True)
class Uses:
    """What a value was made from: leaves, counts of lists, and nodes whose place matters."""

    leaves: set[int] = field(default_factory=set)
    lists: set[int] = field(default_factory=set)
    placed: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Context:
    """Where an expression stands.

    Attributes:
        view: the changed seed.
        owner: node of the object that `SelfRef` means.
        node: node that `_` and `_index` are about, -1 for none.
        at: node that starts where reading stands, or ends there when `is_behind`; -1 for unknown.
        element: node that the innermost `Item` of a key means, -1 for none.
        uses: collects what values are made from, when somebody wants to know.
        depth: computed values that are being followed.
    """

    view: View
    owner: int
    node: int = -1
    at: int = -1
    is_behind: bool = False
    element: int = -1
    uses: Uses | None = None
    depth: int = 0

    # -- values --------------------------------------------------------------------------

    def value(self, node: ir.Expr) -> Any:
        """Return the value of an expression.

        Args:
            node: of the program of the seed.
        Raises:
            Unknown: the trace does not tell.
        """
        match node:
            case ir.Lit(value=value) | ir.EnumLit(value=value):
                return value
            case ir.FieldGet(object=inner, field=number):
                return self._member(self.ref(inner), number)
            case ir.Binary(op=op, left=left, right=right):
                return self._binary(op, self.number(left), self.number(right))
            case ir.SelfRef():
                return Ref(self.owner)
            case ir.ParentOf(object=inner):
                return Ref(self._parent(self.ref(inner)))
            case ir.RootOf(object=inner):
                return Ref(self._root(self.ref(inner)))
            case ir.Cast(operand=operand):
                return self.value(operand)
            case ir.IfElse(condition=condition, then=then, otherwise=otherwise):
                return self.value(then if self.value(condition) else otherwise)
            case ir.Compare(op=op, left=left, right=right):
                return self._compare(op, self.value(left), self.value(right))
            case ir.Logic(op=op, left=left, right=right):
                first = self.value(left)
                return self.value(right) if bool(first) is (op == "and") else first
            case ir.Unary(op=op, operand=operand):
                return self._unary(op, self.value(operand))
        return self._place(node)

    def _place(self, node: ir.Expr) -> Any:
        match node:
            case ir.Item(depth=0) if self.node >= 0:
                return self.of_node(self.node)
            case ir.Item() if self.element >= 0:
                return self.of_node(self.element)
            case ir.Index() if self.node >= 0:
                self._note_place(self.node)
                return self.view.index(self.node)
            case ir.Subscript(array=array, index=index):
                return self.of_node(self.item(self.ref(array), self.number(index)))
            case ir.SpanOf(field=member, end=is_end):
                found = self._node_of(member)
                self._note_place(found)
                return self.view.end(found) if is_end else self.view.start(found)
            case ir.StreamAttr(stream=ir.StreamOf(object=inner), name="size"):
                top = self.stream_of(self.ref(inner))
                self._note_place(top)
                return self.view.end(top) - self.view.start(top)
            case ir.StreamAttr(stream=ir.StreamOf(object=inner), name="pos") if self.at >= 0:
                return self.position() - self.view.start(self.stream_of(self.ref(inner)))
            case ir.Call(name=name, args=(inner,)) if name in _LENGTHS:
                return self._length(self.value(inner))
            case ir.Call(name=name, args=(inner,)) if name in SAME:
                return int(self.value(inner))
            case ir.Over(name="count", array=array, body=None):
                return self._length(self.value(array))
        raise Unknown

    def number(self, node: ir.Expr) -> int:
        """Return the value of an expression that is an integer.

        Args:
            node: of the program of the seed.
        Raises:
            Unknown: it is none, or the trace does not tell.
        """
        value = self.value(node)
        if not isinstance(value, int):
            raise Unknown
        return value

    def ref(self, node: ir.Expr) -> int:
        """Return the node of an object or list.

        Args:
            node: an expression that is one.
        Raises:
            Unknown: it is none, or the trace does not tell.
        """
        value = self.value(node)
        if not isinstance(value, Ref):
            raise Unknown
        return value.node

    def position(self) -> int:
        """Return the offset at which reading stands."""
        self._note_place(self.at)
        return self.view.end(self.at) if self.is_behind else self.view.start(self.at)

    def of_node(self, node: int) -> Any:
        """Return the value of a leaf, and a `Ref` for an object or a list."""
        trace = self.view.outline.trace
        if node in trace.alias:
            return Ref(trace.alias[node])
        if trace.struct[node] >= 0 or trace.is_array[node]:
            return Ref(node)
        if self.uses is not None:
            self.uses.leaves.add(node)
        value = self.view.value(node)
        if value is None:
            raise Unknown
        return value

    def _note_place(self, node: int) -> None:
        if self.uses is not None:
            self.uses.placed.add(node)

    # -- operations ----------------------------------------------------------------------

    def _binary(self, op: str, left: int, right: int) -> int:
        if op in ("/", "%") and not right:
            raise Unknown
        if op in ("<<", ">>") and not 0 <= right <= _MOST_BITS:
            raise Unknown
        found = int(_BINARY[op](left, right))
        if found.bit_length() > _MOST_BITS:
            raise Unknown
        return found

    def _unary(self, op: str, value: Any) -> Any:
        if op == "not":
            return not value
        if not isinstance(value, int):
            raise Unknown
        return -value if op == "-" else ~value

    def _compare(self, op: str, left: Any, right: Any) -> bool:
        kinds = (int, float) if isinstance(left, int | float) else (type(left),)
        if isinstance(left, Ref) or not isinstance(right, kinds):
            raise Unknown
        return bool(_COMPARE[op](left, right))

    def _length(self, value: Any) -> int:
        if isinstance(value, Ref):
            if self.uses is not None:
                self.uses.lists.add(value.node)
            return self.view.count(value.node)
        if isinstance(value, bytes | str | list):
            return len(value)
        raise Unknown

    # -- objects -------------------------------------------------------------------------

    def _member(self, owner: int, number: int) -> Any:
        outline = self.view.outline
        one = outline.trace.program.fields[number]
        if one.kind is FieldKind.PARAM:
            caller, argument = self.argument(owner, number)
            return caller.value(argument)
        if one.kind is FieldKind.VALUE and one.value is not None:
            return self.inside(owner).value(one.value)
        return self.of_node(self.child(owner, number))

    def inside(self, owner: int) -> Context:
        """Return the context of another object, for a value that is computed there.

        Args:
            owner: node of the object.
        Raises:
            Unknown: computed values follow one another without end.
        """
        if self.depth > _DEEPEST:
            raise Unknown
        return Context(self.view, owner, uses=self.uses, depth=self.depth + 1)

    def child(self, owner: int, number: int) -> int:
        """Return the node of a field that was read.

        Args:
            owner: node of an object.
            number: of one of its fields.
        Raises:
            Unknown: it has no such field.
        """
        found = self.view.outline.by_key.get((owner, number))
        if found is None:
            raise Unknown
        return found

    def _node_of(self, node: ir.Expr) -> int:
        """Return the node that a field is; a computed object is followed to where it stands."""
        if not isinstance(node, ir.FieldGet):
            return self.ref(node)
        owner = self.ref(node.object)
        one = self.view.outline.trace.program.fields[node.field]
        if one.kind in (FieldKind.SEQ, FieldKind.INSTANCE):
            return self.child(owner, node.field)
        return self.ref(node)

    def item(self, array: int, index: int) -> int:
        """Return the node of an element, as the list is now.

        Args:
            array: node of a list.
            index: subscript.
        Raises:
            Unknown: there is none, or it comes from another seed.
        """
        kids = self.view.outline.kids[array]
        splice = self.view.spliced(array)
        if splice is not None and 0 <= index < len(splice.pieces):
            if splice.pieces[index].node >= 0:
                return splice.pieces[index].node
        elif splice is None and 0 <= index < len(kids):
            return kids[index]
        raise Unknown

    def argument(self, owner: int, number: int) -> tuple[Context, ir.Expr]:
        """Return what was passed for a parameter, and where that stands.

        Args:
            owner: node of an object.
            number: field number of one of its parameters.
        Raises:
            Unknown: the trace does not tell.
        """
        outline = self.view.outline
        trace = outline.trace
        if owner <= 0 or self.depth > _DEEPEST:
            raise Unknown
        read = read_of(outline.field_of(owner), trace.struct[owner])
        names = [param.number for param in trace.program.structs[trace.struct[owner]].params]
        if read is None or number not in names or len(read.args) != len(names):
            raise Unknown
        caller = replace(
            self.inside(outline.holder(owner)),
            node=owner if trace.index[owner] >= 0 else -1, at=owner,
        )  # fmt: skip
        return caller, read.args[names.index(number)]

    def _parent(self, node: int) -> int:
        outline = self.view.outline
        if node <= 0:
            raise Unknown
        read = read_of(outline.field_of(node), outline.trace.struct[node])
        if read is None or read.no_parent:
            raise Unknown
        if read.parent is not None:
            return self.inside(outline.holder(node)).ref(read.parent)
        return outline.holder(node)

    def _root(self, node: int) -> int:
        outline = self.view.outline
        root = outline.trace.program.structs[outline.trace.struct[node]].root
        while node > 0 and outline.trace.struct[node] != root:
            node = outline.trace.parent[node]
        if outline.trace.struct[node] != root:
            raise Unknown
        return node

    def stream_of(self, node: int) -> int:
        """Return the node whose bytes are the stream of an object; 0 for the file.

        Args:
            node: an object in the file.
        Raises:
            Unknown: the trace does not tell, or its end is not that of its bytes.
        """
        outline = self.view.outline
        for _ in range(_DEEPEST):
            if node <= 0:
                return 0
            one = outline.field_of(node)
            read = read_of(one, outline.trace.struct[node])
            if read is not None and read.extent is not None:
                extent = read.extent
                if extent.terminator is not None or extent.process is not None:
                    raise Unknown
                return node
            holder = outline.holder(node)
            if one.stream is None:
                node = holder
            elif isinstance(one.stream, ir.StreamOf):
                node = self.inside(holder).ref(one.stream.object)
            else:
                raise Unknown
        raise Unknown


def read_of(one: Field, struct: int) -> StructRead | None:
    """Return the read that made an object, or None.

    Args:
        one: its field.
        struct: number of the object's struct.
    """
    for read in structs_of(one.read):
        if read.struct == struct:
            return read
    return None
