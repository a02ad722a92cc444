"""Expressions that fail, or say the same, for every file: found from the syntax alone.

Comes in: the declared types. Goes out: findings. Only constants count, so that nothing here
depends on data; what is wrong about types is found by typing, not here.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.findings import Severity, SourcePos
from validator.ksy import syntax as ast
from validator.ksy.expr import children
from validator.ksy.problems import show
from validator.passes.builtin import MAX_BITS as MAX_FIELD_BITS
from validator.passes.builtin import BitsName, parse_builtin
from validator.passes.constants import constant, constant_int
from validator.passes.sites import Role, Site, sites_of
from validator.passes.world import StructDecl, World

_RULE = "meaningless-expression"
_LARGEST = 2**63 - 1


def find_meaningless(world: World) -> None:
    """Report what can never do anything in expressions; findings go to `world.findings`.

    Args:
        world: from `declare`.
    """
    for decl in world.structs:
        for param in decl.spec.params:
            if param.type is not None:
                _check_width(world, param.type, param.type_pos or param.pos)
        for site in sites_of(decl.spec):
            for node in _nodes(site.text.ast):
                _check_node(world, decl, site, node)
            _check_role(world, decl, site)


def _nodes(root: ast.Ast) -> Iterator[ast.Ast]:
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack += reversed(children(node))


def _check_node(world: World, decl: StructDecl, site: Site, node: ast.Ast) -> None:
    match node:
        case ast.CastAst(type=ref) | ast.SizeOfAst(type=ref):
            _check_width(world, ref, site.text.at(node.span))
        case ast.NameAst(name="_index") if not site.is_element:
            world.report(
                "unknown-name", "`_index` has no meaning here", site.text.at(node.span),
                expected="an expression of a repeated field, evaluated for each element",
                found=f"{site.key}, evaluated once",
            )  # fmt: skip
        case ast.BinaryAst(op="/" | "%", right=right):
            if constant_int(world, decl, right) == 0:
                _report(world, site, right.span, "division by zero", "a divisor other than 0")
        case ast.BinaryAst(op="<<" | ">>", right=right):
            amount = constant_int(world, decl, right)
            if amount is not None and amount < 0:
                _report(world, site, right.span, "the amount of a shift is negative", "0 or more")
        case ast.SubscriptAst(array=array, index=index) if not _is_fact(array):
            _check_subscript(world, decl, site, array, index)


def _check_width(world: World, ref: ast.TypeRef, pos: SourcePos) -> None:
    """Report a bit field that no reader has, where a type is named without being read."""
    named = parse_builtin(ref.names[0]) if len(ref.names) == 1 else None
    if isinstance(named, BitsName) and named.width > MAX_FIELD_BITS:
        world.report(
            "unsupported-feature", f"bit field {ref.names[0]} is too wide", pos,
            expected=f"at most {MAX_FIELD_BITS} bits", found=f"{named.width} bits",
        )  # fmt: skip


def _is_fact(node: ast.Ast) -> bool:
    match node:
        case ast.MemberAst(object=ast.NameAst(name="contract")):
            return True
    return False


def _check_subscript(
    world: World, decl: StructDecl, site: Site, array: ast.Ast, index: ast.Ast
) -> None:
    place = constant_int(world, decl, index)
    if place is None:
        return
    if place < 0:
        _report(world, site, index.span, "a subscript is negative", "0 for the first element")
    elif isinstance(array, ast.ListAst) and place >= len(array.items):
        _report(
            world, site, index.span, "the list has no such element",
            f"a subscript below {len(array.items)}",
        )  # fmt: skip


def _check_role(world: World, decl: StructDecl, site: Site) -> None:
    match site.role:
        case Role.AMOUNT:
            _check_amount(world, decl, site)
        case Role.CONDITION | Role.PRESENCE:
            _check_condition(world, decl, site)
        case Role.KEY:
            _check_key(world, site)


def _check_amount(world: World, decl: StructDecl, site: Site) -> None:
    amount = constant_int(world, decl, site.text.ast)
    if amount is not None and amount < 0:
        _report(world, site, site.text.ast.span, f"{site.key} is negative", "0 or more")
    elif amount is not None and amount > _LARGEST:
        _report(
            world, site, site.text.ast.span, f"{site.key} is larger than any file",
            f"at most {_LARGEST}",
        )  # fmt: skip


def _check_condition(world: World, decl: StructDecl, site: Site) -> None:
    outcome = constant(world, decl, site.text.ast)
    # A condition that never holds may mark what must not occur, and a plain `if: false` switches
    # a field off: both say what they mean.
    is_meant = isinstance(site.text.ast, ast.BoolAst) if site.key == "if" else outcome is False
    if not isinstance(outcome, bool) or (site.key in ("if", "expr") and is_meant):
        return
    always = f"the condition is always {str(outcome).lower()}"
    message = {
        "expr": f"{always}: it checks nothing",
        "if": f"{always}: the field {'is always there' if outcome else 'never exists'}",
    }.get(site.key, f"{always}: the list {'has one element' if outcome else 'never ends'}")
    world.report(
        _RULE, message, site.text.at(site.text.ast.span), found=show(site.text.text),
        expected="a condition that depends on the file",
        severity=Severity.ERROR if site.key == "expr" else Severity.WARNING,
    )  # fmt: skip


def _check_key(world: World, site: Site) -> None:
    for node in _nodes(site.text.ast):
        if isinstance(node, ast.NameAst) and node.name == "_":
            return
    _report(
        world, site, site.text.ast.span, f"{site.key} is the same for every element",
        "an expression over the element, `_`",
    )  # fmt: skip


def _report(world: World, site: Site, span: ast.Span, message: str, expected: str) -> None:
    found = site.text.text[span.start : span.end]
    world.report(_RULE, message, site.text.at(span), expected=expected, found=show(found))
