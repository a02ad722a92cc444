"""`-coverage` to IR: words that fit their field, constants, conditions over what is combined."""

from __future__ import annotations

from validator.ir import expr as ir
from validator.ir.nodes import Combination, Coverage
from validator.ir.types import (
    BOOL,
    FLOAT,
    INT,
    STR,
    ArrayType,
    BoolType,
    BytesType,
    EnumType,
    FloatType,
    IntType,
    StrType,
    Type,
)
from validator.ir.walk import walk
from validator.ksy.problems import show
from validator.ksy.syntax import AttrSpec, CombineSpec, ExprText, Name, SwitchUse
from validator.passes.constants import constant
from validator.passes.context import Context
from validator.passes.field_types import combine, describe, is_nullable
from validator.passes.infer_types import Typer, known_or_none
from validator.passes.world import StructDecl

_FOLDED = (
    ir.Lit, ir.EnumLit, ir.FieldGet, ir.SelfRef, ir.Cast, ir.Unary, ir.Binary, ir.Compare,
    ir.Logic, ir.IfElse, ir.OneOf,
)  # fmt: skip
_SAME = ("enum_to_i", "bool_to_i")
_NUMBERS = IntType | FloatType | BoolType
_FITS = {
    "zero": "a number", "one": "a number", "max": "a number, or a length that is limited",
    "limits": "a number, or a length that is limited", "sign": "a signed number",
    "other": "a number", "members": "a field with enum, a boolean, or valid/any-of",
    "used": "a field with -default", "each-subscript": "a field with -default",
    "empty": "a text, a byte string or a list", "single": "a text, a byte string or a list",
    "many": "a text, a byte string or a list", "duplicates": "a list, or a field with -refers-to",
    "present": "a field with if or a switch", "absent": "a field with if or a switch",
    "cases": "a field whose type is a switch", "targets": "a field with -refers-to",
}  # fmt: skip
"""What a word of `-coverage` can be said of."""


def lower_coverage(
    typer: Typer, decl: StructDecl, attr: AttrSpec, element: Type
) -> Coverage | None:
    """Return what `-coverage` of a field asks for; None when nothing is said.

    Args:
        typer: of the world; findings go there.
        decl: the type that holds the field.
        attr: the field.
        element: type of its value, of an element when it repeats.
    """
    spec = attr.coverage
    if spec is None:
        return None
    for word in spec.words:
        if word.text != "all" and not _fits(word.text, attr, element):
            typer.world.report(
                "type-mismatch", f"{word.text} can never be exercised by this field", word.pos,
                expected=_FITS[word.text], found=describe(typer.world, element),
            )  # fmt: skip
    values = [_value(typer, decl, text, element) for text in spec.values]
    words = tuple(dict.fromkeys(word.text for word in spec.words))
    return Coverage(words, tuple(value for value in values if value is not None))


def _fits(word: str, attr: AttrSpec, element: Type) -> bool:
    is_sized = attr.repeat is not None or isinstance(element, StrType | BytesType)
    match word:
        case "zero" | "one" | "other":
            return isinstance(element, _NUMBERS)
        case "max" | "limits":
            return isinstance(element, IntType) or is_sized
        case "sign":
            return isinstance(element, FloatType) or (
                isinstance(element, IntType) and element.signed
            )
        case "members":
            has_list = attr.valid is not None and bool(attr.valid.any_of)
            return isinstance(element, EnumType | BoolType) or has_list
        case "used" | "each-subscript":
            return bool(attr.defaults)
        case "empty" | "single" | "many":
            return is_sized
        case "duplicates":
            return attr.repeat is not None or attr.refers_to is not None
        case "present" | "absent":
            return is_nullable(attr)
        case "cases":
            return isinstance(attr.type, SwitchUse)
    return attr.refers_to is not None


def _value(typer: Typer, decl: StructDecl, text: ExprText, element: Type) -> ir.Expr | None:
    value = typer.expression(text, Context(decl))
    if value is None:
        return None
    if combine(value.type, element) is None:
        typer.world.report(
            "type-mismatch", "value can never be that of the field", text.pos,
            expected=describe(typer.world, element), found=describe(typer.world, value.type),
        )  # fmt: skip
        return None
    if isinstance(value, ir.EnumLit):
        return value
    fixed = constant(typer.world, decl, text.ast)
    match fixed:
        case bool():
            return ir.Lit(fixed, BOOL)
        case int():
            return ir.Lit(fixed, INT)
        case float():
            return ir.Lit(fixed, FLOAT)
        case str():
            return ir.Lit(fixed, STR)
    typer.world.report(
        "type-mismatch", "a value of -coverage is the same for every file", text.pos,
        expected="a number, text or enum member", found=show(text.text),
    )  # fmt: skip
    return None


def lower_combinations(typer: Typer, decl: StructDecl) -> tuple[Combination, ...] | None:
    """Return what `-coverage` of a type asks for; None when nothing is said.

    Args:
        typer: of the world; findings go there.
        decl: the type.
    """
    if decl.spec.combine is None:
        return None
    return tuple(_combination(typer, decl, spec) for spec in decl.spec.combine)


def _combination(typer: Typer, decl: StructDecl, spec: CombineSpec) -> Combination:
    for name in spec.fields:
        _check_combined(typer, decl, name)
    numbers = tuple(decl.numbers[name.text] for name in spec.fields)
    where = None
    if spec.where is not None:
        where = typer.expression(spec.where, Context(decl), "bool")
        strange = _strange(where, numbers) if where is not None else None
        if strange is not None:
            typer.world.report(
                "type-mismatch", f"where cannot use {strange}", spec.where.pos,
                expected="comparisons of the combined fields with one another and with constants",
                found=show(spec.where.text),
            )  # fmt: skip
    return Combination(numbers, spec.strength, where)


def _check_combined(typer: Typer, decl: StructDecl, name: Name) -> None:
    known = known_or_none(typer, decl.numbers[name.text])
    if known is None or isinstance(known.type, EnumType | BoolType | IntType):
        return
    typer.world.report(
        "type-mismatch", f"combine: {name.text} has no few values", name.pos,
        expected="a field with enum, a boolean or an integer, without repeat",
        found="a list" if isinstance(known.type, ArrayType) else describe(typer.world, known.type),
    )  # fmt: skip


def _strange(where: ir.Expr, fields: tuple[int, ...]) -> str | None:
    """Return what of a condition cannot be decided by the combined fields alone."""
    for node in walk(where):
        match node:
            case ir.FieldGet(object=ir.SelfRef(), field=number):
                if fields and number not in fields:
                    return "a field that is not combined"
            case ir.FieldGet():
                return "another object"
            case ir.Call(name=name) if name in _SAME:
                continue
            case _ if not isinstance(node, _FOLDED):
                return "more than arithmetic and comparisons"
    return None
