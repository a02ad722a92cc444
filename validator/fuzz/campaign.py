"""A campaign: a team works, this takes down what it tells, until a goal is met or time is up.

Comes in: tidings. Goes out: crashes kept at once and looked at closely when there is time, a corpus
on disk, and a `Summary` at any time. Nothing that decides which inputs are made is in here, so it
may look at the clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any

from validator.consumers.stack import place_in
from validator.crashes import RAW
from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.fuzz.case_json import CaseError
from validator.fuzz.guide import Guide, discovery_chance
from validator.fuzz.state import DISAGREEMENTS, UNSAVED, DiskFull, Folder, digest_of, is_full
from validator.fuzz.team import Team
from validator.fuzz.tidings import Disagreement, Fault, FaultKey, Found, Tidings
from validator.fuzz.triage import Crash, Triage
from validator.fuzz.trials import OutOfTime
from validator.fuzz.worker import Setup
from validator.summary import Covered, SeenCrash, SeenDisagreement, SeenSeed, Summary, Way

_STATE_EVERY_S = 2.0
RUNS_UP, TIME_UP, ENOUGH, FULL = "all runs made", "time was up", "enough crashes", "disk full"


@dataclass(frozen=True, slots=True)
class Goal:
    """When a campaign ends.

    Attributes:
        runs: executions, those of earlier runs included; None for any number.
        seconds: of this run; None for any time.
        crashes: new ones after which it ends; None for any number.
    """

    runs: int | None = None
    seconds: float | None = None
    crashes: int | None = None


@dataclass(frozen=True, slots=True)
class Titles:
    """What a summary tells that a campaign does not need to know.

    Attributes:
        version: of contentgate.
        mode: of the campaign.
        jobs: processes.
        seeds: those with something to say about.
        notes: what a reader must know.
    """

    version: str = ""
    mode: str = "continuous"
    jobs: int = 1
    seeds: tuple[SeenSeed, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Met:
    """When a crash was met first: seconds and execution."""

    seconds: float
    run: int


# house: loose-dataclass - counts while a campaign goes on
@dataclass(slots=True)
class Campaign:
    """A campaign.

    Attributes:
        setup: of the workers.
        triages: of each consumer.
        folder: where state goes.
        goal: when it ends.
        clock: seconds, of any origin.
        titles: for the summary.
        total: all tidings of this run.
        before: executions and seconds of earlier runs.
    """

    setup: Setup
    triages: Sequence[Triage]
    folder: Folder
    goal: Goal
    clock: Callable[[], float]
    titles: Titles = Titles()
    before: tuple[int, float] = (0, 0.0)
    total: Tidings = field(default_factory=Tidings)
    guides: dict[int, Tidings] = field(default_factory=dict)
    met: dict[str, Met] = field(default_factory=dict)
    disagreements: list[SeenDisagreement] = field(default_factory=list)
    stopped: str = ""
    seconds: float = 0.0
    last_find: int = -1
    last_find_s: float = -1.0
    _corpus: dict[bytes, Found] = field(default_factory=dict)
    _deaths: Counter[FaultKey] = field(default_factory=Counter)
    _crash_of: dict[FaultKey, str] = field(default_factory=dict)
    _told: set[tuple[str, str]] = field(default_factory=set)
    _started: float = 0.0
    _saved: float = 0.0

    # -- the run -------------------------------------------------------------------------

    def go(self, team: Team, listen: Callable[[], None]) -> None:
        """Have the team work until the goal is met.

        Args:
            team: closed in the end.
            listen: called after all tidings.
        Raises:
            ConsumerError: a consumer could not be run at all.
            UsageError: the folder cannot be written.
        """
        self._started = self._saved = self.clock()
        try:
            for tidings in team.work(self._is_late):
                self._take(tidings)
                listen()
                if self._is_over():
                    break
            else:
                self.stopped = self.stopped or RUNS_UP
            if self.stopped in (TIME_UP, ENOUGH):
                for tidings in team.rest():
                    self._take(tidings)
        finally:
            self._tick()
            team.close()
            self._save_quietly()

    def settle(self, listen: Callable[[], None], is_over: Callable[[], bool]) -> bool:
        """Look closely at the crashes, those that the gate lets through first.

        Args:
            listen: called before each of them.
            is_over: asked while one is looked at; True leaves the rest as they are.
        Returns:
            whether all of them were looked at; a disk that is full leaves them as they were found.
        Raises:
            ConsumerError: a consumer could not be run at all.
            UsageError: a crash cannot be written for another reason.
        """
        self.folder.give_room()  # nothing is found any more
        for triage in self.triages:
            triage.is_over = is_over
            for crash in triage.unsettled():
                if is_over():
                    return False
                listen()
                try:
                    triage.settle(crash)
                except OutOfTime:
                    return False
                except UsageError as error:
                    if not _is_for_room(error):
                        raise
                    self.stopped = FULL
                    return False
        return True

    @property
    def crashes(self) -> list[Crash]:
        """All crashes of this run."""
        return [crash for triage in self.triages for crash in triage.crashes.values()]

    @property
    def new_crashes(self) -> int:
        """Crashes that were not kept before this run."""
        return sum(crash.is_new and crash.count > 0 for crash in self.crashes)

    def restore(self, met: Mapping[str, Met]) -> None:
        """Take up the crashes of earlier runs of this campaign, as they were kept.

        Args:
            met: id -> when it was met first; what is gone since is left out.
        """
        here = Met(self.before[1], self.before[0])
        for triage in self.triages:
            for name in triage.regressions.names():
                try:
                    kept = triage.regressions.load(name)
                except CaseError:
                    continue
                report = kept.report
                is_ours = report.consumer_name == triage.consumer.name
                is_ours &= report.schema == triage.schema.name
                # One that nobody looked at closely was met just before a run was killed.
                if not is_ours or not (name in met or report.state == RAW):
                    continue
                when = met.get(name, here)
                key = report.outcome, report.signature, place_in(report.stack)
                triage.crashes[key] = Crash(report, kept.data, 0, True, kept.folder, when.run)
                self.met[name] = when

    @property
    def runs(self) -> int:
        """Executions, those of earlier runs included."""
        return self.before[0] + self.total.runs

    def _is_over(self) -> bool:
        goal = self.goal
        if self.stopped:
            return True
        if goal.crashes is not None and self.new_crashes >= goal.crashes:
            self.stopped = ENOUGH
        elif goal.seconds is not None and self.seconds >= goal.seconds:
            self.stopped = TIME_UP
        return bool(self.stopped)

    def _is_late(self) -> bool:
        """Whether time is up: a batch of slow inputs is left where it is then."""
        seconds = self.goal.seconds
        return seconds is not None and self.clock() - self._started >= seconds

    def _tick(self) -> None:
        self.seconds = self.clock() - self._started

    def _take(self, tidings: Tidings) -> None:
        self._tick()
        known = len(self.met)
        try:
            for fault in tidings.faults:
                self._note(fault)
            for one in tidings.disagreements:
                self._disagree(one)
            for found in tidings.found:
                self._keep(found)
        except DiskFull:
            self.stopped = FULL
        self._deaths += tidings.deaths
        if tidings.runs:
            self.guides[tidings.worker] = tidings
        self.total.add(tidings)
        self.total.found, self.total.faults = [], []
        if len(self.met) > known or self.clock() - self._saved >= _STATE_EVERY_S:
            self._save_quietly()

    def _note(self, fault: Fault) -> None:
        """Keep a crash at once; on a full disk with the room that was held in reserve."""
        triage = self.triages[fault.lane]
        try:
            crash = triage.note(fault.case, fault.outcome)
        except UsageError as error:
            if not _is_for_room(error) or not self.folder.give_room():
                raise self._put_aside(fault, error) from error
            self.stopped = FULL
            try:
                crash = triage.note(fault.case, fault.outcome)
            except UsageError as again:
                raise self._put_aside(fault, again) from again
        self._crash_of[fault.key] = crash.id
        self.met.setdefault(crash.id, Met(self.before[1] + self.seconds, fault.case.number))

    def _put_aside(self, fault: Fault, error: UsageError) -> UsageError:
        """Write an input that brings the consumer down where the corpus is, and say so."""
        data = fault.case.data
        try:
            path = self.folder.write(f"{UNSAVED}/{digest_of(data)}.bin", data)
        except UsageError:
            return error
        what = f"{fault.outcome.kind.value}: {fault.outcome.signature}"
        return UsageError(f"{error}\n  hint      the input is in {path} ({what})")

    def _disagree(self, one: Disagreement) -> None:
        if (one.what, one.key) in self._told:
            return
        self._told.add((one.what, one.key))
        name = f"{DISAGREEMENTS}/{one.what}-{digest_of(one.case.data)}.bin"
        self.folder.write(name, one.case.data)
        seen = SeenDisagreement(one.what, one.message, one.case.label, one.case.number, name)
        self.disagreements.append(seen)

    def _keep(self, found: Found) -> None:
        if found.case.data in self._corpus:
            return
        self._corpus[found.case.data] = found
        if found.case.number > self.last_find:
            self.last_find, self.last_find_s = found.case.number, self.seconds
        self.folder.keep_entry(found.case.number, found.case.data)

    # -- state and summary ---------------------------------------------------------------

    def _save_quietly(self) -> None:
        """Write the counts; a full disk ends the campaign, and not before its summary."""
        self._saved = self.clock()
        try:
            self.folder.keep_state(self._state())
        except DiskFull:
            self.stopped = FULL

    def _state(self) -> dict[str, Any]:
        return {
            "schema": self.setup.judge.schema.name,
            "consumers": [one.name for one in self.setup.consumers],
            "random_seed": self.setup.random_seed,
            "executions": self.runs,
            "seconds": round(self.before[1] + self.seconds, 3),
            "met": {name: [round(met.seconds, 3), met.run] for name, met in self.met.items()},
        }

    def summary(self) -> Summary:
        """Return what was found so far."""
        setup, total, titles = self.setup, self.total, self.titles
        crashes = [self._crash(crash) for crash in self.crashes]
        guide = self._guide()
        guided = guide.seen > 0
        return Summary(
            version=titles.version,
            schema=setup.judge.schema.name,
            digest=setup.judge.schema.program.digest,
            consumers=tuple(one.name for one in setup.consumers),
            limits=setup.consumers[0].limits_text,
            mode=titles.mode,
            random_seed=setup.random_seed,
            jobs=titles.jobs,
            executions=self.runs,
            before=self.before[0],
            seconds=self.seconds,
            outcomes=dict(sorted(total.outcomes.items())),
            valid_share=total.passed / total.judged if total.judged else -1.0,
            corpus=len(self._corpus),
            corpus_bytes=sum(map(len, self._corpus)),
            edges=guide.edges if guided else -1,
            features=len(total.fresh),
            all_features=len(setup.features),
            chance=self._chance(guide),
            last_find_run=self.last_find,
            stopped=self.stopped,
            crashes=tuple(sorted(crashes, key=lambda one: (not one.is_escape, one.first_run))),
            disagreements=tuple(self.disagreements),
            ways=tuple(Way(name, *row) for name, row in sorted(total.ways.items())),
            seeds=titles.seeds,
            notes=titles.notes,
            folder=self.folder.path,
            last_find_s=self.last_find_s,
            covered=self._covered(),
        )

    def _covered(self) -> tuple[Covered, ...]:
        """Count features by kind, those that only guide left out."""
        features = self.setup.features
        wanted = Counter(features.describe(number).kind.value for number in features.goals)
        fresh = features.goals & self.total.fresh
        seen = Counter(features.describe(number).kind.value for number in fresh)
        return tuple(Covered(kind, seen[kind], count) for kind, count in sorted(wanted.items()))

    def _guide(self) -> Guide:
        """Return what all workers have seen; what any of them saw once counts as seen once."""
        guide = Guide()
        for told in self.guides.values():
            guide.seen |= told.seen
            guide.twice |= told.twice
        return guide

    def _chance(self, guide: Guide) -> float:
        if guide.seen:
            return discovery_chance(guide.singles, self.total.runs)
        told = self.guides.values()
        return discovery_chance(sum(t.singles for t in told), sum(t.measured for t in told))

    def _crash(self, crash: Crash) -> SeenCrash:
        count = sum(n for key, n in self._deaths.items() if self._crash_of.get(key) == crash.id)
        met = self.met.get(crash.id, Met(-1.0, -1))
        return SeenCrash(crash.report, crash.folder, count, met.seconds, met.run, crash.is_new)


def _is_for_room(error: UsageError) -> bool:
    """Whether something cannot be written because the disk is full."""
    cause = error.__cause__
    return isinstance(cause, OSError) and is_full(cause)
