"""One value after the other in every field that decides something: what comes before chance.

Comes in: prepared seeds. Goes out: single values for single fields, the most telling first, each of
a field of the schema once. What is done with them, and to what else, is the business of others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from validator.dataclass import dataclass
from validator.ir.nodes import BitsRead, NumberRead, StrRead
from validator.mutate.bounds import Bounds
from validator.mutate.content import telling_texts
from validator.mutate.numeric import Span, span_of, wrapping
from validator.mutate.outline import DERIVED, Outline

_MOST_BYTES = 1 << 16
_MOST_MEMBERS = 32
_MOST_USED = 64
_MOST_BITS = 16
_FLOATS = (math.nan, math.inf, -math.inf, 0.0, -0.0, -1.0, 5e-324, 3e38, 1e308)
_MOST_COMPANIES = 12
_MOST_BESIDE = 16
_DEEP = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One value for one field of one seed.

    Attributes:
        number: of the seed.
        leaf: node of the field.
        value: what it shall say; of a text, its bytes.
    """

    number: int
    leaf: int
    value: int | float | bytes


def walk_of(outlines: Iterable[tuple[int, Outline]], bounds: Bounds) -> list[Step]:
    """Return what is to be tried in files, in order.

    Counts, sizes and positions near the root come first, in turn, so that each gets its most
    telling values early; then deeper ones, members of enums, ends of the range and sign of all
    other numbers, and each value that means "not used" replaced by another one.

    Args:
        outlines: the seeds with their numbers; of two with the same field, the first one is taken.
        bounds: what the schema permits in its fields.
    """
    ranked: list[tuple[tuple[int, int, int], Step]] = []
    seen: set[int] = set()
    for number, outline in outlines:
        if len(outline.seed.data) > _MOST_BYTES:
            continue
        for place in outline.places:
            if place not in seen:
                seen.add(place)
                ranked += _of_place(number, outline, place, bounds)
    ranked.sort(key=lambda pair: pair[0])
    return [step for _, step in ranked]


def _of_place(
    number: int, outline: Outline, place: int, bounds: Bounds
) -> Iterator[tuple[tuple[int, int, int], Step]]:
    """Yield the steps of a field, each with its rank."""
    leaves = outline.by_place[place]
    depth = outline.depth(leaves[0])
    domain = bounds.domains[place]
    if outline.terrain.weights[place] >= DERIVED:
        for leaf in dict.fromkeys((leaves[0], leaves[-1])):
            found = deciding_values(outline, leaf)
            is_far = depth > _DEEP or leaf != leaves[0]
            for rank, value in enumerate(found):
                yield (2 * is_far, rank, place), Step(number, leaf, value)
    elif domain.values:
        leaf = leaves[0]
        for rank, value in enumerate(domain.values[:_MOST_MEMBERS]):
            if value != outline.trace.value[leaf]:
                yield (1, rank, place), Step(number, leaf, value)
        for rank, plain in enumerate(plain_values(outline, leaf)):
            if not isinstance(plain, int) or not domain.holds(plain):
                yield (2, rank, place), Step(number, leaf, plain)
    else:
        for rank, plain in enumerate(plain_values(outline, leaves[0])):
            yield (1, rank, place), Step(number, leaves[0], plain)
    for rank, leaf in enumerate(leaves[:_MOST_USED] if domain.defaults else ()):
        wanted = _used(outline, leaf, domain.defaults, domain.values)
        if wanted is not None:
            yield (3, rank, place), Step(number, leaf, wanted)


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


def texts_of(outlines: Iterable[tuple[int, Outline, Sequence[int]]]) -> list[Step]:
    """Return texts that are to be tried in files, in order.

    What a text means mostly depends on an enum beside it, so each field gets its texts once in the
    company of each member.

    Args:
        outlines: the seeds with their numbers and the byte strings that may have any length.
    """
    ranked: list[tuple[tuple[int, int], Step]] = []
    met: dict[int, set[tuple[object, ...]]] = {}
    for number, outline, sized in outlines:
        terrain = outline.terrain
        for leaf in sized if len(outline.seed.data) <= _MOST_BYTES else ():
            places = met.setdefault(outline.trace.place[leaf], set())
            company = _company(outline, leaf)
            if company in places or len(places) >= _MOST_COMPANIES:
                continue
            places.add(company)
            text, is_text = (
                outline.trace.content(leaf),
                isinstance(outline.leaf_read(leaf), StrRead),
            )
            may_be_numbers = not is_text and not _is_worded(text)
            found = telling_texts(
                text, terrain.letters, terrain.words, may_be_numbers=may_be_numbers
            )
            ranked += [((rank, leaf), Step(number, leaf, text)) for rank, text in enumerate(found)]
    ranked.sort(key=lambda pair: pair[0])
    return [step for _, step in ranked]


def _is_worded(text: bytes) -> bool:
    """Whether bytes are letters alone."""
    return text.decode("utf-8", "replace").replace("\ufffd", "\0").isprintable()


def _company(outline: Outline, leaf: int) -> tuple[object, ...]:
    """Return what the enums beside a leaf say."""
    values = outline.trace.value
    beside = outline.kids[outline.holder(leaf)][:_MOST_BESIDE]
    return tuple(values[each] for each in beside if outline.field_of(each).enum is not None)


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
