"""Ready-made consumers on the corpus: `python benchmarks/ready_consumers.py [NAME...]`.

Comes in: `corpus/FORMAT/valid` and `invalid`. Goes out: the table of docs/consumers.md, and below
it every valid file that a consumer does not accept. Consumers that are not installed are named.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from validator.consumers.ready import READY, Ready, make_ready, missing_of
from validator.errors import ConsumerError

CORPUS = Path(__file__).parent.parent / "corpus"
HEAD = (
    "| consumer | format | valid: accepted | rejected | faults"
    " | invalid: accepted | rejected | faults | s |"
)


def main(names: list[str]) -> None:
    """Print the table."""
    print(HEAD)
    print("|---" * (HEAD.count("|") - 1) + "|")
    kept: list[str] = []
    with tempfile.TemporaryDirectory(prefix="contentgate-") as folder:
        for ready in READY:
            if names and ready.name not in names:
                continue
            if missing := missing_of(ready, folder):
                kept.append(f"{ready.name}: not installed: {missing[0].install}")
                continue
            for name in ready.formats:
                kept += show_row(ready, name, folder)
    print("", *kept, sep="\n")


def show_row(ready: Ready, name: str, folder: str) -> list[str]:
    """Print the row of one consumer and format; return its remarks."""
    start = time.perf_counter()
    remarks: list[str] = []
    cells = [f"`{ready.name}`", f"`{name}`"]
    try:
        for kind in ("valid", "invalid"):
            counts, said = run_all(ready, CORPUS / name / kind, folder)
            faults = sum(counts.values()) - counts["accepted"] - counts["rejected"]
            cells += [str(counts["accepted"]), str(counts["rejected"]), str(faults)]
            remarks += said if kind == "valid" else []
    except ConsumerError as error:
        return [str(error)]
    print("|", " | ".join([*cells, f"{time.perf_counter() - start:.0f}"]), "|", flush=True)
    return remarks


def run_all(ready: Ready, inputs: Path, folder: str) -> tuple[Counter[str], list[str]]:
    """Run a consumer on the files of a folder."""
    consumer = make_ready(ready.name, None, folder)
    files = sorted(str(path) for path in inputs.iterdir() if path.suffix != ".expect")
    counts: Counter[str] = Counter()
    remarks: list[str] = []
    for path, outcome in zip(files, consumer.run_many(files), strict=True):
        counts[outcome.kind.value] += 1
        if outcome.kind.value != "accepted":
            lines = (outcome.stderr or outcome.stdout).decode("utf-8", "replace").split("\n")
            said = " ".join(line for line in lines if line.strip())[-160:]
            place = Path(path).relative_to(CORPUS)
            remarks.append(
                f"{ready.name}: {place}: {outcome.kind.value} {outcome.signature}: {said}"
            )
    return counts, remarks


if __name__ == "__main__":
    main(sys.argv[1:])
