"""Last pass: the world becomes the frozen Program."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from validator.findings import Severity
from validator.ir import expr as ir
from validator.ir.dump import dump_program
from validator.ir.nodes import (
    Budget,
    EnumDef,
    FactDef,
    Field,
    FieldKind,
    Gaps,
    Program,
    Repeat,
    RepeatKind,
    Struct,
)
from validator.ir.types import ANY, BOOL, INT, ArrayType, EnumType, IntType, Type
from validator.ksy.syntax import AttrSpec, ExprText, Name, ParamSpec, SwitchEndian
from validator.passes.collect_checks import Collector
from validator.passes.context import Context
from validator.passes.elsewhere import enum_elsewhere, type_elsewhere
from validator.passes.field_types import combine, describe, ref_type
from validator.passes.infer_types import Typer, known_or_none
from validator.passes.lower_coverage import lower_combinations, lower_coverage
from validator.passes.lower_reads import lower_read
from validator.passes.problem import ExprProblem
from validator.passes.world import StructDecl, World


def lower(world: World, typer: Typer) -> Program:
    """Turn a world into a Program; findings go to `world.findings`.

    Args:
        world: from `declare`.
        typer: types of the same world.
    Returns:
        A Program; only meaningful when no finding was reported.
    """
    collector = Collector(typer)
    structs = tuple(_struct(typer, collector, decl) for decl in world.structs)
    fields = tuple(field for struct in structs for field in struct.fields)
    main = world.files[0]
    budget = Budget(**{key.replace("-", "_"): value for key, value in main.budget})
    program = Program(
        name=main.top.id,
        title=main.top.meta.title,
        doc=main.top.doc,
        structs=structs,
        enums=tuple(
            EnumDef(e.number, e.path, e.spec.members, e.spec.docs, e.spec.pos) for e in world.enums
        ),
        fields=fields,
        checks=tuple(collector.checks),
        facts=tuple(
            FactDef(fact.name, typer.facts[fact.name], fact.doc, fact.pos) for fact in world.facts
        ),
        budget=budget,
        gaps=Gaps(main.gaps),
        sources=tuple((file.path, _sha256(file.text)) for file in world.files),
        digest="",
        info=main.top.meta.info,
        may_overlap=main.overlaps == "allow",
    )
    if any(finding.severity is Severity.ERROR for finding in world.findings):
        return program  # not to be used, and perhaps too big to be dumped
    return replace(program, digest=_sha256(dump_program(program)))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _struct(typer: Typer, collector: Collector, decl: StructDecl) -> Struct:
    params = tuple(_param(typer, decl, spec) for spec in decl.spec.params)
    seq = tuple(_field(typer, collector, decl, spec) for spec in decl.spec.seq)
    instances = tuple(_field(typer, collector, decl, spec) for spec in decl.spec.instances)
    if decl.spec.to_string is not None:
        typer.expression(decl.spec.to_string, Context(decl), "str")
    parent: Type | None = None
    try:
        parent = typer.parent_type(decl)
    except ExprProblem:
        parent = None  # reported where the `parent:` expression stands
    own = decl.spec.meta.endian
    return Struct(
        number=decl.number,
        path=decl.path,
        params=params,
        seq=seq,
        instances=instances,
        checks=collector.type_checks(decl),
        parent=parent,
        root=decl.top.number,
        endian_cases=_endian_cases(typer, decl, own) if isinstance(own, SwitchEndian) else (),
        endian_inherited=isinstance(decl.endian, SwitchEndian) and own is None,
        doc=decl.spec.doc,
        source=decl.spec.pos,
        doc_ref=decl.spec.doc_ref,
        combinations=lower_combinations(typer, decl),
    )


def _endian_cases(
    typer: Typer, decl: StructDecl, spec: SwitchEndian
) -> tuple[tuple[ir.Expr | None, bool], ...]:
    context = Context(decl)
    on = typer.expression(spec.on, context, "switchable")
    cases: list[tuple[ir.Expr | None, bool]] = []
    default: list[tuple[ir.Expr | None, bool]] = []
    for key, is_little in spec.cases:
        if key is None:
            default.append((None, is_little))
            continue
        value = typer.expression(key, context)
        if value is None or on is None:
            continue
        if combine(on.type, value.type) is None:
            typer.world.report(
                "type-mismatch", "case can never be equal to switch-on", key.pos,
                expected=describe(typer.world, on.type), found=describe(typer.world, value.type),
            )  # fmt: skip
            continue
        cases.append((ir.Compare("==", on, value, BOOL), is_little))
    return (*cases, *default)


def _param(typer: Typer, decl: StructDecl, spec: ParamSpec) -> Field:
    known = known_or_none(typer, decl.numbers[spec.id])
    kind = known.type if known is not None else ANY
    if spec.type is not None and ref_type(typer.world, decl, spec.type) is None:
        typer.world.report(
            "unknown-type", "type is not declared", spec.type_pos or spec.pos,
            expected="a built-in type, or one declared here or imported",
            found="::".join(spec.type.names),
            near=(spec.type.names[-1], typer.world.visible_types(decl)),
            hint=type_elsewhere(typer.world, spec.type.names),
        )  # fmt: skip
    enum = _enum(typer, decl, spec.enum)
    if enum is not None and known is not None and not _takes_enum(kind):
        _needs_integer(typer, spec, kind)
    return Field(
        decl.numbers[spec.id], decl.number, spec.id, FieldKind.PARAM, kind, None, None, None,
        None, None, None, enum, False, (), (), None, spec.doc, spec.pos,
    )  # fmt: skip


def _enum(typer: Typer, decl: StructDecl, name: Name | None) -> int | None:
    if name is None:
        return None
    enum = typer.world.find_enum(decl, tuple(name.text.split("::")), False)
    if enum is None:
        known = {key for scope in decl.scopes() for key in scope.enums}
        typer.world.report(
            "unknown-enum", "enum is not declared", name.pos,
            expected="an enum in scope", found=name.text, near=(name.text, known),
            hint=enum_elsewhere(typer.world, tuple(name.text.split("::"))),
        )  # fmt: skip
        return None
    return enum.number


def _optional(typer: Typer, text: ExprText | None, context: Context, want: str) -> ir.Expr | None:
    return typer.expression(text, context, want) if text is not None else None


def _field(typer: Typer, collector: Collector, decl: StructDecl, attr: AttrSpec) -> Field:
    number = decl.numbers[attr.id]
    context = Context(decl)
    value: ir.Expr | None = None
    read = None
    if attr.value is not None:
        value = typer.expression(attr.value, context)
    else:
        read = lower_read(typer, decl, attr)
    enum = _enum(typer, decl, attr.enum)
    known = known_or_none(typer, number)
    kind = known.type if known is not None else ANY
    if enum is not None and known is not None and value is not None:
        _check_enum_value(typer, attr, value.type)
    elif enum is not None and known is not None and not _takes_enum(kind):
        _needs_integer(typer, attr, kind)
    element = kind.item if attr.repeat is not None and isinstance(kind, ArrayType) else kind
    checks = collector.field_checks(decl, attr, kind) if known is not None else ()
    target = next((n for n in checks if collector.checks[n].rule == "dangling-reference"), None)
    kind_of_field = FieldKind.SEQ if attr.kind == "seq" else FieldKind.INSTANCE
    return Field(
        number=number,
        struct=decl.number,
        id=attr.id,
        kind=FieldKind.VALUE if attr.value is not None else kind_of_field,
        type=kind,
        read=read,
        value=value,
        condition=_optional(typer, attr.condition, context, "bool"),
        repeat=_repeat(typer, decl, attr, element if known is not None else None),
        position=_optional(typer, attr.pos_expr, context, "int"),
        stream=_optional(typer, attr.io, context, "stream"),
        enum=enum,
        nullable=known is None or known.nullable,
        checks=checks,
        defaults=_defaults(typer, decl, attr, element) if known is not None else (),
        target_check=target,
        doc=attr.doc,
        source=attr.pos,
        doc_ref=attr.doc_ref,
        may_overlap=attr.overlap,
        coverage=lower_coverage(typer, decl, attr, element) if known is not None else None,
    )


def _check_enum_value(typer: Typer, attr: AttrSpec, kind: Type) -> None:
    """Refuse the enum of a computed value that is no integer, or has an enum already."""
    inner = kind.item if isinstance(kind, ArrayType) else kind
    if not isinstance(inner, IntType):
        _needs_integer(typer, attr, kind)


def _needs_integer(typer: Typer, spec: AttrSpec | ParamSpec, kind: Type) -> None:
    typer.world.report(
        "type-mismatch", "enum needs an integer", spec.enum.pos if spec.enum else spec.pos,
        expected="an integer or bit field", found=describe(typer.world, kind),
    )  # fmt: skip


def _takes_enum(kind: Type) -> bool:
    return isinstance(kind, EnumType) or (isinstance(kind, ArrayType) and _takes_enum(kind.item))


def _repeat(typer: Typer, decl: StructDecl, attr: AttrSpec, element: Type | None) -> Repeat | None:
    match attr.repeat:
        case "eos":
            return Repeat(RepeatKind.EOS)
        case "expr":
            count = _optional(typer, attr.repeat_expr, Context(decl), "int")
            return Repeat(RepeatKind.COUNT, count or ir.Lit(0, INT))
        case "until" if element is not None:
            context = Context(decl, (ir.Item(0, element),))
            until = _optional(typer, attr.repeat_expr, context, "bool")
            return Repeat(RepeatKind.UNTIL, until or ir.Lit(True, BOOL))
    return None


def _defaults(typer: Typer, decl: StructDecl, attr: AttrSpec, element: Type) -> tuple[ir.Expr, ...]:
    kept: list[ir.Expr] = []
    for text in attr.defaults:
        value = typer.expression(text, Context(decl, extended=True))
        if value is None:
            continue
        if combine(value.type, element) is None:
            typer.world.report(
                "type-mismatch", "default can never be the value of the field", text.pos,
                expected=describe(typer.world, element), found=describe(typer.world, value.type),
            )  # fmt: skip
            continue
        kept.append(value)
    return tuple(kept)
