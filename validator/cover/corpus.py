"""Small corpora: which files of many show as much as all of them.

Comes in: for each file its size and what it shows. Goes out: which to keep. What a file shows is
any set of marks: features of a schema, edges of a consumer. Nothing that any file shows is lost.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Sequence, Set

from validator.dataclass import dataclass

Mark = Hashable


@dataclass(frozen=True, slots=True)
class Entry:
    """One file.

    Attributes:
        name: decides between equals; unique.
        size: in bytes; a smaller file goes first when it adds as much.
        marks: what it shows.
    """

    name: str
    size: int
    marks: Set[Mark]


def minimize(entries: Sequence[Entry], shown: Set[Mark] = frozenset()) -> list[int]:
    """Choose files that together show everything.

    Greedy: always the file that adds most, of equals the smaller one. The result is within a
    logarithmic factor of the fewest files that can do it.

    Args:
        entries: the files; their order does not matter.
        shown: marks that other files show already.
    Returns:
        subscripts of the files to keep, in the order they were chosen; each adds something.
    """
    left = frozenset[Mark]().union(*(entry.marks for entry in entries)) - shown
    missing = set(left)
    # What a file adds only ever shrinks, so an old count is an upper bound: it is counted anew
    # only when it comes to the top.
    heap = [
        (-len(entry.marks), entry.size, entry.name, number) for number, entry in enumerate(entries)
    ]
    heapq.heapify(heap)
    kept: list[int] = []
    while missing and heap:
        bound, size, name, number = heapq.heappop(heap)
        gain = len(missing & entries[number].marks)
        if gain == 0:
            continue
        if heap and (-gain, size, name, number) > heap[0]:
            heapq.heappush(heap, (-gain, size, name, number))
            continue
        kept.append(number)
        missing -= entries[number].marks
    return _without_idle(entries, kept, frozenset(shown))


def _without_idle(entries: Sequence[Entry], kept: list[int], shown: Set[Mark]) -> list[int]:
    """Drop files that those chosen after them have made superfluous."""
    counts: dict[Mark, int] = {}
    for number in kept:
        for mark in entries[number].marks:
            counts[mark] = counts.get(mark, 0) + 1
    result = []
    for number in kept:
        marks = entries[number].marks
        if any(counts[mark] == 1 and mark not in shown for mark in marks):
            result.append(number)
            continue
        for mark in marks:
            counts[mark] -= 1
    return result
