"""A worker that dies, and the progress line: only on a terminal, only when it takes long."""

from __future__ import annotations

import io
import os
import sys
import time
from pathlib import Path

import pytest
from command_line import make_folder, record, run, toy

from validator.cli import pool
from validator.cli.progress import AFTER_S, Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_worker_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_folder(tmp_path, monkeypatch)
    names = [f"n{number}.toy" for number in range(6)]
    for name in names:
        (tmp_path / name).write_bytes(toy(record(1)))
    here = os.getpid()
    real = pool.check_one

    def die_in_a_worker(*arguments: object) -> object:
        if os.getpid() != here:
            os._exit(9)
        return real(*arguments)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(pool, "check_one", die_in_a_worker)
    ran = run("check", *names, "-s", "toy.ksy", "--jobs", "2")
    assert ran.status == 2
    assert ran.out == ""
    assert "a worker process died while it checked n0.toy or a file soon after" in ran.err
    assert "--jobs 1" in ran.err
    assert run("check", *names, "-s", "toy.ksy", "--jobs", "1").status == 0


@pytest.mark.parametrize(
    ("stream", "is_wanted", "seconds", "is_shown"),
    [
        (Terminal, True, AFTER_S + 1, True),
        (Terminal, True, AFTER_S - 1, False),
        (Terminal, False, AFTER_S + 1, False),
        (io.StringIO, True, AFTER_S + 1, False),
    ],
)
def test_progress(
    stream: type[io.StringIO],
    is_wanted: bool,
    seconds: float,
    is_shown: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(sys, "stderr", stream())
    progress = Progress(9, is_wanted=is_wanted)
    progress.advance(is_refused=True)
    clock[0] += seconds
    progress.advance(is_refused=False)
    progress.advance(is_refused=False)
    progress.close()
    progress.close()
    text = sys.stderr.getvalue()  # type: ignore[attr-defined]  # it is a StringIO here
    assert text == ("\r\x1b[K2 of 9 files, 1 refused\r\x1b[K" if is_shown else "")
