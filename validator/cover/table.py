"""What a set of files exercises together: which file did it first, what is missing, what is idle.

Comes in: features of one file after the other. Goes out: counts, rows by field, and the fields
that were never used. It refuses to know where files come from and how tables look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from validator.cover.feature import Feature, FeatureKind
from validator.cover.features import Features
from validator.cover.use import subscript_path

CLASSES = "value classes"
BRANCHES = "branches"
COMBINATIONS = "combinations"
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
        first: smallest subscript, -1 when the whole field is meant.
    """

    path: str
    only: str
    hit: Hit
    is_default: bool
    is_required: bool = False
    first: int = -1


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
    """

    features: Features
    files: list[Seen] = field(default_factory=list)
    hits: dict[int, Hit] = field(default_factory=dict)

    @property
    def goals(self) -> frozenset[int]:
        """Numbers of everything that is asked for."""
        return self.features.goals | self.features.required

    def add(self, name: str, size: int, found: frozenset[int]) -> frozenset[int]:
        """Count a file and return what it is the first to have.

        Args:
            name: of the file.
            size: in bytes.
            found: its features.
        """
        number = len(self.files)
        fresh = found - self.hits.keys()
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
        for _, used in self._idle_slots():
            if self.features.all[used].field in self.features.each_subscript:
                found.add(used)
        return sorted(found)

    def required(self) -> tuple[int, int]:
        """Return how much of what `-coverage` asks for is exercised, and how much that is."""
        slots = {
            used
            for idle, used in self.features.used_at.items()
            if (idle in self.hits or used in self.hits)
            and self.features.all[used].field in self.features.each_subscript
        }
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

    def _idle_slots(self) -> Iterator[tuple[int, int]]:
        for idle, used in self.features.used_at.items():
            if idle in self.hits and used not in self.hits:
                yield idle, used

    def idle(self) -> list[Idle]:
        """Return fields that never had another value than one: those with `-default` first."""
        whole: dict[int, Idle] = {}
        for place, idle in self._idle_fields():
            if idle.is_default or place not in whole:
                whole[place] = idle
        found = [whole[number] for number in sorted(whole) if whole[number].is_default]
        slots: dict[int, list[tuple[int, Hit]]] = {}
        for unused, used in self._idle_slots():
            one = self.features.all[used]
            if one.field not in whole:
                slots.setdefault(one.field, []).append((used, self.hits[unused]))
        for number in sorted(slots):
            runs = list(self._runs(slots[number]))
            found += runs if number in self.features.each_subscript else self._behind(number, runs)
        return found + [whole[number] for number in sorted(whole) if not whole[number].is_default]

    def _behind(self, field: int, runs: list[Idle]) -> list[Idle]:
        """Return what lies behind the last subscript that is used: before it, chance decides."""
        every = self.features.all
        last = max(
            (every[n].index for n in self.features.used_at.values()
             if n in self.hits and every[n].field == field), default=-1,
        )  # fmt: skip
        return [run for run in runs if run.first > last]

    def _runs(self, slots: list[tuple[int, Hit]]) -> Iterator[Idle]:
        """Join neighboring subscripts that the same files have."""
        every = self.features.all
        runs: list[list[tuple[int, Hit]]] = []
        for used, hit in slots:
            if runs and runs[-1][-1] == (used - 1, hit):
                runs[-1].append((used, hit))
            else:
                runs.append([(used, hit)])
        for run in runs:
            first, last = every[run[0][0]], every[run[-1][0]]
            path = subscript_path(first.group, first.index, last.last)
            is_required = first.field in self.features.each_subscript
            yield Idle(path, "default", run[0][1], True, is_required, first.index)

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
