"""How a campaign is shown while it runs: a screen on a terminal, lines elsewhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from validator.cli.terminal import say
from validator.report.fuzz_words import progress_line

if TYPE_CHECKING:
    from validator.fuzz.campaign import Campaign

_EVERY_S = 10.0


class Screen(Protocol):
    """Shows a campaign."""

    def show(self) -> None:
        """Show how far it is, now and then."""

    def settling(self) -> None:
        """Show that a crash is looked at."""

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
        self._next = time.monotonic() + _EVERY_S
        self._told = 0

    def show(self) -> None:
        """Show how far it is, now and then."""
        crashes = self._campaign.crashes
        for crash in crashes[self._told :]:
            report = crash.report
            say(f"crash: {report.outcome}: {report.signature} (gate: {report.gate.rule})")
        self._told = len(crashes)
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY_S
            say(progress_line(self._campaign.summary()))

    def settling(self) -> None:
        """Show nothing: there is a line for each crash already."""

    def close(self) -> None:
        """Tell what was not told."""
        self.show()


def open_screen(campaign: Campaign, *, is_wanted: bool) -> Screen:
    """Return what shows a campaign.

    Args:
        campaign: that will run.
        is_wanted: whether anything may be shown.
    """
    if not is_wanted:
        return Nothing()
    return Lines(campaign)
