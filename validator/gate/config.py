"""The configuration: found, read, and refused with every problem at once.

Comes in: `contentgate.toml`, or `[tool.contentgate]` of a `pyproject.toml`. Goes out: a
frozen `Config` with absolute paths and typed values. It refuses to know schemas, contracts
and consumers; it only names them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import Any

from validator.dataclass import dataclass
from validator.errors import ConfigError, UsageError
from validator.findings import Severity, SourcePos
from validator.gate.config_file import (
    PYPROJECT,
    TABLE,
    locate_config,
    parse_toml,
    read_text,
    shown_file,
)
from validator.gate.consumer_settings import ConsumerSettings, consumer_settings
from validator.gate.patterns import is_match
from validator.gate.settings import SETTINGS
from validator.gate.spec import Path, Problem, read_value
from validator.gate.toml_lines import key_lines, nearest_line
from validator.ksy.lookup import Lookup
from validator.lift.target import parse_target


@dataclass(frozen=True, slots=True)
class Content:
    """Files that follow one schema.

    Attributes:
        number: 0-based place in the configuration; the first entry that matches a file wins.
        files, exclude: patterns relative to the configuration, see `patterns`.
        schema: absolute path, or `module:Name` of a declaration in Python.
        contracts: patterns relative to the configuration.
        consumers: names of configured consumers.
        optional: it is fine when no file matches.
    """

    number: int
    files: tuple[str, ...]
    exclude: tuple[str, ...]
    schema: str
    contracts: tuple[str, ...]
    consumers: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class GateSettings:
    """How the verdict is made and reported; `reports` maps format to absolute path."""

    reports: Mapping[str, str]
    max_findings: int
    fail_on: Severity
    require_contracts: bool
    run_refused: bool


@dataclass(frozen=True, slots=True)
class Config:
    """A whole configuration.

    Attributes:
        file: the file it was read from, as it was found.
        root: absolute path of the folder that patterns and paths are relative to.
        lookup: what schemas leave open: folders for imports, opaque types, custom processes.
    """

    file: str
    root: str
    content: tuple[Content, ...]
    consumers: Mapping[str, ConsumerSettings]
    gate: GateSettings
    lookup: Lookup

    def relative(self, path: str) -> str | None:
        """Return a path relative to the root, with `/`; None when it lies outside.

        Args:
            path: relative to the working directory, or absolute.
        """
        folder, name = os.path.split(os.path.abspath(path))
        for base, place in ((self.root, folder), _real(self.root, folder)):
            inner = os.path.relpath(os.path.join(place, name), base)
            if inner != ".." and not inner.startswith("../"):
                return inner
        return None

    def entry_for(self, path: str) -> Content | None:
        """Return the first entry whose patterns match a file, or None.

        Args:
            path: relative to the working directory, or absolute; need not exist.
        """
        inner = self.relative(path)
        if inner is None:
            return None
        return next((c for c in self.content if is_match(inner, c.files, c.exclude)), None)


def _real(root: str, folder: str) -> tuple[str, str]:
    return os.path.realpath(root), os.path.realpath(folder)


def find_config(start: str) -> Config | None:
    """Read the nearest configuration: in this folder, or above it up to the repository's root.

    Outside of a repository only the folder itself is searched: a configuration names
    programs to run, so one that somebody else left higher up must not be taken.

    Args:
        start: folder to start from.
    Returns:
        the configuration, or None when there is none.
    Raises:
        ConfigError: it cannot be read, or says something that has no meaning.
    """
    path = locate_config(os.path.abspath(start))
    return None if path is None else load_config(path)


def load_config(path: str) -> Config:
    """Read a configuration.

    Args:
        path: a TOML file; one named pyproject.toml is read from `[tool.contentgate]`.
    Raises:
        ConfigError: it cannot be read, or says something that has no meaning; tells all of it.
    """
    text = read_text(path)
    tree = parse_toml(path, text)
    prefix = TABLE if os.path.basename(path) == PYPROJECT else ()
    for key in prefix:
        inner = tree.get(key)
        if not isinstance(inner, dict):
            raise ConfigError(
                f"{shown_file(path)}: no configuration\n"
                "  expected  a table [tool.contentgate]\n  found     none"
            )
        tree = inner
    problems: list[Problem] = []
    values = read_value(SETTINGS, tree, (), problems)
    if not problems and isinstance(values, dict):
        problems = _cross_problems(values)
    lines = key_lines(text)
    if problems:
        told = [_problem_text(path, prefix, lines, problem) for problem in problems]
        raise ConfigError("\n".join(told))
    assert isinstance(values, dict)
    return _build(path, prefix, lines, values)


def _cross_problems(values: Mapping[str, Any]) -> list[Problem]:
    """Problems that only two settings together have."""
    problems: list[Problem] = []
    known = values["consumers"]
    for number, row in enumerate(values["content"]):
        for place, name in enumerate(row["consumers"]):
            if name not in known:
                expected = f"one of {', '.join(known)}" if known else "a table [consumers.NAME]"
                path: Path = ("content", number, "consumers", place)
                problems.append(Problem(path, "no such consumer", expected, repr(name)))
    for name, row in known.items():
        if row["kind"] == "command":
            problems += _command_problems(("consumers", name), row)
        for key in ("accept_output", "reject_output"):
            problems += _pattern_problems(("consumers", name, key), row.get(key, ""))
    for name, text in values["processes"].items():
        try:
            Lookup.of(processes={name: text})
        except UsageError:
            path = ("processes", name)
            expected = "a custom process, and none, zlib, or xor(0x5a) and the like for it"
            problems.append(Problem(path, "not well-formed", expected, repr(text)))
    return problems


def _command_problems(place: Path, row: Mapping[str, Any]) -> list[Problem]:
    """Problems that the keys of a command have together."""
    problems: list[Problem] = []
    has_file = any("{file}" in word for word in row["command"][1:])
    if has_file == (row["input"] == "stdin"):
        expected = '{file} in one of the arguments, or input = "stdin", not both'
        found = "both" if has_file else "neither"
        headline = "the program is not told its file"
        problems.append(Problem((*place, "command"), headline, expected, found))
    if not row["command"][0]:
        problems.append(Problem((*place, "command", 0), "no program", "a program's name", "''"))
    both = set(row["accept"]) & set(row["reject"] or ())
    if both:
        found = ", ".join(map(str, sorted(both)))
        headline = "an exit status means two things"
        problems.append(Problem((*place, "reject"), headline, "accept or reject", found))
    return problems


def _pattern_problems(place: Path, pattern: str) -> list[Problem]:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return [Problem(place, "not well-formed", "a regular expression", str(error))]
    return []


def _problem_text(path: str, prefix: Path, lines: dict[Path, int], problem: Problem) -> str:
    number = nearest_line(lines, (*prefix, *problem.path))
    place = f"{shown_file(path)}:{number}" if number else shown_file(path)
    keys = _key_text((*prefix, *problem.path))
    rows = [
        f"{place}: {keys}: {problem.headline}" if keys else f"{place}: {problem.headline}",
        f"  expected  {problem.expected}",
        f"  found     {problem.found}",
    ]
    return "\n".join(rows + ([f"  hint      {problem.hint}"] if problem.hint else []))


def _key_text(path: Path) -> str:
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def _schema(text: str, inside: Callable[[str], str]) -> str:
    """Return the absolute path of a schema; a module of Python has none."""
    target = parse_target(text)
    return text if target is not None and not target.is_file else inside(text)


def _build(path: str, prefix: Path, lines: dict[Path, int], values: Mapping[str, Any]) -> Config:
    root = os.path.dirname(os.path.abspath(path))

    def inside(value: str) -> str:
        return os.path.normpath(os.path.join(root, value))

    content = tuple(
        Content(number, **{**row, "schema": _schema(row["schema"], inside)})
        for number, row in enumerate(values["content"])
    )
    consumers: dict[str, ConsumerSettings] = {}
    for name, row in values["consumers"].items():
        line = nearest_line(lines, (*prefix, "consumers", name)) or 1
        where = SourcePos(shown_file(path), line, 1, f"/consumers/{name}")
        consumers[name] = consumer_settings(name, row, where, inside)
    gate = values["gate"]
    reports = {name: inside(file) for name, file in gate["reports"].items()}
    settings = GateSettings(**{**gate, "reports": reports, "fail_on": Severity(gate["fail_on"])})
    imports = tuple(inside(folder) for folder in values["import_paths"])
    opaque = {name: inside(file) for name, file in values["opaque"].items()}
    lookup = Lookup.of(imports, opaque, values["processes"]).then(
        Lookup(allow_python=values["allow_python"], python_paths=(root,))
    )
    return Config(shown_file(path), root, content, consumers, settings, lookup)
