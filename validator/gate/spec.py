"""The few kinds of value a configuration has: how each is read, and its JSON Schema.

Comes in: what tomllib made of a file. Goes out: typed values, and every problem at once. Both
the reading and the JSON Schema follow from the same spec object, so they cannot disagree. It
refuses to know which settings exist; that is `settings`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from validator.contract.suggest import did_you_mean
from validator.dataclass import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a configuration.

    Attributes:
        path: keys and 0-based subscripts from the top down.
        headline: what is wrong, without place.
        expected, found: what should stand there, and what does.
        hint: or "".
    """

    path: Path
    headline: str
    expected: str
    found: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A string that a pattern matches somewhere; `convert` never fails on such a string."""

    expected: str
    pattern: str = r"^[^\u0000]+$"
    convert: Callable[[str], object] = str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`."""


@dataclass(frozen=True, slots=True)
class Count:
    """An integer between two bounds, both included."""

    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class ListOf:
    """An array; becomes a tuple."""

    element: Spec
    least: int = 0


@dataclass(frozen=True, slots=True)
class MapOf:
    """A table with keys that the user chooses; becomes a dict."""

    key: Text
    value: Spec


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of a table.

    Attributes:
        key: as written.
        spec: what its value is.
        doc: one sentence for the reference and the JSON Schema.
        default: value when absent, as it would be read, not as it would be written.
        shown: the default as written in TOML, or "" when absence is not a value.
        required: absence is a problem.
    """

    key: str
    spec: Spec
    doc: str
    default: object = None
    shown: object = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with known keys; becomes a dict with every key."""

    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Variants:
    """A table whose known keys depend on one of them; becomes a dict with every key of its table.

    Attributes:
        selector: key whose value is one of the words.
        tables: word -> table; each has the selector among its settings, but the one of `instead`.
        instead: the one word that is a key itself, and selects by being there.
    """

    selector: str
    tables: Mapping[str, Table]
    instead: str


Spec = Text | Choice | Flag | Count | ListOf | MapOf | Table | Variants


def read_value(spec: Spec, value: object, path: Path, problems: list[Problem]) -> object:
    """Read one value; on a problem, note it and go on with the neighbors.

    Args:
        spec: what the value should be.
        value: what tomllib made of it.
        path: where it stands.
        problems: added to; when it grew, the result must not be used.
    """
    match spec:
        case Text() if isinstance(value, str) and re.search(spec.pattern, value):
            return spec.convert(value)
        case Choice() if isinstance(value, str) and value in spec.words:
            return value
        case Flag() if isinstance(value, bool):
            return value
        case Count() if isinstance(value, int) and not isinstance(value, bool):
            if spec.minimum <= value <= spec.maximum:
                return value
        case ListOf() if isinstance(value, list) and len(value) >= spec.least:
            items = enumerate(value)
            return tuple(read_value(spec.element, v, (*path, i), problems) for i, v in items)
        case MapOf() if isinstance(value, dict):
            return _read_map(spec, value, path, problems)
        case Table() if isinstance(value, dict):
            return _read_table(spec, value, path, problems)
        case Variants() if isinstance(value, dict):
            return _read_variant(spec, value, path, problems)
    hint = ""
    if isinstance(spec, Choice) and isinstance(value, str):
        hint = _did_you_mean(value, spec.words)
    headline = "wrong kind of value"
    problems.append(Problem(path, headline, describe_spec(spec), describe_value(value), hint))
    return None


def _read_map(
    spec: MapOf, value: Mapping[str, object], path: Path, problems: list[Problem]
) -> dict[str, object]:
    for key in value:
        if not re.search(spec.key.pattern, key):
            found = describe_value(key)
            problems.append(Problem((*path, key), "wrong kind of name", spec.key.expected, found))
    return {k: read_value(spec.value, v, (*path, k), problems) for k, v in value.items()}


def _read_table(
    spec: Table, value: Mapping[str, object], path: Path, problems: list[Problem]
) -> dict[str, object]:
    known = {setting.key: setting for setting in spec.settings}
    for key in value:
        if key not in known:
            expected = f"one of {', '.join(known)}"
            hint = _did_you_mean(key, known)
            problems.append(Problem((*path, key), "unknown key", expected, key, hint))
    result: dict[str, object] = {}
    for key, setting in known.items():
        if key in value:
            result[key] = read_value(setting.spec, value[key], (*path, key), problems)
        else:
            result[key] = setting.default
            if setting.required:
                expected = f"{key}: {describe_spec(setting.spec)}"
                problems.append(Problem(path, f"`{key}` is missing", expected, "no such key"))
    return result


