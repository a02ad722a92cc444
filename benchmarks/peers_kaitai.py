"""The official Kaitai Struct parser for Python: the same .ksy, the official compiler.

Not checked by it: every key that starts with `-` (it must ignore them), and instances, which it
reads when they are asked for.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OFFICIAL = ROOT / "tests" / "official"
NOT_CHECKED = {
    "w1": "crc32, unique and sorted ids, references, all -checks, reserved fields",
    "w2": "unique and sorted ids, start against end, reserved fields",
}


class NotAvailableError(Exception):
    """The peer cannot be measured here; the text says why."""


def cache_folder() -> Path:
    """Return the folder that keeps what benchmarks install."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "contentgate-benchmarks"


def _modules(*, may_install: bool) -> Path:
    """Return the folder that holds node_modules; the packages are installed when permitted."""
    for place in (os.environ.get("KSC_MODULES"), str(OFFICIAL), str(cache_folder())):
        if place and (Path(place) / "node_modules" / "kaitai-struct-compiler").is_dir():
            return Path(place)
    npm = shutil.which("npm")
    if not may_install:
        raise NotAvailableError("the official compiler is not installed; a full run installs it")
    if npm is None:
        raise NotAvailableError("npm is not installed")
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(OFFICIAL / "package.json", folder)
    line = [npm, "install", "--no-audit", "--no-fund", "--silent"]
    try:
        subprocess.run(line, cwd=folder, check=True, capture_output=True, timeout=300)
    except (subprocess.SubprocessError, OSError) as error:
        raise NotAvailableError("npm install failed") from error
    return folder


def parser(schema: Path, *, may_install: bool = False) -> Any:
    """Return the top class of the official parser of a schema.

    Args:
        schema: the .ksy file.
        may_install: whether npm may fetch the compiler into the cache folder.
    Raises:
        NotAvailableError: node, npm, the compiler or the run-time library is missing.
    """
    node = shutil.which("node")
    if node is None:
        raise NotAvailableError("node is not installed")
    try:
        import kaitaistruct  # noqa: F401 - asked for before the compiler runs
    except ImportError as error:
        raise NotAvailableError("kaitaistruct is not installed") from error
    env = {**os.environ, "KSC_MODULES": str(_modules(may_install=may_install))}
    line = [node, str(OFFICIAL / "compile.cjs"), str(schema)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False, env=env)
    if done.returncode:
        raise NotAvailableError(done.stderr.strip() or "the official compiler failed")
    files: dict[str, str] = json.loads(done.stdout)
    module = ModuleType(schema.stem)
    exec(compile(files[f"{schema.stem}.py"], f"{schema.stem}.py", "exec"), module.__dict__)
    return getattr(module, "".join(part.title() for part in schema.stem.split("_")))
