"""The documentation of a format as one HTML page that needs nothing else.

Comes in: a Program. Goes out: a page without scripts and without external resources (its policy
forbids both), for screens of any width and for paper. Everything that a schema says is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.export.document import CheckRow, Document, FieldRow, TypeSection
from validator.export.html.diagram import draw_html, kind_of
from validator.export.html.style import KINDS, STYLE
from validator.export.html.tables import Cell, code, links, message, pieces, table
from validator.export.shown import markup
from validator.findings import Severity
from validator.ir.nodes import Program

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_LEGEND = {
    "fixed": "fixed value",
    "number": "number",
    "enum": "enum",
    "text": "text",
    "bytes": "bytes",
    "type": "another type",
    "reserved": "reserved",
}


def render(program: Program) -> str:
    """Return the documentation of a program as an HTML page, with a line feed at the end.

    Args:
        program: any program.
    """
    return "\n".join(_Page(Document(program)).lines()) + "\n"


class _Page:
    """Writes one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.sections = document.types()

    def lines(self) -> Iterator[str]:
        """Yield the page."""
        title = markup(self.document.title)
        yield from (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="generator" content="contentgate">',
            f"<title>{title}</title>",
            f"<style>\n{STYLE}</style>",
            "</head>",
            '<body><a class="skip" href="#content">Skip to the content</a><div class="frame">',
        )
        yield from self._nav()
        yield from ('<main id="content">', f"<header><h1>{title}</h1>")
        for index, text in enumerate(self.document.doc):
            yield f'<p class="lead">{markup(text)}</p>' if index == 0 else f"<p>{markup(text)}</p>"
        yield from self._about(self.document.about())
        yield "</header>"
        yield from self._legend()
        for section in self.sections:
            yield from self._type(section)
        yield from self._enums()
        yield from self._facts()
        yield '<section id="limits"><h2>Limits</h2>'
        yield from self._about(self.document.limits())
        yield "</section>"
        digest = markup(self.document.program.digest)
        yield f"<footer>Schema digest <code>{digest}</code>. Made by contentgate.</footer>"
        yield "</main></div></body></html>"

    def _nav(self) -> Iterator[str]:
        yield '<nav aria-label="Contents"><h2>Types</h2><ul>'
        for section in self.sections:
            path = section.struct.path
            name = markup("::".join(path[1:]) or path[0])
            exact = section.layout.size.exact_bytes
            size = f"<small>{exact} B</small>" if exact else ""
            yield f'<li><a class="mono" href="#{section.anchor}">{name}</a>{size}</li>'
        yield "</ul>"
        enums = self.document.enums()
        if enums:
            yield "<h2>Enums</h2><ul>"
            for enum in enums:
                name = markup("::".join(enum.enum.path[1:]) or enum.enum.path[0])
                yield f'<li><a class="mono" href="#{enum.anchor}">{name}</a></li>'
            yield "</ul>"
        yield "<h2>More</h2><ul>"
        if self.document.program.facts:
            yield '<li><a href="#contract">What a consumer must say</a></li>'
        yield '<li><a href="#limits">Limits</a></li></ul></nav>'

    def _about(self, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
        yield '<dl class="about">'
        for label, text in rows:
            yield f"<dt>{markup(label)}</dt><dd>{links(text.split(', '))}</dd>"
        yield "</dl>"

    def _legend(self) -> Iterator[str]:
        program = self.document.program
        used = {
            kind_of(program, field)
            for struct in program.structs
            for field in struct.seq + struct.instances
            if field.read is not None
        }
        yield '<ul class="legend" aria-label="Colors of the diagrams">'
        for kind in KINDS:
            if kind in used:
                yield f'<li><span class="k-{kind}"></span>{_LEGEND[kind]}</li>'
        yield "</ul>"

    def _type(self, section: TypeSection) -> Iterator[str]:
        path = [markup(name) for name in section.struct.path]
        before = f'<span class="path">{"::".join(path[:-1])}::</span>' if path[1:] else ""
        yield f'<section id="{section.anchor}"><h2><span class="mono">{before}{path[-1]}</span>'
        yield f' <a class="hash" href="#{section.anchor}" aria-label="Link to this type">#</a></h2>'
        used = self._used(section.used_by)
        yield f'<p class="facts">{markup(section.size)}{" · used by " + used if used else ""}</p>'
        yield from (f"<p>{markup(text)}</p>" for text in section.doc)
        if section.struct.doc_ref and section.struct.number:
            yield f"<p>Specification: {links(section.struct.doc_ref)}</p>"
        yield from draw_html(self.document, section)
        yield from self._fields("Parameters", section.params, section)
        yield from self._fields("", section.seq, section)
        yield from self._fields("Instances", section.instances, section)
        yield from self._cases(section)
        if section.checks:
            yield "<h3>Checks</h3>"
            head = ("Rule", "Holds", "Otherwise", "CWE")
            yield from table(head, [self._check(row) for row in section.checks])
        yield "</section>"

    def _used(self, users: Sequence[tuple[int, str]]) -> str:
        return ", ".join(
            f'<a class="mono" href="#{self.document.type_anchors[number]}.{field}">'
            f"{markup(self.document.program.structs[number].path[-1])}.{markup(field)}</a>"
            for number, field in users
        )

    def _fields(self, title: str, rows: Sequence[FieldRow], section: TypeSection) -> Iterator[str]:
        if not rows:
            return
        if title:
            yield f"<h3>{title}</h3>"
        columns = {"Offset": "offset", "Name": "name", "Type": "type", "Size": "size"}
        columns |= {"Must be": "must", "Description": "doc"}
        made = [self._field(row) for row in rows]
        if not any(row.offset for row in rows):
            del columns["Offset"]
        for label in ("Size", "Must be", "Description"):
            if not any(cells[columns[label]] for cells in made):
                del columns[label]
        body = []
        for cells in made:
            body.append(
                [Cell(cells[n], n, "" if n == "doc" else label) for label, n in columns.items()]
            )
        ids = [f"{section.anchor}.{row.field.id}" for row in rows]
        yield from table(tuple(columns), body, ids)

    def _field(self, row: FieldRow) -> dict[str, str]:
        must = "".join(code(rule.text) for rule in row.rules)
        if row.range:
            must += f'<span class="note">values {markup(row.range)}</span>'
        doc = "".join(f"<p>{markup(text)}</p>" for text in row.doc)
        for label, fact in row.facts:
            doc += f'<span class="note">{markup(label)} {code(fact)}</span>'
        if row.field.doc_ref:
            doc += f'<span class="note">see {links(row.field.doc_ref)}</span>'
        return {
            "offset": markup(row.offset) or ("…" if row.size else ""),
            "name": code(row.field.id),
            "type": pieces(self.document, row.kind),
            "size": markup(row.size),
            "must": must,
            "doc": doc,
        }

    def _cases(self, section: TypeSection) -> Iterator[str]:
        for row in (*section.seq, *section.instances):
            if row.cases:
                yield f"<h3>Cases of {code(row.field.id)}</h3>"
                body = [
                    [
                        Cell(code(value), "", "Value"),
                        Cell(pieces(self.document, kind), "type", "Type"),
                    ]
                    for value, kind in row.cases
                ]
                yield from table(("Value", "Type"), body, is_short=True)

    def _check(self, row: CheckRow) -> list[Cell]:
        check = row.check
        rule = code(check.rule)
        if check.severity is not Severity.ERROR:
            rule += f' <span class="tag">{check.severity.value}</span>'
        told = message(self.document, check)
        if check.help:
            told += f'<span class="note">{markup(check.help)}</span>'
        cwe = ""
        if check.cwe is not None:
            place = f"https://cwe.mitre.org/data/definitions/{check.cwe}.html"
            cwe = f'<a href="{place}">{check.cwe}</a>'
        return [
            Cell(rule, "name", ""), Cell(code(row.condition), "must", "Holds"),
            Cell(told, "doc", ""), Cell(cwe, "", "CWE"),
        ]  # fmt: skip

    def _enums(self) -> Iterator[str]:
        for section in self.document.enums():
            path = [markup(name) for name in section.enum.path]
            before = f'<span class="path">{"::".join(path[:-1])}::</span>' if path[1:] else ""
            yield f'<section id="{section.anchor}"><h2><span class="path">enum</span> '
            yield f'<span class="mono">{before}{path[-1]}</span></h2>'
            used = self._used(section.used_by)
            yield f'<p class="facts">used by {used}</p>' if used else ""
            has_doc = any(doc for *_, doc in section.rows)
            head = ("Value", "Hex", "Name", "Description")[: 3 + has_doc]
            body = [
                [
                    Cell(str(value), "number", "Value"), Cell(code(hexed), "", "Hex"),
                    Cell(code(label), "name", ""), Cell(markup(doc), "doc", ""),
                ][: 3 + has_doc]
                for value, hexed, label, doc in section.rows
            ]  # fmt: skip
            yield from table(head, body, is_short=True)
            yield "</section>"

    def _facts(self) -> Iterator[str]:
        facts = self.document.facts()
        if not facts:
            return
        yield '<section id="contract"><h2>What a consumer must say</h2>'
        yield "<p>Facts that a contract gives, read from the consumer's own build.</p>"
        body = []
        for fact in facts:
            asked = "".join(
                f'<span class="note">{code(row.check.rule)}: {code(row.condition)}</span>'
                for row in fact.asked_by
            )
            doc = "".join(f"<p>{markup(text)}</p>" for text in fact.doc)
            cells = (code(fact.name), markup(fact.kind), doc, asked)
            names = (("name", ""), ("type", "Type"), ("doc", ""), ("must", "Asked by"))
            body.append([Cell(text, *name) for text, name in zip(cells, names, strict=True)])
        yield from table(("Fact", "Type", "What it is", "Asked by"), body)
        yield "</section>"
