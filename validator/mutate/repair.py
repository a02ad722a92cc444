"""Repair of what a change made wrong: stored numbers are solved for, checksums computed anew.

Comes in: a changed view and the relations of its seed. Goes out: the same view with the values
that make them hold, and bytes. Only what the change has reached is looked at, so that a repair
costs little even in large files; `validator.mutate.edit` builds files whole, and proves them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from validator.dataclass import dataclass
from validator.ir.equations import Measure
from validator.ir.evaluate import MISSED, Context
from validator.ir.nodes import BytesRead, FieldKind, StrRead
from validator.mutate.relations import Relations, Sum, context_of, measured
from validator.mutate.solve import solve
from validator.mutate.view import Splice, View, encode, splice_bytes
from validator.runtime.checksums import checksum

_MAX_STEPS = 20_000
_MAX_RESIZES = 6
_MAX_FILL = 1 << 16
_MAX_SUMS = 4
_SUMS = -1
"""Who sets what a computed checksum is made from, in the place of a relation."""


# house: loose-dataclass - the state of one repair
@dataclass(slots=True)
class Repair:
    """Repairs one view.

    Attributes:
        queue: relations to look at; `queued` are those in it.
        assigned: leaf -> value that a relation asked for, in order.
        asker: leaf -> the relation that set it, which alone may set it again.
        summed: leaves of checksums that were computed anew.
        fixed: leaves that were changed on purpose.
        resizes, steps: what was spent of the budgets.
        is_stuck: something could not be made to hold again.
    """

    view: View
    relations: Relations
    queue: list[int] = field(default_factory=list)
    queued: set[int] = field(default_factory=set)
    assigned: dict[int, int] = field(default_factory=dict)
    asker: dict[int, int] = field(default_factory=dict)
    summed: set[int] = field(default_factory=set)
    fixed: frozenset[int] = frozenset()
    resizes: int = 0
    steps: int = 0
    is_stuck: bool = False

    def run(self, leaves: Iterable[int] = ()) -> None:
        """Make what holds in the seed hold again, as far as that can be solved.

        Args:
            leaves: those that were changed on purpose; they stay as they are.
        """
        self.fixed = frozenset(leaves)
        for leaf in sorted(self.fixed):
            self._ask(self.relations.by_leaf.get(leaf, ()))
        self._ask_about_places()
        self._work_off()

    def _work_off(self) -> None:
        while self.queue and self.steps < _MAX_STEPS:
            self.steps += 1
            number = self.queue.pop()
            self.queued.discard(number)
            try:
                self._settle(number)
            except MISSED:
                continue

    def data(self, skipped: int = -1) -> bytes:
        """Return the changed file, with the checksums that its changes made wrong computed anew.

        Args:
            skipped: a leaf that stays as it was, -1 for none.
        """
        for _ in range(_MAX_SUMS):
            buffer = bytearray(self.view.data(skipped))
            before = len(self.assigned)
            for one in self.relations.sums:
                if one.node != skipped:
                    self._sum(one, buffer)
            self._work_off()
            if len(self.assigned) == before:
                break
        return bytes(buffer)

    def _sum(self, one: Sum, buffer: bytearray) -> None:
        view = self.view
        if one.node in self.fixed or view.is_gone(one.node):
            return
        computed = _compute(view, one, buffer)
        if view.outline.field_of(one.node).kind is FieldKind.VALUE:
            self._sum_computed(one, computed)
            return
        start, end = view.start(one.node), view.end(one.node)
        present = bytes(buffer[start:end])
        if computed is None or computed == view.value(one.node):
            return
        new = encode(view.outline, one.node, computed, present)
        if new is not None and new != present:
            buffer[start:end] = new
            view.values[one.node] = computed
            self.summed.add(one.node)
            self._ask(self.relations.by_leaf.get(one.node, ()))

    def _sum_computed(self, one: Sum, computed: int | bytes | None) -> None:
        """Make a value that is computed equal to a checksum, by what it is computed from."""
        expr = self.view.outline.field_of(one.node).value
        context = Context(self.view, one.owner)
        if expr is None or not isinstance(computed, int):
            return
        try:
            if context.value(expr) == computed:
                return
            for leaf, value in solve(context, expr, computed):
                if self._assign(leaf, value, _SUMS):
                    self.summed.add(leaf)
                    return
        except MISSED:
            return

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
        items = relations.items
        begin = bisect_left(
            relations.positions, first, key=lambda number: trace.end[items[number].node]
        )
        if begin < len(relations.positions):
            self._shift_all(relations.positions[begin:])
        for number, nodes in relations.placed:
            if any(trace.end[node] >= first for node in nodes):
                self._ask((number,))
        for splice in view.splices:
            around = relations.around.get(splice.node)
            if around is None:
                around = relations.around[splice.node] = tuple(self._asking(splice))
            self._ask(around)

    def _shift_all(self, numbers: Sequence[int]) -> None:
        """Let positions follow what they mean, or look at them later when that is less simple."""
        view, items = self.view, self.relations.items
        starts = view.trace.start
        last = max(splice.end for splice in view.splices)
        more = view.size() - len(view.outline.seed.data)
        homes: dict[int, int] = {0: 0}
        for number in numbers:
            relation = items[number]
            if relation.direct < 0 or relation.home < 0:
                self._ask((number,))
                continue
            home = homes.get(relation.home)
            if home is None:
                home = homes[relation.home] = view.start(relation.home)
            node = relation.node
            if starts[node] > last:  # behind all changes, so it moves with the end
                if starts[node] + more - home != relation.old:
                    self._follow(number, starts[node] + more - home)
                continue
            start = view.start(node)
            if start - home != relation.old and not view.is_gone(node):
                self._follow(number, start - home)

    def _asking(self, splice: Splice) -> Iterator[int]:
        """Yield the relations that a change of a node may make wrong, whatever the change is."""
        yield from self.relations.by_list.get(splice.node, ())
        for node in self._around(splice):
            yield from self.relations.by_size.get(node, ())

    def _around(self, splice: Splice) -> Iterator[int]:
        """Yield what a splice may have made longer: nodes that hold its node, or its bytes."""
        outline = self.view.outline
        trace = outline.trace
        node = splice.node
        is_elsewhere = False
        while node > 0:
            is_elsewhere |= outline.field_of(node).position is not None
            yield node
            node = trace.parent[node]
        if is_elsewhere:
            for node in self.relations.by_size:
                if trace.start[node] <= splice.start and splice.end <= trace.end[node]:
                    yield node

    def _settle(self, number: int) -> None:
        view, relation = self.view, self.relations.items[number]
        if view.is_gone(relation.node) or (relation.target >= 0 and view.is_gone(relation.target)):
            return
        wanted = measured(view, relation)
        if relation.direct >= 0:
            self._follow(number, wanted)
            return
        context = context_of(view, relation)
        if relation.quick is not None:
            present = relation.quick(view)
        else:
            present = context.number(relation.expr)
        if relation.measure is Measure.VALUE:
            if present != wanted:
                self._equate(number, present, wanted)
            return
        if present == wanted or (relation.measure is Measure.COUNT and present < 0 == wanted):
            return
        for leaf, value in solve(context, relation.expr, wanted):
            if self._assign(leaf, value, number):
                return
        if relation.measure is not Measure.SIZE or not self._resize(relation.node, present):
            self.is_stuck = True

    def _equate(self, number: int, present: int, wanted: int) -> None:
        """Make a fixed field equal to what fixes it; the other way round if it was set already."""
        relation = self.relations.items[number]
        if self._assign(relation.node, present, number) or relation.target >= 0:
            return
        if self.asker.get(relation.node, number) != number:
            context = context_of(self.view, relation)
            for leaf, value in solve(context, relation.expr, wanted):
                if self._assign(leaf, value, number):
                    return
        self.is_stuck = True

    def _follow(self, number: int, wanted: int) -> None:
        """Let a leaf rise as far as what it measures."""
        relation = self.relations.items[number]
        trace = self.view.outline.trace
        value = trace.value[relation.direct]
        if not isinstance(value, int):
            return
        present = self.view.values.get(relation.direct, value)
        value += wanted - relation.old
        if present != value:
            self.is_stuck |= not self._assign(relation.direct, value, number)

    def put(self, leaf: int, value: int, number: int) -> bool:
        """Give a leaf a value, and repair what follows from it.

        Args:
            leaf: a stored number.
            value: what it shall say.
            number: who asks: a relation, or a number below 0.
        Returns:
            False when it was set on purpose or by another one, or cannot say that.
        """
        if not self._assign(leaf, value, number):
            return False
        self._work_off()
        return True

    def _assign(self, leaf: int, value: int, number: int) -> bool:
        """Give a leaf its value; False when it cannot hold it, or another relation has set it."""
        view = self.view
        if leaf in self.fixed or view.is_gone(leaf):
            return False
        if self.asker.setdefault(leaf, number) != number:
            return False
        trace, outline = view.trace, view.outline
        present = outline.seed.data[trace.start[leaf] : trace.end[leaf]]
        raw = encode(outline, leaf, value, present)
        if raw is None:
            return False
        if leaf not in trace.bits:
            view.encoded[leaf] = value, raw
        self.assigned[leaf] = view.values[leaf] = value
        for other in self.relations.by_leaf.get(leaf, ()):
            if other != number and other not in self.queued:
                self.queued.add(other)
                self.queue.append(other)
        return True

    def _resize(self, node: int, size: int) -> bool:
        """Give a byte string another length, where that follows from other values."""
        view = self.view
        read = view.outline.leaf_read(node)
        if not isinstance(read, BytesRead | StrRead) or not 0 <= size <= _MAX_FILL:
            return False
        self.resizes += 1
        if self.resizes > _MAX_RESIZES:
            return False
        trace = view.outline.trace
        old = view.outline.seed.data[trace.start[node] : trace.end[node]]
        if not view.replace(splice_bytes(view.outline, node, (old + bytes(size))[:size])):
            return False
        self._ask_about_places()
        return True


def _compute(view: View, one: Sum, buffer: bytearray) -> int | bytes | None:
    try:
        if one.places:
            start, end, *zero = (place(view) for place in one.places)
        else:
            context = Context(view, one.owner, one.node)
            start, end, *zero = (context.number(part) for part in one.check.operands)
    except MISSED:
        return None
    pairs = list(zip(zero[::2], zero[1::2], strict=True))
    if not 0 <= start <= end <= len(buffer):
        return None
    return checksum(one.check.algorithm, memoryview(buffer), start, end, pairs)
