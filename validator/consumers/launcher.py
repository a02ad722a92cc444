"""Run programs under limits, one after the other, and leave nothing of them running.

Run by path in a bare interpreter (`python -I -S launcher.py ...`), never imported: it is the
process between contentgate and the program. Forking from contentgate itself would be unsafe
(threads), and only a parent that is a child subreaper gets hold of grandchildren that
daemonize. One launcher serves many programs: a fork each instead of an interpreter start.

Comes in: requests over a socket, see `_receive`, with the program's descriptors. Goes out: lines
`key value` over the same socket, an empty line at the end of each run. When the socket ends, so
does whatever runs. Standard library only, and as little of it as possible.
"""

from __future__ import annotations

import _socket
import ctypes
import marshal
import os
import resource
import select
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing costs more than all the rest
    import signal
    from collections.abc import Callable

    Request = tuple[dict[str, int], list[bytes], dict[bytes, bytes], list[int]]
else:
    import _signal as signal  # the other one imports enum, which is a third of the start

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECUREBITS = 28
_NO_ROOT_LOCKED = 3
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_LOWER = 3
_CAP_SETPCAP = 8
_ADDR_NO_RANDOMIZE = 0x0040000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_TICK_S = 0.05
_SWEEP_S = 10.0
_PAGE = resource.getpagesize()
_HEAD = 5
_DESCRIPTORS = 16
_SHARED_MEMORY = "/dev/shm"
_LIBC = ctypes.CDLL(None, use_errno=True)
_KEPT_IGNORED = {signal.SIGPIPE, signal.SIGXFSZ}
"""Ignored here, so that a socket that ended is an error and no death; default in programs."""


def _prctl(option: int, value: int, detail: int = 0) -> bool:
    call = getattr(_LIBC, "prctl", None)
    return call is not None and call(option, value, detail, 0, 0) == 0


def _stop_being_root() -> None:
    """Let programs of root start without regaining capabilities in between.

    They would lose them at once, but the kernel then randomizes their addresses again.
    """
    _prctl(_PR_SET_SECUREBITS, _NO_ROOT_LOCKED)
    _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_LOWER, _CAP_SETPCAP)


def _cut_network(mode: str) -> bool:
    """Enter an empty network namespace; mode is `boxed` (done), `net`, `user+net` or `none`."""
    unshare = getattr(_LIBC, "unshare", None)
    if mode == "boxed":
        return True
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


def _default_signals() -> None:
    """Undo what whoever started us ignores or blocks; programs inherit that."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP} - _KEPT_IGNORED:
        if signal.getsignal(number) is not None:
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _settle_addresses() -> None:
    """Put stack, heap and libraries where they always are: same file, same end."""
    call = getattr(_LIBC, "personality", None)
    if call is not None:
        call(ctypes.c_ulong(_ADDR_NO_RANDOMIZE))  # may be refused in a container


def _become_program(request: Request) -> None:
    """Turn this forked process into the program; returns only by raising `OSError`."""
    numbers, argv, environment, descriptors = request
    os.setsid()
    for number in _KEPT_IGNORED:
        signal.signal(number, signal.SIG_DFL)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _offer_to_oom_killer()
    _settle_addresses()
    # Received descriptors are out of the way of 0, 1, 2, ... only once they are moved up.
    lowest = 3 + len(descriptors)
    moved = [_above(descriptor, lowest) for descriptor in descriptors]
    for place, descriptor in enumerate(moved):
        os.dup2(descriptor, place, inheritable=True)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, numbers["cpu_s"])
    _limit(resource.RLIMIT_FSIZE, numbers["file_bytes"])
    _limit(resource.RLIMIT_NOFILE, numbers["open_files"])
    _limit(resource.RLIMIT_NPROC, numbers["processes"])
    _limit(resource.RLIMIT_AS, numbers["address_bytes"])
    os.execve(argv[0], argv, environment)


def _above(descriptor: int, lowest: int) -> int:
    """Return a descriptor of the same file that is at least `lowest`, closed by exec."""
    copies = []
    while descriptor < lowest:
        copies.append(descriptor)
        descriptor = os.dup(descriptor)
    return descriptor


def _children(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", "rb", 0) as file:
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


def _watch(pid: int, control: _socket.socket, wall_ms: int, memory: int) -> str:
    """Wait until the program ends or must end: `ended`, `hung`, `memory` or `aborted`."""
    poll = select.poll()
    poll.register(control.fileno(), select.POLLIN)
    tick = _TICK_S
    try:
        ended = os.pidfd_open(pid)
        poll.register(ended, select.POLLIN)
    except (AttributeError, OSError):
        ended = -1
        tick = _TICK_S / 10
    deadline = time.monotonic() + wall_ms / 1000
    try:
        while True:
            left = deadline - time.monotonic() if wall_ms >= 0 else tick
            ready = poll.poll(max(0.0, min(left, tick)) * 1000)
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
                return "ended"
            if any(fd == control.fileno() for fd, _ in ready):
                return "aborted"
            if left <= 0:
                return "hung"
            if memory >= 0 and _is_over(memory):
                return "memory"
    finally:
        if ended >= 0:
            os.close(ended)


def _sweep(pid: int) -> tuple[int, float, int, bool]:
    """Kill and reap every descendant.

    Returns:
        wait status of the program; processor seconds and largest resident set (bytes) of all;
        whether none is left.
    """
    status, cpu, peak = 0, 0.0, 0
    deadline = time.monotonic() + _SWEEP_S
    while time.monotonic() < deadline:
        _kill(os.killpg, pid)
        for descendant in _descendants():
            _kill(os.kill, descendant)
        try:
            while (reaped := os.wait4(-1, os.WNOHANG))[0] != 0:
                status = reaped[1] if reaped[0] == pid else status
                cpu += reaped[2].ru_utime + reaped[2].ru_stime
                peak = max(peak, reaped[2].ru_maxrss * 1024)
        except ChildProcessError:
            return status, cpu, peak, True
        time.sleep(0.001)
    return status, cpu, peak, False


def _empty_shared_memory() -> None:
    """Remove what a program left in the sandbox's own shared memory."""
    try:
        names = os.listdir(_SHARED_MEMORY)
    except OSError:
        return
    for name in names:
        try:
            os.unlink(f"{_SHARED_MEMORY}/{name}")
        except OSError:
            continue  # a folder: nothing that shm_open made


