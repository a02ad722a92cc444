"""What schema coverage costs: `python -m benchmarks.coverage [FORMAT ...]`.

For each format: features and goals of its schema, what valid files of the corpus exercise of the
goals, and processor time of a trace and of its features, in microseconds a node. The ratio of the
two is what a fuzzer pays on top of a trace.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from validator import load_schema
from validator.cover import Features

ROOT = Path(__file__).resolve().parents[1]
LARGEST = 300_000
ROUNDS = 3


def measure(name: str) -> str:
    """Return the line of one format.

    Args:
        name: of a schema and its folder in the corpus.
    """
    schema = load_schema(str(ROOT / "schemas" / f"{name}.ksy"))
    begin = time.process_time()
    features = Features(schema.program)
    built = time.process_time() - begin
    paths = sorted((ROOT / "corpus" / name / "valid").iterdir())
    files = [path.read_bytes() for path in paths if path.stat().st_size <= LARGEST]
    schema.trace(files[0])
    traced = measured = 0.0
    nodes = 0
    seen: set[int] = set()
    for data in files * ROUNDS:
        begin = time.process_time()
        trace = schema.trace(data)
        between = time.process_time()
        seen |= features.of(trace)
        measured += time.process_time() - between
        traced += between - begin
        nodes += len(trace)
    done = len(seen & features.goals)
    return (
        f"{name:17}{len(features):9,}{len(features.goals):7}{done:10}{1000 * built:9.0f}"
        f"{1e6 * traced / nodes:9.2f}{1e6 * measured / nodes:10.2f}{measured / traced:7.2f}"
    )


def main() -> None:
    """Print the table."""
    found = sorted(path.stem for path in (ROOT / "schemas").glob("*.ksy"))
    print(
        f"{'format':17}{'features':>9}{'goals':>7}{'exercised':>10}{'build ms':>9}"
        f"{'trace us':>9}{'cover us':>10}{'ratio':>7}"
    )
    for name in sys.argv[1:] or found:
        print(measure(name), flush=True)


if __name__ == "__main__":
    main()
