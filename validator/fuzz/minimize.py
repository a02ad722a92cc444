"""An escape, as near to its seed as it still is one, and as small as it can be cut.

Comes in: a seed, a mutant of it, and trials. Goes out: the file with the fewest changes from the
seed, each value as close to the seed's as it may be; and of a file that shows the escape, one
without all that can be deleted. The order of steps is fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from validator.check.schema import Schema
from validator.dataclass import dataclass
from validator.fuzz.changes import EDIT_ERRORS, find_changes
from validator.fuzz.hunks import Hunk, apply_hunks, find_hunks, reduce_items, split_hunks
from validator.fuzz.trials import Trials
from validator.fuzz.values import closest_values
from validator.measure import FieldChange
from validator.mutate import Change, edit_bytes

_MAX_BYTES_APART = 4096
_MAX_EDITED = 1 << 16
_MAX_CUT = 1 << 16
_MAX_BUILDS = 60
_MAX_LISTS = 40


@dataclass(frozen=True, slots=True)
class Minimized:
    """An escape after minimising; `changes` are those of `nearest` from the seed."""

    nearest: bytes
    changes: tuple[FieldChange, ...]


def bring_near(schema: Schema, seed: bytes, mutant: bytes, trials: Trials) -> Minimized:
    """Take back whatever an escape does not need.

    Args:
        schema: of both files.
        seed: the whole seed.
        mutant: shows the escape.
        trials: asked for every step; without any left, the mutant stays as it is.
    """
    nearest = _fewest_hunks(seed, mutant, trials)
    nearest = _by_edits(schema, seed, nearest, trials)
    nearest = closest_values(schema, seed, nearest, trials)
    return Minimized(nearest, find_changes(schema, seed, nearest))


def _fewest_hunks(seed: bytes, mutant: bytes, trials: Trials) -> bytes:
    """Undo differences: first whole runs of bytes, then single bytes."""
    make = partial(apply_hunks, seed)

    def pick(candidates: Iterable[list[Hunk]]) -> list[Hunk] | None:
        return trials.pick(candidates, make)

    hunks = reduce_items(find_hunks(seed, mutant), pick)
    if sum(len(hunk.data) for hunk in hunks) <= _MAX_BYTES_APART:
        hunks = reduce_items(split_hunks(seed, hunks), pick)
    return apply_hunks(seed, hunks)


def _by_edits(schema: Schema, seed: bytes, nearest: bytes, trials: Trials) -> bytes:
    """Where several fields still differ, set fewer of them and let the rest be repaired.

    A changed value often needs its checksum or count changed with it: no single one of both can
    be undone by bytes, but the value alone can be set.
    """
    changes = find_changes(schema, seed, nearest)
    if len(changes) < 2 or len(seed) > _MAX_EDITED:
        return nearest
    sets = [
        Change("set", one.path, one.now)
        for one in changes
        if one.what == "changed" and one.was is not None and one.now is not None
    ]
    make = partial(_edited, schema, seed)

    def pick(candidates: Iterable[list[Change]]) -> list[Change] | None:
        return trials.pick(candidates, make)

    found = pick([one] for one in sets)
    if found is None and len(sets) == len(changes):
        found = reduce_items(sets, pick)
    made = _edited(schema, seed, found) if found and len(found) < len(changes) else None
    return made if made is not None and trials.holds(made) else nearest


def _edited(schema: Schema, seed: bytes, changes: Sequence[Change]) -> bytes | None:
    try:
        return edit_bytes(schema.program, seed, changes).data
    except EDIT_ERRORS:
        return None


def cut_down(schema: Schema, data: bytes, trials: Trials) -> bytes:
    """Delete elements of lists, as many as the escape does not need.

    Args:
        schema: of the file.
        data: shows the escape.
        trials: asked for every step.
    """
    if len(data) > _MAX_CUT:
        return data
    builds, place = _MAX_BUILDS, 0
    while builds > 0 and trials.runs > 0 and place < len(lists := _lists(schema, data)):
        path, count = lists[place]
        place += 1
        size = count
        while size >= 1 and builds > 0:
            starts = list(range(count - size, -1, -size))[:builds]
            builds -= len(starts)
            make = partial(_without, schema, data, (path, size))
            start = trials.pick(starts, make)
            if start is None:
                size //= 2
                continue
            data, count = make(start) or data, count - size
            size = min(size, count)
    return data


def _without(schema: Schema, data: bytes, elements: tuple[str, int], start: int) -> bytes | None:
    """Delete some elements of a list; None when that makes nothing smaller."""
    path, size = elements
    gone = [Change("delete", f"{path}[{at}]") for at in range(start, start + size)]
    made = _edited(schema, data, gone)
    return made if made is not None and len(made) < len(data) else None


def _lists(schema: Schema, data: bytes) -> list[tuple[str, int]]:
    """Return path and length of every list of a file, outer ones first."""
    trace = schema.trace(data)
    counts: dict[int, int] = {}
    for node in range(1, len(trace)):
        if trace.index[node] >= 0:
            counts[trace.parent[node]] = counts.get(trace.parent[node], 0) + 1
    found = [(trace.path(node), count) for node, count in counts.items() if trace.is_array[node]]
    return sorted(found, key=lambda one: (one[0].count("."), -one[1]))[:_MAX_LISTS]
