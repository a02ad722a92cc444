"""What a set of files exercises together: which file did it first, what is missing, what is idle.

Comes in: features of one file after the other. Goes out: counts, rows by field, and the fields
that were never used. It refuses to know where files come from and how tables look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field

from validator.cover.feature import Feature, FeatureKind
from validator.cover.features import Features
from validator.cover.use import subscript_path
from validator.dataclass import dataclass

CLASSES = "value classes"
BRANCHES = "branches"
COMBINATIONS = "combinations"
MAX_HITS = 200_000
"""Features that are kept when those of rows come without end: ids must not fill the memory."""
_PARTS = {FeatureKind.BRANCH: BRANCHES, FeatureKind.COMBINATION: COMBINATIONS}


def part_of(feature: Feature) -> str:
    """Return which part of the table a feature belongs to.

    Args:
        feature: any.
    """
    return _PARTS.get(feature.kind, CLASSES)


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that was counted; `fresh` is how many goals it was the first to exercise."""

    name: str
    size: int
    features: int
    fresh: int


@dataclass(frozen=True, slots=True)
class Hit:
    """How many files have a feature, and the number of the first one."""

    files: int
    first: int


@dataclass(frozen=True, slots=True)
class Idle:
    """A field that never had another value.

    Attributes:
        path: of the field, with subscripts where only those are idle.
        only: the class that it always had, such as `wildcard`.
        hit: files in which it had that.
        is_default: `-default` says that this means "not used".
        is_required: `-coverage` asks for use at each subscript.
    """

    path: str
    only: str
    hit: Hit
    is_default: bool
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a field, or fields that are combined; numbers of its features."""

    path: str
    part: str
    group: str
    numbers: tuple[int, ...]


# house: loose-dataclass - grows file by file
@dataclass(slots=True)
class Coverage:
    """What files exercise together.

    Attributes:
        files: those that were counted, in order.
        hits: feature number -> who has it.
        is_cut: there were more rows of tables than can be told apart.
    """

    features: Features
    files: list[Seen] = field(default_factory=list)
    hits: dict[int, Hit] = field(default_factory=dict)
    is_cut: bool = False

    @property
    def goals(self) -> frozenset[int]:
        """Numbers of everything that is asked for."""
        return self.features.goals | self.features.required

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is not measured, in words."""
        cut = (f"rows of tables behind the first {MAX_HITS:,} subscripts",) if self.is_cut else ()
        return (*self.features.left_out, *cut)

    def add(self, name: str, size: int, found: frozenset[int]) -> frozenset[int]:
        """Count a file and return what it is the first to have.

        Args:
            name: of the file.
            size: in bytes.
            found: its features.
        """
        number, whole = len(self.files), len(self.features)
        fresh = found - self.hits.keys()
        if len(self.hits) + len(fresh) > max(MAX_HITS, whole):
            self.is_cut = True
            fresh = frozenset(one for one in fresh if one < whole)
            found = fresh | (found & self.hits.keys())
        for one in found:
            hit = self.hits.get(one)
            self.hits[one] = Hit(1, number) if hit is None else Hit(hit.files + 1, hit.first)
        self.files.append(Seen(name, size, len(found), len(fresh & self.goals)))
        return fresh

    def counts(self, part: str = "") -> tuple[int, int]:
        """Return how many goals are exercised, and how many there are.

        Args:
            part: of the table; "" for all.
        """
        every = self.features.all
        wanted = {n for n in self.goals if not part or part_of(every[n]) == part}
        return len(wanted & self.hits.keys()), len(wanted)

    def missing_required(self) -> list[int]:
        """Return numbers of what `-coverage` asks for and no file has, ascending."""
        found = set(self.features.required - self.hits.keys())
        for place, _, used in self._slots():
            if place in self.features.each_subscript and used not in self.hits:
                found.add(used)
        return sorted(found)

    def required(self) -> tuple[int, int]:
        """Return how much of what `-coverage` asks for is exercised, and how much that is."""
        slots = {used for place, _, used in self._slots() if place in self.features.each_subscript}
        wanted = self.features.required | slots
        return len(wanted & self.hits.keys()), len(wanted)

    def rows(self) -> Iterator[Row]:
        """Yield the rows of the table in the order of the schema: fields, then combinations."""
        groups: dict[tuple[str, int, str, str], list[int]] = {}
        for number in sorted(self.goals):
            one = self.features.all[number]
            groups.setdefault((one.path, one.field, part_of(one), one.group), []).append(number)
        for (path, _, part, group), numbers in groups.items():
            yield Row(path, part, group, tuple(numbers))

    # -- what was never used -------------------------------------------------------------

    def _slots(self) -> Iterator[tuple[int, int, int]]:
        """Yield (field, "default", "not default") of each subscript that files have.

        Where rows of a table decide what subscripts mean, those of each row come apart.
        """
        features, whole = self.features, len(self.features)
        rowed = [number for number in self.hits if number >= whole]
        places = set(map(features.rows.place, rowed))
        for idle, used in features.used_at.items():
            place = features.all[used].field
            if place not in places and (idle in self.hits or used in self.hits):
                yield place, idle, used
        for idle, used in sorted(set(map(features.rows.pair, rowed))):
            yield features.rows.place(used), idle, used

    def idle(self) -> list[Idle]:
        """Return fields that never had another value than one: those with `-default` first."""
        whole: dict[int, Idle] = {}
        for place, idle in self._idle_fields():
            if idle.is_default or place not in whole:
                whole[place] = idle
        found = [whole[number] for number in sorted(whole) if whole[number].is_default]
        slots: dict[int, list[tuple[Feature, Hit]]] = {}
        last: dict[str, int] = {}
        for place, unused, used in self._slots():
            one = self.features.describe(used)
            if used in self.hits:
                last[one.group] = max(one.index, last.get(one.group, -1))
            elif place not in whole:
                slots.setdefault(place, []).append((one, self.hits[unused]))
        for place in sorted(slots):
            is_asked = place in self.features.each_subscript
            # before the last subscript that is used chance decides, unless the schema asks
            found += self._runs(
                (one, hit)
                for one, hit in slots[place]
                if is_asked or one.index > last.get(one.group, -1)
            )
        return found + [whole[number] for number in sorted(whole) if not whole[number].is_default]

    def _runs(self, slots: Iterable[tuple[Feature, Hit]]) -> Iterator[Idle]:
        """Join neighboring subscripts that the same files have."""
        runs: list[list[tuple[Feature, Hit]]] = []
        for one, hit in slots:
            before, same = runs[-1][-1] if runs else (one, hit)
            is_next = (before.group, before.last + 1, same) == (one.group, one.index, hit)
            if runs and is_next:
                runs[-1].append((one, hit))
            else:
                runs.append([(one, hit)])
        for run in runs:
            (first, hit), last = run[0], run[-1][0]
            path = subscript_path(first.group, first.index, last.last)
            is_required = first.field in self.features.each_subscript
            yield Idle(path, "default", hit, True, is_required)

    def _idle_fields(self) -> Iterator[tuple[int, Idle]]:
        kinds: dict[tuple[int, FeatureKind], list[int]] = {}
        for number, one in enumerate(self.features.all):
            if one.field >= 0 and one.index < 0:
                kinds.setdefault((one.field, one.kind), []).append(number)
        for (place, kind), numbers in kinds.items():
            only = self._only(kind, numbers)
            if only >= 0:
                one = self.features.all[only]
                is_default = kind is FeatureKind.USE
                yield place, Idle(one.path, one.text, self.hits[only], is_default)

    def _only(self, kind: FeatureKind, numbers: list[int]) -> int:
        """Return the one class that a field always had although others were asked for, or -1."""
        every = self.features.all
        had = [number for number in numbers if number in self.hits]
        wants_more = any(number in self.goals and number not in self.hits for number in numbers)
        if len(had) != 1 or not wants_more:
            return -1
        words = every[had[0]].words
        match kind:
            case FeatureKind.USE:
                is_idle = "default" in words
            case FeatureKind.VALUE:
                is_idle = "other" not in words and "sign" not in words
            case FeatureKind.COUNT | FeatureKind.LENGTH:
                is_idle = "empty" in words
            case FeatureKind.PRESENCE:
                is_idle = "absent" in words
            case _:
                is_idle = False
        return had[0] if is_idle else -1
