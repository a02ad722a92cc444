"""Objects that a reader makes, and the state of their fields."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, Any

from validator.backends.construct.faults import ExpressionFailed, Unread
from validator.backends.construct.window import Window
from validator.dataclass import dataclass

if TYPE_CHECKING:
    from validator.backends.construct.objects import Layout
    from validator.backends.construct.run import Run


class State(Enum):
    """What stands in a slot that holds no value."""

    AHEAD = "its turn in seq has not come"
    LAZY = "an instance that nobody has asked for"
    BUSY = "an instance that is being read"
    FAILED = "reading has failed, and been reported"


@dataclass(frozen=True, slots=True, eq=False)
class Partial:
    """An array that lacks elements because reading stopped inside; no expression sees it."""

    items: list[Any]


Span = tuple[int, int]
"""Absolute (start, end) in the file."""

Region = tuple[Window, int, int]
"""A window, and (start, end) in its buffer."""


# house: loose-dataclass - filled field by field while it is read
@dataclass(slots=True, eq=False, repr=False)
class Obj:
    """An object of a user type.

    Attributes:
        plan, run: the construct that reads it, and the reading it is part of.
        window: its `_io`.
        holder, slot, index: where it stands: field and subscript in the object that read it.
        parent, root: `_parent` (may be None) and `_root`.
        slots: values of parameters, seq and instances, or a `State`.
        spans: place of every field; None for what was computed, absent or never read.
        elements: slot -> places of the elements, where a check asks for them.
        start, end: bounds in the window's buffer; end is final when seq has been read.
        depth: 0 for the root, one more for every object inside.
        identity: equal for two objects that would be read alike, from the same bytes.
        is_little: byte order of numbers whose order is calculated; None when undecided.
        is_broken: reading of its seq stopped.
        regions: slot -> where the field was read, in stand-alone use; building from values that
            were read keeps what no value says.
        element_regions: slot -> (start, end) of the elements, in the same window.
        draft: what building knows of the object; None for objects that were read.
    """

    plan: Layout
    run: Run
    window: Window
    holder: Obj | None
    slot: int
    index: int | None
    parent: Obj | None
    slots: list[Any]
    spans: list[Span | None]
    start: int
    end: int
    depth: int
    identity: tuple[Any, ...] = ()
    is_little: bool | None = None
    is_broken: bool = False
    elements: dict[int, list[Span]] = field(default_factory=dict)
    regions: dict[int, Region] = field(default_factory=dict)
    element_regions: dict[int, list[Span]] = field(default_factory=dict)
    draft: Any = None
    root: Obj = field(init=False)

    def __post_init__(self) -> None:
        self.root = self

    @property
    def place(self) -> Span:
        """Absolute (start, end) in the file."""
        return self.window.place(self.start, self.end)

    @property
    def path(self) -> str:
        """Field path from the root, such as `instances[1].criteria[20]`; "" for the root."""
        if self.holder is None:
            return ""
        return self.holder.field_path(self.slot, self.index)

    def field_path(self, slot: int, index: int | None) -> str:
        """Return the path of a field, or of an element of it."""
        name = self.plan.fields[slot].id
        subscript = "" if index is None else f"[{index}]"
        return f"{self.path}.{name}{subscript}".removeprefix(".")

    def get(self, slot: int) -> Any:
        """Return the value of a field, reading it now when it is an instance.

        Raises:
            Unread: reading has failed before.
            ExpressionFailed: a seq field that comes later, an instance that is being read.
        """
        value = self.slots[slot]
        if value is State.LAZY or value is State.BUSY:
            self.plan.force(self, slot)
            value = self.slots[slot]
        if isinstance(value, Partial):
            raise Unread
        if isinstance(value, State):
            if value is State.AHEAD and not self.is_broken:
                name = self.field_path(slot, None)
                raise ExpressionFailed(f"{name} has not been read at this point")
            raise Unread
        return value
