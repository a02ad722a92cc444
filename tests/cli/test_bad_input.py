"""Every kind of bad input gets a finding or an error that says what and where."""

from __future__ import annotations

import json
import os
import struct
from pathlib import Path

import pytest
from command_line import SCHEMA, Ran, make_folder, record, run, toy

from validator.check import session
from validator.findings import Finding

ROOT = Path(__file__).resolve().parents[2]
CHANNEL = "corpus/channel_file/valid/minimal.chan"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_folder(tmp_path, monkeypatch)


def refused(*arguments: str) -> Ran:
    """Run; assert that it ends with findings and nothing of Python's."""
    ran = run(*arguments)
    assert ran.status == 1, ran.all
    assert "Traceback" not in ran.all
    assert "error[" in ran.out
    return ran


def denied(*arguments: str) -> Ran:
    """Run; assert that it ends with an error message and nothing of Python's."""
    ran = run(*arguments)
    assert ran.status == 2, ran.all
    assert "Traceback" not in ran.all
    assert ran.out == ""
    assert ran.err
    return ran


def check(folder: Path, data: bytes, *, name: str = "x.bin", schema: str = "toy.ksy") -> Ran:
    (folder / name).write_bytes(data)
    return refused("check", name, "-s", schema)


@pytest.mark.parametrize("schema", ["toy.ksy", "packed.ksy", "uefi_dbx", "channel_file", "hwdb"])
@pytest.mark.parametrize(
    "data",
    [b"", b"\0", b"\xff", bytes(4096), b"\xff" * 4096],
    ids=["empty", "0", "ff", "0s", "ffs"],
)
def test_hardly_a_file(folder: Path, schema: str, data: bytes) -> None:
    ran = check(folder, data, schema=schema)
    assert ran.out.startswith("x.bin")
    assert run("show", "x.bin", "-s", schema).status == 1


def test_truncated_at_every_offset(folder: Path) -> None:
    whole = (ROOT / CHANNEL).read_bytes()
    for size in range(len(whole)):
        (folder / f"cut{size:03}.chan").write_bytes(whole[:size])
    ran = run("check", ".", "-s", "channel_file", "--format", "json", "--jobs", "1")
    cut = {
        file["file"]: file["ok"]
        for file in json.loads(ran.out)["meta"]["files"]
        if "cut" in file["file"] and file["file"].endswith(".chan")
    }
    assert len(cut) == len(whole)
    assert not any(cut.values())
    for size in range(len(whole)):
        assert run("show", f"cut{size:03}.chan", "-s", "channel_file").status == 1


@pytest.mark.parametrize("width", [4, 8])
def test_huge_counts(folder: Path, width: int) -> None:
    (folder / "count.ksy").write_text(
        f"meta:\n  id: count\n  endian: le\nseq:\n  - id: count\n    type: u{width}\n"
        "  - id: items\n    type: u2\n    repeat: expr\n    repeat-expr: count\n"
    )
    most = (1 << 8 * width) - 1
    ran = check(folder, most.to_bytes(width, "little") + bytes(10), schema="count.ksy")
    assert "error[count-exceeds-remaining] items" in ran.out
    assert f"{most} elements of at least 2 bytes, but 10 bytes remain" in ran.out
    assert run("show", "x.bin", "-s", "count.ksy").status == 1


@pytest.mark.parametrize("width", [4, 8])
def test_huge_sizes(folder: Path, width: int) -> None:
    (folder / "size.ksy").write_text(
        f"meta:\n  id: size\n  endian: le\nseq:\n  - id: len\n    type: u{width}\n"
        "  - id: body\n    size: len\n"
    )
    most = (1 << 8 * width) - 1
    ran = check(folder, most.to_bytes(width, "little") + bytes(10), schema="size.ksy")
    assert "error[unexpected-eof] body" in ran.out
    assert f"expected  {most} bytes (len, read at 0x0)" in ran.out


LINKED = """\
meta:
  id: linked
  endian: le
seq:
  - id: head
    type: node
types:
  node:
    seq:
      - id: next_pos
        type: u4
    instances:
      next:
        pos: next_pos
        type: node
        if: next_pos != 0
"""


