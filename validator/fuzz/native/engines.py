"""The command lines of libFuzzer and AFL++, and what their words and files mean.

Comes in: an order. Goes out: arguments and environment; of a run, figures, finds and kept files.
To add an engine, add a class like these to `ENGINE_BY_NAME`.
"""

from __future__ import annotations

import glob
import math
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from typing import Protocol

from validator.consumers.sandbox import Limits
from validator.dataclass import dataclass
from validator.errors import ConsumerError
from validator.fuzz.native.build import Target

_LONGEST_INPUT = 1 << 20
_PROGRESS = re.compile(r"^#(\d+)\s+\w+\s+(?:cov: (\d+) )?(?:ft: (\d+) )?corp: (\d+)", re.MULTILINE)
_TOTAL = re.compile(r"^stat::number_of_executed_units: (\d+)", re.MULTILINE)
_COLOR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_STAT = re.compile(r"^(\w+)\s*: (\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Figures:
    """What an engine says of itself; counts."""

    executions: int = 0
    edges: int = 0
    corpus: int = 0

    def plus(self, more: Figures) -> Figures:
        """Return the figures of an earlier run and of one that went on from it.

        Args:
            more: of the later one.
        """
        return Figures(
            self.executions + more.executions,
            max(self.edges, more.edges),
            max(self.corpus, more.corpus),
        )


@dataclass(frozen=True, slots=True)
class Order:
    """One start of an engine.

    Attributes:
        target: what it runs.
        corpus: folder of files to start from, read-only.
        home: folder that it may write to, empty.
        dictionary: path, or "".
        limits: of the target.
        time_s: how long it runs.
        random_seed: of the engine.
        repairs: files have checksums that are repaired after the engine's own mutations.
    """

    target: Target
    corpus: str
    home: str
    dictionary: str
    limits: Limits
    time_s: float
    random_seed: int
    repairs: bool


class Engine(Protocol):
    """How a fuzzer is started and understood."""

    @property
    def name(self) -> str:
        """Name of the engine."""

    @property
    def runs_once(self) -> bool:
        """Whether one start lasts for the whole time; others end at a find."""

    def argv(self, order: Order) -> list[str]:
        """Return program and arguments.

        Args:
            order: what is to be run.
        Raises:
            ConsumerError: the engine is not installed.
        """

    def environment(self, order: Order) -> Mapping[str, str]:
        """Return additions to the environment.

        Args:
            order: what is to be run.
        """

    def figures(self, said: str, home: str) -> Figures:
        """Return what an engine has done since its start.

        Args:
            said: the end of what it printed.
            home: its folder.
        """

    def finds(self, home: str) -> Iterator[tuple[str, str]]:
        """Yield path and label of every file that the target died of.

        Args:
            home: its folder.
        """

    def kept(self, home: str) -> list[str]:
        """Return the paths of files that the engine kept.

        Args:
            home: its folder.
        """

    def complaint(self, said: str) -> str:
        """Return why an engine did not run, in its words.

        Args:
            said: the end of what it printed.
        """


@dataclass(frozen=True, slots=True)
class LibFuzzer:
    """libFuzzer, linked into the target; it ends at each find."""

    name: str = "libfuzzer"
    runs_once: bool = False

    def argv(self, order: Order) -> list[str]:
        """See `Engine`."""
        limits = order.limits
        flags = {
            "seed": order.random_seed % (1 << 31) + 1,
            "max_total_time": max(1, math.ceil(order.time_s)),
            "timeout": max(1, math.ceil(limits.timeout_s)),
            "rss_limit_mb": limits.memory_bytes >> 20,
            "max_len": _LONGEST_INPUT,
            "artifact_prefix": f"{order.home}/found/",
            "create_missing_dirs": 1,
            "print_final_stats": 1,
            "detect_leaks": 0,
            # A mutant of a mutant would have to be read anew each time; ours make several changes.
            "mutate_depth": 1,
        }
        words = [f"-{name}={value}" for name, value in flags.items()]
        if order.dictionary:
            words.append(f"-dict={order.dictionary}")
        return [*order.target.argv, *words, f"{order.home}/new", order.corpus]

    def environment(self, order: Order) -> Mapping[str, str]:
        """See `Engine`."""
        del order
        return {}

    def figures(self, said: str, home: str) -> Figures:
        """See `Engine`."""
        del home
        lines = _PROGRESS.findall(said)
        if not lines:
            return Figures()
        count, edges, _, corpus = lines[-1]
        totals = _TOTAL.findall(said)
        done = max(int(count), int(totals[-1]) if totals else 0)
        return Figures(done, int(edges or 0), int(corpus))

    def finds(self, home: str) -> Iterator[tuple[str, str]]:
        """See `Engine`."""
        for path in sorted(glob.glob(f"{glob.escape(home)}/found/*-*")):
            kind = os.path.basename(path).partition("-")[0]
            if kind in ("crash", "timeout", "oom"):
                yield path, f"libFuzzer: {kind}"

    def kept(self, home: str) -> list[str]:
        """See `Engine`."""
        return sorted(glob.glob(f"{glob.escape(home)}/new/*"))

    def complaint(self, said: str) -> str:
        """See `Engine`."""
        return _complaint(said, ("ERROR: ", "error while loading"))


@dataclass(frozen=True, slots=True)
class Afl:
    """AFL++, a program around the target; it goes on after finds."""

    name: str = "afl"
    runs_once: bool = True

    def argv(self, order: Order) -> list[str]:
        """See `Engine`."""
        program = shutil.which("afl-fuzz")
        if program is None:
            raise ConsumerError("no program afl-fuzz on PATH: apt install afl++")
        words = [program, "-i", order.corpus, "-o", f"{order.home}/out", "-m", "none"]
        words += ["-t", str(max(20, math.ceil(order.limits.timeout_s * 1000)))]
        words += ["-V", str(max(1, math.ceil(order.time_s)))]
        words += ["-s", str(order.random_seed % (1 << 31))]
        if order.dictionary:
            words += ["-x", order.dictionary]
        return [*words, "--", *order.target.argv]

    def environment(self, order: Order) -> Mapping[str, str]:
        """See `Engine`."""
        found = {
            "AFL_NO_UI": "1",
            "AFL_NO_COLOR": "1",
            "AFL_NO_AFFINITY": "1",
            "AFL_SKIP_CPUFREQ": "1",
            "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1",
            "AFL_IGNORE_PROBLEMS": "1",
            "AFL_SKIP_CRASHES": "1",
            "AFL_FUZZER_STATS_UPDATE_INTERVAL": "1",
            "AFL_CUSTOM_MUTATOR_LIBRARY": order.target.mutator,
        }
        if order.repairs:
            found["CONTENTGATE_REPAIRS"] = "1"
        return found

    def figures(self, said: str, home: str) -> Figures:
        """See `Engine`."""
        del said
        try:
            with open(f"{home}/out/default/fuzzer_stats", encoding="utf-8") as file:
                stats = dict(_STAT.findall(file.read(1 << 16)))
        except (OSError, UnicodeDecodeError):
            return Figures()
        names = ("execs_done", "edges_found", "corpus_count")
        return Figures(*(int(stats.get(name, 0)) for name in names))

    def finds(self, home: str) -> Iterator[tuple[str, str]]:
        """See `Engine`."""
        for kind in ("crashes", "hangs"):
            pattern = f"{glob.escape(home)}/out/default/{kind}/id:*"
            for path in sorted(glob.glob(pattern)):
                yield path, f"AFL++: {kind}"

    def kept(self, home: str) -> list[str]:
        """See `Engine`."""
        return sorted(glob.glob(f"{glob.escape(home)}/out/default/queue/id:*"))

    def complaint(self, said: str) -> str:
        """See `Engine`."""
        return _complaint(said, ("PROGRAM ABORT : ", "SYSTEM ERROR : "))


def _complaint(said: str, marks: tuple[str, ...]) -> str:
    """Return the last line with a mark, from the mark on; else the last line."""
    lines = [_COLOR.sub("", line).strip() for line in said.splitlines()]
    for line in reversed(lines):
        for mark in marks:
            if mark in line:
                return line.partition(mark)[2]
    return next((line for line in reversed(lines) if line), "")


ENGINE_BY_NAME: Mapping[str, Engine] = {"libfuzzer": LibFuzzer(), "afl": Afl()}
