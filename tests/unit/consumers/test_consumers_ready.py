"""Ready-made consumers: what they need, whether it is there, what is said when it is not."""

import shutil
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from validator.consumers.c_build import Recipe
from validator.consumers.protocol import OutcomeKind
from validator.consumers.ready import (
    READY,
    Need,
    Ready,
    catalogue,
    find_ready,
    make_ready,
    missing_of,
    need,
)
from validator.consumers.ready.catalogue import ready_version
from validator.consumers.ready.making import HARNESS, Order, make_script
from validator.consumers.sandbox import Limits
from validator.errors import ConsumerError, UsageError

Program = Callable[[str], str]
HAS_COMPILER = shutil.which("cc") is not None


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nothing but a shell is installed."""
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "sh").symlink_to(shutil.which("sh") or "/bin/sh")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(need, "_SYSTEM_FOLDERS", str(tmp_path / "system"))
    return folder


def install(folder: Path, name: str, body: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def program(name: str, *asks: str) -> Need:
    return Need("program", name, f"apt install {name}", asks)


def test_the_catalogue_is_whole() -> None:
    assert len({ready.name for ready in READY}) == len(READY)
    assert {ready.kind for ready in READY} == {"command", "library", "python", "kernel"}
    for ready in READY:
        assert ready.needs
        assert all(wanted.install for wanted in ready.needs), ready.name
        assert ready.formats
        assert ready.limits_text.startswith(f"{ready.limits.timeout_s:g} s and ")


def test_formats_are_shipped_schemas() -> None:
    schemas = {path.stem for path in (Path(__file__).parents[3] / "schemas").glob("*.ksy")}
    assert {name for ready in READY for name in ready.formats} <= schemas


@pytest.mark.parametrize("place", ["programs", "system"])
def test_programs_are_looked_for_on_path_and_in_system_folders(
    programs: Path, tmp_path: Path, place: str
) -> None:
    wanted = program("reader", "reader", "--version")
    assert not need.is_there(wanted)
    assert need.version_of(wanted) == ""
    install(tmp_path / place, "reader", 'echo "reader v4.2.3 (2026), with 7 parts"')
    assert need.is_there(wanted)
    assert need.version_of(wanted) == "4.2.3"


@pytest.mark.parametrize("body", ["echo 1.2.3; exit 1", "echo none", "exit 0", "kill -SEGV $$"])
def test_a_program_that_does_not_tell_its_version(programs: Path, body: str) -> None:
    install(programs, "reader", body)
    assert need.version_of(program("reader", "reader", "-V")) == ""
    assert need.version_of(program("reader")) == ""


def test_modules_are_looked_for_here_and_in_the_python_on_path(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = need.find_interpreter("click")
    assert found == need.Interpreter(sys.executable, metadata.version("click"))
    assert need.version_of(Need("module", "click", "pip install click")) == found.version
    need._ask_interpreter.cache_clear()
    assert need.find_interpreter("no-such-thing") is None
    install(programs, "python3", '[ "$4" = no-such-thing ] && echo 7.8')
    need._ask_interpreter.cache_clear()
    other = need.find_interpreter("no-such-thing")
    need._ask_interpreter.cache_clear()
    assert other == need.Interpreter(str(programs / "python3"), "7.8")


def test_versions_of_libraries_come_from_their_development_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x86" / "pkgconfig").mkdir(parents=True)
    text = "prefix=/usr\nName: libsepol\nVersion: 3.4\nLibs: -lsepol\n"
    (tmp_path / "x86" / "pkgconfig" / "libsepol.pc").write_text(text, encoding="utf-8")
    monkeypatch.setattr(need, "_PACKAGE_FOLDERS", (f"{tmp_path}/*/pkgconfig",))
    assert need.version_of(Need("library", "libsepol", "apt install libsepol-dev")) == "3.4"
    assert need.version_of(Need("library", "libbpf", "apt install libbpf-dev")) == ""


@pytest.mark.skipif(not HAS_COMPILER, reason="cc is not installed")
def test_a_library_is_there_when_its_harness_builds(tmp_path: Path) -> None:
    source = tmp_path / "part.c"
    source.write_text("int part(void) { return 0; }\n", encoding="utf-8")
    good = Recipe("part.so", (str(source),), ("-shared", "-fPIC"))
    bad = Recipe("part.so", (str(source),), ("-shared", "-fPIC"), ("-lno-such-library-of-ours",))
    parts = tmp_path / "parts"
    assert need.is_there(Need("library", "part", "", (), good), str(parts))
    assert len(list(parts.glob("*.so"))) == 1
    assert need.is_there(Need("library", "part", "", (), good))
    assert not need.is_there(Need("library", "part", "", (), bad), str(parts))
    assert not need.is_there(Need("library", "part", ""))


def test_what_is_missing_is_named_with_its_remedy(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs = (program("reader"), program("sh"), program("helper"))
    ready = Ready("demo", "command", ("x",), "reads", needs, make_script("yara.sh"))
    monkeypatch.setattr(catalogue, "READY", (ready,))
    assert missing_of(ready) == (needs[0], needs[2])
    with pytest.raises(ConsumerError) as caught:
        make_ready("demo", None, "")
    told = "consumer demo: not installed: reader, helper; apt install reader; apt install helper"
    assert str(caught.value) == told
    with pytest.raises(UsageError, match=r"^no ready-made consumer dem\n  expected  one of demo$"):
        find_ready("dem")


def test_limits_name_and_environment_are_the_callers(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(programs, "yara", "exit 0")
    consumer = make_ready("yara", None, "", called="rules")
    assert consumer.name == "rules"
    assert consumer.limits_text == find_ready("yara").limits_text
    consumer = make_ready("yara", Limits(timeout_s=3.0), "", env={"A": "b c"})
    assert consumer.limits_text == "3 s and 256 MiB"
    assert consumer.reproduce("r.yarc") == f"A='b c' sh {HARNESS}/yara.sh r.yarc"
    assert ready_version(find_ready("yara")) == ""


YARA = """\
case $2 in
*good) grep -q 'holds what patterns' "$3" && grep -q "$(cat "$2")" "$3" ;;
*) echo 'invalid file' >&2; exit 1 ;;
esac
"""


@pytest.mark.parametrize(
    ("name", "kind"), [("good", OutcomeKind.ACCEPTED), ("bad", OutcomeKind.REJECTED)]
)
def test_the_script_gives_the_program_what_it_scans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: OutcomeKind
) -> None:
    """The text and the file itself are scanned, by a stand-in for yara."""
    install(tmp_path / "bin", "yara", YARA)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    file = tmp_path / name
    file.write_bytes(b"rules of ours")
    order = Order("yara", Limits(timeout_s=20.0), "")
    assert make_script("yara.sh")(order).run(str(file)).kind is kind


LISTS = """\
head -c 4 "$1"; echo; echo 'Written 32 bytes'
"""
HEADER = b"\xea\x07" + bytes(14) + (24 + 8).to_bytes(4, "little") + b"\0\2\xf1\x0e" + bytes(24)


@pytest.mark.parametrize(
    "data",
    [
        b"LISTS of signatures",
        b"\7\0\0\0" + b"LISTS behind attributes",
        HEADER + b"LISTS behind a header",
        b"\x27\0\0\0" + HEADER + b"LISTS behind both",
    ],
)
def test_signature_lists_are_given_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    install(tmp_path / "bin", "sig-list-to-certs", LISTS)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    file = tmp_path / "update.auth"
    file.write_bytes(data)
    limits = Limits(timeout_s=20.0)
    outcome = make_ready("sig-list-to-certs", limits, "").run(str(file))
    assert outcome.stdout.startswith(b"LIST\n")
    assert outcome.kind is OutcomeKind.ACCEPTED
