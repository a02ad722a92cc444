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
        f"{features_text(summary)} features",
        crash_count(len(summary.crashes)),
    ]
    return ", ".join(part for part in parts if part)


def crash_count(number: int) -> str:
    """Return a count of crashes.

    Args:
        number: the count.
    """
    return "1 crash" if number == 1 else f"{number:,} crashes"


def features_text(summary: Summary) -> str:
    """Return how many features of the schema accepted files have had, such as `98 of 145`.

    Only those count that valid files can be expected to have.

    Args:
        summary: of the campaign.
    """
    seen = sum(one.seen for one in summary.covered)
    wanted = sum(one.wanted for one in summary.covered)
    return f"{seen:,} of {wanted:,}"


def missing_text(summary: Summary) -> str:
    """Return what of the schema is still missing, such as `missing: count 5, value 3`.

    Args:
        summary: of the campaign.
    """
    rest = [(one.kind, one.wanted - one.seen) for one in summary.covered if one.seen < one.wanted]
    return "missing: " + ", ".join(f"{kind} {count:,}" for kind, count in rest) if rest else ""


def covered_text(summary: Summary) -> str:
    """Return what of the schema accepted files have exercised, by kind.

    Args:
        summary: of the campaign.
    """
    shown = (f"{one.kind} {one.seen:,} of {one.wanted:,}" for one in summary.covered)
    return ", ".join(shown)


def next_text(summary: Summary) -> str:
    """Return how likely the next execution shows something new, and what that means in time.

    Args:
        summary: of the campaign.
    """
    if not summary.executions:
        return "nothing was run"
    if summary.chance >= 0.5:
        return "too early to tell: most executions show something new"
    if summary.chance <= 0:
        return "nothing was seen just once: no new coverage is to be expected"
    runs = 1 / summary.chance
    text = f"1 in about {runs:,.0f} executions shows something new"
    if summary.rate > 0:
        text += f": every {duration_text(runs / summary.rate)}"
    return text


def duration_text(seconds: float) -> str:
    """Return a duration such as `12 s`, `3 min 20 s` or `1 h 05 min`.

    Args:
        seconds: of any size, at least 0.
    """
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600:,} h {whole % 3600 // 60:02} min"


def size_text(size: int) -> str:
    """Return a size such as `812 bytes` or `1.2 MB`.

    Args:
        size: in bytes.
    """
    if size < 10_000:
        return f"{size:,} bytes"
    return f"{size / 1000:,.0f} KB" if size < 10**6 else f"{size / 10**6:,.1f} MB"
