"""A byte stream that `construct` can read and that knows where it lies in the file.

Comes in: a buffer and bounds. Goes out: bytes, bits and positions; `read`, `seek` and `tell`
count from the window's own start as Kaitai's `_io` does, all other offsets count from the
start of the buffer. It knows nothing of fields or rules.
"""

from __future__ import annotations

from dataclasses import field

from validator.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where unpacked bytes came from: absolute offset and length of the raw bytes."""

    start: int
    length: int


# house: loose-dataclass - a position that moves
@dataclass(slots=True, eq=False)
class Window:
    """A bounded view of a buffer.

    Attributes:
        buffer: the file, or bytes that a `process` made.
        start, end: bounds in the buffer; `position` may be set past the end, not before start.
        origin: None for windows of the file itself.
        is_lost: reading stopped inside, so the position means nothing any more.
        is_short: an array is being read of which it is known that it does not fit.
        is_open: it is being built, and nobody knows its end yet.
    """

    buffer: memoryview
    start: int
    end: int
    origin: Origin | None = None
    position: int = field(init=False)
    bits: int = field(init=False, default=0)
    bits_left: int = field(init=False, default=0)
    bits_little: bool = field(init=False, default=False)
    is_lost: bool = field(init=False, default=False)
    is_short: bool = field(init=False, default=False)
    is_open: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.position = self.start

    @property
    def available(self) -> int:
        """Whole bytes from the position to the end; 0 when the position is past the end."""
        return max(self.end - self.position, 0)

    @property
    def is_at_end(self) -> bool:
        """Whether neither a byte nor a bit is left."""
        return not self.bits_left and self.position >= self.end

    @property
    def value_start(self) -> int:
        """Where a bit field starts: the byte in which its first bit lies."""
        return self.position - (1 if self.bits_left else 0)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the absolute (start, end) in the file of a range of the buffer.

        Unpacked bytes have no place of their own: the raw bytes stand for all of them.
        """
        if self.origin is None:
            return start, end
        return self.origin.start, self.origin.start + self.origin.length

    def cut(self, start: int, end: int) -> Window:
        """Return a window of the same buffer, bounds in the buffer."""
        return Window(self.buffer, start, end, self.origin)

    def align(self) -> None:
        """Drop the bits that are left of a byte that was begun."""
        self.bits = self.bits_left = 0

    def read(self, count: int = -1) -> bytes:
        """Read up to count bytes (all that are left when negative), on a byte boundary."""
        self.align()
        stop = self.end if count < 0 else min(self.position + count, self.end)
        result = bytes(self.buffer[self.position : stop]) if stop > self.position else b""
        self.position += len(result)
        return result

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move as `io.IOBase.seek` does; returns the new offset from the window's start."""
        self.align()
        base = (self.start, self.position, self.end)[whence]
        self.position = base + offset
        return self.position - self.start

    def tell(self) -> int:
        """Return the offset from the window's start; a byte that was begun counts as read."""
        return self.position - self.start

    def read_bits(self, width: int, *, little: bool) -> int:
        """Read an unsigned bit field that is known to fit (see `has_bits`)."""
        if little != self.bits_little:
            self.align()
            self.bits_little = little
        missing = width - self.bits_left
        count = max((missing + 7) // 8, 0)
        fresh = self.buffer[self.position : self.position + count]
        self.position += count
        total = self.bits_left + 8 * count
        if little:
            pool = self.bits | int.from_bytes(fresh, "little") << self.bits_left
            result, self.bits = pool & ((1 << width) - 1), pool >> width
        else:
            pool = self.bits << 8 * count | int.from_bytes(fresh, "big")
            result = pool >> (total - width)
            self.bits = pool & ((1 << (total - width)) - 1)
        self.bits_left = total - width
        return result

    def has_bits(self, width: int, *, little: bool) -> bool:
        """Tell whether a bit field of this width fits; a change of bit order aligns first."""
        if little != self.bits_little:
            self.align()
        return width <= self.bits_left + 8 * self.available
