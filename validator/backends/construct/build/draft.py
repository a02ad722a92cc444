"""Objects that are being built: the objects of reading, with what building knows of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any

from validator.backends.construct.build.canvas import Canvas, StreamState
from validator.backends.construct.build.given import MISSING
from validator.backends.construct.faults import ExpressionFailed, FactMissing, Stop, Unread
from validator.backends.construct.fields import FieldConstruct
from validator.backends.construct.run import Scope
from validator.backends.construct.values import Obj, State
from validator.backends.construct.window import Window
from validator.dataclass import dataclass
from validator.ir.expr import Expr
from validator.ir.nodes import FieldKind, Struct


@dataclass(frozen=True, slots=True)
class Argument:
    """What was passed for a parameter: the expression, and where it is evaluated."""

    expr: Expr
    holder: Obj
    slot: int
    index: int | None


# house: loose-dataclass - learned from round to round
@dataclass(slots=True, eq=False, repr=False)
class Draft:
    """What building knows of one object.

    Attributes:
        given: values by field id, as the user gave them.
        source: the object that the values were read from, or None.
        children: (slot, subscript) -> the object there, from the first round on.
        streams: (slot, subscript) -> what is known of the stream of the object there.
        plain: slot -> what was given, as the field holds it.
        derived: slot -> value that equations ask for.
        arguments: slot of a parameter -> what was passed.
        asked: slot -> (derived value, why) of all rounds, to tell a contradiction.
    """

    given: Mapping[Any, Any]
    source: Obj | None
    children: dict[tuple[int, int | None], Obj] = field(default_factory=dict)
    streams: dict[tuple[int, int | None], StreamState] = field(default_factory=dict)
    plain: dict[int, Any] = field(default_factory=dict)
    derived: dict[int, Any] = field(default_factory=dict)
    arguments: dict[int, Argument] = field(default_factory=dict)
    asked: dict[int, list[tuple[Any, str]]] = field(default_factory=dict)

    def value_of(self, name: str) -> Any:
        """Return what was given for a field, or `MISSING`."""
        return self.given.get(name, MISSING)


def original(obj: Obj, slot: int) -> Any:
    """Return the value that a field had where it was read, or a `State`."""
    source = obj.draft.source
    return State.LAZY if source is None else source.slots[slot]


class Blueprint:
    """The plan of an object that is being built: computes and reads what is not given.

    Attributes:
        struct, fields: the type, and all its fields by slot.
    """

    def __init__(
        self,
        struct: Struct,
        readers: Mapping[int, FieldConstruct],
        make_context: Callable[[Scope], Any],
    ) -> None:
        self.struct = struct
        self.fields = struct.fields
        self.readers = readers
        self.make_context = make_context
        first = len(struct.params) + len(struct.seq)
        self.instances: Sequence[int] = range(first, len(struct.fields))

    def restart(self, obj: Obj) -> None:
        """Forget what was computed, or read, in the last round."""
        for slot in self.instances:
            field_ = self.fields[slot]
            given = obj.draft.value_of(field_.id)
            if field_.kind is FieldKind.VALUE or given is MISSING:
                obj.slots[slot] = obj.draft.derived.get(slot, State.LAZY)

    def force(self, obj: Obj, slot: int) -> None:
        """Compute a value instance, or read an instance from what the last round made.

        Raises:
            ExpressionFailed: it is being computed already.
            Unread: it has no value yet.
        """
        if obj.slots[slot] is State.BUSY:
            raise ExpressionFailed("the value is needed to compute itself", "cyclic-reference")
        reader = self.readers[slot]
        scope = Scope(obj.run, obj, slot)
        if reader.value is None and obj.draft.value_of(reader.field.id) is not MISSING:
            raise Unread  # it is given, and has not been placed yet
        obj.slots[slot] = State.BUSY
        try:
            if reader.condition is not None and not reader.condition(scope):
                obj.slots[slot] = None
            elif reader.value is not None:
                obj.slots[slot] = reader.value(scope)
            else:
                self._read(reader, scope)
        except Stop:
            raise Unread from None
        finally:
            if obj.slots[slot] is State.BUSY:
                obj.slots[slot] = State.LAZY

    def _read(self, reader: FieldConstruct, scope: Scope) -> None:
        window = scope.obj.window if reader.stream is None else reader.stream(scope)
        if not isinstance(window, Window) or window.is_open or reader.position is None:
            raise Unread
        twin = Window(_content_of(window), window.start, window.end)
        offset = reader.position(scope)
        if offset is None or offset < 0:
            raise Unread
        twin.seek(offset)
        reader.fill(twin, scope, self.make_context(scope), scope.obj.path)


def _content_of(window: Window) -> memoryview:
    return memoryview(window.sink.before) if isinstance(window, Canvas) else window.buffer


class Unknown(Exception):
    """An expression has no value yet; the text says why."""


def value_of(expression: Callable[[Scope], Any], scope: Scope) -> Any:
    """Return the value of an expression, None included.

    Raises:
        Unknown: it needs something that nobody knows yet, or that does not exist.
    """
    try:
        return expression(scope)
    except ExpressionFailed as error:
        raise Unknown(str(error)) from None
    except FactMissing as error:
        raise Unknown(f"it needs a contract: {error}") from None
    except (Unread, Stop):
        raise Unknown("it needs a value that is not known") from None
