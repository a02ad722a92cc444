"""Expressions: names resolved, types checked, syntax tree to IR.

Every expression of a schema passes here, also where the official compiler lets nonsense
through (`valid/expr`, `if` of instances, `-checks`). A problem is raised as `ExprProblem`
inside and reported once per expression by `Typer.expression`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.types import (
    ANY,
    ANY_STRUCT,
    BOOL,
    BYTES,
    FLOAT,
    INT,
    STR,
    AnyStructType,
    AnyType,
    ArrayType,
    BoolType,
    BytesType,
    EnumType,
    FloatType,
    IntType,
    MapType,
    StreamType,
    StrType,
    StructType,
    Type,
)
from validator.ksy import syntax as ast
from validator.ksy.problems import show
from validator.passes import functions, operators
from validator.passes.context import Context
from validator.passes.demand import Demand, Fact, Key
from validator.passes.elsewhere import field_elsewhere, type_elsewhere
from validator.passes.encodings import CANONICAL, python_codec
from validator.passes.field_types import combine, describe, ref_type
from validator.passes.known import FieldFact, Knowledge
from validator.passes.methods import STREAM_ATTRS, Method, methods_of
from validator.passes.problem import AlreadyReported, ExprProblem
from validator.passes.sizes import StaticSize, size_of_field, static_bits
from validator.passes.world import StructDecl, World


@dataclass(frozen=True, slots=True)
class Typer:
    """Types expressions of one world; caches field types."""

    world: World
    facts: dict[str, Type]
    demand: Demand = field(default_factory=Demand)

    @staticmethod
    def of(world: World) -> Typer:
        """Return the typer of a world, with the type of every field worked out.

        Doing that first keeps the stack shallow when expressions are converted.

        Args:
            world: from `declare`; receives the values that depend on themselves.
        """
        facts = {fact.name: functions.parse_fact_type(fact.type) or INT for fact in world.facts}
        typer = Typer(world, facts)
        for number, (_, spec) in enumerate(world.fields):
            typer.is_known((Fact.FIELD, number))
            if isinstance(spec, ast.AttrSpec) and spec.refers_to is not None:
                typer.is_known((Fact.TARGET, number))
        for decl in world.structs:
            typer.is_known((Fact.PARENT, decl.number))
        return typer

    def is_known(self, key: Key) -> bool:
        """Whether a fact can be worked out; what is wrong is reported where it stands."""
        try:
            self.demand.get(key, Knowledge(self))
        except ExprProblem:
            return False
        return True

    # -- entry ---------------------------------------------------------------------------

    def expression(
        self, text: ast.ExprText, context: Context, expected: str | None = None
    ) -> ir.Expr | None:
        """Type one expression; report and return None when it is wrong.

        Args:
            text: the parsed expression.
            context: where it stands.
            expected: `int`, `bool`, `bytes`, `str`, `array`, `stream`, `object` or None.
        """
        try:
            result = self.convert(text.ast, context)
            if expected is not None and not _fits(result.type, expected):
                raise self.wrong_type(result.type, _WANTED[expected], text.ast.span)
        except AlreadyReported:
            return None
        except ExprProblem as problem:
            self.world.report(
                problem.rule, problem.message, text.at(problem.span), expected=problem.expected,
                found=problem.found, hint=problem.hint, near=problem.near,
            )  # fmt: skip
            return None
        finally:
            self.demand.counters.levels = 0
        return result

    # -- fields --------------------------------------------------------------------------

    def known_field(self, number: int) -> FieldFact:
        """Return the type of a field and whether it may be absent.

        Raises:
            ExprProblem: its value is wrong.
        """
        fact = self.demand.get((Fact.FIELD, number), Knowledge(self))
        assert isinstance(fact, FieldFact)
        return fact

    def parent_type(self, decl: StructDecl) -> Type | None:
        """Return the type of `_parent` from all uses of a type; None when it has none.

        Raises:
            ExprProblem: a `parent:` is wrong.
        """
        found: Type | None = self.demand.get((Fact.PARENT, decl.number), Knowledge(self))
        return found

    def target_type(self, number: int) -> Type:
        """Return the type of what a field with `-refers-to` points to.

        Raises:
            ExprProblem: its table is wrong.
        """
        found: Type = self.demand.get((Fact.TARGET, number), Knowledge(self))
        return found

    # -- nodes ---------------------------------------------------------------------------

    def convert(self, node: ast.Ast, context: Context) -> ir.Expr:
        """Turn a syntax node into IR; raises ExprProblem."""
        self.demand.counters.levels += 1
        result = _CONVERTERS[type(node)](self, node, context)
        self.demand.counters.levels -= 1
        return result

    def literal(self, node: ast.IntAst | ast.FloatAst | ast.BoolAst | ast.StrAst) -> ir.Expr:
        """Literals carry their value; ints carry no width."""
        match node:
            case ast.BoolAst(value=flag):
                return ir.Lit(flag, BOOL)
            case ast.IntAst(value=number):
                return ir.Lit(number, INT)
            case ast.FloatAst(value=real):
                return ir.Lit(real, FLOAT)
        return ir.Lit(node.value, STR)

    def list_literal(self, node: ast.ListAst, context: Context) -> ir.Expr:
        """`[1, 2]` of bytes is a byte string, anything else an array."""
        items = node.items
        if items and all(isinstance(i, ast.IntAst) and 0 <= i.value <= 255 for i in items):
            return ir.Lit(bytes(i.value for i in items if isinstance(i, ast.IntAst)), BYTES)
        parts = tuple(self.convert(item, context) for item in items)
        if not parts:
            return ir.Lit(b"", BYTES)
        kind: Type | None = parts[0].type
        for part in parts[1:]:
            kind = combine(kind, part.type) if kind else None
        if kind is None:
            raise ExprProblem("type-mismatch", node.span, "elements of the list differ in type")
        return ir.ArrayLit(parts, ArrayType(kind))

    def name(self, node: ast.NameAst, context: Context) -> ir.Expr:
        """Type a bare name: a special name, or a field of the current object."""
        match node.name:
            case "_":
                if not context.items:
                    raise ExprProblem(
                        "unknown-name", node.span, "`_` has no meaning here",
                        expected="a field, or `_` in repeat-until, valid/expr or a function",
                    )  # fmt: skip
                return context.items[-1]
            case "_index":
                return ir.Index()
            case "_on":
                if context.on is None:
                    raise ExprProblem("unknown-name", node.span, "`_on` has no meaning here")
                return context.on
            case "contract" if context.extended:
                raise ExprProblem(
                    "type-mismatch", node.span, "a fact of the contract must be named",
                    expected="contract.FACT",
                )  # fmt: skip
        this = ir.SelfRef(StructType(context.decl.number))
        return self.member_of(this, node.name, node.span)

    def member_of(self, owner: ir.Expr, name: str, span: ast.Span) -> ir.Expr:
        """`owner.name` for an object."""
        if not isinstance(owner.type, StructType):
            return self._opaque_member(owner, name, span)
        decl = self.world.structs[owner.type.struct]
        match name:
            case "_io":
                return ir.StreamOf(owner)
            case "_root":
                return ir.RootOf(owner, StructType(decl.top.number))
            case "_parent":
                parent = self.parent_type(decl)
                if parent is None:
                    raise ExprProblem(
                        "unknown-name", span, f"objects of {decl.name} have no parent"
                    )
                return ir.ParentOf(owner, parent)
            case "_sizeof":
                return self.size_of(decl, span)
        number = decl.numbers.get(name)
        if number is None:
            raise ExprProblem(
                "unknown-name", span, "field is not declared",
                expected=f"a field of {decl.name}", found=name, near=(name, decl.numbers),
                hint=field_elsewhere(decl, name) if isinstance(owner, ir.SelfRef) else None,
            )  # fmt: skip
        known = self.known_field(number)
        return ir.FieldGet(owner, number, known.nullable, known.type)

    def _opaque_member(self, owner: ir.Expr, name: str, span: ast.Span) -> ir.Expr:
        if isinstance(owner.type, AnyStructType) and name == "_io":
            return ir.StreamOf(owner)
        if isinstance(owner.type, AnyStructType) and name == "_parent":
            return ir.ParentOf(owner, ANY_STRUCT)
        if isinstance(owner.type, AnyStructType) and name == "_root":
            return ir.RootOf(owner, ANY_STRUCT)
        if isinstance(owner.type, AnyStructType | AnyType):
            raise ExprProblem(
                "type-mismatch", span, f"{name} of a value whose type is not known",
                expected="an object of one type", found=describe(self.world, owner.type),
                hint="state the type with .as<type>",
            )  # fmt: skip
        is_stream = isinstance(owner.type, StreamType)
        known = STREAM_ATTRS if is_stream else methods_of(owner.type)
        raise ExprProblem(
            "unknown-name", span, f"{describe(self.world, owner.type)} has no {name}",
            expected=", ".join(sorted(known)) or "no member", found=name, near=(name, known),
        )  # fmt: skip

    def member(self, node: ast.MemberAst, context: Context) -> ir.Expr:
        """`a.b`: a field, a method without arguments, a stream attribute, a fact, a target."""
        fact = functions.fact(self, node, context)
        if fact is not None:
            return fact
        owner = self.convert(node.object, context)
        kind = owner.type
        if isinstance(kind, StreamType) and node.name in STREAM_ATTRS:
            return ir.StreamAttr(owner, node.name, STREAM_ATTRS[node.name])
        if isinstance(kind, MapType):
            return ir.Subscript(owner, ir.Lit(node.name, STR), kind.value)
        if context.extended and node.name == "target" and isinstance(owner, ir.FieldGet):
            return functions.target(self, owner, node.span)
        method = methods_of(kind).get(node.name)
        if method is not None:
            return self.call_method(owner, method, (), node)
        if node.name == "_sizeof" and isinstance(owner, ir.FieldGet):
            decl, spec = self.world.fields[owner.field]
            return self._size_literal(size_of_field(self.world, decl, spec), node.span)
        return self.member_of(owner, node.name, _last_name(node))

    def call(self, node: ast.CallAst, context: Context) -> ir.Expr:
        """`a.f(x)`, or one of the functions of `-` keys."""
        if isinstance(node.callee, ast.NameAst):
            return functions.call(self, node, context)
        if not isinstance(node.callee, ast.MemberAst):
            raise ExprProblem("expression-syntax", node.span, "this cannot be called")
        owner = self.convert(node.callee.object, context)
        method = methods_of(owner.type).get(node.callee.name)
        if method is None:
            raise ExprProblem(
                "unknown-name", _last_name(node.callee),
                f"{describe(self.world, owner.type)} has no method {node.callee.name}",
                expected=", ".join(sorted(methods_of(owner.type))) or "no call",
                found=f"{node.callee.name}(…)", near=(node.callee.name, methods_of(owner.type)),
            )  # fmt: skip
        args = tuple(self.convert(arg, context) for arg in node.args)
        return self.call_method(owner, method, args, node)

    def call_method(
        self, owner: ir.Expr, method: Method, args: tuple[ir.Expr, ...], node: ast.Ast
    ) -> ir.Expr:
        """Check the arguments of a method and make the call."""
        low, high = len(method.args) - method.optional, len(method.args)
        if not low <= len(args) <= high:
            raise ExprProblem(
                "type-mismatch", node.span, "wrong number of arguments",
                expected=str(high) if low == high else f"{low} to {high}", found=str(len(args)),
            )  # fmt: skip
        for want, arg in zip(method.args, args, strict=False):
            if combine(want, arg.type) is None:
                raise ExprProblem(
                    "type-mismatch", node.span, "argument has the wrong type",
                    expected=describe(self.world, want), found=describe(self.world, arg.type),
                )  # fmt: skip
        if method.call == "bytes_to_s":
            args = (self._codec(args[0], node.span),)
        result = method.result
        if result is None:
            result = owner.type.item if isinstance(owner.type, ArrayType) else ANY
            if method.call in ("array_min", "array_max"):
                operators.require_order(self.world, result, node.span, method.call[-3:])
        return ir.Call(method.call, (owner, *args), result)

    def _codec(self, arg: ir.Expr, span: ast.Span) -> ir.Expr:
        codec = python_codec(str(arg.value)) if isinstance(arg, ir.Lit) else None
        if codec is None:
            raise ExprProblem(
                "missing-encoding", span, "encoding is not known", expected="a known encoding",
                found=show(str(arg.value)) if isinstance(arg, ir.Lit) else "an expression",
                near=(str(arg.value), CANONICAL) if isinstance(arg, ir.Lit) else None,
            )  # fmt: skip
        return ir.Lit(codec, STR)

    def subscript(self, node: ast.SubscriptAst, context: Context) -> ir.Expr:
        """`array[index]`, `map[key]`."""
        array = self.convert(node.array, context)
        index = self.convert(node.index, context)
        match array.type:
            case ArrayType(item=item):
                self.require(index, "int", node.index.span)
                return ir.Subscript(array, index, item)
            case BytesType():
                self.require(index, "int", node.index.span)
                return ir.Subscript(array, index, IntType(1, False))
            case MapType(key=key, value=value):
                if combine(key, index.type) is None and not isinstance(index.type, EnumType):
                    self.require(index, "str" if key == STR else "int", node.index.span)
                return ir.Subscript(array, index, value)
        raise ExprProblem(
            "type-mismatch", node.array.span, "this has no elements",
            expected="a list", found=describe(self.world, array.type),
        )  # fmt: skip

    def require(self, value: ir.Expr, want: str, span: ast.Span) -> ir.Expr:
        """Raise ExprProblem unless a value has the wanted type."""
        if not _fits(value.type, want):
            raise self.wrong_type(value.type, _WANTED[want], span)
        return value

    def wrong_type(self, kind: Type, wanted: str, span: ast.Span) -> ExprProblem:
        """Return the problem of a value of one type where another is needed."""
        found = describe(self.world, kind)
        return ExprProblem(
            "type-mismatch", span, f"{found} where {wanted} is needed",
            expected=wanted, found=found,
        )  # fmt: skip

    def cast(self, node: ast.CastAst, context: Context) -> ir.Expr:
        """`.as<type>`."""
        operand = self.convert(node.object, context)
        kind = ref_type(self.world, context.decl, node.type)
        if kind is None:
            raise self._unknown_type(node.type, node.span, context)
        if not _may_be(operand.type, kind):
            raise ExprProblem(
                "type-mismatch", node.span, "a value can never be what it is cast to",
                expected=describe(self.world, kind), found=describe(self.world, operand.type),
            )  # fmt: skip
        if isinstance(operand.type, ArrayType) and isinstance(kind, BytesType):
            return ir.Call("array_to_bytes", (operand,), BYTES)
        return ir.Cast(operand, kind)

    def _unknown_type(self, ref: ast.TypeRef, span: ast.Span, context: Context) -> ExprProblem:
        return ExprProblem(
            "unknown-type", span, "type is not declared",
            expected="a built-in type, or one declared here or imported",
            found="::".join(ref.names),
            near=(ref.names[-1], self.world.visible_types(context.decl)),
            hint=type_elsewhere(self.world, ref.names),
        )  # fmt: skip

    def size_of_type(self, node: ast.SizeOfAst, context: Context) -> ir.Expr:
        """`sizeof<type>` and `bitsizeof<type>`."""
        if ref_type(self.world, context.decl, node.type) is None:
            raise self._unknown_type(node.type, node.span, context)
        size = static_bits(self.world, context.decl, node.type)
        return self._size_literal(size, node.span, is_bits=node.is_bits)

    def size_of(self, decl: StructDecl, span: ast.Span) -> ir.Expr:
        """`_sizeof` of an object."""
        return self._size_literal(StaticSize.of_decl(self.world, decl), span)

    def _size_literal(self, size: StaticSize, span: ast.Span, *, is_bits: bool = False) -> ir.Expr:
        if size.bits is None:
            raise ExprProblem(
                "type-mismatch", span, "size is not constant",
                expected="a type of fixed size", found=size.reason,
            )  # fmt: skip
        return ir.Lit(size.bits if is_bits else (size.bits + 7) // 8, INT)


def _last_name(node: ast.MemberAst) -> ast.Span:
    """Return the place of the name behind the last dot."""
    return ast.Span(node.span.end - len(node.name), node.span.end)


def _may_be(kind: Type, wanted: Type) -> bool:
    """Whether a value of one type may turn out to be of another."""
    if isinstance(kind, AnyType) or isinstance(wanted, AnyType):
        return True
    if isinstance(kind, ArrayType) and isinstance(wanted, ArrayType):
        return _may_be(kind.item, wanted.item)
    if isinstance(kind, ArrayType) and isinstance(wanted, BytesType):
        return isinstance(kind.item, IntType)
    if isinstance(kind, EnumType) and isinstance(wanted, IntType):
        return True
    return combine(kind, wanted) is not None


def known_or_none(typer: Typer, number: int) -> FieldFact | None:
    """Return what is known of a field; None when it is wrong, which its own lowering reports."""
    try:
        return typer.known_field(number)
    except ExprProblem:
        return None


_WANTED = {
    "int": "an integer",
    "number": "a number",
    "bool": "a boolean",
    "bytes": "a byte string",
    "str": "a string",
    "array": "a list",
    "stream": "a stream",
    "object": "an object",
    "xor key": "an integer or a byte string",
    "switchable": "an integer, enum, boolean, string or byte string",
}


def _fits(kind: Type, want: str) -> bool:
    match want:
        case "int":
            return isinstance(kind, IntType)
        case "number":
            return isinstance(kind, IntType | FloatType)
        case "bool":
            return isinstance(kind, BoolType)
        case "bytes":
            return isinstance(kind, BytesType)
        case "str":
            return isinstance(kind, StrType)
        case "array":
            return isinstance(kind, ArrayType)
        case "stream":
            return isinstance(kind, StreamType)
        case "xor key":
            return isinstance(kind, IntType | BytesType)
        case "object":
            return isinstance(kind, StructType | AnyStructType)
    return isinstance(kind, IntType | EnumType | BoolType | StrType | BytesType)


_CONVERTERS: dict[type, Callable[[Typer, ast.Ast, Context], ir.Expr]] = {
    ast.IntAst: lambda t, n, c: t.literal(n),  # type: ignore[arg-type]  # keyed by class
    ast.FloatAst: lambda t, n, c: t.literal(n),  # type: ignore[arg-type]  # keyed by class
    ast.BoolAst: lambda t, n, c: t.literal(n),  # type: ignore[arg-type]  # keyed by class
    ast.StrAst: lambda t, n, c: t.literal(n),  # type: ignore[arg-type]  # keyed by class
    ast.FStrAst: operators.f_string,  # type: ignore[dict-item]  # keyed by class
    ast.ListAst: Typer.list_literal,  # type: ignore[dict-item]  # keyed by class
    ast.NameAst: Typer.name,  # type: ignore[dict-item]  # keyed by class
    ast.EnumAst: operators.enum_member,  # type: ignore[dict-item]  # keyed by class
    ast.MemberAst: Typer.member,  # type: ignore[dict-item]  # keyed by class
    ast.CallAst: Typer.call,  # type: ignore[dict-item]  # keyed by class
    ast.SubscriptAst: Typer.subscript,  # type: ignore[dict-item]  # keyed by class
    ast.CastAst: Typer.cast,  # type: ignore[dict-item]  # keyed by class
    ast.SizeOfAst: Typer.size_of_type,  # type: ignore[dict-item]  # keyed by class
    ast.UnaryAst: operators.unary,  # type: ignore[dict-item]  # keyed by class
    ast.BinaryAst: operators.binary,  # type: ignore[dict-item]  # keyed by class
    ast.TernaryAst: operators.ternary,  # type: ignore[dict-item]  # keyed by class
}
