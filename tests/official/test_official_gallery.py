"""The official compiler and parser as witnesses of examples/gallery: accepted, and equal values."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from mutants import changed, truncations
from official_compiler import Compiled, WitnessMissing, compile_all, load_parser
from official_relation import meet

from validator.compile import compile_schema
from validator.ir.nodes import Program

GALLERY = Path(__file__).resolve().parents[2] / "examples" / "gallery"
SCHEMAS = sorted(GALLERY.glob("*.ksy"))
FILES = sorted(path for path in (GALLERY / "files").rglob("*") if path.is_file())
SMALL = 4096


@cache
def official() -> dict[str, Compiled]:
    try:
        return {made.schema.stem: made for made in compile_all(SCHEMAS)}
    except WitnessMissing as missing:
        pytest.skip(str(missing))


@cache
def pair(name: str) -> tuple[Program, Any]:
    made = official()[name]
    assert not made.error, made.error
    return compile_schema(str(made.schema)), load_parser(made, name)


@pytest.mark.parametrize("name", [path.stem for path in SCHEMAS])
def test_schema_is_accepted(name: str) -> None:
    assert official()[name].error == ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_values_are_equal(path: Path) -> None:
    program, parser = pair(path.parent.name)
    data = path.read_bytes()
    assert meet(program, parser, data).kind == "equal"
    count = 8 if len(data) <= SMALL else 0
    for damaged in (*truncations(data, count, path.name), *changed(data, count, path.name)):
        outcome = meet(program, parser, damaged)
        assert outcome.kind != "unexplained", f"{len(damaged)} bytes: {outcome.detail}"
