"""The tree of attributes: what the reference reader reads, and no error but `DataError`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator import DataError, Schema, Tree, load_schema
from validator.backends.construct import read

pytestmark = pytest.mark.slow  # several seconds for real files

ROOT = Path(__file__).parents[2]
FORMATS = ("channel_file", "hwdb", "intel_microcode", "uefi_dbx")
MAX_FILE = 20_000


@cache
def samples(name: str, kind: str) -> list[Path]:
    found = sorted((ROOT / "corpus" / name / kind).iterdir())
    return [path for path in found if path.suffix != ".expect" and path.stat().st_size < MAX_FILE]


@cache
def schema_of(name: str) -> Schema:
    return load_schema(ROOT / "schemas" / f"{name}.ksy")


def agree(value: Any, wanted: Any) -> bool:
    """Whether what a tree gives is what the reference read."""
    if isinstance(wanted, dict):
        assert isinstance(value, Tree)
        return all(agree(getattr(value, name), inner) for name, inner in wanted.items())
    if isinstance(wanted, list):
        return len(value) == len(wanted) and all(map(agree, value, wanted))
    return bool(value == wanted or (value != value and wanted != wanted))


@pytest.mark.parametrize("name", FORMATS)
def test_trees_hold_what_the_reference_reads(name: str) -> None:
    schema = schema_of(name)
    for path in samples(name, "valid"):
        data = path.read_bytes()
        assert agree(schema.parse_file(path), read(schema.program, data).values), path


def ask_everything(tree: Tree, asked: set[int], told: list[DataError]) -> None:
    """Ask every attribute below; errors are told."""
    if id(tree) in asked:
        return
    asked.add(id(tree))
    for name in tree._fields:
        try:
            value = getattr(tree, name)
            tree._span(name)
        except DataError as error:
            told.append(error)
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Tree):
                ask_everything(item, asked, told)


@pytest.mark.parametrize("name", FORMATS)
@given(
    st.integers(0, 1000), st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=4))), st.data()
)
def test_damage_raises_only_errors_of_data(
    name: str, number: int, changes: list[tuple[int, bytes]], draw: st.DataObject
) -> None:
    schema = schema_of(name)
    files = samples(name, "valid") + samples(name, "invalid")
    data = bytearray(files[number % len(files)].read_bytes()[:2000])
    for place, text in changes:
        data[place : place + len(text)] = text
    told: list[DataError] = []
    try:
        tree = schema.parse(data, collect=draw.draw(st.booleans()))
    except DataError as error:
        told.append(error)
        tree = error.tree
    ask_everything(tree, set(), told)
    for error in told:
        assert 0 <= error.offset <= error.offset + error.length <= len(data)
        assert str(error).startswith("<bytes>:0x")
        assert error.schema is not None
