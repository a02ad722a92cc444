"""Facts from C headers: macros, enumerators, lengths of arrays and of struct members.

Comes in: a header. Goes out: a `SymbolTable`. What hangs on a condition that the header
does not decide is reported with that condition, and has no value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from validator.contract.c_expr import NotConstant, Number, evaluate, joined, stored
from validator.contract.c_macros import Expander, Macro
from validator.contract.c_preprocess import Preprocessor
from validator.contract.c_tokens import Token
from validator.contract.symbols import Symbol, SymbolTable
from validator.contract.toml_file import refusal
from validator.errors import ContractError

_KEYWORDS = frozenset({"struct", "union", "enum", "class"})
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_CONSTANTS = frozenset({"const", "constexpr"})
_MAX_DEPTH = 64


def read_header(
    path: Path,
    shown: str = "",
    defines: Mapping[str, str] | None = None,
    undefined: Sequence[str] = (),
) -> SymbolTable:
    """Read everything that a C header says about names.

    Args:
        path: the header; headers that it includes by `"..."` are read too when they lie
            beside it.
        shown: its name in errors and evidence; the path by default.
        defines: macros that the build defines: name -> text, as `-DNAME=TEXT`.
        undefined: names that the build does not define.
    Returns:
        Symbols of kinds macro, enumerator, constant, array, member.
    Raises:
        ContractError: it cannot be read, is not text, or its conditions do not nest.
    """
    shown = shown or str(path)
    preprocessor = Preprocessor(defines or {}, undefined)
    preprocessor.read(path, shown)
    reader = _Reader(preprocessor, shown)
    reader.declarations(0, len(preprocessor.tokens), "", 0)
    macros = [reader.macro(m) for m in preprocessor.macros.values() if m.line]
    found = [s for s in macros if s is not None] + reader.symbols
    return SymbolTable(shown, "C header", tuple(found))


class _Reader:
    """Scans declarations; knows no grammar beyond brackets, keywords and commas."""

    def __init__(self, preprocessor: Preprocessor, shown: str) -> None:
        self.shown = shown
        self.files = [file for file, _ in preprocessor.tokens]
        self.tokens = [token for _, token in preprocessor.tokens]
        self.expander = Expander(preprocessor.macros, preprocessor.changed)
        self.known: dict[str, Number | str] = {}
        self.symbols: list[Symbol] = []

    def macro(self, macro: Macro) -> Symbol | None:
        """Return an object-like macro that has a value; None for one that is no value."""
        if macro.parameters is not None or not macro.body:
            return None
        place = self.at(macro.line, macro.file)
        value: int | str | None = None
        problem = ""
        try:
            if macro.doubt:
                raise NotConstant(macro.doubt)
            tokens = self.expander.expand(macro.body)
            strings = bool(tokens) and all(t.kind == "string" for t in tokens)
            value = joined(tokens) if strings else evaluate(tokens, self.lookup).value
        except NotConstant as error:
            problem = str(error)
        return Symbol("macro", macro.name, value, place, problem=problem)

    def lookup(self, name: str) -> Number:
        """Return the value of an enumerator or constant seen so far."""
        value = self.known.get(name)
        if value is None:
            raise NotConstant(f"{name} is not defined in the headers read")
        if isinstance(value, str):
            raise NotConstant(f"{name}: {value}")
        return value

    def declarations(self, start: int, end: int, owner: str, depth: int) -> None:
        """Read the declarations of a file, or of a struct when `owner` names one."""
        position = start
        statement: list[int] = []
        while position < end:
            text = self.tokens[position].text
            if text == ";":
                self.statement(statement, owner)
                statement = []
                position += 1
            elif text == "{":
                closing = self.closing(position, end)
                if closing == end:
                    self.unclosed(position)
                self.braces(statement, position, closing, owner, depth)
                statement = self.after_braces(statement, closing)
                position = closing + 1
            elif text in _PAIRS:
                closing = self.closing(position, end)
                statement += range(position, min(closing + 1, end))
                position = closing + 1
            else:
                statement.append(position)
                position += 1

    def unclosed(self, opening: int) -> None:
        """Refuse a header that no compiler would accept either."""
        token = self.tokens[opening]
        if not token.doubt:
            place = f"{self.files[opening]}:{token.line}"
            raise ContractError(refusal(place, "brace is not closed", "}", "end of file"))

    def braces(
        self, statement: list[int], opening: int, closing: int, owner: str, depth: int
    ) -> None:
        """Read what stands in braces: members, enumerators, or declarations of a block."""
        words = [self.tokens[i].text for i in statement]
        keyword = next((w for w in reversed(words) if w in _KEYWORDS), "")
        if "=" in words or depth > _MAX_DEPTH:
            return
        if words[:1] == ["extern"] and len(words) == 2 or words[:1] == ["namespace"]:
            self.declarations(opening + 1, closing, owner, depth + 1)
        elif keyword == "enum":
            self.enumerators(opening + 1, closing)
        elif keyword and ")" not in words[-1:]:
            after = words.index(keyword) + 1
            tag = next((w for w in words[after:] if w.isidentifier() and "__" not in w[:2]), "")
            name = f"{keyword} {tag}" if tag else self.nameless(closing, owner, words)
            if name:
                self.declarations(opening + 1, closing, name, depth + 1)

    def nameless(self, closing: int, owner: str, words: list[str]) -> str:
        """Return the name under which members of a struct without a tag are listed."""
        following = self.tokens[closing + 1] if closing + 1 < len(self.tokens) else None
        name = following.text if following is not None and following.kind == "name" else ""
        if words[:1] == ["typedef"] or not owner:
            return name
        return f"{owner}.{name}" if name else owner

    def after_braces(self, statement: list[int], closing: int) -> list[int]:
        """Return what still counts of a statement whose braces have been read."""
        words = [self.tokens[i].text for i in statement]
        following = self.tokens[closing + 1].text if closing + 1 < len(self.tokens) else ""
        is_type = any(w in _KEYWORDS for w in words) or "=" in words
        ends = following in {";", ",", "*", "["} or following.isidentifier()
        if is_type and "(" not in words[:-1] and ends:
            return [i for i in statement if "=" in words or self.tokens[i].text == "typedef"]
        return []

    def enumerators(self, start: int, end: int) -> None:
        previous: Number | str = Number(-1)
        for part in self.split(start, end):
            tokens = [self.tokens[i] for i in part]
            names = [t for t in tokens if t.kind == "name"]
            if not names or tokens[0].kind != "name":
                continue
            equals = next((i for i, t in enumerate(tokens) if t.text == "="), None)
            doubt = next((t.doubt for t in tokens if t.doubt), "")
            value: Number | str = (
                self.value(tokens[equals + 1 :], part[0]) if equals else _after(previous)
            )
            # an enumerator that may be absent shifts every implicit one after it
            previous = doubt or value
            self.known[names[0].text] = previous
            self.add("enumerator", names[0].text, previous, part[0])

    def statement(self, statement: list[int], owner: str) -> None:
        """Read the declarators of one declaration."""
        tokens = [self.tokens[i] for i in statement]
        words = {t.text for t in tokens}
        if not tokens or "typedef" in words or words & {"goto", "return"}:
            return
        for part in self.split_at_commas(statement):
            self.declarator(part, owner, is_constant=bool(words & _CONSTANTS))

    def declarator(self, part: list[int], owner: str, *, is_constant: bool) -> None:
        tokens = [self.tokens[i] for i in part]
        stop = next((i for i, t in enumerate(tokens) if t.text in {"=", ":"}), len(tokens))
        doubt = next((t.doubt for t in tokens if t.doubt), "")
        opening = _first_bracket(tokens[:stop])
        if opening is not None:
            lengths, problem = self.lengths(tokens[opening:stop], part[0])
            problem = doubt or problem
            name = tokens[opening - 1].text
            kind = "member" if owner else "array"
            full = f"{owner}.{name}" if owner else name
            declared = bool(problem) and not doubt and not owner
            value = None if problem else lengths[0]
            shown = () if problem else lengths
            place = self.place(part[0])
            self.symbols.append(Symbol(kind, full, value, place, "", shown, problem, declared))
        elif is_constant and not owner and 0 < stop < len(tokens) and tokens[stop].text == "=":
            if any(t.text in {"*", "(", "["} for t in tokens[:stop]):
                return
            constant = doubt or self.value(tokens[stop + 1 :], part[0], tokens[: stop - 1])
            self.known[tokens[stop - 1].text] = constant
            self.add("constant", tokens[stop - 1].text, constant, part[0])

    def lengths(self, tokens: Sequence[Token], at: int) -> tuple[tuple[int, ...], str]:
        lengths: list[int] = []
        position = 0
        while position < len(tokens) and tokens[position].text == "[":
            closing = _matching(tokens, position)
            inside = tokens[position + 1 : closing]
            if not inside:
                return (), "the header does not say its length"
            value = self.value(inside, at)
            if isinstance(value, str):
                return (), value
            if value.value < 0:
                return (), f"its length is {value.value}"
            lengths.append(value.value)
            position = closing + 1
        return tuple(lengths), ""

    def value(
        self, tokens: Sequence[Token], at: int, declared: Sequence[Token] = ()
    ) -> Number | str:
        """Return the value of an expression, or why it has none."""
        try:
            number = evaluate(self.expander.expand(tokens, at), self.lookup)
            return stored(number, [t.text for t in declared]) if declared else number
        except NotConstant as error:
            return str(error)

    def add(self, kind: str, name: str, value: Number | str, at: int) -> None:
        number = value.value if isinstance(value, Number) else None
        problem = value if isinstance(value, str) else ""
        self.symbols.append(Symbol(kind, name, number, self.place(at), problem=problem))

    def place(self, at: int) -> str:
        return self.at(self.tokens[at].line, self.files[at])

    def at(self, line: int, file: str) -> str:
        """Return a place; the file is named when it is an included one."""
        return f"line {line}" if file == self.shown else f"line {line} of {file}"

    def closing(self, opening: int, end: int) -> int:
        """Return the position of the bracket that closes one; `end` when none does."""
        depth = 0
        first, last = self.tokens[opening].text, _PAIRS[self.tokens[opening].text]
        for position in range(opening, end):
            text = self.tokens[position].text
            depth += (text == first) - (text == last)
            if depth == 0:
                return position
        return end

    def split(self, start: int, end: int) -> list[list[int]]:
        return self.split_at_commas(list(range(start, end)))

    def split_at_commas(self, positions: list[int]) -> list[list[int]]:
        """Split at the commas that stand in no bracket."""
        parts: list[list[int]] = [[]]
        depth = 0
        for position in positions:
            text = self.tokens[position].text
            depth += (text in _PAIRS) - (text in _PAIRS.values())
            if text == "," and depth == 0:
                parts.append([])
            else:
                parts[-1].append(position)
        return [part for part in parts if part]


def _after(previous: Number | str) -> Number | str:
    if isinstance(previous, str):
        return previous
    return Number(previous.value + 1, max(previous.bits, 32), previous.signed)


def _matching(tokens: Sequence[Token], opening: int) -> int:
    depth = 0
    for position in range(opening, len(tokens)):
        depth += (tokens[position].text == "[") - (tokens[position].text == "]")
        if depth == 0:
            return position
    return len(tokens)


def _first_bracket(tokens: Sequence[Token]) -> int | None:
    """Return the position of the `[` that follows the declared name, or None.

    `T name[2]` and `T (*name[2])(int)` declare arrays; `f(int a[2])` and an attribute do not.
    """
    depth = 0
    for position, token in enumerate(tokens):
        if token.text == "[" and position and tokens[position - 1].kind == "name":
            pointer = position > 2 and [t.text for t in tokens[position - 3 : position - 1]] == [
                "(",
                "*",
            ]
            if depth == 0 or depth == 1 and pointer:
                return position
        depth += (token.text in _PAIRS) - (token.text in _PAIRS.values())
    return None
