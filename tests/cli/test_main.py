"""The command as a whole: verbs, help, errors, signals, pipes, completion."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from command_line import Ran, make_folder, record, run, toy, transcript
from golden_files import check_golden

from validator import __version__
from validator.cli import main as main_module
from validator.cli import options
from validator.cli.verbs import VERBS
from validator.errors import ContentgateError, InternalError

PYTHON = sys.executable


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_folder(tmp_path, monkeypatch)


def real(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [PYTHON, "-m", "validator", *arguments],
        capture_output=True, text=True, timeout=120, env=environment() | more, check=False,
    )  # fmt: skip


def environment() -> dict[str, str]:
    root = Path(importlib.import_module("validator").__file__ or "").parent.parent
    return {**os.environ, "PYTHONPATH": str(root)}


def test_transcripts() -> None:
    text = transcript(
        "",
        "--help",
        "chek good.toy",
        "nonsense",
        "--versoin",
        "check --schma toy.ksy good.toy",
        "check good.toy --jobs many",
        "check good.toy --max-findings 0",
        "check",
        "show",
        "completion tcsh",
        "contract extrct",
    )
    check_golden("cli/main.txt", text)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_a_true_summary(verb: str) -> None:
    command = importlib.import_module(VERBS[verb].module).command
    assert isinstance(command, click.Command)
    assert command.name == verb
    ran = run(verb, "--help")
    assert ran.status == 0
    assert ran.out.startswith(f"Usage: contentgate {verb}")
    assert ran.err == ""


def test_version() -> None:
    assert run("--version") == Ran(0, f"contentgate {__version__}\n", "")
    assert run("-V").out == run("--version").out


def test_formats_are_those_of_the_registry() -> None:
    from validator.report.registry import FORMATS

    assert tuple(FORMATS) == options.FORMATS


def test_a_verb_does_not_import_the_others() -> None:
    code = (
        "import sys; from validator.cli.main import main; "
        "main(['check', 'good.toy', '-s', 'toy.ksy']); "
        "print(*sorted(m for m in sys.modules if m.startswith(('validator.cli', 'rich'))), "
        "sep='\\n', file=sys.stderr)"
    )
    ran = subprocess.run(
        [PYTHON, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    loaded = set(ran.stderr.split())
    assert "validator.cli.check" in loaded
    others = {verb.module for name, verb in VERBS.items() if name not in ("check", "completion")}
    assert not loaded & others
    assert not any(name.startswith("rich") for name in loaded)


def test_help_imports_no_verb() -> None:
    code = (
        "import sys; from validator.cli.main import main; main(['--help']); "
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    ran = subprocess.run(
        [PYTHON, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    loaded = set(ran.stderr.split())
    assert not loaded & {verb.module for name, verb in VERBS.items() if name != "completion"}


def test_the_script_and_the_module_are_the_same() -> None:
    code = "from validator.cli.entry import main; main()"
    one = subprocess.run(
        [PYTHON, "-c", code, "--version"],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert one.stdout == real("--version").stdout == f"contentgate {__version__}\n"
    assert real("check", "bad.toy", "-s", "toy.ksy").returncode == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    ran = run("completion", shell)
    assert ran.status == 0
    assert f"_CONTENTGATE_COMPLETE={shell}_complete" in ran.out


def complete(words: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("_CONTENTGATE_COMPLETE", "fish_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", words.rpartition(" ")[2])
    ran = run()
    lines = [line for line in ran.out.splitlines() if line.strip()]
    return [line.split("\t")[0].partition(",")[2] or line for line in lines]


def test_completion_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert any("check" in line for line in complete("contentgate ch", monkeypatch))
    text = "\n".join(complete("contentgate check --sc", monkeypatch))
    assert "--schema" in text
    text = "\n".join(complete("contentgate check --schema ue", monkeypatch))
    assert "uefi_dbx" in text
    text = "\n".join(complete("contentgate check --format sa", monkeypatch))
    assert "sarif" in text


def raising(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> Ran:
    def fail(arguments: Sequence[str]) -> int:
        raise error

    monkeypatch.setattr(main_module, "_run", fail)
    return run("check", "good.toy")


def test_what_the_user_caused_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = raising(ContentgateError("this \x1b[31m\n::error::is wrong"), monkeypatch)
    assert ran == Ran(2, "", "contentgate check: this \\x1b[31m\n\\x3a:error::is wrong\n")


@pytest.mark.parametrize("error", [InternalError("two readers disagree"), ZeroDivisionError("x")])
def test_what_we_caused_is_a_traceback(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = raising(error, monkeypatch)
    assert ran.status == 2
    assert "Traceback (most recent call last):" in ran.err
    assert f"internal failure: {type(error).__name__}" in ran.err
    assert "please report" in ran.err
    assert __version__ in ran.err


def test_an_interrupt_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert raising(KeyboardInterrupt(), monkeypatch) == Ran(
        130, "", "contentgate check: interrupted\n"
    )


def test_ctrl_c_ends_the_run_and_its_workers(folder: Path) -> None:
    names = [f"n{number}.toy" for number in range(40)]
    big = toy(*(record(n % 65536, b"name-%d" % n) for n in range(60_000)))
    for name in names:
        (folder / name).write_bytes(big)
    process = subprocess.Popen(
        [PYTHON, "-m", "validator", "check", *names, "-s", "toy.ksy", "--jobs", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
        start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while len(children(process.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    workers = children(process.pid)
    assert len(workers) == 2
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == ""
    assert err == "contentgate check: interrupted\n"
    while any(map(is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(is_alive, workers))


def children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in text.split()]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def test_a_closed_pipe_is_silent() -> None:
    names = ["many.toy"] * 2
    process = subprocess.Popen(
        [PYTHON, "-m", "validator", "show", names[0], "-s", "toy.ksy", "--all"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 141
    assert err == b""


def test_output_is_utf_8_whatever_the_locale(folder: Path) -> None:
    (folder / "uni.toy").write_bytes(toy(record(1, "näme ☂".encode())))
    ran = subprocess.run(
        [PYTHON, "-m", "validator", "show", "uni.toy", "-s", "toy.ksy"],
        capture_output=True, check=True,
        env=environment() | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )  # fmt: skip
    assert "näme ☂" in ran.stdout.decode("utf-8")
