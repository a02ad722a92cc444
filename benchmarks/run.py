"""The one entry: which parts are measured, and where the table goes.

Exit status 0 when everything was measured, also when a goal is not met: the table says so, and
a busy machine must not break a build.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

from benchmarks.footprint import memory_rows, startup_rows
from benchmarks.rows import Row, as_json, table
from benchmarks.speed import (
    QUICK,
    Sizes,
    invalid_rows,
    mutant_rows,
    real_rows,
    workload_rows,
)

PARTS: dict[str, Callable[[Sizes], list[Row]]] = {
    "w1": lambda sizes: workload_rows("w1", sizes),
    "w2": lambda sizes: workload_rows("w2", sizes),
    "real": real_rows,
    "invalid": invalid_rows,
    "mutants": mutant_rows,
    "memory": memory_rows,
    "startup": startup_rows,
}


def machine() -> dict[str, object]:
    """Return what has to be known of the machine to compare two tables."""
    model = platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    except OSError:
        pass
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": platform.system(),
        "processor": model,
        "processors": len(os.sched_getaffinity(0)),
        "construct": metadata.version("construct"),
    }


def main(argv: Sequence[str]) -> int:
    """Measure and print.

    Args:
        argv: arguments without the program's name.
    Returns:
        0, or 2 for wrong arguments (from argparse).
    """
    parser = argparse.ArgumentParser("benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny files: does it run at all?")
    parser.add_argument("--json", metavar="OUT", help="write the rows there, for machines")
    parser.add_argument(
        "--only", action="append", choices=sorted(PARTS), metavar="NAME",
        help=f"one part, may be repeated: {', '.join(PARTS)}",
    )  # fmt: skip
    choice = parser.parse_args(argv)
    sizes = QUICK if choice.quick else Sizes()
    rows: list[Row] = []
    for part, measure in PARTS.items():
        if choice.only and part not in choice.only:
            continue
        print(f"measuring {part} …", file=sys.stderr, flush=True)
        rows += measure(sizes)
    about = machine()
    print(", ".join(f"{key} {value}" for key, value in about.items()))
    print("CPU time, minimum of several runs; ratio: contentgate / peer (memory: peak / file)")
    if choice.quick:
        print("quick: tiny files, so no figure means anything and no goal is judged fairly")
    print()
    print(table(rows), end="")
    if choice.json:
        Path(choice.json).write_text(as_json(rows, about) + "\n")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main(sys.argv[1:]))
