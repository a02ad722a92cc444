"""Where things go: instances with a place, and the end of a file.

An instance whose place is free to choose is made at once, in a buffer of its own, so that rules
see it as they see what stands in line. When its stream is complete it is appended, or laid over
bytes that are the same, and what says its place is filled. One that has to know where it stands
waits until everything else is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from validator.backends.strategies.drafts import Adrift, Draft, home_of
from validator.backends.strategies.filling import MAX_SIZE, PADDINGS, TROUBLE
from validator.backends.strategies.holes import Hole, Ways
from validator.backends.strategies.looking import Looking
from validator.backends.strategies.streams import OPEN, Futile, Miss, Out, Unsettled
from validator.runtime.checksums import checksum
from validator.runtime.reading import UNMADE

_MAX_GAP = 1 << 16
_ROUNDS = 6
_MAX_FOUND = 8
_DEEPEST = 24
_FRAMES = ((b"", b""), (b"\0", b""), (b"", b"\0"), (b"\0", b"\0"))
"""What may stand before and behind the texts of a pool."""

Waiting = tuple[Out | None, Any, str]
"""A stream if it is known, an object, the name of its instance."""


class Places(Looking):
    """The part of a maker that knows places."""

    # -- instances -----------------------------------------------------------------------

    def wait(self, owner: Any, name: str) -> None:
        """Make an instance, let it wait for its stream, or look for its place in a complete one."""
        if getattr(owner, f"_v_{name}") is not UNMADE:  # it was asked for before its turn
            return
        try:
            io = self._home(owner, name)
        except TROUBLE as error:
            io = self._called(owner, name) if isinstance(error, Unsettled) else None
            if io is None:
                self.waiting_list.append((None, owner, name))
                return
        if io is None:
            io = self._called(owner, name)
        if io is None:
            setattr(owner, f"_v_{name}", None)
        elif io.is_done:
            self._lay(io, owner, name)
        elif not self._drafted(io, owner, name):
            self.waiting_list.append((io, owner, name))

    def early(self, owner: Any, name: str) -> Any:
        """Return an instance that is asked for before its turn, if it can be there already."""
        io = self._home(owner, name)
        if io is None:
            return None
        if not io.is_done and self._drafted(io, owner, name):
            return getattr(owner, f"_v_{name}")
        if self.has_hole(getattr(owner, f"_ways_{name}")):
            raise Unsettled
        at = getattr(owner, f"_at_{name}")()
        if at is not None and self.ahead is not None and io.number == 0:
            if self.dares:
                chosen = self._dreamt(io, owner, name)
                if not self.ahead:
                    return chosen
            return self._look_ahead(io, owner, name, self.ahead)
        if at is None or io.base + at >= len(io.data):
            raise Unsettled
        if self.glanced is not None:
            self.glanced.append((owner, name))
        return self._look(io, owner, name)

    def _home(self, owner: Any, name: str) -> Any:
        """Return the stream in which an instance stands, None when it is absent."""
        return home_of(getattr(owner, f"_home_{name}")())

    def _called(self, owner: Any, name: str) -> Any:
        """Choose whether an instance is there that is absent while its place is still open.

        Its place is something other than 0 for now, as what says that it is there mostly asks.
        """
        try:
            found = getattr(owner, f"_ways_{name}")(1)
        except TROUBLE:
            return None
        for other, place, _ in found:
            hole = self.open_holes.get((other._n, place))
            if hole is None or hole.value or self.is_lean or self.shape() & 1 == 0:
                continue
            before = hole.value
            if not hole.set(self, 1):
                continue
            try:
                io = self.trusting(partial(self._home, owner, name))
            except TROUBLE:
                io = None
            if io is not None:
                return io
            hole.set(self, before)
        return None

    def _drafted(self, io: Out, owner: Any, name: str) -> bool:
        """Make an instance before its place is known; False when it has to know that."""
        key = owner._n, name
        if key in self.making or owner._d > _DEEPEST:
            return False
        is_free = getattr(owner, f"_free_{name}")
        is_tail = False
        if not is_free and not self.has_hole(getattr(owner, f"_ways_{name}")):
            is_tail = self._counts_back(io, owner, name)
            if not is_tail:
                return False
        draft = Draft(io)
        draft.is_tail = is_tail
        out = Adrift(draft, self.ends, len(self.waiting_list))
        holes, waiting = len(self.holes), len(self.waiting_list)
        self.making.add(key)
        try:
            getattr(owner, f"_put_{name}")(self, out)
        except Futile:
            raise
        except TROUBLE as error:
            self.unmake(holes, waiting)
            setattr(owner, f"_v_{name}", UNMADE)
            if isinstance(error, Miss):
                raise
            return False
        finally:
            self.making.discard(key)
        draft.close(self.holes[holes:])
        if draft.data or not is_free:
            self.drafts[key] = draft
            self.waiting_list.append((io, owner, name))
        return True

    def _counts_back(self, io: Out, owner: Any, name: str) -> bool:
        """Whether the place of an instance is counted from the end of the file, not known yet."""
        if not getattr(owner, f"_back_{name}") or self.ahead is not None:
            return False
        if io is not self.root or io.end != OPEN or io.guess != OPEN:
            return False
        try:
            getattr(owner, f"_at_{name}")()
        except TROUBLE as error:
            return isinstance(error, Unsettled)
        return False

    # -- giving places -------------------------------------------------------------------

    def pooled(
        self,
        owner: Any,
        slot: str,
        io: Out,
        ways: Ways,
        size: Callable[[], int],
        tests: Sequence[Callable[[Any], Any]],
    ) -> bytes | None:
        """Return a byte string that consists of what waits and may overlap others.

        Args:
            owner, slot: its object, and the attribute that holds it.
            io: where the byte string will stand.
            ways, size: of its size.
            tests: its rules.
        Returns:
            None when nothing waits for it, or the size is given.
        """
        mine = [one for one in self.waiting_list if self._is_pooled(one, io)]
        if not mine or not self.has_hole(ways):
            return None
        body = bytearray()
        for _, other, name in mine:
            data = self.drafts[other._n, name].data
            if body.find(data) < 0:
                body += data
        start = self.next()
        for number in range(len(_FRAMES)):
            lead, tail = _FRAMES[(start + number) % len(_FRAMES)]
            content = lead + bytes(body) + tail
            setattr(owner, slot, content)
            if tests and not self.passes(tests, content):
                continue
            if not self.settle(ways, len(content), size):
                continue
            for _, other, name in mine:
                self._found(content, len(io.data), other, name)
            return content
        raise Miss("no pool of strings fits")

    def _is_pooled(self, one: Waiting, io: Out) -> bool:
        _, owner, name = one
        draft = self.drafts.get((owner._n, name))
        if draft is None or draft.home.data is not io.data or not getattr(owner, f"_laid_{name}"):
            return False
        return self.has_hole(getattr(owner, f"_ways_{name}"))

    def _found(self, content: bytes | bytearray, start: int, owner: Any, name: str) -> bool:
        """Lay an instance over bytes that are the same; False when there are none.

        Args:
            content: the bytes to look through.
            start: their offset in the buffer.
            owner, name: the instance.
        """
        draft = self.drafts[owner._n, name]
        ways, at = getattr(owner, f"_ways_{name}"), getattr(owner, f"_at_{name}")
        here = -1
        for _ in range(_MAX_FOUND):
            here = content.find(draft.data, here + 1)
            if here < 0:
                return False
            if self.settle(ways, start + here - draft.home.base, at):
                self._moved(owner, name, start + here)
                return True
        return False

    def _moved(self, owner: Any, name: str, at: int) -> None:
        self.drafts.pop((owner._n, name)).move(at, self._places)

    def _flush(self, io: Out) -> None:
        """Write the instances that wait for a stream."""
        is_root = io is self.root
        while True:
            mine = [one for one in self.waiting_list[io.after :] if self._belongs(one, io, is_root)]
            if not mine:
                return
            mine, are_tails = self._before_tails(io, mine)
            rest = [one for one in self.waiting_list[io.after :] if one not in mine]
            self.waiting_list[io.after :] = rest
            free: list[tuple[bool, Any, str]] = []
            known: list[tuple[int, Any, str]] = []
            for _, owner, name in mine:
                is_draft = (owner._n, name) in self.drafts
                if getattr(owner, f"_v_{name}") is not UNMADE and not is_draft:
                    continue
                if self.has_hole(getattr(owner, f"_ways_{name}")):
                    free.append((is_draft and getattr(owner, f"_laid_{name}"), owner, name))
                else:
                    known.append((self._known_place(io, owner, name), owner, name))
            if are_tails:
                for _, owner, name in free:
                    self._append(io, owner, name)
                free = []
            for place, owner, name in sorted(known, key=lambda one: one[0]):
                self._at(io, owner, name, place)
            for _, owner, name in sorted(free, key=lambda one: one[0]):
                self._append(io, owner, name)

    def _before_tails(self, io: Out, mine: list[Waiting]) -> tuple[list[Waiting], bool]:
        """Return what comes next, and whether that are the last parts of a file.

        When only those are left, it is known how long the file will be.
        """
        drafts = [self.drafts.get((owner._n, name)) for _, owner, name in mine]
        first = [
            one for one, draft in zip(mine, drafts, strict=True)
            if draft is None or not draft.is_tail
        ]  # fmt: skip
        if first:
            return first, False
        if io.end == OPEN and io.guess == OPEN:
            more = sum(len(draft.data) for draft in drafts if draft is not None)
            io.guess = len(io.data) - io.base + more
        return mine, True

    def _belongs(self, one: Waiting, io: Out, is_root: bool) -> bool:
        home, owner, name = one
        if home is None and io.is_slot:
            try:
                return self._home(owner, name) is io
            except TROUBLE:
                return False
        if home is None and is_root:
            try:
                home = self._home(owner, name)
            except Unsettled:
                if io.end == OPEN and io.guess == OPEN:
                    io.guess = len(io.data)  # all else is written, so that the file may end here
                home = self.trusting(partial(self._home, owner, name))
            if home is None:
                setattr(owner, f"_v_{name}", None)
                return True
        return home is io or (is_root and home is not None)

    def _known_place(self, io: Out, owner: Any, name: str) -> int:
        try:
            at = getattr(owner, f"_at_{name}")()
        except Unsettled:
            return MAX_SIZE
        return len(io.data) - io.base if at is None else int(at)

    def _at(self, io: Out, owner: Any, name: str, place: int) -> None:
        """Put an instance where its place is known."""
        draft = self.drafts.get((owner._n, name))
        home = self._home(owner, name) if draft is None else draft.home
        if home is None:
            setattr(owner, f"_v_{name}", None)
            return
        if home is not io and draft is None:
            self._lay(home, owner, name)
            return
        here = len(io.data) - io.base
        if place < here:
            if draft is None:
                self._look(io, owner, name)
                return
            start = io.base + place
            if place >= 0 and io.data[start : start + len(draft.data)] == draft.data:
                self._moved(owner, name, start)
            else:  # another instance has decided what stands there
                self._drop(owner, name)
                self._look(io, owner, name)
            return
        if place != MAX_SIZE:
            if place - here > _MAX_GAP:
                raise Miss(f"{name}: a gap of {place - here} bytes")
            io.data += bytes(place - here)
        self._written(io, owner, name)

    def _drop(self, owner: Any, name: str) -> None:
        """Forget what was made for an instance."""
        draft = self.drafts.pop((owner._n, name))
        setattr(owner, f"_v_{name}", UNMADE)
        for hole in draft.holes:
            self.open_holes.pop(hole.key, None)
            hole.late = hole.check = None

    def _written(self, io: Out, owner: Any, name: str) -> None:
        """Write an instance at the end of a stream."""
        draft = self.drafts.get((owner._n, name))
        if draft is None:
            getattr(owner, f"_put_{name}")(self, io)
            return
        at = len(io.data)
        io.data += draft.data
        self._moved(owner, name, at)

    def _append(self, io: Out, owner: Any, name: str) -> None:
        """Put an instance at the end, and fill what says its place."""
        draft = self.drafts.get((owner._n, name))
        home = self._home(owner, name) if draft is None else draft.home
        if home is None:
            setattr(owner, f"_v_{name}", None)
            return
        ways, at = getattr(owner, f"_ways_{name}"), getattr(owner, f"_at_{name}")
        if not self.has_hole(ways):  # another instance has filled it
            self._at(io, owner, name, self._known_place(io, owner, name))
            return
        if home is not io and draft is None:
            self._lay(home, owner, name)
            return
        if draft is not None and getattr(owner, f"_laid_{name}"):
            seen = bytes(io.data[io.base :])
            if self._found(seen, io.base, owner, name):
                return
        here = len(io.data) - io.base
        for more in range(PADDINGS):
            if self.settle(ways, here + more, at):
                io.data += bytes(more)
                self._written(io, owner, name)
                return
        place = self.settle_behind(ways, here, at)
        if place is None:
            raise Miss(f"{name}: nothing says that it stands at {here:#x}")
        io.data += bytes(place - here)
        self._written(io, owner, name)

    def settle_behind(self, ways: Ways, here: int, at: Callable[[], int]) -> int | None:
        """Fill a hole so that a place is not before the given one, for places that come in steps.

        Args:
            ways: see `settle`.
            here: the first place that is free.
            at: evaluates the place.
        """
        for owner, place, value in ways(here):
            hole = self.open_holes.get((owner._n, place))
            if hole is None or not isinstance(value, int):
                continue
            before = hole.value
            for step in (0, 1):
                if not hole.set(self, value + step):
                    continue
                found = at()
                if here <= found <= here + _MAX_GAP and self.settle(ways, found, at):
                    return found
            hole.set(self, before)
        return None

    # -- the end -------------------------------------------------------------------------

    def finish(self) -> None:
        """Fill what follows from the whole file: fixed values and checksums, until none changes."""
        self.data = self.buffer  # type: ignore[assignment]  # checksums only read it
        is_late = any(hole.late is not None for hole in self.holes)
        for number in range(_ROUNDS):
            before = self.version
            self._fill_late()
            if number and self.version == before:
                break
            self._fill_sums()
            if not is_late:
                break

    def _fill_late(self) -> None:
        for _ in range(_ROUNDS):
            before = self.version
            for hole in self.holes:
                if hole.late is not None:
                    self._fill(hole, hole.late)
            if self.version == before:
                break

    def _fill_sums(self) -> None:
        """Fill checksums, those over few bytes first: others may cover them."""
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
