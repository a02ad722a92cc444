"""One trace, by place: what gauges look at. Made once a trace, in one pass over its columns."""

from __future__ import annotations

from collections import Counter
from typing import Any

from validator.ir.trace import Trace


class View:
    """Nodes of a trace by field number.

    Args:
        trace: not modified, and not to be modified while the view is used.

    Attributes:
        nodes: field number -> nodes with this place, elements and lists alike; the last entry
            is that of the root.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.nodes: list[list[int]] = [[] for _ in range(len(trace.program.fields) + 1)]
        add = [nodes.append for nodes in self.nodes]
        for node, place in enumerate(trace.place):
            add[place](node)
        self._values: dict[int, set[Any]] = {}
        self._inside: dict[int, dict[int, int]] = {}
        self._objects: Counter[int] | None = None

    def values(self, place: int) -> set[Any]:
        """Return the different values of a field that is a leaf or a list of leaves.

        Args:
            place: field number.
        """
        found = self._values.get(place)
        if found is None:
            value, nodes = self.trace.value, self.nodes[place]
            try:
                found = set(map(value.__getitem__, nodes))
            except TypeError:  # a computed list is no value that can be told apart
                found = {value[node] for node in nodes if not isinstance(value[node], list)}
            found.discard(None)
            self._values[place] = found
        return found

    def inside(self, place: int) -> dict[int, int]:
        """Return object -> node of a field in it, of lists the list.

        Args:
            place: field number.
        """
        found = self._inside.get(place)
        if found is None:
            parent, index = self.trace.parent, self.trace.index
            found = {parent[node]: node for node in self.nodes[place] if index[node] < 0}
            self._inside[place] = found
        return found

    def objects(self, struct: int) -> int:
        """Return how many objects of a type there are.

        Args:
            struct: struct number.
        """
        if self._objects is None:
            self._objects = Counter(self.trace.struct)
        return self._objects[struct]

    def holder(self, node: int) -> int:
        """Return the object that holds a node: the parent, lists passed over.

        Args:
            node: of the trace, not the root.
        """
        parent, is_array = self.trace.parent, self.trace.is_array
        node = parent[node]
        while node > 0 and is_array[node]:
            node = parent[node]
        return node
