"""`contentgate show` in process: the tree, what is marked, what is left out, JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from command_line import make_folder, packed, record, run, toy, transcript
from golden_files import check_golden


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_folder(tmp_path, monkeypatch)


def tree(*arguments: str) -> dict[str, Any]:
    ran = run("show", *arguments, "--json")
    loaded: dict[str, Any] = json.loads(ran.out)
    return loaded


def nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    inner = node.get("fields", node.get("items", []))
    return [node, *(below for child in inner for below in nodes(child))]


def test_transcripts() -> None:
    text = transcript(
        "show good.toy -s toy.ksy",
        "show bad.toy -s toy.ksy -c sensor.toml",
        "show cut.toy -s toy.ksy --width 80",
        "show tail.toy -s toy.ksy",
        "show tail.toy -s toy.ksy --all --width 120",
        "show some.packed -s packed.ksy",
        "show many.toy -s toy.ksy --no-hex --depth 2",
        "show many.toy -s toy.ksy --path records[29]",
        "show bad.toy -s toy.ksy --path records[0]",
        "show many.toy -s toy.ksy --path records[30].name",
        "show many.toy -s toy.ksy --path records[3].nam",
        "show many.toy -s toy.ksy --path records..3",
        "show nowhere.toy -s toy.ksy",
    )
    check_golden("cli/show.txt", text)


def test_json_is_golden(folder: Path) -> None:
    (folder / "nan.packed").write_bytes(packed(1, ratio=float("nan")))
    texts = []
    for name, schema in (
        ("bad.toy", "toy.ksy"),
        ("cut.toy", "toy.ksy"),
        ("nan.packed", "packed.ksy"),
    ):
        text = run("show", name, "-s", schema, "--json").out
        digest = json.loads(text)["digest"]
        texts.append(text.replace(digest, "DIGEST"))
    check_golden("cli/show.json", "\n".join(texts))


def test_color_never_changes_the_text() -> None:
    for name in ("bad.toy", "cut.toy", "tail.toy", "many.toy"):
        plain = run("show", name, "-s", "toy.ksy").out
        colored = run("show", name, "-s", "toy.ksy", "--color", "always").out
        assert colored != plain
        stripped = re.sub(r"\x1b\[[0-9;]*m", "", colored)
        assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_no_line_is_wider_than_asked(width: int) -> None:
    for name in ("bad.toy", "cut.toy", "tail.toy", "many.toy"):
        out = run("show", name, "-s", "toy.ksy", "--width", str(width)).out
        body = out.split("\n\n")[1]
        assert max(map(len, body.splitlines())) <= max(width, 80)


def test_a_finding_in_a_long_list_is_never_left_out(folder: Path) -> None:
    records = [record(n) for n in range(100)]
    records[57] = record(57, kind=77)
    (folder / "long.toy").write_bytes(toy(*records))
    out = run("show", "long.toy", "-s", "toy.ksy", "--depth", "1").out
    assert "[57]: record" in out
    assert "kind = 77, not a member" in out
    assert "[56]: record" not in out
    out = run("show", "long.toy", "-s", "toy.ksy").out
    assert "... 49 more" in out and "... 42 more" in out
    assert "[57]: record" in out


def test_all_shows_everything() -> None:
    out = run("show", "many.toy", "-s", "toy.ksy", "--all").out
    assert all(f"[{number}]: record" in out for number in range(30))
    assert "more" not in out


def test_exit_status() -> None:
    assert run("show", "good.toy", "-s", "toy.ksy").status == 0
    assert run("show", "bad.toy", "-s", "toy.ksy").status == 1
    assert run("show", "bad.toy", "-s", "toy.ksy", "--json").status == 1
    assert run("show", "nowhere.toy", "-s", "toy.ksy").status == 1
    assert run("show", "good.toy", "-s", "toy.ksy", "--path", "nothing").status == 2
    assert run("show", "good.toy").status == 2


def test_schema_from_the_configuration(folder: Path) -> None:
    (folder / "contentgate.toml").write_text('[[content]]\nfiles = ["*.toy"]\nschema = "toy.ksy"\n')
    assert run("show", "good.toy").status == 0
    ran = run("show", "toy.ksy")
    assert ran.status == 3
    assert "toy.ksy matches no [[content]]" in ran.err


def test_standard_input_is_shown() -> None:
    ran = run("show", "-", "-s", "toy.ksy", stdin=toy(record(1, b"hello")))
    assert ran.status == 0
    assert ran.out.startswith("<stdin>  20 bytes\n  schema    toy (toy.ksy)\n")
    assert 'name = "hello"' in ran.out


def test_json_of_everything_that_can_be_read() -> None:
    document = tree("good.toy", "-s", "toy.ksy")
    by_path = {node["path"]: node for node in nodes(document["tree"])}
    assert document["size"] == len(Path("good.toy").read_bytes())
    assert by_path["magic"]["value"] == "544f5921" and by_path["magic"]["type"] == "bytes"
    assert by_path["records[1].kind"]["value"] == 2
    assert by_path["records[1].kind"]["enum"] == "block"
    assert by_path["records[0].urgent"] == {
        "id": "urgent", "path": "records[0].urgent", "type": "b1", "start": 9, "end": 10,
        "bits": {"offset": 0, "width": 1}, "value": True,
    }  # fmt: skip
    assert by_path["total"]["value"] == 200 and by_path["total"]["computed"]
    assert by_path["last"]["same_as"] == "records[1]"
    assert by_path["records"]["type"] == "toy::record[]"


def test_json_offsets_are_those_of_the_bytes(folder: Path) -> None:
    data = (folder / "good.toy").read_bytes()
    for node in nodes(tree("good.toy", "-s", "toy.ksy")["tree"]):
        if node["type"] == "bytes":
            assert data[node["start"] : node["end"]].hex() == node["value"]


def test_json_of_a_part_and_of_nothing() -> None:
    document = tree("bad.toy", "-s", "toy.ksy", "--path", "records[1]")
    assert document["tree"]["path"] == "records[1]"
    assert len(document["findings"]) == 2
    limit = next(n for n in document["tree"]["fields"] if n["id"] == "limit")
    assert [document["findings"][i]["rule"] for i in limit["findings"]] == ["value-out-of-range"]
    nothing = tree("nowhere.toy", "-s", "toy.ksy")
    assert nothing["tree"] is None
    assert nothing["findings"][0]["rule"] == "input-unreadable"


def test_json_keeps_large_numbers_exact(folder: Path) -> None:
    (folder / "wide.ksy").write_text(
        "meta:\n  id: wide\n  endian: be\nseq:\n  - id: a\n    type: u8\n  - id: b\n    type: f4\n"
    )
    (folder / "wide.bin").write_bytes(b"\xff" * 8 + b"\x7f\x80\x00\x00")
    fields = tree("wide.bin", "-s", "wide.ksy")["tree"]["fields"]
    assert fields[0]["value"] == 2**64 - 1
    assert fields[1]["value"] == "inf"


def test_bytes_outside_the_terminal_are_escaped(folder: Path) -> None:
    (folder / "evil.toy").write_bytes(toy(record(1, b"\x1b[2J::set-output x=\xe2\x80\xae")))
    ran = run("show", "evil.toy", "-s", "toy.ksy", "--color", "always")
    assert ran.status == 0
    assert "\x1b[2J" not in ran.out and "\u202e" not in ran.out
    assert r"\x1b[2J" in ran.out
