"""Faults, cells and what became of them: the words that the parts of this benchmark share.

A cell is one fuzzer on one fault with one random seed. Its result is kept in a file, so that a
run that was ended goes on where it was.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.measure import ROOT

SEEDED = ROOT / "examples" / "seeded"
BUILD = SEEDED / "build"
NATIVE = Path(__file__).with_name("bugs_native")
_ACCEPTED_OR_REFUSED = (0, 3)


@dataclass(frozen=True, slots=True)
class Fault:
    """One seeded fault as it is looked for.

    Attributes:
        name: in tables.
        build: of examples/seeded.
        seeds: folder below examples/seeded/seeds.
        is_valid: the gate accepts files that reach it, so that no check can keep them out.
        about: what has to come together.
    """

    name: str
    build: str
    seeds: str
    is_valid: bool
    about: str

    @property
    def schema(self) -> Path:
        """The schema of its seeds."""
        if self.seeds == "attachments":
            return SEEDED / "seeded.ksy"
        return ROOT / "schemas" / "channel_file.ksy"

    @property
    def folder(self) -> Path:
        """The folder of its seeds."""
        return SEEDED / "seeds" / self.seeds


FAULTS: tuple[Fault, ...] = tuple(
    Fault(*row)
    for row in (
        ("header-count", "header-count", "common", False, "two counts wrap, before the crc"),
        ("string-offset", "string-offset", "common", False, "offset of a rule's name"),
        ("count-times-size", "count-times-size", "common", False, "count x 40 wraps to little"),
        ("regex-class", "regex-class", "common", True, "`[` without `]` in a regex"),
        ("duplicate-id", "duplicate-id", "common", False, "two instances have one id"),
        ("child-length", "child-length", "attachments", False, "blob past its body, sum right"),
        ("sum-of-lengths", "sum-of-lengths", "attachments", False, "sum = total in 8 bits only"),
        ("input-count", "input-count", "common", True, "21st criterion is no wildcard"),
        ("input-count-built", "input-count", "small", True, "the same, 19 parameters to build"),
        ("off-by-one", "off-by-one", "common", True, "64 parameters, the most there may be"),
        ("recursion", "recursion", "common", False, "17 nodes one in the other"),
        ("operator-pair", "operator-pair", "common", True, "not_equals on an ip6 of 16 bytes"),
        ("same-value", "same-value", "common", True, "an instance's id is the content version"),
        ("two-agree", "two-agree", "common", True, "neighbors with equal first criterion, new id"),
        ("node-count", "node-count", "common", True, "256 nodes in one rule"),
    )
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One fuzzer on one fault with one random seed, for so many seconds at most."""

    fuzzer: str
    fault: Fault
    seed: int
    budget_s: float


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a cell.

    Attributes:
        is_found: a file was found that kills the build with the fault and not that without.
        budget_s: seconds that the fuzzer had.
        seconds: elapsed, from the start of the fuzzer's process to its end.
        cpu_s: processor time of the fuzzer and everything it waited for.
        executions: of the consumer; None when the fuzzer does not tell.
        size, minimized_size: bytes of the file, and of what the fuzzer made of it.
        note: what has to be known to read the figures.
    """

    is_found: bool
    budget_s: float
    seconds: float
    cpu_s: float
    executions: int | None = None
    size: int | None = None
    minimized_size: int | None = None
    note: str = ""


def is_right(fault: Fault, path: Path) -> bool:
    """Whether a file kills the build with a fault, by a sanitizer's report, and no other.

    Args:
        fault: which.
        path: the file.
    """
    return _dies(fault.build, path) and not _dies("sound", path)


def _dies(build: str, path: Path) -> bool:
    env = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0:symbolize=0"}
    done = subprocess.run(
        [str(BUILD / build), str(path)], capture_output=True, timeout=30, check=False, env=env
    )
    return done.returncode not in _ACCEPTED_OR_REFUSED and b"AddressSanitizer" in done.stderr


class Book:
    """Results on disk, one file a cell.

    Args:
        folder: where they stand; made when the first one is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, fuzzer: str, fault: str, seed: int) -> Path:
        return self.folder / fuzzer / fault / f"{seed}.json"

    def read(self, fuzzer: str, fault: str, seed: int) -> Result | None:
        """Return the result of a cell; None when there is none."""
        try:
            return Result(**json.loads(self._path(fuzzer, fault, seed).read_text()))
        except FileNotFoundError:
            return None

    def is_done(self, cell: Cell) -> bool:
        """Whether a cell has a result that as much time or more cannot change."""
        result = self.read(cell.fuzzer, cell.fault.name, cell.seed)
        return result is not None and (result.is_found or result.budget_s >= cell.budget_s)

    def write(self, cell: Cell, result: Result) -> None:
        """Keep the result of a cell; a reader sees all of it or nothing."""
        path = self._path(cell.fuzzer, cell.fault.name, cell.seed)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(result)) + "\n")
        part.replace(path)
