"""One value after the other in every field that decides something: what comes before chance.

Comes in: prepared seeds. Goes out: single values for single fields, the most telling first, each of
a field of the schema once. What is done with them, and to what else, is the business of others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from validator.dataclass import dataclass
from validator.ir.nodes import BitsRead, NumberRead
from validator.mutate.bounds import Bounds
from validator.mutate.lists import LIST_VERBS, Kind, kind_of
from validator.mutate.numeric import Span, span_of, wrapping
from validator.mutate.outline import DERIVED, Outline

_MOST_BYTES = 1 << 16
_MOST_MEMBERS = 32
_MOST_USED = 64
_MOST_BITS = 16
_FLOATS = (math.nan, math.inf, -math.inf, 0.0, -0.0, -1.0, 5e-324, 3e38, 1e308)
_DEEP = 3
_MOST_LISTS = 2000
_MOST_OWNERS = 8


@dataclass(frozen=True, slots=True)
class Step:
    """One value for one field of one seed.

    Attributes:
        number: of the seed.
        leaf: node of the field, or a list.
        value: what it shall say; of a text, its bytes; of a list, what is done to it, in words.
        due: when it comes, beside the steps of other fields; the least is the first.
    """

    number: int
    leaf: int
    value: int | float | bytes | str
    due: float = 0.0


@dataclass(frozen=True, slots=True)
class Pace:
    """When the first step of a field comes, and how long it is from one to the next."""

    start: float
    length: float

    def due(self, rank: int) -> float:
        """Return when a step comes.

        Args:
            rank: how many of the field come before.
        """
        return self.start + self.length * rank


_NEAR, _MEMBER, _PLAIN = Pace(0, 1), Pace(1, 1), Pace(3, 2)
_LIST = Pace(2, 0.75)
_FAR, _NO_MEMBER, _USE = Pace(5, 2), Pace(8, 3), Pace(6, 0.25)


# house: loose-dataclass - grows while a corpus is walked
@dataclass(slots=True)
class Walked:
    """What was walked already.

    Attributes:
        places: fields whose values were tried.
        lists: field -> kinds of objects in which its lists were changed as a whole.
        companies: field -> what the enums beside it said where its texts were tried.
        met: the same where texts were met that may be of one length only.
    """

    places: set[int] = field(default_factory=set)
    lists: dict[int, set[Kind]] = field(default_factory=dict)
    companies: dict[int, set[tuple[object, ...]]] = field(default_factory=dict)
    met: dict[int, set[tuple[object, ...]]] = field(default_factory=dict)

    def note(self, other: Walked) -> None:
        """Take over what was walked elsewhere.

        Args:
            other: not modified.
        """
        self.places |= other.places
        for mine, more in ((self.lists, other.lists), (self.companies, other.companies)):
            for place, kinds in more.items():
                mine.setdefault(place, set()).update(kinds)


def walk_of(
    outlines: Iterable[tuple[int, Outline]], bounds: Bounds, walked: Walked | None = None
) -> list[Step]:
    """Return what is to be tried in files, in order.

    Each field has its most telling values early. Counts, sizes and positions near the root go on
    fastest, members of enums are next; then come ends of the range and sign of all other numbers,
    what is deeper, and each value that means "not used" replaced by another one.

    Args:
        outlines: the files with their numbers; of two with the same field, the first one is taken.
        bounds: what the schema permits in its fields.
        walked: fields that are left out; gets those of the files.
    """
    walked = walked or Walked()
    timed: list[tuple[float, int, Step]] = []
    for number, outline in outlines:
        if len(outline.seed.data) > _MOST_BYTES:
            continue
        for place in outline.places:
            if place not in walked.places:
                walked.places.add(place)
                for pace, rank, leaf, value in _of_place(outline, place, bounds):
                    due = pace.due(rank)
                    timed.append((due, place, Step(number, leaf, value, due)))
        timed += _of_lists(number, outline, walked)
    timed.sort(key=lambda one: one[:2])
    return [step for _, _, step in timed]


def _of_lists(number: int, outline: Outline, walked: Walked) -> Iterator[tuple[float, int, Step]]:
    """Yield the steps of lists: of each field one list in each kind of object."""
    longest: dict[tuple[int, Kind], int] = {}
    for node in outline.lists[:_MOST_LISTS]:
        key = outline.trace.place[node], kind_of(outline, outline.holder(node))
        best = longest.setdefault(key, node)
        if len(outline.kids[node]) > len(outline.kids[best]):
            longest[key] = node
    for key, node in longest.items():
        known = walked.lists.setdefault(key[0], set())
        if not outline.kids[node] or key[1] in known or len(known) >= _MOST_OWNERS:
            continue
        known.add(key[1])
        for rank, verb in enumerate(LIST_VERBS):
            due = _LIST.due(rank)
            yield due, key[0], Step(number, node, verb, due)


def _of_place(
    outline: Outline, place: int, bounds: Bounds
) -> Iterator[tuple[Pace, int, int, float]]:
    """Yield (when, rank, leaf, value) of what is to be tried in a field."""
    leaves = outline.by_place[place]
    depth = outline.depth(leaves[0])
    domain = bounds.domains[place]
    if outline.terrain.weights[place] >= DERIVED:
        for leaf in dict.fromkeys((leaves[0], leaves[-1])):
            found = deciding_values(outline, leaf)
            is_far = depth > _DEEP or leaf != leaves[0]
            for rank, value in enumerate(found):
                yield _FAR if is_far else _NEAR, rank, leaf, value
    elif domain.values:
        leaf = leaves[0]
        for rank, value in enumerate(domain.values[:_MOST_MEMBERS]):
            if value != outline.trace.value[leaf]:
                yield _MEMBER, rank, leaf, value
        for rank, plain in enumerate(plain_values(outline, leaf)):
            if not isinstance(plain, int) or not domain.holds(plain):
                yield _NO_MEMBER, rank, leaf, plain
    else:
        for rank, plain in enumerate(plain_values(outline, leaves[0])):
            yield _PLAIN, rank, leaves[0], plain
    for rank, leaf in enumerate(leaves[:_MOST_USED] if domain.defaults else ()):
        wanted = _used(outline, leaf, domain.defaults, domain.values)
        if wanted is not None:
            yield _USE, rank, leaf, wanted


def _used(
    outline: Outline, leaf: int, defaults: tuple[int, ...], values: tuple[int, ...]
) -> int | None:
    """Return a value that means a use, for a leaf that says "not used"."""
    span = _span(outline, leaf)
    if span is None or outline.trace.value[leaf] not in defaults:
        return None
    candidates = values or (1, 2, span.high)
    fitting = (each for each in candidates if each not in defaults and each <= span.high)
    return next(fitting, None)


def deciding_values(outline: Outline, leaf: int) -> list[int]:
    """Return what is worth trying in a count, a size or a position, the most telling first.

    Beside neighbors and ends of the range these are values that a consumer takes for the present
    one, once it has multiplied them, or stored them in fewer bits.

    Args:
        outline: the seed.
        leaf: a stored value.
    """
    value = outline.trace.value[leaf]
    span = _span(outline, leaf)
    if span is None or type(value) is not int:
        return []
    size = len(outline.seed.data)
    found = [value + 1, span.high, value - 1, 0, *wrapping(span, value), size, 1, value * 2]
    fitting = [each for each in found if span.low <= each <= span.high and each != value]
    return list(dict.fromkeys(fitting))


def plain_values(outline: Outline, leaf: int) -> Sequence[float]:
    """Return what is worth trying in a number that decides nothing, the most telling first.

    All bits set, the other sign, none, the ends of what is left without the sign, each bit alone
    where there are few, and neighbors.

    Args:
        outline: the seed.
        leaf: a stored value.
    """
    value = outline.trace.value[leaf]
    span = _span(outline, leaf)
    if span is None or not isinstance(value, int):
        return _FLOATS if isinstance(value, float) else ()
    top = 1 << span.bits - 1
    found = [-1, span.low, span.high] if span.low < 0 else [span.high, top, 0]
    found += [1, top - 1, *(1 << bit for bit in range(min(span.bits, _MOST_BITS)))]
    found += [value + 1, value - 1]
    fitting = [each for each in found if span.low <= each <= span.high and each != value]
    return list(dict.fromkeys(fitting))


def _span(outline: Outline, leaf: int) -> Span | None:
    read = outline.leaf_read(leaf)
    return span_of(read) if isinstance(read, NumberRead | BitsRead) else None
