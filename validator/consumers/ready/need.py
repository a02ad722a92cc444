"""What ready-made consumers need on a machine: whether it is there, and in which version.

Comes in: a `Need`. Goes out: where a program or an interpreter is, whether a library can be
linked, a version. It refuses to install anything; it only knows the command that would.
"""

from __future__ import annotations

import functools
import glob
import re
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from validator.consumers.c_build import Recipe, build_c
from validator.dataclass import dataclass
from validator.errors import ConsumerError

_SYSTEM_FOLDERS = "/usr/sbin:/sbin:/usr/local/sbin"
"""Where Debian keeps some of the programs; not on an ordinary user's PATH."""
_PACKAGE_FOLDERS = tuple(
    f"{root}/{place}/pkgconfig"
    for root in ("/usr", "/usr/local")
    for place in ("lib", "lib64", "lib/*", "share")
)
_VERSION = re.compile(r"\d+(?:\.\d+)*")
_TIMEOUT_S = 20
_ASK_FOR_VERSION = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a consumer needs, and the command that installs it.

    Attributes:
        kind: `program`, `library` (with its header and a compiler) or `module` (of Python).
        name: a command, a library such as `libsepol`, or a distribution such as `yara-python`.
        install: how to install it, such as `apt install yara`.
        asks: program and arguments whose output tells the version; empty when nothing does.
        recipe: what has to compile and link when it is a library.
    """

    kind: str
    name: str
    install: str
    asks: tuple[str, ...] = ()
    recipe: Recipe | None = None


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python that has a distribution installed: its path, and the distribution's version."""

    path: str
    version: str


def find_program(name: str) -> str | None:
    """Return the path of a program on PATH, or in the folders of system programs.

    Args:
        name: the command.
    """
    return shutil.which(name) or shutil.which(name, path=_SYSTEM_FOLDERS)


def find_interpreter(distribution: str) -> Interpreter | None:
    """Return the interpreter that has a distribution: this one, or the `python3` on PATH.

    Args:
        distribution: its name on PyPI.
    """
    try:
        return Interpreter(sys.executable, metadata.version(distribution))
    except metadata.PackageNotFoundError:
        other = shutil.which("python3")
        return None if other is None else _ask_interpreter(other, distribution)


def is_there(need: Need, build_folder: str = "") -> bool:
    """Tell whether a need is met.

    Args:
        need: what is needed.
        build_folder: where what is built to find out is kept; "" keeps nothing.
    """
    match need.kind:
        case "program":
            return find_program(need.name) is not None
        case "module":
            return find_interpreter(need.name) is not None
        case _:
            return need.recipe is not None and _can_build(need.recipe, build_folder)


def version_of(need: Need) -> str:
    """Return the version of what is installed; "" when it is not, or does not tell.

    Args:
        need: what is needed.
    """
    match need.kind:
        case "module":
            found = find_interpreter(need.name)
            return found.version if found else ""
        case "library" if not need.asks:
            return _packaged_version(need.name)
        case _:
            return _told_version(need.asks)


@functools.cache
def _ask_interpreter(path: str, distribution: str) -> Interpreter | None:
    said = _output_of((path, "-s", "-c", _ASK_FOR_VERSION, distribution))
    return Interpreter(path, said.strip()) if said.strip() else None


def _told_version(asks: tuple[str, ...]) -> str:
    program = find_program(asks[0]) if asks else None
    if program is None:
        return ""
    found = _VERSION.search(_output_of((program, *asks[1:])))
    return found[0] if found else ""


def _output_of(argv: tuple[str, ...]) -> str:
    """Return what a program of the system says of itself; "" when it fails."""
    try:
        done = subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "backslashreplace") if done.returncode == 0 else ""


def _packaged_version(name: str) -> str:
    """Return the version that the development files of a library state."""
    for folder in _PACKAGE_FOLDERS:
        for path in sorted(glob.glob(f"{folder}/{name}.pc")):
            text = Path(path).read_text(encoding="utf-8", errors="replace")
            if found := re.search(r"^Version:\s*([\w.+~-]+)", text, re.MULTILINE):
                return found[1]
    return ""


def _can_build(recipe: Recipe, folder: str) -> bool:
    try:
        if folder:
            build_c(recipe, folder)
            return True
        with tempfile.TemporaryDirectory(prefix="contentgate-") as scratch:
            build_c(recipe, scratch)
            return True
    except ConsumerError:
        return False
