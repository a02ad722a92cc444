"""Macros of a header: their definitions, and the expansion of tokens.

Comes in: `#define` lines. Goes out: tokens in which no macro is left. A macro whose
definition hangs on a condition that cannot be decided is not expanded: `NotConstant`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from validator.contract.c_expr import NotConstant
from validator.contract.c_tokens import Token
from validator.dataclass import dataclass

_MAX_STEPS = 5_000
_MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro.

    Attributes:
        name: its name.
        body: its replacement.
        file: header that defines it.
        line: 1-based.
        parameters: of a function-like macro; None for an object-like one.
        doubt: why the definition may not be the one in the build, or "".
        position: how many tokens of declarations stand before it.
    """

    name: str
    body: tuple[Token, ...]
    file: str
    line: int
    parameters: tuple[str, ...] | None = None
    doubt: str = ""
    position: int = 0


def parse_define(tokens: Sequence[Token], file: str) -> Macro | None:
    """Return the macro that the tokens after `#define` define.

    Args:
        tokens: the rest of the line.
        file: header, for evidence.
    Returns:
        The macro; None when the line is malformed.
    """
    if not tokens or tokens[0].kind != "name":
        return None
    name, rest = tokens[0], list(tokens[1:])
    if not rest or rest[0].text != "(" or rest[0].spaced:
        return Macro(name.text, tuple(rest), file, name.line)
    closing = next((i for i, t in enumerate(rest) if t.text == ")"), 0)
    names = [t.text for t in rest[1:closing] if t.text != ","]
    return Macro(name.text, tuple(rest[closing + 1 :]), file, name.line, tuple(names))


class Expander:
    """Expands macros as the C preprocessor does, within a budget of steps."""

    def __init__(self, macros: Mapping[str, Macro], changed: Collection[str] = ()) -> None:
        self.macros = macros
        self.changed = changed
        self.at: int | None = None
        self.steps = 0

    def expand(self, tokens: Sequence[Token], at: int | None = None) -> list[Token]:
        """Return the tokens with every macro replaced.

        Args:
            tokens: of an expression or declaration.
            at: where they stand among the tokens of declarations: later definitions do not
                count there, and a macro that has several is in doubt; None is the end.
        Returns:
            Tokens without macros; a name of no macro stays.
        Raises:
            NotConstant: a macro is in doubt, uses `#` or `##`, or grows past the budget.
        """
        self.steps = 0
        self.at = at
        return self._expand(tokens, frozenset())

    def _expand(self, tokens: Sequence[Token], hidden: frozenset[str]) -> list[Token]:
        if len(hidden) > _MAX_DEPTH:
            raise NotConstant("macros refer to one another too deeply")
        result: list[Token] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            position += 1
            self.steps += 1
            if self.steps > _MAX_STEPS:
                raise NotConstant("macros expand to too many tokens")
            macro = self._macro(token) if token.kind == "name" else None
            if macro is None or token.text in hidden:
                result.append(token)
                continue
            if macro.parameters is None:
                body = self._body(macro)
            elif position < len(tokens) and tokens[position].text == "(":
                arguments, position = _arguments(tokens, position)
                expanded = [self._expand(a, hidden) for a in arguments]
                body = self._substitute(macro, expanded)
            else:
                result.append(token)
                continue
            result += self._expand(body, hidden | {macro.name})
        return result

    def _macro(self, token: Token) -> Macro | None:
        macro = self.macros.get(token.text)
        in_doubt = macro is not None and macro.doubt
        if self.at is not None and token.text in self.changed and not in_doubt:
            raise NotConstant(f"{token.text} has several definitions in the headers read")
        is_later = macro is not None and self.at is not None and macro.position > self.at
        return None if is_later else macro

    def _body(self, macro: Macro) -> list[Token]:
        if macro.doubt:
            raise NotConstant(f"{macro.name}: {macro.doubt}")
        if any(t.text in {"#", "##"} for t in macro.body):
            raise NotConstant(f"macro {macro.name} uses # or ##")
        return list(macro.body)

    def _substitute(self, macro: Macro, arguments: list[list[Token]]) -> list[Token]:
        names = macro.parameters or ()
        if arguments == [[]] and not names:
            arguments = []
        if "..." in names or len(names) != len(arguments):
            raise NotConstant(f"macro {macro.name} is called with {len(arguments)} arguments")
        by_name = dict(zip(names, arguments, strict=True))
        result: list[Token] = []
        for token in self._body(macro):
            result += by_name.get(token.text, [token]) if token.kind == "name" else [token]
        return result


def _arguments(tokens: Sequence[Token], opening: int) -> tuple[list[list[Token]], int]:
    """Return the arguments of a macro call and the position after its `)`."""
    arguments: list[list[Token]] = [[]]
    depth = 0
    for position in range(opening, len(tokens)):
        token = tokens[position]
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return arguments, position + 1
        if depth == 1 and token.text == ",":
            arguments.append([])
        elif position > opening:
            arguments[-1].append(token)
    raise NotConstant("the arguments of a macro are not closed")
