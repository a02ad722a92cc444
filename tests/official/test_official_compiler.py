"""The official Kaitai Struct compiler and runtime as outside witnesses of the schemas.

Needs Node.js and the packages of tests/official/package.json, here or in KSC_MODULES.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from official_compiler import Compiled, WitnessMissing, compile_all, load_parser, run_compiler

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = sorted((ROOT / "schemas").glob("*.ksy"))


def compile_official(schema: Path) -> Compiled:
    try:
        (made,) = compile_all([schema])
    except WitnessMissing as missing:
        pytest.skip(str(missing))
    assert not made.error, made.error
    return made


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_schema_is_accepted(schema: Path) -> None:
    assert f"{schema.stem}.py" in compile_official(schema).files


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_valid_files_are_read(schema: Path) -> None:
    parser = load_parser(compile_official(schema), schema.stem)
    files = sorted((ROOT / "corpus" / schema.stem / "valid").iterdir())
    assert files
    for path in files:
        assert parser.from_bytes(path.read_bytes()) is not None


def test_compiler_refuses_a_wrong_schema(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.ksy"
    wrong.write_text("meta:\n  id: wrong\nseq:\n  - id: a\n    type: nowhere\n")
    assert compile_official(SCHEMAS[0])
    done = run_compiler(str(wrong))
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert done.stdout == ""
