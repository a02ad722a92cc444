"""Value classes: which features one value of a field means, by its type.

Comes in: limits of a field and where it stands. Goes out: a function from a value to feature
numbers. It looks at one value at a time; what values have in common is for gauges.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from validator.cover.feature import Draft, Feature, FeatureKind
from validator.cover.limits import Limits
from validator.dataclass import dataclass
from validator.ir.nodes import EnumDef

Numbers = tuple[int, ...]
Classify = Callable[[object], Numbers]
MAX_CLASSES = 512
"""Classes of one field; of an enum with more members the rest is one class."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where features go: the field's path and number, and whether they can be goals at all."""

    draft: Draft
    path: str
    field: int
    can_be_goal: bool = True

    def add(
        self,
        kind: FeatureKind,
        text: str,
        *words: str,
        is_goal: bool = True,
        path: str | None = None,
        group: str = "",
        index: int = -1,
        last: int = -1,
    ) -> int:
        """Take a feature of the field and return its number."""
        where = self.path if path is None else path
        is_wanted = is_goal and self.can_be_goal
        one = Feature(
            where, kind, text, self.field, is_wanted, words, index, last=last, group=group
        )
        return self.draft.add(one)


def integer_scale(mark: Mark, limits: Limits) -> Classify:
    """Classify integers: zero, one, largest, bounds of checks, sign, anything else.

    Args:
        mark: of the field.
        limits: of its values.
    """
    exact: dict[int, int] = {}

    def take(value: int, text: str, *words: str) -> None:
        is_there = limits.smallest is None or limits.smallest <= value <= (limits.largest or 0)
        if is_there and value not in exact and len(exact) < MAX_CLASSES:
            exact[value] = mark.add(FeatureKind.VALUE, text, *words, is_goal=limits.permits(value))

    for value in limits.allowed or ():
        take(value, str(value), "members")
    take(0, "zero", "zero", *_edge_words(limits, 0))
    take(1, "one", "one", *_edge_words(limits, 1))
    if limits.largest is not None:
        take(limits.largest, f"max {limits.largest}", "max", *_edge_words(limits, limits.largest))
    if limits.smallest:
        take(limits.smallest, f"min {limits.smallest}", "limits")
    for edge in limits.edges:
        take(edge.inside, f"limit {edge.inside}", "limits")
        take(edge.further, f"inside {edge.further}", "limits")
        take(edge.outside, f"outside {edge.outside}")
    room = limits.allowed is None and not _is_full(limits, exact)
    other = mark.add(FeatureKind.VALUE, "other", "other", is_goal=room)
    negative = -1
    if limits.smallest is None or limits.smallest < 0:
        can_be = limits.low is None or limits.low < 0
        negative = mark.add(FeatureKind.VALUE, "negative", "sign", is_goal=can_be)
    sizes = [
        mark.add(FeatureKind.VALUE, f"{size} bytes", is_goal=False)
        for size in (2, 4, 8)
        if (limits.largest or 0).bit_length() > 8 * (size // 2)
    ]
    return _integers(exact, other, negative, sizes)


def _integers(exact: dict[int, int], other: int, negative: int, sizes: list[int]) -> Classify:
    def classify(value: object) -> Numbers:
        if not isinstance(value, int):
            return ()
        number = exact.get(value)
        found = [other if number is None else number]
        if value < 0 and negative >= 0:
            found.append(negative)
        if sizes and value > 0xFF:
            width = value.bit_length()
            found.append(sizes[min(len(sizes) - 1, (width > 16) + (width > 32))])
        return tuple(found)

    return classify


def _edge_words(limits: Limits, value: int) -> tuple[str, ...]:
    is_edge = any(value in (edge.inside, edge.further) for edge in limits.edges)
    return ("limits",) if is_edge else ()


def _is_full(limits: Limits, exact: dict[int, int]) -> bool:
    """Whether every valid value has a class of its own."""
    if limits.low is None or limits.high is None:
        return False
    room = limits.high - limits.low + 1
    return room <= sum(limits.low <= value <= limits.high for value in exact)


def enum_scale(mark: Mark, limits: Limits, enum: EnumDef) -> Classify:
    """Classify members of an enum, each its own class.

    Args:
        mark: of the field.
        limits: of its values.
        enum: of the field.
    """
    exact = {
        value: mark.add(FeatureKind.VALUE, label, "members", is_goal=limits.permits(value))
        for value, label in enum.members[:MAX_CLASSES]
    }
    if len(enum.members) > MAX_CLASSES:
        rest = len(enum.members) - MAX_CLASSES
        mark.draft.leave_out(f"{mark.path}: {rest} members of {enum.name} are one class")
    other = mark.add(FeatureKind.VALUE, "no member", "other", is_goal=False)

    def classify(value: object) -> Numbers:
        return (exact.get(value, other),) if isinstance(value, int) else ()

    return classify


def bool_scale(mark: Mark) -> Classify:
    """Classify truth values.

    Args:
        mark: of the field.
    """
    false = mark.add(FeatureKind.VALUE, "false", "zero", "members")
    true = mark.add(FeatureKind.VALUE, "true", "one", "members")
    return lambda value: (true if value else false,)


def float_scale(mark: Mark) -> Classify:
    """Classify floating-point numbers: zero, sign, fractions, what is no number.

    Args:
        mark: of the field.
    """
    zero = mark.add(FeatureKind.VALUE, "zero", "zero")
    positive = mark.add(FeatureKind.VALUE, "positive", "sign")
    negative = mark.add(FeatureKind.VALUE, "negative", "sign")
    fraction = mark.add(FeatureKind.VALUE, "fraction", "other")
    strange = mark.add(FeatureKind.VALUE, "infinite or no number", is_goal=False)

    def classify(value: object) -> Numbers:
        if not isinstance(value, int | float):
            return ()
        if not math.isfinite(value):
            return (strange,)
        if value == 0:
            return (zero,)
        sign = positive if value > 0 else negative
        return (sign,) if value == int(value) else (sign, fraction)

    return classify
