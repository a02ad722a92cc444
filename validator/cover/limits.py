"""What a schema says about the values of a field without looking at a file: range, set, bounds.

Comes in: a Program and a field. Goes out: which values its checks permit as far as constants
tell, and the constants that they are compared with. What needs a file is left to gauges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from validator.cover.reach import constant
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.equations import derived_fields
from validator.ir.nodes import (
    BitsRead,
    Check,
    CheckKind,
    Field,
    NumberRead,
    Program,
    Read,
    SwitchRead,
)
from validator.ir.walk import walk

_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_FIXING = (CheckKind.CONTENTS, CheckKind.EQ, CheckKind.RESERVED, CheckKind.CHECKSUM)
_MOST_WALKED = 200_000


@dataclass(frozen=True, slots=True)
class Edge:
    """A bound that a check compares a number with: last value inside, first one outside.

    Attributes:
        inside, outside: neighbors; `step` leads from the bound into the range.
    """

    inside: int
    outside: int

    @property
    def further(self) -> int:
        """The value next to the bound, further inside."""
        return 2 * self.inside - self.outside


# house: loose-dataclass - filled in check by check
@dataclass(slots=True)
class Limits:
    """What is known about the values of a number.

    Attributes:
        low, high: inclusive range of valid values, None for unbounded.
        smallest, largest: range of what can be stored.
        allowed: the only values that are valid, None when any in the range is.
        edges: bounds of checks.
        is_fixed: a check leaves one value only, or an equation fixes it.
    """

    low: int | None = None
    high: int | None = None
    smallest: int | None = None
    largest: int | None = None
    allowed: dict[int, None] | None = None
    edges: dict[Edge, None] = field(default_factory=dict)
    is_fixed: bool = False

    def permits(self, value: int) -> bool:
        """Whether a value can be valid.

        Args:
            value: any number.
        """
        if self.allowed is not None and value not in self.allowed:
            return False
        is_over = self.low is not None and value < self.low
        return not is_over and not (self.high is not None and value > self.high)

    def take(self, op: str, bound: int, *, must_hold: bool) -> None:
        """Learn from a comparison `value op bound`.

        Args:
            op: of the comparison.
            bound: a constant.
            must_hold: valid values meet it; else it only stands somewhere in a check.
        """
        edge = _edge(op, bound)
        if edge is not None:
            self.edges[edge] = None
        if not must_hold:
            return
        if op == "==":
            self.is_fixed = True
        if edge is not None and edge.inside < edge.outside:
            self.high = edge.inside if self.high is None else min(self.high, edge.inside)
        elif edge is not None:
            self.low = edge.inside if self.low is None else max(self.low, edge.inside)


def _edge(op: str, bound: int) -> Edge | None:
    match op:
        case "<=":
            return Edge(bound, bound + 1)
        case "<":
            return Edge(bound - 1, bound)
        case ">=":
            return Edge(bound, bound - 1)
        case ">":
            return Edge(bound + 1, bound)
    return None


def ranges_of(read: Read | None) -> tuple[int, int] | None:
    """Return the range of what a read can store; None for what is no integer.

    Args:
        read: of a field; of a switch the range that holds all its integers.
    """
    match read:
        case NumberRead(primitive=primitive):
            if primitive.minimum is not None and primitive.maximum is not None:
                return primitive.minimum, primitive.maximum
        case BitsRead(width=width):
            return 0, (1 << width) - 1
        case SwitchRead(cases=cases, default=default):
            parts = [ranges_of(case) for case in (*(one for _, one in cases), default)]
            known = [part for part in parts if part is not None]
            if known:
                return min(low for low, _ in known), max(high for _, high in known)
    return None


class LimitFinder:
    """Finds limits of the fields of one program.

    Args:
        program: not modified.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._derived = derived_fields(program)
        self._compared: dict[int, list[tuple[str, int, bool]]] = {}
        self._measured: dict[int, list[tuple[str, int, bool]]] = {}
        left = _MOST_WALKED
        for check in program.checks:
            if check.kind is CheckKind.CHECK and check.condition is not None and left > 0:
                left -= self._note(check.condition)

    def of(self, one: Field) -> Limits:
        """Return what constants say about a field, or the elements of one that repeats.

        Args:
            one: of the program.
        """
        limits = Limits()
        span = ranges_of(one.read)
        if span is not None:
            limits.smallest, limits.largest = span
            limits.low, limits.high = span
        for number in one.checks:
            self._learn(limits, self._program.checks[number])
        for op, bound, must_hold in self._compared.get(one.number, ()):
            limits.take(op, bound, must_hold=must_hold)
        limits.is_fixed = limits.is_fixed or one.number in self._derived
        return limits

    def length_of(self, one: Field, span: tuple[int, int | None]) -> tuple[int, int | None]:
        """Return the range of a length or count, narrowed by what checks say about it.

        Args:
            one: a text, byte string or list.
            span: what its size or count permits.
        """
        limits = Limits(low=span[0], high=span[1])
        for number in one.checks:
            condition = self._program.checks[number].condition
            for node in conjuncts(condition) if condition is not None else ():
                found = _comparison(node, _length_of_item)
                if found is not None:
                    limits.take(found[1], found[2], must_hold=True)
        for op, bound, must_hold in self._measured.get(one.number, ()):
            limits.take(op, bound, must_hold=must_hold)
        return max(0, limits.low or 0), limits.high

    def _learn(self, limits: Limits, check: Check) -> None:
        if check.kind in _FIXING:
            limits.is_fixed = True
        elif check.kind in (CheckKind.ANY_OF, CheckKind.IN_ENUM):
            values = [constant(operand) for operand in check.operands]
            if all(type(value) is int for value in values):
                limits.allowed = dict.fromkeys(values)
        elif check.condition is not None and check.kind in (
            CheckKind.MIN, CheckKind.MAX, CheckKind.EXPR,
        ):  # fmt: skip
            certain = set(map(id, conjuncts(check.condition)))
            for node in walk(check.condition):
                found = _comparison(node, _is_item)
                if found is not None:
                    limits.take(found[1], found[2], must_hold=id(node) in certain)

    def _note(self, condition: ir.Expr) -> int:
        """Collect comparisons of the object's own fields; return how much was looked at."""
        certain = set(map(id, conjuncts(condition)))
        count = 0
        for node in walk(condition):
            count += 1
            for subject, known in ((own_field, self._compared), (_own_length, self._measured)):
                found = _comparison(node, subject)
                if found is not None:
                    number, op, bound = found
                    known.setdefault(number, []).append((op, bound, id(node) in certain))
        return count


