"""Expressions of the IR as closures over a `Scope`: compiled once, called for every object.

Comes in: `ir.expr` nodes. Goes out: functions of one `Scope`. A closure returns a plain
value, an `Obj`, a `Window`, a list, or None for an absent value; it raises
`ExpressionFailed`, `Unread` or `FactMissing` and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from validator.backends.construct.arrays import contains, has_overlap, hashable, summarize
from validator.backends.construct.faults import ExpressionFailed, FactMissing, Unread
from validator.backends.construct.operations import BINARY, METHODS, UNARY, apply, cast, subscript
from validator.backends.construct.run import Evaluate, Scope
from validator.backends.construct.values import Obj, State
from validator.backends.construct.window import Window
from validator.ir import expr as ir
from validator.ir.nodes import Program
from validator.ir.types import AnyType, MapType, simple_name


def compile_expr(program: Program, node: ir.Expr) -> Evaluate:
    """Return a function that evaluates the expression in a scope.

    Args:
        program: resolves numbers of fields and checks; not modified.
        node: any expression of it.
    """
    return ExprCompiler(program).compile(node)


class ExprCompiler:
    """Compiles expressions of one program.

    Attributes:
        place: field number -> (struct number, slot in the struct).
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.place = {
            field.number: (struct.number, slot)
            for struct in program.structs
            for slot, field in enumerate(struct.fields)
        }
        self.references: dict[int, _Reference] = {}

    def compile(self, node: ir.Expr) -> Evaluate:
        """Return a function that evaluates the expression in a scope."""
        method: Callable[[Any], Evaluate] = getattr(self, "_" + type(node).__name__.lower())
        return method(node)

    # -- values without parts ------------------------------------------------------------

    def _lit(self, node: ir.Lit) -> Evaluate:
        value = node.value
        return lambda scope: value

    def _enumlit(self, node: ir.EnumLit) -> Evaluate:
        value = node.value
        return lambda scope: value

    def _selfref(self, node: ir.SelfRef) -> Evaluate:
        return lambda scope: scope.obj

    def _item(self, node: ir.Item) -> Evaluate:
        depth = node.depth
        return lambda scope: scope.items[depth]

    def _index(self, node: ir.Index) -> Evaluate:
        def index(scope: Scope) -> Any:
            if scope.index is None:
                raise ExpressionFailed("_index outside of an array")
            return scope.index

        return index

    def _fact(self, node: ir.Fact) -> Evaluate:
        name = node.name

        def fact(scope: Scope) -> Any:
            if scope.contract is None or name not in scope.contract.facts:
                raise FactMissing(name)
            return scope.contract.facts[name]

        return fact

    def _contractname(self, node: ir.ContractName) -> Evaluate:
        def name(scope: Scope) -> Any:
            if scope.contract is None:
                raise FactMissing("name")
            return scope.contract.name

        return name

    # -- operators -----------------------------------------------------------------------

    def _unary(self, node: ir.Unary) -> Evaluate:
        function, operand = UNARY[node.op], self.compile(node.operand)
        return lambda scope: apply(function, operand(scope))

    def _binary(self, node: ir.Binary | ir.Compare) -> Evaluate:
        function = BINARY[node.op]
        left, right = self.compile(node.left), self.compile(node.right)
        return lambda scope: apply(function, left(scope), right(scope))

    _compare = _binary

    def _logic(self, node: ir.Logic) -> Evaluate:
        left, right = self._truth(node.left), self._truth(node.right)
        if node.op == "and":
            return lambda scope: left(scope) and right(scope)
        return lambda scope: left(scope) or right(scope)

    def _truth(self, node: ir.Expr) -> Evaluate:
        inner = self.compile(node)

        def truth(scope: Scope) -> bool:
            value = inner(scope)
            if value is None:
                raise ExpressionFailed("a condition is absent")
            return bool(value)

        return truth

    def _ifelse(self, node: ir.IfElse) -> Evaluate:
        condition = self._truth(node.condition)
        then, otherwise = self.compile(node.then), self.compile(node.otherwise)
        return lambda scope: then(scope) if condition(scope) else otherwise(scope)

    def _call(self, node: ir.Call) -> Evaluate:
        function, args = METHODS[node.name], [self.compile(arg) for arg in node.args]
        return lambda scope: apply(function, *[arg(scope) for arg in args])

    def _cast(self, node: ir.Cast) -> Evaluate:
        operand, name = self.compile(node.operand), simple_name(node.type)
        if name is None or not isinstance(node.operand.type, AnyType):
            return operand
        return lambda scope: cast(operand(scope), name)

    def _arraylit(self, node: ir.ArrayLit) -> Evaluate:
        items = [self.compile(item) for item in node.items]
        return lambda scope: [item(scope) for item in items]

    def _concat(self, node: ir.Concat) -> Evaluate:
        parts = [self.compile(part) for part in node.parts]
        return lambda scope: apply(_join, *[part(scope) for part in parts])

    def _oneof(self, node: ir.OneOf) -> Evaluate:
        value, items = self.compile(node.value), [self.compile(item) for item in node.items]
        equal = BINARY["=="]

        def one_of(scope: Scope) -> bool:
            wanted = value(scope)
            # no generator: a C-level any() between closures would use up the C stack
            for item in items:  # noqa: SIM110 - see above
                if apply(equal, wanted, item(scope)):
                    return True
            return False

        return one_of

    def _subscript(self, node: ir.Subscript) -> Evaluate:
        array, index = self.compile(node.array), self.compile(node.index)
        if isinstance(node.array.type, MapType):
            return lambda scope: _entry(array(scope), index(scope))
        return lambda scope: subscript(array(scope), index(scope))

    # -- objects -------------------------------------------------------------------------

    def _object(self, node: ir.Expr) -> Callable[[Scope], Obj]:
        inner = self.compile(node)

        def object_(scope: Scope) -> Obj:
            value = inner(scope)
            if not isinstance(value, Obj):
                raise ExpressionFailed("the object is absent")
            return value

        return object_

    def _member(self, node: ir.FieldGet) -> Callable[[Scope], tuple[Obj, int]]:
        owner, slot = self.place[node.field]
        inner = self._object(node.object)
        names = self.program.structs

        def member(scope: Scope) -> tuple[Obj, int]:
            obj = inner(scope)
            if obj.plan.struct.number != owner:
                found, wanted = obj.plan.struct.name, names[owner].name
                raise ExpressionFailed(f"the object is a {found}, not a {wanted}")
            return obj, slot

        return member

    def _fieldget(self, node: ir.FieldGet) -> Evaluate:
        member = self._member(node)

        def get(scope: Scope) -> Any:
            obj, slot = member(scope)
            return obj.get(slot)

        return get

    def _parentof(self, node: ir.ParentOf) -> Evaluate:
        inner = self._object(node.object)

        def parent(scope: Scope) -> Any:
            found = inner(scope).parent
            if found is None:
                raise ExpressionFailed("the object has no parent")
            return found

        return parent

    def _rootof(self, node: ir.RootOf) -> Evaluate:
        inner = self._object(node.object)
        return lambda scope: inner(scope).root

    def _streamof(self, node: ir.StreamOf) -> Evaluate:
        inner = self._object(node.object)
        return lambda scope: inner(scope).window

    def _streamattr(self, node: ir.StreamAttr) -> Evaluate:
        inner = self.compile(node.stream)
        name = node.name

        def attribute(scope: Scope) -> Any:
            window = inner(scope)
            if not isinstance(window, Window):
                raise ExpressionFailed("the stream is absent")
            if window.is_lost if name == "pos" else window.is_open:
                raise Unread
            if name == "size":
                return window.end - window.start
            if name == "eof" and window.is_lost:
                raise Unread
            return window.tell() if name == "pos" else window.is_at_end

        return attribute

    def _spanof(self, node: ir.SpanOf) -> Evaluate:
        member = self._member(node.field)
        side = 1 if node.end else 0

        def span_of(scope: Scope) -> Any:
            obj, slot = member(scope)
            span = obj.spans[slot]
            if span is not None and obj.draft is not None:
                return span[side]  # it is being built: the place is known before the value
            value = obj.get(slot)
            span = obj.spans[slot]
            if span is None and isinstance(value, Obj) and value.is_broken:
                raise Unread
            if span is None:
                raise ExpressionFailed(f"{obj.field_path(slot, None)} takes no bytes")
            return span[side]

        return span_of

    def _target(self, node: ir.Target) -> Evaluate:
        member = self._member(node.field)
        number = node.field.field

        def target(scope: Scope) -> Any:
            obj, slot = member(scope)
            value = obj.get(slot)
            defaults, table, key = self._reference(number)
            inner = Scope(scope.run, obj, slot)
            inner.items[0] = value
            if value is None or any(default(inner) == value for default in defaults):
                return None
            found = find(inner, table(inner), key, value)
            if found is State.FAILED:
                raise Unread  # reported as a dangling reference
            return found

        return target

    def _reference(self, number: int) -> _Reference:
        """Return defaults, table and key of a `-refers-to`; compiled when first asked for.

        Not earlier, because the table of one reference may be found through another.
        """
        if number not in self.references:
            field = self.program.fields[number]
            assert field.target_check is not None
            operands = self.program.checks[field.target_check].operands
            defaults = [self.compile(default) for default in field.defaults]
            key = self.key(operands[1] if len(operands) > 1 else None, 1)
            self.references[number] = (defaults, self.compile(operands[0]), key)
        return self.references[number]

    # -- arrays --------------------------------------------------------------------------

    def key(self, node: ir.Expr | None, depth: int) -> Key:
        """Return the key of elements; None stands for the element itself."""
        if node is None:
            return Key(lambda scope: scope.items[depth], depth, is_fixed=True)
        return Key(self.compile(node), depth, is_fixed=_depends_on_item_only(node, depth))

    def _elements(self, node: ir.Expr) -> Callable[[Scope], list[Any]]:
        inner = self.compile(node)

        def elements(scope: Scope) -> list[Any]:
            value = inner(scope)
            if value is None:
                raise ExpressionFailed("the array is absent")
            return list(value)

        return elements

    def _over(self, node: ir.Over) -> Evaluate:
        array = self._elements(node.array)
        name = node.name
        if node.body is None and name == "count":
            return lambda scope: len(array(scope))
        body = self.key(node.body, node.depth)
        if name in ("all", "any"):
            return _quantifier(array, body, name == "any")
        return lambda scope: summarize(name, body.of_all(scope, array(scope)))

    def _lookup(self, node: ir.Lookup) -> Evaluate:
        array, value = self.compile(node.array), self.compile(node.value)
        key = self.key(node.key, node.depth)

        def lookup(scope: Scope) -> Any:
            table, wanted = array(scope), value(scope)
            if table is None or wanted is None:
                raise ExpressionFailed("a value is absent")
            found = find(scope, table, key, wanted)
            if found is State.FAILED:
                raise ExpressionFailed(f"no element has the key {wanted!r}")
            return found

        return lookup

    def _overlaps(self, node: ir.Overlaps) -> Evaluate:
        array = self._elements(node.array)
        start, end = self.key(node.start, node.depth), self.key(node.end, node.depth)

        def overlaps(scope: Scope) -> bool:
            items = array(scope)
            starts, ends = start.of_all(scope, items), end.of_all(scope, items)
            if None in starts or None in ends:
                raise ExpressionFailed("a value is absent")
            return has_overlap(list(zip(starts, ends, strict=True)))

        return overlaps

    def _contains(self, node: ir.Contains) -> Evaluate:
        container, value = self.compile(node.container), self.compile(node.value)
        return lambda scope: contains(container(scope), value(scope))


