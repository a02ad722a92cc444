"""What this machine offers to shut programs in: bubblewrap, or namespaces alone.

Comes in: folders that a program must see. Goes out: the mode of the launcher and the words that
stand before its command line. It refuses to know limits and programs.

Under bubblewrap the file system is read-only, `/tmp` is the program's own, `/dev` is small,
`/run` and `/var/tmp` are empty, and processes, network and shared memory are apart. Folders below
those places are shown again, read-only, when a program needs them.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

LAUNCHER = str(Path(__file__).with_name("launcher.py"))
BOXED = "boxed"
PRIVATE_TEMPORARY = "/tmp"
_HIDDEN = (PRIVATE_TEMPORARY, "/var/tmp", "/run", "/dev", "/proc")
_UNSHARED = ("--unshare-pid", "--unshare-ipc", "--unshare-net", "--as-pid-1")
"""As process 1 the launcher cannot be killed from inside, and nothing outlives it."""
_KEPT_CAPABILITIES = ("CAP_DAC_READ_SEARCH", "CAP_SETPCAP")
"""What root keeps: reading files of other users, as it does outside. With the second one the
launcher gives up being root; programs do not get it."""
_PATH_IN_WORD = re.compile(r"/[^:=,;\s]*")


@functools.cache
def network_mode() -> str:
    """Return how programs can be cut off the network here: `net`, `user+net` or `none`.

    Tried once per process, in a process of its own, because a namespace that is entered
    but may not be set up cannot be left again.
    """
    for mode in ("net", "user+net"):
        if _succeeds([*launcher_command(), "probe", mode]):
            return mode
    return "none"


@functools.cache
def bubblewrap() -> str | None:
    """Return the path of bubblewrap when it is installed and works here, else None.

    Tried once per process, with everything that is asked of it later.
    """
    begin_probe()
    if not _probes:
        return None
    found, probe, scratch = _probes.pop()
    with scratch:
        return found if probe.wait() == 0 else None


def begin_probe() -> None:
    """Begin to try bubblewrap, so that `bubblewrap` need not wait as long.

    Whoever forks afterwards calls that one first: a process cannot wait for its parent's.
    """
    found = shutil.which("bwrap")
    if found is None or _probes or bubblewrap.cache_info().currsize:
        return
    scratch = tempfile.TemporaryDirectory(prefix="contentgate-")
    words = box_words(found, scratch.name, "/", needed_paths([], {}))
    _probes.append((found, _begun([*words, *launcher_command(), "probe", BOXED]), scratch))


_probes: list[tuple[str, subprocess.Popen[bytes], tempfile.TemporaryDirectory[str]]] = []
"""What was begun and not waited for."""


def _succeeds(command: list[str]) -> bool:
    return _begun(command).wait() == 0


def _begun(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def launcher_command() -> list[str]:
    """Return the command line of the launcher, to which its arguments are added."""
    return [sys.executable, "-I", "-S", LAUNCHER]


def needed_paths(words: Iterable[str], env: Mapping[str, str]) -> frozenset[str]:
    """Return the paths that bubblewrap would hide although the program needs them.

    Args:
        words: files, folders and arguments; paths inside of words (`--base=/tmp/x`) count.
        env: additions to its environment; their values likewise.
    Returns:
        folders, and files where the folder is a whole hidden place; absolute.
    """
    own = (sys.executable, os.path.realpath(sys.executable), sys.base_prefix, sys.prefix, LAUNCHER)
    found: set[str] = set()
    for word in (*own, *words, *env.values()):
        if word.startswith("/"):
            found.update(_shown_for(word))
        for path in _PATH_IN_WORD.findall(word):
            found.update(_shown_for(path))
    return frozenset(found)


def _shown_for(path: str) -> Iterable[str]:
    """Paths to show so that one path can be used: of itself and of what it is a link to."""
    for each in {os.path.normpath(path), os.path.realpath(path)}:
        place = next((root for root in _HIDDEN if each.startswith(f"{root}/")), None)
        if place in (None, "/proc") or not os.path.exists(each):
            continue
        if place == "/dev" and not each.startswith("/dev/shm/"):
            continue
        folder = each if os.path.isdir(each) else os.path.dirname(each)
        yield each if folder in (*_HIDDEN, "/dev/shm") else folder


def is_shown(path: str, shown: frozenset[str]) -> bool:
    """Whether a file can be seen under bubblewrap with these paths shown.

    Args:
        path: absolute.
        shown: as `needed_paths` gives them.
    """
    return all(
        needed in shown or any(needed.startswith(f"{each}/") for each in shown)
        for needed in _shown_for(path)
    )


def box_words(program: str, scratch: str, cwd: str, shown: frozenset[str]) -> list[str]:
    """Return the command line of bubblewrap, to which the program's is added.

    Args:
        program: path of bubblewrap.
        scratch: folder of the host that becomes `/tmp`.
        cwd: directory that the program starts in.
        shown: as `needed_paths` gives them.
    """
    words = [program, *_UNSHARED, "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    words += ["--bind", scratch, PRIVATE_TEMPORARY]
    for place in ("/var/tmp", "/run"):
        if os.path.isdir(place) and not os.path.islink(place):
            words += ["--tmpfs", place]
    for path in sorted(shown):
        words += ["--ro-bind", path, path]
    for place in ("/var/tmp", "/run"):
        if os.path.isdir(place) and not os.path.islink(place):
            words += ["--remount-ro", place]
    if os.geteuid() == 0:
        words += ["--cap-drop", "ALL"]
        for capability in _KEPT_CAPABILITIES:
            words += ["--cap-add", capability]
    return [*words, "--chdir", cwd, "--"]
