"""The consumer of kind `python`: a callable of a Python module, in a process of its own.

Comes in: `module:callable`, where it is imported from, and which exceptions mean rejected. Goes
out: an `Outcome` per file. It refuses to know configuration files.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path

from validator.consumers.child import Service
from validator.consumers.judge import limits_words
from validator.consumers.many import AHEAD, through_files
from validator.consumers.persistent import child_cpu_s, serve_files, serve_inputs, start_ahead
from validator.consumers.protocol import Outcome
from validator.consumers.sandbox import Limits
from validator.dataclass import dataclass
from validator.errors import ConsumerError

CHILD = str(Path(__file__).with_name("python_child.py"))
BY_HAND = "--by-hand"
_TARGET = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*")
_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_GIVES = ("bytes", "path")


@dataclass(frozen=True, slots=True)
class PythonConsumer:
    """A Python callable that reads one file.

    It accepts by returning, and rejects by returning False or by an exception that means so.
    Every other exception is a crash, `MemoryError` is out of memory.

    Attributes:
        name: name in findings.
        target: `module:callable`; the callable may be an attribute of an attribute.
        python: interpreter that it runs in, such as that of a virtual environment; "" is the
            running one.
        paths: folders to import from, before others; relative to `cwd`, which itself comes last.
        gives: `bytes`, the callable gets the content, or `path`, the path as text.
        rejects: names of exceptions (or their bases) that mean rejected, with or without module.
            None: `ValueError`, `EOFError`, `struct.error` and what derives from them, and every
            exception that is not one of Python's own.
        limits: what it may use; memory counts the interpreter too.
        env: additions to its environment.
        cwd: directory that it runs in.
        coverage: count how often each line of the target's package is executed; makes it slower.
    Raises:
        ConsumerError: the target, an exception's name or `gives` is not spelled so, or there is
            no such interpreter.
    """

    name: str
    target: str
    python: str = ""
    paths: tuple[str, ...] = ()
    gives: str = "bytes"
    rejects: tuple[str, ...] | None = None
    limits: Limits = Limits()
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: str = "."
    coverage: bool = False
    program: str = field(init=False, default="")

    def __post_init__(self) -> None:
        if not _TARGET.fullmatch(self.target):
            raise ConsumerError(
                f"consumer {self.name}: expected a target such as package.module:function,"
                f" found {self.target!r}"
            )
        if self.gives not in _GIVES:
            raise ConsumerError(
                f"consumer {self.name}: it can be given {' or '.join(_GIVES)}, not {self.gives!r}"
            )
        for each in self.rejects or ():
            if not _NAME.fullmatch(each):
                raise ConsumerError(f"consumer {self.name}: {each!r} is no name of an exception")
        object.__setattr__(self, "program", self._interpreter())

    @property
    def limits_text(self) -> str:
        """Time and memory limit in words, as in `2 s and 256 MiB`."""
        return limits_words(self.limits)

    def run(self, path: str) -> Outcome:
        """Call the target with one file, in a new process; see `Consumer.run`.

        Args:
            path: the file; a regular one.
        Raises:
            ConsumerError: the target cannot be imported, or `path` is no regular file.
        """
        return next(iter(self.run_many([path])))

    def run_many(self, paths: Iterable[str]) -> Iterator[Outcome]:
        """Call the target with one file after the other; see `Consumer.run_many`.

        Args:
            paths: the files.
        Raises:
            ConsumerError: as `run` does.
        """
        return serve_files(self._service(), paths)

    def run_bytes_many(
        self, items: Iterable[bytes], *, ahead: int = AHEAD, is_novel_only: bool = False
    ) -> Iterator[Outcome]:
        """Call the target with inputs in memory; see `TakesBytes.run_bytes_many`.

        Args:
            items: the inputs; where the target takes a path, they become files.
            ahead, is_novel_only: see there.
        Raises:
            ConsumerError: as `run` does.
        """
        if self.gives == "path":
            return through_files(self, items)
        return serve_inputs(self._service(), items, ahead=ahead, is_novel_only=is_novel_only)

    def start_ahead(self) -> None:
        """Start the process that `run_bytes_many` will give inputs to."""
        if self.gives != "path":
            start_ahead(self._service())

    def reproduce(self, path: str) -> str:
        """Return a shell command that calls the target with the file, without limits.

        Args:
            path: the file.
        """
        module, _, name = self.target.partition(":")
        full = os.path.abspath(path)
        value = repr(full) if self.gives == "path" else f"open({full!r}, 'rb').read()"
        code = f"import {module}; {module}.{name}({value})"
        sets = dict(self.env) | {"PYTHONPATH": ":".join(self._import_paths())}
        words = [f"{key}={shlex.quote(each)}" for key, each in sets.items()]
        words += [shlex.quote(self.program), "-s", "-c", shlex.quote(code)]
        return " ".join(words)

    def _import_paths(self) -> tuple[str, ...]:
        root = os.path.abspath(self.cwd)
        return tuple(dict.fromkeys((*(os.path.join(root, each) for each in self.paths), root)))

    def _service(self) -> Service:
        paths = self._import_paths()
        rejects = "*" if self.rejects is None else ",".join(self.rejects)
        cpu_s = str(child_cpu_s(self.limits))
        settings = (self.target, self.gives, rejects, str(int(self.coverage)), cpu_s)
        prefixes = {os.path.dirname(os.path.dirname(each)) for each in
                    (self.program, os.path.realpath(self.program))}  # fmt: skip
        return Service(
            self.name,
            (self.program, "-s", "-B", "-u", CHILD, *settings, *paths[:-1]),
            self.limits,
            (("PYTHONHASHSEED", "0"), *self.env.items()),
            self.cwd,
            words=(*paths, *prefixes),
            reads_reports=False,
        )

    def _interpreter(self) -> str:
        if not self.python:
            return sys.executable
        if "/" in self.python:
            found = os.path.join(os.path.abspath(self.cwd), self.python)
            is_there = os.path.isfile(found) and os.access(found, os.X_OK)
        else:
            found = shutil.which(self.python) or ""
            is_there = bool(found)
        if not is_there:
            raise ConsumerError(f"consumer {self.name}: no interpreter {self.python}")
        return os.path.abspath(found)
