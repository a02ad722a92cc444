"""Values that are filled in later, and streams inside streams whose sizes follow from content.

Comes in: what the generated maker asks for while it writes an object. Goes out: holes, counts,
sizes, substreams. Where instances with a place go is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from struct import error as StructError
from typing import Any

from validator.backends.strategies.drafts import Draft
from validator.backends.strategies.holes import Hole, Ways
from validator.backends.strategies.streams import OPEN, Miss, Out, Unsettled
from validator.runtime.probe import Probe, Reject
from validator.runtime.reading import CAUGHT

TROUBLE = (Miss, Unsettled, Reject, StructError, *CAUGHT)
"""What making an object raises when what was chosen so far does not fit."""

MAX_ITEMS = 4096
MAX_SIZE = 1 << 20
PADDINGS = 17
_DEEP = 6
_POWERS = (4, 9)
"""Logarithms of sizes that substreams with room to spare have: records, pages."""


class Filling(Probe):
    """The part of a maker that knows holes and sizes."""

    next: Callable[[], int]
    shape: Callable[[], int]
    buffer: bytearray
    root: Out
    holes: list[Hole]
    open_holes: dict[tuple[int, int], Hole]
    waiting_list: list[tuple[Out | None, Any, str]]
    version: int
    guesses: Sequence[Any]
    ahead: bytes | None
    drafts: dict[tuple[int, str], Draft]
    making: set[tuple[int, str]]
    dares: bool = False
    pads: bool = False
    """Substreams of a given size are filled up behind their content."""
    gaps: int = 0
    """Substreams that were shorter than their size, with nothing to explain the rest."""
    glanced: list[tuple[Any, str]] | None = None
    """Instances that were read in bytes that are only tried; None when none are."""

    # -- for the rest of the maker -------------------------------------------------------

    @property
    def is_lean(self) -> bool:
        """Whether everything is to be made as small as it can be."""
        raise NotImplementedError

    def amount(self, low: int, high: int, depth: int) -> int:
        """Choose a count or a size."""
        raise NotImplementedError

    def passes(self, tests: Sequence[Callable[[Any], Any]], value: Any) -> bool:
        """Whether a value passes the rules of its field."""
        raise NotImplementedError

    def trusting(self, compute: Callable[[], Any]) -> Any:
        """Return what decides what comes next, on guesses where there is nothing else."""
        raise NotImplementedError

    def _flush(self, io: Out) -> None:
        """Write the instances that wait for a stream."""
        raise NotImplementedError

    def most(self, depth: int) -> int:
        """Return how many objects of its own type an object may hold."""
        if self.is_lean:
            return 0
        return 8 if depth < 3 else 3 if depth < 5 else 1 if depth < 8 else 0

    def few(self, low: int, high: int, depth: int) -> int:
        """Choose how many objects of its own type an object holds."""
        most = min(self.most(depth), high)
        return min(self.amount(low, high, 0), max(most, low))

    def ends(self) -> bool:
        """Choose whether an open stream ends here."""
        return self.is_lean or self.shape() & 1 == 0

    def hole(self, owner: Any, domain: Any, value: Any = None) -> Hole:
        """Return a stored value that is known later; what it is now is a guess.

        Args:
            owner: its object.
            domain: of its field.
            value: the guess; chosen when None.
        """
        number = len(self.holes)
        if number < len(self.guesses) and self.guesses[number] is not None:
            value = self.guesses[number]
        elif value is None:
            value = domain.choices[0] if domain.choices else domain.edges[0] if domain.edges else 0
        hole = Hole(owner, domain, value)
        self.holes.append(hole)
        self.open_holes[hole.key] = hole
        return hole

    def settle(self, ways: Ways, wanted: Any, holds: Callable[[], Any]) -> bool:
        """Fill a hole so that an expression has a value.

        Args:
            ways: holes, each with the value that makes it so.
            wanted: the value.
            holds: evaluates the expression.
        Returns:
            False when no hole is there to be filled.
        """
        try:
            found = ways(wanted)
        except TROUBLE:
            return False
        for owner, place, value in found:
            hole = self.open_holes.get((owner._n, place))
            if hole is None or value is None:
                continue
            if self._settled(hole, value, wanted, holds):
                return True
            # What is rounded up is undone by rounding down: one more.
            if type(value) is int and self._settled(hole, value + 1, wanted, holds):
                return True
        return False

    def _settled(self, hole: Hole, value: Any, wanted: Any, holds: Callable[[], Any]) -> bool:
        """Fill a hole; False when an expression does not have the wanted value then."""
        before = hole.value
        if not hole.set(self, value):
            return False
        try:
            if holds() == wanted:
                del self.open_holes[hole.key]
                if not hole.tests or self.passes(hole.tests, value):
                    return True
        except TROUBLE:
            pass
        self.open_holes[hole.key] = hole
        hole.set(self, before)
        return False

    def has_hole(self, ways: Ways) -> bool:
        """Whether one of the holes of an expression is still open."""
        try:
            found = ways(0)
        except TROUBLE:
            return False
        return any((owner._n, place) in self.open_holes for owner, place, _ in found)

    def opens(self, owner: Any, place: int) -> bool:
        """Whether a stored value is only a guess yet."""
        return (owner._n, place) in self.open_holes

    # -- lists ---------------------------------------------------------------------------

    def items(self, count: int) -> int:
        """Return how many elements a list has."""
        if count > MAX_ITEMS or self.is_lean and count > MAX_ITEMS // 16:
            raise Miss(f"{count} elements")
        return max(count, 0)

    def until_end(self, io: Out, depth: int, *, is_free: bool = False) -> int:
        """Choose how many elements a list without a count has.

        Args:
            io, depth: of its object.
            is_free: it need not fill its stream, where that has a size.
        """
        if io.end != OPEN and not is_free:
            return MAX_ITEMS
        count = self.amount(0, MAX_ITEMS, depth)
        if not count and depth < _DEEP:  # something is simpler than nothing, see `free_size`
            count = 0 if self.shape() & 7 == 7 else 1
        return count

    def goes_on(self, io: Out, made: int, wanted: int) -> bool:
        """Whether a list up to the end of the stream has a further element."""
        if io.end == OPEN:
            return made < wanted and not self.is_lean
        if len(io.data) > io.end:
            raise Miss("a list runs past its end")
        return len(io.data) < io.end and made < wanted

    # -- streams -------------------------------------------------------------------------

    def sub(self, io: Out, size: int) -> Out:
        """Open a substream; `OPEN` when its content says its size."""
        end = OPEN
        if size != OPEN:
            if not 0 <= size <= MAX_SIZE:
                raise Miss(f"a substream of {size} bytes")
            end = len(io.data) + size
        made = Out(io.data, end, io.number, self.ends, len(self.waiting_list))
        if io.draft is not None:
            made.draft = io.draft
            io.draft.outs.append(made)
        return made

    def fills(
        self, io: Out, ways: Ways | None = None, size: Callable[[], int] | None = None
    ) -> None:
        """See whether the object of a substream fills it, where nothing else is to stand there.

        Args:
            io: the substream.
            ways, size: of its size, which is filled in here when the object could be made.
        Raises:
            Miss: it does not; another one may.
        """
        if not io.is_exact or self.pads or len(self.waiting_list) > io.after:
            return
        if io.end == OPEN and io.guess == OPEN and ways is not None and size is not None:
            length = len(io.data) - io.base
            for more in range(PADDINGS):
                if self.settle(ways, length + more, size):
                    io.end = io.base + length + more
                    break
        if io.end == OPEN:
            return
        missing = io.end - len(io.data)
        if missing < 0:
            raise Miss("a substream runs past its end")
        if missing:
            self.gaps += 1
            raise Miss(f"nothing explains the last {missing} bytes of a substream")

    def slot(self, sub: Out) -> Out:
        """Let a substream take whatever is to stand in it and was made before."""
        sub.is_slot, sub.after = True, 0
        return sub

    def open_sub(self, io: Out, ways: Ways, size: Callable[[], int]) -> Out:
        """Open a substream whose size is filled in later, unless it is known already."""
        return self.sub(io, OPEN if self.has_hole(ways) else size())

    def apart(self, io: Out) -> Out:
        """Open a stream with a buffer of its own, for bytes that a `process` makes."""
        self.streams.append(b"")
        made = Out(bytearray(), OPEN, len(self.streams) - 1, self.ends, len(self.waiting_list))
        made.at = len(io.data)
        return made

    def raw(self, sub: Out) -> bytes:
        """Return the bytes of a stream with a buffer of its own."""
        self.streams[sub.number] = bytes(sub.data)
        return bytes(sub.data)

    def end_stream(self, io: Out) -> None:
        """End a stream: write what waits for its place in it."""
        self._flush(io)
        if io.end == OPEN:
            if io.guess != OPEN and io is not self.root and io.base + io.guess != len(io.data):
                raise Miss(f"a substream that was to have {io.guess} bytes has others")
            io.end = len(io.data)
            io.is_done = True
        elif len(io.data) > io.end:
            raise Miss("a substream runs past its end")

    def fit(
        self, sub: Out, ways: Ways, size: Callable[[], int], term: bytes | None, pad: int | None
    ) -> None:
        """Make the size of a substream and its content agree."""
        if not sub.is_done:
            missing = sub.end - len(sub.data)
            if missing:
                if term is None and pad is None and not self.pads:
                    self.gaps += 1
                    raise Miss(f"nothing explains the last {missing} bytes of a substream")
                filling = bytes((pad or 0,)) * missing
                sub.data += (term + filling)[:missing] if term else filling
            sub.is_done = True
            return
        length = sub.end - sub.base
        for more in (*self._spare(length), *range(PADDINGS)):
            if self.settle(ways, length + more, size):
                if more and term is None and pad is None and not self.pads:
                    self.gaps += 1
                    raise Miss(f"nothing explains the last {more} bytes of a substream")
                sub.data += bytes((pad or 0,)) * more
                sub.end += more
                return
        raise Miss(f"nothing says that a substream has {length} bytes")

    def _spare(self, length: int) -> tuple[int, ...]:
        """Choose how much more than its content a substream takes: what follows may need it."""
        if not self.pads or self.is_lean:
            return ()
        power = self.shape() & 15
        return (max((1 << power) - length, 0),) if _POWERS[0] <= power <= _POWERS[1] else ()

    def sized(self, ways: Ways, length: int, size: Callable[[], int]) -> None:
        """Make a size agree with bytes that were made first."""
        if size() != length and not self.settle(ways, length, size):
            raise Miss(f"nothing says that there are {length} bytes")

    def size_of(self, ways: Ways, size: Callable[[], int], depth: int) -> int:
        """Return the size of a byte string: chosen and filled in while that is possible."""
        if not self.has_hole(ways):
            return size()
        wanted = self.amount(0, MAX_ITEMS, depth)
        for more in range(PADDINGS):
            if self.settle(ways, wanted + more, size):
                return wanted + more
        return size()

    def rest(self, io: Out, depth: int) -> int:
        """Return the size of what goes on to the end of the stream."""
        room = io.room()
        if room == OPEN:
            return self.amount(0, MAX_ITEMS, depth)
        if room < 0:
            raise Miss("a substream runs past its end")
        return room

    def free_size(self, io: Out, depth: int) -> int:
        """Choose the size of what a terminator ends."""
        room = io.room()
        size = self.amount(0, MAX_ITEMS, depth)
        if not size:  # something is simpler than nothing, where others refer to it
            size = 0 if self.shape() & 7 == 7 else 1
        return size if room == OPEN else max(0, min(size, room - 1))

    def spot(self, owner: Any, place: int, io: Out, begin: int) -> None:
        """Remember where a field stands, for `start_of` and `end_of`."""
        if io.number == 0:
            self._places[owner._n, place] = (begin, len(io.data))
        elif io.draft is not None:
            io.draft.spots.append(((owner._n, place), begin, len(io.data)))

    def span(self, owner: Any, place: int, *, is_end: bool) -> int:
        """Return `start_of(field)` or `end_of(field)`, once the field is written."""
        found = self._places.get((owner._n, place))
        if found is None:
            raise Unsettled
        return found[is_end]
