"""Which types may end inside a byte, so that what follows them may start there.

Comes in: a Program. Goes out: numbers of types. Only runs of bit fields that do not fill whole
bytes leave bits over; a byte-level read behind them takes none.
"""

from __future__ import annotations

from validator.ir import expr as ir
from validator.ir.nodes import BitsRead, Field, Program, Read, Struct, StructRead, SwitchRead

_BYTE = 8


def objects_of(read: Read | None) -> set[int]:
    """Return the types of the objects that a read makes in the stream at hand."""
    match read:
        case StructRead(struct=number, extent=None):
            return {number}
        case SwitchRead(cases=cases, default=default):
            inner = [one for _, one in cases] + [default]
            return {number for one in inner for number in objects_of(one)}
    return set()


def ragged_types(program: Program) -> frozenset[int]:
    """Return the types whose objects may end, or hold objects that end, inside a byte.

    Args:
        program: any program.
    """
    ragged = {struct.number for struct in program.structs if _leaves_bits(struct)}
    is_growing = True
    while is_growing:
        more = {
            struct.number
            for struct in program.structs
            if struct.number not in ragged
            and any(objects_of(field.read) & ragged for field in struct.seq)
        }
        ragged |= more
        is_growing = bool(more)
    return frozenset(ragged)


def _leaves_bits(struct: Struct) -> bool:
    """Whether some run of bit fields of a type may not fill whole bytes."""
    run = 0
    for field in struct.seq:
        if isinstance(field.read, BitsRead):
            width = _bits(field, field.read)
            if width is None:
                return True
            run += width
        else:
            if run % _BYTE:
                return True
            run = 0
    return run % _BYTE != 0


def _bits(field: Field, read: BitsRead) -> int | None:
    """Return how many bits a field always takes, or None."""
    if field.condition is not None:
        return None
    if field.repeat is None:
        return read.width
    match field.repeat.expr:
        case ir.Lit(value=int(count)):
            return read.width * max(count, 0)
    return None
