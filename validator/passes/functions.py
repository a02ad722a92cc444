"""Functions that exist only in expressions of `-` keys, facts of the contract, targets.

Reference: docs/schema-language.md, "Functions in expressions of `-` keys". All are total.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.ir import expr as ir
from validator.ir.types import (
    BOOL,
    INT,
    STR,
    ArrayType,
    BytesType,
    EnumType,
    IntType,
    MapType,
    StrType,
    Type,
)
from validator.ksy import syntax as ast
from validator.passes.context import Context
from validator.passes.field_types import combine, describe
from validator.passes.problem import ExprProblem

if TYPE_CHECKING:
    from validator.passes.infer_types import Typer

FUNCTIONS = {
    "all": (2, 2), "any": (2, 2), "count": (1, 2), "sum": (1, 2), "min": (1, 2), "max": (1, 2),
    "unique": (1, 2), "sorted": (1, 2), "lookup": (2, 3), "contains": (2, 2),
    "overlaps": (3, 3), "start_of": (1, 1), "end_of": (1, 1),
}  # fmt: skip
"""Functions of `-` keys: how few and how many arguments each takes."""


def call(typer: Typer, node: ast.CallAst, context: Context) -> ir.Expr:
    """Type a call of a function by name."""
    name = node.callee.name if isinstance(node.callee, ast.NameAst) else ""
    if not context.extended:
        raise ExprProblem(
            "expression-syntax", node.span, "functions exist only in `-` keys", found=f"{name}(…)"
        )
    if name not in FUNCTIONS:
        raise ExprProblem(
            "unknown-name", node.span, "function is not known",
            expected=", ".join(sorted(FUNCTIONS)), found=name, near=(name, FUNCTIONS),
        )  # fmt: skip
    low, high = FUNCTIONS[name]
    if not low <= len(node.args) <= high:
        raise ExprProblem(
            "type-mismatch", node.span, f"wrong number of arguments for {name}",
            expected=str(low) if low == high else f"{low} to {high}", found=str(len(node.args)),
        )  # fmt: skip
    if name in ("start_of", "end_of"):
        return _span(typer, node, context, end=name == "end_of")
    first = typer.convert(node.args[0], context)
    if name == "contains":
        return _contains(typer, first, node, context)
    if not isinstance(first.type, ArrayType):
        raise ExprProblem(
            "type-mismatch", node.args[0].span, f"{name} needs a list",
            expected="a list", found=describe(typer.world, first.type),
        )  # fmt: skip
    inner = context.over(first.type.item)
    if name == "lookup":
        value = typer.convert(node.args[1], context)
        key = typer.convert(node.args[2], inner) if len(node.args) == 3 else None
        kind = key.type if key is not None else first.type.item
        _require_same(typer, kind, value.type, node.args[1].span)
        return ir.Lookup(first, value, key, context.depth, first.type.item)
    if name == "overlaps":
        start = typer.require(typer.convert(node.args[1], inner), "int", node.args[1].span)
        end = typer.require(typer.convert(node.args[2], inner), "int", node.args[2].span)
        return ir.Overlaps(first, start, end, context.depth, BOOL)
    return _over(typer, name, first, node, context)


def _over(typer: Typer, name: str, array: ir.Expr, node: ast.CallAst, context: Context) -> ir.Expr:
    item = array.type.item if isinstance(array.type, ArrayType) else array.type
    body: ir.Expr | None = None
    if len(node.args) == 2:
        body = typer.convert(node.args[1], context.over(item))
    kind: Type = body.type if body is not None else item
    span = node.args[-1].span
    if name in ("all", "any") or (name == "count" and body is not None):
        if body is not None:
            typer.require(body, "bool", span)
    elif name in ("sum", "min", "max"):
        typer.require(body or ir.Item(0, item), "number", span)
    elif name in ("unique", "sorted") and not isinstance(
        kind, IntType | StrType | BytesType | EnumType
    ):
        raise ExprProblem(
            "type-mismatch", span, f"{name} needs keys that can be compared",
            expected="integers, enums, strings or byte strings",
            found=describe(typer.world, kind), hint="give a key: " + name + "(list, _.field)",
        )  # fmt: skip
    result: Type = BOOL if name in ("all", "any", "unique", "sorted") else INT
    if name in ("sum", "min", "max"):
        result = kind
    return ir.Over(name, array, body, context.depth, result)


def _contains(typer: Typer, first: ir.Expr, node: ast.CallAst, context: Context) -> ir.Expr:
    value = typer.convert(node.args[1], context)
    if not isinstance(first.type, ArrayType | StrType | BytesType | MapType):
        raise ExprProblem(
            "type-mismatch", node.args[0].span, "contains needs a list, string or map",
            found=describe(typer.world, first.type),
        )  # fmt: skip
    wanted: Type = first.type
    if isinstance(wanted, ArrayType):
        wanted = wanted.item
    elif isinstance(wanted, MapType):
        wanted = wanted.key
    _require_same(typer, wanted, value.type, node.args[1].span)
    return ir.Contains(first, value, BOOL)


def _require_same(typer: Typer, wanted: Type, kind: Type, span: ast.Span) -> None:
    is_number = isinstance(wanted, IntType) and isinstance(kind, EnumType)
    if combine(wanted, kind) is None and not is_number:
        raise ExprProblem(
            "type-mismatch", span, "value can never be found",
            expected=describe(typer.world, wanted), found=describe(typer.world, kind),
        )  # fmt: skip


def _span(typer: Typer, node: ast.CallAst, context: Context, *, end: bool) -> ir.Expr:
    value = typer.convert(node.args[0], context)
    if not isinstance(value, ir.FieldGet):
        raise ExprProblem(
            "type-mismatch", node.args[0].span, "only a field has a place in the file",
            expected="a field", found=describe(typer.world, value.type),
        )  # fmt: skip
    spec = typer.world.fields[value.field][1]
    if isinstance(spec, ast.ParamSpec) or spec.value is not None:
        raise ExprProblem(
            "type-mismatch", node.args[0].span, f"{spec.id} is computed, not read",
            expected="a field that is read from the file",
        )  # fmt: skip
    return ir.SpanOf(value, end)


def fact(typer: Typer, node: ast.MemberAst, context: Context) -> ir.Expr | None:
    """Type `contract.name`; None when the expression is something else."""
    if not (
        context.extended
        and isinstance(node.object, ast.NameAst)
        and node.object.name == "contract"
        and "contract" not in context.decl.numbers
    ):
        return None
    if node.name == "name":
        return ir.ContractName()
    kind = typer.facts.get(node.name)
    if kind is None:
        raise ExprProblem(
            "unknown-name", node.span, "fact is not declared in `-contract`",
            expected=", ".join(sorted(typer.facts)) or "a `-contract` key at top level",
            found=node.name, near=(node.name, typer.facts),
        )  # fmt: skip
    return ir.Fact(node.name, kind)


def target(typer: Typer, owner: ir.FieldGet, span: ast.Span) -> ir.Expr:
    """Type `field.target` for a field with `-refers-to`."""
    spec = typer.world.fields[owner.field][1]
    if not isinstance(spec, ast.AttrSpec) or spec.refers_to is None:
        raise ExprProblem(
            "unknown-name", span, f"{spec.id} refers to nothing",
            expected="a field with `-refers-to`", found=spec.id,
        )  # fmt: skip
    if spec.repeat is not None:
        raise ExprProblem(
            "type-mismatch", span, "a list has no single target",
            expected="a field without repeat", found=spec.id,
        )  # fmt: skip
    return ir.Target(owner, typer.target_type(owner.field))


def parse_fact_type(text: str) -> Type | None:
    """Return the type that a `-contract` entry names, or None."""
    simple: dict[str, Type] = {
        "int": INT, "bool": BOOL, "str": STR,
        "list<int>": ArrayType(INT), "list<str>": ArrayType(STR),
        "map<str,int>": MapType(STR, INT), "map<int,int>": MapType(INT, INT),
    }  # fmt: skip
    return simple.get(text.replace(" ", ""))
