"""Layout diagrams in plain text, for Markdown.

Comes in: bands. Goes out: lines of box drawing characters: a ruler of eight bytes (or bits) for
what is fixed, a box with dashed sides for what varies in size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.export.diagram import COLUMNS, Band, Block, Cell, Row, Ruler
from validator.export.words import Words, plain
from validator.ir.nodes import FieldKind

_NARROWEST, _WIDEST = 8, 14
_MARGIN = 8
_SHOWN_FACTS = ("only if", "at", "in")
_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_JOINTS = {
    _UP | _DOWN: "│", _LEFT | _RIGHT: "─",
    _DOWN | _RIGHT: "┌", _DOWN | _LEFT: "┐", _UP | _RIGHT: "└", _UP | _LEFT: "┘",
    _UP | _DOWN | _RIGHT: "├", _UP | _DOWN | _LEFT: "┤",
    _LEFT | _RIGHT | _DOWN: "┬", _LEFT | _RIGHT | _UP: "┴",
    _UP | _DOWN | _LEFT | _RIGHT: "┼",
    _UP: "│", _DOWN: "│", _LEFT: "─", _RIGHT: "─", 0: " ",
}  # fmt: skip


def draw_text(bands: Sequence[Band], words: Words) -> tuple[str, ...]:
    """Return the diagram of a type as lines without trailing spaces.

    Args:
        bands: of the type.
        words: of its program.
    """
    width = _column_width(bands, words)
    lines: list[str] = []
    for band in bands:
        match band:
            case Ruler():
                lines += _ruler(band, words, width)
            case Block():
                lines += _block(band, words, width * COLUMNS - 1)
    return tuple(line.rstrip() for line in lines)


def _column_width(bands: Sequence[Band], words: Words) -> int:
    """Return the characters of a column, its border included: enough for most names."""
    needed = _NARROWEST
    for band in bands:
        for row in band.rows if isinstance(band, Ruler) else ():
            for cell in row.cells:
                if cell.field is not None and cell.is_first:
                    needed = max(needed, -(-(len(cell.field.id) + 3) // cell.width))
    return min(needed, _WIDEST)


def _ruler(band: Ruler, words: Words, width: int) -> Iterator[str]:
    names = range(COLUMNS - 1, -1, -1) if band.is_bits else range(COLUMNS)
    head = "".join(f"{name:^{width}}" for name in names)
    yield f"{'bit' if band.is_bits else '':<{_MARGIN}} {head}"
    above: Row | None = None
    for row in band.rows:
        if above is not None and row.offset - above.offset > _step(band):
            yield from (_border(above, None, width), " " * _MARGIN + " ...")
            above = None
        yield _border(above, row, width)
        yield _margin(row.offset, is_anchored=band.is_anchored) + _content(row, words, width)
        above = row
    yield _border(above, None, width)


def _step(band: Ruler) -> int:
    return 1 if band.is_bits else COLUMNS


def _margin(offset: int, *, is_anchored: bool) -> str:
    text = f"+{offset:#04x}" if is_anchored else f"..+{offset:#04x}"
    return f"{text:<{_MARGIN}}"


def _content(row: Row, words: Words, width: int) -> str:
    text = ""
    for cell in row.cells:
        side = " " if cell.field is None and cell.start == 0 else "│"
        room = cell.width * width - 1
        text += side + f" {_label(cell, words, room - 2):<{room - 1}}"
    is_open = row.cells[-1].field is None
    return text + (" " if is_open else "│")


def _label(cell: Cell, words: Words, room: int) -> str:
    if cell.field is None:
        return ""
    if not cell.is_first:
        return "..."[:room]
    both = f"{cell.field.id}: {words.brief(cell.field)}"
    text = both if len(both) <= room else cell.field.id
    return text if len(text) <= room else text[: max(room - 1, 0)] + "…"


def _border(above: Row | None, below: Row | None, width: int) -> str:
    """Return the line between two rows; it is open where a field goes on in the next row."""
    length = COLUMNS * width
    marks = [0] * (length + 1)
    for row, side in ((above, _UP), (below, _DOWN)):
        for at in _sides(row, width):
            marks[at] |= side
    going_on = _shared(above, below)
    for column in range(COLUMNS):
        if not (_covers(above, column) or _covers(below, column)) or column in going_on:
            continue
        for at in range(column * width, (column + 1) * width):
            marks[at] |= _RIGHT
            marks[at + 1] |= _LEFT
    return " " * _MARGIN + "".join(_JOINTS[mark] for mark in marks)


def _sides(row: Row | None, width: int) -> set[int]:
    found: set[int] = set()
    for cell in row.cells if row is not None else ():
        if cell.field is not None:
            found |= {cell.start * width, (cell.start + cell.width) * width}
    return found


def _covers(row: Row | None, column: int) -> bool:
    return row is not None and any(
        cell.field is not None and cell.start <= column < cell.start + cell.width
        for cell in row.cells
    )


def _shared(above: Row | None, below: Row | None) -> set[int]:
    """Return the columns in which one field fills both rows."""
    if above is None or below is None:
        return set()
    tops = {c: cell.field for cell in above.cells for c in _columns(cell) if not cell.is_last}
    return {
        column
        for cell in below.cells
        if cell.field is not None and not cell.is_first
        for column in _columns(cell)
        if tops.get(column) is cell.field
    }


def _columns(cell: Cell) -> range:
    return range(cell.start, cell.start + cell.width)


def _block(block: Block, words: Words, room: int) -> Iterator[str]:
    place = block.place
    field = place.field
    is_fixed = place.size.exact is not None
    side, line = ("│", "─") if is_fixed else ("┆", "╌")
    times = words.times(field)
    head = f"{field.id}: {plain(words.kind(field))}" + (f", {times}" if times else "")
    notes = [words.length(place)]
    notes += [f"{label} {text}" for label, text in words.facts(field) if label in _SHOWN_FACTS]
    unknown = "@" if field.kind is FieldKind.INSTANCE else "..."
    offset = f"+{block.offset:#04x}" if block.offset is not None else unknown
    yield " " * _MARGIN + "┌" + line * room + "┐"
    yield f"{offset:<{_MARGIN}}{side}{_cut(' ' + head, room):<{room}}{side}"
    for note in notes:
        yield " " * _MARGIN + f"{side}{_cut('   ' + note, room):<{room}}{side}"
    yield " " * _MARGIN + "└" + line * room + "┘"


def _cut(text: str, room: int) -> str:
    return text if len(text) < room else text[: room - 2] + "…"
