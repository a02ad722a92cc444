"""The consumer of kind `command`: any program, given the file by name or as its input.

Comes in: a command line and what its exit statuses mean. Goes out: an `Outcome` per file. It
refuses to know configuration files.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from validator.consumers.judge import judge_run, limits_words
from validator.consumers.judge import size_text as size_text
from validator.consumers.protocol import Outcome, OutcomeKind
from validator.consumers.sandbox import Limits, Run, Sandbox
from validator.dataclass import dataclass
from validator.errors import ConsumerError

FILE_PLACEHOLDER = "{file}"
_NOT_LOADED = b"error while loading shared libraries"
_NO_SHADOW = re.compile(
    rb"Sanitizer failed to allocate 0x\w+ \(\d+\) bytes at address"
    rb"|ThreadSanitizer: CHECK failed: sanitizer_allocator"
)
"""A sanitizer that found no room for its tables: the program itself never ran."""


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
        return limits_words(self.limits)

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
        outcome = judge_run(run, self.limits, self.accept_codes, self.reject_codes)
        if outcome.kind is OutcomeKind.ACCEPTED:
            return replace(outcome, kind=self._kind_by_output(run))
        return outcome

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
