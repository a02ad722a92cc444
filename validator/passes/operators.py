"""Operators of the expression language: what each takes and gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.ir import expr as ir
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
from validator.ksy import syntax as ast
from validator.passes.context import Context
from validator.passes.elsewhere import enum_elsewhere
from validator.passes.field_types import combine, describe
from validator.passes.problem import ExprProblem
from validator.passes.world import World

if TYPE_CHECKING:
    from validator.passes.infer_types import Typer


def unary(typer: Typer, node: ast.UnaryAst, context: Context) -> ir.Expr:
    """Type `-a`, `+a`, `~a`, `not a`."""
    operand = typer.convert(node.operand, context)
    if node.op == "not":
        return ir.Unary("not", typer.require(operand, "bool", node.operand.span), BOOL)
    if node.op == "~":
        return ir.Unary("~", typer.require(operand, "int", node.operand.span), INT)
    typer.require(operand, "number", node.operand.span)
    if node.op == "+":
        return operand
    if isinstance(operand, ir.Lit) and isinstance(operand.value, int | float):
        return ir.Lit(-operand.value, operand.type)
    return ir.Unary("-", operand, FLOAT if isinstance(operand.type, FloatType) else INT)


def binary(typer: Typer, node: ast.BinaryAst, context: Context) -> ir.Expr:
    """Type arithmetic, comparison and logic."""
    left = typer.convert(node.left, context)
    right = typer.convert(node.right, context)
    if node.op in ("and", "or"):
        typer.require(left, "bool", node.left.span)
        typer.require(right, "bool", node.right.span)
        return ir.Logic(node.op, left, right, BOOL)
    if node.op in ("==", "!=", "<", "<=", ">", ">="):
        return compare(typer, node, left, right)
    if node.op == "+" and isinstance(left.type, StrType | BytesType):
        typer.require(right, "str" if left.type == STR else "bytes", node.right.span)
        return ir.Binary("+", left, right, left.type)
    if node.op in ("&", "|", "^", "<<", ">>"):
        if isinstance(left.type, BoolType) and isinstance(right.type, BoolType):
            return ir.Binary(node.op, left, right, BOOL)
        typer.require(left, "int", node.left.span)
        typer.require(right, "int", node.right.span)
        return ir.Binary(node.op, left, right, INT)
    typer.require(left, "number", node.left.span)
    typer.require(right, "number", node.right.span)
    is_float = isinstance(left.type, FloatType) or isinstance(right.type, FloatType)
    return ir.Binary(node.op, left, right, FLOAT if is_float else INT)


def compare(typer: Typer, node: ast.BinaryAst, left: ir.Expr, right: ir.Expr) -> ir.Expr:
    """Type a comparison: both sides of one kind; enums and booleans have no order."""
    if combine(left.type, right.type) is None:
        raise ExprProblem(
            "type-mismatch", node.span, f"`{node.op}` cannot compare these",
            expected="two values of one type",
            found=f"{describe(typer.world, left.type)} and {describe(typer.world, right.type)}",
        )  # fmt: skip
    _check_reach(node, left, right)
    if node.op not in ("==", "!="):
        require_order(typer.world, left.type, node.span, f"`{node.op}`")
    elif not _is_comparable(left.type):
        raise ExprProblem(
            "type-mismatch", node.span, f"`{node.op}` compares values, not objects",
            found=describe(typer.world, left.type), hint="compare their fields",
        )  # fmt: skip
    return ir.Compare(node.op, left, right, BOOL)


def _check_reach(node: ast.BinaryAst, left: ir.Expr, right: ir.Expr) -> None:
    """Refuse `==` and `!=` of a number with a literal that its type cannot hold."""
    if isinstance(left, ir.Lit):
        left, right = right, left
    kind = left.type
    if not isinstance(right, ir.Lit) or node.op not in ("==", "!=") or isinstance(left, ir.Lit):
        return
    if not isinstance(kind, IntType) or kind.width is None or type(right.value) is not int:
        return
    low, high = 0, (1 << 8 * kind.width) - 1
    if kind.signed:
        low, high = low - (high >> 1) - 1, high >> 1
    if not low <= right.value <= high:
        raise ExprProblem(
            "meaningless-expression", node.span,
            f"`{node.op}` is {'never' if node.op == '==' else 'always'} true",
            expected=f"{low} to {high}, which the other side can be", found=str(right.value),
        )  # fmt: skip


def has_order(kind: Type) -> bool:
    """Whether values of a type are smaller or greater than each other."""
    return isinstance(kind, IntType | FloatType | StrType | BytesType)


def require_order(world: World, kind: Type, span: ast.Span, what: str) -> None:
    """Raise ExprProblem unless the values of a type have an order."""
    if not has_order(kind):
        raise ExprProblem(
            "type-mismatch", span, f"{what} needs values that have an order",
            expected="numbers, strings or byte strings", found=describe(world, kind),
        )  # fmt: skip


def ternary(typer: Typer, node: ast.TernaryAst, context: Context) -> ir.Expr:
    """Type `c ? a : b`; both branches of one kind."""
    condition = typer.require(typer.convert(node.condition, context), "bool", node.condition.span)
    then = typer.convert(node.then, context)
    otherwise = typer.convert(node.otherwise, context)
    kind = combine(then.type, otherwise.type)
    if kind is None:
        raise ExprProblem(
            "type-mismatch", node.span, "branches of `? :` differ in type",
            expected=describe(typer.world, then.type),
            found=describe(typer.world, otherwise.type),
        )  # fmt: skip
    return ir.IfElse(condition, then, otherwise, kind)


def enum_member(typer: Typer, node: ast.EnumAst, context: Context) -> ir.Expr:
    """Type `type::enum::label`."""
    *path, label = node.names
    enum = typer.world.find_enum(context.decl, tuple(path), node.is_absolute)
    if enum is None:
        known = {name for scope in context.decl.scopes() for name in scope.enums}
        raise ExprProblem(
            "unknown-enum", node.span, "enum is not declared",
            expected="an enum in scope", found="::".join(path), near=(path[-1], known),
            hint=enum_elsewhere(typer.world, tuple(path)),
        )  # fmt: skip
    value = enum.values.get(label)
    if value is not None:
        return ir.EnumLit(value, label, EnumType(enum.number))
    labels = list(enum.values)
    raise ExprProblem(
        "unknown-enum", node.span, f"enum {enum.spec.id} has no member {label}",
        expected="one of " + ", ".join(labels[:8]) + (", …" if len(labels) > 8 else ""),
        found=label, near=(label, labels),
    )  # fmt: skip


def f_string(typer: Typer, node: ast.FStrAst, context: Context) -> ir.Expr:
    """Type an f-string: parts are text, ints or strings."""
    parts: list[ir.Expr] = []
    for part in node.parts:
        if isinstance(part, str):
            parts.append(ir.Lit(part, STR))
            continue
        value = typer.convert(part, context)
        if not isinstance(value.type, IntType | StrType):
            raise ExprProblem(
                "type-mismatch", part.span, "an f-string takes integers and strings",
                found=describe(typer.world, value.type),
            )  # fmt: skip
        parts.append(value)
    return ir.Concat(tuple(parts))


def _is_comparable(kind: Type) -> bool:
    return isinstance(kind, IntType | FloatType | BoolType | StrType | BytesType | EnumType) or (
        isinstance(kind, ArrayType) and _is_comparable(kind.item)
    )
