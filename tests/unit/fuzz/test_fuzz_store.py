"""The output folder of `escape`: what is written, how it is named, and what is cleared."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from validator.errors import UsageError
from validator.fuzz.journal import FILE
from validator.fuzz.store import Store, clear_run
from validator.measure import Escape

ESCAPE = Escape(
    "0123abcd", "crashed", "SIGSEGV in ../../Read: \x1b[2J", "rules[*].level", (), "a.bin", 4,
    "value", "level 1", 12, 7,
)  # fmt: skip


def test_an_escape_is_three_files_in_a_folder_with_a_plain_name(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "out"))
    escape = replace(ESCAPE, folder=store.escape_folder(ESCAPE))
    assert escape.folder == "escapes/sigsegv-in-..-..-read-2j-0123abcd"
    store.write_escape(escape, b"found", b"least")
    folder = tmp_path / "out" / escape.folder
    assert {path.name for path in folder.iterdir()} == {"input.bin", "minimized.bin", "case.json"}
    assert (folder / "input.bin").read_bytes() == b"found"
    assert (folder / "minimized.bin").read_bytes() == b"least"
    text = (folder / "case.json").read_text(encoding="utf-8")
    case = json.loads(text)
    assert (case["format"], case["version"]) == ("contentgate-escape", 1)
    assert case["field"] == "rules[*].level"
    assert text.endswith("}\n")
    assert text.splitlines()[1].startswith('  "')


@pytest.mark.parametrize(
    ("signature", "name"),
    [("", "escapes/crashed-0123abcd"), ("\x1b/", "escapes/unnamed-0123abcd")],
)
def test_an_escape_without_words_has_a_name(tmp_path: Path, signature: str, name: str) -> None:
    assert Store(str(tmp_path)).escape_folder(replace(ESCAPE, signature=signature)) == name


def test_a_long_signature_is_cut() -> None:
    long = Store("out").escape_folder(replace(ESCAPE, signature="a" * 500))
    assert long == f"escapes/{'a' * 48}-0123abcd"


def test_the_example_of_a_rule_is_written_anew(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    assert store.write_example("bad/rule", b"long") == "strictness/bad-rule.bin"
    assert store.write_example("bad/rule", b"x") == "strictness/bad-rule.bin"
    assert [path.name for path in (tmp_path / "strictness").iterdir()] == ["bad-rule.bin"]
    assert (tmp_path / "strictness" / "bad-rule.bin").read_bytes() == b"x"


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "strictness").write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match=r"rule\.bin: cannot be written: (file exists|not a dir)"):
        Store(str(tmp_path)).write_example("rule", b"x")


def test_only_what_a_run_has_left_is_cleared(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.bin").write_bytes(b"")
    out = tmp_path / "out"
    store = Store(str(out))
    store.write_example("rule", b"x")
    (out / "escapes").symlink_to(outside, target_is_directory=True)
    for name in ("report.txt", "notes.md"):
        (out / name).write_text("", encoding="utf-8")
    clear_run(str(out))
    assert (out / "strictness").exists(), "without a journal nothing is ours"
    (out / FILE).write_text("", encoding="utf-8")
    clear_run(str(out))
    assert {path.name for path in out.iterdir()} == {"escapes", "notes.md"}
    assert (outside / "kept.bin").exists()
