"""Values of expressions that are the same for every file.

Comes in: a syntax tree. Goes out: its value, when literals and enum members alone decide it.
Numbers that grow beyond `MAX_BITS` bits are given up, so that folding costs nothing.
"""

from __future__ import annotations

import operator
from collections.abc import Callable

from validator.ksy import syntax as ast
from validator.passes.world import StructDecl, World

Constant = int | float | str | bool
MAX_BITS = 128
_MAX_DEPTH = 20

_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.floordiv,
    "%": operator.mod, "&": operator.and_, "|": operator.or_, "^": operator.xor,
    "<<": operator.lshift, ">>": operator.rshift,
}  # fmt: skip
_COMPARISON: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def constant(world: World, decl: StructDecl, node: ast.Ast, depth: int = 0) -> Constant | None:
    """Return the value that an expression has for every file; None when data decides it.

    Args:
        world: where enums are looked up.
        decl: the type that the expression stands in.
        node: the expression.
        depth: levels above it; deep trees are given up.
    """
    if depth > _MAX_DEPTH:
        return None
    match node:
        case ast.IntAst(value=number):
            return number
        case ast.BoolAst() | ast.StrAst() | ast.FloatAst():
            return node.value
        case ast.EnumAst(names=names, is_absolute=is_absolute):
            enum = world.find_enum(decl, names[:-1], is_absolute)
            return enum.values.get(names[-1]) if enum is not None else None
        case ast.UnaryAst(op=op, operand=operand):
            return _unary(op, constant(world, decl, operand, depth + 1))
        case ast.BinaryAst(op=op, left=left, right=right):
            first = constant(world, decl, left, depth + 1)
            return _binary(op, first, constant(world, decl, right, depth + 1))
    return None


def constant_int(world: World, decl: StructDecl, node: ast.Ast) -> int | None:
    """Return the integer that an expression is for every file; None for anything else.

    Args:
        world, decl, node: see `constant`.
    """
    value = constant(world, decl, node)
    return value if type(value) is int else None


def _unary(op: str, value: Constant | None) -> Constant | None:
    if op == "not":
        return not value if isinstance(value, bool) else None
    if isinstance(value, bool | str) or value is None:
        return None
    if op == "~":
        return ~value if isinstance(value, int) else None
    return -value if op == "-" else value


def _binary(op: str, left: Constant | None, right: Constant | None) -> Constant | None:
    if op in ("and", "or"):
        return _logic(op, left, right)
    if type(left) is not int or type(right) is not int:
        return None
    if op in _COMPARISON:
        return _COMPARISON[op](left, right)
    if (op in "/%" and right == 0) or (op in ("<<", ">>") and not 0 <= right <= MAX_BITS):
        return None
    result = _ARITHMETIC[op](left, right)
    return result if result.bit_length() <= MAX_BITS else None


def _logic(op: str, left: Constant | None, right: Constant | None) -> bool | None:
    """Decide `and` and `or`; one side alone may settle them."""
    settled = op == "or"
    if left is settled or right is settled:
        return settled
    if isinstance(left, bool) and isinstance(right, bool):
        return not settled
    return None
