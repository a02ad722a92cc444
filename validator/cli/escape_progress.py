"""The progress line of `escape`: mutants, rate, deaths, escapes, time left."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from validator.cli.progress import AFTER_S

if TYPE_CHECKING:
    from validator.fuzz.escape import Progress

_EVERY_S = 0.2


class MutantProgress:
    """Shows `1,200 of 10,000 mutants, 310/s, 12 deaths, 1 escape, 28 s left` on a terminal.

    Args:
        before: mutants that were done in an earlier run.
        is_wanted: whether it may be shown at all.
    """

    def __init__(self, before: int, *, is_wanted: bool) -> None:
        self._before = before
        self._start = time.monotonic()
        self._next = self._start + AFTER_S
        self._is_wanted = is_wanted and sys.stderr.isatty()
        self._is_shown = False

    def show(self, progress: Progress) -> None:
        """Show how far the run is.

        Args:
            progress: of the run.
        """
        now = time.monotonic()
        if not self._is_wanted or now < self._next:
            return
        self._next = now + _EVERY_S
        self._is_shown = True
        text = progress_text(progress, self._before, now - self._start)
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()

    def close(self) -> None:
        """Take the line away."""
        if self._is_shown:
            self._is_shown = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def progress_text(progress: Progress, before: int, seconds: float) -> str:
    """Return the line.

    Args:
        progress: how far the run is.
        before: mutants that were done in an earlier run.
        seconds: since this one began.
    """
    made = max(progress.done - before, 0)
    parts = [f"{progress.done:,} of {progress.wanted:,} mutants"]
    if made and seconds > 0:
        rate = made / seconds
        parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
    for count, word in ((progress.deaths, "death"), (progress.escapes, "escape")):
        parts.append(f"{count:,} {word}{'' if count == 1 else 's'}")
    if made and seconds > 0:
        parts.append(f"{_left((progress.wanted - progress.done) * seconds / made)} left")
    return ", ".join(parts)


def _left(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
