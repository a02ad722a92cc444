"""What expressions need to know of fields: their types, whether they may be absent, `_parent`.

Comes in: a key of `Demand`. Goes out: the fact; whatever is wrong with a field is reported at
the field itself, so users of it only learn that it is (`AlreadyReported`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.types import (
    ANY_STRUCT,
    BYTES,
    ArrayType,
    BoolType,
    EnumType,
    IntType,
    StructType,
    Type,
)
from validator.ksy import syntax as ast
from validator.passes.builtin import is_builtin
from validator.passes.context import Context
from validator.passes.declare import type_uses
from validator.passes.demand import Fact, Key
from validator.passes.field_types import combine, is_nullable, read_type, ref_type
from validator.passes.problem import AlreadyReported

if TYPE_CHECKING:
    from validator.passes.infer_types import Typer
    from validator.passes.world import StructDecl

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class FieldFact:
    """The type of a field, a list when it repeats, and whether it may be absent."""

    type: Type
    nullable: bool


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Makes the facts of one world; the `Worker` of `Demand`."""

    typer: Typer

    def work(self, key: Key) -> FieldFact | Type | None:
        """Make a fact.

        Args:
            key: FIELD, PARENT or TARGET, and the number of the field or struct.
        Returns:
            FIELD: a FieldFact; PARENT: the type of `_parent`, None when there is none;
            TARGET: the type of the elements of the table that the field refers to.
        Raises:
            ExprProblem: an expression that the fact needs is wrong.
        """
        kind, number = key
        match kind:
            case Fact.FIELD:
                return self._field(*self.typer.world.fields[number])
            case Fact.PARENT:
                return self._parent(self.typer.world.structs[number])
        return self._target(*self.typer.world.fields[number])

    def cost(self, key: Key) -> int:
        """Return how many characters of expressions a fact takes."""
        kind, number = key
        if kind is Fact.PARENT:
            uses = self.typer.world.structs[number].uses
            return len(uses) + sum(len(use.expr.text) for use in uses if use.expr is not None)
        spec = self.typer.world.fields[number][1]
        if not isinstance(spec, ast.AttrSpec):
            return 1
        text = spec.value
        if kind is Fact.TARGET and spec.refers_to is not None:
            text = spec.refers_to.table
        return len(text.text) if text is not None else 1

    def needs_itself(self, key: Key, chain: list[Key]) -> Type:
        """Refuse a value that needs itself; a `_parent` that does is an object of any type."""
        kind, number = key
        if kind is Fact.PARENT:
            return ANY_STRUCT
        _, spec = self.typer.world.fields[number]
        names = [self._name(*item) for item in chain]
        if len(names) > _SHOWN:
            names[1:-1] = ["..."]  # of long chains only some links are remembered
        names.append(names[0])
        what = "value" if kind is Fact.FIELD else "table"
        self.typer.world.report(
            "type-mismatch", f"the {what} of {spec.id} depends on itself", spec.pos,
            expected="a value that needs other values only", found=" -> ".join(names),
        )  # fmt: skip
        raise AlreadyReported

    def is_too_much(self, key: Key) -> None:
        """Report that expressions need each other in a too complicated way."""
        kind, number = key
        world = self.typer.world
        spec = world.structs[number].spec if kind is Fact.PARENT else world.fields[number][1]
        world.report("schema-too-large", "expressions need each other in too long chains", spec.pos)

    def _name(self, kind: Fact, number: int) -> str:
        if kind is Fact.PARENT:
            return f"{self.typer.world.structs[number].name}._parent"
        decl, spec = self.typer.world.fields[number]
        suffix = ".target" if kind is Fact.TARGET else ""
        return f"{decl.name}.{spec.id}{suffix}"

    def _field(self, decl: StructDecl, spec: ast.AttrSpec | ast.ParamSpec) -> FieldFact:
        nullable = is_nullable(spec)
        if isinstance(spec, ast.ParamSpec):
            base = self._param(decl, spec)
        elif spec.value is not None:
            value = self.typer.convert(spec.value.ast, Context(decl))
            base = value.type
            nullable = nullable or may_be_absent(value)
        else:
            base = self._read(decl, spec)
        if spec.enum is not None:
            base = self._through_enum(decl, spec.enum, base)
        if isinstance(spec, ast.AttrSpec) and spec.repeat is not None:
            base = ArrayType(base)
        return FieldFact(base, nullable)

    def _param(self, decl: StructDecl, spec: ast.ParamSpec) -> Type:
        if spec.type is None:
            return BYTES
        base = ref_type(self.typer.world, decl, spec.type)
        if base is None:
            raise AlreadyReported
        return base

    def _read(self, decl: StructDecl, spec: ast.AttrSpec) -> Type:
        world = self.typer.world
        for use in type_uses(spec):
            if not is_builtin(use) and world.find_type(decl, use.names, use.is_absolute) is None:
                raise AlreadyReported
        return read_type(world, decl, spec)

    def _through_enum(self, decl: StructDecl, name: ast.Name, base: Type) -> Type:
        if isinstance(base, ArrayType):
            return ArrayType(self._through_enum(decl, name, base.item))
        if not isinstance(base, IntType | BoolType):
            return base  # reported where the field is lowered
        enum = self.typer.world.find_enum(decl, tuple(name.text.split("::")), False)
        if enum is None:
            raise AlreadyReported
        return EnumType(enum.number)

    def _parent(self, decl: StructDecl) -> Type | None:
        result: Type | None = None
        for use in decl.uses:
            found: Type = StructType(use.user.number)
            if use.expr is not None:
                found = self.typer.convert(use.expr.ast, Context(use.user)).type
            result = found if result is None else combine(result, found) or ANY_STRUCT
        return result

    def _target(self, decl: StructDecl, spec: ast.AttrSpec | ast.ParamSpec) -> Type:
        assert isinstance(spec, ast.AttrSpec)
        assert spec.refers_to is not None
        refers = spec.refers_to
        table = self.typer.convert(refers.table.ast, Context(decl, extended=True))
        if not isinstance(table.type, ArrayType):
            raise self.typer.wrong_type(table.type, "a list", refers.table.ast.span)
        return table.type.item


def may_be_absent(node: ir.Expr) -> bool:
    """Whether the value of an expression may be absent rather than an error of the data."""
    match node:
        case ir.FieldGet(nullable=nullable):
            return nullable
        case ir.Cast(operand=operand):
            return may_be_absent(operand)
        case ir.IfElse(then=then, otherwise=otherwise):
            return may_be_absent(then) or may_be_absent(otherwise)
    return False
