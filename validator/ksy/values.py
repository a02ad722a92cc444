"""Nodes to plain values: text, booleans, integers, names, expressions.

Comes in: a node and what it should be. Goes out: the value, or None and a finding that says
what was expected and found. It refuses to know which key it serves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from validator.ksy.expr import (
    ExpressionSyntaxError,
    parse_expression,
    parse_template,
    parse_type_ref,
    parse_type_use,
)
from validator.ksy.nodes import Mapping, Node, Scalar, Sequence
from validator.ksy.problems import Problems, show
from validator.ksy.syntax import Ast, ExprText, IntAst, Name, Span, TypeRef, TypeUse

if TYPE_CHECKING:
    from collections.abc import Collection

    from validator.findings import SourcePos

ID = re.compile(r"[a-z][a-z0-9_]*")
_NO_SPACE = re.compile(r"[-a-z]+:[^:\s]")
_ENUM_PATH = re.compile(r"(?:::)?(?:[a-z][a-z0-9_]*::)*[a-z][a-z0-9_]*")


def describe(node: Node) -> str:
    """Return what a node is, as a message names it.

    Args:
        node: any node.
    """
    match node:
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case Scalar(value=None):
            return f"`{node.text}`" if node.text else "nothing"
        case Scalar(value=bool()):
            return node.text
        case Scalar(value=int() | float()):
            return f"the number {show(node.text)}"
    return f"`{show(node.text)}`"


def wrong_kind(node: Node, what: str, expected: str, problems: Problems) -> None:
    """Report a value of the wrong kind.

    Args:
        node: the value.
        what: the key, as the headline names it.
        expected: what it should be.
        problems: receives the finding.
    """
    problems.add(
        "invalid-value",
        node.pos,
        f"{what} must be {expected}",
        expected=expected,
        found=describe(node),
        hint=_layout_hint(node, expected),
    )


def _layout_hint(node: Node, expected: str) -> str | None:
    """Return what is amiss when a value has another kind by its layout only."""
    if expected == "a list" and isinstance(node, Mapping) and node.items:
        return "each entry of a list starts with `- `"
    if expected == "a mapping" and isinstance(node, Scalar) and _NO_SPACE.match(node.text):
        return "a space must stand behind `:`" if node.is_plain else None
    return None


def to_mapping(node: Node, what: str, problems: Problems) -> Mapping | None:
    """Return a mapping, or None and a finding.

    Args:
        node: the value.
        what: the key, as the headline names it.
        problems: receives the finding.
    """
    if isinstance(node, Mapping):
        return node
    wrong_kind(node, what, "a mapping", problems)
    return None


def to_items(node: Node, what: str, problems: Problems) -> tuple[Node, ...]:
    """Return the items of a list; empty after a finding.

    Args:
        node: the value.
        what: the key, as the headline names it.
        problems: receives the finding.
    """
    if isinstance(node, Sequence):
        return node.items
    wrong_kind(node, what, "a list", problems)
    return ()


def to_text(node: Node, what: str, problems: Problems) -> Name | None:
    """Return any single value as text, or None and a finding.

    Args:
        node: the value; numbers and booleans count as the text that was written.
        what: the key, as the headline names it.
        problems: receives the finding.
    """
    if isinstance(node, Scalar) and node.value is not None:
        return Name(node.text, node.pos)
    wrong_kind(node, what, "text", problems)
    return None


def to_bool(node: Node, what: str, problems: Problems, *, default: bool) -> bool:
    """Return a boolean, or the default and a finding.

    Args:
        node: the value.
        what: the key, as the headline names it.
        problems: receives the finding.
        default: what stands for a wrong value.
    """
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return node.value
    wrong_kind(node, what, "true or false", problems)
    return default


def to_int(node: Node, what: str, problems: Problems, low: int, high: int) -> int | None:
    """Return an integer within bounds, or None and a finding.

    Args:
        node: the value.
        what: the key, as the headline names it.
        problems: receives the finding.
        low: smallest permitted.
        high: largest permitted.
    """
    if isinstance(node, Scalar) and type(node.value) is int and low <= node.value <= high:
        return node.value
    wrong_kind(node, what, f"an integer from {low} to {high}", problems)
    return None


def to_choice(node: Node, what: str, known: Collection[str], problems: Problems) -> str | None:
    """Return one of several words, or None and a finding.

    Args:
        node: the value.
        what: the key, as the headline names it.
        known: the words permitted.
        problems: receives the finding.
    """
    if isinstance(node, Scalar) and node.text in known:
        return node.text
    words = ", ".join(known)
    problems.add(
        "invalid-value",
        node.pos,
        f"{what} must be one of {words}",
        expected=f"one of {words}",
        found=describe(node),
        near=(node.text, known) if isinstance(node, Scalar) else None,
    )
    return None


def to_id(node: Node, what: str, problems: Problems) -> Name | None:
    """Return an identifier, or None and a finding.

    Args:
        node: the value.
        what: the kind of identifier, as the headline names it: `field id`.
        problems: receives the finding.
    """
    if not isinstance(node, Scalar) or (node.value is None and node.is_plain):
        wrong_kind(node, what, "text", problems)
        return None
    if ID.fullmatch(node.text):
        return Name(node.text, node.pos)
    problems.add(
        "invalid-id",
        node.pos,
        f"`{show(node.text)}` is not a valid {what}",
        expected="a lower-case letter, then lower-case letters, digits and underscores",
        found=f"`{show(node.text)}`",
        hint=_lower_hint(node.text),
    )
    return None


def _lower_hint(text: str) -> str | None:
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[- ]", "_", text).lower().lstrip("_")
    return f"did you mean {snake}?" if len(text) <= 60 and ID.fullmatch(snake) else None


def to_enum_path(node: Node, problems: Problems) -> Name | None:
    """Return the name of an enum, `e` or `t::e`, or None and a finding.

    Args:
        node: the value.
        problems: receives the finding.
    """
    if isinstance(node, Scalar) and node.value is not None:
        if _ENUM_PATH.fullmatch(node.text):
            return Name(node.text, node.pos)
        problems.add(
            "invalid-id",
            node.pos,
            f"`{show(node.text)}` is not a valid enum name",
            expected="`enum` or `type::enum`",
            found=f"`{show(node.text)}`",
        )
        return None
    wrong_kind(node, "enum", "the name of an enum", problems)
    return None


def place_in(node: Scalar, offset: int) -> SourcePos:
    """Return the place of a character of a scalar; its start when columns cannot be told.

    Args:
        node: the scalar.
        offset: 0-based character of its text.
    """
    if not node.is_verbatim:
        place = node.origin.place(node.text, offset) if node.origin else None
        return type(node.pos)(node.pos.file, *place, node.pos.path) if place else node.pos
    pos = node.text_pos
    return type(pos)(pos.file, pos.line, pos.column + offset, pos.path)


def syntax_problem(node: Scalar, error: ExpressionSyntaxError, problems: Problems) -> None:
    """Report what an expression parser refused.

    Args:
        node: the scalar that holds the text.
        error: the refusal.
        problems: receives the finding.
    """
    problems.add(
        "expression-syntax",
        place_in(node, error.offset),
        error.message,
        expected=error.expected,
        found=error.found,
        hint=error.hint,
    )


def wrap(node: Scalar, ast: Ast) -> ExprText:
    """Return a tree that was parsed from the text of a scalar, with its place.

    Args:
        node: the scalar; spans of the tree count from the start of its text.
        ast: the tree.
    """
    return ExprText(ast, node.text, node.text_pos, not node.is_verbatim, node.origin)


def to_expr(node: Node, what: str, problems: Problems) -> ExprText | None:
    """Return the expression in a single value, or None and a finding.

    Args:
        node: the value; numbers and booleans are expressions too.
        what: the key, as the headline names it.
        problems: receives the finding.
    """
    if not isinstance(node, Scalar) or (node.value is None and node.is_plain):
        wrong_kind(node, what, "an expression", problems)
        return None
    if not problems.spend(len(node.text), node.pos):
        return None
    try:
        return wrap(node, parse_expression(node.text))
    except ExpressionSyntaxError as error:
        syntax_problem(node, error, problems)
        return None


def to_exprs(node: Node, what: str, problems: Problems) -> tuple[ExprText, ...]:
    """Return the expressions in a list of single values; wrong ones are reported and left out.

    Args:
        node: the value.
        what: the key, as the headline names it.
        problems: receives the findings.
    """
    items = to_items(node, what, problems)
    found = (to_expr(item, f"an entry of {what}", problems) for item in items)
    return tuple(expr for expr in found if expr is not None)


def to_type_use(node: Node, what: str, problems: Problems) -> TypeUse | None:
    """Return `name(args)`, or None and a finding.

    Args:
        node: the value.
        what: the key, as the headline names it.
        problems: receives the finding.
    """
    if not isinstance(node, Scalar) or node.value is None:
        wrong_kind(node, what, "the name of a type", problems)
        return None
    if not problems.spend(len(node.text), node.pos):
        return None
    if _is_padded(node, problems):
        return None
    try:
        ref, args = parse_type_use(node.text)
    except ExpressionSyntaxError as error:
        syntax_problem(node, error, problems)
        return None
    wrapped = tuple(wrap(node, arg) for arg in args)
    return TypeUse(ref.names, ref.is_absolute, wrapped, node.text, node.pos)


def _is_padded(node: Scalar, problems: Problems) -> bool:
    """Report spaces around a name, which other compilers take as part of it."""
    if "(" in node.text or node.text == node.text.strip():
        return False
    problems.add(
        "invalid-value",
        node.pos,
        "spaces stand around the name of a type",
        expected=f"`{show(node.text.strip())}`",
        found=f"`{show(node.text)}`",
    )
    return True


def to_type_ref(node: Node, what: str, problems: Problems) -> TypeRef | None:
    """Return `name` or `name[]`, or None and a finding.

    Args:
        node: the value.
        what: the key, as the headline names it.
        problems: receives the finding.
    """
    if not isinstance(node, Scalar) or node.value is None:
        wrong_kind(node, what, "the name of a type", problems)
        return None
    if not problems.spend(len(node.text), node.pos):
        return None
    if _is_padded(node, problems):
        return None
    try:
        return parse_type_ref(node.text)
    except ExpressionSyntaxError as error:
        syntax_problem(node, error, problems)
        return None


def to_template(node: Node, what: str, problems: Problems) -> tuple[str | ExprText, ...] | None:
    """Return text with `{expression}` inside, or None and a finding.

    Args:
        node: the value.
        what: the key, as the headline names it.
        problems: receives the finding.
    """
    name = to_text(node, what, problems)
    if name is None or not isinstance(node, Scalar):
        return None
    if not problems.spend(len(node.text), node.pos):
        return None
    try:
        parts = parse_template(node.text)
    except ExpressionSyntaxError as error:
        syntax_problem(node, error, problems)
        return None
    return tuple(part if isinstance(part, str) else wrap(node, part) for part in parts)


def constant(value: int, pos: SourcePos) -> ExprText:
    """Return the expression of an integer that a key implies.

    Args:
        value: the integer, not negative.
        pos: place of the key's value.
    """
    text = str(value)
    return ExprText(IntAst(value, Span(0, len(text))), text, pos, True)
