"""Where two files differ, as hunks that can be undone one by one, and the smallest set of them.

Comes in: a seed and a file made of it. Goes out: `Hunk`s; any of them applied to the seed give a
file between both. `reduce_items` finds a small subset for which a condition still holds.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

_LONGEST_DIFF = 6000
_JOIN = 4
"""Changed bytes closer than this make one hunk at first."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, order=True)
class Hunk:
    """Bytes `start` to `end` of the seed are `data` instead."""

    start: int
    end: int
    data: bytes


def find_hunks(seed: bytes, other: bytes) -> list[Hunk]:
    """Return what makes the other file of the seed.

    Args:
        seed, other: whole files.
    Returns:
        hunks in order, apart from one another; none when the files are equal.
    """
    if len(seed) == len(other):
        return _by_place(seed, other)
    head = _common(seed, other)
    tail = _common(seed[head:][::-1], other[head:][::-1])
    old, new = seed[head : len(seed) - tail], other[head : len(other) - tail]
    if not old or not new or max(len(old), len(new)) > _LONGEST_DIFF:
        return [Hunk(head, head + len(old), new)]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [
        Hunk(head + a, head + b, new[c:d])
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def apply_hunks(seed: bytes, hunks: Sequence[Hunk]) -> bytes:
    """Return the seed with hunks applied.

    Args:
        seed: a whole file.
        hunks: apart from one another, in any order.
    """
    parts, place = [], 0
    for hunk in sorted(hunks):
        parts += [seed[place : hunk.start], hunk.data]
        place = hunk.end
    return b"".join([*parts, seed[place:]])


def split_hunks(seed: bytes, hunks: Sequence[Hunk]) -> list[Hunk]:
    """Return the same hunks byte by byte where old and new have the same length.

    Args:
        seed: the file that they are applied to.
        hunks: in any order.
    """
    result: list[Hunk] = []
    for hunk in hunks:
        if hunk.end - hunk.start != len(hunk.data):
            result.append(hunk)
            continue
        result += [
            Hunk(at, at + 1, bytes([new]))
            for at, new in enumerate(hunk.data, hunk.start)
            if seed[at] != new
        ]
    return result


def reduce_items(
    items: Sequence[Item], pick: Callable[[Iterable[list[Item]]], list[Item] | None]
) -> list[Item]:
    """Return a small subset for which a condition holds (ddmin).

    Args:
        items: the condition holds for all of them together.
        pick: returns the first of several subsets for which the condition holds, or None, also
            when it may not be asked any more.
    Returns:
        a subset in the same order, from which no single item can be left out, if there were
        trials enough.
    """
    kept, parts = list(items), 2
    while len(kept) >= 2:
        size = -(-len(kept) // parts)
        pieces = [kept[at : at + size] for at in range(0, len(kept), size)]
        found = pick(pieces)
        if found is not None:
            kept, parts = found, 2
            continue
        rests = (
            [item for place, piece in enumerate(pieces) if place != left for item in piece]
            for left in range(len(pieces))
        )
        found = pick(rests) if len(pieces) > 2 else None
        if found is not None:
            kept, parts = found, max(parts - 1, 2)
        elif size == 1:
            break
        else:
            parts = min(len(kept), parts * 2)
    return kept


def _by_place(seed: bytes, other: bytes) -> list[Hunk]:
    changed = [at for at, (a, b) in enumerate(zip(seed, other, strict=True)) if a != b]
    hunks: list[Hunk] = []
    for at in changed:
        start = at
        if hunks and at - hunks[-1].end < _JOIN:
            start = hunks.pop().start
        hunks.append(Hunk(start, at + 1, other[start : at + 1]))
    return hunks


def _common(left: bytes, right: bytes) -> int:
    """Return the length of the longest common beginning."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[:middle] == right[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
