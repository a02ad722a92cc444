from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from contract_builds import LIMITS, build

from validator.cli.contract import command
from validator.contract import load_contract


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "limits.h").write_text(LIMITS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(command, args, prog_name="contentgate contract")


def test_extract_without_a_recipe(here: Path) -> None:
    build(here)
    result = run(
        "extract", "--name", "sensor-7.11", "--array", "inputs.{1}=sensor.o:*_inputs",
        "--macro", "max_templates=limits.h:MAX_TEMPLATES", "-o", "c.toml",
    )  # fmt: skip
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "c.toml: 3 facts of sensor-7.11\n"
    contract = load_contract("c.toml")
    assert contract.facts == {"inputs": {"file": 9, "ipc": 20}, "max_templates": 64}
    assert sorted(p.name for p in here.iterdir()) == ["c.toml", "limits.h", "sensor.c", "sensor.o"]


def test_extract_with_a_recipe_prints(here: Path) -> None:
    (here / "r.toml").write_text(
        '[contract]\nname = "a"\n[[fact]]\nname = "n"\nheader = "limits.h"\n'
        'macro = "MAX_TEMPLATES"\n'
    )
    result = run("extract", "r.toml")
    assert result.exit_code == 0
    assert "n = 64\n" in result.stdout


REFUSED = {
    (): "give a RECIPE, or --name and at least one of",
    ("none.toml",): "none.toml: cannot read this recipe",
    ("r.toml", "--name", "a"): "exclude one another",
    ("--name", "a"): "give a RECIPE",
    ("--name", "a", "--macro", "n"): "expected FACT=FILE:NAME",
    ("--name", "a", "--macro", "n=limits.h:NONE"): "no macro is called NONE",
    ("--name", "a", "--array", "n=none.o:x"): "cannot read this ELF object",
    ("--name", "", "--macro", "n=limits.h:X"): "--name is not usable",
    ("--name", "a", "--macro", "n=limits.h:MAX_TEMPLATES", "-o", "no/x"): "no/x: cannot write",
}


@pytest.mark.parametrize("args", REFUSED)
def test_extract_refuses_with_status_2(here: Path, args: tuple[str, ...]) -> None:
    result = run("extract", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert REFUSED[args] in result.stderr
    assert result.stderr.startswith("contentgate contract: ")


def test_show(here: Path) -> None:
    (here / "c.toml").write_text(
        "[contract]\nname = 'a-1'\nversion = '1'\ndescription = 'x\\u001b[2J'\n"
        "[facts]\nn = 3\nnames = ['p', 'q']\n[facts.m]\nk = true\n"
        "[evidence]\nn = 'read somewhere'\nm = 'as a table'\n".replace("'x\\u", '"x\\u').replace(
            "[2J'", '[2J"'
        )
    )
    result = run("show", "c.toml")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:2] == ["a-1 (1)", "  x\\x1b[2J"]
    assert lines[2].startswith("  digest sha256:")
    assert lines[3:] == [
        "  n      3         read somewhere",
        "  names  ['p', 'q']  no evidence",
        "  m.k    true      as a table",
    ]
    assert run("show", "none.toml").exit_code == 2


def test_symbols(here: Path) -> None:
    build(here)
    result = run("symbols", "sensor.o", "--kind", "array", "--match", "*_inputs")
    assert result.exit_code == 0
    names = [line.split(" (")[0] for line in result.stdout.splitlines()]
    assert names == ["array      ipc_inputs = 20 ", "array      file_inputs = 9 "]
    result = run("symbols", "limits.h", "--json")
    assert json.loads(result.stdout)["symbols"][0] == {
        "kind": "macro",
        "name": "MAX_TEMPLATES",
        "value": 64,
        "lengths": [],
        "place": "line 3",
        "problem": None,
    }
    assert run("symbols", "limits.h", "--match", "nothing").exit_code == 2
    assert run("symbols", ".").exit_code == 2


@pytest.mark.parametrize("verb", ["extract", "show", "symbols"])
def test_help_has_an_example(verb: str) -> None:
    text = run(verb, "--help").stdout
    assert f"  contentgate contract {verb} " in text
