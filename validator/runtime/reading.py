"""What generated readers are made of: objects, what stops them, small pieces of their code."""

from __future__ import annotations

from validator.runtime.faults import DataFault, Missing, Spent, expression_fault
from validator.runtime.stream import Stream

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

    from validator.runtime.recorder import Recorder

_STREAM_NAMES = frozenset({"at_end", "base", "end", "eof", "pos", "tell"})
"""What expressions ask of a stream, or of what a cast takes for one."""

MAX_PENDING = 512
"""Instances that may wait for one another."""

UNMADE = object()
"""Value of an instance that nobody has asked for yet, in the checking reader."""


class Stop(Exception):
    """An object without a substream of its own could not be read to its end."""


class Ended(Exception):
    """A budget for the whole file is used up: nothing more is read."""


class Node:
    """Base of generated objects: their place in the trace and their surroundings.

    Attributes:
        _t, _n: recorder and node; `_io`, `_p`, `_r` what the language calls so.
        _d, _le: nesting depth; byte order of numbers whose order is calculated.
        _h, _i: the object that holds it, and what it is read from; only in readers of schemas
            whose pointers can lead in circles.
    """

    __slots__ = ("_d", "_io", "_le", "_n", "_p", "_r", "_t")
    _lists: ClassVar[dict[int, str]] = {}
    _h: Node | None
    _i: tuple[Any, ...] | None

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

    def _lazy(self, place: int, make: Callable[[Any], bool], name: str) -> None:
        """Make an instance once; a second, nested request for it is a cycle."""
        t = self._t
        key = (self._n, place)
        if key in t.broken:
            raise Missing
        if key in t.active:
            raise DataFault("cyclic-reference", -1, 0, "the value is needed to compute itself")
        if len(t.active) >= MAX_PENDING:
            t.give_up(self, place, f"more than {MAX_PENDING} instances wait for one another")
        t.active[key] = True
        try:
            make(self)
        finally:
            del t.active[key]
        if not hasattr(self, name):
            t.broken.add(key)
            raise Missing

    def _refuse_cycle(self, identity: tuple[Any, ...]) -> None:
        """Fail when an object to be read is one of those that hold it."""
        above: Node | None = self
        while above is not None:
            if above._i == identity:
                raise DataFault(
                    "cyclic-reference", -1, 0, "the object contains itself",
                    "a position that is not being read already",
                )  # fmt: skip
            above = above._h

    def _span(self, place: int, name: str, *, is_end: bool) -> int:
        """Return `start_of(field)` or `end_of(field)`."""
        if getattr(self, name) is None:
            raise expression_fault(f"{name[2:]} is absent here")
        return self._t.span(self, place, is_end=is_end)


CAUGHT = (
    DataFault, Missing, ArithmeticError, AttributeError, ValueError, TypeError,
    RecursionError, MemoryError,
)  # fmt: skip
"""What evaluating an expression of a schema over hostile data can raise."""


def explain(error: BaseException) -> DataFault | None:
    """Turn a caught exception into a fault; None for a consequence of an earlier one."""
    match error:
        case DataFault():
            return error
        case Missing():
            return None
        case AttributeError(obj=owner, name=str(name)):
            return _without_member(owner, name, error)
        case ArithmeticError() | ValueError() | TypeError():
            # TypeError: a cast promised another type than the data have
            return DataFault("expression-failed", -1, 0, str(error) or type(error).__name__)
        case RecursionError() | MemoryError():
            return Spent(0, 0, "reading needs too much depth or memory")
    raise error


def _without_member(owner: Any, name: str, error: AttributeError) -> DataFault | None:
    """Say why a member has no value: not read yet, absent, of another type, or lost before."""
    field = name.removeprefix("f_")
    if isinstance(owner, Node) and hasattr(type(owner), name):
        if owner._n in owner._t.stopped or (owner._n, name) in owner._t.lost:
            return None
        return expression_fault(f"needs {field}, which has not been read at this point")
    if owner is None:
        return expression_fault(f"needs {field} of an object that is absent here")
    if isinstance(owner, Node) or name.startswith(("f_", "_")) or name in _STREAM_NAMES:
        return expression_fault(f"needs {field}, which the object at hand does not have")
    raise error


def kin(value: Any, wanted: type[Node]) -> Any:
    """Return an object that must be of one type; a cast alone does not make it so."""
    if type(value) is not wanted:
        raise expression_fault("the object is absent, or of another type than expected")
    return value


def is_plain(value: Any) -> bool:
    """Whether a list holds numbers, strings and lists of them only, no objects or streams."""
    return all(
        is_plain(item) if isinstance(item, list) else not isinstance(item, Node | Stream)
        for item in value
    )


def within(index: int) -> int:
    """Return `_index`, which has a meaning only while an array is read."""
    if index < 0:
        raise expression_fault("_index has no meaning outside of an array")
    return index


def no_place(value: Any) -> int:
    """Fail: a value that was computed takes no bytes."""
    raise expression_fault("a computed value takes no bytes", str(value)[:40])


def text(data: bytes, codec: str) -> tuple[str, tuple[str, str] | None]:
    """Decode a string; a damaged one is returned with replacement characters, and why."""
    try:
        return data.decode(codec), None
    except UnicodeDecodeError as error:
        why = f"not valid {codec} at byte {error.start}"
        found = data[error.start : error.start + 8].hex(" ")
        return data.decode(codec, "replace"), (why, found)
    except UnicodeError as error:
        return data.decode("latin-1"), (f"not valid {codec}: {error}", data[:8].hex(" "))


def given(contract: tuple[str, Any], name: str) -> Any:
    """Return a fact of a contract."""
    if name not in contract[1]:
        raise DataFault(
            "contract-fact-missing",
            -1,
            0,
            f"contract {contract[0]} has no {name}",
            f"a fact {name}",
        )
    return contract[1][name]


def fact(contract: tuple[str, Any], name: str, key: Any) -> Any:
    """Return one entry of a contract's map."""
    table = given(contract, name)
    if key not in table:
        raise DataFault(
            "contract-fact-missing", -1, 0, f"contract {contract[0]} has no {name} for {key!r}",
            f"an entry {key!r} in {name}", "known: " + ", ".join(str(k) for k in list(table)[:8]),
        )  # fmt: skip
    return table[key]
