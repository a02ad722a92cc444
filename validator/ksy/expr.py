"""Text of an expression to its syntax tree: the expression grammar of Kaitai Struct 0.11.

Comes in: text. Goes out: `Ast`, or `ExpressionSyntaxError`. Precedence, loosest first:
ternary, `or`, `and`, `not`, comparisons (which do not chain), `|`, `^`, `&`, shifts,
`+ -`, `* / %`, unary `- + ~`, postfix. Nesting, tree depth and length are limited, so that
neither this parser nor a recursive reader of its trees can exhaust the stack.
Source: Kaitai Struct user guide, "Expression language".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.ksy.lexer import ExpressionSyntaxError, Token, read_quoted, read_token
from validator.ksy.syntax import (
    Ast,
    BinaryAst,
    BoolAst,
    CallAst,
    CastAst,
    EnumAst,
    FloatAst,
    FStrAst,
    IntAst,
    ListAst,
    MemberAst,
    NameAst,
    SizeOfAst,
    Span,
    StrAst,
    SubscriptAst,
    TernaryAst,
    TypeRef,
    UnaryAst,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "MAX_LENGTH",
    "MAX_NESTING",
    "MAX_TREE",
    "ExpressionSyntaxError",
    "children",
    "parse_expression",
    "parse_template",
    "parse_type_ref",
    "parse_type_use",
]

MAX_LENGTH = 20_000
MAX_NESTING = 100
MAX_TREE = 200
"""Levels of a tree: a chain like `a + b + c` is as deep as it is long."""

_COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
_NOT = 3
_BINARY = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(_COMPARISONS, 4),
    "|": 5,
    "^": 6,
    "&": 7,
    "<<": 8,
    ">>": 8,
    "+": 9,
    "-": 9,
    "*": 10,
    "/": 10,
    "%": 10,
}


def parse_expression(text: str) -> Ast:
    """Parse a whole expression.

    Args:
        text: at most 20,000 characters.
    Returns:
        The tree, at most 200 levels deep.
    Raises:
        ExpressionSyntaxError: the text is not one expression.
    """
    parser = _Parser(text)
    ast = parser.expression()
    parser.expect_end("an operator or the end")
    check_depth(ast)
    return ast


def parse_type_ref(text: str) -> TypeRef:
    """Parse a type name as parameters have it: `u4`, `a::b`, `str[]`.

    Args:
        text: at most 20,000 characters.
    Raises:
        ExpressionSyntaxError: the text is not a type name.
    """
    parser = _Parser(text)
    ref = parser.type_ref()
    parser.expect_end("the end")
    return ref


def parse_type_use(text: str) -> tuple[TypeRef, tuple[Ast, ...]]:
    """Parse the type of a field: `name`, `a::b`, `name(argument, argument)`.

    Args:
        text: at most 20,000 characters.
    Returns:
        (the name, the arguments); never an array type.
    Raises:
        ExpressionSyntaxError: the text is not a type with arguments.
    """
    parser = _Parser(text)
    ref = parser.type_name()
    args: tuple[Ast, ...] = ()
    if parser.accept("("):
        if parser.accept(")"):
            raise ExpressionSyntaxError(
                "the parentheses are empty", ref.span.end, "arguments, or no parentheses", "`()`"
            )
        args = parser.items(")")
    parser.expect_end("`(` or the end")
    for arg in args:
        check_depth(arg)
    return ref, args


def parse_template(text: str) -> tuple[str | Ast, ...]:
    """Parse text with `{expression}` inside; `{{` and `}}` are braces.

    Args:
        text: at most 20,000 characters.
    Returns:
        Text and expressions in order; text parts are not empty.
    Raises:
        ExpressionSyntaxError: a brace without its partner, or a wrong expression.
    """
    parts: list[str | Ast] = []
    literal = ""
    place = 0
    while place < len(text):
        char = text[place]
        if text.startswith(("{{", "}}"), place):
            literal += char
            place += 2
        elif char == "{":
            parser = _Parser(text, place + 1)
            ast = parser.expression()
            check_depth(ast)
            parts += [literal, ast] if literal else [ast]
            literal = ""
            place = parser.close_brace()
        elif char == "}":
            raise ExpressionSyntaxError("a `}` has no `{`", place, "`}}` for a brace", "`}`")
        else:
            end = min(i for i in (text.find("{", place), text.find("}", place), len(text)) if i > 0)
            literal += text[place:end]
            place = end
    return (*parts, literal) if literal else tuple(parts)


def children(ast: Ast) -> tuple[Ast, ...]:
    """Return the direct parts of an expression, left to right.

    Args:
        ast: any node.
    """
    match ast:
        case MemberAst(object=inner) | CastAst(object=inner) | UnaryAst(operand=inner):
            return (inner,)
        case BinaryAst(left=left, right=right):
            return (left, right)
        case SubscriptAst(array=array, index=index):
            return (array, index)
        case CallAst(callee=callee, args=args):
            return (callee, *args)
        case TernaryAst(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case ListAst(items=items):
            return items
        case FStrAst(parts=parts):
            return tuple(part for part in parts if not isinstance(part, str))
    return ()


def check_depth(ast: Ast) -> None:
    """Refuse a tree that a recursive reader could not walk.

    Args:
        ast: the whole expression.
    Raises:
        ExpressionSyntaxError: it has more than 200 levels.
    """
    level: list[Ast] = [ast]
    for _ in range(MAX_TREE):
        level = [child for node in level for child in children(node)]
        if not level:
            return
    raise _too_deep(level[0].span.start)


def _too_deep(offset: int) -> ExpressionSyntaxError:
    return ExpressionSyntaxError(
        "the expression is too deep",
        offset,
        f"at most {MAX_TREE} levels",
        "more",
        "split it into several instances",
    )


def show_token(token: Token) -> str:
    """Return a token as a message names it.

    Args:
        token: the one found.
    """
    if token.kind == "end":
        return "the end"
    text = token.text if len(token.text) <= 40 else token.text[:40] + "..."
    return f"`{text}`"


class _Parser:
    """Recursive descent with a depth limit; `token` is the next one not yet taken."""

    def __init__(self, text: str, offset: int = 0) -> None:
        if len(text) > MAX_LENGTH:
            raise ExpressionSyntaxError(
                "the expression is too long", 0, f"at most {MAX_LENGTH} characters", str(len(text))
            )
        self._text = text
        self._depth = 0
        self._last_end = offset
        self.token = read_token(text, offset)

    # -- tokens ---------------------------------------------------------------------------

    def _advance(self) -> Token:
        taken = self.token
        self._last_end = taken.end
        self.token = read_token(self._text, taken.end)
        return taken

    def accept(self, operator: str) -> bool:
        """Take the operator if it is next."""
        if self.token.kind == "op" and self.token.text == operator:
            self._advance()
            return True
        return False

    def _expect(self, operator: str) -> None:
        if not self.accept(operator):
            raise self._unexpected(f"`{operator}`")

    def expect_end(self, expected: str) -> None:
        """Refuse anything that is left."""
        if self.token.kind != "end":
            raise self._unexpected(expected)

    def _unexpected(self, expected: str) -> ExpressionSyntaxError:
        found = show_token(self.token)
        message = "the expression ends too early" if found == "the end" else f"unexpected {found}"
        return ExpressionSyntaxError(message, self.token.start, expected, found)

    def close_brace(self) -> int:
        """Check for the `}` that ends an interpolation; return the offset after it."""
        if self.token.kind != "op" or self.token.text != "}":
            raise self._unexpected("`}`")
        return self.token.end

    def _span(self, start: int) -> Span:
        return Span(start, self._last_end)

    # -- operators ------------------------------------------------------------------------

    def expression(self) -> Ast:
        """Parse a ternary or anything tighter."""
        start = self.token.start
        condition = self._binary(1)
        if not self.accept("?"):
            return condition
        then = self._nested(self.expression)
        self._expect(":")
        otherwise = self._nested(self.expression)
        return TernaryAst(condition, then, otherwise, self._span(start))

    def _nested(self, parse: Callable[[], Ast]) -> Ast:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise ExpressionSyntaxError(
                "the expression is nested too deeply",
                self.token.start,
                f"at most {MAX_NESTING} levels",
                "more",
                "split it into several instances",
            )
        result = parse()
        self._depth -= 1
        return result

    def _binary(self, lowest: int) -> Ast:
        start = self.token.start
        left = self._operand(lowest)
        for _ in range(MAX_TREE + 1):
            operator = self.token.text if self.token.kind in ("op", "keyword") else ""
            level = _BINARY.get(operator, 0)
            if level < lowest:
                return left
            self._advance()
            right = self._nested(lambda level=level: self._binary(level + 1))  # type: ignore[misc]  # mypy: default
            left = BinaryAst(operator, left, right, self._span(start))
            if level == 4 and self.token.kind == "op" and self.token.text in _COMPARISONS:
                raise ExpressionSyntaxError(
                    "comparisons do not chain",
                    self.token.start,
                    "`and`, `or` or parentheses",
                    show_token(self.token),
                )
        raise _too_deep(start)

    def _operand(self, lowest: int) -> Ast:
        if self.token.kind == "keyword" and self.token.text == "not" and lowest <= _NOT:
            start = self._advance().start
            operand = self._nested(lambda: self._binary(_NOT))
            return UnaryAst("not", operand, self._span(start))
        return self._unary()

    def _unary(self) -> Ast:
        signs: list[Token] = []
        while self.token.kind == "op" and self.token.text in ("-", "+", "~"):
            signs.append(self._advance())
        ast = self._postfix(self._primary())
        for sign in reversed(signs):
            ast = UnaryAst(sign.text, ast, self._span(sign.start))
        return ast

    # -- postfix --------------------------------------------------------------------------

    def _postfix(self, ast: Ast) -> Ast:
        start = ast.span.start
        while True:
            if self.accept("."):
                ast = self._member(ast, start)
            elif self.accept("["):
                index = self._nested(self.expression)
                self._expect("]")
                ast = SubscriptAst(ast, index, self._span(start))
            elif self.token.kind == "op" and self.token.text == "(":
                if not isinstance(ast, NameAst | MemberAst):
                    raise self._unexpected("an operator or the end")
                self._advance()
                args = self.items(")")
                ast = CallAst(ast, args, self._span(start))
            else:
                return ast

    def _member(self, ast: Ast, start: int) -> Ast:
        if self.token.kind != "name":
            raise self._unexpected("a name")
        name = self._advance().text
        if name == "as" and self.token.text == "<":
            return CastAst(ast, self._in_angles(), self._span(start))
        return MemberAst(ast, name, self._span(start))

    def items(self, close: str) -> tuple[Ast, ...]:
        """Parse expressions between commas up to the closing sign, which is taken."""
        found: list[Ast] = []
        if self.accept(close):
            return ()
        while True:
            found.append(self._nested(self.expression))
            if self.accept(close):
                return tuple(found)
            if close == "]" and self.token.text == ",":
                self._advance()  # a list may end with a comma, arguments may not
                if self.accept(close):
                    return tuple(found)
                continue
            if not self.accept(","):
                raise self._unexpected(f"`,` or `{close}`")

    # -- types ----------------------------------------------------------------------------

    def type_name(self) -> TypeRef:
        """Parse `a::b` without brackets."""
        start = self.token.start
        is_absolute = self.accept("::")
        names = [self._type_part()]
        while self.accept("::"):
            names.append(self._type_part())
        return TypeRef(tuple(names), is_absolute, False, self._span(start))

    def _type_part(self) -> str:
        if self.token.kind != "name":
            raise self._unexpected("a type name")
        return self._advance().text

    def type_ref(self) -> TypeRef:
        """Parse `a::b` or `a::b[]`."""
        ref = self.type_name()
        if self.accept("["):
            self._expect("]")
            return TypeRef(ref.names, ref.is_absolute, True, self._span(ref.span.start))
        return ref

    def _in_angles(self) -> TypeRef:
        self._expect("<")
        ref = self.type_ref()
        if self.token.kind != "op" or not self.token.text.startswith(">"):
            raise self._unexpected("`>`")
        # `>>` and `>=` after a type are `>` and something else.
        self._last_end = self.token.start + 1
        self.token = read_token(self._text, self._last_end)
        return ref

    # -- primary --------------------------------------------------------------------------

    def _primary(self) -> Ast:
        token = self.token
        match token.kind:
            case "int":
                self._advance()
                return IntAst(int(token.value), self._span(token.start))
            case "float":
                self._advance()
                return FloatAst(float(token.value), self._span(token.start))
            case "str":
                return self._strings()
            case "fstr":
                return self._fstring()
            case "name":
                return self._name()
            case "keyword" if token.text in ("true", "false"):
                self._advance()
                return BoolAst(token.text == "true", self._span(token.start))
            case "op":
                return self._bracketed()
        raise self._unexpected("a value")

    def _bracketed(self) -> Ast:
        start = self.token.start
        if self.accept("("):
            inner = self._nested(self.expression)
            self._expect(")")
            return inner
        if self.accept("["):
            items = self.items("]")
            return ListAst(items, self._span(start))
        if self.token.text == "::":
            return self._name()
        raise self._unexpected("a value")

    def _strings(self) -> Ast:
        start = self.token.start
        value = str(self._advance().value)
        while self.token.kind == "str":
            value += str(self._advance().value)
        return StrAst(value, self._span(start))

    def _fstring(self) -> Ast:
        start = self.token.start
        place = self.token.end
        parts: list[str | Ast] = []
        while True:
            literal, place = read_quoted(self._text, place, stop='"{')
            if literal:
                parts.append(literal)
            if self._text[place] == '"':
                self._last_end = place + 1
                self.token = read_token(self._text, place + 1)
                return FStrAst(tuple(parts), self._span(start))
            self.token = read_token(self._text, place + 1)
            parts.append(self._nested(self.expression))
            place = self.close_brace()

    def _name(self) -> Ast:
        start = self.token.start
        is_absolute = self.accept("::")
        if self.token.kind != "name":
            raise self._unexpected("a name")
        names = [self._advance().text]
        if names[0] in ("sizeof", "bitsizeof") and self.token.text == "<" and not is_absolute:
            ref = self._in_angles()
            return SizeOfAst(ref, names[0] == "bitsizeof", self._span(start))
        while self.accept("::"):
            # `true` and other keywords are fine as labels of an enum.
            if self.token.kind not in ("name", "keyword"):
                raise self._unexpected("a name")
            names.append(self._advance().text)
        if len(names) == 1 and not is_absolute:
            return NameAst(names[0], self._span(start))
        if len(names) == 1:
            raise self._unexpected("`::` and the name of an enum member")
        return EnumAst(tuple(names), is_absolute, self._span(start))
