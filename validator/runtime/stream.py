"""A bounded view of bytes with a position: the file, a substream, or unpacked bytes.

Offsets are absolute in the underlying data. Bit fields keep the bits left over from the last
byte; any byte-level read drops them.
"""

from __future__ import annotations

from validator.runtime.faults import DataFault, Missing

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Unpack = Callable[[bytes, int], tuple[Any, ...]]


class Stream:
    """Bytes `base` to `end` of `data`, read from `pos`; `number` is the trace's stream.

    `lost` tells that reading stopped inside, so that the position means nothing any more.
    """

    __slots__ = ("base", "bits", "data", "end", "left", "little", "lost", "number", "pos")

    def __init__(self, data: bytes, base: int, end: int, number: int) -> None:
        self.data = data
        self.base = base
        self.pos = base
        self.end = end
        self.number = number
        self.bits = 0
        self.left = 0
        self.little = False
        self.lost = False

    def eof(self) -> bool:
        """Whether nothing is left, not even bits."""
        return self.pos >= self.end and not self.left

    def tell(self) -> int:
        """Return the offset from the start of this stream; a begun byte counts as read."""
        if self.lost:
            raise Missing
        return self.pos - self.base

    def at_end(self) -> bool:
        """Whether nothing is left, for expressions."""
        if self.lost:
            raise Missing
        return self.pos >= self.end and not self.left

    def keep(self) -> tuple[int, int, int, bool, bool]:
        """Return what `back` needs to undo reading elsewhere."""
        return self.pos, self.left, self.bits, self.little, self.lost

    def back(self, kept: tuple[int, int, int, bool, bool]) -> None:
        """Be as before."""
        self.pos, self.left, self.bits, self.little, self.lost = kept

    def seek(self, offset: int) -> None:
        """Go to an offset from the start of this stream."""
        if offset < 0:
            raise DataFault(
                "position-outside-stream", self.base, 0, "position is negative",
                f"0 to {self.end - self.base}", str(offset),
            )  # fmt: skip
        self.pos = self.base + offset
        self.left = 0
        self.lost = False

    def number_at(self, width: int, unpack: Unpack) -> Any:
        """Read one fixed-width number."""
        self.left = 0
        start = self.pos
        if start + width > self.end:
            raise self.short(width)
        self.pos = start + width
        return unpack(self.data, start)[0]

    def take(self, size: int) -> int:
        """Step over `size` bytes and return where they start."""
        self.left = 0
        start = self.pos
        if size < 0:
            raise DataFault(
                "size-invalid", min(start, self.end), 0, "size is negative", "at least 0", str(size)
            )
        if start + size > self.end and size:
            raise self.short(size)
        self.pos = start + size
        return start

    def take_rest(self) -> int:
        """Step over everything that is left and return where it starts."""
        self.left = 0
        start = self.pos
        if start > self.end:
            raise self.short(0)
        self.pos = self.end
        return start

    def short(self, size: int) -> DataFault:
        """Return the fault of a read of `size` bytes that does not fit."""
        start, end = self.pos - (1 if self.left else 0), self.end  # a bit field's first byte
        if start > end:
            return DataFault(
                "position-outside-stream", end, 0, "position lies after the end",
                f"at most {end - self.base:#x}", f"{start - self.base:#x}",
            )  # fmt: skip
        where = "file" if self.number == 0 and end == len(self.data) else "substream"
        return DataFault(
            "unexpected-eof", start, end - start, f"{where} ends inside the field",
            _bytes(size), f"{_bytes(end - start)}, end of {where} at {end:#x}",
        )  # fmt: skip

    def cut(self, start: int, term: bytes | None, include: bool, pad: int | None) -> int:
        """Return the end of the value inside a region that ends at `pos`.

        Padding is stripped before the terminator is searched, and not at all when it equals
        the terminator's last byte (Kaitai user guide, "Padded and terminated strings").
        """
        end = self.pos
        if pad is not None and not (term is not None and term[-1] == pad):
            data = self.data
            while end > start and data[end - 1] == pad:
                end -= 1
        if term is not None:
            found = self._find(term, start, end)
            if found >= 0:
                end = found + (len(term) if include else 0)
        return end

    def until(self, term: bytes, include: bool, consume: bool, required: bool) -> tuple[int, int]:
        """Step over a terminated value; return where it starts and ends."""
        self.left = 0
        start = self.pos
        if start > self.end:
            raise self.short(len(term))
        found = self._find(term, start, self.end)
        if found < 0:
            if required:
                raise DataFault(
                    "terminator-missing", start, self.end - start,
                    "terminator does not occur before the end of the stream",
                    f"{term.hex(' ')} before {self.end:#x}",
                    f"{_bytes(self.end - start)} without it",
                )  # fmt: skip
            self.pos = self.end
            return start, self.end
        self.pos = found + (len(term) if consume else 0)
        return start, found + (len(term) if include else 0)

    def _find(self, term: bytes, start: int, end: int) -> int:
        width = len(term)
        found = self.data.find(term, start, end)
        while found >= 0 and (found - start) % width:
            found = self.data.find(term, found + 1, end)
        return found

    def bit_offset(self, little: bool) -> int:
        """Return the position in bits, for the trace; forgets bits of the other order."""
        if little != self.little:
            self.left = 0
            self.little = little
        return self.pos * 8 - self.left

    def bits_big(self, width: int) -> int:
        """Read `width` bits, most significant first."""
        missing = width - self.left
        if missing > 0:
            count = (missing + 7) // 8
            if self.pos + count > self.end:
                raise self.short(count)
            fresh = int.from_bytes(self.data[self.pos : self.pos + count], "big")
            self.bits = (self.bits & ((1 << self.left) - 1)) << count * 8 | fresh
            self.left += count * 8
            self.pos += count
        self.left -= width
        return self.bits >> self.left & ((1 << width) - 1)

    def bits_little(self, width: int) -> int:
        """Read `width` bits, least significant first."""
        missing = width - self.left
        held = self.bits if self.left else 0
        if missing > 0:
            count = (missing + 7) // 8
            if self.pos + count > self.end:
                raise self.short(count)
            fresh = int.from_bytes(self.data[self.pos : self.pos + count], "little")
            held |= fresh << self.left
            self.left += count * 8
            self.pos += count
        self.left -= width
        self.bits = held >> width
        return held & ((1 << width) - 1)


def _bytes(count: int) -> str:
    return f"{count} byte" if count == 1 else f"{count} bytes"
