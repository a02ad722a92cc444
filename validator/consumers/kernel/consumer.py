"""The consumer of kind `kernel`: a real Linux kernel that loads each file.

Comes in: paths. Goes out: an `Outcome` for each. It refuses to know how a machine is started
(`boot.py`) and what its words mean (`console.py`).

Many files share a machine, for speed. Whatever goes wrong there is repeated with the file alone in
a fresh machine, so an outcome never rests on what was loaded before without saying so.
"""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from itertools import islice

from validator.consumers.command import size_text
from validator.consumers.kernel.boot import Boot, Booter, Machine, kernel_words
from validator.consumers.kernel.folder import MachineFolder, by_hand
from validator.consumers.kernel.judge import outcomes_of, silence_of
from validator.consumers.names import KERNEL_INTERFACES
from validator.consumers.protocol import Outcome, OutcomeKind
from validator.consumers.sandbox import Limits
from validator.dataclass import dataclass
from validator.errors import ConsumerError

KERNEL = "linux.uml"
INSTALL = "apt install user-mode-linux"
_LEAST_MEMORY = 64 << 20
_SHARE_OF_FILE = 8
"""A file may be this part of the memory: the kernel keeps it, and more made of it, twice."""
_SUSPECTS = 8
_NAMED_BEFORE = 50


