"""`contentgate build` in process: values from text, JSON, YAML and trees; what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import make_folder, packed, record, run, toy, transcript
from golden_files import check_golden

ROOT = Path(__file__).resolve().parents[2]

VALUES = """\
records:
- {id: 1, kind: allow, urgent: true, level: 5, name: first, limit: 7}
- {id: 2, kind: 2, urgent: true, level: 5, name: second, limit: 7}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = make_folder(tmp_path, monkeypatch)
    (made / "values.yaml").write_text(VALUES, encoding="utf-8")
    (made / "given.yaml").write_text(VALUES + "count: 9\nmagic: '00000000'\n", encoding="utf-8")
    (made / "high.yaml").write_text(VALUES.replace("limit: 7", "limit: 7000"), encoding="utf-8")
    (made / "few.yaml").write_text("records:\n- {id: 1, name: x}\n", encoding="utf-8")
    (made / "wrong.yaml").write_text("recrods: []\n", encoding="utf-8")
    (made / "word.yaml").write_text("records: [{id: one}]\n", encoding="utf-8")
    (made / "list.json").write_text("[1, 2]", encoding="utf-8")
    (made / "twice.json").write_text('{"records": [], "records": []}', encoding="utf-8")
    (made / "latin.yaml").write_bytes(b"records: [\xe4]\n")
    return made


def test_transcripts() -> None:
    text = transcript(
        "build --help",
        "build values.yaml -s toy.ksy -o out.toy",
        "build given.yaml -s toy.ksy -o out.toy",
        "build given.yaml -s toy.ksy -o out.toy --no-repair count",
        "build high.yaml -s toy.ksy -o out.toy",
        "build few.yaml -s toy.ksy -o out.toy",
        "build wrong.yaml -s toy.ksy -o out.toy",
        "build word.yaml -s toy.ksy -o out.toy",
        "build list.json -s toy.ksy -o out.toy",
        "build twice.json -s toy.ksy -o out.toy",
        "build latin.yaml -s toy.ksy -o out.toy",
        "build good.toy -s toy.ksy -o out.toy",
        "build nowhere.yaml -s toy.ksy -o out.toy",
        "build values.yaml -o out.toy",
        "build values.yaml -s toy.ksy",
        "build values.yaml -s toy.ksy -o .",
    )
    check_golden("cli/build.txt", text)


def test_values_make_the_file_that_has_them(folder: Path) -> None:
    assert run("build", "values.yaml", "-s", "toy.ksy", "-o", "out.toy").status == 0
    expected = (folder / "good.toy").read_bytes()
    assert (folder / "out.toy").read_bytes() == expected
    ran = run("build", "-", "-s", "toy.ksy", "-o", "piped.toy", stdin=VALUES.encode())
    assert ran.status == 0
    assert (folder / "piped.toy").read_bytes() == expected


def test_a_byte_order_mark_is_no_value(folder: Path) -> None:
    (folder / "bom.yaml").write_text(VALUES, encoding="utf-8-sig")
    assert run("build", "bom.yaml", "-s", "toy.ksy", "-o", "out.toy").status == 0


@pytest.mark.parametrize("file", ["good.toy", "many.toy"])
def test_a_tree_makes_the_file_again(folder: Path, file: str) -> None:
    tree = run("show", file, "-s", "toy.ksy", "--json").out
    ran = run("build", "-", "-s", "toy.ksy", "-o", "out.toy", stdin=tree.encode())
    assert ran.status == 0, ran.err
    assert (folder / "out.toy").read_bytes() == (folder / file).read_bytes()


def test_a_tree_of_a_part_is_refused(folder: Path) -> None:
    tree = run("show", "good.toy", "-s", "toy.ksy", "--json", "--path", "records[0]").out
    ran = run("build", "-", "-s", "toy.ksy", "-o", "out.toy", stdin=tree.encode())
    assert ran.status == 2
    assert "the tree is a part of a file only" in ran.err
    assert not (folder / "out.toy").exists()


def test_an_invalid_file_is_written_and_told(folder: Path) -> None:
    ran = run("build", "high.yaml", "-s", "toy.ksy", "-o", "out.toy")
    assert ran.status == 1
    assert (folder / "out.toy").exists()
    assert run("check", "out.toy", "-s", "toy.ksy").status == 1


def test_a_field_can_be_left_as_given(folder: Path) -> None:
    assert run(
        "build", "given.yaml", "-s", "toy.ksy", "-o", "out.toy", "--no-repair", "count"
    ).status == 1  # fmt: skip
    first, second = record(1, b"first"), record(2, b"second", kind=2)
    assert (folder / "out.toy").read_bytes() == toy(first, second, count=9)


def test_packed_values(folder: Path) -> None:
    values = {"body": {"list": [1, 2, 3]}, "ratio": 0.5}
    (folder / "p.json").write_text(json.dumps(values), encoding="utf-8")
    assert run("build", "p.json", "-s", "packed.ksy", "-o", "p.packed").status == 0
    shown = [
        run("show", name, "-s", "packed.ksy", "--path", "body", "--no-hex").out.splitlines()[3:]
        for name in ("p.packed", "some.packed")
    ]
    assert shown[0] == shown[1]
    assert len((folder / "p.packed").read_bytes()) >= len(packed(1, 2, 3))


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "7", "[]", "{", "records", '{"records": {}}', '{"records": [[]]}',
        '{"records": [null]}', '{"records": 5}', "? [a]\n: b", "records: \x1b[31m",
        '{"\\u001b[31m": 1}', '{"records": [{"\\n::error::": 1}]}',
        '{"records": [{"id": {"$": 1}}]}', '{"a": ' + "9" * 5000 + "}", '{"a": ' + "[" * 99999,
        '{"format": "contentgate-tree"}', '{"format": "contentgate-tree", "tree": {"fields": 1}}',
        "\ud800", "records: [" + "{id: 1, name: a}, " * 3 + "]",
    ],
)  # fmt: skip
def test_any_text_is_answered_without_a_traceback(folder: Path, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    ran = run("build", "-", "-s", "toy.ksy", "-o", "out.toy", stdin=data)
    assert ran.status == 2
    assert "Traceback" not in ran.all
    assert "\x1b" not in ran.all
    assert not any(line.lstrip().startswith("::") for line in ran.err.splitlines())
    assert not (folder / "out.toy").exists()


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("schemas/channel_file.ksy", "corpus/channel_file/valid/unicode_names.chan"),
        ("schemas/uefi_dbx.ksy", "corpus/uefi_dbx/valid/image-hashes.esl"),
        ("schemas/hwdb.ksy", "corpus/hwdb/valid/one-match.bin"),
        ("examples/gallery/png.ksy", "examples/gallery/files/png/rgb.png"),
        ("examples/gallery/wav.ksy", "examples/gallery/files/wav/mono.wav"),
        ("examples/gallery/sqlite.ksy", "examples/gallery/files/sqlite/table.sqlite"),
    ],
)
def test_trees_of_real_files_make_them_again(folder: Path, schema: str, file: str) -> None:
    tree = run("show", str(ROOT / file), "-s", str(ROOT / schema), "--json").out
    ran = run("build", "-", "-s", str(ROOT / schema), "-o", "out", stdin=tree.encode())
    assert ran.status == 0, ran.err
    assert (folder / "out").read_bytes() == (ROOT / file).read_bytes()
