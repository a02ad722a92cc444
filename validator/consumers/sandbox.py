"""Run programs under limits and record what became of them.

Comes in: arguments, environment, limits. Goes out: a `Run` with status, usage and the last
bytes of its output. It refuses to know what the status means.

Between contentgate and the programs stands `launcher.py`, a bare interpreter, under bubblewrap
where there is one: it sets the limits in a process that has one thread, adopts every grandchild
(child subreaper), and kills all of them when the program ends, its time is up, or contentgate
closes the control socket, which the kernel does too when contentgate dies.
"""

from __future__ import annotations

import contextlib
import marshal
import math
import os
import select
import selectors
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import TracebackType

from validator.consumers import isolation
from validator.consumers.isolation import BOXED, PRIVATE_TEMPORARY
from validator.dataclass import dataclass
from validator.errors import ConsumerError

NETWORK_NOTE = "the network could not be cut off"
READ_ONLY_NOTE = (
    "it may have tried to write outside its temporary folder: the file system is read-only to it"
)
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


class Tail:
    """The last `limit` bytes of a stream; the rest is read and dropped."""

    __slots__ = ("_data", "_limit")

    def __init__(self, limit: int) -> None:
        self._data = bytearray()
        self._limit = limit

    def feed(self, data: bytes) -> None:
        """Take more.

        Args:
            data: what comes next.
        """
        self._data += data
        if len(self._data) > 2 * self._limit:
            del self._data[: -self._limit or None]

    def value(self) -> bytes:
        """Return what is kept."""
        return bytes(self._data[-self._limit :]) if self._limit else b""


