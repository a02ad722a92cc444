"""Time and executions to every seeded fault, for contentgate and its peers, in one run.

`python -m benchmarks.bugs [--quick] [--only FUZZER] [--fault NAME] ...`: every fuzzer looks for
every fault of examples/seeded with several random seeds, one process at a time. A result that is
there already is kept, so a run that was ended goes on. Exit status 0 when all that could run did.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.bugs_cells import FAULTS, SEEDED, Book, Cell, Fault
from benchmarks.bugs_peers import FUZZERS, Fuzzer
from benchmarks.bugs_table import as_json, cell_text, markdown, sizes_markdown
from benchmarks.measure import ROOT

_FOLDER = ROOT / "out" / "bench-bugs"


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("benchmarks.bugs", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one random seed, 20 s a fault")
    parser.add_argument("--seeds", type=int, default=5, help="random seeds, by default 5")
    parser.add_argument("--time", type=float, default=120.0, help="seconds a fault, by default 120")
    parser.add_argument(
        "--only", action="append", choices=[one.name for one in FUZZERS], metavar="FUZZER",
        help=f"may be repeated: {', '.join(one.name for one in FUZZERS)}",
    )  # fmt: skip
    parser.add_argument(
        "--fault", action="append", choices=[one.name for one in FAULTS], metavar="NAME",
        help="one fault; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, default=_FOLDER, help="results; by default out/bench-bugs"
    )
    parser.add_argument("--again", action="store_true", help="forget the results of these cells")
    parser.add_argument("--table", action="store_true", help="run nothing, print what is there")
    choice = parser.parse_args(argv)
    if choice.quick:
        choice.seeds, choice.time = 1, 20.0
    return choice


def _usable(names: Sequence[str] | None) -> Iterator[Fuzzer]:
    """Yield the fuzzers that can run here; the others are named."""
    for fuzzer in FUZZERS:
        if names and fuzzer.name not in names:
            continue
        missing = fuzzer.missing()
        if missing:
            print(f"left out: {fuzzer.name}: {missing}", file=sys.stderr)
        else:
            yield fuzzer


def _cells(
    fuzzers: Sequence[Fuzzer], faults: Sequence[Fault], choice: argparse.Namespace
) -> list[tuple[Fuzzer, Cell]]:
    """Return all cells; every fuzzer gets its first random seed before any gets its second."""
    return [
        (fuzzer, Cell(fuzzer.name, fault, seed, choice.time))
        for seed in range(1, choice.seeds + 1)
        for fuzzer in fuzzers
        for fault in faults
    ]


def _run(fuzzer: Fuzzer, cell: Cell, book: Book) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-bugs-") as scratch:
        result = fuzzer.run(cell, Path(scratch))
    book.write(cell, result)
    text = cell_text([result]) + (f" ({result.note})" if result.note else "")
    print(f"{cell.fuzzer} {cell.fault.name} seed {cell.seed}: {text}", file=sys.stderr, flush=True)


def main(argv: Sequence[str]) -> int:
    """Run what has no result yet, and print the table.

    Args:
        argv: arguments without the program's name.
    Returns:
        0; 3 when the builds with the faults cannot be made.
    """
    choice = _arguments(argv)
    book = Book(choice.out / "cells")
    if not choice.table:
        done = subprocess.run(["make", "-s", "-C", str(SEEDED)], check=False)
        if done.returncode:
            print("the seeded builds need make and clang or gcc", file=sys.stderr)
            return 3
        faults = [one for one in FAULTS if not choice.fault or one.name in choice.fault]
        for fuzzer, cell in _cells(list(_usable(choice.only)), faults, choice):
            if choice.again or not book.is_done(cell):
                _run(fuzzer, cell, book)
    names = [one.name for one in FUZZERS if not choice.only or one.name in choice.only]
    text = markdown(book, names, choice.seeds)
    print(text, end="")
    sizes = sizes_markdown(book, "contentgate", choice.seeds)
    print(f"\n{sizes}", end="")
    choice.out.mkdir(parents=True, exist_ok=True)
    (choice.out / "bugs.md").write_text(f"{text}\n{sizes}")
    (choice.out / "bugs.json").write_text(as_json(book, names, choice.seeds))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
