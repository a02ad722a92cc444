"""A stream as expressions see it while it is built: position, and size as far as known."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from validator.backends.construct.build.sink import Owner, Sink
from validator.backends.construct.window import Window
from validator.dataclass import dataclass

if TYPE_CHECKING:
    from validator.backends.construct.run import Scope
    from validator.backends.construct.values import Obj


# house: loose-dataclass - learned from round to round
@dataclass(slots=True, eq=False)
class Item:
    """An instance that was placed in a stream.

    Attributes:
        old: (start, end) in the stream that it was read from, or None.
        length: bytes that it took in the last round.
        is_chosen: its place was chosen, and is chosen again in every round.
    """

    old: tuple[int, int] | None
    length: int = 0
    is_chosen: bool = False


# house: loose-dataclass - learned from round to round
@dataclass(slots=True, eq=False, repr=False)
class StreamState:
    """What is known of a stream from one round to the next.

    Attributes:
        size: bytes of it in the last round; None before the first.
        source: the window that its object was read from, or None.
        seq_end: where the seq of its object ended in that window, and in the last round; both
            from the start of the stream.
        items: (id of the object, slot) -> instances that lie in it.
        guests: instances of objects of other streams that are read here.
        sink: its own bytes, when a `process` packs them; else None.
        chosen: bytes -> offset of instances that found a place this round, and that others may
            share.
        found: bytes -> offset where they were found among those of other fields.
        has_chosen: instances found a place at the end, this round.
    """

    size: int | None = None
    source: Window | None = None
    seq_end: tuple[int, int] = (0, 0)
    items: dict[tuple[int, int], Item] = field(default_factory=dict)
    guests: list[tuple[Obj, int]] = field(default_factory=list)
    sink: Sink | None = None
    chosen: dict[bytes, int] = field(default_factory=dict)
    found: dict[bytes, int] = field(default_factory=dict)
    has_chosen: bool = False

    def shift_of(self, old: int) -> int:
        """Return how far what lay at an offset moves, as parts before it grew or shrank."""
        before, after = self.seq_end
        if old < before:
            return 0
        shift, reach = after - before, before
        for item in sorted(self.placed(), key=lambda item: item[:2]):
            start, end, length = item
            if start < reach:
                continue
            if end > old:
                break
            shift += length - (end - start)
            reach = end
        return shift

    def placed(self) -> list[tuple[int, int, int]]:
        """Return (old start, old end, new length) of the items that took bytes of the stream."""
        return [
            (*item.old, item.length)
            for item in self.items.values()
            if item.old is not None and item.old[0] < item.old[1]
        ]


@dataclass(frozen=True, slots=True)
class Bits:
    """An unsigned bit field; `fill` is the byte whose other bits follow if nothing does."""

    value: int
    width: int
    fill: int


Standing = tuple[int, Owner, int, int, int, int, int, bool]
"""Where writing stands: position, owner, bits of a byte that was begun."""


# house: loose-dataclass - a position that moves
@dataclass(slots=True, eq=False, repr=False)
class Canvas(Window):
    """A window that is written: positions as in reading, bits packed as they come.

    Attributes:
        sink: where bytes go.
        state: what is known of the stream from earlier rounds.
        owner: as what bytes are written now.
        objects: every object of this stream, in the order of writing.
        is_complete: only what counts from the end of the stream is still to be placed.
        limit: where the stream ends, when that is fixed; offset in the sink.
        least_end: where it ends at least, for a terminator that nobody reads.
    """

    sink: Sink = field(default_factory=Sink)
    state: StreamState = field(default_factory=StreamState)
    owner: Owner = Owner.SEQ
    objects: list[Any] = field(default_factory=list)
    is_complete: bool = False
    limit: int | None = None
    least_end: int = 0
    pool: int = 0
    pooled: int = 0
    bits_at: int = 0
    scope: Scope | None = None
    fill: int = 0

    def put(self, content: bytes, scope: Scope) -> None:
        """Write bytes at the position, on a byte boundary, and move behind them."""
        self.align()
        self.sink.write(self.position, content, self.owner, scope)
        self.position += len(content)

    @property
    def room(self) -> int | None:
        """Bytes from the position to the end, when that is fixed."""
        return None if self.limit is None else max(self.limit - self.position, 0)

    def leave(self, content: bytes) -> None:
        """Put bytes behind the position that no field owns, and do not move."""
        at, end = self.position, self.position + len(content)
        self.sink.reserve(end)
        if self.sink.owners.count(0, at, end) == len(content):
            self.sink.data[at:end] = content
        self.least_end = max(self.least_end, end)

    def put_bits(self, field: Bits, *, little: bool, scope: Scope) -> None:
        """Write a bit field; a change of bit order aligns first."""
        value, width = field.value, field.width
        if little != self.bits_little:
            self.align()
            self.bits_little = little
        if not self.pooled:
            self.bits_at = self.position
        if little:
            self.pool |= value << self.pooled
        else:
            self.pool = self.pool << width | value
        self.pooled += width
        self.scope, self.fill = scope, field.fill
        self._flush_whole()
        self.position = self.bits_at + (1 if self.pooled else 0)
        self.bits_left = (8 - self.pooled) % 8

    def leave_off(self) -> Standing:
        """Return where writing stands, a byte that was begun included, to go on there later."""
        standing = (
            self.position, self.owner, self.pool, self.pooled, self.bits_at, self.fill,
            self.bits_left, self.bits_little,
        )  # fmt: skip
        self.pool = self.pooled = self.bits_left = 0
        return standing

    def go_on(self, standing: Standing) -> None:
        """Write on where writing was left off."""
        (
            self.position, self.owner, self.pool, self.pooled, self.bits_at, self.fill,
            self.bits_left, self.bits_little,
        ) = standing  # fmt: skip

    def _flush_whole(self) -> None:
        count, rest = divmod(self.pooled, 8)
        if not count:
            return
        if self.bits_little:
            content = (self.pool & ((1 << 8 * count) - 1)).to_bytes(count, "little")
            self.pool >>= 8 * count
        else:
            content = (self.pool >> rest).to_bytes(count, "big")
            self.pool &= (1 << rest) - 1
        self.sink.write(self.bits_at, content, self.owner, self.scope)
        self.bits_at += count
        self.pooled = rest

    def align(self) -> None:
        """Write a byte that was begun; its other bits are those of `fill`."""
        if self.pooled:
            if self.bits_little:
                byte = self.pool | self.fill >> self.pooled << self.pooled & 0xFF
            else:
                left = 8 - self.pooled
                byte = self.pool << left | self.fill & ((1 << left) - 1)
            self.sink.write(self.bits_at, bytes((byte,)), self.owner, self.scope)
        self.pool = self.pooled = self.fill = 0
        self.bits = self.bits_left = 0
