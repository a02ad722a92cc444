"""Choosing values that rules restrict: candidates first, then whatever the domain has.

Comes in: a domain, a test, values that the comparisons of a rule ask for. Goes out: a value that
passes, or `Miss`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from struct import pack
from typing import Any

from validator.backends.strategies.domain import Domain
from validator.backends.strategies.filling import TROUBLE
from validator.backends.strategies.holes import Hole
from validator.backends.strategies.shortening import Test
from validator.backends.strategies.streams import Miss
from validator.backends.strategies.wording import Wording, asked_for

_MAX_CHOICES = 256
_REDRAWS = 12
_PLAIN = 2
_FEW = 8
_MOST_SMALL = 4096
_MAX_BELOW = 32
_LEVELS = 4
_FLOATS = (
    0.0,
    1.0,
    -1.0,
    0.5,
    2.0,
    -0.5,
    100.0,
    1e9,
    -1e9,
    0.25,
    3.0,
    -2.0,
    10.0,
    65536.0,
    4.0,
    8.0,
)


class Choosing(Wording):
    """The part of a maker that chooses values."""

    sizes: tuple[int, ...]
    lessons: dict[int, Domain]
    """References for which a table had no row, in this file or an attempt before."""

    def aimed_candidates(self, owner: Any, domain: Domain) -> Iterable[int] | None:
        """Return what a count may be that is driven to its end; None when it is not."""
        raise NotImplementedError

    def real(self, x: int, domain: Domain) -> float:
        """Choose a number that floats of both widths hold exactly."""
        if domain.choices is not None:
            return float(domain.choices[x % len(domain.choices)])
        return ((x >> 6 & 0xFFFF) - 0x8000) / 16 if x & 48 else _FLOATS[x & 15]

    def behind(self, last: Any, domain: Domain, x: int) -> int:
        """Choose the next number of an ascending list."""
        if last is None:
            return min(domain.low + (x & 3), domain.high)
        step = 1 + (x >> 6 & 3) if x & 15 else 1 + (x >> 6) % 97
        if last + step > domain.high:
            raise Miss(f"{domain.name}: no number is left for an ascending list")
        return max(int(last) + step, domain.low)

    def between(self, low: int, high: int, x: int, *bounds: tuple[bool, Callable[[], Any]]) -> int:
        """Choose a number between bounds, some of which other values give.

        Args:
            low, high: inclusive bounds.
            x: a draw.
            bounds: whether it is an upper one, and what gives it.
        """
        for is_most, bound in bounds:
            try:
                found = bound()
            except TROUBLE:
                continue
            if is_most:
                high = min(high, int(found))
            else:
                low = max(low, int(found))
        if low > high:
            raise Miss("no number is between its bounds")
        if x & 48:
            return low + (x >> 6) % (high - low + 1)
        step = x & 15
        return min(low + (step >> 1), high) if step & 1 == 0 else max(high - (step >> 1), low)

    def follows(self, last: Any, key: Any, order: str) -> bool:
        """Whether a key may follow another one in a sorted list."""
        if last is None:
            return True
        low, high = (key, last) if order.endswith("descending") else (last, key)
        return bool(low < high if order.startswith("strict") else low <= high)

    def refer(
        self, owner: Any, domain: Domain, rows: Callable[[], Any], unused: Sequence[Any]
    ) -> tuple[Any, Hole | None]:
        """Choose a reference.

        Args:
            owner, domain: the object and its field.
            rows: gives the table; raises while it is not complete.
            unused: values that refer to nothing.
        Returns:
            The value, and a hole when the table comes later.
        """
        x = self.next()
        try:
            found = [key for key in rows() if domain.holds(key)]
        except TROUBLE as error:
            if getattr(error, "obj", None) is owner and getattr(error, "name", "") == domain.name:
                return min(domain.low + self.sizes[x & 63], domain.high), None  # its own row
            hole = self.hole(owner, domain, unused[0] if unused else None)
            self.wait_for(error, lambda: self._can_refer(hole, rows(), unused))

            def late() -> Any:
                keys = [key for key in rows() if domain.holds(key)]
                return self._referred(hole, _rotated(keys, x))

            hole.late = late
            return hole.value, hole
        if unused and (not found or x & 7 == 7):
            return unused[0], None
        if not found:
            self.lessons[domain.place] = domain
            raise Miss(f"{domain.name}: nothing to refer to")
        return found[(x >> 3) % len(found)], None

    def _can_refer(self, hole: Hole, keys: Iterable[Any], unused: Sequence[Any]) -> bool:
        """Whether a table has a row that a reference can mean, or it may mean none."""
        if any(map(hole.domain.holds, keys)):
            return True
        if not unused:
            return False
        kept = self.open_holes.pop(hole.key, None)
        try:
            return hole.value in unused and self.passes(hole.tests, hole.value)
        finally:
            if kept is not None:
                self.open_holes[hole.key] = kept

    def _referred(self, hole: Hole, keys: Sequence[Any]) -> Any:
        """Return the first key that the rules of a reference permit; what it has without one."""
        before = hole.value
        self.open_holes.pop(hole.key, None)
        for key in keys[:_MAX_CHOICES]:
            if hole.set(self, key) and (not hole.tests or self.passes(hole.tests, key)):
                return key
        hole.set(self, before)
        return keys[0] if keys else before

    def late(self, owner: Any, domain: Domain, value: Callable[[], Any]) -> Hole:
        """Return a hole for a value that follows from the rest of the file."""
        try:
            guess = value()
        except TROUBLE:
            guess = None
        fits = guess is not None and domain.holds(guess)
        hole = self.hole(owner, domain, guess if fits else None)
        hole.late = value
        return hole

    # -- rules ---------------------------------------------------------------------------

    def solve(
        self,
        owner: Any,
        slot: str | None,
        domain: Domain,
        tests: Sequence[Test],
        witnesses: Sequence[Callable[[], Any]],
        rows: Callable[[], Any] | None,
    ) -> Any:
        """Choose a value that passes rules.

        Args:
            owner, domain: the object and its field.
            slot: attribute that the rules look at, None when they take the value itself.
            tests: the rules.
            witnesses: values that comparisons in the rules ask for.
            rows: the table of a reference.
        Raises:
            Miss: none of the candidates passes.
        """
        candidates: Iterable[Any] = self._candidates(domain, witnesses, rows)
        aimed = self.aimed_candidates(owner, domain)
        if aimed is not None:
            candidates = aimed
        elif domain.is_deep:
            most = self.most(owner._d)
            if most < _FEW:
                candidates = range(domain.low, most + 1)
        for value in candidates:
            if slot is not None:
                setattr(owner, slot, value)
            if self.passes(tests, value) and (rows is None or _is_row(rows, value)):
                return value
        if self.pending and not self.revises:
            self.revises = True
            try:
                return self.solve(owner, slot, domain, tests, witnesses, rows)
            finally:
                self.revises = False
        if _is_wanted(owner):  # the list may end here, or go on
            return self.solve(owner, slot, domain, tests, witnesses, rows)
        raise Miss(f"{domain.name}: no value fits")

    def _candidates(
        self,
        domain: Domain,
        witnesses: Sequence[Callable[[], Any]],
        rows: Callable[[], Any] | None,
    ) -> Iterator[Any]:
        x = self.next()
        choices: Iterable[Any] | None = domain.choices
        if rows is not None:
            try:
                choices = [key for key in rows() if domain.holds(key)]
            except TROUBLE:
                choices = None
        if choices is not None:
            yield from _rotated(list(choices)[:_MAX_CHOICES], x)
            if rows is None or domain.choices is not None:
                return
        for _ in range(_REDRAWS if domain.parts else 0):
            yield domain.draw(self.next())
        near: dict[Any, None] = {}
        for value in asked_for(_rotated(witnesses, x >> 8)):
            is_number = isinstance(value, int | float)
            if is_number and value not in near and domain.holds(value):
                near[value] = None
                yield value
        yield from domain.edges[:_PLAIN]
        around = [v + d for v in near if isinstance(v, int) for d in (1, -1)]
        yield from (value for value in around if domain.holds(value))
        yield from self._joined(list(near), domain, x)
        tops = [value for value in near if isinstance(value, int) and 0 < value <= _MOST_SMALL]
        least = max(domain.low, 0)
        below = range(least, max(tops, default=least) + 1)
        start = (x >> 24) % len(below)
        yield from islice(chain(below[start:], below[:start]), _MAX_BELOW)
        yield from _rotated(domain.prefer, x >> 16)
        yield from domain.edges
        for _ in range(_REDRAWS):
            yield domain.draw(self.next())

    def _joined(self, near: Sequence[Any], domain: Domain, x: int) -> Iterator[int]:
        """Yield numbers whose bits come from what several comparisons ask for."""
        masks = [value for value in near if isinstance(value, int) and value > 0][:6]
        for number, mask in enumerate(masks):
            for other in masks[number + 1 :]:
                parts = mask | other, mask & ~other, other & ~mask, mask & -mask | x & ~other
                for value in parts:
                    if domain.holds(value):
                        yield value

    def packed(self, order: str, *rest: Any) -> bytes:
        """Pack a list of numbers; of a calculated order, both orders and which come first."""
        if len(rest) == 4:
            other, is_little, code, values = rest
            order = order if is_little else other
        else:
            code, values = rest
        return pack(f"{order}{len(values)}{code}", *values)


def _is_row(rows: Callable[[], Any], value: Any) -> bool:
    """Whether a table has a key, where it can be asked; the row may be the one being made."""
    try:
        return value in rows()
    except TROUBLE:
        return True


def _is_wanted(owner: Any) -> bool:
    """Let a list end where it has to; False when none was wanted to end or go on here."""
    for _ in range(_LEVELS):
        if owner is None:
            return False
        if owner._w is not None:
            owner._w = None
            return True
        owner = owner._up
    return False


def _rotated(values: Sequence[Any], x: int) -> list[Any]:
    if not values:
        return []
    start = x % len(values)
    return [*values[start:], *values[:start]]
