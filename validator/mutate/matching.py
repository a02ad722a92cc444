"""Operands of comparisons, found again in fields of a file: the other operand is put there.

Comes in: a prepared file, pairs of operands that a consumer compared while it read it. Goes out:
values for fields. A field that says what one side said most likely is that side; it refuses to
know how the operands were learned.

Source: Aschermann et al., REDQUEEN: Fuzzing with Input-to-State Correspondence, 2019, section III.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from validator.dataclass import dataclass
from validator.ir.nodes import BitsRead, BytesRead, NumberRead, StrRead
from validator.mutate.numeric import span_of
from validator.mutate.outline import Outline
from validator.mutate.walk import Step

_MOST_PLACES = 6
_MOST_TRIED = 192
_SHORTEST = 2
Pair = tuple[int, bytes, bytes]
"""Width in bytes (0: texts), and both operands, numbers little-endian."""


@dataclass(frozen=True, slots=True)
class Matches:
    """What has been tried already, over all files: field number -> values."""

    tried: dict[int, set[int | bytes]]

    def steps(self, number: int, outline: Outline, pairs: Sequence[Pair]) -> list[Step]:
        """Return what is to be tried in a file, the most telling first.

        Args:
            number: of the file.
            outline: the file.
            pairs: operands that were compared while it was read.
        """
        by_value: dict[int, list[int]] = {}
        texts: list[int] = []
        for leaf in outline.leaves:
            value, read = outline.trace.value[leaf], outline.leaf_read(leaf)
            if isinstance(value, int) and isinstance(read, NumberRead | BitsRead):
                by_value.setdefault(int(value), []).append(leaf)
            elif isinstance(read, StrRead | BytesRead):
                texts.append(leaf)
        found: list[tuple[int, Step]] = []
        for width, *sides in pairs:
            for here, there in (sides, sides[::-1]):
                wanted = (
                    _numbers(outline, by_value, width, here, there)
                    if width
                    else _texts(outline, texts, here, there)
                )
                found += self._fresh(number, outline, wanted)
        found.sort(key=lambda pair: pair[0])
        return [step for _, step in found]

    def _fresh(
        self, number: int, outline: Outline, wanted: Iterable[tuple[int, int, int | bytes]]
    ) -> Iterator[tuple[int, Step]]:
        for rank, leaf, value in wanted:
            tried = self.tried.setdefault(outline.trace.place[leaf], set())
            if value not in tried and len(tried) < _MOST_TRIED:
                tried.add(value)
                yield rank, Step(number, leaf, value)


def _numbers(
    outline: Outline, by_value: dict[int, list[int]], width: int, here: bytes, there: bytes
) -> Iterator[tuple[int, int, int]]:
    """Yield (rank, leaf, value) for numbers that say what one operand says."""
    top = 1 << 8 * width
    value, wanted = (int.from_bytes(side, "little") for side in (here, there))
    for known in dict.fromkeys((value, value - top if value >= top >> 1 else value)):
        first = {outline.trace.place[leaf]: leaf for leaf in reversed(by_value.get(known, []))}
        for leaf in list(first.values())[-_MOST_PLACES:]:
            read = outline.leaf_read(leaf)
            span = span_of(read) if isinstance(read, NumberRead | BitsRead) else None
            if span is None:
                continue
            for rank, more in enumerate((0, 1, -1)):
                number = wanted + more
                number -= top if number > span.high and span.low < 0 else 0
                if span.low <= number <= span.high and number != known:
                    yield rank, leaf, number


def _texts(
    outline: Outline, texts: Sequence[int], here: bytes, there: bytes
) -> Iterator[tuple[int, int, bytes]]:
    """Yield (rank, leaf, text) for texts in which an operand stands."""
    if len(here) < _SHORTEST:
        return
    places: set[int] = set()
    for leaf in texts:
        text, place = outline.trace.content(leaf), outline.trace.place[leaf]
        if here in text and place not in places and len(places) < _MOST_PLACES:
            places.add(place)
            yield 0, leaf, text.replace(here, there, 1)
            yield 1, leaf, there
