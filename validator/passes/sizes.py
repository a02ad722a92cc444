"""Sizes that are known before any file is read: `_sizeof`, `sizeof<type>`.

Bits are summed without alignment, as the official compiler does.
"""

from __future__ import annotations

from validator.dataclass import dataclass
from validator.ksy.syntax import AttrSpec, ExprText, IntAst, ParamSpec, TypeRef, TypeUse
from validator.passes.builtin import BitsName, NumberName, parse_builtin
from validator.passes.world import StructDecl, World

_MAX_NESTING = 64


@dataclass(frozen=True, slots=True)
class StaticSize:
    """A size in bits; None with the reason when it is not constant."""

    bits: int | None
    reason: str = ""

    @staticmethod
    def of_decl(world: World, decl: StructDecl, depth: int = 0) -> StaticSize:
        """Return the size of a type: the sum over its seq; each is worked out once."""
        if decl.number in world.sizes:
            return StaticSize(world.sizes[decl.number])
        if depth > _MAX_NESTING:
            return StaticSize(None, f"types are nested deeper than {_MAX_NESTING}, or for ever")
        total = 0
        for attr in decl.spec.seq:
            size = _of_attr(world, decl, attr, depth)
            if size.bits is None:
                return size
            total += size.bits
        world.sizes[decl.number] = total
        return StaticSize(total)


def static_bits(world: World, decl: StructDecl, ref: TypeRef) -> StaticSize:
    """Return the size of a named type, in bits."""
    if len(ref.names) == 1 and (size := _of_builtin(ref.names[0])) is not None:
        return StaticSize(size)
    target = world.find_type(decl, ref.names, ref.is_absolute)
    if target is None:
        return StaticSize(None, f"type {'::'.join(ref.names)} is not declared")
    return StaticSize.of_decl(world, target)


def size_of_field(world: World, decl: StructDecl, spec: AttrSpec | ParamSpec) -> StaticSize:
    """Return the size of a field, in bits: `field._sizeof`."""
    if isinstance(spec, ParamSpec) or spec.value is not None:
        return StaticSize(None, f"{spec.id} is not read from the file")
    if isinstance(spec.type, TypeUse):
        target = world.find_type(decl, spec.type.names, spec.type.is_absolute)
        if target is not None and spec.repeat is None and spec.size is None:
            return StaticSize.of_decl(world, target)
    return _of_attr(world, decl, spec, 0)


def _of_builtin(name: str) -> int | None:
    match parse_builtin(name):
        case NumberName(primitive=primitive):
            return primitive.width * 8
        case BitsName(width=width):
            return width
    return None


def _of_attr(world: World, decl: StructDecl, attr: AttrSpec, depth: int) -> StaticSize:
    unknown = StaticSize(None, f"the size of {decl.name}.{attr.id} is not constant")
    if attr.condition is not None or attr.repeat in ("eos", "until"):
        return unknown
    count = 1 if attr.repeat is None else _constant(attr.repeat_expr)
    if count is None:
        return unknown
    size = _of_element(world, decl, attr, depth)
    return unknown if size is None else StaticSize(size * count)


def _of_element(world: World, decl: StructDecl, attr: AttrSpec, depth: int) -> int | None:
    if attr.contents is not None:
        return len(attr.contents) * 8
    if attr.size is not None:
        constant = _constant(attr.size)
        return None if constant is None else constant * 8
    if isinstance(attr.type, TypeUse):
        if len(attr.type.names) == 1 and (size := _of_builtin(attr.type.names[0])) is not None:
            return size
        target = world.find_type(decl, attr.type.names, attr.type.is_absolute)
        if target is not None and not attr.size_eos and attr.terminator is None:
            return StaticSize.of_decl(world, target, depth + 1).bits
    return None


def _constant(text: ExprText | None) -> int | None:
    return text.ast.value if text is not None and isinstance(text.ast, IntAst) else None
