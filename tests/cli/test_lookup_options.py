"""--import-path, --opaque, --process and KSPATH, as every verb that takes a schema has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import run, transcript
from golden_files import check_golden

PART = "meta: {id: part}\nseq:\n- {id: n, type: u1}\n"
OUTER = """\
meta:
  id: outer
  ks-opaque-types: true
seq:
  - id: key
    type: u1
  - id: secret
    size: 2
    process: vendor.scramble(key)
    type: pair
  - id: body
    type: blob
types:
  pair:
    seq:
      - id: left
        type: u1
      - id: right
        type: u1
"""
IMPORTER = "meta:\n  id: importer\n  imports: [/part]\nseq:\n- {id: x, type: part}\n"
CONFIG = """\
opaque = { blob = "lib/part.ksy" }
processes = { "vendor.scramble" = "xor" }

[[content]]
files = ["*.bin"]
schema = "outer.ksy"
"""
MAPPED = "--opaque blob=lib/part.ksy --process vendor.scramble=xor"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KSPATH", raising=False)
    monkeypatch.setenv("CONTENTGATE_CACHE", "")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/part.ksy").write_text(PART)
    (tmp_path / "outer.ksy").write_text(OUTER)
    (tmp_path / "importer.ksy").write_text(IMPORTER)
    (tmp_path / "some.bin").write_bytes(bytes([1, 3, 6, 9]))
    (tmp_path / "one.x").write_bytes(b"\5")
    return tmp_path


def test_transcripts() -> None:
    text = transcript(
        "show some.bin -s outer.ksy",
        f"show some.bin -s outer.ksy {MAPPED}",
        "show some.bin -s outer.ksy --opaque blob=lib/part.ksy --process vendor.scramble=none",
        "check some.bin -s outer.ksy --opaque blob=lib/none.ksy --process vendor.scramble=none",
        "check some.bin -s outer.ksy --opaque blob",
        "check some.bin -s outer.ksy --process vendor.scramble=shell",
        f"schema lint outer.ksy {MAPPED}",
        "check one.x -s importer.ksy",
        "check one.x -s importer.ksy --import-path other --import-path lib",
    )
    check_golden("cli/lookup.txt", text)


def test_the_variable_is_asked_after_the_options(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KSPATH", f":{folder / 'nowhere'}:{folder / 'lib'}")
    for verb in ("check", "show"):
        assert run(verb, "one.x", "-s", "importer.ksy").status == 0
    assert run("schema", "lint", "importer.ksy").status == 0
    assert run("explain", "check-failed", "--schema", "importer.ksy").status == 0
    (folder / "mine").mkdir()
    (folder / "mine/part.ksy").write_text(PART.replace("id: n", "id: mine"))
    out = run("show", "one.x", "-s", "importer.ksy", "--import-path", "mine").out
    assert "mine = 5" in out


def test_the_configuration_says_it_too(folder: Path) -> None:
    (folder / "contentgate.toml").write_text(CONFIG)
    assert run("check", "some.bin").status == 0
    assert run("gate").status == 0
    assert "left = 2" in run("show", "some.bin").out
    assert "left = 3" in run("show", "some.bin", "--process", "vendor.scramble=none").out


def test_the_gate_reads_the_variable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '[[content]]\nfiles = ["*.x"]\nschema = "importer.ksy"\n'
    (folder / "contentgate.toml").write_text(text)
    assert run("gate").status == 2
    monkeypatch.setenv("KSPATH", "lib")
    assert run("gate").status == 0


def test_a_wrong_process_of_the_configuration_has_its_place(folder: Path) -> None:
    (folder / "contentgate.toml").write_text(CONFIG.replace('"xor"', '"xor(1, 2)"'))
    ran = run("check", "some.bin")
    assert ran.status == 2
    assert ran.err.startswith("contentgate check: contentgate.toml:2: processes.vendor.scramble:")
    assert "Traceback" not in ran.err
