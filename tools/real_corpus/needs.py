"""Which package brings which program or module, and how to install what is missing.

Comes in: names of programs and modules. Goes out: Debian packages and packages of PyPI; `install`
asks apt-get and pip for them. PyPI's packages go into a virtual environment of their own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

PROGRAMS = {
    "apparmor_parser": "apparmor",
    "apt-get": "apt",
    "bpftool": "bpftool",
    "cert-to-efi-hash-list": "efitools",
    "cert-to-efi-sig-list": "efitools",
    "checkpolicy": "checkpolicy",
    "clang": "clang",
    "dpkg-deb": "dpkg",
    "gcc": "gcc",
    "hash-to-efi-sig-list": "efitools",
    "iucode_tool": "iucode-tool",
    "llvm-objcopy": "llvm",
    "openssl": "openssl",
    "pahole": "dwarves",
    "perl": "perl",
    "sbsiglist": "sbsigntool",
    "secilc": "secilc",
    "semodule_expand": "semodule-utils",
    "semodule_link": "semodule-utils",
    "systemd-hwdb": "udev",
    "udevadm": "udev",
    "yarac": "yara",
}
MODULES = {
    "mmdb_writer": "mmdb_writer==0.2.7",
    "virt.firmware.vars": "virt-firmware",
    "yara": "yara-python==4.5.4",
}
PERL = "libmaxmind-db-writer-perl"
SECONDS = 900


def missing_programs(names: Iterable[str]) -> list[str]:
    """Return what is not on PATH, sorted.

    Args:
        names: programs, or `PERL` for the package that has no program of its own.
    """
    return sorted({name for name in names if not _is_there(name)})


def _is_there(name: str) -> bool:
    if name != PERL:
        return shutil.which(name) is not None
    done = subprocess.run(["perl", "-MMaxMind::DB::Writer::Tree", "-e", "1"],
                          check=False, capture_output=True)  # fmt: skip
    return done.returncode == 0


def missing_modules(python: str, names: Iterable[str]) -> list[str]:
    """Return the modules that an interpreter cannot import, sorted.

    Args:
        python: the interpreter.
        names: dotted names.
    """
    wanted = sorted(set(names))
    code = "import importlib.util, sys\nfor n in sys.argv[1:]:\n try:\n  f = importlib.util.find_spec(n)\n except ImportError:\n  f = None\n if f is None:\n  print(n)"  # noqa: E501 - a program, not a sentence
    done = subprocess.run([python, "-c", code, *wanted], check=True, capture_output=True, text=True)
    return done.stdout.split()


def hint(names: Iterable[str]) -> str:
    """Return the command that installs what is missing.

    Args:
        names: programs or modules, all of one kind.
    """
    wanted = list(names)
    pips = sorted({MODULES[name] for name in wanted if name in MODULES})
    debs = sorted({PROGRAMS.get(name, name) for name in wanted if name not in MODULES})
    commands = ["apt-get install " + " ".join(debs)] if debs else []
    commands += ["pip install " + " ".join(pips)] if pips else []
    return " && ".join(commands)


def interpreter(folder: Path) -> str:
    """Return the interpreter of the environment in a folder, the running one without any.

    Args:
        folder: where `install` makes the environment.
    """
    own = folder / "bin" / "python"
    return str(own) if own.exists() else sys.executable


def install(programs: Iterable[str], modules: Iterable[str], folder: Path) -> None:
    """Install what is missing: Debian's packages as root, PyPI's into an own environment.

    Args:
        programs: programs that some part needs.
        modules: modules that some part needs.
        folder: the environment; is made when a module is missing.
    Raises:
        CalledProcessError: apt-get or pip failed; what they say has gone to standard error.
        PermissionError: packages are missing, and this is not root.
    """
    debs = sorted({PROGRAMS.get(name, name) for name in missing_programs(programs)})
    if debs:
        if os.geteuid() != 0:
            raise PermissionError(f"only root installs packages: apt-get install {' '.join(debs)}")
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *debs],
                       check=True, env=environment, stdout=sys.stderr, timeout=SECONDS)  # fmt: skip
    if missing_modules(interpreter(folder), modules):
        venv.create(folder, with_pip=True)
        wanted = sorted({MODULES[name] for name in modules})
        subprocess.run([interpreter(folder), "-m", "pip", "install", "-q", *wanted],
                       check=True, stdout=sys.stderr, timeout=SECONDS)  # fmt: skip