def conjuncts(condition: ir.Expr) -> Iterator[ir.Expr]:
    """Yield the parts of a condition that all have to hold.

    Args:
        condition: of a check.
    """
    waiting = [condition]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ir.Logic) and node.op == "and":
            waiting += (node.right, node.left)
        else:
            yield node


def _bare(node: ir.Expr) -> ir.Expr:
    match node:
        case ir.Cast(operand=inner) | ir.Call(name="enum_to_i" | "bool_to_i", args=(inner,)):
            return _bare(inner)
    return node


def _is_item(node: ir.Expr) -> int | None:
    return 0 if isinstance(node, ir.Item) and node.depth == 0 else None


def own_field(node: ir.Expr) -> int | None:
    """Return the field of the same object that an expression is, or None.

    Args:
        node: an expression.
    """
    match node:
        case ir.FieldGet(object=ir.SelfRef(), field=number):
            return number
    return None


_LENGTHS = ("array_size", "bytes_length", "str_length")


def _length_of_item(node: ir.Expr) -> int | None:
    match node:
        case ir.Call(name=name, args=(inner,)) if name in _LENGTHS:
            return _is_item(inner)
    return None


def _own_length(node: ir.Expr) -> int | None:
    match node:
        case ir.Call(name=name, args=(inner,)) if name in _LENGTHS:
            return own_field(inner)
    return None


def _comparison(node: ir.Expr, subject: object) -> tuple[int, str, int] | None:
    """Return (subject, op, bound) of a comparison of a subject with a constant, or None."""
    if not isinstance(node, ir.Compare) or not callable(subject):
        return None
    for one, other, op in (
        (node.left, node.right, node.op),
        (node.right, node.left, _MIRROR[node.op]),
    ):
        found, bound = subject(_bare(one)), constant(other)
        if found is not None and type(bound) is int:
            return found, op, bound
    return None


def span_of(finder: LimitFinder, program: Program, node: ir.Expr | None) -> tuple[int, int | None]:
    """Return the smallest and largest value of a size or count, None for no known largest.

    Args:
        finder: of the program.
        program: resolves fields.
        node: the expression; None when nothing limits it.
    """
    match node:
        case ir.FieldGet(field=number):
            one = program.fields[number]
            if one.value is not None:
                return 0, None
            limits = finder.of(one)
            values = [value for value in limits.allowed or () if limits.permits(value)]
            if values:
                return max(0, min(values)), max(values)
            return max(0, limits.low or 0), limits.high
        case ir.Cast(operand=inner) | ir.Call(name="enum_to_i" | "bool_to_i", args=(inner,)):
            return span_of(finder, program, inner)
        case ir.Binary(op="+" | "-" | "*" as op, left=left, right=right):
            low, high = span_of(finder, program, left)
            by = constant(right)
            if type(by) is int and by >= 0:
                return _moved(op, low, by) or 0, _moved(op, high, by)
    fixed = constant(node) if node is not None else None
    return (max(0, fixed), max(0, fixed)) if type(fixed) is int else (0, None)


def _moved(op: str, value: int | None, by: int) -> int | None:
    if value is None:
        return None
    return max(0, {"+": value + by, "-": value - by, "*": value * by}[op])
