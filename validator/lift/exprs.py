"""construct's expressions (`this`, `obj_`, `len_` ...) as typed expressions of the IR.

Comes in: what a declaration holds where construct evaluates: a constant, an expression tree,
or a function. Goes out: an expression that gives the same value for the same data. Where
Python and the IR differ, the difference is spelled out, or the expression is refused.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from construct.core import EnumIntegerString
from construct.expr import BinExpr, ExprMixin, FuncPath, Path, Path2, UniExpr

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.types import (
    BOOL,
    BYTES,
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
)
from validator.lift.access import follow, resolve_path
from validator.lift.coerce import (
    as_bool,
    as_int,
    as_number,
    compare,
    describe,
    functions,
    is_nonnegative,
)
from validator.lift.draft import Site
from validator.lift.lifter import Lifter
from validator.lift.opaque import describe_callable

_ARITHMETIC: Mapping[Any, str] = {
    operator.add: "+", operator.sub: "-", operator.mul: "*", operator.floordiv: "/",
    operator.mod: "%", operator.xor: "^", operator.lshift: "<<", operator.rshift: ">>",
    operator.and_: "&", operator.or_: "|",
}  # fmt: skip
_KEY = re.compile(r"\['([A-Za-z_][A-Za-z0-9_]*)'\]")
_BITWISE = frozenset({"&", "|", "^"})
_COMPARE: Mapping[Any, str] = {
    operator.gt: ">", operator.ge: ">=", operator.lt: "<", operator.le: "<=",
    operator.eq: "==", operator.ne: "!=",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Converter:
    """Converts expressions at one site.

    Attributes:
        value: what a bare path means where construct passes a value rather than the context
            (`obj_`, and `this` too): OneOf, RepeatUntil, ExprAdapter; None elsewhere.
    """

    lifter: Lifter
    site: Site
    value: ir.Expr | None = None

    def convert(self, node: Any) -> ir.Expr:
        """Return an expression or constant as an IR expression.

        Raises:
            Refusal: it is a function, or means something that cannot be lifted.
        """
        match node:
            case bool():
                return ir.Lit(node, BOOL)
            case int():
                return ir.Lit(int(node), INT)
            case float():
                return ir.Lit(node, FLOAT)
            case EnumIntegerString():
                return ir.Lit(str(node), STR)
            case str():
                return ir.Lit(node, STR)
            case bytes() | bytearray():
                return ir.Lit(bytes(node), BYTES)
            case Path() | Path2():
                return self._path(node)
            case FuncPath():
                return self._function(node)
            case UniExpr():
                with self.lifter.deeper(self.site):
                    return self._unary(node)
            case BinExpr():
                with self.lifter.deeper(self.site):
                    return self._binary(node)
        raise self._opaque(node)

    def _opaque(self, node: Any) -> Exception:
        if callable(node) and not isinstance(node, ExprMixin):
            return self.lifter.refusal(
                self.site, "a function cannot be lifted: nothing is known of what it computes",
                expected="an expression of this, obj_, len_ and operators",
                found=describe_callable(node),
            )  # fmt: skip
        return self.lifter.refusal(
            self.site, "a value of this kind cannot be lifted",
            expected="an integer, float, boolean, string or byte string",
            found=type(node).__name__,
        )  # fmt: skip

    # -- paths ---------------------------------------------------------------------------

    def _path(self, node: Any) -> ir.Expr:
        name, keys = path_keys(node)
        if isinstance(node, Path2):
            raise self.lifter.refusal(
                self.site, "construct itself cannot evaluate list_ in an expression",
                expected="obj_, which is the last element", found=shown(node),
            )  # fmt: skip
        if self.value is not None:
            return follow(self.lifter, self.site, self.value, keys, shown(node))
        if name == "obj_":
            raise self.lifter.refusal(
                self.site, "obj_ means nothing here", found=shown(node),
                expected="this, or obj_ in ExprAdapter, ExprValidator and RepeatUntil",
            )  # fmt: skip
        return resolve_path(self.lifter, self.site, keys, shown(node))

    def _function(self, node: FuncPath) -> ir.Expr:
        function, operand = node._FuncPath__func, node._FuncPath__operand
        if operand is None:
            raise self.lifter.refusal(self.site, f"{node!r} is not applied to anything")
        argument = self.convert(operand)
        made = functions(function, argument)
        if made is None:
            raise self.lifter.refusal(
                self.site, f"{function.__name__}_ cannot be applied to this", found=shown(node),
                expected="a list or byte string (a number for abs_)",
            )  # fmt: skip
        return made

    # -- operators -----------------------------------------------------------------------

    def _unary(self, node: UniExpr) -> ir.Expr:
        operand = self.convert(node.operand)
        if node.op is operator.not_:
            return ir.Unary("not", self.truth(operand, shown(node)), BOOL)
        number = self._need(as_number(operand), operand, shown(node), "a number")
        return number if node.op is operator.pos else ir.Unary("-", number, number.type)

    def _binary(self, node: BinExpr) -> ir.Expr:
        left, right = self.convert(node.lhs), self.convert(node.rhs)
        if node.op in _COMPARE:
            return compare(self.lifter, self.site, _COMPARE[node.op], left, right, shown(node))
        if node.op is operator.pow:
            return self._power(left, right, shown(node))
        if node.op is operator.truediv:
            return self._quotient(left, right, shown(node))
        op = _ARITHMETIC.get(node.op)
        if op is None:
            raise self.lifter.refusal(
                self.site, "this operator cannot be lifted", found=shown(node)
            )
        return self._arithmetic(op, left, right, shown(node))

    def _arithmetic(self, op: str, left: ir.Expr, right: ir.Expr, found: str) -> ir.Expr:
        same = type(left.type) is type(right.type)
        if op == "+" and same and isinstance(left.type, StrType | BytesType):
            return ir.Binary("+", left, right, left.type)
        if op in _BITWISE and same and isinstance(left.type, BoolType):
            return ir.Binary(op, left, right, BOOL)
        wanted: Callable[[ir.Expr], ir.Expr | None] = as_number
        if op in _BITWISE or op in ("<<", ">>"):
            wanted = as_int
        one = self._need(wanted(left), left, found, "a number")
        two = self._need(wanted(right), right, found, "a number")
        is_float = isinstance(one.type, FloatType) or isinstance(two.type, FloatType)
        if is_float and op in ("/", "%"):
            raise self.lifter.refusal(self.site, f"{op} of floats cannot be lifted", found=found)
        return ir.Binary(op, one, two, FLOAT if is_float else INT)

    def _power(self, left: ir.Expr, right: ir.Expr, found: str) -> ir.Expr:
        match left, right:
            case ir.Lit(value=int(base)), ir.Lit(value=int(exponent)) if 0 <= exponent <= 256:
                return ir.Lit(base**exponent, INT)
            case ir.Lit(value=2), _ if self._is_exponent(right):
                return ir.Binary("<<", ir.Lit(1, INT), right, INT)
        raise self.lifter.refusal(
            self.site, "** can only be lifted for constants, and for powers of 2", found=found,
            expected="1 << n",
        )  # fmt: skip

    def _is_exponent(self, value: ir.Expr) -> bool:
        """Whether a value is one byte at most: 2 ** n is exact, and not too large."""
        return value.type == IntType(1, False) and is_nonnegative(self.lifter, value)

    def _quotient(self, left: ir.Expr, right: ir.Expr, found: str) -> ir.Expr:
        """`/` of Python gives a float; exact only while both operands are exact as floats."""
        for side in (left, right):
            is_exact = isinstance(side.type, FloatType) or (
                isinstance(side.type, IntType) and side.type.width in (1, 2, 4)
            ) or (isinstance(side, ir.Lit) and abs(int(side.value)) < 1 << 53)  # fmt: skip
            if not is_exact:
                raise self.lifter.refusal(
                    self.site, "/ can only be lifted for floats and integers of up to 4 bytes",
                    found=found, hint="// divides integers",
                )  # fmt: skip
        as_float = ir.Binary("*", left, ir.Lit(1.0, FLOAT), FLOAT)
        return ir.Binary("/", as_float, right, FLOAT)

    # -- what a place needs --------------------------------------------------------------

    def _need(self, made: ir.Expr | None, was: ir.Expr, found: str, expected: str) -> ir.Expr:
        if made is None:
            raise self.lifter.refusal(
                self.site, "expression has the wrong type", rule="type-mismatch",
                expected=expected, found=f"{found}, {describe(self.lifter, was.type)}",
                hint=_hint(was),
            )  # fmt: skip
        return made

    def truth(self, value: ir.Expr, found: str) -> ir.Expr:
        """Return whether a value counts as true in Python."""
        return self._need(
            as_bool(self.lifter, self.site, value), value, found, "a boolean or a number"
        )

    def condition(self, node: Any) -> ir.Expr:
        """Return a condition as a boolean expression."""
        return self.truth(self.convert(node), shown(node))

    def integer(self, node: Any) -> ir.Expr:
        """Return a size, count or position as an integer expression."""
        value = self.convert(node)
        made = as_int(value)
        return self._need(made, value, shown(node), "an integer")


def _hint(value: ir.Expr) -> str | None:
    if isinstance(value.type, EnumType):
        return "an Enum gives its label: compare it with a label"
    if isinstance(value.type, ArrayType | BytesType | StrType):
        return "len_ gives its length"
    return None


def shown(node: Any) -> str:
    """Return an expression of construct as text, at most 80 characters."""
    try:
        text = _KEY.sub(r".\1", repr(node))
    except RecursionError:
        return "an expression that is nested too deeply"
    return text if len(text) <= 80 else text[:77] + "..."


def path_keys(node: Path | Path2) -> tuple[str, list[Any]]:
    """Return the name that a path starts with and its keys, outermost first.

    Args:
        node: `this`, `obj_`, `list_` or what was made from them.
    """
    keys: list[Any] = []
    prefix, own = ("_Path2", "index") if isinstance(node, Path2) else ("_Path", "field")
    name: str = getattr(node, f"{prefix}__name")
    while (parent := getattr(node, f"{prefix}__parent")) is not None:
        keys.append(getattr(node, f"{prefix}__{own}"))
        node = parent
    return name, keys[::-1]


def condition(lifter: Lifter, site: Site, node: Any) -> ir.Expr:
    """Return a condition of a declaration as a boolean expression."""
    return Converter(lifter, site).condition(node)


def integer(lifter: Lifter, site: Site, node: Any) -> ir.Expr:
    """Return a size, count or position of a declaration as an integer expression."""
    return Converter(lifter, site).integer(node)
