"""The comparison of two versions, as one call."""

from __future__ import annotations

from dataclasses import replace

from validator.diff.align import first_difference
from validator.diff.follow import mark
from validator.diff.forest import Numbers, plant
from validator.diff.model import About, Comparison, Difference, Kind, Side, Version
from validator.diff.places import learn
from validator.diff.walk import Walker
from validator.errors import UsageError

MAX_DIFFERENCES = 100_000


def compare(
    old: Version, new: Version, *, max_differences: int = MAX_DIFFERENCES
) -> Comparison:  # fmt: skip
    """Compare two files of one schema by field path.

    Args:
        old, new: traces of the same program, complete or as far as they could be read; neither
            is modified.
        max_differences: differences to keep; the rest is counted. At least 1.
    Returns:
        The differences, in the order of the schema and the files. There is none exactly when the
        files have the same bytes. Reversing the arguments reverses every difference.
    Raises:
        UsageError: the traces are of different programs.
    """
    if old.trace.program.digest != new.trace.program.digest:
        raise UsageError("files of different schemas cannot be compared")
    places = learn(old.trace.program)
    numbers: Numbers = {}
    before, after = plant(old, places, numbers), plant(new, places, numbers)
    # Where several answers are as good, the choice must not depend on the direction.
    is_flipped = _order(new) < _order(old)
    left, right = (after, before) if is_flipped else (before, after)
    walker = Walker(left, right, is_flipped, max_differences)
    walker.compare(0, 0, "")
    found = mark(before, after, walker.found)
    suppressed = walker.total - len(found)
    if not found and bytes(old.trace.data) != bytes(new.trace.data):
        found = [_hidden(old, new)]
    return Comparison(old, new, tuple(found), suppressed)


def reverse(difference: Difference) -> Difference:
    """Return a difference as seen in the other direction, its path excepted.

    Args:
        difference: not modified.
    """
    mirror = {Kind.INSERTED: Kind.DELETED, Kind.DELETED: Kind.INSERTED}
    kind = mirror.get(difference.kind, difference.kind)
    return replace(difference, kind=kind, old=difference.new, new=difference.old)


def _order(version: Version) -> tuple[int, bytes]:
    return len(version.trace.data), bytes(version.trace.data)


def _hidden(old: Version, new: Version) -> Difference:
    """Return the difference of bytes that nothing of what was read depends on."""
    one, two = bytes(old.trace.data), bytes(new.trace.data)
    start = first_difference(one, two)
    before, after = Side(0, "", start, len(one), 0, None), Side(0, "", start, len(two), 0, None)
    return Difference(Kind.CHANGED, About.BYTES, "", before, after)
