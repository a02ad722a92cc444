"""Which files a command line names: files, folders to recurse into, standard input.

Comes in: FILE arguments. Goes out: paths in a fixed order, notes about what was left out,
and problems that make a run inconclusive. It refuses to know what is done with a file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field

from validator.dataclass import dataclass
from validator.errors import UsageError

STDIN = "-"
MAX_FILES = 1_000_000
_LISTED = 3


# house: loose-dataclass - collected while folders are walked
@dataclass(slots=True)
class Inputs:
    """What a command line names.

    Attributes:
        files: paths as they are shown, in the order of the arguments, each once; those of a
            folder sorted. `-` is standard input.
        from_folder: those of `files` that a folder was searched for.
        notes: what was left out on purpose.
        problems: what could not be searched.
    """

    files: list[str] = field(default_factory=list)
    from_folder: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


# house: loose-dataclass - collected while folders are walked
@dataclass(slots=True)
class _Skipped:
    """What one folder holds that is not looked at."""

    hidden: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    special: list[str] = field(default_factory=list)


def expand_inputs(arguments: Sequence[str], *, suffix: str = "") -> Inputs:
    """Find the files that arguments name.

    Args:
        arguments: files, folders and at most one `-`; what does not exist stays, so that
            reading it says why.
        suffix: of a folder take only names that end so.
    Raises:
        UsageError: `-` twice, or far too many files.
    """
    inputs = Inputs()
    seen: set[str] = set()
    if arguments.count(STDIN) > 1:
        raise UsageError("standard input can be read once: `-` is given twice")
    for argument in arguments:
        if argument != STDIN and os.path.isdir(argument):
            skipped = _Skipped()
            before, seen_before = len(inputs.files), ""
            for path in _walk(argument, suffix, skipped, inputs.problems):
                seen_before = " that was not named before"
                _take(path, seen, inputs)
                inputs.from_folder.add(path)
            inputs.notes += _notes(argument, skipped)
            if len(inputs.files) == before:
                what = f"no file that ends in {suffix}" if suffix else "no file"
                inputs.notes.append(f"{argument} holds {what}{seen_before}")
        else:
            _take(argument, seen, inputs)
            inputs.from_folder.discard(argument)
    return inputs


def _take(path: str, seen: set[str], inputs: Inputs) -> None:
    if path in seen:
        return
    if len(seen) == MAX_FILES:
        raise UsageError(f"more than {MAX_FILES} files: name fewer at once")
    seen.add(path)
    inputs.files.append(path)


def _walk(folder: str, suffix: str, skipped: _Skipped, problems: list[str]) -> Iterator[str]:
    """Yield the files below a folder: those of a folder before those of its folders."""
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(current) as scan:
                entries = sorted(scan, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            problems.append(f"{current} cannot be searched: {(error.strerror or '').lower()}")
            continue
        folders = []
        for entry in entries:
            path = os.path.join(current, entry.name)
            if entry.name.startswith("."):
                skipped.hidden.append(path)
            elif entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif entry.is_dir():
                skipped.links.append(path)
            elif suffix and not entry.name.endswith(suffix):
                continue
            elif entry.is_file() or not os.path.exists(path):
                yield path
            else:
                skipped.special.append(path)
        waiting += reversed(folders)


def _notes(folder: str, skipped: _Skipped) -> list[str]:
    kinds: tuple[tuple[list[str], Callable[[int], str]], ...] = (
        (skipped.hidden, lambda n: "hidden name" if n == 1 else "hidden names"),
        (skipped.links, lambda n: "link to a folder" if n == 1 else "links to folders"),
        (skipped.special, lambda n: "pipe, socket or device" + ("" if n == 1 else "s")),
    )
    return [
        f"{len(paths)} {name(len(paths))} below {folder} not looked at: {_some(paths)}"
        for paths, name in kinds
        if paths
    ]


def _some(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _LISTED} more" if len(paths) > _LISTED else ""
    return ", ".join(paths[:_LISTED]) + more
