"""The console script before anything is imported."""

import sys

import pytest

from validator.cli import entry


class Interrupted:
    """A module whose import the user interrupts."""

    def __getattr__(self, name: str) -> object:
        raise KeyboardInterrupt


def test_an_interrupt_while_modules_are_imported_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "validator.cli.main", Interrupted())
    monkeypatch.setattr(sys, "argv", ["contentgate", "fuzz"])
    with pytest.raises(SystemExit) as raised:
        entry.main()
    assert raised.value.code == 130
    assert capsys.readouterr().err == "contentgate: interrupted\n"
