"""examples/pytest-project as its users run it: it passes, and the old fault is found and named."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[2] / "examples" / "pytest-project"


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cov", *options],
        cwd=folder, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    copy = tmp_path / "project"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    return copy


def test_it_passes(project: Path) -> None:
    done = run(project, "--contentgate-cases=20")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^=+ 7 passed in", done.stdout, re.MULTILINE)


def test_the_old_fault_is_found_named_and_kept(project: Path) -> None:
    reader = project / "alerts" / "reader.py"
    reader.write_text(reader.read_text().replace("COLORS[level - 1]", "COLORS[level]"))
    (kept,) = (project / "corpus" / "regressions").iterdir()
    name, data = kept.name, (kept / "input.bin").read_bytes()
    shutil.rmtree(kept)
    done = run(project, "--contentgate-keep", "-k", "survives")
    assert done.returncode == 1
    assert f"reader: crashed: IndexError in _read, corpus/regressions/{name}" in done.stdout
    assert re.search(r"change    alerts\[0\]\.level \d+ -> 10$", done.stdout, re.MULTILINE)
    assert (kept / "input.bin").read_bytes()[10:11] == data[10:11] == b"\n"
    done = run(project, "corpus")
    assert done.returncode == 1 and f"still failing  {name}" in done.stdout


def test_the_readme_shows_what_is_said(project: Path) -> None:
    (kept,) = (project / "corpus" / "regressions").iterdir()
    assert f"corpus/regressions/{kept.name}\n" in (project / "README.md").read_text()
