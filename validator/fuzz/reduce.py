"""A file that shows a fault, made as small as it still shows it: structure first, then bytes.

Comes in: a file and trials. Goes out: a smaller one. Elements of lists go, byte strings get
shorter, nested elements take the place of what is around them, each with the repair of what
followed; then runs of bytes go; then values become simple. All that is done again until nothing
more helps. The order of steps is fixed, so the result depends on the file and on the budget of
runs alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from validator.check.schema import Schema
from validator.fuzz.changes import EDIT_ERRORS
from validator.fuzz.hunks import reduce_items
from validator.fuzz.prepared import Prepared
from validator.fuzz.simple import simplify_values
from validator.fuzz.trials import Trials
from validator.mutate import edit_bytes
from validator.mutate.outline import survey

_MAX_ROUNDS = 8
_MAX_TARGETS = 120
_MAX_STRINGS = 60
_MAX_HOISTS = 40
_MAX_BYTEWISE = 1 << 16
_MAX_REBUILT = 1 << 18


def reduce_file(schema: Schema, data: bytes, trials: Trials) -> bytes:
    """Make a file as small as it still shows the fault.

    Args:
        schema: of the file, which need not be valid.
        data: shows the fault.
        trials: asked for every step; without any left, the file stays as it is.
    """
    reducer = _Reducer(schema, trials)
    data = reducer.repaired(data)
    for _ in range(_MAX_ROUNDS):
        before = data
        data = reducer.structure(data)
        data = reducer.bytewise(data)
        if data == before or trials.runs <= 0:
            break
    data = simplify_values(reducer.prepare(data), trials)
    smaller = reducer.structure(data)
    if len(smaller) < len(data):
        data = simplify_values(reducer.prepare(smaller), trials)
    return data


@dataclass(frozen=True, slots=True)
class _Target:
    """Lists that are cut together: their paths, and how many elements each has."""

    paths: tuple[str, ...]
    count: int


class _Reducer:
    """The steps; each returns a file that shows the fault, and is no larger."""

    def __init__(self, schema: Schema, trials: Trials) -> None:
        self.schema, self.trials = schema, trials
        self.terrain = survey(schema.program)

    def prepare(self, data: bytes) -> Prepared:
        """Return a file with what it takes to change it."""
        return Prepared(self.schema, self.terrain, data)

    def repaired(self, data: bytes) -> bytes:
        """Undo what is broken and need not be: then the fault is not laid on a wrong checksum."""
        if self.trials.asks_schema or len(data) > _MAX_REBUILT:
            return data
        try:
            made = edit_bytes(self.schema.program, data, []).data
        except EDIT_ERRORS:
            return data
        return made if made != data and self.trials.holds(made) else data

    def structure(self, data: bytes) -> bytes:
        """Cut lists and strings, and hoist what is nested, until nothing helps."""
        for _ in range(_MAX_ROUNDS):
            before = data
            data = self._strings(self._hoisted(self._lists(data)))
            if data == before or self.trials.runs <= 0:
                break
        return data

    def _lists(self, data: bytes) -> bytes:
        """Delete elements: of single lists, outer ones first, then of like ones together."""
        done: set[tuple[str, ...]] = set()
        prepared = self.prepare(data)
        for _ in range(_MAX_TARGETS):
            targets = (one for one in _targets(prepared) if one.paths not in done)
            target = next(targets, None)
            if target is None or self.trials.runs <= 0:
                break
            done.add(target.paths)
            prepared = self._cut(prepared, target)
        return prepared.data

    def _cut(self, prepared: Prepared, target: _Target) -> Prepared:
        count = size = target.count
        while size >= 1 and self.trials.runs > 0:
            starts = [*range(count - size, -1, -size)]

            def make(start: int, prepared: Prepared = prepared, size: int = size) -> bytes | None:
                return prepared.without(dict.fromkeys(target.paths, range(start, start + size)))

            start = self.trials.pick(starts, make)
            made = None if start is None else make(start)
            if made is None:
                size //= 2
                continue
            prepared, count = self.prepare(made), count - size
            size = min(size, count)
        return prepared

    def _strings(self, data: bytes) -> bytes:
        """Empty byte strings, as many together as may be; shorten what cannot be empty."""
        prepared = self.prepare(data)
        trace = prepared.trace
        nodes = [n for n in prepared.strings if trace.end[n] > trace.start[n]][:_MAX_STRINGS]
        paths = [trace.path(node) for node in nodes]

        def emptied(kept: list[str]) -> bytes | None:
            gone = {
                prepared.nodes[path]: range(_length(prepared, prepared.nodes[path]))
                for path in paths
                if path not in kept
            }
            return prepared.shortened(gone) if gone else None

        kept = self._fewest(paths, emptied)
        made = emptied(kept)
        if made is not None:
            prepared = self.prepare(made)
        for path in kept:
            prepared = self._shorten(prepared, path)
        return prepared.data

    def _fewest(self, paths: list[str], make: partial[bytes] | object) -> list[str]:
        """Return the fewest items that have to stay."""
        assert callable(make)
        if self.trials.pick([[]], make) is not None:
            return []
        return reduce_items(paths, lambda candidates: self.trials.pick(candidates, make))

    def _shorten(self, prepared: Prepared, path: str) -> Prepared:
        node = prepared.nodes.get(path, -1)
        count = size = _length(prepared, node) if node > 0 else 0
        while size >= 1 and self.trials.runs > 0:
            starts = [*range(count - size, -1, -size)]

            def make(start: int, prepared: Prepared = prepared, size: int = size) -> bytes | None:
                node = prepared.nodes.get(path, -1)
                return prepared.shortened({node: range(start, start + size)}) if node > 0 else None

            start = self.trials.pick(starts, make)
            made = None if start is None else make(start)
            if made is None:
                size //= 2
                continue
            prepared, count = self.prepare(made), count - size
            size = min(size, count)
        return prepared

    def _hoisted(self, data: bytes) -> bytes:
        """Put something nested in the place of an element of the same type around it."""
        for _ in range(_MAX_ROUNDS):
            prepared = self.prepare(data)

            def make(pair: tuple[int, int], prepared: Prepared = prepared) -> bytes | None:
                outer, inner = pair
                trace = prepared.trace
                raw = prepared.data[trace.start[inner] : trace.end[inner]]
                made = prepared.replaced(outer, raw)
                return made if made is not None and len(made) < len(prepared.data) else None

            pairs = list(_nested(prepared))[:_MAX_HOISTS]
            found = self.trials.pick(pairs, make)
            made = None if found is None else make(found)
            if made is None:
                break
            data = made
        return data

    def bytewise(self, data: bytes) -> bytes:
        """Delete runs of bytes, with repair and without."""
        size = len(data) // 2
        if len(data) > _MAX_BYTEWISE:
            return data
        while size >= 1 and self.trials.runs > 0:
            prepared = self.prepare(data)
            found = self.trials.pick(_runs(len(data), size), partial(_without, prepared))
            made = None if found is None else _without(prepared, found)
            if made is None:
                size //= 2
            else:
                data = made
                size = min(size, len(data) // 2)
        return data


def _targets(prepared: Prepared) -> Iterator[_Target]:
    """Yield lists to cut: each alone, outer ones and large ones first; then equally long ones."""
    trace, kids = prepared.trace, prepared.outline.kids
    lists = [node for node in range(1, len(trace)) if trace.is_array[node] and kids[node]]
    lists.sort(key=lambda one: (prepared.outline.depth(one), trace.start[one] - trace.end[one]))
    by_count: dict[int, list[str]] = {}
    for node in lists[:_MAX_TARGETS]:
        path = trace.path(node)
        by_count.setdefault(len(kids[node]), []).append(path)
        yield _Target((path,), len(kids[node]))
    for count, paths in by_count.items():
        if len(paths) > 1:
            yield _Target(tuple(paths), count)


def _nested(prepared: Prepared) -> Iterator[tuple[int, int]]:
    """Yield elements, and what in them is of the same type; the most deeply nested first."""
    trace = prepared.trace
    found = []
    for inner in range(len(trace) - 1, 0, -1):
        struct = trace.struct[inner]
        outer = trace.parent[inner]
        while struct >= 0 and outer > 0:
            if trace.struct[outer] == struct and not trace.stream[inner]:
                gain = (trace.end[outer] - trace.start[outer]) - (
                    trace.end[inner] - trace.start[inner]
                )
                found.append((-gain, outer, inner))
            outer = trace.parent[outer]
    return ((outer, inner) for _, outer, inner in sorted(found))


def _runs(length: int, size: int) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, whether to repair), from the end."""
    for start in range(length - size, -1, -size):
        yield start, start + size, True
        yield start, start + size, False


def _without(prepared: Prepared, run: tuple[int, int, bool]) -> bytes | None:
    start, end, repairs = run
    data = prepared.data
    return prepared.cut(start, end) if repairs else data[:start] + data[end:]


def _length(prepared: Prepared, node: int) -> int:
    """Return the bytes of a byte string that may go; a terminator is none of them."""
    trace = prepared.trace
    value = trace.value[node]
    size = trace.end[node] - trace.start[node]
    match value:
        case bytes():
            return min(size, len(value))
        case str():
            return min(size, len(value.encode("utf-8", "replace")))
    return size


Cuts = Mapping[str, range]
