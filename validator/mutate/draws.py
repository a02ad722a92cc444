"""Numbers that look random and are the same on every machine and version of Python.

Comes in: a key. Goes out: draws. `random.Random` promises the same bits for ever, but not the
same choices made of them, so the choices are made here.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


class Draws:
    """A stream of draws: splitmix64, started from a key.

    Args:
        key: whatever the draws are a function of.

    Source: Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators, 2014.
    """

    __slots__ = ("_state",)

    def __init__(self, key: bytes) -> None:
        self._state = int.from_bytes(hashlib.sha256(key).digest()[:8], "little")

    def bits(self) -> int:
        """Return 64 bits."""
        self._state = state = self._state + _GOLDEN & _MASK
        state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & _MASK
        state = (state ^ state >> 27) * 0x94D049BB133111EB & _MASK
        return state ^ state >> 31

    def below(self, count: int) -> int:
        """Return a number of 0..count-1; 0 for a count below 1."""
        if count <= 1:
            return 0
        self._state = state = self._state + _GOLDEN & _MASK  # `bits`, without a call
        state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & _MASK
        state = (state ^ state >> 27) * 0x94D049BB133111EB & _MASK
        return (state ^ state >> 31) % count

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items, all alike; there is at least one."""
        return items[self.below(len(items))]

    def chance(self, parts: int, of: int) -> bool:
        """Whether something happens that does so in `parts` of `of` cases."""
        return self.below(of) < parts

    def weighted(self, ends: Sequence[int]) -> int:
        """Return a subscript.

        Args:
            ends: running totals of the weights; the last one is above 0.
        """
        return bisect_right(ends, self.below(ends[-1]))

    def short(self, limit: int) -> int:
        """Return a number of 1..limit, small ones far more often."""
        width = 1 + self.below(max(limit, 1).bit_length())
        return min(1 + self.below(1 << width), max(limit, 1))

    def some_bytes(self, count: int) -> bytes:
        """Return so many bytes."""
        return b"".join(self.bits().to_bytes(8, "little") for _ in range((count + 7) // 8))[:count]
