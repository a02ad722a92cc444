"""Instances that lie over bytes that are there already, or will be there in a later round.

Comes in: an object and the name of its instance. Goes out: the instance, read from what is
written, with what says its place filled where that is still open.
"""

from __future__ import annotations

from typing import Any

from validator.backends.strategies.drafts import Adrift, Draft
from validator.backends.strategies.filling import TROUBLE, Filling
from validator.backends.strategies.streams import OPEN, Futile, Out
from validator.runtime.reading import UNMADE

_MAX_LOOKS = 24


class Looking(Filling):
    """The part of a maker that reads what was made."""

    def unmake(self, holes: int, waiting: int) -> None:
        """Forget holes and waiting instances that were made since there were so many."""
        for hole in self.holes[holes:]:
            self.open_holes.pop(hole.key, None)
        del self.holes[holes:]
        for _, owner, name in self.waiting_list[waiting:]:
            if self.drafts.pop((owner._n, name), None) is not None:
                setattr(owner, f"_v_{name}", UNMADE)
        del self.waiting_list[waiting:]

    # -- looking at what is there --------------------------------------------------------

    def _dreamt(self, io: Out, owner: Any, name: str) -> Any:
        """Choose what is looked at ahead, where nothing is yet, for what depends on it.

        In later rounds it is chosen as well, and forgotten: the same draws follow.
        """
        out = Adrift(Draft(io), self.ends, len(self.waiting_list))
        holes, waiting = len(self.holes), len(self.waiting_list)
        getattr(owner, f"_put_{name}")(self, out)
        self.unmake(holes, waiting)
        found = getattr(owner, f"_v_{name}")
        if self.ahead:
            setattr(owner, f"_v_{name}", UNMADE)
        return found

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
