"""Runs one fuzzer's process to its end, or to the end of its time, and all that it started."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_GRACE_S = 10.0


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that has ended: elapsed and processor seconds, and both outputs."""

    seconds: float
    cpu_s: float
    output: str


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_process(
    line: Sequence[str],
    *,
    budget_s: float,
    scratch: Path,
    env: Mapping[str, str],
    cwd: Path,
    grace_s: float = _GRACE_S,
) -> Ended:
    """Run a process in a group of its own; the group is killed when its time is up.

    Args:
        line: the command.
        budget_s: seconds that it has.
        scratch: folder for its output.
        env: additions to the environment.
        cwd: directory that it runs in.
        grace_s: seconds that it gets after them, to end and say what it did.
    """
    before, start = _children_cpu_s(), time.monotonic()
    log = scratch / "output.txt"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            line, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT,
            env={**os.environ, **env}, cwd=cwd, start_new_session=True,
        )  # fmt: skip
        try:
            process.wait(budget_s + grace_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE_S)
        finally:
            _kill_group(process)
    seconds = time.monotonic() - start
    text = log.read_bytes().decode("utf-8", "backslashreplace")
    return Ended(seconds, _children_cpu_s() - before, text)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
