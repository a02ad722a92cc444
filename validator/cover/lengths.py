"""Classes of lengths and counts: empty, one, many, max, and finer ones to guide a fuzzer."""

from __future__ import annotations

from collections.abc import Callable

from validator.cover.feature import FeatureKind
from validator.cover.scales import Mark, Numbers

_STEPS = (2, 3, 4, 8, 16, 32, 64, 128, 256, 1024, 4096, 65536)
_LARGEST_GOAL = 4096
"""A list or text of more is no goal: hardly a file has it, and many budgets forbid it."""


def length_scale(
    mark: Mark, kind: FeatureKind, span: tuple[int, int | None]
) -> Callable[[int], Numbers]:
    """Classify lengths or counts.

    Args:
        mark: of the field.
        kind: `LENGTH` or `COUNT`.
        span: smallest and largest that is possible, the latter None when it is not known.
    """
    low, high = span
    is_count = kind is FeatureKind.COUNT
    unit = " elements" if is_count else ""
    empty = mark.add(kind, "no element" if is_count else "empty", "empty", is_goal=low == 0)
    one = mark.add(
        kind, "1 element" if is_count else "one", "single", is_goal=low <= 1 and high != 0
    )
    many = mark.add(kind, f"many{unit}", "many", is_goal=high is None or high > 1)
    edges = {}
    if high is not None and high > 1:
        is_near = high <= _LARGEST_GOAL
        edges[high] = mark.add(kind, f"max {high}{unit}", "max", is_goal=is_near)
        if high - 1 > max(1, low):
            edges[high - 1] = mark.add(kind, f"inside {high - 1}{unit}", "limits", is_goal=is_near)
    if low > 1 and low not in edges:
        edges[low] = mark.add(kind, f"min {low}{unit}", "limits")
    steps = [
        (step, mark.add(kind, f"from {step}{unit}", is_goal=False))
        for step in _STEPS
        if high is None or step <= high
    ]

    def classify(length: int) -> Numbers:
        if length < 2:
            found = [one if length else empty]
        else:
            found = [many]
            found += [number for step, number in steps if step <= length][-1:]
        if length in edges:
            found.append(edges[length])
        return tuple(found)

    return classify
