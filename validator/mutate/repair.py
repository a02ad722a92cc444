"""Repair of what a change made wrong: stored numbers are solved for, checksums computed anew.

Comes in: a changed view and the relations of its seed. Goes out: the same view with the values
that make them hold, and bytes. Only what the change has reached is looked at, so that a repair
costs little even in large files; `validator.mutate.edit` builds files whole, and proves them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from validator.ir.equations import Measure
from validator.ir.nodes import BytesRead, StrRead
from validator.mutate.evaluate import Context, Unknown
from validator.mutate.relations import Relation, Relations, Sum, context_of, measured
from validator.mutate.view import View, encode, splice_bytes
from validator.runtime.checksums import checksum

_MAX_STEPS = 20_000
_MAX_RESIZES = 6
_MAX_FILL = 1 << 16


# house: loose-dataclass - the state of one repair
@dataclass(slots=True)
class Repair:
    """Repairs one view.

    Attributes:
        queue: relations to look at; `queued` are those in it.
        assigned: leaf -> value that a relation asked for, in order.
        resizes: how often padding was made to fit.
    """

    view: View
    relations: Relations
    queue: list[int] = field(default_factory=list)
    queued: set[int] = field(default_factory=set)
    assigned: dict[int, int] = field(default_factory=dict)
    resizes: int = 0

    def run(self, leaves: Iterable[int] = ()) -> None:
        """Make what holds in the seed hold again, as far as that can be solved.

        Args:
            leaves: those that were changed on purpose; they stay as they are.
        """
        fixed = frozenset(leaves)
        for leaf in fixed:
            self._ask(self.relations.by_leaf.get(leaf, ()))
        self._ask_about_places()
        steps = 0
        while self.queue and steps < _MAX_STEPS:
            steps += 1
            number = self.queue.pop()
            self.queued.discard(number)
            try:
                self._settle(self.relations.items[number], fixed)
            except Unknown:
                continue

    def _ask(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            if number not in self.queued:
                self.queued.add(number)
                self.queue.append(number)

    def _ask_about_places(self) -> None:
        """Look at everything that a change of places can have made wrong."""
        view, relations = self.view, self.relations
        if not view.splices:
            return
        trace = view.outline.trace
        first = view.splices[0].start
        for number in relations.positions:
            if trace.end[relations.items[number].node] >= first:
                self._ask((number,))
        for number, nodes in relations.placed:
            if any(trace.end[node] >= first for node in nodes):
                self._ask((number,))
        for splice in view.splices:
            self._ask(relations.by_list.get(splice.node, ()))
            node = splice.node
            while node > 0:
                self._ask(relations.by_size.get(node, ()))
                node = trace.parent[node]

    def _settle(self, relation: Relation, fixed: frozenset[int]) -> None:
        view = self.view
        if view.is_gone(relation.node) or (relation.target >= 0 and view.is_gone(relation.target)):
            return
        wanted = measured(view, relation)
        if relation.direct >= 0:
            self._follow(relation, wanted, fixed)
            return
        context = context_of(view, relation)
        present = context.number(relation.expr)
        if relation.measure is Measure.VALUE:
            if present != wanted and relation.node not in fixed:
                self._assign(relation.node, present)
            return
        if present == wanted or (relation.measure is Measure.COUNT and present < 0 == wanted):
            return
        for leaf, value in context.solve(relation.expr, wanted):
            if leaf not in fixed and leaf not in self.assigned and self._assign(leaf, value):
                return
        if relation.measure is Measure.SIZE:
            self._resize(relation.node, present)

    def _follow(self, relation: Relation, wanted: int, fixed: frozenset[int]) -> None:
        """Let a leaf rise as far as what it measures."""
        trace = self.view.outline.trace
        if relation.direct in fixed:
            return
        old = measured(View(self.view.outline), relation)
        value = trace.value[relation.direct]
        if isinstance(value, int) and self.view.value(relation.direct) != value + wanted - old:
            self._assign(relation.direct, value + wanted - old)

    def _assign(self, leaf: int, value: int) -> bool:
        """Give a leaf its value; False when it cannot hold it, or another one was asked for."""
        view = self.view
        if self.assigned.get(leaf, value) != value:
            return False
        trace = view.outline.trace
        present = view.outline.seed.data[trace.start[leaf] : trace.end[leaf]]
        if encode(view.outline, leaf, value, present) is None:
            return False
        self.assigned[leaf] = view.values[leaf] = value
        self._ask(self.relations.by_leaf.get(leaf, ()))
        return True

    def _resize(self, node: int, size: int) -> None:
        """Give a byte string another length, where that follows from other values."""
        view = self.view
        read = view.outline.leaf_read(node)
        if not isinstance(read, BytesRead | StrRead) or not 0 <= size <= _MAX_FILL:
            return
        self.resizes += 1
        if self.resizes > _MAX_RESIZES:
            return
        trace = view.outline.trace
        old = view.outline.seed.data[trace.start[node] : trace.end[node]]
        if view.replace(splice_bytes(view.outline, node, (old + bytes(size))[:size])):
            self._ask_about_places()


def with_sums(view: View, data: bytes, sums: Sequence[Sum], skipped: int = -1) -> bytes:
    """Return a file with the checksums that its changes made wrong, computed anew.

    Args:
        view: the changes.
        data: the changed file.
        sums: the checksums of the seed, inner ones first.
        skipped: a leaf that stays as it is, -1 for none.
    """
    if not sums:
        return data
    buffer = bytearray(data)
    for one in sums:
        if one.node == skipped or view.is_gone(one.node):
            continue
        computed = _compute(view, one, buffer)
        start, end = view.start(one.node), view.end(one.node)
        if computed is None:
            continue
        new = encode(view.outline, one.node, computed, bytes(buffer[start:end]))
        if new is not None:
            buffer[start:end] = new
    return bytes(buffer)


def _compute(view: View, one: Sum, buffer: bytearray) -> int | bytes | None:
    context = Context(view, one.owner, one.node)
    try:
        start, end, *zero = (context.number(part) for part in one.check.operands)
    except Unknown:
        return None
    pairs = list(zip(zero[::2], zero[1::2], strict=True))
    if not 0 <= start <= end <= len(buffer):
        return None
    return checksum(one.check.algorithm, memoryview(buffer), start, end, pairs)
