"""Every export of the shipped schemas, as golden text."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from golden_files import check_golden

from validator.cli.export import TARGETS, render
from validator.compile import compile_schema

SCHEMAS = sorted((Path(__file__).parent.parent / "schemas").glob("*.ksy"))
SUFFIXES = {"json": "json", "markdown": "md", "html": "html", "dot": "dot", "c-header": "h"}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_export(path: Path, target: str) -> None:
    program = compile_schema(str(path))
    check_golden(f"export/{path.stem}.{SUFFIXES[target]}", render(program, target))


@pytest.mark.parametrize("target", TARGETS)
def test_an_export_says_nothing_of_the_machine(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = render(compile_schema(str(SCHEMAS[0])), target)
    shutil.copy(SCHEMAS[0], tmp_path)
    monkeypatch.chdir(tmp_path)
    assert render(compile_schema(SCHEMAS[0].name), target) == expected
    assert str(tmp_path) not in expected
    assert os.fspath(SCHEMAS[0].parent) not in expected
