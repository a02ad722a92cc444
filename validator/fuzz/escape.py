"""The run of a measure: mutants, lots, escapes, until all are done or somebody stops it.

Comes in: a plan. Goes out: progress while it runs, and a `Measure` at any time. Every lot is in
the journal before the next is counted, so a run that was ended goes on where it was, and comes
to the same result as one that was not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import field

from validator.dataclass import dataclass
from validator.fuzz.book import Book
from validator.fuzz.cells import Tally
from validator.fuzz.journal import Journal
from validator.fuzz.known import Known
from validator.fuzz.lot import Job
from validator.fuzz.pool import Range, run_lots
from validator.fuzz.seeds import SeedFile
from validator.fuzz.store import Store
from validator.fuzz.strictness import count_rules, explain_rules
from validator.fuzz.trials import OutOfTime
from validator.measure import Death, KindCount, Measure, SeedNote

LOT = 64


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    Attributes:
        job: schema, consumer, mutants.
        seeds: in order.
        notes: on every seed that was given.
        random_seed: of the mutants.
        wanted: mutants.
        jobs: processes.
        lot: mutants at a time.
        runs: runs of the consumer that minimising one escape may take.
        known: defects that are known.
        version: of contentgate.
    """

    job: Job
    seeds: Sequence[SeedFile]
    notes: tuple[SeedNote, ...]
    random_seed: int
    wanted: int
    jobs: int = 1
    lot: int = LOT
    runs: int = 200
    known: Sequence[Known] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; counts."""

    done: int
    wanted: int
    deaths: int
    escapes: int


# house: loose-dataclass - what was found so far
@dataclass(slots=True)
class EscapeRun:
    """A run that can be stopped and asked at any time.

    Attributes:
        plan: what is to be done.
        journal: of the output folder; what it holds already is taken over.
        store: where files go.
        is_cut_short: time was up while an escape was minimised.
    """

    plan: Plan
    journal: Journal
    store: Store
    tally: Tally = field(default_factory=Tally)
    is_cut_short: bool = False
    book: Book = field(init=False)

    def __post_init__(self) -> None:
        plan = self.plan
        self.book = Book(plan.job, plan.seeds, self.journal, self.store, plan.known, plan.runs)

    def go(
        self, listen: Callable[[Progress], None], is_over: Callable[[], bool] = lambda: False
    ) -> None:
        """Run what is not done yet.

        Args:
            listen: told how far the run is, after every lot and every escape.
            is_over: asked before every lot; True ends the run.
        Raises:
            ConsumerError: the consumer could not be run at all.
            UsageError: the output folder cannot be written.
        """
        try:
            self._go(listen, is_over)
        except OutOfTime:
            self.is_cut_short = True

    def _go(self, listen: Callable[[Progress], None], is_over: Callable[[], bool]) -> None:
        plan = self.plan
        for lot in self.journal.lots:
            self._take(lot, listen, is_over)
        which = Range(self.tally.done, plan.wanted, plan.lot)
        with closing(run_lots(plan.job, which, plan.jobs, is_over)) as lots:
            for lot in lots:
                self.journal.add_lot(lot)
                self._take(lot, listen, is_over)

    def _take(
        self, lot: Tally, listen: Callable[[Progress], None], is_over: Callable[[], bool]
    ) -> None:
        self.tally.add(lot)
        listen(self._progress())
        for case in lot.cases:
            self.book.add(case, is_over)
            listen(self._progress())

    def _progress(self) -> Progress:
        return Progress(self.tally.done, self.plan.wanted, self.tally.fatal, len(self.book))

    def measure(self, stopped: str = "") -> Measure:
        """Return what was found so far.

        Args:
            stopped: why not all was done; "" when it was.
        Raises:
            UsageError: an example cannot be written.
        """
        plan, tally, judge = self.plan, self.tally, self.plan.job.judge
        deaths = [Death(*death, *counts) for death, counts in tally.deaths.items()]
        kinds = [KindCount(kind, *row) for kind, row in sorted(tally.kinds.items())]
        return Measure(
            tool_version=plan.version,
            schema=judge.schema.name,
            digest=judge.schema.program.digest,
            contracts=tuple(one.name for one in judge.contracts),
            consumer=plan.job.consumer.name,
            limits=plan.job.consumer.limits_text,
            random_seed=plan.random_seed,
            wanted=max(plan.wanted, tally.done),
            done=tally.done,
            stopped=stopped,
            seeds=plan.notes,
            cells=dict(sorted(tally.cells.items())),
            kinds=tuple(kinds),
            escapes=self.book.escapes(),
            deaths=tuple(sorted(deaths, key=lambda one: (-one.count, one.outcome, one.signature))),
            caught=count_rules(tally.caught),
            strict=explain_rules(tally.strict, plan.job, self.store),
            notes=tuple(self._notes()),
            pending=len(tally.cases) - sum(escape.count for escape in self.book.escapes()),
        )

    def _notes(self) -> list[str]:
        """Name what a reader must know, such as known defects that did not occur."""
        shown = self.book.escapes()
        return [
            f"known defect did not occur: {one.signature or one.field} ({one.reason})"
            for one in self.plan.known
            if not any(one.is_match(e.outcome, e.signature, e.field) for e in shown)
        ]
