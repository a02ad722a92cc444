"""A crash, looked at closely: made small, named by field, with what the consumer said.

Comes in: a crash as it was found. Goes out: its report and the smallest file that shows it. It
refuses to know where crashes are kept.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial

from validator.check.schema import Schema
from validator.consumers.protocol import Consumer, OutcomeKind
from validator.consumers.quick import without_names
from validator.consumers.stack import place_in
from validator.crashes import MINIMIZED, PARTLY, SOMETIMES, CrashReport, Measured, Verdict
from validator.dataclass import dataclass
from validator.fuzz.alike import Alike
from validator.fuzz.changes import MAX_CHANGES
from validator.fuzz.hunks import find_hunks
from validator.fuzz.judge import Judge
from validator.fuzz.look import Look, evidence_of, seed_name, stack_of
from validator.fuzz.mending import MAX_REBUILT, broken_rules, repaired
from validator.fuzz.minimize import bring_near
from validator.fuzz.nearest import Near, find_harmless, find_nearest, likely_causes
from validator.fuzz.patience import hang_cost, less_patient
from validator.fuzz.reduce import reduce_file
from validator.fuzz.session import Session
from validator.fuzz.trials import Trials

_MAX_REFERENCES = 16
_PATIENCE_S = 0.5
"""What a candidate for a fault that is no hang has at least: some of them hang."""
_RESERVED = 6
"""One in so many runs is kept for finding the valid file next to the smallest one."""
_OF_MIDDLE = "the changes were found in a file of {} bytes; the smallest one breaks more rules"
_MOST_CHANGES = 4
_FAR = (
    "no single change makes it harmless: {name}, the nearest valid file, differs in {count}"
    " {more}places"
)
_MOST_CPU_S = 30.0
"""What one crash may take of a processor; most take 1 to 5 s."""
_TOO_FEW_RUNS = "not minimized to the end: no more runs were permitted, or it took too long"
_SOMETIMES = SOMETIMES + ": {shown} of {tries} runs showed it"
_NOT_AGAIN = "it did not come back when the file was read again"

Notes = tuple[str, ...]
_NO_NOTES: Notes = ()


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
    look = replace(look, until=time.process_time() + _MOST_CPU_S)
    quick = _quicker(consumer, report, data, look)
    done = None
    if quick is not None:
        seen = _as_seen_by(quick, report, data, look)
        alike = Alike(consumer, look.scratch, report.outcome, report.signature)
        done = _minimized_by(quick, seen, report, data, judge, look, alike)
    spent = 0 if done is None else look.runs - max(done[1].runs, 0)
    if done is not None and not _is_same(consumer, done, report, look):
        done = None
    if done is None:
        rest = replace(look, runs=look.runs - spent)
        done = _minimized_by(consumer, report, report, data, judge, rest)
    if done is None:
        return replace(report, state=PARTLY, notes=(*report.notes, _NOT_AGAIN)), data
    found, trials = done
    assert trials.last is not None, "a fault that holds has an outcome"
    is_done = trials.runs > 0 and not trials.is_short
    near = found.near
    return (
        replace(
            report,
            state=MINIMIZED if is_done else PARTLY,
            gate=found.gate,
            path=near.changes[0].path if near is not None else found.path or found.gate.path,
            changes=() if near is None else near.changes,
            nearest=None if near is None else _measured(near.data, near.name),
            kept=_measured(found.smallest),
            stack=stack_of(trials.last, look.project),
            evidence=evidence_of(trials.last, look.project),
            notes=(*report.notes, *(() if is_done else (_TOO_FEW_RUNS,)), *found.notes),
            runs=look.runs - max(trials.runs, 0),
        ),
        found.smallest,
    )


def _quicker(consumer: Consumer, report: CrashReport, data: bytes, look: Look) -> Consumer | None:
    """Return a consumer that shows the same in less time; None when there is none."""
    samples = [one.data for one in look.references[:_MAX_REFERENCES] if one.data != data]
    if report.outcome == OutcomeKind.HUNG.value:
        return less_patient(consumer, [b"", data[:1], *samples], look.scratch)
    named = without_names(consumer, report.signature)
    quick = less_patient(named or consumer, [data, *samples], look.scratch, _PATIENCE_S)
    return quick or named


def _as_seen_by(quick: Consumer, report: CrashReport, data: bytes, look: Look) -> CrashReport:
    """Return a crash as a consumer tells it that may say less; as it is, if it says as much."""
    session = Session(quick, look.scratch)
    with closing(session), closing(session.run([data])) as outcomes:
        outcome = next(outcomes)
    if (outcome.kind.value, outcome.signature) == (report.outcome, report.signature):
        return report
    return CrashReport("", "", outcome.kind.value, outcome.signature, Verdict(), "", "")


def _minimized_by(
    consumer: Consumer,
    seen: CrashReport,
    report: CrashReport,
    data: bytes,
    judge: Judge,
    look: Look,
    alike: Alike | None = None,
) -> tuple[_Found, Trials] | None:
    """Make a crash small, as a consumer tells it; None when it does not come back."""
    is_hang = seen.outcome == OutcomeKind.HUNG.value
    trials = Trials(
        judge,
        consumer,
        look.scratch,
        seen.outcome,
        seen.signature,
        look.runs,
        look.is_over,
        asks_schema=False,
        place=place_in(seen.stack),
        alike=None if alike is None else alike.is_same,
        hang_runs=hang_cost(consumer),
        until=look.until,
    )
    with closing(trials):
        shown, tries = (int(trials.holds(data)), 1) if is_hang else trials.come_back(data)
        if not shown:
            return None
        found = _minimize(report, data, judge, look, trials)
        notes = (_SOMETIMES.format(shown=shown, tries=tries),) if shown < tries else ()
        return replace(found, notes=(*notes, *found.notes)), trials


def _is_same(
    consumer: Consumer, done: tuple[_Found, Trials], report: CrashReport, look: Look
) -> bool:
    """Whether the small file is the same crash to the consumer that says more; notes its words."""
    found, trials = done
    session = Session(consumer, look.scratch)
    again = [found.smallest] * trials.attempts
    with closing(session), closing(session.run(again)) as outcomes:
        for outcome in outcomes:
            trials.last = outcome
            if (outcome.kind.value, outcome.signature) == (report.outcome, report.signature):
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Found:
    """A crash after minimizing."""

    smallest: bytes
    gate: Verdict
    near: Near | None
    notes: Notes = ()
    path: str = ""


def _minimize(report: CrashReport, data: bytes, judge: Judge, look: Look, trials: Trials) -> _Found:
    """Make a file small, and find the valid one next to it."""
    schema = judge.schema
    is_accepted = report.gate.is_accepted
    if not is_accepted:
        data = repaired(schema, data, trials)
        is_accepted = judge.is_accepted(data)
    if is_accepted:
        return _minimize_valid(data, data, judge, look, trials)
    broken = broken_rules(judge, data)
    trials.keeps = lambda candidate: broken_rules(judge, candidate) <= broken
    with _reserve(look, trials):
        middle = reduce_file(schema, data, trials, bytewise=False)
    if (mended := _mended(judge, middle, trials)) is not None:
        return _minimize_valid(mended, data, judge, look, trials)
    asked = partial(broken_rules, judge)
    near = find_nearest(judge, middle, trials) or find_harmless(judge, middle, trials, asked)
    near, notes = (near, ()) if near is not None else _next_to(schema, data, look, trials)
    trials.keeps = None
    trials.forget()
    with _reserve(look, trials):
        smallest = reduce_file(schema, middle, trials)
    gate, path = verdict_of(judge, smallest), verdict_of(judge, middle).path
    if near is None and (near := find_harmless(judge, smallest, trials, asked)) is not None:
        notes = ()
    elif near is not None and smallest != middle:
        notes = (*notes, _OF_MIDDLE.format(len(middle)))
    return _Found(smallest, gate, near, notes, path)


def _minimize_valid(data: bytes, found: bytes, judge: Judge, look: Look, trials: Trials) -> _Found:
    """Make a file small that the gate accepts, and is to accept; `found` is how it was found."""
    _ask_schema(trials)
    with _reserve(look, trials):
        smallest = reduce_file(judge.schema, data, trials)
    near, notes = find_nearest(judge, smallest, trials), _NO_NOTES
    if near is None and judge.is_accepted(found):
        near, notes = _next_to(judge.schema, found, look, trials)
    return _Found(smallest, Verdict(), near, notes)


@contextmanager
def _reserve(look: Look, trials: Trials) -> Iterator[None]:
    """Keep some runs for what comes after: a crash that is named is worth more than a byte less."""
    kept = min(trials.runs, look.runs // _RESERVED)
    trials.runs -= kept
    yield
    trials.is_short |= trials.runs <= 0
    trials.runs += kept


def _ask_schema(trials: Trials) -> None:
    """From now on only what the gate accepts is a candidate."""
    trials.asks_schema, trials.keeps = True, None
    trials.forget()


def _mended(judge: Judge, data: bytes, trials: Trials) -> bytes | None:
    """Return the same file so that the gate accepts it, if one change does that; else None.

    It is another thing to know: that the gate lets it through.
    """
    if judge.is_accepted(data):
        return data
    keeps = trials.keeps
    _ask_schema(trials)
    found = trials.pick(likely_causes(judge.schema, data), lambda candidate: candidate)
    if found is None:
        trials.asks_schema, trials.keeps = False, keeps
        trials.forget()
    return found


def _next_to(schema: Schema, data: bytes, look: Look, trials: Trials) -> tuple[Near | None, Notes]:
    """Return the valid file nearest to one, of those given, and what the fault needs to differ.

    Where that is much it tells nothing; a note says so.
    """
    if not look.references or len(data) > MAX_REBUILT:
        return None, ()
    seed = min(look.references[:_MAX_REFERENCES], key=lambda one: _distance(one.data, data))
    near = bring_near(schema, seed.data, data, trials)
    count, name = len(near.changes), seed_name(seed.name, look.project)
    if count > _MOST_CHANGES:
        more = "or more " if count >= MAX_CHANGES else ""
        return None, (_FAR.format(name=name, count=count, more=more),)
    return (Near(seed.data, name, near.changes) if near.changes else None), ()


def _distance(left: bytes, right: bytes) -> int:
    return sum(len(hunk.data) + hunk.end - hunk.start for hunk in find_hunks(left, right))


def verdict_of(judge: Judge, data: bytes) -> Verdict:
    """Return what the gate says to a file.

    Args:
        judge: the gate.
        data: the whole file.
    """
    found = judge.refusal(data)
    return Verdict() if found is None else Verdict(found.rule, found.path, found.message)


def _measured(data: bytes, name: str = "") -> Measured:
    return Measured(len(data), hashlib.sha256(data).hexdigest(), name)
