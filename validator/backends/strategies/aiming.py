"""Aiming: one count, length or nesting of a file is driven to its end, the rest stays small.

Comes in: an extreme. Goes out: counts for the generated maker, which asks here for each when a
file is aimed. The first object that is asked takes the extreme; when it is made anew, it still
has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from validator.backends.strategies.choosing import Choosing
from validator.backends.strategies.domain import Domain
from validator.backends.strategies.extremes import COUNT, DEPTH, LENGTH, TEXT, Extreme
from validator.backends.strategies.streams import OPEN, Out
from validator.ir.nasty import NASTY

LITTLE = (*(0,) * 52, *(1,) * 9, 2, 2, 3)
"""Counts of all else in an aimed file, by the low six bits of a draw."""

_WIDE = (1, 2, 3)
_SHALLOW = 4
_PLAIN = len(NASTY)


class Aiming(Choosing):
    """The part of a maker that drives something to its end.

    Attributes:
        aim: what, or None.
        taken: number of the object that has it, -1 before that; `taken_at` with the place of
            the text in it.
        off: the check that is not looked at, -1 for none.
        again_of: numbers of objects that are being made anew.
    """

    sizes: tuple[int, ...]
    aim: Extreme | None
    taken: int
    taken_at: tuple[int, int]
    off: int
    again_of: list[int]
    forced: dict[int, Callable[[Any, Domain], Any]]
    _models: dict[tuple[type, bool], Any]

    def takes(self, owner: Any) -> bool:
        """Whether an object is the one that is driven to its end."""
        if self.taken < 0:
            self.taken = owner._n
        return bool(self.taken == owner._n)

    def is_aimed(self, owner: Any, place: int) -> bool:
        """Whether the value of a field must be what was aimed at."""
        aim = self.aim
        if aim is None or aim.place != place or aim.kind == TEXT:
            return False
        return aim.kind == DEPTH or self.taken == owner._n

    def counted(self, owner: Any, place: int, low: int, high: int) -> int:
        """Choose a count.

        Args:
            owner: the object.
            place: the field that counts.
            low, high: inclusive bounds.
        """
        aim = self.aim
        if aim is not None and place == aim.place and aim.kind != DEPTH and self.takes(owner):
            return max(low, min(self._amount(aim), high))
        count = low + self.sizes[self.shape() & 63]
        if aim is not None and place in aim.needs:
            count = max(count, 1)
        return min(count, high)

    def few_of(self, owner: Any, place: int, low: int, high: int) -> int:
        """Choose how many objects of its own type an object holds; see `counted`."""
        aim = self.aim
        if aim is None:
            return self.few(low, high, owner._d)
        if place != aim.place:
            is_first = place in aim.needs and not _is_nested(owner)
            return min(max(low, int(is_first)), high)
        if aim.kind == DEPTH:
            return min(max(low, int(self._goes_deeper(owner, aim))), high)
        return max(low, min(self._amount(aim), high)) if self.takes(owner) else low

    def aimed_candidates(self, owner: Any, domain: Domain) -> Iterable[int] | None:
        """Return what a count may be that is driven to its end; None when it is not."""
        aim = self.aim
        if aim is None:
            return None
        if not domain.is_deep:
            if self.is_aimed(owner, domain.place):
                return ()
            needs = domain.place in aim.needs
            return range(max(domain.low, 1), domain.low + _SHALLOW) if needs else None
        if aim.kind == DEPTH and self._goes_deeper(owner, aim):
            return [count for count in _WIDE if domain.holds(count)]
        if aim.kind != DEPTH and self.is_aimed(owner, domain.place):
            return ()
        return range(domain.low, domain.low + (1 if _is_nested(owner) else _SHALLOW))

    def _goes_deeper(self, owner: Any, aim: Extreme) -> bool:
        """Whether an object is on the way down, and not at its end."""
        kind = type(owner)
        if kind.__name__ != f"M{aim.struct}":
            return False
        outer = inner = owner
        while inner is not None:
            if type(inner) is kind:
                outer = inner
            inner = inner._up
        if not self.takes(outer):
            return False
        inner = owner
        while inner is not outer:
            if inner._x > 0:
                return False
            inner = inner._up
        if aim.param:
            return bool(getattr(owner, aim.param) < aim.amount)
        return bool(owner._d < aim.amount)

    def _amount(self, aim: Extreme) -> int:
        return len(self.nasty) if aim.kind == TEXT else aim.amount

    @property
    def nasty(self) -> bytes:
        """The text of an extreme that is about texts; a function of the key alone."""
        return NASTY[self.nasty_draw % _PLAIN]

    # -- what has no count ---------------------------------------------------------------

    def aimed_end(self, io: Out, owner: Any, place: int, *, is_free: bool = False) -> int:
        """Choose how many elements a list without a count has; see `until_end`."""
        found = self._aimed_open(owner, place, COUNT)
        if found is None or io.end != OPEN:
            return self.until_end(io, owner._d, is_free=is_free)
        return found

    def aimed_size(self, io: Out, owner: Any, place: int) -> int:
        """Choose the size of what a terminator ends; see `free_size`."""
        found = self._aimed_open(owner, place, LENGTH, TEXT)
        if found is None:
            return self.free_size(io, owner._d)
        room = io.room()
        return found if room == OPEN else max(0, min(found, room - 1))

    def aimed_rest(self, io: Out, owner: Any, place: int) -> int:
        """Choose the size of what goes on to the end of its stream; see `rest`."""
        found = self._aimed_open(owner, place, LENGTH, TEXT)
        return self.rest(io, owner._d) if found is None or io.room() != OPEN else found

    def _aimed_open(self, owner: Any, place: int, *kinds: str) -> int | None:
        aim = self.aim
        if aim is None or place != aim.place or aim.kind not in kinds:
            return None
        if not self.takes(owner):
            return None
        here = len(owner._io.data)
        if self.taken_at[0] != owner._n:
            self.taken_at = (owner._n, here)
        return self._amount(aim) if self.taken_at[1] == here else None

    # -- the same again ------------------------------------------------------------------

    def some(self, domain: Domain, owner: Any) -> Any:
        """Choose a number; on the way down, what fitted one level above is tried first."""
        force = self.forced.get(domain.place)
        if force is not None:
            return force(owner, domain)
        aim = self.aim
        if aim is not None and aim.struct >= 0 and owner._n not in self.again_of:
            model = self._models.get((type(owner), self._is_special(owner, aim)))
            if model is not None:
                return getattr(model, domain.name)
        return domain.draw(self.next())

    def note_fitting(self, owner: Any) -> None:
        """Remember an object that was made anew until it fitted."""
        aim = self.aim
        if aim is not None and aim.struct >= 0:
            self._models[type(owner), self._is_special(owner, aim)] = owner

    def _is_special(self, owner: Any, aim: Extreme) -> bool:
        """Whether an object is on the way down, or the one that holds most."""
        if aim.kind == DEPTH:
            return self._goes_deeper(owner, aim)
        return bool(self.taken == owner._n)


def _is_nested(owner: Any) -> bool:
    """Whether an object stands in one of its own type."""
    outer = owner._up
    while outer is not None and type(outer) is not type(owner):
        outer = outer._up
    return outer is not None
