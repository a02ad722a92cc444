"""The schema and everything it imports, each file once.

Relative imports start at the importing file, absolute ones at the import paths. Cycles of
imports are legal in the language and end here because each file is read once.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from validator.findings import Finding, SourcePos
from validator.ksy.parse import load_source, parse_schema
from validator.ksy.syntax import Name, SchemaFile

MAX_FILES = 200


@dataclass(frozen=True, slots=True)
class Closure:
    """All files of a schema; `files[0]` is the schema itself."""

    files: tuple[SchemaFile, ...]
    findings: tuple[Finding, ...]


def load_closure(path: str, import_paths: Sequence[str] = ()) -> Closure:
    """Read a schema and its imports.

    Args:
        path: the .ksy file.
        import_paths: folders where absolute imports are looked up, in order.
    Returns:
        The files that could be parsed, the asked one first, and every finding.
    """
    files: list[SchemaFile] = []
    findings: list[Finding] = []
    seen: set[str] = set()
    queue: list[tuple[str, Name | None]] = [(path, None)]
    while queue:
        current, wanted_by = queue.pop(0)
        key = os.path.realpath(current)
        if key in seen:
            continue
        seen.add(key)
        if len(seen) > MAX_FILES:
            findings.append(_too_many(path))
            break
        text, problems = load_source(current)
        if text is None:
            findings.extend(problems if wanted_by is None else [_failed(wanted_by, problems)])
            continue
        schema, problems = parse_schema(current, text)
        findings.extend(problems)
        if schema is None:
            continue
        files.append(schema)
        for name in schema.top.meta.imports:
            target = find_import(current, name.text, import_paths)
            if target is None:
                findings.append(_missing(name, import_paths))
            else:
                queue.append((target, name))
    return Closure(tuple(files), tuple(findings))


def find_import(importer: str, name: str, import_paths: Sequence[str]) -> str | None:
    """Return the path of an imported file, or None when it does not exist.

    Args:
        importer: path of the importing file.
        name: as written in `imports`, without extension.
        import_paths: folders for absolute names.
    """
    if name.startswith("/"):
        candidates = [os.path.join(folder, name.lstrip("/")) for folder in import_paths]
    else:
        candidates = [os.path.join(os.path.dirname(importer), name)]
        candidates += [os.path.join(folder, name) for folder in import_paths]
    for candidate in candidates:
        full = os.path.normpath(candidate + ".ksy")
        if os.path.isfile(full):
            return full
    return None


def _missing(name: Name, import_paths: Sequence[str]) -> Finding:
    where = "the importing file's folder"
    if import_paths:
        where += " and " + ", ".join(import_paths)
    hint = "give --import-path for absolute imports" if name.text.startswith("/") else None
    return Finding(
        "import-failed", f"imported schema {name.text} does not exist", name.pos.file,
        expected=f"a file {name.text.lstrip('/')}.ksy, looked up from {where}",
        found="no such file", hint=hint, schema=name.pos,
    )  # fmt: skip


def _failed(name: Name, problems: Sequence[Finding]) -> Finding:
    return Finding(
        "import-failed", f"imported schema {name.text} cannot be read", name.pos.file,
        found=problems[0].message if problems else None, schema=name.pos,
    )  # fmt: skip


def _too_many(path: str) -> Finding:
    return Finding(
        "schema-too-large", "too many imported files", path,
        expected=f"at most {MAX_FILES} files", schema=SourcePos(path, 1, 1, "/meta/imports"),
    )  # fmt: skip
