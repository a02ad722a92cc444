"""A crash, looked at closely: made small, named by field, with what the consumer said.

Comes in: a crash as it was found. Goes out: its report and the smallest file that shows it. It
refuses to know where crashes are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from validator.consumers.protocol import Consumer, Outcome
from validator.consumers.record import portable_text
from validator.consumers.stack import stack_frames
from validator.crashes import MINIMIZED, PARTLY, CrashReport, Measured, Verdict
from validator.fuzz.judge import Judge
from validator.fuzz.nearest import Near, find_nearest
from validator.fuzz.reduce import reduce_file
from validator.fuzz.seeds import SeedFile, last_lines
from validator.fuzz.trials import Trials

_EVIDENCE_LINES = 6
_TOO_FEW_RUNS = "not minimized to the end: no more runs were permitted"
_NOT_AGAIN = "it did not come back when the file was read again"


@dataclass(frozen=True, slots=True)
class Look:
    """How closely a crash is looked at.

    Attributes:
        scratch: folder for candidates.
        references: valid files, one of which may be the nearest.
        runs: of the consumer.
        is_over: asked before every few candidates; True raises `OutOfTime`.
        project: folder that paths are told from.
    """

    scratch: str
    references: Sequence[SeedFile]
    runs: int
    is_over: Callable[[], bool]
    project: str


def look_closely(
    report: CrashReport, data: bytes, judge: Judge, consumer: Consumer, look: Look
) -> tuple[CrashReport, bytes]:
    """Make a crash small, and say what does it.

    Args:
        report: as it was found.
        data: the file.
        judge: the gate; what it accepts is still accepted when it is small.
        consumer: who dies.
        look: how closely.
    Returns:
        the report, and the smallest file.
    Raises:
        OutOfTime: asked for by `look`.
        ConsumerError: the consumer could not be run at all.
    """
    trials = Trials(
        judge,
        consumer,
        look.scratch,
        report.outcome,
        report.signature,
        look.runs,
        look.is_over,
        asks_schema=report.gate.is_accepted,
    )
    with closing(trials):
        if not trials.holds(data):
            return replace(report, state=PARTLY, notes=(*report.notes, _NOT_AGAIN)), data
        smallest = reduce_file(judge.schema, data, trials)
        near = find_nearest(judge, smallest, look.references, trials)
        last = trials.last
    gate = report.gate if report.gate.is_accepted else verdict_of(judge, smallest)
    is_done = trials.runs > 0
    notes = () if is_done else (_TOO_FEW_RUNS,)
    return (
        replace(
            report,
            state=MINIMIZED if is_done else PARTLY,
            gate=gate,
            path=_path(gate, near),
            changes=() if near is None else near.changes,
            nearest=None if near is None else _measured(near.data, near.name),
            kept=_measured(smallest),
            stack=report.stack if last is None else stack_of(last, look.project),
            evidence=report.evidence if last is None else evidence_of(last, look.project),
            notes=(*report.notes, *notes),
            runs=look.runs - trials.runs,
        ),
        smallest,
    )


def verdict_of(judge: Judge, data: bytes) -> Verdict:
    """Return what the gate says to a file.

    Args:
        judge: the gate.
        data: the whole file.
    """
    found = judge.refusal(data)
    return Verdict() if found is None else Verdict(found.rule, found.path, found.message)


def stack_of(outcome: Outcome, project: str) -> tuple[str, ...]:
    """Return the frames of a consumer's report, innermost first, without paths and addresses.

    Args:
        outcome: of the run.
        project: folder that paths are told from.
    """
    frames = stack_frames(outcome.stdout, outcome.stderr)
    return tuple(portable_text(frame, project) for frame in frames)


def evidence_of(outcome: Outcome, project: str) -> tuple[str, ...]:
    """Return the last lines that a consumer wrote, without what differs from run to run.

    Args:
        outcome: of the run.
        project: folder that paths are told from.
    """
    return tuple(portable_text(line, project) for line in last_lines(outcome, _EVIDENCE_LINES))


def _path(gate: Verdict, near: Near | None) -> str:
    """Return the field that does it."""
    if near is not None and near.changes:
        return near.changes[0].path
    return gate.path


def _measured(data: bytes, name: str = "") -> Measured:
    return Measured(len(data), hashlib.sha256(data).hexdigest(), name)