@dataclass(frozen=True, slots=True)
class KernelConsumer:
    """A Linux kernel, as an unprivileged process, that loads one file after the other.

    Attributes:
        name: name in findings.
        interface: `selinux` (a policy, loaded as an update of a small one), `apparmor` (compiled
            profiles), `btf` or `bpf_elf` (an object with programs, by libbpf).
        kernel: path of a User-Mode Linux kernel; "" looks for `linux.uml` on PATH.
        limits: `timeout_s` for one file, `memory_bytes` of the machine.
        batch: how many files one machine loads before a fresh one takes over, >= 1.
        build_folder: where the init program is built, once; "" builds it for every run.
        program: absolute path of the kernel; found by the constructor.
    Raises:
        ConsumerError: no such interface or kernel, or too little memory for one.
    """

    name: str
    interface: str
    kernel: str = ""
    limits: Limits = Limits()
    batch: int = 250
    build_folder: str = ""
    program: str = field(init=False, default="")

    def __post_init__(self) -> None:
        if self.interface not in KERNEL_INTERFACES:
            known = ", ".join(KERNEL_INTERFACES)
            raise ConsumerError(
                f"consumer {self.name}: no interface {self.interface} of the kernel is known,"
                f" only {known}"
            )
        if self.limits.memory_bytes < _LEAST_MEMORY:
            least, given = size_text(_LEAST_MEMORY), size_text(self.limits.memory_bytes)
            raise ConsumerError(f"consumer {self.name}: a kernel needs {least}, not {given}")
        if self.batch < 1:
            raise ConsumerError(f"consumer {self.name}: a batch of {self.batch} files")
        object.__setattr__(self, "program", _find_kernel(self.name, self.kernel))

    @property
    def limits_text(self) -> str:
        """Time and memory limit in words, as in `2 s and 256 MiB`."""
        return f"{self.limits.timeout_s:g} s and {size_text(self.limits.memory_bytes)}"

    def run(self, path: str) -> Outcome:
        """Boot a kernel and let it load one file; see `Consumer.run`.

        Args:
            path: the file; a regular one.
        Raises:
            ConsumerError: the machine cannot be started, or the file not be given to it.
        """
        with self._folder() as folder, Booter(self._machine, folder) as booter:
            return self._alone(booter, path)

    def run_many(self, paths: Iterable[str]) -> Iterator[Outcome]:
        """Let kernels load many files; see `Consumer.run_many`.

        Args:
            paths: the files.
        Raises:
            ConsumerError: as `run` does.
        """
        rest = iter(paths)
        with self._folder() as folder, Booter(self._machine, folder) as booter:
            while group := list(islice(rest, self.batch)):
                yield from self._judge_group(booter, group)

    def reproduce(self, path: str) -> str:
        """Return a shell command that boots the same kernel with the file by hand.

        Args:
            path: the file.
        """
        words = kernel_words(self._machine, "$d", 1, settle_ms=0)
        kernel = " ".join(f'"{word}"' if "$d" in word else shlex.quote(word) for word in words)
        return f"{by_hand(os.path.abspath(path), self.interface)} && {kernel} 2>&1"

    @property
    def _machine(self) -> Machine:
        return Machine(self.program, self.interface, self.limits)

    def _folder(self) -> MachineFolder:
        try:
            return MachineFolder(self.build_folder, self.interface)
        except ConsumerError as error:
            raise ConsumerError(f"consumer {self.name}: {error}") from error

    def _judge_group(self, booter: Booter, paths: Sequence[str]) -> list[Outcome]:
        """Judge files that share machines; a fresh one takes over where one ended."""
        outcomes: list[Outcome] = []
        while len(outcomes) < len(paths):
            first = len(outcomes)
            outcomes += outcomes_of(self._boot(booter, paths[first:], settles=False))
            if outcomes[-1].is_fault and len(outcomes) > first + 1:
                self._confirm(booter, paths, outcomes, first)
        return outcomes

    def _confirm(
        self, booter: Booter, paths: Sequence[str], outcomes: list[Outcome], first: int
    ) -> None:
        """Repeat the last outcome, a fault, alone; and when it does not come back, those before.

        Args:
            booter: for fresh machines.
            paths: all files of the group.
            outcomes: of the first of them; the last one, or the guilty one, is replaced.
            first: index of the first file that the same machine had loaded.
        """
        last = len(outcomes) - 1
        alone = self._alone(booter, paths[last])
        if alone.is_fault:
            outcomes[last] = alone
            return
        if outcomes[last].kind is OutcomeKind.HUNG:
            note = f"it once took longer than {self.limits.timeout_s:g} s, after other files"
            outcomes[last] = replace(alone, notes=(*alone.notes, note))
            return
        for index in range(last - 1, max(first, last - _SUSPECTS) - 1, -1):
            suspect = self._alone(booter, paths[index])
            if suspect.is_fault:
                outcomes[index], outcomes[last] = suspect, alone
                return
        before = tuple(paths[first:last][-_NAMED_BEFORE:])
        outcomes[last] = replace(outcomes[last], after=before)

    def _alone(self, booter: Booter, path: str) -> Outcome:
        return outcomes_of(self._boot(booter, [path], settles=True))[0]

    def _boot(self, booter: Booter, paths: Sequence[str], *, settles: bool) -> Boot:
        for path in paths:
            self._require_room(path)
        try:
            boot = booter.boot(paths, settles=settles)
        except ConsumerError as error:
            raise ConsumerError(f"consumer {self.name}: {error}") from error
        if not boot.transcript.reports:
            raise ConsumerError(f"consumer {self.name}: {silence_of(boot)}")
        return boot

    def _require_room(self, path: str) -> None:
        if not os.path.isfile(path):
            raise ConsumerError(f"consumer {self.name}: {path} is not a regular file")
        most, size = self.limits.memory_bytes // _SHARE_OF_FILE, os.path.getsize(path)
        if size > most:
            raise ConsumerError(
                f"consumer {self.name}: {path} has {size} bytes; a machine with"
                f" {size_text(self.limits.memory_bytes)} takes files up to {size_text(most)}:"
                " raise its memory limit"
            )


def find_kernel(kernel: str = "") -> str | None:
    """Return the absolute path of a User-Mode Linux kernel, or None when there is none.

    Args:
        kernel: a path, or "" for the one on PATH.
    """
    found = shutil.which(kernel or KERNEL)
    return os.path.abspath(found) if found else None


def _find_kernel(name: str, kernel: str) -> str:
    if found := find_kernel(kernel):
        return found
    missing = f"no such program: {kernel}" if kernel else f"no program {KERNEL} on PATH"
    raise ConsumerError(f"consumer {name}: {missing}: {INSTALL}")
