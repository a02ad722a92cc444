"""Text of an expression to tokens, one at a time, on demand.

Comes in: the text and an offset. Goes out: the token that starts there. On demand, because
an f-string and the `>` of `.as<type>` can only be read by a parser that knows where it is.
It refuses to know the grammar.
"""

from __future__ import annotations

import re

from validator.dataclass import dataclass

MAX_NUMBER = 200
"""Characters of a number: no field holds more, and converting long ones takes quadratic time."""

# No tabs: the official compiler refuses them, and a schema must work there too.
_SPACE = re.compile(r"(?:[ \n]|\\\n)*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ID = re.compile(r"[a-z_][a-z0-9_]*")
_NUMBER = re.compile(
    r"(?P<hex>0[xX][0-9a-fA-F_]+)|(?P<bin>0[bB][01_]+)|(?P<oct>0[oO][0-7_]+)"
    r"|(?P<float>[0-9][0-9_]*(?:\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+"
    r"|\.(?![ \n]*[A-Za-z_.])))"
    r"|(?P<dec>[0-9][0-9_]*)"
)
_OPERATOR = re.compile(r"<<|>>|==|!=|<=|>=|::|&(?!&)|\|(?!\|)|[-+*/%^~<>?:.,()\[\]{}]")
_KEYWORDS = frozenset(("and", "or", "not", "true", "false"))
_INSTEAD = {"&&": "and", "||": "or", "!": "not", "=": "=="}
_ESCAPES = {
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    '"': '"',
    "'": "'",
    "\\": "\\",
}


class ExpressionSyntaxError(Exception):
    """An expression is not well-formed.

    Args:
        message: headline; lower case.
        offset: 0-based character in the text.
        expected: what should stand there.
        found: what does.
        hint: what to write instead, when that is known.
    """

    def __init__(
        self, message: str, offset: int, expected: str, found: str, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.expected = expected
        self.found = found
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Attributes:
        kind: `int float str fstr name op keyword end`; of an `fstr` only `f"` is read.
        text: the operator, keyword or name; as written for the rest.
        value: of an int, float or str.
        start, end: 0-based offsets in the text, end exclusive.
    """

    kind: str
    text: str
    value: int | float | str
    start: int
    end: int


def read_token(text: str, offset: int) -> Token:
    """Return the token that starts at or after an offset, past blanks.

    Args:
        text: the whole expression.
        offset: 0-based, at most the length of the text.
    Returns:
        The token; kind `end` at the end of the text.
    Raises:
        ExpressionSyntaxError: no token starts with the characters that stand there.
    """
    space = _SPACE.match(text, offset)
    start = space.end() if space else offset
    if start >= len(text):
        return Token("end", "", "", start, start)
    char = text[start]
    if char in "0123456789":
        return _number(text, start)
    if char == "'":
        return _raw_string(text, start)
    if char == '"':
        value, end = read_quoted(text, start + 1, stop='"')
        return Token("str", text[start : end + 1], value, start, end + 1)
    if text.startswith('f"', start):
        return Token("fstr", 'f"', "", start, start + 2)
    if match := _NAME.match(text, start):
        return _name(match)
    if match := _OPERATOR.match(text, start):
        return Token("op", match.group(), "", start, match.end())
    raise _unexpected(text, start)


def _unexpected(text: str, start: int) -> ExpressionSyntaxError:
    pair = text[start : start + 2]
    found = pair if pair in _INSTEAD else text[start]
    instead = _INSTEAD.get(found)
    if not found.isprintable():
        found = f"U+{ord(found):04X}"
    hint = f"did you mean {instead}?" if instead else None
    return ExpressionSyntaxError(
        f"unexpected `{found}`", start, "an operator or a value", f"`{found}`", hint
    )


def _name(match: re.Match[str]) -> Token:
    name, start = match.group(), match.start()
    if name in _KEYWORDS:
        return Token("keyword", name, "", start, match.end())
    if not _ID.fullmatch(name):
        raise ExpressionSyntaxError(
            f"`{name[:60]}` is not a valid name",
            start,
            "lower-case letters, digits and underscores",
            f"`{name[:60]}`",
        )
    return Token("name", name, "", start, match.end())


def _number(text: str, start: int) -> Token:
    match = _NUMBER.match(text, start)
    if match is None:  # cannot happen: a digit stands there
        raise _unexpected(text, start)
    raw, end = match.group(), match.end()
    kind = match.lastgroup
    digits = raw.replace("_", "")
    if len(raw) > MAX_NUMBER:
        raise _bad_number(raw, start, "the number is too long", f"at most {MAX_NUMBER} characters")
    if kind == "float":
        value = float(digits)
        if value in (float("inf"), float("-inf")):
            raise _bad_number(raw, start, "the number is out of range", "at most 1.8e308")
        return Token("float", raw, value, start, end)
    if kind == "dec":
        if len(digits) > 1 and digits[0] == "0":
            raise _bad_number(
                raw,
                start,
                "a decimal number starts with 0",
                f"{digits.lstrip('0') or '0'}, or 0o for octal",
            )
        return Token("int", raw, int(digits), start, end)
    if len(digits) == 2:
        raise _bad_number(raw, start, "digits are missing", "digits")
    base = {"hex": 16, "bin": 2, "oct": 8}[kind or "hex"]
    return Token("int", raw, int(digits[2:], base), start, end)


def _bad_number(raw: str, start: int, message: str, expected: str) -> ExpressionSyntaxError:
    return ExpressionSyntaxError(message, start, expected, f"`{raw[:40]}`")


def _raw_string(text: str, start: int) -> Token:
    end = text.find("'", start + 1)
    if end < 0:
        raise _unclosed(start, "'")
    return Token("str", text[start : end + 1], text[start + 1 : end], start, end + 1)


def _unclosed(start: int, quote: str) -> ExpressionSyntaxError:
    return ExpressionSyntaxError("the string is not closed", start, f"`{quote}`", "the end")


def read_quoted(text: str, offset: int, *, stop: str) -> tuple[str, int]:
    """Read the inside of a double-quoted string, escapes resolved.

    Args:
        text: the whole expression.
        offset: of the first character inside.
        stop: characters that end the run: `"`, and `{` inside an f-string.
    Returns:
        (the characters, offset of the one that ended the run).
    Raises:
        ExpressionSyntaxError: an unknown escape, or no end.
    """
    parts: list[str] = []
    place = offset
    while place < len(text):
        char = text[place]
        if char in stop:
            return _join_surrogates("".join(parts), offset), place
        if char == "\\":
            char, place = _escape(text, place)
        else:
            place += 1
        parts.append(char)
    raise _unclosed(offset - 1, '"')


def _escape(text: str, offset: int) -> tuple[str, int]:
    following = text[offset + 1 : offset + 2]
    if following in _ESCAPES and following:
        return _ESCAPES[following], offset + 2
    if following == "u":
        digits = text[offset + 2 : offset + 6]
        if not re.fullmatch("[0-9a-fA-F]{4}", digits):
            raise _bad_escape(text, offset, "four hex digits after \\u")
        return chr(int(digits, 16)), offset + 6
    if match := re.compile("[0-7]+").match(text, offset + 1):
        if len(match.group()) > 3:
            # Kaitai takes all of them, C takes three: refuse what readers disagree on.
            raise _bad_escape(text, offset, "at most 3 octal digits")
        return chr(int(match.group(), 8)), match.end()
    raise _bad_escape(
        text, offset, "one of \\a \\b \\t \\n \\v \\f \\r \\e \\\" \\' \\\\ \\uXXXX \\NNN"
    )


def _bad_escape(text: str, offset: int, expected: str) -> ExpressionSyntaxError:
    found = text[offset : offset + 2]
    return ExpressionSyntaxError("the escape is not known", offset, expected, f"`{found}`")


def _join_surrogates(value: str, offset: int) -> str:
    if not re.search("[\ud800-\udfff]", value):
        return value
    try:
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        raise ExpressionSyntaxError(
            "a lone surrogate is not a character", offset, "a pair of surrogates", "half of a pair"
        ) from None
