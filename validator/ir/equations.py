"""What fixes the stored numbers of a format: its equations, found in the Program alone.

A size, a count, a position or a `valid: eq` is an equation between an expression and
something that can be measured in a file. The stored fields of the expression are its
unknowns. Comes in: a Program. Goes out: for each equation its unknowns, and which fields no
user has to set. It knows nothing of values or bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Check,
    CheckKind,
    Extent,
    Field,
    FieldKind,
    NumberRead,
    Program,
    Read,
    StrRead,
    StructRead,
    SwitchRead,
)
from validator.ir.walk import children


class Measure(Enum):
    """What the expression of an equation is equal to."""

    SIZE = "size"
    COUNT = "repeat-expr"
    POSITION = "pos"
    VALUE = "valid/eq"
    PRESENCE = "if"
    CHECKSUM = "-checksum"


@dataclass(frozen=True, slots=True)
class Equation:
    """One equation of the format.

    Attributes:
        measure: what is measured.
        field: number of the field of which it is measured.
        expr: equal to the measure; in the context of the field's struct.
        unknowns: numbers of the stored fields whose values it is computed from, sorted.
    """

    measure: Measure
    field: int
    expr: ir.Expr
    unknowns: tuple[int, ...]


def find_equations(program: Program) -> tuple[Equation, ...]:
    """Return every equation of the program, in the order of its fields.

    Args:
        program: a compiled schema; not modified.
    """
    unknowns = Unknowns(program)
    return tuple(
        Equation(measure, field.number, expr, tuple(sorted(unknowns.of(expr))))
        for field in program.fields
        for measure, expr in _of_field(program, field)
    )


def _of_field(program: Program, field: Field) -> Iterator[tuple[Measure, ir.Expr]]:
    for extent in extents_of(field.read):
        if extent.size is not None:
            yield Measure.SIZE, extent.size
    if field.repeat is not None and field.repeat.kind.value == "expr" and field.repeat.expr:
        yield Measure.COUNT, field.repeat.expr
    if field.position is not None:
        yield Measure.POSITION, field.position
    for number in field.checks:
        fixed = fixed_by(program.checks[number])
        if fixed is not None:
            yield Measure.VALUE, fixed


def extents_of(read: Read | None) -> Iterator[Extent]:
    """Yield the extents of a read, those of all cases of a switch included."""
    match read:
        case BytesRead(extent=extent) | StrRead(extent=extent):
            yield extent
        case StructRead(extent=Extent() as extent):
            yield extent
        case SwitchRead(cases=cases, default=default):
            for _, case in cases:
                yield from extents_of(case)
            yield from extents_of(default)


def fixed_by(check: Check) -> ir.Expr | None:
    """Return the expression that the checked value is equal to, or None.

    `contents`, `valid: eq`, and a `valid/expr` of the form `_ == something` fix a value, unless
    the value itself is needed to say what it is equal to.
    """
    match check.kind:
        case CheckKind.CONTENTS | CheckKind.EQ:
            return None if _uses_own(check.operands[0], check.field) else check.operands[0]
        case CheckKind.EXPR:
            match check.condition:
                case ir.Compare(op="==", left=ir.Item(depth=0), right=right):
                    return None if _uses_item(right) else right
                case ir.Compare(op="==", left=left, right=ir.Item(depth=0)):
                    return None if _uses_item(left) else left
    return None


def _uses_own(node: ir.Expr, field: int | None) -> bool:
    match node:
        case ir.FieldGet(object=ir.SelfRef(), field=number) if number == field:
            return True
    return any(_uses_own(child, field) for child in children(node))


def _uses_item(node: ir.Expr) -> bool:
    match node:
        case ir.Item(depth=0):
            return True
    return any(map(_uses_item, children(node)))


class Unknowns:
    """Finds the stored fields that values of expressions are computed from.

    Value instances stand for their own expressions, parameters for what is passed in every
    place. Objects on the way, subscripts and conditions choose, but are not computed with.

    Args:
        program: resolves numbers; not modified.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.known: dict[int, frozenset[int]] = {}
        self.arguments: dict[int, list[ir.Expr]] = {}
        for field in program.fields:
            for read in structs_of(field.read):
                params = program.structs[read.struct].params
                for param, arg in zip(params, read.args, strict=True):
                    self.arguments.setdefault(param.number, []).append(arg)

    def of(self, node: ir.Expr) -> frozenset[int]:
        """Return the numbers of the fields that an expression is computed from."""
        match node:
            case ir.FieldGet(field=number):
                return self._of_field(self.program.fields[number])
            case ir.IfElse(then=then, otherwise=otherwise):
                return self.of(then) | self.of(otherwise)
            case ir.Unary() | ir.Binary() | ir.Cast():
                return self._union(list(children(node)))
            case ir.Call(name="str_to_i" | "enum_to_i" | "bool_to_i", args=args):
                return self.of(args[0])
        return frozenset()

    def _of_field(self, field: Field) -> frozenset[int]:
        if field.number not in self.known:
            self.known[field.number] = frozenset()  # what a value needs of itself
            if field.kind is FieldKind.VALUE and field.value is not None:
                self.known[field.number] = self.of(field.value)
            elif field.kind is FieldKind.PARAM:
                self.known[field.number] = self._union(self.arguments.get(field.number, []))
            elif is_settable(field):
                self.known[field.number] = frozenset({field.number})
        return self.known[field.number]

    def _union(self, nodes: Iterable[ir.Expr]) -> frozenset[int]:
        return frozenset().union(*map(self.of, nodes))


