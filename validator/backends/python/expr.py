"""IR expressions as Python source.

The emitted text reads `self` (the object), `v` (the value under check), `I` (`_index`), `C`
(the contract at hand: name and facts) and `x1`, `x2`, … (elements inside functions).
Operations that can fail or grow go through `runtime.ops`, bound to short names in generated
modules (`NAMES`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from validator.backends.python.exact import Exact
from validator.backends.python.traits import can_be_absent, is_fixed, traits_of
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import FieldKind, Program
from validator.ir.types import AnyType, ArrayType, FloatType, IntType, MapType, simple_name

NAMES = (
    "all_distinct", "ascending", "bounded", "cast", "contains", "decode", "divide", "first",
    "float_to_int", "greatest", "index_by", "item", "join", "last", "least", "left", "lookup",
    "modulo", "names", "need", "one_of", "overlaps", "right", "substring", "times", "to_bytes",
    "to_int", "total",
)  # fmt: skip
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

_ELEMENTS = frozenset({"array_first", "array_last", "array_min", "array_max"})
"""Methods that return an element of an array."""

SMALL_BITS = 512
"""Products of operands that are surely smaller need no run-time guard."""


@dataclass(frozen=True, slots=True)
class ExprEmitter:
    """Emits expressions of one program.

    Attributes:
        program: where field ids are looked up.
        get: turns a `FieldGet` and its emitted object into source.
        this: source of `SelfRef`.
        recording: streams may have lost their position, which must be asked for.
        exact: which objects need no look at their type; None in the tracing reader, which has
            to say what is wrong with them.
    """

    program: Program
    get: Callable[[ir.FieldGet, str], str]
    this: str = "self"
    recording: bool = False
    exact: Exact | None = None

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
                return f"need({self.emit(owner)}._p, '_parent')"
            case ir.RootOf(object=owner):
                return f"{self.emit(owner)}._r"
            case ir.StreamOf(object=owner):
                return f"{self.emit(owner)}._io"
            case ir.StreamAttr(stream=stream, name=name):
                return self._stream_attr(self.emit(stream), name)
            case ir.FieldGet():
                return self.get(node, self.owner(node))
            case ir.Index():
                return "within(I)"
            case ir.Item(depth=depth):
                return self._present(f"x{depth}" if depth else "v")
            case ir.Cast(operand=operand):
                return _cast(node, self.emit(operand))
            case ir.Unary(op=op, operand=operand):
                source = f"({op} {self.emit(operand)})"
                is_large = op != "not" and self._bits(operand) > SMALL_BITS
                return f"bounded{source}" if is_large else source
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
                source = _METHODS[name].format(*parts, all=", ".join(parts))
                return self._present(source) if name in _ELEMENTS else source
        return self._extended(node)

    def emit_nullable(self, node: ir.Expr) -> str:
        """Return the source of an expression whose value may be absent (None)."""
        match node:
            case ir.FieldGet() if self.can_be_absent(node):
                owner = self.owner(node)
                if owner.startswith("@"):
                    return self.get(node, owner)
                return f"{owner}.f_{self.program.fields[node.field].id}"
            case ir.Target(field=field):
                return f"{self.owner(field)}._target_{field.field}()"
            case ir.Cast(operand=operand):
                return _cast(node, self.emit_nullable(operand))
            case ir.IfElse(condition=condition, then=then, otherwise=otherwise):
                yes, no = self.emit_nullable(then), self.emit_nullable(otherwise)
                return f"({yes} if {self.emit(condition)} else {no})"
        return self.emit(node)

    def can_be_absent(self, node: ir.Expr) -> bool:
        """Whether the value of an expression may be absent (None)."""
        return can_be_absent(node, traits_of(self.program).open)

    def _stream_attr(self, stream: str, name: str) -> str:
        match name:
            case "pos" if self.recording:
                return f"{stream}.tell()"
            case "eof" if self.recording:
                return f"{stream}.at_end()"
            case "pos":
                return f"({stream}.pos - {stream}.base)"
            case "size":
                return f"({stream}.end - {stream}.base)"
        return f"{stream}.eof()"

    def _subscript(self, node: ir.Subscript) -> str:
        index = self.emit(node.index)
        if isinstance(node.array.type, MapType) and isinstance(node.array, ir.Fact):
            return f"fact(C, {node.array.name!r}, {index})"
        return self._present(f"item({self.emit(node.array)}, {index})")

    def _present(self, source: str) -> str:
        """Return the source of an element, which must not be an absent one."""
        return f"need({source}, 'an element')" if traits_of(self.program).is_sparse else source

    def owner(self, node: ir.FieldGet) -> str:
        """Return the source of the object whose field an expression means."""
        if self.exact is not None and self.exact.is_exact(node.object):
            return self._bare(node.object)
        source = self.emit(node.object)
        if isinstance(node.object, ir.SelfRef) or not traits_of(self.program).may_differ:
            return source
        if source.startswith("@"):
            return source
        return f"kin({source}, S{self.program.fields[node.field].struct})"

    def _bare(self, node: ir.Expr) -> str:
        """Return the source of an exact object; asking nothing for a member refuses as well."""
        if isinstance(node, ir.ParentOf):
            return f"{self._bare(node.object)}._p"
        return self.emit(node)

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
        source = f"({left} {node.op} {right})"
        is_large = isinstance(node.type, IntType) and self._bits(node) > SMALL_BITS
        return f"bounded{source}" if is_large else source

    def _bits(self, node: ir.Expr, depth: int = 0) -> int:
        """Return an upper bound of the bits of an integer, `SMALL_BITS + 1` when unknown."""
        if depth > 20:
            return SMALL_BITS + 1
        match node:
            case ir.Lit(value=value) if isinstance(value, int):
                return value.bit_length()
            case ir.EnumLit(value=value):
                return value.bit_length()
            case ir.FieldGet(field=number) if self.program.fields[number].value is not None:
                computed = self.program.fields[number].value
                return SMALL_BITS + 1 if computed is None else self._bits(computed, depth + 8)
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
            case ir.Call(name="enum_to_i" | "bool_to_i", args=(operand,)):
                return self._bits(operand, depth + 1)
            case ir.SpanOf() | ir.Over(name="count"):
                return 64
            case ir.Over(name="sum", body=body) if body is not None:
                return self._bits(body, depth + 1) + 64  # of fewer than 2**64 elements
            case ir.IfElse(then=then, otherwise=otherwise):
                return max(self._bits(then, depth + 1), self._bits(otherwise, depth + 1))
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
                return f"given(C, {name!r})"
            case ir.ContractName():
                return "C[0]"
            case ir.Target():
                return f"need({self.emit_nullable(node)}, 'the target')"
            case ir.SpanOf():
                return self._span(node)
            case ir.Over():
                return self._over(node)
            case ir.Lookup(array=array, value=value, key=key, depth=depth):
                table = self.table(array, key, depth)
                return self._present(f"lookup({table}, {self.emit(value)})")
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
        later = "".join(f", lambda: {part}" for part in parts)
        return f"one_of({self.emit(value)}{later})"

    def table(self, array: ir.Expr, key: ir.Expr | None, depth: int) -> str:
        """Return the source of key -> element of an array, made once when that is possible.

        Args:
            array: the elements.
            key: over `Item(depth)`; None means the element itself.
            depth: of the element.
        """
        name = f"x{depth}"
        body = self.emit_nullable(key) if key is not None else name
        if key is not None and not is_fixed(key, depth):
            return f"index_by({self.emit(array)}, lambda {name}: {body})"
        return f"self._t.table({body!r}, {self.emit(array)}, lambda {name}: {body})"

    def _span(self, node: ir.SpanOf) -> str:
        field = self.program.fields[node.field.field]
        owner = self.owner(node.field)
        if field.kind in (FieldKind.VALUE, FieldKind.PARAM):
            return f"no_place({owner}.f_{field.id})"
        return f"{owner}._span({field.number}, 'f_{field.id}', is_end={node.end})"

    def _inside(self, array: ir.Expr, depth: int) -> ExprEmitter:
        """Return the emitter of what is asked of each element of an array."""
        if self.exact is None or not self.exact.is_exact_array(array):
            return self
        return replace(self, exact=self.exact.with_items(depth))

    def _over(self, node: ir.Over) -> str:
        name = f"x{node.depth}"
        array = self.emit(node.array)
        inner = self._inside(node.array, node.depth)
        body = inner.emit(node.body) if node.body is not None else name
        loop = f"for {name} in {array}"
        match node.name:
            case "all" | "any":
                return f"{node.name}({body} {loop})"
            case "count":
                return f"len({array})" if node.body is None else f"sum(1 {loop} if {body})"
            case "sum" if isinstance(node.type, FloatType):
                return f"total({body} {loop})"
            case "sum":
                source = f"sum({body} {loop})"
                return source if self._bits(node) <= SMALL_BITS else f"bounded({source})"
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
