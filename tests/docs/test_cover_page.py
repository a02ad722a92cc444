"""The page of coverage: its commands print what it says, its example runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from validator.cli.main import main
from validator.ksy.coverage import WORDS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "cover.md").read_text(encoding="utf-8")
COMMANDS = [
    part.partition("\n")[::2]
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.M | re.S)
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]
]


@pytest.mark.parametrize(("line", "wanted"), COMMANDS)
def test_commands_print_what_the_page_says(
    line: str, wanted: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    command, _, cut = line.partition(" | head -")
    assert main(shlex.split(command)[1:]) in (0, 1)
    lines = capsys.readouterr().out.splitlines(keepends=True)
    assert "".join(lines[: int(cut)] if cut else lines) == wanted


def test_the_example_runs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)
    monkeypatch.chdir(ROOT)
    exec(compile(code, "docs/cover.md", "exec"), {})
    done, whole = capsys.readouterr().out.split()[:2]
    assert 0 < int(done) < int(whole)


def test_the_language_reference_has_every_word() -> None:
    page = (ROOT / "docs" / "schema-language.md").read_text(encoding="utf-8")
    section = page.partition("### `-coverage`\n")[2].partition("\n### ")[0]
    assert [word for word in WORDS if f"`{word}`" not in section] == []
