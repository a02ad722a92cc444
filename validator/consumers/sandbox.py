"""Run one program under limits and record what became of it.

Comes in: arguments, environment, limits. Goes out: a `Run` with status, usage and the last
bytes of its output. It refuses to know what the status means.

Between contentgate and the program stands `launcher.py`, a bare interpreter: it sets the
limits in a process that has one thread, adopts every grandchild (child subreaper), and kills
all of them when the program ends, its time is up, or contentgate closes the lifeline pipe,
which the kernel does too when contentgate dies.
"""

from __future__ import annotations

import contextlib
import functools
import math
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from validator.errors import ConsumerError

_LAUNCHER = str(Path(__file__).with_name("launcher.py"))
NETWORK_NOTE = "the network could not be cut off"
_GRACE_S = 20.0
"""How much longer than its time limit a run may take until the launcher itself is killed."""
_DRAIN_S = 2.0
_CHUNK = 65536
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may use.

    Attributes:
        timeout_s: elapsed time in seconds, > 0.
        memory_bytes: address space of each process, and resident memory of all together.
        address_space: False leaves the address space alone, which sanitizer builds need
            (they reserve terabytes); resident memory is watched all the same.
        cpu_s: processor time of each process in seconds; None means four times the timeout,
            so that programs with several threads are not cut short.
        file_bytes: largest file it may write.
        open_files: count of open descriptors.
        processes: count of processes and threads; kept only where the kernel counts them
            apart from the user's other ones (own user namespace).
        output_bytes: how much of the end of each output stream is kept.
    """

    timeout_s: float = 2.0
    memory_bytes: int = 256 << 20
    address_space: bool = True
    cpu_s: int | None = None
    file_bytes: int = 64 << 20
    open_files: int = 256
    processes: int = 256
    output_bytes: int = 64 << 10


@dataclass(frozen=True, slots=True)
class Run:
    """The bare facts of one run.

    Attributes:
        why: `ended`, `hung` (time was up) or `memory` (resident memory passed the limit).
        status: wait status of the program as `os.wait` gives it.
        stdout, stderr: the last bytes of each stream.
        cpu_s, wall_s, max_rss: usage; seconds and bytes.
        notes: what could not be done as it should.
    """

    why: str
    status: int
    stdout: bytes
    stderr: bytes
    cpu_s: float
    wall_s: float
    max_rss: int
    notes: tuple[str, ...]


class _Tail:
    """The last `limit` bytes of a stream; the rest is read and dropped."""

    __slots__ = ("_data", "_limit")

    def __init__(self, limit: int) -> None:
        self._data = bytearray()
        self._limit = limit

    def feed(self, data: bytes) -> None:
        self._data += data
        if len(self._data) > 2 * self._limit:
            del self._data[: -self._limit or None]

    def value(self) -> bytes:
        return bytes(self._data[-self._limit :]) if self._limit else b""


@functools.cache
def network_mode() -> str:
    """Return how programs can be cut off the network here: `net`, `user+net` or `none`.

    Tried once per process, in a process of its own, because a namespace that is entered
    but may not be set up cannot be left again.
    """
    for mode in ("net", "user+net"):
        done = subprocess.run(
            [sys.executable, "-I", "-S", _LAUNCHER, "probe", mode],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode == 0:
            return mode
    return "none"


def run_program(
    argv: Sequence[str],
    limits: Limits,
    *,
    cwd: str,
    env: Mapping[str, str] | None = None,
    stdin_path: str | None = None,
) -> Run:
    """Run one program to its end under limits; nothing of it runs on afterwards.

    Args:
        argv: absolute path of the program, then its arguments.
        limits: what it may use.
        cwd: directory to run it in.
        env: additions to the small environment that it gets; nothing else is inherited, so
            that secrets of a build machine do not reach it.
        stdin_path: file to read as standard input; None is an empty input.
    Returns:
        what became of it.
    Raises:
        ConsumerError: it could not be started, or the sandbox was lost.
    """
    with tempfile.TemporaryDirectory(prefix="contentgate-", ignore_cleanup_errors=True) as scratch:
        try:
            with open(stdin_path or os.devnull, "rb") as stdin:
                return _run_in(scratch, argv, limits, cwd, env or {}, stdin)
        except OSError as error:
            raise ConsumerError(f"{argv[0]} cannot be started: {error}") from error


def _run_in(
    scratch: str,
    argv: Sequence[str],
    limits: Limits,
    cwd: str,
    env: Mapping[str, str],
    stdin: IO[bytes],
) -> Run:
    report_r, report_w = os.pipe()
    lifeline_r, lifeline_w = os.pipe()
    mode = network_mode()
    command = [sys.executable, "-I", "-S", _LAUNCHER, str(report_w), str(lifeline_r), mode]
    try:
        launcher = subprocess.Popen(
            [*command, *_numbers(limits), "--", *argv],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(report_w, lifeline_r),
            cwd=cwd,
            env=_environment(scratch, env),
            start_new_session=True,
        )
    except BaseException:
        os.close(report_r)
        os.close(lifeline_w)
        raise
    finally:
        os.close(report_w)
        os.close(lifeline_r)
    try:
        stdout, stderr, report = _collect(launcher, report_r, limits)
    finally:
        os.close(report_r)
        os.close(lifeline_w)
        _finish(launcher)
    facts = dict(line.split(" ", 1) for line in report.decode("ascii").splitlines())
    if "pid" in facts and "status" not in facts:
        _kill_group(int(facts["pid"]))
    return _run_from(argv, facts, stdout, stderr)


def _numbers(limits: Limits) -> list[str]:
    cpu_s = limits.cpu_s if limits.cpu_s is not None else 4 * math.ceil(limits.timeout_s)
    numbers = {
        "wall_ms": math.ceil(limits.timeout_s * 1000),
        "cpu_s": cpu_s,
        "address_bytes": limits.memory_bytes if limits.address_space else -1,
        "memory_bytes": limits.memory_bytes,
        "file_bytes": limits.file_bytes,
        "open_files": limits.open_files,
        "processes": limits.processes,
    }
    return [f"{name}={value}" for name, value in numbers.items()]


def _environment(scratch: str, env: Mapping[str, str]) -> dict[str, str]:
    base = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    own = {"HOME": scratch, "TMPDIR": scratch, "TMP": scratch, "TEMP": scratch}
    return {"PATH": os.defpath, "UBSAN_OPTIONS": "print_stacktrace=1"} | base | own | dict(env)


def _collect(
    launcher: subprocess.Popen[bytes], report: int, limits: Limits
) -> tuple[bytes, bytes, bytes]:
    """Read both outputs and the report to their ends, keeping only the tails."""
    assert launcher.stdout is not None
    assert launcher.stderr is not None
    tails = {
        launcher.stdout.fileno(): _Tail(limits.output_bytes),
        launcher.stderr.fileno(): _Tail(limits.output_bytes),
        report: _Tail(4096),
    }
    deadline = time.monotonic() + limits.timeout_s + _GRACE_S
    with selectors.DefaultSelector() as selector:
        for descriptor in tails:
            selector.register(descriptor, selectors.EVENT_READ)
        while selector.get_map() and (left := deadline - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                data = os.read(key.fd, _CHUNK)
                tails[key.fd].feed(data)
                if not data:
                    selector.unregister(key.fd)
                if not data and key.fd == report:
                    # The launcher is gone and has swept up, unless something killed it:
                    # then survivors may hold the outputs open.
                    deadline = min(deadline, time.monotonic() + _DRAIN_S)
    out, err, lines = (tail.value() for tail in tails.values())
    return out, err, lines


def _finish(launcher: subprocess.Popen[bytes]) -> None:
    """Wait until the launcher has swept up; kill it when it does not."""
    for stream in (launcher.stdout, launcher.stderr):
        if stream is not None:
            stream.close()
    try:
        launcher.wait(timeout=_GRACE_S)
    except subprocess.TimeoutExpired:
        pass  # without its report the run counts as lost
    finally:
        if launcher.returncode is None:
            _kill_group(launcher.pid)
            launcher.wait()


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _run_from(argv: Sequence[str], facts: Mapping[str, str], stdout: bytes, stderr: bytes) -> Run:
    if "exec" in facts:
        reason = os.strerror(int(facts["exec"])).lower()
        raise ConsumerError(f"{argv[0]} cannot be started: {reason}")
    if "status" not in facts:
        last = stderr.decode("utf-8", "backslashreplace").strip().splitlines()[-1:]
        raise ConsumerError(f"{argv[0]}: its sandbox was lost: {' '.join(last) or 'no report'}")
    notes = []
    if facts["net"] == "0":
        notes.append(NETWORK_NOTE)
    if facts["left"] != "0":
        notes.append(f"{facts['left']} of its processes were still running, and were killed")
    if facts["clean"] == "0":
        notes.append("a process of it could not be killed")
    return Run(
        facts["why"],
        int(facts["status"]),
        stdout,
        stderr,
        float(facts["cpu"]),
        float(facts["wall"]),
        int(facts["rss"]),
        tuple(notes),
    )