class Key:
    """An expression over the elements of an array.

    Args:
        evaluate: the expression, which sees the element as item number `depth`.
        is_fixed: it depends on the element alone, so that a table of keys can be kept.
    """

    def __init__(self, evaluate: Evaluate, depth: int, *, is_fixed: bool) -> None:
        self.evaluate = evaluate
        self.depth = depth
        self.is_fixed = is_fixed

    def of_all(self, scope: Scope, items: list[Any]) -> list[Any]:
        """Return the key of every element."""
        keys = []
        for item in items:
            scope.items[self.depth] = item
            keys.append(self.evaluate(scope))
        return keys


def _quantifier(array: Callable[[Scope], list[Any]], body: Key, decides: bool) -> Evaluate:
    """Return `all` or `any`: elements behind the first that decides are not asked."""

    def quantifier(scope: Scope) -> bool:
        for item in array(scope):
            (value,) = body.of_all(scope, [item])
            if value is None:
                raise ExpressionFailed("a value is absent")
            if bool(value) is decides:
                return decides
        return not decides

    return quantifier


def find(scope: Scope, table: Any, key: Key, wanted: Any) -> Any:
    """Return the first element whose key equals the wanted one, or `State.FAILED`.

    Args:
        scope: where the key is evaluated.
        table: list of elements; None raises.
        key: key of the elements.
        wanted: compared with the keys.
    Raises:
        ExpressionFailed, Unread: the table, or a key, has no value.
    """
    if table is None:
        raise ExpressionFailed("the table is absent")
    kept = scope.run.tables.get((id(table), id(key))) if key.is_fixed else None
    if kept is None or kept[1] != len(table):  # it grows while the array is being read
        index: dict[Any, Any] = {}
        for item, name in zip(table, key.of_all(scope, list(table)), strict=True):
            index.setdefault(hashable(name), item)
        kept = (table, len(table), index)  # the table is kept alive, so that its id stays its own
        if key.is_fixed and isinstance(table, list):
            scope.run.tables[id(table), id(key)] = kept
    return kept[2].get(hashable(wanted), State.FAILED)


_Reference = tuple[list[Evaluate], Evaluate, Key]


def _join(*parts: Any) -> str:
    return "".join(str(part) for part in parts)


def _entry(mapping: Any, key: Any) -> Any:
    if mapping is None or key is None:
        raise ExpressionFailed("a value is absent")
    if key not in mapping:
        raise FactMissing(repr(key))
    return mapping[key]


def _depends_on_item_only(node: ir.Expr, depth: int) -> bool:
    match node:
        case ir.Item():
            return node.depth == depth
        case ir.Lit() | ir.EnumLit():
            return True
        case ir.FieldGet():
            return _depends_on_item_only(node.object, depth)
        case ir.Cast() | ir.Unary():
            return _depends_on_item_only(node.operand, depth)
        case ir.Binary():
            return all(_depends_on_item_only(n, depth) for n in (node.left, node.right))
        case ir.Call():
            return all(_depends_on_item_only(arg, depth) for arg in node.args)
    return False
