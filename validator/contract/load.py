"""Contracts from TOML, and what a schema asks of them.

Comes in: a file that a person or `contract extract` wrote. Goes out: a `Contract`, and for
one schema the facts it asks for, in the types it asks for. It refuses to know how facts are
used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from validator.contract.model import INT_MAX, INT_MIN, Contract, Fact, Scalar, describe, flat_facts
from validator.contract.suggest import did_you_mean
from validator.contract.toml_file import TomlFile, read_toml
from validator.errors import ContractError
from validator.ir.nodes import FactDef
from validator.ir.types import ArrayType, BoolType, IntType, MapType, StrType, Type

_INTEGER_KEY = re.compile(r"[+-]?(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0|[1-9][0-9]*)")
_MAX_DEPTH = 8
_MAX_NAME = 200


def load_contract(path: str | Path) -> Contract:
    """Read a contract.

    Args:
        path: TOML file with `[contract]`, `[facts]` and `[evidence]`; at most 1 MiB.
    Returns:
        The contract; facts and evidence are in the order of the file.
    Raises:
        ContractError: it cannot be read, is not TOML, or says something that has no meaning.
    """
    toml = read_toml(Path(path), "contract")
    toml.only_keys(toml.tree, ("contract", "facts", "evidence"))
    head = _table(toml, "contract")
    toml.only_keys(head, ("name", "version", "description"), "contract")
    name = contract_name(toml, head)
    facts = {
        key: _fact(toml, value, ("facts", key)) for key, value in _table(toml, "facts").items()
    }
    evidence = dict(_evidence(toml, _table(toml, "evidence"), ("evidence",)))
    _check_evidence(toml, facts, evidence)
    version, description = (_text(toml, head, key) for key in ("version", "description"))
    return Contract(name, toml.file, facts, evidence, version=version, description=description)


def contract_name(toml: TomlFile, head: Mapping[str, object]) -> str:
    """Return `name` of a `[contract]` table.

    Args:
        toml: the file, for errors.
        head: the table.
    Returns:
        1 to 200 printable characters.
    Raises:
        ContractError: there is none, or it is not such a text.
    """
    name = head.get("name")
    if not isinstance(name, str):
        found = "nothing" if name is None else describe(name)
        toml.fail("contract has no name", 'name = "CONSUMER-VERSION"', found, "contract", "name")
    if not name.strip() or len(name) > _MAX_NAME or not name.isprintable():
        expected = f"1 to {_MAX_NAME} printable characters"
        toml.fail("name is not usable", expected, describe(name), "contract", "name")
    return name


def bind_contract(contract: Contract, facts: tuple[FactDef, ...]) -> Mapping[str, object]:
    """Give a schema the facts that it asks for.

    Args:
        contract: what one consumer supplies; facts that the schema does not ask for are fine.
        facts: what the schema asks for.
    Returns:
        Fact name -> int, bool, str, tuple, or dict with str or int keys, as `FactDef.type`.
    Raises:
        ContractError: names every fact that is missing or of the wrong type, one a line.
    """
    bound: dict[str, object] = {}
    problems: list[str] = []
    for fact in facts:
        if fact.name not in contract.facts:
            near = did_you_mean(fact.name, contract.facts)
            hint = f" (did you mean {near}?)" if near else ""
            problems.append(f"  {fact.name}: expected {type_name(fact.type)}, found nothing{hint}")
            continue
        value = contract.facts[fact.name]
        bound[fact.name] = _convert(value, fact.type, fact.name, problems)
    if problems:
        count = f"{len(problems)} problem" + ("s" if len(problems) > 1 else "")
        headline = f"contract {contract.name} does not supply what the schema asks for"
        raise ContractError("\n".join([f"{contract.file}: {headline} ({count})", *problems]))
    return bound


def type_name(kind: Type) -> str:
    """Return a fact's type as docs/schema-language.md spells it.

    Args:
        kind: a type that a fact can have.
    Returns:
        Such as `int` or `map<str,int>`.
    """
    match kind:
        case IntType():
            return "int"
        case BoolType():
            return "bool"
        case StrType():
            return "str"
        case ArrayType(item=item):
            return f"list<{type_name(item)}>"
        case MapType(key=key, value=value):
            return f"map<{type_name(key)},{type_name(value)}>"
        case _:
            return type(kind).__name__


def _convert(value: object, kind: Type, path: str, problems: list[str]) -> object:
    match kind, value:
        case IntType(), int() if not isinstance(value, bool):
            return value
        case BoolType(), bool():
            return value
        case StrType(), str():
            return value
        case ArrayType(item=item), tuple() | list():
            each = enumerate(value)
            return tuple(_convert(v, item, f"{path}[{i}]", problems) for i, v in each)
        case MapType(key=key_type, value=value_type), Mapping():
            return _convert_map(value, key_type, value_type, path, problems)
        case _:
            problems.append(f"  {path}: expected {type_name(kind)}, found {describe(value)}")
            return None


def _convert_map(
    table: Mapping[str, object], key_type: Type, value_type: Type, path: str, problems: list[str]
) -> dict[object, object]:
    result: dict[object, object] = {}
    for text, value in table.items():
        key: str | int = text
        if isinstance(key_type, IntType):
            if not _INTEGER_KEY.fullmatch(text) or len(text) > 70:
                problems.append(f"  {path}: expected int keys, found key {text[:40]!r}")
                continue
            key = int(text, 0)
        if key in result:
            problems.append(f"  {path}: expected each key once, found {text!r} for {key} again")
        result[key] = _convert(value, value_type, f"{path}.{text}", problems)
    return result


def _table(toml: TomlFile, key: str) -> Mapping[str, object]:
    table = toml.tree.get(key, {})
    if not isinstance(table, dict):
        toml.fail(f"{key} is not a table", f"[{key}]", describe(table), key)
    return table


def _text(toml: TomlFile, head: Mapping[str, object], key: str) -> str:
    text = head.get(key, "")
    if not isinstance(text, str):
        toml.fail(f"{key} is not a text", "str", describe(text), "contract", key)
    return text


def _fact(toml: TomlFile, value: object, path: tuple[str, ...]) -> Fact:
    dotted = ".".join(path[1:])
    if len(path) > _MAX_DEPTH:
        toml.fail(f"fact {dotted} is nested too deeply", f"{_MAX_DEPTH} tables", "more", *path)
    match value:
        case dict():
            return {key: _fact(toml, item, (*path, key)) for key, item in value.items()}
        case list():
            return tuple(
                _scalar(toml, item, path, f"element {i} of ", value[0])
                for i, item in enumerate(value)
            )
        case _:
            return _scalar(toml, value, path, "", value)


def _scalar(
    toml: TomlFile, value: object, path: tuple[str, ...], where: str, first: object
) -> Scalar:
    dotted = ".".join(path[1:])
    expected = "int, bool, str, or a list or table of them"
    if not isinstance(value, int | bool | str):
        toml.fail(f"{where}fact {dotted} has no usable type", expected, describe(value), *path)
    if type(value) is not type(first):
        expected = f"{describe(first).partition(' ')[0]}, as the first element"
        toml.fail(f"{where}fact {dotted} is of another type", expected, describe(value), *path)
    if isinstance(value, int) and not INT_MIN <= value <= INT_MAX:
        toml.fail(f"{where}fact {dotted} is too large", "at most 64 bits", describe(value), *path)
    return value


def _evidence(
    toml: TomlFile, table: Mapping[str, object], path: tuple[str, ...]
) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        inner = (*path, key)
        if isinstance(value, dict) and len(inner) <= _MAX_DEPTH:
            found += _evidence(toml, value, inner)
        elif isinstance(value, str):
            found.append((".".join(inner[1:]), value))
        else:
            dotted = ".".join(inner[1:])
            toml.fail(f"evidence of {dotted} is not a text", "str", describe(value), *inner)
    return found


def _check_evidence(toml: TomlFile, facts: Mapping[str, Fact], evidence: Mapping[str, str]) -> None:
    """Refuse evidence for a fact that is not there: one of the two is misspelled."""
    paths = dict(flat_facts(facts))
    known = {path[:end] for path in paths for end in _prefix_ends(path)}
    for path in evidence:
        if path not in known:
            near = did_you_mean(path, known)
            toml.fail(
                f"evidence for {path}, which is not a fact",
                "path of a fact" + (f", such as {min(known)}" if known else ""),
                path,
                "evidence",
                path,
                hint=f"did you mean {near}?" if near else "",
            )


def _prefix_ends(path: str) -> list[int]:
    """Return the lengths of the path and of every table around it."""
    return [i for i, c in enumerate(path) if c == "."] + [len(path)]
