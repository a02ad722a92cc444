"""Half-open ranges of bytes in one stream: joined, compared, and what lies between them."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Range = tuple[int, int]
    Part = tuple[int, int, int]
    Clash = tuple[int, int, tuple[int, int]]


def merge(spans: Iterable[Range]) -> list[Range]:
    """Return ranges sorted and disjoint; quick when they come in order."""
    merged: list[Range] = []
    late: list[Range] = []
    for start, end in spans:
        if merged and start < merged[-1][0]:
            late.append((start, end))  # reading went back: few, where files have an order
        elif merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merge(sorted(merged + late)) if late else merged


def between(covered: list[Range], size: int) -> Iterator[Range]:
    """Yield what sorted ranges leave of the first `size` bytes."""
    position = 0
    for start, end in [*covered, (size, size)]:
        if start > position:
            yield position, start
        position = max(position, end)


def is_padding(gap: bytes) -> bool:
    """Whether bytes, at least one, are what `-gaps: padding` permits: all 00 or all ff."""
    return gap[0] in (0, 0xFF) and not gap.strip(gap[:1])


def clashes(parts: Iterable[Part]) -> Iterator[Clash]:
    """Yield where sorted ranges of two units meet; the one that starts later is named last.

    Args:
        parts: (start, end, unit); unit 0 is never named last.
    """
    reach, holder = -1, 0
    for start, end, unit in parts:
        if start < reach and unit != holder:
            yield start, min(end, reach), (holder, unit) if unit else (unit, holder)
        if end > reach:
            reach, holder = end, unit


def outside(found: Iterable[Clash], covered: list[Range]) -> Iterator[Clash]:
    """Yield what clashes, sorted, have outside of ranges, every byte once.

    Args:
        found: may overlap one another.
        covered: sorted and disjoint.
    """
    at = position = 0
    for start, end, units in found:
        position = max(position, start)
        while position < end:
            while at < len(covered) and covered[at][1] <= position:
                at += 1
            low, high = covered[at] if at < len(covered) else (end, end)
            if low > position:
                yield position, min(low, end), units
            position = min(high, end) if low <= position else min(low, end)
