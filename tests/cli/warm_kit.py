"""The quick answer of `check`, asked in process, and what it keeps."""

from __future__ import annotations

import io
import marshal
import os
import time
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from command_line import make_folder, run

from validator.cli import warm

PLAIN = ("good.toy", "-s", "toy.ksy")


def open_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with files, whose cache lies beside it."""
    work = tmp_path / "work"
    work.mkdir()
    make_folder(work, monkeypatch)
    monkeypatch.setenv("CONTENTGATE_CACHE", str(tmp_path / "cache"))
    return work


def age(folder: Path) -> None:
    """Make everything look as if it was written a while ago: fresh files are not remembered."""
    then = time.time() - 100
    for path in (folder, *folder.rglob("*")):
        os.utime(path, (then, then), follow_symlinks=False)


def quick(*arguments: str) -> tuple[int, str] | None:
    """Return status and output of the warm path, or None when it does not answer."""
    out = io.TextIOWrapper(io.BytesIO(), "ascii")
    with redirect_stdout(out):
        status = warm.answer(list(arguments))
    out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    text = out.buffer.getvalue().decode("utf-8")
    if status is None:
        assert text == ""
        return None
    return status, text


def learn(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run in full and return what was said; the warm path must then say the same."""
    age(folder)
    ran = run("check", *arguments)
    assert quick(*arguments) == (ran.status, ran.out)
    return ran.status, ran.out


def entries(folder: Path) -> list[Path]:
    return sorted((folder.parent / "cache").glob("*.check"))


def only_entry(folder: Path) -> Path:
    (path,) = entries(folder)
    return path


def stored(folder: Path) -> dict:
    """Return what the only entry holds."""
    raw = only_entry(folder).read_bytes()
    return marshal.loads(raw[len(warm.MAGIC + warm.versions()) + 32 :])


def seal(folder: Path, value: object, body: bytes | None = None) -> None:
    """Write an entry whose digest is right."""
    body = marshal.dumps(value) if body is None else body
    only_entry(folder).write_bytes(warm.MAGIC + warm.versions() + warm.sha256(body) + body)
