"""Changes of bytes, without any idea of what they mean.

Comes in: bytes and draws. Goes out: other bytes, and what was done in words. Most mutants differ
in a single byte, since more would be refused for several reasons at once.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from validator.mutate.draws import Draws

_MAX_BLOCK = 256
_MAX_STEPS = 8
_VALUES = (0x00, 0xFF, 0x7F, 0x80, 0x01, 0x20, 0x0A, 0x2F, 0x41, 0xFE)

Step = Callable[[bytearray, int, Draws], str]


def havoc(data: bytes, draws: Draws) -> tuple[bytes, str]:
    """Change bytes at a few places.

    Args:
        data: the file; not modified.
        draws: decides what, where and how often.
    Returns:
        The changed file, and what was done; the file as it was when there is nothing to change.
    """
    changed = bytearray(data)
    count = 1 if draws.chance(3, 4) else 1 + draws.below(_MAX_STEPS)
    labels = []
    for _ in range(count):
        if not changed:
            changed += draws.some_bytes(1)
            labels.append("1 byte inserted at 0x0")
            continue
        step = _STEPS[draws.weighted(_ENDS)][0]
        labels.append(step(changed, draws.below(len(changed)), draws))
    return bytes(changed), ", ".join(labels[:3]) + (
        f" and {len(labels) - 3} more" if len(labels) > 3 else ""
    )


def _flip_bit(data: bytearray, at: int, draws: Draws) -> str:
    bit = draws.below(8)
    data[at] ^= 1 << bit
    return f"bit {bit} of {at:#x} flipped"


def _set_byte(data: bytearray, at: int, draws: Draws) -> str:
    old = data[at]
    data[at] = draws.pick(_VALUES) if draws.chance(1, 2) else draws.below(256)
    return f"byte {at:#x} {old:02x} -> {data[at]:02x}"


def _add_byte(data: bytearray, at: int, draws: Draws) -> str:
    old = data[at]
    step = draws.short(16)
    data[at] = (old + step if draws.chance(1, 2) else old - step) & 0xFF
    return f"byte {at:#x} {old:02x} -> {data[at]:02x}"


def _swap_bytes(data: bytearray, at: int, draws: Draws) -> str:
    other = (at + draws.short(16)) % len(data)
    data[at], data[other] = data[other], data[at]
    return f"bytes {at:#x} and {other:#x} swapped"


def _insert(data: bytearray, at: int, draws: Draws) -> str:
    count = draws.short(16)
    block = draws.some_bytes(count) if draws.chance(1, 2) else bytes((draws.pick(_VALUES),)) * count
    data[at:at] = block
    return f"{_count(count)} inserted at {at:#x}"


def _delete(data: bytearray, at: int, draws: Draws) -> str:
    count = min(draws.short(_MAX_BLOCK), len(data) - at)
    del data[at : at + count]
    return f"{_count(count)} deleted at {at:#x}"


def _duplicate(data: bytearray, at: int, draws: Draws) -> str:
    block = data[at : at + draws.short(_MAX_BLOCK)]
    data[at:at] = block
    return f"{_count(len(block))} at {at:#x} doubled"


def _copy_over(data: bytearray, at: int, draws: Draws) -> str:
    block = data[at : at + draws.short(_MAX_BLOCK)]
    to = draws.below(len(data))
    data[to : to + len(block)] = block[: len(data) - to]
    return f"{_count(len(block))} of {at:#x} copied to {to:#x}"


def _fill(data: bytearray, at: int, draws: Draws) -> str:
    count = min(draws.short(_MAX_BLOCK), len(data) - at)
    value = draws.pick(_VALUES)
    data[at : at + count] = bytes((value,)) * count
    return f"{_count(count)} at {at:#x} set to {value:02x}"


def _count(count: int) -> str:
    return "1 byte" if count == 1 else f"{count} bytes"


_STEPS: tuple[tuple[Step, int], ...] = (
    (_flip_bit, 30), (_set_byte, 30), (_add_byte, 16), (_swap_bytes, 4), (_insert, 4),
    (_delete, 5), (_duplicate, 3), (_copy_over, 4), (_fill, 4),
)  # fmt: skip
"""What can be done to bytes, and how often."""

_ENDS = tuple(accumulate(weight for _, weight in _STEPS))
