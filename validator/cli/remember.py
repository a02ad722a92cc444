"""Write down what a full run of `contentgate check` learned, for `warm`.

Only runs with plain options are remembered. An entry names every file that the run read with
its digest; a file that changed while the run went on is not remembered at all. Entries are
written to a new file and renamed, so that concurrent writers cannot mix.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import tempfile
from collections.abc import Mapping, Sequence
from typing import Any

from validator.backends.python.load import compile_source
from validator.check.fast import budget_of, check_source
from validator.cli import warm
from validator.cli.workload import Task, Workload
from validator.report.meta import RunMeta
from validator.report.text import render_text

MAX_ROUTES = 20_000
MAX_ENTRIES = 200
NEW = ".new-"
"""How files begin that are still being written."""
_RACY_NS = 50_000_000
"""A file written this shortly before the run may change again within one clock tick."""


def remember(
    work: Workload, given: Sequence[tuple[str, str]], files: Sequence[str], started_ns: int
) -> None:
    """Write the entry of a run; failing to is no error.

    Args:
        work: what the run did.
        given: its options, as (kind, value) pairs of `warm.options_key`.
        files: its arguments, all of them files.
        started_ns: when the run started to read schemas, by the wall clock.
    """
    folder = warm.cache_folder()
    if not folder or not work.tasks:
        return
    try:
        key = warm.options_key(list(given))
        path = warm.entry_path(folder, key)
        entry = _entry(work, files, started_ns, warm.load_entry(path))
        if entry is not None:
            write_entry(folder, path, entry)
    except OSError:
        return


def _entry(
    work: Workload, files: Sequence[str], started_ns: int, old: dict[str, Any] | None
) -> dict[str, Any] | None:
    sources: dict[str, bytes | bool] = {}
    for name in work.sources:
        state = state_of(name, started_ns)
        if state is None:
            return None
        sources[name] = state
    folders = [(name, sorted(os.listdir(name))) for name in work.folders]
    if any(os.stat(name).st_mtime_ns > started_ns - _RACY_NS for name in work.folders):
        return None
    tasks = [_task(task, work) for task in work.tasks]
    routes: dict[str, int] = {}
    if not work.is_one_schema:
        wanted = set(files)
        routes = {path: task for path, task in work.files if path in wanted}
        known = (sorted(sources.items()), folders)
        if old is not None and (old["sources"], old["folders"]) == known:
            routes = _merge(old, routes, tasks)
    return {
        "tool": tool_files(),
        "sources": sorted(sources.items()),
        "folders": folders,
        "tasks": tasks,
        "routes": routes,
        "default": 0 if work.is_one_schema else None,
    }


def _merge(
    old: dict[str, Any], routes: dict[str, int], tasks: list[dict[str, Any]]
) -> dict[str, int]:
    """Keep what earlier runs with the same configuration learned about other files."""
    if len(old["routes"]) > MAX_ROUTES:
        return routes
    known = [task["name"] for task in tasks]
    numbers: dict[int, int] = {}
    for number, task in enumerate(old["tasks"]):
        if task["name"] not in known:
            known.append(task["name"])
            tasks.append(task)
        numbers[number] = known.index(task["name"])
    return {path: numbers[n] for path, n in old["routes"].items()} | routes


def state_of(path: str, started_ns: int) -> bytes | bool | None:
    """Return digest, existence, or None when a file may have changed during the run.

    Args:
        path: of the file.
        started_ns: when the run began, by the wall clock.
    """
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return False
    if os.path.isdir(path):
        return True
    if max(status.st_mtime_ns, os.stat(path).st_mtime_ns) > started_ns - _RACY_NS:
        return None
    with open(path, "rb") as file:
        return warm.sha256(file.read())


def _task(task: Task, work: Workload) -> dict[str, Any]:
    program = task.schema.program
    name = f"<contentgate {program.name} {program.digest[:12]} check>"
    meta = RunMeta(
        tool_version="",
        schemas=(task.schema.path,),
        contracts=tuple(contract.name for contract in task.contracts),
        notes=tuple(work.notes_of(task)),
    )
    closing = render_text((), meta, color=False, width=0).split("\n", 1)[1]
    return {
        "name": repr((task.schema.path, program.digest, [c.name for c in task.contracts])),
        "code": compile_source(check_source(program), name),
        "budget": budget_of(program),
        "file_size": program.budget.file_size,
        "contracts": [(c.name, _plain(c.facts)) for c in task.contracts],
        "closing": closing,
    }


def _plain(value: Any) -> Any:
    """Return facts as what `marshal` can write."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def tool_files() -> list[tuple[str, int, int]]:
    """Return files of contentgate itself, with size and time: a checkout changes under us."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    found: list[str] = []
    if os.path.isdir(os.path.join(package, "_schemas")):
        found = [os.path.join(package, "__init__.py")]
    else:
        for folder, _, names in sorted(os.walk(package)):
            found += [os.path.join(folder, n) for n in sorted(names) if n.endswith(".py")]
    return [(path, os.stat(path).st_size, os.stat(path).st_mtime_ns) for path in found]


def write_entry(folder: str, path: str, entry: dict[str, Any], magic: bytes = warm.MAGIC) -> None:
    """Write an entry, whole or not at all; the oldest ones of its kind make room.

    Args:
        folder: of all entries; made when it is missing.
        path: of this one.
        entry: what `marshal` can write.
        magic: how entries of its kind begin.
    Raises:
        OSError: it cannot be written.
    """
    os.makedirs(folder, mode=0o700, exist_ok=True)
    if not warm.is_private(os.stat(folder)):
        return
    body = marshal.dumps(entry)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=NEW)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(magic + warm.versions() + warm.sha256(body) + body)
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise
    _prune(folder, path)


def _prune(folder: str, kept: str) -> None:
    """Remove the oldest entries, and files that a killed writer left, beyond `MAX_ENTRIES`."""
    found: list[tuple[int, str]] = []
    suffix = os.path.splitext(kept)[1]
    with os.scandir(folder) as scan:
        for entry in scan:
            if entry.path != kept and entry.name.endswith(suffix) | entry.name.startswith(NEW):
                with contextlib.suppress(FileNotFoundError):  # another process was quicker
                    found.append((entry.stat(follow_symlinks=False).st_mtime_ns, entry.path))
    found.sort()
    for _, path in found[: max(len(found) + 1 - MAX_ENTRIES, 0)]:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
