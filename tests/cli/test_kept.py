"""Schemas that an earlier run compiled: the same, and none when anything changed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from command_line import make_folder, run

from validator.check import schema as schema_module
from validator.check.schema import load_schema
from validator.cli import kept
from validator.cli.kept import load_kept
from validator.ir.dump import dump_program
from validator.ksy.lookup import Lookup

ROOT = Path(__file__).resolve().parents[2]
IMPORTING = """\
meta:
  id: whole
  imports: [part]
seq:
  - id: one
    type: part
"""
PART = """\
meta:
  id: part
seq:
  - id: n
    type: u1
    valid:
      max: 9
-checks:
  - id: seven
    expr: n != 7
    severity: warning
    message: it is seven
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    work = tmp_path / "work"
    work.mkdir()
    make_folder(work, monkeypatch)
    (work / "whole.ksy").write_text(IMPORTING)
    (work / "part.ksy").write_text(PART)
    monkeypatch.setenv("CONTENTGATE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("validator.cli.remember.tool_files", list)  # it may be worked on
    for path in work.iterdir():
        age(path)
    return work


def age(path: Path) -> None:
    """Make a file look as if it was written a while ago: fresh ones are not kept."""
    then = time.time() - 100
    os.utime(path, (then, then))


def entries(folder: Path) -> list[Path]:
    return sorted((folder.parent / "cache").glob("*.schema"))


def refuse_to_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise AssertionError("compiled")

    monkeypatch.setattr(kept, "load_schema", fail)


@pytest.mark.parametrize("name", ["channel_file", "uefi_dbx"])
def test_a_kept_schema_is_the_one_that_was_compiled(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{name}.ksy"
    (folder / path).write_bytes((ROOT / "schemas" / path).read_bytes())
    age(folder / path)
    compiled = load_kept(path)
    refuse_to_compile(monkeypatch)
    again = load_kept(path)
    assert again.program is not compiled.program
    assert again.program == compiled.program
    assert dump_program(again.program) == dump_program(compiled.program)
    for file in sorted((ROOT / "corpus" / name).rglob("*.*"))[:12]:
        data = file.read_bytes()
        assert again.check_bytes(data) == load_schema(path).check_bytes(data)
        assert again.trace(data).value == compiled.trace(data).value


def test_readers_of_a_kept_schema_are_not_emitted_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from validator.backends import python as emitters
    from validator.backends.python import codes

    load_kept("whole.ksy")
    monkeypatch.setattr(codes, "_kept", {})
    monkeypatch.setattr("validator.check.fast._readers", {})
    monkeypatch.setattr("validator.check.read._readers", {})
    monkeypatch.setattr(emitters, "emit_check_reader", None, raising=False)
    monkeypatch.setattr(emitters, "emit_trace_reader", None, raising=False)
    again = load_kept("whole.ksy")
    assert again.check_bytes(b"\1") == []
    assert [one.path for one in again.check_bytes(b"\xff")] == ["one.n"]


@pytest.mark.parametrize("changed", ["whole.ksy", "part.ksy"])
def test_a_changed_source_is_compiled_again(folder: Path, changed: str) -> None:
    assert len(load_kept("whole.ksy").check_bytes(b"\x0a")) == 1
    (folder / "part.ksy").write_text(PART.replace("max: 9", "max: 99"))
    if changed == "whole.ksy":
        (folder / changed).write_text(IMPORTING.replace("one", "first"))
        (folder / "part.ksy").write_text(PART)
    found = load_kept("whole.ksy").check_bytes(b"\x0a")
    assert [one.path for one in found] == (["first.n"] if changed == "whole.ksy" else [])


def test_a_name_means_another_file_in_another_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_kept("part.ksy").name == "part"
    other = folder / "other"
    other.mkdir()
    (other / "part.ksy").write_text(PART.replace("id: part", "id: else"))
    monkeypatch.chdir(other)
    assert load_kept("part.ksy").name == "else"


def test_entries_that_cannot_be_trusted_are_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_kept("part.ksy")
    (entry,) = entries(folder)
    whole = entry.read_bytes()
    for data in (whole[:-1], whole[:40], b"", whole[:-9] + bytes(9), whole + b"x"):
        entry.write_bytes(data)
        assert load_kept("part.ksy").name == "part"
        assert entry.read_bytes() != data, "an entry that is none is written anew"
    entry.chmod(0o666)
    calls: list[str] = []
    monkeypatch.setattr(
        kept, "load_schema", lambda path, paths: calls.append(path) or load_schema(path, paths)
    )
    load_kept("part.ksy")
    assert calls == ["part.ksy"]


def test_what_files_do_not_tell_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_kept("part.ksy", Lookup(import_paths=("lib",)))
    monkeypatch.setenv("CONTENTGATE_CACHE", "")
    load_kept("part.ksy")
    (folder / "fresh.ksy").write_text(PART)
    monkeypatch.setenv("CONTENTGATE_CACHE", str(folder.parent / "cache"))
    load_kept("fresh.ksy")
    assert entries(folder) == []


def test_a_cache_that_cannot_be_written_is_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTENTGATE_CACHE", "/proc/contentgate")
    assert load_kept("part.ksy").name == "part"


def test_the_oldest_entries_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("validator.cli.remember.MAX_ENTRIES", 2)
    for number in range(4):
        path = folder / f"s{number}.ksy"
        path.write_text(PART.replace("id: part", f"id: s{number}"))
        age(path)
        load_kept(path.name)
    assert len(entries(folder)) == 2


def test_errors_are_told_every_time(folder: Path) -> None:
    path = folder / "wrong.ksy"
    path.write_text("meta:\n  id: wrong\nseq:\n  - id: a\n    type: none_such\n")
    age(path)
    said = [run("generate", "wrong.ksy", "-n", "1", "-o", "out") for _ in range(2)]
    assert said[0] == said[1]
    assert said[0].status == 2
    assert schema_module.load_schema is load_schema
