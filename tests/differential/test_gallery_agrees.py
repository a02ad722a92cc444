"""The readers say the same about examples/gallery: real files, and damaged ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from mutants import changed, truncations
from readers import by_construct, by_python

from validator.check.fast import accepts
from validator.compile import compile_schema
from validator.ir.nodes import Program

GALLERY = Path(__file__).resolve().parents[2] / "examples" / "gallery"
FILES = sorted(path for path in (GALLERY / "files").rglob("*") if path.is_file())
SMALL = 4096


@cache
def program_of(name: str) -> Program:
    return compile_schema(str(GALLERY / f"{name}.ksy"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_readers_agree(path: Path) -> None:
    program, data = program_of(path.parent.name), path.read_bytes()
    count = 20 if len(data) <= SMALL else 4
    assert by_construct(program, data).accepted
    assert accepts(program, data, ())
    for copy in (data, *truncations(data, count, path.name), *changed(data, count, path.name)):
        reference, generated = by_construct(program, copy), by_python(program, copy)
        assert (generated.accepted, generated.first) == (reference.accepted, reference.first)
        if reference.accepted:
            assert generated.values == reference.values
        if accepts(program, copy, ()):
            assert reference.accepted
