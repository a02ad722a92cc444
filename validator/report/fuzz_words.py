"""The words that reports and progress of a campaign share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from validator.summary import Summary


def progress_line(summary: Summary) -> str:
    """Return how far a campaign is, on one line.

    Args:
        summary: as it is now.
    """
    parts = [
        f"{summary.seconds:,.0f} s",
        f"{summary.executions:,} executions ({summary.rate:,.0f}/s)",
        f"{summary.valid_share:.0%} valid" if summary.valid_share >= 0 else "",
        f"{summary.corpus:,} in the corpus",
        f"{summary.edges:,} edges" if summary.edges >= 0 else "",
        f"{summary.features:,} of {summary.all_features:,} features",
        crash_count(len(summary.crashes)),
    ]
    return ", ".join(part for part in parts if part)


def crash_count(number: int) -> str:
    """Return a count of crashes.

    Args:
        number: the count.
    """
    return "1 crash" if number == 1 else f"{number:,} crashes"


def chance_text(chance: float) -> str:
    """Return a chance in words, such as `about 1 in 2,000`.

    Args:
        chance: 0 to 1.
    """
    if chance <= 0:
        return "too small to tell"
    return f"about 1 in {1 / chance:,.0f}" if chance < 0.5 else "likely"
