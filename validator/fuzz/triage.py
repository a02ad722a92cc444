"""Triage: a crash is told from others by its signature, kept at once, and made small later.

Comes in: cases that a consumer died of. Goes out: one `Crash` a signature, whose file is on disk
before anything else is done; and when there is time a `CrashReport`: the smallest file that still
does it, and what makes the nearest valid file that one, by field path. It refuses to know how cases
are made and scheduled.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, Protocol

from validator.check.schema import Schema
from validator.consumers.protocol import Consumer, Outcome
from validator.consumers.record import consumer_record, portable_path
from validator.consumers.stack import fault_place, place_in
from validator.crashes import RAW, CrashReport, Measured, Step, Verdict
from validator.dataclass import dataclass
from validator.fuzz.case import SEED
from validator.fuzz.case_json import CaseError
from validator.fuzz.judge import Judge
from validator.fuzz.look import Look, evidence_of, seed_name, stack_of
from validator.fuzz.regressions import Kept, Regressions, case_id
from validator.fuzz.seeds import SeedFile

_MAX_PLACES = 6
_FOLDERS = re.compile(r"(?<= of )/(?:[^/\s]+/)*")
"""Folders of a seed that an element was taken from."""
RUNS = 1500
"""Runs of the consumer that looking at one crash may take."""


class CaseLike(Protocol):
    """A case, as the campaign makes them."""

    @property
    def number(self) -> int:
        """Number of the case in the campaign."""

    @property
    def data(self) -> bytes:
        """The whole file."""

    @property
    def origin(self) -> str:
        """`seed`, `generated`, `mutated` or `native`."""

    @property
    def label(self) -> str:
        """What it is, or what was done to make it."""

    @property
    def edits(self) -> tuple[tuple[str, str], ...]:
        """(field path, what was done to it)."""


# house: loose-dataclass - counts while a campaign goes on
@dataclass(slots=True)
class Crash:
    """One signature.

    Attributes:
        report: what is known; its state says how far it was looked at.
        data: the file that is kept.
        count: cases that showed it in this campaign.
        is_new: it was not kept before this campaign.
        folder: where it is kept.
        number: of the first case that showed it.
    """

    report: CrashReport
    data: bytes
    count: int = 0
    is_new: bool = True
    folder: str = ""
    number: int = -1

    @property
    def id(self) -> str:
        """Name of its folder."""
        return self.report.id

    @property
    def gate(self) -> Verdict:
        """What the gate says to the file that is kept."""
        return self.report.gate

    @property
    def is_settled(self) -> bool:
        """Whether it was looked at closely."""
        return self.report.state != RAW


# house: loose-dataclass - collects while a campaign goes on
@dataclass(slots=True)
class Triage:
    """All crashes of a campaign.

    Attributes:
        schema: of the files.
        judge: the gate.
        consumer: who dies.
        regressions: where crashes are kept.
        scratch: folder for candidates, in memory where there is one.
        record: the consumer as plain values; {} asks the consumer.
        references: valid files, one of which is the nearest to a crash.
        project: folder that paths are told from.
        runs: runs of the consumer that looking at one crash may take.
        version: of contentgate.
        is_over: asked while a crash is looked at; True ends that with `OutOfTime`.
        crashes: by (outcome, signature, place in the consumer), in the order in which they were
            found.
    """

    schema: Schema
    judge: Judge
    consumer: Consumer
    regressions: Regressions
    scratch: str
    record: Mapping[str, Any] = field(default_factory=dict)
    references: Sequence[SeedFile] = ()
    project: str = "."
    runs: int = RUNS
    version: str = ""
    is_over: Callable[[], bool] = lambda: False
    crashes: dict[tuple[str, str, str], Crash] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.record:
            self.record = consumer_record(self.consumer, self.project)

    def note(self, case: CaseLike, outcome: Outcome, chain: Sequence[Step] = ()) -> Crash:
        """Take note of a fault: count it, or keep its file at once when it is a new one.

        A file that the gate accepts takes the place of one that it refuses.

        Args:
            case: that the consumer died of.
            outcome: of its run.
            chain: how the file was made, its seed first; () takes the case's word.
        Raises:
            UsageError: it cannot be written.
        """
        key = self._key(outcome)
        crash = self.crashes.get(key)
        if crash is None:
            crash = self.crashes[key] = self._begin(case, outcome, chain)
        crash.count += 1
        if not crash.gate.is_accepted and self.judge.is_quick(case.data):
            raw = replace(self._raw(case, outcome, chain), id=crash.id)
            self._keep(crash, raw, case.data)
        return crash

    def settle(self, crash: Crash) -> CrashReport:
        """Look closely at a crash, and keep what comes of it.

        Args:
            crash: of this triage; one that was looked at stays as it is.
        Raises:
            OutOfTime: the campaign is over; the crash stays as it was found.
            ConsumerError: the consumer could not be run at all.
            UsageError: it cannot be written.
        """
        if not crash.is_settled:
            # What builds files from values costs a campaign a quarter of its start-up time.
            from validator.fuzz.crash_report import look_closely  # noqa: PLC0415 - see above

            report, data = look_closely(
                crash.report, crash.data, self.judge, self.consumer, self._look()
            )
            self._keep(crash, report, data)
        return crash.report

    def unsettled(self) -> list[Crash]:
        """Return the crashes that were not looked at, those that the gate accepts first."""
        open_ones = [crash for crash in self.crashes.values() if not crash.is_settled]
        return sorted(open_ones, key=lambda one: not one.gate.is_accepted)

    def _key(self, outcome: Outcome) -> tuple[str, str, str]:
        """Return what tells a crash from others.

        Two faults in one function are told apart by their place, as long as it has few of them.
        """
        kind, signature = outcome.kind.value, outcome.signature
        place = fault_place(outcome.stdout, outcome.stderr)
        others = [key for key in self.crashes if key[:2] == (kind, signature)]
        if len(others) >= _MAX_PLACES and (kind, signature, place) not in self.crashes:
            return others[0]
        return kind, signature, place

    def _begin(self, case: CaseLike, outcome: Outcome, chain: Sequence[Step]) -> Crash:
        raw = self._raw(case, outcome, chain)
        place = place_in(raw.stack)
        taken = {crash.id for crash in self.crashes.values()}
        first: Kept | None = None
        for number in range(1, _MAX_PLACES + 1):
            name = raw.id if number == 1 else f"{raw.id}-{number}"
            if name in taken:
                continue
            try:
                kept = self.regressions.load(name)
            except CaseError:
                raw = replace(raw, id=name)
                crash = Crash(raw, case.data, number=case.number)
                self._keep(crash, raw, case.data)
                return crash
            first = first or kept
            if place in ("", place_in(kept.report.stack)):
                return Crash(kept.report, kept.data, 0, False, kept.folder, case.number)
        assert first is not None, "there are fewer crashes of a signature than places"
        return Crash(first.report, first.data, 0, False, first.folder, case.number)

    def _raw(self, case: CaseLike, outcome: Outcome, chain: Sequence[Step]) -> CrashReport:
        """Return what is known at first."""
        found = self.judge.refusal(case.data)
        gate = Verdict() if found is None else Verdict(found.rule, found.path, found.message)
        program, name = self.judge.schema.program, str(self.record.get("name", ""))
        kind, signature = outcome.kind.value, outcome.signature
        size = Measured(len(case.data), hashlib.sha256(case.data).hexdigest())
        return CrashReport(
            id=case_id(kind, signature, name, program.name),
            state=RAW,
            outcome=kind,
            signature=signature,
            gate=gate,
            schema=program.name,
            digest=program.digest,
            consumer=self.record,
            path=gate.path,
            origin=tuple(chain) or (self._step(case),),
            found=size,
            kept=size,
            stack=stack_of(outcome, self.project),
            evidence=evidence_of(outcome, self.project),
            version=self.version,
            schema_path=portable_path(self.judge.schema.path, self.project),
        )

    def _step(self, case: CaseLike) -> Step:
        """Return how a case was made, without the folders that seeds are in."""
        if case.origin == SEED:
            return Step(SEED, seed_name(case.label, self.project))
        edits = tuple((path, _FOLDERS.sub("", text)) for path, text in case.edits)
        return Step(case.origin, _FOLDERS.sub("", case.label), edits)

    def _keep(self, crash: Crash, report: CrashReport, data: bytes) -> None:
        crash.folder = self.regressions.save(report, data)
        crash.report, crash.data = report, data

    def _look(self) -> Look:
        return Look(self.scratch, self.references, self.runs, self.is_over, self.project)
