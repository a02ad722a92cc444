"""What the schemas say to real files: every one is checked by the command that users run.

Comes in: files in folders, with or without a contract. Goes out: which are accepted, what the
others are refused for, and how fast the largest one is.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-m", "validator", "check", "--no-progress", "--format", "json",
           "--max-findings", "1", "--jobs", "1")  # fmt: skip
AT_ONCE = 400
SHOWN = 3


class JudgeError(Exception):
    """The command itself failed; nothing is known of the files."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One real file that its schema refuses, or that could not be checked.

    Attributes:
        file: path of the file.
        reason: rule, path and message of the first finding.
    """

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of the files of one format.

    Attributes:
        format: name of the schema.
        files: how many.
        refusals: those that are not accepted, by name.
        largest: the largest file.
        seconds: processor time that `check` took for it, start of the interpreter included: how
            busy the machine is should not show.
        warnings: findings that do not refuse.
    """

    format: str
    files: int
    refusals: tuple[Refusal, ...]
    largest: Path
    seconds: float
    warnings: int

    @property
    def speed(self) -> float:
        """MB (10**6 bytes) a second on the largest file."""
        return self.largest.stat().st_size / 1e6 / self.seconds


def judge(schema: str, files: Sequence[tuple[Path, Path | None]]) -> Judgement:
    """Check files of one format.

    Args:
        schema: name of the format.
        files: each with its contract or None; not empty.
    Raises:
        JudgeError: the command failed.
    """
    largest = max(files, key=lambda pair: (pair[0].stat().st_size, pair[0].name))
    refusals: list[Refusal] = []
    warnings = 0
    before = _processor_time()
    refused, warned = _check(schema, [largest[0]], largest[1])
    seconds = _processor_time() - before
    refusals += refused
    warnings += warned
    rest = sorted(pair for pair in files if pair != largest)
    for contract in sorted({pair[1] for pair in rest}, key=str):
        paths = [path for path, wanted in rest if wanted == contract]
        for start in range(0, len(paths), AT_ONCE):
            refused, warned = _check(schema, paths[start : start + AT_ONCE], contract)
            refusals += refused
            warnings += warned
    return Judgement(schema, len(files), tuple(refusals), largest[0], seconds, warnings)


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _check(schema: str, paths: list[Path], contract: Path | None) -> tuple[list[Refusal], int]:
    options = ["--contract", str(contract)] if contract else []
    done = subprocess.run([*COMMAND, "--schema", schema, *options, *map(str, paths)],
                          check=False, capture_output=True, text=True)  # fmt: skip
    try:
        report = json.loads(done.stdout)
    except json.JSONDecodeError as error:
        raise JudgeError(f"check --schema {schema} printed no report: {done.stderr}") from error
    ok = {entry["file"] for entry in report["meta"]["files"] if entry["ok"]}
    # Whatever is not named as accepted counts as refused, unread files, too.
    return ([Refusal(str(path), _reason(str(path), report["findings"]))
             for path in paths if str(path) not in ok], report["summary"]["warnings"])  # fmt: skip


def _reason(file: str, findings: list[dict[str, object]]) -> str:
    for finding in findings:
        if finding["file"] == file and finding["severity"] == "error":
            return f"{finding['rule']} {finding['path']}: {finding['message']}"
    return "not checked"


def table(judgements: Sequence[Judgement]) -> str:
    """Return the figures as a table of fixed columns, then every refusal by name.

    Args:
        judgements: one a format.
    """
    head = f"{'format':<16} {'files':>6} {'accepted':>9}  {'largest file':<40}"
    lines = [f"{head} {'bytes':>11} {'seconds':>8} {'MB/s':>6}"]
    for one in judgements:
        counts = f"{one.format:<16} {one.files:>6} {one.files - len(one.refusals):>9}"
        size = f"{one.largest.name:<40} {one.largest.stat().st_size:>11,}"
        lines.append(f"{counts}  {size} {one.seconds:>8.1f} {one.speed:>6.2f}")
    files, refused = (
        sum(one.files for one in judgements),
        sum(len(one.refusals) for one in judgements),
    )
    lines.append(f"{'all':<16} {files:>6} {files - refused:>9}")
    for one in judgements:
        lines += [f"refused: {refusal.file}: {refusal.reason}" for refusal in one.refusals]
    return "\n".join(lines) + "\n"
