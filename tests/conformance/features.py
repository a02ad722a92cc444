"""The catalogue of language features, and which of them a schema uses.

Most are seen in the Program: `finds` is asked about every node of it. What leaves no trace in
the Program (constants, ways of writing) is named by the cases themselves, under `features`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from validator.ir import expr as ir
from validator.ir import types
from validator.ir.nodes import (
    BitsRead,
    Budget,
    BytesRead,
    Check,
    CheckKind,
    Endian,
    Extent,
    Field,
    FieldKind,
    Gaps,
    NumberRead,
    Process,
    Program,
    Repeat,
    RepeatKind,
    StrRead,
    Struct,
    StructRead,
    SwitchRead,
)
from validator.runtime.checksums import ALGORITHMS

Finds = Callable[[Any], bool]


@dataclass(frozen=True)
class Feature:
    """A row of the table.

    Attributes:
        id: what cases name.
        section: heading of the table.
        title: for people; Markdown.
        finds: whether a node of a Program shows the feature; None when cases must name it.
    """

    id: str
    section: str
    title: str
    finds: Finds | None = None


def nodes_of(program: Program) -> Iterator[Any]:
    """Yield the program and everything below it, at every depth."""
    stack: list[Any] = [program]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            stack += node
        elif is_dataclass(node):
            yield node
            stack += [getattr(node, field.name) for field in fields(node)]


@cache
def features_of(program: Program) -> frozenset[str]:
    """Return the ids of the features that can be seen in a program."""
    found: set[str] = set()
    open_ = [(feature.id, feature.finds) for feature in FEATURES if feature.finds is not None]
    for node in nodes_of(program):
        found |= {id_ for id_, finds in open_ if finds(node)}
        open_ = [(id_, finds) for id_, finds in open_ if id_ not in found]
    return frozenset(found)


def _is(kind: Any, /, **wanted: Any) -> Finds:
    """Find nodes of a class, with these attributes; callables are asked."""

    def finds(node: Any) -> bool:
        if not isinstance(node, kind):
            return False
        values = ((getattr(node, name), value) for name, value in wanted.items())
        return all(value(found) if callable(value) else found == value for found, value in values)

    return finds


def _set(value: Any) -> bool:
    return value is not None


def _number(test: Callable[[NumberRead], bool]) -> Finds:
    return lambda node: isinstance(node, NumberRead) and test(node)


def _bits(test: Callable[[BitsRead], bool]) -> Finds:
    return lambda node: isinstance(node, BitsRead) and test(node)


def _text(codec: str) -> Finds:
    return _is(StrRead, encoding=lambda name: name.replace("_", "-").lower() == codec)


def _holds_text(kind: Any) -> Finds:
    """Find byte strings (or objects) by their extent."""
    return lambda node: isinstance(node, kind) and node.extent is not None


def _region(**wanted: Any) -> Finds:
    return lambda node: isinstance(node, StructRead) and _is(Extent, **wanted)(node.extent)


def _bounded(extent: Extent) -> bool:
    return extent.size is not None or extent.to_end


def _param(kind: Any) -> Finds:
    return _is(Field, kind=FieldKind.PARAM, type=lambda found: isinstance(found, kind))


def _switch(kind: Any) -> Finds:
    return _is(SwitchRead, on=lambda on: isinstance(on.type, kind))


def _call(name: str) -> Finds:
    return _is(ir.Call, name=name)


def _aligns(struct: Any) -> bool:
    if not isinstance(struct, Struct):
        return False
    reads = [field.read for field in struct.seq]
    return any(isinstance(a, BitsRead) and not isinstance(b, BitsRead) for a, b in pairwise(reads))


def _orders_change(struct: Any) -> bool:
    if not isinstance(struct, Struct):
        return False
    found = [field.read for field in struct.seq]
    orders = {read.endian for read in found if isinstance(read, BitsRead)}
    return len(orders) > 1


def _recursive(struct: Any) -> bool:
    return isinstance(struct, Struct) and any(
        isinstance(node, StructRead) and node.struct == struct.number
        for field in struct.fields
        for node in _nodes_of_field(field)
    )


def _nodes_of_field(field: Field) -> Iterator[Any]:
    stack: list[Any] = [field.read]
    while stack:
        read = stack.pop()
        yield read
        if isinstance(read, SwitchRead):
            stack += [case for _, case in read.cases]
            stack += [read.default]


def _numbers() -> Iterator[Feature]:
    section = "Numbers"
    for width in (1, 2, 4, 8):
        for sign, title in (("u", "unsigned"), ("s", "signed")):
            name = f"{sign}{width}"
            find = _number(lambda n, name=name: n.primitive.name == name)  # type: ignore[misc]  # mypy knows no lambda defaults
            yield Feature(name, section, f"`{name}`, {title} integers", find)
    for name in ("f4", "f8"):
        find = _number(lambda n, name=name: n.primitive.name == name)  # type: ignore[misc]  # mypy knows no lambda defaults
        yield Feature(name, section, f"`{name}`, floating-point numbers", find)
    wide = _number(lambda n: n.primitive.width > 1 and n.endian is Endian.LITTLE)
    yield Feature("endian-le", section, "little-endian numbers", wide)
    wide = _number(lambda n: n.primitive.width > 1 and n.endian is Endian.BIG)
    yield Feature("endian-be", section, "big-endian numbers", wide)
    yield Feature(
        "endian-switch", section, "`endian` with `switch-on`", _is(Struct, endian_cases=bool)
    )
    yield Feature(
        "endian-inherited",
        section,
        "calculated byte order of types inside",
        _is(Struct, endian_inherited=True),
    )
    yield Feature(
        "endian-default-case",
        section,
        "`_` in `endian/cases`",
        lambda n: isinstance(n, Struct) and any(case is None for case, _ in n.endian_cases),
    )
    yield Feature("exact-64", section, "64-bit values exactly")


def _bit_fields() -> Iterator[Feature]:
    section = "Bit fields"
    yield Feature(
        "bits-be", section, "big-endian bit order", _bits(lambda n: n.endian is Endian.BIG)
    )
    yield Feature(
        "bits-le", section, "little-endian bit order", _bits(lambda n: n.endian is Endian.LITTLE)
    )
    yield Feature("bits-bool", section, "`b1` as a boolean", _bits(lambda n: n.as_bool))
    yield Feature(
        "bits-wide", section, "bit fields of more than 56 bits", _bits(lambda n: n.width > 56)
    )
    yield Feature(
        "bits-enum",
        section,
        "`enum` of a bit field",
        lambda n: isinstance(n, Field) and isinstance(n.read, BitsRead) and n.enum is not None,
    )
    yield Feature(
        "bits-repeated",
        section,
        "repeated bit fields",
        lambda n: isinstance(n, Field) and isinstance(n.read, BitsRead) and n.repeat is not None,
    )
    yield Feature("bits-aligned", section, "bytes behind bits", _aligns)
    yield Feature("bits-order-changes", section, "both bit orders in one object", _orders_change)


ENCODINGS = (
    ("ascii", "ASCII"),
    ("utf-8", "UTF-8"),
    ("utf-16-le", "UTF-16LE"),
    ("utf-16-be", "UTF-16BE"),
    ("utf-32-le", "UTF-32LE"),
    ("utf-32-be", "UTF-32BE"),
    ("iso8859-1", "ISO-8859-1"),
    ("shift-jis", "SJIS"),
    ("cp437", "IBM437"),
    ("cp1251", "windows-1251"),
    ("cp1252", "windows-1252"),
)


def _bytes_and_strings() -> Iterator[Feature]:
    section = "Byte strings and strings"
    yield Feature("bytes", section, "byte strings", _holds_text(BytesRead))
    yield Feature("str", section, "`str` and `strz`", _holds_text(StrRead))
    yield Feature("size", section, "`size`", _is(Extent, size=_set))
    yield Feature("size-eos", section, "`size-eos`", _is(Extent, to_end=True))
    alone = lambda n: isinstance(n, Extent) and n.terminator is not None and not _bounded(n)  # noqa: E731 - the start of three rows
    yield Feature("terminator", section, "`terminator`", alone)
    yield Feature("include", section, "`include: true`", _is(Extent, include=True))
    yield Feature("consume", section, "`consume: false`", _is(Extent, consume=False))
    yield Feature("eos-error", section, "`eos-error: false`", _is(Extent, eos_error=False))
    yield Feature(
        "terminator-in-region",
        section,
        "`terminator` with `size` or `size-eos`",
        lambda n: isinstance(n, Extent) and n.terminator is not None and _bounded(n),
    )
    yield Feature(
        "wide-terminator",
        section,
        "terminators of UTF-16 and UTF-32",
        _is(Extent, terminator=lambda t: t is not None and len(t) > 1),
    )
    yield Feature("pad-right", section, "`pad-right`", _is(Extent, pad_right=_set))
    yield Feature("contents", section, "`contents`", _is(Check, kind=CheckKind.CONTENTS))
    for codec, name in ENCODINGS:
        yield Feature(f"encoding-{name.lower()}", section, f"encoding {name}", _text(codec))


def _control() -> Iterator[Feature]:
    section = "Conditions, repetition, switches"
    seq = {FieldKind.SEQ}
    yield Feature("if", section, "`if` of a field", _is(Field, kind=FieldKind.SEQ, condition=_set))
    yield Feature(
        "if-instance",
        section,
        "`if` of an instance",
        _is(Field, kind=lambda k: k not in seq, condition=_set),
    )
    yield Feature("repeat-expr", section, "`repeat: expr`", _is(Repeat, kind=RepeatKind.COUNT))
    yield Feature("repeat-eos", section, "`repeat: eos`", _is(Repeat, kind=RepeatKind.EOS))
    yield Feature("repeat-until", section, "`repeat: until`", _is(Repeat, kind=RepeatKind.UNTIL))
    yield Feature("index", section, "`_index`", _is(ir.Index))
    yield Feature("switch-int", section, "switch on an integer", _switch(types.IntType))
    yield Feature("switch-enum", section, "switch on an enum", _switch(types.EnumType))
    yield Feature("switch-str", section, "switch on a string", _switch(types.StrType))
    yield Feature("switch-bytes", section, "switch on a byte string", _switch(types.BytesType))
    yield Feature("switch-bool", section, "switch on a boolean", _switch(types.BoolType))
    yield Feature(
        "switch-default",
        section,
        "`_` in `cases`",
        lambda n: (
            isinstance(n, SwitchRead)
            and n.default is not None
            and not isinstance(n.default, BytesRead)
        ),
    )
    yield Feature(
        "switch-sized",
        section,
        "switch with a size",
        lambda n: isinstance(n, SwitchRead) and isinstance(n.default, BytesRead),
    )
    yield Feature(
        "switch-absent", section, "switch without a case that fits", _is(SwitchRead, default=None)
    )
    yield Feature("on", section, "`_on` in `cases`")


def _regions() -> Iterator[Feature]:
    section = "Substreams and `process`"
    yield Feature("region-size", section, "object in `size`", _region(size=_set))
    yield Feature("region-eos", section, "object in `size-eos`", _region(to_end=True))
    yield Feature(
        "region-terminator", section, "object up to `terminator`", _region(terminator=_set)
    )
    for name in ("pos", "size", "eof"):
        yield Feature(f"io-{name}", section, f"`_io.{name}`", _is(ir.StreamAttr, name=name))
    yield Feature("xor-byte", section, "`xor` with a byte", lambda n: _xor(n, types.IntType))
    yield Feature(
        "xor-bytes", section, "`xor` with a byte string", lambda n: _xor(n, types.BytesType)
    )
    for name in ("rol", "ror", "zlib"):
        yield Feature(name, section, f"`{name}`", _is(Process, name=name))
    yield Feature(
        "process-object",
        section,
        "object in processed bytes",
        lambda n: (
            isinstance(n, StructRead) and n.extent is not None and n.extent.process is not None
        ),
    )
    yield Feature(
        "process-repeated",
        section,
        "repeated processed bytes",
        lambda n: (
            isinstance(n, Field)
            and n.repeat is not None
            and getattr(getattr(n.read, "extent", None), "process", None) is not None
        ),
    )


def _xor(node: Any, kind: Any) -> bool:
    return isinstance(node, Process) and node.name == "xor" and isinstance(node.args[0].type, kind)


def _types() -> Iterator[Feature]:
    section = "Types, enums, parameters, imports"
    yield Feature("types", section, "types", _is(StructRead))
    yield Feature(
        "nested-types",
        section,
        "types inside types, `outer::inner`",
        _is(Struct, path=lambda path: len(path) > 2),
    )
    yield Feature("recursive-types", section, "types that hold themselves", _recursive)
    yield Feature("enums", section, "`enum`", _is(Field, enum=_set))
    yield Feature("nested-enums", section, "enums inside types, `type::kind`")
    yield Feature("verbose-enums", section, "enum members with `id` and `doc`")
    for name, kind in (
        ("int", types.IntType),
        ("float", types.FloatType),
        ("bool", types.BoolType),
        ("str", types.StrType),
        ("bytes", types.BytesType),
        ("enum", types.EnumType),
        ("array", types.ArrayType),
        ("io", types.StreamType),
        ("struct", types.AnyStructType),
        ("type", types.StructType),
        ("any", types.AnyType),
    ):
        yield Feature(f"param-{name}", section, f"parameter: {_PARAMS[name]}", _param(kind))
    yield Feature("import-relative", section, "relative `imports`")
    yield Feature("import-chain", section, "`imports` of imported schemas, from their folder")
    yield Feature("import-absolute", section, "absolute `imports`, with import paths")
    yield Feature(
        "unnamed",
        section,
        "fields without `id`",
        _is(Field, id=lambda id_: id_.startswith("_unnamed")),
    )


_PARAMS = {
    "int": "integer",
    "float": "float",
    "bool": "`bool`",
    "str": "`str`",
    "bytes": "`bytes`",
    "enum": "enum",
    "array": "list, `u1[]`",
    "io": "`io`",
    "struct": "`struct`",
    "type": "declared type",
    "any": "`any`",
}


def _validity() -> Iterator[Feature]:
    section = "`valid`"
    for kind in (
        CheckKind.EQ,
        CheckKind.MIN,
        CheckKind.MAX,
        CheckKind.ANY_OF,
        CheckKind.IN_ENUM,
        CheckKind.EXPR,
    ):
        yield Feature(
            f"valid-{kind.value}", section, f"`valid/{kind.value}`", _is(Check, kind=kind)
        )
    yield Feature(
        "valid-elements",
        section,
        "`valid` of a repeated field",
        lambda n: isinstance(n, Check) and n.per_element and n.kind is not CheckKind.REFERS_TO,
    )


def _instances() -> Iterator[Feature]:
    section = "Instances, `_parent`, `_root`"
    yield Feature("instance-value", section, "value instances", _is(Field, kind=FieldKind.VALUE))
    yield Feature("instance-pos", section, "instances at `pos`", _is(Field, position=_set))
    yield Feature(
        "instance-here",
        section,
        "instances without `pos`",
        _is(Field, kind=FieldKind.INSTANCE, position=None),
    )
    yield Feature("instance-io", section, "`io` of another object", _is(Field, stream=_set))
    yield Feature(
        "instance-repeated",
        section,
        "repeated instances",
        _is(Field, kind=FieldKind.INSTANCE, repeat=_set),
    )
    yield Feature("instance-early", section, "instances that are needed while reading")
    yield Feature("parent", section, "`_parent`", _is(ir.ParentOf))
    yield Feature("root", section, "`_root`", _is(ir.RootOf))
    yield Feature(
        "parent-key", section, "`parent:` with an expression", _is(StructRead, parent=_set)
    )
    yield Feature("parent-false", section, "`parent: false`", _is(StructRead, no_parent=True))


def _expressions() -> Iterator[Feature]:
    section = "Expressions"
    for op in ("+", "-", "*", "/", "%", "&", "^", "|", "<<", ">>"):
        shown = op.replace("|", "\\|")
        yield Feature(f"op {op}", section, f"`{shown}`", _is(ir.Binary, op=op))
    for op, name in (("-", "-x"), ("~", "~x"), ("not", "not")):
        yield Feature(f"op {name}", section, f"`{name}`", _is(ir.Unary, op=op))
    for op in ("==", "!=", "<", "<=", ">", ">="):
        yield Feature(f"op {op}", section, f"`{op}`", _is(ir.Compare, op=op))
    for op in ("and", "or"):
        yield Feature(f"op {op}", section, f"`{op}`", _is(ir.Logic, op=op))
    yield Feature("ternary", section, "`c ? a : b`", _is(ir.IfElse))
    yield Feature("subscript", section, "`x[i]`", _is(ir.Subscript))
    yield Feature("f-string", section, '`f"..."`', _is(ir.Concat))
    yield Feature("escapes", section, "escapes in `\"...\"`, raw `'...'`")
    yield Feature("int-literals", section, "`0x`, `0b`, `0o`, `_` between digits")
    yield Feature(
        "float-literals",
        section,
        "`1.5`, `2e3`",
        lambda n: isinstance(n, ir.Lit) and isinstance(n.value, float),
    )
    yield Feature(
        "bytes-literals",
        section,
        "`[1, 2]` as a byte string",
        lambda n: isinstance(n, ir.Lit) and isinstance(n.value, bytes),
    )
    yield Feature("list-literals", section, "`[1, 256]`", _is(ir.ArrayLit))
    yield Feature("enum-literals", section, "`enum::label`", _is(ir.EnumLit))
    yield Feature("cast", section, "`x.as<type>`", _is(ir.Cast))
    yield Feature("cast-bytes", section, "`x.as<bytes>`", _call("array_to_bytes"))
    yield Feature("sizeof", section, "`_sizeof`, `sizeof<>`, `bitsizeof<>`")
    for name in sorted(ir.METHODS - {"array_to_bytes"}):
        kind, _, method = name.partition("_")
        yield Feature(f"method {kind}.{method}", section, f"{_KINDS[kind]}`.{method}`", _call(name))


_KINDS = {
    "array": "list ",
    "bytes": "byte string ",
    "str": "string ",
    "int": "integer ",
    "float": "float ",
    "bool": "boolean ",
    "enum": "enum ",
}


def _extension_keys() -> Iterator[Feature]:
    section = "Extension keys"
    yield Feature("-checks", section, "`-checks`", _is(Check, kind=CheckKind.CHECK))
    yield Feature(
        "-checks/message",
        section,
        "`-checks/message` with expressions",
        _is(Check, message=lambda parts: any(not isinstance(p, str) for p in parts)),
    )
    for name in ALGORITHMS:
        yield Feature(
            f"-checksum {name}",
            section,
            f"`-checksum`: {name}",
            _is(Check, kind=CheckKind.CHECKSUM, algorithm=name),
        )
    yield Feature(
        "-checksum/zero",
        section,
        "`-checksum/zero`",
        _is(Check, kind=CheckKind.CHECKSUM, operands=lambda o: len(o) > 2),
    )
    yield Feature("-unique", section, "`-unique`", _is(Check, kind=CheckKind.UNIQUE))
    for order in ("ascending", "descending", "strict-ascending", "strict-descending"):
        yield Feature(
            f"-sorted {order}",
            section,
            f"`-sorted`: {order}",
            _is(Check, kind=CheckKind.SORTED, algorithm=order),
        )
    yield Feature("-refers-to", section, "`-refers-to`", _is(Check, kind=CheckKind.REFERS_TO))
    yield Feature("target", section, "`.target`", _is(ir.Target))
    yield Feature("-default", section, "`-default`", _is(Field, defaults=bool))
    yield Feature("-reserved", section, "`-reserved`", _is(Check, kind=CheckKind.RESERVED))
    yield Feature("-contract", section, "`-contract` and `contract.fact`", _is(ir.Fact))
    yield Feature("contract-name", section, "`contract.name`", _is(ir.ContractName))
    yield Feature(
        "contract-map",
        section,
        "maps of a contract",
        lambda n: isinstance(n, ir.Subscript) and isinstance(n.array.type, types.MapType),
    )
    for name in ("nodes", "depth", "unpacked"):
        default = getattr(Budget(), name)
        yield Feature(
            f"-budget/{name.replace('_', '-')}",
            section,
            f"`-budget/{name.replace('_', '-')}`",
            _is(Budget, **{name: lambda v, default=default: v != default}),
        )
    yield Feature("-overlap", section, "`-overlap`", _is(Field, may_overlap=True))
    yield Feature("-overlaps", section, "`-overlaps`", _is(Program, may_overlap=True))
    for gaps in Gaps:
        yield Feature(
            f"-gaps {gaps.value}", section, f"`-gaps: {gaps.value}`", _is(Program, gaps=gaps)
        )


def _functions() -> Iterator[Feature]:
    section = "Functions in `-` keys"
    for name in ("all", "any", "count", "sum", "min", "max", "unique", "sorted"):
        yield Feature(f"{name}()", section, f"`{name}`", _is(ir.Over, name=name))
    yield Feature("lookup()", section, "`lookup`", _is(ir.Lookup))
    yield Feature("overlaps()", section, "`overlaps`", _is(ir.Overlaps))
    yield Feature("contains()", section, "`contains`", _is(ir.Contains))
    yield Feature("start_of()", section, "`start_of`", _is(ir.SpanOf, end=False))
    yield Feature("end_of()", section, "`end_of`", _is(ir.SpanOf, end=True))


def _catalogue() -> Iterator[Feature]:
    for part in (
        _numbers,
        _bit_fields,
        _bytes_and_strings,
        _control,
        _regions,
        _types,
        _validity,
        _instances,
        _expressions,
        _extension_keys,
        _functions,
    ):
        yield from part()


FEATURES = tuple(_catalogue())
