"""docs/python-api.md: every session on the page is run, in one folder, from top to bottom."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from validator import errors

PAGE = Path(__file__).parents[2] / "docs" / "python-api.md"
_SCHEMA = re.compile(r"^```ksy (\S+)\n(.*?)^```$", re.M | re.S)
_SESSION = re.compile(r"^```pycon\n(.*?)^```$", re.M | re.S)


def test_sessions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    for name, text in _SCHEMA.findall(page):
        (tmp_path / name).write_text(text, encoding="utf-8")
    sessions = _SESSION.findall(page)
    assert len(sessions) > 8
    test = doctest.DocTestParser().get_doctest("\n".join(sessions), {}, PAGE.name, None, None)
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=told.append)
    assert not told, "".join(told)


def test_the_page_names_every_error_of_data() -> None:
    page = PAGE.read_text(encoding="utf-8")
    found = [
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.DataError)
    ]
    assert len(found) > 15
    assert [name for name in found if f"`{name}`" not in page] == []
