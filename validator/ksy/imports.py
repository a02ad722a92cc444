"""The schema and everything it imports, each file once.

Relative imports start at the importing file, absolute ones at the import paths. Cycles of
imports are legal in the language and end here because each file is read once. Schemas that
stand for opaque types come last, when a file permits such types at all.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import field

from validator.dataclass import dataclass
from validator.findings import Finding, SourcePos
from validator.ksy.lookup import Lookup
from validator.ksy.parse import load_source, parse_schema
from validator.ksy.problems import did_you_mean
from validator.ksy.syntax import Name, SchemaFile

MAX_FILES = 200
_MAX_NEAR = 2000
_SUFFIX = ".ksy"


@dataclass(frozen=True, slots=True)
class Closure:
    """All files of a schema; `files[0]` is the schema itself.

    `opaque` maps the name of an opaque type to the file that stands for it.
    """

    files: tuple[SchemaFile, ...]
    findings: tuple[Finding, ...]
    opaque: Mapping[str, SchemaFile] = field(default_factory=dict)


def load_closure(path: str, lookup: Lookup | None = None) -> Closure:
    """Read a schema, its imports, and what stands for its opaque types.

    Args:
        path: the .ksy file.
        lookup: where imports are looked up.
    Returns:
        The files that could be parsed, the asked one first, and every finding.
    """
    loader = _Loader(path, lookup or Lookup())
    loader.load(path, None)
    opener = next((file.top.meta for file in loader.files if file.top.meta.opaque_types), None)
    opaque: dict[str, SchemaFile] = {}
    for name, target in loader.lookup.opaque.items() if opener is not None else ():
        assert opener is not None
        loader.load(target, Name(name, opener.pos))
        found = loader.seen.get(os.path.realpath(target))
        if found is not None:
            opaque[name] = found
    return Closure(tuple(loader.files), tuple(loader.findings), opaque)


@dataclass(frozen=True, slots=True)
class _Loader:
    """Files read so far: `seen` by their real path, None for one that cannot be used."""

    path: str
    lookup: Lookup
    files: list[SchemaFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seen: dict[str, SchemaFile | None] = field(default_factory=dict)

    def load(self, path: str, wanted_by: Name | None) -> None:
        """Read a file that has not been read yet, and everything it imports."""
        queue: list[tuple[str, Name | None]] = [(path, wanted_by)]
        while queue:
            current, reason = queue.pop(0)
            key = os.path.realpath(current)
            if key in self.seen:
                continue
            self.seen[key] = None
            if len(self.seen) > MAX_FILES:
                self.findings.append(_too_many(self.path))
                break
            schema = self._read(current, reason)
            if schema is None:
                continue
            self.seen[key] = schema
            self.files.append(schema)
            for name in schema.top.meta.imports:
                target = find_import(current, name.text, self.lookup.paths)
                if target is None:
                    self.findings.append(_missing(current, name, self.lookup.paths))
                else:
                    queue.append((target, name))

    def _read(self, path: str, reason: Name | None) -> SchemaFile | None:
        text, problems = load_source(path)
        if text is None:
            self.findings.extend(problems if reason is None else [_failed(reason, path, problems)])
            return None
        schema, problems = parse_schema(path, text)
        self.findings.extend(problems)
        return schema


def find_import(importer: str, name: str, import_paths: Sequence[str]) -> str | None:
    """Return the path of an imported file, or None when it does not exist.

    Args:
        importer: path of the importing file.
        name: as written in `imports`, without extension.
        import_paths: folders for absolute names; relative ones are looked up there, too, when
            they are not beside the importing file.
    """
    return next(filter(os.path.isfile, _candidates(importer, name, import_paths)), None)


def _candidates(importer: str, name: str, import_paths: Sequence[str]) -> list[str]:
    """Return every path where an import may lie, in order."""
    folders = list(import_paths)
    if not name.startswith("/"):
        folders.insert(0, os.path.dirname(importer))
    relative = name.lstrip("/") + _SUFFIX
    return [os.path.normpath(os.path.join(folder, relative)) for folder in folders]


def _missing(importer: str, name: Name, import_paths: Sequence[str]) -> Finding:
    looked = _candidates(importer, name.text, import_paths)
    places = ["the importing file's folder", *import_paths]
    if name.text.startswith("/"):
        del places[0]
    where = ", ".join(places) or "import paths, of which there are none"
    hint = _near(name.text, looked)
    if hint is None and name.text.startswith("/") and not import_paths:
        hint = "give --import-path, or set KSPATH, for absolute imports"
    return Finding(
        "import-failed", f"imported schema {name.text} does not exist", name.pos.file,
        expected=f"a file {name.text.lstrip('/')}{_SUFFIX}, looked up from {where}",
        found="no such file", hint=hint, schema=name.pos,
    )  # fmt: skip


def _near(name: str, looked: Sequence[str]) -> str | None:
    """Return a hint at a schema of nearly this name in one of the folders."""
    for path in looked:
        folder, wanted = os.path.split(path)
        try:
            with os.scandir(folder or os.curdir) as scan:
                names = [entry.name for entry, _ in zip(scan, range(_MAX_NEAR), strict=False)]
        except (OSError, ValueError):
            continue
        stems = sorted(n.removesuffix(_SUFFIX) for n in names if n.endswith(_SUFFIX))
        hint = did_you_mean(wanted.removesuffix(_SUFFIX), stems)
        if hint is not None:
            return hint
    return None


def _failed(name: Name, path: str, problems: Sequence[Finding]) -> Finding:
    is_import = name.pos.path.startswith("/meta/imports")
    what = "imported schema" if is_import else "schema for opaque type"
    return Finding(
        "import-failed", f"{what} {name.text} cannot be read", name.pos.file,
        expected=f"a schema in {path}",
        found=problems[0].message if problems else None, schema=name.pos,
    )  # fmt: skip


def _too_many(path: str) -> Finding:
    return Finding(
        "schema-too-large", "too many imported files", path,
        expected=f"at most {MAX_FILES} files", schema=SourcePos(path, 1, 1, "/meta/imports"),
    )  # fmt: skip
