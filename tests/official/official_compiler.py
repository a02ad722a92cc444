"""The official Kaitai Struct compiler: schemas in, parser classes for Python out.

Needs Node.js and the packages of tests/official/package.json, here or in KSC_MODULES.
"""

from __future__ import annotations

import builtins
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

SCRIPT = Path(__file__).parent / "compile.cjs"
MISSING = 2


class WitnessMissing(Exception):
    """Node.js or the packages are not installed; the message says which."""


@dataclass(frozen=True)
class Compiled:
    """What the compiler made of one schema: files by name, or its message."""

    schema: Path
    files: dict[str, str]
    error: str


def run_compiler(
    *arguments: str, names: str = "", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the script; its output and exit status are in its head."""
    node = shutil.which("node")
    if node is None:
        raise WitnessMissing("node is not installed")
    done = subprocess.run(
        [node, str(SCRIPT), *arguments], input=names, capture_output=True, text=True,
        timeout=600, check=False, env={**os.environ, **(environment or {})},
    )  # fmt: skip
    if done.returncode == MISSING:
        raise WitnessMissing(done.stderr.strip())
    return done


def compile_all(schemas: Sequence[Path], import_paths: Sequence[Path] = ()) -> Iterator[Compiled]:
    """Compile many schemas in one process of the compiler, in the given order."""
    done = run_compiler(
        "--batch", "python", names="\n".join(map(str, schemas)),
        environment={"KSPATH": ":".join(map(str, import_paths))} if import_paths else None,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    for line in done.stdout.splitlines():
        made = json.loads(line)
        yield Compiled(Path(made["schema"]), made.get("files", {}), made.get("error", ""))


def class_name(identifier: str) -> str:
    """Return the name of the class that the compiler makes for a type."""
    return "".join(part.capitalize() for part in identifier.split("_"))


def load_parser(compiled: Compiled, name: str) -> Any:
    """Return the top class of a compiled schema.

    Its modules import one another by name; they are kept apart from `sys.modules`, since two
    schemas may hold types of the same name.

    Args:
        compiled: without error.
        name: `meta/id` of the schema.
    """
    modules: dict[str, ModuleType] = {}

    def find(wanted: str, *rest: Any, **named: Any) -> Any:
        if f"{wanted}.py" not in compiled.files:
            return builtins.__import__(wanted, *rest, **named)
        if wanted not in modules:
            made = modules[wanted] = ModuleType(wanted)
            made.__dict__["__builtins__"] = {**vars(builtins), "__import__": find}
            code = compile(compiled.files[f"{wanted}.py"], f"{wanted}.py", "exec")
            exec(code, made.__dict__)
        return modules[wanted]

    return getattr(find(name), class_name(name))
