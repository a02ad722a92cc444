"""A campaign for people: what was run, what the consumer died of, what disagrees, the verdict.

Comes in: a summary, and whether to color. Goes out: text that is safe to print.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from validator.dataclass import dataclass
from validator.report.crash_words import change_lines, nearest_text
from validator.report.escape import terminal
from validator.report.fuzz_words import covered_text, crash_count, features_text, next_text
from validator.report.meta import plural

if TYPE_CHECKING:
    from validator.summary import SeenCrash, Summary

_RESET, _BOLD = "\x1b[0m", "\x1b[1m"
_RED, _GREEN, _YELLOW = "\x1b[1;31m", "\x1b[1;32m", "\x1b[1;33m"
_VERDICTS = {"crashes": _RED, "no crashes": _GREEN}
_FRAMES = 4


@dataclass(frozen=True, slots=True)
class FuzzStyle:
    """How a campaign is shown.

    Attributes:
        color: emit SGR escape sequences; all others are escaped in any case.
    """

    color: bool = False


def render_fuzz_text(summary: Summary, style: FuzzStyle) -> str:
    """Return a campaign as text, ended by a line feed.

    Args:
        summary: of the campaign.
        style: how to show it.
    """
    return "".join(f"{line}\n" for line in _lines(summary, style))


def _lines(summary: Summary, style: FuzzStyle) -> Iterator[str]:
    for seed in summary.seeds:
        yield terminal(f"seed {seed.name}: {seed.reason}")
    for note in summary.notes:
        yield terminal(f"note: {note}")
    consumers = " and ".join(summary.consumers)
    yield terminal(f"{summary.schema} against {consumers} ({summary.limits})")
    yield from _counts(summary)
    for number, crash in enumerate(summary.crashes, 1):
        yield ""
        title = f"crash {number} of {len(summary.crashes)}: {_title(crash)}"
        yield _painted(title, _RED if crash.is_escape else _YELLOW, style)
        for label, text in _facts(crash):
            yield terminal(f"  {label:<9} {text}")
    if summary.disagreements:
        yield ""
        yield plural(len(summary.disagreements), "disagreement")
        for one in summary.disagreements:
            yield terminal(f"  {one.what:<9} {one.message}")
            yield terminal(f"            {summary.folder}/{one.file} ({one.label})")
    yield ""
    yield _painted(_verdict(summary), _VERDICTS.get(summary.verdict, _BOLD), style)


def _counts(summary: Summary) -> Iterator[str]:
    made = summary.executions - summary.before
    rate = f"{made:,} executions in {summary.seconds:,.1f} s, {summary.rate:,.0f} a second"
    earlier = f"; {summary.before:,} before" if summary.before else ""
    yield f"  runs      {rate}{earlier} ({terminal(summary.stopped)})"
    outcomes = ", ".join(f"{count:,} {name}" for name, count in summary.outcomes.items())
    yield f"  outcomes  {outcomes}"
    if summary.valid_share >= 0:
        yield f"  valid     {summary.valid_share:.1%} of the inputs, by the schema"
    edges = f", {summary.edges:,} edges of {terminal(summary.consumers[0])}"
    covered = f"{features_text(summary)} features of the schema"
    yield (
        f"  covered   {covered}{edges if summary.edges >= 0 else ''},"
        f" by {plural(summary.corpus, 'file')}"
    )
    if shown := covered_text(summary):
        yield f"            {shown}"
    yield f"  next      {next_text(summary)}"


def _title(crash: SeenCrash) -> str:
    report = crash.report
    where = f" at {report.path}" if report.path else ""
    signature = f": {report.signature}" if report.signature else ""
    return f"{report.outcome}{signature}{where}"


def _facts(crash: SeenCrash) -> Iterator[tuple[str, str]]:
    report = crash.report
    gate = report.gate
    refused = ": ".join(filter(None, (gate.rule, gate.path, gate.message)))
    yield "gate", "accepts it" if gate.is_accepted else refused
    for line in change_lines(report.changes):
        yield "change", line
    if report.nearest is not None:
        yield "from", nearest_text(report.nearest)
    yield "size", f"{report.kept.size:,} bytes, made of {report.found.size:,} ({report.state})"
    first = f"first at execution {crash.first_run:,}, {crash.first_s:.1f} s"
    seen = plural(crash.count, "time") if crash.count else "not in this run"
    yield "seen", f"{seen}, {first if crash.is_new else 'known before'}"
    for frame in report.stack[:_FRAMES]:
        yield "stack", frame
    for note in report.notes:
        yield "note", note
    yield "replay", f"contentgate replay {report.id}"


def _verdict(summary: Summary) -> str:
    if summary.verdict == "inconclusive" and not summary.executions:
        return "INCONCLUSIVE: nothing was run"
    if summary.verdict == "inconclusive":
        made = f"{summary.executions:,} executions"
        return f"INCONCLUSIVE: no crash in {made}, but it ended too soon: {summary.stopped}"
    count = f"{crash_count(len(summary.crashes))}, {summary.escapes} accepted"
    if summary.verdict == "crashes":
        return f"CRASHES: {count} by the gate, in {summary.executions:,} executions"
    return f"NO CRASH in {summary.executions:,} executions"


def _painted(text: str, color: str, style: FuzzStyle) -> str:
    safe = terminal(text)
    return f"{color}{safe}{_RESET}" if style.color else safe
