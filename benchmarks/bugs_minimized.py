"""How small, and at what cost, the crashes of the seeded faults become.

`python -m benchmarks.bugs_minimized [--fault NAME] ... [--seed N] [--time S]`: contentgate looks
for every fault of examples/seeded, and each file that it finds is minimized as `contentgate fuzz`
does it. Printed is its size beside the smallest known, and the processor time that it took, that of
the consumer included. Exit status 0 when every fault was found.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import chdir
from pathlib import Path

from benchmarks.bugs_cells import FAULTS, SEEDED, Fault
from benchmarks.measure import ROOT
from validator import load_schema
from validator.consumers.library import LibraryConsumer
from validator.consumers.sandbox import Limits
from validator.crashes import CrashReport
from validator.fuzz.case import SEED, Case
from validator.fuzz.judge import Judge
from validator.fuzz.regressions import Regressions
from validator.fuzz.seeds import SeedFile
from validator.fuzz.triage import Triage

_TIMEOUT_S = 10.0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("benchmarks.bugs_minimized", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="random seed, by default 1")
    parser.add_argument("--time", type=float, default=60.0, help="seconds a fault, by default 60")
    parser.add_argument(
        "--fault", action="append", choices=[one.name for one in FAULTS], metavar="NAME",
        help="one fault; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--found", type=Path, default=ROOT / "out" / "bench-bugs" / "found",
        help="crashes that were found before; by default out/bench-bugs/found",
    )  # fmt: skip
    parser.add_argument("--details", action="store_true", help="also print what differs, by path")
    return parser.parse_args(argv)


def _find(fault: Fault, choice: argparse.Namespace) -> list[bytes]:
    """Return the files that a campaign found, one a crash; found once, they are kept."""
    folder = choice.found / str(choice.seed) / fault.name
    if not any(folder.glob("*/input.bin")):
        with tempfile.TemporaryDirectory(prefix="bench-bugs-") as scratch:
            subprocess.run(
                [
                    sys.executable, "-m", "validator", "fuzz", "--schema", str(fault.schema),
                    "--consumer", fault.build, str(fault.folder), "--time", f"{choice.time:g}s",
                    "--seed", str(choice.seed), "--jobs", "1", "--stop-after-crashes", "1",
                    "--minimize", "0", "--output", scratch, "--regressions", str(folder),
                ],
                stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd=SEEDED,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip
    return [path.read_bytes() for path in sorted(folder.glob("*/input.bin"))]


def _settle(fault: Fault, data: bytes, scratch: str) -> tuple[CrashReport, float]:
    """Minimize a crash; returns its report, and processor seconds."""
    schema = load_schema(fault.schema)
    judge = Judge.of(schema, ())
    folder = os.path.join(scratch, "build")
    os.makedirs(folder, exist_ok=True)
    consumer = LibraryConsumer(
        fault.build, f"build/{fault.build}.so", limits=Limits(timeout_s=_TIMEOUT_S),
        build_folder=folder,
    )  # fmt: skip
    seeds = [SeedFile(one.name, one.read_bytes()) for one in sorted(fault.folder.iterdir())]
    regressions = Regressions(os.path.join(scratch, "kept"))
    triage = Triage(schema, judge, consumer, regressions, scratch, references=seeds)
    path = os.path.join(scratch, "crash.bin")
    Path(path).write_bytes(data)
    crash = triage.note(Case(0, data, SEED), consumer.run(path))
    before = _cpu_s()
    report = triage.settle(crash)
    return report, _cpu_s() - before


def _cpu_s() -> float:
    return sum(os.times()[:4])


def _rows(fault: Fault, choice: argparse.Namespace) -> Iterator[str]:
    known = (SEEDED / "crashers" / f"{fault.build}.bin").stat().st_size
    for data in _find(fault, choice):
        with tempfile.TemporaryDirectory(prefix="bench-bugs-") as scratch:
            report, cpu_s = _settle(fault, data, scratch)
        size = report.kept.size
        yield (
            f"| {fault.name} | {known:,} | {size:,} | {size / known - 1:+.0%} | {len(data):,} |"
            f" {report.runs:,} | {cpu_s:.1f} |"
        )
        if choice.details:
            where = report.nearest.name if report.nearest is not None else ""
            changes = [
                f"{one.what} {one.path} {one.was!r} -> {one.now!r}" for one in report.changes
            ]
            yield f"    {report.signature}; {report.gate}; from {where!r}: {'; '.join(changes)}"
            yield from (f"    {note}" for note in report.notes)


def main(argv: Sequence[str]) -> int:
    """Print the table.

    Args:
        argv: without the program's name.
    """
    choice = _arguments(argv)
    chosen = [one for one in FAULTS if not choice.fault or one.name in choice.fault]
    missing = 0
    print("| fault | smallest known | minimized | more | found | runs | CPU s |")
    print("|---|---|---|---|---|---|---|")
    with chdir(SEEDED):
        for fault in chosen:
            is_found = False
            for row in _rows(fault, choice):
                is_found = True
                print(row, flush=True)
            if not is_found:
                missing += 1
                print(f"not found: {fault.name}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
