"""`contentgate escape`: transcripts, what is refused, folders, interruption, real processes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from command_line import make_folder, record, run, toy, transcript
from golden_files import check_golden

import validator
from validator.cli.escape_progress import progress_text
from validator.fuzz.escape import Progress

ROOT = Path(validator.__file__).parents[1]
READER = """\
import os, sys
data = open(sys.argv[1], "rb").read()
if data[:4] != b"TOY!" or len(data) < 6:
    sys.exit(3)
count, at = int.from_bytes(data[4:6], "little"), 6
for _ in range(count):
    if at + 4 > len(data):
        sys.exit(3)
    if data[at + 1]:
        os.abort()
    end = data.find(b"\\0", at + 4)
    if end < 0 or end + 5 > len(data):
        sys.exit(3)
    at = end + 5
"""
CONFIG = """\
[consumers.reader]
kind = "command"
command = ["{python}", "-I", "-S", "reader.py", "{{file}}"]
timeout = "20s"
accept = [0]
reject = [3]

[consumers.gone]
kind = "command"
command = ["./not-there", "{{file}}"]
"""
ESCAPE = ("escape", "-s", "toy.ksy", "--consumer", "reader", "-j", "1")
VOLATILE = re.compile(r"[0-9,]+ mutants in [0-9.]+ s(, [0-9,]+ a second)?")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = make_folder(tmp_path, monkeypatch)
    (made / "reader.py").write_text(READER, encoding="utf-8")
    config = CONFIG.format(python=sys.executable)
    (made / "contentgate.toml").write_text(config, encoding="utf-8")
    (made / "seed.toy").write_bytes(toy(record(1, b"a"), record(2, b"b")))
    return made


def test_transcripts() -> None:
    text = transcript(
        "escape --help",
        "escape -s toy.ksy --consumer reader",
        "escape -s toy.ksy seed.toy",
        "escape -s toy.ksy --consumer raeder seed.toy",
        "escape -s toy.ksy --consumer reader --time soon seed.toy",
        "escape -s toy.ksy --consumer reader -n 0 seed.toy",
        "escape -s toy.ksy --consumer reader --report pdf=a.pdf seed.toy",
        "escape -s toy.ksy --consumer reader --report html=a --report json=a seed.toy",
        "escape -s toy.ksy --consumer reader --resume --fresh seed.toy",
        "escape -s toy.ksy --consumer reader --resume seed.toy",
        "escape -s toy.ksy --consumer reader --known none.toml seed.toy",
        "escape -s toy.ksy --consumer reader -",
        "escape -s toy.ksy --consumer reader cut.toy bad.toy none.toy",
        "escape -s toy.ksy --consumer gone seed.toy",
    )
    names = re.compile(r"(expected  one of reader, gone), .*")
    shown = names.sub(r"\1, READY", text).replace(os.getcwd(), "HERE")
    check_golden("cli/escape.txt", shown)


@pytest.mark.slow
def test_a_run_and_the_same_run_again(folder: Path) -> None:
    given = (*ESCAPE, "-n", "64", "-o", "out", "seed.toy", "bad.toy")
    first = run(*given, "--report", "json=copy.json")
    assert first.status == 1
    assert "false alarm bad.toy: value-not-in-enum: records[0].kind" in first.out
    assert re.search(r"escape 1 of 1: crashed: SIGABRT at records\[\*\].id", first.out)
    assert re.search(r"reproduce  .*reader.py out/escapes/sigabrt-\w+/minimized.bin", first.out)
    assert VOLATILE.search(first.err)
    journal = (folder / "out" / "journal.jsonl").read_bytes()
    again = run(*given)
    assert (again.status, again.out) == (1, first.out)
    assert "0 mutants in" in again.err
    assert (folder / "out" / "journal.jsonl").read_bytes() == journal
    fresh = run(*given, "--fresh", "-j", "2")
    assert (fresh.status, fresh.out) == (1, first.out)
    assert (folder / "out" / "journal.jsonl").read_bytes() == journal
    schema = json.loads((ROOT / "docs" / "escape.schema.json").read_text(encoding="utf-8"))
    report = json.loads((folder / "copy.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema)
    assert report == json.loads((folder / "out" / "report.json").read_text(encoding="utf-8"))
    assert (folder / "out" / "report.txt").read_text(encoding="utf-8") == first.out
    assert json.loads((folder / "out" / "times.json").read_text("utf-8"))["mutants"] == 64
    (case,) = (folder / "out" / "escapes").iterdir()
    assert {path.name for path in case.iterdir()} == {"case.json", "input.bin", "minimized.bin"}
    check = run("check", "-q", "-s", "toy.ksy", str(case / "minimized.bin"))
    assert check.status == 0
    dead = subprocess.run([sys.executable, "reader.py", case / "minimized.bin"], check=False)
    assert dead.returncode == -signal.SIGABRT


@pytest.mark.slow
def test_known_defects_do_not_count(folder: Path) -> None:
    (folder / "known.toml").write_text(
        '[[known]]\nsignature = "SIGABRT"\nfield = "records[*].id"\nreason = "ticket 7"\n', "utf-8"
    )
    ran = run(*ESCAPE, "-n", "64", "--known", "known.toml", "seed.toy", "--format", "json")
    assert ran.status == 0
    report = json.loads(ran.out)
    assert report["verdict"] == "no escapes"
    assert [escape["known"] for escape in report["escapes"]] == ["ticket 7"]
    assert "no escapes: no escape, 1 known defect in 64 mutants" in ran.err


@pytest.mark.slow
def test_more_mutants_go_on_and_another_run_is_refused(folder: Path) -> None:
    assert run(*ESCAPE, "-n", "8", "seed.toy").status == 0
    assert (folder / "escape-toy-reader" / "journal.jsonl").is_file()
    more = run(*ESCAPE, "-n", "12", "--resume", "seed.toy")
    assert "12 mutants of 1 seed" in more.out
    assert "4 mutants in" in more.err
    assert "8 were done before" in more.err
    for other, words in (
        (("--seed", "1", "seed.toy"), "its random seed is not the same"),
        (("good.toy",), "its seeds is not the same"),
        (("-c", "sensor.toml", "seed.toy"), "its contracts is not the same"),
    ):
        ran = run(*ESCAPE, "-n", "8", *other)
        assert ran.status == 2
        assert f"escape-toy-reader holds another run: {words}" in ran.err
    (folder / "reader.py").write_text(READER + "\n", encoding="utf-8")
    ran = run(*ESCAPE, "-n", "8", "seed.toy")
    assert "its program of the consumer is not the same" in ran.err


@pytest.mark.slow
def test_time_ends_a_run_that_can_go_on(folder: Path) -> None:
    ran = run(*ESCAPE, "-n", "100000", "--time", "0.001s", "seed.toy")
    found = re.search(r"time was up: (0|64) of 100,000 mutants are done", ran.err)
    assert found is not None
    assert (found[1], ran.status) in (("0", 3), ("64", 0), ("64", 1))
    assert "stopped    time was up" in ran.out
    assert "to go on  contentgate escape -s toy.ksy --consumer reader -n 100000" in ran.err


def command_line() -> list[str]:
    code = "import sys; from validator.cli.main import main; sys.exit(main(sys.argv[1:]))"
    return [sys.executable, "-c", code]


def wait_for_lot(journal: Path, lots: int) -> None:
    for _ in range(1200):
        if journal.exists() and journal.read_bytes().count(b'{"lot"') >= lots:
            return
        time.sleep(0.05)
    raise AssertionError("the run made no progress")


def processes_of(place: Path) -> list[str]:
    """Return command lines of running processes that name a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().decode("utf-8", "replace")
            except OSError:
                continue
            if str(place) in words or "reader.py" in words:
                found.append(words)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("number", "jobs"), [(signal.SIGTERM, "2"), (signal.SIGKILL, "1")])
