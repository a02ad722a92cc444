"""A file as a tree of attributes, read on request.

Comes in: a schema and bytes. Goes out: a `Tree` whose attributes are the fields of the schema:
seq is read at once, an instance when it is asked for. All members of the classes' own start
with an underscore, so that no field id can clash with them. What cannot be read raises a
`DataError`; how that is shown is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from validator.backends.construct.emit import SchemaConstruct
from validator.backends.construct.faults import ExpressionFailed, Fault, Stop, Unread
from validator.backends.construct.lazy import ask, fill_root, start_lazily
from validator.backends.construct.run import Failure
from validator.backends.construct.values import Obj, Partial, State
from validator.backends.construct.window import Window
from validator.check.blame import Blame
from validator.dataclass import dataclass
from validator.errors import DataError
from validator.findings import ByteSpan
from validator.ir.types import ArrayType, EnumType, Type

if TYPE_CHECKING:
    from validator.ir.nodes import Field, Program


class EnumValue(int):
    """A member of an enum: an int that knows its label; two with the same number are equal.

    Attributes:
        name, label: the label, as in the schema.
        enum: full name of the enum, `top::inner`.
    """

    name: str
    label: str
    enum: str

    @classmethod
    def of(cls, value: int, label: str, enum: str) -> EnumValue:
        """Return the member of this number, label and enum."""
        made = cls(value)
        made.name = made.label = label
        made.enum = enum
        return made

    @property
    def value(self) -> int:
        """The plain int."""
        return int(self)

    def __repr__(self) -> str:
        return f"<{self.enum}::{self.label}: {int(self)}>"

    def __str__(self) -> str:
        return int.__repr__(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return EnumValue.of, (int(self), self.label, self.enum)


class Stream:
    """What `_io` of a tree tells: a view of the file, or of bytes that a `process` made."""

    __slots__ = ("_window",)

    def __init__(self, window: Window) -> None:
        self._window = window

    @property
    def size(self) -> int:
        """Bytes in the stream."""
        return self._window.end - self._window.start

    @property
    def pos(self) -> int:
        """Where reading would go on, from the start of the stream."""
        return self._window.tell()

    @property
    def eof(self) -> bool:
        """Whether neither a byte nor a bit is left."""
        return self._window.is_at_end

    @property
    def start(self) -> int | None:
        """Absolute offset of the stream in the file; None for bytes that a `process` made."""
        return None if self._window.origin else self._window.start

    def to_bytes(self) -> bytes:
        """Return the whole content of the stream."""
        return bytes(self._window.buffer[self._window.start : self._window.end])

    def __repr__(self) -> str:
        return f"<Stream of {self.size} bytes at {self.pos}>"


# house: loose-dataclass - remembers what was asked for
@dataclass(slots=True, eq=False)
class _File:
    """What the objects of one tree share.

    Attributes:
        nodes, streams: what was made, by what it shows.
        stopped: the error that ended reading of seq, when one did.
    """

    program: Program
    blame: Blame
    nodes: dict[Obj, Tree] = field(default_factory=dict)
    streams: dict[Window, Stream] = field(default_factory=dict)
    slots: dict[int, dict[str, int]] = field(default_factory=dict)
    members: dict[int, dict[int, EnumValue]] = field(default_factory=dict)
    stopped: DataError | None = None

    def node(self, obj: Obj) -> Tree:
        known = self.nodes.get(obj)
        if known is None:
            known = self.nodes[obj] = Tree(self, obj)
        return known

    def stream(self, window: Window) -> Stream:
        known = self.streams.get(window)
        if known is None:
            known = self.streams[window] = Stream(window)
        return known

    def slots_of(self, obj: Obj) -> dict[str, int]:
        struct = obj.plan.struct
        known = self.slots.get(struct.number)
        if known is None:
            known = {item.id: slot for slot, item in enumerate(struct.fields)}
            self.slots[struct.number] = known
        return known

    def value(self, obj: Obj, slot: int) -> Any:
        item = obj.plan.struct.fields[slot]
        known = obj.slots[slot]
        if isinstance(known, Partial):
            known = known.items
        if not isinstance(known, State):
            return self.show(known, item.type, item)
        try:
            value = ask(obj, slot)
        except Fault as fault:
            raise self.error(fault) from None
        except (ExpressionFailed, Unread, Stop):
            raise self.again(obj, obj.field_path(slot, None)) from None
        return self.show(value, item.type, item)

    def show(self, value: Any, kind: Type, item: Field) -> Any:
        match value:
            case Obj():
                return self.node(value)
            case Window():
                return self.stream(value)
            case list():
                inner = kind.item if isinstance(kind, ArrayType) else kind
                return [self.show(element, inner, item) for element in value]
            case bool():
                return value
            case int():
                number = kind.enum if isinstance(kind, EnumType) else item.enum
                return value if number is None else self._member(number, value)
        return value

    def _member(self, number: int, value: int) -> int:
        known = self.members.get(number)
        if known is None:
            enum = self.program.enums[number]
            known = {n: EnumValue.of(n, label, enum.name) for n, label in enum.members}
            self.members[number] = known
        return known.get(value, int(value))

    def error(self, fault: Fault) -> DataError:
        failure = fault.failure
        if failure is None:
            failure = Failure(
                fault.rule, fault.offset, fault.length, fault.path or "", message=str(fault)
            )
        return self.blame.of_failure(failure)

    def again(self, obj: Obj, path: str) -> DataError:
        """Return the error for a value that reading never came to."""
        if self.stopped is not None:
            return self.stopped
        start, _ = obj.place
        message = "the value has not been read"
        return self.blame.of_failure(Failure("expression-failed", start, 0, path, message=message))


class Tree:
    """An object of the file: its fields and instances are attributes.

    Absent values are None, arrays are lists, enums are `EnumValue` (unknown ones plain ints),
    objects are trees again, streams are `Stream`. An attribute whose value cannot be read
    raises a `DataError`, each time.
    """

    __slots__ = ("_file", "_known", "_obj")

    def __init__(self, file: _File, obj: Obj) -> None:
        self._file = file
        self._obj = obj
        self._known: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name in Tree.__slots__ or name.startswith("__"):
            raise AttributeError(name)  # a copy that has not been filled yet
        if name in self._known:
            return self._known[name]
        value = self._known[name] = self._file.value(self._obj, self._slot(name))
        return value

    def __dir__(self) -> list[str]:
        return [*object.__dir__(self), *self._fields]

    def __repr__(self) -> str:
        return f"<{self._type} {self._path or 'root'} at {self._obj.place[0]:#x}>"

    def _slot(self, name: str) -> int:
        slot = self._file.slots_of(self._obj).get(name)
        if slot is None:
            raise AttributeError(f"{self._type} has no field {name!r}", name=name, obj=self)
        return slot

    @property
    def _parent(self) -> Tree | None:
        """The object that holds this one as the schema says it, or None."""
        parent = self._obj.parent
        return None if parent is None else self._file.node(parent)

    @property
    def _root(self) -> Tree | None:
        """The top object of the schema file that the type comes from, or None.

        An object of an imported file's top type is its own root; one of a type nested in it,
        used from outside, has none.
        """
        root = self._obj.root
        is_top = root.plan.struct.number == self._obj.plan.struct.root
        return self._file.node(root) if is_top else None

    @property
    def _io(self) -> Stream:
        """The stream that the object was read from."""
        return self._file.stream(self._obj.window)

    @property
    def _type(self) -> str:
        """Full name of the type, `top::inner`."""
        return self._obj.plan.struct.name

    @property
    def _fields(self) -> tuple[str, ...]:
        """Names of parameters, seq fields and instances, in the order of the schema."""
        return tuple(self._file.slots_of(self._obj))

    @property
    def _path(self) -> str:
        """Field path from the top, such as `chunks[3].body`; "" for the top itself."""
        return self._obj.path

    @property
    def _sizeof(self) -> int:
        """Bytes that the seq took."""
        return self._obj.end - self._obj.start

    @property
    def _place(self) -> ByteSpan:
        """Where the seq lies in the file."""
        start, end = self._obj.place
        return ByteSpan(start, end - start)

    def _span(self, name: str, index: int | None = None) -> ByteSpan | None:
        """Return where a field, or one element of it, lies in the file.

        Args:
            name: of a seq field or instance; an instance is read for it.
            index: 0-based subscript of an element.
        Returns:
            None for what takes no bytes: values that are computed or absent, parameters.
        Raises:
            DataError: the field cannot be read.
            AttributeError: there is no such field.
            IndexError: there is no such element.
        """
        slot = self._slot(name)
        getattr(self, name)
        span = self._obj.spans[slot]
        if index is not None and span is not None:
            span = self._obj.elements.get(slot, [])[index]
        return None if span is None else ByteSpan(span[0], span[1] - span[0])

    def _bytes(self, name: str, index: int | None = None) -> bytes:
        """Return the bytes of the file that a field, or one element of it, takes.

        Args:
            name, index: as for `_span`.
        """
        span = self._span(name, index)
        buffer = self._obj.run.file.buffer
        return b"" if span is None else bytes(buffer[span.start : span.end])

    @property
    def _errors(self) -> tuple[DataError, ...]:
        """Broken `valid` conditions so far, in the order of reading, when they are collected."""
        failures = self._obj.run.failures
        return tuple(map(self._file.blame.of_failure, failures))


def parse_tree(
    schema: SchemaConstruct,
    data: bytes | memoryview,
    file: str,
    params: Sequence[Any] = (),
    *,
    collect: bool,
) -> Tree:
    """Read bytes to a tree.

    Args:
        schema: the compiled schema.
        data: the whole file; not modified.
        file: name shown in errors.
        params: values of the parameters of the top type.
        collect: broken `valid` conditions are kept in `_errors` instead of being raised.
    Raises:
        DataError: the seq of the top object cannot be read.
    """
    root = start_lazily(schema, data, params, raises_checks=not collect)
    shared = _File(schema.program, Blame(schema.program, file))
    tree = shared.node(root)
    try:
        fill_root(root)
    except Stop as stop:
        error = shared.error(stop) if isinstance(stop, Fault) else shared.again(root, "")
        shared.stopped, error.tree = error, tree
        raise error from None
    return tree
