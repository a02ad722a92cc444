"""Layout diagrams as HTML: a grid of boxes, each linked to its row or to its type.

Comes in: bands. Goes out: markup that needs only the style sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.export.diagram import COLUMNS, Block, Cell, Row, Ruler
from validator.export.document import Document, TypeSection
from validator.export.shown import markup
from validator.export.words import plain
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    CheckKind,
    Field,
    FieldKind,
    NumberRead,
    Program,
    StrRead,
    StructRead,
    SwitchRead,
)

_FIXED = (CheckKind.CONTENTS, CheckKind.EQ)


def kind_of(program: Program, field: Field) -> str:
    """Return the class of a field by what it holds: one of `style.KINDS`."""
    kinds = {program.checks[number].kind for number in field.checks}
    if CheckKind.RESERVED in kinds:
        return "reserved"
    if kinds.intersection(_FIXED):
        return "fixed"
    if field.enum is not None:
        return "enum"
    match field.read:
        case NumberRead() | BitsRead():
            return "number"
        case StrRead():
            return "text"
        case StructRead() | SwitchRead():
            return "type"
        case BytesRead() | None:
            return "bytes"


def draw_html(document: Document, section: TypeSection) -> Iterator[str]:
    """Yield the lines of the figure of a type; nothing when it has no fields.

    Args:
        document: what the links lead into.
        section: the type.
    """
    if not section.bands:
        return
    name = markup(section.struct.name)
    has_ruler = any(isinstance(band, Ruler) for band in section.bands)
    wide = "map wide" if has_ruler else "map"
    yield f'<figure tabindex="0" role="group" aria-label="Layout of {name}"><div class="{wide}">'
    pen = _Pen(document, section)
    for band in section.bands:
        match band:
            case Ruler():
                yield from pen.ruler(band)
            case Block():
                yield from pen.block(band)
    yield "</div></figure>"


class _Pen:
    """Draws the bands of one type."""

    def __init__(self, document: Document, section: TypeSection) -> None:
        self.document = document
        self.section = section

    def ruler(self, band: Ruler) -> Iterator[str]:
        """Yield the rows of a ruler under its ticks."""
        yield '<div class="ruler">'
        unit = "bit" if band.is_bits else "byte"
        names: Sequence[int] = range(COLUMNS - 1, -1, -1) if band.is_bits else range(COLUMNS)
        yield f'<span class="at">{unit}</span>' + "".join(
            f'<span class="tick mono s{column}">{name}</span>' for column, name in enumerate(names)
        )
        for row in band.rows:
            sign = "+" if band.is_anchored else "… +"
            yield f'<span class="at mono">{sign}{row.offset:#04x}</span>' + self.cells(row)
        yield "</div>"

    def cells(self, row: Row) -> str:
        """Return the boxes of a row."""
        return "".join(self.cell(cell, cell.field) for cell in row.cells if cell.field is not None)

    def cell(self, cell: Cell, field: Field) -> str:
        """Return one box."""
        classes = ["cell", f"k-{kind_of(self.document.program, field)}"]
        classes += [f"s{cell.start}", f"w{cell.width}"]
        classes += ["goes-on"] * (not cell.is_last) + ["from"] * (not cell.is_first)
        kind = self.document.words.brief(field)
        tip = markup(f"{field.id}: {kind}")
        name, below = markup(field.id), markup(kind)
        if not cell.is_first:
            name, below = "&#8230;", markup(field.id)
        return (
            f'<a class="{" ".join(classes)}" href="#{self.target(field)}" title="{tip}">'
            f'<b class="mono">{name}</b><i class="mono">{below}</i></a>'
        )

    def block(self, block: Block) -> Iterator[str]:
        """Yield a box of its own."""
        document, field = self.document, block.place.field
        classes = ["box", f"k-{kind_of(document.program, field)}"]
        classes += ["varies"] * (block.place.size.exact is None)
        classes += ["many"] * (field.repeat is not None)
        unknown = "@" if field.kind is FieldKind.INSTANCE else "…"
        offset = f"+{block.offset:#04x}" if block.offset is not None else unknown
        yield f'<div class="block"><span class="at mono">{offset}</span>'
        kind = markup(plain(document.words.kind(field)))
        yield (
            f'<div class="{" ".join(classes)}"><b class="mono">'
            f'<a href="#{self.row(field)}">{markup(field.id)}</a></b>'
            f'<span class="mono">{self.linked(field, kind)}</span>{self.times(field)}'
            '<div class="chips">'
        )
        yield f"<span>{markup(document.words.length(block.place))}</span>"
        for label, text in document.words.facts(field):
            if label.startswith("repeats"):
                continue
            yield f"<span>{markup(label)} <code>{markup(text)}</code></span>"
        yield "</div></div></div>"

    def times(self, field: Field) -> str:
        """Return how often a field repeats, as markup."""
        times = self.document.words.times(field)
        return f'<span class="mono times">[{markup(times)}]</span>' if times else ""

    def linked(self, field: Field, text: str) -> str:
        """Return the type of a field, linked when it is one type of the schema."""
        target = self.target(field)
        return text if target == self.row(field) else f'<a href="#{target}">{text}</a>'

    def target(self, field: Field) -> str:
        """Return the anchor that a box leads to: the type of an object, else the field's row."""
        match field.read:
            case StructRead(struct=number):
                return self.document.type_anchors[number]
        return self.row(field)

    def row(self, field: Field) -> str:
        """Return the anchor of a field's row."""
        return f"{self.section.anchor}.{field.id}"
