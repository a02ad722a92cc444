"""Hold the schema against libbpf and bpftool: `python corpus/btf/measure.py [MUTANTS CUTS]`.

Comes in: valid files of this corpus. Goes out: a table, schema accepts or refuses by reader
survives or dies, and every file that the schema accepts and a reader does not survive. The same
mutants on every run. Needs cc, libbpf-dev and bpftool.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from validator import load_schema

HERE = Path(__file__).parent
FILES = ("kinds", "tags-linked", "maps", "maps-linked", "wide")
_LIMITS = "ulimit -v 1048576 -t 3 -c 0 -f 8192; exec "
_WALL_S = 8


def main() -> None:
    """Print the table."""
    mutants, cuts = (int(text) for text in sys.argv[1:3]) if len(sys.argv) > 2 else (1600, 400)
    schema = load_schema(str(HERE.parent.parent / "schemas" / "btf.ksy"))
    cells: Counter[tuple[bool, bool]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        walk = f"{folder}/walk"
        subprocess.run(["cc", "-O1", str(HERE / "walk.c"), "-o", walk, "-lbpf"], check=True)
        for name, data in _damaged(mutants, cuts):
            file = Path(folder) / "file.btf"
            file.write_bytes(data)
            dies = any(_dies(command, file) for command in _commands(walk))
            found = schema.check_bytes(data)
            refused = any(finding.severity.value == "error" for finding in found)
            cells[refused, dies] += 1
            if dies and not refused:
                sys.stdout.write(f"escape: {name}\n")
    for (refused, dies), count in sorted(cells.items()):
        answer = "refuses" if refused else "accepts"
        sys.stdout.write(f"schema {answer}, reader {'dies' if dies else 'lives'}: {count}\n")


def _commands(walk: str) -> tuple[str, ...]:
    dump = "bpftool btf dump file"
    return (f"{walk} $0", f"{dump} $0", f"{dump} $0 format c")


def _damaged(mutants: int, cuts: int) -> Iterator[tuple[str, bytes]]:
    rng = random.Random(5)
    files = [(name, (HERE / "valid" / f"{name}.btf").read_bytes()) for name in FILES]
    for number in range(mutants):
        name, data = files[number % len(files)]
        at, old = (place := rng.randrange(len(data))), data[place]
        new = rng.choice((0, 255, old ^ 1 << rng.randrange(8), rng.randrange(256)))
        new = old ^ 1 if new == old else new
        yield f"{name} {at:#x}: {old} -> {new}", data[:at] + bytes([new]) + data[at + 1 :]
    for number in range(cuts):
        name, data = files[number % len(files)]
        size = rng.randrange(len(data))
        yield f"{name} cut to {size}", data[:size]


def _dies(command: str, file: Path) -> bool:
    try:
        done = subprocess.run(
            ["sh", "-c", _LIMITS + command, str(file)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_WALL_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    return done.returncode < 0  # bpftool turns negative errors into a status above 127


if __name__ == "__main__":
    main()
