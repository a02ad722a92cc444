"""`contentgate diff` in process: text, JSON, broken files, what is refused, what is escaped."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from command_line import make_folder, packed, record, run, toy, transcript
from golden_files import check_golden

KEYED = "repeat-expr: count\n    -unique: _.id\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = make_folder(tmp_path, monkeypatch)
    text = (made / "toy.ksy").read_text(encoding="utf-8")
    keyed = text.replace("repeat-expr: count\n", KEYED)
    (made / "keyed.ksy").write_text(keyed, encoding="utf-8")
    new = toy(record(3, b"third"), record(1, b"first", limit=9), record(2, b"second", kind=1))
    (made / "new.toy").write_bytes(new)
    (made / "other.packed").write_bytes(packed(1, 9, 3))
    return made


def loaded(*arguments: str) -> dict[str, Any]:
    ran = run("diff", *arguments, "--format", "json")
    value: dict[str, Any] = json.loads(ran.out)
    return value


def test_transcripts() -> None:
    text = transcript(
        "diff good.toy good.toy -s toy.ksy",
        "diff good.toy new.toy -s keyed.ksy",
        "diff good.toy new.toy -s toy.ksy --brief",
        "diff good.toy new.toy -s keyed.ksy --all",
        "diff good.toy new.toy -s keyed.ksy --path records[0]",
        "diff good.toy many.toy -s keyed.ksy --max-differences 3 --width 60",
        "diff good.toy cut.toy -s keyed.ksy",
        "diff good.toy tail.toy -s keyed.ksy",
        "diff some.packed other.packed -s packed.ksy",
        "diff good.toy",
        "diff good.toy nowhere.toy -s toy.ksy",
        "diff good.toy good.toy -s nowhere.ksy",
        "diff good.toy new.toy -s toy.ksy --brief --all",
        "diff - - -s toy.ksy",
        "diff good.toy new.toy",
    )
    check_golden("cli/diff.txt", text)


def test_json_is_golden() -> None:
    texts = []
    for new, form in (("new.toy", "json"), ("cut.toy", "json"), ("new.toy", "jsonl")):
        text = run("diff", "good.toy", new, "-s", "keyed.ksy", "--format", form).out
        digest = loaded("good.toy", new, "-s", "keyed.ksy")["digest"]
        texts.append(text.replace(digest, "DIGEST"))
    check_golden("cli/diff.json", "\n".join(texts))


def test_json_lines_say_the_same_as_the_document() -> None:
    whole = loaded("good.toy", "new.toy", "-s", "keyed.ksy")
    ran = run("diff", "good.toy", "new.toy", "-s", "keyed.ksy", "--format", "jsonl")
    first, *middle, last = map(json.loads, ran.out.splitlines())
    assert [first["type"], last["type"]] == ["diff", "summary"]
    assert [{"type": "difference", **one} for one in whole["differences"]] == middle
    assert last["counts"] == whole["counts"]


def test_help_tells_marks_and_exit_status() -> None:
    text = run("diff", "--help").out
    assert "OLD NEW" in text
    assert "* changed, + inserted, - deleted, > moved, ? not read" in text
    assert "Exit status: 0 the same, 1 different" in text


def test_exit_status(folder: Path) -> None:
    assert run("diff", "good.toy", "good.toy", "-s", "toy.ksy").status == 0
    assert run("diff", "good.toy", "new.toy", "-s", "toy.ksy").status == 1
    assert run("diff", "good.toy", ".", "-s", "toy.ksy").status == 2
    assert run("diff", "good.toy", "new.toy").status == 2
    (folder / "contentgate.toml").write_text(
        '[[content]]\nfiles = ["good.*"]\nschema = "toy.ksy"\n', encoding="utf-8"
    )
    assert run("diff", "good.toy", "new.toy").status == 3


def test_standard_input_is_one_side(folder: Path) -> None:
    data = (folder / "new.toy").read_bytes()
    piped = run("diff", "good.toy", "-", "-s", "keyed.ksy", stdin=data)
    named = run("diff", "good.toy", "new.toy", "-s", "keyed.ksy")
    assert piped.out == named.out.replace("+++ new.toy", "+++ <stdin>")


def test_color_never_changes_the_text() -> None:
    arguments = ("diff", "good.toy", "new.toy", "-s", "keyed.ksy", "--all")
    plain, colored = run(*arguments).out, run(*arguments, "--color", "always").out
    assert colored != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_many_consequences_of_one_kind_are_one_line(folder: Path) -> None:
    text = (
        "meta: {id: t, endian: le}\nseq: [{id: n, type: u1}, {id: at, type: u1, repeat: expr,"
        " repeat-expr: n}]\ninstances: {parts: {type: 'part(_index)', repeat: expr,"
        " repeat-expr: n}}\ntypes: {part: {params: [{id: i, type: u1}], instances: {body: {io:"
        " _root._io, pos: '_root.at[i]', type: u1}}}}\n"
    )
    (folder / "t.ksy").write_text(text, encoding="utf-8")
    for name, values in (("a.t", range(1, 10)), ("b.t", range(10))):
        count = len(values)
        at = bytes(range(1 + count, 1 + 2 * count))
        (folder / name).write_bytes(bytes([count]) + at + bytes(values))
    out = run("diff", "a.t", "b.t", "-s", "t.ksy").out
    assert "at[*]: 10 differences (offset of parts[*].body)" in out
    assert "at[3]" not in out
    assert (
        "at[3]: 13 -> 14  (offset of parts[*].body)"
        in run("diff", "a.t", "b.t", "-s", "t.ksy", "--all").out
    )


@pytest.mark.parametrize("name", [b"\x1b[31mred", b"a\nb", b"::error::x", "\u202eevil".encode()])
def test_what_comes_from_files_is_escaped(folder: Path, name: bytes) -> None:
    (folder / "evil.toy").write_bytes(toy(record(1, name)))
    for form in ("text", "json", "jsonl"):
        ran = run("diff", "good.toy", "evil.toy", "-s", "keyed.ksy", "--format", form)
        assert ran.status == 1
        assert "\x1b" not in ran.out
        assert "\u202e" not in ran.out
        assert not any(line.lstrip().startswith("::") for line in ran.out.splitlines())


def test_names_of_files_are_escaped(folder: Path) -> None:
    (folder / "a\x1b[31m.toy").write_bytes(toy(record(1)))
    ran = run("diff", "good.toy", "a\x1b[31m.toy", "-s", "toy.ksy")
    assert "\x1b" not in ran.out + ran.err


def test_files_of_other_schemas_are_refused(folder: Path) -> None:
    (folder / "contentgate.toml").write_text(
        '[[content]]\nfiles = ["*.toy"]\nschema = "toy.ksy"\n'
        '[[content]]\nfiles = ["*.packed"]\nschema = "packed.ksy"\n',
        encoding="utf-8",
    )
    ran = run("diff", "good.toy", "some.packed")
    assert ran.status == 2
    assert "the files have different schemas" in ran.err
    assert run("diff", "good.toy", "new.toy").status == 1


def test_a_path_narrows_on_either_side() -> None:
    found = loaded("good.toy", "new.toy", "-s", "keyed.ksy", "--path", "records[1]")
    paths = {side["path"] for one in found["differences"] for side in (one["old"], one["new"])}
    assert paths
    for one in found["differences"]:
        sides = [side["path"] for side in (one["old"], one["new"]) if side]
        assert any(path == "records[1]" or path.startswith("records[1].") for path in sides)
