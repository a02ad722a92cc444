"""What generated makers call: draws, holes that are filled later, places, second attempts.

It stands where the recorder of a reader stands, so that objects that are being made look like
objects that were read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from validator.backends.strategies.aiming import LITTLE, Aiming
from validator.backends.strategies.domain import SMALL, Domain
from validator.backends.strategies.extremes import TEXT, Extreme
from validator.backends.strategies.filling import TROUBLE
from validator.backends.strategies.fitting import Fitting
from validator.backends.strategies.holes import Hole
from validator.backends.strategies.shortening import Mark
from validator.backends.strategies.source import Draw, expand
from validator.backends.strategies.streams import OPEN, Futile, Miss, Out, Unseen, Unsettled
from validator.runtime.ops import index_by

MAX_MISSES = 120
MAX_BLOB = 1 << 16
MAX_SIZE = 1 << 20
_MOST_FILLING = 1 << 12
_MOST_WEIGHT = 1 << 11
"""What a higher digit of a size may add to it."""
_TRIES = 12
_FEW_TRIES = 4
_SHORT = 64
_MISSES_EACH = 4
_LEAN_AFTER = 12_000
"""Draws after which everything is made as small as it can be."""
_LEAN_SHARE = 0.5
"""Of the values that may be tried, after which all is small."""
_ALPHABET = b"aebcdfghiklmnoprstuvwxyz0123456789_ABCDEFGHIKLMNOPRSTUVXYZ-./az0"
_LETTERS = bytes(_ALPHABET[i % len(_ALPHABET)] for i in range(256))

_EDGES = (7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256)
"""Counts at which programs change their ways."""
_EDGES_EACH = 3
"""How many of them can come up in one file."""
_NONE = (0,) * 64


class Maker(Aiming):
    """The state of one file that is being made.

    Attributes:
        next, shape: draws for values, and for counts and other decisions about structure.
        holes: stored values that are known later, in order; `open` are those still unknown.
        guesses: values of holes by number, from an earlier round.
        ahead: the file of an earlier round, for what looks ahead; None when nothing does.
        waiting_list: instances with a place that are to be written: (stream, object, name).
        sizes: counts by the low six bits of a draw; all 0 when the file is large enough.
        version: grows whenever a stored value changes after it was written.
        vain: how often objects of a type were made anew in vain lately: less often then.
        forced: field number -> what chooses its values instead.
    """

    def __init__(
        self,
        key: bytes,
        budget: dict[str, Any],
        *,
        first: Iterable[int] = (),
        values: Iterable[int] = (),
        is_edgy: bool = False,
        contracts: Sequence[tuple[str, Any]] = (),
        guesses: Sequence[Any] = (),
        size: int = OPEN,
        is_limited: bool = False,
        aim: Extreme | None = None,
        off: int = -1,
        ahead: bytes | None = None,
        lessons: dict[int, Domain] | None = None,
    ) -> None:
        super().__init__(b"", contracts, **budget)
        self.spent = [0]
        self.key = key
        self.aim = aim
        if aim is not None:
            self.most_tests += aim.tests
        self.taken = -1
        self.off = off
        self.ahead = ahead
        self.taken_at = (-1, -1)
        self.is_asked = aim is not None and aim.struct >= 0
        self.again_of = []
        self._models = {}
        self.most_misses = MAX_MISSES + (_MISSES_EACH * aim.amount if aim is not None else 0)
        self._set_ways(is_edgy=is_edgy)
        self.next: Draw = expand(key and key + b"v", values, self.spent, is_edgy=is_edgy)
        self.shape: Draw = expand(key and key + b"s", first)
        self.holes: list[Hole] = []
        self.open_holes: dict[tuple[int, int], Hole] = {}
        self.guesses = guesses
        self.pending = []
        self.soft = {}
        self.vain: dict[type, int] = {}
        self.lessons = {} if lessons is None else lessons
        self.waiting_list: list[tuple[Out | None, Any, str]] = []
        self.drafts = {}
        self.making = set()
        self.version = 0
        self.misses = 0
        self.buffer = bytearray()
        self.root = Out(self.buffer, size if is_limited else OPEN, 0, self.ends, 0)
        self.root.guess = size
        self.forced: dict[int, Callable[[Any, Domain], Any]] = {}
        self.why = ""

    def _set_ways(self, *, is_edgy: bool) -> None:
        """Say how large things are, and how often a text is nasty."""
        aim = self.aim
        self.sizes = LITTLE if aim is not None else SMALL
        if is_edgy:
            draw = expand(self.key and self.key + b"e")
            some = (_EDGES[draw() % len(_EDGES)] for _ in range(_EDGES_EACH))
            self.sizes = (*SMALL[:-_EDGES_EACH], *some)
        self.nasty_at, self.nasty_mask = 8, 15 if is_edgy else 255
        self.nasty_draw = 0
        if aim is not None:
            self.nasty_draw = expand(self.key and self.key + b"n")()
            if aim.kind == TEXT:
                self.nasty_at, self.nasty_mask = 0, 0

    few_tries = _FEW_TRIES
    """Attempts at an element that need not be there."""

    # -- draws ---------------------------------------------------------------------------

    @property
    def is_lean(self) -> bool:
        """Whether everything is to be made as small as it can be."""
        if self.spent[0] > _LEAN_AFTER or len(self.buffer) > MAX_SIZE:
            self.sizes = _NONE
        elif self.sizes is SMALL and self.tests > self.most_tests * _LEAN_SHARE:
            self.sizes = LITTLE
        return self.sizes is _NONE

    def amount(self, low: int, high: int, depth: int) -> int:
        """Choose a count or a size.

        Args:
            low, high: inclusive bounds.
            depth: of the object; deep ones have few parts.
        """
        x = self.shape()
        count = self.sizes[x & 63]
        if depth > 8:
            count &= 3 if depth < 16 else 1
        return min(low + count, high)

    def weighed(
        self, owner: Any, routes: Sequence[tuple[Sequence[int], int]], low: int, high: int
    ) -> int:
        """Choose a number that may be a higher digit of a count or size.

        Args:
            owner: its object.
            routes: (fields on the way to it, weight) where it is one.
            low, high: inclusive bounds.
        """
        for route, weight in routes:
            inner = owner
            for place in reversed(route):
                if inner is None or inner._f != place:
                    break
                inner = inner._up
            else:
                high = min(high, max(low, _MOST_WEIGHT // weight))
        return self.amount(low, high, 0)

    def filling(self, io: Out, behind: int, count: int, low: int, high: int) -> int:
        """Choose how much follows in a substream of a given size: often what fills it.

        Args:
            io: the substream.
            behind: bytes between what is written and what is counted.
            count: what was chosen.
            low, high: inclusive bounds.
        """
        if self.shape() & 1 or self.is_lean:
            return count
        room = io.end - len(io.data) - behind
        return room if low <= room <= min(high, _MOST_FILLING) else count

    def blob(self, size: int) -> bytes:
        """Choose bytes."""
        if not 0 <= size <= MAX_BLOB:
            raise Miss(f"{size} bytes")
        if size <= 8:
            return self.next().to_bytes(8, "little")[:size]
        words = islice(iter(self.next, None), (size + 7) // 8)
        return b"".join([x.to_bytes(8, "little") for x in words])[:size]

    def letters(self, size: int) -> bytes:
        """Choose letters, digits and the like, one byte each."""
        return self.blob(size).translate(_LETTERS)

    # -- second attempts -----------------------------------------------------------------

    def here(self, io: Out) -> Mark:
        """Return what `again` needs to undo what is made from here."""
        return (
            len(io.data), io.left, len(self.holes), len(self.waiting_list), len(io.marks),
            len(self.pending),
        )  # fmt: skip

    def again(self, owner: Any, mark: Mark, error: BaseException, tries: int = _TRIES) -> None:
        """Make an object anew, with other draws, until it fits.

        Args:
            owner: the object, as far as it was made.
            mark: from before.
            error: what went wrong the first time.
            tries: attempts.
        Raises:
            Miss: it does not fit in several attempts, or too many were needed in all.
        """
        io = owner._io
        kept = self.next, self.shape
        if isinstance(error, Futile):
            raise error
        vain = self.vain.get(type(owner), 0)
        fitting = Fitting(io, mark[0], error)
        seed = b""
        for number in range(max(tries >> vain, 1)):
            self.misses += 1
            if self.misses > self.most_misses or self.is_lean and number > 3:
                break
            self.why = self.why or f"{type(owner).__name__}: {type(error).__name__} {error}"
            self.undo(io, mark)
            owner._clear()
            if self.taken > owner._n:
                self.taken = -1
            if not fitting.is_repeated:
                seed = self.key + b"again" + self.misses.to_bytes(4, "little")
            self.next = self.shape = expand(seed, (), self.spent)
            fitting.choose(number)
            if not self.key:
                self.next = _simple(self.next, 1 + number // 3)
                self.shape = _simple(self.shape, 1 + number // 3)
            self.again_of.append(owner._n)
            try:
                owner._make()
                fitting.check()
                if mark[0] == io.base:
                    self.fills(io)
            except Futile:
                raise
            except TROUBLE as caught:
                error = caught
                continue
            finally:
                self.next, self.shape = kept
                self.again_of.pop()
            self.note_fitting(owner)
            self.vain[type(owner)] = 0
            return
        fitting.give_up()
        self.vain[type(owner)] = vain + 1
        kind = Unseen if isinstance(error, Unseen | Unsettled) else Miss
        raise kind(f"{type(owner).__name__}: {_say(error)}")

    def undo(self, io: Out, mark: Mark) -> None:
        """Forget everything that was made since a mark."""
        size, left, holes, waiting, marks, pending = mark
        del io.data[size:]
        io.left = left
        self.unmake(holes, waiting)
        del io.marks[marks:]
        del self.pending[pending:]

    def table(self, site: Any, array: Sequence[Any], key: Callable[[Any], Any]) -> dict[Any, Any]:
        """Return key -> element of a table, of which the last element may still be changing."""
        if len(array) > _SHORT:
            found: dict[Any, Any] = super().table(site, array, key)
            return found
        return index_by(array, key)

    def is_kept(self, owner: Any, place: int) -> bool:
        """Whether somebody wants a value as it is."""
        return place in self.forced or self.is_aimed(owner, place)

    def absent(self, io: Any) -> None:
        """Do nothing: budgets of a reader are looked at when the file is read."""

    def covered(self, io: Any) -> None:
        """Do nothing: gaps are looked at when the file is read."""


def _say(error: BaseException) -> str:
    return str(error) if isinstance(error, Miss) else f"{type(error).__name__} {error}"


def _simple(draw: Draw, bits: int) -> Draw:
    """Return draws that are 0 mostly, and small else."""
    mask = (1 << bits) - 1
    return lambda: draw() & mask
