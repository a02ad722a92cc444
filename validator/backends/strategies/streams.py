"""Streams that are being written: what the language calls `_io` while a file is made.

A substream is a view of the buffer of its file: it starts where the buffer ended, and its end is
known when its content is written, unless a size said it before. Bytes that a `process` makes have
a buffer of their own. A stream that is complete can be read as any other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from validator.runtime.stream import Stream

if TYPE_CHECKING:
    from validator.backends.strategies.drafts import Draft

OPEN = -1
"""End of a stream that is not known yet."""


class Miss(Exception):
    """What was chosen so far cannot become valid: choose again."""


class Unseen(Miss):
    """It cannot become valid without what is known only when more has been written."""


class Futile(Miss):
    """What was made before, elsewhere, has to be different."""


class Unsettled(Exception):
    """A value is asked for that is known only when more has been written."""


class Out(Stream):
    """A stream to write; `end` is `OPEN`, the limit given by a size, or where it ended.

    Attributes:
        data: the buffer, shared by all streams of one file.
        is_looking: what is complete is being read.
        is_done: nothing more is appended.
        marks: offsets in the buffer at which a string or an object starts.
        after: number of waiting instances when it was opened.
        rest: decides whether the stream ends here, when an expression asks.
        draft: what has no place yet and holds the buffer, or None.
        is_slot: it has no content of its own, only what instances elsewhere put into it.
        is_exact: its one object has to fill it.
        guess: its size while the end is not known, for what asks; `OPEN` for none.
    """

    __slots__ = (
        "after", "at", "draft", "guess", "is_done", "is_exact", "is_looking", "is_slot", "marks",
        "rest",
    )  # fmt: skip
    data: bytearray  # type: ignore[assignment]  # readers take bytes, and only read

    def __init__(
        self, data: bytearray, end: int, number: int, rest: Callable[[], bool], after: int
    ) -> None:
        super().__init__(data, len(data), end, number)  # type: ignore[arg-type]  # see above
        self.is_looking = False
        self.is_done = False
        self.marks: list[int] = []
        self.after = after
        self.rest = rest
        self.guess = OPEN
        self.is_slot = self.is_exact = False
        self.at = 0
        self.draft: Draft | None = None

    def tell(self) -> int:
        """Return how many bytes were written, or read while looking."""
        if self.is_looking:
            return self.pos - self.base
        return (self.end if self.is_done else len(self.data)) - self.base

    def size(self) -> int:
        """Return the size of the stream."""
        if self.end == OPEN:
            if self.guess != OPEN:
                return self.guess
            raise Unsettled
        return self.end - self.base

    def eof(self) -> bool:
        """Whether the stream ends here."""
        return self.at_end()

    def at_end(self) -> bool:
        """Whether the stream ends here; while it is open, that is a choice."""
        if self.is_looking:
            return self.pos >= self.end and not self.left
        if self.is_done:
            return True
        if self.end != OPEN:
            return len(self.data) >= self.end and not self.left
        return self.rest()

    def room(self) -> int:
        """Return how many bytes fit; `OPEN` when nothing says."""
        return OPEN if self.end == OPEN else self.end - len(self.data)

    def put_big(self, value: int, width: int) -> None:
        """Write `width` bits, most significant first."""
        if self.little:
            self.left, self.little = 0, False
        data, free = self.data, self.left
        if width <= free:
            self.left = free - width
            data[-1] |= value << self.left
            return
        missing = width - free
        if free:
            data[-1] |= value >> missing
        count = (missing + 7) // 8
        self.left = count * 8 - missing
        data += ((value & (1 << missing) - 1) << self.left).to_bytes(count, "big")

    def put_little(self, value: int, width: int) -> None:
        """Write `width` bits, least significant first."""
        if not self.little:
            self.left, self.little = 0, True
        data, free = self.data, self.left
        if free:
            data[-1] |= (value & (1 << min(width, free)) - 1) << 8 - free
        if width <= free:
            self.left = free - width
            return
        missing = width - free
        count = (missing + 7) // 8
        self.left = count * 8 - missing
        data += (value >> free).to_bytes(count, "little")

    def bit_place(self, *, is_little: bool) -> int:
        """Return the offset in bits at which the next bit field starts."""
        if is_little != self.little:
            self.left, self.little = 0, is_little
        return len(self.data) * 8 - self.left
