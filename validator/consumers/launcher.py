"""Start one program under limits, watch it, and leave nothing of it running.

Run by path in a bare interpreter (`python -I -S launcher.py ...`), never imported: it is the
process between contentgate and the program. Forking from contentgate itself would be unsafe
(threads), and only a parent that is a child subreaper gets hold of grandchildren that
daemonize. Costs one bare interpreter start per run.

Comes in: numbers and descriptors as arguments, see `main`. Goes out: lines `key value` on
the report descriptor. Standard library only, and as little of it as possible.
"""

from __future__ import annotations

import ctypes
import os
import resource
import select
import signal
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing costs more than all the rest
    from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_TICK_S = 0.05
_SWEEP_S = 10.0
_PAGE = resource.getpagesize()


def _prctl(option: int, value: int) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    call = getattr(libc, "prctl", None)
    return call is not None and call(option, value, 0, 0, 0) == 0


def _cut_network(mode: str) -> bool:
    """Enter an empty network namespace; mode is `net`, `user+net` or `none`."""
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if mode == "none" or unshare is None:
        return False
    if mode == "net":
        return bool(unshare(_CLONE_NEWNET) == 0)
    uid, gid = os.geteuid(), os.getegid()
    if unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    try:
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{uid} {uid} 1")
        _write("/proc/self/gid_map", f"{gid} {gid} 1")
    except OSError:
        return False
    return True


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def _limit(what: int, value: int) -> None:
    if value < 0:
        return
    hard = resource.getrlimit(what)[1]
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (bound, bound))


def _offer_to_oom_killer() -> None:
    """Ask the kernel to take the program, not the gate, when memory runs out."""
    try:
        _write("/proc/self/oom_score_adj", "1000")
    except OSError:
        return  # no /proc, or refused: an improvement only


def _kill(send: Callable[[int, int], None], pid: int) -> None:
    try:
        send(pid, signal.SIGKILL)
    except OSError:
        return  # gone already


def _become_program(numbers: dict[str, int], argv: list[str]) -> None:
    """Turn this forked process into the program; returns only by raising `OSError`."""
    os.setsid()
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        if signal.getsignal(number) is not None:  # ignored by whoever started us, or by Python
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _offer_to_oom_killer()
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, numbers["cpu_s"])
    _limit(resource.RLIMIT_FSIZE, numbers["file_bytes"])
    _limit(resource.RLIMIT_NOFILE, numbers["open_files"])
    _limit(resource.RLIMIT_NPROC, numbers["processes"])
    environment = dict(os.environ)
    _limit(resource.RLIMIT_AS, numbers["address_bytes"])
    os.execve(argv[0], argv, environment)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                found += [int(word) for word in file.read().split()]
    except OSError:
        pass  # it ended meanwhile; its children are ours now and found there
    return found


def _descendants() -> list[int]:
    found: list[int] = []
    stack = _children(os.getpid())
    while stack:
        pid = stack.pop()
        found.append(pid)
        stack += _children(pid)
    return found


def _is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b") ")[2][:1] not in (b"Z", b"X", b"")
    except OSError:
        return False


def _memory_of_all() -> int:
    """Bytes resident in all descendants, shared pages counted once, by `Pss`."""
    total = 0
    for pid in _descendants():
        try:
            with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
                rows = [line.split() for line in file if line.startswith(b"Pss:")]
            total += sum(int(row[1]) << 10 for row in rows)
        except (OSError, ValueError):
            continue
    return total


def _is_over(limit: int) -> bool:
    """Whether all descendants together hold more than the limit; cheap look first."""
    rough = 0
    for pid in _descendants():
        try:
            with open(f"/proc/{pid}/statm", "rb") as file:
                rough += int(file.read().split()[1]) * _PAGE
        except (OSError, ValueError, IndexError):
            continue
    return rough > limit and _memory_of_all() > limit


def _watch(pid: int, lifeline: int, wall_s: float, memory: int) -> str:
    """Wait until the program ends or must end: `ended`, `hung`, `memory` or `aborted`."""
    poll = select.poll()
    poll.register(lifeline, select.POLLIN)
    try:
        poll.register(os.pidfd_open(pid), select.POLLIN)
        tick = _TICK_S
    except (AttributeError, OSError):
        tick = _TICK_S / 10
    deadline = time.monotonic() + wall_s
    while True:
        left = deadline - time.monotonic()
        ready = poll.poll(max(0.0, min(left, tick)) * 1000)
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return "ended"
        if any(fd == lifeline for fd, _ in ready):
            return "aborted"
        if left <= 0:
            return "hung"
        if memory >= 0 and _is_over(memory):
            return "memory"


def _sweep(pid: int) -> tuple[int, bool]:
    """Kill and reap every descendant; (wait status of the program, whether none is left)."""
    status = 0
    deadline = time.monotonic() + _SWEEP_S
    while time.monotonic() < deadline:
        _kill(os.killpg, pid)
        for descendant in _descendants():
            _kill(os.kill, descendant)
        try:
            while (reaped := os.waitpid(-1, os.WNOHANG))[0] != 0:
                status = reaped[1] if reaped[0] == pid else status
        except ChildProcessError:
            return status, True
        time.sleep(0.001)
    return status, False


def _supervise(report: int, lifeline: int, numbers: dict[str, int], argv: list[str]) -> None:
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        try:
            _become_program(numbers, argv)
        except OSError as error:
            os.write(report, f"exec {error.errno}\n".encode())
        except MemoryError:
            os.write(report, b"exec 12\n")
        finally:
            os._exit(127)
    os.write(report, f"pid {pid}\n".encode())
    why = _watch(pid, lifeline, numbers["wall_ms"] / 1000, numbers["memory_bytes"])
    wall = time.monotonic() - started
    others = 0
    if why == "ended":
        others = sum(_is_running(each) for each in _descendants() if each != pid)
    status, is_clean = _sweep(pid)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = [
        f"why {why}",
        f"status {status}",
        f"wall {wall:.6f}",
        f"cpu {usage.ru_utime + usage.ru_stime:.6f}",
        f"rss {usage.ru_maxrss * 1024}",
        f"left {others}",
        f"clean {int(is_clean)}",
        "",
    ]
    os.write(report, "\n".join(lines).encode())


def main(arguments: list[str]) -> int:
    """Run one program; `probe MODE`, or `REPORT LIFELINE MODE NAME=NUMBER... -- ARGV...`.

    Args:
        arguments: command line without the program name. Numbers are bytes, seconds,
            milliseconds or counts as their names say; -1 means no limit.
    Returns:
        0; for `probe`, 0 when the network can be cut off in that mode, else 1.
    """
    if arguments[0] == "probe":
        return 0 if _cut_network(arguments[1]) else 1
    report, lifeline, mode = int(arguments[0]), int(arguments[1]), arguments[2]
    split = arguments.index("--")
    pairs = (item.split("=") for item in arguments[3:split])
    numbers = {name: int(value) for name, value in pairs}
    os.set_inheritable(report, False)
    os.set_inheritable(lifeline, False)
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    is_cut = _cut_network(mode)
    if mode != "user+net":
        # The kernel counts processes per user: outside an own user namespace the limit
        # would count everything else that the user runs.
        numbers["processes"] = -1
    os.write(report, f"net {int(is_cut)}\n".encode())
    _supervise(report, lifeline, numbers, arguments[split + 1 :])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
