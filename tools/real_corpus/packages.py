"""Debian packages as a source of files: downloaded and unpacked, never installed.

Comes in: names of packages. Goes out: folders. `apt-get download` needs neither root nor a place in
the system; what lies beyond the sources of the machine (microcode) gets lists of its own.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from real_corpus.model import LackingError, Package

SECONDS = 600
# Parts of Debian that a machine's own sources may leave out.
ELSEWHERE = {"intel-microcode": "non-free-firmware"}
MIRROR = "http://deb.debian.org/debian"
RELEASE = "bookworm"
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of downloaded packages.

    Attributes:
        folder: holds `NAME_VERSION.deb`.
        offline: download nothing.
    """

    folder: Path
    offline: bool

    def unpack(self, name: str, root: Path) -> Package:
        """Return one package, unpacked.

        Args:
            name: its name; for a kernel, the package that depends on the newest one.
            root: where it goes, beside what is there already.
        Raises:
            LackingError: it is not there and cannot be downloaded.
        """
        archive = self._archive(name)
        mark = root / f".{archive.stem}"
        if not mark.exists():
            root.mkdir(parents=True, exist_ok=True)
            _call(["dpkg-deb", "-x", str(archive), str(root)], self.folder)
            mark.touch()
        version = archive.stem.split("_")[1].replace("%3a", ":")
        return Package(f"{archive.stem.split('_')[0]} {version}", root)

    def _archive(self, name: str) -> Path:
        note = self.folder / f"{name}.stands-for"
        real = note.read_text() if note.exists() else name
        found = sorted(self.folder.glob(f"{real}_*.deb"))
        if found:
            return found[-1]
        if self.offline:
            raise LackingError(f"package {name}", "run once without --offline")
        self.folder.mkdir(parents=True, exist_ok=True)
        options = self._more_sources(ELSEWHERE[name]) if name in ELSEWHERE else []
        if name.startswith("linux-image-"):
            real = _newest_kernel(name)
            note.write_text(real)
        _call(["apt-get", *options, "-q", "download", real], self.folder)
        found = sorted(self.folder.glob(f"{real}_*.deb"))
        if not found:
            raise LackingError(f"package {name}", f"apt-get download {real} brought no file")
        return found[-1]

    def _more_sources(self, component: str) -> list[str]:
        lists = self.folder / "apt"
        for part in ("lists/partial", "cache/archives/partial"):
            (lists / part).mkdir(parents=True, exist_ok=True)
        sources = lists / "sources.list"
        sources.write_text(f"deb [signed-by={KEYS}] {MIRROR} {RELEASE} {component}\n")
        options = ["-o", f"Dir::Etc::sourcelist={sources}", "-o", "Dir::Etc::sourceparts=-",
                   "-o", f"Dir::State::lists={lists / 'lists'}",
                   "-o", f"Dir::Cache={lists / 'cache'}"]  # fmt: skip
        _call(["apt-get", *options, "-q", "update"], self.folder)
        return options


def _newest_kernel(name: str) -> str:
    printed = _call(["apt-cache", "depends", name], Path.cwd())
    found = re.search(r"Depends: (linux-image-\S+)", printed)
    if not found:
        raise LackingError(f"package {name}", "apt-cache knows no kernel that it depends on")
    return found.group(1)


def _call(command: list[str], cwd: Path) -> str:
    try:
        done = subprocess.run(command, cwd=cwd, check=True, capture_output=True, timeout=SECONDS)
    except FileNotFoundError as error:
        raise LackingError(command[0], "this is a program of Debian") from error
    except subprocess.TimeoutExpired as error:
        raise LackingError(" ".join(command), f"took longer than {SECONDS} s") from error
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise LackingError(" ".join(command[:1] + command[-2:]), "".join(last)) from error
    return done.stdout.decode(errors="replace")
