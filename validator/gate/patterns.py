"""File patterns: what they match, and which files of a tree match them.

A pattern is relative to the configuration's folder and has `/` between its segments. `*` is
any run of characters within a segment, `?` one character, `[abc]` and `[!abc]` one of some;
a segment `**` is any number of folders, none included, and at the end everything below.
Wildcards match names that start with a dot too: a gate that skips hidden files lets them
ship unchecked. Folders of version control (`.git`, `.hg`, `.svn`) never match. Names are
bytes; those that are not UTF-8 match like any other. `[[]`, `[*]` and `[?]` stand for the
characters themselves.
"""

from __future__ import annotations

import functools
import os
import re
import stat
from collections.abc import Iterable, Sequence

from validator.dataclass import dataclass
from validator.errors import ConfigError

MAX_FILES = 100_000
_MAX_VISITS = 2_000_000
_VERSION_CONTROL = frozenset({".git", ".hg", ".svn"})
_WILDCARD = re.compile(r"[*?\[]")
_SET = re.compile(r"\[(!?)((?:\]|[^\]/])[^\]/]*)\]")


@dataclass(frozen=True, slots=True)
class Matches:
    """What a set of patterns finds.

    Attributes:
        files: paths relative to the root, with `/`, sorted, without duplicates.
        outside: matching symbolic links that lead out of the root; not followed.
        folders: folder links that lead out of the root and may hold matches; not entered.
    """

    files: tuple[str, ...]
    outside: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


def is_match(path: str, patterns: Iterable[str], exclude: Iterable[str] = ()) -> bool:
    """Tell whether a path matches a pattern and no excluding one.

    Args:
        path: relative to the root, with `/`, without `.` and `..`.
        patterns: of files.
        exclude: of files, or of folders with everything below.
    """
    if _VERSION_CONTROL.intersection(path.split("/")):
        return False
    is_wanted = any(_compile(pattern).fullmatch(path) for pattern in patterns)
    return is_wanted and not _is_excluded(path, exclude)


def find_files(root: str, patterns: Sequence[str], exclude: Sequence[str] = ()) -> Matches:
    """Find every file below a folder that matches.

    Args:
        root: the folder; patterns may lead out of it with `..`.
        patterns: of files.
        exclude: of files, or of folders with everything below.
    Returns:
        files, and links that were not followed; dangling links and special files that match
        are files here, so that the checks refuse them.
    Raises:
        ConfigError: more than 100,000 files match, or a tree is larger than the search.
    """
    walk = _Walk(os.path.abspath(root))
    for pattern in patterns:
        walk.search(_segments(pattern))

    kept = (
        tuple(sorted(path for path in found if not _is_excluded(path, exclude)))
        for found in (walk.files, walk.outside, walk.folders)
    )
    return Matches(*kept)


def _is_excluded(path: str, exclude: Iterable[str]) -> bool:
    segments = path.split("/")
    starts = ["/".join(segments[:length]) for length in range(1, len(segments) + 1)]
    return any(_compile(p).fullmatch(start) for p in exclude for start in starts)


def _segments(pattern: str) -> tuple[str, ...]:
    return tuple(part for part in pattern.split("/") if part not in ("", "."))


@functools.lru_cache(maxsize=4096)
def _compile(pattern: str) -> re.Pattern[str]:
    parts: list[str] = []
    segments = _segments(pattern)
    for number, segment in enumerate(segments):
        is_last = number == len(segments) - 1
        if segment == "**":
            parts.append("(?:[^/]+/)*" + ("[^/]+" if is_last else ""))
        else:
            parts.append(_segment_regex(segment) + ("" if is_last else "/"))
    return re.compile("".join(parts))


def _segment_regex(segment: str) -> str:
    out: list[str] = []
    position = 0
    while position < len(segment):
        char = segment[position]
        group = _SET.match(segment, position) if char == "[" else None
        if group:
            out.append(_set_regex(bool(group[1]), group[2]))
            position = group.end()
            continue
        if char == "*":
            if not out or out[-1] != "[^/]*":
                out.append("[^/]*")
        else:
            out.append("[^/]" if char == "?" else re.escape(char))
        position += 1
    return "".join(out)


