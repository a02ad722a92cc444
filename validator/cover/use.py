"""Use and non-use: where a field ever had another value than those that mean "not used".

The fault of July 2024 was a 21st parameter that every file had, and that none had ever used. So
use is counted for the field and for every subscript of the list that it stands in.
"""

from __future__ import annotations

from typing import Any

from validator.cover.feature import FeatureKind
from validator.cover.scales import Mark
from validator.cover.view import View
from validator.dataclass import dataclass

SINGLE = 128
"""Subscripts below it have features of their own; those above share one a power of two."""
_POWERS = 25
SLOTS = SINGLE + _POWERS
"""How many features stand for all subscripts."""
DEFAULT, USED = "default", "not default"


@dataclass(frozen=True, slots=True)
class Use:
    """Whether a field is used, and at which subscripts.

    Attributes:
        defaults: values that mean "not used".
        idle, used: features of the field.
        first_idle, first_used: features of subscript 0, others follow; -1 without a list.
        is_inner: the subscript is that of the object, not of the value.
    """

    place: int
    defaults: frozenset[Any]
    idle: int
    used: int
    first_idle: int
    first_used: int
    is_inner: bool

    def measure(self, view: View, found: set[int]) -> None:
        """See `Gauge`."""
        trace, defaults = view.trace, self.defaults
        values = view.values(self.place)
        if not values <= defaults:
            found.add(self.used)
        if not values.isdisjoint(defaults):
            found.add(self.idle)
        if self.first_used < 0:
            return
        index, value, parent = trace.index, trace.value, trace.parent
        nodes = [node for node in view.nodes[self.place] if value[node] is not None]
        where = [parent[node] for node in nodes] if self.is_inner else nodes
        pairs = {
            (index[at], value[node] in defaults) for at, node in zip(where, nodes, strict=True)
        }
        for subscript, is_idle in pairs:
            if subscript >= 0:
                found.add((self.first_idle if is_idle else self.first_used) + slot_of(subscript))


def slot_of(subscript: int) -> int:
    """Return which of the features of subscripts one belongs to.

    Args:
        subscript: from 0.
    """
    if subscript < SINGLE:
        return subscript
    return SINGLE + min(subscript.bit_length() - SINGLE.bit_length(), _POWERS - 1)


def use_of(mark: Mark, place: int, defaults: frozenset[Any], *, listed: str) -> Use:
    """Make the gauge of a field with `-default`, and its features.

    Args:
        mark: of the field.
        place: its number.
        defaults: its values that mean "not used".
        listed: `own` when the field repeats, `object` when its object is an element, else "".
    """
    used = mark.add(FeatureKind.USE, USED, "used")
    idle = mark.add(FeatureKind.USE, DEFAULT, "default")
    firsts = [-1, -1]
    open_path = _open(mark.path)
    for number, text in enumerate((DEFAULT, USED)):
        for slot in range(SLOTS if listed else 0):
            low, high = bounds_of(slot)
            made = mark.add(
                FeatureKind.USE, text, is_goal=False, group=open_path, index=low, last=high,
                path=subscript_path(open_path, low, high),
            )  # fmt: skip
            firsts[number] = made if firsts[number] < 0 else firsts[number]
    return Use(place, defaults, idle, used, firsts[0], firsts[1], listed == "object")


def pairs_of(use: Use) -> dict[int, int]:
    """Return "default at a subscript" -> "not default" at the same one.

    Args:
        use: of a field.
    """
    if use.first_used < 0:
        return {}
    return {use.first_idle + slot: use.first_used + slot for slot in range(SLOTS)}


def bounds_of(slot: int) -> tuple[int, int]:
    """Return the first and the last subscript that a slot stands for.

    Args:
        slot: from `slot_of`.
    """
    if slot < SINGLE:
        return slot, slot
    low = SINGLE << (slot - SINGLE)
    return low, 2 * low - 1


def subscript_path(open_path: str, first: int, last: int) -> str:
    """Return a path with a subscript, or a range of them, in its place.

    Args:
        open_path: a path with `[]` where the subscript goes.
        first, last: subscripts.
    """
    shown = str(first) if first == last else f"{first}..{last}"
    head, _, tail = open_path.rpartition("[]")  # a key before it may hold anything
    return f"{head}[{shown}]{tail}"


def _open(path: str) -> str:
    """Return a path with `[]` instead of its last `[*]`."""
    head, star, tail = path.rpartition("[*]")
    if star:
        return f"{head}[]{tail}"
    head, _, tail = path.partition(">")
    return f"{head}>[]{tail}"
