"""Columns of fixed-width records.

A block of records is unpacked by one `struct` call, or taken as one large integer whose lanes
are the records: a mask, a shift and a subtraction then act on a field of every record at once.
A bit above the field's width guards each lane: it survives `(a | guard) - b` exactly where
a >= b, and no lane borrows from the next.
"""

from __future__ import annotations

from struct import Struct

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from typing import Any

BLOCK = 1024
"""Records that are unpacked at once: large enough to be quick, small enough to stay in cache."""

_whole: dict[str, Struct] = {}


def unpack_block(code: str, block: bytes, count: int) -> tuple[Any, ...]:
    """Return the values of `count` records, record after record.

    Args:
        code: `struct` format of one record, byte order first; skipped bytes as `x`.
        block: exactly `count` records.
        count: records, at most `BLOCK`.
    """
    if count != BLOCK:
        return Struct(code[0] + code[1:] * count).unpack(block)
    made = _whole.get(code)
    if made is None:
        made = _whole[code] = Struct(code[0] + code[1:] * BLOCK)
    return made.unpack(block)


_lanes: dict[tuple[int, int, int], int] = {}


def lanes(value: int, width: int, count: int) -> int:
    """Return an integer with the same value in every lane.

    Args:
        value: fits `width` bytes.
        width: bytes of a lane.
        count: lanes.
    """
    made = _lanes.get((value, width, count))
    if made is None:
        made = int.from_bytes(value.to_bytes(width, "little") * count, "little")
        if BLOCK - 1 <= count <= BLOCK:  # the last block of a list is not worth keeping
            _lanes[value, width, count] = made
    return made


def is_rising(values: int, bits: int, width: int, count: int, *, strict: bool) -> bool:
    """Whether every lane's value is at most (strict: less than) that of the lane above.

    Args:
        values: lanes with values of `bits` bits and at least one bit to spare.
        bits: of a value.
        width: bytes of a lane.
        count: lanes.
        strict: equal neighbours are not permitted.
    """
    guard = lanes(1 << bits, width, count - 1)
    below = values & lanes((1 << bits) - 1, width, count - 1)
    above = values >> 8 * width
    gap = (above | guard) - below
    if strict:
        gap -= lanes(1, width, count - 1)
    return gap & guard == guard


def is_falling(values: int, bits: int, width: int, count: int, *, strict: bool) -> bool:
    """Whether every lane's value is at least (strict: more than) that of the lane above."""
    guard = lanes(1 << bits, width, count - 1)
    below = values & lanes((1 << bits) - 1, width, count - 1)
    gap = (below | guard) - (values >> 8 * width)
    if strict:
        gap -= lanes(1, width, count - 1)
    return gap & guard == guard
