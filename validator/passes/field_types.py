"""Type of every field, found on demand: a value instance's type is that of its expression."""

from __future__ import annotations

from collections.abc import Iterable

from validator.ir.types import (
    ANY,
    ANY_STRUCT,
    BOOL,
    BYTES,
    FLOAT,
    INT,
    STR,
    STREAM,
    AnyStructType,
    ArrayType,
    BoolType,
    EnumType,
    FloatType,
    IntType,
    StructType,
    Type,
)
from validator.ksy.syntax import AttrSpec, ParamSpec, SwitchUse, TypeRef, TypeUse
from validator.passes.builtin import BitsName, NumberName, TextName, parse_builtin
from validator.passes.world import StructDecl, World


def is_nullable(attr: AttrSpec | ParamSpec) -> bool:
    """Whether a field may be absent: it has `if`, or a switch that may match nothing."""
    if isinstance(attr, ParamSpec):
        return False
    if attr.condition is not None:
        return True
    if attr.value is not None:
        return False
    match attr.type:
        case SwitchUse(cases=cases):
            has_default = any(key is None for key, _ in cases)
            return not has_default and attr.size is None and not attr.size_eos
    return False


def read_type(world: World, decl: StructDecl, attr: AttrSpec) -> Type:
    """Return the type of one element of a read field, before `enum` and `repeat`.

    Args:
        world: the declared names.
        decl: the type that holds the field.
        attr: a seq field or parse instance.
    """
    match attr.type:
        case None:
            return BYTES
        case TypeUse() as use:
            return use_type(world, decl, use)
        case SwitchUse(cases=cases):
            types = [use_type(world, decl, use) for _, use in cases]
            has_region = attr.size is not None or attr.size_eos
            if has_region and not any(key is None for key, _ in cases):
                types.append(BYTES)
            return combine_all(types, is_switch=True)
    return ANY


def use_type(world: World, decl: StructDecl, use: TypeUse) -> Type:
    """Return the type of a named type; `ANY` when it is not declared (reported elsewhere)."""
    if len(use.names) == 1:
        match parse_builtin(use.names[0]):
            case NumberName(primitive=primitive):
                return FLOAT if primitive.is_float else IntType(primitive.width, primitive.signed)
            case BitsName(width=width):
                return BOOL if width == 1 else INT
            case TextName(name=name):
                return BYTES if name == "bytes" else STR
    target = world.find_type(decl, use.names, use.is_absolute)
    return StructType(target.number) if target else ANY


def ref_type(world: World, decl: StructDecl, ref: TypeRef) -> Type | None:
    """Return the type that a parameter or a cast names, or None when it is not declared."""
    inner = _ref_item(world, decl, ref)
    if inner is None:
        return None
    return ArrayType(inner) if ref.is_array else inner


def _ref_item(world: World, decl: StructDecl, ref: TypeRef) -> Type | None:
    if len(ref.names) == 1:
        name = ref.names[0]
        simple: dict[str, Type] = {
            "bool": BOOL, "struct": ANY_STRUCT, "io": STREAM, "any": ANY,
            "str": STR, "strz": STR, "bytes": BYTES,
        }  # fmt: skip
        if name in simple:
            return simple[name]
        match parse_builtin(name):
            case NumberName(primitive=primitive):
                return FLOAT if primitive.is_float else IntType(primitive.width, primitive.signed)
            case BitsName(width=width):
                return BOOL if width == 1 else INT
    target = world.find_type(decl, ref.names, ref.is_absolute)
    return StructType(target.number) if target else None


def combine(left: Type, right: Type) -> Type | None:
    """Return the type that holds values of both, or None when there is none.

    Source: the official compiler's type combination: ints widen, int and float give float,
    different user types give an object without known members.
    """
    if left == right:
        return left
    match left, right:
        case (IntType(), IntType()):
            return INT
        case (IntType() | FloatType(), IntType() | FloatType()):
            return FLOAT
        case (StructType() | AnyStructType(), StructType() | AnyStructType()):
            return ANY_STRUCT
        case (ArrayType(item=a), ArrayType(item=b)):
            item = combine(a, b)
            return ArrayType(item) if item else None
    return None


def combine_all(types: Iterable[Type], *, is_switch: bool = False) -> Type:
    """Combine several types; `ANY` when they have nothing in common.

    Args:
        types: at least one.
        is_switch: the types are branches of a switch, where anything may meet anything.
    """
    result: Type | None = None
    for item in types:
        combined = item if result is None else combine(result, item)
        if combined is None:
            return ANY
        result = combined
    return result or ANY


def _plural(one: str) -> str:
    noun, *rest = one.split(" ", 1)[1].split(" of ", 1)
    return " of ".join([f"{noun}s", *rest])


def describe(world: World, value: Type) -> str:
    """Return the user's word for a type, for messages."""
    match value:
        case StructType(struct=number):
            return f"an object of {world.structs[number].name}"
        case EnumType(enum=number):
            return f"a member of {'::'.join(world.enums[number].path)}"
        case ArrayType(item=item):
            return f"a list of {_plural(describe(world, item))}"
        case IntType():
            return "an integer"
        case FloatType():
            return "a float"
        case BoolType():
            return "a boolean"
        case AnyStructType():
            return "an object of several possible types"
    names = {BYTES: "a byte string", STR: "a string", STREAM: "a stream"}
    return names.get(value, "a value of several possible types")
