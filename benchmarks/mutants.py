"""What mutants of the corpus are like: `python -m benchmarks.mutants [COUNT] [FORMAT ...]`.

For each format: mutants per second of processor time, how many equal a seed, and the share of
each kind that the schema accepts. The figures but the speed are the same on every machine.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from validator import load_schema
from validator.mutate import KINDS, Mutator, Seed

ROOT = Path(__file__).resolve().parents[1]


def measure(name: str, count: int) -> str:
    """Return the line of one format.

    Args:
        name: of a schema and its folder in the corpus.
        count: how many mutants are made.
    """
    schema = load_schema(str(ROOT / "schemas" / f"{name}.ksy"))
    folder = ROOT / "corpus" / name / "seeds"
    seeds = [Seed(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    mutator = Mutator(schema, seeds, 1)
    for number in range(len(seeds)):
        mutator.relations(number)
    begin = time.process_time()
    made = [mutator.make(index) for index in range(count)]
    speed = count / (time.process_time() - begin)
    same = sum(mutant.data in {seed.data for seed in seeds} for mutant in made)
    kinds = Counter(mutant.kind for mutant in made)
    accepted = Counter(m.kind for m in made if not schema.check_bytes(m.data, max_findings=1))
    size = sum(len(seed.data) for seed in seeds) // len(seeds)
    shares = "  ".join(f"{100 * accepted[kind] / max(kinds[kind], 1):9.1f} %" for kind in KINDS)
    return f"{name:16}{size:7}{speed:10.0f}{same:6}  {shares}"


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    found = sorted(path.parent.name for path in (ROOT / "corpus").glob("*/seeds"))
    print(f"{'format':16}{'bytes':>7}{'per s':>10}{'same':>6}  accepted: ", "  ".join(KINDS))
    for name in sys.argv[2:] or found:
        print(measure(name, count), flush=True)


if __name__ == "__main__":
    main()
