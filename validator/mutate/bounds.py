"""What the schema permits in a stored field, as far as that is a matter of its value.

Comes in: a program. Goes out: for each field its domain, which fields may be set to anything in
it without another one having to follow, and which conditions to ask after a change. It refuses
to know files.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.equations import fixed_by
from validator.ir.evaluate import SAME
from validator.ir.nodes import Check, CheckKind, Field, FieldKind, Program
from validator.ir.walk import needs_contract, walk

_FIXING = (CheckKind.CONTENTS, CheckKind.EQ, CheckKind.RESERVED, CheckKind.CHECKSUM)
_SIMPLE = (CheckKind.MIN, CheckKind.MAX, CheckKind.ANY_OF, CheckKind.IN_ENUM)
_ELSEWHERE = (ir.ParentOf, ir.RootOf, ir.Target, ir.Lookup, ir.Overlaps, ir.Concat)
_LENGTHS = ("array_size", "bytes_length", "str_length")
_ASKABLE = (
    ir.Lit, ir.EnumLit, ir.FieldGet, ir.Binary, ir.SelfRef, ir.ParentOf, ir.RootOf, ir.Cast,
    ir.IfElse, ir.Compare, ir.Logic, ir.Unary, ir.Item, ir.Index, ir.Subscript, ir.SpanOf,
    ir.StreamAttr, ir.StreamOf,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Domain:
    """Values of one field.

    Attributes:
        values: the only ones that are permitted; empty where there are bounds alone.
        low, high: inclusive bounds that are constants, None where there is none.
        is_fixed: one value alone is right, or it follows from others.
        conditions: of the field itself, which a new value has to meet; `_` is the value.
        rules: (`-checks`) of its type that mention it, to be asked of the object.
        defaults: values that mean "not used".
        is_opaque: it has conditions that a seed alone does not tell.
    """

    values: tuple[int, ...] = ()
    low: int | None = None
    high: int | None = None
    is_fixed: bool = False
    conditions: tuple[ir.Expr, ...] = ()
    rules: tuple[ir.Expr, ...] = ()
    defaults: tuple[int, ...] = ()
    is_opaque: bool = False

    def holds(self, value: int) -> bool:
        """Whether a value is one of those that are known without the file."""
        if self.values and value not in self.values:
            return False
        return not (
            (self.low is not None and value < self.low)
            or (self.high is not None and value > self.high)
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """Domains of all fields, and what else holds for them.

    Attributes:
        domains: field number -> its domain.
        entangled: fields that other objects, lists, sizes, positions or conditions look at.
        followed: references whose target some condition looks at.
    """

    domains: dict[int, Domain]
    entangled: frozenset[int]
    followed: frozenset[int]

    def is_settable(self, place: int) -> bool:
        """Whether a field can be set without another one having to follow."""
        domain = self.domains[place]
        return place not in self.entangled and not domain.is_fixed and not domain.is_opaque


def find_bounds(program: Program) -> Bounds:
    """Look at the checks of a schema.

    Args:
        program: compiled; not modified.
    """
    domains = {one.number: _domain(program, one) for one in program.fields}
    followed = {
        node.field.field
        for check in program.checks
        if check.condition is not None and not needs_contract(check.condition)
        for node in walk(check.condition)
        if isinstance(node, ir.Target)
    }
    return Bounds(domains, frozenset(_entangled(program)), frozenset(followed))


def _domain(program: Program, one: Field) -> Domain:
    checks = [program.checks[number] for number in one.checks]
    values: tuple[int, ...] = ()
    lows: list[int] = []
    highs: list[int] = []
    conditions: list[ir.Expr] = []
    for check in checks:
        numbers = _numbers(check)
        match check.kind:
            case CheckKind.IN_ENUM if one.enum is not None:
                values = tuple(value for value, _ in program.enums[one.enum].members)
            case CheckKind.ANY_OF if numbers:
                values = numbers
            case CheckKind.MIN if numbers:
                lows.append(numbers[0])
            case CheckKind.MAX if numbers:
                highs.append(numbers[0])
            case _ if check.kind in _FIXING or fixed_by(check) is not None:
                continue
            case _ if check.condition is not None:
                conditions.append(check.condition)
    rules = list(_rules(program, one))
    return Domain(
        values, max(lows, default=None), min(highs, default=None),
        any(check.kind in _FIXING for check in checks) or one.target_check is not None,
        tuple(filter(_is_askable, conditions)), tuple(filter(_is_askable, rules)),
        tuple(lit for default in one.defaults if type(lit := _literal(default)) is int),
        not all(map(_is_askable, (*conditions, *rules))),
    )  # fmt: skip


def _is_askable(condition: ir.Expr) -> bool:
    """Whether a condition is made of what can be worked out on a trace alone."""
    return all(
        isinstance(node, _ASKABLE)
        or (isinstance(node, ir.Call) and node.name in (*SAME, *_LENGTHS))
        or (isinstance(node, ir.Over) and node.name == "count" and node.body is None)
        for node in walk(condition)
    )


def _literal(node: ir.Expr) -> int | None:
    if isinstance(node, ir.Lit | ir.EnumLit) and type(node.value) is int:
        return node.value
    return None


def _numbers(check: Check) -> tuple[int, ...]:
    """Return the operands of a check when all of them are integers that are known."""
    found = tuple(_literal(operand) for operand in check.operands)
    if check.kind not in _SIMPLE or not found or None in found:
        return ()
    return tuple(value for value in found if value is not None)


def _rules(program: Program, one: Field) -> Iterator[ir.Expr]:
    """Yield the conditions of the type that mention a field of the object itself."""
    for number in program.structs[one.struct].checks:
        condition = program.checks[number].condition
        if condition is None or needs_contract(condition):
            continue
        if any(_is_own(node) and node.field == one.number for node in walk(condition)
               if isinstance(node, ir.FieldGet)):  # fmt: skip
            yield condition


def _is_own(node: ir.FieldGet) -> bool:
    return isinstance(node.object, ir.SelfRef)


def _entangled(program: Program) -> Iterator[int]:
    """Yield the fields that something else than rules of their own object looks at."""
    for one in program.fields:
        for expr in _shaping(one):
            yield from _mentioned(expr)
    for check in program.checks:
        exprs = [*check.operands, *([check.condition] if check.condition is not None else [])]
        if any(map(needs_contract, exprs)):
            continue
        is_rule = check.kind is CheckKind.CHECK and not any(map(_reaches, exprs))
        if check.kind is CheckKind.CHECK and not any(map(_leaves, exprs)):
            continue
        for expr in exprs:
            for node in walk(expr):
                if isinstance(node, ir.FieldGet) and not (is_rule and _is_own(node)):
                    yield node.field
        if check.kind in (CheckKind.UNIQUE, CheckKind.SORTED) and check.field is not None:
            yield check.field


def _leaves(expr: ir.Expr) -> bool:
    """Whether a rule looks at what does not lie in its object, so that nobody would ask it."""
    return any(isinstance(node, _ELSEWHERE) for node in walk(expr))


def _reaches(expr: ir.Expr) -> bool:
    """Whether a rule looks at more than the object itself."""
    return any(
        isinstance(node, ir.Over | ir.Target | ir.Lookup | ir.ParentOf | ir.RootOf | ir.Overlaps)
        for node in walk(expr)
    )


def _mentioned(expr: ir.Expr) -> Iterator[int]:
    for node in walk(expr):
        if isinstance(node, ir.FieldGet):
            yield node.field


def _shaping(one: Field) -> Iterator[ir.Expr]:
    """Yield what decides where a field is, how large, how often and of what type."""
    parts = [one.condition, one.position, one.repeat.expr if one.repeat else None]
    if one.kind is FieldKind.VALUE:
        parts.append(one.value)
    yield from (part for part in parts if part is not None)
    stack: list[object] = [one.read] if one.read is not None else []
    while stack:
        read = stack.pop()
        for name in getattr(read, "__dataclass_fields__", {}):
            value = getattr(read, name)
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, ir.Expr):
                    yield part
                elif isinstance(part, tuple):
                    stack.extend(each for each in part if not isinstance(each, ir.Expr))
                    yield from (each for each in part if isinstance(each, ir.Expr))
                elif hasattr(part, "__dataclass_fields__"):
                    stack.append(part)
