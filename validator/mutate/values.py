"""Values as text: JSON or YAML 1.2, with exact integers, and what `show --json` prints.

Comes in: text. Goes out: dicts, lists and scalars; numbers of YAML remember their digits, since
a field may hold text or bytes. It refuses to know any schema.
"""

from __future__ import annotations

import json
from typing import Any

from validator.errors import UsageError
from validator.ir.written import WrittenFloat, WrittenInt
from validator.ksy.nodes import Mapping, Node, Scalar, Sequence
from validator.ksy.problems import Problems
from validator.ksy.source import MAX_BYTES, parse_yaml

MAX_VALUES_BYTES = 1 << 30
_MAX_DEPTH = 400


def parse_value(text: str, name: str) -> Any:
    """Return a value that was written on a command line: YAML, so plain words are text.

    Args:
        text: such as `7`, `0x1f`, `block`, `{id: 1, name: x}`.
        name: of the option, for errors.
    Raises:
        UsageError: it is no YAML.
    """
    if not text.strip():
        return text
    return _yaml(text, name)


def read_values(text: str, name: str) -> Any:
    """Return the values of a file.

    Args:
        text: JSON or YAML: a mapping of fields, or the tree that `show --json` printed.
        name: of the file, for errors.
    Raises:
        UsageError: it is neither.
    """
    values = _json(text, name) if text.lstrip()[:1] in ("{", "[") else _yaml(text, name)
    if isinstance(values, dict) and values.get("format") == "contentgate-tree":
        tree = values.get("tree")
        if not isinstance(tree, dict):
            raise UsageError(f"{name}: the tree is empty: the file that was shown was not read")
        if tree.get("path"):
            raise UsageError(
                f"{name}: the tree is a part of a file only\n"
                f"  expected  what `show --json` prints without --path\n"
                f"  found     {tree['path']}"
            )
        return _from_tree(tree, name, 0)
    return values


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique)
    except _Repeated as error:
        raise UsageError(f"{name}: the key {error} stands twice in one object") from None
    except json.JSONDecodeError as error:
        if len(text) <= MAX_BYTES:
            return _yaml(text, name)  # flow style of YAML, or a better message
        where = f"{name}:{error.lineno}:{error.colno}"
        raise UsageError(
            f"{where}: not JSON: {error.msg.lower()}\n"
            f"  expected  JSON; YAML takes at most {MAX_BYTES} bytes"
        ) from None
    except RecursionError:
        raise UsageError(f"{name}: nested too deeply") from None
    except ValueError:
        raise UsageError(f"{name}: a number has thousands of digits") from None


class _Repeated(Exception):
    """A key of JSON that stands twice."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Repeated(json.dumps(key))
            seen.add(key)
    return result


def _yaml(text: str, name: str) -> Any:
    problems = Problems()
    node = parse_yaml(name, text, problems)
    if node is None or problems.count:
        first = problems.sorted()[0] if problems.count else None
        message = f"{first.where}: {first.message}" if first else f"{name}: nothing is in it"
        found = f"\n  found     {first.found}" if first and first.found else ""
        raise UsageError(message.replace("the schema", "the text") + found)
    return _plain(node)


def _plain(node: Node) -> Any:
    match node:
        case Scalar(value=bool()):
            return node.value
        case Scalar(value=int() as number):
            return WrittenInt(number, node.text)
        case Scalar(value=float() as number):
            return WrittenFloat(number, node.text)
        case Scalar():
            return node.value
        case Sequence(items=items):
            return [_plain(item) for item in items]
        case Mapping(items=pairs):
            return {key.text: _plain(value) for key, value in pairs}


def _from_tree(node: dict[str, Any], name: str, depth: int) -> Any:
    if depth > _MAX_DEPTH:
        raise UsageError(f"{name}: the tree is nested deeper than {_MAX_DEPTH}")
    if "fields" in node:
        return {
            part["id"]: _from_tree(part, name, depth + 1) for part in _parts(node, "fields", name)
        }
    if "items" in node:
        return [_from_tree(part, name, depth + 1) for part in _parts(node, "items", name)]
    return node.get("value")


def _parts(node: dict[str, Any], key: str, name: str) -> list[dict[str, Any]]:
    parts = node[key]
    if isinstance(parts, list) and all(
        isinstance(part, dict) and isinstance(part.get("id"), str) for part in parts
    ):
        return parts
    raise UsageError(f"{name}: {key} of a tree is no list of nodes with an id")
