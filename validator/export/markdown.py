"""The documentation of a format as Markdown (CommonMark with tables).

Comes in: a Program. Goes out: one page with a diagram and tables for each type. Everything that
a schema says is escaped, so that it is shown as it stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from validator.export.document import CheckRow, Document, FieldRow, TypeSection
from validator.export.shown import visible
from validator.export.text_diagram import draw_text
from validator.export.words import Piece
from validator.findings import Severity
from validator.ir.nodes import Program

_MARKS = re.compile(r"([\\`*\[\]<>|~#]|(?<!\w)_|_(?!\w))")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LIST = re.compile(r"^([-+=]|\d+(?=[.)]))")


def render(program: Program) -> str:
    """Return the documentation of a program as Markdown, with a line feed at the end.

    Args:
        program: any program.
    """
    return "\n".join(_Page(Document(program)).lines()).rstrip("\n") + "\n"


def prose(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    escaped = _ENTITY.sub("&amp;", _MARKS.sub(r"\\\1", visible(text)))
    return _LIST.sub(r"\\\1" if escaped[:1] in "-+=" else r"\1\\", escaped)


def code(text: str) -> str:
    """Return text as a code span that may stand in a table."""
    shown = visible(text).replace("|", "\\|")
    if not shown.strip():
        return ""
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


class _Page:
    """Writes one document."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def lines(self) -> Iterator[str]:
        """Yield the lines of the page."""
        document = self.document
        sections = document.types()
        yield from (f"# {prose(document.title)}", "")
        yield from self._paragraphs(document.doc)
        about = [
            (label, code(text) if "igest" in label else prose(text))
            for label, text in document.about()
        ]
        yield from self._table(("", ""), about)
        yield from ("## Types", "")
        rows = [
            (
                f"[{code(section.struct.name)}](#{section.anchor})",
                section.size,
                self._first(section),
            )
            for section in sections
        ]
        yield from self._table(("Type", "Size", "What it is"), rows)
        for section in sections:
            yield from self._type(section)
        yield from self._enums()
        yield from self._facts()
        yield from ("## Limits", "")
        yield from self._table(
            ("", ""), [(label, prose(text)) for label, text in document.limits()]
        )

    def _first(self, section: TypeSection) -> str:
        doc = section.doc or (self.document.doc if section.struct.number == 0 else ())
        return prose(doc[0].partition(". ")[0].rstrip(".") + ".") if doc else ""

    def _type(self, section: TypeSection) -> Iterator[str]:
        yield from (f'<a id="{section.anchor}"></a>', "", f"## {prose(section.struct.name)}", "")
        yield from self._paragraphs(section.doc)
        if section.struct.doc_ref and section.struct.number:
            yield from (f"Specification: {prose(', '.join(section.struct.doc_ref))}", "")
        yield from (f"Size: {section.size}.{self._used(section.used_by)}", "")
        if section.bands:
            yield from ("```text", *draw_text(section.bands, self.document.words), "```", "")
        yield from self._fields("Parameters", section.params)
        yield from self._fields("", section.seq)
        yield from self._fields("Instances", section.instances)
        for row in (*section.seq, *section.instances):
            if row.cases:
                yield from (f"Cases of {code(row.field.id)}:", "")
                cases = [(code(value), self._pieces(kind)) for value, kind in row.cases]
                yield from self._table(("Value", "Type"), cases)
        yield from self._checks(section.checks)

    def _used(self, users: Sequence[tuple[int, str]]) -> str:
        links = [
            f"[{code(self.document.program.structs[number].path[-1] + '.' + field)}]"
            f"(#{self.document.type_anchors[number]})"
            for number, field in users
        ]
        return f" Used by {', '.join(links)}." if links else ""

    def _fields(self, title: str, rows: Sequence[FieldRow]) -> Iterator[str]:
        if not rows:
            return
        if title:
            yield from (f"### {title}", "")
        columns = ["Offset", "Name", "Type", "Size", "Must be", "Description"]
        if not any(row.offset for row in rows):
            columns.remove("Offset")
        made = [self._field(row) for row in rows]
        for name in ("Size", "Must be", "Description"):
            if not any(cells[name] for cells in made):
                columns.remove(name)
        body = [[cells[name] for name in columns] for cells in made]
        yield from self._table(columns, body)

    def _field(self, row: FieldRow) -> dict[str, str]:
        notes = [code(rule.text) for rule in row.rules]
        notes += [f"values {row.range}"] * bool(row.range)
        facts = [f"{label} {code(fact)}".rstrip() + "." for label, fact in row.facts]
        doc = [*map(prose, row.doc), *(_upper(text) for text in facts)]
        if row.field.doc_ref:
            doc.append(f"See {prose(', '.join(row.field.doc_ref))}.")
        return {
            "Offset": code(row.offset) or ("…" if row.size else ""),
            "Name": f"**{code(row.field.id)}**",
            "Type": self._pieces(row.kind),
            "Size": prose(row.size),
            "Must be": "; ".join(notes),
            "Description": " ".join(doc),
        }

    def _checks(self, rows: Sequence[CheckRow]) -> Iterator[str]:
        if not rows:
            return
        yield from ("### Checks", "")
        yield from self._table(
            ("Rule", "Holds", "Message", "Why", "CWE"), [self._check(row) for row in rows]
        )

    def _check(self, row: CheckRow) -> tuple[str, ...]:
        check = row.check
        is_error = check.severity is Severity.ERROR
        rule = code(check.rule) + ("" if is_error else f" ({check.severity.value})")
        cwe = ""
        if check.cwe is not None:
            cwe = f"[CWE-{check.cwe}](https://cwe.mitre.org/data/definitions/{check.cwe}.html)"
        return rule, code(row.condition), prose(row.message), prose(check.help), cwe

    def _enums(self) -> Iterator[str]:
        sections = self.document.enums()
        if sections:
            yield from ("## Enums", "")
        for section in sections:
            yield from (f'<a id="{section.anchor}"></a>', "", f"### {prose(section.enum.name)}", "")
            used = self._used(section.used_by).strip()
            yield from (used, "") if used else ()
            rows = [
                (str(value), code(hexed), code(label), prose(doc))
                for value, hexed, label, doc in section.rows
            ]
            yield from self._table(("Value", "Hex", "Name", "Description"), rows)

    def _facts(self) -> Iterator[str]:
        facts = self.document.facts()
        if not facts:
            return
        yield from ("## What a consumer must say", "")
        yield from ("Facts that a contract gives, read from the consumer's own build.", "")
        rows = [
            (
                code(fact.name),
                fact.kind,
                " ".join(map(prose, fact.doc)),
                ", ".join(dict.fromkeys(code(row.check.rule) for row in fact.asked_by)),
            )
            for fact in facts
        ]
        yield from self._table(("Fact", "Type", "What it is", "Asked by"), rows)

    def _pieces(self, pieces: Sequence[Piece]) -> str:
        parts = []
        for piece in pieces:
            if piece.struct is not None:
                parts.append(f"[{prose(piece.text)}](#{self.document.type_anchors[piece.struct]})")
            elif piece.enum is not None:
                parts.append(f"[{prose(piece.text)}](#{self.document.enum_anchors[piece.enum]})")
            else:
                parts.append(prose(piece.text))
        return "".join(parts)

    def _paragraphs(self, texts: Iterable[str]) -> Iterator[str]:
        for text in texts:
            yield from (prose(text), "")

    def _table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
        yield "| " + " | ".join(head) + " |"
        yield "|" + "---|" * len(head)
        for row in rows:
            yield "| " + " | ".join(row) + " |"
        yield ""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
