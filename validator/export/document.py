"""The documentation of a format before it is written: sections, rows, anchors.

Comes in: a Program. Goes out: what the Markdown and the HTML page both say, in order. It
refuses to know markup.
"""

from __future__ import annotations

from collections.abc import Sequence

from validator.dataclass import dataclass
from validator.export.bounds import Bounds
from validator.export.diagram import Band, draw
from validator.export.layout import Layouts, Place, Size, StructLayout
from validator.export.origin import Origin
from validator.export.shown import paragraphs
from validator.export.words import (
    Piece,
    Rule,
    Words,
    grouped,
    offset_text,
    plain,
    plural,
    range_text,
    size_text,
)
from validator.findings import SourcePos
from validator.ir.expr import Expr
from validator.ir.nodes import (
    Check,
    EnumDef,
    Field,
    FieldKind,
    Gaps,
    Program,
    Read,
    Struct,
    StructRead,
    SwitchRead,
)

_GAPS = {
    Gaps.ERROR: "Every byte must belong to a field.",
    Gaps.PADDING: "Bytes that belong to no field must be all 00 or all ff.",
    Gaps.ALLOW: "Bytes that belong to no field are permitted.",
}
_HUGE = 1 << 40
_INFO = {
    "application": "Used by",
    "file-extension": "File extension",
    "license": "License of the schema",
    "tags": "Tags",
    "xref": "See also",
}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One row of a table of fields.

    Attributes:
        offset: from the start of the object, "" when it varies; of an instance its position.
        facts: (label, text) of how it is read.
        range: the values that it can have, when its checks and its width say more than `rules`.
        cases: (value, type) of a switch.
    """

    field: Field
    offset: str
    size: str
    kind: tuple[Piece, ...]
    facts: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]
    range: str
    cases: tuple[tuple[str, tuple[Piece, ...]], ...]
    doc: tuple[str, ...]

    @property
    def is_reserved(self) -> bool:
        """Whether the field holds nothing."""
        return any(rule.check.kind.value == "-reserved" for rule in self.rules)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One condition over an object."""

    check: Check
    condition: str
    message: str
    at: str


@dataclass(frozen=True, slots=True)
class TypeSection:
    """All about one type."""

    struct: Struct
    anchor: str
    layout: StructLayout
    size: str
    bands: tuple[Band, ...]
    params: tuple[FieldRow, ...]
    seq: tuple[FieldRow, ...]
    instances: tuple[FieldRow, ...]
    checks: tuple[CheckRow, ...]
    used_by: tuple[tuple[int, str], ...]
    doc: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactRow:
    """One contract fact: what a consumer must say, and which conditions read it."""

    name: str
    kind: str
    doc: tuple[str, ...]
    asked_by: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class EnumSection:
    """One enum: (value, hex value, label, doc) of its members, and the fields that use it."""

    enum: EnumDef
    anchor: str
    rows: tuple[tuple[int, str, str, str], ...]
    used_by: tuple[tuple[int, str], ...]


