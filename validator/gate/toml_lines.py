"""Find the line of every key in a TOML file, which tomllib does not tell.

Comes in: text that tomllib has accepted. Goes out: a map from key path to line. It follows
strings and brackets only as far as needed to know where a statement starts, so a key inside
an inline table has the line of the statement around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.?)""")
_TOKEN = re.compile(
    r'''"""(?:[^\\]|\\[\s\S])*?"{3,5}|\'\'\'[\s\S]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[\[\]{}\n]'''
)


def key_lines(text: str) -> dict[Path, int]:
    """Return the 1-based line of every table and key that starts a statement.

    Args:
        text: a TOML file without syntax errors.
    Returns:
        Path to line; elements of an array of tables are subscripts, 0-based.
    """
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, statement in _statements(text):
        if statement.startswith("[["):
            base = _numbered(_parts(statement[2:]), counts)
            counts[base] = counts.get(base, -1) + 1
            table = (*base, counts[base])
            lines.setdefault(base, number)
        elif statement.startswith("["):
            table = _within(_parts(statement[1:]), counts)
        else:
            path = table
            for part in _parts(statement):
                path = (*path, part)
                lines.setdefault(path, number)
            continue
        for length in range(1, len(table) + 1):
            lines.setdefault(table[:length], number)
    return lines


def nearest_line(lines: dict[Path, int], path: Path) -> int:
    """Return the line of a key, or of the nearest key around it; 0 when there is none.

    Args:
        lines: from `key_lines`.
        path: keys and subscripts from the top down.
    """
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 0


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Line and first line of every statement: a header, or a key with its value."""
    line, depth, start, first = 1, 0, 0, 1
    for token in _TOKEN.finditer(text + "\n"):
        word = token.group()
        if word in "[{":
            depth += 1
        elif word in "]}":
            depth -= 1
        elif word == "\n" and depth == 0:
            statement = text[start : token.start()].strip()
            if statement and not statement.startswith("#"):
                yield first, statement
            start, first = token.end(), line + 1
        line += word.count("\n")


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    position = 0
    while match := _PART.match(text, position):
        parts.append(next(group for group in match.group(1, 2, 3) if group is not None))
        position = match.end()
        if not match.group(4):
            break
    return parts


def _within(parts: list[str], counts: dict[Path, int]) -> Path:
    """Add the subscript of the last element to every array of tables on the way."""
    path: Path = ()
    for part in parts:
        path = (*path, part)
        if path in counts:
            path = (*path, counts[path])
    return path


def _numbered(parts: list[str], counts: dict[Path, int]) -> Path:
    return (*_within(parts[:-1], counts), *parts[-1:])
