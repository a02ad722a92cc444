"""What is well typed and still can never do anything: values that cannot occur, dead cases.

Each finding here is about constants only, so that none depends on data. What makes every file
invalid, or a check meaningless, is an error; what only looks wrong is a warning.
"""

from __future__ import annotations

from validator.dataclass import dataclass
from validator.findings import Severity
from validator.ksy import syntax as ast
from validator.ksy.problems import show
from validator.passes.builtin import BitsName, NumberName, is_builtin, parse_builtin
from validator.passes.constants import constant
from validator.passes.declare import type_uses
from validator.passes.find_encodings import find_encodings
from validator.passes.find_meaningless import find_meaningless
from validator.passes.sizes import size_of_field
from validator.passes.world import StructDecl, World


@dataclass(frozen=True, slots=True)
class IntRange:
    """Integers that a field of a built-in type can hold; both bounds are included."""

    low: int
    high: int
    type: str

    def __contains__(self, value: int) -> bool:
        return self.low <= value <= self.high

    def __str__(self) -> str:
        return f"{self.low} to {self.high}"


def find_nonsense(world: World) -> None:
    """Report what can never do anything; findings go to `world.findings`.

    Args:
        world: from `declare`.
    """
    for decl in world.structs:
        for attr in decl.attrs:
            _check_constants(world, decl, attr)
            _check_built_in(world, attr)
            if isinstance(attr.type, ast.SwitchUse):
                _check_cases(world, decl, attr.type)
        _check_end(world, decl)
    find_meaningless(world)
    find_encodings(world)


def int_range(spec: ast.AttrSpec | ast.ParamSpec | None) -> IntRange | None:
    """Return what a field can hold, or None when it is no integer of a built-in type.

    Args:
        spec: the field; a parameter takes any integer.
    """
    if not isinstance(spec, ast.AttrSpec) or not isinstance(spec.type, ast.TypeUse):
        return None
    name = spec.type.names[0]
    match parse_builtin(name) if len(spec.type.names) == 1 else None:
        case NumberName(primitive=number) if number.minimum is not None is not number.maximum:
            return IntRange(number.minimum, number.maximum or 0, name)
        case BitsName(width=width) if width > 1 or spec.enum is not None:
            return IntRange(0, (1 << min(width, 64)) - 1, name)
    return None


def _check_constants(world: World, decl: StructDecl, attr: ast.AttrSpec) -> None:
    valid = attr.valid
    texts = [*attr.defaults, *([attr.reserved] if attr.reserved else [])]
    texts += attr.coverage.values if attr.coverage is not None else ()
    if valid is not None:
        texts += [*([valid.eq] if valid.eq else []), *valid.any_of]
        _check_bounds(world, decl, attr, valid)
    size = constant(world, decl, attr.size.ast) if attr.size is not None else None
    if attr.contents is not None and attr.size is not None and size != len(attr.contents):
        world.report(
            "conflicting-keys", "size differs from the length of contents", attr.size.pos,
            expected=f"{len(attr.contents)}, or no size", found=show(attr.size.text),
        )  # fmt: skip
    held = int_range(attr)
    for text in texts if held is not None else ():
        value = constant(world, decl, text.ast)
        is_fraction = isinstance(value, float) and not value.is_integer()
        is_outside = held is not None and type(value) is int and value not in held
        if held is not None and (is_outside or is_fraction):
            world.report(
                "type-mismatch", f"value can never occur in {held.type}", text.pos,
                expected=str(held), found=show(text.text),
            )  # fmt: skip


def _check_built_in(world: World, attr: ast.AttrSpec) -> None:
    for use in type_uses(attr):
        if not is_builtin(use):
            continue
        if use.names == ("bytes",):
            world.report(
                "unknown-type", "bytes is a type of parameters and casts only", use.pos,
                expected="no type, and one of size, size-eos, terminator", found=show(use.text),
            )  # fmt: skip
        elif use.args:
            world.report(
                "type-mismatch", f"{use.names[0]} takes no arguments", use.pos,
                expected="a type declared with params", found=show(use.text),
            )  # fmt: skip


def _check_bounds(world: World, decl: StructDecl, attr: ast.AttrSpec, valid: ast.ValidSpec) -> None:
    low = constant(world, decl, valid.min.ast) if valid.min is not None else None
    high = constant(world, decl, valid.max.ast) if valid.max is not None else None
    held = int_range(attr)
    least = low if type(low) is int else None
    most = high if type(high) is int else None
    if least is not None and most is not None and least > most:
        world.report(
            "type-mismatch", "no value can be valid: min is above max", valid.pos,
            expected="min <= max", found=f"min {least}, max {most}",
        )  # fmt: skip
    elif held is not None and (
        (least is not None and least > held.high) or (most is not None and most < held.low)
    ):
        world.report(
            "type-mismatch", f"no value of {held.type} can be valid", valid.pos,
            expected=f"bounds within {held}", found=str(least if most is None else most),
        )  # fmt: skip
    elif held is not None:
        _check_reach(world, valid, held, least, most)


def _check_reach(
    world: World, valid: ast.ValidSpec, held: IntRange, least: int | None, most: int | None
) -> None:
    """Warn about bounds beyond what the type holds: they exclude nothing."""
    for name, text, bound in (("min", valid.min, least), ("max", valid.max, most)):
        if text is not None and bound is not None and bound not in held:
            world.report(
                "meaningless-expression", f"{name} excludes nothing of {held.type}",
                text.pos, expected=f"a bound within {held}", found=show(text.text),
                severity=Severity.WARNING,
            )  # fmt: skip


def _check_cases(world: World, decl: StructDecl, switch: ast.SwitchUse) -> None:
    held = None
    if isinstance(switch.on.ast, ast.NameAst):
        number = decl.numbers.get(switch.on.ast.name)
        spec = world.fields[number][1] if number is not None else None
        held = int_range(spec) if spec is not None and spec.enum is None else None
    seen: set[tuple[type, int | float | str]] = set()
    for key, _ in switch.cases:
        value = constant(world, decl, key.ast) if key is not None else None
        if key is None or value is None:
            continue
        if (type(value), value) in seen:
            world.report(
                "duplicate-id", "case stands twice: the second can never be chosen", key.pos,
                found=show(key.text),
            )  # fmt: skip
        seen.add((type(value), value))
        is_fraction = isinstance(value, float) and not value.is_integer()
        is_outside = held is not None and type(value) is int and value not in held
        if held is not None and (is_outside or is_fraction):
            world.report(
                "type-mismatch", "case can never be equal to switch-on", key.pos,
                expected=f"{held} ({held.type})", found=show(key.text),
            )  # fmt: skip


def _check_end(world: World, decl: StructDecl) -> None:
    """Warn about fields after one that leaves nothing to read."""
    greedy: str | None = None
    for attr in decl.spec.seq:
        if greedy is not None and (size_of_field(world, decl, attr).bits or 0) > 0:
            world.report(
                "conflicting-keys", f"nothing is left for {attr.id}: {greedy} reads to the end",
                attr.pos, severity=Severity.WARNING,
            )  # fmt: skip
            return
        if attr.condition is None and (attr.repeat == "eos" or _reads_to_end(attr)):
            greedy = attr.id


def _reads_to_end(attr: ast.AttrSpec) -> bool:
    return attr.size_eos and attr.repeat is None
