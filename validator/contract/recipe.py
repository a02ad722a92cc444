"""Recipes: which fact is read from which place of a consumer's build.

Comes in: a TOML file of `[[fact]]` tables. Goes out: `Request`s. It refuses to open what
they name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from validator.contract.load import contract_name
from validator.contract.model import INT_MAX, INT_MIN, Fact, Scalar, describe
from validator.contract.symbols import KINDS
from validator.contract.toml_file import TomlFile, read_toml
from validator.dataclass import dataclass

_HEADER_KINDS = ("macro", "enumerator", "constant", "array", "member")
_ELF_KINDS = tuple(kind for kind in KINDS if kind != "macro")
_MAX_FACTS = 10_000
_KEYS = (
    *("name", "elf", "header", "command", "json", "value", "evidence", "unit", "dimension"),
    *("define", "undefined", *KINDS),
)


@dataclass(frozen=True, slots=True)
class Request:
    """One fact, or one pattern of facts, and where it is read.

    Attributes:
        name: dotted fact path; `{1}` stands for what the first `*` of `symbol` matched.
        source: `elf`, `header`, `command` or `value`.
        file: path of the ELF object or header, as written.
        kind: what is read there; one of `symbols.KINDS`.
        symbol: its name; may contain `*`.
        unit: base name of the one translation unit to read, or "".
        dimension: of an array, 0 is the outermost.
        define, undefined: headers: macros that the build defines, or surely does not.
        command: program and arguments.
        json: dotted path in the command's output.
        value: the fact itself, for `value`.
        evidence: text that the user gave for `value`.
        line: of the recipe; 0 when there is no recipe.
    """

    name: str
    source: str
    file: str = ""
    kind: str = ""
    symbol: str = ""
    unit: str = ""
    dimension: int = 0
    define: Mapping[str, str] = field(default_factory=dict)
    undefined: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    json: str = ""
    value: Fact | None = None
    evidence: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe: name of the contract to make, and its requests."""

    file: str
    name: str
    version: str
    description: str
    requests: tuple[Request, ...]


def load_recipe(path: Path) -> Recipe:
    """Read a recipe.

    Args:
        path: TOML file with `[contract]` and `[[fact]]` tables; at most 1 MiB.
    Returns:
        The recipe, requests in the order of the file.
    Raises:
        ContractError: it cannot be read, or says something that has no meaning.
    """
    toml = read_toml(path, "recipe")
    toml.only_keys(toml.tree, ("contract", "fact"))
    head = toml.tree.get("contract", {})
    if not isinstance(head, dict):
        toml.fail("contract is not a table", "[contract]", describe(head), "contract")
    toml.only_keys(head, ("name", "version", "description"), "contract")
    name = contract_name(toml, head)
    texts = {}
    for key in ("version", "description"):
        text = head.get(key, "")
        if not isinstance(text, str):
            toml.fail(f"{key} is not a text", "str", describe(text), "contract", key)
        texts[key] = text
    tables = toml.tree.get("fact", [])
    if not isinstance(tables, list) or not tables or len(tables) > _MAX_FACTS:
        expected = f"1 to {_MAX_FACTS} [[fact]] tables"
        found = describe(tables) if tables else "none"
        toml.fail("recipe has no usable facts", expected, found, "fact")
    requests = tuple(_request(toml, table, str(i)) for i, table in enumerate(tables))
    return Recipe(toml.file, name, texts["version"], texts["description"], requests)


def _request(toml: TomlFile, table: object, index: str) -> Request:
    if not isinstance(table, dict):
        toml.fail("fact is not a table", "[[fact]]", describe(table), "fact")
    toml.only_keys(table, _KEYS, "fact", index)
    texts = {key: _text(toml, table, key, index) for key in table if key in _TEXT_KEYS}
    if not texts.get("name"):
        toml.fail("fact has no name", 'name = "FACT"', "nothing", "fact", index, "name")
    name, line = texts["name"], toml.line("fact", index)
    sources = [s for s in ("elf", "header", "command", "value") if s in table]
    if len(sources) != 1:
        found = " and ".join(sources) or "none"
        expected = "one of elf, header, command, value"
        toml.fail(f"fact {name} has no one source", expected, found, "fact", index)
    match sources[0]:
        case "value":
            _fits(toml, table, index, ("evidence",))
            if not texts.get("evidence"):
                expected = 'evidence = "WHERE IT IS WRITTEN"'
                toml.fail(f"fact {name} has no evidence", expected, "nothing", "fact", index)
            value = _value(toml, table["value"], index)
            return Request(name, "value", value=value, evidence=texts["evidence"], line=line)
        case "command":
            _fits(toml, table, index, ("json",))
            command = _texts(toml, table, "command", index)
            return Request(
                name, "command", command=command, json=texts.get("json", name), line=line
            )
        case source:
            return _build_request(toml, table, index, texts, source)


