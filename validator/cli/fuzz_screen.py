"""How a campaign is shown while it runs: a screen on a terminal, lines elsewhere.

Comes in: a campaign that is running. Goes out: what standard error shows, safe for a terminal.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from validator.cli.terminal import say
from validator.report.escape import terminal
from validator.report.fuzz_words import (
    crash_count,
    duration_text,
    features_text,
    missing_text,
    next_text,
    progress_line,
    size_text,
)

if TYPE_CHECKING:
    from validator.fuzz.campaign import Campaign
    from validator.summary import SeenCrash, Summary

_LINE_EVERY_S = 10.0
_DRAW_EVERY_S = 0.25
_SHOWN = 8


class Screen(Protocol):
    """Shows a campaign."""

    def show(self) -> None:
        """Show how far it is, now and then."""

    def settling(self) -> None:
        """Show that a crash is going to be looked at."""

    def close(self) -> None:
        """Take away what was shown."""


class Nothing:
    """Shows nothing."""

    def show(self) -> None:
        """Show nothing."""

    def settling(self) -> None:
        """Show nothing."""

    def close(self) -> None:
        """Do nothing."""


class Lines:
    """Shows a line every ten seconds, and one for each new crash.

    Args:
        campaign: that is running.
    """

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._next = time.monotonic() + _LINE_EVERY_S
        self._told = 0

    def show(self) -> None:
        """Show how far it is, now and then."""
        crashes = self._campaign.crashes
        for crash in crashes[self._told :]:
            report = crash.report
            what = f"{report.outcome}: {report.signature}" if report.signature else report.outcome
            say(f"crash: {what} (gate: {report.gate.rule})")
        self._told = len(crashes)
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _LINE_EVERY_S
            say(progress_line(self._campaign.summary()))

    def settling(self) -> None:
        """Show how many crashes are to be looked at, once in a while."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _LINE_EVERY_S
            say(settling_line(self._campaign.summary()))

    def close(self) -> None:
        """Tell of crashes that were not told of."""
        self.show()


class Live:
    """Shows a table that is drawn anew four times a second.

    Args:
        campaign: that is running.
    """

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._next = time.monotonic() + _DRAW_EVERY_S
        self._live: Any = None

    def show(self) -> None:
        """Draw, now and then."""
        self._draw("")

    def settling(self) -> None:
        """Draw, and say that crashes are being looked at."""
        self._next = 0.0
        self._draw(settling_line(self._campaign.summary()))

    def close(self) -> None:
        """Take the table away."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _draw(self, below: str) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _DRAW_EVERY_S
        from rich.console import Console
        from rich.live import Live as Area
        from rich.text import Text

        if self._live is None:
            console = Console(stderr=True, highlight=False, emoji=False, markup=False)
            # A thread of its own would forbid processes to be forked.
            self._live = Area(console=console, auto_refresh=False, transient=True)
            self._live.start()
        text = Text(no_wrap=True, overflow="ellipsis")
        for line, style in screen_lines(self._campaign.summary(), below):
            text.append(terminal(line) + "\n", style)
        self._live.update(text, refresh=True)


def settling_line(summary: Summary) -> str:
    """Return how many crashes are still to be looked at.

    Args:
        summary: as it is now.
    """
    done = sum(one.report.state != "raw" for one in summary.crashes)
    return f"minimizing: {done} of {crash_count(len(summary.crashes))} done"


def screen_lines(summary: Summary, below: str = "") -> Iterator[tuple[str, str]]:
    """Yield the lines of the screen, each with its style.

    Args:
        summary: as it is now.
        below: a last line, "" for none.
    """
    yield f"contentgate fuzz: {summary.schema} against {', '.join(summary.consumers)}", "bold"
    for label, text in _rows(summary):
        yield f"  {label:<11}{text}", ""
    crashes = crash_count(len(summary.crashes))
    if summary.crashes:
        crashes += f", {summary.escapes:,} accepted by the gate"
    yield f"  {crashes}", "bold red" if summary.crashes else "green"
    for crash in summary.crashes[:_SHOWN]:
        yield f"    {_crash_line(crash)}", "red" if crash.is_escape else "yellow"
    if len(summary.crashes) > _SHOWN:
        yield f"    and {len(summary.crashes) - _SHOWN} more", ""
    if below:
        yield f"  {below}", "bold"
    yield "  Ctrl-C ends the campaign; what was found is kept", "dim"


def _rows(summary: Summary) -> Iterator[tuple[str, str]]:
    jobs = f", {summary.jobs} processes" if summary.jobs > 1 else ""
    yield "time", f"{duration_text(summary.seconds)}{jobs}"
    if not summary.executions:
        yield "executions", "none yet: schema, seeds and consumers are made ready"
        return
    yield "executions", f"{summary.executions:,}, {summary.rate:,.0f} a second"
    if summary.valid_share >= 0:
        yield "valid", f"{summary.valid_share:.0%} of the inputs, by the schema"
    yield "corpus", f"{summary.corpus:,} files, {size_text(summary.corpus_bytes)}"
    if summary.edges >= 0:
        yield "consumer", f"{summary.edges:,} edges"
    yield "schema", f"{features_text(summary)} features"
    if missing := missing_text(summary):
        yield "", missing
    if summary.last_find_s >= 0:
        yield "last find", f"{duration_text(max(0.0, summary.seconds - summary.last_find_s))} ago"
    yield "next find", next_text(summary)


def _crash_line(crash: SeenCrash) -> str:
    """Return one crash; what tells crashes apart comes early, for the line may be cut."""
    report = crash.report
    gate = "accepts" if crash.is_escape else "refuses"
    return f"{crash.count:>6,} x gate {gate}: {report.signature or report.outcome}"


def open_screen(campaign: Campaign, *, is_wanted: bool) -> Screen:
    """Return what shows a campaign.

    Args:
        campaign: that will run.
        is_wanted: whether anything may be shown.
    """
    if not is_wanted:
        return Nothing()
    if sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb":
        return Live(campaign)
    return Lines(campaign)
