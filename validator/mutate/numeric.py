"""Values that are worth trying in a field: boundaries, neighbors, powers of two, confusions.

Comes in: a field's range and present value, and values of fields beside it. Goes out: another
value that the field can hold. It knows nothing of files.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from validator.dataclass import dataclass
from validator.ir.nodes import BitsRead, NumberRead
from validator.mutate.content import other_words
from validator.mutate.draws import Draws

_FLOATS = (0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, math.nan, 5e-324, 1.7976931348623157e308)
_NEAR = 4
_NARROW = 8


@dataclass(frozen=True, slots=True)
class Span:
    """What a number can hold: inclusive bounds and its size in bits."""

    low: int
    high: int
    bits: int


def span_of(read: NumberRead | BitsRead) -> Span | None:
    """Return what an integer field can hold; None for floats."""
    if isinstance(read, BitsRead):
        return Span(0, (1 << read.width) - 1, read.width)
    low, high = read.primitive.minimum, read.primitive.maximum
    if low is None or high is None:
        return None
    return Span(low, high, 8 * read.primitive.width)


def other_number(
    span: Span,
    value: int,
    constants: Sequence[int],
    nearby: Sequence[int],
    draws: Draws,
    alike: Sequence[int] = (),
) -> int:
    """Return a value for an integer field that differs from the present one.

    Args:
        span: what the field can hold.
        value: what it holds.
        constants: what the schema compares it with, and limits of consumers.
        nearby: values of the same field elsewhere, of fields beside it, sizes and places.
        draws: decides.
        alike: values of any fields of the same size in the file: one may be the other's id.
    """
    for _ in range(8):
        match draws.below(20):
            case 0 | 1 | 2:
                found = draws.pick((0, 1, -1 if span.low < 0 else span.high))
            case 3 | 4 if alike:
                found = draws.pick(alike)
            case _:
                found = _candidate(span, value, constants, nearby, draws)
        if span.low <= found <= span.high and found != value:
            return found
    return value + 1 if value < span.high else value - 1


def _candidate(
    span: Span, value: int, constants: Sequence[int], nearby: Sequence[int], draws: Draws
) -> int:
    match draws.below(16):
        case 0 | 1 | 2:
            step = 1 + draws.below(_NEAR) // 2
            return value + (step if draws.chance(1, 2) else -step)
        case 3:
            near = draws.pick((span.low, span.high, span.high // 2, span.high // 2 + 1))
            return near + draws.pick((0, 0, 1, -1))
        case 4:
            return (1 << draws.below(span.bits)) + draws.pick((0, 0, 1, -1))
        case 5 | 6 | 7 if constants:
            return draws.pick(constants) + draws.pick((0, 0, 0, 0, 1, -1))
        case 8 | 9 | 10 if nearby:
            return draws.pick(nearby) + draws.pick((0, 0, 0, 0, 1, -1))
        case 11:
            return _byte_swapped(span, value)
        case 12:
            return value ^ 1 << draws.below(span.bits)
        case 13 if value:
            return draws.pick((value * 2, value // 2, -value, value * 3 + 1))
        case 14 if span.bits > _NARROW:
            return draws.pick(wrapping(span, value))
    return span.low + draws.bits() % (span.high - span.low + 1)


def wrapping(span: Span, value: int) -> list[int]:
    """Return numbers that some narrower arithmetic takes for a value.

    Args:
        span: what the field can hold.
        value: what it holds.
    """
    narrow = [width for width in (8, 16) if width < span.bits]
    tops = [1 << span.bits - less for less in (1, 2, 3, 4) if span.bits > less + 1]
    found = [value - (1 << width) for width in narrow] + [value + (1 << width) for width in narrow]
    found += [value % (1 << width) for width in narrow]
    found += [top + more for top in tops for more in (0, value)]
    return found + [top + more for top in tops for more in (1, 2)]


def _byte_swapped(span: Span, value: int) -> int:
    count = span.bits // 8
    if count < 2 or span.bits % 8:
        return ~value & span.high
    signed = span.low < 0
    return int.from_bytes(value.to_bytes(count, "little", signed=signed), "big", signed=signed)


def other_float(value: float, draws: Draws) -> float:
    """Return another value for a floating-point field.

    Args:
        value: what it holds.
        draws: decides.
    """
    found = draws.pick(_FLOATS) if draws.chance(1, 2) else value + draws.pick((1.0, -1.0, 0.5))
    return found if found != value else draws.pick((2.0, math.nan))


def other_bytes(data: bytes, draws: Draws) -> bytes:
    """Return other bytes of the same length for a byte string or a text; at least one byte.

    Args:
        data: what stands there.
        draws: decides.
    """
    if len(data) > 1 and draws.chance(2, 5) and (found := other_words(data, draws)) != data:
        return found
    changed = bytearray(data)
    at = draws.below(len(changed))
    match draws.below(8):
        case 0:
            changed[at] = 0
        case 1:
            changed[at] = 0x80 | draws.below(128)
        case 2:
            changed = bytearray(draws.pick((b"\0", b"\xff", b"A", b"/", b"%"))) * len(data)
        case 3:
            changed[-1] ^= 1 << draws.below(8)
        case 4:
            changed[0] ^= 0x20
        case 5:
            changed.reverse()
        case _:
            changed[at] ^= 1 << draws.below(8)
    if changed == data:
        changed[at] ^= 1
    return bytes(changed)
