"""Smallest number of bits that a read takes, known before any file is read.

Conditions, open ends and alignment count as nothing, so that the bound is never too high.
"""

from __future__ import annotations

from validator.ir import expr as ir
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Extent,
    Field,
    NumberRead,
    Program,
    Read,
    RepeatKind,
    StrRead,
    StructRead,
    SwitchRead,
)

_ROUNDS = 18
_ENOUGH = 1 << 64


class Minimums:
    """Lower bounds of all reads of a program, in bits."""

    def __init__(self, program: Program) -> None:
        self.structs = [0] * len(program.structs)
        for _ in range(_ROUNDS):  # from below, so that types that contain themselves settle
            improved = [
                min(sum(map(self._of_field, struct.seq)), _ENOUGH) for struct in program.structs
            ]
            if improved == self.structs:
                break
            self.structs = improved

    def of_read(self, read: Read) -> int:
        """Return a lower bound of the size of one value, in bits; 0 when nothing is known."""
        match read:
            case NumberRead(primitive=primitive):
                return primitive.width * 8
            case BitsRead(width=width):
                return width
            case BytesRead(extent=extent) | StrRead(extent=extent):
                return _extent(extent)
            case StructRead(struct=number, extent=None):
                return self.structs[number]
            case StructRead(extent=extent):
                return _extent(extent) if extent is not None else 0
            case SwitchRead(cases=cases, default=default):
                if default is None:
                    return 0
                return min(self.of_read(inner) for inner in [*(r for _, r in cases), default])
        return 0

    def _of_field(self, field: Field) -> int:
        if field.condition is not None or field.read is None:
            return 0
        least = self.of_read(field.read)
        if field.repeat is None or field.repeat.kind is RepeatKind.UNTIL:
            return least
        match field.repeat.expr:
            case ir.Lit(value=int(count)) if field.repeat.kind is RepeatKind.COUNT:
                return least * max(count, 0)
        return 0


def _extent(extent: Extent) -> int:
    match extent.size:
        case ir.Lit(value=int(value)):
            return max(value, 0) * 8
    if extent.size is None and not extent.to_end and extent.terminator is not None:
        return len(extent.terminator) * 8 if extent.consume and extent.eos_error else 0
    return 0
