"""`contentgate schema lint` in process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import make_folder, run, transcript
from golden_files import check_golden

WRONG = """\
meta:
  id: wrong
  endian: le
seq:
  - id: len
    type: u2
  - id: body
    size: lenn
  - id: kind
    type: u1
    enum: kinds
  - id: flag
    type: u1
    valid: "'text'"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = make_folder(tmp_path, monkeypatch)
    (folder / "wrong.ksy").write_text(WRONG)
    return folder


def test_transcripts() -> None:
    text = transcript(
        "schema lint toy.ksy packed.ksy",
        "schema lint wrong.ksy toy.ksy",
        "schema lint wrong.ksy --format concise",
        "schema lint nowhere.ksy",
        "schema lint nowhere",
        "schema lnt toy.ksy",
    )
    check_golden("cli/schema_lint.txt", text)


def test_every_error_is_told_at_once() -> None:
    ran = run("schema", "lint", "wrong.ksy", "--format", "json")
    found = json.loads(ran.out)["findings"]
    assert ran.status == 1
    assert [(f["schema"]["line"], f["rule"]) for f in found] == [
        (8, "unknown-name"), (11, "unknown-enum"), (14, "type-mismatch"),
    ]  # fmt: skip


def test_folders_are_searched_for_schemas(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub/other.ksy").write_bytes((folder / "toy.ksy").read_bytes())
    (folder / "sub/readme.md").write_text("no schema")
    ran = run("schema", "lint", ".", "--format", "json")
    files = json.loads(ran.out)["meta"]["files"]
    assert [(f["file"], f["ok"]) for f in files] == [
        ("./packed.ksy", True), ("./toy.ksy", True), ("./wrong.ksy", False),
        ("./sub/other.ksy", True),
    ]  # fmt: skip


def test_no_schema_is_inconclusive(folder: Path) -> None:
    (folder / "empty").mkdir()
    ran = run("schema", "lint", "empty")
    assert ran.status == 3
    assert "no schema was found" in ran.out


def test_an_error_of_an_imported_file_is_told_once(folder: Path) -> None:
    (folder / "part.ksy").write_text("meta:\n  id: part\nseq:\n  - id: a\n    type: u2\n")
    for name in ("one", "two"):
        (folder / f"{name}.ksy").write_text(
            f"meta:\n  id: {name}\n  imports: [part]\nseq:\n  - id: a\n    type: part\n"
        )
    ran = run("schema", "lint", "one.ksy", "two.ksy")
    assert ran.status == 1
    assert ran.out.count("error[missing-endian]") == 1
    assert "(2 refused)" in ran.out


def test_shipped_schemas_are_right() -> None:
    ran = run("schema", "lint", "uefi_dbx", "channel_file", "hwdb")
    assert ran.status == 0
    assert "ACCEPTED: no findings in 3 files" in ran.out


def test_reports() -> None:
    ran = run("schema", "lint", "wrong.ksy", "--report", "sarif=lint.sarif")
    assert ran.status == 1
    result = json.loads(Path("lint.sarif").read_text())["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 8
