"""Compiled schemas that an earlier run wrote down, for verbs that do more than `check`.

Comes in: a path and what the options say about imports. Goes out: a Schema: kept, when everything
that it was made from is as it was, else compiled and written down. An entry holds code and is
trusted as those of `warm` are, which see.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from validator.check.schema import Schema, load_schema
from validator.cli import warm
from validator.ksy.lookup import Lookup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.ir.nodes import Program

MAGIC = b"contentgate schema 1\n"
SUFFIX = ".schema"
_ENTRY = {"tool", "sources", "folders", "program", "codes"}


def load_kept(path: str, import_paths: Sequence[str] | Lookup = ()) -> Schema:
    """Load a schema, compiled by this run or an earlier one.

    Args:
        path: of a .ksy file, or `module:Name`, which is never kept.
        import_paths: see `load_schema`.
    Raises:
        SchemaError: the schema is wrong.
        UsageError: Python is not permitted, or the module cannot be imported.
    """
    folder = warm.cache_folder()
    if not folder or not _is_plain(path, import_paths):
        return load_schema(path, import_paths)
    try:
        here = "" if os.path.isabs(path) else os.getcwd()
    except OSError:  # the working directory is gone
        return load_schema(path, import_paths)
    file = warm.entry_path(folder, f"{here}\0{path}", SUFFIX)
    program = _restored(file)
    if program is not None:
        return Schema(program, path)
    started_ns = time.time_ns()
    schema = load_schema(path, import_paths)
    with suppress(OSError):  # a cache that cannot be written is none
        _keep(schema, folder, file, started_ns)
    return schema


def _is_plain(path: str, import_paths: Sequence[str] | Lookup) -> bool:
    """Whether the files that a schema imports say all there is to know about it."""
    from validator.lift.target import parse_target

    return parse_target(path) is None and Lookup.of(import_paths) == Lookup()


def _restored(file: str) -> Program | None:
    from _pickle import UnpicklingError, loads

    from validator.backends.python.codes import keep_code

    entry = warm.read_entry(file, MAGIC)
    if not isinstance(entry, dict) or set(entry) != _ENTRY or not warm.is_current(entry):
        return None
    try:
        program: Program = loads(entry["program"])
    except (UnpicklingError, ValueError, TypeError, AttributeError, ImportError, EOFError):
        return None  # ours by its digest, of another shape
    for digest, kind, code in entry["codes"]:
        keep_code(digest, kind, code)
    return program


def _keep(schema: Schema, folder: str, file: str, started_ns: int) -> None:
    """Write a schema down, with the code of its readers."""
    import pickle

    from validator.backends.python.codes import CHECK, TRACE, reader_code
    from validator.cli.remember import state_of, tool_files, write_entry
    from validator.fuzz.judge import without_warnings

    program = schema.program
    sources: dict[str, Any] = {name: state_of(name, started_ns) for name, _ in program.sources}
    if None in sources.values():
        return
    wanted = {(one.digest, kind): one for one, kind in (
        (program, CHECK), (program, TRACE), (without_warnings(program), CHECK)
    )}  # fmt: skip
    codes = [(digest, kind, reader_code(one, kind)) for (digest, kind), one in wanted.items()]
    entry = {
        "tool": tool_files(),
        "sources": sorted(sources.items()),
        "folders": [],
        "program": pickle.dumps(program, pickle.HIGHEST_PROTOCOL),
        "codes": codes,
    }
    write_entry(folder, file, entry, MAGIC)
