"""The recorder of the checking reader: it records nothing and refuses at the first fault.

Whatever it cannot be sure of it refuses as well; the caller then reads with a trace.
"""

from __future__ import annotations

from validator.runtime.reading import Node
from validator.runtime.recorder import Recorder
from validator.runtime.stream import Stream

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn

    Note = tuple[int, int, int, int, int, tuple[tuple[int, ...], ...]]
    """(stream, start, end, shape, kind, marks) of a unit: see `layout`."""


class Reject(Exception):
    """The data breaks a rule, or the checking reader cannot be sure that it does not."""


class Unread(Reject):
    """A stream was not read to its end: something else may explain the rest, or nothing."""


class Probe(Recorder):
    """Counts objects for the budget, remembers the places that expressions ask for.

    Attributes:
        nodes: trace nodes that a tracing reader would have made, at most.
        columns: list field -> the keys of its elements, for lists read without objects.
        units: what was read where, of schemas whose fields may overlap: see `layout`.
        marks: those of the unit that is being read.
        waiting: instances that are being made.
    """

    def __init__(
        self,
        data: bytes,
        contracts: Sequence[tuple[str, Any]],
        *,
        max_nodes: int,
        max_depth: int,
        max_unpacked: int,
        allow_gaps: bool,
    ) -> None:
        super().__init__(
            data, contracts, max_nodes=max_nodes, max_depth=max_depth, max_unpacked=max_unpacked
        )
        self.allow_gaps = allow_gaps
        self.nodes = 0
        self.columns: dict[int, dict[Any, Any]] = {}
        self.units: list[Note] = []
        self.marks: list[tuple[int, ...]] = []
        self.waiting = 0
        self._places: dict[tuple[int, int], tuple[int, int]] = {}

    def open(self, nodes: int = 1, *_: Any, **__: Any) -> int:  # type: ignore[override]  # has no trace
        """Count an object and the leaves of its seq; its number serves as identity."""
        self.nodes += nodes
        if self.nodes > self.max_nodes:
            raise Reject
        return self.nodes

    def add(self, count: int) -> None:
        """Count the nodes of elements that were read without objects."""
        self.nodes += count
        if self.nodes > self.max_nodes:
            raise Reject

    def count(self, count: int, minimum: int, io: Stream, array: int = 0) -> int:
        """Check a repeat count against what remains."""
        if count > 0 and (
            count * minimum > (io.end - io.pos) * 8 + io.left or count > self.max_nodes
        ):
            raise Reject
        self.add(max(count, 0) + 1)
        return max(count, 0)

    def make(
        self,
        cls: type[Node],
        data: bytes,
        start: int,
        end: int,
        count: int,
        prepare: Callable[[Any, int], object],
    ) -> list[Any]:
        """Read the elements of a list as objects after all; `prepare` sets parameters."""
        io = Stream(data, start, end, 0)
        made: list[Any] = []
        for index in range(count):
            element: Any = cls(self, self.open(), io, None, None, 0, None)
            prepare(element, index)
            element._read()
            made.append(element)
        return made

    def covered(self, io: Stream) -> None:
        """Refuse a stream that was not read to its end, unless gaps are permitted."""
        if not self.allow_gaps and io.pos != io.end:
            raise Unread

    def unpacked(self, raw: bytes, owner: int) -> Stream:
        """Return a new stream over bytes that a `process` made."""
        self.streams.append(raw)
        return Stream(raw, 0, len(raw), len(self.streams) - 1)

    def absent(self, io: Stream) -> None:
        """Count a value that is absent because no case of a switch means it."""
        self.add(1)

    def give_up(self, owner: Node, place: int, message: str) -> NoReturn:
        """Refuse: a budget is used up."""
        raise Reject

    def note(self, owner: Node, place: int, io: Stream, start: int) -> None:
        """Remember where a field stands, for `start_of` and `end_of`.

        Not in unpacked bytes: `span` then refuses.
        """
        if io.number == 0:
            self._places[owner._n, place] = (start, io.pos)

    def span(self, owner: Node, place: int, *, is_end: bool) -> int:
        """Return `start_of(field)` or `end_of(field)`."""
        found = self._places.get((owner._n, place))
        if found is None:
            raise Reject
        return found[is_end]

    def node_of(self, parent: int, place: int) -> int:
        """Return nothing of use: there is no trace."""
        return 0

    def elements(self, parent: int, place: int) -> NoReturn:
        """Refuse: only failures ask for elements."""
        raise Reject

    def failed(
        self, error: BaseException, check: int, node: int, contract: str | None = None
    ) -> NoReturn:
        """Refuse."""
        raise Reject

    def broke(
        self,
        check: int,
        node: int,
        value: Any = None,
        operands: tuple[Any, ...] = (),
        contract: str | None = None,
        message: Callable[[], str] | None = None,
    ) -> NoReturn:
        """Refuse."""
        raise Reject
