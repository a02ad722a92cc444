"""A comparison for people: old offset, new offset, mark, path, old and new value.

Comes in: a comparison and how to show it. Goes out: lines that are safe to print.

```
   old     new
     -  0003a0  + instances[1 id=7]: instance, 87 bytes: template_id = 1, ...
000010  000010  * header.content_version: 3 -> 4
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from validator.dataclass import dataclass
from validator.diff import About, Comparison, Difference, Kind, Side, Why
from validator.findings import generic_path
from validator.report.diff_words import bytes_text, pair_text, reason_text, side_text
from validator.report.escape import terminal
from validator.report.meta import plural

if TYPE_CHECKING:
    from validator.ir.trace import Trace

_RESET = "\x1b[0m"
_DIM = "\x1b[2m"
_MARKS = {
    Kind.CHANGED: ("*", "\x1b[33m"),
    Kind.INSERTED: ("+", "\x1b[32m"),
    Kind.DELETED: ("-", "\x1b[31m"),
    Kind.MOVED: (">", "\x1b[36m"),
    Kind.UNREAD: ("?", "\x1b[1;31m"),
}
_GROUPED = 4
_LEAST_ROOM = 24


@dataclass(frozen=True, slots=True)
class DiffStyle:
    """How a comparison is shown.

    Attributes:
        show_all: every consequence on a line of its own, computed ones, too.
        is_brief: causes only; consequences are counted.
        limit: differences listed, causes and consequences each.
        color: emit SGR escape sequences; all others are escaped in any case.
        width: columns to cut to; 0 does not cut.
    """

    show_all: bool = False
    is_brief: bool = False
    limit: int = 1000
    color: bool = False
    width: int = 0


def diff_lines(comparison: Comparison, style: DiffStyle) -> Iterator[str]:
    """Yield the lines of a comparison without line ends: causes, consequences, counts.

    Args:
        comparison: what was found.
        style: how to show it.
    """
    if comparison.is_same:
        yield "no difference"
        return
    painter = _Painter(comparison, style)
    causes = [d for d in comparison.differences if d.follows is None]
    rest = [d for d in comparison.differences if d.follows is not None]
    if causes:
        yield painter.title()
        yield from painter.listed(causes)
    if rest and not style.is_brief:
        shown, hidden = _consequences(rest, show_all=style.show_all)
        if shown:
            yield from ("", painter.paint("and so also", _DIM)) if causes else (painter.title(),)
            yield from painter.listed(shown)
        yield from (painter.paint(line, _DIM) for line in hidden)
    yield ""
    yield _counts(comparison, causes, rest)


def _consequences(
    rest: Sequence[Difference], *, show_all: bool
) -> tuple[list[Difference], list[str]]:
    """Return consequences to list, and lines about those that are many alike or computed."""
    if show_all:
        return list(rest), []
    groups = Counter((generic_path(_plain(d)), d.follows) for d in rest)
    shown = [
        d
        for d in rest
        if groups[generic_path(_plain(d)), d.follows] <= _GROUPED
        and d.follows is not None
        and d.follows.why is not Why.COMPUTED
    ]
    hidden: list[str] = []
    computed = 0
    for (path, follows), number in groups.items():
        if follows is None or follows.why is Why.COMPUTED:
            computed += number
        elif number > _GROUPED:
            hidden.append(terminal(f"  {path}: {number} differences ({reason_text(follows)})"))
    if computed:
        differ = "value differs" if computed == 1 else "values differ"
        hidden.append(f"  {computed} computed {differ}")
    if hidden:
        hidden[-1] += "; --all lists them" if shown or len(hidden) > 1 else "; --all lists it"
    return shown, hidden


def _plain(difference: Difference) -> str:
    side = difference.new or difference.old
    return side.path if side is not None else difference.path


def _counts(
    comparison: Comparison, causes: Sequence[Difference], rest: Sequence[Difference]
) -> str:
    """Return the last line."""
    kinds = Counter(d.kind for d in causes)
    words = {Kind.UNREAD: "not read"}
    parts = [f"{kinds[kind]} {words.get(kind, kind.value)}" for kind in Kind if kinds[kind]]
    text = plural(len(causes), "difference")
    if parts:
        text += f": {', '.join(parts)}"
    if rest:
        text += f"; {plural(len(rest), 'consequence')}"
    if comparison.suppressed:
        text += f"; {comparison.suppressed} more not listed"
    return text


class _Painter:
    """Columns of one comparison."""

    def __init__(self, comparison: Comparison, style: DiffStyle) -> None:
        self.old, self.new = comparison.old.trace, comparison.new.trace
        self.style = style
        traces = (self.old, self.new)
        largest = max(len(s) for t in traces for s in (t.data, *t.streams[1:]))
        has_streams = any(len(t.streams) > 1 for t in traces)
        self.digits = max(4, len(f"{largest:x}"))
        self.column = self.digits + has_streams
        self.parts = {id(t): _parts_of(t, comparison) for t in traces}

    def title(self) -> str:
        """Return the line with the column titles."""
        return self.paint(f"{'old':>{self.column}}  {'new':>{self.column}}", _DIM)

    def listed(self, differences: Sequence[Difference]) -> Iterator[str]:
        """Yield the lines of differences, as many as the style permits."""
        for difference in differences[: self.style.limit]:
            yield self.line(difference)
        left = len(differences) - self.style.limit
        if left > 0:
            yield self.paint(f"{'':{2 * self.column + 4}}... {left} more", _DIM)

    def line(self, one: Difference) -> str:
        """Return the line of one difference."""
        mark, color = _MARKS[one.kind]
        place = f"{self._offset(one.old)}  {self._offset(one.new)}"
        path = one.path or "the file"
        text = terminal(f"{path}{self._what(one)}")
        if one.follows is not None:
            text += terminal(f"  ({reason_text(one.follows)})")
        if self.style.width:
            room = max(self.style.width - len(place) - 4, _LEAST_ROOM)
            text = text if len(text) <= room else text[: room - 3] + "..."
        painted = self.paint(mark, color)
        return f"{self.paint(place, _DIM)}  {painted} {self.paint(text, color)}"

    def _what(self, one: Difference) -> str:
        """Return what stands behind the path."""
        side = one.new or one.old
        if side is None:
            return ""
        if one.about is About.GAP:
            return self._gap(one, side)
        if one.kind is Kind.MOVED:
            return ": moved"
        if one.kind is Kind.UNREAD:
            return f": not read in the {'old' if one.old is None else 'new'} file"
        if one.old is not None and one.new is not None:
            return f": {pair_text(one, self.old, self.new)}"
        trace = self.new if one.old is None else self.old
        text = side_text(trace, side, self.parts[id(trace)].get(side.node, []))
        return text if text.startswith(":") else f" {text}"

    def _gap(self, one: Difference, side: Side) -> str:
        word = "not read" if one.kind is Kind.UNREAD else "not explained"
        size = plural(side.end - side.start, "byte")
        if one.old is not None and one.new is not None:
            return f": bytes {word}: {pair_text(one, self.old, self.new)}"
        value = side.value if isinstance(side.value, bytes) else b""
        return f": {size} {word}: {bytes_text(value)}"

    def _offset(self, side: Side | None) -> str:
        if side is None:
            return f"{'-':>{self.column}}"
        text = f"{'~' if side.stream else ''}{side.start:0{self.digits}x}"
        return f"{text:>{self.column}}"

    def paint(self, text: str, code: str) -> str:
        """Return text in a color, when there are colors."""
        return f"{code}{text}{_RESET}" if self.style.color and text.strip() else text


def _parts_of(trace: Trace, comparison: Comparison) -> dict[int, list[int]]:
    """Return the children of the nodes that came or went as a whole."""
    wanted: dict[int, list[int]] = {}
    for one in comparison.differences:
        for side, holder in ((one.old, comparison.old), (one.new, comparison.new)):
            if side is not None and holder.trace is trace and one.about is About.ENTRY:
                wanted[side.node] = []
    for node, parent in enumerate(trace.parent):
        if parent in wanted and node not in trace.alias:
            wanted[parent].append(node)
    return wanted
