"""The quick answer of `check`: the same as the full one, and none when anything changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import CONTRACT, record, run, toy
from warm_kit import PLAIN, age, entries, learn, open_folder, quick, seal, stored

CONFIG = """\
[[content]]
files = ["*.toy"]
schema = "toy.ksy"
contracts = ["contracts/*.toml"]

[[content]]
files = ["*.packed"]
schema = "packed.ksy"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return open_folder(tmp_path, monkeypatch)


# -- the same answer ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        PLAIN,
        ("good.toy", "--schema=toy.ksy"),
        ("good.toy", "many.toy", "-s", "toy.ksy"),
        ("-q", "good.toy", "-s", "toy.ksy"),
        ("good.toy", "-s", "toy.ksy", "-c", "sensor.toml"),
        ("many.toy", "good.toy", "--contract", "other.toml", "-c", "wide.toml", "-s", "toy.ksy"),
        ("some.packed", "-s", "packed.ksy"),
    ],
    ids=" ".join,
)
def test_same_as_in_full(folder: Path, arguments: tuple[str, ...]) -> None:
    for name in ("other", "wide"):
        text = CONTRACT.format(count=99).replace("sensor-1", name)
        (folder / f"{name}.toml").write_text(text)
    assert quick(*arguments) is None
    assert learn(folder, *arguments)[0] == 0


def test_other_files_with_the_same_options_need_no_second_run(folder: Path) -> None:
    learn(folder, *PLAIN)
    answer = quick("many.toy", "good.toy", "-s", "toy.ksy")
    ran = run("check", "many.toy", "good.toy", "-s", "toy.ksy")
    assert answer == (ran.status, ran.out)


def test_routes_of_a_configuration(folder: Path) -> None:
    configure(folder)
    learn(folder, "good.toy")
    assert quick("some.packed") is None
    assert quick("never_seen.toy") is None
    learn(folder, "some.packed")
    learn(folder, "good.toy")
    learn(folder, "good.toy", "--config", "contentgate.toml")


def test_routes_are_collected_over_runs(folder: Path) -> None:
    configure(folder)
    (folder / "second.toy").write_bytes((folder / "good.toy").read_bytes())
    learn(folder, "good.toy")
    learn(folder, "second.toy")
    assert quick("good.toy", "second.toy") is not None


def test_names_that_are_not_text(folder: Path) -> None:
    name = os.fsdecode(b"g\xffod.toy")
    (folder / name).write_bytes((folder / "good.toy").read_bytes())
    learn(folder, name, "-s", "toy.ksy")
    schema = os.fsdecode(b"t\xe9y.ksy")
    (folder / schema).write_bytes((folder / "toy.ksy").read_bytes())
    learn(folder, "good.toy", "-s", schema)
    (folder / "tüy.ksy").write_bytes((folder / "toy.ksy").read_bytes())
    learn(folder, "good.toy", "-s", "tüy.ksy")


def test_through_the_console_script(folder: Path) -> None:
    age(folder)
    command = [sys.executable, "-c", "from validator.cli.entry import main; main()", "check"]
    probe = [
        sys.executable,
        "-c",
        "import sys, atexit; from validator.cli.entry import main;"
        "atexit.register(lambda: print('click' in sys.modules, file=sys.stderr)); main()",
        "check",
    ]
    first = subprocess.run([*command, *PLAIN], capture_output=True, check=True)
    second = subprocess.run([*probe, *PLAIN], capture_output=True, check=True)
    assert second.stdout == first.stdout
    assert second.stderr == b"False\n"


# -- no answer when anything changed -----------------------------------------------------------


def configure(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / "contracts").mkdir()
    (folder / "contracts/one.toml").write_text(CONTRACT.format(count=30))
    (folder / "contentgate.toml").write_text(CONFIG)


def rewrite(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))


def test_changed_schema(folder: Path) -> None:
    learn(folder, *PLAIN)
    rewrite(folder / "toy.ksy", b"max: 1000", b"max: 0006")
    age(folder)  # same size, same time: content decides
    assert quick(*PLAIN) is None
    (folder / "toy.ksy").unlink()
    assert quick(*PLAIN) is None
    os.mkfifo(folder / "toy.ksy")
    assert quick(*PLAIN) is None


def test_changed_import(folder: Path) -> None:
    (folder / "outer.ksy").write_text(
        "meta: {id: outer, imports: [toy]}\nseq: [{id: inner, type: toy}]\n"
    )
    learn(folder, "good.toy", "-s", "outer.ksy")
    rewrite(folder / "toy.ksy", b"max: 1000", b"max: 0006")
    assert quick("good.toy", "-s", "outer.ksy") is None


def test_changed_contract(folder: Path) -> None:
    given = ("good.toy", "-s", "toy.ksy", "-c", "sensor.toml")
    learn(folder, *given)
    rewrite(folder / "sensor.toml", b"max_records = 3", b"max_records = 1")
    assert quick(*given) is None


