"""Values of an escape, moved as near to those of the seed as they may be.

Comes in: a seed and a file of the same size that shows the escape. Goes out: the same file with
every changed number next to the border at which the escape begins, and no bit changed that need
not be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from validator.check.schema import Schema
from validator.fuzz.changes import EDIT_ERRORS, Leaf, Leaves
from validator.fuzz.hunks import find_hunks, reduce_items
from validator.fuzz.trials import Trials
from validator.ir.trace import Trace
from validator.mutate import Change, edit_bytes

_MAX_EDITED = 1 << 16
_MAX_NUMBER = 8
_MAX_TOGETHER = 3
_SECTIONS = 8
"""Values between two borders are tried so many at a time: starting a consumer costs most."""


def closest_values(schema: Schema, seed: bytes, nearest: bytes, trials: Trials) -> bytes:
    """Move every number that differs as near to the seed's as it may be.

    Args:
        schema: of both files.
        seed: the whole seed.
        nearest: shows the escape; given back as it is when its size is another one.
        trials: asked for every step.
    """
    if len(seed) != len(nearest):
        return nearest
    before, after = Leaves(schema.trace(seed)), Leaves(schema.trace(nearest))
    leaves = _changed_leaves(after, seed, nearest)
    for leaf in leaves:
        if leaf.node in after.trace.bits:
            nearest = _fewest_bits(seed, nearest, leaf, trials)
        elif _is_number(before, after, leaf):
            nearest = _closest(after, leaf, seed, nearest, trials)
    if 1 < len(leaves) <= _MAX_TOGETHER and len(seed) <= _MAX_EDITED:
        for leaf in leaves:
            if leaf.node not in after.trace.bits and _is_number(before, after, leaf):
                nearest = _closest_edit(schema, seed, nearest, leaf, trials)
    return nearest


def _changed_leaves(leaves: Leaves, seed: bytes, nearest: bytes) -> list[Leaf]:
    found: dict[int, Leaf] = {}
    for hunk in find_hunks(seed, nearest):
        found |= {leaf.node: leaf for leaf in leaves.over(hunk.start, hunk.end)}
    return list(found.values())


def _is_number(before: Leaves, after: Leaves, leaf: Leaf) -> bool:
    """Whether a leaf is an integer, and the seed has one in the same place."""
    if type(after.trace.value[leaf.node]) is not int or leaf.end - leaf.start > _MAX_NUMBER:
        return False
    return any(
        (one.start, one.end) == (leaf.start, leaf.end) for one in before.over(leaf.start, leaf.end)
    )


def _closest(after: Leaves, leaf: Leaf, seed: bytes, nearest: bytes, trials: Trials) -> bytes:
    """Move one number in place."""
    width = leaf.end - leaf.start
    order, is_signed = _layout(after, leaf)
    old = int.from_bytes(seed[leaf.start : leaf.end], order, signed=is_signed)
    new = int.from_bytes(nearest[leaf.start : leaf.end], order, signed=is_signed)

    def put(value: int) -> bytes:
        data = value.to_bytes(width, order, signed=is_signed)
        return nearest[: leaf.start] + data + nearest[leaf.end :]

    return nearest if old == new else (gallop(old, new, put, trials) or nearest)


def _closest_edit(schema: Schema, seed: bytes, nearest: bytes, leaf: Leaf, trials: Trials) -> bytes:
    """Move one number of the seed, and have repaired what follows from it."""
    trace = schema.trace(nearest)
    origin = schema.trace(seed)
    now, was = _node_at(trace, leaf), _node_at(origin, leaf)
    if now is None or was is None:
        return nearest
    path = trace.path(now)
    new, old = trace.value[now], origin.value[was]
    if type(new) is not int or type(old) is not int or new == old:
        return nearest

    def put(value: int) -> bytes | None:
        try:
            return edit_bytes(schema.program, seed, [Change("set", path, value)]).data
        except EDIT_ERRORS:
            return None

    whole = put(new)
    if whole is None or not trials.holds(whole):
        return nearest
    return gallop(old, new, put, trials) or whole


def _node_at(trace: Trace, leaf: Leaf) -> int | None:
    found = (one.node for one in Leaves(trace).over(leaf.start, leaf.end))
    return next((node for node in found if trace.start[node] == leaf.start), None)


def _layout(leaves: Leaves, leaf: Leaf) -> tuple[Literal["little", "big"], bool]:
    """Return byte order and sign of an integer, which its bytes and its value tell."""
    value = leaves.trace.value[leaf.node]
    data = bytes(leaves.trace.data[leaf.start : leaf.end])
    for is_signed in (False, True):
        if int.from_bytes(data, "big", signed=is_signed) == value:
            return "big", is_signed
        if int.from_bytes(data, "little", signed=is_signed) == value:
            return "little", is_signed
    return "little", False


def gallop(old: int, new: int, put: Callable[[int], bytes | None], trials: Trials) -> bytes | None:
    """Return the file with the value next to the old one that still shows the escape.

    Args:
        old: value of the seed, which does not show it.
        new: a value that shows it.
        put: makes the file with a value; None where it cannot be made.
        trials: asked in steps that double, then in between.
    Returns:
        a file; None when no value nearer than the new one was found.
    """
    sign = 1 if new > old else -1
    high = abs(new - old)
    steps = [1 << bit for bit in range(high.bit_length()) if 1 << bit < high]
    found = trials.pick(steps, lambda step: put(old + sign * step))
    best = None if found is None else put(old + sign * found)
    high = high if found is None else found
    low = max((step for step in steps if step < high), default=0)
    while high - low > 1 and trials.runs > 0:
        middles = sorted({low + (high - low) * part // _SECTIONS for part in range(1, _SECTIONS)})
        middles = [middle for middle in middles if low < middle < high]
        found = trials.pick(middles, lambda step: put(old + sign * step))
        if found is None:
            low = middles[-1]
            continue
        low = max((middle for middle in middles if middle < found), default=low)
        best, high = put(old + sign * found), found
    return best


def _fewest_bits(seed: bytes, nearest: bytes, leaf: Leaf, trials: Trials) -> bytes:
    """Undo single bits of the bytes that a bit field touches."""
    flips = [
        (at, 1 << bit)
        for at in range(leaf.start, leaf.end)
        for bit in range(8)
        if (seed[at] ^ nearest[at]) >> bit & 1
    ]

    def flipped(chosen: list[tuple[int, int]]) -> bytes:
        data = bytearray(nearest)
        data[leaf.start : leaf.end] = seed[leaf.start : leaf.end]
        for at, bit in chosen:
            data[at] ^= bit
        return bytes(data)

    return flipped(reduce_items(flips, lambda candidates: trials.pick(candidates, flipped)))
