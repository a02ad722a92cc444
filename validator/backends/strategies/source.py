"""Where choices come from: streams of 64-bit draws that are a function of a key.

Comes in: a key, and draws that somebody made already. Goes out: callables that give one draw
after the other. A draw of 0 always means the simplest choice. A pool of bytes is made at once
and taken apart by `struct`, so that a draw costs a few tens of nanoseconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, repeat
from struct import Struct

_SIZES = (32, 128, 512, 1024)
_UNPACK = {count: Struct(f"<{count}Q") for count in _SIZES}

Draw = Callable[[], int]


_EDGY = b"\xcf" + b"\xff" * 7
"""Clears the bits of a draw that are all clear when an edge is meant (`Domain.draw`)."""
_MASKS = {
    count: int.from_bytes((_EDGY * 3 + b"\xff" * 8) * (count // 4), "little") for count in _SIZES
}


def _blocks(key: bytes, spent: list[int], *, is_edgy: bool) -> Iterator[tuple[int, ...]]:
    """Yield blocks of draws without end.

    Args:
        key: what they are a function of.
        spent: its only element counts the draws that were handed out.
        is_edgy: three of four mean an edge.
    """
    count = _SIZES[0]
    number = 0
    while True:
        pool = hashlib.shake_128(key + number.to_bytes(4, "little")).digest(8 * count)
        if is_edgy:
            edgy = int.from_bytes(pool, "little") & _MASKS[count]
            pool = edgy.to_bytes(8 * count, "little")
        yield _UNPACK[count].unpack(pool)
        spent[0] += count
        number += 1
        count = _SIZES[min(number, len(_SIZES) - 1)]


def expand(
    key: bytes,
    first: Iterable[int] = (),
    spent: list[int] | None = None,
    *,
    is_edgy: bool = False,
) -> Draw:
    """Return a stream of draws.

    Args:
        key: what the draws are a function of; b"" gives zeros, the simplest choices.
        first: draws that come before them, each 0 to 2**64 - 1.
        spent: its only element counts the draws of `key`, block by block.
        is_edgy: three of four draws mean an edge of what they choose from.
    """
    counter = [0] if spent is None else spent
    rest: Iterator[int] = (
        chain.from_iterable(_blocks(key, counter, is_edgy=is_edgy)) if key else repeat(0)
    )
    return (chain(first, rest) if first else rest).__next__
