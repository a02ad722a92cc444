"""Build small C programs and libraries that consumers are made of, once.

Comes in: C sources of ours, what they are linked with, and a folder for what is built. Goes out:
the path of the result. It refuses to know what the result is for.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from validator.dataclass import dataclass
from validator.errors import ConsumerError

COMPILERS = ("cc", "gcc", "clang")
_TIMEOUT_S = 120
_SHOWN_LINES = 3


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is built from what.

    Attributes:
        name: name of the result, such as `init` or `sepol.so`.
        sources: paths of C files.
        flags: for the compiler, before the sources, such as `-shared`.
        libraries: for the linker, after the sources, such as `-lsepol`.
        compilers: commands to look for, the first that is found is used.
        install: how a missing compiler or header is installed, such as `apt install gcc`; for
            messages.
    """

    name: str
    sources: tuple[str, ...]
    flags: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    compilers: tuple[str, ...] = COMPILERS
    install: str = ""


def build_c(recipe: Recipe, folder: str) -> str:
    """Build what a recipe says, or find it built already.

    Args:
        recipe: what to build.
        folder: where results are kept; made when it is missing. A result is named by the digest
            of the sources, the flags and the compiler, so it is never out of date, and appears
            whole or not at all.
    Returns:
        the absolute path of the result.
    Raises:
        ConsumerError: no compiler, a header or library is missing, or the folder cannot be
            written; the message says how to install what is missing.
    """
    compiler = _find_compiler(recipe)
    target = Path(folder).absolute() / f"{_digest(recipe, compiler)}-{recipe.name}"
    if target.is_file():
        return str(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target):
            if not target.is_file():  # another process may have built it meanwhile
                _build(recipe, compiler, target)
    except OSError as error:
        raise ConsumerError(f"{recipe.name} cannot be built: {error}") from error
    return str(target)


def _build(recipe: Recipe, compiler: str, target: Path) -> None:
    with tempfile.TemporaryDirectory(
        prefix=".build-", dir=target.parent, ignore_cleanup_errors=True
    ) as scratch:
        made = os.path.join(scratch, recipe.name)
        _compile(recipe, compiler, made)
        os.replace(made, target)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Keep other processes from building the same; where files cannot be locked, they may."""
    lock = os.open(target.parent / f".{target.name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _find_compiler(recipe: Recipe) -> str:
    for name in recipe.compilers:
        if found := shutil.which(name):
            return os.path.realpath(found)
    names = ", ".join(recipe.compilers)
    hint = f"; {recipe.install}" if recipe.install else ""
    raise ConsumerError(f"{recipe.name} cannot be built: none of {names} is installed{hint}")


def _digest(recipe: Recipe, compiler: str) -> str:
    seen = os.stat(compiler)
    words: Sequence[object] = (compiler, seen.st_size, seen.st_mtime_ns)
    digest = hashlib.sha256(repr((words, recipe.flags, recipe.libraries)).encode())
    for source in recipe.sources:
        digest.update(Path(source).read_bytes())
    return digest.hexdigest()[:16]


def _compile(recipe: Recipe, compiler: str, made: str) -> None:
    argv = [compiler, *recipe.flags, "-o", made, *recipe.sources, *recipe.libraries]
    try:
        done = subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_TIMEOUT_S,
        )
    except subprocess.TimeoutExpired as error:
        message = f"{recipe.name} cannot be built: the compiler took over {_TIMEOUT_S} s"
        raise ConsumerError(message) from error
    if done.returncode != 0:
        hint = f"; {recipe.install}" if recipe.install else ""
        said = _reason(done.returncode, done.stderr.decode("utf-8", "backslashreplace"))
        raise ConsumerError(f"{recipe.name} cannot be built: {said}{hint}")


def _reason(status: int, text: str) -> str:
    """Return why a compiler failed: its errors and the linker's, not only that the linker failed.

    Args:
        status: exit status, negative for a signal.
        text: what it wrote to standard error.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    marks = "error:", "cannot find", "ld:", "undefined reference", "fatal:"
    said = [line for line in lines if any(mark in line for mark in marks)]
    reasons = [line for line in said if not line.startswith("collect2:")]
    if found := (reasons or said or lines)[:_SHOWN_LINES]:
        return "; ".join(found)
    if status < 0:
        return f"the compiler was ended by signal {-status}"
    return f"the compiler ended with status {status}"
