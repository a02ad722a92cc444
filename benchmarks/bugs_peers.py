"""Fuzzers: which are here, how each is built for a fault, run on a cell, and read."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.bugs_cells import BUILD, NATIVE, SEEDED, Cell, Fault, Result, is_right
from benchmarks.bugs_process import Ended, run_process
from benchmarks.measure import ROOT

_SOURCES = [str(SEEDED / "interpreter" / name) for name in ("load.c", "run.c", "memory.c")]
_TARGET = str(SEEDED / "interpreter" / "target.c")
_FLAGS = ["-std=c11", "-O1", "-g", "-DTARGET_RETURNS_ZERO"]
_ASAN = {"ASAN_OPTIONS": "abort_on_error=1:symbolize=0:detect_leaks=0:allocator_may_return_null=1"}
_AFL = {
    "AFL_BENCH_UNTIL_CRASH": "1", "AFL_NO_UI": "1", "AFL_SKIP_CPUFREQ": "1",
    "AFL_NO_AFFINITY": "1", "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1",
    "AFL_NO_COLOR": "1", **_ASAN,
}  # fmt: skip
_RUNS = "1500"
_MINIMIZING_S = 180.0
"""What contentgate found is minimized in the run of the first random seed only: it takes time, and
belongs to no peer's figure."""
_AFL_DRIVER = "/usr/lib/afl/libAFLDriver.a"
_EXECS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Fuzzer:
    """One way to look for faults.

    Attributes:
        name: in tables.
        missing: what is not installed, and how to install it; "" when it can run.
        run: runs a cell in an empty folder.
        about: version and what has to be known of it.
    """

    name: str
    missing: Callable[[], str]
    run: Callable[[Cell, Path], Result]
    about: str


def _define(fault: Fault) -> str:
    return f"-DFAULT_{fault.build.upper().replace('-', '_')}=1"


def _built(name: str, line: Sequence[str], env: dict[str, str] | None = None) -> Path:
    """Return a program, built when it is not there or older than a source."""
    path = BUILD / name
    sources = [*(SEEDED / "interpreter").iterdir(), *NATIVE.iterdir()]
    newest = max(source.stat().st_mtime for source in sources)
    if not path.exists() or path.stat().st_mtime < newest:
        path.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [*line, "-o", str(path)], capture_output=True, text=True, check=False,
            env={**os.environ, **(env or {})},
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr.strip()}")
    return path


def _first_right(fault: Fault, files: Sequence[Path]) -> Path | None:
    return next((path for path in sorted(files) if is_right(fault, path)), None)


def _result(cell: Cell, ended: Ended, found: Path | None, executions: int | None) -> Result:
    return Result(
        found is not None, cell.budget_s, round(ended.seconds, 2), round(ended.cpu_s, 2),
        executions, found.stat().st_size if found else None,
    )  # fmt: skip


def _needs(*programs: str, install: str) -> Callable[[], str]:
    def missing() -> str:
        gone = [program for program in programs if shutil.which(program) is None]
        return f"{', '.join(gone)} not installed; {install}" if gone else ""

    return missing


def _libfuzzer(repairs: bool) -> Callable[[Cell, Path], Result]:
    def run(cell: Cell, scratch: Path) -> Result:
        sources = [*_SOURCES, _TARGET, *([str(NATIVE / "repair.c")] if repairs else [])]
        line = ["clang", *_FLAGS, "-fsanitize=fuzzer,address", _define(cell.fault), *sources]
        program = _built(f"{'lf-crc' if repairs else 'lf'}/{cell.fault.build}", line)
        corpus = shutil.copytree(cell.fault.folder, scratch / "corpus")
        crashes = scratch / "crashes"
        crashes.mkdir()
        options = [
            f"-seed={cell.seed}", f"-max_total_time={int(cell.budget_s)}", "-timeout=5",
            "-print_final_stats=1", f"-artifact_prefix={crashes}/",
        ]  # fmt: skip
        ended = run_process(
            [str(program), *options, str(corpus)], budget_s=cell.budget_s, scratch=scratch,
            env=_ASAN, cwd=scratch,
        )  # fmt: skip
        execs = _EXECS.search(ended.output)
        found = _first_right(cell.fault, list(crashes.glob("crash-*")))
        return _result(cell, ended, found, int(execs.group(1)) if execs else None)

    return run


def _afl_value(folder: Path, key: str) -> int | None:
    try:
        text = (folder / "fuzzer_stats").read_text()
    except FileNotFoundError:
        return None
    match = re.search(rf"^{key}\s*:\s*(\d+)", text, re.MULTILINE)
    return int(match.group(1)) if match else None


def _afl(repairs: bool) -> Callable[[Cell, Path], Result]:
    def run(cell: Cell, scratch: Path) -> Result:
        line = ["afl-clang-fast", *_FLAGS, _define(cell.fault), *_SOURCES, _TARGET, _AFL_DRIVER]
        quiet = {"AFL_USE_ASAN": "1", "AFL_QUIET": "1"}
        program = _built(f"afl/{cell.fault.build}", line, quiet)
        env = dict(_AFL)
        if repairs:
            shared = ["clang", "-O2", "-shared", "-fPIC", "-DFOR_AFL", str(NATIVE / "repair.c")]
            env["AFL_CUSTOM_MUTATOR_LIBRARY"] = str(_built("afl/repair.so", shared))
        options = [
            "-i", str(cell.fault.folder), "-o", str(scratch / "out"), "-s", str(cell.seed),
            "-V", str(int(cell.budget_s)), "-m", "none", "-t", "1000+",
        ]  # fmt: skip
        ended = run_process(
            ["afl-fuzz", *options, "--", str(program)], budget_s=cell.budget_s, scratch=scratch,
            env=env, cwd=scratch,
        )  # fmt: skip
        folder = scratch / "out" / "default"
        found = _first_right(cell.fault, list(folder.glob("crashes/id:*")))
        return _result(cell, ended, found, _afl_value(folder, "execs_done"))

    return run


