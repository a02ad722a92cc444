"""What a build supplies under a name: the common ground of ELF objects and C headers.

Comes in: everything that a reader found in one file. Goes out: the one value that a name
stands for, or an error that lists what exists. It refuses to guess between two values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NoReturn

from validator.contract.suggest import similar_names
from validator.contract.toml_file import refusal
from validator.dataclass import dataclass
from validator.errors import ContractError

KINDS = ("array", "member", "constant", "enumerator", "sizeof", "offset", "string", "macro")


@dataclass(frozen=True, slots=True)
class Symbol:
    """One thing that a fact can be read from.

    Attributes:
        kind: one of `KINDS`.
        name: as in the source; members as `struct sensor_state.inputs`.
        value: length, value, size or offset; None when `problem` says why there is none.
        place: where in the file, such as `DIE 0x13d of sensor.c` or `line 12`.
        unit: translation unit, or the header itself.
        lengths: arrays and array members: length of each dimension, outermost first.
        problem: why there is no value, or "".
        is_declaration: says less than a definition elsewhere; ignored when there is one.
    """

    kind: str
    name: str
    value: int | str | None
    place: str
    unit: str = ""
    lengths: tuple[int, ...] = ()
    problem: str = ""
    is_declaration: bool = False

    @property
    def shown(self) -> str:
        """The value as listings show it."""
        if self.value is None:
            return self.problem
        if len(self.lengths) > 1:
            return " x ".join(str(length) for length in self.lengths)
        return repr(self.value) if isinstance(self.value, str) else str(self.value)


@dataclass(frozen=True, slots=True)
class SymbolTable:
    """Everything that one file supplies.

    Attributes:
        file: as the user named it.
        form: `ELF object` or `C header`, for errors.
        symbols: in the order of the file.
    """

    file: str
    form: str
    symbols: tuple[Symbol, ...]

    def one(self, kind: str, name: str) -> Symbol:
        """Return the symbol of a kind and name.

        Args:
            kind: one of `KINDS`.
            name: exact; a C++ or Rust name also matches without its namespaces.
        Returns:
            A symbol that has a value.
        Raises:
            ContractError: there is none, it has no value, or there are several values.
        """
        same = [s for s in self.symbols if s.kind == kind and s.name == name]
        if not same:
            tail = f"::{name}"
            same = [s for s in self.symbols if s.kind == kind and s.name.endswith(tail)]
        if not same:
            self._fail_missing(kind, name)
        return self._agree(kind, name, same)

    def matching(self, kind: str, pattern: str) -> list[tuple[Symbol, tuple[str, ...]]]:
        """Return every symbol of a kind whose name matches a pattern.

        Args:
            kind: one of `KINDS`.
            pattern: a name in which each `*` stands for any run of characters.
        Returns:
            (symbol, texts that the stars stand for) pairs, sorted by name; at least one.
        Raises:
            ContractError: nothing matches, or a match has no value or several.
        """
        parts = [re.escape(part) for part in re.split(r"\*+", pattern)]
        expression = re.compile("(.*?)".join(parts), re.S)
        groups: dict[str, list[Symbol]] = {}
        for symbol in self.symbols:
            if symbol.kind == kind and expression.fullmatch(symbol.name):
                groups.setdefault(symbol.name, []).append(symbol)
        if not groups:
            self._fail_missing(kind, pattern)
        found: list[tuple[Symbol, tuple[str, ...]]] = []
        for name in sorted(groups):
            match = expression.fullmatch(name)
            if match is not None:
                found.append((self._agree(kind, name, groups[name]), match.groups()))
        return found

    def _agree(self, kind: str, name: str, same: Sequence[Symbol]) -> Symbol:
        definitions = [s for s in same if not s.is_declaration] or same
        for symbol in definitions:
            if symbol.value is None:
                self._fail_valueless(kind, name, symbol)
        values = {(s.value, s.lengths) for s in definitions}
        if len(values) > 1:
            listed = "; ".join(f"{s.shown} ({s.place})" for s in definitions[:6])
            hint = "name one translation unit: unit = " if definitions[0].unit else ""
            if hint:
                hint += " or ".join(sorted({f'"{s.unit}"' for s in definitions})[:4])
            headline = f"{kind} {name} has different values"
            raise ContractError(refusal(self.file, headline, "one value", listed, hint))
        return definitions[0]

    def _fail_valueless(self, kind: str, name: str, symbol: Symbol) -> NoReturn:
        place = f"{self.file}: {symbol.place}" if symbol.place else self.file
        hint = ""
        if "which the header does not decide" in symbol.problem:
            hint = 'say what the build defines: define = {NAME = 1} or undefined = ["NAME"]'
        headline = f"{kind} {name} has no usable value"
        raise ContractError(refusal(place, headline, "one value", symbol.problem, hint))

    def _fail_missing(self, kind: str, name: str) -> NoReturn:
        existing = [s.name for s in self.symbols if s.kind == kind]
        near = similar_names(name, existing)
        if near:
            found = f"similar names: {', '.join(near)}"
        elif existing:
            shown = sorted(set(existing))
            more = f" and {len(shown) - 6} more" if len(shown) > 6 else ""
            found = f"other names: {', '.join(shown[:6])}{more}"
        else:
            found = f"no {kind} at all"
        others = sorted({s.kind for s in self.symbols if s.name == name and s.kind != kind})
        hint = f"{name} exists as {' and '.join(others)}" if others else ""
        what = "matches" if "*" in name else "is called"
        headline = f"no {kind} {what} {name}"
        raise ContractError(
            refusal(self.file, headline, f"{kind} {name} in this {self.form}", found, hint)
        )


def in_unit(symbols: Iterable[Symbol], unit: str) -> tuple[Symbol, ...]:
    """Keep the symbols of one translation unit.

    Args:
        symbols: any.
        unit: base name of a source file; "" keeps all.
    Returns:
        The symbols kept, in order.
    """
    return tuple(s for s in symbols if not unit or s.unit == unit)
