"""`contentgate generate`: transcripts, what is refused, folders, the same bytes again."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import make_folder, run, transcript
from golden_files import check_golden


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_folder(tmp_path, monkeypatch)


def test_transcripts() -> None:
    text = transcript(
        "generate --help",
        "generate",
        "generate toy.ksy",
        "generate toy.ksy -o made -n 0",
        "generate toy.ksy -o made --mode vaild",
        "generate none.ksy -o made",
        "generate toy.ksy -o - -n 2",
        "generate toy.ksy -n 4 -o made",
        "generate toy.ksy -n 3 -o near --mode near-miss --seed 5",
        "generate toy.ksy -n 2 -o edges --mode boundary",
        "generate toy.ksy -n 1 -o toy.ksy",
        "check -s toy.ksy made edges",
    )
    check_golden("cli/generate.txt", text)


def test_the_same_command_makes_the_same_bytes(folder: Path) -> None:
    for name in ("one", "two"):
        assert run("generate", "toy.ksy", "-n", "5", "-o", name, "--mode", "mixed").status == 0
    first = sorted(path.name for path in (folder / "one").iterdir())
    assert len(first) == 5
    for name in first:
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()
    assert run("generate", "toy.ksy", "-n", "1", "-o", "three", "--seed", "9").status == 0
    other = (folder / "three" / "toy-0000.bin").read_bytes()
    assert other != (folder / "one" / "toy-0000.bin").read_bytes()


def test_files_meet_contracts(folder: Path) -> None:
    (folder / "small.toml").write_text('[contract]\nname = "small"\n[facts]\nmax_records = 1\n')
    assert run("generate", "toy.ksy", "-n", "8", "-o", "made", "-c", "small.toml").status == 0
    assert run("check", "-s", "toy.ksy", "-c", "small.toml", "made").status == 0
