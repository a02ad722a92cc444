"""`contentgate gate` as a user runs it: exit statuses, streams, reports, refusals."""

import json
from pathlib import Path

import pytest
from cli.command_line import Ran, run

SCHEMA = """
meta: {id: pair, endian: le}
-contract:
  most: {type: int}
-checks:
  - id: count-exceeds-contract
    expr: count <= contract.most
    message: "{count} items"
    at: count
  - id: odd-count
    expr: count % 2 == 0
    severity: warning
seq:
  - {id: magic, contents: PAIR}
  - {id: count, type: u1}
"""
CONFIG = """
[[content]]
files = ["out/*.pair"]
schema = "pair.ksy"
contracts = ["*.contract"]
consumers = ["reader"]
[consumers.reader]
kind = "command"
command = ["true", "{file}"]
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "pair.ksy").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "contentgate.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "a.contract").write_text(
        '[contract]\nname = "reader-1"\n[facts]\nmost = 4\n', encoding="utf-8"
    )
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "good.pair").write_bytes(b"PAIR\x02")
    return tmp_path


def gate(*arguments: str) -> Ran:
    return run("gate", *arguments)


def test_ship(root: Path) -> None:
    result = gate()
    assert result.status == 0
    assert result.out.startswith("ok       out/good.pair  (5 bytes, sha256 ")
    assert "reader: accepted)\n\nSHIP: no findings in 1 file\n" in result.out
    assert result.err == ""


def test_no_ship(root: Path) -> None:
    (root / "out" / "bad.pair").write_bytes(b"PAIR\x05")
    result = gate()
    assert result.status == 1
    assert "refused  out/bad.pair" in result.out
    assert "out/bad.pair:0x4+1: error[count-exceeds-contract] count: 5 items" in result.out
    assert "reader-1" in result.out
    assert "\nNO SHIP: 1 error, 1 warning in 2 files (1 refused)\n" in result.out


@pytest.mark.parametrize(
    "damage",
    [
        lambda root: (root / "out" / "good.pair").unlink(),
        lambda root: (root / "a.contract").unlink(),
        lambda root: (root / "contentgate.toml").write_text(CONFIG.replace('"true"', '"tru"')),
    ],
    ids=["no-file", "no-contract", "no-consumer"],
)
def test_inconclusive(root: Path, damage: object) -> None:
    assert callable(damage)
    damage(root)
    result = gate()
    assert result.status == 3
    assert "INCONCLUSIVE: no findings" in result.out


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("contentgate.toml", "[gat]\n", "contentgate.toml:1: gat: unknown key"),
        ("contentgate.toml", "[gate]\nreports = {sarf = 'x'}\n", "did you mean sarif?"),
        ("pair.ksy", SCHEMA.replace("count %", "cout %"), "pair.ksy:"),
        ("pair.ksy", "", "pair.ksy"),
        ("a.contract", "[contract]\nname = 'x'\n[facts]\nmos = 4\n", "most: expected int"),
        ("a.contract", "[contract", "a.contract"),
    ],
)
def test_what_the_user_wrote_wrong_is_status_2(
    root: Path, name: str, text: str, expected: str
) -> None:
    (root / name).write_text(text, encoding="utf-8")
    result = gate()
    assert result.status == 2
    assert result.out == ""
    assert expected in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.pair"],
        ["--config", "none.toml"],
        ["--format", "txt"],
        ["--report", "sarif"],
        ["--report", "sarif=-"],
        ["--report", "pdf=x.pdf"],
        ["--report", "json=pair.ksy/x.json"],
        ["--no-such-option"],
    ],
)
def test_wrong_usage_is_status_2(root: Path, arguments: list[str]) -> None:
    result = gate(*arguments)
    assert result.status == 2
    assert result.err != ""


def test_no_configuration_is_status_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = gate()
    assert result.status == 2
    assert "no configuration found" in result.err


def test_reports(root: Path) -> None:
    (root / "contentgate.toml").write_text(
        CONFIG + "[gate]\nreports = { sarif = 'reports/out.sarif' }\n", encoding="utf-8"
    )
    (root / "out" / "bad.pair").write_bytes(b"PAIR\x06")
    result = gate("--report", "json=a.json", "--report", "junit=b.xml", "--format", "jsonl")
    assert result.status == 1
    assert all(json.loads(line) for line in result.out.splitlines())
    assert "NO SHIP" in result.err
    rules = [
        r["ruleId"]
        for r in json.loads((root / "reports/out.sarif").read_text())["runs"][0]["results"]
    ]
    assert rules == ["count-exceeds-contract"]
    assert json.loads((root / "a.json").read_text())
    assert (root / "b.xml").read_text().startswith("<?xml")


def test_color_only_when_asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in gate().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in gate().out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in gate().out


def test_names_cannot_speak_to_the_terminal(root: Path) -> None:
    (root / "out" / "\x1b[2J::error::.pair").write_bytes(b"BAD")
    with open(bytes(root) + b"/out/caf\xe9.pair", "wb") as file:
        file.write(b"PAIR\x02")
    result = gate()
    assert result.status == 1
    assert "\x1b" not in result.out
    assert r"out/caf\xe9.pair" in result.out
