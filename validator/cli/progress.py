"""Progress lines on standard error: only on a terminal, and only when it takes long."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType

AFTER_S = 2.0
_EVERY_S = 0.1
_TICK_S = 0.5


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


class Waiting:
    """Shows `WHAT: 12 s` while one long step runs, after two seconds; a context manager.

    Args:
        what: the step, such as `reading f.bin`, made safe for a terminal.
        is_wanted: whether it may be shown at all.
    """

    def __init__(self, what: str, *, is_wanted: bool) -> None:
        self._what = what
        self._is_wanted = is_wanted and sys.stderr.isatty()
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Waiting:
        """Start to count."""
        if self._is_wanted:
            self._thread = threading.Thread(target=self._show, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the line away."""
        self._done.set()
        if self._thread is not None:
            self._thread.join()

    def _show(self) -> None:
        start = time.monotonic()
        if self._done.wait(AFTER_S):
            return
        while True:
            sys.stderr.write(f"\r\x1b[K{self._what}: {time.monotonic() - start:.0f} s")
            sys.stderr.flush()
            if self._done.wait(_TICK_S):
                break
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
