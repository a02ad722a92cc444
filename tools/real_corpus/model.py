"""What the parts of the real corpus have in common: a file made, a part that makes, what it lacks.

Comes in: nothing. Goes out: the classes. It refuses to know formats, packages and the validator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Made:
    """One real file.

    Attributes:
        name: file name in the folder of its format; unique there.
        data: the whole file.
        source: package and version it comes from, or the program that made it of our sources.
        contract: text of the contract it is checked against; "" for none.
    """

    name: str
    data: bytes
    source: str
    contract: str = ""


class LackingError(Exception):
    """Something that a part needs is not there.

    Attributes:
        what: the program, package or folder.
        how: how to get it.
    """

    def __init__(self, what: str, how: str) -> None:
        super().__init__(f"{what}: {how}")
        self.what = what
        self.how = how


@dataclass(frozen=True, slots=True)
class Package:
    """A Debian package that lies unpacked in a folder.

    Attributes:
        title: name and version, for the manifest.
        root: folder in which its paths start.
    """

    title: str
    root: Path


class Shop(Protocol):
    """Where a part works, and what it can ask for."""

    @property
    def scratch(self) -> Path:
        """Empty folder of this part alone."""

    @property
    def corpus(self) -> Path:
        """Folder `corpus` of the project."""

    @property
    def updates(self) -> Path | None:
        """Folder of vendors' updates of dbx, None when none was named."""

    @property
    def python(self) -> str:
        """Interpreter that has the packages of PyPI."""

    def packages(self, *names: str) -> Package:
        """Return Debian packages, unpacked into one folder.

        Args:
            names: packages; `*` at the end stands for the version of a kernel.
        Raises:
            LackingError: one cannot be downloaded, nor is it there from an earlier run.
        """

    def run(self, *command: str, cwd: Path | None = None) -> bytes:
        """Run a program and return what it printed.

        Args:
            command: program and arguments.
            cwd: folder to run in; the part's own by default.
        Raises:
            LackingError: the program, or a package of PyPI that it asks for, is not installed.
            ProducerError: it failed, or took longer than ten minutes.
        """

    def version(self, package: str) -> str:
        """Return name and version of an installed package, the name alone when dpkg is silent.

        Args:
            package: name of the Debian package.
        """

    def attempt(self, *command: str, cwd: Path | None = None) -> bytes | None:
        """Run a program that may fail: what one source among many needs may be missing.

        Args:
            command: program and arguments.
            cwd: folder to run in; the part's own by default.
        Returns:
            What it printed, None when it failed; the failure is told at the end.
        Raises:
            LackingError: as `run`.
        """


class ProducerError(Exception):
    """A real producer failed on a source that should be fine."""


@dataclass(frozen=True, slots=True)
class Part:
    """Files of one format from one producer.

    Attributes:
        format: name of the schema, and of the folder.
        name: what the part is called in messages.
        make: makes the files.
        programs: what must be on PATH.
        modules: modules of Python packages that the interpreter must have.
    """

    format: str
    name: str
    make: Callable[[Shop], Iterator[Made]]
    programs: Sequence[str] = ()
    modules: Sequence[str] = ()
