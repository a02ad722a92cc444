"""How the schemas of examples/gallery answer damaged files: speed, exceptions, agreement.

    python -m benchmarks.gallery [--mutants 20000] [--reference]

One real file of every schema, mutated: bytes changed, numbers set to edges, ranges deleted,
doubled, swapped and filled, files cut. Each mutant is checked with all its findings. A row a
file: how many are refused, mutants a second, exceptions (must be none), the slowest. With
`--reference` the construct reader reads each mutant, too, and the verdicts of both are compared
(must be equal). Deterministic: the same files give the same mutants.

Exit status 1 when anything raised, disagreed, or took more than a second.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from validator.backends.construct import compile_construct, read
from validator.check.schema import Schema, load_schema
from validator.findings import Severity

GALLERY = Path(__file__).resolve().parents[1] / "examples" / "gallery"
EDGES = (0, 1, 0x7F, 0x80, 0xFE, 0xFF)
SLOW_S = 1.0


@dataclass(slots=True)
class Tally:  # house: loose-dataclass - counts grow while mutants are read
    """What happened to the mutants of one file."""

    mutants: int = 0
    refused: int = 0
    exceptions: int = 0
    disagreements: int = 0
    seconds: float = 0.0
    slowest: float = 0.0

    def add(self, other: Tally) -> None:
        """Add what happened to the mutants of another file."""
        self.mutants += other.mutants
        self.refused += other.refused
        self.exceptions += other.exceptions
        self.disagreements += other.disagreements
        self.seconds += other.seconds
        self.slowest = max(self.slowest, other.slowest)

    @property
    def is_bad(self) -> bool:
        """Whether a goal is missed."""
        return bool(self.exceptions or self.disagreements or self.slowest > SLOW_S)


def mutants_of(data: bytes, count: int) -> Iterator[bytes]:
    """Yield mutants of a file, the same for the same file."""
    rng = random.Random(zlib.crc32(data))
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(rng.choice((1, 1, 1, 2, 4))):
            _mutate(rng, copy)
        yield bytes(copy)


def _mutate(rng: random.Random, copy: bytearray) -> None:
    """Change a file in place; half of the changes fall into its first 64 bytes."""
    if not copy:
        return
    at = rng.randrange(min(len(copy), 64) if rng.random() < 0.5 else len(copy))
    size = rng.choice((1, 2, 4, 8, 16))
    match rng.randrange(8):
        case 0 | 1:
            copy[at] = rng.randrange(256)
        case 2:
            copy[at] ^= 1 << rng.randrange(8)
        case 3:
            copy[at : at + size] = bytes([rng.choice(EDGES)]) * len(copy[at : at + size])
        case 4:
            del copy[at : at + size]
        case 5:
            copy[at:at] = copy[at : at + size]
        case 6:
            other = rng.randrange(len(copy))
            copy[at], copy[other] = copy[other], copy[at]
        case 7:
            del copy[rng.randrange(len(copy)) :]


def measure(schema: Schema, data: bytes, count: int, *, with_reference: bool) -> Tally:
    """Check the mutants of one file; exceptions are counted and named on standard error."""
    tally = Tally()
    reference = compile_construct(schema.program) if with_reference else None
    for mutant in mutants_of(data, count):
        tally.mutants += 1
        started = time.process_time()
        try:
            found = schema.check_bytes(mutant)
            taken = time.process_time() - started
            tally.seconds += taken
            tally.slowest = max(tally.slowest, taken)
            is_refused = any(f.severity is Severity.ERROR for f in found)
            tally.refused += is_refused
            if reference is not None and not _agrees(schema, reference, mutant):
                tally.disagreements += 1
                print(f"{schema.name}: readers disagree on {mutant.hex()}", file=sys.stderr)
        except Exception as error:  # noqa: BLE001 - counting them is the purpose
            tally.exceptions += 1
            print(f"{schema.name}: {type(error).__name__}: {error}", file=sys.stderr)
    return tally


def _agrees(schema: Schema, reference: Any, mutant: bytes) -> bool:
    failures = schema.read(mutant).failures
    expected = read(reference, mutant)
    return bool(failures) == bool(expected.failures)


def row(name: str, size: int, tally: Tally) -> str:
    """Return one line of the table."""
    speed = tally.mutants / tally.seconds if tally.seconds else 0.0
    return (
        f"{name:<28} {size:>7} {tally.mutants:>8,} {tally.refused:>8,} {speed:>9,.0f} "
        f"{tally.exceptions:>10} {tally.disagreements:>9} {tally.slowest * 1000:>8.0f} ms"
    )


def samples() -> list[tuple[Path, Path]]:
    """Return a (schema, file) pair for every schema; the file is its first by name."""
    return [
        (schema, min(path for path in (GALLERY / "files" / schema.stem).iterdir()))
        for schema in sorted(GALLERY.glob("*.ksy"))
    ]


def main(argv: Sequence[str]) -> int:
    """Measure and print; see above for the exit status."""
    parser = argparse.ArgumentParser("benchmarks.gallery", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--mutants", type=int, default=20_000, help="of all files together")
    parser.add_argument("--reference", action="store_true", help="compare with construct, too")
    options = parser.parse_args(argv)
    pairs = samples()
    total = Tally()
    print(
        f"{'file':<28} {'bytes':>7} {'mutants':>8} {'refused':>8} {'a second':>9} "
        f"{'exceptions':>10} {'disagree':>9} {'slowest':>11}"
    )
    bounds = [options.mutants * number // len(pairs) for number in range(len(pairs) + 1)]
    for (schema_path, path), (start, end) in zip(pairs, pairwise(bounds), strict=True):
        data = path.read_bytes()
        schema = load_schema(str(schema_path))
        tally = measure(schema, data, end - start, with_reference=options.reference)
        total.add(tally)
        print(row(f"{schema_path.stem}/{path.name}", len(data), tally), flush=True)
    print(row("all", 0, total))
    return int(total.is_bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
