"""How each field is read: types, extents, byte order, switches, arguments."""

from __future__ import annotations

from validator.ir import expr as ir
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Endian,
    Extent,
    NumberRead,
    Process,
    Read,
    StrRead,
    StructRead,
    SwitchRead,
)
from validator.ir.types import ANY, INT, STR, AnyType, EnumType, IntType
from validator.ksy.lookup import PROCESSES, replace_process
from validator.ksy.syntax import AttrSpec, ExprText, ProcessUse, SwitchEndian, SwitchUse, TypeUse
from validator.passes.builtin import MAX_BITS, BitsName, NumberName, TextName, parse_builtin
from validator.passes.context import Context
from validator.passes.encodings import python_codec
from validator.passes.field_types import combine, describe
from validator.passes.infer_types import Typer, known_or_none
from validator.passes.world import StructDecl

_WIDE = {"utf-16-le": 2, "utf-16-be": 2, "utf-16": 2, "utf-32-le": 4, "utf-32-be": 4, "utf-32": 4}


def lower_read(typer: Typer, decl: StructDecl, attr: AttrSpec) -> Read | None:
    """Return how a field is read; None when it is wrong (reported).

    Args:
        typer: types of the world.
        decl: the type that holds the field.
        attr: a seq field or parse instance.
    """
    context = Context(decl)
    if attr.contents is not None:
        return BytesRead(Extent(size=ir.Lit(len(attr.contents), INT)))
    if isinstance(attr.type, SwitchUse):
        return _switch(typer, context, attr, attr.type)
    if attr.type is None:
        extent = _extent(typer, context, attr)
        if extent is None:
            _need_extent(typer, attr, "bytes")
        return BytesRead(extent or Extent(to_end=True))
    return _use(typer, context, attr, attr.type)


def _use(typer: Typer, context: Context, attr: AttrSpec, use: TypeUse) -> Read | None:
    if len(use.names) == 1:
        match parse_builtin(use.names[0]):
            case NumberName(primitive=primitive, order=order):
                endian = _endian(typer, context.decl, order, use) if primitive.width > 1 else None
                return NumberRead(primitive, endian or Endian.LITTLE)
            case BitsName(width=width, order=order):
                return _bits(typer, context.decl, attr, width, order, use)
            case TextName(name="bytes"):
                return BytesRead(_extent(typer, context, attr) or Extent(to_end=True))
            case TextName(name=name):
                return _text(typer, context, attr, name)
    return _struct(typer, context, attr, use)


def _endian(typer: Typer, decl: StructDecl, order: str | None, use: TypeUse) -> Endian | None:
    choice = order or decl.endian
    if isinstance(choice, SwitchEndian):
        return Endian.CALCULATED
    if choice is None:
        typer.world.report(
            "missing-endian", f"{use.text} needs a byte order", use.pos,
            expected=f"meta/endian, or {use.text}le or {use.text}be",
        )  # fmt: skip
        return None
    return Endian(choice)


def _bits(
    typer: Typer, decl: StructDecl, attr: AttrSpec, width: int, order: str | None, use: TypeUse
) -> Read | None:
    if width > MAX_BITS:
        typer.world.report(
            "unsupported-feature", f"bit field {use.text} is too wide", use.pos,
            expected=f"at most {MAX_BITS} bits", found=f"{width} bits",
        )  # fmt: skip
        return None
    return BitsRead(width, Endian(order or decl.bit_endian), width == 1 and attr.enum is None)


def _text(typer: Typer, context: Context, attr: AttrSpec, name: str) -> Read | None:
    written = attr.encoding.text if attr.encoding else context.decl.encoding
    if written is None:
        typer.world.report(
            "missing-encoding", f"{name} needs an encoding", attr.pos,
            expected="encoding here, or meta/encoding",
        )  # fmt: skip
        return None
    codec = python_codec(written)
    if codec is None:  # reported where the encoding is written
        return None
    extent = _extent(typer, context, attr, zero_terminated=name == "strz", unit=_WIDE.get(codec, 1))
    if extent is None:
        _need_extent(typer, attr, name)
        return None
    return StrRead(extent, codec)


def _need_extent(typer: Typer, attr: AttrSpec, name: str) -> None:
    typer.world.report(
        "missing-key", f"{name} needs to know where it ends", attr.pos,
        expected="one of size, size-eos: true, terminator, contents or a type",
    )  # fmt: skip


