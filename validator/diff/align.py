"""Longest common subsequences of numbers, within bounds.

Comes in: two lists of integers. Goes out: pairs of positions, ascending on both sides. Within
the bound of work the result is as long as possible; beyond it, what stands once on both sides
serves as anchors, and the rest is left unmatched.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from validator.dataclass import dataclass

MAX_EDITS = 1000
_EDITS_BETWEEN = 200
_EDITS_WHEN_TIRED = 24
_STEPS = 8_000_000

Pair = tuple[int, int]


# house: loose-dataclass - used up by one comparison
@dataclass(slots=True)
class Effort:
    """What one comparison may still spend on searching, in steps; then it is content with less."""

    steps: int = _STEPS

    def bound(self, wanted: int) -> int:
        """Return how many edits to look for."""
        return wanted if self.steps > wanted * wanted else min(wanted, _EDITS_WHEN_TIRED)


def common(left: Sequence[int], right: Sequence[int], effort: Effort | None = None) -> list[Pair]:
    """Return a common subsequence as pairs of positions.

    Args:
        left: any integers; equal means equal.
        right: likewise.
        effort: shared by the lists of one comparison; used up.
    Returns:
        Pairs, strictly ascending on both sides; a longest such list unless the two differ by
        more than about `MAX_EDITS` elements that occur on both sides.
    """
    head, tail = _ends(left, right)
    result = [(i, i) for i in range(head)]
    ends = (head, len(left) - tail), (head, len(right) - tail)
    result += _middle(left, right, *ends, effort or Effort())
    shift = len(right) - len(left)
    result += [(i, i + shift) for i in range(len(left) - tail, len(left))]
    return result


def rising(values: Sequence[int]) -> list[int]:
    """Return the positions of a longest strictly ascending subsequence.

    Args:
        values: any integers.
    """
    tops: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for position, value in enumerate(values):
        slot = bisect_left(tops, value)
        before.append(at[slot - 1] if slot else -1)
        if slot == len(tops):
            tops.append(value)
            at.append(position)
        else:
            tops[slot] = value
            at[slot] = position
    result: list[int] = []
    position = at[-1] if at else -1
    while position >= 0:
        result.append(position)
        position = before[position]
    return result[::-1]


def _ends(left: Sequence[int], right: Sequence[int]) -> Pair:
    """Return how many elements are equal at the start, and then at the end."""
    least = min(len(left), len(right))
    head = 0
    while head < least and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < least - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    return head, tail


def _middle(
    left: Sequence[int], right: Sequence[int], a: Pair, b: Pair, effort: Effort
) -> list[Pair]:
    """Return a common subsequence of two ranges.

    What stands on one side only is left out first: it can be part of no common subsequence.
    """
    shared = set(left[a[0] : a[1]]) & set(right[b[0] : b[1]])
    xs = [i for i in range(*a) if left[i] in shared]
    ys = [j for j in range(*b) if right[j] in shared]
    p, q = [left[i] for i in xs], [right[j] for j in ys]
    found = _shortest(p, q, MAX_EDITS, effort)
    if found is None:
        found = _anchored(p, q, effort)
    return [(xs[i], ys[j]) for i, j in found]


def _anchored(p: Sequence[int], q: Sequence[int], effort: Effort) -> list[Pair]:
    """Match what stands once on each side, in its longest order, and the gaps between."""
    once_p, once_q = Counter(p), Counter(q)
    where = {value: j for j, value in enumerate(q) if once_q[value] == 1}
    anchors = [(i, where[value]) for i, value in enumerate(p) if once_p[value] == 1
               and value in where]  # fmt: skip
    kept = [anchors[n] for n in rising([j for _, j in anchors])]
    result: list[Pair] = []
    i, j = 0, 0
    for at in [*kept, (len(p), len(q))]:
        head, tail = _ends(p[i : at[0]], q[j : at[1]])
        result += [(i + n, j + n) for n in range(head)]
        low, high = (i + head, at[0] - tail), (j + head, at[1] - tail)
        inner = _shortest(p[low[0] : low[1]], q[high[0] : high[1]], _EDITS_BETWEEN, effort)
        result += [(low[0] + m, high[0] + n) for m, n in inner or ()]
        result += [(at[0] - tail + n, at[1] - tail + n) for n in range(tail)]
        if at[0] < len(p) and at[1] < len(q):
            result.append(at)
        i, j = at[0] + 1, at[1] + 1
    return result


def _shortest(p: Sequence[int], q: Sequence[int], wanted: int, effort: Effort) -> list[Pair] | None:
    """Return a longest common subsequence, or None past `wanted` edits, or fewer when tired.

    Source: E. Myers, "An O(ND) difference algorithm and its variations", 1986, figure 2.
    """
    n, m = len(p), len(q)
    if not n or not m:
        return []
    bound = effort.bound(min(wanted, n + m))
    if abs(n - m) > bound:
        return None
    reach = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(bound + 1):
        effort.steps -= edits + 1
        trail.append(reach)
        following: dict[int, int] = {}
        for k in range(-edits, edits + 1, 2):
            if k == -edits or (k != edits and reach.get(k - 1, -1) < reach.get(k + 1, -1)):
                x = reach[k + 1]
            else:
                x = reach[k - 1] + 1
            y = x - k
            while x < n and y < m and p[x] == q[y]:
                x += 1
                y += 1
            following[k] = x
            if x >= n and y >= m:
                return _walk_back(trail, n, m)
        reach = following
    return None


def _walk_back(trail: Sequence[dict[int, int]], n: int, m: int) -> list[Pair]:
    result: list[Pair] = []
    x, y = n, m
    for edits in range(len(trail) - 1, -1, -1):
        reach, k = trail[edits], x - y
        if k == -edits or (k != edits and reach.get(k - 1, -1) < reach.get(k + 1, -1)):
            before = k + 1
        else:
            before = k - 1
        at = reach[before] if edits else 0
        low = at if edits else 0
        if edits and before == k - 1:
            low = at + 1
        while x > low and y > low - k:
            x -= 1
            y -= 1
            result.append((x, y))
        if edits:
            x, y = at, at - before
    return result[::-1]


def first_difference(left: bytes | str, right: bytes | str) -> int:
    """Return the first position where two strings differ, by halving: they may be long.

    Args:
        left: bytes or text.
        right: the same kind.
    Returns:
        The length of the shorter one when it starts the other.
    """
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
