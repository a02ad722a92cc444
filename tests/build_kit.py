"""Schemas from text, and values as users give them to a build: plain, derived fields left out."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import construct

from validator.backends.construct.values import Obj, State
from validator.check.schema import Schema, load_schema
from validator.compile import compile_schema
from validator.ir.equations import derived_fields
from validator.ir.nodes import FieldKind, Program

HEAD = "meta: {id: made, endian: le, encoding: ASCII}\n"


@cache
def program_of(text: str) -> Program:
    """Compile the text of a schema; little-endian and ASCII unless it has a `meta` of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.ksy"
        path.write_text(text if text.lstrip().startswith("meta:") else HEAD + text)
        return compile_schema(str(path))


@cache
def schema_of(text: str) -> Schema:
    return Schema(program_of(text), "made.ksy")


@cache
def schema_at(path: str) -> Schema:
    return load_schema(path)


def refusal_of(schema: Schema, values: Any) -> str:
    """Build values that cannot be built, and return `PATH: headline`."""
    from validator.backends.construct.build import BuildFault

    try:
        built = schema.construct().build(values)
    except BuildFault as fault:
        return f"{fault.where}: {fault.headline}"
    raise AssertionError(f"it was built: {built.hex(' ')}")


def plain_of(program: Program, record: Any, *, keeps_derived: bool = True) -> Any:
    """Return what parsing gave as dicts, lists and scalars; no parameter, no computed field.

    Args:
        keeps_derived: without it, the fields that nobody has to set are left out.
    """
    left_out = frozenset() if keeps_derived else derived_fields(program)
    return _plain(record._source, left_out)


def _plain(value: Any, left_out: frozenset[int]) -> Any:
    match value:
        case Obj():
            return {
                field.id: _plain(value.slots[slot], left_out)
                for slot, field in enumerate(value.plan.fields)
                if field.kind in (FieldKind.SEQ, FieldKind.INSTANCE)
                and field.number not in left_out
                and not isinstance(value.slots[slot], State)
            }
        case list():
            return [_plain(item, left_out) for item in value]
    return value


def agrees(wanted: Any, found: Any) -> bool:
    """Whether all that was wanted is in what was read; NaN is NaN."""
    match wanted:
        case dict():
            return all(agrees(value, found[key]) for key, value in wanted.items())
        case list():
            if not wanted and found is None:
                return True  # absent, because a condition counts the elements
            return len(wanted) == len(found) and all(map(agrees, wanted, found))
        case float() if wanted != wanted:  # noqa: PLR0124 - NaN
            return found != found  # noqa: PLR0124 - NaN
    if isinstance(wanted, str) and isinstance(found, construct.EnumIntegerString):
        return wanted.rpartition("::")[2] == str(found)
    if isinstance(wanted, int) and isinstance(found, construct.EnumIntegerString):
        return wanted == int(found)
    return bool(wanted == found)


def assert_round_trip(schema: Schema, values: Any) -> bytes:
    """Build values, read them again, and return the file."""
    made = schema.construct().build(values)
    found = schema.construct().parse(made)
    assert agrees(values, found), (values, found)
    assert schema.construct().build(found) == made
    return made
