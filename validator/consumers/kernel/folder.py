"""The folder that is the root of a machine, and the init program in it.

Comes in: files of the user. Goes out: copies that the machine reads, numbered, and nothing else
of the host. It refuses to know what a machine does with them.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shlex
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from validator.consumers import isolation
from validator.consumers.c_build import Recipe, build_c
from validator.errors import ConsumerError

NOBODY = 65534
_HERE = Path(__file__).parent
PREFIX = "contentgate-uml-"
_SOURCES = ("init.c", "selinux.c", "apparmor.c", "btf.c")
_LIBBPF_SOURCE = "bpf_elf.c"
_LIBBPF = ("-lbpf", "-lelf", "-lz")
_HEADER = "init.h"
_GROUND = "ground.policy"
_NEW_S = 60.0
_EMPTY = ("dev", "proc", "sys", "tmp")
_INSTALL = "apt install gcc libc6-dev"
LIBBPF_INSTALL = "apt install gcc libc6-dev libbpf-dev libelf-dev zlib1g-dev"


class MachineFolder:
    """A temporary folder with the root of a machine. Use as a context.

    Args:
        build_folder: where the init program is built, once; "" builds it anew in this folder.
        interface: which way into the kernel it has to know.
    Raises:
        ConsumerError: the init program cannot be built, or the folder not be made.
    """

    __slots__ = ("_base", "_lock", "home", "root")

    def __init__(self, build_folder: str, interface: str) -> None:
        remove_left_over(tempfile.gettempdir())
        self._base = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        base = os.path.realpath(self._base.name)
        self._lock = os.open(base, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.root = f"{base}/root"
        self.home = ""
        try:
            self._make(base, build_folder or f"{base}/built", interface)
        except OSError as error:
            self.close()
            raise ConsumerError(f"no folder for a virtual machine can be made: {error}") from error
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> MachineFolder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder."""
        os.close(self._lock)
        self._base.cleanup()

    def fill(self, paths: Sequence[str]) -> None:
        """Copy files to where the init program looks for them, in place of those before.

        Args:
            paths: regular files.
        Raises:
            ConsumerError: one is no regular file or cannot be copied.
        """
        files = f"{self.root}/files"
        try:
            shutil.rmtree(files, ignore_errors=True)
            os.mkdir(files, 0o755)
            for number, path in enumerate(paths):
                copy = f"{files}/{number:06}"
                if not os.path.isfile(path):
                    raise ConsumerError(f"{path} is not a regular file")
                shutil.copyfile(path, copy)
                os.chmod(copy, 0o444)
        except OSError as error:
            raise ConsumerError(f"a file cannot be given to a virtual machine: {error}") from error

    def _make(self, base: str, build_folder: str, interface: str) -> None:
        os.mkdir(self.root, 0o755)
        for name in _EMPTY:
            os.mkdir(f"{self.root}/{name}", 0o755)
        shutil.copyfile(build_init(build_folder, interface), f"{self.root}/init")
        os.chmod(f"{self.root}/init", 0o755)
        shutil.copyfile(_HERE / _GROUND, f"{self.root}/ground")
        if os.geteuid() == 0 and isolation.bubblewrap() is None:
            # The machine runs as nobody: nobody else has to see the files.
            os.chown(base, 0, NOBODY)
            os.chmod(base, 0o750)
            self.home = f"{base}/home"
            os.mkdir(self.home, 0o700)
            os.chown(self.home, NOBODY, NOBODY)


def remove_left_over(place: str) -> None:
    """Remove the folders of processes of this user that were killed; they hold copies of files.

    A folder is locked as long as its process lives. A very new one may be about to be locked.

    Args:
        place: where such folders are made.
    """
    try:
        with os.scandir(place) as entries:
            found = [entry.path for entry in entries if _is_old_folder(entry)]
    except OSError:
        return  # making a new one will say what is wrong with the place
    for path in found:
        with contextlib.suppress(OSError):
            lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
            finally:
                os.close(lock)


def _is_old_folder(entry: os.DirEntry[str]) -> bool:
    if not entry.name.startswith(PREFIX) or not entry.is_dir(follow_symlinks=False):
        return False
    seen = entry.stat(follow_symlinks=False)
    return seen.st_uid == os.geteuid() and time.time() - seen.st_mtime > _NEW_S


def by_hand(path: str, interface: str) -> str:
    """Return shell commands that make such a folder, `$d`, with one file in it.

    Args:
        path: the file; absolute.
        interface: which way into the kernel the init program has to know.
    """
    recipe = init_recipe(interface)
    words = [shlex.quote(word) for word in (*recipe.sources, *recipe.libraries)]
    flags = "".join(f" {flag}" for flag in recipe.flags if flag.startswith("-DWITH"))
    folders = " ".join(f'"$d/{name}"' for name in (*_EMPTY, "files"))
    return " && ".join(
        (
            "d=$(mktemp -d)",
            f"mkdir {folders}",
            f'cc -static{flags} -o "$d/init" {" ".join(words)}',
            f'cp {shlex.quote(str(_HERE / _GROUND))} "$d/ground"',
            f'cp {shlex.quote(path)} "$d/files/000000"',
        )
    )


def build_init(folder: str, interface: str) -> str:
    """Build the init program of the machine, or find it built already.

    Args:
        folder: where it is kept.
        interface: which way into the kernel it has to know.
    Returns:
        its absolute path.
    Raises:
        ConsumerError: there is no compiler, or no static library.
    """
    return build_c(init_recipe(interface), folder)


def init_recipe(interface: str) -> Recipe:
    """Return how an init program is built; only one for objects needs libbpf."""
    needs_libbpf = interface == "bpf_elf"
    names = (*_SOURCES, _LIBBPF_SOURCE) if needs_libbpf else _SOURCES
    header = hashlib.sha256((_HERE / _HEADER).read_bytes()).hexdigest()[:16]
    flags = ("-static", "-O2", "-Wall", "-Wextra", f"-DHEADER_DIGEST=0x{header}")
    return Recipe(
        "uml-init-libbpf" if needs_libbpf else "uml-init",
        tuple(str(_HERE / name) for name in names),
        (*flags, "-DWITH_LIBBPF") if needs_libbpf else flags,
        _LIBBPF if needs_libbpf else (),
        install=LIBBPF_INSTALL if needs_libbpf else _INSTALL,
    )
