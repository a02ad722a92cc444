"""Contracts from a consumer's build: recipe in, `Contract` with evidence out.

Every fact says where it was read. A fact that cannot be found is an error that lists what
exists; all of them are reported at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from validator.contract.command import run_json, select
from validator.contract.elf import read_elf
from validator.contract.header import read_header
from validator.contract.model import Contract, Fact, flat_facts
from validator.contract.recipe import Recipe, Request, load_recipe
from validator.contract.symbols import Symbol, SymbolTable
from validator.contract.toml_file import refusal
from validator.errors import ContractError

_GROUP = re.compile(r"\{(\d+)\}")
_NOUNS = {"sizeof": "size of", "offset": "offset of", "member": "array", "string": "text"}


def extract_contract(recipe_path: str | Path, allow_commands: bool = False) -> Contract:
    """Make a contract as a recipe says.

    Args:
        recipe_path: TOML file; paths in it start at its folder.
        allow_commands: whether `command =` may run programs.
    Returns:
        The contract; its evidence has an entry for every fact.
    Raises:
        ContractError: the recipe is wrong, or facts cannot be found; names all of them.
    """
    path = Path(recipe_path)
    return extract_facts(load_recipe(path), path.parent, allow_commands)


def extract_facts(recipe: Recipe, folder: Path, allow_commands: bool = False) -> Contract:
    """Make a contract from requests.

    Args:
        recipe: what to read.
        folder: where its relative paths start.
        allow_commands: whether `command` requests may run programs.
    Returns:
        The contract.
    Raises:
        ContractError: facts cannot be found, or two requests give the same fact.
    """
    extraction = _Extraction(folder, allow_commands)
    problems: list[str] = []
    for request in recipe.requests:
        try:
            extraction.add(request)
        except ContractError as error:
            place = f"{recipe.file}:{request.line}: " if request.line else ""
            text = f"{place}fact {request.name}: {error}"
            problems += [text] if text not in problems else []
    if problems:
        raise ContractError("\n".join(problems))
    return Contract(
        recipe.name,
        recipe.file,
        extraction.facts,
        extraction.evidence,
        version=recipe.version,
        description=recipe.description,
    )


def dump_contract(contract: Contract) -> str:
    """Write a contract as TOML.

    Args:
        contract: any.
    Returns:
        Text that `load_contract` reads back to the same name, facts and evidence; the same
        for the same contract, keys sorted.
    """
    lines = [
        "# Facts about one consumer version, read from its own build; see [evidence].",
        "# Made by `contentgate contract extract`; make it anew rather than edit it.",
        "",
        "[contract]",
        f"name = {_toml(contract.name)}",
    ]
    for key in ("version", "description"):
        text = getattr(contract, key)
        lines += [f"{key} = {_toml(text)}"] if text else []
    lines += _table("facts", contract.facts)
    lines += ["", "[evidence]"]
    lines += [
        f"{_toml(path)} = {_toml(contract.evidence[path])}" for path in sorted(contract.evidence)
    ]
    return "\n".join(lines) + "\n"


class _Extraction:
    """Reads each file once; collects facts and evidence."""

    def __init__(self, folder: Path, allow_commands: bool) -> None:
        self.folder = folder
        self.allow_commands = allow_commands
        self.facts: dict[str, Fact] = {}
        self.evidence: dict[str, str] = {}
        self.tables: dict[object, SymbolTable | ContractError] = {}
        self.outputs: dict[tuple[str, ...], object] = {}

    def add(self, request: Request) -> None:
        match request.source:
            case "value" if request.value is not None:
                self._put(request.name, request.value, request.evidence)
            case "command":
                self._put(request.name, self._run(request), self._command_evidence(request))
            case _:
                self._add_symbols(request)

    def _add_symbols(self, request: Request) -> None:
        table = self._table(request)
        if "*" in request.symbol:
            for symbol, groups in table.matching(request.kind, request.symbol):
                self._add_symbol(_fill(request.name, groups), request, symbol)
        else:
            self._add_symbol(request.name, request, table.one(request.kind, request.symbol))

    def _add_symbol(self, name: str, request: Request, symbol: Symbol) -> None:
        value: Fact | None = symbol.value
        which = ""
        if request.dimension:
            if request.dimension >= len(symbol.lengths):
                expected, found = f"dimension {request.dimension}", f"{len(symbol.lengths)} of them"
                headline = f"{symbol.kind} {symbol.name} has no such dimension"
                raise ContractError(refusal(request.file, headline, expected, found))
            value = symbol.lengths[request.dimension]
            which = f"dimension {request.dimension} of "
        if value is not None:
            noun = _NOUNS.get(symbol.kind, symbol.kind)
            where = f"read from {which}{noun} {symbol.name} in {request.file} ({symbol.place})"
            self._put(name, value, where)

    def _table(self, request: Request) -> SymbolTable:
        define = tuple(sorted(request.define.items()))
        key = (request.source, request.file, request.unit, define, request.undefined)
        if key not in self.tables:
            path = self.folder / request.file
            try:
                if request.source == "elf":
                    self.tables[key] = read_elf(path, request.file, request.unit)
                else:
                    self.tables[key] = read_header(
                        path, request.file, request.define, request.undefined
                    )
            except ContractError as error:
                self.tables[key] = error
        table = self.tables[key]
        if isinstance(table, ContractError):
            raise table
        return table

    def _run(self, request: Request) -> Fact:
        if not self.allow_commands:
            headline = "command is not permitted to run"
            hint = "give --allow-commands if you trust the recipe"
            shown = " ".join(request.command)
            raise ContractError(
                refusal(shown, headline, "--allow-commands", "no such option", hint)
            )
        if request.command not in self.outputs:
            self.outputs[request.command] = run_json(request.command, self.folder)
        return select(self.outputs[request.command], request.json, " ".join(request.command))

    def _command_evidence(self, request: Request) -> str:
        return f"read from {request.json} in the output of {' '.join(request.command)}"

    def _put(self, name: str, value: Fact, where: str) -> None:
        """Store a fact under its dotted path."""
        table: dict[str, Fact] = self.facts
        *tables, last = name.split(".")
        if not all([*tables, last]) or len(tables) > 6:
            raise ContractError(refusal(name, "fact path is not usable", "names and dots", name))
        for key in tables:
            inner = table.setdefault(key, {})
            if not isinstance(inner, dict):
                raise ContractError(
                    refusal(name, "fact is given twice", f"a table {key}", "a value")
                )
            table = inner
        if last in table:
            before = self.evidence.get(name, "a table")
            raise ContractError(
                refusal(name, "fact is given twice", "one source", f"{before}; {where}")
            )
        table[last] = value
        paths = [p for p, _ in flat_facts({last: value})] if isinstance(value, Mapping) else [last]
        prefix = "".join(f"{key}." for key in tables)
        self.evidence.update({prefix + path: where for path in paths})


def _fill(name: str, groups: Sequence[str]) -> str:
    """Put what each `*` matched into `{1}`, `{2}` ...."""

    def text(match: re.Match[str]) -> str:
        number = int(match[1]) if len(match[1]) < 4 else 0
        if not 1 <= number <= len(groups):
            expected = f"{{1}} to {{{len(groups)}}}"
            raise ContractError(refusal(name, "name has no such part", expected, match[0]))
        return groups[number - 1]

    return _GROUP.sub(text, name)


def _table(name: str, facts: Mapping[str, Fact]) -> list[str]:
    lines = ["", f"[{name}]"]
    tables: list[str] = []
    for key in sorted(facts):
        value = facts[key]
        if isinstance(value, Mapping):
            tables += _table(f"{name}.{_key(key)}", value)
        else:
            lines.append(f"{_key(key)} = {_toml(value)}")
    return lines + tables


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _toml(key)


def _toml(value: Fact) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return '"' + "".join(_escaped(c) for c in value) + '"'
        case tuple():
            return "[" + ", ".join(_toml(item) for item in value) + "]"
        case _:
            return "{" + ", ".join(f"{_key(k)} = {_toml(value[k])}" for k in sorted(value)) + "}"


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
