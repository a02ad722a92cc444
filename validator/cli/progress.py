"""A progress line on standard error: only on a terminal, and only when it takes long."""

from __future__ import annotations

import sys
import time

AFTER_S = 2.0
_EVERY_S = 0.1


class Progress:
    """Counts files; shows `12 of 400 files, 3 refused` after two seconds.

    Args:
        total: files in all.
        is_wanted: whether it may be shown at all.
    """

    def __init__(self, total: int, *, is_wanted: bool) -> None:
        self._total = total
        self._done = 0
        self._refused = 0
        self._next = time.monotonic() + AFTER_S
        self._is_wanted = is_wanted and sys.stderr.isatty()
        self._is_shown = False

    def advance(self, *, is_refused: bool) -> None:
        """Count one file."""
        self._done += 1
        self._refused += is_refused
        if not self._is_wanted:
            return
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _EVERY_S
            self._is_shown = True
            refused = f", {self._refused} refused" if self._refused else ""
            sys.stderr.write(f"\r\x1b[K{self._done} of {self._total} files{refused}")
            sys.stderr.flush()

    def close(self) -> None:
        """Take the line away."""
        if self._is_shown:
            self._is_shown = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
