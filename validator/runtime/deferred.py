"""Checks over tables and ranges, made when the whole file has been read.

`t` is the recorder of either reader: that of the checking reader refuses where the other one
takes a note.
"""

from __future__ import annotations

from validator.runtime.checksums import checksum
from validator.runtime.faults import DataFault
from validator.runtime.ops import fixed
from validator.runtime.reading import CAUGHT

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from validator.runtime.recorder import Recorder


def check_unique(t: Recorder, check: int, parent: int, place: int, keys: Sequence[Any]) -> None:
    """Check that no key occurs twice; every repetition is a failure."""
    if len(set(keys)) == len(keys):
        return
    seen: dict[Any, int] = {}
    nodes = t.elements(parent, place)
    for position, key in enumerate(keys):
        earlier = seen.setdefault(key, position)
        if earlier != position and position in nodes:
            t.broke(check, nodes[position], key, (earlier,))


def check_sorted(
    t: Recorder, check: int, parent: int, place: int, keys: Sequence[Any], order: str
) -> None:
    """Check the order of keys; every element that is out of order is a failure."""
    strict, falling = order.startswith("strict"), order.endswith("descending")
    nodes: dict[int, int] = {}
    for position in range(1, len(keys)):
        before, key = keys[position - 1], keys[position]
        low, high = (key, before) if falling else (before, key)
        if not (low < high if strict else low <= high):
            nodes = nodes or t.elements(parent, place)
            if position in nodes:
                t.broke(check, nodes[position], key, (before,))


def check_refers(
    t: Recorder,
    check: int,
    parent: int,
    place: int,
    values: Sequence[Any],
    table: Callable[[], dict[Any, Any]],
    *,
    is_list: bool,
) -> None:
    """Check that every value but None is a key of the table; only asked for when needed."""
    rows: dict[Any, Any] | None = None
    for position, value in enumerate(values):
        if value is None:
            continue
        try:
            rows = table() if rows is None else rows
            if fixed(value) in rows:
                continue
        except CAUGHT as error:
            t.failed(error, check, _element(t, parent, place, position if is_list else -1))
            return
        node = _element(t, parent, place, position if is_list else -1)
        t.broke(check, node, value, (len(rows),))


def _element(t: Recorder, parent: int, place: int, position: int) -> int:
    node = t.node_of(parent, place)
    return t.elements(parent, place).get(position, node) if position >= 0 else node


def check_sum(
    t: Recorder,
    check: int,
    parent: int,
    place: int,
    stored: Any,
    algorithm: str,
    ends: Sequence[int],
) -> None:
    """Compare a stored checksum with the computed one."""
    size = len(t.data)
    if any(not 0 <= end <= size for end in ends):
        raise DataFault(
            "size-invalid", -1, 0, "checksum range lies outside the file",
            f"offsets up to {size:#x}", " to ".join(f"{end:#x}" for end in ends[:2]),
        )  # fmt: skip
    zero = [(ends[i], ends[i + 1]) for i in range(2, len(ends), 2)]
    computed = checksum(algorithm, memoryview(t.data), ends[0], ends[1], zero)
    if computed != stored:
        t.broke(check, t.node_of(parent, place), stored, (computed, ends[0], ends[1]))
