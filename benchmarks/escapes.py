"""What the shipped schemas stop: `python -m benchmarks.escapes [--mutants N] [NAME ...]`.

Runs `contentgate escape` for every format and ready-made consumer (or those named, by format or
by consumer) on the files of the corpus, and prints the table of docs/escape.md; runs that were
ended go on. A kernel gets three tenths of the mutants. Consumers that are not installed are named.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from validator.consumers.ready import READY, missing_of

ROOT = Path(__file__).resolve().parents[1]
KERNEL_SHARE = 0.3
COLUMNS = (
    "format", "consumer", "seeds", "mutants", "deaths", "of them refused", "escapes",
    "known defects", "false alarms", "refused though accepted", "s",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Print the table; 1 when there is an escape."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.escapes")
    parser.add_argument("names", nargs="*", help="formats or consumers; all when none is named")
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", default="build/escapes")
    parser.add_argument("--fresh", action="store_true", help="drop what earlier runs left")
    choice = parser.parse_args(arguments)
    print("|", " | ".join(COLUMNS), "|\n" + "|---" * len(COLUMNS) + "|", flush=True)
    remarks: list[str] = []
    for ready in READY:
        for name in ready.formats:
            if choice.names and not {name, ready.name} & set(choice.names):
                continue
            with tempfile.TemporaryDirectory(prefix="contentgate-") as folder:
                lacking = missing_of(ready, folder)
            if lacking:
                remarks.append(f"{ready.name}: not installed: {lacking[0].install}")
                continue
            count = int(choice.mutants * (KERNEL_SHARE if ready.kind == "kernel" else 1))
            begin = time.perf_counter()
            report = run(name, ready.name, count, choice)
            print(row(report, name, ready.name, time.perf_counter() - begin), flush=True)
            remarks += remarks_of(report, name, ready.name)
    print("", *remarks, sep="\n")
    return any("escape:" in remark for remark in remarks)


def run(name: str, consumer: str, count: int, choice: argparse.Namespace) -> dict[str, Any]:
    """Run one campaign and return its report."""
    corpus = ROOT / "corpus" / name
    argv = [sys.executable, "-m", "validator", "escape", "-s", name, "--consumer", consumer]
    argv += ["--mutants", str(count), "--seed", str(choice.seed), "--format", "json"]
    argv += ["--out", str(Path(choice.out) / f"{name}-{consumer}")]
    if choice.fresh:
        argv.append("--fresh")
    if (corpus / "contract.toml").exists():
        argv += ["--contract", str(corpus / "contract.toml")]
    if (corpus / f"known-{consumer}.toml").exists():
        argv += ["--known", str(corpus / f"known-{consumer}.toml")]
    argv += [str(corpus / part) for part in ("valid", "seeds")]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{name} against {consumer}: exit status {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)  # type: ignore[no-any-return]  # a report is an object


def row(report: dict[str, Any], name: str, consumer: str, seconds: float) -> str:
    """Return the row of one campaign."""
    summary, cells = report["summary"], report["cells"]
    used = sum(seed["state"] == "used" for seed in report["seeds"])
    loaded = cells["refuses"]["accepted"]
    share = 100 * loaded / max(1, loaded + cells["accepts"]["accepted"])
    values = (
        f"`{name}`", f"`{consumer}`", f"{used}", f"{report['mutants']['done']:,}",
        f"{summary['deaths']:,}", f"{summary['deaths_refused']:,}", f"{summary['escapes']}",
        f"{summary['known_defects']}", f"{summary['false_alarms']}",
        f"{loaded:,} ({share:.0f} % of accepted)", f"{seconds:.0f}",
    )  # fmt: skip
    return "| " + " | ".join(values) + " |"


def remarks_of(report: dict[str, Any], name: str, consumer: str) -> list[str]:
    """Return a line for every escape and every seed that could not be used."""
    pair = f"{name} against {consumer}"
    lines = [f"{pair}: escape: {json.dumps(escape)[:600]}" for escape in report["escapes"]]
    for seed in report["seeds"]:
        if seed["state"] not in ("used", "copy"):
            lines.append(f"{pair}: {seed['name']}: {seed['state']}: {seed['reason']}")
    return lines + [f"{pair}: {note}" for note in report["notes"]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