def _extent(
    typer: Typer,
    context: Context,
    attr: AttrSpec,
    *,
    zero_terminated: bool = False,
    unit: int = 1,
) -> Extent | None:
    terminator = attr.terminator
    if terminator is None and zero_terminated:
        terminator = bytes(unit)
    size = typer.expression(attr.size, context, "int") if attr.size is not None else None
    process = lower_process(typer, context, attr.process) if attr.process else None
    if attr.size is None and not attr.size_eos and terminator is None:
        return None
    return Extent(
        size=size,
        to_end=attr.size_eos or (attr.size is not None and size is None),
        terminator=terminator,
        include=attr.include,
        consume=attr.consume,
        eos_error=attr.eos_error,
        pad_right=attr.pad_right,
        process=process,
    )


def lower_process(typer: Typer, context: Context, use: ProcessUse) -> Process | None:
    """Return a `process`, or what stands for it; unknown ones are refused by name."""
    meant = replace_process(typer.world.lookup, use)
    if meant is None:
        return None
    count, use = PROCESSES.get(meant.name), meant
    if count is None:
        typer.world.report(
            "unsupported-feature", f"process {use.name} is not supported", use.pos,
            expected=f"one of {', '.join(sorted(PROCESSES))}, or one that stands for it"
            f" (--process {use.name}=...)",
            found=use.name, near=(use.name, tuple(PROCESSES)),
        )  # fmt: skip
        return None
    if len(use.args) != count:
        typer.world.report(
            "invalid-value", f"process {use.name} has the wrong number of arguments", use.pos,
            expected=str(count), found=str(len(use.args)),
        )  # fmt: skip
        return None
    wanted = "xor key" if use.name == "xor" else "int"
    args = tuple(typer.expression(arg, context, wanted) for arg in use.args)
    kept = tuple(arg for arg in args if arg is not None)
    return Process(use.name, kept) if len(kept) == count else None


def _struct(typer: Typer, context: Context, attr: AttrSpec, use: TypeUse) -> Read | None:
    target = typer.world.find_type(context.decl, use.names, use.is_absolute)
    if target is None:
        return None
    params = target.spec.params
    if len(params) != len(use.args):
        typer.world.report(
            "type-mismatch", f"type {target.spec.id} has the wrong number of arguments", use.pos,
            expected=f"{len(params)} ({', '.join(p.id for p in params)})" if params else "none",
            found=str(len(use.args)),
        )  # fmt: skip
        return None
    args: list[ir.Expr] = []
    for param, text in zip(params, use.args, strict=True):
        value = typer.expression(text, context)
        if value is None:
            continue
        known = known_or_none(typer, target.numbers[param.id])
        want = known.type if known is not None else ANY
        fits = (
            combine(want, value.type) is not None
            or isinstance(want, AnyType)
            or (isinstance(want, EnumType) and isinstance(value.type, IntType))
        )
        if not fits:
            typer.world.report(
                "type-mismatch", f"argument {param.id} has the wrong type", text.pos,
                expected=describe(typer.world, want), found=describe(typer.world, value.type),
            )  # fmt: skip
        args.append(value)
    parent = typer.expression(attr.parent, context, "object") if attr.parent else None
    return StructRead(
        target.number,
        tuple(args),
        _extent(typer, context, attr),
        parent,
        attr.no_parent or target.file is not context.decl.file,
    )


def _switch(typer: Typer, context: Context, attr: AttrSpec, switch: SwitchUse) -> Read | None:
    on = typer.expression(switch.on, context, "switchable")
    cases: list[tuple[ir.Expr, Read]] = []
    default: Read | None = None
    has_default = False
    for key, use in switch.cases:
        read = _use(typer, context, attr, use)
        if key is None:
            default, has_default = read, True
            continue
        value = typer.expression(key, Context(context.decl, on=on))
        if value is None or on is None or read is None:
            continue
        if combine(on.type, value.type) is None:
            _case_mismatch(typer, key, on, value)
            continue
        cases.append((value, read))
    if not has_default and (attr.size is not None or attr.size_eos):
        extent = _extent(typer, context, attr)
        default = BytesRead(extent) if extent else None
    return SwitchRead(on or ir.Lit(0, INT), tuple(cases), default)


def _case_mismatch(typer: Typer, key: ExprText, on: ir.Expr, value: ir.Expr) -> None:
    hint = None
    if value.type == INT and on.type == STR:
        hint = "a text case is written '\"text\"'"
    typer.world.report(
        "type-mismatch", "case can never be equal to switch-on", key.pos,
        expected=describe(typer.world, on.type), found=describe(typer.world, value.type),
        hint=hint,
    )  # fmt: skip
