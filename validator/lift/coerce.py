"""What Python does with values of mixed types, spelled out for the IR.

Python takes booleans for integers, any value for a condition, and compares whatever it is
given; the IR does none of that. An absent value is `None` there and a failure here.
"""

from __future__ import annotations

from typing import Any

from validator.ir import expr as ir
from validator.ir.nodes import BitsRead, FieldKind
from validator.ir.types import (
    BOOL,
    INT,
    ArrayType,
    BoolType,
    BytesType,
    EnumType,
    FloatType,
    IntType,
    StrType,
    StructType,
    Type,
)
from validator.lift.draft import Site
from validator.lift.lifter import Lifter
from validator.lift.presence import is_implied, presence_of
from validator.lift.problem import Mistake, Refusal

_SIZES = {ArrayType: "array_size", BytesType: "bytes_length", StrType: "str_length"}
_MAX_DEPTH = 40


def describe(lifter: Lifter, kind: Type) -> str:
    """Return the user's word for a type, for messages."""
    match kind:
        case IntType():
            return "an integer"
        case FloatType():
            return "a float"
        case BoolType():
            return "a boolean"
        case BytesType():
            return "a byte string"
        case StrType():
            return "a string"
        case EnumType(enum=number):
            return f"a member of {lifter.enums[number].path[-1]}"
        case ArrayType():
            return "a list"
        case StructType(struct=number):
            return f"an object ({'.'.join(lifter.drafts[number].path)})"
    return "a value of several possible types"


def as_int(value: ir.Expr) -> ir.Expr | None:
    """Return an integer for an integer or boolean, else None."""
    match value.type:
        case IntType():
            return value
        case BoolType():
            return ir.Call("bool_to_i", (value,), INT)
    return None


def as_number(value: ir.Expr) -> ir.Expr | None:
    """Return a number for a number or boolean, else None."""
    return value if isinstance(value.type, FloatType) else as_int(value)


def as_bool(lifter: Lifter, site: Site, value: ir.Expr) -> ir.Expr | None:
    """Return whether a value counts as true in Python; None when that cannot be said.

    Args:
        lifter, site: where it is asked.
        value: what counts; absent values count as false.
    """
    made: ir.Expr | None = None
    match value.type:
        case BoolType():
            made = value
        case IntType():
            made = ir.Compare("!=", value, ir.Lit(0, INT), BOOL)
        case FloatType():
            made = ir.Compare("!=", value, ir.Lit(0.0, value.type), BOOL)
        case ArrayType() | BytesType() | StrType():
            size = ir.Call(_SIZES[type(value.type)], (value,), INT)
            made = ir.Compare("!=", size, ir.Lit(0, INT), BOOL)
    there = _unsure(lifter, site, value)
    if made is None or there is None:
        return made
    return ir.Logic("and", there, made, BOOL)


def _unsure(lifter: Lifter, site: Site, value: ir.Expr) -> ir.Expr | None:
    """Return the condition under which a value is there, when it may be absent at a site."""
    there = presence_of(lifter, value)
    return None if there is None or is_implied(there, site.condition) else there


def is_there(lifter: Lifter, site: Site, value: ir.Expr) -> bool:
    """Whether a value is surely there at a site."""
    return _unsure(lifter, site, value) is None


def functions(function: Any, argument: ir.Expr) -> ir.Expr | None:
    """Return `len_`, `sum_`, `min_`, `max_` or `abs_` of a value; None when it has none."""
    if function is abs:
        number = as_number(argument)
        if number is None:
            return None
        is_negative = ir.Compare("<", number, ir.Lit(0, INT), BOOL)
        return ir.IfElse(is_negative, ir.Unary("-", number, number.type), number, number.type)
    if function is len:
        name = _SIZES.get(type(argument.type))
        return ir.Call(name, (argument,), INT) if name else None
    item = _number_item(argument.type)
    if item is None:
        return None
    prefix = "bytes" if isinstance(argument.type, BytesType) else "array"
    if function is sum:
        return ir.Over("sum", argument, None, 1, item)
    if function in (min, max):
        return ir.Call(f"{prefix}_{function.__name__}", (argument,), item)
    return None


def _number_item(kind: Type) -> Type | None:
    match kind:
        case BytesType():
            return INT
        case ArrayType(item=IntType()):
            return INT
        case ArrayType(item=FloatType() as item):
            return item
    return None


