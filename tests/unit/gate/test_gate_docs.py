"""docs/gate.md: its files are written, its commands run, its output compared."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from validator.gate.settings import settings_reference

DOC = (Path(__file__).parents[3] / "docs" / "gate.md").read_text(encoding="utf-8")
_FILE = re.compile(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", re.S)
_CONSOLE = re.compile(r"```console\n(.*?)```", re.S)
UNCUT = "  note      engine: the network could not be cut off\n"
"""Printed where the kernel does not permit it; the page shows a machine where it does."""


def console_steps() -> list[tuple[str, str]]:
    """Commands with the output that the page shows."""
    steps: list[tuple[str, str]] = []
    for block in _CONSOLE.findall(DOC):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            steps.append((command, output))
    return steps


def run_steps(folder: Path) -> list[tuple[str, str]]:
    """Run the page's commands in one shell session's manner; (command, standard output)."""
    for name, text in _FILE.findall(DOC):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    wrapper = folder.parent / "bin" / "contentgate"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\nexec {sys.executable} -m validator "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    path = f"{wrapper.parent}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}"
    results, status = [], 0
    for command, _ in console_steps():
        done = subprocess.run(
            ["/bin/sh", "-c", f"(exit {status}); {command}"],
            cwd=folder,
            env={**os.environ, "PATH": path + os.environ["PATH"], "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        status = done.returncode
        results.append((command, done.stdout.replace(UNCUT, "")))
    return results


@pytest.mark.skipif(shutil.which("python3") is None, reason="the example's engine is python3")
def test_the_example_does_what_the_page_says(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    assert run_steps(folder) == console_steps()


def test_the_table_of_settings_is_the_generated_one() -> None:
    assert settings_reference() in DOC
