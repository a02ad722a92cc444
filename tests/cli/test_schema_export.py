"""`contentgate schema export` in process."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from command_line import make_folder, record, run, toy, transcript
from golden_files import check_golden

from validator.cli.export import TARGETS


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_folder(tmp_path, monkeypatch)


def test_transcripts() -> None:
    text = transcript(
        "schema export --help",
        "schema export toy.ksy --to markdown",
        "schema export toy.ksy",
        "schema export toy.ksy --to pdf",
        "schema export toy.ksy --to jsn",
        "schema export nowhere.ksy --to json",
        "schema export nowhere --to json",
        "schema export toy.ksy --to json --content good.toy",
        "schema export toy.ksy --to dot --asked max_records=3",
        "schema export toy.ksy --to c-header --content bad.toy",
        "schema export toy.ksy --to c-header --content nowhere.toy",
        "schema export toy.ksy --to c-header --asked max_record=3",
        "schema export toy.ksy --to c-header --asked max_records=x",
        "schema export toy.ksy --to c-header --asked max_records",
        "schema export toy.ksy --to c-header --asked max_records=99999999999999999999",
        "schema export toy.ksy --to c-header --asked max_records.a=1",
        "schema export toy.ksy --to json -o good.toy/under/a/file",
    )
    check_golden("cli/schema_export.txt", text)


@pytest.mark.parametrize("target", TARGETS)
def test_output_is_what_would_be_printed(folder: Path, target: str) -> None:
    printed = run("schema", "export", "toy.ksy", "--to", target)
    written = run("schema", "export", "toy.ksy", "--to", target, "-o", "made/out")
    assert (printed.status, printed.err, written.status, written.all) == (0, "", 0, "")
    assert (folder / "made/out").read_text(encoding="utf-8") == printed.out
    assert os.listdir(folder / "made") == ["out"]
    assert run("schema", "export", "toy.ksy", "--to", target, "-o", "-").out == printed.out


def test_a_wrong_schema_is_told_as_lint_tells_it(folder: Path) -> None:
    (folder / "wrong.ksy").write_text(
        "meta: {id: wrong}\nseq: [{id: a, type: u2}, {id: b, type: x}]\n"
    )
    ran = run("schema", "export", "wrong.ksy", "--to", "html")
    assert (ran.status, ran.out) == (2, "")
    assert "wrong.ksy:2:21: error[missing-endian]" in ran.err
    assert "error[unknown-type]" in ran.err


def test_json_is_json() -> None:
    made = json.loads(run("schema", "export", "toy.ksy", "--to", "json").out)
    assert [kind["name"] for kind in made["types"]] == ["toy", "toy::record"]


def asked(*more: str) -> list[str]:
    ran = run("schema", "export", "toy.ksy", "--to", "c-header", *more)
    assert ran.status == 0
    lines = ran.out.splitlines()
    return [
        text
        for before, line in zip(lines, lines[1:], strict=False)
        if line.startswith("#define TOY_ASKED")
        for text in (before, line)
    ]


def test_demands_of_content_and_of_the_command_line() -> None:
    assert asked() == []
    two = ["/* max_records: good.toy */", "#define TOY_ASKED_MAX_RECORDS 2"]
    many = ["/* max_records: many.toy */", "#define TOY_ASKED_MAX_RECORDS 30"]
    given = ["/* max_records: given on the command line */", "#define TOY_ASKED_MAX_RECORDS 31"]
    assert asked("--content", "good.toy") == two
    assert asked("--content", "many.toy", "--content", "good.toy") == many
    assert asked("--content", "good.toy", "--content", "many.toy") == many
    assert asked("--content", "many.toy", "--asked", "max_records=31") == given
    assert asked("--content", "many.toy", "--asked", "max_records=29") == many


def test_names_of_files_cannot_end_a_comment(folder: Path) -> None:
    name = "x*"
    (folder / name).mkdir()
    path = f"{name}/ int a;"
    (folder / path).write_bytes(toy(record(1)))
    assert asked("--content", path)[0] == "/* max_records: x* / int a; */"


def test_shell_completes_schemas_and_targets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_CONTENTGATE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "contentgate schema export chan")
    monkeypatch.setenv("COMP_CWORD", "3")
    assert "channel_file" in run().out
    monkeypatch.setenv("COMP_WORDS", "contentgate schema export toy.ksy --to c")
    monkeypatch.setenv("COMP_CWORD", "5")
    assert "c-header" in run().out
