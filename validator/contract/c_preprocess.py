"""Directives of a C header: which tokens are part of the build, and which may be.

Comes in: a header and the headers it includes by `"..."`. Goes out: its macros and its
tokens; what hangs on a condition that the headers do not decide carries its doubt. A name
that no header defines may be defined by the compiler's command line, so it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from validator.contract.c_expr import NotConstant, Number, evaluate
from validator.contract.c_macros import Expander, Macro, parse_define
from validator.contract.c_tokens import Token, tokenize_lines
from validator.contract.toml_file import read_bytes, refusal
from validator.dataclass import dataclass
from validator.errors import ContractError

MAX_HEADER = 8 << 20
MAX_INCLUDES = 200
_MAX_INCLUDE_DEPTH = 32
# headers are read as C on a hosted implementation
_NEVER_DEFINED = frozenset({"__cplusplus", "__ASSEMBLER__", "__ASSEMBLY__"})


# house: loose-dataclass - changes at every #elif and #else
@dataclass(slots=True)
class _Branch:
    """One `#if` to `#endif`; states are True, False, or None for undecidable."""

    state: bool | None
    taken: bool | None
    doubt: str
    start: int = 0


class Preprocessor:
    """Reads one header after another into one set of macros and one row of tokens.

    Attributes:
        macros: as they stand at the end; a macro in doubt says so.
        tokens: what is left for the parser, macros not expanded.
        changed: macros that were undefined, or defined again in another way.
    """

    def __init__(self, defines: Mapping[str, str], undefined: Sequence[str]) -> None:
        self.macros: dict[str, Macro] = {}
        self.tokens: list[tuple[str, Token]] = []
        self.changed: set[str] = set()
        self.absent = set(undefined) | _NEVER_DEFINED
        self.once: set[Path] = set()
        self.count = 0
        self.branches: list[_Branch] = []
        self.broken = ""
        for name, text in defines.items():
            body = [t for line in tokenize_lines(text, "define") for t in line]
            self.macros[name] = Macro(name, tuple(body), "define", 0)

    def read(self, path: Path, shown: str, depth: int = 0) -> None:
        """Read one header.

        Args:
            path: the file; at most 8 MiB.
            shown: its name in errors and evidence.
            depth: of includes.
        Raises:
            ContractError: it cannot be read, is too large, or its conditions do not nest.
        """
        self.count += 1
        if self.count > MAX_INCLUDES or depth > _MAX_INCLUDE_DEPTH:
            limit = f"at most {MAX_INCLUDES} includes, {_MAX_INCLUDE_DEPTH} deep"
            raise ContractError(refusal(shown, "too many includes", limit, "more"))
        text = read_bytes(path, MAX_HEADER, "header", shown).decode("utf-8", "replace")
        if "\0" in text:
            raise ContractError(refusal(shown, "not a C header", "text", "zero bytes"))
        lines = tokenize_lines(text, shown)
        guard = _guard(lines)
        outer, self.branches = self.branches, self.branches[:]
        level = len(self.branches)
        for line in lines:
            if line[0].text == "#":
                self._directive(line[1:], path, shown, depth, guard, level)
            elif self._state() is not False:
                doubt = self._doubt()
                self.tokens += [(shown, replace(t, doubt=doubt) if doubt else t) for t in line]
        if len(self.branches) > level:
            raise ContractError(refusal(shown, "condition is not closed", "#endif", "end of file"))
        self.branches = outer

    def _directive(
        self, line: list[Token], path: Path, shown: str, depth: int, guard: str, level: int
    ) -> None:
        if not line:
            return
        word, rest = line[0].text, line[1:]
        if word in {"if", "ifdef", "ifndef"}:
            self._open(word, rest, shown, guard)
        elif word in {"elif", "elifdef", "elifndef", "else", "endif"}:
            if len(self.branches) <= level:
                place = f"{shown}:{line[0].line}"
                raise ContractError(refusal(place, f"#{word} without #if", "#if before it", "none"))
            self._next(word, rest, shown)
        elif self._state() is False:
            return
        elif word == "define":
            self._define(rest, shown)
        elif word == "undef" and rest:
            self._undefine(rest[0], shown)
        elif word == "pragma" and rest and rest[0].text == "once":
            self.once.add(path.resolve())
        elif word == "include" and rest and rest[0].kind == "string":
            self._include(rest[0].text[1:-1], path, shown, depth)

    def _state(self) -> bool | None:
        states = [b.state for b in self.branches]
        return False if False in states else None if None in states else True

    def _doubt(self) -> str:
        return next((b.doubt for b in self.branches if b.state is None), self.broken)

    def _open(self, word: str, rest: list[Token], shown: str, guard: str) -> None:
        line = rest[0].line if rest else 0
        if self._state() is False:
            # nothing inside counts, whatever the condition says
            self.branches.append(_Branch(False, True, ""))
            return
        name = rest[0].text if rest else ""
        if word == "ifndef" and name == guard and name not in self.macros:
            state: bool | None = True
        else:
            state = self._decide(word, rest)
        text = " ".join(t.text for t in rest)[:60]
        doubt = f"it hangs on #{word} {text} ({shown}:{line}), which the header does not decide"
        self.branches.append(_Branch(state, state, doubt, len(self.tokens)))

    def _next(self, word: str, rest: list[Token], shown: str) -> None:
        branch = self.branches[-1]
        inside = (token.text for _, token in self.tokens[branch.start :])
        if branch.state is None and not _is_balanced(inside):
            # what follows is inside or outside of the braces; nobody knows
            self.broken = self.broken or branch.doubt
        branch.start = len(self.tokens)
        if word == "endif":
            self.branches.pop()
            return
        if branch.taken is True:
            branch.state = False
            return
        decided = True if word == "else" else self._decide(word.removeprefix("el"), rest)
        if branch.taken is None and decided is not False:
            # an earlier branch may have been taken instead
            branch.state = None
            return
        branch.state = decided
        branch.taken = decided if branch.taken is False else branch.taken
        if decided is None:
            line = rest[0].line if rest else 0
            text = " ".join(t.text for t in rest)[:60]
            branch.doubt = (
                f"it hangs on #{word} {text} ({shown}:{line}), which the header does not decide"
            )

    def _decide(self, word: str, rest: list[Token]) -> bool | None:
        if word in {"ifdef", "ifndef"}:
            known = self._is_defined(rest[0].text) if rest else None
            return known if word == "ifdef" or known is None else not known
        try:
            tokens = Expander(self.macros).expand(self._replace_defined(rest))
            return bool(evaluate(tokens, self._undecided).value)
        except NotConstant:
            return None

    def _is_defined(self, name: str) -> bool | None:
        macro = self.macros.get(name)
        if macro is not None:
            return None if macro.doubt else True
        return False if name in self.absent else None

    def _replace_defined(self, tokens: list[Token]) -> list[Token]:
        result: list[Token] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            position += 1
            if token.text != "defined":
                result.append(token)
                continue
            bracket = position < len(tokens) and tokens[position].text == "("
            at = position + bracket
            known = self._is_defined(tokens[at].text) if at < len(tokens) else None
            if known is None:
                raise NotConstant("a name that no header defines")
            result.append(Token("number", str(int(known)), token.line))
            position = at + 1 + bracket
        return result

    def _undecided(self, name: str) -> Number:
        if name in self.absent:
            return Number(0)
        raise NotConstant(f"{name} is not defined by a header")

    def _define(self, rest: list[Token], shown: str) -> None:
        macro = parse_define(rest, shown)
        if macro is None:
            return
        doubt = self._doubt()
        before = self.macros.get(macro.name)
        if doubt and before is not None and not before.doubt:
            doubt = f"it is defined in line {before.line} and may be again: {doubt}"
        position = len(self.tokens)
        if before is not None and [t.text for t in before.body] != [t.text for t in macro.body]:
            self.changed.add(macro.name)
        elif before is not None:
            position = before.position
        self.absent.discard(macro.name)
        self.macros[macro.name] = replace(macro, doubt=doubt, position=position)

    def _undefine(self, name: Token, shown: str) -> None:
        doubt = self._doubt()
        before = self.macros.get(name.text)
        if before is not None:
            self.changed.add(name.text)
        if not doubt:
            self.macros.pop(name.text, None)
            self.absent.add(name.text)
        elif before is not None:
            self.macros[name.text] = replace(before, doubt=f"it may be undefined: {doubt}")

    def _include(self, name: str, path: Path, shown: str, depth: int) -> None:
        target = path.parent / name
        # a header that is not there decides nothing: its names stay unknown
        if target.is_file() and target.resolve() not in self.once:
            beside = shown.rpartition("/")[0]
            self.read(target, f"{beside}/{name}" if beside else name, depth + 1)


def _is_balanced(texts: Iterable[str]) -> bool:
    """Whether every brace that is opened is closed, and none that was not opened."""
    depth = 0
    for text in texts:
        depth += (text == "{") - (text == "}")
        if depth < 0:
            return False
    return depth == 0


def _guard(lines: list[list[Token]]) -> str:
    """Return the name of the include guard around the whole header, or "".

    A guard is `#ifndef X` as the first line with its `#endif` as the last, and between them
    `#define X` or `#define X 1`.
    """
    texts = [[t.text for t in line] for line in lines]
    if len(texts) < 3 or len(texts[0]) != 3 or texts[0][:2] != ["#", "ifndef"]:
        return ""
    name = texts[0][2]
    if not any(line in (["#", "define", name], ["#", "define", name, "1"]) for line in texts):
        return ""
    depth = 0
    for number, line in enumerate(texts):
        if line[0] == "#" and len(line) > 1:
            depth += line[1] in {"if", "ifdef", "ifndef"}
            depth -= line[1] == "endif"
        if depth == 0:
            return name if number == len(texts) - 1 else ""
    return ""
