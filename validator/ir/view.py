"""What evaluating asks of a trace, as it was read or with changes; and who made its objects.

Comes in: a trace. It refuses to know what a change is: `mutate` has views with changes, `diff`
has one of a file as it is.
"""

from __future__ import annotations

from typing import Protocol

from validator.ir.equations import structs_of
from validator.ir.nodes import StructRead
from validator.ir.trace import Trace, Value


class View(Protocol):
    """A trace, seen as it was read or with changes; nodes are those of the trace."""

    @property
    def trace(self) -> Trace:
        """The trace as it was read."""

    @property
    def is_changed(self) -> bool:
        """Whether computed values have to be computed anew."""

    def start(self, node: int) -> int:
        """Return where a node starts, in bytes from the start of its stream."""

    def end(self, node: int) -> int:
        """Return where a node ends, in bytes from the start of its stream."""

    def index(self, node: int) -> int:
        """Return the subscript of an element, -1 for what is none."""

    def count(self, node: int) -> int:
        """Return how many elements a list has."""

    def value(self, node: int) -> Value:
        """Return what a leaf says, None when that is not known."""

    def child(self, owner: int, number: int) -> int | None:
        """Return the node of a field of an object, None when it has none."""

    def element(self, array: int, index: int) -> int | None:
        """Return the node of an element, None when there is none in this trace."""

    def unpacked(self, node: int) -> int | None:
        """Return how many bytes a `process` made of a node, None when that is not known."""


def holder_of(trace: Trace, node: int) -> int:
    """Return the object that holds a node: the parent, lists passed over.

    Args:
        trace: not modified.
        node: any node but the root.
    """
    node = trace.parent[node]
    while node > 0 and trace.is_array[node]:
        node = trace.parent[node]
    return node


def read_of(trace: Trace, node: int) -> StructRead | None:
    """Return the read that made an object, or None.

    Args:
        trace: not modified.
        node: an object.
    """
    for read in structs_of(trace.program.fields[trace.place[node]].read):
        if read.struct == trace.struct[node]:
            return read
    return None
