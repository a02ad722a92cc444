"""What one stored value may be, known before anything is made.

Comes in: bounds, permitted values, values that decide something elsewhere. Goes out: draws in it.
Small draws give simple values; one draw in four gives one of the edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from struct import Struct
from typing import Any

from validator.dataclass import dataclass

EDGES = 16
_EDGE_BITS = 0x30
"""A draw with none of these bits set means an edge, which its lowest four bits choose."""

SMALL = (
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2,
    2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6, 7, 8, 12,
    24,
)  # fmt: skip
"""Counts and sizes by the low six bits of a draw: mostly small, and smaller for smaller draws."""

MOST = SMALL[-1]


@dataclass(frozen=True, slots=True)
class Part:
    """Some bits of a number.

    Attributes:
        shift, width: where they are.
        prefer: values that something depends on.
        is_count: they say how many.
    """

    shift: int
    width: int
    prefer: tuple[int, ...] = ()
    is_count: bool = False

    def draw(self, x: int) -> int:
        """Return the bits, in their place, by the low twelve bits of a draw."""
        if self.is_count:
            value = SMALL[x & 63]
        elif self.prefer and x & 7 != 7:
            value = self.prefer[(x >> 3 & 511) % len(self.prefer)]
        else:
            value = x >> 3 & 511 if x & 7 > 5 else 0
        return (value & (1 << self.width) - 1) << self.shift


@dataclass(frozen=True, slots=True)
class Domain:
    """The values of one stored field.

    Attributes:
        place, name: number and attribute of the field.
        low, high: inclusive bounds of a number.
        choices: all permitted values, simplest first; None when only the bounds say.
        prefer: values that something elsewhere depends on.
        edges: 16 values at and near the bounds, simplest first.
        codes: `struct` formats, little-endian then big-endian; empty for what is no number.
        width: bits of a bit field, else 0.
        is_little: of a bit field.
        parts: numbers that it consists of, none for a plain number.
        is_deep: it counts objects that hold objects of their own type.
        base: base of the number that a text holds, 0 for a plain text.
    """

    place: int
    name: str
    low: int = 0
    high: int = 0
    choices: tuple[Any, ...] | None = None
    prefer: tuple[Any, ...] = ()
    codes: tuple[str, str] | None = None
    width: int = 0
    is_little: bool = False
    base: int = 0
    codec: str = ""
    is_deep: bool = False
    parts: tuple[Part, ...] = ()
    edges: tuple[int, ...] = field(default=())
    packers: tuple[Struct, ...] = field(default=())

    def draw(self, x: int) -> Any:
        """Return a value.

        Args:
            x: a draw; 0 gives the simplest value.
        """
        if self.choices is not None:
            return self.choices[x % len(self.choices)]
        if self.prefer and x & 7 != 7:
            return self.prefer[(x >> 3) % len(self.prefer)]
        if self.parts and x & 15 != 15:
            x >>= 4
            value = sum(part.draw(x >> 12 * at) for at, part in enumerate(self.parts))
            return min(max(value, self.low), self.high)
        if x & _EDGE_BITS:
            return self.low + (x >> 6) % (self.high - self.low + 1)
        return self.edges[x & 15]

    def recounted(self, value: int, count: int) -> int:
        """Return a number whose count is another one; the other parts stay.

        Args:
            value: the number.
            count: what it shall count.
        """
        for part in self.parts:
            if part.is_count:
                mask = (1 << part.width) - 1 << part.shift
                return value & ~mask | count << part.shift & mask
        return count

    def holds(self, value: Any) -> bool:
        """Whether a value is in the domain, as far as that is known."""
        if self.choices is not None:
            return value in self.choices
        return not isinstance(value, int) or self.low <= value <= self.high


def number_domain(place: int, name: str, low: int, high: int, **more: Any) -> Domain:
    """Return the domain of an integer.

    Args:
        place, name: see `Domain`.
        low, high: inclusive bounds, low <= high.
        more: other attributes of `Domain`.
    """
    codes = more.get("codes")
    return Domain(
        place, name, low, high, edges=edges_of(low, high),
        packers=tuple(Struct(code) for code in codes) if codes else (), **more,
    )  # fmt: skip


def edges_of(low: int, high: int) -> tuple[int, ...]:
    """Return 16 values at and near the bounds of a range, the one nearest to 0 first."""
    simplest = min(max(0, low), high)
    middle = (low + high) // 2
    wanted = [simplest, high, low, high - 1, low + 1, simplest + 1, middle, middle + 1]
    wanted += [high >> 1, (high >> 1) + 1, simplest + 2, high - 2, simplest + 3, high, low, 16]
    inside = [value for value in wanted if low <= value <= high]
    return tuple((inside * EDGES)[:EDGES])


def simplest_first(values: Sequence[Any]) -> tuple[Any, ...]:
    """Return values without repetition, numbers by size, others as they are."""
    found = tuple(dict.fromkeys(values))
    if all(isinstance(value, int) for value in found):
        return tuple(sorted(found, key=lambda value: (abs(value), value < 0)))
    return found
