"""Edits of a file: fields are set, elements deleted and inserted, what follows is repaired.

All paths name the file as it was before, so the order of edits means nothing. Bytes that no
edit touches stay as they are, those of no field included.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from validator.backends.construct.build import BuildOptions, Built, build
from validator.backends.construct.emit import compile_construct
from validator.backends.construct.tree import source_of
from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.ir.nodes import FieldKind, Program
from validator.mutate.paths import Spot, find_spot, is_any
from validator.mutate.short import show_short


@dataclass(frozen=True, slots=True)
class Change:
    """One edit.

    Attributes:
        verb: `set`, `delete` or `insert` (before the element that the path names).
        path: field path.
        value: what to set or insert; the value at `source` when that is not "".
        source: path of a value that is copied.
    """

    verb: str
    path: str
    value: Any = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """The file after its edits; derived fields that were repaired, by path, old and new."""

    data: bytes
    repairs: tuple[tuple[str, Any, Any], ...]


def edit_bytes(
    program: Program, data: bytes, changes: Sequence[Change], keeps: Sequence[str] = ()
) -> Changed:
    """Edit a file, and repair the derived fields that this breaks.

    Args:
        program: the compiled schema.
        data: the file; it has to be readable to its end, though not valid.
        changes: edits; their paths name the file as it is.
        keeps: patterns of derived fields that are left as they are, or as set.
    Returns:
        The new file, and what was repaired.
    Raises:
        UsageError: a path leads nowhere, or a derived field was set and would be repaired.
        construct.ConstructError: the file cannot be read, or the edited one not be built
            (`BuildFault`).
    """
    schema = compile_construct(program)
    values = schema.parse(data)
    spots = change_values(values, changes)
    _refuse_computed(spots, changes)
    options = BuildOptions(keeps=is_any(keeps) if keeps else None, repairs_only=True)
    built = build(schema, values, options)
    _refuse_undone(built, spots, changes)
    return Changed(built.data, tuple((r.path, r.given, r.value) for r in built.repairs))


def _refuse_computed(spots: Sequence[Spot], changes: Sequence[Change]) -> None:
    """Refuse to change what takes no bytes: it would change nothing."""
    for spot, change in zip(spots, changes, strict=True):
        source = source_of(spot.owner)
        fields = source.plan.fields if source is not None else ()
        if any(f.id == spot.name and f.kind in (FieldKind.VALUE, FieldKind.PARAM) for f in fields):
            raise UsageError(
                f"{change.path} is computed: it stands nowhere in the file\n"
                "  expected  a field that it is computed from"
            )


def _refuse_undone(built: Built, spots: Sequence[Spot], changes: Sequence[Change]) -> None:
    """Refuse to set what is derived: the repair would undo it without a word."""
    repaired = {(id(repair.holder), repair.name): repair for repair in built.repairs}
    for spot, change in zip(spots, changes, strict=True):
        is_set = change.verb == "set"
        repair = repaired.get((id(spot.holder), str(spot.key))) if is_set else None
        if repair is not None:
            raise UsageError(
                f"{change.path}: cannot be set, it follows from the schema and the rest of the"
                " file\n"
                f"  expected  {show_short(repair.value)}\n"
                f"  found     {show_short(repair.given)}\n"
                f"  hint      --no-repair '{change.path}' leaves it as set"
            )


def change_values(values: Any, changes: Sequence[Change]) -> list[Spot]:
    """Apply edits to values in place.

    Args:
        values: what reading gave, or plain values; modified.
        changes: edits; all paths are looked up before the first is applied.
    Returns:
        Where each change took place.
    Raises:
        UsageError: a path leads nowhere, or two edits concern one place.
    """
    spots = [
        (find_spot(values, change.path, is_insert=change.verb == "insert"), change)
        for change in changes
    ]
    fresh = [_value(values, change) for change in changes]
    _refuse_twice(spots)
    lists: dict[int, tuple[list[Any], list[tuple[int, int, str, Any]]]] = {}
    for number, ((spot, change), value) in enumerate(zip(spots, fresh, strict=True)):
        if isinstance(spot.holder, list) and isinstance(spot.key, int):
            ops = lists.setdefault(id(spot.holder), (spot.holder, []))[1]
            ops.append((spot.key, number, change.verb, value))
        elif change.verb == "insert":
            raise UsageError(
                f"{change.path}: only elements of lists can be inserted\n"
                "  expected  a path that ends with a subscript, such as instances[2]"
            )
        else:
            spot.holder[spot.key] = value if change.verb == "set" else None
    for items, ops in lists.values():
        _change_list(items, ops)
    return [spot for spot, _ in spots]


def _value(values: Any, change: Change) -> Any:
    if not change.source:
        return change.value
    spot = find_spot(values, change.source)
    return copy.deepcopy(spot.holder[spot.key])


def _refuse_twice(spots: Sequence[tuple[Spot, Change]]) -> None:
    """Refuse edits that would undo one another: of one place, or inside of what goes."""
    gone: dict[tuple[int, str | int], Change] = {}
    for spot, change in spots:
        if change.verb == "insert":
            continue
        other = gone.setdefault(spot.place, change)
        if other is not change:
            raise UsageError(f"two edits of one place: {other.path} and {change.path}")
    for spot, change in spots:
        outer = next((gone[place] for place in spot.passed if place in gone), None)
        if outer is not None:
            what = "deleted" if outer.verb == "delete" else "replaced"
            raise UsageError(f"{change.path}: {outer.path}, around it, is {what} as a whole")


def _change_list(items: list[Any], ops: list[tuple[int, int, str, Any]]) -> None:
    """Apply edits of one list, whose subscripts all mean the list as it is."""
    inserted: dict[int, list[Any]] = {}
    deleted = set()
    for index, _, verb, value in sorted(ops, key=lambda op: op[:2]):
        match verb:
            case "insert":
                inserted.setdefault(index, []).append(value)
            case "delete":
                deleted.add(index)
            case _:
                items[index] = value
    result: list[Any] = []
    for index in range(len(items) + 1):
        result += inserted.get(index, [])
        if index < len(items) and index not in deleted:
            result.append(items[index])
    items[:] = result
