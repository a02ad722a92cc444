"""First pass: give every type, enum and field its number, scope and inherited settings."""

from __future__ import annotations

from collections.abc import Mapping

from validator.ksy.lookup import Lookup
from validator.ksy.syntax import (
    AttrSpec,
    ParamSpec,
    SchemaFile,
    SwitchEndian,
    SwitchUse,
    TypeSpec,
    TypeUse,
)
from validator.passes.builtin import is_builtin
from validator.passes.elsewhere import type_elsewhere
from validator.passes.world import EnumDecl, ParentUse, StructDecl, World


def declare(
    files: tuple[SchemaFile, ...],
    opaque: Mapping[str, SchemaFile] | None = None,
    lookup: Lookup | None = None,
) -> World:
    """Build the world of one schema and its imports.

    Args:
        files: the schema first, then its imports.
        opaque: name of an opaque type -> the one of the files that stands for it.
        lookup: what stands for custom processes.
    Returns:
        A world in which every name can be looked up; struct 0 is the schema's top type.
    """
    world = World(files, lookup or Lookup())
    for file in files:
        top = _declare_type(world, file.top, file, None)
        world.tops.setdefault(top.spec.id, top)
    for name, file in (opaque or {}).items():
        top = next(decl for decl in world.structs if decl.file is file and decl.outer is None)
        world.tops.setdefault(name, top)
    for decl in list(world.structs):
        _number_fields(world, decl)
        _record_uses(world, decl)
    return world


def _declare_type(
    world: World, spec: TypeSpec, file: SchemaFile, outer: StructDecl | None
) -> StructDecl:
    endian: str | SwitchEndian | None = spec.meta.endian
    bit_endian = spec.meta.bit_endian
    encoding = spec.meta.encoding.text if spec.meta.encoding else None
    if outer is not None:
        endian = endian if endian is not None else outer.endian
        bit_endian = bit_endian or outer.bit_endian
        encoding = encoding or outer.encoding
    path = (*outer.path, spec.id) if outer else (spec.id,)
    decl = StructDecl(
        len(world.structs), spec, file, outer, path, endian, bit_endian or "be", encoding
    )
    world.structs.append(decl)
    for enum in spec.enums:
        declared = EnumDecl(
            len(world.enums),
            enum,
            (*path, enum.id),
            {label: value for value, label in enum.members},
        )
        world.enums.append(declared)
        decl.enums[enum.id] = declared
    for inner in spec.types:
        decl.types[inner.id] = _declare_type(world, inner, file, decl)
    return decl


def _number_fields(world: World, decl: StructDecl) -> None:
    specs: tuple[AttrSpec | ParamSpec, ...] = (*decl.spec.params, *decl.attrs)
    for spec in specs:
        decl.numbers[spec.id] = len(world.fields)
        world.fields.append((decl, spec))


def _record_uses(world: World, decl: StructDecl) -> None:
    for attr in decl.attrs:
        for use in type_uses(attr):
            if is_builtin(use):
                continue
            target = world.find_type(decl, use.names, use.is_absolute)
            if target is None:
                _report_unknown(world, decl, use)
            elif not attr.no_parent and target.file is decl.file:
                target.uses.append(ParentUse(decl, attr.parent))


def type_uses(attr: AttrSpec) -> tuple[TypeUse, ...]:
    """Return every type that a field names, the cases of a switch included."""
    match attr.type:
        case TypeUse():
            return (attr.type,)
        case SwitchUse(cases=cases):
            return tuple(use for _, use in cases)
    return ()


def _report_unknown(world: World, decl: StructDecl, use: TypeUse) -> None:
    if decl.file.top.meta.opaque_types:
        name = use.names[0]
        world.report(
            "unsupported-feature",
            f"nothing is known of the opaque type {use.text}",
            use.pos,
            expected="a type declared here or imported, or a schema that stands for it"
            f" (--opaque {name}=SCHEMA.ksy)",
            found=use.text,
        )
        return
    world.report(
        "unknown-type",
        "type is not declared",
        use.pos,
        expected="a built-in type, or one declared here or imported",
        found=use.text,
        near=(use.names[-1], world.visible_types(decl)),
        hint=type_elsewhere(world, use.names),
    )
