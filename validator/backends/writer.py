"""An indenting line writer for generated source."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Writer:
    """Collects lines; `block` indents what follows."""

    def __init__(self, indent: str = "    ") -> None:
        self._lines: list[str] = []
        self._indent = indent
        self._level = 0

    def line(self, text: str = "") -> None:
        """Add one line at the present level."""
        self._lines.append(self._indent * self._level + text if text else "")

    def lines(self, *texts: str) -> None:
        """Add several lines."""
        for text in texts:
            self.line(text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Add a head line and indent until the end of the `with`."""
        self.line(head)
        self._level += 1
        before = len(self._lines)
        yield
        if len(self._lines) == before:
            self.line("pass")
        self._level -= 1

    def text(self) -> str:
        """Return everything written."""
        return "\n".join(self._lines) + "\n"
