"""A file that shows a fault, made as small as it still shows it: structure first, then bytes.

Comes in: a file and trials. Goes out: a smaller one. Elements of lists go, byte strings get
shorter, nested elements take the place of what is around them, each with the repair of what
followed; then values become simple, and runs of bytes go. All that is done again until nothing more
helps. The order of steps is fixed, so the result depends on the file and on the budget of runs
alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from validator.check.schema import Schema
from validator.dataclass import dataclass
from validator.fuzz.balance import STAYS, WAYS
from validator.fuzz.joint import cut_jointly, move_sums
from validator.fuzz.nesting import find_arounds
from validator.fuzz.prepared import Prepared, nested_pairs
from validator.fuzz.search import fewest
from validator.fuzz.simple import simplify_values
from validator.fuzz.trials import Item, Trials
from validator.mutate.outline import survey

_MAX_ROUNDS = 8
_MAX_TARGETS = 120
_MAX_STRINGS = 60
_MAX_HOISTS = 40
_MAX_PARTS = 64
"""Parts of one byte string that are tried; a smaller part of a long one is not worth a run."""
_MAX_BYTEWISE = 1 << 14


def reduce_file(schema: Schema, data: bytes, trials: Trials, *, bytewise: bool = True) -> bytes:
    """Make a file as small as it still shows the fault.

    Args:
        schema: of the file, which need not be valid.
        data: shows the fault.
        trials: asked for every step; without any left, the file stays as it is.
        bytewise: runs of bytes go, too.
    """
    reducer = _Reducer(schema, trials, data)
    for _ in range(_MAX_ROUNDS):
        before = data
        trials.is_short = False
        data = reducer.structure(data)
        data = reducer.once("values", data, reducer.simpler)
        if bytewise:
            data = reducer.once("bytes", data, reducer.bytewise)
        if data == before or trials.runs <= 0:
            break
    return data


@dataclass(frozen=True, slots=True)
class _Target:
    """Lists that are cut together: their paths, and how many elements each has."""

    paths: tuple[str, ...]
    count: int


class _Reducer:
    """The steps; each returns a file that shows the fault, and is no larger."""

    def __init__(self, schema: Schema, trials: Trials, data: bytes) -> None:
        self.schema, self.trials = schema, trials
        self.terrain = survey(schema.program)
        first = self.prepare(data)
        self.arounds = find_arounds(first)
        is_open = not trials.asks_schema and any(one.apart for one in first.balances)
        self.ways: tuple[int, ...] = WAYS if is_open else (STAYS,)
        self.done: set[tuple[str, bytes]] = set()

    def prepare(self, data: bytes, way: int = STAYS) -> Prepared:
        """Return a file with what it takes to change it."""
        return Prepared(self.schema, self.terrain, data, way)

    def once(self, name: str, data: bytes, step: Callable[[bytes], bytes]) -> bytes:
        """Take a step unless it was taken on this very file before."""
        key = name, hashlib.sha256(data).digest()
        if key in self.done:
            return data
        self.done.add(key)
        was_short, self.trials.is_short = self.trials.is_short, False
        with self.trials.share():
            data = step(data)
        if self.trials.is_short:
            self.done.discard(key)
        self.trials.is_short |= was_short
        return data

    def simpler(self, data: bytes) -> bytes:
        """Make values simple."""
        return simplify_values(self.prepare(data), self.trials)

    def structure(self, data: bytes) -> bytes:
        """Cut lists and strings, and hoist what is nested, until nothing helps."""
        for _ in range(_MAX_ROUNDS):
            before = data
            data = self.once("hoisted", data, self._hoisted)
            data = self._cut_down(data)
            if data == before:
                data = self.once("sums", data, self._sums)
            if data == before or self.trials.runs <= 0:
                break
        return data

    def _cut_down(self, data: bytes) -> bytes:
        """Cut in every way that helps; those that do not help at first are left out then."""
        useful = [STAYS]
        for way in self.ways:
            made = self.once(f"cut {way}", data, partial(self._cut_one_way, way=way))
            if len(made) < len(data):
                useful.append(way)
            data = made
        self.ways = tuple(way for way in self.ways if way in useful)
        return data

    def _cut_one_way(self, data: bytes, *, way: int) -> bytes:
        prepared = self._strings(self._lists(self.prepare(data, way)))
        return cut_jointly(prepared, self.trials, self.arounds).data

    def _sums(self, data: bytes) -> bytes:
        return move_sums(self.prepare(data), self.trials)

    def _lists(self, prepared: Prepared) -> Prepared:
        """Delete elements: of single lists, outer ones first, then of like ones together."""
        done: set[tuple[str, ...]] = set()
        for _ in range(_MAX_TARGETS):
            targets = (one for one in _targets(prepared) if one.paths not in done)
            target = next(targets, None)
            if target is None or self.trials.runs <= 0:
                break
            done.add(target.paths)
            prepared = self._cut(prepared, target)
        return prepared

    def _cut(self, prepared: Prepared, target: _Target) -> Prepared:
        """Delete parts of lists: all, halves, quarters, at last single elements."""
        count = size = end = target.count
        while size >= 1 and self.trials.runs > 0:

            def make(part: range, prepared: Prepared = prepared) -> bytes | None:
                return prepared.without(dict.fromkeys(target.paths, part))

            found = self._first(_parts(end, size), make)
            if found is None:
                size, end = size // 2, count
                continue
            part, made = found
            prepared, count = prepared.again(made), count - len(part)
            size, end = (size, part.start) if size <= count else (count, count)
        return prepared

    def _strings(self, prepared: Prepared) -> Prepared:
        """Empty byte strings, or leave a byte of each, as many together as may be; then parts."""
        trace = prepared.trace
        nodes = [node for node in prepared.strings if prepared.length(node)][:_MAX_STRINGS]
        paths = [trace.path(node) for node in nodes]
        for left in (0, 1):
            prepared, paths = self._trimmed(prepared, paths, left)
        for path in paths:
            prepared = self._shorten(prepared, path)
        return prepared

    def _trimmed(
        self, prepared: Prepared, paths: list[str], left: int
    ) -> tuple[Prepared, list[str]]:
        """Leave so many bytes of strings; returns also those that have to stay as they are."""
        nodes = {path: prepared.nodes.get(path, -1) for path in paths}
        sizes = {path: prepared.length(node) for path, node in nodes.items() if node > 0}

        def make(kept: Sequence[str]) -> bytes | None:
            cuts = {
                nodes[path]: range(left, size)
                for path, size in sizes.items()
                if path not in kept and size > left
            }
            return prepared.shortened(cuts) if cuts else None

        kept, made = fewest(self.trials, list(sizes), make)
        return (prepared, paths) if made is None else (prepared.again(made), kept)

    def _shorten(self, prepared: Prepared, path: str) -> Prepared:
        """Delete parts of one byte string."""
        count = end = prepared.length(prepared.nodes.get(path, -1))
        size = count // 2
        while size >= 1 and count // size <= _MAX_PARTS and self.trials.runs > 0:

            def make(part: range, prepared: Prepared = prepared) -> bytes | None:
                node = prepared.nodes.get(path, -1)
                return prepared.shortened({node: part}) if node > 0 else None

            found = self._first(_parts(end, size), make)
            if found is None:
                size, end = size // 2, count
                continue
            part, made = found
            prepared, count = prepared.again(made), count - len(part)
            size, end = (size, part.start) if size <= count else (count, count)
        return prepared

    def _hoisted(self, data: bytes) -> bytes:
        """Put something nested in the place of an element of the same type around it."""
        for _ in range(_MAX_ROUNDS):
            prepared = self.prepare(data)
            trace = prepared.trace
            pairs = (
                (outer, data[trace.start[inner] : trace.end[inner]])
                for outer, inner in nested_pairs(prepared)
            )
            swaps = list(dict.fromkeys(pairs))[:_MAX_HOISTS]  # like ones bring nothing new

            def make(swap: tuple[int, bytes], prepared: Prepared = prepared) -> bytes | None:
                return prepared.replaced(*swap)

            found = self._first(swaps, make)
            if found is None or len(found[1]) >= len(data):
                break
            data = found[1]
        return data

    def bytewise(self, data: bytes) -> bytes:
        """Delete runs of bytes: with repair, and of what need not be valid as they are."""
        size, end = len(data) // 2, len(data)
        if len(data) > _MAX_BYTEWISE:
            return data
        ways = (True,) if self.trials.asks_schema else (True, False)
        while size >= 1 and self.trials.runs > 0:
            prepared = self.prepare(data)

            def make(run: tuple[range, bool], prepared: Prepared = prepared) -> bytes | None:
                part, repairs = run
                if repairs:
                    made = prepared.cut(part.start, part.stop)
                    if made is not None or not self.trials.asks_schema:
                        return made
                return prepared.data[: part.start] + prepared.data[part.stop :]

            runs = ((part, way) for part in _parts(end, size) for way in ways)
            found = self._first(runs, make)
            if found is None:
                size, end = size // 2, len(data)
                continue
            (part, _), data = found
            half = len(data) // 2
            size, end = (size, part.start) if size <= half else (half, len(data))
        return data

    def _first(
        self, items: Iterable[Item], make: Callable[[Item], bytes | None]
    ) -> tuple[Item, bytes] | None:
        """Return the first item whose file shows the fault, and the file."""
        found = self.trials.pick(items, make)
        made = None if found is None else make(found)
        return None if found is None or made is None else (found, made)


def _parts(count: int, size: int) -> Iterator[range]:
    """Yield ranges of a size, from the end."""
    for start in range(count - size, -1, -size):
        yield range(start, start + size)
    if count % size and count > size:
        yield range(count % size)


def _targets(prepared: Prepared) -> Iterator[_Target]:
    """Yield lists to cut: each alone, then equally long ones together, those of one depth first.

    Outer ones go before inner ones, and later ones before earlier ones: they are what refers to
    others.
    """
    trace, outline = prepared.trace, prepared.outline
    lists = [node for node in range(1, len(trace)) if trace.is_array[node] and outline.kids[node]]
    depths = {node: outline.depth(node) for node in lists}
    lists.sort(key=lambda one: (depths[one], -trace.start[one]))
    alike: dict[int, list[str]] = {}
    for _, level in groupby(lists[:_MAX_TARGETS], key=depths.__getitem__):
        here: dict[int, list[str]] = {}
        for node in level:
            count, path = len(outline.kids[node]), trace.path(node)
            here.setdefault(count, []).append(path)
            yield _Target((path,), count)
        for count, paths in here.items():
            alike.setdefault(count, []).extend(paths)
            for group in (paths, alike[count]):
                if len(group) > 1:
                    yield _Target(tuple(group), count)
