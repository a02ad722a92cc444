"""Integer constant expressions of C, in C's arithmetic.

Comes in: tokens and a way to look names up. Goes out: a number with its C type, or
`NotConstant` with the reason. Widths are those that every platform agrees on (`int` has 32
bits, `long long` 64); what depends on the platform has no value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from validator.contract.c_tokens import Token
from validator.dataclass import dataclass

_MAX_NESTING = 128
_NUMBER = re.compile(r"(0[xX][0-9a-fA-F]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)([uUlL]*)")
_SUFFIXES = frozenset({"", "u", "l", "ll", "ul", "lu", "ull", "llu"})
_ESCAPES = {"n": 10, "t": 9, "r": 13, "0": 0, "\\": 92, "'": 39, '"': 34, "a": 7, "b": 8, "f": 12}
_LEVELS = ("||", "&&", "|", "^", "&", "== !=", "< > <= >=", "<< >>", "+ -", "* / %")
_PRECEDENCE = {sign: level for level, signs in enumerate(_LEVELS) for sign in signs.split()}
_FIXED = {
    f"{sign}int{bits}_t": (bits, not sign) for sign in ("", "u") for bits in (8, 16, 32, 64)
} | {f"__{sign}{bits}": (bits, sign == "s") for sign in "us" for bits in (8, 16, 32, 64)}
_STORAGE = frozenset({"static", "const", "constexpr", "extern", "inline", "volatile", "register"})
_WORDS = frozenset({"unsigned", "signed", "char", "short", "int", "long", "const", "_Bool", "bool"})


class NotConstant(Exception):
    """An expression has no value that is certain; the text says why."""


@dataclass(frozen=True, slots=True)
class Number:
    """A value of an integer type of `bits` bits."""

    value: int
    bits: int = 32
    signed: bool = True


Lookup = Callable[[str], Number]


def evaluate(tokens: Sequence[Token], lookup: Lookup) -> Number:
    """Evaluate an integer constant expression.

    Args:
        tokens: the whole expression, macros expanded.
        lookup: gives the value of a name; raises `NotConstant` for a name of no value.
    Returns:
        The value and its C type.
    Raises:
        NotConstant: it is no such expression, overflows, or depends on what is not known.
    """
    parser = _Parser(tokens, lookup)
    result = parser.conditional()
    if parser.position != len(tokens):
        raise NotConstant(f"{parser.peek()!r} is not understood here")
    return result


class _Parser:
    """Recursive descent; `live` is off in branches that C does not evaluate."""

    def __init__(self, tokens: Sequence[Token], lookup: Lookup) -> None:
        self.tokens = tokens
        self.lookup = lookup
        self.position = 0
        self.nesting = 0
        self.live = True

    def peek(self) -> str:
        at = self.position
        return self.tokens[at].text if at < len(self.tokens) else ""

    def take(self) -> Token:
        if self.position >= len(self.tokens):
            raise NotConstant("the expression ends early" if self.tokens else "it has no value")
        self.position += 1
        return self.tokens[self.position - 1]

    def expect(self, text: str) -> None:
        if self.peek() != text:
            raise NotConstant(f"{text!r} expected, found {self.peek() or 'the end'!r}")
        self.position += 1

    def conditional(self) -> Number:
        self.nesting += 1
        if self.nesting > _MAX_NESTING:
            raise NotConstant("the expression is nested too deeply")
        condition = self.binary(0)
        if self.peek() == "?":
            self.position += 1
            left = self.branch(self.conditional, live=bool(condition.value))
            self.expect(":")
            right = self.branch(self.conditional, live=not condition.value)
            bits, signed = _common(left, right)
            condition = _fit(left.value if condition.value else right.value, bits, signed)
        self.nesting -= 1
        return condition

    def branch(self, parse: Callable[[], Number], *, live: bool) -> Number:
        outer, self.live = self.live, self.live and live
        result = parse()
        self.live = outer
        return result

    def binary(self, lowest: int) -> Number:
        """Read operands joined by signs of precedence `lowest` and above."""
        left = self.unary()
        while _PRECEDENCE.get(self.peek(), -1) >= lowest:
            sign = self.take().text
            above = _PRECEDENCE[sign] + 1
            if sign in {"&&", "||"}:
                decided = bool(left.value) == (sign == "||")
                outer, self.live = self.live, self.live and not decided
                right = self.binary(above)
                self.live = outer
                left = Number(int(bool(left.value if decided else right.value)))
            else:
                left = self.apply(sign, left, self.binary(above))
        return left

    def apply(self, sign: str, left: Number, right: Number) -> Number:
        if not self.live:
            # the value is not needed, but its type decides that of `a ? b : c`
            if sign in {"<<", ">>"}:
                return Number(0, *_promote(left))
            is_int = sign in {"==", "!=", "<", ">", "<=", ">="}
            return Number(0) if is_int else Number(0, *_common(left, right))
        return _apply(sign, left, right)

    def unary(self) -> Number:
        self.nesting += 1
        if self.nesting > _MAX_NESTING:
            raise NotConstant("the expression is nested too deeply")
        sign = self.peek()
        if sign in {"+", "-", "~", "!"}:
            self.position += 1
            operand = self.unary()
            bits, signed = _promote(operand)
            value = _fit(operand.value, bits, signed).value
            match sign:
                case "!":
                    result = Number(int(not value))
                case "~":
                    result = _fit(~value, bits, signed)
                case "-":
                    result = _fit(-value, bits, signed) if self.live else Number(0, bits, signed)
                case _:
                    result = Number(value, bits, signed)
        else:
            result = self.primary()
        self.nesting -= 1
        return result

    def primary(self) -> Number:
        token = self.take()
        match token.kind:
            case "number":
                return _literal(token.text)
            case "char":
                return _character(token.text)
            case "name" if token.text in {"sizeof", "_Alignof"}:
                return self.size_of(token.text)
            case "name":
                return self.name(token)
            case "sign" if token.text == "(":
                return self.parenthesis()
        raise NotConstant(f"{token.text!r} is not an integer constant")

    def name(self, token: Token) -> Number:
        if not self.live:
            return Number(0)
        return self.lookup(token.text)

    def parenthesis(self) -> Number:
        kind = self.type_name()
        if kind is None:
            result = self.conditional()
            self.expect(")")
            return result
        self.expect(")")
        bits, signed = kind
        operand = self.unary()
        return Number(_wrap(operand.value, bits, signed), bits, signed)

    def size_of(self, keyword: str) -> Number:
        self.expect("(")
        kind = self.type_name()
        if kind is None or self.peek() != ")":
            raise NotConstant(f"{keyword} of anything but a plain integer type")
        self.position += 1
        return Number(kind[0] // 8, 64, False)

    def type_name(self) -> tuple[int, bool] | None:
        """Read an integer type of known width, when one stands here."""
        words: list[str] = []
        start = self.position
        while self.peek() in _WORDS or self.peek() in _FIXED:
            words.append(self.take().text)
        if not words:
            return None
        if self.peek() != ")":
            self.position = start
            raise NotConstant(f"{self.peek() or 'the end'!r} is not understood in a type")
        return _type(words)


def stored(number: Number, words: Sequence[str]) -> Number:
    """Return a value as a constant of a declared type holds it.

    Args:
        number: the initial value.
        words: the declaration before the name, such as `static const uint8_t`.
    Returns:
        The same value.
    Raises:
        NotConstant: the type is not a known integer type, or does not hold the value.
    """
    kind = [w for w in words if w not in _STORAGE]
    bits, signed = 32, True
    if kind in (["bool"], ["_Bool"]):
        return Number(int(bool(number.value)))
    if kind == ["char"]:
        bits = 8
        signed = number.value < 128  # 0 to 127 fit char whether it is signed or not
    elif kind.count("long") == 1 or kind in (["size_t"], ["ssize_t"], ["uintptr_t"]):
        signed = True  # at least 32 bits everywhere, so a value of 31 bits is certain
    elif kind and all(w in _WORDS or w in _FIXED for w in kind):
        bits, signed = _type(kind)
    else:
        raise NotConstant(f"its type {' '.join(kind) or 'nothing'} is not a known integer type")
    if _wrap(number.value, bits, signed) != number.value or (kind == ["char"] and not signed):
        raise NotConstant(f"{number.value} does not fit every {' '.join(kind)}")
    return number


def _type(words: list[str]) -> tuple[int, bool]:
    plain = [w for w in words if w != "const"]
    for word in plain:
        if word in _FIXED:
            return _FIXED[word]
    signed = "unsigned" not in plain
    if "_Bool" in plain or "bool" in plain:
        raise NotConstant("bool is not a plain integer type")
    if "char" in plain:
        if "signed" not in plain and signed:
            raise NotConstant("whether char is signed depends on the platform")
        return 8, signed
    if "short" in plain:
        return 16, signed
    if plain.count("long") == 1:
        raise NotConstant("the size of long depends on the platform")
    return (64, signed) if "long" in plain else (32, signed)


def _literal(text: str) -> Number:
    match = _NUMBER.fullmatch(text.replace("'", ""))
    suffix = match[2].lower() if match else "?"
    if match is None or suffix not in _SUFFIXES or len(text) > 80:
        raise NotConstant(f"{text[:40]!r} is not an integer")
    digits = match[1]
    is_decimal = digits[0] != "0"
    value = int(digits, 0) if is_decimal or digits[1:2].lower() in {"x", "b"} else int(digits, 8)
    unsigned = "u" in suffix
    for bits in (32, 64) if "l" not in suffix else (64,):
        if not unsigned and value < 1 << bits - 1:
            return Number(value, bits, True)
        if (unsigned or not is_decimal) and value < 1 << bits:
            return Number(value, bits, False)
    raise NotConstant(f"{text[:40]} does not fit any integer type")


def joined(tokens: Sequence[Token]) -> str:
    """Return adjacent string literals as one text.

    Args:
        tokens: of kind `string`.
    Returns:
        The text.
    Raises:
        NotConstant: a literal has a prefix or an escape of no certain meaning.
    """
    parts: list[str] = []
    for token in tokens:
        if token.text[0] != '"':
            raise NotConstant("a string with a prefix")
        for piece in re.findall(r"\\.|[^\\]+", token.text[1:-1], re.S):
            if piece[0] != "\\":
                parts.append(piece)
            elif piece[1] in _ESCAPES and piece[1] != "0":
                parts.append(chr(_ESCAPES[piece[1]]))
            else:
                raise NotConstant(f"a string with the escape {piece}")
    return "".join(parts)


def _character(text: str) -> Number:
    body = text[1:-1]
    if text[0] == "'" and len(body) == 1 and ord(body) < 128:
        return Number(ord(body))
    if text[0] == "'" and len(body) == 2 and body[0] == "\\" and body[1] in _ESCAPES:
        return Number(_ESCAPES[body[1]])
    if text[0] == "'" and re.fullmatch(r"\\x[0-7][0-9a-fA-F]", body):
        return Number(int(body[2:], 16))
    raise NotConstant(f"{text[:20]} has no value that every platform agrees on")


def _promote(number: Number) -> tuple[int, bool]:
    return (32, True) if number.bits < 32 else (number.bits, number.signed)


def _common(left: Number, right: Number) -> tuple[int, bool]:
    """Return the type of an operation (usual arithmetic conversions)."""
    (left_bits, left_signed), (right_bits, right_signed) = _promote(left), _promote(right)
    if left_bits == right_bits:
        return left_bits, left_signed and right_signed
    return max((left_bits, left_signed), (right_bits, right_signed))


def _wrap(value: int, bits: int, signed: bool) -> int:
    value &= (1 << bits) - 1
    return value - (1 << bits) if signed and value >> (bits - 1) else value


def _fit(value: int, bits: int, signed: bool) -> Number:
    """Return a result in its type: unsigned wraps, as C says; signed must fit."""
    wrapped = _wrap(value, bits, signed)
    if signed and wrapped != value:
        raise NotConstant(f"the result does not fit a signed integer of {bits} bits")
    return Number(wrapped, bits, signed)


def _apply(sign: str, left: Number, right: Number) -> Number:
    if sign in {"<<", ">>"}:
        return _shift(sign, left, right)
    bits, signed = _common(left, right)
    a, b = _wrap(left.value, bits, signed), _wrap(right.value, bits, signed)
    match sign:
        case "+":
            return _fit(a + b, bits, signed)
        case "-":
            return _fit(a - b, bits, signed)
        case "*":
            return _fit(a * b, bits, signed)
        case "/" | "%":
            if b == 0:
                raise NotConstant("division by zero")
            quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
            return _fit(quotient if sign == "/" else a - quotient * b, bits, signed)
        case "&":
            return _fit(a & b, bits, signed)
        case "|":
            return _fit(a | b, bits, signed)
        case "^":
            return _fit(a ^ b, bits, signed)
    truth = {"==": a == b, "!=": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}
    return Number(int(truth[sign]))


def _shift(sign: str, left: Number, right: Number) -> Number:
    bits, signed = _promote(left)
    if not 0 <= right.value < bits:
        raise NotConstant(f"a shift by {right.value} of {bits} bits is undefined")
    if sign == ">>":
        if left.value < 0:
            raise NotConstant("a right shift of a negative number depends on the compiler")
        return _fit(left.value >> right.value, bits, signed)
    if signed and left.value < 0:
        raise NotConstant("a left shift of a negative number is undefined")
    return _fit(left.value << right.value, bits, signed)
