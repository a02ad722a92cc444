"""Where each condition of a schema is looked at while a file is made: at its last free value.

Comes in: a Program. Goes out: for stored fields, the conditions that their values have to meet,
given everything before them; for other fields, conditions that are looked at behind them. A
condition over all elements of a list moves into the elements, one over an object inside moves
into that object. It knows nothing of values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from typing import Any

from validator.backends.strategies.implied import implied_conditions
from validator.backends.strategies.invert import is_leaf
from validator.backends.strategies.speech import Holder, Place, rewrite
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.equations import fixed_by
from validator.ir.nodes import (
    Check,
    CheckKind,
    Field,
    FieldKind,
    Program,
    RepeatKind,
    StructRead,
)
from validator.ir.walk import needs_contract, walk

_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition, where it is looked at.

    Attributes:
        kind: `holds`, or `unique` and `sorted`: about `expr` of an element and of those before.
        expr: the condition, or the key; in the context of the field's object.
        route: fields through which the object is held, inner one first, when the condition is
            only about objects held so.
        until: the list of which the condition has to be false until its last element, or -1.
        array: the list that UNIQUE and SORTED are about.
        order: of SORTED.
        contract: it is about every contract.
        only: `first` or `last` when it is about that element of the outermost list alone,
            `first here` or `last here` when about that one of the list of values that is made.
        check: number of the check that asks for it, -1 for none.
    """

    kind: str
    expr: Any
    route: tuple[int, ...] = ()
    until: int = -1
    array: int = -1
    order: str = ""
    contract: bool = False
    only: str = ""
    check: int = -1


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules of a program.

    Attributes:
        at: stored field -> rules for its values, `Item(0)` or the field itself.
        behind: field -> rules that are looked at when it was made.
        ends: struct -> rules that see its instances, looked at when an object was made.
        keys: list -> rules whose keys its elements add to.
    """

    at: dict[int, list[Rule]] = field(default_factory=dict)
    behind: dict[int, list[Rule]] = field(default_factory=dict)
    ends: dict[int, list[Rule]] = field(default_factory=dict)
    keys: dict[int, list[Rule]] = field(default_factory=dict)

    def checks(self) -> set[int]:
        """Return the checks that ask for a rule that is looked at somewhere."""
        books = self.at, self.behind, self.ends
        return {
            rule.check for book in books for rules in book.values() for rule in rules
            if rule.check >= 0
        }  # fmt: skip


def find_rules(program: Program, *, has_contracts: bool) -> RuleBook:
    """Return where the conditions of a program are looked at.

    Args:
        program: the compiled schema.
        has_contracts: there are contracts; without them what asks for one is no condition.
    """
    finder = _Finder(program, RuleBook())
    for check in program.checks:
        if has_contracts or not check.needs_contract:
            finder.add_check(check)
    for one in program.fields:
        finder.add_until(one)
    for struct, condition in implied_conditions(program):
        finder.add_implied(struct, condition)
    return finder.book


@dataclass(frozen=True, slots=True)
class _Finder:
    program: Program
    book: RuleBook
    known: dict[int, set[int]] = field(default_factory=dict)

    def add_check(self, check: Check) -> None:
        one = self.program.fields[check.field] if check.field is not None else None
        struct = check.struct
        match check.kind:
            case CheckKind.UNIQUE | CheckKind.SORTED if one is not None:
                self._keyed(check, one)
            case CheckKind.REFERS_TO | CheckKind.CHECKSUM | CheckKind.CONTENTS:
                return
            case CheckKind.CHECK if check.condition is not None:
                for part in conjuncts(normalized(check.condition)):
                    self._attach(struct, Rule("holds", part, check=check.number))
            case _ if one is not None and check.condition is not None:
                if is_bounded(self.program, check) or fixed_by(check) is not None:
                    return
                if one.kind is FieldKind.VALUE:
                    get = ir.FieldGet(ir.SelfRef(one.type), one.number, False, one.type)
                    self._attach(
                        struct, Rule("holds", _item(check.condition, get), check=check.number)
                    )
                elif one.repeat is not None and not check.per_element:
                    self._put(
                        self.book.behind,
                        one.number,
                        Rule("holds", check.condition, check=check.number),
                    )
                else:
                    book = self.book.at if _has_leaves(one) else self.book.behind
                    self._put(book, one.number, Rule("holds", check.condition, check=check.number))

    def add_implied(self, struct: int, condition: ir.Expr) -> None:
        """Let a condition hold that nothing checks, but without which reading fails."""
        self._attach(struct, Rule("holds", condition))

    def add_until(self, one: Field) -> None:
        """Let the condition that ends a list steer the objects in it."""
        repeat = one.repeat
        if repeat is None or repeat.kind is not RepeatKind.UNTIL or repeat.expr is None:
            return
        if isinstance(one.read, StructRead) and not looks_at_stream(repeat.expr):
            condition = self._inside(repeat.expr, ir.Item(0, one.type))
            rule = Rule("holds", condition, (one.number,), until=one.number)
            self._attach(one.read.struct, rule)

    def _keyed(self, check: Check, one: Field) -> None:
        kind = "unique" if check.kind is CheckKind.UNIQUE else "sorted"
        key = check.operands[0] if check.operands else ir.Item(1, one.type)
        rule = Rule(kind, key, array=one.number, order=check.algorithm, check=check.number)
        self._put(self.book.keys, one.number, rule)
        if isinstance(one.read, StructRead):
            inner = Rule(
                kind, self._inside(key, ir.Item(1, one.type)), (one.number,),
                array=one.number, order=check.algorithm, check=check.number,
            )  # fmt: skip
            self._attach(one.read.struct, inner)
        elif _has_leaves(one):
            self._put(self.book.at, one.number, rule)

    def _put(self, book: dict[int, list[Rule]], number: int, rule: Rule) -> None:
        book.setdefault(number, []).append(replace(rule, contract=needs_contract(rule.expr)))

    # -- moving inwards ------------------------------------------------------------------

    def _attach(self, struct: int, rule: Rule, depth: int = 0) -> None:
        """Put a rule where its last free value is chosen."""
        seq = self.program.structs[struct].seq
        used = self._used(rule.expr)
        if rule.kind == "holds" and rule.until < 0 and self._placed(struct) & used:
            self._put(self.book.ends, struct, rule)
        instances = self.program.structs[struct].instances
        placed = [one for one in instances if one.kind is FieldKind.INSTANCE]
        own = [one for one in (*seq, *placed) if one.number in used]
        if not own:
            return
        last = own[-1]
        if is_leaf(last):
            self._put(self.book.at, last.number, rule)
            stored = [one for one in own if one.kind is FieldKind.SEQ]
            if last.kind is FieldKind.INSTANCE and stored and rule.kind == "holds":
                # It may be laid over something, for which the rule then waits.
                self._put(self.book.behind, stored[-1].number, rule)
            return
        if isinstance(last.read, StructRead) and depth < _DEEPEST:
            moved = self._moved(rule, last)
            if moved is not None:
                self._attach(last.read.struct, moved, depth + 1)
                if last.repeat is None or rule.until >= 0:
                    return
        elif last.repeat is not None and _has_leaves(last):
            moved = self._moved(rule, last)
            if moved is not None:
                self._put(self.book.at, last.number, moved)
        if rule.kind == "holds" and rule.until < 0:
            self._put(self.book.behind, last.number, rule)

    def _placed(self, struct: int) -> set[int]:
        """Return the instances of a struct that are read from somewhere."""
        instances = self.program.structs[struct].instances
        return {one.number for one in instances if one.kind is FieldKind.INSTANCE}

    def _moved(self, rule: Rule, last: Field) -> Rule | None:
        """Return a rule seen from inside the object or the elements of a field."""
        expr = self._inlined(rule.expr, last.number)
        if last.repeat is None:
            if rule.kind != "holds" and not rule.route:
                return None

            def change(node: Any) -> Any:
                match node:
                    case ir.FieldGet(object=ir.SelfRef(), field=number) if number == last.number:
                        return ir.SelfRef(node.type)
                return _outer(node)

            expr = rewrite(expr, change)
        else:
            opened = self._opened(expr, last)
            if opened is None:
                return self._ended(rule, expr, last)
            expr = opened
            if not isinstance(last.read, StructRead):
                return Rule("holds", expr, rule.route, rule.until, check=rule.check)
        route = (last.number, *rule.route)
        return replace(rule, expr=expr, route=route, contract=False)

    def _opened(self, expr: Any, last: Field) -> Any:
        """Return a condition over all elements as one over each; None when it is none."""
        uses = sum(_is_own(node, last.number) for node in walk(expr))
        found = [
            node for node in walk(expr)
            if isinstance(node, ir.Over) and node.name == "all" and node.body is not None
            and _is_own(node.array, last.number)
        ]  # fmt: skip
        if len(found) != 1 or uses != 1 or not _is_positive(expr, found[0]):
            return None
        (over,) = found
        expr = rewrite(expr, lambda node: over.body if node is over or node == over else None)
        item = ir.Item(over.depth, last.type)
        if isinstance(last.read, StructRead):
            return self._inside(expr, item)
        return rewrite(
            expr, lambda node: ir.Item(0, node.type) if _is_item(node, item.depth) else None
        )

    def _ended(self, rule: Rule, expr: Any, last: Field) -> Rule | None:
        """Return a condition over the first or last element, seen from inside it."""
        found = {
            end for node in walk(expr) for end in (_end_of(node, last.number),) if end is not None
        }  # fmt: skip
        uses = sum(_is_own(node, last.number) for node in walk(expr))
        ends = sum(_end_of(node, last.number) is not None for node in walk(expr))
        if len(found) != 1 or uses != ends:
            return None
        only = found.pop()
        if not isinstance(last.read, StructRead):

            def item(node: Any) -> Any:
                return None if _end_of(node, last.number) is None else ir.Item(0, node.type)

            here = f"{only} here"
            return Rule("holds", rewrite(expr, item), rule.route, only=here, check=rule.check)

        def change(node: Any) -> Any:
            if _end_of(node, last.number) is not None:
                return ir.SelfRef(node.type)
            return _outer(node)

        route = (last.number, *rule.route)
        return Rule("holds", rewrite(expr, change), route, only=only, check=rule.check)

    def _inside(self, expr: Any, item: ir.Item) -> Any:
        """Return an expression over an element as one in the context of the element."""

        def change(node: Any) -> Any:
            if _is_item(node, item.depth):
                return ir.SelfRef(node.type)
            return _outer(node)

        return rewrite(expr, change)

    def _inlined(self, expr: Any, number: int) -> Any:
        """Return an expression with own computed values that use a field spelled out."""

        def change(node: Any) -> Any:
            match node:
                case ir.FieldGet(object=ir.SelfRef(), field=own):
                    one = self.program.fields[own]
                    is_short = one.kind is FieldKind.VALUE and one.condition is None
                    if is_short and one.value is not None and number in self._used(one.value):
                        return self._inlined(one.value, number)
            return None

        return rewrite(expr, change)

    def _used(self, expr: Any) -> set[int]:
        """Return the own fields that an expression uses, through computed values, too."""
        found: set[int] = set()
        for node in walk(expr):
            match node:
                case ir.FieldGet(object=ir.SelfRef(), field=number):
                    one = self.program.fields[number]
                    if one.kind is FieldKind.VALUE and one.value is not None:
                        if number not in self.known:
                            self.known[number] = set()  # what needs itself has no value
                            self.known[number] = self._used(one.value)
                        found |= self.known[number]
                    else:
                        found.add(number)
        return found


def normalized(expr: Any) -> Any:
    """Return a condition in which bounds of a greatest or least element are bounds of each.

    A choice between two values that is then compared becomes a choice between two comparisons.
    """
    match expr:
        case ir.Logic(op=op, left=left, right=right, type=kind):
            return ir.Logic(op, normalized(left), normalized(right), kind)
        case ir.IfElse(condition=condition, then=then, otherwise=otherwise, type=kind):
            return ir.IfElse(condition, normalized(then), normalized(otherwise), kind)
        case ir.Compare(
            op=op, left=ir.IfElse(condition=test, then=then, otherwise=rest), right=right, type=kind
        ):
            yes = normalized(ir.Compare(op, then, right, kind))
            no = normalized(ir.Compare(op, rest, right, kind))
            return ir.IfElse(test, yes, no, kind)
        case ir.Compare(op=op, left=ir.Over(name=name) as over, right=right, type=kind):
            if (name, op) in _EACH and over.body is not None:
                body = ir.Compare(op, over.body, right, kind)
                return ir.Over("all", over.array, body, over.depth, kind)
    return expr


def conjuncts(expr: Any) -> Iterator[Any]:
    """Yield conditions that all have to hold for one to hold; each is looked at by itself."""
    match expr:
        case ir.Logic(op="and", left=left, right=right):
            yield from conjuncts(left)
            yield from conjuncts(right)
        case _:
            yield expr


_EACH = {("max", "<="), ("max", "<"), ("min", ">="), ("min", ">")}
"""What holds of the greatest or least element when it holds of all."""


def _outer(node: Any) -> Any:
    match node:
        case ir.SelfRef():
            return Holder(1, node.type)
        case Holder(levels=levels):
            return Holder(levels + 1, node.type)
        case Place(levels=levels):
            return Place(levels + 1, node.type)
        case ir.Index():
            return Place(0, node.type)
    return None


def _item(expr: Any, get: ir.FieldGet) -> Any:
    return rewrite(expr, lambda node: get if _is_item(node, 0) else None)


def _is_item(node: Any, depth: int) -> bool:
    return isinstance(node, ir.Item) and node.depth == depth


def _is_own(node: Any, number: int) -> bool:
    match node:
        case ir.FieldGet(object=ir.SelfRef(), field=found):
            return found == number
    return False


def _end_of(node: Any, number: int) -> str | None:
    """Return which end of a list an expression means, None when it is none."""
    match node:
        case ir.Call(name="array_first", args=(array,)) if _is_own(array, number):
            return "first"
        case ir.Call(name="array_last", args=(array,)) if _is_own(array, number):
            return "last"
        case ir.Subscript(array=array, index=ir.Lit(value=0)) if _is_own(array, number):
            return "first"
    return None


def _is_positive(expr: Any, wanted: Any) -> bool:
    """Whether a part stands where it is joined by `and`, `or` and choices only."""
    if expr == wanted:
        return True
    match expr:
        case ir.Logic(left=left, right=right):
            return _is_positive(left, wanted) or _is_positive(right, wanted)
        case ir.IfElse(then=then, otherwise=otherwise):
            return _is_positive(then, wanted) or _is_positive(otherwise, wanted)
    return False


def looks_at_stream(expr: Any) -> bool:
    """Whether an expression asks for the place in a stream, its size or its end.

    Args:
        expr: the expression.
    """
    return any(isinstance(node, ir.StreamAttr) for node in walk(expr))


def _has_leaves(one: Field) -> bool:
    """Whether a field, or each of its elements, is one stored value."""
    return is_leaf(one) or (one.repeat is not None and is_leaf(_single(one)))


def _single(one: Field) -> Field:
    return Field(
        one.number, one.struct, one.id, one.kind, one.type, one.read, one.value, one.condition,
        None, one.position, one.stream, one.enum, one.nullable, one.checks, one.defaults,
        one.target_check, one.doc, one.source,
    )  # fmt: skip


def is_bounded(program: Program, check: Check) -> bool:
    """Whether a check only says bounds or members that are constants."""
    match check.kind:
        case CheckKind.IN_ENUM:
            return True
        case CheckKind.MIN | CheckKind.MAX | CheckKind.EQ | CheckKind.ANY_OF | CheckKind.RESERVED:
            return all(constant(operand) is not None for operand in check.operands)
    return False


def constant(node: Any) -> Any:
    """Return the value of an expression of literals, or None."""
    match node:
        case ir.Lit(value=value) | ir.EnumLit(value=value):
            return value
        case ir.Cast(operand=operand):
            return constant(operand)
        case ir.Unary(op="-", operand=operand):
            found = constant(operand)
            return -found if isinstance(found, int | float) else None
        case ir.Binary(op=op, left=left, right=right):
            pair = constant(left), constant(right)
            if all(type(part) is int for part in pair):
                return _folded(op, *pair)
        case ir.ArrayLit(items=items):
            values = [constant(item) for item in items]
            if all(type(value) is int and 0 <= value <= 255 for value in values):
                return bytes(values)
    return None


def _folded(op: str, left: int, right: int) -> int | None:
    match op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "<<" if 0 <= right <= 64:
            return left << right
        case "|":
            return left | right
        case "&":
            return left & right
    return None


def conditions_of(program: Program) -> Iterator[ir.Expr]:
    """Yield every condition that decides what is there: of fields, lists and byte orders."""
    for one in program.fields:
        if one.condition is not None:
            yield one.condition
        if one.repeat is not None and one.repeat.expr is not None:
            yield one.repeat.expr
    for struct in program.structs:
        yield from (condition for condition, _ in struct.endian_cases if condition is not None)
