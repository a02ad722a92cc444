"""What is made before its place is known: bytes in a buffer of their own, to be moved later.

Comes in: a stream in which something shall stand. Goes out: a stream to write it to, and all that
has to change when the bytes get their place: holes in them, streams over them, places of fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from validator.backends.strategies.streams import OPEN, Out, Unsettled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from validator.backends.strategies.holes import Hole

_ADRIFT = -2
"""Number of streams over bytes whose place is not known."""


class Draft:
    """An instance that was made before its place was known.

    Attributes:
        home: the stream in which it will stand.
        data: its bytes.
        outs: streams over them.
        spots: (key, begin, end) of fields in them whose places are asked for.
        holes: those in them.
        is_tail: its place is counted from the end of the file.
    """

    __slots__ = ("data", "holes", "home", "is_tail", "outs", "spots")

    def __init__(self, home: Out) -> None:
        self.home = home
        self.data = bytearray()
        self.is_tail = False
        self.outs: list[Out] = []
        self.spots: list[tuple[tuple[int, int], int, int]] = []
        self.holes: list[Hole] = []

    def close(self, holes: Sequence[Hole]) -> None:
        """Take the holes in its bytes.

        Args:
            holes: what was made meanwhile, in it and elsewhere.
        """
        self.holes = [hole for hole in holes if hole.data is self.data]

    def move(self, at: int, places: dict[tuple[int, int], tuple[int, int]]) -> None:
        """Give the bytes their place in the buffer of their home, where they stand already.

        Args:
            at: offset in that buffer.
            places: where fields stand; modified.
        """
        home = self.home
        for hole in self.holes:
            hole.data = home.data
            hole.at += at * 8 if hole.domain.width else at
        for out in self.outs:
            out.data, out.number, out.draft = home.data, home.number, home.draft
            if home.draft is not None:
                home.draft.outs.append(out)
            out.base += at
            out.pos += at
            if out.end != OPEN:
                out.end += at
            out.marks = [mark + at for mark in out.marks]
        for key, begin, end in self.spots:
            if home.number == 0:
                places[key] = begin + at, end + at
            elif home.draft is not None:
                home.draft.spots.append((key, begin + at, end + at))
        if home.draft is not None:
            home.draft.holes += self.holes


class Adrift(Out):
    """A stream whose beginning has no place yet: nothing can be said of positions in it."""

    __slots__ = ("home",)

    def __init__(self, draft: Draft, rest: Callable[[], bool], after: int) -> None:
        super().__init__(draft.data, OPEN, _ADRIFT, rest, after)
        self.draft = draft
        self.home = draft.home

    def tell(self) -> int:
        """Refuse."""
        raise Unsettled

    def size(self) -> int:
        """Return the size of the stream in which it will stand."""
        return self.home.size()


def home_of(io: Any) -> Any:
    """Return the stream that an object is to stand in, for one that has no place yet."""
    while isinstance(io, Adrift):
        io = io.home
    return io
