"""A crash in words: the same in text, HTML and JUnit.

Comes in: a crash report or what became of it. Goes out: labelled lines, not yet escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from validator.crashes import LESS_WRONG, MINIMIZED
from validator.report.crash_hex import Mark
from validator.report.measure_words import change_text
from validator.report.meta import plural

if TYPE_CHECKING:
    from validator.crashes import CrashReport, Measured, Replayed, Verdict
    from validator.ir.trace import Trace
    from validator.measure import FieldChange

Fact = tuple[str, str]
_FRAMES = 8
_STEPS = 6
_CHANGES = 8
_ELEMENT = re.compile(r"(.*)\[(\d{1,9})\]", re.DOTALL)


def crash_title(report: CrashReport) -> str:
    """Return what happened, such as `crashed: SIGSEGV in parse`.

    Args:
        report: of the crash.
    """
    return f"{report.outcome}: {report.signature}" if report.signature else report.outcome


def change_line(change: FieldChange) -> str:
    """Return a change with its path, such as `criteria[20].op wildcard (0) -> equals (1)`.

    Args:
        change: from the nearest valid file.
    """
    return f"{change.path} {change_text(change)}"


def change_lines(changes: Sequence[FieldChange]) -> list[str]:
    """Return changes with their paths; neighbors of a list that came or went are one line.

    Args:
        changes: from the nearest valid file, in their order.
    Returns:
        at most 8 lines; the last one counts what is not shown.
    """
    runs: list[list[FieldChange]] = []
    for change in changes:
        if runs and _follows(runs[-1][-1], change):
            runs[-1].append(change)
        else:
            runs.append([change])
    lines = [_run_line(run) for run in runs]
    if len(lines) > _CHANGES:
        lines[_CHANGES - 1 :] = [f"and {len(lines) - _CHANGES + 1} more"]
    return lines


def _follows(before: FieldChange, after: FieldChange) -> bool:
    """Whether two elements of a list, next to one another, both came or both went."""
    one, two = _ELEMENT.fullmatch(before.path), _ELEMENT.fullmatch(after.path)
    is_same = before.what == after.what and before.what in ("inserted", "deleted")
    is_whole = (before.was, before.now, after.was, after.now) == (None,) * 4
    if one is None or two is None or not is_same or not is_whole:
        return False
    return one[1] == two[1] and int(one[2]) + 1 == int(two[2])


def _run_line(run: Sequence[FieldChange]) -> str:
    first, last = _ELEMENT.fullmatch(run[0].path), _ELEMENT.fullmatch(run[-1].path)
    if len(run) == 1 or first is None or last is None:
        return change_line(run[0])
    return f"{first[1]}[{first[2]}..{last[2]}] {run[0].what}"


def gate_text(gate: Verdict) -> str:
    """Return what the gate says to a file.

    Args:
        gate: its verdict.
    """
    if gate.is_accepted:
        return "accepts it"
    where = f"{gate.path}: " if gate.path else ""
    return f"refuses it: {gate.rule}: {where}{gate.message}"


def nearest_text(nearest: Measured) -> str:
    """Return which file the changes are told from.

    Args:
        nearest: to a crash.
    """
    size = plural(nearest.size, "byte")
    what = "a file" if nearest.name == LESS_WRONG else "a valid file"
    return f"{what} of {size}, {nearest.name}" if nearest.name else f"{what} of {size}"


def crash_facts(report: CrashReport) -> Iterator[Fact]:
    """Yield what is known of a crash as (label, text), in the order to be shown.

    Args:
        report: of the crash.
    """
    yield (
        "consumer",
        f"{report.consumer_name}, {report.consumer.get('limits_text', '')}".rstrip(", "),
    )
    yield "gate", gate_text(report.gate)
    for line in change_lines(report.changes):
        yield "change", line
    if report.nearest is not None:
        yield "from", nearest_text(report.nearest)
    yield "file", _size_text(report)
    for step in report.origin[:_STEPS]:
        yield "made", f"{step.what}: {step.text}" if step.text else step.what
    if len(report.origin) > _STEPS:
        yield "made", f"by {len(report.origin) - _STEPS} more steps"
    for frame in report.stack[:_FRAMES]:
        yield "stack", frame
    for line in report.evidence if not report.stack else ():
        yield "said", line
    for note in report.notes:
        yield "note", note


def replay_facts(one: Replayed) -> Iterator[Fact]:
    """Yield what a replay found, as (label, text).

    Args:
        one: a crash that was run again.
    """
    if one.reason:
        yield one.state.removeprefix("still "), one.reason
    was = one.was
    if one.gate is not None and was is not None and one.gate.rule != was.gate.rule:
        yield "gate now", f"{gate_text(one.gate)}; when it was kept: {gate_text(was.gate)}"
    if one.reproduce:
        yield "by hand", one.reproduce


def marks_of(report: CrashReport, trace: Trace) -> list[Mark]:
    """Return the bytes of the fields that do it, by their paths.

    Args:
        report: of the crash.
        trace: of the kept file.
    """
    wanted = {change.path for change in report.changes}
    if report.gate.path:
        wanted.add(report.gate.path)
    return [
        Mark(trace.start[node], trace.end[node], path)
        for node in range(1, len(trace))
        if not trace.stream[node] and (path := trace.path(node)) in wanted
    ]


def _size_text(report: CrashReport) -> str:
    size = plural(report.kept.size, "byte")
    if report.state != MINIMIZED:
        return f"{size}, {report.state}, found with {report.found.size:,}"
    return f"{size}, minimized from {report.found.size:,}"
