"""Where two files differ, as hunks that can be undone one by one, and the smallest set of them.

Comes in: a seed and a file made of it. Goes out: `Hunk`s; any of them applied to the seed give a
file between both. `reduce_items` finds a small subset for which a condition still holds.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from validator.dataclass import dataclass

_LONGEST_DIFF = 6000
_MOST_PAIRS = 1 << 17
"""Pairs of equal bytes that are compared one with another; files full of zeros have millions."""
_ANCHOR = 8
_LONGEST_ANCHORED = 1 << 22
_LONG_ANCHOR, _STRIDE = 16, 64
"""Of larger files one longer run in so many bytes is looked for."""
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
    found: list[Hunk] = []
    before_old = before_new = 0
    for old, new in [*_anchors(seed, other), (len(seed), len(other))]:
        if old < before_old or new < before_new:
            continue  # within what the anchor before this one grew to
        found += _between(seed[before_old:old], other[before_new:new], before_old)
        same = _common(seed[old:], other[new:])
        before_old, before_new = old + same, new + same
    return found


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


def _between(seed: bytes, other: bytes, base: int) -> list[Hunk]:
    """Return the hunks of parts of two files; `base` is where the part of the seed begins."""
    head = _common(seed, other)
    tail = _common(seed[head:][::-1], other[head:][::-1])
    old, new = seed[head : len(seed) - tail], other[head : len(other) - tail]
    if not old and not new:
        return []
    start = base + head
    if not old or not new or max(len(old), len(new)) > _LONGEST_DIFF or not _is_cheap(old, new):
        return [Hunk(start, start + len(old), new)]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [
        Hunk(start + a, start + b, new[c:d])
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def _is_cheap(old: bytes, new: bytes) -> bool:
    """Whether comparing every byte with every equal one takes no time worth speaking of."""
    here, there = Counter(old), Counter(new)
    return sum(count * there[byte] for byte, count in here.items()) <= _MOST_PAIRS


def _anchors(seed: bytes, other: bytes) -> list[tuple[int, int]]:
    """Return places of runs that both files have exactly once, as many as are in the same order."""
    longest = max(len(seed), len(other))
    if longest > _LONGEST_ANCHORED or (longest <= _LONGEST_DIFF and _is_cheap(seed, other)):
        return []
    if longest > _LONGEST_DIFF:
        pairs = _sampled(seed, other)
    else:
        there = _unique_runs(other)
        pairs = [(at, there[run]) for run, at in _unique_runs(seed).items() if run in there]
    ends: list[int] = []  # the last pair of the best chain of each length
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        ends[length : length + 1], last[length : length + 1] = [place], [number]
        before.append(last[length - 1] if length else -1)
    chain: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _sampled(seed: bytes, other: bytes) -> list[tuple[int, int]]:
    """Return places of some longer runs of a seed that another file has exactly once, in order."""
    starts: dict[bytes, int] = {}
    for at in range(0, len(seed) - _LONG_ANCHOR + 1, _STRIDE):
        run = seed[at : at + _LONG_ANCHOR]
        starts[run] = -1 if run in starts else at
    places: dict[bytes, int] = {}
    for at in range(len(other) - _LONG_ANCHOR + 1):
        run = other[at : at + _LONG_ANCHOR]
        if run in starts:
            places[run] = -1 if run in places else at
    return [(at, places[run]) for run, at in starts.items() if at >= 0 and places.get(run, -1) >= 0]


def _unique_runs(data: bytes) -> dict[bytes, int]:
    """Return the runs of a file that it has exactly once, with their places, in order."""
    places: dict[bytes, int] = {}
    for at in range(len(data) - _ANCHOR + 1):
        run = data[at : at + _ANCHOR]
        places[run] = -1 if run in places else at
    return {run: at for run, at in places.items() if at >= 0}


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
