"""The types of a format and how they refer to one another, as a graph for Graphviz.

Comes in: a Program. Goes out: DOT text: a table for each type with offset, name and type of
its fields, solid edges from a field to the type of its objects, dashed edges for references
(`-refers-to`) and from what a position is made of to what is read there. Everything that a
schema says is escaped. Nodes are HTML-like tables: records lose edges between neighbors.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.export.bounds import Bounds
from validator.export.layout import Layouts, Place
from validator.export.shown import markup, visible
from validator.export.words import Words, offset_text, plain
from validator.ir import expr as ir
from validator.ir.nodes import Field, FieldKind, Program, Read, Struct, StructRead, SwitchRead
from validator.ir.types import ArrayType, StructType, Type
from validator.ir.walk import walk

_MOST_ROWS = 60
_LONGEST = 48
_TOP, _INNER = "#cfe0fb", "#e6ebf3"
_TABLE = '<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="4" COLOR="#8896aa">'
_HEAD = """\
digraph "{name}" {{
  rankdir=LR;
  graph [fontname="Helvetica", nodesep=0.35, ranksep=1.1, pad=0.3];
  node [shape=plain, fontname="Helvetica", fontsize=10];
  edge [fontname="Helvetica", fontsize=9, color="#5b6b82", arrowsize=0.7];
"""


def render(program: Program) -> str:
    """Return the graph of a program as DOT, with a line feed at the end.

    Args:
        program: any program.
    """
    graph = _Graph(program)
    lines = [_HEAD.format(name=_quoted(program.name))]
    lines += [f"  {line}\n" for line in graph.nodes()]
    lines += [f"  {line}\n" for line in dict.fromkeys(graph.edges())]
    return "".join([*lines, "}\n"])


class _Graph:
    """Nodes and edges of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.words = Words(program)
        self.layouts = Layouts(program, Bounds(program))
        self.shown = {
            field.number for struct in program.structs for field in _rows(struct)[:_MOST_ROWS]
        }

    def nodes(self) -> Iterator[str]:
        """Yield a node for each type."""
        for struct in self.program.structs:
            layout = self.layouts.of_struct(struct.number)
            places = {place.field.number: place for place in layout.places}
            rows = _rows(struct)
            body = "".join(
                self._row(field, places.get(field.number)) for field in rows[:_MOST_ROWS]
            )
            if len(rows) > _MOST_ROWS:
                body += f'<TR><TD COLSPAN="3">{len(rows) - _MOST_ROWS} more</TD></TR>'
            color = _TOP if struct.number == 0 else _INNER
            head = f'<TR><TD COLSPAN="3" BGCOLOR="{color}"><B>{_label(struct.name)}</B></TD></TR>'
            yield f"t{struct.number} [label=<{_TABLE}{head}{body}</TABLE>>];"

    def _row(self, field: Field, place: Place | None) -> str:
        if place is not None:
            where = offset_text(place.offset) if place.offset is not None else "..."
        else:
            where = {FieldKind.VALUE: "=", FieldKind.INSTANCE: "@"}.get(field.kind, "")
        kind = plain(self.words.kind(field)) + ("[]" if field.repeat is not None else "")
        return (
            f'<TR><TD ALIGN="RIGHT" PORT="i{field.number}">{_label(where)}</TD>'
            f'<TD ALIGN="LEFT">{_label(field.id)}</TD>'
            f'<TD ALIGN="LEFT" PORT="o{field.number}">{_label(kind)}</TD></TR>'
        )

    def edges(self) -> Iterator[str]:
        """Yield an edge for each use of a type, each reference and each position."""
        for struct in self.program.structs:
            for field in _rows(struct):
                if field.read is not None:
                    yield from self._uses(field, field.read, "")
                if field.target_check is not None:
                    yield from self._reference(field)
                if field.position is not None:
                    yield from self._pointer(field)

    def _uses(self, field: Field, read: Read, label: str) -> Iterator[str]:
        match read:
            case StructRead(struct=number):
                more = f" [{_edge_label(label)}]" if label else ""
                yield f"{self._out(field)} -> t{number}{more};"
            case SwitchRead(cases=cases, default=default):
                targets: dict[int, list[str]] = {}
                rest = (("otherwise", default),) if default is not None else ()
                for key, inner in (*((self.words.expr(k), r) for k, r in cases), *rest):
                    if isinstance(inner, StructRead):
                        targets.setdefault(inner.struct, []).append(key)
                for number, keys in targets.items():
                    yield from self._uses(field, StructRead(number), ", ".join(keys))

    def _reference(self, field: Field) -> Iterator[str]:
        check = self.program.checks[field.target_check] if field.target_check is not None else None
        table = check.operands[0] if check is not None else None
        number = _element(table.type) if table is not None else None
        style = 'style=dashed, color="#1f5fbf", fontcolor="#1f5fbf", constraint=false'
        if check is not None and number is not None:
            label = _edge_label(self.words.rule(check))
            yield f"{self._out(field)} -> t{number} [{label}, {style}];"

    def _pointer(self, field: Field) -> Iterator[str]:
        style = 'style=dashed, color="#9a5b00", fontcolor="#9a5b00", constraint=false'
        for part in walk(field.position) if field.position is not None else ():
            if isinstance(part, ir.FieldGet):
                origin = self.program.fields[part.field]
                if not isinstance(origin.type, StructType) and origin.number != field.number:
                    source, target = self._out(origin), self._in(field)
                    yield f'{source} -> {target} [label="position of", {style}];'

    def _out(self, field: Field) -> str:
        port = f":o{field.number}:e" if field.number in self.shown else ""
        return f"t{field.struct}{port}"

    def _in(self, field: Field) -> str:
        port = f":i{field.number}:w" if field.number in self.shown else ""
        return f"t{field.struct}{port}"


def _rows(struct: Struct) -> tuple[Field, ...]:
    return struct.seq + struct.instances


def _element(kind: Type) -> int | None:
    match kind:
        case ArrayType(item=StructType(struct=number)):
            return number
    return None


def _label(text: str) -> str:
    """Return text for an HTML-like label, cut when it is long; empty text is no label there."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
    return markup(short) or " "


def _edge_label(text: str) -> str:
    return f"label=<{_label(text)}>"


def _quoted(text: str) -> str:
    return visible(text).replace("\\", "\\\\").replace('"', '\\"')
