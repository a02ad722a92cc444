"""A Program as JSON for other tools: types, fields, sizes, enums, checks, contract facts.

Comes in: a Program. Goes out: one JSON object, whose keys docs/export.md and
docs/export.schema.json describe. `version` grows when a key changes its meaning or goes; new
keys do not count. Sizes are in bits, offsets in bits from the start of an object.
"""

from __future__ import annotations

import json

from validator.export.bounds import Bounds
from validator.export.intervals import Range
from validator.export.layout import Layouts, Place, Size
from validator.export.origin import Origin
from validator.export.words import Words, plain
from validator.findings import SourcePos
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Check,
    EnumDef,
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
from validator.ir.types import ArrayType, EnumType, StructType, Type

VERSION = 1
Json = dict[str, object]


def render(program: Program) -> str:
    """Return the program as JSON, with a line feed at the end.

    Args:
        program: any program.
    Returns:
        The same text for the same schema on every machine; ASCII only.
    """
    return json.dumps(_Describer(program).program_json(), indent=2) + "\n"


class _Describer:
    """Describes one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.words = Words(program)
        self.bounds = Bounds(program)
        self.layouts = Layouts(program, self.bounds)
        self.origin = Origin(program)

    def program_json(self) -> Json:
        """Return everything."""
        program = self.program
        budget = program.budget
        info: dict[str, list[str]] = {}
        for key, text in program.info:
            info.setdefault(key, []).append(text)
        return {
            "format": "contentgate-schema",
            "version": VERSION,
            "name": program.name,
            "title": program.title,
            "doc": program.doc,
            "info": info,
            "digest": program.digest,
            "sources": [
                {"file": self.origin.file(path), "sha256": digest}
                for path, digest in program.sources
            ],
            "gaps": program.gaps.value,
            "budget": {
                "file_size": budget.file_size,
                "nodes": budget.nodes,
                "depth": budget.depth,
                "unpacked": budget.unpacked,
            },
            "facts": [
                {
                    "name": fact.name,
                    "type": plain(self.words.value_type(fact.type)),
                    "doc": fact.doc,
                    "source": self.source(fact.source),
                }
                for fact in program.facts
            ],
            "enums": [self.enum(enum) for enum in program.enums],
            "types": [self.struct(struct) for struct in program.structs],
        }

    def enum(self, enum: EnumDef) -> Json:
        """Return one enum."""
        docs = enum.docs or ("",) * len(enum.members)
        members = [
            {"value": value, "label": label, "doc": doc}
            for (value, label), doc in zip(enum.members, docs, strict=True)
        ]
        source = self.source(enum.source) if enum.source is not None else None
        return {"name": enum.name, "members": members, "source": source}

    def struct(self, struct: Struct) -> Json:
        """Return one type."""
        layout = self.layouts.of_struct(struct.number)
        parent = struct.parent
        is_known = isinstance(parent, StructType)
        return {
            "name": struct.name,
            "doc": struct.doc,
            "doc_ref": list(struct.doc_ref),
            "parent": self._type_name(parent) if is_known and parent is not None else None,
            "root": self.program.structs[struct.root].name,
            "size": _size(layout.size),
            "params": [self.field(field, None) for field in struct.params],
            "seq": [self.field(place.field, place) for place in layout.places],
            "instances": [self.field(field, None) for field in struct.instances],
            "checks": [self.check(self.program.checks[number]) for number in struct.checks],
            "source": self.source(struct.source),
        }

    def field(self, field: Field, place: Place | None) -> Json:
        """Return one field; `place` only for those of the seq."""
        return {
            "id": field.id,
            "kind": field.kind.value,
            "type": plain(self.words.kind(field)),
            "type_name": self._type_name(field.type),
            "read": self.read(field.read) if field.read is not None else None,
            "enum": self.program.enums[field.enum].name if field.enum is not None else None,
            "offset": place.offset if place is not None else None,
            "size": _size(place.size) if place is not None else None,
            "repeat": self.repeat(field),
            "range": _range(self.bounds.of_field(field.number)),
            "if": self.words.expr(field.condition) if field.condition is not None else None,
            "value": self.words.expr(field.value) if field.value is not None else None,
            "pos": self.words.expr(field.position) if field.position is not None else None,
            "io": self.words.expr(field.stream) if field.stream is not None else None,
            "nullable": field.nullable,
            "defaults": [self.words.expr(value) for value in field.defaults],
            "checks": [self.check(self.program.checks[number]) for number in field.checks],
            "doc": field.doc,
            "doc_ref": list(field.doc_ref),
            "source": self.source(field.source),
        }

    def repeat(self, field: Field) -> Json | None:
        """Return how often a field repeats."""
        if field.repeat is None:
            return None
        expr = field.repeat.expr
        return {
            "kind": field.repeat.kind.value,
            "expr": self.words.expr(expr) if expr is not None else None,
            "count": _range(self.bounds.of_count(field.repeat)),
        }

    def check(self, check: Check) -> Json:
        """Return one condition."""
        return {
            "rule": check.rule,
            "kind": check.kind.value,
            "severity": check.severity.value,
            "text": self.words.rule(check),
            "expr": self.words.expr(check.condition) if check.condition is not None else None,
            "operands": [self.words.expr(part) for part in check.operands],
            "algorithm": check.algorithm or None,
            "each": check.per_element,
            "at": self.program.fields[check.at].id if check.at is not None else None,
            "needs_contract": check.needs_contract,
            "message": self.words.message(check),
            "help": check.help,
            "cwe": check.cwe,
            "source": self.source(check.source),
        }

    def read(self, read: Read) -> Json:
        """Return how a value is read."""
        match read:
            case NumberRead(primitive=primitive, endian=endian):
                return {
                    "kind": "float" if primitive.is_float else "integer",
                    "bits": primitive.width * 8,
                    "signed": primitive.signed,
                    "endian": endian.value if primitive.width > 1 else None,
                }
            case BitsRead(width=width, endian=endian, as_bool=as_bool):
                return {"kind": "bits", "bits": width, "endian": endian.value, "bool": as_bool}
            case BytesRead(extent=extent):
                return {"kind": "bytes", "extent": self.extent(extent)}
            case StrRead(extent=extent, encoding=encoding):
                return {"kind": "string", "encoding": encoding, "extent": self.extent(extent)}
            case StructRead(struct=number, args=args, extent=extent):
                return {
                    "kind": "type",
                    "name": self.program.structs[number].name,
                    "args": [self.words.expr(arg) for arg in args],
                    "extent": self.extent(extent) if extent is not None else None,
                }
            case SwitchRead(on=on, cases=cases, default=default):
                return {
                    "kind": "switch",
                    "on": self.words.expr(on),
                    "cases": [
                        {"value": self.words.expr(key), "read": self.read(inner)}
                        for key, inner in cases
                    ],
                    "default": self.read(default) if default is not None else None,
                }
        raise TypeError(f"unknown read {type(read).__name__}")

    def extent(self, extent: Extent) -> Json:
        """Return where bytes end."""
        process = extent.process
        return {
            "size": self.words.expr(extent.size) if extent.size is not None else None,
            "to_end": extent.to_end,
            "terminator": extent.terminator.hex() if extent.terminator is not None else None,
            "include": extent.include,
            "consume": extent.consume,
            "eos_error": extent.eos_error,
            "pad_right": extent.pad_right,
            "process": None
            if process is None
            else {"name": process.name, "args": [self.words.expr(arg) for arg in process.args]},
        }

    def _type_name(self, kind: Type) -> str | None:
        match kind:
            case StructType(struct=number):
                return self.program.structs[number].name
            case EnumType(enum=number):
                return self.program.enums[number].name
            case ArrayType(item=item):
                return self._type_name(item)
        return None

    def source(self, position: SourcePos) -> Json:
        """Return a place in the schema."""
        return {
            "file": self.origin.file(position.file),
            "line": position.line,
            "column": position.column,
            "path": position.path,
        }


def _size(size: Size) -> Json:
    return {"min": size.low, "max": size.high}


def _range(found: Range) -> Json:
    return {"min": found.low, "max": found.high}
