"""The console script before anything is imported."""

import subprocess
import sys

import pytest

from validator import __version__
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


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_costs_no_command_line_library(option: str) -> None:
    program = """
import sys
from validator.cli.entry import main
sys.argv[0] = "contentgate"
try:
    main()
finally:
    print("click" in sys.modules, file=sys.stderr)
"""
    said = [
        subprocess.run(
            [sys.executable, "-c", program, *words],
            capture_output=True, text=True, timeout=60, check=True,
        )
        for words in ([option], [option, "--"])
    ]  # fmt: skip
    assert said[0].stdout == said[1].stdout == f"contentgate {__version__}\n"
    assert said[0].stderr == "False\n"


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["explain", "no-such-rule"]])
def test_output_that_is_closed_is_no_defect(words: list[str]) -> None:
    command = [sys.executable, "-m", "validator", *words]
    done = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *command], stderr=subprocess.PIPE, timeout=60, check=False
    )
    assert b"internal failure" not in done.stderr