def test_an_ended_run_goes_on(folder: Path, number: signal.Signals, jobs: str) -> None:
    given = [*ESCAPE[:-1], jobs, "-n", "80", "-o", "out", "seed.toy"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = subprocess.Popen(
        [*command_line(), *given], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
        text=True,
    )  # fmt: skip
    wait_for_lot(folder / "out" / "journal.jsonl", 1)
    started.send_signal(number)
    out, err = started.communicate()
    if number is signal.SIGTERM:
        assert started.returncode == 130
        assert "stopped    interrupted" in out
        assert "--resume seed.toy" in err
    for _ in range(400):
        if not processes_of(folder / "out"):
            break
        time.sleep(0.05)
    assert processes_of(folder / "out") == []
    done = run(*given, "--resume")
    assert "80 mutants of 1 seed" in done.out
    whole = run(*given[:-2], "whole", "seed.toy")
    assert whole.out.replace("whole", "out") == done.out


def test_progress_line() -> None:
    line = progress_text(Progress(3200, 10_000, 1, 2), 200, 10.0)
    assert line == "3,200 of 10,000 mutants, 300/s, 1 death, 2 escapes, 23 s left"
    slow = progress_text(Progress(3, 10_000, 0, 0), 0, 6.0)
    assert slow == "3 of 10,000 mutants, 0.5/s, 0 deaths, 0 escapes, 5.6 h left"
    assert progress_text(Progress(7, 9, 0, 0), 7, 0.0) == "7 of 9 mutants, 0 deaths, 0 escapes"
