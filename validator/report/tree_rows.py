"""The rows of a tree that is shown: what is left out, what is marked, in which order.

Comes in: a view and limits. Goes out: rows, lazily. It refuses to know columns and colors.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING

from validator.dataclass import dataclass

if TYPE_CHECKING:
    from validator.report.tree import TreeView


class RowKind(Enum):
    """What a row shows."""

    NODE = "node"
    GAP = "gap"
    ELIDED = "elided"
    UNREAD = "unread"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        depth: levels of indentation.
        node: the node; of a gap, an elision or something unread the object around it.
        number: the finding, the gap, or how many elements are left out.
        text: the name of what was not read.
        start, end: byte range of what is left out.
        is_closed: the node has parts that are not shown.
    """

    kind: RowKind
    depth: int
    node: int
    number: int = -1
    text: str = ""
    start: int = 0
    end: int = 0
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is shown: elements of a list, levels; None is everything."""

    items: int | None = 8
    depth: int | None = None


def rows_of(view: TreeView, top: int, limits: Limits) -> Iterator[Row]:
    """Yield the rows of a subtree.

    What has a finding is shown whatever the limits say.

    Args:
        view: the tree.
        top: where to start; the root itself has no row, any other node has.
        limits: what to leave out.
    """
    gaps: dict[int, list[int]] = {}
    for number, owner in enumerate(view.gap_owner):
        gaps.setdefault(owner, []).append(number)
    walker = _Walker(view, limits, gaps)
    if top == 0:
        yield from walker.inside(0, 0)
    else:
        yield from walker.node(top, 0)


@dataclass(frozen=True, slots=True)
class _Walker:
    view: TreeView
    limits: Limits
    gaps: dict[int, list[int]]

    def node(self, node: int, depth: int) -> Iterator[Row]:
        """Yield a node, its findings, and what is inside."""
        has_parts = bool(self.view.children[node])
        is_deep = self.limits.depth is not None and depth + 1 >= self.limits.depth
        yield Row(RowKind.NODE, depth, node, is_closed=has_parts and is_deep)
        for number in self.view.at.get(node, ()):
            yield Row(RowKind.FINDING, depth, node, number)
        yield from self.inside(node, depth + 1)

    def inside(self, node: int, depth: int) -> Iterator[Row]:
        """Yield what a node holds, gaps and unread parts among it."""
        view, trace = self.view, self.view.trace
        waiting = list(reversed(self.gaps.get(node, ())))
        if node == 0:
            for number in view.at.get(0, ()):
                yield Row(RowKind.FINDING, depth, 0, number)
        placed = [child for child in view.children[node] if self._is_placed(child)]
        last = placed[-1] if placed else -1
        for item in self._shown(node, depth):
            child = item if isinstance(item, int) else item.node
            while waiting and (
                child > last
                or (self._is_placed(child) and view.gaps[waiting[-1]][1] <= trace.start[child])
            ):
                yield from self._gap(waiting.pop(), node, depth)
            if isinstance(item, int):
                yield from self.node(item, depth)
            else:
                yield Row(RowKind.ELIDED, depth, node, item.number, start=item.start, end=item.end)
        for gap in reversed(waiting):
            yield from self._gap(gap, node, depth)
        for text, number in view.unread.get(node, ()):
            yield Row(RowKind.UNREAD, depth, node, number, text)
            yield Row(RowKind.FINDING, depth, node, number)

    def _is_placed(self, node: int) -> bool:
        """Tell whether a node covers bytes of the file itself, so that a gap can precede it."""
        trace = self.view.trace
        return trace.stream[node] == 0 and trace.end[node] > trace.start[node]

    def _gap(self, gap: int, node: int, depth: int) -> Iterator[Row]:
        start, end = self.view.gaps[gap]
        yield Row(RowKind.GAP, depth, node, gap, start=start, end=end)
        for number in self.view.gap_findings.get(gap, ()):
            yield Row(RowKind.FINDING, depth, node, number)

    def _shown(self, node: int, depth: int) -> Iterator[int | Row]:
        """Yield the children to show, and rows that stand for those that are left out."""
        view = self.view
        children = view.children[node]
        if self.limits.depth is not None and depth >= self.limits.depth:
            yield from (child for child in children if child in view.kept)
            return
        limit = self.limits.items
        if limit is None or not view.trace.is_array[node] or len(children) <= limit + 1:
            yield from children
            return
        hidden: list[int] = []
        for position, child in enumerate(children):
            if position >= limit and child not in view.kept:
                hidden.append(child)
                continue
            if hidden:
                yield self._elided(hidden)
                hidden = []
            yield child
        if hidden:
            yield self._elided(hidden)

    def _elided(self, hidden: list[int]) -> Row:
        trace = self.view.trace
        start = min(trace.start[child] for child in hidden)
        end = max(trace.end[child] for child in hidden)
        return Row(RowKind.ELIDED, 0, hidden[0], len(hidden), start=start, end=end)
