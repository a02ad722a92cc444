"""`contentgate edit` in process: what is written, what is said, what is refused."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from command_line import Ran, make_folder, packed, record, run, toy, transcript
from golden_files import check_golden

from validator.cli import edit as edit_module
from validator.cli import progress
from validator.report import registry

ROOT = Path(__file__).resolve().parents[2]
GALLERY = ROOT / "examples" / "gallery"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_folder(tmp_path, monkeypatch)


def edit(*arguments: str, file: str = "good.toy", output: str = "out.toy", **more: bytes) -> Ran:
    return run("edit", file, "-s", "toy.ksy", "-o", output, *arguments, **more)


def test_transcripts() -> None:
    text = transcript(
        "edit --help",
        "edit good.toy -s toy.ksy --set records[0].limit=9 -o out.toy",
        "edit good.toy -s toy.ksy --delete records[0] -o out.toy",
        "edit good.toy -s toy.ksy --set records[id=2].kind=allow --set records[0].name=x -o o",
        "edit good.toy -s toy.ksy --insert records[2]=@records[0] -o out.toy",
        "edit good.toy -s toy.ksy --set records[0].limit=1001 -o out.toy",
        "edit good.toy -s toy.ksy --set count=9 -o out.toy",
        "edit good.toy -s toy.ksy --set count=9 --no-repair count -o out.toy",
        "edit bad.toy -s toy.ksy --set records[0].urgent=false -o out.toy",
        "edit cut.toy -s toy.ksy --set records[0].limit=9 -o out.toy",
        "edit cut.toy -s toy.ksy --set records[0].limit=9 --no-repair * -o out.toy",
        "edit cut.toy -s toy.ksy --set records[1].limit=9 --no-repair * -o out.toy",
        "edit some.packed -s packed.ksy --set body.list[1]=700 -o out.packed",
        "edit good.toy -s toy.ksy --set records[0].limt=9 -o out.toy",
        "edit good.toy -s toy.ksy --set records[7].limit=9 -o out.toy",
        "edit good.toy -s toy.ksy --set records[id=7].limit=9 -o out.toy",
        "edit good.toy -s toy.ksy --set records.[0]=9 -o out.toy",
        "edit good.toy -s toy.ksy --set records[0].kind=alow -o out.toy",
        "edit good.toy -s toy.ksy --set records[0].limit -o out.toy",
        "edit good.toy -s toy.ksy --set records[0].limit=[1 -o out.toy",
        "edit good.toy -s toy.ksy --set total=7 -o out.toy",
        "edit good.toy -s toy.ksy --delete records[0] --set records[0].id=7 -o out.toy",
        "edit good.toy -s toy.ksy -o out.toy",
        "edit good.toy -s toy.ksy --delete records[0]",
        "edit nowhere.toy -s toy.ksy --delete records[0] -o out.toy",
        "edit good.toy --delete records[0] -o out.toy",
        "edit good.toy -s toy.ksy --delete records[0] -o .",
    )
    check_golden("cli/edit.txt", text)


def test_the_file_has_the_edit_and_nothing_else(folder: Path) -> None:
    assert edit("--set", "records[1].limit=9").status == 0
    expected = toy(record(1, b"first"), record(2, b"second", kind=2, limit=9))
    assert (folder / "out.toy").read_bytes() == expected
    assert edit("--delete", "records[0]").status == 0
    assert (folder / "out.toy").read_bytes() == toy(record(2, b"second", kind=2))


def test_new_findings_of_severity_error_decide(folder: Path) -> None:
    assert edit("--set", "records[0].limit=1001").status == 1
    assert edit("--set", "records[0].urgent=false", file="bad.toy").status == 0
    assert (folder / "out.toy").exists()


def test_nothing_is_written_when_something_is_refused(folder: Path) -> None:
    for bad in ("records[9].limit=1", "records[0].limit=x", "count=9", "total=1"):
        assert edit("--set", "records[0].id=5", "--set", bad).status == 2
    assert not (folder / "out.toy").exists()


def test_an_output_may_be_the_input_and_keeps_its_mode(folder: Path) -> None:
    path = folder / "good.toy"
    path.chmod(0o640)
    assert edit("--delete", "records[1]", output="good.toy").status == 0
    assert path.read_bytes() == toy(record(1, b"first"))
    assert path.stat().st_mode & 0o777 == 0o640
    link = folder / "link.toy"
    link.symlink_to("good.toy")
    assert edit("--set", "records[0].id=5", output="link.toy").status == 0
    assert link.is_symlink()
    assert path.read_bytes() == toy(record(5, b"first"))


def test_a_new_file_obeys_the_umask(folder: Path) -> None:
    old = os.umask(0o027)
    try:
        assert edit("--set", "records[0].id=5").status == 0
    finally:
        os.umask(old)
    assert (folder / "out.toy").stat().st_mode & 0o777 == 0o640


def piped(
    monkeypatch: pytest.MonkeyPatch, *arguments: str, terminal: bool = False
) -> tuple[int, bytes]:
    """Run with a standard output that takes bytes; return status and bytes."""
    from validator.cli.main import main

    stream = io.TextIOWrapper(io.BytesIO(), "utf-8")
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stdout", stream)
    status = main(arguments)
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return status, stream.buffer.getvalue()


def test_standard_output_takes_bytes_but_no_terminal_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("edit", "good.toy", "-s", "toy.ksy", "--delete", "records[0]", "-o", "-")
    assert piped(monkeypatch, *arguments) == (0, toy(record(2, b"second", kind=2)))
    assert "<stdout>: 21 bytes written, good.toy has 35" in capsys.readouterr().err
    assert piped(monkeypatch, *arguments, terminal=True) == (2, b"")
    assert "bytes are not written to a terminal" in capsys.readouterr().err


def test_standard_input_is_a_file(folder: Path) -> None:
    data = (folder / "good.toy").read_bytes()
    ran = edit("--delete", "records[0]", file="-", stdin=data)
    assert ran.status == 0
    assert "<stdin>" in ran.err
    assert (folder / "out.toy").read_bytes() == toy(record(2, b"second", kind=2))


def test_a_configuration_names_the_schema(folder: Path) -> None:
    config = '[[content]]\nfiles = ["good.*"]\nschema = "toy.ksy"\n'
    (folder / "contentgate.toml").write_text(config, encoding="utf-8")
    assert run("edit", "good.toy", "--delete", "records[0]", "-o", "x").status == 0
    ran = run("edit", "bad.toy", "--delete", "records[0]", "-o", "x")
    assert ran.status == 3


@pytest.mark.parametrize(
    ("pattern", "is_broken"),
    [("count", True), ("*", True), ("co*", True), ("coun", False), ("records[*].count", False)],
)
def test_patterns_leave_fields_as_they_are(folder: Path, pattern: str, is_broken: bool) -> None:
    edit("--delete", "records[1]", "--no-repair", pattern)
    expected = toy(record(1, b"first"), count=2 if is_broken else 1)
    assert (folder / "out.toy").read_bytes() == expected


def test_what_was_packed_is_packed_again(folder: Path) -> None:
    ran = run("edit", "some.packed", "-s", "packed.ksy", "--set", "body.list[1]=7", "-o", "o")
    assert ran.status == 0
    assert run("diff", "some.packed", "o", "-s", "packed.ksy", "--brief").status == 1
    shown = run("show", "o", "-s", "packed.ksy", "--path", "body.list[1]").out
    assert "= 7" in shown
    assert (folder / "o").read_bytes() != packed(1, 2, 3)


def test_an_interrupt_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(os.listdir(folder))

    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(registry.os, "fsync", interrupt)
    ran = edit("--delete", "records[0]")
    assert ran == Ran(130, "", "contentgate edit: interrupted\n")
    assert sorted(os.listdir(folder)) == before


def test_names_and_values_are_escaped(folder: Path) -> None:
    name = "a\x1b[31m.toy"
    (folder / name).write_bytes(toy(record(1, b"\x1b[2J\n::error::x")))
    for arguments in (
        ("--set", "records[0].limit=7"),
        ("--set", "records[0].limit=5000"),
        ("--set", "records[name=\x1b].id=5"),
        ("--set", "\x1b[31m=1"),
        ("--set", "records[0].id=\x1b"),
        ("--set", "records[0].id=\x1b[3"),
        ("--set", "records[0].kind=al\u202eow"),
    ):
        ran = edit(*arguments, file=name, output="\x1b[1m.toy")
        assert "\x1b" not in ran.all
        assert "\u202e" not in ran.all
        assert not any(line.lstrip().startswith("::") for line in ran.err.splitlines())
        assert "Traceback" not in ran.all


def test_digits_are_bytes_where_the_field_holds_bytes(folder: Path) -> None:
    wav = GALLERY / "files" / "wav" / "mono.wav"
    for text in ("00112233", "deadbeef", "'0x'", "1e10"):
        ran = run(
            "edit", str(wav), "-s", str(GALLERY / "wav.ksy"), "-o", "o.wav",
            "--insert", f"chunks[2]={{name: note, body: {text}}}",
        )  # fmt: skip
        assert ran.status == (2 if "x" in text else 0)
        if ran.status == 0:
            assert (folder / "o.wav").read_bytes().endswith(bytes.fromhex(text))


def test_every_finding_past_the_twentieth_is_counted() -> None:
    changes = [f"--set=records[{number}].limit=2000" for number in range(30)]
    ran = edit(*changes, file="many.toy")
    assert ran.status == 1
    lines = ran.err.splitlines()
    assert len(lines) == 2 + 20 + 1
    assert lines[-1] == "  and 10 more findings"


def test_a_rule_that_was_broken_elsewhere_is_still_news(folder: Path) -> None:
    file = toy(record(1, limit=2000), record(2))
    (folder / "old.toy").write_bytes(file)
    assert edit("--set", "records[0].id=3", file="old.toy").status == 0
    ran = edit("--set", "records[1].limit=2000", file="old.toy")
    assert ran.status == 1
    assert "records[1].limit" in ran.err
    assert "records[0].limit" not in ran.err


class Terminal(io.StringIO):
    """A standard error that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "AFTER_S", 0.0)
    error = Terminal()
    monkeypatch.setattr(sys, "stderr", error)
    with progress.Waiting("editing f", is_wanted=True) as waiting:
        while "editing f: 0 s" not in error.getvalue():
            pass
    assert waiting is not None
    assert error.getvalue().endswith("\r\x1b[K")
    error.truncate(0)
    with progress.Waiting("editing f", is_wanted=False):
        pass
    monkeypatch.setattr(error, "isatty", lambda: False)
    with progress.Waiting("editing f", is_wanted=True):
        pass
    assert error.getvalue().strip("\0") == ""


