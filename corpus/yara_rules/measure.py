"""Count what kills a real consumer, and how much of that the schema refuses.

    python corpus/yara_rules/measure.py FILE.yarc DATA

FILE is a compiled file of version 19, DATA what `yara -C` scans with it. 1,600 files with one byte
changed and 400 cut ones come from a fixed seed. Each runs with limits on time and memory.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from validator.check.schema import load_schema

SCHEMA = Path(__file__).parents[2] / "schemas" / "yara_rules.ksy"
TIMEOUT_S = 4


def mutants(data: bytes, seed: int) -> list[bytes]:
    """Return 1,600 files with one byte changed and 400 cut ones.

    Args:
        data: a valid file; not modified.
        seed: same seed, same files.
    """
    draw = random.Random(seed)
    made = []
    for _ in range(1600):
        at, way = draw.randrange(len(data)), draw.randrange(4)
        old = data[at]
        new = [old ^ (1 << draw.randrange(8)), 0, 255, draw.randrange(256)][way]
        if new == old:
            new = old ^ (1 << draw.randrange(8))
        made.append(data[:at] + bytes([new]) + data[at + 1 :])
    return made + [data[: draw.randrange(len(data))] for _ in range(400)]


def _limit() -> None:
    for kind, amount in ((resource.RLIMIT_AS, 1 << 30), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (amount, amount))
    resource.setrlimit(resource.RLIMIT_CPU, (3, 3))


def outcome(compiled: Path, scanned: str) -> str:
    """Return "accepted", "refused" or "died" for one file in `yara -C`."""
    command = ["yara", "-C", str(compiled), scanned]
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(
            command, stdin=quiet, stdout=quiet, stderr=quiet, preexec_fn=_limit,
            timeout=TIMEOUT_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "died"
    return {0: "accepted", 1: "refused"}.get(done.returncode, "died")


def main(file: str, scanned: str) -> None:
    """Measure one file, and print a line of counts."""
    schema = load_schema(str(SCHEMA))
    counts: Counter[str] = Counter()
    data = Path(file).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        for number, mutant in enumerate(mutants(data, 11)):
            path = Path(folder) / "mutant"
            path.write_bytes(mutant)
            result = outcome(path, scanned)
            if result == "accepted" and number >= 1600:
                result = "cut and accepted"
            counts[result] += 1
            if result in ("died", "cut and accepted"):
                counts[f"{result}, refused here"] += bool(schema.check_bytes(mutant))
    sys.stdout.write(f"{file}: {dict(counts)}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
