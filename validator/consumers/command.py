"""The consumer of kind `command`: any program, given the file by name or as its input.

Comes in: a command line and what its exit statuses mean. Goes out: an `Outcome` per file. It
refuses to know configuration files.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from validator.consumers.protocol import Outcome, OutcomeKind
from validator.consumers.sandbox import Limits, Run, Sandbox
from validator.consumers.signature import Signature, recognize
from validator.errors import ConsumerError

FILE_PLACEHOLDER = "{file}"
_SHELL_SIGNAL_BASE = 128
_NOT_LOADED = b"error while loading shared libraries"
_NO_SHADOW = re.compile(
    rb"Sanitizer failed to allocate 0x\w+ \(\d+\) bytes at address"
    rb"|ThreadSanitizer: CHECK failed: sanitizer_allocator"
)
"""A sanitizer that found no room for its tables: the program itself never ran."""
_UNITS = ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"))


@dataclass(frozen=True, slots=True)
class CommandConsumer:
    """A program that reads one file and says by its exit status what it thinks of it.

    Attributes:
        name: name in findings.
        argv: program and arguments; `{file}` anywhere in an argument stands for the path.
        reads_stdin: the file comes as standard input instead.
        limits: what it may use.
        accept_codes: exit statuses that mean accepted.
        reject_codes: exit statuses that mean rejected; None means every other one that the
            program exits with. With a tuple, a status in neither is a silent death.
        accept_output: pattern that has to match somewhere in the ends of its outputs when it
            accepts; "" asks for nothing. For programs whose exit status says too little.
        reject_output: pattern that matches there only when it rejects; "" is none.
        env: additions to its environment.
        cwd: directory that it runs in and that a program with a slash is relative to.
        program: absolute path of the program; found by the constructor.
    Raises:
        ConsumerError: the program cannot be found or is not executable, or is given no file,
            or a pattern is none.
    """

    name: str
    argv: tuple[str, ...]
    reads_stdin: bool = False
    limits: Limits = Limits()
    accept_codes: tuple[int, ...] = (0,)
    reject_codes: tuple[int, ...] | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: str = "."
    accept_output: str = ""
    reject_output: str = ""
    program: str = field(init=False, default="")

    def __post_init__(self) -> None:
        for pattern in (self.accept_output, self.reject_output):
            _require_pattern(self.name, pattern)
        if not self.reads_stdin and not any(FILE_PLACEHOLDER in arg for arg in self.argv[1:]):
            raise ConsumerError(f"consumer {self.name}: no argument says {FILE_PLACEHOLDER}")
        object.__setattr__(self, "program", _find_program(self.name, self.argv[0], self.cwd))

    @property
    def limits_text(self) -> str:
        """Time and memory limit in words, as in `2 s and 256 MiB`."""
        return f"{self.limits.timeout_s:g} s and {size_text(self.limits.memory_bytes)}"

    def run(self, path: str) -> Outcome:
        """Run the program on one file; see `Consumer.run`.

        Args:
            path: the file; a regular one.
        Raises:
            ConsumerError: the program cannot be started, or `path` is no regular file.
        """
        return next(iter(self.run_many([path])))

    def run_many(self, paths: Iterable[str]) -> Iterator[Outcome]:
        """Run the program on one file after the other, in one sandbox; see `Consumer.run_many`.

        Args:
            paths: the files.
        Raises:
            ConsumerError: as `run` does.
        """
        sandbox: Sandbox | None = None
        try:
            for path in paths:
                if not os.path.isfile(path):
                    raise ConsumerError(f"consumer {self.name}: {path} is not a regular file")
                full = os.path.abspath(path)
                if sandbox is not None and not sandbox.can_see(full):
                    sandbox.close()
                    sandbox = None
                if sandbox is None:
                    sandbox = self._open_sandbox(full)
                yield self._run_in(sandbox, full)
        finally:
            if sandbox is not None:
                sandbox.close()

    def _open_sandbox(self, full: str) -> Sandbox:
        try:
            return Sandbox(self.cwd, (self.program, *self.argv[1:], full), self.env)
        except ConsumerError as error:
            raise ConsumerError(f"consumer {self.name}: {error}") from error

    def _run_in(self, sandbox: Sandbox, full: str) -> Outcome:
        arguments = [arg.replace(FILE_PLACEHOLDER, full) for arg in self.argv[1:]]
        stdin = full if self.reads_stdin else None
        try:
            run = sandbox.run([self.program, *arguments], self.limits, self.env, stdin)
        except ConsumerError as error:
            raise ConsumerError(f"consumer {self.name}: {error}") from error
        self._require_start(run)
        return self._judge(run)

    def reproduce(self, path: str) -> str:
        """Return a shell command that runs the program on the file by hand, without limits.

        Args:
            path: the file.
        """
        root = os.path.abspath(self.cwd)
        inner = os.path.relpath(path, root)
        shown = os.path.abspath(path) if inner.startswith("../") else inner
        if shown.startswith("-"):
            shown = f"./{shown}"
        words = [self.argv[0], *(arg.replace(FILE_PLACEHOLDER, shown) for arg in self.argv[1:])]
        command = shlex.join(words) + (f" < {shlex.quote(shown)}" if self.reads_stdin else "")
        sets = " ".join(f"{name}={shlex.quote(value)}" for name, value in self.env.items())
        command = f"{sets} {command}" if sets else command
        if os.path.realpath(root) != os.path.realpath("."):
            command = f"cd {shlex.quote(root)} && {command}"
        return command

    def _require_start(self, run: Run) -> None:
        """Raise `ConsumerError` when the program ended before its first own instruction."""
        if os.WIFEXITED(run.status) and _NOT_LOADED in run.stderr:
            said = run.stderr.decode("utf-8", "backslashreplace").strip().splitlines()[-1]
            raise ConsumerError(f"consumer {self.name} cannot be started: {said}")
        if self.limits.address_space and run.status and _NO_SHADOW.search(run.stderr):
            raise ConsumerError(
                f"consumer {self.name} is built with a sanitizer, which needs more address"
                " space than its memory limit: set address_space = false"
            )

    def _judge(self, run: Run) -> Outcome:
        code = os.WEXITSTATUS(run.status) if os.WIFEXITED(run.status) else None
        number = os.WTERMSIG(run.status) if code is None else self._signal_behind(code)
        name = _signal_name(number) if number else None
        seen = recognize(run.stdout, run.stderr)
        kind = self._kind_of(run, code, name, seen)
        return Outcome(
            kind,
            exit_code=code,
            signal=None if run.why != "ended" else name,
            signature=_signature_text(kind, name, seen, self.limits),
            stdout=run.stdout,
            stderr=run.stderr,
            cpu_s=run.cpu_s,
            wall_s=run.wall_s,
            max_rss=run.max_rss,
            notes=run.notes,
        )

    def _signal_behind(self, code: int) -> int | None:
        """Signal that a shell in between reports as 128 + N, unless the code is declared."""
        declared = (*self.accept_codes, *(self.reject_codes or ()))
        number = code - _SHELL_SIGNAL_BASE
        return number if code not in declared and number in _FATAL else None

    def _kind_of(
        self, run: Run, code: int | None, signal_name: str | None, seen: Signature | None
    ) -> OutcomeKind:
        match run.why:
            case "hung":
                return OutcomeKind.HUNG
            case "memory":
                return OutcomeKind.OUT_OF_MEMORY
        is_accepted = code in self.accept_codes
        if seen and seen.out_of_memory and not (is_accepted and not seen.is_fault):
            return OutcomeKind.OUT_OF_MEMORY
        if signal_name == "SIGXCPU":
            return OutcomeKind.HUNG
        if signal_name == "SIGKILL" and run.max_rss > self.limits.memory_bytes // 2:
            return OutcomeKind.OUT_OF_MEMORY
        if signal_name or (seen and seen.is_fault):
            return OutcomeKind.CRASHED
        if is_accepted:
            return self._kind_by_output(run)
        if self.reject_codes is None or code in self.reject_codes:
            return OutcomeKind.REJECTED
        return OutcomeKind.DIED

    def _kind_by_output(self, run: Run) -> OutcomeKind:
        """Judge a run by its output where the exit status means accepted."""
        said = b"\n".join((run.stdout, run.stderr)).decode("utf-8", "backslashreplace")
        is_denied = self.reject_output and re.search(self.reject_output, said, re.MULTILINE)
        if is_denied or not re.search(self.accept_output, said, re.MULTILINE):
            return OutcomeKind.REJECTED
        return OutcomeKind.ACCEPTED


def _require_pattern(name: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ConsumerError(
            f"consumer {name}: {pattern!r} is no regular expression: {error}"
        ) from error


_FATAL = frozenset(
    int(getattr(signal, name))
    for name in (
        *("SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGSEGV"),
        *("SIGSYS", "SIGXCPU", "SIGXFSZ"),
    )
)


def size_text(size: int) -> str:
    """Return a byte count in the largest unit that divides it, as in `256 MiB`.

    Args:
        size: bytes, >= 0.
    """
    for unit, name in _UNITS:
        if size >= unit and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} bytes"


def _signature_text(
    kind: OutcomeKind, signal_name: str | None, seen: Signature | None, limits: Limits
) -> str:
    if kind in (OutcomeKind.ACCEPTED, OutcomeKind.REJECTED, OutcomeKind.DIED):
        return ""
    if seen is not None:
        return seen.text
    if kind is OutcomeKind.HUNG:
        return "processor time" if signal_name == "SIGXCPU" else "time limit"
    if kind is OutcomeKind.OUT_OF_MEMORY:
        return "memory limit"
    if signal_name == "SIGXFSZ":
        return f"SIGXFSZ: wrote more than {size_text(limits.file_bytes)} to one file"
    return signal_name or ""


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _find_program(name: str, program: str, cwd: str) -> str:
    """Return the absolute path of the program, or say why there is none."""
    if "/" in program:
        path = os.path.join(os.path.abspath(cwd), program)
        if not os.path.exists(path):
            raise ConsumerError(f"consumer {name}: no such program: {program} (in {cwd})")
        if not (os.path.isfile(path) and os.access(path, os.X_OK)):
            raise ConsumerError(f"consumer {name}: not executable: {program}")
        return os.path.abspath(path)
    found = shutil.which(program)
    if found is None:
        raise ConsumerError(f"consumer {name}: no program {program} on PATH")
    return os.path.abspath(found)
