"""Functions over whole arrays: order, uniqueness, overlap, lookup by key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from validator.backends.construct.faults import ExpressionFailed
from validator.backends.construct.operations import BINARY, apply

_ORDERS = {
    "ascending": "<=",
    "descending": ">=",
    "strict-ascending": "<",
    "strict-descending": ">",
}


def hashable(key: Any) -> Any:
    """Return the key as something that can stand in a set; lists become tuples."""
    return tuple(map(hashable, key)) if isinstance(key, list) else key


def find_duplicates(keys: Sequence[Any]) -> list[int]:
    """Return the subscripts of all keys that occurred before.

    Raises:
        ExpressionFailed: a key is absent.
    """
    seen = set()
    found = []
    for index, key in enumerate(keys):
        if key is None:
            raise ExpressionFailed("a key is absent")
        fixed = hashable(key)
        if fixed in seen:
            found.append(index)
        seen.add(fixed)
    return found


def find_disorders(keys: Sequence[Any], order: str) -> list[int]:
    """Return the subscripts of all keys that break the order with the one before them.

    Args:
        keys: all comparable with one another.
        order: `ascending`, `descending`, or one of them with `strict-`.
    Raises:
        ExpressionFailed: keys are absent or cannot be compared.
    """
    holds = BINARY[_ORDERS[order]]
    return [
        index for index in range(1, len(keys)) if not apply(holds, keys[index - 1], keys[index])
    ]


def has_overlap(ranges: Sequence[tuple[int, int]]) -> bool:
    """Tell whether two half-open ranges share a place; empty ranges share none."""
    reach: int | None = None
    for start, end in sorted(pair for pair in ranges if pair[0] < pair[1]):
        if reach is not None and start < reach:
            return True
        reach = end if reach is None else max(reach, end)
    return False


def contains(container: Any, value: Any) -> bool:
    """Tell whether an array, string, byte string or map has the value.

    Raises:
        ExpressionFailed: one of them is absent, or a byte is not one.
    """
    if container is None or value is None:
        raise ExpressionFailed("a value is absent")
    try:
        return value in container
    except (TypeError, ValueError) as error:
        raise ExpressionFailed(str(error)) from None


def summarize(name: str, values: Sequence[Any]) -> Any:
    """Apply one of the array functions to what its body gave for every element.

    Args:
        name: one of `count sum min max unique sorted`.
        values: one per element.
    Raises:
        ExpressionFailed: minimum or maximum of nothing, or values that do not add or compare.
    """
    match name:
        case "count":
            if None in values:
                raise ExpressionFailed("a value is absent")
            return sum(map(bool, values))
        case "sum":
            total: Any = 0
            for value in values:
                total = apply(BINARY["+"], total, value)
            return total
        case "unique":
            return not find_duplicates(values)
        case "sorted":
            return not find_disorders(values, "ascending")
    better = BINARY["<" if name == "min" else ">"]
    return _select(values, better)


def _select(values: Sequence[Any], better: Callable[[Any, Any], Any]) -> Any:
    if not values:
        raise ExpressionFailed("minimum or maximum of nothing")
    best = values[0]
    for value in values:
        if apply(better, value, best):
            best = value
    return best
