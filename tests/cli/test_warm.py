"""The quick answer of `check`: the same as the full one, and none when anything changed."""

from __future__ import annotations

import io
import marshal
import os
import random
import subprocess
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from command_line import CONTRACT, make_folder, record, run, toy

from validator.cli import remember, warm

CONFIG = """\
[[content]]
files = ["*.toy"]
schema = "toy.ksy"
contracts = ["contracts/*.toml"]

[[content]]
files = ["*.packed"]
schema = "packed.ksy"
"""
PLAIN = ("good.toy", "-s", "toy.ksy")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
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


# -- entries that cannot be used ---------------------------------------------------------------


def stored(folder: Path) -> dict:
    raw = only_entry(folder).read_bytes()
    return marshal.loads(raw[len(warm.MAGIC + warm.versions()) + 32 :])


def seal(folder: Path, value: object, body: bytes | None = None) -> None:
    """Write an entry whose digest is right."""
    body = marshal.dumps(value) if body is None else body
    only_entry(folder).write_bytes(warm.MAGIC + warm.versions() + warm.sha256(body) + body)


def test_damaged_entries(folder: Path) -> None:
    learn(folder, *PLAIN)
    path = only_entry(folder)
    whole = path.read_bytes()
    rng = random.Random(1)
    cuts = {0, 1, len(warm.MAGIC), len(whole) - 1, *rng.sample(range(len(whole)), 60)}
    damaged = [whole[:cut] for cut in cuts]
    for at in (0, len(warm.MAGIC), *rng.sample(range(len(whole)), 60)):
        damaged.append(whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :])
    damaged += [whole + b"\0", b"contentgate cache 2\n" + whole[len(warm.MAGIC) :]]
    for data in damaged:
        path.write_bytes(data)
        assert quick(*PLAIN) is None
    path.write_bytes(whole)
    assert quick(*PLAIN) is not None


def test_entries_of_another_shape(folder: Path) -> None:
    learn(folder, *PLAIN)
    good = stored(folder)
    for value in (None, 1, [], {}, "x", {"tool": []}, [good], good | {"more": 1}):
        seal(folder, value)
        assert quick(*PLAIN) is None
    for key in good:
        seal(folder, {name: value for name, value in good.items() if name != key})
        assert quick(*PLAIN) is None
        for wrong in (None, 7, "text", [1], {"a": 1}, [None], -1):
            seal(folder, good | {key: wrong})
            assert quick(*PLAIN) is None
    for key in good["tasks"][0]:
        task = dict(good["tasks"][0])
        del task[key]
        seal(folder, good | {"tasks": [task]})
        assert quick(*PLAIN) is None
        for wrong in (None, "text", [1], {"a": 1}):
            seal(folder, good | {"tasks": [good["tasks"][0] | {key: wrong}]})
            quick(*PLAIN)  # a name or a closing of another text is no fault to be seen
    seal(folder, None, body=b"")
    assert quick(*PLAIN) is None
    seal(folder, None, body=b"\xff\xfe")
    assert quick(*PLAIN) is None
    age(folder)
    assert run("check", *PLAIN).status == 0
    assert quick(*PLAIN) is not None


def test_what_others_can_write_is_not_trusted(folder: Path) -> None:
    learn(folder, *PLAIN)
    for path in (only_entry(folder), only_entry(folder).parent):
        mode = path.stat().st_mode
        for bit in (0o020, 0o002):
            path.chmod(mode | bit)
            assert quick(*PLAIN) is None
        path.chmod(mode)
        assert quick(*PLAIN) is not None


def test_what_belongs_to_others_is_not_trusted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn(folder, *PLAIN)
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    assert quick(*PLAIN) is None
    before = only_entry(folder).read_bytes()
    assert run("check", *PLAIN).status == 0
    assert only_entry(folder).read_bytes() == before


def test_a_link_is_not_followed(folder: Path) -> None:
    learn(folder, *PLAIN)
    path = only_entry(folder)
    path.rename(folder / "elsewhere")
    path.symlink_to(folder / "elsewhere")
    assert quick(*PLAIN) is None
    path.unlink()
    os.mkfifo(path, 0o600)
    assert quick(*PLAIN) is None


# -- the folder --------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "plain_file").write_text("")
    monkeypatch.setenv("CONTENTGATE_CACHE", str(folder / "plain_file"))
    age(folder)
    assert run("check", *PLAIN).status == 0
    monkeypatch.setenv("CONTENTGATE_CACHE", "/proc/contentgate")
    assert run("check", *PLAIN).status == 0
    assert quick(*PLAIN) is None


@pytest.mark.parametrize("value", ["", "relative/folder"])
def test_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CONTENTGATE_CACHE", value)
    age(folder)
    assert run("check", *PLAIN).status == 0
    assert quick(*PLAIN) is None
    assert not (folder / "relative").exists()


def test_where_the_folder_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTENTGATE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "xdg"))
    assert warm.cache_folder() == str(folder / "xdg/contentgate")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(folder))
    assert warm.cache_folder() == str(folder / ".cache/contentgate")
    monkeypatch.delenv("HOME")
    assert warm.cache_folder() == ""
    age(folder)
    assert run("check", *PLAIN).status == 0
    assert quick(*PLAIN) is None


def test_the_folder_is_private(folder: Path) -> None:
    learn(folder, *PLAIN)
    assert only_entry(folder).stat().st_mode & 0o777 == 0o600
    assert only_entry(folder).parent.stat().st_mode & 0o777 == 0o700


def test_old_entries_are_removed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remember, "MAX_ENTRIES", 5)
    cache = folder.parent / "cache"
    cache.mkdir(mode=0o700)
    (cache / "unrelated.txt").write_text("")
    for number in range(9):
        name = f"{number}.check" if number else ".new-left"
        (cache / name).write_text("")
        os.utime(cache / name, (1000 + number, 1000 + number))
    learn(folder, *PLAIN)
    kept = {path.name for path in cache.iterdir()}
    assert kept >= {"5.check", "6.check", "7.check", "8.check", "unrelated.txt"}
    assert len(kept) == 6


def test_many_processes_at_once(folder: Path) -> None:
    age(folder)
    code = (
        "import sys\n"
        "from validator.cli import entry\n"
        "sys.argv = ['contentgate', 'check', *sys.argv[1:]]\n"
        "entry.main()\n"
    )
    good, bad = [*PLAIN], ["bad.toy", "-s", "toy.ksy"]
    running = [
        (
            number,
            subprocess.Popen(
                [sys.executable, "-c", code, *(bad if number % 5 == 4 else good)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            ),
        )
        for number in range(20)
    ]
    for number, process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == (1 if number % 5 == 4 else 0), err
        assert b"Traceback" not in err
        assert out.startswith(b"ACCEPTED") is (number % 5 != 4)
    assert not list((folder.parent / "cache").glob(".new-*"))
    assert quick(*PLAIN) is not None
