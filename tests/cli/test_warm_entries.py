"""What the quick answer of `check` keeps: damaged, of others, out of place, old, all at once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import run
from warm_kit import PLAIN, age, learn, only_entry, open_folder, quick, seal, stored

from validator.cli import remember, warm


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return open_folder(tmp_path, monkeypatch)


# -- entries that cannot be used ---------------------------------------------------------------


def test_damaged_entries(folder: Path) -> None:
    learn(folder, *PLAIN)
    path = only_entry(folder)
    whole = path.read_bytes()
    rng = random.Random(1)
    cuts = {0, 1, len(warm.MAGIC), len(whole) - 1, *rng.sample(range(len(whole)), 60)}
    damaged = [whole[:cut] for cut in cuts]
    for at in (0, len(warm.MAGIC), *rng.sample(range(len(whole)), 60)):
        damaged.append(whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :])
    damaged += [whole + b"\0", b"contentgate cache 2\n" + whole[len(warm.MAGIC) :]]
    for data in damaged:
        path.write_bytes(data)
        assert quick(*PLAIN) is None
    path.write_bytes(whole)
    assert quick(*PLAIN) is not None


def test_entries_of_another_shape(folder: Path) -> None:
    learn(folder, *PLAIN)
    good = stored(folder)
    for value in (None, 1, [], {}, "x", {"tool": []}, [good], good | {"more": 1}):
        seal(folder, value)
        assert quick(*PLAIN) is None
    for key in good:
        seal(folder, {name: value for name, value in good.items() if name != key})
        assert quick(*PLAIN) is None
        for wrong in (None, 7, "text", [1], {"a": 1}, [None], -1):
            seal(folder, good | {key: wrong})
            assert quick(*PLAIN) is None
    for key in good["tasks"][0]:
        task = dict(good["tasks"][0])
        del task[key]
        seal(folder, good | {"tasks": [task]})
        assert quick(*PLAIN) is None
        for wrong in (None, "text", [1], {"a": 1}):
            seal(folder, good | {"tasks": [good["tasks"][0] | {key: wrong}]})
            quick(*PLAIN)  # a name or a closing of another text is no fault to be seen
    seal(folder, None, body=b"")
    assert quick(*PLAIN) is None
    seal(folder, None, body=b"\xff\xfe")
    assert quick(*PLAIN) is None
    age(folder)
    assert run("check", *PLAIN).status == 0
    assert quick(*PLAIN) is not None


def test_what_others_can_write_is_not_trusted(folder: Path) -> None:
    learn(folder, *PLAIN)
    for path in (only_entry(folder), only_entry(folder).parent):
        mode = path.stat().st_mode
        for bit in (0o020, 0o002):
            path.chmod(mode | bit)
            assert quick(*PLAIN) is None
        path.chmod(mode)
        assert quick(*PLAIN) is not None


def test_what_belongs_to_others_is_not_trusted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn(folder, *PLAIN)
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    assert quick(*PLAIN) is None
    before = only_entry(folder).read_bytes()
    assert run("check", *PLAIN).status == 0
    assert only_entry(folder).read_bytes() == before


def test_a_link_is_not_followed(folder: Path) -> None:
    learn(folder, *PLAIN)
    path = only_entry(folder)
    path.rename(folder / "elsewhere")
    path.symlink_to(folder / "elsewhere")
    assert quick(*PLAIN) is None
    path.unlink()
    os.mkfifo(path, 0o600)
    assert quick(*PLAIN) is None


# -- the folder --------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "plain_file").write_text("")
    monkeypatch.setenv("CONTENTGATE_CACHE", str(folder / "plain_file"))
    age(folder)
    assert run("check", *PLAIN).status == 0
    monkeypatch.setenv("CONTENTGATE_CACHE", "/proc/contentgate")
    assert run("check", *PLAIN).status == 0
    assert quick(*PLAIN) is None


@pytest.mark.parametrize("value", ["", "relative/folder"])
def test_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CONTENTGATE_CACHE", value)
    age(folder)
    assert run("check", *PLAIN).status == 0
    assert quick(*PLAIN) is None
    assert not (folder / "relative").exists()


def test_where_the_folder_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTENTGATE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "xdg"))
    assert warm.cache_folder() == str(folder / "xdg/contentgate")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(folder))
    assert warm.cache_folder() == str(folder / ".cache/contentgate")
    monkeypatch.delenv("HOME")
    assert warm.cache_folder() == ""
    age(folder)
    assert run("check", *PLAIN).status == 0
    assert quick(*PLAIN) is None


def test_the_folder_is_private(folder: Path) -> None:
    learn(folder, *PLAIN)
    assert only_entry(folder).stat().st_mode & 0o777 == 0o600
    assert only_entry(folder).parent.stat().st_mode & 0o777 == 0o700


def test_old_entries_are_removed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remember, "MAX_ENTRIES", 5)
    cache = folder.parent / "cache"
    cache.mkdir(mode=0o700)
    (cache / "unrelated.txt").write_text("")
    for number in range(9):
        name = f"{number}.check" if number else ".new-left"
        (cache / name).write_text("")
        os.utime(cache / name, (1000 + number, 1000 + number))
    learn(folder, *PLAIN)
    kept = {path.name for path in cache.iterdir()}
    assert kept >= {"5.check", "6.check", "7.check", "8.check", "unrelated.txt"}
    assert len(kept) == 6


def test_many_processes_at_once(folder: Path) -> None:
    age(folder)
    code = (
        "import sys\n"
        "from validator.cli import entry\n"
        "sys.argv = ['contentgate', 'check', *sys.argv[1:]]\n"
        "entry.main()\n"
    )
    good, bad = [*PLAIN], ["bad.toy", "-s", "toy.ksy"]
    running = [
        (
            number,
            subprocess.Popen(
                [sys.executable, "-c", code, *(bad if number % 5 == 4 else good)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            ),
        )
        for number in range(20)
    ]
    for number, process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == (1 if number % 5 == 4 else 0), err
        assert b"Traceback" not in err
        assert out.startswith(b"ACCEPTED") is (number % 5 != 4)
    assert not list((folder.parent / "cache").glob(".new-*"))
    assert quick(*PLAIN) is not None
