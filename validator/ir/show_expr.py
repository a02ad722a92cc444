"""Expressions of the IR as text, close to what a schema says; for dumps and messages."""

from __future__ import annotations

from validator.ir import expr as ir
from validator.ir.nodes import Program
from validator.ir.types import EnumType


def show_expr(program: Program, node: ir.Expr) -> str:
    """Return an expression in the notation of the language, names resolved.

    Args:
        program: where fields are looked up.
        node: any expression of that program.
    """
    return _Shower(program).show(node)


class _Shower:
    """Shows expressions of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def show(self, node: ir.Expr) -> str:
        """Return the text of a node; operators are always in parentheses."""
        match node:
            case ir.Lit(value=bytes() as value):
                return "[" + ", ".join(f"{byte:#04x}" for byte in value) + "]"
            case ir.Lit(value=bool() as flag):
                return str(flag).lower()
            case ir.Lit(value=value):
                return repr(value)
            case ir.EnumLit(label=label, type=EnumType(enum=number)):
                return f"{self.program.enums[number].path[-1]}::{label}"
            case ir.ArrayLit(items=items):
                return "[" + ", ".join(map(self.show, items)) + "]"
            case ir.Unary(op=op, operand=operand):
                return f"({op} {self.show(operand)})"
            case (
                ir.Binary(op=op, left=left, right=right)
                | ir.Compare(op=op, left=left, right=right)
                | ir.Logic(op=op, left=left, right=right)
            ):
                return f"({self.show(left)} {op} {self.show(right)})"
            case ir.IfElse(condition=condition, then=then, otherwise=otherwise):
                return f"({self.show(condition)} ? {self.show(then)} : {self.show(otherwise)})"
            case ir.Subscript(array=array, index=index):
                return f"{self.show(array)}[{self.show(index)}]"
            case ir.Cast(operand=operand):
                return self.show(operand)
        return self._place(node)

    def _place(self, node: ir.Expr) -> str:
        match node:
            case ir.SelfRef():
                return "self"
            case ir.ParentOf(object=owner):
                return self._member(owner, "_parent")
            case ir.RootOf(object=owner):
                return self._member(owner, "_root")
            case ir.StreamOf(object=owner):
                return self._member(owner, "_io")
            case ir.StreamAttr(stream=stream, name=name):
                return f"{self.show(stream)}.{name}"
            case ir.FieldGet(object=owner, field=number):
                return self._member(owner, self.program.fields[number].id)
            case ir.Index():
                return "_index"
            case ir.Item(depth=depth):
                return "_" if depth == 0 else f"_{depth}"
            case ir.Fact(name=name):
                return f"contract.{name}"
            case ir.ContractName():
                return "contract.name"
            case ir.Target(field=field):
                return f"{self.show(field)}.target"
            case ir.SpanOf(field=field, end=end):
                return f"{'end' if end else 'start'}_of({self.show(field)})"
        return self._function(node)

    def _function(self, node: ir.Expr) -> str:
        match node:
            case ir.Call(name=name, args=args):
                rest = ", ".join(map(self.show, args[1:]))
                method = name.partition("_")[2]
                return f"{self.show(args[0])}.{method}" + (f"({rest})" if rest else "")
            case ir.Over(name=name, array=array, body=body):
                return f"{name}({self._args(array, body)})"
            case ir.Lookup(array=array, value=value, key=key):
                return f"lookup({self._args(array, value, key)})"
            case ir.Overlaps(array=array, start=start, end=end):
                return f"overlaps({self._args(array, start, end)})"
            case ir.Contains(container=container, value=value):
                return f"contains({self._args(container, value)})"
            case ir.Concat(parts=parts):
                return f"concat({self._args(*parts)})"
            case ir.OneOf(value=value, items=items):
                return f"({self.show(value)} in [{self._args(*items)}])"
        raise TypeError(f"unknown expression {type(node).__name__}")

    def _args(self, *parts: ir.Expr | None) -> str:
        return ", ".join(self.show(part) for part in parts if part is not None)

    def _member(self, owner: ir.Expr, name: str) -> str:
        return name if isinstance(owner, ir.SelfRef) else f"{self.show(owner)}.{name}"
