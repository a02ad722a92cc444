"""What a run has to do: which files follow which entry, which contracts they meet.

Comes in: a configuration, and the files that were asked for. Goes out: a `Plan`. What cannot
be done becomes a reason why the verdict is inconclusive; it refuses to check anything.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import field

from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.gate.config import Config, Content
from validator.gate.patterns import find_files


@dataclass(frozen=True, slots=True)
class Job:
    """One entry of the configuration with its files and contracts; paths as shown."""

    content: Content
    files: tuple[str, ...]
    contracts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All jobs, in the order of the configuration; `reasons` make a verdict inconclusive."""

    jobs: tuple[Job, ...]
    reasons: tuple[str, ...]
    notes: tuple[str, ...]


# house: loose-dataclass - collected entry by entry
@dataclass(slots=True)
class _Draft:
    """Collects while a plan is made."""

    files: dict[int, list[str]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def make_plan(config: Config, files: Sequence[str] = ()) -> Plan:
    """Decide which files are checked against what.

    Args:
        config: the configuration.
        files: only these; folders stand for the configured files below them. Empty means
            every file that the configuration names.
    Raises:
        UsageError: a given file does not exist.
        ConfigError: patterns match too much, or a folder cannot be searched.
    """
    draft = _Draft()
    if not config.content:
        draft.reasons.append(f"{config.file} names no content: add a table [[content]]")
    if files:
        _take_given(config, files, draft)
    else:
        _take_all(config, draft)
    jobs = []
    for content in config.content:
        chosen = draft.files.get(content.number, [])
        if chosen:
            contracts = _contracts(config, content, draft)
            jobs.append(Job(content, tuple(sorted(set(chosen))), contracts))
    return Plan(tuple(jobs), tuple(dict.fromkeys(draft.reasons)), tuple(draft.notes))


def shown_path(path: str) -> str:
    """Return a path relative to the working directory when it lies below it, else absolute.

    Args:
        path: absolute or relative to the working directory.
    """
    full = os.path.abspath(path)
    inner = os.path.relpath(full)
    return full if inner == ".." or inner.startswith("../") else inner


def _take_all(config: Config, draft: _Draft) -> None:
    taken: set[str] = set()
    for content in config.content:
        found = find_files(config.root, content.files, content.exclude)
        fresh = [path for path in found.files if path not in taken]
        taken.update(found.files)
        for path in found.outside:
            shown = shown_path(os.path.join(config.root, path))
            draft.reasons.append(f"{shown} is a link out of {config.root}: not checked")
        for path in found.folders:
            shown = shown_path(os.path.join(config.root, path))
            draft.notes.append(f"{shown} is a link out of {config.root}: not searched")
        if not fresh and not content.optional:
            draft.reasons.append(_nothing_matched(content, bool(found.files)))
        draft.files[content.number] = [shown_path(os.path.join(config.root, p)) for p in fresh]


def _nothing_matched(content: Content, has_taken: bool) -> str:
    patterns = ", ".join(content.files)
    if has_taken:
        return f"content[{content.number}]: an earlier entry takes every file of {patterns}"
    return f"content[{content.number}]: no file matches {patterns}"


def _take_given(config: Config, files: Sequence[str], draft: _Draft) -> None:
    every: dict[int, list[str]] | None = None
    for path in files:
        try:
            mode = os.lstat(path).st_mode
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise UsageError(f"{path}: {reason.lower()}") from error
        if stat.S_ISDIR(mode):
            if every is None:
                whole = _Draft()
                _take_all(config, whole)
                every = whole.files
            _take_folder(path, every, draft)
            continue
        entry = config.entry_for(path)
        if entry is None:
            draft.reasons.append(f"{shown_path(path)} matches no [[content]] of {config.file}")
        elif stat.S_ISLNK(mode) and config.relative(os.path.realpath(path)) is None:
            draft.reasons.append(f"{shown_path(path)} is a link out of {config.root}: not checked")
        else:
            draft.files.setdefault(entry.number, []).append(shown_path(path))


def _take_folder(folder: str, every: dict[int, list[str]], draft: _Draft) -> None:
    start = os.path.join(os.path.abspath(folder), "")
    has_any = False
    for number, paths in every.items():
        below = [path for path in paths if os.path.abspath(path).startswith(start)]
        draft.files.setdefault(number, []).extend(below)
        has_any = has_any or bool(below)
    if not has_any:
        draft.reasons.append(f"{shown_path(folder)} holds no configured content")


def _contracts(config: Config, content: Content, draft: _Draft) -> tuple[str, ...]:
    contracts: dict[str, None] = {}
    for pattern in content.contracts:
        found = find_files(config.root, [pattern])
        if not found.files:
            draft.reasons.append(f"content[{content.number}]: no contract matches {pattern}")
        contracts |= dict.fromkeys(shown_path(os.path.join(config.root, p)) for p in found.files)
    return tuple(contracts)
