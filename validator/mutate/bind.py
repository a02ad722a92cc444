"""Expressions bound to one place of a seed: what a mutant is asked many thousand times.

Comes in: a context of an unchanged seed and an expression. Goes out: a function of a changed view
with the same value, the way to leaves and objects gone once, ten times as fast as the evaluation
of the expression. Functions over arrays are worked out too, as far as their elements are known.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.evaluate import MISSED, SAME, Context
from validator.ir.nodes import FieldKind
from validator.ir.operations import Unknown, binary, unary
from validator.mutate.piece import Piece
from validator.mutate.view import View

Bound = Callable[[View], Any]

MOST_ELEMENTS = 128
"""Elements of a list that are looked at in one question; of longer ones nothing is known."""

_MOST_PARTS = 2_000
_DEEPEST = 48
_PLAIN = {"+": operator.add, "-": operator.sub, "*": operator.mul, "&": operator.and_,
          "|": operator.or_, "^": operator.xor}  # fmt: skip
_COMPARE = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
            ">": operator.gt, ">=": operator.ge}  # fmt: skip


class Failed(Unknown):
    """There is no value: a minimum of nothing, or an element that the list does not have."""


class TooLarge(Exception):
    """An expression has more parts than are worth binding."""


def bind(context: Context[View], node: ir.Expr) -> Bound:
    """Return the value of an expression as a function of a changed view of the seed.

    Args:
        context: where it stands, in the seed as it is.
        node: an expression.
    Returns:
        a function; it raises `Unknown` where the seed, or the change, does not tell.
    """
    bound = bind_small(context, node, _MOST_PARTS)
    if bound is None:
        return _again(context, node)
    try:
        expected = context.value(node)
        return bound if bound(context.view) == expected else _again(context, node)
    except (*MISSED, TypeError):
        return bound


def bind_small(context: Context[View], node: ir.Expr, most: int) -> Bound | None:
    """Return an expression as a function, None where it has too many parts.

    Args:
        context: where it stands, in the seed as it is.
        node: an expression.
        most: parts that it may have, elements that functions over arrays look at included.
    """
    try:
        return _Binder(context, (), [most]).value(node)
    except (TooLarge, RecursionError):
        return None


def _again(context: Context[View], node: ir.Expr) -> Bound:
    """Return a function that evaluates an expression anew each time."""
    return lambda view: replace(context, view=view, known=None).value(node)


def _unknown(view: View) -> Any:
    raise Unknown


def _constant(value: Any) -> Bound:
    return lambda view: value


@dataclass(frozen=True, slots=True)
class _Binder:
    """Binds expressions of one object.

    Attributes:
        context: where they stand.
        items: (depth, node) of the elements of functions over arrays around.
        left: how many parts may follow, shared by all.
        depth: how many values that are computed from others are being followed.
    """

    context: Context[View]
    items: tuple[tuple[int, int], ...]
    left: list[int]
    depth: int = 0

    def at(self, owner: int) -> _Binder:
        """Return the binder of another object."""
        if self.depth > _DEEPEST:
            raise Unknown
        return _Binder(Context(self.context.view, owner), (), self.left, self.depth + 1)

    def value(self, node: ir.Expr) -> Bound:
        """Return an expression as a function; of what is not known, one that says so."""
        self.left[0] -= 1
        if self.left[0] < 0:
            raise TooLarge
        try:
            return self._value(node)
        except Unknown:
            return _unknown

    def _value(self, node: ir.Expr) -> Bound:
        match node:
            case ir.Lit(value=value) | ir.EnumLit(value=value):
                return _constant(value)
            case ir.Cast(operand=operand):
                return self.value(operand)
            case ir.FieldGet(object=inner, field=number):
                return self._member(self.ref(inner), number)
            case ir.Item() | ir.Subscript():
                return self._leaf_at(self.ref(node))
            case ir.Binary(op=op, left=left, right=right):
                return _two(op, self.value(left), self.value(right))
            case ir.Compare(op=op, left=left, right=right):
                return _compared(op, self.value(left), self.value(right), right)
            case ir.Logic(op=op, left=left, right=right):
                first, second = self.value(left), self.value(right)
                if op == "and":
                    return lambda view: first(view) and second(view)
                return lambda view: first(view) or second(view)
            case ir.IfElse(condition=condition, then=then, otherwise=otherwise):
                test, yes, no = self.value(condition), self.value(then), self.value(otherwise)
                return lambda view: yes(view) if test(view) else no(view)
            case ir.Unary(op=op, operand=operand):
                inner_value = self.value(operand)
                return lambda view: unary(op, inner_value(view))
        return self._measure(node)

    def _measure(self, node: ir.Expr) -> Bound:
        """Return a length, a place, or a function over an array."""
        match node:
            case (
                ir.Call(name="array_size", args=(inner,))
                | ir.Over(name="count", array=inner, body=None)
            ):
                return _counted(self.ref(inner))
            case ir.Call(name="bytes_length" | "str_length", args=(inner,)):
                text = self.value(inner)
                return lambda view: len(text(view))
            case ir.Call(name="array_first" | "array_last"):
                return self._leaf_at(self.ref(node))
            case ir.Call(name=name, args=(inner,)) if name in SAME:
                number = self.value(inner)
                return lambda view: int(number(view))
            case ir.Over(name=name, array=array, body=body, depth=depth):
                return self._over(name, self.ref(array), body, depth)
            case (
                ir.OneOf(value=inner, items=items)
                | ir.Contains(container=ir.ArrayLit(items=items), value=inner)
            ):
                found, options = self.value(inner), [self.value(each) for each in items]
                return lambda view: found(view) in [option(view) for option in options]
        if self.items:
            raise Unknown
        return _again(self.context, node)

    # -- objects -------------------------------------------------------------------------

    def ref(self, node: ir.Expr) -> int | Bound:
        """Return the node of an object, list or element; as a function where changes move it.

        Raises:
            Unknown: there is none, or the seed does not tell.
        """
        match node:
            case ir.SelfRef():
                return self.context.owner
            case ir.Cast(operand=operand):
                return self.ref(operand)
            case ir.ParentOf(object=inner) | ir.RootOf(object=inner):
                top = self._fixed(inner)
                own = ir.SelfRef(inner.type)
                return Context(self.context.view, top).ref(replace(node, object=own))
            case ir.Item(depth=depth):
                return self._item(depth)
            case ir.FieldGet(object=inner, field=number):
                return self._node(self._fixed(inner), number)
            case ir.Subscript(array=array, index=index):
                return _element(self._fixed(array), self.value(index))
            case ir.Call(name="array_first" | "array_last" as name, args=(inner,)):
                return _end_of(self._fixed(inner), is_last=name == "array_last")
        raise Unknown

    def _fixed(self, node: ir.Expr) -> int:
        found = self.ref(node)
        if not isinstance(found, int):
            raise Unknown
        return found

    def _item(self, depth: int) -> int:
        for known, element in self.items:
            if known == depth:
                return element
        found = self.context.node if depth == 0 and self.context.node >= 0 else self.context.element
        if found < 0:
            raise Unknown
        return found

    def _node(self, owner: int, number: int) -> int | Bound:
        """Return the node of a field of an object."""
        view = self.context.view
        one = view.trace.program.fields[number]
        if one.kind is FieldKind.PARAM:
            caller, argument = Context(view, owner).argument(owner, number)
            return _Binder(caller, (), self.left, self.depth + 1).ref(argument)
        if one.kind is FieldKind.VALUE and one.value is not None:
            return self.at(owner).ref(one.value)
        found = view.child(owner, number)
        if found is None:
            raise Unknown
        return view.trace.alias.get(found, found)

    def _member(self, owner: int | Bound, number: int) -> Bound:
        """Return the value of a field of an object."""
        if not isinstance(owner, int):
            return self._later(owner, number)
        view = self.context.view
        one = view.trace.program.fields[number]
        if one.kind is FieldKind.PARAM:
            caller, argument = Context(view, owner).argument(owner, number)
            return _Binder(caller, (), self.left, self.depth + 1).value(argument)
        if one.kind is FieldKind.VALUE and one.value is not None:
            return self.at(owner).value(one.value)
        return self._leaf_at(self._node(owner, number))

    def _later(self, owner: Bound, number: int) -> Bound:
        """Return the value of a field of whatever object it is then."""
        known: dict[int, Bound] = {}
        view0 = self.context.view

        def found(view: View) -> Any:
            piece = owner(view)
            node = piece.node if isinstance(piece, Piece) else piece
            bound = known.get(node)
            if bound is None:
                binder = _Binder(Context(view0, node), (), self.left, self.depth + 1)
                bound = known[node] = _kept(lambda: binder._member(node, number))
            return bound(view) if piece is node else _as_said(bound, view, piece)

        return found

    def _leaf_at(self, node: int | Bound) -> Bound:
        trace = self.context.view.trace
        if not isinstance(node, int):
            return _said_at(node)
        if trace.struct[node] >= 0 or trace.is_array[node] or trace.value[node] is None:
            raise Unknown
        old = trace.value[node]
        if isinstance(old, str | bytes):
            return lambda view: _said(view, node)
        return lambda view: view.values.get(node, old)

    def _over(self, name: str, array: int | Bound, body: ir.Expr | None, depth: int) -> Bound:
        """Return a function over an array; its elements are bound when they are first looked at."""
        known: dict[int, Bound] = {}

        def each(node: int) -> Bound:
            found = known.get(node)
            if found is None:
                binder = replace(self, items=((depth, node), *self.items))
                found = known[node] = _kept(lambda: binder.element(body, node))
            return found

        if name not in _OVER or not isinstance(array, int):
            raise Unknown
        top, fold = array, _OVER[name]

        def folded(view: View) -> Any:
            found = []
            for one in _elements(view, top):
                if isinstance(one, Piece):
                    found.append(_as_said(each(one.node), view, one))
                else:
                    found.append(each(one)(view))
            return fold(found)

        return folded

    def element(self, body: ir.Expr | None, node: int) -> Bound:
        """Return what a function over an array asks of an element."""
        return self._leaf_at(node) if body is None else self.value(body)


def _kept(make: Callable[[], Bound]) -> Bound:
    try:
        return make()
    except (Unknown, TooLarge, RecursionError):
        return _unknown


def _two(op: str, left: Bound, right: Bound) -> Bound:
    plain = _PLAIN.get(op)
    if plain is not None:
        work = plain
        return lambda view: work(left(view), right(view))
    return lambda view: binary(op, left(view), right(view))


def _compared(op: str, left: Bound, right: Bound, node: ir.Expr) -> Bound:
    test = _COMPARE[op]
    if isinstance(node, ir.Lit | ir.EnumLit):
        value = node.value
        return lambda view: test(left(view), value)
    return lambda view: test(left(view), right(view))


def _counted(array: int | Bound) -> Bound:
    if isinstance(array, int):
        top = array
        return lambda view: view.count(top)
    return lambda view: view.count(array(view))


def _element(array: int, index: Bound) -> Bound:
    def found(view: View) -> int | Piece:
        return _present(view, array, index(view))

    return found


def _end_of(array: int, *, is_last: bool) -> Bound:
    def found(view: View) -> int | Piece:
        return _present(view, array, view.count(array) - 1 if is_last else 0)

    return found


def _present(view: View, array: int, index: int) -> int | Piece:
    """Return an element of a list as it is now; a piece where it is a copy with other bytes.

    Raises:
        Unknown: it comes from elsewhere.
    """
    splice = view.spliced(array)
    if splice is not None and 0 <= index < len(splice.pieces):
        return _known(splice.pieces[index])
    node = view.element(array, index)
    if node is None:
        raise Failed
    return node


def _elements(view: View, array: int) -> Sequence[int | Piece]:
    """Return the elements of a list as it is now.

    Raises:
        Unknown: some come from elsewhere, or there are too many.
    """
    splice = view.spliced(array)
    if splice is None:
        kids: Sequence[int] = view.outline.kids[array]
        if len(kids) > MOST_ELEMENTS:
            raise Unknown
        return kids
    if len(splice.pieces) + splice.times > MOST_ELEMENTS:
        raise Unknown
    return [_known(piece) for piece in splice.pieces] + [splice.copied] * splice.times


def _known(piece: Piece) -> int | Piece:
    if piece.patches:
        if len(piece.says) < len(piece.patches):
            raise Unknown
        return piece
    if piece.node < 0:
        raise Unknown
    return piece.node


def _as_said(bound: Bound, view: View, piece: Piece) -> Any:
    """Return what is asked of an element, for a copy of it that says something else."""
    kept = view.values
    view.values = {**kept, **dict(piece.says)}
    try:
        return bound(view)
    finally:
        view.values = kept


def _said_at(at: Bound) -> Bound:
    def found(view: View) -> Any:
        one = at(view)
        if isinstance(one, Piece):
            return _as_said(lambda now: _said(now, one.node), view, one)
        return _said(view, one)

    return found


def _said(view: View, node: int) -> Any:
    """Return what a leaf says now, texts with other bytes included.

    Raises:
        Unknown: its new bytes do not tell.
    """
    trace = view.trace
    old = trace.value[node]
    if node in view.values:
        return view.values[node]
    splice = view.spliced(node)
    raw = splice.content if splice is not None else view.patches.get(node)
    if raw is None:
        if old is None or trace.struct[node] >= 0:
            raise Unknown
        return old
    before = old.encode() if isinstance(old, str) else old
    content = trace.content(node)
    if not isinstance(before, bytes) or not content.startswith(before):
        raise Unknown
    tail = content[len(before) :]
    if len(tail) > 1 or not raw.endswith(tail):
        raise Unknown
    found = raw[: len(raw) - len(tail)]
    return found.decode("utf-8", "replace") if isinstance(old, str) else found


def _fold_least(values: Sequence[Any]) -> Any:
    if not values:
        raise Failed
    return min(values)


def _fold_most(values: Sequence[Any]) -> Any:
    if not values:
        raise Failed
    return max(values)


def _in_order(values: Sequence[Any]) -> bool:
    return all(first <= second for first, second in zip(values, values[1:], strict=False))


_OVER: dict[str, Callable[[Sequence[Any]], Any]] = {
    "all": all, "any": any, "count": lambda values: sum(map(bool, values)), "sum": sum,
    "min": _fold_least, "max": _fold_most, "sorted": _in_order,
    "unique": lambda values: len(set(values)) == len(values),
}  # fmt: skip
