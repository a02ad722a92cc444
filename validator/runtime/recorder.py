"""What a tracing reader writes down: trace columns, failures, and what is left of budgets.

The columns are those of `validator.ir.trace.Trace`; a `Failure` is raw and becomes a finding
in `validator.check`.
"""

from __future__ import annotations

import zlib

from validator.runtime.faults import DataFault, Missing, Spent, expression_fault
from validator.runtime.ops import index_by
from validator.runtime.reading import CAUGHT, Ended, Node, explain, is_plain
from validator.runtime.stream import Stream

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Debris = tuple[int, int, int]

MAX_FAILURES = 1000
_ROOM = 4 * MAX_FAILURES
MIN_NODES = 200_000
NODES_PER_BYTE = 16


class Failure:
    """One broken rule, raw.

    Attributes:
        rule: rule id; "" when `check` says it.
        check: check number, or -1.
        node: trace node, or -1 when the field was not read; then `parent`, `place` and
            `index` say where it would be.
        start, length, stream: bytes concerned.
        value: value under check.
        operands: values of bounds or compared sides.
        contract: name of the contract concerned, or None.
        skipped: fields that could not be read because of this failure, with their owner node.
        order: number of failures before it.
    """

    __slots__ = (
        "check", "contract", "expected", "found", "index", "length", "message", "node",
        "operands", "order", "parent", "place", "rule", "skipped", "start", "stream", "value",
    )  # fmt: skip

    def __init__(self, rule: str, check: int, node: int, parent: int, place: int, index: int):
        self.rule = rule
        self.check = check
        self.node = node
        self.parent = parent
        self.place = place
        self.index = index
        self.start = 0
        self.length = 0
        self.stream = 0
        self.order = 0
        self.value: Any = None
        self.operands: tuple[Any, ...] = ()
        self.contract: str | None = None
        self.message = ""
        self.expected: str | None = None
        self.found: str | None = None
        self.skipped: list[tuple[int, int]] = []


