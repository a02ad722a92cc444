"""The catalogue of language features, and which of them a schema uses.

Most are seen in the Program: `finds` is asked about every node of it. What leaves no trace in
the Program (constants, ways of writing) is named by the cases themselves, under `features`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from extension_features import extension_keys, functions
from finders import (
    Feature,
    aligns_bits,
    bits_that,
    call_of,
    changes_bit_order,
    has_extent,
    is_bounded,
    is_node,
    is_recursive,
    is_set,
    number_that,
    parameter_of,
    region_with,
    switch_on,
    text_in,
    xor_with,
)

from validator.ir import expr as ir
from validator.ir import types
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Check,
    CheckKind,
    Endian,
    Extent,
    Field,
    FieldKind,
    Process,
    Program,
    Repeat,
    RepeatKind,
    StrRead,
    Struct,
    StructRead,
    SwitchRead,
)


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


def _numbers() -> Iterator[Feature]:
    section = "Numbers"
    for width in (1, 2, 4, 8):
        for sign, title in (("u", "unsigned"), ("s", "signed")):
            name = f"{sign}{width}"
            find = number_that(lambda n, name=name: n.primitive.name == name)  # type: ignore[misc]  # mypy knows no lambda defaults
            yield Feature(name, section, f"`{name}`, {title} integers", find)
    for name in ("f4", "f8"):
        find = number_that(lambda n, name=name: n.primitive.name == name)  # type: ignore[misc]  # mypy knows no lambda defaults
        yield Feature(name, section, f"`{name}`, floating-point numbers", find)
    wide = number_that(lambda n: n.primitive.width > 1 and n.endian is Endian.LITTLE)
    yield Feature("endian-le", section, "little-endian numbers", wide)
    wide = number_that(lambda n: n.primitive.width > 1 and n.endian is Endian.BIG)
    yield Feature("endian-be", section, "big-endian numbers", wide)
    yield Feature(
        "endian-switch", section, "`endian` with `switch-on`", is_node(Struct, endian_cases=bool)
    )
    yield Feature(
        "endian-inherited",
        section,
        "calculated byte order of types inside",
        is_node(Struct, endian_inherited=True),
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
        "bits-be", section, "big-endian bit order", bits_that(lambda n: n.endian is Endian.BIG)
    )
    yield Feature(
        "bits-le",
        section,
        "little-endian bit order",
        bits_that(lambda n: n.endian is Endian.LITTLE),
    )
    yield Feature("bits-bool", section, "`b1` as a boolean", bits_that(lambda n: n.as_bool))
    yield Feature(
        "bits-wide", section, "bit fields of more than 56 bits", bits_that(lambda n: n.width > 56)
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
    yield Feature("bits-aligned", section, "bytes behind bits", aligns_bits)
    yield Feature("bits-order-changes", section, "both bit orders in one object", changes_bit_order)


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
    yield Feature("bytes", section, "byte strings", has_extent(BytesRead))
    yield Feature("str", section, "`str` and `strz`", has_extent(StrRead))
    yield Feature("size", section, "`size`", is_node(Extent, size=is_set))
    yield Feature("size-eos", section, "`size-eos`", is_node(Extent, to_end=True))
    alone = lambda n: isinstance(n, Extent) and n.terminator is not None and not is_bounded(n)  # noqa: E731 - the start of three rows
    yield Feature("terminator", section, "`terminator`", alone)
    yield Feature("include", section, "`include: true`", is_node(Extent, include=True))
    yield Feature("consume", section, "`consume: false`", is_node(Extent, consume=False))
    yield Feature("eos-error", section, "`eos-error: false`", is_node(Extent, eos_error=False))
    yield Feature(
        "terminator-in-region",
        section,
        "`terminator` with `size` or `size-eos`",
        lambda n: isinstance(n, Extent) and n.terminator is not None and is_bounded(n),
    )
    yield Feature(
        "wide-terminator",
        section,
        "terminators of UTF-16 and UTF-32",
        is_node(Extent, terminator=lambda t: t is not None and len(t) > 1),
    )
    yield Feature("pad-right", section, "`pad-right`", is_node(Extent, pad_right=is_set))
    yield Feature("contents", section, "`contents`", is_node(Check, kind=CheckKind.CONTENTS))
    for codec, name in ENCODINGS:
        yield Feature(f"encoding-{name.lower()}", section, f"encoding {name}", text_in(codec))


def _control() -> Iterator[Feature]:
    section = "Conditions, repetition, switches"
    seq = {FieldKind.SEQ}
    yield Feature(
        "if", section, "`if` of a field", is_node(Field, kind=FieldKind.SEQ, condition=is_set)
    )
    yield Feature(
        "if-instance",
        section,
        "`if` of an instance",
        is_node(Field, kind=lambda k: k not in seq, condition=is_set),
    )
    yield Feature("repeat-expr", section, "`repeat: expr`", is_node(Repeat, kind=RepeatKind.COUNT))
    yield Feature("repeat-eos", section, "`repeat: eos`", is_node(Repeat, kind=RepeatKind.EOS))
    yield Feature(
        "repeat-until", section, "`repeat: until`", is_node(Repeat, kind=RepeatKind.UNTIL)
    )
    yield Feature("index", section, "`_index`", is_node(ir.Index))
    yield Feature("switch-int", section, "switch on an integer", switch_on(types.IntType))
    yield Feature("switch-enum", section, "switch on an enum", switch_on(types.EnumType))
    yield Feature("switch-str", section, "switch on a string", switch_on(types.StrType))
    yield Feature("switch-bytes", section, "switch on a byte string", switch_on(types.BytesType))
    yield Feature("switch-bool", section, "switch on a boolean", switch_on(types.BoolType))
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
        "switch-absent",
        section,
        "switch without a case that fits",
        is_node(SwitchRead, default=None),
    )
    yield Feature("on", section, "`_on` in `cases`")


def _regions() -> Iterator[Feature]:
    section = "Substreams and `process`"
    yield Feature("region-size", section, "object in `size`", region_with(size=is_set))
    yield Feature("region-eos", section, "object in `size-eos`", region_with(to_end=True))
    yield Feature(
        "region-terminator", section, "object up to `terminator`", region_with(terminator=is_set)
    )
    for name in ("pos", "size", "eof"):
        yield Feature(f"io-{name}", section, f"`_io.{name}`", is_node(ir.StreamAttr, name=name))
    yield Feature("xor-byte", section, "`xor` with a byte", lambda n: xor_with(n, types.IntType))
    yield Feature(
        "xor-bytes", section, "`xor` with a byte string", lambda n: xor_with(n, types.BytesType)
    )
    for name in ("rol", "ror", "zlib"):
        yield Feature(name, section, f"`{name}`", is_node(Process, name=name))
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


def _types() -> Iterator[Feature]:
    section = "Types, enums, parameters, imports"
    yield Feature("types", section, "types", is_node(StructRead))
    yield Feature(
        "nested-types",
        section,
        "types inside types, `outer::inner`",
        is_node(Struct, path=lambda path: len(path) > 2),
    )
    yield Feature("recursive-types", section, "types that hold themselves", is_recursive)
    yield Feature("enums", section, "`enum`", is_node(Field, enum=is_set))
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
        yield Feature(f"param-{name}", section, f"parameter: {_PARAMS[name]}", parameter_of(kind))
    yield Feature("import-relative", section, "relative `imports`")
    yield Feature("import-chain", section, "`imports` of imported schemas, from their folder")
    yield Feature("import-absolute", section, "absolute `imports`, with import paths")
    yield Feature(
        "unnamed",
        section,
        "fields without `id`",
        is_node(Field, id=lambda id_: id_.startswith("_unnamed")),
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
            f"valid-{kind.value}", section, f"`valid/{kind.value}`", is_node(Check, kind=kind)
        )
    yield Feature(
        "valid-elements",
        section,
        "`valid` of a repeated field",
        lambda n: isinstance(n, Check) and n.per_element and n.kind is not CheckKind.REFERS_TO,
    )


def _instances() -> Iterator[Feature]:
    section = "Instances, `_parent`, `_root`"
    yield Feature(
        "instance-value", section, "value instances", is_node(Field, kind=FieldKind.VALUE)
    )
    yield Feature("instance-pos", section, "instances at `pos`", is_node(Field, position=is_set))
    yield Feature(
        "instance-here",
        section,
        "instances without `pos`",
        is_node(Field, kind=FieldKind.INSTANCE, position=None),
    )
    yield Feature("instance-io", section, "`io` of another object", is_node(Field, stream=is_set))
    yield Feature(
        "instance-repeated",
        section,
        "repeated instances",
        is_node(Field, kind=FieldKind.INSTANCE, repeat=is_set),
    )
    yield Feature("instance-early", section, "instances that are needed while reading")
    yield Feature("parent", section, "`_parent`", is_node(ir.ParentOf))
    yield Feature("root", section, "`_root`", is_node(ir.RootOf))
    yield Feature(
        "parent-key", section, "`parent:` with an expression", is_node(StructRead, parent=is_set)
    )
    yield Feature("parent-false", section, "`parent: false`", is_node(StructRead, no_parent=True))


def _expressions() -> Iterator[Feature]:
    section = "Expressions"
    for op in ("+", "-", "*", "/", "%", "&", "^", "|", "<<", ">>"):
        shown = op.replace("|", "\\|")
        yield Feature(f"op {op}", section, f"`{shown}`", is_node(ir.Binary, op=op))
    for op, name in (("-", "-x"), ("~", "~x"), ("not", "not")):
        yield Feature(f"op {name}", section, f"`{name}`", is_node(ir.Unary, op=op))
    for op in ("==", "!=", "<", "<=", ">", ">="):
        yield Feature(f"op {op}", section, f"`{op}`", is_node(ir.Compare, op=op))
    for op in ("and", "or"):
        yield Feature(f"op {op}", section, f"`{op}`", is_node(ir.Logic, op=op))
    yield Feature("ternary", section, "`c ? a : b`", is_node(ir.IfElse))
    yield Feature("subscript", section, "`x[i]`", is_node(ir.Subscript))
    yield Feature("f-string", section, '`f"..."`', is_node(ir.Concat))
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
    yield Feature("list-literals", section, "`[1, 256]`", is_node(ir.ArrayLit))
    yield Feature("enum-literals", section, "`enum::label`", is_node(ir.EnumLit))
    yield Feature("cast", section, "`x.as<type>`", is_node(ir.Cast))
    yield Feature("cast-bytes", section, "`x.as<bytes>`", call_of("array_to_bytes"))
    yield Feature("sizeof", section, "`_sizeof`, `sizeof<>`, `bitsizeof<>`")
    for name in sorted(ir.METHODS - {"array_to_bytes"}):
        kind, _, method = name.partition("_")
        yield Feature(
            f"method {kind}.{method}", section, f"{_KINDS[kind]}`.{method}`", call_of(name)
        )


_KINDS = {
    "array": "list ",
    "bytes": "byte string ",
    "str": "string ",
    "int": "integer ",
    "float": "float ",
    "bool": "boolean ",
    "enum": "enum ",
}


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
        extension_keys,
        functions,
    ):
        yield from part()


FEATURES = tuple(_catalogue())
