"""`contentgate consumers` in process: the list, one of them, runs on files."""

from __future__ import annotations

import importlib
import json
import os
import shutil
from pathlib import Path

import pytest
from command_line import make_folder, run, transcript
from golden_files import check_golden

from validator.cli.named_consumer import complete_consumer
from validator.consumers.names import READY_NAMES
from validator.consumers.ready import READY

READER = """\
#!/bin/sh
case $(head -c 4 "$1") in
TOY!) exit 0 ;;
DIE!) echo 'free(): invalid pointer' >&2; kill -ABRT $$ ;;
*) printf 'bad magic \\033[31m::error::\\n' >&2; exit 1 ;;
esac
"""
CONFIG = """\
[consumers.engine]
kind = "command"
command = ["./reader", "{file}"]
timeout = "20s"

[consumers.gone]
kind = "command"
command = ["./absent", "{file}"]

[consumers.scanner]
use = "yara"
timeout = "3s"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configured reader, on a machine where only a yara is installed."""
    here = make_folder(tmp_path, monkeypatch)
    (here / "reader").write_text(READER, encoding="utf-8")
    (here / "reader").chmod(0o755)
    (here / "dies.toy").write_bytes(b"DIE!")
    (here / "contentgate.toml").write_text(CONFIG, encoding="utf-8")
    programs = here / "bin"
    programs.mkdir()
    for name in ("sh", "head"):
        (programs / name).symlink_to(shutil.which(name) or name)
    (programs / "yara").write_text("#!/bin/sh\necho 4.9.1\n", encoding="utf-8")
    (programs / "yara").chmod(0o755)
    need = importlib.import_module("validator.consumers.ready.need")
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(need, "_SYSTEM_FOLDERS", str(here / "none"))
    monkeypatch.setattr(need, "find_interpreter", lambda _: None)
    return here


def test_transcripts(folder: Path) -> None:
    text = transcript(
        "consumers --help",
        "consumers",
        "consumers yara",
        "consumers checkpolicy",
        "consumers scanner",
        "consumers engine good.toy dies.toy packed.ksy",
        "consumers engine good.toy",
        "consumers gone good.toy",
        "consumers checkpolicy good.toy",
        "consumers engin good.toy",
        "consumers engine nowhere.toy",
        "consumers engine -",
        "consumers engine .cache",
        "consumers --format xml",
        "consumers --config none.toml",
    )
    check_golden("cli/consumers.txt", text.replace(str(folder), "HERE"))


def test_json(folder: Path) -> None:
    ran = run("consumers", "engine", "good.toy", "dies.toy", "packed.ksy", "--format", "json")
    assert (ran.status, ran.err) == (1, "")
    told = json.loads(ran.out)
    assert (told["consumer"], told["limits"]) == ("engine", "20 s and 256 MiB")
    assert [file["outcome"] for file in told["files"]] == ["accepted", "crashed", "rejected"]
    dead = told["files"][1]
    assert (dead["signature"], dead["signal"]) == ("free(): invalid pointer", "SIGABRT")
    assert dead["evidence"] == [{"stream": "stderr", "text": "free(): invalid pointer"}]
    assert dead["reproduce"] == "./reader dies.toy"
    assert told["files"][0]["evidence"] == []


def test_json_of_the_list() -> None:
    told = {
        item["name"]: item
        for item in json.loads(run("consumers", "--format", "json").out)["consumers"]
    }
    assert list(told) == ["engine", "gone", "scanner", *READY_NAMES]
    assert (told["engine"]["installed"], told["gone"]["installed"]) == (True, False)
    assert told["gone"]["problem"] == "no such program: ./absent (in " + os.getcwd() + ")"
    assert (told["yara"]["version"], told["scanner"]["version"]) == ("4.9.1", "4.9.1")
    assert told["scanner"]["limits"] == "3 s and 1 GiB"
    assert told["checkpolicy"]["missing"] == [
        {"kind": "program", "name": "checkpolicy", "install": "apt install checkpolicy"}
    ]


def test_what_a_consumer_says_is_escaped_and_colors_are_asked_for() -> None:
    plain = run("consumers", "engine", "packed.ksy")
    assert "\x1b" not in plain.out
    assert r"bad magic \x1b[31m" in plain.out or r"bad magic \u{1b}[31m" in plain.out
    colored = run("consumers", "engine", "packed.ksy", "--color", "always")
    assert colored.out.startswith("\x1b[33mrejected")


def test_a_folder_stands_for_its_files(folder: Path) -> None:
    (folder / "many").mkdir()
    for name in ("b", "a"):
        shutil.copy("good.toy", folder / "many" / name)
    ran = run("consumers", "engine", "many")
    assert ran.out == ("accepted       many/a\naccepted       many/b\n\n2 files: 2 accepted\n")
    assert ran.status == 0


def test_names_complete() -> None:
    context = importlib.import_module("click").Context(
        importlib.import_module("validator.cli.consumers").command
    )
    found = [item.value for item in complete_consumer(context, context.command.params[0], "")]
    assert found == ["engine", "gone", "scanner", *READY_NAMES]
    assert [i.value for i in complete_consumer(context, context.command.params[0], "yar")][
        0
    ] == "yara"
    Path("contentgate.toml").write_text("[", encoding="utf-8")
    assert len(complete_consumer(context, context.command.params[0], "")) == len(READY_NAMES)


def test_names_are_those_of_the_catalogue() -> None:
    assert tuple(ready.name for ready in READY) == READY_NAMES
