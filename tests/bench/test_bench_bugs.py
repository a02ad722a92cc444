"""The benchmark of faults: what it keeps, when it runs a cell, that a find is checked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks import bugs
from benchmarks.bugs_cells import FAULTS, SEEDED, Book, Cell, Result, is_right
from benchmarks.bugs_peers import FUZZERS
from benchmarks.bugs_process import run_process
from benchmarks.bugs_table import cell_text, markdown, sizes_markdown

needs_clang = pytest.mark.skipif(
    not (shutil.which("clang") and shutil.which("make")), reason="needs make and clang"
)


def cell(budget_s: float = 20.0) -> Cell:
    return Cell("libfuzzer", FAULTS[0], 1, budget_s)


def test_a_result_is_kept_and_read_again(tmp_path: Path) -> None:
    book = Book(tmp_path)
    result = Result(True, 20.0, 1.5, 1.0, executions=7, size=40, minimized_size=40, note="n")
    assert book.read("libfuzzer", FAULTS[0].name, 1) is None
    book.write(cell(), result)
    assert book.read("libfuzzer", FAULTS[0].name, 1) == result
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize(
    ("found", "had_s", "asked_s", "done"),
    [(True, 20, 120, True), (False, 20, 20, True), (False, 20, 120, False), (False, 60, 20, True)],
)
def test_a_cell_is_run_again_only_when_more_time_may_change_it(
    tmp_path: Path, found: bool, had_s: float, asked_s: float, done: bool
) -> None:
    book = Book(tmp_path)
    assert not book.is_done(cell(asked_s))
    book.write(cell(had_s), Result(found, had_s, 1.0, 1.0))
    assert book.is_done(cell(asked_s)) is done


def test_a_cell_tells_medians_of_those_that_found_the_fault() -> None:
    hit, later = Result(True, 20, 2.0, 1, 100), Result(True, 20, 4.0, 1, 300)
    miss = Result(False, 20, 20.0, 9, 5_000)
    assert cell_text([]) == ""
    assert cell_text([hit, later, miss]) == "**2/3** 3.0 s (200)"
    assert cell_text([miss]) == "0/1 in 20 s (5,000)"
    assert cell_text([Result(True, 20, 12.4, 1)]) == "**1/1** 12 s"


def test_the_tables_have_a_row_for_every_fault_that_they_know(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.write(Cell("contentgate", FAULTS[0], 1, 20), Result(True, 20, 1, 1, 5, 99, 41))
    lines = markdown(book, ["contentgate", "aflpp"], 5).splitlines()
    assert len(lines) == 2 + len(FAULTS)
    assert {line.count("|") for line in lines} == {5}
    assert "| **1/1** 1.0 s (5) |  |" in lines[2]
    assert sizes_markdown(book, "contentgate", 5).splitlines()[2:] == [
        "| header-count | 40 | 41 | 99 |"
    ]


def test_every_fault_has_its_build_and_seeds_that_are_there() -> None:
    for fault in FAULTS:
        assert (SEEDED / "crashers" / f"{fault.build}.bin").is_file()
        assert list(fault.folder.glob("*.chan"))
        assert fault.schema.is_file()


def test_a_process_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    script = "import os,sys,time\npid=os.fork()\nprint(os.getpid(), flush=True)\ntime.sleep(600)"
    ended = run_process(
        [sys.executable, "-c", script], budget_s=0.5, scratch=tmp_path, env={}, cwd=tmp_path,
        grace_s=0.5,
    )  # fmt: skip
    pids = [int(word) for word in ended.output.split()]
    assert len(pids) == 2
    for pid in pids:
        for _ in range(100):
            if not os.path.exists(f"/proc/{pid}"):
                break
            time.sleep(0.05)
        state = Path(f"/proc/{pid}/stat")
        assert not state.exists() or state.read_text().split()[2] == "Z"


@needs_clang
def test_a_find_is_of_the_right_fault(tmp_path: Path) -> None:
    names = [f"build/{name}" for name in ("sound", "recursion", "input-count")]
    subprocess.run(["make", "-s", "-C", str(SEEDED), *names], check=True)
    recursion = next(one for one in FAULTS if one.name == "recursion")
    assert is_right(recursion, SEEDED / "crashers" / "recursion.bin")
    assert not is_right(recursion, SEEDED / "crashers" / "input-count.bin")
    assert not is_right(recursion, SEEDED / "seeds" / "common" / "rules.chan")


@needs_clang
def test_a_fuzzer_finds_the_first_fault_and_the_second_run_keeps_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["--only", "libfuzzer-crc", "--fault", "header-count", "--seeds", "1", "--time", "60"]
    assert bugs.main([*line, "--out", str(tmp_path)]) == 0
    first = capsys.readouterr()
    assert "libfuzzer-crc header-count seed 1: **1/1**" in first.err
    assert "| header-count: two counts wrap, before the crc | refuses | **1/1**" in first.out
    assert bugs.main([*line, "--out", str(tmp_path)]) == 0
    assert "seed 1" not in capsys.readouterr().err
    assert '"is_found": true' in (tmp_path / "bugs.json").read_text()


def test_what_is_not_installed_is_left_out_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANDANGO_PYTHON", "false")
    assert list(bugs._usable(["fandango"])) == []
    assert "left out: fandango: fandango not installed; pip install" in capsys.readouterr().err
    assert len({one.name for one in FUZZERS}) == len(FUZZERS)