def structs_of(read: Read | None) -> Iterator[StructRead]:
    """Yield the reads of objects in a read, those of all cases of a switch included."""
    match read:
        case StructRead():
            yield read
        case SwitchRead(cases=cases, default=default):
            for _, case in cases:
                yield from structs_of(case)
            yield from structs_of(default)


def is_settable(field: Field) -> bool:
    """Whether the field is one stored number or string, which an equation can be solved for."""
    stored = field.kind in (FieldKind.SEQ, FieldKind.INSTANCE)
    is_one = field.repeat is None and isinstance(field.read, NumberRead | BitsRead | StrRead)
    return stored and is_one


def derived_fields(program: Program) -> frozenset[int]:
    """Return the fields that equations with one unknown fix, checksums included.

    Nobody has to set them by hand: a builder fills them in.
    """
    found = {
        check.field
        for check in program.checks
        if check.field is not None
        and (check.kind is CheckKind.CHECKSUM or fixed_by(check) is not None)
    }
    unknowns = Unknowns(program)
    for equation in find_equations(program):
        is_one = equation.measure is not Measure.VALUE and len(equation.unknowns) == 1
        if is_one and _fixes_whole(unknowns, equation.expr):
            found.add(equation.unknowns[0])
    return frozenset(found)


def _fixes_whole(unknowns: Unknowns, node: ir.Expr) -> bool:
    """Whether the value of the expression leaves only one value for its unknown."""
    match node:
        case ir.FieldGet(field=number):
            field = unknowns.program.fields[number]
            if field.kind is FieldKind.VALUE and field.value is not None:
                return _fixes_whole(unknowns, field.value)
            return is_settable(field)
        case ir.Unary(operand=operand) | ir.Cast(operand=operand):
            return _fixes_whole(unknowns, operand)
        case ir.Binary(op="+" | "-" | "*" | "^" | "<<", left=left, right=right):
            parts = [part for part in (left, right) if unknowns.of(part)]
            return len(parts) == 1 and _fixes_whole(unknowns, parts[0])
        case ir.Call(name="enum_to_i" | "bool_to_i", args=args):
            return _fixes_whole(unknowns, args[0])
    return False


def absence_of(condition: ir.Expr) -> ir.Expr | None:
    """Return what is zero when a field is absent, or None.

    An `if` of the form `x != 0` or `x > 0` says that x is zero where the field is not there.
    """
    match condition:
        case ir.Compare(op="!=" | ">", left=left, right=ir.Lit(value=0)):
            return left
    return None