def compare(
    lifter: Lifter, site: Site, op: str, left: ir.Expr, right: ir.Expr, found: str
) -> ir.Expr:
    """Return a comparison with the result that Python gives.

    Args:
        lifter, site: where it stands.
        op: `==` or another comparison.
        left, right: operands.
        found: the comparison as text.
    Raises:
        Refusal: it has the same result for all data, or none.
    """
    pair = _comparable(lifter, site, op, left, right, found)
    made: ir.Expr = ir.Compare(op, *pair, BOOL)
    for side in (left, right):
        there = _unsure(lifter, site, side)
        if there is not None and op == "==":
            made = ir.Logic("and", there, made, BOOL)  # None equals no number
        elif there is not None and op == "!=":
            made = ir.Logic("or", ir.Unary("not", there, BOOL), made, BOOL)
    return made


def _comparable(
    lifter: Lifter, site: Site, op: str, left: ir.Expr, right: ir.Expr, found: str
) -> tuple[ir.Expr, ir.Expr]:
    one, two = as_number(left), as_number(right)
    if one is not None and two is not None:
        both_bool = isinstance(left.type, BoolType) and isinstance(right.type, BoolType)
        return (left, right) if both_bool and op in ("==", "!=") else (one, two)
    if op in ("==", "!="):
        if isinstance(left.type, EnumType) and isinstance(right, ir.Lit):
            return left, label_of(lifter, site, left.type, right, found)
        if isinstance(right.type, EnumType) and isinstance(left, ir.Lit):
            return label_of(lifter, site, right.type, left, found), right
    is_same = left.type == right.type and isinstance(left.type, StrType | BytesType | EnumType)
    if is_same and (op in ("==", "!=") or not isinstance(left.type, EnumType)):
        return left, right
    raise lifter.refusal(
        site, "these can never be compared", rule="type-mismatch",
        expected="two numbers, two strings, two byte strings, or an Enum and one of its labels",
        found=f"{found}: {describe(lifter, left.type)} and {describe(lifter, right.type)}",
    )  # fmt: skip


def label_of(lifter: Lifter, site: Site, kind: Type, value: ir.Lit, found: str) -> ir.Expr:
    """Return the member of an Enum that equals a constant.

    An Enum of construct gives its label for a known number and the number for others.

    Raises:
        Refusal: no value of the Enum equals the constant.
    """
    assert isinstance(kind, EnumType)
    enum = lifter.enums[kind.enum]
    labels = {label: number for number, label in enum.members}
    if isinstance(value.value, str) and value.value in labels:
        return ir.EnumLit(labels[value.value], value.value, kind)
    known = dict(enum.members)
    if isinstance(value.value, int) and not isinstance(value.value, bool):
        if value.value not in known:
            return ir.EnumLit(value.value, str(value.value), kind)
        raise lifter.refusal(
            site, "an Enum gives a label here, never this number", rule="type-mismatch",
            expected=repr(known[value.value]), found=found,
        )  # fmt: skip
    raise Refusal(
        Mistake(
            "unknown-enum", site.pos, f"{enum.path[-1]} has no label {value.value!r}",
            "one of " + ", ".join(list(labels)[:12]), found, None, (str(value.value), labels),
        )
    )  # fmt: skip


def is_nonnegative(lifter: Lifter, value: ir.Expr, depth: int = 0) -> bool:
    """Whether an integer expression can be proved never to be negative."""
    if depth > _MAX_DEPTH:
        return False
    match value:
        case ir.Lit(value=int(number)):
            return number >= 0
        case ir.Index() | ir.SpanOf() | ir.StreamAttr():
            return True
        case ir.Call(name=name):
            return name.endswith(("_size", "_length", "_to_i")) and not name.startswith("str_to")
        case ir.FieldGet(field=number, type=IntType(width=width, signed=signed)):
            one = lifter.fields[number]
            if one.value is not None:
                return is_nonnegative(lifter, one.value, depth + 1)
            is_bits = isinstance(one.read, BitsRead) or one.kind is FieldKind.PARAM
            return is_bits or (width is not None and not signed)
        case ir.Subscript(type=IntType(width=width, signed=signed)):
            return width is not None and not signed
        case ir.IfElse(then=then, otherwise=otherwise):
            return is_nonnegative(lifter, then, depth + 1) and is_nonnegative(
                lifter, otherwise, depth + 1
            )
        case ir.Binary(op="&", left=left, right=right):
            return is_nonnegative(lifter, left, depth + 1) or is_nonnegative(
                lifter, right, depth + 1
            )
        case ir.Binary(op="%", right=right):
            return is_nonnegative(lifter, right, depth + 1)
        case ir.Binary(op=op, left=left, right=right) if op != "-":
            return is_nonnegative(lifter, left, depth + 1) and is_nonnegative(
                lifter, right, depth + 1
            )
    return False
