"""Every expression of a type and where it stands, without typing any.

Comes in: a declared type. Goes out: `Site`s. Passes that look at syntax alone use it, so that
no place of an expression is forgotten by one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from validator.dataclass import dataclass
from validator.ksy import syntax as ast


class Role(Enum):
    """What an expression is for, as far as passes tell places apart."""

    AMOUNT = "amount"
    CONDITION = "condition"
    PRESENCE = "presence"
    KEY = "key"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Site:
    """One expression.

    Attributes:
        key: the key it stands under, in the user's words.
        text: the expression.
        role: what it is for; `AMOUNT` is a size, count or position.
        attr: the field it belongs to; None for one of the type itself.
        is_element: evaluated for each element of a repeated field.
    """

    key: str
    text: ast.ExprText
    role: Role
    attr: ast.AttrSpec | None
    is_element: bool


def sites_of(spec: ast.TypeSpec) -> Iterator[Site]:
    """Yield every expression of a type, nested types excluded.

    Args:
        spec: the type.
    """
    yield from _own(spec)
    for attr in (*spec.seq, *spec.instances):
        yield from _whole(attr)
        is_element = attr.repeat is not None
        for key, text, role in (*_reading(attr), *_judging(attr)):
            if text is not None:
                yield Site(key, text, role, attr, is_element)


def _own(spec: ast.TypeSpec) -> Iterator[Site]:
    if spec.to_string is not None:
        yield Site("to-string", spec.to_string, Role.OTHER, None, False)
    if isinstance(spec.meta.endian, ast.SwitchEndian):
        yield Site("switch-on", spec.meta.endian.on, Role.OTHER, None, False)
        for case, _ in spec.meta.endian.cases:
            if case is not None:
                yield Site("a case", case, Role.OTHER, None, False)
    for asked in spec.combine or ():
        if asked.where is not None:
            yield Site("where", asked.where, Role.CONDITION, None, False)
    for check in spec.checks:
        yield Site("expr", check.expr, Role.CONDITION, None, False)
        for part in check.message:
            if not isinstance(part, str):
                yield Site("message", part, Role.OTHER, None, False)


def _whole(attr: ast.AttrSpec) -> Iterator[Site]:
    """Yield what is evaluated once for a field, however often it repeats."""
    found = [
        ("if", attr.condition, Role.PRESENCE),
        ("pos", attr.pos_expr, Role.AMOUNT),
        ("io", attr.io, Role.OTHER),
        ("value", attr.value, Role.OTHER),
    ]
    if attr.repeat == "expr":
        found.append(("repeat-expr", attr.repeat_expr, Role.AMOUNT))
    if attr.checksum is not None:
        found += [
            ("from", attr.checksum.start, Role.AMOUNT),
            ("to", attr.checksum.end, Role.AMOUNT),
        ]
        found += [("zero", end, Role.AMOUNT) for pair in attr.checksum.zero for end in pair]
    if attr.unique is not None:
        found.append(("-unique", attr.unique.key, Role.KEY))
    if attr.sorted is not None:
        found.append(("-sorted", attr.sorted.key, Role.KEY))
    if attr.refers_to is not None:
        found.append(("table", attr.refers_to.table, Role.OTHER))
        found.append(("key", attr.refers_to.key, Role.KEY))
    for key, text, role in found:
        if text is not None:
            yield Site(key, text, role, attr, False)


def _reading(attr: ast.AttrSpec) -> Iterator[tuple[str, ast.ExprText | None, Role]]:
    """Yield what is evaluated while one element is read."""
    yield "size", attr.size, Role.AMOUNT
    yield "parent", attr.parent, Role.OTHER
    for arg in attr.process.args if attr.process is not None else ():
        yield "process", arg, Role.OTHER
    match attr.type:
        case ast.TypeUse(args=args):
            for arg in args:
                yield "type", arg, Role.OTHER
        case ast.SwitchUse(on=on, cases=cases):
            yield "switch-on", on, Role.OTHER
            for case, use in cases:
                yield "a case", case, Role.OTHER
                for arg in use.args:
                    yield "type", arg, Role.OTHER


def _judging(attr: ast.AttrSpec) -> Iterator[tuple[str, ast.ExprText | None, Role]]:
    """Yield what one element is judged by after it was read."""
    if attr.repeat == "until":
        yield "repeat-until", attr.repeat_expr, Role.CONDITION
    if attr.valid is not None:
        for key in ("eq", "min", "max"):
            yield key, getattr(attr.valid, key), Role.OTHER
        for text in attr.valid.any_of:
            yield "any-of", text, Role.OTHER
        yield "expr", attr.valid.expr, Role.CONDITION
    yield "-reserved", attr.reserved, Role.OTHER
    for text in attr.defaults:
        yield "-default", text, Role.OTHER
    for text in attr.coverage.values if attr.coverage is not None else ():
        yield "values", text, Role.OTHER