def test_offset_past_the_end(folder: Path) -> None:
    (folder / "linked.ksy").write_text(LINKED)
    ran = check(folder, struct.pack("<I", 0xFFFFFFFF), schema="linked.ksy")
    assert "error[position-outside-stream] head.next" in ran.out
    assert "0xffffffff" in ran.out


def test_offsets_in_a_cycle(folder: Path) -> None:
    (folder / "linked.ksy").write_text(LINKED)
    ran = check(folder, struct.pack("<II", 4, 4), schema="linked.ksy")
    assert "error[budget-exceeded]" in ran.out or "error[cyclic-reference]" in ran.out
    assert "head.next" in ran.out
    assert run("show", "x.bin", "-s", "linked.ksy", "--all").status == 1


def test_nesting_bomb(folder: Path) -> None:
    (folder / "nest.ksy").write_text(
        "meta:\n  id: nest\nseq:\n  - id: top\n    type: box\n"
        "types:\n  box:\n    seq:\n      - id: more\n        type: u1\n"
        "      - id: inner\n        type: box\n        if: more == 1\n"
    )
    ran = check(folder, b"\1" * 100_000, schema="nest.ksy")
    assert "error[budget-exceeded]" in ran.out
    assert "nested too deeply" in ran.out
    assert run("show", "x.bin", "-s", "nest.ksy", "--all").status == 1
    assert run("show", "x.bin", "-s", "nest.ksy", "--json").status == 1


def test_decompression_bomb(folder: Path) -> None:
    import zlib

    text = (folder / "packed.ksy").read_text()
    (folder / "bomb.ksy").write_text(f"-budget:\n  unpacked: 10000\n{text}")
    body = zlib.compress(bytes(10_000_000), 9)
    data = struct.pack("<H", len(body)) + body + bytes(8)
    ran = check(folder, data, schema="bomb.ksy")
    assert "error[budget-exceeded]" in ran.out
    assert "unpacked bytes" in ran.out


def test_sparse_file_of_4_gib(folder: Path) -> None:
    (folder / "sparse.bin").touch()
    os.truncate(folder / "sparse.bin", 1 << 32)
    ran = refused("check", "sparse.bin", "-s", "toy.ksy")
    assert "sparse.bin: error[budget-exceeded] file is too large" in ran.out
    assert "4294967296 bytes" in ran.out
    assert run("show", "sparse.bin", "-s", "toy.ksy").status == 1


