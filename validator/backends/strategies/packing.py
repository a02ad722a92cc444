"""Numbers that are several: which bits of a stored number an expression takes out.

Comes in: a Program. Goes out: for each number of which masks and shifts take out at least two
parts, these parts, with the values that decide something. Such a number is chosen part by part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from validator.backends.strategies.domain import Part, simplest_first
from validator.backends.strategies.rules import constant
from validator.ir import expr as ir
from validator.ir.nodes import Field, FieldKind, NumberRead, Program, RepeatKind, SwitchRead
from validator.ir.walk import walk

_WIDEST = 64
_NARROW = 32

Bits = tuple[int, int, int]
"""Field, shift and width of a part."""


def find_packed(program: Program, exprs: Iterable[ir.Expr]) -> dict[int, tuple[Part, ...]]:
    """Return the parts of numbers that consist of several.

    Args:
        program: the compiled schema.
        exprs: all its expressions.
    """
    found: dict[int, set[Bits]] = {}
    values: dict[Bits, list[Any]] = {}
    for expr in exprs:
        for node in walk(expr):
            bits = _bits(program, node)
            if bits is not None:
                found.setdefault(bits[0], set()).add(bits)
            for part, value in _decided(program, node):
                values.setdefault(part, []).append(value)
    for one in program.fields:
        if isinstance(one.read, SwitchRead):
            chosen = _meant(program, one.read.on)
            if chosen is not None:
                cases = [constant(case) for case, _ in one.read.cases]
                values.setdefault(chosen, []).extend(v for v in cases if type(v) is int)
    counts = set(_counts(program))
    packed = {number: _apart(parts) for number, parts in found.items()}
    return {
        number: tuple(_part(bits, values.get(bits, ()), bits in counts) for bits in parts)
        for number, parts in packed.items()
        if len(parts) > 1
    }


def _apart(parts: Iterable[Bits]) -> list[Bits]:
    """Return parts that do not overlap, narrow ones first."""
    taken, kept = 0, []
    for bits in sorted(parts, key=lambda one: (one[2], one[1])):
        mask = (1 << bits[2]) - 1 << bits[1]
        if not taken & mask:
            taken |= mask
            kept.append(bits)
    return sorted(kept, key=lambda one: one[1])


def _part(bits: Bits, values: Iterable[Any], is_count: bool) -> Part:
    _, shift, width = bits
    inside = [value for value in values if type(value) is int and 0 <= value < 1 << width]
    if inside and max(inside) - min(inside) <= _NARROW:
        inside += range(min(inside), max(inside) + 1)
    return Part(shift, width, simplest_first(inside), is_count)


def _decided(program: Program, node: Any) -> Iterator[tuple[Bits, int]]:
    """Yield parts with the constants that they are compared with."""
    match node:
        case ir.Compare(left=left, right=right):
            for side, other in ((left, right), (right, left)):
                part, value = _meant(program, side), constant(other)
                if part is not None and type(value) is int:
                    yield part, value
        case ir.FieldGet(field=number):
            one = program.fields[number]
            part = _meant(program, node) if one.enum is not None else None
            if part is not None and one.enum is not None:
                yield from ((part, value) for value, _ in program.enums[one.enum].members)


def _counts(program: Program) -> Iterator[Bits]:
    for one in program.fields:
        if one.repeat is not None and one.repeat.kind is RepeatKind.COUNT:
            part = _meant(program, one.repeat.expr)
            if part is not None:
                yield part


def _meant(program: Program, node: Any) -> Bits | None:
    """Return the part that an expression is, or that the computed value is which it means."""
    match node:
        case ir.Cast(operand=operand) | ir.Call(name="enum_to_i", args=(operand,)):
            return _meant(program, operand)
        case ir.FieldGet(field=number):
            one = program.fields[number]
            if one.kind is FieldKind.VALUE and one.value is not None:
                return _bits(program, one.value)
    return _bits(program, node)


def _bits(program: Program, node: Any) -> Bits | None:
    match node:
        case ir.Cast(operand=operand) | ir.Call(name="i_to_enum", args=(operand, *_)):
            return _bits(program, operand)
        case ir.Binary(op="&", left=left, right=right):
            mask = constant(right)
            if type(mask) is not int or mask <= 0 or mask & mask + 1:
                return None
            inner = _stored(program, left) or _bits(program, left)
            if inner is None:
                return None
            return inner[0], inner[1], min(mask.bit_length(), inner[2])
        case ir.Binary(op=">>", left=left, right=right):
            shift, inner = constant(right), _stored(program, left)
            if type(shift) is not int or inner is None or not 0 < shift < inner[2]:
                return None
            return inner[0], shift, inner[2] - shift
    return None


def _stored(program: Program, node: Any) -> Bits | None:
    """Return a whole unsigned number that an expression means."""
    match node:
        case ir.Cast(operand=operand):
            return _stored(program, operand)
        case ir.FieldGet(field=number):
            one: Field = program.fields[number]
            if one.repeat is not None or not isinstance(one.read, NumberRead):
                return None
            primitive = one.read.primitive
            if not primitive.is_float and not primitive.minimum:
                return number, 0, min(primitive.width * 8, _WIDEST)
    return None