def _set_regex(negated: bool, members: str) -> str:
    """Translate the inside of `[...]`; a reversed range has no members."""
    items: list[str] = []
    position = 0
    while position < len(members):
        low = members[position]
        if members[position + 1 : position + 2] == "-" and position + 2 < len(members):
            high = members[position + 2]
            if low <= high:
                items.append(f"{re.escape(low)}-{re.escape(high)}")
            position += 3
        else:
            items.append(re.escape(low))
            position += 1
    if negated:
        return f"[^/{''.join(items)}]"
    return f"(?!/)[{''.join(items)}]" if items else "(?!)"


class _Walk:
    """One search of a tree; never enters a link to a folder that a wildcard matched."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.real_root = os.path.realpath(root)
        self.files: set[str] = set()
        self.outside: set[str] = set()
        self.folders: set[str] = set()
        self.visits = 0

    def search(self, segments: tuple[str, ...]) -> None:
        leads_out = ".." in segments
        seen: set[tuple[str, int]] = set()
        stack = [("", 0)]
        while stack:
            folder, index = stack.pop()
            if (folder, index) in seen:
                continue
            seen.add((folder, index))
            self._count()
            segment = segments[index]
            is_last = index == len(segments) - 1
            if segment == "**":
                if not is_last:
                    stack.append((folder, index + 1))
                self._scan(folder, None, is_last, [index], stack)
            elif _WILDCARD.search(segment):
                matcher = re.compile(_segment_regex(segment))
                self._scan(folder, matcher, is_last, [index + 1], stack)
            else:
                path = f"{folder}/{segment}" if folder else segment
                self._named(path, index, is_last, leads_out, stack)

    def _count(self) -> None:
        self.visits += 1
        if self.visits > _MAX_VISITS or len(self.files) > MAX_FILES:
            raise ConfigError(
                f"{self.root}: a pattern matches too much\n"
                f"  expected  at most {MAX_FILES} files\n  found     more"
            )

    def _named(
        self, path: str, index: int, is_last: bool, leads_out: bool, stack: list[tuple[str, int]]
    ) -> None:
        full = os.path.join(self.root, path)
        if not os.path.lexists(full) or os.path.basename(path) in _VERSION_CONTROL:
            return
        is_link = os.path.islink(full)
        if os.path.isdir(full):
            if is_link and not leads_out and not self._is_inside(full):
                self.folders.add(path)
            elif not is_last:
                stack.append((path, index + 1))
        elif is_last:
            self._add(path, is_link and not leads_out)

    def _scan(
        self,
        folder: str,
        matcher: re.Pattern[str] | None,
        is_last: bool,
        next_index: list[int],
        stack: list[tuple[str, int]],
    ) -> None:
        try:
            with os.scandir(os.path.join(self.root, folder)) as entries:
                found = list(entries)
        except NotADirectoryError:
            return
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ConfigError(f"{error.filename}: cannot search this folder: {reason}") from error
        for entry in found:
            self._count()
            if entry.name in _VERSION_CONTROL or (matcher and not matcher.fullmatch(entry.name)):
                continue
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                if not is_last or matcher is None:
                    stack += [(path, index) for index in next_index]
            elif entry.is_symlink() and os.path.isdir(entry.path):
                if (not is_last or matcher is None) and not self._is_inside(entry.path):
                    self.folders.add(path)
            elif is_last:
                self._add(path, entry.is_symlink())

    def _add(self, path: str, is_link: bool) -> None:
        full = os.path.join(self.root, path)
        if is_link and os.path.exists(full) and not self._is_inside(full):
            self.outside.add(path)
        else:
            self.files.add(path)

    def _is_inside(self, full: str) -> bool:
        real = os.path.realpath(full)
        return real == self.real_root or real.startswith(self.real_root.rstrip("/") + "/")


def is_regular(path: str) -> bool:
    """Tell whether a path is a regular file, links followed, without opening it.

    Args:
        path: any path.
    """
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False
