"""Coverage for people: what was never used, then every field with its classes.

Comes in: a run, and whether to color. Goes out: text that is safe to print.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from validator.cover.table import COMBINATIONS
from validator.report.cover_words import (
    PARTS,
    THE_FILE,
    CoverRun,
    counts_text,
    files_text,
    hit_text,
    idle_text,
    required_rows,
)
from validator.report.escape import terminal

if TYPE_CHECKING:
    from validator.cover.table import Idle, Row

_RESET, _BOLD, _DIM = "\x1b[0m", "\x1b[1m", "\x1b[2m"
_RED, _YELLOW, _GREEN = "\x1b[31m", "\x1b[33m", "\x1b[32m"
_WIDEST_PATH = 60
_LISTED = 20
_LISTED_IDLE = 100
_LISTED_COMBINATIONS = 8


def render_cover_text(run: CoverRun, *, color: bool = False, width: int = 0) -> str:
    """Return coverage as text, ended by a line feed.

    Args:
        run: the table and how it came to be.
        color: emit SGR escape sequences; all others are escaped in any case.
        width: columns to wrap to; 0 for none.
    """
    return "".join(f"{line}\n" for line in _Painter(run, color, width).lines())


class _Painter:
    """Writes one run."""

    def __init__(self, run: CoverRun, color: bool, width: int) -> None:
        self.run = run
        self.coverage = run.coverage
        self.color = color
        self.width = width

    def lines(self) -> Iterator[str]:
        """Yield all lines."""
        yield terminal(files_text(self.run))
        for name, reason in self.run.refused[:_LISTED]:
            yield f"  {self._paint('not counted', _YELLOW)}  {terminal(f'{name}: {reason}')}"
        if len(self.run.refused) > _LISTED:
            yield f"  ... {len(self.run.refused) - _LISTED} more"
        if self.coverage.files:
            yield from self._summary()
            yield from self._idle()
            yield from self._required()
            yield from self._rows()
        for text in self.coverage.left_out:
            yield f"{self._paint('not measured', _DIM)}  {terminal(text)}"
        for note in self.run.notes:
            yield f"{self._paint('note', _DIM)}  {terminal(note)}"
        for failure in self.run.failures:
            yield f"{self._paint('FAILED:', _RED)} {terminal(failure)}"

    def _summary(self) -> Iterator[str]:
        rows = [("exercised", self.coverage.counts())]
        rows += [(part, self.coverage.counts(part)) for part in PARTS]
        rows += [("-coverage", self.coverage.required())]
        for name, (done, whole) in rows:
            if whole:
                yield f"  {name:<14} {counts_text(done, whole)}"

    def _idle(self) -> Iterator[str]:
        idle = self.coverage.idle()
        parts = (
            ("never used: nothing but the default", [one for one in idle if one.is_default]),
            ("always the same", [one for one in idle if not one.is_default]),
        )
        for title, found in parts:
            if found:
                yield ""
                yield self._paint(title, _BOLD)
                yield from self._idle_lines(found[:_LISTED_IDLE])
                if len(found) > _LISTED_IDLE:
                    yield f"  ... {len(found) - _LISTED_IDLE} more, --format json has all"

    def _idle_lines(self, found: list[Idle]) -> Iterator[str]:
        width = min(_WIDEST_PATH, max(len(terminal(one.path)) for one in found))
        for one in found:
            mark = _RED if one.is_default else _YELLOW
            path = self._paint(terminal(one.path).ljust(width), mark)
            yield f"  {path}  {terminal(idle_text(self.coverage, one))}"

    def _required(self) -> Iterator[str]:
        missing = required_rows(self.coverage)
        if not missing:
            return
        yield ""
        yield self._paint("-coverage asks for more", _BOLD)
        for path, what in missing[:_LISTED]:
            yield f"  {self._paint(terminal(f'{path}: {what}'), _RED)}"
        if len(missing) > _LISTED:
            yield f"  ... {len(missing) - _LISTED} more"

    def _rows(self) -> Iterator[str]:
        rows = list(self.coverage.rows())
        if self.run.only_missing:
            hits = self.coverage.hits
            rows = [row for row in rows if any(number not in hits for number in row.numbers)]
        for part in PARTS:
            found = [row for row in rows if row.part == part]
            if found:
                yield ""
                yield self._paint(part, _BOLD)
                width = max(len(self._name(row)) for row in found)
                for row in found:
                    yield from self._row(row, min(_WIDEST_PATH, width))
        if rows:
            yield ""

    def _name(self, row: Row) -> str:
        return terminal(" ".join(filter(None, (row.path or THE_FILE, row.group))))

    def _row(self, row: Row, width: int) -> Iterator[str]:
        hits, every = self.coverage.hits, self.coverage.features.all
        had = [number for number in row.numbers if number in hits]
        missing = [number for number in row.numbers if number not in hits]
        count = f"{len(had)}/{len(row.numbers)}"
        head = f"  {self._name(row).ljust(width)}  {count:>7}"
        if self.run.by_file:
            yield head
            for number in row.numbers:
                yield from self._class(number)
            return
        shown = [] if self.run.only_missing else [every[n].text for n in had]
        words = [self._paint(terminal(text), _GREEN) for text in shown]
        cut = missing
        if row.part == COMBINATIONS:
            words, cut = [], missing[:_LISTED_COMBINATIONS]
        lost = [self._paint(terminal(every[n].text), _RED) for n in cut]
        if len(cut) < len(missing):
            lost.append(f"and {len(missing) - len(cut)} more")
        yield from self._wrapped(head, words, lost, "; " if row.part == COMBINATIONS else ", ")

    def _class(self, number: int) -> Iterator[str]:
        hit, text = self.coverage.hits.get(number), self.coverage.features.all[number].text
        if hit is None:
            yield f"    {self._paint(terminal(f'- {text}'), _RED)}"
        elif not self.run.only_missing:
            yield f"    {terminal(f'+ {text}')}  {terminal(hit_text(self.coverage, hit))}"

    def _wrapped(self, head: str, had: list[str], lost: list[str], mark: str) -> Iterator[str]:
        """Yield the classes of a field behind its name, further lines indented."""
        line, indent = head, " " * 6
        for label, texts in (("", had), ("missing ", lost)):
            for at, text in enumerate(texts):
                lead = (label if at == 0 else "") or ""
                piece = f"  {lead}{text}" if at == 0 else f"{mark}{text}"
                if self.width and _seen_length(line + piece) > self.width:
                    yield line.rstrip() + ("" if at == 0 else mark.rstrip())
                    line = f"{indent}{lead}{text}"
                else:
                    line += piece
        yield line

    def _paint(self, text: str, code: str) -> str:
        return f"{code}{text}{_RESET}" if self.color and code else text


def _seen_length(text: str) -> int:
    """Return the columns of a line without its colors."""
    return sum(len(part.partition("m")[2]) if at else len(part)
               for at, part in enumerate(text.split("\x1b[")))  # fmt: skip
