"""What lifting builds: structs whose fields are not all known yet, and where it stands.

A `Draft` becomes one struct of the Program. Field numbers are provisional here; `finish` puts
them in order.
"""

from __future__ import annotations

import re
from dataclasses import field, replace
from enum import Enum

from validator.dataclass import dataclass
from validator.findings import SourcePos
from validator.ir import expr as ir
from validator.ir.nodes import CheckKind, Field, Read
from validator.ir.types import BOOL, EnumType, StructType, Type

_PLACES = frozenset({"[]", "target", "then", "else", "default", "length"})
"""Parts of a path that name no field."""
_NO_WORD = re.compile(r"\W+", re.ASCII)


class Stream(Enum):
    """What positions in a stream mean, for construct and for the readers of a Program.

    `FILE` is the file. `PART` is a region of it: construct counts from the start of the file,
    a Program from the start of the region. `FRESH` are bytes that were made (unpacked,
    decoded), `FRESH_PART` a region of those.
    """

    FILE = "the file"
    PART = "a region of the file"
    FRESH = "decoded bytes"
    FRESH_PART = "a region of decoded bytes"

    @property
    def region(self) -> Stream:
        """The kind of a region of this stream."""
        return Stream.PART if self in (Stream.FILE, Stream.PART) else Stream.FRESH_PART

    @property
    def counts_from_start(self) -> bool:
        """Whether construct and a Program count positions from the same place."""
        return self in (Stream.FILE, Stream.FRESH)


class Order(Enum):
    """How bytes are turned into bits, or turned around."""

    BYTES = "bytes"
    SWAPPED = "bytes in reverse order"
    BITS = "bits"
    SWAPPED_BITS = "bits of bytes in reverse order"


# house: loose-dataclass - a struct that is being built
@dataclass(slots=True, eq=False)
class Draft:
    """A struct under construction.

    Attributes:
        number: of the struct.
        path: names from the file down.
        parent: the draft that holds objects of it; None for the file.
        is_scope: whether `this` of construct is an object of it.
        stream: what its objects are read from.
        names: names of construct -> provisional field number; None for values that are
            nothing.
        broken: names whose lifting failed.
        items: fields in order of a Sequence; None for everything else.
        value: the field that the whole object stands for in construct; None for an object.
        is_flags: an object of flags, whose values are computed.
        reach: how many objects further out its expressions look.
        index: the parameter that holds `_index`, or None.
        is_greedy: whether it relies on nothing being read behind it.
        had_array: whether an array has left its index in the context.
        is_open: whether it is being built.
    """

    number: int
    path: tuple[str, ...]
    parent: Draft | None
    is_scope: bool
    stream: Stream
    source: SourcePos
    doc: str = ""
    params: list[Field] = field(default_factory=list)
    seq: list[Field] = field(default_factory=list)
    instances: list[Field] = field(default_factory=list)
    checks: list[int] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    names: dict[str, int | None] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    later: frozenset[str] = frozenset()
    items: list[int | None] | None = None
    value: int | None = None
    is_flags: bool = False
    reach: int = 0
    index: int | None = None
    is_greedy: bool = False
    had_array: bool = False
    is_open: bool = True

    @property
    def type(self) -> StructType:
        """The type of its objects."""
        return StructType(self.number)

    @property
    def scope(self) -> Draft | None:
        """The draft that `this` means here."""
        draft: Draft | None = self
        while draft is not None and not draft.is_scope:
            draft = draft.parent
        return draft

    @property
    def outer(self) -> Draft | None:
        """The draft that `this._` means, when `this` is an object of this one."""
        return self.parent.scope if self.parent is not None else None

    @property
    def root(self) -> Draft:
        """The draft that `_root` of its objects means."""
        draft = self.scope
        if draft is None:
            draft = self
            while draft.parent is not None:
                draft = draft.parent
            return draft
        while (outer := draft.outer) is not None:
            draft = outer
        return draft


def mark_greedy(draft: Draft | None) -> None:
    """Note that a draft, and what holds it, relies on nothing being read behind it."""
    while draft is not None:
        draft.is_greedy = True
        draft = draft.parent


@dataclass(frozen=True, slots=True)
class Site:
    """Where lifting stands.

    Attributes:
        draft: the struct that gets the fields.
        pos: place in the declaration; its `path` names the field.
        condition: fields exist only when it holds.
        stream: what is read from.
        order: how bytes become bits.
        bit: offset in bits from a byte's start, None when it is not known; in bits only.
        is_last: nothing in this stream is read behind what is lifted.
        in_array: an element of an array of this draft is lifted.
    """

    draft: Draft
    pos: SourcePos
    condition: ir.Expr | None = None
    stream: Stream = Stream.FILE
    order: Order = Order.BYTES
    bit: int | None = 0
    is_last: bool = True
    in_array: bool = False

    @property
    def label(self) -> str:
        """The name of the nearest field of the declaration, fit to name a struct."""
        for part in reversed(self.pos.path.split("/")):
            if part and part not in _PLACES:
                return _NO_WORD.sub("_", part).strip("_") or "item"
        return "item"

    @property
    def is_bits(self) -> bool:
        """Whether bits are read rather than bytes."""
        return self.order in (Order.BITS, Order.SWAPPED_BITS)

    @property
    def me(self) -> ir.Expr:
        """The object in whose context expressions are evaluated."""
        return ir.SelfRef(self.draft.type)

    def below(self, part: str) -> Site:
        """Return the site of a part of what stands here."""
        return replace(self, pos=replace(self.pos, path=f"{self.pos.path}/{part}"))

    def when(self, condition: ir.Expr) -> Site:
        """Return the site with a further condition."""
        if self.condition is not None:
            condition = ir.Logic("and", self.condition, condition, BOOL)
        return replace(self, condition=condition)


@dataclass(frozen=True, slots=True)
class Test:
    """A condition on one value, `Item(0)`."""

    kind: CheckKind
    condition: ir.Expr
    operands: tuple[ir.Expr, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One value that a single field can read.

    Attributes:
        read: how.
        type: of the value, an `EnumType` when `enum` is set.
        tests: what valid values meet.
        nullable: a switch may mean nothing.
    """

    read: Read
    type: Type
    enum: int | None = None
    tests: tuple[Test, ...] = ()
    nullable: bool = False
    doc: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it is a read and nothing else, so that a switch can choose it."""
        return self.enum is None and not self.tests and not self.nullable

    @property
    def item(self) -> ir.Item:
        """The value in the conditions of its tests."""
        return ir.Item(0, self.type)

    def through(self, enum: int) -> Plan:
        """Return the plan of an integer that is read through an enum."""
        return replace(self, enum=enum, type=EnumType(enum))

    def testing(self, test: Test) -> Plan:
        """Return the plan with a further test."""
        return replace(self, tests=(*self.tests, test))
