"""Smallest number of bits that a read takes, known before any file is read."""

from __future__ import annotations

from validator.ir import expr as ir
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Extent,
    NumberRead,
    Program,
    Read,
    RepeatKind,
    StrRead,
    StructRead,
    SwitchRead,
)


def minimum_bits(program: Program, read: Read, depth: int = 0) -> int:
    """Return a lower bound of the size of one value, in bits; 0 when nothing is known.

    Args:
        program: where structs are looked up.
        read: how the value is read.
        depth: nesting so far; deeper than 16 counts as unknown.
    """
    match read:
        case NumberRead(primitive=primitive):
            return primitive.width * 8
        case BitsRead(width=width):
            return width
        case BytesRead(extent=extent) | StrRead(extent=extent):
            return _extent(extent)
        case StructRead(struct=number, extent=extent):
            if extent is not None:
                return _extent(extent)
            return 0 if depth > 16 else _struct(program, number, depth + 1)
        case SwitchRead(cases=cases, default=default):
            if default is None or depth > 16:
                return 0
            reads = [inner for _, inner in cases] + [default]
            return min(minimum_bits(program, inner, depth + 1) for inner in reads)
    return 0


def _extent(extent: Extent) -> int:
    match extent.size:
        case ir.Lit(value=value) if isinstance(value, int):
            return max(value, 0) * 8
    if extent.size is None and not extent.to_end and extent.terminator is not None:
        return len(extent.terminator) * 8 if extent.consume and extent.eos_error else 0
    return 0


def _struct(program: Program, number: int, depth: int) -> int:
    total = 0
    for f in program.structs[number].seq:
        if f.condition is not None or f.read is None:
            continue
        times = 1
        if f.repeat is not None:
            times = int(f.repeat.kind is RepeatKind.UNTIL)
            match f.repeat.expr:
                case ir.Lit(value=value) if isinstance(value, int):
                    times = max(value, 0)
        if times:
            total += times * minimum_bits(program, f.read, depth)
    return total
