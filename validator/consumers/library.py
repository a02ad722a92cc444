"""The consumer of kind `library`: a fuzz target in a shared library, in a process of its own.

Comes in: the path of a shared library and the name of a function such as
`LLVMFuzzerTestOneInput`. Goes out: an `Outcome` per file, with the counters of
SanitizerCoverage where the library has them. It refuses to know configuration files.

The process is a small C program that is built on demand (`library_driver.c`). Without a compiler
Python's ctypes takes its place, which cannot count coverage.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path

from validator.consumers.c_build import Recipe, build_c
from validator.consumers.child import Service
from validator.consumers.comparisons import COMPARING
from validator.consumers.judge import limits_words
from validator.consumers.library_symbols import SHADOWED, Symbols, read_symbols
from validator.consumers.many import AHEAD
from validator.consumers.persistent import child_cpu_s, serve_files, serve_inputs, start_ahead
from validator.consumers.protocol import Outcome
from validator.consumers.python import BY_HAND, CHILD
from validator.consumers.sandbox import Limits
from validator.dataclass import dataclass
from validator.errors import ConsumerError

NO_COMPILER_NOTE = "no C compiler is installed, so coverage is not counted"
_DRIVER = Recipe(
    "library-driver",
    tuple(str(Path(__file__).with_name(f"library_{part}.c")) for part in ("driver", "crash")),
    ("-O2", "-rdynamic"),
    ("-ldl",),
    install="apt install gcc",
)
_CLANG_RUNTIMES = {
    "address": "libclang_rt.asan-{machine}.so",
    "undefined": "libclang_rt.ubsan_standalone-{machine}.so",
}
SANITIZER_ENV = {
    "ASAN_OPTIONS": "detect_leaks=0:symbolize=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
}
"""The process does not end after a file, so leaks are not looked for unless asked for; and a
report of undefined behavior comes only once for each place, so it has to end the process."""


@dataclass(frozen=True, slots=True)
class LibraryConsumer:
    """A function of a shared library that reads one file from memory.

    Attributes:
        name: name in findings.
        library: path of the shared library, relative to `cwd`.
        entry: function `int entry(const uint8_t *data, size_t size)`; 0 means accepted, anything
            else rejected. `LLVMFuzzerInitialize` is called first where there is one.
        limits: what it may use; the address space of a library built with AddressSanitizer is
            never limited.
        env: additions to its environment; `ASAN_OPTIONS` with `detect_leaks=1` looks for leaks
            after each file.
        cwd: directory that it runs in.
        build_folder: where the small program around it is kept; "" builds it anew each time.
        compares: `Outcome.coverage` tells what was compared, see `comparisons.py`, and no counters.
    Raises:
        ConsumerError: there is no such library or function in it.
    """

    name: str
    library: str
    entry: str = "LLVMFuzzerTestOneInput"
    limits: Limits = Limits()
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: str = "."
    build_folder: str = ""
    compares: bool = False
    path: str = field(init=False, default="")
    symbols: Symbols = field(init=False, default=Symbols())

    def __post_init__(self) -> None:
        path = os.path.abspath(os.path.join(self.cwd, self.library))
        if not os.path.isfile(path):
            raise ConsumerError(f"consumer {self.name}: no such library: {self.library}")
        try:
            symbols = read_symbols(path)
        except ConsumerError as error:
            raise ConsumerError(f"consumer {self.name}: {self.library}: {error}") from error
        if self.entry not in symbols.defined:
            raise ConsumerError(
                f"consumer {self.name}: {self.library} has no function {self.entry}"
            )
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "symbols", symbols)
        if symbols.sanitizers & SHADOWED:
            object.__setattr__(self, "limits", replace(self.limits, address_space=False))

    @property
    def limits_text(self) -> str:
        """Time and memory limit in words, as in `2 s and 256 MiB`."""
        return limits_words(self.limits)

    def run(self, path: str) -> Outcome:
        """Call the function with one file, in a new process; see `Consumer.run`.

        Args:
            path: the file; a regular one.
        Raises:
            ConsumerError: the library cannot be loaded, or `path` is no regular file.
        """
        return next(iter(self.run_many([path])))

    def run_many(self, paths: Iterable[str]) -> Iterator[Outcome]:
        """Call the function with one file after the other; see `Consumer.run_many`.

        Args:
            paths: the files.
        Raises:
            ConsumerError: as `run` does.
        """
        with tempfile.TemporaryDirectory(prefix="contentgate-", ignore_cleanup_errors=True) as own:
            yield from serve_files(self._service(self.build_folder or own), paths)

    def run_bytes_many(
        self, items: Iterable[bytes], *, ahead: int = AHEAD, is_novel_only: bool = False
    ) -> Iterator[Outcome]:
        """Call the function with inputs in memory; see `TakesBytes.run_bytes_many`.

        Args:
            items: the inputs.
            ahead, is_novel_only: see there.
        Raises:
            ConsumerError: as `run` does.
        """
        with tempfile.TemporaryDirectory(prefix="contentgate-", ignore_cleanup_errors=True) as own:
            service = self._service(self.build_folder or own)
            yield from serve_inputs(service, items, ahead=ahead, is_novel_only=is_novel_only)

    def start_ahead(self) -> None:
        """Start the process that `run_bytes_many` will give inputs to."""
        if self.build_folder:
            start_ahead(self._service(self.build_folder))

    def reproduce(self, path: str) -> str:
        """Return a shell command that calls the function with the file, without limits.

        Args:
            path: the file.
        """
        full = os.path.abspath(path)
        sets = {**self._sanitizer_env(), **self.env}
        shown = [f"{name}={shlex.quote(value)}" for name, value in sets.items()]
        if self.build_folder and shutil.which("cc"):
            words = [build_c(_DRIVER, self.build_folder), self.path, self.entry, "-1", full]
        else:
            target = f"={self.path}:{self.entry}"
            words = [sys.executable, "-I", "-S", CHILD, BY_HAND, target, full]
        return " ".join([*shown, shlex.join(words)])

    def _service(self, folder: str) -> Service:
        cpu_s = str(child_cpu_s(self.limits))
        own = {COMPARING: "1"} if self.compares else {}
        env = tuple({**self._sanitizer_env(), **self.env, **own}.items())
        notes: tuple[str, ...] = ()
        if any(shutil.which(each) for each in _DRIVER.compilers):
            argv: tuple[str, ...] = (build_c(_DRIVER, folder), self.path, self.entry, cpu_s)
        elif self.symbols.counts_coverage:
            raise ConsumerError(
                f"consumer {self.name}: {self.library} is built to count coverage, which takes a"
                f" C compiler to load; {_DRIVER.install}"
            )
        else:
            target = f"={self.path}:{self.entry}"
            argv = (sys.executable, "-I", "-S", "-B", CHILD, target, "bytes", "*", "0", cpu_s)
            notes = (NO_COMPILER_NOTE,)
        words = (os.path.dirname(self.path),)
        return Service(self.name, argv, self.limits, env, self.cwd, words=words, notes=notes)

    def _sanitizer_env(self) -> dict[str, str]:
        """Return what a library that is built with sanitizers needs around it."""
        if not self.symbols.sanitizers:
            return {}
        preload = [
            each for each in self.symbols.needed if each.startswith(("libasan.", "libtsan."))
        ]
        if not any(each.startswith(("libasan.", "libubsan.")) for each in self.symbols.needed):
            preload += _clang_runtimes(self.symbols.sanitizers)
        return {**SANITIZER_ENV, **({"LD_PRELOAD": " ".join(preload)} if preload else {})}


def _clang_runtimes(sanitizers: frozenset[str]) -> list[str]:
    """Find the run-time libraries that clang leaves to the program."""
    kind = "address" if "address" in sanitizers else "undefined"
    if kind not in sanitizers:
        return []
    name = _CLANG_RUNTIMES[kind].format(machine=os.uname().machine)
    clang = shutil.which("clang")
    if clang is None:
        raise ConsumerError(f"the library needs {name} of clang; apt install clang")
    done = subprocess.run(
        [clang, f"-print-file-name={name}"],
        stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=30,
    )  # fmt: skip
    found = os.fsdecode(done.stdout).strip()
    if not os.path.isfile(found):
        raise ConsumerError(f"the library needs {name} of clang; apt install libclang-rt-dev")
    return [found]
