"""The bytes of a stream while it is built, and which of them a field has written.

A stream is built in several rounds, until nothing changes; what the round before made can
still be read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import IntEnum
from typing import TYPE_CHECKING

from validator.dataclass import dataclass

if TYPE_CHECKING:
    from validator.backends.construct.run import Scope


_MAX_TRIES = 1 << 14


class Owner(IntEnum):
    """Who wrote a byte."""

    NOBODY = 0
    SEQ = 1
    PLACED = 2
    CHOSEN = 3


@dataclass(frozen=True, slots=True)
class Clash:
    """Two fields want different bytes at one place: its offset, and the path of the second."""

    offset: int
    path: str


# house: loose-dataclass - grows while a stream is built
@dataclass(slots=True, eq=False)
class Sink:
    """A growing stream.

    Attributes:
        data, owners: the bytes, and an `Owner` for each.
        before, owners_before: the same after the last round.
        clashes: places that two fields fill differently.
    """

    data: bytearray = field(default_factory=bytearray)
    owners: bytearray = field(default_factory=bytearray)
    before: bytes = b""
    owners_before: bytes = b""
    clashes: list[Clash] = field(default_factory=list)

    def restart(self) -> None:
        """Begin another round."""
        self.before, self.owners_before = bytes(self.data), bytes(self.owners)
        self.data, self.owners = bytearray(), bytearray()
        self.clashes = []

    def reserve(self, end: int) -> None:
        """Make sure that the stream reaches up to an offset; new bytes are zero."""
        missing = end - len(self.data)
        if missing > 0:
            self.data += bytes(missing)
            self.owners += bytes(missing)

    def write(self, at: int, content: bytes, owner: Owner, scope: Scope | None) -> None:
        """Write bytes at an offset; bytes that belong to somebody must be the same.

        Args:
            at: offset in this stream, >= 0.
            content: what the field consists of.
            owner, scope: who writes.
        """
        end = at + len(content)
        if not content:
            return
        self.reserve(end)
        if self.owners.count(0, at, end) == len(content):
            self.data[at:end] = content
            self.owners[at:end] = bytes((owner,)) * len(content)
            return
        for place, byte in enumerate(content, at):
            if not self.owners[place]:
                self.data[place] = byte
                self.owners[place] = owner
            elif self.data[place] != byte:
                self.clashes.append(Clash(place, scope.path if scope else ""))
                return
            elif self.owners[place] == Owner.CHOSEN:
                self.owners[place] = owner  # whoever looked at it may find it there again

    def agrees(self, at: int, content: bytes) -> bool:
        """Whether bytes could be written at an offset without a clash."""
        end = at + len(content)
        if end > len(self.data):
            content, end = content[: max(len(self.data) - at, 0)], len(self.data)
        if self.owners.count(0, at, end) == len(content):
            return True
        there = self.data[at:end]
        if there == content:
            return True
        owned = self.owners[at:end]
        return all(not owned[i] or there[i] == byte for i, byte in enumerate(content))

    def find(
        self,
        content: bytes,
        bounds: tuple[int, int],
        near: int,
        fits: Callable[[int], bool] | None = None,
    ) -> int | None:
        """Return where bytes stand that fields of a seq, or kept ones, wrote; None if nowhere.

        Args:
            content: at least one byte.
            bounds: offsets between which to look, in the stream of the last round.
            near: of several places, the one that is nearest to this offset.
            fits: whether a place will do; of very many, the last are not looked at.
        """
        tries = _MAX_TRIES
        start, end = bounds
        best: int | None = None
        at = self.before.find(content, start, end)
        while at >= 0 and (best is None or abs(at - near) < abs(best - near)):
            owners = self.owners_before[at : at + len(content)]
            if Owner.NOBODY not in owners and Owner.CHOSEN not in owners:
                tries -= 1
                if fits is None or fits(at):
                    best = at
                elif not tries:
                    break
            at = self.before.find(content, at + 1, end)
        return best

    def holes(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the ranges between two offsets that nobody wrote."""
        result = []
        at = self.owners.find(0, start, end)
        while at >= 0:
            stop = at
            while stop < end and not self.owners[stop]:
                stop += 1
            result.append((at, stop))
            at = self.owners.find(0, stop, end)
        return result
