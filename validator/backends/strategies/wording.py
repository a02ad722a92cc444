"""Choosing texts and byte strings: what rules ask for, what programs stumble over, or letters.

Comes in: a domain, how long a text is, how it is read, rules. Goes out: a text that passes, with
its bytes. Where a rule looks at single bytes, those are changed until it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from validator.backends.strategies.domain import Domain
from validator.backends.strategies.filling import TROUBLE
from validator.backends.strategies.holes import digits
from validator.backends.strategies.shortening import Test
from validator.backends.strategies.streams import Miss
from validator.backends.strategies.waiting import Waiting
from validator.ir.nasty import INVALID_UTF8, LETTER, NASTY
from validator.runtime.faults import Missing
from validator.runtime.reading import UNMADE

Kind = tuple[str, bytes | None, bool, bool, int | None, bool]
"""Codec, terminator, include, consume, pad, whether a size says how long the region is."""

_REDRAWS = 12
_MOST_PATCHES = 40
_LETTER = 0x61
_UNITS = {"utf-16-le": 2, "utf-16-be": 2, "utf-16": 2, "utf-32-le": 4, "utf-32-be": 4}


class Wording(Waiting):
    """The part of a maker that chooses texts.

    Attributes:
        nasty_at, nasty_mask: where bits of a draw stand, all of which are set for a nasty text.
        nasty_draw: which of the nasty texts an aimed file gets.
    """

    nasty_at: int
    nasty_mask: int
    nasty_draw: int

    def amount(self, low: int, high: int, depth: int) -> int:
        """Choose a count or a size."""
        raise NotImplementedError

    def blob(self, size: int) -> bytes:
        """Choose bytes."""
        raise NotImplementedError

    def letters(self, size: int) -> bytes:
        """Choose letters, digits and the like, one byte each."""
        raise NotImplementedError

    def content(
        self, owner: Any, domain: Domain, size: int, kind: Kind, given: Any
    ) -> tuple[Any, bytes]:
        """Choose a text or a byte string.

        Args:
            owner, domain: the object and its field.
            size: bytes of its region, or how long it may be.
            kind: how it is read.
            given: the value that it has to have, or None.
        Returns:
            The value, and its bytes with terminator and padding.
        """
        if not 0 <= size <= 1 << 16:
            raise Miss(f"{domain.name}: {size} bytes")
        codec, term, include, _, pad, is_region = kind
        x = self.next()
        fixed = given
        if fixed is None and domain.choices is not None:
            fixed = domain.choices[x % len(domain.choices)]
        elif fixed is None and domain.prefer and x & 7 != 7:
            fixed = domain.prefer[(x >> 3) % len(domain.prefer)]
            if is_region and len(_raw(fixed, codec)) > size:
                fixed = None
        if fixed is not None:
            return self._dressed(fixed, _raw(fixed, codec), size, kind)
        length = size
        if is_region and (term is not None or pad is not None) and x & 3:
            length = (x >> 8) % (size + 1)
        unit = _UNITS.get(codec, 1)
        if domain.base:
            room = size - 1 if is_region and (term is not None or pad is not None) else size
            count = max(room // unit, 1 if not is_region else 0)
            text = digits(self.amount(0, 64, owner._d), domain.base, count) or "0" * count
            raw = text.encode(codec) if codec else text.encode()
            return self._dressed(text if codec else raw, raw, size, kind)
        if x >> self.nasty_at & self.nasty_mask == self.nasty_mask:
            letters = self._nasty(x, length // unit, kind)
        else:
            letters = self.letters(length // unit) if codec or term else self.blob(length)
        if term is not None or pad is not None:
            letters = _without(letters, term, pad)
        if not codec:
            return self._dressed(letters, letters, size, kind)
        text = letters.decode("ascii", "replace")
        return self._dressed(text, text.encode(codec, "replace"), size, kind)

    def named(self, rows: Callable[[], Iterable[Any]], size: int, kind: Kind) -> Any:
        """Choose a text that refers to others; None when none of them fits, or is there.

        Args:
            rows: gives what it may be.
            size: bytes that it has.
            kind: how it is read.
        """
        x = self.next()
        try:
            found = [key for key in rows() if not kind[5] or len(_raw(key, kind[0])) == size]
        except TROUBLE:
            return None
        return found[x % len(found)] if found else None

    def name_size(self, rows: Callable[[], Iterable[Any]], codec: str, low: int, high: int) -> int:
        """Choose how long a text is that refers to others.

        Args:
            rows: gives what it may be.
            codec: its encoding, "" for bytes.
            low, high: inclusive bounds.
        """
        x = self.shape()
        try:
            found = [size for key in rows() if low <= (size := len(_raw(key, codec))) <= high]
        except TROUBLE:
            found = []
        return found[x % len(found)] if found else self.amount(low, high, 0)

    def _nasty(self, x: int, size: int, kind: Kind) -> bytes:
        """Return what programs stumble over; one letter fills a region of which all is read."""
        codec, term, _, _, pad, is_region = kind
        text = NASTY[self.nasty_draw % len(NASTY)]
        if self.nasty_mask or len(text) != size:
            text = nasty_for(x >> 16 ^ self.nasty_draw, size, is_text=bool(codec))
        return text.ljust(size, LETTER) if is_region and term is None and pad is None else text

    def _dressed(self, value: Any, raw: bytes, size: int, kind: Kind) -> tuple[Any, bytes]:
        """Return a value with its bytes, terminated and padded as it is read."""
        codec, term, include, consume, pad, is_region = kind
        if term is not None and include and not raw.endswith(term):
            raw += term
            value = raw.decode(codec) if codec else raw
        if not is_region:
            if term is not None and not include:
                raw += term if consume else b""
            return value, raw
        if len(raw) > size:
            raise Miss(f"{len(raw)} bytes do not fit in {size}")
        if len(raw) < size:
            if term is not None and not include:
                raw = (raw + term)[:size]
            fill = pad if pad is not None else 0
            if term is None and pad is None and value and not _is_filling(value, size):
                raise Miss(f"{len(raw)} bytes do not fill {size}")
            raw = raw.ljust(size, bytes((fill,)))
        return value, raw

    def solve_text(
        self,
        owner: Any,
        slot: str | None,
        domain: Domain,
        size: int,
        kind: Kind,
        tests: Sequence[Test],
        witnesses: Sequence[Callable[[], Any]],
        again: Callable[[], tuple[Any, bytes]],
    ) -> tuple[Any, bytes]:
        """Choose a text or a byte string that passes rules; see `solve` and `content`."""
        for make in self._wordings(owner, domain, size, kind, witnesses, again):
            pair = self._tried(owner, slot, make, tests)
            if pair is not None:
                return pair
        if self.pending and not self.revises:
            self.revises = True
            try:
                return self.solve_text(owner, slot, domain, size, kind, tests, witnesses, again)
            finally:
                self.revises = False
        raise Miss(f"{domain.name}: no text fits")

    def _wordings(
        self,
        owner: Any,
        domain: Domain,
        size: int,
        kind: Kind,
        witnesses: Sequence[Callable[[], Any]],
        again: Callable[[], tuple[Any, bytes]],
    ) -> Iterator[Callable[[], tuple[Any, bytes]]]:
        """Yield what makes candidates: what rules ask for, patterns, then anything."""
        wanted = str if kind[0] else bytes
        for value in asked_for(witnesses):
            if isinstance(value, wanted | bytearray):
                yield partial(self._exact, value, size, kind)
        if kind[5]:
            yield again
            if wanted is bytes:
                for first, last in ((None, 0), (0, None), (0, 0)):
                    yield partial(_with_ends, again, first, last)
        for fill in (0, 0x20, 0xFF):
            if fill not in (kind[1] or b"") and fill != kind[4]:
                yield partial(self._plain, bytes((fill,)) * size, kind)
        for number in range(_REDRAWS):
            if not kind[5] and number > 2:
                size = size + 1
            yield again if kind[5] else partial(self.content, owner, domain, size, kind, None)

    def _exact(self, value: Any, size: int, kind: Kind) -> tuple[Any, bytes]:
        return self._dressed(value, _raw(value, kind[0]), size, kind)

    def _plain(self, raw: bytes, kind: Kind) -> tuple[Any, bytes]:
        return self._dressed(raw.decode(kind[0]) if kind[0] else raw, raw, len(raw), kind)

    def _tried(
        self,
        owner: Any,
        slot: str | None,
        make: Callable[[], tuple[Any, bytes]],
        tests: Sequence[Test],
    ) -> tuple[Any, bytes] | None:
        try:
            value, raw = make()
        except TROUBLE:
            return None
        if type(value) is bytes and value == raw and slot is not None:
            found = self._patched(owner, slot, value, tests)
            return None if found is None else (found, found)
        if slot is not None:
            setattr(owner, slot, value)
        return (value, raw) if self.passes(tests, value) else None

    def _patched(self, owner: Any, slot: str, value: bytes, tests: Sequence[Test]) -> bytes | None:
        """Change single bytes until rules hold: those that a failing rule looked at last.

        Args:
            owner, slot: the object and its attribute, which is set.
            value: where to start.
            tests: the rules.
        """
        data = bytearray(value)
        for _ in range(_MOST_PATCHES):
            looked = self._looked_at(owner, slot, data, tests)
            if looked is None:
                plain = bytes(data)
                setattr(owner, slot, plain)
                return plain
            if not looked:
                return None
            place, failed, before = looked[-1], self.weakest, data[looked[-1]]
            for letter in (_LETTER, 0, 0x20, 1, 0xFF):
                data[place] = letter
                if letter != before and (
                    self._looked_at(owner, slot, data, tests) is None or self.weakest > failed
                ):
                    break
            else:
                return None
        return None

    def _looked_at(
        self, owner: Any, slot: str, data: bytearray, tests: Sequence[Test]
    ) -> list[int] | None:
        """Return which bytes rules looked at before one did not hold; None when all hold.

        The bytes are written while rules are asked, for what is read where they stand.
        """
        looked = Watched(data)
        setattr(owner, slot, looked)
        fits = self.fits_written(owner, looked, data if slot.startswith("f_") else b"", tests)
        return None if fits else looked.places

    def fits_written(
        self, owner: Any, value: Any, raw: bytes | bytearray, tests: Sequence[Test]
    ) -> bool:
        """Whether a text passes rules; while they are asked, its bytes stand where they will.

        Args:
            owner: its object.
            value, raw: the text and its bytes.
            tests: the rules.
        """
        io = owner._io
        size = len(io.data)
        kept, self.glanced = self.glanced, []
        if not io.left and not io.is_done:
            io.data += raw
        try:
            return self.passes(tests, value)
        finally:
            del io.data[size:]
            for holder, name in self.glanced or ():  # what stands there is not there yet
                setattr(holder, f"_v_{name}", UNMADE)
            self.glanced = kept


def _with_ends(
    make: Callable[[], tuple[Any, bytes]], first: int | None, last: int | None
) -> tuple[Any, bytes]:
    """Return a byte string with another first or last byte."""
    value, raw = make()
    if type(value) is not bytes or value != raw or not value:
        return value, raw
    data = bytearray(value)
    if first is not None:
        data[0] = first
    if last is not None:
        data[-1] = last
    return bytes(data), bytes(data)


class Watched(bytes):
    """Bytes that remember which of them were looked at, one by one."""

    places: list[int]

    def __new__(cls, data: bytes | bytearray) -> Watched:
        """Copy bytes."""
        made = super().__new__(cls, data)
        made.places = []
        return made

    def __getitem__(self, key: Any) -> Any:
        """Return a byte, or some; single ones are remembered."""
        if isinstance(key, int) and -len(self) <= key < len(self):
            self.places.append(key % len(self))
        return super().__getitem__(key)


def nasty_for(x: int, size: int, *, is_text: bool) -> bytes:
    """Return a nasty text that fits.

    Args:
        x: a draw.
        size: bytes, at least 0.
        is_text: it has to be valid in its encoding.
    """
    pool = NASTY if is_text else NASTY + INVALID_UTF8
    fitting = [text for text in pool if len(text) <= size]
    return fitting[x % len(fitting)]


def asked_for(witnesses: Sequence[Callable[[], Any]]) -> Iterator[Any]:
    """Yield the values of witnesses that have one.

    Args:
        witnesses: give values that comparisons ask for, or raise.
    """
    for witness in witnesses:
        try:
            found = witness()
        except (*TROUBLE, Missing):
            continue
        if isinstance(found, list):
            yield from found
        else:
            yield found


def _raw(value: Any, codec: str) -> bytes:
    return value.encode(codec) if codec else bytes(value)


def _is_filling(value: Any, size: int) -> bool:
    return len(value) == size


def _without(letters: bytes, term: bytes | None, pad: int | None) -> bytes:
    """Return letters that neither end a text nor are padding."""
    taken = {*(term or b""), *(() if pad is None else (pad,))}
    free = next(letter for letter in b"aexyz01" if letter not in taken)
    return bytes(free if letter in taken else letter for letter in letters)
