"""Tokens of C: comes in the text of a header, goes out its lines of tokens.

Comments are gone and continued lines are joined; every token knows its line. It refuses to
know what tokens mean.
"""

from __future__ import annotations

import re

from validator.contract.toml_file import refusal
from validator.dataclass import dataclass
from validator.errors import ContractError

MAX_TOKENS = 1_000_000

_TOKEN = re.compile(
    r"""(?P<space>[ \t\f\v\r]+|\\[ \t]*\r?\n)
      | (?P<comment>//(?:\\\r?\n|[^\n])*|/\*.*?\*/)
      | (?P<newline>\n)
      | (?P<string>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*")
      | (?P<char>[uUL]?'(?:\\.|[^'\\\n])+')
      | (?P<number>\.?[0-9](?:[eEpP][+-]|[0-9A-Za-z_.'])*)
      | (?P<name>[A-Za-z_$][A-Za-z0-9_$]*)
      | (?P<sign><<=|>>=|\.\.\.|<<|>>|<=|>=|==|!=|&&|\|\||->|\+\+|--|::|\#\#|[-+*/%&|^]=|\S)""",
    re.X | re.S,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Attributes:
        kind: `name`, `number`, `string`, `char` or `sign`.
        text: as written.
        line: 1-based.
        spaced: whether white space stands before it (tells `F(x)` from `F (x)`).
        doubt: why the token may not be part of the build, or "".
    """

    kind: str
    text: str
    line: int
    spaced: bool = False
    doubt: str = ""


def tokenize_lines(text: str, file: str) -> list[list[Token]]:
    """Split a header into logical lines of tokens.

    Args:
        text: the whole header.
        file: its name, for errors.
    Returns:
        Lines that have tokens, in order.
    Raises:
        ContractError: a comment is not closed, or there are more than `MAX_TOKENS` tokens.
    """
    lines: list[list[Token]] = []
    current: list[Token] = []
    number, position, count, spaced = 1, 0, 0, False
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match[0] == "/" and text.startswith("/*", position):
            place = f"{file}:{number}"
            raise ContractError(refusal(place, "comment is not closed", "*/", "end of file"))
        kind = match.lastgroup or "sign"
        if kind == "newline":
            if current:
                lines.append(current)
            current, spaced = [], False
        elif kind in {"space", "comment"}:
            spaced = True
        else:
            current.append(Token(kind, match[0], number, spaced))
            spaced = False
            count += 1
        if count > MAX_TOKENS:
            limit = f"at most {MAX_TOKENS} tokens"
            raise ContractError(refusal(file, "header is too large", limit, "more"))
        number += match[0].count("\n")
        position = match.end()
    return lines + ([current] if current else [])