def _read_variant(
    spec: Variants, value: Mapping[str, object], path: Path, problems: list[Problem]
) -> dict[str, object] | None:
    words = tuple(word for word in spec.tables if word != spec.instead)
    if spec.selector in value and spec.instead in value:
        expected = f"either {spec.selector} or {spec.instead}"
        problems.append(Problem((*path, spec.instead), "one too many", expected, "both"))
        return None
    if spec.instead in value:
        return _read_kind(spec, spec.instead, value, path, problems)
    if spec.selector not in value:
        expected = f"{spec.selector}: {describe_spec(Choice(words))}, or {spec.instead}"
        problems.append(Problem(path, f"`{spec.selector}` is missing", expected, "no such key"))
        return None
    word = read_value(Choice(words), value[spec.selector], (*path, spec.selector), problems)
    if isinstance(word, str):
        return _read_kind(spec, word, value, path, problems)
    rest = {key: inner for key, inner in value.items() if key != spec.selector}
    every = {setting.key: setting for table in spec.tables.values() for setting in table.settings}
    for key, inner in rest.items():
        if key in every:
            read_value(every[key].spec, inner, (*path, key), problems)
    return None


def _read_kind(
    spec: Variants, word: str, value: Mapping[str, object], path: Path, problems: list[Problem]
) -> dict[str, object]:
    """Read the table of a word; a key that only other words have is refused by their name."""
    table = spec.tables[word]
    own = {setting.key for setting in table.settings}
    kept: dict[str, object] = {}
    for key, inner in value.items():
        others = [
            f"{spec.selector} {other}" if other != spec.instead else other
            for other, its in spec.tables.items()
            if key not in own and any(setting.key == key for setting in its.settings)
        ]
        if others:
            named = word if word == spec.instead else f"{spec.selector} {word}"
            headline = f"no key of a table with {named}"
            found = f"{key}, which is for {' and '.join(others)}"
            expected = f"one of {', '.join(setting.key for setting in table.settings)}"
            problems.append(Problem((*path, key), headline, expected, found))
        else:
            kept[key] = inner
    return {spec.selector: word} | _read_table(table, kept, path, problems)


def _did_you_mean(word: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    near = did_you_mean(word, known)
    return f"did you mean {near}?" if near else ""


def describe_spec(spec: Spec) -> str:
    """Return in words what a value should be.

    Args:
        spec: the spec.
    """
    match spec:
        case Text():
            return spec.expected
        case Choice():
            several = "one of " if len(spec.words) > 1 else ""
            return several + ", ".join(spec.words)
        case Flag():
            return "true or false"
        case Count():
            return f"an integer from {spec.minimum} to {spec.maximum}"
        case ListOf():
            some = f"at least {spec.least} of: " if spec.least else ""
            return f"an array of {some}{describe_spec(spec.element)}"
        case MapOf() | Table() | Variants():
            return "a table"


def describe_value(value: object) -> str:
    """Return in words what stands in a configuration; at most some 80 characters.

    Args:
        value: what tomllib made of it.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return repr(value) if len(value) <= 60 else f"{value[:57]!r} ..."
        case int() | float():
            text = str(value) if not isinstance(value, int) or value.bit_length() < 256 else ""
            return text or "an integer of more than 256 bits"
        case list():
            return f"an array of {len(value)}"
        case dict():
            return "a table"
        case _:
            return f"a {type(value).__name__}"


def json_schema_of(spec: Spec) -> dict[str, object]:
    """Return the JSON Schema (draft 7) of a spec.

    Args:
        spec: the spec.
    """
    match spec:
        case Text():
            return {"type": "string", "pattern": spec.pattern}
        case Choice():
            return {"enum": list(spec.words)}
        case Flag():
            return {"type": "boolean"}
        case Count():
            return {"type": "integer", "minimum": spec.minimum, "maximum": spec.maximum}
        case ListOf():
            items = json_schema_of(spec.element)
            return {"type": "array", "items": items, "minItems": spec.least}
        case MapOf():
            return {
                "type": "object",
                "propertyNames": {"pattern": spec.key.pattern},
                "additionalProperties": json_schema_of(spec.value),
            }
        case Table():
            return _table_schema(spec)
        case Variants():
            return {"oneOf": [_table_schema(table) for table in spec.tables.values()]}


def _table_schema(spec: Table) -> dict[str, object]:
    properties: dict[str, object] = {}
    for setting in spec.settings:
        row = {"description": setting.doc, **json_schema_of(setting.spec)}
        if setting.shown is not None:
            row["default"] = setting.shown
        properties[setting.key] = row
    schema: dict[str, object] = {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }
    required = [setting.key for setting in spec.settings if setting.required]
    return schema | ({"required": required} if required else {})