def _serve_one(control: _socket.socket, request: Request) -> None:
    """Run one program to its end, and report."""
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        try:
            _become_program(request)
        except OSError as error:
            control.send(f"exec {error.errno}\n".encode())
        except MemoryError:
            control.send(b"exec 12\n")
        finally:
            os._exit(127)
    numbers = request[0]
    for descriptor in request[3]:
        os.close(descriptor)
    try:
        control.sendall(f"pid {pid}\n".encode())
        why = _watch(pid, control, numbers["wall_ms"], numbers["memory_bytes"])
    except OSError:
        why = "aborted"  # contentgate is gone
    wall = time.monotonic() - started
    others = 0
    if why == "ended":
        others = sum(_is_running(each) for each in _descendants() if each != pid)
    status, cpu, peak, is_clean = _sweep(pid)
    lines = [
        f"why {why}",
        f"status {status}",
        f"wall {wall:.6f}",
        f"cpu {cpu:.6f}",
        f"rss {peak}",
        f"left {others}",
        f"clean {int(is_clean)}",
        "",
        "",
    ]
    control.sendall("\n".join(lines).encode())


def _receive(control: _socket.socket) -> Request | None:
    """Wait for the next request; None when there will be none.

    A request is `R`, four bytes of length, and marshalled (numbers, arguments, environment). Its
    descriptors come with the first bytes: 0, 1, 2, ... of the program. `K` ends a run; here, where
    none is under way, it came too late and means nothing.
    """
    while True:
        head, ancillary, _, _ = control.recvmsg(1, _socket.CMSG_SPACE(4 * _DESCRIPTORS))
        if not head:
            return None
        if head == b"R":
            break
    descriptors: list[int] = []
    for level, kind, data in ancillary:
        if (level, kind) == (_socket.SOL_SOCKET, _socket.SCM_RIGHTS):
            whole = data[: len(data) - len(data) % 4]
            descriptors += memoryview(whole).cast("i").tolist()
    for descriptor in descriptors:
        os.set_inheritable(descriptor, False)
    length = int.from_bytes(_exactly(control, _HEAD - 1), "little")
    numbers, argv, environment = marshal.loads(_exactly(control, length))
    return numbers, argv, environment, descriptors


def _exactly(control: _socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = control.recv(count - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def main(arguments: list[str]) -> int:
    """Serve runs: `SOCKET MODE`; or `probe MODE`.

    Args:
        arguments: command line without the program name. Numbers in requests are bytes,
            seconds, milliseconds or counts as their names say; -1 means no limit.
    Returns:
        0; for `probe`, 0 when the network can be cut off in that mode, else 1.
    """
    if arguments[0] == "probe":
        return 0 if _cut_network(arguments[1]) else 1
    control, mode = _socket.socket(fileno=int(arguments[0])), arguments[1]
    os.set_inheritable(control.fileno(), False)
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    _default_signals()
    is_cut = _cut_network(mode)
    if mode == "boxed" and os.getuid() == 0:
        _stop_being_root()
    # The kernel counts processes per user: outside an own user namespace the limit would count
    # everything else that the user runs, and for root it counts for nothing.
    is_counted_apart = mode == "user+net" or (mode == "boxed" and os.getuid() != 0)
    try:
        while (request := _receive(control)) is not None:
            if not is_counted_apart:
                request[0]["processes"] = -1
            control.sendall(f"net {int(is_cut)}\n".encode())
            _serve_one(control, request)
            if mode == "boxed":
                _empty_shared_memory()
    except (OSError, EOFError):
        return 1  # contentgate is gone; nothing is running at this point
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
