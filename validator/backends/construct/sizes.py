"""The least number of bits that values of a type take, known before any file is read.

Conditions and open ends count as nothing, so that the bound is never too high.
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


class MinimumSizes:
    """Lower bounds of all reads of a program, in bits."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.known: dict[int, int] = {}

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
                return self.of_struct(self.program.structs[node.struct])
            case StructRead(extent=extent):
                return 0 if extent is None else min_bytes(extent) * 8
            case SwitchRead():
                reads = [*(read for _, read in node.cases), node.default]
                return min(0 if read is None else self.of_read(read) for read in reads)

    def of_struct(self, struct: Struct) -> int:
        """Return the least number of bits that the seq of a type takes."""
        if struct.number not in self.known:
            self.known[struct.number] = 0  # for types that contain themselves
            total = 0
            was_bits = False
            for field in struct.seq:
                is_bits = isinstance(field.read, BitsRead)
                if was_bits and not is_bits:
                    total = (total + 7) // 8 * 8
                was_bits = is_bits
                total += self.of_field(field)
            self.known[struct.number] = total
        return self.known[struct.number]

    def of_field(self, field: Field) -> int:
        """Return the least number of bits that a seq field takes."""
        if field.read is None or field.condition is not None:
            return 0
        element = self.of_read(field.read)
        if field.repeat is None or field.repeat.kind is RepeatKind.UNTIL:
            return element
        match field.repeat.expr:
            case Lit(value=int(count)) if field.repeat.kind is RepeatKind.COUNT:
                return element * max(count, 0)
        return 0
