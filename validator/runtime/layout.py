"""Gaps and overlaps without a trace: decided at the end, from what a checking reader noted.

A note says what one *unit* read in order: an instance with `pos`, the file, an object that was
unpacked. Its marks are holes (start, end) that its substreams left unread, and objects
(start, end, stream, struct) of types that instances with `pos` read elsewhere. It answers
yes only where `validator.check` has nothing to report; what is rare it refuses.
"""

from __future__ import annotations

from validator.runtime.probe import Reject
from validator.runtime.ranges import between, clashes, is_padding, merge, outside

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable

    from validator.runtime.probe import Note, Probe
    from validator.runtime.ranges import Part, Range

PLAIN, VIEW, DECLARED, UNPACKED, LOOSE = range(5)
"""Kinds of notes: the three of `ir.overlap.Jump`; the file is `PLAIN`.

`UNPACKED` is what a `process` made, `LOOSE` an instance that reads where reading stands.
"""

NO_SHAPE = -1
"""What a unit is read as, when no other unit can be read as the same."""


class _Space:
    """What was noted of one stream, as (start, end, unit)."""

    __slots__ = ("loose", "plain", "silent", "views")

    def __init__(self) -> None:
        self.plain: list[Part] = []
        self.views: list[Part] = []
        self.silent: list[Part] = []
        self.loose: list[Part] = []


def settle(t: Probe, gaps: str) -> None:
    """Refuse a file with bytes that no field explains, or that several do, undeclared.

    Args:
        t: after all reading; its notes are sorted.
        gaps: `-gaps` of the schema.
    Raises:
        Reject: there are such bytes, or there may be.
    """
    t.units.sort()
    spaces = [_Space() for _ in t.streams]
    _sort_out(t.units, spaces)
    for data, space in zip(t.streams, spaces, strict=True):
        _compare(space)
        if gaps == "allow":
            continue
        every = _ranges(space.plain + space.views + space.silent + space.loose)
        for start, end in between(every, len(data)):
            if gaps == "error" or not is_padding(bytes(data[start:end])):
                raise Reject


def _sort_out(notes: list[Note], spaces: list[_Space]) -> None:
    """Say of every unit what else may explain its bytes; the rules are those of `-overlap`."""
    held = {
        (number, start, end, struct)
        for note in notes
        if note[5] and note[4] == PLAIN
        for start, end, number, struct in _objects(note[5])
    }
    before: Note | None = None
    for unit, note in enumerate(notes, 1):
        number, start, end, shape, kind, marks = note
        if start >= end:
            continue
        space = spaces[number]
        side = space.plain
        if kind in (PLAIN, VIEW) and shape != NO_SHAPE:
            if before is not None and before[:4] == note[:4]:
                side = space.silent  # the same at the same place
                if _holes(before[5]) != _holes(marks):
                    raise Reject
            elif held and note[:4] in held and (start, end, number, shape) not in marks:
                side = space.silent
            elif kind == VIEW:
                side = space.views
            before = note
        elif kind == DECLARED:
            side = space.silent
        elif kind == LOOSE:
            side = space.loose
        if marks:
            side += [(low, high, unit) for low, high in _without(start, end, _holes(marks))]
        else:
            side.append((start, end, unit))


def _compare(space: _Space) -> None:
    """Refuse what several units explain."""
    space.plain.sort()  # where nothing has holes, it is
    space.views.sort()
    if next(clashes(space.plain), None) is not None:
        raise Reject
    if next(clashes(space.views), None) is not None:
        base = _ranges(space.plain + space.silent)
        if next(outside(clashes(space.views), base), None) is not None:
            raise Reject
    if space.loose:
        others = space.plain + space.views + space.silent
        apart = _size(_ranges(others)) + sum(end - start for start, end, _ in space.loose)
        if _size(_ranges(others + space.loose)) != apart:
            raise Reject


# -- marks -------------------------------------------------------------------------------


def _holes(marks: tuple[tuple[int, ...], ...]) -> list[Range]:
    return [(mark[0], mark[1]) for mark in marks if len(mark) == 2]


def _objects(marks: tuple[tuple[int, ...], ...]) -> list[tuple[int, int, int, int]]:
    return [(mark[0], mark[1], mark[2], mark[3]) for mark in marks if len(mark) == 4]


def _without(start: int, end: int, holes: list[Range]) -> list[Range]:
    """Return what holes inside of a range leave of it."""
    shifted = [(low - start, high - start) for low, high in merge(sorted(holes))]
    return [(low + start, high + start) for low, high in between(shifted, end - start)]


def _ranges(parts: Iterable[Part]) -> list[Range]:
    return merge((start, end) for start, end, _ in sorted(parts))


def _size(ranges: list[Range]) -> int:
    return sum(end - start for start, end in ranges)
