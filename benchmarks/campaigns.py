"""Real consumers, fuzzed: `python -m benchmarks.campaigns [--time 600s] [NAME ...]`.

Runs `contentgate fuzz` for every ready-made consumer (or those named, by consumer or by format) on
the files of the corpus, one after the other. Goes out: a row of docs/campaigns.md each as it is
done, then every crash with its field. All files go to `--out`, a folder outside of the repository;
`--again` prints the rows of the campaigns that it holds. Consumers that are not installed are
named, and so is a campaign that ended without a report.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from validator.consumers.ready import READY, Ready, missing_of, ready_version
from validator.findings import generic_path
from validator.fuzz.known import Known, read_known, reason_of

ROOT = Path(__file__).resolve().parents[1]
OUT = Path(tempfile.gettempdir()) / "contentgate-campaigns"
COLUMNS = (
    "consumer", "format", "executions", "a second", "valid", "corpus", "features", "crashes",
    "accepted by the gate", "known defects", "smallest file, its field", "s", "with minimizing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ended:
    """A campaign that has ended: what it says, and the known defects of its consumer."""

    ready: Ready
    name: str
    report: dict[str, Any]
    known: tuple[Known, ...]

    @property
    def crashes(self) -> list[dict[str, Any]]:
        """All crashes, those that the gate accepts first."""
        found: list[dict[str, Any]] = self.report["crashes"]
        return found

    def reason(self, crash: dict[str, Any]) -> str:
        """Return why a crash is a known defect; "" when it is none."""
        paths = [crash["path"], *(change["path"] for change in crash["changes"])]
        fields = set(map(generic_path, paths))
        return reason_of(self.known, crash["outcome"], crash["signature"], fields)

    @property
    def escapes(self) -> list[dict[str, Any]]:
        """Crashes on files that the gate accepts and that are no known defect."""
        return [one for one in self.crashes if one["gate"] == "accepted" and not self.reason(one)]


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 when the gate lets a crash through that is no known defect."""
    choice = _parser().parse_args(arguments)
    pairs = [(ready, name) for ready in READY for name in ready.formats]
    if choice.names:
        wanted = set(choice.names)
        pairs = [(ready, name) for ready, name in pairs if {ready.name, name} & wanted]
    print("|", " | ".join(COLUMNS), "|\n" + "|---" * len(COLUMNS) + "|", flush=True)
    remarks: list[str] = []
    escapes = 0
    for ready, name in pairs:
        if not choice.again and (lacking := install_of(ready)):
            remarks.append(f"{ready.name}: not installed: {lacking}")
            continue
        report, seconds = (kept_report if choice.again else run)(ready, name, choice)
        if report is None:
            remarks.append(f"{ready.name}: no report; see {choice.out / ready.name}.txt")
            continue
        ended = Ended(ready, name, report, known_of(name, ready.name))
        print(row(ended, seconds), flush=True)
        remarks += remarks_of(ended)
        escapes += len(ended.escapes)
    print("", *remarks, sep="\n")
    return int(escapes > 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.campaigns")
    parser.add_argument("names", nargs="*", help="consumers or formats; all when none is named")
    parser.add_argument("--time", default="600s", help="of each campaign, without minimizing")
    parser.add_argument("--minimize", type=int, default=300, help="runs that one crash may take")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=OUT, help="folder for all that is written")
    parser.add_argument("--again", action="store_true", help="run nothing, print what is there")
    return parser


def install_of(ready: Ready) -> str:
    """Return how to install what a consumer needs and is not here; "" when all is."""
    with tempfile.TemporaryDirectory(prefix="contentgate-") as folder:
        lacking = missing_of(ready, folder)
    return lacking[0].install if lacking else ""


