"""The benchmarks run and say what they must; no figure is asserted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import contents, gallery, peers_construct
from benchmarks.rows import Goal, Row, judged, table
from benchmarks.run import PARTS, main
from validator.check.schema import load_schema

ROOT = Path(__file__).resolve().parents[2]
PEERS = {"construct, plain", "construct, .compile()", "Kaitai Python (official 0.11)"}


@pytest.fixture(scope="module")
def channel() -> bytes:
    return contents.channel_file(40)


def test_same_seed_same_bytes(channel: bytes) -> None:
    assert contents.channel_file(40) == channel
    assert contents.channel_file(40, seed=2) != channel
    assert contents.record_table(50) == contents.record_table(50)


def test_channel_file_is_varied(channel: bytes) -> None:
    criteria, headers, values = contents.criterion_headers(channel)
    assert 15 * 40 < criteria < 26 * 40
    assert headers > 150
    assert 10 * criteria < values < 22 * criteria


def test_contents_are_valid(channel: bytes) -> None:
    assert load_schema(str(ROOT / "schemas/channel_file.ksy")).check_bytes(channel) == []
    schema = load_schema(str(ROOT / "benchmarks/record_table.ksy"))
    assert schema.check_bytes(contents.record_table(50)) == []


RECORD_FAULTS = {
    "kind": (4, 6), "flags": (5, 0x40), "reserved": (6, 1), "start": (11, 0x80), "id": (3, 1),
}  # fmt: skip


@pytest.mark.parametrize("field", RECORD_FAULTS)
def test_record_table_notices(field: str) -> None:
    data = bytearray(contents.record_table(50))
    at, value = RECORD_FAULTS[field]
    data[16 + 16 * 20 + at] = value
    schema = load_schema(str(ROOT / "benchmarks/record_table.ksy"))
    assert schema.check_bytes(bytes(data))


@pytest.mark.parametrize("is_compiled", [False, True])
def test_construct_declarations_read_and_check(channel: bytes, is_compiled: bool) -> None:
    declared = peers_construct.channel_file(is_compiled=is_compiled)
    assert len(declared.parse(channel).instances) == 40
    records = contents.record_table(50)
    table_form = peers_construct.record_table(is_compiled=is_compiled)
    assert len(table_form.parse(records).records) == 50
    damaged = bytearray(records)
    damaged[16 + 4] = 7
    with pytest.raises(peers_construct.c.ConstructError):
        table_form.parse(bytes(damaged))


def test_quick_run_has_every_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "rows.json"
    assert main(["--quick", "--only", "w1", "--only", "w2", "--json", str(out)]) == 0
    rows = json.loads(out.read_text())["rows"]
    for part in ("w1", "w2"):
        by_subject = {row["subject"]: row for row in rows if row["part"] == part}
        assert by_subject.keys() >= PEERS | {"contentgate", "zlib.crc32"}
        assert by_subject["contentgate"]["goal"] == ">= 100 MB/s"
        for name in PEERS:
            row = by_subject[name]
            is_there = row["figure"] is not None
            assert (row["ratio"] is not None) == is_there
            assert (row["is_met"] is not None) == is_there
    shown = capsys.readouterr().out
    assert "construct, .compile()" in shown
    assert "no figure means anything" in shown


def test_every_other_part_runs(tmp_path: Path) -> None:
    out = tmp_path / "rows.json"
    others = [f"--only={part}" for part in PARTS if part not in ("w1", "w2")]
    assert main(["--quick", *others, "--json", str(out)]) == 0
    rows = json.loads(out.read_text())["rows"]
    assert {row["part"] for row in rows} == set(PARTS) - {"w1", "w2"}
    subjects = {row["subject"] for row in rows}
    assert {
        "python -c pass",
        *(f"{w}: contentgate check, warm cache" for w in ("w1", "w2")),
    } <= subjects
    assert all(row["figure"] is None or row["figure"] > 0 for row in rows)


def test_wrong_part_is_refused() -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--only", "nothing"])
    assert stop.value.code == 2


def test_goals() -> None:
    assert Goal(50, "x").met(50)
    assert not Goal(50, "x").met(49.9)
    assert Goal(2, "x", at_least=False).met(2)
    assert not Goal(2, "x", at_least=False).met(2.1)


def test_table_shows_what_is_missing() -> None:
    row = judged(Row("w1", "a peer", 0, None, "MB/s", note="npm is not installed"), None, None)
    met = judged(Row("w1", "ours", 10, 120.0, "MB/s"), Goal(100, " MB/s"), 120.0)
    late = judged(Row("startup", "hook", 0, 40.0, "ms"), Goal(10, " ms", at_least=False), 30.0)
    text = table([row, met, late])
    assert "not available" in text
    assert "npm is not installed" in text
    assert ">= 100 MB/s" in text
    assert "NOT MET" in text
    assert text.count("met") == 1


def test_gallery_prints_a_row_for_every_schema(capsys: pytest.CaptureFixture[str]) -> None:
    gallery.main(["--mutants", "70", "--reference"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + len(list((ROOT / "examples/gallery").glob("*.ksy")))
    name, _, mutants, _, _, exceptions, disagreements, *_ = lines[-1].split()
    assert (name, mutants, exceptions, disagreements) == ("all", "70", "0", "0")


def test_gallery_mutants_are_the_same_on_every_run() -> None:
    data = (ROOT / "examples/gallery/files/png/rgb.png").read_bytes()
    first, second = list(gallery.mutants_of(data, 50)), list(gallery.mutants_of(data, 50))
    assert first == second
    assert len(set(first)) > 45
    assert data not in first[:5]
