"""A tree for people: offset, size and bytes in fixed columns, then names and values.

Comes in: a view and how to show it. Goes out: lines that are safe to print.

```
offset  size  bytes                    field
0028       2  05 00                    id = 5
002a       1  07                       kind = 7, not a member
                                       ^ error[value-not-in-enum]: not a member of kind
```
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from validator.dataclass import dataclass
from validator.findings import Severity
from validator.report.escape import terminal
from validator.report.tree import extent_end, is_computed
from validator.report.tree_labels import type_name, value_text
from validator.report.tree_rows import Limits, Row, RowKind, rows_of

if TYPE_CHECKING:
    from validator.report.tree import TreeView

_RESET = "\x1b[0m"
_DIM, _RED, _YELLOW, _CYAN, _BLUE = "\x1b[2m", "\x1b[1;31m", "\x1b[33m", "\x1b[36m", "\x1b[34m"
_LEVEL = {Severity.ERROR: _RED, Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}
_BYTES_SHOWN = 32
_DEFAULT_WIDTH = 100
_WIDE = 108
_LEAST_TEXT = 24
_FINDING_TEXT = 48
_COMPUTED = "  (computed)"


@dataclass(frozen=True, slots=True)
class TreeStyle:
    """How a tree is shown.

    Attributes:
        limits: what is left out.
        all_bytes: show every byte of long byte strings.
        has_hex: show bytes at all.
        color: emit SGR escape sequences; all others are escaped in any case.
        width: columns; lines are cut to it, except those of findings, which wrap.
    """

    limits: Limits = Limits()
    all_bytes: bool = False
    has_hex: bool = True
    color: bool = False
    width: int = _DEFAULT_WIDTH


def tree_lines(view: TreeView, top: int, style: TreeStyle) -> Iterator[str]:
    """Yield the lines of a tree, its column titles first, without line ends.

    Args:
        view: the tree.
        top: node to start from; 0 is the whole file.
        style: how to show it.
    """
    painter = _Painter(view, top, style)
    yield painter.title()
    for row in rows_of(view, top, style.limits):
        yield from painter.lines(row)


class _Painter:
    """Columns of one tree."""

    def __init__(self, view: TreeView, top: int, style: TreeStyle) -> None:
        trace = view.trace
        self.view, self.trace, self.top, self.style = view, trace, top, style
        largest = max([len(trace.data), *(len(raw) for raw in trace.streams[1:])], default=0)
        self.digits = max(4, len(f"{largest:x}"))
        has_streams = len(trace.streams) > 1
        self.offset_width = max(6, self.digits + 2 * bool(trace.bits) + has_streams)
        self.size_width = max(4, len(str(largest)))
        self.per_row = 16 if style.width >= _WIDE else 8
        self.hex_width = 3 * self.per_row - 1 if style.has_hex else 0
        left = self.offset_width + 2 + self.size_width + 2
        self.left = left + (self.hex_width + 2 if style.has_hex else 0)

    def title(self) -> str:
        """Return the line with the column titles."""
        middle = f"{'bytes':<{self.hex_width}}  " if self.style.has_hex else ""
        text = f"{'offset':<{self.offset_width}}  {'size':>{self.size_width}}  {middle}field"
        return self._paint(text, _DIM)

    def lines(self, row: Row) -> Iterator[str]:
        """Yield the lines of one row."""
        match row.kind:
            case RowKind.NODE:
                yield from self._node(row)
            case RowKind.GAP:
                yield from self._gap(row)
            case RowKind.ELIDED:
                text = f"... {row.number} more, to {row.end:#x}"
                place = self._columns(self._offset(row.start, 0), str(row.end - row.start), b"")
                yield self._line(place, row.depth, [(text, _DIM)])
            case RowKind.UNREAD:
                text = row.text.removeprefix(".")
                place = self._columns("", "", b"")
                yield self._line(place, row.depth, [(text, _RED), (" not read", _DIM)])
            case RowKind.FINDING:
                yield from self._finding(row)

    def _node(self, row: Row) -> Iterator[str]:
        trace, node = self.trace, row.node
        name = trace.path(node) if node == self.top else trace.name(node)
        marked = _RED if node in self.view.at else ""
        is_parent = trace.struct[node] >= 0 or bool(trace.is_array[node])
        parts: list[tuple[str, str]] = [(name, marked)]
        content = b""
        if node in trace.alias:
            parts.append((f" -> {trace.path(trace.alias[node]) or 'the file'}", _BLUE))
        elif is_parent:
            parts.append((f": {self._kind(node)}", _DIM))
            if row.is_closed:
                parts.append((f" ({len(self.view.children[node])} parts)", _DIM))
        else:
            content = b"" if is_computed(trace, node) else trace.content(node)
            has_bytes = bool(content) and self.style.has_hex
            parts.append((" = ", ""))
            parts.append((value_text(trace, node, has_bytes=has_bytes), marked or _CYAN))
        if is_computed(trace, node):
            parts.append((_COMPUTED, _DIM))
            yield self._line(self._columns("", "", b""), row.depth, parts)
            return
        offset, size = self._place(node)
        yield self._line(self._columns(offset, size, content), row.depth, parts)
        yield from self._more_bytes(content, trace.start[node], trace.stream[node])

    def _gap(self, row: Row) -> Iterator[str]:
        raw = bytes(self.trace.data[row.start : row.end])
        count = "1 byte" if len(raw) == 1 else f"{len(raw)} bytes"
        word = "not explained" if self.view.is_complete else "not read"
        color = _RED if row.number in self.view.gap_findings else _YELLOW
        place = self._columns(self._offset(row.start, 0), str(len(raw)), raw)
        yield self._line(place, row.depth, [(f"({count} {word})", color)])
        yield from self._more_bytes(raw, row.start, 0)

    def _finding(self, row: Row) -> Iterator[str]:
        finding = self.view.findings[row.number]
        level = f"{finding.severity.value}[{finding.rule}]"
        text = f"^ {level}: {finding.message}"
        if finding.expected is not None and "\n" not in finding.expected:
            text += f" (expected {finding.expected})"
        column = min(self.left + 2 * row.depth, self.style.width - _FINDING_TEXT)
        indent = " " * max(column, 0)
        width = max(self.style.width - len(indent), _LEAST_TEXT)
        wrapped = textwrap.wrap(
            terminal(text), width, subsequent_indent="  ", break_on_hyphens=False
        )
        for part in wrapped:
            yield indent + self._paint(part, _LEVEL[finding.severity])

    def _kind(self, node: int) -> str:
        """Return what an object or list is: its type's last name, and how many."""
        name = type_name(self.trace, node)
        if self.trace.is_array[node]:
            return f"{name.removesuffix('[]').rpartition('::')[2]}[{len(self.view.children[node])}]"
        return name.rpartition("::")[2]

    def _place(self, node: int) -> tuple[str, str]:
        trace = self.trace
        if node in trace.bits:
            bit, width = trace.bits[node]
            return f"{self._offset(trace.start[node], trace.stream[node])}.{bit}", f"{width}b"
        size = extent_end(self.view, node) - trace.start[node]
        return self._offset(trace.start[node], trace.stream[node]), str(size)

    def _offset(self, start: int, stream: int) -> str:
        return f"{'~' if stream else ''}{start:0{self.digits}x}"

    def _columns(self, offset: str, size: str, content: bytes) -> str:
        """Return the painted columns left of the text, padded."""
        text = f"{offset:<{self.offset_width}}  {size:>{self.size_width}}  "
        if not self.style.has_hex:
            return self._paint(text, _DIM)
        shown = content[: self.per_row].hex(" ")
        return f"{self._paint(text, _DIM)}{shown:<{self.hex_width}}  "

    def _more_bytes(self, content: bytes, start: int, stream: int) -> Iterator[str]:
        """Yield the rows of bytes after the first."""
        if not self.style.has_hex:
            return
        end = len(content) if self.style.all_bytes else min(len(content), _BYTES_SHOWN)
        for at in range(self.per_row, end, self.per_row):
            place = self._columns(
                self._offset(start + at, stream), "", content[at : min(at + self.per_row, end)]
            )
            yield place.rstrip()
        if end < len(content):
            left = len(content) - end
            yield self._paint(
                f"{'':<{self.offset_width}}  {'':>{self.size_width}}  .. {left} more bytes", _DIM
            )

    def _line(self, place: str, depth: int, parts: list[tuple[str, str]]) -> str:
        """Join the columns and the cut text."""
        room = max(self.style.width - self.left - 2 * depth, _LEAST_TEXT)
        ending = len(parts[-1][0]) if parts[-1][0] == _COMPUTED else 0
        shown: list[str] = []
        for raw, color in parts:
            text = terminal(raw)
            space = room if raw == _COMPUTED else max(room - ending, 0)
            if len(text) > space:
                text = text[: max(space - 3, 0)] + "..."[:space]
            room -= len(text)
            shown.append(self._paint(text, color))
        return f"{place}{' ' * (2 * depth)}{''.join(shown)}".rstrip()

    def _paint(self, text: str, code: str) -> str:
        return f"{code}{text}{_RESET}" if self.style.color and code and text.strip() else text
