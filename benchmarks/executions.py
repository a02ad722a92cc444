"""How often consumers run: `python -m benchmarks.executions [SECONDS]`.

A target that looks at a few bytes, as a library (without and with coverage, by gcc and by clang
where there is one), as a callable of Python and as a program: runs a second of elapsed time,
one file after the other (`run_many`), and from memory (`run_bytes_many`: 64 ahead and all coverage,
256 ahead and new coverage alone).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence

from validator.consumers.command import CommandConsumer
from validator.consumers.library import LibraryConsumer
from validator.consumers.many import run_bytes_many
from validator.consumers.protocol import Consumer, Outcome
from validator.consumers.python import PythonConsumer

SOURCE = """
#include <stddef.h>
#include <stdint.h>
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    unsigned sum = 0;
    for (size_t i = 0; i < size; i++) {
        if (data[i] == 'C') sum += 3; else if (data[i] & 1) sum ^= i; else sum++;
        switch (data[i] >> 5) { case 0: sum++; break; case 3: sum *= 3; break; case 5: sum--; }
    }
    return sum == 7;
}
"""
PYTHON = """
def read(data):
    if data[:1] == b"C":
        return len(data) > 3
    return data.count(b"x") < 9
"""
FLAGS = {
    "library": ("gcc",),
    "library, gcc trace-pc": ("gcc", "-fsanitize-coverage=trace-pc"),
    "library, clang 8-bit counters": ("clang", "-fsanitize-coverage=inline-8bit-counters"),
}


def inputs(count: int) -> Iterator[bytes]:
    """Yield small inputs, each another one."""
    base = bytes(range(200))
    for number in range(count):
        at = number % 190
        yield base[:at] + number.to_bytes(4, "little") + base[at:]


def consumers(folder: str) -> Iterator[tuple[str, Consumer]]:
    """Build the targets and yield consumers with their names."""
    source = os.path.join(folder, "target.c")
    with open(source, "w", encoding="ascii") as file:
        file.write(SOURCE)
    with open(os.path.join(folder, "target.py"), "w", encoding="ascii") as file:
        file.write(PYTHON)
    for number, (name, (compiler, *flags)) in enumerate(FLAGS.items()):
        library = os.path.join(folder, f"target{number}.so")
        words = [compiler, "-O1", "-g", "-fPIC", "-shared", *flags, source, "-o", library]
        if shutil.which(compiler):
            subprocess.run(words, check=True)
            yield name, LibraryConsumer(name, library, build_folder=folder)
    yield "python", PythonConsumer("python", "target:read", cwd=folder)
    yield "python, lines counted", PythonConsumer("p", "target:read", cwd=folder, coverage=True)
    yield "command", CommandConsumer("command", ("cmp", "{file}", source))


def speed(run: Callable[[int], Iterator[Outcome]], seconds: float) -> float:
    """Return outcomes per second, after the first one came."""
    outcomes = run(1 << 30)
    next(outcomes)
    begin, done = time.perf_counter(), 0
    while (passed := time.perf_counter() - begin) < seconds:
        next(outcomes)
        done += 1
    outcomes.close()  # type: ignore[attr-defined]  # a generator
    return done / passed


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table.

    Args:
        argv: arguments; those of the process for None.
    """
    parser = argparse.ArgumentParser(
        "python -m benchmarks.executions", description="How often consumers run."
    )
    parser.add_argument(
        "seconds", nargs="?", type=float, default=3.0, metavar="SECONDS",
        help="elapsed time for each figure, by default 3",
    )  # fmt: skip
    seconds = parser.parse_args(argv).seconds
    print(f"{'consumer':32}{'files':>10}{'memory':>10}{'new only':>10}  per second")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        for name, consumer in consumers(folder):

            def files(count: int, consumer: Consumer = consumer) -> Iterator[Outcome]:
                def paths() -> Iterator[str]:
                    for data in inputs(count):
                        path = os.path.join(folder, "input.bin")
                        with open(path, "wb") as file:
                            file.write(data)
                        yield path

                return consumer.run_many(paths())

            def memory(count: int, consumer: Consumer = consumer) -> Iterator[Outcome]:
                return run_bytes_many(consumer, inputs(count))

            def new_only(count: int, consumer: Consumer = consumer) -> Iterator[Outcome]:
                return run_bytes_many(consumer, inputs(count), ahead=256, is_novel_only=True)

            speeds = (speed(run, seconds) for run in (files, memory, new_only))
            print(f"{name:32}" + "".join(f"{each:10.0f}" for each in speeds), flush=True)


if __name__ == "__main__":
    main()
