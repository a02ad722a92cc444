"""`contentgate fuzz`: transcripts, what is refused, a real target, interruption, going on."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
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
from validator.cli.fuzz_screen import screen_lines
from validator.report.fuzz_json import render_fuzz_json
from validator.report.fuzz_text import FuzzStyle, render_fuzz_text
from validator.report.fuzz_words import duration_text, progress_line, size_text
from validator.summary import Covered, Summary

ROOT = Path(validator.__file__).parents[1]
TARGET = r"""
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 6 || memcmp(data, "TOY!", 4)) return 1;
    unsigned count = data[4] | data[5] << 8;
    size_t at = 6;
    for (unsigned i = 0; i < count; i++) {
        if (size - at < 4) return 1;
        if (data[at + 2] == 2 && data[at + 1]) abort();
        const uint8_t *end = memchr(data + at + 4, 0, size - at - 4);
        if (!end || (size_t)(data + size - end) < 5) return 1;
        at = (size_t)(end - data) + 5;
    }
    return 0;
}
"""
FUZZ = ("fuzz", "-s", "toy.ksy", "--consumer", "./target.so", "-j", "1", "--minimize", "60")
needs_cc = pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
COMMAND = [sys.executable, "-m", "validator"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = make_folder(tmp_path, monkeypatch)
    (made / "seed.toy").write_bytes(toy(record(1, b"a"), record(2, b"b")))
    (made / "contentgate.toml").write_text(
        '[consumers.gone]\nkind = "command"\ncommand = ["./not-there", "{file}"]\n'
        '[consumers.broken]\nkind = "library"\nlibrary = "good.toy"\n',
        encoding="utf-8",
    )
    return made


@pytest.fixture
def target(folder: Path) -> Path:
    source = folder / "target.c"
    source.write_text(TARGET, encoding="utf-8")
    made = folder / "target.so"
    flags = ["-O1", "-g", "-fsanitize-coverage=trace-pc", "-shared", "-fPIC"]
    subprocess.run(["cc", *flags, "-o", made, source], check=True)
    return made


def test_transcripts() -> None:
    text = transcript(
        "fuzz --help",
        "fuzz -s toy.ksy",
        "fuzz --consumer gone seed.toy",
        "fuzz -s toy.ksy --consumer gnoe seed.toy",
        "fuzz -s toy.ksy --consumer ./none.so seed.toy",
        "fuzz -s toy.ksy --consumer good.toy seed.toy",
        "fuzz -s toy.ksy --consumer not_there:read seed.toy",
        "fuzz -s toy.ksy --consumer no-module:read seed.toy",
        "fuzz -s toy.ksy --consumer gone -z seed.toy",
        "fuzz -s toy.ksy --consumer gone --time soon seed.toy",
        "fuzz -s toy.ksy --consumer gone --runs 0 seed.toy",
        "fuzz -s toy.ksy --consumer gone --mode fast seed.toy",
        "fuzz -s toy.ksy --consumer gone --report pdf=a.pdf seed.toy",
        "fuzz -s toy.ksy --consumer gone --report json=a --report text=a seed.toy",
        "fuzz -s toy.ksy --consumer gone seed.toy",
        "fuzz -s toy.ksy --consumer broken seed.toy",
    )
    names = re.compile(r"(expected  one of gone, broken), .*")
    check_golden("cli/fuzz.txt", names.sub(r"\1, READY", text).replace(os.getcwd(), "HERE"))


@needs_cc
@pytest.mark.slow
def test_a_fault_is_found_minimized_and_kept(folder: Path, target: Path) -> None:
    ran = run(*FUZZ, "--runs", "1500", "--format", "json", "-o", "out", "seed.toy")
    assert ran.status == 1, ran.err
    report = json.loads(ran.out)
    schema = json.loads((ROOT / "docs" / "fuzz.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema)
    assert report["executions"] == 1500
    assert report["edges"] > 3
    crash = report["crashes"][0]
    assert crash["signature"].startswith("SIGABRT")
    assert crash["gate"] == "accepted"
    assert crash["path"].startswith("records[")
    assert crash["minimized_size"] <= crash["size"]
    kept = Path(crash["folder"])
    assert kept.parent == Path("corpus/regressions")
    assert {path.name for path in kept.iterdir()} == {"case.json", "input.bin"}
    assert str(folder) not in (kept / "case.json").read_text(encoding="utf-8")
    assert run("check", "-q", "-s", "toy.ksy", str(kept / "input.bin")).status == 0
    data = (kept / "input.bin").read_bytes()
    assert data[:4] == b"TOY!"
    assert list((folder / "out" / "corpus").glob("*.bin"))


def test_lines_of_a_python_consumer_guide(folder: Path) -> None:
    source = "def read(data):\n    if len(data) > 9:\n        return True\n    return False\n"
    (folder / "reader.py").write_text(source, encoding="utf-8")
    with (folder / "contentgate.toml").open("a", encoding="utf-8") as file:
        file.write('[consumers.lines]\nkind = "python"\ntarget = "reader:read"\n')
    (folder / "short.toy").write_bytes(b"TOY!")
    options = ("--consumer", "lines", "-j", "1", "--runs", "9", "--format", "json", "-o", "out")
    ran = run("fuzz", "-s", "toy.ksy", *options, "seed.toy", "short.toy")
    assert ran.status == 0, ran.err
    report = json.loads(ran.out)
    assert report["edges"] == 3
    refused = "the gate refuses 1 of 2 seeds, such as short.toy: unexpected-eof: count: "
    assert [note.startswith(refused) for note in report["notes"]] == [True]
    ran = run("fuzz", "-s", "toy.ksy", *options, "short.toy")
    told = "no seed is valid; `contentgate explain unexpected-eof` tells what may be wrong"
    assert told in json.loads(ran.out)["notes"]


def test_seeds_that_are_not_there_are_refused_before_anything_runs(folder: Path) -> None:
    (folder / "large").mkdir()
    with (folder / "large" / "file").open("wb") as file:
        file.truncate(1 << 40)
    (folder / "empty").mkdir()
    for seeds, message in (
        (("seed.toy", "sede.toy"), "no such file: sede.toy"),
        (("large",), "no seed can be read"),
        (("empty",), "without SEEDs the first inputs are made from the schema alone"),
    ):
        ran = run("fuzz", "-s", "toy.ksy", "--consumer", sys.executable, *seeds, "-o", "out")
        assert ran.status == 2, ran.err
        assert message in ran.err
    assert not (folder / "out").exists()


@needs_cc
def test_one_process_finds_the_same_again(folder: Path, target: Path) -> None:
    seen = []
    for name in ("one", "two"):
        options = ("--minimize", "0", "-o", name, "--regressions", f"{name}/kept")
        ran = run(*FUZZ, "--runs", "400", *options, "--format", "json", "seed.toy")
        report = json.loads(ran.out)
        crashes = [(c["id"], c["first_seen_execution"], c["count"]) for c in report["crashes"]]
        corpus = {p.name: p.read_bytes() for p in sorted((folder / name / "corpus").iterdir())}
        seen.append((ran.status, crashes, corpus, report["outcomes"], report["ways"]))
    assert seen[0] == seen[1]


@needs_cc
@pytest.mark.slow
def test_several_processes_no_seeds_and_another_property(folder: Path, target: Path) -> None:
    (folder / "mine.py").write_text(
        "def few(data):\n    assert len(data) < 6 or data[4] < 4, 'many records'\n", "utf-8"
    )
    given = ("fuzz", "-s", "toy.ksy", "--consumer", "./target.so", "-j", "2", "--runs", "600")
    ran = run(*given, "--minimize", "0", "--property", "mine:few", "--format", "json")
    report = json.loads(ran.out)
    assert ran.status == 1, ran.err
    assert report["jobs"] == 2
    assert report["executions"] >= 600
    by_consumer = {crash["consumer"]: crash["signature"] for crash in report["crashes"]}
    assert "many records" in by_consumer["property mine:few"] or by_consumer["property mine:few"]


@pytest.mark.slow
def test_whatever_a_property_raises_is_a_crash_and_its_silence_says_nothing(folder: Path) -> None:
    reader = folder / "reader"
    reader.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    reader.chmod(0o755)
    (folder / "mine.py").write_text(
        "def short(data):\n    if len(data) > 1:\n        raise ValueError('long')\n", "utf-8"
    )
    given = ("fuzz", "-s", "toy.ksy", "--consumer", "./reader", "seed.toy", "-j", "1", "--runs")
    ran = run(*given, "12", "--minimize", "0", "--property", "mine:short", "--format", "json")
    report = json.loads(ran.out)
    assert ran.status == 1, ran.err
    assert [crash["signature"] for crash in report["crashes"]] == ["ValueError in short"]
    assert report["disagreements"] == []


@pytest.mark.slow
def test_a_function_of_python_needs_no_configuration(folder: Path) -> None:
    (folder / "mine.py").write_text(
        "def read(data):\n"
        "    if data[:4] != b'TOY!':\n        raise ValueError\n    return 1 // data[4]\n",
        "utf-8",
    )
    given = ("fuzz", "-s", "toy.ksy", "--consumer", "mine:read", "seed.toy", "-j", "1", "--runs")
    ran = run(*given, "300", "--stop-after-crashes", "1", "--minimize", "60", "--format", "json")
    report = json.loads(ran.out)
    assert ran.status == 1, ran.err
    (crash,) = report["crashes"]
    assert crash["signature"] == "ZeroDivisionError in read"
    assert run("replay").status == 1
    assert (folder / "fuzz-toy-mine-read" / "state.json").is_file()


@needs_cc
@pytest.mark.slow
def test_modes(folder: Path, target: Path) -> None:
    options = (*FUZZ, "--minimize", "0", "-o", "out")
    ran = run(*options, "--mode", "code-change", "seed.toy")
    assert ran.status == 1
    assert "(enough crashes)" in ran.out
    again = run(*options, "--mode", "code-change", "--runs", "200", "seed.toy")
    assert "the corpus of the one before is in out/corpus-before" in again.out
    assert "(all runs made)" in again.out, "a crash that is known does not end it"
    before = len(list((folder / "out" / "corpus").iterdir()))
    pruned = run(*options, "--mode", "prune")
    left = len(list((folder / "out" / "corpus").iterdir()))
    assert 0 < left <= before
    assert f"files before, {left} left" in pruned.out


@needs_cc
@pytest.mark.slow
def test_a_killed_campaign_loses_no_crash_and_goes_on(folder: Path, target: Path) -> None:
    options = [*FUZZ[1:], "-o", "out", "--no-progress"]
    process = subprocess.Popen([*COMMAND, "fuzz", *options, "seed.toy"], stdout=subprocess.DEVNULL)
    kept = folder / "corpus" / "regressions"
    try:
        _await(lambda: (folder / "out" / "state.json").exists() and any(kept.glob("*/case.json")))
    finally:
        process.kill()
        process.wait()
    state = json.loads((folder / "out" / "state.json").read_text(encoding="utf-8"))
    more = str(state["executions"] + 100)
    ran = run(*FUZZ, "-o", "out", "--continue", "--runs", more, "--format", "json")
    report = json.loads(ran.out)
    assert ran.status == 1, ran.err
    assert report["executions_before"] == state["executions"]
    assert report["executions"] == state["executions"] + 100
    assert [crash["state"] != "raw" for crash in report["crashes"]] == [True]
    other = run(*FUZZ[:3], "--consumer", "./target.so", "-o", "none", "--continue", "seed.toy")
    assert other.status == 2
    assert "none holds no campaign" in other.err


@needs_cc
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_a_campaign_with_its_report(
    folder: Path, target: Path, number: signal.Signals
) -> None:
    options = [*FUZZ[1:-1], "0", "-j", "2", "-o", "out", "--no-progress"]
    process = subprocess.Popen(
        [*COMMAND, "fuzz", *options, "seed.toy"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    _await(lambda: any((folder / "out" / "corpus").glob("*.bin")))
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode in (0, 1), err
    assert b"(interrupted)" in out
    assert b"Traceback" not in err


@needs_cc
@pytest.mark.slow
def test_no_room_for_the_corpus_ends_a_campaign(folder: Path, target: Path) -> None:
    (folder / "big.toy").write_bytes(toy(*(record(n, b"x" * 40) for n in range(400))))

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (16_000, 16_000))

    options = [*FUZZ[1:-1], "0", "--runs", "2000", "-o", "out", "--no-progress"]
    done = subprocess.run(
        [*COMMAND, "fuzz", *options, "big.toy"],
        preexec_fn=narrow, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    assert b"disk full" in done.stdout + done.stderr or done.returncode == 3


def test_a_consumer_that_cannot_run_is_inconclusive(folder: Path) -> None:
    (folder / "script").write_text("#!/no/such/interpreter\n", encoding="utf-8")
    (folder / "script").chmod(0o755)
    ran = run("fuzz", "-s", "toy.ksy", "--consumer", "./script", "-j", "1", "seed.toy")
    assert ran.status == 3
    assert "Traceback" not in ran.err


def _await(is_there: object, seconds: float = 60.0) -> None:
    assert callable(is_there)
    deadline = time.monotonic() + seconds
    while not is_there():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.05)


def _summary(**given: object) -> Summary:
    plain: dict[str, object] = {
        "version": "1", "schema": "toy", "digest": "0" * 64, "consumers": ("bad\x1b[2J",),
        "limits": "2 s and 256 MiB", "mode": "continuous", "random_seed": 0, "jobs": 2,
        "executions": 1200, "before": 200, "seconds": 10.0, "outcomes": {"accepted": 1000},
        "valid_share": 0.5, "corpus": 3, "corpus_bytes": 12_345, "edges": 7, "features": 4,
        "all_features": 9, "chance": 0.001, "last_find_run": 17, "stopped": "time was up",
        "last_find_s": 4.0, "covered": (Covered("count", 3, 5), Covered("value", 1, 1)),
    }  # fmt: skip
    return Summary(**{**plain, **given})  # type: ignore[arg-type]  # as above


def test_what_is_shown_is_safe_and_says_what_is_known() -> None:
    summary = _summary()
    text = render_fuzz_text(summary, FuzzStyle())
    assert "\x1b" not in text
    assert "1,000 executions in 10.0 s, 100 a second; 200 before (time was up)" in text
    assert "1 in about 1,000 executions shows something new: every 10 s" in text
    assert "NO CRASH in 1,200 executions" in text
    assert "4 of 6 features of the schema, 7 edges of bad\\x1b[2J, by 3 files" in text
    assert "count 3 of 5, value 1 of 1" in text
    screen = [line for line, _ in screen_lines(summary)]
    assert "  corpus     3 files, 12 KB" in screen
    at = screen.index("  schema     4 of 6 features")
    assert screen[at + 1] == "             missing: count 2"
    assert "  last find  6.0 s ago" in screen
    assert max(map(len, screen)) < 80
    assert "50% valid" in progress_line(summary)
    assert "4 of 6 features" in progress_line(summary)
    early = _summary(chance=0.9, edges=-1, valid_share=-1.0, last_find_run=-1, last_find_s=-1.0)
    assert "too early to tell" in render_fuzz_text(early, FuzzStyle())
    assert json.loads(render_fuzz_json(early))["edges"] is None
    lost = _summary(is_lost=True, stopped="disk full")
    assert lost.verdict == "inconclusive"
    ended = "INCONCLUSIVE: no crash in 1,200 executions, but it ended too soon: disk full"
    assert render_fuzz_text(lost, FuzzStyle()).splitlines()[-1] == ended
    begun = [line for line, _ in screen_lines(_summary(executions=0))]
    assert "  executions none yet: schema, seeds and consumers are made ready" in begun
    assert not any("next find" in line for line in begun)
    assert [duration_text(s) for s in (0.5, 59, 61, 4000)] == [
        "0.5 s", "59 s", "1 min 01 s", "1 h 06 min",
    ]  # fmt: skip
    assert [size_text(n) for n in (12, 20_000, 3_000_000)] == ["12 bytes", "20 KB", "3.0 MB"]
