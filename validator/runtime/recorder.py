"""What a tracing reader writes down: trace columns, failures, and what is left of budgets.

The columns are those of `validator.ir.trace.Trace`; a `Failure` is raw and becomes a finding
in `validator.check`.
"""

from __future__ import annotations

import zlib

from validator.runtime.checksums import checksum
from validator.runtime.faults import DataFault, Missing
from validator.runtime.stream import Stream

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, ClassVar

MAX_FAILURES = 1000
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
    """

    __slots__ = (
        "check", "contract", "expected", "found", "index", "length", "message", "node",
        "operands", "parent", "place", "rule", "skipped", "start", "stream", "value",
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
        self.value: Any = None
        self.operands: tuple[Any, ...] = ()
        self.contract: str | None = None
        self.message = ""
        self.expected: str | None = None
        self.found: str | None = None
        self.skipped: list[tuple[int, int]] = []


class Recorder:
    """Columns, failures and budgets of one read; see `Trace` for the columns."""

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
        self.suppressed = 0
        self.raw_end: dict[int, int] = {}
        self._where: dict[tuple[int, int], int] = {}
        self._tables: dict[tuple[int, int], dict[Any, Any]] = {}

    # -- columns -------------------------------------------------------------------------

    def leaf(
        self, place: int, parent: int, index: int, stream: int, start: int, end: int, value: Any
    ) -> int:
        """Add a node without children; return it."""
        node = len(self.place)
        if node >= self.max_nodes:
            raise self.over("values", self.max_nodes, start)
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
        """Add an object or array; `close` sets its end."""
        node = self.leaf(place, parent, index, io.number, io.pos, io.pos, None)
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
        elif not isinstance(value, list) or not any(isinstance(v, Node | list) for v in value):
            self.value[node] = value
        return node

    def bit_leaf(
        self, place: int, parent: int, index: int, io: Stream, at: int, width: int, value: Any
    ) -> int:
        """Add a bit field that starts at bit offset `at`."""
        node = self.leaf(place, parent, index, io.number, at >> 3, (at + width + 7) >> 3, value)
        self.bits[node] = (at & 7, width)
        return node

    def unpacked(self, raw: bytes, owner: int) -> Stream:
        """Return a new stream over bytes that a `process` made."""
        self.unpacked_left -= len(raw)
        if self.unpacked_left < 0:
            raise self.over("unpacked bytes", -1, self.start[owner])
        self.streams.append(raw)
        self.stream_owner.append(owner)
        return Stream(raw, 0, len(raw), len(self.streams) - 1)

    def inflate(self, raw: bytes) -> bytes:
        """Undo `process: zlib`, within the budget."""
        try:
            unpacker = zlib.decompressobj()
            result = unpacker.decompress(raw, self.unpacked_left + 1)
        except zlib.error as error:
            raise DataFault("processing-failed", -1, 0, f"zlib data is damaged: {error}") from None
        if len(result) > self.unpacked_left:
            raise self.over("unpacked bytes", self.unpacked_left, -1)
        if not unpacker.eof:
            raise DataFault("processing-failed", -1, 0, "zlib data ends early")
        return result

    # -- budgets -------------------------------------------------------------------------

    def over(self, what: str, limit: int, start: int) -> DataFault:
        """Return the fault of an exceeded budget."""
        expected = f"at most {limit} {what}" if limit >= 0 else None
        return DataFault("budget-exceeded", start, 0, f"too many {what}", expected)

    def deeper(self, depth: int, io: Stream) -> int:
        """Return depth + 1, or fail when that is too deep."""
        if depth >= self.max_depth:
            raise DataFault(
                "budget-exceeded", io.pos, 0, "objects are nested too deeply",
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
            size = f"{minimum // 8} bytes" if minimum >= 8 else f"{minimum} bits"
            failure = self._on_node("count-exceeds-remaining", -1, array)
            failure.message = f"{count} elements of at least {size}, but {remain} bytes remain"
            failure.expected = f"at most {bits // minimum} elements"
            failure.found = str(count)
            return bits // minimum
        if count > self.max_nodes:
            raise self.over("values", self.max_nodes, io.pos)
        return max(count, 0)

    # -- failures ------------------------------------------------------------------------

    def _add(self, failure: Failure) -> Failure:
        if len(self.failures) < MAX_FAILURES:
            self.failures.append(failure)
        else:
            self.suppressed += 1
        return failure

    def fault(self, error: BaseException, io: Stream, parent: int, place: int, index: int) -> None:
        """Record why a field has no value; `Missing` is a consequence and is not recorded."""
        fault = explain(error)
        if fault is None or (fault.rule == "unexpected-eof" and self._is_told()):
            return
        failure = self._add(Failure(fault.rule, -1, -1, parent, place, index))
        failure.start = fault.start if fault.start >= 0 else min(io.pos, len(io.data))
        failure.length = fault.length
        failure.stream = io.number
        failure.message = fault.message
        failure.expected = fault.expected
        failure.found = fault.found

    def _is_told(self) -> bool:
        """Whether a count that does not fit was reported already for the list being read."""
        return any(
            failure.rule == "count-exceeds-remaining"
            and self.end[failure.node] == self.start[failure.node]
            for failure in self.failures[-20:]
        )

    def skip(self, owner: Node, place: int) -> None:
        """Note that the fields after `place` of an object are not read for the last failure.

        A list that was being read counts as not read: checks over a part of it would only
        repeat the failure in other words.
        """
        if self.failures:
            self.failures[-1].skipped.append((owner._n, place))
        name = owner._lists.get(place)
        if name is not None and hasattr(owner, name):
            delattr(owner, name)

    def forget(self, array: int) -> None:
        """Drop what was found in the elements of a list that does not fit: it is debris."""
        self.failures = [f for f in self.failures if f.parent < array and f.node <= array]
        self.pending = [o for o in self.pending if o._n < array]

    def bad_text(self, node: int, error: UnicodeDecodeError, codec: str) -> None:
        """Record a string that does not decode; reading goes on."""
        failure = self._on_node("encoding-invalid", -1, node)
        failure.message = f"not valid {codec} at byte {error.start}"
        failure.found = error.object[error.start : error.start + 8].hex(" ")

    def _on_node(self, rule: str, check: int, node: int) -> Failure:
        failure = Failure(rule, check, node, self.parent[node], self.place[node], self.index[node])
        failure.start = self.start[node]
        failure.length = self.end[node] - self.start[node]
        failure.stream = self.stream[node]
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
        failure.message = fault.message
        failure.expected = fault.expected
        failure.found = fault.found
        failure.contract = contract

    # -- after reading -------------------------------------------------------------------

    def node_of(self, parent: int, place: int) -> int:
        """Return the node of a field of an object; the object itself when it was not read."""
        if not self._where:
            for node, owner in enumerate(self.parent):
                if self.index[node] < 0 or not self.is_array[owner]:
                    self._where[owner, self.place[node]] = node
        return self._where.get((parent, place), parent)

    def span(self, owner: Node, place: int, *, is_end: bool) -> int:
        """Return `start_of(field)` or `end_of(field)`."""
        node = self.node_of(owner._n, place)
        if node == owner._n:
            raise Missing
        return self.end[node] if is_end else self.start[node]

    def elements(self, parent: int, place: int) -> list[int]:
        """Return the element nodes of a repeated field."""
        array = self.node_of(parent, place)
        return [n for n in range(array + 1, len(self.place)) if self.parent[n] == array]

    def unique(self, check: int, parent: int, place: int, keys: Sequence[Any]) -> None:
        """Check that no key occurs twice; every repetition is a failure."""
        if len(set(keys)) == len(keys):
            return
        seen: dict[Any, int] = {}
        nodes = self.elements(parent, place)
        for position, key in enumerate(keys):
            earlier = seen.setdefault(key, position)
            if earlier != position and position < len(nodes):
                self.broke(check, nodes[position], key, (earlier,))

    def sorted(self, check: int, parent: int, place: int, keys: Sequence[Any], order: str) -> None:
        """Check the order of keys; every element that is out of order is a failure."""
        strict, falling = order.startswith("strict"), order.endswith("descending")
        nodes: list[int] = []
        for position in range(1, len(keys)):
            before, key = keys[position - 1], keys[position]
            low, high = (key, before) if falling else (before, key)
            if low > high or (strict and low == high):
                nodes = nodes or self.elements(parent, place)
                if position < len(nodes):
                    self.broke(check, nodes[position], key, (before,))

    def table(self, check: int, array: Sequence[Any], key: Callable[[Any], Any]) -> dict[Any, Any]:
        """Return key -> element of a table, made once; the first of equal keys counts."""
        made = self._tables.get((check, id(array)))
        if made is None:
            made = {}
            for element in array:
                made.setdefault(key(element), element)
            self._tables[check, id(array)] = made
        return made

    def refers(
        self,
        check: int,
        parent: int,
        place: int,
        values: Sequence[Any],
        table: dict[Any, Any],
        *,
        is_list: bool,
    ) -> None:
        """Check that every value is a key of the table."""
        for position, value in enumerate(values):
            if value in table or value is None:
                continue
            node = (
                self.elements(parent, place)[position] if is_list else self.node_of(parent, place)
            )
            self.broke(check, node, value, (len(table),))

    def checksum(
        self, check: int, parent: int, place: int, stored: Any, algorithm: str, ends: Sequence[int]
    ) -> None:
        """Compare a stored checksum with the computed one."""
        size = len(self.data)
        if any(not 0 <= end <= size for end in ends):
            raise DataFault(
                "size-invalid", -1, 0, "checksum range lies outside the file",
                f"offsets up to {size:#x}", " to ".join(f"{end:#x}" for end in ends[:2]),
            )  # fmt: skip
        zero = [(ends[i], ends[i + 1]) for i in range(2, len(ends), 2)]
        computed = checksum(algorithm, memoryview(self.data), ends[0], ends[1], zero)
        if computed != stored:
            self.broke(check, self.node_of(parent, place), stored, (computed, ends[0], ends[1]))


class Node:
    """Base of generated objects: their place in the trace and their surroundings."""

    __slots__ = ("_d", "_io", "_le", "_n", "_p", "_r", "_t")
    _lists: ClassVar[dict[int, str]] = {}

    def __init__(
        self, t: Recorder, n: int, io: Stream, p: Any, r: Any, d: int, le: bool | None
    ) -> None:
        self._t = t
        self._n = n
        self._io = io
        self._p = p
        self._r = self if r is None else r
        self._d = d
        self._le = le

    def _lazy(self, place: int, make: Callable[[Any], bool]) -> None:
        """Make an instance once; a second, nested request for it is a cycle."""
        t = self._t
        key = (self._n, place)
        if key in t.broken:
            raise Missing
        if key in t.active:
            raise DataFault("cyclic-reference", -1, 0, "the value is needed to compute itself")
        if len(t.active) > 4 * t.max_depth:
            raise t.over("nested instances", 4 * t.max_depth, -1)
        t.active[key] = True
        try:
            if not make(self):
                t.broken.add(key)
                raise Missing
        finally:
            del t.active[key]


CAUGHT = (
    DataFault, Missing, ArithmeticError, AttributeError, ValueError, RecursionError, MemoryError,
)  # fmt: skip
"""What evaluating an expression of a schema over hostile data can raise."""


def explain(error: BaseException) -> DataFault | None:
    """Turn a caught exception into a fault; None for a consequence of an earlier one."""
    match error:
        case DataFault():
            return error
        case Missing():
            return None
        case AttributeError(obj=owner) if owner is None or isinstance(owner, Node):
            return None
        case AttributeError():
            return DataFault("expression-failed", -1, 0, "a value is of another type")
        case ArithmeticError() | ValueError():
            return DataFault("expression-failed", -1, 0, str(error) or type(error).__name__)
        case RecursionError() | MemoryError():
            return DataFault("budget-exceeded", -1, 0, "expression needs too much depth or memory")
    raise error
