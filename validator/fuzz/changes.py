"""What differs between a seed and a file made of it, field by field.

Comes in: a schema, and both files; the schema accepts both. Goes out: `FieldChange`s with path,
value in the seed and value now. Where nothing moved, fields are found by their bytes; else by
the structural comparison.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from construct import ConstructError

from validator.check.schema import Schema
from validator.check.spans import leaf_spans
from validator.dataclass import dataclass
from validator.diff import Comparison, Difference, Kind, Version, compare
from validator.errors import ContentgateError
from validator.findings import generic_path
from validator.fuzz.hunks import Hunk, find_hunks
from validator.ir.nodes import CheckKind
from validator.ir.trace import Trace
from validator.measure import FieldChange, Value
from validator.mutate import Change, edit_bytes

MAX_CHANGES = 12
NO_FIELD = "(bytes of no field)"
EDIT_ERRORS = (ContentgateError, ConstructError, RecursionError)
"""What an edit raises that cannot be made."""

_NAMED = 3
_MAX_EDITED = 1 << 18


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of a trace: node, and its bytes in the file."""

    node: int
    start: int
    end: int


class Leaves:
    """The leaves of a file, to be found by offset."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        found = sorted(
            (start, end, node) for stream, start, end, node in leaf_spans(trace) if not stream
        )
        self._leaves = [Leaf(node, start, end) for start, end, node in found]
        self._starts = [leaf.start for leaf in self._leaves]
        self._widest = max((leaf.end - leaf.start for leaf in self._leaves), default=0)

    def over(self, start: int, end: int) -> list[Leaf]:
        """Return the leaves that have bytes in a range.

        Args:
            start, end: half-open, absolute; an empty range means the byte at it.
        """
        low = bisect_left(self._starts, start - self._widest)
        high = bisect_right(self._starts, max(end, start + 1) - 1)
        return [leaf for leaf in self._leaves[low:high] if leaf.end > start]


def find_changes(schema: Schema, seed: bytes, other: bytes) -> tuple[FieldChange, ...]:
    """Return what differs, in the order of the file; what follows from it comes last.

    Args:
        schema: of both.
        seed, other: whole files.
    """
    if len(seed) == len(other):
        return _by_bytes(schema, seed, other)
    try:
        comparison = compare(Version(schema.trace(seed)), Version(schema.trace(other)))
    except ContentgateError:
        return ()
    return _by_structure(comparison)


def cut_change(schema: Schema, seed: bytes, size: int) -> FieldChange:
    """Return where a cut goes through a seed.

    Args:
        schema: of the seed.
        seed: the whole file.
        size: bytes that are left.
    """
    trace = schema.trace(seed)
    leaves = Leaves(trace).over(size, size)
    path = trace.path(leaves[0].node) if leaves else NO_FIELD
    return FieldChange("cut", path, size, len(seed) - size, len(seed), size)


def field_of(changes: Sequence[FieldChange]) -> str:
    """Return the generic paths of the first changes, which name an escape.

    Args:
        changes: of the escape.
    """
    paths = list(dict.fromkeys(generic_path(change.path) for change in changes))
    more = f" + {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return " + ".join(paths[:_NAMED]) + more


def edit_arguments(
    schema: Schema, seed: bytes, other: bytes, changes: Sequence[FieldChange]
) -> str:
    """Return the arguments that let `contentgate edit` make the same file of the seed.

    Args:
        schema: of both.
        seed, other: whole files.
        changes: what differs.
    Returns:
        `--set PATH=VALUE ...`, tried out; "" when there is no short way.
    """
    sets = [one for one in changes if one.what == "changed" and type(one.now) is int]
    if not sets or len(sets) > _NAMED or len(seed) > _MAX_EDITED or len(sets) < len(changes):
        return ""
    wanted = [Change("set", one.path, one.now) for one in sets]
    words = " ".join(f"--set '{one.path}={one.now!r}'" for one in sets)
    for keeps, tail in (((), ""), (("*",), " --no-repair '*'")):
        try:
            if edit_bytes(schema.program, seed, wanted, keeps).data == other:
                return words + tail
        except EDIT_ERRORS:
            continue
    return ""


def _by_bytes(schema: Schema, seed: bytes, other: bytes) -> tuple[FieldChange, ...]:
    before, after = Leaves(schema.trace(seed)), Leaves(schema.trace(other))
    found: dict[int, FieldChange] = {}
    derived: dict[int, FieldChange] = {}
    hunks = find_hunks(seed, other)
    old = {
        before.trace.path(leaf.node): leaf.node
        for hunk in hunks
        for leaf in before.over(hunk.start, hunk.end)
    }
    for hunk in hunks:
        leaves = after.over(hunk.start, hunk.end)
        for leaf in leaves:
            change = _changed(before.trace, after.trace, leaf, old)
            if _differs(after.trace, leaf, seed, other, change):
                kept = derived if _is_sum(after.trace, leaf.node) else found
                kept[leaf.node] = change
        if not leaves:
            found[-hunk.start - 1] = _loose(hunk, seed)
    return tuple([*found.values(), *derived.values()][:MAX_CHANGES])


def _differs(trace: Trace, leaf: Leaf, seed: bytes, other: bytes, change: FieldChange) -> bool:
    """Whether a leaf differs; bit fields share their bytes, and tell by their values."""
    if leaf.node in trace.bits:
        return change.was != change.now
    return seed[leaf.start : leaf.end] != other[leaf.start : leaf.end]


def _changed(before: Trace, after: Trace, leaf: Leaf, old: dict[str, int]) -> FieldChange:
    path = after.path(leaf.node)
    node = old.get(path)
    was = _value(before, node) if node is not None else None
    now = _value(after, leaf.node)
    labels = (_label(after, leaf.node, was), _label(after, leaf.node, now))
    return FieldChange("changed", path, leaf.start, leaf.end - leaf.start, was, now, labels)


def _loose(hunk: Hunk, seed: bytes) -> FieldChange:
    size = hunk.end - hunk.start
    return FieldChange(
        "changed", NO_FIELD, hunk.start, size, seed[hunk.start : hunk.end], hunk.data
    )


def _by_structure(comparison: Comparison) -> tuple[FieldChange, ...]:
    causes = [one for one in comparison.differences if one.follows is None]
    return tuple(_change(comparison, one) for one in causes[:MAX_CHANGES])


def _change(comparison: Comparison, one: Difference) -> FieldChange:
    side = one.new or one.old
    assert side is not None, "a difference has a side"
    trace = comparison.new.trace if one.new else comparison.old.trace
    was = _plain(one.old.value) if one.old else None
    now = _plain(one.new.value) if one.new else None
    labels = (_label(trace, side.node, was), _label(trace, side.node, now))
    what = "changed" if one.kind is Kind.UNREAD else one.kind.value
    path = side.path or NO_FIELD
    return FieldChange(what, path, side.start, side.end - side.start, was, now, labels)


def _value(trace: Trace, node: int) -> Value:
    return _plain(trace.value[node])


def _plain(value: object) -> Value:
    match value:
        case bool() | int() | float() | str() | bytes() | None:
            return value
        case bytearray() | memoryview():
            return bytes(value)
    return None


def _label(trace: Trace, node: int, value: Value) -> str:
    place = trace.place[node]
    number = trace.program.fields[place].enum if place >= 0 else None
    if number is None or not isinstance(value, int):
        return ""
    return dict(trace.program.enums[number].members).get(value, "")


def _is_sum(trace: Trace, node: int) -> bool:
    """Whether a leaf is a checksum, which follows from the rest."""
    program, place = trace.program, trace.place[node]
    checks = program.fields[place].checks if place >= 0 else ()
    return any(program.checks[number].kind is CheckKind.CHECKSUM for number in checks)
