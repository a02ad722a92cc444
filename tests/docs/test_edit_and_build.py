"""docs/edit-and-build.md: every session on the page is run, in one folder, from top to bottom.

`CONTENTGATE_GOLDEN=1` rewrites what the sessions print.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from validator.cli.main import main

PAGE = Path(__file__).parents[2] / "docs" / "edit-and-build.md"
_FILE = re.compile(r"^<!-- file: (\S+) -->\n```yaml\n(.*?)^```$", re.M | re.S)
_SESSION = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)


def session(commands: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run commands and return what a user sees."""
    text = ""
    for command in commands:
        capsys.readouterr()
        main(shlex.split(command)[1:])
        ran = capsys.readouterr()
        text += f"$ {command}\n{ran.out}{ran.err}"
    return text


def test_sessions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONTENTGATE_CACHE", str(tmp_path / ".cache"))
    monkeypatch.setenv("NO_COLOR", "1")
    page = PAGE.read_text(encoding="utf-8")
    for name, text in _FILE.findall(page):
        (tmp_path / name).write_text(text, encoding="utf-8")
    sessions = _SESSION.findall(page)
    assert len(sessions) > 3
    for text in sessions:
        commands = [line[2:] for line in text.splitlines() if line.startswith("$ ")]
        shown = session(commands, capsys)
        page = page.replace(f"```console\n{text}```", f"```console\n{shown}```")
    if os.environ.get("CONTENTGATE_GOLDEN") == "1":  # as check_golden does
        PAGE.write_text(page, encoding="utf-8")
    assert page == PAGE.read_text(encoding="utf-8")