class Document:
    """The documentation of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.words = Words(program)
        self.bounds = Bounds(program)
        self.layouts = Layouts(program, self.bounds)
        self.origin = Origin(program)
        self.type_anchors = _anchors("type", [struct.path for struct in program.structs])
        self.enum_anchors = _anchors("enum", [enum.path for enum in program.enums])
        self._users = _users(program)

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.program.title or self.program.name

    @property
    def doc(self) -> tuple[str, ...]:
        """Paragraphs about the format as a whole."""
        return paragraphs(self.program.doc)

    def about(self) -> tuple[tuple[str, str], ...]:
        """Return (label, text) about the format."""
        grouped: dict[str, list[str]] = {}
        for key, text in self.program.info:
            grouped.setdefault(_INFO.get(key, key), []).append(text)
        rows = [("Schema", self.program.name)]
        rows += [(label, ", ".join(texts)) for label, texts in grouped.items()]
        if self.program.structs[0].doc_ref:
            rows.append(("Specification", ", ".join(self.program.structs[0].doc_ref)))
        size = self.layouts.of_struct(0).size
        if self.layouts.has_pointers or self.program.gaps is not Gaps.ERROR:
            size = Size(size.low, None)
        rows.append(("Size of a file", size_text(size)))
        rows.append(("Digest of the schema", self.program.digest[:16]))
        return tuple(rows)

    def limits(self) -> tuple[tuple[str, str], ...]:
        """Return (label, text) of the budget and of what unexplained bytes mean."""
        budget = self.program.budget
        return (
            ("Largest file", plural(budget.file_size, "byte")),
            ("Most values", grouped(budget.nodes)),
            ("Deepest nesting", plural(budget.depth, "object")),
            ("Most unpacked bytes", plural(budget.unpacked, "byte")),
            ("Gaps", _GAPS[self.program.gaps]),
        )

    def types(self) -> tuple[TypeSection, ...]:
        """Return a section for each type, in the order of the schema."""
        return tuple(self._type(struct) for struct in self.program.structs)

    def _type(self, struct: Struct) -> TypeSection:
        layout = self.layouts.of_struct(struct.number)
        places = {place.field.number: place for place in layout.places}
        elsewhere = self.layouts.of_instances(struct.number)
        return TypeSection(
            struct=struct,
            anchor=self.type_anchors[struct.number],
            layout=layout,
            size=size_text(layout.size) + (", and what it points to" if elsewhere else ""),
            bands=draw(layout, elsewhere),
            params=tuple(self._row(field, None) for field in struct.params),
            seq=tuple(self._row(field, places[field.number]) for field in struct.seq),
            instances=tuple(self._row(field, None) for field in struct.instances),
            checks=tuple(self.check(self.program.checks[number]) for number in struct.checks),
            used_by=self._users.get(("type", struct.number), ()),
            doc=paragraphs(struct.doc) if struct.number else (),
        )

    def _row(self, field: Field, place: Place | None) -> FieldRow:
        rules = self.words.rules(field)
        found = self.bounds.of_field(field.number)
        is_plain = found == self.bounds.natural(field) or any(
            rule.check.kind.value in ("eq", "min", "max", "any-of", "-reserved") for rule in rules
        )
        is_open = found.low is None or found.high is None or found.high > _HUGE
        if place is not None:
            offset = offset_text(place.offset) if place.offset is not None else ""
            size = self.words.length(place)
        else:
            offset = ""
            size = self.words.instance_length(field, self.layouts)
        return FieldRow(
            field=field,
            offset=offset,
            size=size,
            kind=self.words.kind(field),
            facts=self.words.facts(field),
            rules=rules,
            range="" if is_plain or is_open or field.enum is not None else range_text(found),
            cases=self.words.cases(field),
            doc=paragraphs(field.doc),
        )

    def check(self, check: Check) -> CheckRow:
        """Return one condition as a row."""
        condition = self.words.rule(check)
        at = self.program.fields[check.at].id if check.at is not None else ""
        return CheckRow(check, condition, self.words.message(check), at)

    def facts(self) -> tuple[FactRow, ...]:
        """Return a row for each contract fact."""
        asking = [check for check in self.program.checks if check.needs_contract]
        rows = []
        for fact in self.program.facts:
            askers = tuple(
                self.check(check)
                for check in asking
                if any(self.words.reads_fact(part, fact.name) for part in _exprs(check))
            )
            kind = plain(self.words.value_type(fact.type))
            rows.append(FactRow(fact.name, kind, paragraphs(fact.doc), askers))
        return tuple(rows)

    def enums(self) -> tuple[EnumSection, ...]:
        """Return a section for each enum, in the order of the schema."""
        return tuple(self._enum(enum) for enum in self.program.enums)

    def _enum(self, enum: EnumDef) -> EnumSection:
        docs = enum.docs or ("",) * len(enum.members)
        rows = tuple(
            (value, f"{value:#x}", label, " ".join(paragraphs(doc)))
            for (value, label), doc in zip(enum.members, docs, strict=True)
        )
        used = self._users.get(("enum", enum.number), ())
        return EnumSection(enum, self.enum_anchors[enum.number], rows, used)

    def source(self, position: SourcePos) -> str:
        """Return `FILE:LINE` of a place in the schema."""
        return self.origin.place(position)


def _exprs(check: Check) -> list[Expr]:
    return [part for part in (check.condition, *check.operands) if part is not None]


def _anchors(prefix: str, paths: Sequence[tuple[str, ...]]) -> list[str]:
    """Return an anchor for each path; two of the same name get a number."""
    taken: dict[str, int] = {}
    found = []
    for path in paths:
        name = "-".join((prefix, *path))
        taken[name] = taken.get(name, 0) + 1
        found.append(name if taken[name] == 1 else f"{name}--{taken[name]}")
    return found


def _users(program: Program) -> dict[tuple[str, int], tuple[tuple[int, str], ...]]:
    """Return, for each type and enum, the (struct number, field id) that use it."""
    found: dict[tuple[str, int], dict[tuple[int, str], None]] = {}
    for field in program.fields:
        user = (field.struct, field.id)
        if field.enum is not None:
            found.setdefault(("enum", field.enum), {})[user] = None
        for number in _structs(field.read):
            found.setdefault(("type", number), {})[user] = None
    return {key: tuple(users) for key, users in found.items()}


def _structs(read: Read | None) -> list[int]:
    match read:
        case StructRead(struct=number):
            return [number]
        case SwitchRead(cases=cases, default=default):
            inner = [one for _, one in cases] + ([default] if default is not None else [])
            return [number for one in inner for number in _structs(one)]
    return []


def is_computed(row: FieldRow) -> bool:
    """Whether the row is a value that no bytes stand for."""
    return row.field.kind is FieldKind.VALUE
