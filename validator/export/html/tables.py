"""Tables and pieces of text as HTML.

Comes in: cells whose text is markup already. Goes out: real tables, with roles that keep their
meaning when a narrow screen shows rows as cards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.dataclass import dataclass
from validator.export.document import Document
from validator.export.shown import markup
from validator.export.words import Piece
from validator.ir.nodes import Check


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: markup, its class, and the label that it has on a card."""

    html: str
    name: str = ""
    label: str = ""


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    ids: Sequence[str] = (),
    *,
    is_short: bool = False,
) -> Iterator[str]:
    """Yield a table.

    Args:
        head: names of the columns.
        rows: as many cells each as there are columns.
        ids: anchor of each row, or none at all.
        is_short: the table is as wide as its content only.
    """
    name = "cards short" if is_short else "cards"
    yield f'<div class="scroll"><table class="{name}" role="table"><thead role="rowgroup">'
    titles = "".join(f'<th role="columnheader" scope="col">{title}</th>' for title in head)
    yield f'<tr role="row">{titles}</tr></thead><tbody role="rowgroup">'
    for index, row in enumerate(rows):
        anchor = f' id="{ids[index]}"' if ids else ""
        yield f'<tr role="row"{anchor}>' + "".join(map(_cell, row)) + "</tr>"
    yield "</tbody></table></div>"


def _cell(cell: Cell) -> str:
    name = f' class="{cell.name}"' if cell.name else ""
    label = f' data-label="{cell.label}"' if cell.label and cell.name != "name" else ""
    return f'<td role="cell"{name}{label}>{cell.html}</td>'


def code(text: str) -> str:
    """Return text as code; nothing for no text."""
    return f"<code>{markup(text)}</code>" if text else ""


def links(texts: Sequence[str]) -> str:
    """Return texts, those that are web addresses as links, with commas between."""
    return ", ".join(
        f'<a href="{markup(text)}" rel="noreferrer">{markup(text)}</a>'
        if text.startswith(("https://", "http://"))
        else markup(text)
        for text in texts
    )


def pieces(document: Document, parts: Sequence[Piece]) -> str:
    """Return marked pieces with their links."""
    found = []
    for piece in parts:
        text = markup(piece.text)
        if piece.struct is not None:
            text = f'<a href="#{document.type_anchors[piece.struct]}">{text}</a>'
        elif piece.enum is not None:
            text = f'<a href="#{document.enum_anchors[piece.enum]}">{text}</a>'
        found.append(text)
    return f'<span class="mono">{"".join(found)}</span>'


def message(document: Document, check: Check) -> str:
    """Return the headline of a check, its expressions marked."""
    return "".join(
        markup(part)
        if isinstance(part, str)
        else f'<code class="hole">{markup(document.words.expr(part))}</code>'
        for part in check.message
    )
