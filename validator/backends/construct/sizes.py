"""The least number of bits that values of a type take, known before any file is read.

Conditions, open ends and alignment count as nothing, so that the bound is never too high.
"""

from __future__ import annotations

from validator.backends.construct.regions import min_bytes
from validator.ir.expr import Lit
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Field,
    NumberRead,
    Program,
    Read,
    RepeatKind,
    StrRead,
    Struct,
    StructRead,
    SwitchRead,
)

_ROUNDS = 18
_ENOUGH = 1 << 64


class MinimumSizes:
    """Lower bounds of all reads of a program, in bits."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.known = [0] * len(program.structs)
        for _ in range(_ROUNDS):  # from below, so that types that contain themselves settle
            improved = [self._of_struct(struct) for struct in program.structs]
            if improved == self.known:
                break
            self.known = improved

    def of_read(self, node: Read) -> int:
        """Return the least number of bits that the read takes."""
        match node:
            case NumberRead():
                return node.primitive.width * 8
            case BitsRead():
                return node.width
            case BytesRead() | StrRead():
                return min_bytes(node.extent) * 8
            case StructRead(extent=None):
                return self.known[node.struct]
            case StructRead(extent=extent):
                return 0 if extent is None else min_bytes(extent) * 8
            case SwitchRead():
                reads = [*(read for _, read in node.cases), node.default]
                return min(0 if read is None else self.of_read(read) for read in reads)

    def _of_struct(self, struct: Struct) -> int:
        return min(sum(map(self._of_field, struct.seq)), _ENOUGH)

    def _of_field(self, field: Field) -> int:
        if field.read is None or field.condition is not None:
            return 0
        element = self.of_read(field.read)
        if field.repeat is None or field.repeat.kind is RepeatKind.UNTIL:
            return element
        match field.repeat.expr:
            case Lit(value=int(count)) if field.repeat.kind is RepeatKind.COUNT:
                return element * max(count, 0)
        return 0
