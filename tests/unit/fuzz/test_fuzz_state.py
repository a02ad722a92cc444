"""The folder of a campaign: whole files, what is put aside, what cannot be read."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from validator.errors import UsageError
from validator.fuzz.state import DiskFull, Folder, digest_of, is_full


def test_what_was_kept_is_there_to_go_on_with(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path / "out"))
    assert folder.begin() is False
    folder.keep_entry(7, b"seven")
    folder.keep_entry(3, b"three")
    folder.keep_state({"executions": 9})
    assert folder.resume()["executions"] == 9
    assert [data for _, data in folder.entries(100)] == [b"three", b"seven"]
    assert [data for _, data in folder.entries(4)] == []
    folder.close()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["corpus", "state.json"]


def test_a_new_campaign_puts_the_corpus_before_aside(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    folder.begin()
    folder.keep_entry(1, b"old")
    folder.keep_state({})
    (tmp_path / "disagreements").mkdir()
    (tmp_path / "disagreements" / "valid-1.bin").write_bytes(b"old")
    assert folder.begin() is True
    assert folder.entries(100) == []
    assert not (tmp_path / "disagreements").exists()
    (kept,) = (tmp_path / "corpus-before").iterdir()
    assert kept.read_bytes() == b"old"


def test_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "mine.txt").write_text("mine")
    folder = Folder(str(tmp_path))
    folder.begin()
    folder.keep_entry(1, b"one")
    folder.keep_entry(2, b"two")
    folder.replace_corpus([(2, b"two")])
    names = sorted(path.name for path in (tmp_path / "corpus").iterdir())
    assert names == [f"000000002-{digest_of(b'two')}.bin", "mine.txt"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "holds no campaign"),
        ("{", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ("[]", "not the state of a campaign"),
        (json.dumps({"format": "other", "version": 1}), "not the state of a campaign"),
    ],
)
def test_a_state_that_cannot_be_read_is_told(tmp_path: Path, text: str | None, words: str) -> None:
    if text is not None:
        (tmp_path / "state.json").write_text(text)
    with pytest.raises(UsageError, match=words):
        Folder(str(tmp_path)).resume()


def test_no_room_is_told_apart_and_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(str(tmp_path))
    folder.begin()
    folder.keep_state({"executions": 1})

    def full(old: str, new: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(DiskFull, match="no space left"):
        folder.keep_state({"executions": 2})
    monkeypatch.undo()
    assert folder.resume()["executions"] == 1
    assert not list(tmp_path.glob("*.tmp"))
    assert folder.give_room() is True
    assert folder.give_room() is False
    assert not is_full(OSError(errno.EACCES, "no"))
