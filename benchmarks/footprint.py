"""What a run costs beside reading: peak memory, and CPU time from start to verdict."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import contents
from benchmarks.measure import ROOT, Process, peak_memory, start_cpu_ms
from benchmarks.rows import Goal, Row, judged
from benchmarks.speed import CHANNEL, QUICK, SAMPLE, TABLE, Sizes

MEMORY_GOAL = Goal(2, "x file", at_least=False)
WARM_GOAL = Goal(10, " ms above bare", at_least=False)
START_REPEATS = 40

_CHECK = """
import os, sys
file, schema, os.environ["CONTENTGATE_CACHE"] = sys.argv[1:]
sys.argv[1:] = ["check", file, "--schema", schema, "--quiet"]
from validator.cli.entry import main
try:
    main()
except SystemExit as end:
    if end.code: raise
"""
_CONSTRUCT = """
import sys
from benchmarks import peers_construct
made = getattr(peers_construct, sys.argv[2])(is_compiled=True).parse(open(sys.argv[1], "rb").read())
"""
_KAITAI = """
import sys
from pathlib import Path
from benchmarks import peers_kaitai
made = peers_kaitai.parser(Path(sys.argv[2])).from_bytes(open(sys.argv[1], "rb").read())
"""


def memory_rows(sizes: Sizes) -> list[Row]:
    """Measure the peak memory of a fresh process that checks each workload."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        works = (
            ("w1", CHANNEL, "channel_file", contents.channel_file(sizes.instances)),
            ("w2", TABLE, "record_table", contents.record_table(sizes.records)),
        )
        for part, schema, name, data in works:
            path = Path(folder, part)
            path.write_bytes(data)
            for state in ("cold", "warm"):  # the first run fills the cache of the second
                ours = peak_memory(_CHECK, [str(path), str(schema), str(Path(folder, "cache"))])
                row = _memory_row(f"{part}: contentgate check, {state} cache", data, ours)
                # A tiny file in a whole interpreter says nothing about the ratio.
                is_large = len(data) > 10_000_000
                rows.append(judged(row, MEMORY_GOAL if is_large else None, row.ratio))
            peers = (
                ("construct, .compile()", _CONSTRUCT, name),
                ("Kaitai Python (official 0.11)", _KAITAI, str(schema)),
            )
            for peer, source, argument in peers:
                rows.append(_peer_row(f"{part}: {peer}", data, source, [str(path), argument]))
    return rows


def _memory_row(subject: str, data: bytes, peak: int, note: str = "") -> Row:
    return Row("memory", subject, len(data), peak / 1e6, "MB", peak / len(data), note=note)


def _peer_row(subject: str, data: bytes, source: str, arguments: list[str]) -> Row:
    try:
        return _memory_row(subject, data, peak_memory(source, arguments))
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1]
        return Row("memory", subject, len(data), None, "MB", note=reason)


# -- start-up ----------------------------------------------------------------------------------


def startup_rows(sizes: Sizes) -> list[Row]:
    """Measure CPU milliseconds from start to end: bare interpreter, one check, bare imports."""
    repeats = 1 if sizes is QUICK else START_REPEATS
    with tempfile.TemporaryDirectory() as folder:
        processes = _processes(Path(folder))
        times = start_cpu_ms(processes, repeats)
    bare = times["python -c pass"]
    rows: list[Row] = []
    for name, figure in times.items():
        note = f"{figure - bare:+.1f} ms against the bare interpreter"
        row = Row("startup", name, 0, figure, "ms", note=note if figure != bare else "")
        is_hook = name == "contentgate check, warm cache"
        rows.append(judged(row, WARM_GOAL if is_hook else None, figure - bare))
    return rows


def _processes(folder: Path) -> dict[str, Process]:
    python = sys.executable
    script = Path(python).with_name("contentgate")
    warm, cold = folder / "warm", folder / "cold"
    arguments = ["check", str(SAMPLE), "--schema", str(CHANNEL)]

    def clear() -> None:
        shutil.rmtree(cold, ignore_errors=True)

    made = {"python -c pass": Process([python, "-c", "pass"], _env(cold))}
    if script.is_file():
        line = [str(script), *arguments]
        made["contentgate check, cold cache"] = Process(line, _env(cold), clear)
        made["contentgate check, warm cache"] = Process(line, _env(warm))
    line = [python, "-m", "validator", *arguments]
    made["python -m validator check, cold cache"] = Process(line, _env(cold), clear)
    made["python -m validator check, warm cache"] = Process(line, _env(warm))
    for module in ("construct", "click", "rich.console", "yaml"):
        made[f"import {module}"] = Process([python, "-c", f"import {module}"], _env(cold))
    return made


def _env(cache: Path) -> dict[str, str]:
    """Return an environment in which compiled modules are kept, as in an installed package."""
    env = {**os.environ, "CONTENTGATE_CACHE": str(cache), "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PYTHONPYCACHEPREFIX"] = str(cache.parent / "pycache")
    return env