class Recorder:
    """Columns, failures and budgets of one read; see `Trace` for the columns.

    Attributes:
        failures: in order of time; of very many, those at the lowest places of the file and
            the first of every kind.
        suppressed: how many were dropped.
        pending: objects with instances or deferred checks, in the order reading them began.
        active: instances that are being made: (node, place).
        broken: instances that could not be made.
        stopped: nodes of objects that could not be read to their end.
        lost: (node, attribute) of values whose reading failed while reading went on.
        half: (node, place) of fields of which only a part was read.
    """

    def __init__(
        self,
        data: bytes,
        contracts: Sequence[tuple[str, Any]],
        *,
        max_nodes: int,
        max_depth: int,
        max_unpacked: int,
    ) -> None:
        self.data = data
        self.contracts = contracts
        self.max_nodes = min(max_nodes, MIN_NODES + NODES_PER_BYTE * len(data))
        self.limit = self.max_nodes
        self.max_depth = max_depth
        self.unpacked_left = max_unpacked
        self.place: list[int] = []
        self.parent: list[int] = []
        self.index: list[int] = []
        self.struct: list[int] = []
        self.is_array: list[int] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.stream: list[int] = []
        self.value: list[Any] = []
        self.bits: dict[int, tuple[int, int]] = {}
        self.alias: dict[int, int] = {}
        self.streams: list[bytes] = [data]
        self.stream_owner: list[int] = [-1]
        self.failures: list[Failure] = []
        self.pending: list[Any] = []
        self.active: dict[tuple[int, int], bool] = {}
        self.broken: set[tuple[int, int]] = set()
        self.stopped: set[int] = set()
        self.lost: set[tuple[int, str]] = set()
        self.half: set[tuple[int, int]] = set()
        self.suppressed = 0
        self._made = 0
        self._where: dict[tuple[int, int], int] = {}
        self._indexed = 0
        self._elements: dict[int, dict[int, int]] | None = None
        self._tables: dict[tuple[int, int], tuple[Any, int, dict[Any, Any]]] = {}

    # -- columns -------------------------------------------------------------------------

    def leaf(
        self, place: int, parent: int, index: int, stream: int, start: int, end: int, value: Any
    ) -> int:
        """Add a node without children; return it."""
        node = len(self.place)
        if node >= self.max_nodes:
            raise self.over("values", self.limit, start)
        self.place.append(place)
        self.parent.append(parent)
        self.index.append(index)
        self.struct.append(-1)
        self.is_array.append(0)
        self.start.append(start)
        self.end.append(end)
        self.stream.append(stream)
        self.value.append(value)
        return node

    def open(
        self, place: int, parent: int, index: int, struct: int, io: Stream, *, is_array: int = 0
    ) -> int:
        """Add an object or array; `close` sets its end, which is -1 until then."""
        node = self.leaf(place, parent, index, io.number, io.pos, -1, None)
        self.struct[node] = struct
        self.is_array[node] = is_array
        return node

    def close(self, node: int, end: int) -> None:
        """Set the end of an object or array."""
        self.end[node] = end

    def computed(self, place: int, parent: int, index: int, io: Stream, value: Any) -> int:
        """Add a value that was computed, not read: it covers no bytes."""
        at = self.start[parent]
        node = self.leaf(place, parent, index, self.stream[parent], at, at, None)
        if isinstance(value, Node):
            self.alias[node] = value._n
        elif isinstance(value, list):
            if is_plain(value):
                self.value[node] = value
        elif not isinstance(value, Stream):
            self.value[node] = value
        return node

    def absent(self, io: Stream) -> None:
        """Count a value that is absent because no case of a switch means it."""
        self.max_nodes -= 1
        if len(self.place) > self.max_nodes:
            raise self.over("values", self.limit, io.pos)

    def bit_leaf(
        self, place: int, parent: int, index: int, io: Stream, at: int, width: int, value: Any
    ) -> int:
        """Add a bit field that starts at bit offset `at`."""
        node = self.leaf(place, parent, index, io.number, at >> 3, (at + width + 7) >> 3, value)
        self.bits[node] = (at & 7, width)
        return node

    def unpacked(self, raw: bytes, owner: int) -> Stream:
        """Return a new stream over bytes that a `process` made."""
        self.streams.append(raw)
        self.stream_owner.append(owner)
        return Stream(raw, 0, len(raw), len(self.streams) - 1)

    def inflate(self, raw: bytes, start: int, end: int) -> bytes:
        """Undo `process: zlib`, within the budget; start and end are the place of the bytes."""
        try:
            unpacker = zlib.decompressobj()
            result = unpacker.decompress(raw, self.unpacked_left + 1)
        except zlib.error as error:
            raise DataFault(
                "processing-failed", start, end - start, f"zlib data is damaged: {error}"
            ) from None
        if len(result) > self.unpacked_left:
            raise self.over("unpacked bytes", -1, start)
        if not unpacker.eof:
            raise DataFault("processing-failed", start, end - start, "zlib data ends early")
        if unpacker.unused_data:
            count = len(unpacker.unused_data)
            raise DataFault(
                "processing-failed", start, end - start, "bytes follow the zlib data",
                "nothing behind it", f"{count} byte{'s' if count > 1 else ''}",
            )  # fmt: skip
        self.unpacked_left -= len(result)
        return result

    # -- budgets -------------------------------------------------------------------------

    def over(self, what: str, limit: int, start: int) -> DataFault:
        """Return the fault of an exceeded budget."""
        expected = f"at most {limit} {what}" if limit >= 0 else None
        return Spent(start, 0, f"too many {what}", expected)

    def give_up(self, owner: Node, place: int, message: str) -> None:
        """Record that a budget is used up at an instance, and end all reading."""
        failure = Failure("budget-exceeded", -1, -1, owner._n, place, -1)
        failure.start = self.start[owner._n]
        failure.stream = self.stream[owner._n]
        failure.message = message
        self._add(failure)
        raise Ended

    def deeper(self, depth: int, io: Stream) -> int:
        """Return depth + 1, or fail when that is too deep."""
        if depth >= self.max_depth:
            raise DataFault(
                "budget-exceeded", -1, 0, "objects are nested too deeply",
                f"at most {self.max_depth} levels",
            )  # fmt: skip
        return depth + 1

    def count(self, count: int, minimum: int, io: Stream, array: int) -> int:
        """Check a repeat count against what remains; negative counts are empty lists.

        Args:
            count: what the data asks for.
            minimum: bits that one element takes at least, 0 when unknown.
            io: where the elements are read from.
            array: node of the list.
        Returns:
            How many elements can be read; fewer than `count` after a recorded failure.
        """
        remain = max(io.end - io.pos, 0)
        bits = remain * 8 + io.left
        if count > 0 and minimum and count * minimum > bits:
            if io.pos > io.end:
                raise io.short(minimum // 8)
            size = f"{minimum // 8} bytes" if minimum >= 8 else f"{minimum} bits"
            failure = self._on_node("count-exceeds-remaining", -1, array)
            failure.message = f"{count} elements of at least {size}, but {remain} bytes remain"
            failure.expected = f"at most {bits // minimum} elements"
            failure.found = str(count)
            return bits // minimum
        if count > self.max_nodes:
            raise self.over("values", self.limit, io.pos)
        return max(count, 0)

    # -- failures ------------------------------------------------------------------------

    def _add(self, failure: Failure) -> Failure:
        failure.order = self._made
        self._made += 1
        if len(self.failures) >= _ROOM:
            self._prune()
        self.failures.append(failure)
        return failure

    def _prune(self) -> None:
        """Keep the failures at the lowest places, and the lowest of every kind."""
        if len(self.failures) <= MAX_FAILURES:
            return
        ranked = sorted(self.failures, key=lambda f: (self._in_file(f), f.order))
        kinds = {(f.rule, f.check, f.contract): f for f in reversed(ranked)}
        kept = {f.order for f in [*ranked[:MAX_FAILURES], *kinds.values()]}
        self.suppressed += len(self.failures) - len(kept)
        self.failures[:] = [f for f in self.failures if f.order in kept]

    def _in_file(self, failure: Failure) -> int:
        """Return the offset in the file of a failure, also of one in unpacked bytes."""
        start, stream = failure.start, failure.stream
        while stream:
            owner = self.stream_owner[stream]
            start, stream = self.start[owner], self.stream[owner]
        return start

    def fault(
        self,
        error: BaseException,
        io: Stream,
        parent: int,
        place: int,
        index: int,
        at: tuple[Stream, int] | None = None,
    ) -> None:
        """Record why a field has no value; `Missing` is a consequence and is not recorded.

        Args:
            error: what was raised.
            io: stream of the field; faults with a place of their own mean this one.
            parent, place, index: the field, see `Failure`.
            at: place of all other faults; None is the position of `io`.
        Raises:
            Ended: a budget is used up.
        """
        fault = explain(error)
        if fault is None:
            return
        failure = self._add(Failure(fault.rule, -1, -1, parent, place, index))
        start = fault.start
        if start < 0:
            io, start = at if at is not None else (io, io.pos)
        failure.start = min(start, len(io.data))
        failure.length = fault.length
        failure.stream = io.number
        self._word(failure, fault)

    def _word(self, failure: Failure, fault: DataFault) -> None:
        failure.message = fault.message
        failure.expected = fault.expected
        failure.found = fault.found
        if isinstance(fault, Spent):
            raise Ended

    def stop(self, owner: Node, place: int, io: Stream, array: int, debris: Debris | None) -> None:
        """Note that reading an object stopped at one of its fields.

        Args:
            owner: the object.
            place: the field, -1 for the decision about byte order.
            io: its stream, whose position means nothing any more.
            array: node of the list being read, else that of the object.
            debris: see `forget`.
        """
        self.stopped.add(owner._n)
        io.lost = True
        self.fail(owner, place, io, array, debris)

    def fail(self, owner: Node, place: int, io: Stream, array: int, debris: Debris | None) -> None:
        """Note that a field could not be read to its end; arguments as for `stop`.

        A list that was being read counts as not read: checks over a part of it would only
        repeat the failure in other words.
        """
        if debris is not None:
            self.forget(*debris)
        if self.failures:
            self.failures[-1].skipped.append((owner._n, place))
        self.half.add((owner._n, place))
        if array != owner._n and self.end[array] < 0:
            self.close(array, max(min(io.pos, io.end), self.start[array]))
        name = owner._lists.get(place)
        if name is not None and hasattr(owner, name):
            delattr(owner, name)
            self.lost.add((owner._n, name))

    def lose(self, owner: Node, name: str) -> None:
        """Note that a value, or one of its elements, is damaged: no expression may use it."""
        if hasattr(owner, name):
            delattr(owner, name)
        self.lost.add((owner._n, name))

    def mark(self, array: int) -> Debris:
        """Return what `forget` needs to drop all that will be found in a list."""
        return array, self._made, len(self.pending)

    def forget(self, array: int, made: int, pending: int) -> None:
        """Drop what was found in the elements of a list that does not fit: it is debris."""
        kept: list[Failure] = []
        while self.failures and self.failures[-1].order >= made:
            failure = self.failures.pop()
            if not self._is_inside(failure.node if failure.node >= 0 else failure.parent, array):
                kept.append(failure)
        self.failures.extend(reversed(kept))
        tail = [o for o in self.pending[pending:] if not self._is_inside(o._n, array)]
        self.pending[pending:] = tail  # in place: it may be being walked through

    def _is_inside(self, node: int, array: int) -> bool:
        while node > array:
            node = self.parent[node]
        return node == array

    def bad_text(self, node: int, bad: tuple[str, str], start: int, end: int) -> None:
        """Record a string that does not decode; reading goes on.

        Args:
            node: the string.
            bad: message and found bytes, see `reading.text`.
            start, end: its bytes without padding and terminator.
        """
        failure = self._on_node("encoding-invalid", -1, node)
        failure.start, failure.length = start, end - start
        failure.message, failure.found = bad

    def _on_node(self, rule: str, check: int, node: int) -> Failure:
        failure = Failure(rule, check, node, self.parent[node], self.place[node], self.index[node])
        failure.stream = self.stream[node]
        size = len(self.streams[failure.stream])
        failure.start = min(self.start[node], size)  # an empty value may lie behind the end
        failure.length = max(min(self.end[node], size) - failure.start, 0)
        return self._add(failure)

    def broke(
        self,
        check: int,
        node: int,
        value: Any = None,
        operands: tuple[Any, ...] = (),
        contract: str | None = None,
        message: Callable[[], str] | None = None,
    ) -> None:
        """Record a check that does not hold at a node."""
        failure = self._on_node("", check, node)
        failure.value = value
        failure.operands = operands
        failure.contract = contract
        if message is not None:
            try:
                failure.message = message()
            except CAUGHT as error:
                fault = explain(error)
                failure.message = "" if fault is None else f"(message: {fault.message})"

    def failed(
        self, error: BaseException, check: int, node: int, contract: str | None = None
    ) -> None:
        """Record a check whose condition has no value."""
        fault = explain(error)
        if fault is None:
            return
        failure = self._on_node(fault.rule, check, node)
        failure.contract = contract
        self._word(failure, fault)

    # -- after reading -------------------------------------------------------------------

    def finish(self) -> None:
        """Bring everything into the shape that was promised, also after an early end."""
        self._prune()
        opened = {node for node, end in enumerate(self.end) if end < 0}
        for node in range(len(self.end) - 1, -1, -1) if opened else ():
            end = self.end[node] = max(self.end[node], self.start[node])
            above = self.parent[node]
            if above in opened and self.stream[above] == self.stream[node]:
                self.end[above] = max(self.end[above], end)

    def node_of(self, parent: int, place: int) -> int:
        """Return the node of a field of an object; the object itself when it was not read."""
        for node in range(self._indexed, len(self.place)):
            if self.index[node] < 0 or not self.is_array[self.parent[node]]:
                self._where[self.parent[node], self.place[node]] = node
        self._indexed = len(self.place)
        if (parent, place) in self.half:
            return parent
        return self._where.get((parent, place), parent)

    def span(self, owner: Node, place: int, *, is_end: bool) -> int:
        """Return `start_of(field)` or `end_of(field)`, in the file."""
        if (owner._n, place) in self.half:
            raise Missing
        node = self.node_of(owner._n, place)
        if node == owner._n or self.end[node] < 0:
            raise expression_fault("the field takes no bytes at this point")
        while self.stream[node]:
            node = self.stream_owner[self.stream[node]]
        return self.end[node] if is_end else self.start[node]

    def elements(self, parent: int, place: int) -> dict[int, int]:
        """Return the element nodes of a repeated field, by subscript."""
        if self._elements is None:
            self._elements = {}
            for node, above in enumerate(self.parent):
                if above >= 0 and self.is_array[above]:
                    self._elements.setdefault(above, {})[self.index[node]] = node
        return self._elements.get(self.node_of(parent, place), {})

    def table(self, site: int, array: Sequence[Any], key: Callable[[Any], Any]) -> dict[Any, Any]:
        """Return key -> element of a table, made once; the first of equal keys counts.

        Args:
            site: number of the place in the schema that asks; its key depends on nothing but
                the element.
            array: the table; made again when it has grown.
            key: key of an element.
        """
        made = self._tables.get((site, id(array)))
        if made is None or made[1] != len(array):
            made = (array, len(array), index_by(array, key))  # kept alive: its id stays its own
            self._tables[site, id(array)] = made
        return made[2]
