"""Changes of the value of one field, in place: nothing moves.

Comes in: a prepared seed and draws. Goes out: a leaf, its new bytes, and both values in words.
Fields are chosen by what they decide, not by the bytes they take.
"""

from __future__ import annotations

import math
import struct
from typing import Any, Literal

from validator.dataclass import dataclass
from validator.ir.nodes import BitsRead, Endian, NumberRead
from validator.mutate.draws import Draws
from validator.mutate.numeric import other_bytes, other_float, other_number, span_of
from validator.mutate.outline import Outline
from validator.mutate.short import show_short

_NEAR = 8


@dataclass(frozen=True, slots=True)
class Patch:
    """New bytes for a node, of the same length as the old ones; `label` says the values."""

    node: int
    start: int
    new: bytes
    label: str


def choose_field(outline: Outline, draws: Draws, numbers: tuple[int, ...]) -> Patch | None:
    """Give a field another value; None when the seed has no field.

    Args:
        outline: the seed.
        draws: decides which field and which value.
        numbers: further numbers that are worth trying, such as the limits of consumers.
    """
    if not outline.places:
        return None
    place = outline.places[draws.weighted(outline.ends)]
    return change_field(outline, draws.pick(outline.by_place[place]), draws, numbers)


def change_field(
    outline: Outline, node: int, draws: Draws, numbers: tuple[int, ...] = ()
) -> Patch | None:
    """Give a leaf another value of the same size.

    Args:
        outline: the seed.
        node: a leaf in the file.
        draws: decides which value.
        numbers: further numbers that are worth trying.
    """
    trace = outline.trace
    value, read = trace.value[node], outline.leaf_read(node)
    old = outline.seed.data[trace.start[node] : trace.end[node]]
    if isinstance(read, NumberRead | BitsRead) and isinstance(value, int | float):
        span = span_of(read)
        if span is None:
            fresh: int | float = other_float(float(value), draws)
        else:
            constants = outline.terrain.known[trace.place[node]] + numbers
            nearby = _nearby(outline, node, draws)
            alike = some_alike(outline, node, draws)
            fresh = other_number(span, int(value), constants, nearby, draws, alike)
        new = encode_number(outline, node, fresh)
        if new is None:
            return None
        shown = bool(fresh) if isinstance(value, bool) else fresh
        text = f"{outline.path(node)} {show_short(value)} -> {show_short(shown)}"
        return Patch(node, trace.start[node], new, text)
    new = _other_text(outline, node, old, draws)
    text = f"{outline.path(node)} {show_short(old)} -> {show_short(new)}"
    return Patch(node, trace.start[node], new, text)


def change_to(outline: Outline, node: int, value: float) -> Patch | None:
    """Give a numeric leaf a value; None where it does not fit, or stands there already.

    Args:
        outline: the seed.
        node: a leaf in the file.
        value: what it shall say.
    """
    trace = outline.trace
    new = encode_number(outline, node, value)
    if new is None or new == trace.content(node):
        return None
    text = f"{outline.path(node)} {show_short(trace.value[node])} -> {value}"
    return Patch(node, trace.start[node], new, text)


def some_alike(outline: Outline, node: int, draws: Draws) -> list[int]:
    """Return the values of up to two integers of the file that are as wide as a leaf.

    Args:
        outline: the seed.
        node: a leaf.
        draws: decides which.
    """
    others = outline.alike(node)
    if not others:
        return []
    values = (outline.trace.value[draws.pick(others)] for _ in range(2))
    return [each for each in values if isinstance(each, int)]


def _nearby(outline: Outline, node: int, draws: Draws) -> list[int]:
    """Return values that a leaf may be mixed up with: its twins', its neighbors', sizes."""
    trace = outline.trace
    found: list[int] = []
    same = outline.by_place[trace.place[node]]
    for other in (draws.pick(same), draws.pick(same), *outline.kids[outline.holder(node)][:_NEAR]):
        value = trace.value[other]
        if type(value) is int:
            found.append(value)
        elif trace.is_array[other]:
            found.append(len(outline.kids[other]))
    found.append(len(outline.seed.data))
    found.append(trace.end[node])
    return found


def _other_text(outline: Outline, node: int, old: bytes, draws: Draws) -> bytes:
    """Return other bytes for a text or byte string: those of a like one, or damaged ones."""
    trace = outline.trace
    if draws.chance(1, 4):
        twin = draws.pick(outline.by_place[trace.place[node]])
        other = outline.seed.data[trace.start[twin] : trace.end[twin]]
        fitted = (other + old[len(other) :])[: len(old)]
        if fitted != old:
            return fitted
    return other_bytes(old, draws)


def encode_number(outline: Outline, node: int, value: Any) -> bytes | None:
    """Return the bytes of a numeric leaf with another value; None when it does not fit.

    Args:
        outline: the seed.
        node: a leaf in the file that was read as a number or bit field.
        value: what it shall say.
    """
    trace = outline.trace
    read = outline.leaf_read(node)
    old = outline.seed.data[trace.start[node] : trace.end[node]]
    if isinstance(read, BitsRead):
        return merge_bits(outline, node, value, old)
    if not isinstance(read, NumberRead) or len(old) != read.primitive.width:
        return None
    try:
        return struct.pack(byte_order(outline, node, read) + read.primitive.code, value)
    except (struct.error, OverflowError):
        return None


def merge_bits(outline: Outline, node: int, value: int, present: bytes) -> bytes | None:
    """Return bytes with another value in a bit field; None when it does not fit.

    Args:
        outline: the seed.
        node: a bit field.
        value: what it shall say.
        present: the bytes that it touches, with the values of its neighbors.
    """
    read = outline.leaf_read(node)
    offset, width = outline.trace.bits[node]
    if not isinstance(read, BitsRead) or not 0 <= int(value) < 1 << width:
        return None
    order: Literal["little", "big"] = "little" if read.endian is Endian.LITTLE else "big"
    shift = offset if order == "little" else 8 * len(present) - offset - width
    mask = ((1 << width) - 1) << shift
    number = int.from_bytes(present, order) & ~mask | int(value) << shift
    return number.to_bytes(len(present), order)


def byte_order(outline: Outline, node: int, read: NumberRead) -> str:
    """Return the sign of a leaf's byte order for `struct`; one that is calculated shows itself.

    Args:
        outline: the seed.
        node: a leaf in the file.
        read: how it was read.
    """
    if read.endian is not Endian.CALCULATED:
        return "<" if read.endian is Endian.LITTLE else ">"
    trace = outline.trace
    old = outline.seed.data[trace.start[node] : trace.end[node]]
    value: Any = trace.value[node]
    found = struct.unpack("<" + read.primitive.code, old)[0]
    is_same = found == value or (isinstance(value, float) and math.isnan(value))
    return "<" if is_same else ">"
