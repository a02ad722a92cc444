"""Numbers of whole bytes: FormatField, BytesInteger, Flag, VarInt, ZigZag."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import BitsRead, CheckKind, Endian, NumberRead, Repeat, RepeatKind
from validator.ir.primitives import PRIMITIVES
from validator.ir.types import BOOL, FLOAT, INT, IntType, Type
from validator.lift.draft import Order, Plan, Site
from validator.lift.lifter import Lifter

_NAMES = {
    "B": "u1", "H": "u2", "L": "u4", "Q": "u8", "b": "s1", "h": "s2", "l": "s4", "q": "s8",
    "f": "f4", "d": "f8",
}  # fmt: skip
MAX_PART = 64
"""Bits that one field reads."""
MAX_WIDTH = 4096
"""Bits of one value or padding."""
_VARINT_BYTES = 10
_U1 = NumberRead(PRIMITIVES["u1"], Endian.LITTLE)


def bytes_only(lifter: Lifter, made: Any, site: Site) -> None:
    """Refuse a construct that reads bytes where bits are read.

    Raises:
        Refusal: bits are read, or bytes in reverse order.
    """
    if site.is_bits:
        raise lifter.refusal(
            site, f"{type(made).__name__} reads bytes, but stands among bits",
            expected="BitsInteger, Flag, Padding, or Bytewise around it",
        )  # fmt: skip
    if site.order is Order.SWAPPED:
        raise lifter.refusal(
            site, f"{type(made).__name__} inside ByteSwapped cannot be lifted",
            expected="a number or a BitStruct inside ByteSwapped",
        )  # fmt: skip


def plan_format(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`Int16ul`, `Float64b` and the like."""
    if site.is_bits:
        bytes_only(lifter, made, site)
    order, code = made.fmtstr[0], made.fmtstr[1]
    if code == "?":
        return None
    name = _NAMES.get(code)
    if name is None:
        raise lifter.refusal(
            site, "a float of 2 bytes cannot be lifted", expected="Float32 or Float64",
            found=f"struct format {made.fmtstr}",
        )  # fmt: skip
    is_little = order == "<" or (order == "=" and sys.byteorder == "little")
    if site.order is Order.SWAPPED:
        is_little = not is_little
    primitive = PRIMITIVES[name]
    endian = Endian.LITTLE if is_little or primitive.width == 1 else Endian.BIG
    kind: Type = FLOAT if primitive.is_float else IntType(primitive.width, primitive.signed)
    return Plan(NumberRead(primitive, endian), kind)


