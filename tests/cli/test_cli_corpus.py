"""`contentgate corpus`: transcripts, what is kept, what is deleted, and what is not."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from command_line import make_folder, record, run, toy, transcript
from golden_files import check_golden

READER = """\
def read(data):
    if data[4] > 1:
        return "many"
    if data[4] == 9:
        raise KeyError("nine")
    if data[:4] != b"TOY!":
        raise ValueError("no")
    return "few"
"""
CONFIG = """\
[consumers.reader]
kind = "python"
target = "reader:read"

[consumers.gone]
kind = "command"
command = ["./not-there", "{file}"]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = make_folder(tmp_path, monkeypatch)
    files = {
        "a": toy(record(1, b"x")), "b": toy(record(1, b"x")), "c": toy(record(1, b"y")),
        "d": toy(record(1, b"x", kind=2), record(2, b"", limit=1000)), "e": toy(),
        "f": toy(record(1, kind=7)), "g": toy(record(1, kind=8)),
    }  # fmt: skip
    (made / "c").mkdir()
    for name, data in files.items():
        (made / "c" / f"{name}.toy").write_bytes(data)
    (made / "contentgate.toml").write_text(CONFIG, encoding="utf-8")
    (made / "reader.py").write_text(READER, encoding="utf-8")
    return made


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_transcripts() -> None:
    text = transcript(
        "corpus --help",
        "corpus stats --help",
        "corpus minimize --help",
        "corpus merge --help",
        "corpus stats c -s toy.ksy",
        "corpus stats c -s toy.ksy --format json",
        "corpus stats none -s toy.ksy",
        "corpus stats .cache -s toy.ksy",
        "corpus stats - -s toy.ksy",
        "corpus minimize c -s toy.ksy",
        "corpus minimize c -s toy.ksy --any",
        "corpus minimize c -s toy.ksy --output small --apply",
        "corpus merge new c -s toy.ksy --dry-run",
        "corpus merge new c -s toy.ksy",
        "corpus merge new c good.toy -s toy.ksy",
        "corpus merge",
    )
    check_golden("cli/corpus.txt", text)


def test_a_consumer_that_is_not_there() -> None:
    unknown = run("corpus", "stats", "c", "-s", "toy.ksy", "--consumer", "raeder")
    assert unknown.status == 2
    assert "did you mean reader?" in unknown.err
    gone = run("corpus", "stats", "c", "-s", "toy.ksy", "--consumer", "gone")
    assert gone.status == 3
    assert "contentgate corpus: consumer gone: no such program" in gone.err


def test_minimizing_keeps_what_is_shown(folder: Path) -> None:
    before = json.loads(run("corpus", "stats", "c", "-s", "toy.ksy", "--format", "json").out)
    ran = run("corpus", "minimize", "c", "-s", "toy.ksy", "--any", "--apply", "--format", "json")
    assert ran.status == 0
    after = json.loads(run("corpus", "stats", "c", "-s", "toy.ksy", "--format", "json").out)
    assert after["features"] == before["features"]
    assert set(after["refused_by"]) == set(before["refused_by"])
    assert after["files"] < before["files"]
    removed = {Path(one["file"]).name for one in json.loads(ran.out)["removed"]}
    assert removed == {"b.toy", "c.toy", "g.toy"}
    assert names(folder / "c").isdisjoint(removed)


def test_what_is_not_valid_is_left_alone(folder: Path) -> None:
    (folder / "c" / "README.md").write_text("what this is\n", encoding="utf-8")
    ran = run("corpus", "minimize", "c", "-s", "toy.ksy", "--apply")
    assert ran.status == 0
    assert "3 files are not valid and left alone" in ran.err
    assert names(folder / "c") == {"README.md", "a.toy", "d.toy", "e.toy", "f.toy", "g.toy"}


def test_without_apply_nothing_is_changed(folder: Path) -> None:
    before = names(folder / "c")
    assert run("corpus", "minimize", "c", "-s", "toy.ksy").status == 0
    assert names(folder / "c") == before


def test_copies_are_named_by_their_content(folder: Path) -> None:
    assert run("corpus", "minimize", "c", "-s", "toy.ksy", "-o", "small").status == 0
    again = run("corpus", "minimize", "small", "-s", "toy.ksy", "--format", "json")
    assert json.loads(again.out)["removed"] == []
    for one in json.loads(again.out)["kept"]:
        assert Path(one["file"]).name == f"{one['sha256'][:12]}.toy"


def test_edges_of_a_consumer_count(folder: Path) -> None:
    """Two files that are alike to the schema are not to a program that tells them apart."""
    (folder / "k").mkdir()
    for number in (3, 30):
        data = toy(*(record(n, b"abc") for n in range(2, 2 + number)))
        (folder / "k" / f"{number}.toy").write_bytes(data)
    source = "def read(data):\n    if data[4] == 30:\n        return 1\n    return 2\n"
    (folder / "reader.py").write_text(source, encoding="utf-8")
    ran = run(
        "corpus", "minimize", "k", "-s", "toy.ksy", "--consumer", "reader", "--format", "json"
    )
    assert ran.status == 0, ran.err
    assert len(json.loads(ran.out)["kept"]) == 2
    stats = run("corpus", "stats", "k", "-s", "toy.ksy", "--consumer", "reader")
    assert "edges" in stats.out
    assert "2  accepted" in stats.out


def test_merging_adds_only_what_is_new(folder: Path) -> None:
    assert run("corpus", "merge", "into", "c", "-s", "toy.ksy").status == 0
    before = names(folder / "into")
    assert run("corpus", "merge", "into", "c", "-s", "toy.ksy").status == 0
    assert names(folder / "into") == before
    assert run("corpus", "merge", "into", "many.toy", "-s", "toy.ksy").status == 0
    assert len(names(folder / "into")) == len(before) + 1


def test_a_folder_that_cannot_be_written_is_told(folder: Path) -> None:
    (folder / "blocked").write_bytes(b"")
    ran = run("corpus", "minimize", "c", "-s", "toy.ksy", "-o", "blocked/small")
    assert ran.status == 2
    assert "cannot write a file of the corpus" in ran.err
    assert sys.exc_info() == (None, None, None)


def test_long_lists_are_cut(folder: Path) -> None:
    for number in range(1100):
        (folder / "c" / f"copy{number:04}.toy").write_bytes((folder / "c" / "a.toy").read_bytes())
    lines = run("corpus", "minimize", "c", "-s", "toy.ksy", "--apply").out.splitlines()
    assert lines[0] == "removed:"
    assert len(lines) == 1 + 50 + 1 + 1 + 1
    assert lines[51] == "  ... 1,052 more, --format json has all"
    assert lines[-1].startswith("3 files kept, ")
    assert "; 1,102 files removed, " in lines[-1]
    assert names(folder / "c") == {"a.toy", "d.toy", "e.toy", "f.toy", "g.toy"}
