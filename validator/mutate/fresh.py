"""Keys that no element has yet.

Comes in: what tells the elements of a list apart. Goes out: values, and bytes for them, for
elements that are added or renumbered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from itertools import chain
from typing import Any

from validator.dataclass import dataclass
from validator.ir.nodes import BitsRead, NumberRead
from validator.mutate.draws import Draws
from validator.mutate.numeric import span_of
from validator.mutate.outline import Outline
from validator.mutate.ties import Keys
from validator.mutate.view import encode

_TRIES = 40
_LETTERS = b"abcdefghijklmnopqrstuvwxyz"


# house: loose-dataclass - collects what it has given away
@dataclass(slots=True)
class Fresh:
    """Gives keys for one list in one mutant.

    Attributes:
        outline: the seed.
        keys: of the list.
        used: what it has given away.
        permits: whether a leaf may have a value, as far as that can be told.
    """

    outline: Outline
    keys: Keys
    used: set[Any] = field(default_factory=set)
    permits: Callable[[int, Any], bool] | None = None
    _end: int | None = None

    def bytes_for(self, leaf: int, draws: Draws) -> tuple[Any, bytes] | None:
        """Return a key for a copy of an element, and its bytes; None when there is none left.

        Args:
            leaf: the key of the element that is copied.
            draws: decide, where there is a choice.
        """
        trace = self.outline.trace
        present = trace.content(leaf)
        value = trace.value[leaf]
        known = self.keys.values(self.outline)
        if isinstance(value, bool) or not isinstance(value, int | str | bytes):
            return None
        found = self._numbers(leaf, value, draws) if isinstance(value, int) else None
        if found is None:
            return None if isinstance(value, int) else self._text(value, present, known, draws)
        for candidate in found:
            if candidate in known or candidate in self.used:
                continue
            raw = encode(self.outline, leaf, candidate, present)
            if raw is not None and raw != present and self._may_be(leaf, candidate):
                self.used.add(candidate)
                self._note(candidate)
                return candidate, raw
        return None

    def _may_be(self, leaf: int, value: Any) -> bool:
        return self.permits is None or self.permits(leaf, value)

    def _last(self) -> int:
        """Return the number beyond which all are free; looked for once, as lists may be long."""
        if self._end is None:
            numbers = [each for each in self.keys.values(self.outline) if isinstance(each, int)]
            self._end = max(numbers) if self.keys.order >= 0 else min(numbers)
        return self._end

    def _note(self, number: int) -> None:
        last = self._last()
        self._end = max(last, number) if self.keys.order >= 0 else min(last, number)

    def _numbers(self, leaf: int, value: int, draws: Draws) -> Iterator[int] | None:
        read = self.outline.leaf_read(leaf)
        span = span_of(read) if isinstance(read, NumberRead | BitsRead) else None
        if span is None:
            return None
        last = self._last()
        step = 1 if self.keys.order >= 0 else -1
        ends = (last + step * at for at in range(1, _TRIES))
        if self.keys.order:
            return (each for each in ends if span.low <= each <= span.high)
        others = (span.low + draws.bits() % (span.high - span.low + 1) for _ in range(_TRIES))
        chosen = chain(ends, others) if draws.chance(3, 4) else chain(others, ends)
        return (each for each in chosen if span.low <= each <= span.high)

    def _text(
        self, value: str | bytes, present: bytes, known: set[Any], draws: Draws
    ) -> tuple[Any, bytes] | None:
        """Return another text of the same length, with other last letters."""
        if self.keys.order:
            return None
        raw = value.encode("ascii", "replace") if isinstance(value, str) else value
        if not raw or not present.startswith(raw):
            return None
        for number in range(_TRIES):
            changed = bytearray(raw)
            for at in range(min(len(raw), 1 + number // 13)):
                changed[-1 - at] = _LETTERS[draws.below(len(_LETTERS))]
            made: Any = bytes(changed)
            if isinstance(value, str):
                made = made.decode("ascii")
            if made not in known and made not in self.used:
                self.used.add(made)
                return made, bytes(changed) + present[len(raw) :]
        return None
