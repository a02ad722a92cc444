"""Gauges: each measures one aspect of one field over a whole trace, a column at a time.

Comes in: a view of a trace. Goes out: numbers of features, added to a set. Values are looked at
once each: what a value means is remembered from trace to trace.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import field
from typing import Any, Protocol

from validator.cover.reach import Lost, Reach
from validator.cover.scales import Classify, Numbers
from validator.cover.view import View
from validator.dataclass import dataclass

_MOST_KEPT = 1 << 16


class Gauge(Protocol):
    """Measures one aspect of a trace."""

    def measure(self, view: View, found: set[int]) -> None:
        """Add the features that a trace has.

        Args:
            view: of the trace.
            found: receives numbers of features.
        """
        ...


@dataclass(frozen=True, slots=True)
class Values:
    """Classes of the values of a field."""

    place: int
    classify: Classify
    known: dict[Any, Numbers] = field(default_factory=dict)

    def measure(self, view: View, found: set[int]) -> None:
        """See `Gauge`."""
        known = self.known
        if len(known) > _MOST_KEPT:
            known.clear()
        for value in view.values(self.place):
            numbers = known.get(value)
            if numbers is None:
                numbers = known[value] = self.classify(value)
            found.update(numbers)


@dataclass(frozen=True, slots=True)
class Exact:
    """Single values that `-coverage` names."""

    place: int
    features: dict[Any, int]

    def measure(self, view: View, found: set[int]) -> None:
        """See `Gauge`."""
        values = view.values(self.place)
        found.update(number for value, number in self.features.items() if value in values)


@dataclass(frozen=True, slots=True)
class Lengths:
    """Classes of the lengths of texts and byte strings."""

    place: int
    classify: Callable[[int], Numbers]

    def measure(self, view: View, found: set[int]) -> None:
        """See `Gauge`."""
        values = view.values(self.place)
        for length in {len(value) for value in values if isinstance(value, str | bytes)}:
            found.update(self.classify(length))


@dataclass(frozen=True, slots=True)
class Counts:
    """Classes of the numbers of elements, and whether elements are equal."""

    place: int
    classify: Callable[[int], Numbers]
    duplicate: int

    def measure(self, view: View, found: set[int]) -> None:
        """See `Gauge`."""
        trace, nodes = view.trace, view.nodes[self.place]
        parent, index = trace.parent, trace.index
        elements = [node for node in nodes if index[node] >= 0]
        sizes = Counter(parent[node] for node in elements)
        lengths = set(sizes.values())
        if len(sizes) < len(nodes) - len(elements):
            lengths.add(0)
        for length in lengths:
            found.update(self.classify(length))
        if self.duplicate >= 0 and len(view.values(self.place)) < len(elements):
            pairs = {(parent[node], trace.value[node]) for node in elements}
            if len(pairs) < len(elements):
                found.add(self.duplicate)


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a field is there, and whether it is missing in an object.

    Attributes:
        is_computed: a node alone does not tell: the value that it was computed from may be absent.
    """

    place: int
    struct: int
    present: int
    absent: int
    is_computed: bool

    def measure(self, view: View, found: set[int]) -> None:
        """See `Gauge`."""
        nodes, objects = view.inside(self.place), view.objects(self.struct)
        there = len(nodes)
        if self.is_computed:
            value, alias = view.trace.value, view.trace.alias
            there = sum(value[node] is not None or node in alias for node in nodes.values())
        if there:
            found.add(self.present)
        if there < objects:
            found.add(self.absent)


@dataclass(frozen=True, slots=True)
class Branches:
    """Which case of a switch was taken.

    Attributes:
        cases: value of `on` -> feature.
        otherwise: feature of any other value.
    """

    place: int
    on: Reach
    cases: dict[Any, int]
    otherwise: int

    def measure(self, view: View, found: set[int]) -> None:
        """See `Gauge`."""
        for node in view.inside(self.place):
            try:
                found.add(self.cases.get(self.on(view, node), self.otherwise))
            except Lost:
                continue


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which type a switch has made, where its expression cannot be followed.

    Attributes:
        structs: struct number -> feature.
        plain: feature of what is no object, -1 for none.
    """

    place: int
    structs: dict[int, int]
    plain: int

    def measure(self, view: View, found: set[int]) -> None:
        """See `Gauge`."""
        trace = view.trace
        for node in view.nodes[self.place]:
            if not trace.is_array[node]:
                number = self.structs.get(trace.struct[node], self.plain)
                if number >= 0:
                    found.add(number)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Values at a bound that is not known before a file is read.

    Attributes:
        bound: the last value inside.
        inward: -1 for an upper bound, 1 for a lower one.
        is_global: the bound is the same for the whole file.
        at, inside: features of the bound and of its neighbor.
    """

    place: int
    bound: Reach
    inward: int
    is_global: bool
    at: int
    inside: int

    def measure(self, view: View, found: set[int]) -> None:
        """See `Gauge`."""
        if self.is_global:
            try:
                limit = self.bound(view, 0)
            except Lost:
                return
            values = view.values(self.place)
            if limit in values:
                found.add(self.at)
            if limit + self.inward in values:
                found.add(self.inside)
            return
        value = view.trace.value
        for node in view.nodes[self.place]:
            if value[node] is None:
                continue
            try:
                distance = value[node] - self.bound(view, view.holder(node))
            except (Lost, TypeError):
                continue
            if distance == 0:
                found.add(self.at)
            elif distance == self.inward:
                found.add(self.inside)
