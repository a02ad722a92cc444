"""Field paths as users write them: `instances[1].criteria[20].op`, `instances[id=1042].action`.

Comes in: a path, and values. Goes out: where in the values it leads. It refuses to know what
happens there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

from validator.errors import UsageError

_PART = re.compile(
    r"(?P<name>[a-z_][a-z0-9_]*)|\[(?P<index>-?\d+)\]|\[(?P<key>[a-z_]\w*)=(?P<value>[^\]]+)\]"
)
_MAX_LENGTH = 10_000


@dataclass(frozen=True, slots=True)
class Key:
    """The element whose field has a value, as text."""

    name: str
    value: str


Step = str | int | Key


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in values: what holds it, and name or subscript in it."""

    holder: Any
    key: str | int


def parse_path(text: str) -> tuple[Step, ...]:
    """Split a path into names, subscripts and keys.

    Raises:
        UsageError: it is no path.
    """
    steps: list[Step] = []
    at = 0
    if len(text) > _MAX_LENGTH:
        raise UsageError(f"a path of {len(text)} characters")
    while at < len(text):
        is_name_next = at == 0
        if text[at] == "." and at:
            at, is_name_next = at + 1, True
        found = _PART.match(text, at)
        if found is None or (found["name"] is not None) != is_name_next:
            raise UsageError(
                f"{text}: not a path\n"
                "  expected  names and subscripts such as instances[1].criteria[0].op\n"
                f"  found     {text[at : at + 20] or 'the end'} at character {at + 1}"
            )
        if found["name"] is not None:
            steps.append(found["name"])
        elif found["index"] is not None:
            steps.append(int(found["index"]))
        else:
            steps.append(Key(found["key"], found["value"]))
        at = found.end()
    if not steps:
        raise UsageError("the path is empty\n  expected  a field such as header.version")
    return tuple(steps)


def find_spot(values: Any, text: str, *, is_insert: bool = False) -> Spot:
    """Return the place that a path names.

    Args:
        values: the whole file's.
        text: the path.
        is_insert: the last subscript may be the length of the list.
    Raises:
        UsageError: there is no such place.
    """
    steps = parse_path(text)
    holder = values
    for number, step in enumerate(steps[:-1]):
        holder = _enter(holder, step, text, steps[: number + 1])
    last = steps[-1]
    if isinstance(last, str):
        _check_name(holder, last, text)
        return Spot(holder, last)
    items = _list_of(holder, text)
    index = _index_of(items, last, text)
    if not 0 <= index < len(items) + is_insert:
        raise UsageError(
            f"{text}: no such element\n  expected  a subscript from 0 to "
            f"{len(items) - 1 + is_insert}\n  found     {index}"
        )
    return Spot(holder, index)


def _enter(holder: Any, step: Step, text: str, passed: Sequence[Step]) -> Any:
    if isinstance(step, str):
        _check_name(holder, step, text)
        if step not in holder:
            raise UsageError(f"{text}: {show_steps(passed)} has no value in this file")
        return holder[step]
    items = _list_of(holder, text)
    index = _index_of(items, step, text)
    if not 0 <= index < len(items):
        raise UsageError(
            f"{text}: no element {show_steps(passed)}\n"
            f"  expected  a subscript below {len(items)}\n  found     {index}"
        )
    return items[index]


def _check_name(holder: Any, name: str, text: str) -> None:
    if not isinstance(holder, Mapping):
        what = "a list" if isinstance(holder, list) else "a single value"
        raise UsageError(f"{text}: {name} is asked of {what}")
    names = [key for key in holder if isinstance(key, str) and not key.startswith("_")]
    if name not in holder:
        near = get_close_matches(name, names, 1, 0.7)
        hint = f"\n  hint      did you mean {near[0]}?" if near else ""
        raise UsageError(f"{text}: no field {name}\n  expected  one of {', '.join(names)}{hint}")


def _list_of(holder: Any, text: str) -> list[Any]:
    if isinstance(holder, list):
        return holder
    raise UsageError(f"{text}: a subscript is asked of something that is no list")


def _index_of(items: Sequence[Any], step: Step, text: str) -> int:
    if isinstance(step, int):
        return step + len(items) if step < 0 else step
    assert isinstance(step, Key)
    found = [
        index
        for index, item in enumerate(items)
        if isinstance(item, Mapping) and _is_value(item.get(step.name), step.value)
    ]
    if len(found) == 1:
        return found[0]
    raise UsageError(
        f"{text}: {len(found)} elements have {step.name} {step.value}\n  expected  exactly one"
    )


def _is_value(value: Any, text: str) -> bool:
    number = getattr(value, "intvalue", value)
    if isinstance(number, bytes):
        return number.hex() == text.replace(" ", "").lower()
    return text in (str(number), str(value)) or (isinstance(number, int) and text == hex(number))


def show_steps(steps: Sequence[Step]) -> str:
    """Return the text of a path."""
    text = ""
    for step in steps:
        match step:
            case str():
                text += f".{step}"
            case int():
                text += f"[{step}]"
            case Key():
                text += f"[{step.name}={step.value}]"
    return text.removeprefix(".")


def matches(pattern: str, path: str) -> bool:
    """Whether a path is meant by a pattern: `[*]` is any subscript, `*` any part.

    Args:
        pattern: such as `header.crc32`, `instances[*].criteria_count`, `*`.
        path: a field path.
    """
    escaped = re.sub(r"\[(\*|-?\d+)\]", r"(\1)", pattern)
    return fnmatchcase(re.sub(r"\[(\d+)\]", r"(\1)", path), escaped)
