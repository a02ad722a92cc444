"""Crashes and their replay for people: what became of each, and on request all that is known.

Comes in: replayed crashes, with their bytes where details are wanted. Goes out: text that is safe
to print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from validator.crashes import CHANGED, FAILING, FIXED, NOT_RUN, CrashReport, Replayed
from validator.dataclass import dataclass
from validator.report.crash_hex import Mark, hex_lines
from validator.report.crash_words import crash_facts, crash_title, replay_facts
from validator.report.escape import terminal

STATES = (FIXED, FAILING, CHANGED, NOT_RUN)
_RESET, _DIM, _MARK = "\x1b[0m", "\x1b[2m", "\x1b[1;31m"
_COLORS = {FIXED: "\x1b[32m", FAILING: "\x1b[1;31m", CHANGED: "\x1b[1;33m", NOT_RUN: "\x1b[33m"}
_WIDTH = max(len(state) for state in STATES)


@dataclass(frozen=True, slots=True)
class CrashView:
    """A replayed crash, as it is shown.

    Attributes:
        replayed: what became of it.
        data: the kept file; None shows no bytes.
        marks: bytes of the fields that do it.
    """

    replayed: Replayed
    data: bytes | None = None
    marks: tuple[Mark, ...] = ()


def render_replay_text(
    views: Sequence[CrashView], *, details: bool = False, color: bool = False
) -> str:
    """Return what became of crashes, ended by a line feed.

    Args:
        views: in the order to be shown.
        details: all that is known of each that is not fixed.
        color: emit SGR escape sequences; all others are escaped in any case.
    """
    lines: list[str] = []
    for view in views:
        lines += _lines(view, details=details, color=color)
    lines += ["", summary_text([view.replayed for view in views])]
    return "".join(f"{line}\n" for line in lines)


def crash_lines(
    report: CrashReport, data: bytes | None, marks: Sequence[Mark], *, color: bool = False
) -> Iterator[str]:
    """Yield all that is known of one crash, its file in hex last.

    Args:
        report: of the crash.
        data: the kept file; None shows no bytes.
        marks: bytes of the fields that do it.
        color: mark bytes by color instead of brackets.
    """
    previous = ""
    for label, text in crash_facts(report):
        shown = "" if label == previous else label
        previous = label
        yield terminal(f"  {shown:<9} {text}")
    if data is None:
        return
    paint = _paint_mark if color else None
    for line in hex_lines(data, marks, paint):
        yield f"    {line}"


def summary_text(replayed: Sequence[Replayed]) -> str:
    """Return the counts, such as `3 crashes: 2 fixed, 1 still failing`.

    Args:
        replayed: all of them.
    """
    counts = Counter(one.state for one in replayed)
    parts = [f"{counts[state]} {state}" for state in STATES if counts[state]]
    total = "1 crash" if len(replayed) == 1 else f"{len(replayed)} crashes"
    return f"{total}: {', '.join(parts)}" if parts else total


def _lines(view: CrashView, *, details: bool, color: bool) -> Iterator[str]:
    one = view.replayed
    word = one.state.ljust(_WIDTH)
    word = f"{_COLORS[one.state]}{word}{_RESET}" if color else word
    title = f": {crash_title(one.was)}" if one.was is not None else ""
    path = f" at {one.was.path}" if one.was is not None and one.was.path else ""
    yield f"{word}  {terminal(one.id + title + path)}"
    for label, text in replay_facts(one):
        if one.state != FIXED or label == "gate":
            yield terminal(f"  {label:<9} {text}")
    if details and one.was is not None:
        yield from crash_lines(one.was, view.data, view.marks, color=color)


def _paint_mark(text: str) -> str:
    return f"{_MARK}{text}{_RESET}"
