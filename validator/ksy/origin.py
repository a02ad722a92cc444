"""Where a character of a YAML value stands in the file, when the value is written over several
lines, folded, or with escapes.

Comes in: the text of the file and the range of the value in it. Goes out: line and column. It
is asked only when something is wrong there, so it costs nothing for a right schema.
"""

from __future__ import annotations

import re
from dataclasses import field

from validator.dataclass import dataclass

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_SPACE = " \t\r\n\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Origin:
    """The range of a value in its file.

    Attributes:
        text: the whole file.
        start: 0-based character where the value starts, its quote or block sign included.
        end: character after the value.
        line: 1-based line of the start.
        column: 1-based column of the start.
    """

    text: str = field(repr=False, compare=False)
    start: int
    end: int
    line: int
    column: int

    def place(self, value: str, offset: int) -> tuple[int, int] | None:
        """Return line and column of a character of the value.

        Args:
            value: what YAML made of the range.
            offset: 0-based character of `value`, at most its length.
        Returns:
            1-based (line, column); None when an escape stands in the way.
        """
        raw = self.text[self.start : self.end]
        at = _first(raw)
        quote = raw[:1] if raw[:1] in ("'", '"') else ""
        for char in value[:offset]:
            if char in _SPACE:
                continue
            at = _skip(raw, at)
            width = _width(raw, at, char, quote)
            if width == 0:
                return None
            at += width
        if offset < len(value) and value[offset] not in _SPACE:
            at = _skip(raw, at)
            if _width(raw, at, value[offset], quote) == 0:
                return None
        ends = list(_LINE_END.finditer(raw, 0, at))
        if not ends:
            return self.line, self.column + at
        return self.line + len(ends), at - ends[-1].end() + 1


def _first(raw: str) -> int:
    if raw[:1] in ("|", ">"):
        match = _LINE_END.search(raw)
        return match.end() if match else len(raw)
    return 1 if raw[:1] in ("'", '"') else 0


def _skip(raw: str, at: int) -> int:
    while at < len(raw) and raw[at] in _SPACE:
        at += 1
    return at


def _width(raw: str, at: int, char: str, quote: str) -> int:
    """Return how many characters of the file make one of the value; 0 when that is not clear."""
    pair = raw[at : at + 2]
    if quote == "'" and pair == "''":
        return 2 if char == "'" else 0
    if quote == '"' and pair[:1] == "\\":
        return 2 if pair[1:] == char and char in '"\\/' else 0
    return 1 if pair[:1] == char else 0
