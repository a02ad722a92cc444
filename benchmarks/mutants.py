"""What mutants of the corpus are like: `python -m benchmarks.mutants [COUNT] [FORMAT ...]`.

For each format: mutants per second of processor time, how many equal a seed, and the share of
each kind that the schema accepts, warnings aside. The figures but the speed are the same on every
machine.
`python -m benchmarks.mutants speed` takes one channel file of 3 KB and one of 800 KB instead, and
prints the best of five rounds for every kind, made by `vary` as campaigns do, with a loop of Python
beside it that says how fast the machine is at that moment.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.contents import channel_file
from validator import load_schema
from validator.fuzz.judge import Judge
from validator.mutate import KINDS, Mutator, Seed
from validator.mutate.draws import Draws

ROOT = Path(__file__).resolve().parents[1]
FORMATS = sorted(path.parent.name for path in (ROOT / "corpus").glob("*/seeds"))


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
    judge = Judge.of(schema, ())
    accepted = Counter(m.kind for m in made if judge.refusal(m.data) is None)
    size = sum(len(seed.data) for seed in seeds) // len(seeds)
    shares = "  ".join(f"{100 * accepted[kind] / max(kinds[kind], 1):9.1f} %" for kind in KINDS)
    return f"{name:16}{size:7}{speed:10.0f}{same:6}  {shares}"


def speed(name: str, data: bytes, count: int) -> None:
    """Print how fast mutants of one channel file are made.

    Args:
        name: of the line.
        data: the file.
        count: mutants of a round.
    """
    schema = load_schema(str(ROOT / "schemas" / "channel_file.ksy"))
    for kind in ("all", *KINDS):
        shares = None if kind == "all" else {kind: 1}
        mutator = Mutator(schema, [Seed(name, data)], 1)
        mutator.relations(0)
        keys = [f"speed {index}".encode() for index in range(count)]
        made = [mutator.vary(0, Draws(key), shares=shares) for key in keys]
        accepted = sum(not schema.check_bytes(one.data, max_findings=1) for one in made[:200])
        best, loop = 1e9, 1e9
        for _ in range(5):
            begin = time.process_time()
            for key in keys:
                mutator.vary(0, Draws(key), shares=shares)
            best = min(best, time.process_time() - begin)
            begin = time.process_time()
            for number in range(1_000_000):
                _ = number + 1
            loop = min(loop, time.process_time() - begin)
        share = 100 * accepted / min(count, 200)
        print(
            f"{name:16}{kind:12}{count / best:10.0f}{share:10.1f} %{1000 * loop:10.1f}", flush=True
        )


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table.

    Args:
        argv: arguments; those of the process for None.
    """
    choice = _parser().parse_args(argv)
    if choice.what == "speed":
        print(f"{'file':16}{'kind':12}{'per s':>10}{'accepted':>12}{'loop, ns':>10}")
        small = (ROOT / "corpus/channel_file/seeds/mixed.chan").read_bytes()
        speed(f"{len(small)} bytes", small, 1000)
        large = channel_file(1950)
        speed(f"{len(large)} bytes", large, 20)
        return
    print(f"{'format':16}{'bytes':>7}{'per s':>10}{'same':>6}  accepted: ", "  ".join(KINDS))
    for name in choice.format or FORMATS:
        print(measure(name, choice.what), flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m benchmarks.mutants", description="What mutants of the corpus are like."
    )
    parser.add_argument(
        "what", nargs="?", type=_what, default=2000, metavar="COUNT",
        help="mutants of each format, by default 2000; or the word speed",
    )  # fmt: skip
    parser.add_argument(
        "format", nargs="*", type=_format, metavar="FORMAT",
        help=f"by default all: {', '.join(FORMATS)}",
    )  # fmt: skip
    return parser


def _format(text: str) -> str:
    """Return the name of a format of the corpus."""
    if text not in FORMATS:
        raise argparse.ArgumentTypeError(f"{text} is not one of {', '.join(FORMATS)}")
    return text


def _what(text: str) -> int | str:
    """Return a count from 1, or the word itself."""
    if text == "speed":
        return text
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is neither a count from 1 nor the word speed")
    return int(text)


if __name__ == "__main__":
    main()
