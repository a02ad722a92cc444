"""Field paths as users write them: `instances[1].criteria[20].op`, `instances[id=1042].action`.

Comes in: a path, and values. Goes out: where in the values it leads. It refuses to know what
happens there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

from validator.dataclass import dataclass
from validator.errors import UsageError

_PART = re.compile(
    r"(?P<name>[a-z_][a-z0-9_]*)|\[(?P<index>-?\d+)\]|\[(?P<key>[a-z_]\w*)=(?P<value>[^\]]+)\]"
)
_MAX_LENGTH = 10_000
_MAX_SHOWN = 20
_MAX_TEXT = 60


@dataclass(frozen=True, slots=True)
class Key:
    """The element whose field has a value, as text."""

    name: str
    value: str


Step = str | int | Key


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in values.

    Attributes:
        holder, key: what holds it, and name or subscript in it.
        owner, name: the last mapping on the way, and the field of it that leads there.
        passed: every (id of a holder, key) on the way, the place itself excluded.
    """

    holder: Any
    key: str | int
    owner: Any = None
    name: str = ""
    passed: tuple[tuple[int, str | int], ...] = ()

    @property
    def place(self) -> tuple[int, str | int]:
        """Identity of the place, the same whatever path led there."""
        return id(self.holder), self.key


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
    holder = owner = values
    name = ""
    passed: list[tuple[int, str | int]] = []
    for number, step in enumerate(steps):
        is_last = number == len(steps) - 1
        if isinstance(step, str):
            _check_name(holder, step, text)
            key: str | int = step
            owner, name = holder, step
        else:
            items = _list_of(holder, show_steps(steps[:number]), text)
            key = _index_of(items, step, text)
            room = len(items) + (is_insert and is_last)
            if not 0 <= key < room:
                raise _no_element(show_steps(steps[: number + 1]), step, room, text)
        if is_last:
            return Spot(holder, key, owner, name, tuple(passed))
        passed.append((id(holder), key))
        holder = holder[key]
        if holder is None:
            raise UsageError(f"{text}: {show_steps(steps[: number + 1])} has no value in this file")
    raise AssertionError("a path has steps")


def _no_element(path: str, step: Step, room: int, text: str) -> UsageError:
    expected = f"a subscript from 0 to {room - 1}" if room else "nothing: the list is empty"
    where = text if path == text else f"{text}: {path}"
    return UsageError(
        f"{where}: no such element\n  expected  {expected}\n  found     {show_steps([step])[1:-1]}"
    )


def _check_name(holder: Any, name: str, text: str) -> None:
    if not isinstance(holder, Mapping):
        what = "a list" if isinstance(holder, list) else "a single value"
        raise UsageError(f"{text}: {name} is asked of {what}")
    names = [key for key in holder if isinstance(key, str) and not key.startswith("_")]
    if name not in holder:
        near = get_close_matches(name, names, 1, 0.7)
        hint = f"\n  hint      did you mean {near[0]}?" if near else ""
        expected = _some(names) if names else "nothing: there are no fields"
        raise UsageError(f"{text}: no field {name}\n  expected  {expected}{hint}")


def _some(names: Sequence[str]) -> str:
    """Return words to choose from, not more than a reader would look at."""
    shown = ", ".join(names[:_MAX_SHOWN])
    left = len(names) - _MAX_SHOWN
    return f"one of {shown}" + (f" and {left} more" if left > 0 else "")


def _list_of(holder: Any, path: str, text: str) -> list[Any]:
    if isinstance(holder, list):
        return holder
    raise UsageError(f"{text}: {path} is no list, so it has no subscripts")


def _index_of(items: Sequence[Any], step: Step, text: str) -> int:
    if isinstance(step, int):
        return step + len(items) if step < 0 else step
    assert isinstance(step, Key)
    values = [item.get(step.name) for item in items if isinstance(item, Mapping)]
    found = [
        index
        for index, item in enumerate(items)
        if isinstance(item, Mapping) and _is_value(item.get(step.name), step.value)
    ]
    if len(found) == 1:
        return found[0]
    count = f"{len(found)} elements have" if found else "no element has"
    expected = "one element of that value"
    if not found and any(value is not None for value in values):
        seen = [_shown(value) for value in values if not isinstance(value, Mapping | list)]
        expected = _some([text for text in dict.fromkeys(seen) if text])
    raise UsageError(f"{text}: {count} {step.name} {step.value}\n  expected  {expected}")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    text = value.hex() if isinstance(value, bytes) else str(value)
    return text if len(text) <= _MAX_TEXT else text[:_MAX_TEXT] + "..."


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


def is_any(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Return whether a path is meant by one of the patterns, as a function.

    Args:
        patterns: as `matches` takes them.
    """
    return lambda path: any(matches(pattern, path) for pattern in patterns)
