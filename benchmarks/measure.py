"""CPU time of calls, and CPU time and peak memory of processes. Minima, never wall time."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

Call = Callable[[], object]


def cpu_minima(calls: Mapping[str, Call], repeats: int) -> dict[str, float]:
    """Return the least CPU seconds of each call.

    The calls take turns, so that a busy spell of the machine meets all of them.

    Args:
        calls: name to what is measured.
        repeats: rounds; count, >= 1.
    """
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(repeats):
        for name, call in calls.items():
            gc.collect()
            start = time.process_time()
            call()
            best[name] = min(best[name], time.process_time() - start)
    return best


@dataclass(frozen=True, slots=True)
class Process:
    """How to start a process: argument list, environment, and what to do before each start."""

    line: Sequence[str]
    env: Mapping[str, str]
    prepare: Call | None = None
    status: int = 0


def start_cpu_ms(processes: Mapping[str, Process], repeats: int) -> dict[str, float]:
    """Return the least CPU milliseconds (user and system) of each process, taking turns.

    Args:
        processes: name to how it is started.
        repeats: rounds; count, >= 1.
    Raises:
        RuntimeError: a process ended with another status than it should.
    """
    best = dict.fromkeys(processes, float("inf"))
    for _ in range(repeats):
        for name, process in processes.items():
            if process.prepare is not None:
                process.prepare()
            best[name] = min(best[name], _run_once(name, process))
    return best


def _run_once(name: str, process: Process) -> float:
    null = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawnp(process.line[0], list(process.line), process.env, file_actions=null)
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) != process.status:
        raise RuntimeError(f"{name}: ended with status {os.waitstatus_to_exitcode(status)}")
    return (usage.ru_utime + usage.ru_stime) * 1000


_PEAK = (
    "import sys\n"
    "for line in open('/proc/self/status'):\n"
    "    if line.startswith('VmHWM'):\n"
    "        print(line.split()[1], file=sys.stderr)\n"
)


def peak_memory(source: str, arguments: Sequence[str]) -> int:
    """Return the peak resident bytes of a fresh interpreter that runs some source.

    The process reads its own high-water mark: what a parent sees of a child counts the
    parent's memory at the moment of the fork.

    Args:
        source: Python; `sys.argv[1:]` are the arguments.
        arguments: of the process.
    Raises:
        RuntimeError: the process failed.
    """
    line = [sys.executable, "-c", source + "\n" + _PEAK, *arguments]
    done = subprocess.run(line, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(done.stderr.strip() or f"status {done.returncode}")
    return int(done.stderr.strip().splitlines()[-1]) * 1024
