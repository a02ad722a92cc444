"""Kept crashes, run again: fixed, still failing, or failing in another way.

Comes in: crashes and a consumer. Goes out: a `Replayed` for each, in their order. It refuses to
know where consumers come from.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import closing

from validator.consumers.protocol import Consumer, Outcome, OutcomeKind
from validator.crashes import CHANGED, FAILING, FIXED, SOMETIMES, Replayed
from validator.fuzz.crash_report import verdict_of
from validator.fuzz.judge import Judge
from validator.fuzz.look import evidence_of
from validator.fuzz.regressions import INPUT, Kept
from validator.fuzz.session import Session
from validator.measure import CUT

_ATTEMPTS = 30


def replay_cases(
    cases: Sequence[Kept], consumer: Consumer, judge: Judge | None, scratch: str
) -> Generator[Replayed, None, None]:
    """Run crashes again.

    Args:
        cases: of this consumer.
        consumer: who reads them.
        judge: what the gate says now is asked from it; None asks nobody.
        scratch: folder for what has to be a file.
    Yields:
        one for each, in their order.
    Raises:
        ConsumerError: the consumer could not be run at all.
    """
    session = Session(consumer, scratch)
    with closing(session), closing(session.run([case.data for case in cases])) as outcomes:
        for case, first in zip(cases, outcomes, strict=True):
            outcome = first
            if not _is_alone(first) and any(n.startswith(SOMETIMES) for n in case.report.notes):
                outcome = _insisted(case, first, consumer, scratch)
            yield _replayed(case, outcome, consumer, judge)


def _is_alone(outcome: Outcome) -> bool:
    """Whether a run shows a fault that needs no other file before it."""
    return outcome.is_fault and not outcome.after


def _insisted(case: Kept, first: Outcome, consumer: Consumer, scratch: str) -> Outcome:
    """Run a crash again that only some runs show; returns the first fault, else what there was."""
    session = Session(consumer, scratch)
    with closing(session), closing(session.run([case.data] * _ATTEMPTS)) as outcomes:
        return next((one for one in outcomes if _is_alone(one)), first)


def _replayed(case: Kept, outcome: Outcome, consumer: Consumer, judge: Judge | None) -> Replayed:
    was = case.report
    state, reason = state_of(was.outcome, was.signature, outcome)
    is_fine = state == FIXED
    return Replayed(
        os.path.basename(os.path.abspath(case.folder)) or was.id,  # a copy is told by its own name
        state,
        was,
        outcome.kind.value,
        outcome.signature,
        None if judge is None else verdict_of(judge, case.data),
        reason,
        () if is_fine else evidence_of(outcome, "."),
        "" if is_fine else consumer.reproduce(f"{case.folder}/{INPUT}"),
        case.folder,
    )


def state_of(outcome: str, signature: str, now: Outcome) -> tuple[str, str]:
    """Return what became of a crash, and the reason in words.

    A fault that is told more exactly now, by the function it is in, is the same one.

    Args:
        outcome, signature: as it was kept.
        now: of this run.
    """
    if outcome == CUT:
        is_same = now.kind is OutcomeKind.ACCEPTED
        return (FAILING, "") if is_same else (FIXED, f"the consumer: {now.kind.value}")
    if not _is_alone(now):
        return FIXED, f"the consumer: {now.kind.value}"
    is_same = now.signature == signature or (
        bool(signature) and now.signature.startswith(f"{signature} in ")
    )
    if now.kind.value == outcome and is_same:
        return FAILING, ""
    before = f"{outcome}: {signature}" if signature else outcome
    after = f"{now.kind.value}: {now.signature}" if now.signature else now.kind.value
    return CHANGED, f"{before} before, {after} now"
