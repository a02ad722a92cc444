"""What a `this` path means: objects further out, fields by name, elements, `_index`.

Comes in: the keys of a path. Goes out: a typed expression. A name that construct would not
find at this point is refused, with what was meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.types import (
    BOOL,
    INT,
    STR,
    ArrayType,
    BytesType,
    EnumType,
    IntType,
    StrType,
    StructType,
)
from validator.lift.draft import Draft, Site
from validator.lift.lifter import Lifter
from validator.lift.problem import Mistake, Refusal

_PHASES = {"_parsing": True, "_building": False, "_sizing": False}


@dataclass(frozen=True, slots=True)
class Context:
    """An object of construct that names are looked up in: a draft, and how to get there."""

    draft: Draft
    value: ir.Expr


def context_of(lifter: Lifter, site: Site) -> Context:
    """Return what `this` means at a site.

    Raises:
        Refusal: nothing around it has named fields.
    """
    return _climb(lifter, site, Context(site.draft, site.me), found="this")


def _climb(lifter: Lifter, site: Site, start: Context, found: str) -> Context:
    """Go out to the nearest object of construct."""
    draft, value = start.draft, start.value
    while not draft.is_scope:
        if draft.parent is None:
            raise lifter.refusal(
                site, "nothing around the field has names", rule="unknown-name",
                expected="a Struct or Sequence around it", found=found,
            )  # fmt: skip
        above = draft.parent
        draft, value = above, ir.ParentOf(value, above.type)
    return Context(draft, value)


def outer_of(lifter: Lifter, site: Site, context: Context, found: str) -> Context:
    """Return what `_` means in an object."""
    draft = context.draft
    if draft.outer is None or draft.parent is None:
        raise lifter.refusal(
            site, "there is no object further out", rule="unknown-name", found=found,
            expected="fields of the declaration; arguments of parse() do not exist here",
        )  # fmt: skip
    draft.reach = max(draft.reach, 1)
    inner = Context(draft.parent, ir.ParentOf(context.value, draft.parent.type))
    return _climb(lifter, site, inner, found)


def root_of(context: Context) -> Context:
    """Return what `_root` means in an object."""
    root = context.draft.root
    return Context(root, ir.RootOf(context.value, root.type))


def find_context(
    lifter: Lifter, site: Site, keys: Sequence[Any], found: str
) -> tuple[Context, list[Any]]:
    """Follow `_` and `_root` at the start of a path.

    Args:
        lifter, site: where the path stands.
        keys: of the path.
        found: the path as text.
    Returns:
        The object, and the keys that are left.
    """
    context = context_of(lifter, site)
    rest = list(keys)
    while rest and rest[0] in ("_", "_root"):
        context = (
            outer_of(lifter, site, context, found) if rest[0] == "_" else root_of(context)
        )  # fmt: skip
        rest.pop(0)
    return context, rest


def resolve_path(lifter: Lifter, site: Site, keys: Sequence[Any], found: str) -> ir.Expr:
    """Return the value of a path that starts at `this`.

    Args:
        lifter, site: where the path stands.
        keys: attribute names and subscripts, in order.
        found: the path as text.
    Raises:
        Refusal: a name does not exist, or the path means nothing that can be lifted.
    """
    context, rest = find_context(lifter, site, keys, found)
    if not rest:
        raise lifter.refusal(site, "a whole object is no value", found=found)
    key = rest.pop(0)
    if key == "_index":
        if context.draft is not site.draft.scope:
            raise lifter.refusal(site, "_index of an object further out", found=found)
        value = lifter.index_at(site)
    elif key in _PHASES:
        value = ir.Lit(_PHASES[key], BOOL)
    else:
        value = member(lifter, site, context, key, found)
    return follow(lifter, site, value, rest, found)


def member(lifter: Lifter, site: Site, owner: Context, key: Any, found: str) -> ir.Expr:
    """Return a field of an object by its name, or by its subscript in a Sequence.

    Raises:
        Refusal: there is no such field at this point, or it has no value.
    """
    draft = owner.draft
    if isinstance(key, int) and draft.items is not None:
        if not -len(draft.items) <= key < len(draft.items):
            raise lifter.refusal(
                site, "subscript outside of the Sequence", rule="unknown-name", found=found,
                expected=f"0 to {len(draft.items) - 1}",
            )  # fmt: skip
        number = draft.items[key]
    elif key in draft.names:
        number = draft.names[key]
    else:
        raise _unknown(site, draft, key, found)
    if number is None:
        raise lifter.refusal(site, "the field has no value", found=found)
    return lifter.get(owner.value, number)


def _unknown(site: Site, draft: Draft, key: Any, found: str) -> Refusal:
    if key in draft.broken:
        return Refusal()
    if key in draft.later:
        message = "the field is read later, so it has no value here"
        return Refusal(Mistake("unknown-name", site.pos, message, None, found))
    if isinstance(key, str) and key.startswith("_"):
        message = f"{key} means nothing in a file format"
        return Refusal(Mistake("unsupported-feature", site.pos, message, None, found))
    names = sorted(draft.names)
    expected = "one of " + ", ".join(names[:12]) if names else "no field is read before"
    message = f"no field {key} in {'.'.join(draft.path)}"
    return Refusal(
        Mistake("unknown-name", site.pos, message, expected, found, None, (str(key), names))
    )


def follow(lifter: Lifter, site: Site, value: ir.Expr, keys: Sequence[Any], found: str) -> ir.Expr:
    """Return what the rest of a path means, from a value on."""
    for key in keys:
        value = _step(lifter, site, value, key, found)
    return value


def _step(lifter: Lifter, site: Site, value: ir.Expr, key: Any, found: str) -> ir.Expr:
    if not isinstance(key, int | str) or isinstance(key, bool):
        raise lifter.refusal(
            site, "a subscript is a number or a name", found=found,
            hint="construct does not evaluate expressions in subscripts either",
        )  # fmt: skip
    match value.type:
        case StructType(struct=number):
            return member(lifter, site, Context(lifter.drafts[number], value), key, found)
        case ArrayType(item=item) if isinstance(key, int):
            return lifter.unwrap(ir.Subscript(value, _place(value, key, "array_size"), item))
        case BytesType() if isinstance(key, int):
            place = _place(value, key, "bytes_length")
            return ir.Subscript(value, place, IntType(1, False))
        case StrType() if isinstance(key, int):
            start = _place(value, key, "str_length")
            end = ir.Binary("+", start, ir.Lit(1, INT), INT)
            return ir.Call("str_substring", (value, start, end), STR)
        case EnumType():
            raise lifter.refusal(site, "an Enum has no members", found=found)
    raise lifter.refusal(site, f"{key!r} of a value that has no parts", found=found)


def _place(value: ir.Expr, key: int, size: str) -> ir.Expr:
    """Return a subscript; negative ones count from the end, as in Python."""
    if key >= 0:
        return ir.Lit(key, INT)
    return ir.Binary("-", ir.Call(size, (value,), INT), ir.Lit(-key, INT), INT)
