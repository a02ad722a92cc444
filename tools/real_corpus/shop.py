"""The place where a part works: its scratch folder, its programs, the packages it asks for.

Comes in: folders and what was found on the machine. Goes out: what `model.Shop` promises. Programs
run without a shell, with a time limit, and with what could make their output differ switched off.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from real_corpus.model import LackingError, Package, ProducerError
from real_corpus.needs import hint
from real_corpus.packages import Store

SECONDS = 600
SAID = 300


@dataclass(frozen=True, slots=True)
class Place:
    """The shop of one part; attributes as `model.Shop` says.

    Attributes:
        store: Debian packages.
        failures: what `attempt` saw fail, in words; grows.
    """

    scratch: Path
    corpus: Path
    updates: Path | None
    python: str
    store: Store
    failures: list[str] = field(default_factory=list)

    def packages(self, *names: str) -> Package:
        """Return packages unpacked into one folder; see `model.Shop`."""
        if len(names) == 1:
            return self.store.unpack(names[0], self.store.folder / "unpacked" / names[0])
        root = self.scratch / "root"
        return Package(", ".join(self.store.unpack(name, root).title for name in names), root)

    def run(self, *command: str, cwd: Path | None = None) -> bytes:
        """Run a program; see `model.Shop`."""
        try:
            done = subprocess.run(
                command, cwd=cwd or self.scratch, env=self._environment(), check=True,
                stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS,
            )  # fmt: skip
        except FileNotFoundError as error:
            raise LackingError(command[0], hint([command[0]])) from error
        except subprocess.TimeoutExpired as error:
            raise ProducerError(f"{_shown(command)} took longer than {SECONDS} s") from error
        except subprocess.CalledProcessError as error:
            said = (error.stderr or error.stdout).decode(errors="replace").strip()[-SAID:]
            raise ProducerError(
                f"{_shown(command)} ended with {error.returncode}: {said}"
            ) from error
        return done.stdout

    def attempt(self, *command: str, cwd: Path | None = None) -> bytes | None:
        """Run a program that may fail; see `model.Shop`."""
        try:
            return self.run(*command, cwd=cwd)
        except ProducerError as error:
            self.failures.append(str(error))
            return None

    def version(self, package: str) -> str:
        """Return name and version of an installed package; see `model.Shop`."""
        try:
            done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package],
                                  check=False, capture_output=True, text=True)  # fmt: skip
        except FileNotFoundError:
            return package
        return f"{package} {done.stdout}".strip()

    def _environment(self) -> dict[str, str]:
        found = str(Path(self.python).parent)
        return dict(os.environ, PATH=f"{found}:{os.environ.get('PATH', os.defpath)}",
                    LC_ALL="C.UTF-8", PERL_HASH_SEED="0", PYTHONHASHSEED="0")  # fmt: skip


def _shown(command: tuple[str, ...]) -> str:
    return " ".join(Path(word).name if word.startswith("/") else word for word in command[:12])
