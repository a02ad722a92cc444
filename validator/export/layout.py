"""Where the fields of each type stand and how long they are, as far as the schema alone tells.

Comes in: a Program. Goes out: per type the places of its seq fields: offset from the start of
the object when it is the same in every file, least and greatest size. Sizes are in bits.
Alignment is that of docs/semantics.md: byte-level reads align, and so does a change of bit
order. It refuses to know how a layout is drawn.
"""

from __future__ import annotations

from validator.dataclass import dataclass
from validator.export.alignment import objects_of, ragged_types
from validator.export.bounds import Bounds
from validator.export.intervals import Range
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Extent,
    Field,
    NumberRead,
    Program,
    Read,
    StrRead,
    Struct,
    StructRead,
    SwitchRead,
)

BYTE = 8
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Size:
    """Least and greatest number of bits; `high` None when there is no greatest."""

    low: int
    high: int | None

    @property
    def exact(self) -> int | None:
        """The size in bits when it is always the same, or None."""
        return self.low if self.low == self.high else None

    @property
    def exact_bytes(self) -> int | None:
        """The size in bytes when it is always the same and made of whole bytes, or None."""
        return None if self.exact is None or self.exact % BYTE else self.exact // BYTE

    def plus(self, other: Size) -> Size:
        """Return the size of both, one after the other."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Size(self.low + other.low, high)

    def join(self, other: Size) -> Size:
        """Return the size of either."""
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Size(min(self.low, other.low), high)

    def times(self, count: Range) -> Size:
        """Return the size of so many; the count is not negative."""
        low = self.low * max(count.low or 0, 0)
        if self.high == 0 or count.high == 0:
            return Size(low, 0)
        high = None if self.high is None or count.high is None else self.high * count.high
        return Size(low, high)

    def aligned(self) -> Size:
        """Return the size up to the next whole byte."""
        return Size(_up(self.low), None if self.high is None else _up(self.high))


NOTHING = Size(0, 0)
ANYTHING = Size(0, None)


@dataclass(frozen=True, slots=True)
class Place:
    """One seq field of a type.

    Attributes:
        offset: bits from the start of the object, None when it varies.
        element: size of one element (of the field itself when it does not repeat).
        size: size of the whole field; 0 is possible when it has a condition.
        count: number of elements.
    """

    field: Field
    offset: int | None
    element: Size
    size: Size
    count: Range

    @property
    def is_fixed(self) -> bool:
        """Whether the field has the same place and size in every object."""
        return self.offset is not None and self.size.exact is not None


@dataclass(frozen=True, slots=True)
class StructLayout:
    """One type: its places in the order of the schema, and the size of an object."""

    struct: Struct
    places: tuple[Place, ...]
    size: Size

    @property
    def fixed_size(self) -> int | None:
        """Size in bytes when every object has it and every field its place, or None."""
        is_fixed = all(place.is_fixed for place in self.places)
        return self.size.exact_bytes if is_fixed else None


class Layouts:
    """Layouts of all types of one program."""

    def __init__(self, program: Program, bounds: Bounds) -> None:
        self.program = program
        self.bounds = bounds
        # What is greater than any stream can be is no bound.
        self.limit = max(program.budget.file_size, program.budget.unpacked)
        self._known: dict[int, StructLayout] = {}
        self._open: set[int] = set()
        self._ragged = ragged_types(program)
        self._loose: set[int] = set()
        for struct in program.structs:
            self.of_struct(struct.number)
        if self._loose:
            self._spread()
            self._known.clear()

    def _spread(self) -> None:
        """Add what objects that may start inside a byte hold: it may start there as well."""
        waiting = list(self._loose)
        while waiting:
            for field in self.program.structs[waiting.pop()].seq:
                new = objects_of(field.read) - self._loose
                self._loose |= new
                waiting += new

    def of_struct(self, number: int) -> StructLayout:
        """Return the layout of a type.

        Args:
            number: in `program.structs`.
        """
        if number in self._known:
            return self._known[number]
        struct = self.program.structs[number]
        self._open.add(number)
        cursor = NOTHING
        places: list[Place] = []
        last: Field | None = None
        is_ragged = False
        for field in struct.seq:
            if _aligns(field, last):
                cursor = cursor.aligned()
            elif _may_align(field, last) and (cursor.exact is None or cursor.exact % BYTE):
                cursor = Size(cursor.low, _more(cursor.high))
            place = self._place(field, cursor.exact, is_ragged=is_ragged)
            places.append(place)
            cursor = cursor.plus(place.size)
            last = field
            is_ragged = bool(objects_of(field.read) & self._ragged)
        self._open.discard(number)
        self._known[number] = StructLayout(struct, tuple(places), cursor)
        return self._known[number]

    def _place(self, field: Field, offset: int | None, *, is_ragged: bool) -> Place:
        element = self.of_read(field.read) if field.read is not None else NOTHING
        count = self.bounds.of_count(field.repeat)
        if field.struct in self._loose:
            offset = None  # where it aligns hangs on where the object starts
        if self._is_loose(field.read, offset, count, is_ragged=is_ragged):
            self._loose |= objects_of(field.read)
            element = Size(max(element.low - BYTE + 1, 0), _more(element.high))
            if offset is not None and offset % BYTE:
                offset = None  # the object starts where its first value does
        size = element.times(count)
        if size.high is not None and size.high > self.limit * BYTE and size.exact is None:
            size = Size(size.low, None)
        if field.condition is not None:
            size = Size(0, size.high)
        return Place(field, offset, element, size, count)

    def _is_loose(
        self, read: Read | None, offset: int | None, count: Range, *, is_ragged: bool
    ) -> bool:
        """Whether objects may start inside a byte, so that their own alignment shifts."""
        objects = objects_of(read)
        if not objects:
            return False
        starts_whole = not is_ragged if offset is None else offset % BYTE == 0
        return not starts_whole or (count.exact != 1 and bool(objects & self._ragged))

    def of_instances(self, number: int) -> tuple[Place, ...]:
        """Return the instances of a type that are read, which stand at a place of their own."""
        return tuple(
            self._place(field, None, is_ragged=False)
            for field in self.program.structs[number].instances
            if field.read is not None
        )

    @property
    def has_pointers(self) -> bool:
        """Whether anything is read out of order, so that a file is more than its seq."""
        return any(
            field.read is not None for struct in self.program.structs for field in struct.instances
        )

    def of_read(self, read: Read) -> Size:
        """Return the size of one value."""
        match read:
            case NumberRead(primitive=primitive):
                return Size(primitive.width * BYTE, primitive.width * BYTE)
            case BitsRead(width=width):
                return Size(width, width)
            case BytesRead(extent=extent) | StrRead(extent=extent):
                return self._extent(extent)
            case StructRead(struct=number, extent=None):
                if number in self._open or len(self._open) >= _DEEPEST:
                    return ANYTHING
                return self.of_struct(number).size
            case StructRead(extent=extent) if extent is not None:
                return self._extent(extent)
            case SwitchRead(cases=cases, default=default):
                sizes = [self.of_read(inner) for _, inner in cases]
                sizes.append(self.of_read(default) if default is not None else NOTHING)
                found = sizes[0]
                for size in sizes[1:]:
                    found = found.join(size)
                return found
        return ANYTHING

    def _extent(self, extent: Extent) -> Size:
        if extent.size is not None:
            size = self.bounds.of(extent.size).at_least(0)
            is_bound = size.high is not None and size.high <= self.limit
            return Size((size.low or 0) * BYTE, (size.high or 0) * BYTE if is_bound else None)
        if extent.terminator is not None and not extent.to_end:
            is_there = extent.consume and extent.eos_error
            return Size(len(extent.terminator) * BYTE if is_there else 0, None)
        return ANYTHING


def _aligns(field: Field, last: Field | None) -> bool:
    """Whether a seq field starts at a whole byte because of what it or its neighbor is."""
    match field.read, last.read if last is not None else None:
        case BitsRead(endian=mine), BitsRead(endian=other):
            return mine is not other
        case BitsRead(), _:
            return False
        case _, BitsRead():
            return True
        case StructRead(extent=None) | SwitchRead(), _:
            return False
    return True


def _may_align(field: Field, last: Field | None) -> bool:
    """Whether bits follow an object that may have left bits of another order."""
    is_object = last is not None and isinstance(last.read, StructRead | SwitchRead)
    return is_object and isinstance(field.read, BitsRead)


def _more(high: int | None) -> int | None:
    return None if high is None else high + BYTE - 1


def _up(bits: int) -> int:
    return -(-bits // BYTE) * BYTE