class Sandbox:
    """One launcher, in which programs run one after the other.

    Each run has the same temporary folder, emptied in between. Use as a context: leaving it
    ends whatever runs.

    Args:
        cwd: directory that programs run in.
        words: paths that they need, or arguments that hold such.
        env: additions to their environment, for the paths in it.
    Raises:
        ConsumerError: the sandbox cannot be started.
    """

    def __init__(
        self, cwd: str, words: Iterable[str] = (), env: Mapping[str, str] | None = None
    ) -> None:
        self._stack = contextlib.ExitStack()
        self._facts: dict[str, str] = {}
        self._received = b""
        self._seen: set[str] = set()
        folder = os.path.abspath(cwd)
        box = isolation.bubblewrap()
        self._shown = isolation.needed_paths([folder, *words], env or {}) if box else None
        try:
            made = tempfile.TemporaryDirectory(prefix="contentgate-", ignore_cleanup_errors=True)
            self._scratch = self._stack.enter_context(made)
            mode = BOXED if box else isolation.network_mode()
            words = []
            if box and self._shown is not None:
                words = isolation.box_words(box, self._scratch, folder, self._shown)
            self._home = PRIVATE_TEMPORARY if box else self._scratch
            self._kept = _below_temporary(self._shown) if self._shown else frozenset()
            said = tempfile.TemporaryFile()  # noqa: SIM115 - the stack closes it
            self._said = self._stack.enter_context(said)
            ours, theirs = socket.socketpair()
            self._control = self._stack.enter_context(ours)
            with theirs:
                self._launcher = subprocess.Popen(
                    [*words, *isolation.launcher_command(), str(theirs.fileno()), mode],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=self._said,
                    pass_fds=(theirs.fileno(),),
                    cwd=folder,
                    env=_base_environment(),
                    start_new_session=True,
                )
        except OSError as error:
            self._stack.close()
            raise ConsumerError(f"programs cannot be started in {cwd}: {error}") from error
        except BaseException:
            self._stack.close()
            raise

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End whatever runs, and the launcher; does nothing the second time."""
        self._control.close()
        try:
            _watch_end(self._launcher.pid)
            self._launcher.wait(timeout=_GRACE_S)
        except subprocess.TimeoutExpired:
            pass  # killed below
        finally:
            if self._launcher.returncode is None:
                _kill_group(self._launcher.pid)
                self._launcher.wait()
            self._stack.close()

    def can_see(self, path: str) -> bool:
        """Whether programs in this sandbox can read a file that was not named at its start.

        Args:
            path: absolute.
        """
        if self._shown is None:
            return True
        folder = os.path.dirname(path)
        if folder in self._seen and not os.path.islink(path):
            return True
        if not isolation.is_shown(path, self._shown):
            return False
        self._seen.add(folder)
        return True

    def fileno(self) -> int:
        """Return the descriptor that is readable when `take_report` has something to take."""
        return self._control.fileno()

    @property
    def temporary(self) -> tuple[str, str]:
        """Return the folder that programs may write to: its path for them, and its path here."""
        return self._home, self._scratch

    @property
    def is_cut_off(self) -> bool:
        """Whether the program that runs has no network, as far as the launcher has said."""
        return not self._received.startswith(b"net 0")

    def start(
        self,
        argv: Sequence[str],
        limits: Limits,
        env: Mapping[str, str],
        descriptors: Sequence[int],
        *,
        is_served: bool = False,
    ) -> None:
        """Start a program; the one before must have been reported.

        Args:
            argv: absolute path of the program, then its arguments.
            limits: what it may use.
            env: additions to the small environment that it gets.
            descriptors: what becomes its 0, 1, 2, 3 and so on; at least three. The caller
                closes its own.
            is_served: it reads many files, so that whoever feeds it watches its time: neither
                elapsed nor processor time ends it here.
        Raises:
            ConsumerError: the sandbox was lost.
        """
        self._facts, self._received = {}, b""
        self._clean()
        numbers = _numbers(limits) | ({"wall_ms": -1, "cpu_s": -1} if is_served else {})
        full = {os.fsencode(k): os.fsencode(v) for k, v in self._environment(env).items()}
        body = marshal.dumps((numbers, [os.fsencode(word) for word in argv], full))
        head = b"R" + len(body).to_bytes(4, "little")
        try:
            sent = socket.send_fds(self._control, [head], list(descriptors))
            self._control.sendall(head[sent:] + body)
        except OSError as error:
            raise ConsumerError(f"{argv[0]}: its sandbox was lost: {self._last_words()}") from error

    def stop(self) -> None:
        """End the program that runs; its report comes as always."""
        with contextlib.suppress(OSError):
            self._control.send(b"K")

    def take_report(self) -> bool:
        """Read what the launcher says, waiting for some; True once the report is complete."""
        try:
            data = self._control.recv(_CHUNK)
        except OSError:
            data = b""
        self._received += data
        if data and not self._received.endswith(b"\n\n"):
            return False
        lines = self._received.decode("ascii", "replace").splitlines()
        self._facts = dict(line.split(" ", 1) for line in lines if " " in line)
        if "status" not in self._facts and "pid" in self._facts and self._shown is None:
            _kill_group(int(self._facts["pid"]))
        return True

    def result(self, argv: Sequence[str], stdout: bytes, stderr: bytes) -> Run:
        """Return the facts of a run that was reported.

        Args:
            argv: as started; for messages.
            stdout, stderr: what the caller kept of its output.
        Raises:
            ConsumerError: it could not be started, or the sandbox was lost.
        """
        if "exec" not in self._facts and "status" not in self._facts:
            raise ConsumerError(f"{argv[0]}: its sandbox was lost: {self._last_words()}")
        run = _run_from(argv, self._facts, stdout, stderr)
        if self._shown is not None and run.status and b"Read-only file system" in stderr:
            run = replace(run, notes=(*run.notes, READ_ONLY_NOTE))
        return run

    def run(
        self,
        argv: Sequence[str],
        limits: Limits,
        env: Mapping[str, str],
        stdin_path: str | None = None,
    ) -> Run:
        """Run one program to its end; see `run_program`.

        Args:
            argv: absolute path of the program, then its arguments.
            limits: what it may use.
            env: additions to the small environment that it gets.
            stdin_path: file to read as standard input; None is an empty input.
        Raises:
            ConsumerError: it could not be started, or the sandbox was lost.
        """
        with contextlib.ExitStack() as ours, contextlib.ExitStack() as theirs:
            try:
                stdin = theirs.enter_context(open(stdin_path or os.devnull, "rb")).fileno()
                outputs = [_pipe(ours, theirs) for _ in ("stdout", "stderr")]
            except OSError as error:
                raise ConsumerError(f"{argv[0]} cannot be started: {error}") from error
            self.start(argv, limits, env, [stdin, *(write for _, write in outputs)])
            theirs.close()
            stdout, stderr = self._collect([read for read, _ in outputs], limits)
        return self.result(argv, stdout, stderr)

    def _collect(self, outputs: Sequence[int], limits: Limits) -> tuple[bytes, bytes]:
        """Read both outputs to their ends, keeping only the tails, and the report."""
        tails = {descriptor: Tail(limits.output_bytes) for descriptor in outputs}
        deadline = time.monotonic() + limits.timeout_s + _GRACE_S
        with selectors.DefaultSelector() as selector:
            selector.register(self, selectors.EVENT_READ)
            for output in outputs:
                selector.register(output, selectors.EVENT_READ)
            while selector.get_map() and (left := deadline - time.monotonic()) > 0:
                for key, _ in selector.select(left):
                    if key.fileobj is self:
                        if self.take_report():
                            # The launcher has swept up, unless something killed it: then
                            # survivors may hold the outputs open.
                            selector.unregister(self)
                            deadline = min(deadline, time.monotonic() + _DRAIN_S)
                    elif data := os.read(key.fd, _CHUNK):
                        tails[key.fd].feed(data)
                    else:
                        selector.unregister(key.fd)
        stdout, stderr = (tail.value() for tail in tails.values())
        return stdout, stderr

    def _last_words(self) -> str:
        """Return the last line that the launcher, or bubblewrap, complained with."""
        self._said.seek(0)
        lines = self._said.read(_CHUNK).decode("utf-8", "backslashreplace").strip().splitlines()
        return lines[-1] if lines else "no report"

    def _environment(self, env: Mapping[str, str]) -> dict[str, str]:
        home = self._home
        own = {"HOME": home, "TMPDIR": home, "TMP": home, "TEMP": home}
        return {"UBSAN_OPTIONS": "print_stacktrace=1"} | _base_environment() | own | dict(env)

    def _clean(self) -> None:
        """Empty the temporary folder of what the program before left there."""
        with os.scandir(self._scratch) as entries:
            left = [entry for entry in entries if entry.name not in self._kept]
        for entry in left:
            if entry.is_dir(follow_symlinks=False):
                _remove_tree(entry.path)
            else:
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


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
    with Sandbox(cwd, argv, env) as sandbox:
        return sandbox.run(argv, limits, env or {}, stdin_path)


def _below_temporary(shown: Iterable[str]) -> frozenset[str]:
    """Names in the temporary folder on which something else is mounted."""
    prefix = f"{PRIVATE_TEMPORARY}/"
    return frozenset(
        path.removeprefix(prefix).partition("/")[0] for path in shown if path.startswith(prefix)
    )


def _remove_tree(path: str) -> None:
    """Remove a folder, and those in it that a program made inaccessible."""
    shutil.rmtree(path, ignore_errors=True)
    if not os.path.lexists(path):
        return
    with contextlib.suppress(OSError):
        os.chmod(path, stat.S_IRWXU)
        for folder, names, _ in os.walk(path):
            for inner in (os.path.join(folder, name) for name in names):
                if not os.path.islink(inner):
                    os.chmod(inner, stat.S_IRWXU)
    shutil.rmtree(path, ignore_errors=True)


def _pipe(reads: contextlib.ExitStack, writes: contextlib.ExitStack) -> tuple[int, int]:
    """Open a pipe whose ends are closed with the given contexts."""
    read, write = os.pipe()
    reads.callback(os.close, read)
    writes.callback(os.close, write)
    return read, write


def _base_environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    return {"PATH": os.defpath} | kept


def _numbers(limits: Limits) -> dict[str, int]:
    cpu_s = limits.cpu_s if limits.cpu_s is not None else 4 * math.ceil(limits.timeout_s)
    return {
        "wall_ms": math.ceil(limits.timeout_s * 1000),
        "cpu_s": cpu_s,
        "address_bytes": limits.memory_bytes if limits.address_space else -1,
        "memory_bytes": limits.memory_bytes,
        "file_bytes": limits.file_bytes,
        "open_files": limits.open_files,
        "processes": limits.processes,
    }


def _watch_end(pid: int) -> None:
    """Wait until a child ends, or has had time to; `Popen.wait` notices up to 50 ms later."""
    try:
        descriptor = os.pidfd_open(pid)
    except (AttributeError, OSError):
        return
    try:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        poll.poll(_GRACE_S * 1000)
    finally:
        os.close(descriptor)


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _run_from(argv: Sequence[str], facts: Mapping[str, str], stdout: bytes, stderr: bytes) -> Run:
    if "exec" in facts:
        reason = os.strerror(int(facts["exec"])).lower()
        raise ConsumerError(f"{argv[0]} cannot be started: {reason}")
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