def test_a_short_edit_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    from validator.cli.main import main

    monkeypatch.setattr(progress, "AFTER_S", 1000.0)
    error = Terminal()
    monkeypatch.setattr(sys, "stderr", error)
    main(["edit", "good.toy", "-s", "toy.ksy", "--set", "records[0].id=5", "-o", "out.toy"])
    assert "\r" not in error.getvalue()
    assert "out.toy: 35 bytes written, as before" in error.getvalue()


def test_the_first_equals_sign_outside_brackets_splits() -> None:
    assert edit_module._split("a[id=1].b=c=d") == ("a[id=1].b", "=", "c=d")
    assert edit_module._split("a[id=1]") == ("a[id=1]", "", "")


@pytest.mark.parametrize(
    ("schema", "file", "arguments", "repaired"),
    [
        ("png", "png/rgb.png", ["--set", "chunks[name=IHDR].body.width=48"], ["chunks[0].crc"]),
        (
            "png", "png/rgb.png",
            ["--insert", "chunks[1]={name: tIME, body: {year: 2024, month: 7, day: 19, hour: 4,"
             " minute: 9, second: 0}}"],
            [],
        ),
        ("wav", "wav/stereo.wav", ["--delete", "chunks[1]"], ["len_body"]),
        (
            "zip", "zip/stored.zip", ["--set", "directory.entries[0].name=longer-name.txt"],
            ["end.len_directory", "end.ofs_directory", "directory.entries[1].ofs_local"],
        ),
        ("tar", "tar/ustar.tar", ["--set", "members[0].name=n"], ["members[0].header.checksum"]),
        ("midi", "midi/format1.mid", ["--delete", "tracks[1]"], ["header.num_tracks"]),
        ("elf64", "elf64/object.o", ["--set", "header.kind=shared"], []),
        ("java_class", "java_class/Count.class", ["--set", "major=52"], []),
    ],
)  # fmt: skip
def test_real_files(
    folder: Path, schema: str, file: str, arguments: list[str], repaired: list[str]
) -> None:
    ksy = str(GALLERY / f"{schema}.ksy")
    ran = run("edit", str(GALLERY / "files" / file), "-s", ksy, "-o", "out", *arguments)
    assert ran.status in (0, 1), ran.err
    for path in repaired:
        assert f"  repaired  {path}: " in ran.err
    checked = run("check", "out", "-s", ksy)
    assert "checksum-mismatch" not in checked.all
    assert "unexpected-eof" not in checked.all
    assert checked.status == ran.status
