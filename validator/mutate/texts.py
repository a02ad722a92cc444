"""Texts and byte strings that may have another length, and letters to change in them.

Comes in: a prepared seed, a text, draws. Goes out: which fields can grow, and other texts. It
refuses to know what is changed beside them.
"""

from __future__ import annotations

from collections.abc import Container

from validator.ir.nodes import BytesRead, StrRead
from validator.mutate.content import MEANING
from validator.mutate.draws import Draws
from validator.mutate.outline import Outline


def reworded(text: bytes, draws: Draws) -> bytes:
    """Drop or double a letter that means something, or cut a text there; any where none does."""
    places = [at for at, letter in enumerate(text) if letter in MEANING]
    at = draws.pick(places or range(len(text))) if text else 0
    match draws.below(4):
        case 0:
            return text[:at] + text[at : at + 1] * 2 + text[at + 1 :]
        case 1:
            return text[: at + draws.below(2)]
    return text[:at] + text[at + 1 :]


def tail_for(outline: Outline, node: int, draws: Draws) -> bytes:
    """Return a few bytes to add: letters to a text, so that it stays one."""
    count = draws.short(8)
    if not isinstance(outline.leaf_read(node), StrRead):
        return draws.some_bytes(count)
    return bytes(97 + draws.below(26) for _ in range(count))


def mark_of(outline: Outline, node: int) -> bytes | None:
    """Return the terminator that ends a byte string wherever it stands, or None."""
    read = outline.leaf_read(node)
    if isinstance(read, BytesRead | StrRead) and read.extent.size is None:
        return read.extent.terminator
    return None


def sized_leaves(outline: Outline, measured: Container[int]) -> list[int]:
    """Return the byte strings and texts whose size is stored, or follows from what is around.

    Args:
        outline: the seed.
        measured: nodes whose size a relation is about.
    """
    found = []
    for node in outline.leaves:
        read = outline.leaf_read(node)
        if isinstance(read, BytesRead | StrRead) and (
            node in measured or read.extent.to_end or mark_of(outline, node)
        ):
            found.append(node)
    return found
