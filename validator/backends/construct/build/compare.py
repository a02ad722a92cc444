"""Comparing what was built with what reading gives."""

from __future__ import annotations

from typing import Any

from validator.backends.construct.build.canvas import Canvas
from validator.backends.construct.build.given import show_value
from validator.backends.construct.values import Obj, Partial, State
from validator.ir.nodes import Field, FieldKind, RepeatKind


def first_difference(
    wanted: Any, found: Any, path: str, skipped: set[tuple[int, int]] | None = None
) -> tuple[str, str] | None:
    """Return path and description of the first value that differs, None when all agree.

    Args:
        wanted: an object that was built, or a value of it.
        found: what reading gave.
        path: field path of both.
        skipped: (id of an object, slot) of instances that are not compared.
    """
    match wanted:
        case Obj():
            if not isinstance(found, Obj):
                return path, f"reading gives {show_value(found)}, not an object"
            return _objects(wanted, found, path, skipped)
        case list():
            return _lists(wanted, found, path, skipped)
    if isinstance(found, State | Partial | Obj | list) or not _is_equal(wanted, found):
        return path, f"reading gives {_show(found)}, not {_show(wanted)}"
    return None


def _show(value: Any) -> str:
    match value:
        case Obj():
            return "an object"
        case Partial() | list():
            return "a list"
        case State():
            return "nothing"
    return show_value(value)


def _is_equal(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, float) and wanted != wanted:  # noqa: PLR0124 - NaN
        return isinstance(found, float) and found != found  # noqa: PLR0124 - NaN
    return bool(wanted == found)


def _objects(
    wanted: Obj, found: Obj, path: str, skipped: set[tuple[int, int]] | None
) -> tuple[str, str] | None:
    for slot, field in enumerate(wanted.plan.fields):
        if field.kind in (FieldKind.PARAM, FieldKind.VALUE):
            continue
        if skipped and (id(wanted), slot) in skipped:
            continue
        value = wanted.slots[slot]
        if isinstance(value, State) or (isinstance(value, list) and _is_left_out(wanted, field.id)):
            continue
        there = found.slots[slot]
        if there is None and isinstance(value, list) and not value:
            continue  # the condition counts the elements
        if _may_grow(wanted, field) and isinstance(value, list) and isinstance(there, list):
            there = there[: len(value)]
        difference = first_difference(value, there, f"{path}.{field.id}".lstrip("."), skipped)
        if difference is not None:
            return difference
    return None


def _may_grow(obj: Obj, field: Field) -> bool:
    """Whether the field lists a whole stream, in which instances found a place at the end."""
    if field.repeat is None or field.repeat.kind is not RepeatKind.EOS:
        return False
    return isinstance(obj.window, Canvas) and obj.window.state.has_chosen


def _is_left_out(obj: Obj, name: str) -> bool:
    return obj.draft is not None and name not in obj.draft.given


def _lists(
    wanted: list[Any], found: Any, path: str, skipped: set[tuple[int, int]] | None
) -> tuple[str, str] | None:
    if not isinstance(found, list) or len(found) != len(wanted):
        there = f"{len(found)} elements" if isinstance(found, list) else _show(found)
        return path, f"reading gives {there}, not {len(wanted)}"
    for index, pair in enumerate(zip(wanted, found, strict=True)):
        difference = first_difference(*pair, f"{path}[{index}]", skipped)
        if difference is not None:
            return difference
    return None
