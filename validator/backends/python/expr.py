"""IR expressions as Python source.

The emitted text reads `self` (the object), `v` (the value under check), `I` (`_index`), `C`
(the contract at hand: name and facts) and `x1`, `x2`, … (elements inside functions).
Operations that can fail or grow go through `runtime.ops`, bound to short names in generated
modules (`NAMES`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from validator.ir import expr as ir
from validator.ir.nodes import FieldKind, Program
from validator.ir.types import AnyType, ArrayType, FloatType, IntType, MapType, simple_name

NAMES: dict[str, str] = {
    "need": "need", "item": "item", "first": "first", "last": "last", "least": "least",
    "greatest": "greatest", "times": "times", "divide": "divide", "modulo": "modulo",
    "left": "left", "right": "right", "join": "join", "substring": "substring",
    "to_int": "to_int", "to_bytes": "to_bytes", "cast": "cast", "float_to_int": "float_to_int",
    "decode": "decode",
    "all_distinct": "all_distinct", "ascending": "ascending", "lookup": "lookup",
    "contains": "contains", "overlaps": "overlaps", "names": "names",
}  # fmt: skip
"""Functions of the run time that emitted expressions call."""

_METHODS = {
    "array_first": "first({0})", "array_last": "last({0})", "array_size": "len({0})",
    "array_min": "least({0})", "array_max": "greatest({0})", "array_to_bytes": "to_bytes({0})",
    "bytes_first": "first({0})", "bytes_last": "last({0})", "bytes_length": "len({0})",
    "bytes_min": "least({0})", "bytes_max": "greatest({0})", "bytes_to_s": "decode({0}, {1})",
    "str_length": "len({0})", "str_reverse": "{0}[::-1]",
    "str_substring": "substring({0}, {1}, {2})", "str_to_i": "to_int({all})",
    "int_to_s": "str({0})", "float_to_i": "float_to_int({0})", "bool_to_i": "int({0})",
    "enum_to_i": "{0}", "float_to_s": "str({0})",
}  # fmt: skip

SMALL_BITS = 512
"""Products of operands that are surely smaller need no run-time guard."""


@dataclass(frozen=True, slots=True)
class ExprEmitter:
    """Emits expressions of one program.

    Attributes:
        program: where field ids are looked up.
        get: turns a `FieldGet` and its emitted object into source.
        this: source of `SelfRef`.
        parent_of: source of `_parent` of an emitted object.
    """

    program: Program
    get: Callable[[ir.FieldGet, str], str]
    this: str = "self"

    def emit(self, node: ir.Expr) -> str:
        """Return the Python source of an expression; binds tighter than any operator."""
        match node:
            case ir.Lit(value=value):
                return (
                    f"({value!r})" if isinstance(value, int | float) and value < 0 else _lit(value)
                )
            case ir.EnumLit(value=value):
                return f"({value})" if value < 0 else str(value)
            case ir.ArrayLit(items=items):
                return "[" + ", ".join(self.emit(i) for i in items) + "]"
            case ir.SelfRef():
                return self.this
            case ir.ParentOf(object=owner):
                return f"{self.emit(owner)}._p"
            case ir.RootOf(object=owner):
                return f"{self.emit(owner)}._r"
            case ir.StreamOf(object=owner):
                return f"{self.emit(owner)}._io"
            case ir.StreamAttr(stream=stream, name=name):
                return self._stream_attr(self.emit(stream), name)
            case ir.FieldGet(object=owner):
                return self.get(node, self.emit(owner))
            case ir.Index():
                return "I"
            case ir.Item(depth=depth):
                return f"x{depth}" if depth else "v"
            case ir.Cast(operand=operand):
                return _cast(node, self.emit(operand))
            case ir.Unary(op=op, operand=operand):
                return f"({op} {self.emit(operand)})"
            case ir.Binary():
                return self._binary(node)
            case (
                ir.Compare(op=op, left=left, right=right) | ir.Logic(op=op, left=left, right=right)
            ):
                return f"({self.emit(left)} {op} {self.emit(right)})"
            case ir.IfElse(condition=condition, then=then, otherwise=otherwise):
                test = self.emit(condition)
                return f"({self.emit(then)} if {test} else {self.emit(otherwise)})"
            case ir.Subscript():
                return self._subscript(node)
            case ir.Call(name=name, args=args):
                parts = [self.emit(arg) for arg in args]
                return _METHODS[name].format(*parts, all=", ".join(parts))
        return self._extended(node)

    def emit_nullable(self, node: ir.Expr) -> str:
        """Return the source of an expression whose value may be absent (None)."""
        match node:
            case ir.FieldGet(nullable=True):
                return self.get(replace(node, nullable=False), self.emit(node.object))
            case ir.Cast(operand=operand):
                return _cast(node, self.emit_nullable(operand))
            case ir.IfElse(condition=condition, then=then, otherwise=otherwise):
                yes, no = self.emit_nullable(then), self.emit_nullable(otherwise)
                return f"({yes} if {self.emit(condition)} else {no})"
        return self.emit(node)

    def _stream_attr(self, stream: str, name: str) -> str:
        match name:
            case "pos":
                return f"({stream}.pos - {stream}.base)"
            case "size":
                return f"({stream}.end - {stream}.base)"
        return f"{stream}.eof()"

    def _subscript(self, node: ir.Subscript) -> str:
        index = self.emit(node.index)
        if isinstance(node.array.type, MapType) and isinstance(node.array, ir.Fact):
            return f"fact(C, {node.array.name!r}, {index})"
        return f"item({self.emit(node.array)}, {index})"

    def _binary(self, node: ir.Binary) -> str:
        left, right = self.emit(node.left), self.emit(node.right)
        match node.op:
            case "+" if not isinstance(node.type, IntType | FloatType):
                return f"join({left}, {right})"
            case "/":
                if isinstance(node.type, IntType) and _nonzero(node.right):
                    return f"({left} // {right})"
                return f"divide({left}, {right})"
            case "%":
                if _nonzero(node.right):
                    return f"({left} % {right})"
                return f"modulo({left}, {right})"
            case "<<":
                if _small_shift(node.right) and self._bits(node.left) + 64 <= SMALL_BITS:
                    return f"({left} << {right})"
                return f"left({left}, {right})"
            case ">>":
                return (
                    f"({left} >> {right})"
                    if _small_shift(node.right)
                    else f"right({left}, {right})"
                )
            case "*":
                if self._bits(node) <= SMALL_BITS:
                    return f"({left} * {right})"
                return f"times({left}, {right})"
        return f"({left} {node.op} {right})"

    def _bits(self, node: ir.Expr, depth: int = 0) -> int:
        """Return an upper bound of the bits of an integer, `SMALL_BITS + 1` when unknown."""
        if depth > 20:
            return SMALL_BITS + 1
        match node:
            case ir.Lit(value=value) if isinstance(value, int):
                return value.bit_length()
            case ir.EnumLit(value=value):
                return value.bit_length()
            case ir.FieldGet(field=number):
                field = self.program.fields[number]
                known = field.kind not in (FieldKind.VALUE, FieldKind.PARAM)
                return 64 if known and not isinstance(field.type, ArrayType) else SMALL_BITS + 1
            case ir.Item(type=IntType(width=width)) if width is not None:
                return 64
            case ir.Index() | ir.StreamAttr():
                return 64
            case ir.Call(name=name) if name.endswith(("_length", "_size")):
                return 64
            case ir.Binary(op="*", left=left, right=right):
                return self._bits(left, depth + 1) + self._bits(right, depth + 1)
            case ir.Binary(op="+" | "-" | "|" | "^" | "&", left=left, right=right):
                return max(self._bits(left, depth + 1), self._bits(right, depth + 1)) + 1
            case ir.Binary(op="/" | "%" | ">>", left=left):
                return self._bits(left, depth + 1) + 1
        return SMALL_BITS + 1

    def _extended(self, node: ir.Expr) -> str:
        match node:
            case ir.Fact(name=name):
                return f"C[1][{name!r}]"
            case ir.ContractName():
                return "C[0]"
            case ir.Target(field=field):
                owner = self.emit(field.object)
                return f"{owner}._target_{field.field}()"
            case ir.SpanOf(field=field, end=end):
                owner = self.emit(field.object)
                return f"{owner}._t.span({owner}, {field.field}, is_end={end})"
            case ir.Over():
                return self._over(node)
            case ir.Lookup(array=array, value=value, key=key, depth=depth):
                body = self.emit(key) if key is not None else f"x{depth}"
                return f"lookup({self.emit(array)}, {self.emit(value)}, lambda x{depth}: {body})"
            case ir.Overlaps(array=array, start=start, end=end, depth=depth):
                pair = f"({self.emit(start)}, {self.emit(end)})"
                return f"overlaps([{pair} for x{depth} in {self.emit(array)}])"
            case ir.Contains(container=container, value=value):
                return f"contains({self.emit(container)}, {self.emit(value)})"
            case ir.Concat(parts=parts):
                return "names((" + "".join(self.emit(p) + ", " for p in parts) + "))"
            case ir.OneOf(value=value, items=items):
                return self._one_of(value, items)
        raise TypeError(f"unknown expression {type(node).__name__}")

    def _one_of(self, value: ir.Expr, items: tuple[ir.Expr, ...]) -> str:
        parts = [self.emit(i) for i in items]
        if all(isinstance(i, ir.Lit | ir.EnumLit) for i in items) and items:
            return f"({self.emit(value)} in {{{', '.join(parts)}}})"
        return f"({self.emit(value)} in ({''.join(part + ', ' for part in parts)}))"

    def _over(self, node: ir.Over) -> str:
        name = f"x{node.depth}"
        array = self.emit(node.array)
        body = self.emit(node.body) if node.body is not None else name
        loop = f"for {name} in {array}"
        match node.name:
            case "all" | "any":
                return f"{node.name}({body} {loop})"
            case "count":
                return f"len({array})" if node.body is None else f"sum(1 {loop} if {body})"
            case "sum":
                return f"sum({body} {loop})"
            case "min":
                return f"least({body} {loop})"
            case "max":
                return f"greatest({body} {loop})"
            case "unique":
                return f"all_distinct({body} {loop})"
        return f"ascending({body} {loop})"


def _lit(value: object) -> str:
    if isinstance(value, float) and value != value:
        return "float('nan')"
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return f"float('{value}')"
    return repr(value)


def _nonzero(node: ir.Expr) -> bool:
    return isinstance(node, ir.Lit) and bool(node.value)


def _small_shift(node: ir.Expr) -> bool:
    return isinstance(node, ir.Lit) and isinstance(node.value, int) and 0 <= node.value <= 64


def _cast(node: ir.Cast, value: str) -> str:
    """Return a cast; only of a value of several possible types is there anything to check."""
    name = simple_name(node.type)
    if name is None or not isinstance(node.operand.type, AnyType):
        return value
    return f"cast({value}, {name!r})"
