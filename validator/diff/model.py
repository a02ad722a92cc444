"""What a comparison says: one `Difference` a place, and where it stands on both sides.

Comes in: nothing. Goes out: frozen values that hold names, places and values, so that a reader
of a comparison need not know how it was made. They refuse to know how they are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from validator.dataclass import dataclass
from validator.ir.trace import Trace, Value


class Kind(Enum):
    """What happened to a place."""

    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"
    UNREAD = "unread"


class About(Enum):
    """What a difference is about.

    VALUE: a leaf's value. ENTRY: a field or element as a whole, which came, went, moved or is of
    another type. GAP: bytes that no field explains. BYTES: bytes that do not show in any value:
    padding, another packing of the same content.
    """

    VALUE = "value"
    ENTRY = "entry"
    GAP = "gap"
    BYTES = "bytes"


class Why(Enum):
    """How a difference follows from another one."""

    COUNT = "count"
    LENGTH = "length"
    OFFSET = "offset"
    CHECKSUM = "checksum"
    EQUATION = "equation"
    SAME_BYTES = "same-bytes"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Follows:
    """Why a difference is a consequence; `of` is the path of what it describes, or ""."""

    why: Why
    of: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference.

    Attributes:
        node: node of the trace; of a gap, the object or list around it.
        path: field path in this file, as in findings.
        start, end: byte range: in the file for stream 0, else in unpacked bytes.
        stream: as in `Trace`.
        value: value of a leaf, the bytes of a gap; None for objects and lists.
    """

    node: int
    path: str
    start: int
    end: int
    stream: int
    value: Value


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    Attributes:
        kind: what happened; UNREAD: one side could not be read so far.
        about: what it is about.
        path: path of both sides: `[1]`, `[1->2]` when subscripts differ, `[1 id=7]` with a key.
        old, new: the sides; None where there is nothing.
        follows: set when it is a consequence of other differences.
    """

    kind: Kind
    about: About
    path: str
    old: Side | None
    new: Side | None
    follows: Follows | None = None


Gap = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Version:
    """One of the files that are compared.

    Attributes:
        trace: what was read where.
        gaps: (stream, start, end) of bytes that no field explains, sorted.
        stopped: (node, field number) of what could not be read to its end; the field is -1 for
            the object itself.
    """

    trace: Trace
    gaps: Sequence[Gap] = ()
    stopped: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences of two versions.

    Attributes:
        old, new: what was compared.
        differences: in the order of the schema and the files; causes and consequences mixed.
        suppressed: differences past the limit: they are counted and not listed.
    """

    old: Version
    new: Version
    differences: tuple[Difference, ...]
    suppressed: int = 0

    @property
    def is_same(self) -> bool:
        """Whether there is no difference at all."""
        return not self.differences and not self.suppressed