def put_flag(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Flag`, and `?` of FormatField: any byte but 0 is true; one bit among bits."""
    if site.order is Order.SWAPPED:
        bytes_only(lifter, made, site)
    raw = lifter.add_plan(site, f"_{name}_raw", Plan(_U1, IntType(1, False)))
    condition = ir.Compare("!=", lifter.get(site.me, raw), ir.Lit(0, INT), BOOL)
    return lifter.add_value(site, name, condition)


@dataclass(frozen=True, slots=True)
class Layout:
    """How an integer lies in the file.

    Attributes:
        bits: its width.
        signed: two's complement.
        little: least significant byte first.
    """

    bits: int
    signed: bool
    little: bool


def layout_of(lifter: Lifter, made: Any, site: Site, unit: int) -> Layout:
    """Return the layout of a BytesInteger or BitsInteger.

    Args:
        unit: bits that its length counts.
    Raises:
        Refusal: the layout depends on the data.
    """
    what = type(made).__name__
    if not isinstance(made.length, int) or not isinstance(made.swapped, bool | int):
        raise lifter.refusal(
            site, f"{what} of variable size or byte order cannot be lifted",
            expected="constants",
        )  # fmt: skip
    bits = made.length * unit
    if not 0 < bits <= MAX_WIDTH:
        raise lifter.refusal(
            site, f"{what} of {bits} bits cannot be read", rule="invalid-value",
            expected=f"1 to {MAX_WIDTH} bits",
        )  # fmt: skip
    if unit == 1 and made.swapped and bits % 8:
        raise lifter.refusal(
            site, "swapped bytes need whole bytes", rule="invalid-value",
            expected="a multiple of 8 bits", found=f"{bits} bits",
        )  # fmt: skip
    return Layout(bits, bool(made.signed), bool(made.swapped))


def plan_bytes_integer(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`BytesInteger`, `Int24ub` and the like: of 1, 2, 4, 8 bytes, or unsigned up to 8."""
    if site.is_bits:
        bytes_only(lifter, made, site)
    layout = _turned(layout_of(lifter, made, site, 8), site)
    width = layout.bits // 8
    endian = Endian.LITTLE if layout.little or width == 1 else Endian.BIG
    if width in (1, 2, 4, 8):
        primitive = PRIMITIVES[f"{'s' if layout.signed else 'u'}{width}"]
        return Plan(NumberRead(primitive, endian), IntType(width, layout.signed))
    if width <= 8 and not layout.signed:
        return Plan(BitsRead(layout.bits, endian, False), INT)
    return None


def _turned(layout: Layout, site: Site) -> Layout:
    return replace(layout, little=not layout.little) if site.order is Order.SWAPPED else layout


def put_bytes_integer(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`BytesInteger` that needs several reads, or a sign."""
    layout = _turned(layout_of(lifter, made, site, 8), site)
    parts = [min(MAX_PART, layout.bits - at) for at in range(0, layout.bits, MAX_PART)]
    endian = Endian.LITTLE if layout.little else Endian.BIG
    return put_parts(lifter, name, site, layout, [(bits, endian) for bits in parts])


def put_parts(
    lifter: Lifter, name: str, site: Site, layout: Layout, parts: Sequence[tuple[int, Endian]]
) -> int:
    """Read an integer as several bit fields, and compute its value.

    Args:
        lifter, site: where.
        name: wanted id of the value.
        layout: of the whole; `little` says that the first part is the least significant.
        parts: width and bit order of every part, as they stand in the file.
    """
    numbers = [
        lifter.add_plan(site, f"_{name}_raw", Plan(BitsRead(bits, endian, False), INT))
        for bits, endian in parts
    ]
    ordered = list(zip(numbers, (bits for bits, _ in parts), strict=True))
    if not layout.little:
        ordered.reverse()
    value: ir.Expr = lifter.get(site.me, ordered[0][0])
    shift = ordered[0][1]
    for number, bits in ordered[1:]:
        part = ir.Binary("<<", lifter.get(site.me, number), ir.Lit(shift, INT), INT)
        value, shift = ir.Binary("+", value, part, INT), shift + bits
    if layout.signed:
        value = _signed(value, layout.bits)
    return lifter.add_value(site, name, value)


def _signed(value: ir.Expr, bits: int) -> ir.Expr:
    is_negative = ir.Compare(">=", value, ir.Lit(1 << bits - 1, INT), BOOL)
    return ir.IfElse(is_negative, ir.Binary("-", value, ir.Lit(1 << bits, INT), INT), value, INT)


def put_varint(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`VarInt`: groups of 7 bits, least significant first; at most 10 bytes."""
    bytes_only(lifter, made, site)
    return lifter.add_value(site, name, _groups(lifter, name, site))


def put_zigzag(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`ZigZag`: a VarInt whose lowest bit is the sign."""
    bytes_only(lifter, made, site)
    raw = lifter.get(site.me, lifter.add_value(site, f"_{name}_raw", _groups(lifter, name, site)))
    half = ir.Binary("/", raw, ir.Lit(2, INT), INT)
    is_even = ir.Compare("==", ir.Binary("%", raw, ir.Lit(2, INT), INT), ir.Lit(0, INT), BOOL)
    negative = ir.Binary("-", ir.Lit(-1, INT), half, INT)
    return lifter.add_value(site, name, ir.IfElse(is_even, half, negative, INT))


def _groups(lifter: Lifter, name: str, site: Site) -> ir.Expr:
    item = ir.Item(0, IntType(1, False))
    is_last = ir.Compare("<", item, ir.Lit(0x80, INT), BOOL)
    plan = Plan(_U1, IntType(1, False))
    number = lifter.add_plan(site, f"_{name}_bytes", plan, Repeat(RepeatKind.UNTIL, is_last))
    groups = lifter.get(site.me, number)
    size = ir.Call("array_size", (groups,), INT)
    value: ir.Expr = ir.Lit(0, INT)
    for index in reversed(range(_VARINT_BYTES)):
        low = ir.Binary(
            "&", ir.Subscript(groups, ir.Lit(index, INT), IntType(1, False)), ir.Lit(127, INT), INT
        )
        rest = ir.Binary("+", low, ir.Binary("<<", value, ir.Lit(7, INT), INT), INT)
        there = ir.Compare(">", size, ir.Lit(index, INT), BOOL)
        value = ir.IfElse(there, rest, ir.Lit(0, INT), INT)
    is_short: ir.Expr = ir.Compare("<=", size, ir.Lit(_VARINT_BYTES, INT), BOOL)
    if site.condition is not None:
        is_short = ir.Logic("or", ir.Unary("not", site.condition, BOOL), is_short, BOOL)
    check = lifter.add_check(
        site, CheckKind.CHECK, number, is_short, rule="size-invalid",
        message=f"a VarInt of more than {_VARINT_BYTES} bytes",
    )  # fmt: skip
    site.draft.checks.append(check)
    return value
