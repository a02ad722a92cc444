"""Values of expressions on a trace, as far as they can be had without reading again.

Comes in: a view of a trace, as it was read or with changes; an expression and where it stands.
Goes out: a value or a `Ref`; `Unknown` is raised when the trace does not tell, which is never
an error of the file. What a change looks like only the view knows.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import Any, Generic, TypeVar

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import Extent, Field, FieldKind
from validator.ir.operations import Unknown, binary, compare, unary
from validator.ir.view import View, holder_of, read_of

_DEEPEST = 64

MISSED = (Unknown, RecursionError)
"""What evaluating raises: a schema may nest an expression deeper than Python can follow."""


@dataclass(frozen=True, slots=True)
class Ref:
    """An object or a list: its node."""

    node: int


V = TypeVar("V", bound=View)

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
class Context(Generic[V]):
    """Where an expression stands.

    Attributes:
        view: the trace.
        owner: node of the object that `SelfRef` means.
        node: node that `_` and `_index` are about, -1 for none.
        at: node that starts where reading stands, or ends there when `is_behind`; -1 for unknown.
        element: node that the innermost `Item` of a key means, -1 for none.
        uses: collects what values are made from, when somebody wants to know.
        depth: computed values that are being followed.
        known: (object, field) -> what was computed on the way to one value: computed values may
            use one another several times each, and would be worked out 3 ** 16 times.
    """

    view: V
    owner: int
    node: int = -1
    at: int = -1
    is_behind: bool = False
    element: int = -1
    uses: Uses | None = None
    depth: int = 0
    known: dict[tuple[int, int], Any] | None = None

    # -- values --------------------------------------------------------------------------

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
            case ir.FieldGet(object=inner, field=number):
                return self._member(self.ref(inner), number)
            case ir.Binary(op=op, left=left, right=right):
                return binary(op, self.number(left), self.number(right))
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
                return compare(op, self.value(left), self.value(right))
            case ir.Logic(op=op, left=left, right=right):
                first = self.value(left)
                return self.value(right) if bool(first) is (op == "and") else first
            case ir.Unary(op=op, operand=operand):
                return unary(op, self.value(operand))
        return self._place(node)

    def _place(self, node: ir.Expr) -> Any:
        match node:
            case ir.Item(depth=0) if self.node >= 0:
                return self.of_node(self.node)
            case ir.Item() if self.element >= 0:
                return self.of_node(self.element)
            case ir.Index() if self.node >= 0 and self.view.trace.index[self.node] >= 0:
                self._note_place(self.node)
                return self.view.index(self.node)
            case ir.Subscript(array=array, index=index):
                return self.of_node(self.item(self.ref(array), self.number(index)))
            case ir.SpanOf(field=member, end=is_end):
                found = self._in_file(self.node_of(member))
                self._note_place(found)
                return self.view.end(found) if is_end else self.view.start(found)
            case ir.StreamAttr(stream=ir.StreamOf(object=inner), name="size"):
                return self._stream_size(self.ref(inner))
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
            node: of the program of the trace.
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
        trace = self.view.trace
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
        one = self.view.trace.program.fields[number]
        if one.kind is FieldKind.PARAM:
            caller, argument = self.argument(owner, number)
            return caller.value(argument)
        if one.kind is FieldKind.VALUE and one.value is not None:
            stored = None if self.view.is_changed else self.view.child(owner, number)
            return self.of_node(stored) if stored is not None else self._computed(owner, one)
        return self.of_node(self.child(owner, number))

    def _computed(self, owner: int, one: Field) -> Any:
        key = owner, one.number
        if self.known is not None and key in self.known:
            return self.known[key]
        if one.value is None:
            raise Unknown
        found = self.inside(owner).value(one.value)
        if self.known is not None:
            self.known[key] = found
        return found

    def inside(self, owner: int) -> Context[V]:
        """Return the context of another object, for a value that is computed there.

        Args:
            owner: node of the object.
        Raises:
            Unknown: computed values follow one another without end.
        """
        if self.depth > _DEEPEST:
            raise Unknown
        known = {} if self.known is None else self.known
        return Context(self.view, owner, uses=self.uses, depth=self.depth + 1, known=known)

    def child(self, owner: int, number: int) -> int:
        """Return the node of a field that was read.

        Args:
            owner: node of an object.
            number: of one of its fields.
        Raises:
            Unknown: it has no such field.
        """
        found = self.view.child(owner, number)
        if found is None:
            raise Unknown
        return found

    def node_of(self, node: ir.Expr) -> int:
        """Return the node that a field or an element is.

        Args:
            node: an expression; parameters and computed objects are followed to where they stand.
        Raises:
            Unknown: there is none.
        """
        match node:
            case ir.FieldGet(object=inner, field=number):
                return self._node_of_member(self.ref(inner), number)
            case ir.Subscript(array=array, index=index):
                return self.item(self.ref(array), self.number(index))
            case ir.Cast(operand=operand):
                return self.node_of(operand)
        return self.ref(node)

    def _node_of_member(self, owner: int, number: int) -> int:
        one = self.view.trace.program.fields[number]
        if one.kind is FieldKind.PARAM:
            caller, argument = self.argument(owner, number)
            return caller.node_of(argument)
        if one.kind is FieldKind.VALUE and one.value is not None:
            stored = None if self.view.is_changed else self.view.child(owner, number)
            return self.inside(owner).node_of(one.value) if stored is None else stored
        return self.child(owner, number)

    def item(self, array: int, index: int) -> int:
        """Return the node of an element, as the list is now.

        Args:
            array: node of a list.
            index: subscript.
        Raises:
            Unknown: there is none, or it comes from elsewhere.
        """
        found = self.view.element(array, index)
        if found is None:
            raise Unknown
        return found

    def argument(self, owner: int, number: int) -> tuple[Context[V], ir.Expr]:
        """Return what was passed for a parameter, and where that stands.

        Args:
            owner: node of an object.
            number: field number of one of its parameters.
        Raises:
            Unknown: the trace does not tell.
        """
        trace = self.view.trace
        if owner <= 0 or trace.struct[owner] < 0 or self.depth > _DEEPEST:
            raise Unknown
        read = read_of(trace, owner)
        names = [param.number for param in trace.program.structs[trace.struct[owner]].params]
        if read is None or number not in names or len(read.args) != len(names):
            raise Unknown
        caller = replace(
            self.inside(holder_of(trace, owner)),
            node=owner if trace.index[owner] >= 0 else -1, at=owner,
        )  # fmt: skip
        return caller, read.args[names.index(number)]

    def _parent(self, node: int) -> int:
        trace = self.view.trace
        read = read_of(trace, node) if node > 0 else None
        if read is None or read.no_parent:
            raise Unknown
        holder = holder_of(trace, node)
        return holder if read.parent is None else self.inside(holder).ref(read.parent)

    def _root(self, node: int) -> int:
        trace = self.view.trace
        root = trace.program.structs[trace.struct[node]].root
        while node > 0 and trace.struct[node] != root:
            node = trace.parent[node]
        if trace.struct[node] != root:
            raise Unknown
        return node

    # -- streams -------------------------------------------------------------------------

    def stream_of(self, node: int) -> int:
        """Return the node whose bytes are the stream of an object; 0 for the file.

        Args:
            node: an object in the file.
        Raises:
            Unknown: the trace does not tell, or its end is not that of its bytes.
        """
        top, extent = self._stream(node)
        if extent is not None and extent.process is not None:
            raise Unknown
        return top

    def _stream(self, node: int) -> tuple[int, Extent | None]:
        trace = self.view.trace
        for _ in range(_DEEPEST):
            if node <= 0:
                return 0, None
            read = read_of(trace, node)
            if read is not None and read.extent is not None:
                if read.extent.terminator is not None:
                    raise Unknown
                return node, read.extent
            holder = holder_of(trace, node)
            stream = trace.program.fields[trace.place[node]].stream
            if stream is None:
                node = holder
            elif isinstance(stream, ir.StreamOf):
                node = self.inside(holder).ref(stream.object)
            else:
                raise Unknown
        raise Unknown

    def _stream_size(self, node: int) -> int:
        top, extent = self._stream(node)
        self._note_place(top)
        if extent is not None and (extent.process is not None or extent.pad_right is not None):
            size = self.view.unpacked(top) if extent.process is not None else None
            if size is None:
                raise Unknown
            return size
        return self.view.end(top) - self.view.start(top)

    def _in_file(self, node: int) -> int:
        """Return the node, or what it was unpacked from, in the file itself."""
        trace = self.view.trace
        while trace.stream[node]:
            node = trace.stream_owner[trace.stream[node]]
        return node