def test_changed_configuration(folder: Path) -> None:
    configure(folder)
    learn(folder, "good.toy")
    rewrite(folder / "contentgate.toml", b"packed.ksy", b"backed.ksy")
    assert quick("good.toy") is None


def test_a_nearer_configuration(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(folder)
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    learn(folder, "../good.toy")
    (folder / "below/pyproject.toml").write_text('[project]\nname = "other"\n')
    assert quick("../good.toy") is None
    (folder / "below/pyproject.toml").unlink()
    assert quick("../good.toy") is not None
    (folder / "below/contentgate.toml").write_text(CONFIG)
    assert quick("../good.toy") is None
    (folder / "below/contentgate.toml").unlink()
    (folder / "below/.git").mkdir()
    assert quick("../good.toy") is None


def test_another_contract_in_the_folder(folder: Path) -> None:
    configure(folder)
    learn(folder, "good.toy")
    (folder / "contracts/two.toml").write_text(CONTRACT.format(count=1).replace("-1", "-2"))
    assert quick("good.toy") is None
    (folder / "contracts/two.toml").unlink()
    assert quick("good.toy") is not None
    (folder / "contracts/one.toml").unlink()
    assert quick("good.toy") is None


def test_content_that_is_not_accepted(folder: Path) -> None:
    learn(folder, *PLAIN)
    for name in ("bad.toy", "cut.toy", "tail.toy", "nowhere.toy", ".", "some.packed"):
        assert quick("good.toy", name, "-s", "toy.ksy") is None
    os.mkfifo(folder / "pipe")
    assert quick("pipe", "-s", "toy.ksy") is None
    (folder / "good.toy").write_bytes(b"")
    assert quick(*PLAIN) is None


def test_content_with_a_warning(folder: Path) -> None:
    rewrite(folder / "toy.ksy", b"    message:", b"    severity: warning\n    message:")
    given = ("many.toy", "-s", "toy.ksy", "-c", "sensor.toml")
    age(folder)
    ran = run("check", *given)
    assert ran.status == 0 and "warning[" in ran.out
    assert quick(*given) is None


@pytest.mark.parametrize(
    "more",
    [
        ("--format", "json"),
        ("--report", "json=out.json"),
        ("--max-findings", "1"),
        ("--color", "always"),
        ("-j", "1"),
        ("--import-path", "."),
        ("-ctoy.ksy",),
        ("-",),
        ("--no-progress",),
        ("-c",),
        ("good.toy",),
        ("-s", "packed.ksy"),
        ("-c", "sensor.toml"),
        ("--help",),
        ("--", "good.toy"),
    ],
    ids=" ".join,
)
def test_other_options(folder: Path, more: tuple[str, ...]) -> None:
    learn(folder, *PLAIN)
    assert quick(*PLAIN, *more) is None


def test_import_paths_are_not_remembered(folder: Path) -> None:
    age(folder)
    assert run("check", *PLAIN, "--import-path", ".").status == 0
    assert not entries(folder)


def test_folders_of_the_environment_do_not_matter_without_imports(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KSPATH", str(folder))
    learn(folder, *PLAIN)
    assert quick(*PLAIN) is not None


@pytest.mark.parametrize("option", [("--opaque", "part=x.ksy"), ("--process", "mine=none")])
def test_replacements_are_not_remembered(folder: Path, option: tuple[str, str]) -> None:
    age(folder)
    assert run("check", *PLAIN, *option).status == 0
    assert not entries(folder)
    assert quick(*PLAIN, *option) is None


def test_another_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learn(folder, *PLAIN)
    (folder / "below").mkdir()
    (folder / "below/good.toy").write_bytes(toy(record(1)))
    monkeypatch.chdir(folder / "below")
    assert quick(*PLAIN) is None


def test_a_working_directory_that_is_gone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    (folder / "below").rmdir()
    assert quick(*PLAIN) is None


def test_another_version_of_the_tool(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learn(folder, *PLAIN)
    monkeypatch.setattr("validator.__version__", "9.9.9")
    assert quick(*PLAIN) is None


def test_changed_tool(folder: Path) -> None:
    learn(folder, *PLAIN)
    entry = stored(folder)
    path, size, changed = entry["tool"][0]
    entry["tool"][0] = (path, size, changed + 1)
    seal(folder, entry)
    assert quick(*PLAIN) is None


def test_color_is_the_whole_tools_business(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learn(folder, *PLAIN)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert quick(*PLAIN) is None


def test_a_schema_written_within_the_clock_tick_is_not_remembered(folder: Path) -> None:
    age(folder)
    (folder / "toy.ksy").write_bytes((folder / "toy.ksy").read_bytes())
    assert run("check", *PLAIN).status == 0
    assert not entries(folder)


def test_content_rewritten_with_the_same_size_and_time(folder: Path) -> None:
    learn(folder, *PLAIN)
    good = folder / "good.toy"
    before = good.stat()
    good.write_bytes(good.read_bytes()[:-4] + b"\xff\xff\xff\xff")
    os.utime(good, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert quick(*PLAIN) is None
    assert run("check", *PLAIN).status == 1