def run(ready: Ready, name: str, choice: argparse.Namespace) -> tuple[dict[str, Any] | None, float]:
    """Run one campaign; returns its report, and the seconds it took with minimizing."""
    base = choice.out / ready.name
    choice.out.mkdir(parents=True, exist_ok=True)
    paper = base.with_suffix(".json")
    paper.unlink(missing_ok=True)
    start = time.perf_counter()
    with base.with_suffix(".txt").open("wb") as told:
        process = subprocess.Popen(
            command(ready, name, choice), cwd=ROOT, stdout=told, stderr=subprocess.STDOUT
        )
        try:
            process.wait()
        except KeyboardInterrupt:  # it has got it, too, and ends with its report
            process.wait()
    seconds = time.perf_counter() - start
    base.with_suffix(".seconds").write_text(f"{seconds:.1f}\n", "utf-8")
    return kept_report(ready, name, choice)


def command(ready: Ready, name: str, choice: argparse.Namespace) -> list[str]:
    """Return the command of a campaign."""
    base, corpus = choice.out / ready.name, ROOT / "corpus" / name
    argv = [sys.executable, "-m", "validator", "fuzz", "-s", name, "--consumer", ready.name]
    argv += ["--time", choice.time, "--seed", str(choice.seed), "--jobs", "1", "--no-progress"]
    argv += ["--minimize", str(choice.minimize), "--report", f"json={base}.json"]
    argv += ["--output", str(base), "--regressions", f"{base}-crashes"]
    if (corpus / "contract.toml").exists():
        argv += ["--contract", str(corpus / "contract.toml")]
    return argv + [str(corpus / part) for part in ("valid", "seeds")]


def kept_report(
    ready: Ready, name: str, choice: argparse.Namespace
) -> tuple[dict[str, Any] | None, float]:
    """Return the report that a campaign left, and how long it took; (None, 0.0) without one."""
    base = choice.out / ready.name
    try:
        report = json.loads(base.with_suffix(".json").read_text("utf-8"))
        return report, float(base.with_suffix(".seconds").read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None, 0.0


def known_of(name: str, consumer: str) -> tuple[Known, ...]:
    """Return the known defects of a consumer."""
    path = ROOT / "corpus" / name / f"known-{consumer}.toml"
    return read_known(str(path)) if path.exists() else ()


def row(ended: Ended, seconds: float) -> str:
    """Return the row of one campaign."""
    report, crashes = ended.report, ended.crashes
    accepted = [one for one in crashes if one["gate"] == "accepted"]
    known = sum(bool(ended.reason(one)) for one in accepted)
    share = report["valid_share"]
    smallest = min(crashes, key=_size, default=None)
    values = (
        f"`{ended.ready.name}`", f"`{ended.name}`", f"{report['executions']:,}",
        f"{report['executions_per_second']:,.1f}", "" if share is None else f"{100 * share:.0f} %",
        f"{report['corpus']:,}", f"{report['features']:,} of {report['features_in_all']:,}",
        f"{len(crashes)}", f"{len(accepted)}", f"{known}",
        "" if smallest is None else f"{_size(smallest):,} bytes, `{smallest['path']}`",
        f"{report['seconds']:.0f}", f"{seconds:.0f}",
    )  # fmt: skip
    return "| " + " | ".join(values) + " |"


def remarks_of(ended: Ended) -> Iterator[str]:
    """Yield what the campaign ran, every crash, and what the consumers disagree about."""
    report = ended.report
    version = f"{ended.ready.name} {ready_version(ended.ready)}".strip()
    yield f"{version} ({report['limits']}): {report['stopped']}; {report['outcomes']}"
    for crash in ended.crashes:
        reason = ended.reason(crash)
        yield (
            f"  {crash['outcome']}: {crash['signature']} at {crash['path'] or 'no field'};"
            f" gate: {crash['gate']}; {crash['size']:,} -> {_size(crash):,} bytes,"
            f" {crash['state']}; {crash['count']:,} times"
            + (f"; known: {reason}" if reason else "")
        )
    for one in report["disagreements"]:
        yield f"  {one['what']}: {one['message']}"


def _size(crash: dict[str, Any]) -> int:
    """Return the size of the file that is kept."""
    size: int = crash["minimized_size"] or crash["size"]
    return size


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