def _generator(kind: str, python: Callable[[], str]) -> Callable[[Cell, Path], Result]:
    def run(cell: Cell, scratch: Path) -> Result:
        build = cell.fault.build
        sources = [*_SOURCES, _TARGET, str(NATIVE / "server.c")]
        line = ["clang", *_FLAGS, "-fsanitize=address", _define(cell.fault), *sources]
        crash = scratch / "crash.bin"
        command = [
            python(), str(Path(__file__).with_name("bugs_generate.py")), kind,
            str(_built(f"server/{build}", line)), str(crash), str(cell.seed), str(cell.budget_s),
            str(int(cell.fault.seeds == "attachments")),
        ]  # fmt: skip
        ended = run_process(
            command, budget_s=cell.budget_s, scratch=scratch, env=_ASAN, cwd=scratch
        )
        found = _first_right(cell.fault, [crash] if crash.exists() else [])
        execs = re.findall(r"^executions (\d+)$", ended.output, re.MULTILINE)
        return _result(cell, ended, found, int(execs[-1]) if execs else None)

    return run


def _contentgate(cell: Cell, scratch: Path) -> Result:
    """Time a run that ends with the crash; that of the first seed is repeated to minimize it."""
    ended, report = _campaign(cell, scratch / "timed", "0")
    if report is None:
        tail = ended.output.strip()[-200:]
        return Result(False, cell.budget_s, round(ended.seconds, 2), round(ended.cpu_s, 2),
                      note=f"no report: {tail}")  # fmt: skip
    found = _first_right(cell.fault, sorted(scratch.glob("timed/regressions/*/input.bin")))
    if found is None or not report["crashes"]:
        return _result(cell, ended, None, report["executions"])
    crash, minimized = report["crashes"][0], None
    if cell.seed == 1:
        _, again = _campaign(cell, scratch / "minimized", _RUNS)
        minimized = again["crashes"][0]["minimized_size"] if again and again["crashes"] else None
    return Result(
        True, cell.budget_s, round(ended.seconds, 2), round(ended.cpu_s, 2),
        crash["first_seen_execution"], crash["size"], minimized,
        f"of it {crash['first_seen_s']:.1f} s to the crash once loaded; gate: {crash['gate']}",
    )  # fmt: skip


def _campaign(cell: Cell, folder: Path, minimize: str) -> tuple[Ended, dict[str, Any] | None]:
    folder.mkdir()
    line = [
        sys.executable, "-m", "validator", "fuzz", "--schema", str(cell.fault.schema),
        "--consumer", cell.fault.build, str(cell.fault.folder), "--time", f"{cell.budget_s:g}s",
        "--seed", str(cell.seed), "--jobs", "1", "--stop-after-crashes", "1",
        "--minimize", minimize, "--format", "json", "--output", str(folder / "campaign"),
        "--regressions", str(folder / "regressions"), "--report", f"json={folder / 'r.json'}",
    ]  # fmt: skip
    ended = run_process(
        line, budget_s=cell.budget_s, scratch=folder, cwd=SEEDED,
        env={"PYTHONPATH": str(ROOT)}, grace_s=_MINIMIZING_S,
    )  # fmt: skip
    try:
        return ended, json.loads((folder / "r.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return ended, None


def _fandango_python() -> str:
    return os.environ.get("FANDANGO_PYTHON", sys.executable)


def _fandango_missing() -> str:
    done = subprocess.run(
        [_fandango_python(), "-c", "import fandango"], capture_output=True, check=False
    )
    how = "pip install fandango-fuzzer into an environment, FANDANGO_PYTHON=its python"
    return f"fandango not installed; {how}" if done.returncode else ""


def _hypothesis_missing() -> str:
    here = importlib.util.find_spec("hypothesis") is not None
    return "" if here else "hypothesis not installed; pip install hypothesis"


_CLANG = _needs("clang", install="apt install clang")
_AFLPP = _needs("afl-fuzz", "afl-clang-fast", install="apt install afl++")

FUZZERS: tuple[Fuzzer, ...] = (
    Fuzzer("contentgate", lambda: "", _contentgate, "the built-in engine, one process"),
    Fuzzer("aflpp-crc", _AFLPP, _afl(repairs=True), "AFL++, persistent, crc and size repaired"),
    Fuzzer("libfuzzer-crc", _CLANG, _libfuzzer(repairs=True), "libFuzzer, the same repaired"),
    Fuzzer("hypothesis", _hypothesis_missing, _generator("strategy", lambda: sys.executable),
           "a strategy by hand: valid files, and damage"),
    Fuzzer("fandango", _fandango_missing, _generator("fandango", _fandango_python),
           "a grammar by hand, sealed by a script"),
    Fuzzer("aflpp", _AFLPP, _afl(repairs=False), "AFL++, persistent"),
    Fuzzer("libfuzzer", _CLANG, _libfuzzer(repairs=False), "libFuzzer"),
    Fuzzer("hypothesis-binary", _hypothesis_missing, _generator("binary", lambda: sys.executable),
           "st.binary()"),
)  # fmt: skip
