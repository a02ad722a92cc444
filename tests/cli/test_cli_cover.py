"""`contentgate cover`: transcripts, formats, what fails, hostile names."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from command_line import make_folder, record, run, toy, transcript
from golden_files import check_golden

import validator

ROOT = Path(validator.__file__).parents[1]
VOLATILE = re.compile(r"[0-9a-f]{64}")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = make_folder(tmp_path, monkeypatch)
    (made / "some").mkdir()
    for name, data in (("a", toy(record(0, b""))), ("b", toy(record(1, b"x", limit=1000)))):
        (made / "some" / f"{name}.toy").write_bytes(data)
    return made


def test_transcripts() -> None:
    text = transcript(
        "cover --help",
        "cover -s toy.ksy",
        "cover good.toy",
        "cover -s toy.ksy good.toy",
        "cover -s toy.ksy good.toy some bad.toy cut.toy",
        "cover -s toy.ksy good.toy some --missing",
        "cover -s toy.ksy good.toy some --by-file",
        "cover -s toy.ksy good.toy --fail-under 90 --missing",
        "cover -s toy.ksy good.toy --fail-under 101",
        "cover -s toy.ksy bad.toy",
        "cover -s toy.ksy bad.toy --any --missing",
        "cover -s toy.ksy none.toy",
        "cover -s tyo.ksy good.toy",
        "cover -s toy.ksy good.toy --report pdf=x",
        "cover -s toy.ksy good.toy --report json=x --report html=x",
        "cover -s toy.ksy .cache",
    )
    check_golden("cli/cover.txt", text)


def test_json_is_what_its_schema_says() -> None:
    ran = run("cover", "-s", "toy.ksy", "some", "good.toy", "bad.toy", "--format", "json")
    assert ran.status == 0
    document = json.loads(ran.out)
    schema = json.loads((ROOT / "docs" / "cover.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert [one["file"] for one in document["files"]] == [
        "some/a.toy", "some/b.toy", "good.toy",
    ]  # fmt: skip
    assert [one["file"] for one in document["not_counted"]] == ["bad.toy"]
    total = sum(len(row["classes"]) for row in document["rows"])
    assert total == document["summary"]["all"]["goals"]
    had = sum(one["files"] > 0 for row in document["rows"] for one in row["classes"])
    assert had == document["summary"]["all"]["exercised"]
    assert sum(one["first"] for one in document["files"]) == had


def test_html_needs_nothing_else() -> None:
    ran = run("cover", "-s", "toy.ksy", "some", "--format", "html", "--report", "text=r.txt")
    assert "default-src 'none'" in ran.out
    assert not re.search(r"<script|https?://|src=|url\(", ran.out)
    check_golden("reports/cover.html", VOLATILE.sub("DIGEST", ran.out))
    assert Path("r.txt").read_text(encoding="utf-8").startswith("toy: 2 files\n")


def test_hostile_names_are_escaped(folder: Path) -> None:
    name = "<i>\x1b[31m::error::\u202e.toy"
    (folder / name).write_bytes(toy(record(1)))
    for fmt in ("text", "html"):
        ran = run("cover", "-s", "toy.ksy", name, "--by-file", "--format", fmt)
        assert ran.status == 0
        assert "\x1b" not in ran.out
        assert "\u202e" not in ran.out
    assert "<i>" not in ran.out


def test_color_only_when_asked_for() -> None:
    plain = run("cover", "-s", "toy.ksy", "some").out
    colored = run("cover", "-s", "toy.ksy", "some", "--color", "always").out
    assert "\x1b[" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_what_the_schema_asks_for_can_fail_a_run(folder: Path) -> None:
    text = (folder / "toy.ksy").read_text(encoding="utf-8")
    text = text.replace(
        "        enum: kind\n", "        enum: kind\n        -coverage: [members]\n"
    )
    (folder / "asked.ksy").write_text(text, encoding="utf-8")
    ran = run("cover", "-s", "asked.ksy", "some", "--required")
    assert ran.status == 1
    assert "records[*].kind: block" in ran.out
    assert "FAILED: 1 of 2 that -coverage asks for are missing" in ran.out
    assert run("cover", "-s", "asked.ksy", "some", "good.toy", "--required").status == 0


def test_standard_input_can_be_measured(folder: Path) -> None:
    ran = run("cover", "-s", "toy.ksy", "-", stdin=toy(record(1)))
    assert ran.status == 0
    assert ran.out.startswith("toy: 1 file\n")


def test_completion_knows_the_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_CONTENTGATE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "contentgate cov")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert "cover" in run().out
