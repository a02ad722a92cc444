"""The official Kaitai Struct compiler and runtime as outside witnesses of the schemas.

Needs Node.js and the packages of tests/official/package.json, here or in KSC_MODULES.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
SCHEMAS = sorted((ROOT / "schemas").glob("*.ksy"))
MISSING = 2


def compile_official(schema: Path) -> dict[str, str]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    done = subprocess.run(
        [node, str(HERE / "compile.cjs"), str(schema)],
        capture_output=True, text=True, timeout=120, check=False, env=dict(os.environ),
    )  # fmt: skip
    if done.returncode == MISSING:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    files: dict[str, str] = json.loads(done.stdout)
    return files


def load(schema: Path) -> Any:
    """Return the top class of the official parser."""
    files = compile_official(schema)
    module = ModuleType(schema.stem)
    exec(compile(files[f"{schema.stem}.py"], f"{schema.stem}.py", "exec"), module.__dict__)
    return getattr(module, "".join(part.title() for part in schema.stem.split("_")))


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_schema_is_accepted(schema: Path) -> None:
    assert f"{schema.stem}.py" in compile_official(schema)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_valid_files_are_read(schema: Path) -> None:
    pytest.importorskip("kaitaistruct")
    parser = load(schema)
    files = sorted((ROOT / "corpus" / schema.stem / "valid").iterdir())
    assert files
    for path in files:
        assert parser.from_bytes(path.read_bytes()) is not None


def test_compiler_refuses_a_wrong_schema(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.ksy"
    wrong.write_text("meta:\n  id: wrong\nseq:\n  - id: a\n    type: nowhere\n")
    assert compile_official(SCHEMAS[0])
    node = shutil.which("node") or ""
    done = subprocess.run(
        [node, str(HERE / "compile.cjs"), str(wrong)],
        capture_output=True, text=True, timeout=120, check=False, env=dict(os.environ),
    )  # fmt: skip
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert done.stdout == ""
