"""Start virtual machines, one after the other, and listen to each until it ends.

Comes in: a kernel, an init program, and files. Goes out: a `Boot`: what the machine said about
each file, and how it ended. It refuses to know what that means for a verdict.

A machine is User-Mode Linux: a Linux kernel that is an ordinary program, here under the limits of
every consumer. Its root is a folder of the host, read-only to it; it has no disk and no network.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import time
from collections.abc import Sequence
from types import TracebackType

from validator.consumers import isolation
from validator.consumers.kernel.console import Transcript
from validator.consumers.kernel.folder import MachineFolder
from validator.consumers.sandbox import Limits, Sandbox, Tail
from validator.dataclass import dataclass
from validator.errors import ConsumerError

SETTLE_MS = 60
"""How long a kernel is watched for late damage: it frees much of what was loaded a tick later."""
_BOOT_S = 30.0
_END_S = 10.0
_CHUNK = 65536
_CONSOLE_BYTES = 64 << 10
_LINE_BYTES = 64 << 10
_OTHER_MEMORY = 1536 << 20
"""What a machine may hold besides the memory it was given: processes of its own, page tables."""
_SHARED_MEMORY = "/dev/shm"
_SECURITY_MODULES = {"selinux": "selinux", "apparmor": "apparmor"}
_FAST = (
    # Measuring which checksum code is fastest takes two seconds of three.
    "initcall_blacklist=raid6_select_algo,calibrate_xor_blocks,init_btrfs_fs,init_zswap",
    "pty.legacy_count=0",
    "lpj=33193984",
)
_WATCHFUL = ("oops=panic", "panic=-1", "slub_debug=FZP", "loglevel=1", "log_buf_len=1M")


@dataclass(frozen=True, slots=True)
class Machine:
    """What is booted, and what it may use.

    Attributes:
        kernel: absolute path of the kernel, a program.
        interface: which way into the kernel the init program takes.
        limits: `memory_bytes` is the memory of the machine, `timeout_s` the time for one file.
    """

    kernel: str
    interface: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Boot:
    """One machine, from its start to its end.

    Attributes:
        transcript: what its init program said.
        console: the last bytes of what its kernel said.
        why: `ended`, `hung` (a file took longer than its time) or `memory` (of the host).
        status: wait status of the program that the machine is; 0 when it was switched off.
    """

    transcript: Transcript
    console: bytes
    why: str
    status: int


class Booter:
    """Boots one machine after the other in one sandbox. Use as a context.

    Args:
        machine: what is booted.
        folder: where its root lies.
    Raises:
        ConsumerError: the sandbox cannot be started.
    """

    __slots__ = ("_folder", "_machine", "_sandbox")

    def __init__(self, machine: Machine, folder: MachineFolder) -> None:
        self._machine = machine
        self._folder = folder
        self._sandbox = Sandbox("/", [machine.kernel, folder.root])

    def __enter__(self) -> Booter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._sandbox.close()

    def boot(self, paths: Sequence[str], *, settles: bool) -> Boot:
        """Boot a machine and let it load files.

        Args:
            paths: the files; copied first.
            settles: wait after each file for damage that shows only later.
        Returns:
            what was said; of a machine that ended early, about the first files only.
        Raises:
            ConsumerError: a file cannot be read, or no machine can be started.
        """
        self._folder.fill(paths)
        settle_ms = SETTLE_MS if settles else 0
        words = kernel_words(self._machine, self._folder.root, len(paths), settle_ms=settle_ms)
        argv = [*_drop_user(), *words]
        with contextlib.ExitStack() as ours:
            with contextlib.ExitStack() as theirs:
                stdin = theirs.enter_context(open(os.devnull, "rb")).fileno()
                pipes = [os.pipe() for _ in ("console", "channel")]
                for read, write in pipes:
                    ours.callback(os.close, read)
                    theirs.callback(os.close, write)
                given = [stdin, *(write for _, write in pipes)]
                limits = _limits_of_process(self._machine.limits)
                self._sandbox.start(argv, limits, self._environment(), given, is_served=True)
            listener = _Listener(self._sandbox, [read for read, _ in pipes], self._machine.limits)
            return listener.listen(argv)

    def _environment(self) -> dict[str, str]:
        own = {}
        if os.path.isdir(_SHARED_MEMORY) and os.access(_SHARED_MEMORY, os.W_OK):
            own["TMPDIR"] = _SHARED_MEMORY
        if self._folder.home:
            own["HOME"] = self._folder.home
            own.setdefault("TMPDIR", self._folder.home)
        return own


def kernel_words(machine: Machine, root: str, count: int, *, settle_ms: int) -> list[str]:
    """Return the command line of a machine.

    Args:
        machine: what is booted.
        root: folder that is its root.
        count: of the files in it.
        settle_ms: how long it waits after each.
    """
    return [
        machine.kernel,
        f"mem={machine.limits.memory_bytes >> 10}K",
        *("rootfstype=hostfs", f"rootflags={root}", "ro", "init=/init"),
        *("con=null", "con0=null,fd:1", "con1=null,fd:2", "ssl=null"),
        f"lsm={_SECURITY_MODULES.get(machine.interface, 'none')}",
        *_FAST,
        *_WATCHFUL,
        *(f"interface={machine.interface}", f"count={count}", f"settle={settle_ms}"),
    ]


class _Listener:
    """Reads both streams of one machine, and ends it when its time is up."""

    __slots__ = ("_channel", "_console", "_limits", "_parts", "_sandbox", "_tail", "_transcript")

    def __init__(self, sandbox: Sandbox, streams: Sequence[int], limits: Limits) -> None:
        self._sandbox = sandbox
        self._console, self._channel = streams
        self._limits = limits
        self._tail = Tail(_CONSOLE_BYTES)
        self._transcript = Transcript()
        self._parts = bytearray()

    def listen(self, argv: Sequence[str]) -> Boot:
        """Read until the machine is gone; see `Booter.boot`."""
        is_stopped = is_late = False
        deadline = time.monotonic() + _BOOT_S
        with selectors.DefaultSelector() as selector:
            for each in (self._sandbox, self._console, self._channel):
                selector.register(each, selectors.EVENT_READ)
            while selector.get_map():
                ready = selector.select(max(0.0, deadline - time.monotonic()))
                if not ready and is_stopped:
                    break
                if not ready:
                    is_stopped = is_late = True
                    self._sandbox.stop()
                    deadline = time.monotonic() + _END_S
                for key, _ in ready:
                    is_open, is_news = self._take(key.fileobj)
                    if not is_open:
                        selector.unregister(key.fileobj)
                    if is_news and not is_stopped:
                        deadline = time.monotonic() + self._patience()
        run = self._sandbox.result(argv, b"", b"")
        why = "hung" if is_late else run.why
        return Boot(self._transcript, self._tail.value(), why, run.status)

    def _patience(self) -> float:
        """Seconds until the next line must come."""
        if self._transcript.is_done:
            return _END_S
        if not self._transcript.reports:  # it is ready, and has no file yet
            return _BOOT_S
        return self._limits.timeout_s

    def _take(self, source: object) -> tuple[bool, bool]:
        """Read what is there; (whether more may come, whether the init program spoke)."""
        if source is self._sandbox:
            return not self._sandbox.take_report(), False
        if source == self._console:
            data = os.read(self._console, _CHUNK)
            self._tail.feed(data)
            return bool(data), False
        data = os.read(self._channel, _CHUNK)
        self._parts += data
        *lines, rest = bytes(self._parts).split(b"\n")
        self._parts[:] = rest[-_LINE_BYTES:]
        spoken = sum(self._transcript.feed(line) for line in lines)
        return bool(data), spoken > 0


def _limits_of_process(limits: Limits) -> Limits:
    """Return what the program that is the machine may use: its memory, and what it needs itself."""
    return Limits(
        timeout_s=limits.timeout_s,
        memory_bytes=limits.memory_bytes + _OTHER_MEMORY,
        address_space=False,
        file_bytes=limits.memory_bytes + _OTHER_MEMORY,
        open_files=limits.open_files,
        processes=limits.processes,
    )


def _drop_user() -> tuple[str, ...]:
    """Words before the kernel's that give up root, where bubblewrap has not taken its powers."""
    if os.geteuid() != 0 or isolation.bubblewrap() is not None:
        return ()
    found = shutil.which("setpriv")
    if found is None:
        raise ConsumerError("no program setpriv, which gives up root: apt install util-linux")
    user = ("--reuid", "65534", "--regid", "65534", "--clear-groups")
    return (found, *user, "--no-new-privs", "--pdeathsig", "KILL", "--")
