"""The layout diagram of a type, before it is drawn: bands of boxes on a ruler.

Comes in: the layout of a type. Goes out: bands, from the top of an object to its end. A `Ruler`
band holds rows of cells, eight bytes (or the eight bits of one byte) wide; a `Block` is one
field that is too long for a ruler, or whose size varies. It refuses to know how bands look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.dataclass import dataclass
from validator.export.layout import BYTE, Place, StructLayout
from validator.ir.nodes import BitsRead, Endian, Field

COLUMNS = 8
_LONGEST = 16 * BYTE
_MOST_CELLS = 4096


@dataclass(frozen=True, slots=True)
class Cell:
    """A run of columns in one row of a ruler.

    Attributes:
        field: None for columns that belong to nothing here (what stands before or behind).
        start, width: columns, from the left.
        is_first, is_last: whether the field begins and ends in this cell.
    """

    field: Field | None
    start: int
    width: int
    is_first: bool = True
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a ruler; `offset` in bytes from where the ruler counts."""

    offset: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Ruler:
    """Rows of cells; `is_bits` when a column is a bit, else it is a byte.

    Attributes:
        is_anchored: offsets count from the start of the object, else from the end of the block
            before.
        is_low_first: bit fields are taken from the lowest bit.
    """

    rows: tuple[Row, ...]
    is_bits: bool
    is_anchored: bool
    is_low_first: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One field as a box of its own; `offset` in bytes, None when it varies."""

    place: Place
    offset: int | None


Band = Ruler | Block


def draw(layout: StructLayout, elsewhere: Sequence[Place] = ()) -> tuple[Band, ...]:
    """Return the bands of a type.

    Args:
        layout: of the type.
        elsewhere: places of instances that are read.
    Returns:
        Bands in the order of the file, then what stands elsewhere; none for a type without both.
    """
    bands: list[Band] = []
    run: list[Place] = []
    used = 0
    for place in layout.places:
        if _fits_ruler(place) and used <= _MOST_CELLS:
            run.append(place)
            used += 1 + (place.size.exact or 0) // (BYTE * COLUMNS)
            continue
        bands += _rulers(run)
        run = []
        whole = None if place.offset is None or place.offset % BYTE else place.offset // BYTE
        bands.append(Block(place, whole))
    bands += _rulers(run)
    bands += [Block(place, None) for place in elsewhere]
    return tuple(bands)


def _fits_ruler(place: Place) -> bool:
    size = place.size.exact
    if size is None or size > _LONGEST:
        return False
    return isinstance(place.field.read, BitsRead) or size % BYTE == 0


def _rulers(run: Sequence[Place]) -> Iterator[Band]:
    """Split fields of fixed size into rulers of bytes and rulers of bits."""
    position = _start(run)
    is_anchored = bool(run) and run[0].offset is not None
    group: list[Place] = []
    begin = position
    for place in run:
        if group and _bit_order(place) is not _bit_order(group[-1]):
            yield _ruler(group, begin, is_anchored)
            position = -(-position // BYTE) * BYTE
            group, begin = [], position
        group.append(place)
        position += place.size.exact or 0
    if group:
        yield _ruler(group, begin, is_anchored)


def _bit_order(place: Place) -> Endian | None:
    read = place.field.read
    return read.endian if isinstance(read, BitsRead) else None


def _start(run: Sequence[Place]) -> int:
    return run[0].offset or 0 if run else 0


def _ruler(group: Sequence[Place], begin: int, is_anchored: bool) -> Ruler:
    first = group[0].field.read
    is_bits = isinstance(first, BitsRead)
    unit = 1 if is_bits else BYTE
    is_low = isinstance(first, BitsRead) and first.endian is Endian.LITTLE
    # Bytes are counted from the first field, bits from the start of their byte.
    base = 0 if is_bits else begin // unit
    position = begin // unit - base
    rows: dict[int, list[Cell]] = {}
    for place in group:
        width = (place.size.exact or 0) // unit
        for cell, row in _cells(place.field, position, width, is_low=is_low):
            rows.setdefault(row, []).append(cell)
        position += width
    made = [
        Row(number if is_bits else base + number * COLUMNS, _filled(cells))
        for number, cells in sorted(rows.items())
    ]
    return Ruler(tuple(made), is_bits, is_anchored, is_low)


def _cells(field: Field, position: int, width: int, *, is_low: bool) -> Iterator[tuple[Cell, int]]:
    """Yield (cell, row) for a field of so many columns; none for an empty field."""
    end, at = position + width, position
    while at < end:
        row, start = divmod(at, COLUMNS)
        taken = min(COLUMNS - start, end - at)
        column = COLUMNS - start - taken if is_low else start
        yield Cell(field, column, taken, at == position, at + taken == end), row
        at += taken


def _filled(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return the cells of a row from the left, columns of nothing included."""
    out: list[Cell] = []
    at = 0
    for cell in sorted(cells, key=lambda cell: cell.start):
        if cell.start > at:
            out.append(Cell(None, at, cell.start - at))
        out.append(cell)
        at = cell.start + cell.width
    if at < COLUMNS:
        out.append(Cell(None, at, COLUMNS - at))
    return tuple(out)
