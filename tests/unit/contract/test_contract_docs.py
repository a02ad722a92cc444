"""The worked example of docs/contracts.md, run as it stands."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from contract_builds import compiler

from validator.cli.contract import command
from validator.contract.load import load_contract

DOCS = Path(__file__).parents[3] / "docs" / "contracts.md"
_FILE = re.compile(r"`([\w.-]+)`:\n\n```\w+\n(.*?)```", re.S)
_CONSOLE = re.compile(r"```console\n(.*?)```", re.S)
# places inside an object differ between compilers
_PLACES = re.compile(r"DIE 0x[0-9a-f]+|\.rodata\S*\+0x[0-9a-f]+|sha256:[0-9a-f]+")


def places(text: str) -> str:
    return _PLACES.sub("PLACE", text)


def run(line: str) -> str:
    words = shlex.split(line)
    if words[0] == "gcc":
        subprocess.run([compiler(), *words[1:]], check=True, timeout=60)
        return ""
    assert words[:2] == ["contentgate", "contract"]
    result = CliRunner().invoke(command, words[2:])
    assert result.exit_code == (2 if "ipc_input" in line else 0)
    return result.output


def test_worked_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = DOCS.read_text().partition("## A worked example")[2].partition("\n## ")[0]
    files = dict(_FILE.findall(text))
    assert set(files) == {"sensor.c", "limits.h", "sensor-7.11.recipe.toml"}
    for name, content in files.items():
        Path(name).write_text(content)
    commands = 0
    for block in _CONSOLE.findall(text):
        for part in block.split("$ ")[1:]:
            line, _, expected = part.partition("\n")
            assert places(run(line)) == places(expected), line
            commands += 1
    assert commands == 6


def test_contract_of_the_reference_loads(tmp_path: Path) -> None:
    text = DOCS.read_text().partition("## The contract file")[2]
    body = text.partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "c.toml").write_text(body)
    contract = load_contract(tmp_path / "c.toml")
    assert contract.facts["sizes"] == {"7": 20, "0x1f": 3}