def test_a_folder_a_pipe_and_a_device(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    ran = refused("check", "pipe", "-s", "toy.ksy")
    assert "pipe: error[input-unreadable] cannot be read: it is a named pipe" in ran.out
    ran = refused("check", "/dev/zero", "-s", "toy.ksy")
    assert "it is a character device" in ran.out
    ran = refused("show", ".", "-s", "toy.ksy")
    assert "it is a directory" in ran.out
    ran = refused("check", "good.toy/x", "-s", "toy.ksy")
    assert "not a directory" in ran.out
    (folder / "broken").symlink_to("nowhere")
    (folder / "loop").symlink_to("loop")
    assert "no such file" in refused("check", "broken", "-s", "toy.ksy").out
    assert "symbolic links" in refused("check", "loop", "-s", "toy.ksy").out


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_unreadable_file(folder: Path) -> None:
    (folder / "good.toy").chmod(0)
    ran = refused("check", "good.toy", "-s", "toy.ksy")
    assert "permission denied" in ran.out


def test_unreadable_file_by_the_error_it_gives(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def deny(path: str, *more: int) -> int:
        if path == "good.toy":
            raise PermissionError(13, "Permission denied", path)
        return real(path, *more)

    monkeypatch.setattr(os, "open", deny)
    ran = refused("check", "good.toy", "-s", "toy.ksy")
    assert "good.toy: error[input-unreadable] cannot be read: permission denied" in ran.out


def test_file_that_changes_while_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = session._read_all

    def read_and_grow(handle: int, limit: int) -> bytes:
        data = real(handle, limit)
        with open("good.toy", "ab") as file:
            file.write(b"more")
        return data

    monkeypatch.setattr(session, "_read_all", read_and_grow)
    found = session.read_file("good.toy", 1 << 20)
    assert isinstance(found, Finding)
    assert found.rule == "input-changed"
    assert found.where == "good.toy"
    refused("check", "good.toy", "-s", "toy.ksy")


def test_name_that_is_not_utf_8(folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9\x1b[31m.toy")
    (folder / name).write_bytes(b"TOX!")
    ran = refused("check", name, "-s", "toy.ksy")
    assert ran.out.startswith(r"caf\xe9\x1b[31m.toy:0x0+4: error[magic-mismatch]")
    assert run("show", name, "-s", "toy.ksy").out.startswith(r"caf\xe9\x1b[31m.toy")
    for fmt in ("concise", "json", "jsonl", "sarif", "junit", "github", "gitlab"):
        ran = run("check", name, "-s", "toy.ksy", "--format", fmt)
        assert ran.status == 1
        assert "\x1b" not in ran.all
    denied("check", "good.toy", "-s", name)
    denied("check", "good.toy", "-s", os.fsdecode(b"\xff"))


def test_name_that_is_a_workflow_command(folder: Path) -> None:
    name = "::error file=x::pwned"
    (folder / name).write_bytes(b"TOX!")
    for arguments in (
        ("check", name, "-s", "toy.ksy"),
        ("show", name, "-s", "toy.ksy"),
        ("check", name, "-s", "toy.ksy", "-q"),
        ("check", name, "-s", "toy.ksy", "--format", "concise"),
        ("check", name, "-s", name),
        ("check", name),
        (name,),
        (f"--{name}",),
        ("check", f"--{name}"),
    ):
        ran = run(*arguments)
        assert ran.status in (1, 2)
        assert not [line for line in ran.all.splitlines() if line.lstrip().startswith("::")]


def test_name_with_a_zero_byte() -> None:
    ran = refused("check", "a\0b", "-s", "toy.ksy")
    assert r"a\x00b: error[input-unreadable]" in ran.out
    denied("check", "good.toy", "-s", "a\0b.ksy")
    denied("check", "good.toy", "-s", "toy.ksy", "-c", "a\0b")
    denied("check", "good.toy", "--config", "a\0b")


def test_string_that_is_not_utf_8(folder: Path) -> None:
    ran = check(folder, toy(record(1, b"caf\xe9!")))
    assert "error[encoding-invalid] records[0].name" in ran.out
    assert run("show", "x.bin", "-s", "toy.ksy").status == 1


def test_hostile_strings_are_escaped(folder: Path) -> None:
    text = SCHEMA.replace("    seq:\n      - id: id", "    -checks:\n"
        "      - expr: 'name == \"x\"'\n        message: \"name is {name}\"\n"
        "    seq:\n      - id: id")  # fmt: skip
    (folder / "named.ksy").write_text(text)
    evil = "\x1b]0;owned\x07\n::error::x\n##[group]\u202e"
    ran = check(folder, toy(record(1, evil.encode())), schema="named.ksy")
    assert "name is" in ran.out
    for fmt in ("text", "concise", "github", "junit", "gitlab", "sarif"):
        out = run("check", "x.bin", "-s", "named.ksy", "--format", fmt).out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
        assert not [line for line in out.splitlines() if line.lstrip().startswith("::error::")]


def test_schema_with_a_cycle_of_imports(folder: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (folder / f"{name}.ksy").write_text(
            f"meta:\n  id: {name}\n  imports: [{other}]\nseq:\n"
            f"  - id: x\n    type: u1\n  - id: y\n    type: {other}\n    if: x == 1\n"
        )
    ran = run("check", "good.toy", "-s", "a.ksy")
    assert ran.status in (1, 2)
    assert "Traceback" not in ran.all
    lint = run("schema", "lint", "a.ksy")
    assert lint.status in (0, 1)
    assert "Traceback" not in lint.all


def test_expression_bombs(folder: Path) -> None:
    def schema(expression: str) -> Ran:
        (folder / "bomb.ksy").write_text(
            "meta:\n  id: bomb\nseq:\n  - id: a\n    type: u1\ninstances:\n"
            f"  b:\n    value: {expression}\n"
        )
        return run("check", "good.toy", "-s", "bomb.ksy")

    deep = schema("(" * 5000 + "a" + ")" * 5000)
    assert deep.status == 2
    assert "bomb.ksy:8:" in deep.err
    for text in (
        "+".join(["a"] * 5000),
        "-" * 5000 + "a",
        "not " * 5000 + "(a == 1)",
        "a" * 100_000,
    ):
        ran = schema(text)
        assert ran.status in (1, 2)
        assert "Traceback" not in ran.all
    for text in ("1 << 1000000000000", "1 << (a << 60)", "2 ** 10", "a / 0", "a % (a - a)"):
        ran = schema(text)
        assert ran.status in (1, 2), text
        assert "Traceback" not in ran.all


@pytest.mark.parametrize(
    "text",
    [
        "", "\0", "[]", "meta", "- a", "meta: [1]", "meta:\n  id: x\nseq: 7", "a: &a [*a]",
        "{" * 5000, "meta: {id: x}\ntypes: {a: {types: {b: {seq: [{id: 1}]}}}}", "\ufeffmeta: 1",
        "!!python/object/apply:os.system ['true']",
    ],
)  # fmt: skip
def test_schema_that_is_none(folder: Path, text: str) -> None:
    (folder / "none.ksy").write_text(text)
    ran = denied("check", "good.toy", "-s", "none.ksy")
    assert ran.err.startswith("none.ksy:")
    assert "error[" in ran.err
    lint = run("schema", "lint", "none.ksy")
    assert lint.status == 1


def test_schema_that_cannot_be_read(folder: Path) -> None:
    os.mkfifo(folder / "pipe.ksy")
    (folder / "folder.ksy").mkdir()
    (folder / "latin.ksy").write_bytes(b"meta:\n  id: x\n  title: caf\xe9\n")
    for name in ("nowhere.ksy", "pipe.ksy", "folder.ksy", "latin.ksy", "/dev/zero"):
        ran = denied("check", "good.toy", "-s", name)
        assert name in ran.err


def test_contract_that_lacks_facts(folder: Path) -> None:
    (folder / "lacking.toml").write_text('[contract]\nname = "old-1"\n[facts]\nmax_recods = 3\n')
    (folder / "broken.toml").write_text("[contract\n")
    ran = denied(
        "check", "good.toy", "-s", "toy.ksy",
        "-c", "lacking.toml", "-c", "broken.toml", "-c", "nowhere.toml",
    )  # fmt: skip
    assert "lacking.toml: contract old-1 does not supply" in ran.err
    assert "max_records: expected int, found nothing (did you mean max_recods?)" in ran.err
    assert "broken.toml" in ran.err
    assert "nowhere.toml" in ran.err


def test_configuration_that_matches_nothing(folder: Path) -> None:
    config = '[[content]]\nfiles = ["*.other"]\nschema = "toy.ksy"\n'
    (folder / "contentgate.toml").write_text(config)
    ran = run("check", "good.toy")
    assert ran.status == 3
    assert "good.toy matches no [[content]] of contentgate.toml: not checked" in ran.out
    ran = run("check", ".")
    assert ran.status == 3
    assert "nothing was checked" in ran.out


def test_configuration_that_is_wrong(folder: Path) -> None:
    for text in ("[[content]\n", "[[content]]\nfile = 1\n", "\0", "x = " + "[" * 3000):
        (folder / "contentgate.toml").write_text(text)
        ran = denied("check", "good.toy")
        assert "contentgate.toml" in ran.err
    assert "nowhere.toml" in denied("check", "good.toy", "--config", "nowhere.toml").err


def test_report_that_cannot_be_written(folder: Path) -> None:
    (folder / "file").touch()
    ran = run("check", "good.toy", "-s", "toy.ksy", "--report", "json=file/x.json")
    assert ran.status == 2
    assert "file/x.json: cannot write the report" in ran.err
