"""Typed expressions as a person would write them: parentheses only where they matter.

Comes in: an expression of a Program. Goes out: text in the notation of the language. Numbers
that look like bit patterns are written in hex, since the IR does not keep how they were
written.
"""

from __future__ import annotations

import json
import re

from validator.ir import expr as ir
from validator.ir.nodes import Program
from validator.ir.types import EnumType

_LEVELS = {
    "or": 1, "and": 2, "not": 3,
    "==": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "|": 5, "^": 6, "&": 7, "<<": 8, ">>": 8, "+": 9, "-": 9, "*": 10, "/": 10, "%": 10,
}  # fmt: skip
_TERNARY, _COMPARE, _UNARY, _ATOM = 0, 4, 11, 12
_ROUND = re.compile(r"-?(\d{1,4}|\d+000|9+)")
_PLAIN = re.compile(r"[ -&(-\[\]-~]*")  # printable ASCII without quote and backslash


def expr_text(program: Program, node: ir.Expr) -> str:
    """Return an expression as text on one line.

    Args:
        program: where names are looked up.
        node: any expression of that program.
    """
    return _Printer(program).text(node)[0]


def int_text(value: int) -> str:
    """Return an integer, in hex when it looks like a bit pattern."""
    if _ROUND.fullmatch(str(value)) or abs(value) < 1 << 16:
        return str(value)
    return hex(value)


def bytes_text(value: bytes) -> str:
    """Return a byte string as a list of hex numbers, as the language writes it."""
    return "[" + ", ".join(f"{byte:#04x}" for byte in value) + "]"


def str_text(value: str) -> str:
    """Return a string as a literal: raw in single quotes where that is possible."""
    return f"'{value}'" if _PLAIN.fullmatch(value) else json.dumps(value)


class _Printer:
    """Prints expressions of one program; every method returns (text, level)."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def at(self, node: ir.Expr, level: int) -> str:
        """Return a node's text, in parentheses when it binds looser than `level`."""
        text, own = self.text(node)
        return text if own >= level else f"({text})"

    def text(self, node: ir.Expr) -> tuple[str, int]:
        """Return the text of a node and how tight it binds."""
        match node:
            case (
                ir.Binary(op=op, left=left, right=right)
                | ir.Compare(op=op, left=left, right=right)
                | ir.Logic(op=op, left=left, right=right)
            ):
                level = _LEVELS[op]
                first = level + 1 if level == _COMPARE else level  # comparisons do not chain
                return f"{self.at(left, first)} {op} {self.at(right, level + 1)}", level
            case ir.Unary(op="not", operand=operand):
                return f"not {self.at(operand, _LEVELS['not'])}", _LEVELS["not"]
            case ir.Unary(op=op, operand=operand):
                return f"{op}{self.at(operand, _ATOM)}", _UNARY
            case ir.IfElse(condition=condition, then=then, otherwise=otherwise):
                parts = (self.at(condition, 1), self.at(then, 1), self.at(otherwise, _TERNARY))
                return f"{parts[0]} ? {parts[1]} : {parts[2]}", _TERNARY
            case ir.OneOf(value=value, items=items):
                return f"{self.at(value, _COMPARE + 1)} in [{self.args(*items)}]", _COMPARE
            case ir.Lit(value=value):
                is_negative = isinstance(value, int | float) and value < 0
                return self.literal(value), _UNARY if is_negative else _ATOM
        return self.atom(node), _ATOM

    def literal(self, value: int | float | bool | str | bytes) -> str:
        """Return a literal."""
        match value:
            case bool():
                return str(value).lower()
            case int():
                return int_text(value)
            case bytes():
                return bytes_text(value)
            case str():
                return str_text(value)
        return repr(value)

    def atom(self, node: ir.Expr) -> str:
        """Return what binds tightest."""
        match node:
            case ir.EnumLit(label=label, type=EnumType(enum=number)):
                return f"{self.program.enums[number].path[-1]}::{label}"
            case ir.ArrayLit(items=items):
                return f"[{self.args(*items)}]"
            case ir.Subscript(array=array, index=index):
                return f"{self.at(array, _ATOM)}[{self.text(index)[0]}]"
            case ir.Cast(operand=operand):
                return self.at(operand, _ATOM)
            case ir.SelfRef():
                return "self"
            case ir.ParentOf(object=owner):
                return self.member(owner, "_parent")
            case ir.RootOf(object=owner):
                return self.member(owner, "_root")
            case ir.StreamOf(object=owner):
                return self.member(owner, "_io")
            case ir.StreamAttr(stream=stream, name=name):
                return f"{self.at(stream, _ATOM)}.{name}"
            case ir.FieldGet(object=owner, field=number):
                return self.member(owner, self.program.fields[number].id)
            case ir.Target(field=field):
                return f"{self.at(field, _ATOM)}.target"
        return self.special(node)

    def special(self, node: ir.Expr) -> str:
        """Return names and functions of the extension keys."""
        match node:
            case ir.Index():
                return "_index"
            case ir.Item():
                return "_"
            case ir.Fact(name=name):
                return f"contract.{name}"
            case ir.ContractName():
                return "contract.name"
            case ir.SpanOf(field=field, end=end):
                return f"{'end' if end else 'start'}_of({self.text(field)[0]})"
            case ir.Call(name=name, args=args):
                rest = self.args(*args[1:])
                method = name.partition("_")[2]
                return f"{self.at(args[0], _ATOM)}.{method}" + (f"({rest})" if rest else "")
            case ir.Over(name=name, array=array, body=body):
                return f"{name}({self.args(array, body)})"
            case ir.Lookup(array=array, value=value, key=key):
                return f"lookup({self.args(array, value, key)})"
            case ir.Overlaps(array=array, start=start, end=end):
                return f"overlaps({self.args(array, start, end)})"
            case ir.Contains(container=container, value=value):
                return f"contains({self.args(container, value)})"
            case ir.Concat(parts=parts):
                return " + ".join(self.at(part, _ATOM) for part in parts) or "''"
        raise TypeError(f"unknown expression {type(node).__name__}")

    def args(self, *parts: ir.Expr | None) -> str:
        """Return arguments with commas between."""
        return ", ".join(self.text(part)[0] for part in parts if part is not None)

    def member(self, owner: ir.Expr, name: str) -> str:
        """Return a member; that of the object itself by its bare name."""
        return name if isinstance(owner, ir.SelfRef) else f"{self.at(owner, _ATOM)}.{name}"