def _build_request(
    toml: TomlFile, table: Mapping[str, object], index: str, texts: dict[str, str], source: str
) -> Request:
    kinds = _ELF_KINDS if source == "elf" else _HEADER_KINDS
    given = [kind for kind in KINDS if kind in table]
    if len(given) != 1 or given[0] not in kinds:
        headline = f"fact {texts['name']} does not say what to read"
        expected, found = f"one of {', '.join(kinds)}", " and ".join(given) or "none"
        toml.fail(headline, expected, found, "fact", index)
    kind = given[0]
    extra = ("unit",) if source == "elf" else ("define", "undefined")
    _fits(
        toml,
        table,
        index,
        (kind, *extra, *(("dimension",) if "rr" in kind or kind == "member" else ())),
    )
    dimension = table.get("dimension", 0)
    if not isinstance(dimension, int) or isinstance(dimension, bool) or dimension < 0:
        expected = "int, 0 is the outermost"
        toml.fail(
            "dimension is not usable", expected, describe(dimension), "fact", index, "dimension"
        )
    undefined = _texts(toml, table, "undefined", index) if "undefined" in table else ()
    return Request(
        name=texts["name"],
        source=source,
        file=texts[source],
        kind=kind,
        symbol=texts[kind],
        unit=texts.get("unit", ""),
        dimension=dimension,
        define=_defines(toml, table, index),
        undefined=undefined,
        line=toml.line("fact", index),
    )


_TEXT_KEYS = frozenset({"name", "elf", "header", "json", "evidence", "unit", *KINDS})


def _text(toml: TomlFile, table: Mapping[str, object], key: str, index: str) -> str:
    text = table[key]
    if not isinstance(text, str) or not text or "\0" in text:
        toml.fail(f"{key} is not usable", "a text", describe(text), "fact", index, key)
    return text


def _texts(toml: TomlFile, table: Mapping[str, object], key: str, index: str) -> tuple[str, ...]:
    texts = table[key]
    good = isinstance(texts, list) and texts and all(isinstance(t, str) for t in texts)
    if not good or not isinstance(texts, list) or any("\0" in text for text in texts):
        toml.fail(f"{key} is not usable", "a list of texts", describe(texts), "fact", index, key)
    return tuple(texts)


def _defines(toml: TomlFile, table: Mapping[str, object], index: str) -> dict[str, str]:
    defines = table.get("define", {})
    if not isinstance(defines, dict):
        toml.fail("define is not usable", "a table", describe(defines), "fact", index, "define")
    result: dict[str, str] = {}
    for name, value in defines.items():
        if isinstance(value, bool) or not isinstance(value, int | str):
            expected = "int or str"
            toml.fail(f"define {name} is not usable", expected, describe(value), "fact", index)
        result[name] = str(value)
    return result


def _fits(
    toml: TomlFile, table: Mapping[str, object], index: str, allowed: tuple[str, ...]
) -> None:
    """Refuse keys that have a meaning elsewhere, but none here."""
    for key in table:
        if key not in {"name", "elf", "header", "command", "value", *allowed}:
            expected = f"one of {', '.join(sorted(allowed))}"
            toml.fail(f"{key} means nothing for this fact", expected, key, "fact", index, key)


def _value(toml: TomlFile, value: object, index: str) -> Fact:
    match value:
        case list():
            return tuple(_scalar(toml, item, index) for item in value)
        case dict():
            return {key: _value(toml, item, index) for key, item in value.items()}
        case _:
            return _scalar(toml, value, index)


def _scalar(toml: TomlFile, value: object, index: str) -> Scalar:
    if not isinstance(value, int | bool | str) or (
        isinstance(value, int) and not INT_MIN <= value <= INT_MAX
    ):
        expected = "int, bool, str, or a list or table of them"
        toml.fail("value is not usable", expected, describe(value), "fact", index, "value")
    return value
