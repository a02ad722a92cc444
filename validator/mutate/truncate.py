"""Files that end too early: at every boundary that the schema knows, or anywhere.

Comes in: a prepared seed and draws. Goes out: a shorter file, or one with something behind it.
"""

from __future__ import annotations

from validator.mutate.draws import Draws
from validator.mutate.outline import Outline


def truncate(outline: Outline, draws: Draws) -> tuple[bytes, str]:
    """Cut a file, mostly where something ends, or a byte beside that; now and then lengthen it.

    Args:
        outline: the seed.
        draws: decides where.
    Returns:
        The bytes, and what was done.
    """
    data = outline.seed.data
    size = len(data)
    match draws.below(8):
        case 0:
            more = draws.short(64)
            tail = bytes(more) if draws.chance(1, 2) else draws.some_bytes(more)
            return data + tail, f"{more} bytes added at the end"
        case 1 | 2:
            at = draws.below(size)
        case 3:
            at = max(size - draws.short(64), 0)
        case _:
            at = draws.pick(outline.boundaries) + draws.pick((0, 0, 0, 0, -1, 1))
            at = min(max(at, 0), max(size - 1, 0))
    return data[:at], f"cut at {at:#x}, {size - at} bytes short"
