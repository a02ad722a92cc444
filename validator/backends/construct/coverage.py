"""Which bytes the fields of a reading explain: none of them, or several that must not.

Comes in: what every leaf and object of one complete reading covers. Goes out: gaps and overlaps,
as docs/semantics.md defines them. How findings about them are worded is not known here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import field

from validator.backends.construct.run import Leaf, Run
from validator.backends.construct.values import Obj, Span
from validator.backends.construct.window import Window
from validator.dataclass import dataclass
from validator.ir.nodes import BytesRead, Gaps, Program, StrRead, StructRead, SwitchRead
from validator.ir.overlap import Jump, jumps_of

Unit = tuple[Obj, int] | None
"""An instance with `pos` (object, slot) and what it reads in order; None is the whole file."""


@dataclass(frozen=True, slots=True)
class Place:
    """Bytes of the file, or of what a `process` made.

    Attributes:
        offset, length: absolute place in the file; of unpacked bytes, their raw ones.
        start, end: bounds in the bytes themselves.
        paths: of an overlap, the fields that explain its first byte.
    """

    offset: int
    length: int
    start: int
    end: int
    paths: frozenset[str] = frozenset()


def find_gaps(program: Program, run: Run) -> Iterator[Place]:
    """Yield what no field explains and `-gaps` does not permit.

    Args:
        program: says what is permitted.
        run: a reading without structural failure that kept its leaves.
    """
    if program.gaps is Gaps.ALLOW:
        return
    leaves: dict[int, list[Span]] = {id(window.origin): [] for window in run.windows}
    for leaf in run.leaves or ():
        leaves[id(leaf.window.origin)].append((leaf.start, leaf.end))
    for window in run.windows:
        position = 0
        for start, end in [*sorted(leaves[id(window.origin)]), (window.end, window.end)]:
            gap = bytes(window.buffer[position:start])
            is_padding = gap in (bytes(len(gap)), b"\xff" * len(gap))
            if gap and not (program.gaps is Gaps.PADDING and is_padding):
                yield _place(window, position, start)
            position = max(position, end)


def find_overlaps(program: Program, run: Run) -> Iterator[Place]:
    """Yield what several fields explain although the schema does not declare it.

    Args:
        program: says what is declared.
        run: a reading without structural failure that kept its leaves.
    """
    jumps = jumps_of(program)
    if program.may_overlap or not jumps:
        return
    sides = _Sorter(program, run, jumps).sort()
    for window in run.windows:
        side = sides[id(window.origin)]
        for start, end in side.shared():
            yield _place(window, start, end, side.paths(start))


def merge(ranges: Iterable[Span]) -> Iterator[Span]:
    """Yield ranges sorted, and joined where they touch."""
    last: Span | None = None
    for start, end in sorted(ranges):
        if last is not None and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last


def _place(window: Window, start: int, end: int, paths: frozenset[str] = frozenset()) -> Place:
    low, high = window.place(start, end)
    return Place(low, high - low, start, end, paths)


# house: loose-dataclass - filled leaf by leaf
@dataclass(slots=True)
class _Side:
    """The leaves of one stream, by unit, and which units may share bytes with which."""

    leaves: dict[int, list[Leaf]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[int, Jump | None] = field(default_factory=dict)

    def shared(self) -> Iterator[Span]:
        """Yield the ranges that more than one unit explains, and must not."""
        steps: list[tuple[int, int, Jump | None]] = []
        for unit, leaves in self.leaves.items():
            for start, end in merge((leaf.start, leaf.end) for leaf in leaves):
                steps += [(start, 1, self.kinds[unit]), (end, -1, self.kinds[unit])]
        steps.sort(key=lambda step: step[0])
        count = {Jump.PLAIN: 0, Jump.VIEW: 0, None: 0}
        found: list[Span] = []
        before = 0
        for at, step, kind in steps:
            is_free = not count[Jump.PLAIN] and not count[None]
            if at > before and (count[Jump.PLAIN] > 1 or (is_free and count[Jump.VIEW] > 1)):
                found.append((before, at))
            before = at
            count[kind] += step
        return merge(found)

    def paths(self, at: int) -> frozenset[str]:
        """Return the first leaf of every unit that explains a byte and could not share it."""
        found = set()
        for unit, leaves in self.leaves.items():
            here = (leaf for leaf in leaves if leaf.start <= at < leaf.end)
            first = next(here, None) if self.kinds[unit] is not None else None
            if first is not None:
                found.add(first.path)
        return frozenset(found)


class _Sorter:
    """Sorts the leaves of a reading by stream and unit."""

    def __init__(self, program: Program, run: Run, jumps: dict[int, Jump]) -> None:
        self.program = program
        self.run = run
        self.jumps = jumps
        self.units: dict[int, Unit] = {}

    def sort(self) -> dict[int, _Side]:
        """Return the sides of all streams; the kind None means: shares what it likes."""
        sides: dict[int, _Side] = {id(window.origin): _Side() for window in self.run.windows}
        roots: dict[int, Unit] = {}
        numbers: dict[tuple[int, int], int] = {}
        homes: list[tuple[int, Leaf]] = []
        for leaf in self.run.leaves or ():
            unit = self.unit_of(leaf.obj, leaf.slot)
            key = (0, 0) if unit is None else (id(unit[0]), unit[1])
            number = numbers.setdefault(key, len(numbers))
            roots[number] = unit
            homes.append((number, leaf))
        kinds = self._judge(roots)
        for number, leaf in homes:
            origin = id(leaf.window.origin)
            unit = roots[number]
            is_home = unit is None or id(unit[0].regions[unit[1]][0].origin) == origin
            sides[origin].leaves[number].append(leaf)
            sides[origin].kinds[number] = kinds[number] if is_home else Jump.PLAIN
        return sides

    def unit_of(self, obj: Obj, slot: int) -> Unit:
        """Return the nearest instance with `pos` at or above a field."""
        if obj.plan.fields[slot].number in self.jumps:
            return obj, slot
        if id(obj) not in self.units:
            above = obj.holder
            self.units[id(obj)] = None if above is None else self.unit_of(above, obj.slot)
        return self.units[id(obj)]

    def _judge(self, roots: dict[int, Unit]) -> dict[int, Jump | None]:
        """Return the kind of every unit; None when it is declared, or was read so elsewhere."""
        plain: set[Hashable] = set()
        views: set[Hashable] = set()
        inner = self._objects()
        kinds: dict[int, Jump | None] = {}
        for number, unit in roots.items():
            if unit is None:
                kinds[number] = Jump.PLAIN
                continue
            kind = self.jumps[self._field_number(unit)]
            key = self._key(unit)
            holders = inner.get(key, set()) - {(id(unit[0]), unit[1])}
            is_again = key in plain or bool(holders) or (kind is Jump.VIEW and key in views)
            kinds[number] = None if is_again or kind is Jump.DECLARED else kind
            if kinds[number] is not None:
                (plain if kind is Jump.PLAIN else views).add(key)
        return kinds

    def _field_number(self, unit: tuple[Obj, int]) -> int:
        return unit[0].plan.fields[unit[1]].number

    def _key(self, unit: tuple[Obj, int]) -> Hashable:
        obj, slot = unit
        window, start, end = obj.regions[slot]
        value = obj.slots[slot]
        read = obj.plan.fields[slot].read
        shape: Hashable = read
        match read:
            case StructRead(struct=number):
                shape = number
            case BytesRead(extent=extent):
                shape = (bytes, extent.process)
            case StrRead(extent=extent, encoding=encoding):
                shape = (encoding, extent.process)
            case SwitchRead():
                shape = ("switch", self._field_number(unit))
        if isinstance(value, Obj):
            shape = ("object", value.plan.struct.number)
        elif isinstance(value, list):
            shape = ("list", shape)
        return shape, id(window.origin), start, end

    def _objects(self) -> dict[Hashable, set[tuple[int, int]]]:
        """Return where plain units hold objects: what and where -> the units."""
        found: dict[Hashable, set[tuple[int, int]]] = defaultdict(set)
        for obj in self.run.objects:
            holder, slot = obj.holder, obj.slot
            if holder is None:
                continue
            window, start, end = holder.regions[slot]
            number = holder.plan.fields[slot].number
            if obj.index is not None:
                start, end = holder.element_regions[slot][obj.index]
            elif number in self.jumps:
                continue
            unit = self.unit_of(holder, slot)
            if unit is None or self.jumps[self._field_number(unit)] is Jump.PLAIN:
                key = (("object", obj.plan.struct.number), id(window.origin), start, end)
                found[key].add((0, 0) if unit is None else (id(unit[0]), unit[1]))
        return found
