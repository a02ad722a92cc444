"""Where things go: streams inside streams, sizes that follow from content, instances with a place.

An instance that stands in a stream which is still open waits until everything else in it is
written. One whose place is free to choose is then appended, and what says its place is filled;
in a stream that is complete, it is laid over something that is there already and fits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from struct import error as StructError
from typing import Any

from validator.backends.strategies.holes import Hole, Ways
from validator.backends.strategies.streams import OPEN, Futile, Miss, Out, Unsettled
from validator.runtime.checksums import checksum
from validator.runtime.probe import Probe, Reject
from validator.runtime.reading import CAUGHT, UNMADE

TROUBLE = (Miss, Unsettled, Reject, StructError, *CAUGHT)
"""What making an object raises when what was chosen so far does not fit."""

MAX_ITEMS = 4096
_MAX_GAP = 1 << 16
_MAX_SIZE = 1 << 20
_MAX_LOOKS = 24
_ROUNDS = 6
_PADDINGS = 17
_DEEP = 6


class Places(Probe):
    """The part of a maker that knows places."""

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

    # -- for the rest of the maker -------------------------------------------------------

    @property
    def is_lean(self) -> bool:
        """Whether everything is to be made as small as it can be."""
        raise NotImplementedError

    def amount(self, low: int, high: int, depth: int) -> int:
        """Choose a count or a size."""
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
            before = hole.value
            if not hole.set(self, value):
                continue
            try:
                if holds() == wanted:
                    del self.open_holes[hole.key]
                    return True
            except TROUBLE:
                pass
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

    def until_end(self, io: Out, depth: int) -> int:
        """Choose how many elements a list without a count has."""
        if io.end != OPEN:
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
        if size == OPEN:
            return Out(io.data, OPEN, io.number, self.ends, len(self.waiting_list))
        if not 0 <= size <= _MAX_SIZE:
            raise Miss(f"a substream of {size} bytes")
        end = len(io.data) + size
        return Out(io.data, end, io.number, self.ends, len(self.waiting_list))

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
                filling = bytes((pad or 0,)) * missing
                sub.data += (term + filling)[:missing] if term else filling
            sub.is_done = True
            return
        length = sub.end - sub.base
        for more in range(_PADDINGS):
            if self.settle(ways, length + more, size):
                sub.data += bytes((pad or 0,)) * more
                sub.end += more
                return
        raise Miss(f"nothing says that a substream has {length} bytes")

    def sized(self, ways: Ways, length: int, size: Callable[[], int]) -> None:
        """Make a size agree with bytes that were made first."""
        if size() != length and not self.settle(ways, length, size):
            raise Miss(f"nothing says that there are {length} bytes")

    def size_of(self, ways: Ways, size: Callable[[], int], depth: int) -> int:
        """Return the size of a byte string: chosen and filled in while that is possible."""
        if not self.has_hole(ways):
            return size()
        wanted = self.amount(0, MAX_ITEMS, depth)
        for more in range(_PADDINGS):
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

    def span(self, owner: Any, place: int, *, is_end: bool) -> int:
        """Return `start_of(field)` or `end_of(field)`, once the field is written."""
        found = self._places.get((owner._n, place))
        if found is None:
            raise Unsettled
        return found[is_end]

    # -- instances -----------------------------------------------------------------------

    def wait(self, owner: Any, name: str) -> None:
        """Let an instance wait for its stream, or look for its place in a complete one."""
        try:
            io = getattr(owner, f"_home_{name}")()
        except TROUBLE:
            self.waiting_list.append((None, owner, name))
            return
        if io is None:
            setattr(owner, f"_v_{name}", None)
        elif io.is_done:
            self._lay(io, owner, name)
        else:
            self.waiting_list.append((io, owner, name))

    def early(self, owner: Any, name: str) -> Any:
        """Return an instance that is asked for before its turn, if it is there already."""
        io = getattr(owner, f"_home_{name}")()
        if io is None:
            return None
        ways = getattr(owner, f"_ways_{name}")
        if self.has_hole(ways):
            raise Unsettled
        at = getattr(owner, f"_at_{name}")()
        if at is not None and self.ahead is not None and io.number == 0:
            return self._look_ahead(io, owner, name, self.ahead)
        if at is None or io.base + at >= len(io.data):
            raise Unsettled
        return self._look(io, owner, name)

    def _look_ahead(self, io: Out, owner: Any, name: str, ahead: bytes) -> Any:
        """Read an instance where nothing is yet: what an earlier round wrote there, or zeros."""
        data = io.data
        size = max(self.root.guess, len(data))
        io.data = bytearray((bytes(data) + ahead[len(data) :]).ljust(size, b"\0"))
        try:
            return self._look(io, owner, name)
        finally:
            io.data = data

    def _look(self, io: Out, owner: Any, name: str) -> Any:
        """Read an instance in what is written already."""
        kept = io.end, io.is_looking, io.keep()
        if io.end == OPEN:
            io.end = len(io.data)
        io.is_looking = True
        try:
            getattr(owner, f"_make_{name}")(self)
        finally:
            io.end, io.is_looking = kept[:2]
            io.back(kept[2])
        return getattr(owner, f"_v_{name}")

    def _lay(self, io: Out, owner: Any, name: str) -> None:
        """Put an instance over something that is there already."""
        ways, at = getattr(owner, f"_ways_{name}"), getattr(owner, f"_at_{name}")
        if not self.has_hole(ways):
            self._look(io, owner, name)
            return
        marks = io.marks or range(io.base, io.end)
        start = self.next()
        for number in range(min(len(marks), _MAX_LOOKS)):
            mark = marks[(start + number) % len(marks)] - io.base
            holes = dict(self.open_holes)
            if not self.settle(ways, mark, at):
                continue
            try:
                self._look(io, owner, name)
                return
            except TROUBLE:
                setattr(owner, f"_v_{name}", UNMADE)
                self.open_holes = holes
        raise Futile(f"{name}: no place fits")

    def _flush(self, io: Out) -> None:
        """Write the instances that wait for a stream."""
        is_root = io is self.root
        while True:
            mine = [one for one in self.waiting_list[io.after :] if self._belongs(one, io, is_root)]
            if not mine:
                return
            rest = [one for one in self.waiting_list[io.after :] if one not in mine]
            self.waiting_list[io.after :] = rest
            free = []
            known = []
            for _, owner, name in mine:
                if getattr(owner, f"_v_{name}") is not UNMADE:
                    continue
                if self.has_hole(getattr(owner, f"_ways_{name}")):
                    free.append((owner, name))
                else:
                    known.append((self._known_place(io, owner, name), owner, name))
            for place, owner, name in sorted(known, key=lambda one: one[0]):
                self._at(io, owner, name, place)
            for owner, name in free:
                self._append(io, owner, name)

    def _belongs(self, one: tuple[Out | None, Any, str], io: Out, is_root: bool) -> bool:
        home, owner, name = one
        if home is None and is_root:
            home = getattr(owner, f"_home_{name}")()
            if home is None:
                setattr(owner, f"_v_{name}", None)
                return True
        return home is io or (is_root and home is not None)

    def _known_place(self, io: Out, owner: Any, name: str) -> int:
        try:
            at = getattr(owner, f"_at_{name}")()
        except Unsettled:
            return _MAX_SIZE
        return len(io.data) - io.base if at is None else int(at)

    def _at(self, io: Out, owner: Any, name: str, place: int) -> None:
        """Put an instance where its place is known."""
        home = getattr(owner, f"_home_{name}")()
        if home is None:
            setattr(owner, f"_v_{name}", None)
            return
        if home is not io:
            self._lay(home, owner, name)
            return
        here = len(io.data) - io.base
        if place < here:
            self._look(io, owner, name)
            return
        if place != _MAX_SIZE:
            if place - here > _MAX_GAP:
                raise Miss(f"{name}: a gap of {place - here} bytes")
            io.data += bytes(place - here)
        getattr(owner, f"_put_{name}")(self, io)

    def _append(self, io: Out, owner: Any, name: str) -> None:
        """Put an instance at the end, and fill what says its place."""
        home = getattr(owner, f"_home_{name}")()
        if home is None:
            setattr(owner, f"_v_{name}", None)
            return
        ways, at = getattr(owner, f"_ways_{name}"), getattr(owner, f"_at_{name}")
        if not self.has_hole(ways):  # another instance has filled it
            self._at(io, owner, name, self._known_place(io, owner, name))
            return
        if home is not io:
            self._lay(home, owner, name)
            return
        here = len(io.data) - io.base
        for more in range(_PADDINGS):
            if self.settle(ways, here + more, at):
                io.data += bytes(more)
                getattr(owner, f"_put_{name}")(self, io)
                return
        raise Miss(f"{name}: nothing says that it stands at {here:#x}")

    # -- the end -------------------------------------------------------------------------

    def finish(self) -> None:
        """Fill what follows from the whole file: fixed values, then checksums."""
        for _ in range(_ROUNDS):
            before = self.version
            for hole in self.holes:
                if hole.late is not None:
                    self._fill(hole, hole.late)
            if self.version == before:
                break
        self.data = self.buffer  # type: ignore[assignment]  # checksums only read it
        sums = []
        for number, hole in enumerate(self.holes):
            if hole.check is not None:
                start, end, *zero = hole.check[1]()
                sums.append((end - start, number, hole, start, end, zero))
        for _, _, hole, start, end, zero in sorted(sums, key=lambda one: one[:2]):
            pairs = list(zip(zero[::2], zero[1::2], strict=True))
            algorithm = hole.check[0] if hole.check is not None else ""
            self._fill(hole, partial(self._sum, algorithm, start, end, pairs))

    def _sum(
        self, algorithm: str, start: int, end: int, zero: Sequence[tuple[int, int]]
    ) -> int | bytes:
        return checksum(algorithm, memoryview(bytes(self.buffer)), start, end, zero)

    def _fill(self, hole: Hole, value: Callable[[], Any]) -> None:
        try:
            found = value()
        except TROUBLE:
            return
        if not hole.set(self, found):
            raise Miss(f"{hole.domain.name}: {found} does not fit")
