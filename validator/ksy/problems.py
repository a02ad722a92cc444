"""Collects what is wrong with a schema, so that every mistake of a stage is told at once.

Comes in: rule, place, what was expected and found. Goes out: `Finding`s. It refuses to know
the language: the callers decide what is a mistake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.findings import Finding, Severity, SourcePos

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_PROBLEMS = 500
"""Findings kept for one file; a hostile schema must not fill the memory with complaints."""
MAX_EXPRESSION_CHARS = 512 * 1024
"""Characters of all expressions of one file; parsing more would take minutes."""
_CLIP = 60
_MAX_KNOWN = 500
"""Words compared for one hint: a hostile schema must not make hints expensive."""


class Problems:
    """The findings of one schema file, in the order in which they were met."""

    __slots__ = ("_expression_chars", "_findings", "_places")

    def __init__(self) -> None:
        self._expression_chars = MAX_EXPRESSION_CHARS
        self._findings: list[Finding] = []
        self._places: set[tuple[str, int, int, str]] = set()

    def add(
        self,
        rule: str,
        pos: SourcePos,
        message: str,
        *,
        expected: str | None = None,
        found: str | None = None,
        hint: str | None = None,
        near: tuple[str, Collection[str]] | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Record one mistake; the same one at the same place is recorded once.

        Args:
            rule: id of the rule catalogue, about `schema`.
            pos: where the mistake stands.
            message: headline that suffices alone.
            expected: what should stand there.
            found: what does, already made printable (see `show`).
            hint: what to do, only when evidence supports it.
            near: (word, known words) to look for a likely meaning, when there is no hint.
            severity: a warning does not make the schema unusable.
        """
        key = (rule, pos.line, pos.column, message)
        if key in self._places or len(self._findings) >= MAX_PROBLEMS:
            return
        self._places.add(key)
        if hint is None and near is not None:
            hint = did_you_mean(*near)
        self._findings.append(
            Finding(
                rule,
                message,
                pos.file,
                severity=severity,
                expected=expected,
                found=found,
                hint=hint,
                schema=pos,
            )
        )

    def spend(self, chars: int, pos: SourcePos) -> bool:
        """Count the characters of an expression against the budget of the file.

        Args:
            chars: length of the expression.
            pos: its place.
        Returns:
            Whether it may be parsed; when not, that has been reported.
        """
        left = self._expression_chars
        self._expression_chars = left - chars
        if left >= 0 > self._expression_chars:
            self.add(
                "schema-too-large",
                pos,
                "the expressions of the schema are too long together",
                expected=f"at most {MAX_EXPRESSION_CHARS} characters",
            )
        return self._expression_chars >= 0

    @property
    def count(self) -> int:
        """Number of findings so far."""
        return len(self._findings)

    @property
    def has_errors(self) -> bool:
        """Whether anything worse than a warning was recorded."""
        return any(item.severity is Severity.ERROR for item in self._findings)

    def sorted(self) -> list[Finding]:
        """Return the findings by (line, column, rule)."""
        return sorted(self._findings, key=lambda item: item.sort_key)


def show(text: str) -> str:
    """Return text of a schema fit for a message: one line, printable, at most 60 characters.

    Args:
        text: anything, line breaks and control characters included.
    """
    clipped = text if len(text) <= _CLIP else text[:_CLIP] + "..."
    if clipped.isprintable():
        return clipped
    return "".join(c if c.isprintable() else _escape(c) for c in clipped)


def _escape(char: str) -> str:
    code = ord(char)
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def did_you_mean(word: str, known: Collection[str]) -> str | None:
    """Return the hint `did you mean X?` when a known word is within two edits.

    Args:
        word: what was written.
        known: what could have been meant.
    Returns:
        The hint for the nearest word (the first in sorted order among equals), or None.
        Words of up to four letters match at distance 1 only: too many are near.
    """
    best: tuple[int, str] | None = None
    if len(word) > 64 or len(known) > _MAX_KNOWN:
        return None
    for candidate in sorted(known):
        if abs(len(candidate) - len(word)) > 2:
            continue
        limit = 1 if min(len(word), len(candidate)) <= 4 else 2
        distance = edit_distance(word, candidate)
        if distance <= limit and distance < len(word) and (best is None or distance < best[0]):
            best = (distance, candidate)
    return f"did you mean {best[1]}?" if best else None


def is_one_edit_away(left: str, right: str) -> bool:
    """Return whether one insertion, deletion, replacement or swap makes the words equal.

    Args:
        left: one word.
        right: the other word.
    """
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    left, right = left[start:], right[start:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def edit_distance(left: str, right: str) -> int:
    """Return the Levenshtein distance, a swap of neighbors counting as one edit.

    Args:
        left: one word.
        right: the other word.
    """
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            best = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            current.append(best)
        before, row = row, current
    return row[-1]
