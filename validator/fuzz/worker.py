"""The loop of a campaign: make inputs, run them, learn from what became of them.

Comes in: a setup. Goes out: tidings after every batch. A worker that nobody sends entries to makes
the same inputs in the same order wherever it runs: nothing here asks the clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field

from validator.consumers.protocol import Consumer, Outcome, OutcomeKind
from validator.consumers.stack import fault_place
from validator.cover import Feature, Features
from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.fuzz.case import GENERATED, SEED, Case
from validator.fuzz.comparing import Comparing, open_comparing
from validator.fuzz.corpus import Corpus, Entry
from validator.fuzz.generating import Generators
from validator.fuzz.guide import FeatureGuide, Guide, edge_numbers
from validator.fuzz.judge import Judge
from validator.fuzz.lane import Lane, lot_of, never
from validator.fuzz.properties import Properties, Ran
from validator.fuzz.reading import Reader
from validator.fuzz.scheduler import Scheduler, ways_of
from validator.fuzz.seeds import SeedFile
from validator.fuzz.sources import Made, Sources
from validator.fuzz.tidings import Fault, FaultKey, Found, Tidings
from validator.mutate.mutants import DEFAULT_SHARES, MutantOptions, Mutator
from validator.mutate.outline import Seed

_JUDGED_EVERY = 7
_MEASURED_EVERY = 61
"""Samples; no multiples of three, since every third input is a step of the walk."""
_MAX_MEASURED = 1 << 20
_FIRST = 8
"""Files that are generated to begin with where no seed is given."""
_WALKED = 16


@dataclass(frozen=True, slots=True)
class Setup:
    """What a campaign works with.

    Attributes:
        judge: the gate.
        consumers: who reads the inputs; the first one guides.
        seeds: files to start from, those of an earlier campaign last.
        generators: make files from the schema.
        features: of the schema.
        random_seed: another number gives other inputs.
        numbers: that are worth trying in fields, such as the limits of contracts.
        constants: that the consumer's code compares something with.
        words: texts that it knows.
        scratch: folder for what has to be a file.
        workers: how many share the work.
        first: number of the first execution, when a campaign goes on.
        stops_at_faults: a batch is left at a crash that is new, which may be enough; the rest of it
            comes next.
    """

    judge: Judge
    consumers: Sequence[Consumer]
    seeds: Sequence[SeedFile]
    generators: Generators
    features: Features
    random_seed: int
    numbers: tuple[int, ...]
    scratch: str
    workers: int = 1
    first: int = 0
    constants: tuple[int, ...] = ()
    words: tuple[bytes, ...] = ()
    stops_at_faults: bool = False


# house: loose-dataclass - learns while a campaign goes on
@dataclass(slots=True)
class Worker:
    """One of those who work on a campaign.

    Attributes:
        setup: of the campaign.
        index: subscript of this one.
        life: how many workers were lost before it began; what they made is not made again.
        is_over: asked after every run; True leaves the batch where it is.
    """

    setup: Setup
    index: int = 0
    life: int = 0
    is_over: Callable[[], bool] = never
    guide: Guide = field(default_factory=Guide)
    features: FeatureGuide = field(default_factory=FeatureGuide)
    corpus: Corpus = field(default_factory=Corpus)
    lanes: list[Lane] = field(default_factory=list)
    properties: Properties = field(init=False)
    reader: Reader = field(init=False)
    _comparing: Comparing | None = None
    _sources: Sources | None = None
    _number: int = 0
    _has_valid: bool = False
    _known: set[FaultKey] = field(default_factory=set)
    _escaped: set[FaultKey] = field(default_factory=set)
    _rest: Sequence[Made] = ()

    def __post_init__(self) -> None:
        setup = self.setup
        lot = lot_of(setup.consumers[0])
        self.lanes = [Lane(one, setup.scratch, lot) for one in setup.consumers]
        names = [one.name for one in setup.consumers]
        lenient = frozenset(
            one.name for one in setup.consumers if getattr(one, "rejects", None) == ()
        )
        self.properties = Properties(setup.judge, names, self._unlike, lenient)
        self.reader = Reader(setup.judge.schema)
        self._number = setup.first

    def close(self) -> None:
        """Stop the consumers."""
        for lane in self.lanes:
            lane.close()
        if self._comparing is not None:
            self._comparing.close()

    def start(self) -> Iterator[Tidings]:
        """Run the seeds, and what stands for them where there are none.

        Yields:
            tidings after every batch.
        """
        seeds = list(self.setup.seeds) or self._generated()
        if not seeds:
            raise UsageError(_no_seeds(self.setup.generators))
        lot = self.lanes[0].lot
        for at in range(0, len(seeds), lot):
            some = seeds[at : at + lot]
            cases = [Case(self._next(), one.data, SEED, -1, one.name) for one in some]
            self._rest = [Made(case, -1, ()) for case in cases]
            while self._rest:
                yield self._run(self._rest)
        if not len(self.corpus):
            for one in seeds:
                self._keep(Found(Case(0, one.data, SEED, -1, one.name), is_valid=False))
        self._sources = self._open_sources()

    def step(self, most: int) -> Tidings:
        """Make and run one batch.

        Args:
            most: inputs at most, >= 1.
        """
        assert self._sources is not None
        if self._rest:
            return self._run(self._rest[:most])
        self.corpus.weigh(self.guide.paths)
        made = [self._sources.make(self._next()) for _ in range(min(most, self.lanes[0].lot))]
        return self._run(made)

    def try_inputs(self, inputs: Sequence[tuple[bytes, str]], origin: str) -> Tidings:
        """Run inputs that somebody else made.

        Args:
            inputs: (file, what it is in words) each.
            origin: of the cases, one of `ORIGINS`.
        """
        cases = [Case(self._next(), data, origin, -1, label) for data, label in inputs]
        return self._run([Made(case, -1, ()) for case in cases])

    def take(self, found: Sequence[Found]) -> None:
        """Take over entries of other workers.

        Args:
            found: what they found.
        """
        for one in found:
            gain = self.guide.merge(one.bits, 0)
            fresh = self.features.note(one.features)
            if (gain or fresh) and one.case.data not in self.corpus:
                self._keep(one)

    def _next(self) -> int:
        number = self._number * self.setup.workers + self.index
        self._number += 1
        return number

    def _generated(self) -> list[SeedFile]:
        """Return files that stand for seeds."""
        keys = [f"first {self.setup.random_seed} {n}".encode() for n in range(_FIRST)]
        made = [self.setup.generators.make("valid", key) for key in keys]
        data = dict.fromkeys(one.data for one in made if one is not None)
        return [SeedFile(f"generated {n}", one) for n, one in enumerate(data)]

    def _open_sources(self) -> Sources:
        setup = self.setup
        seeds = [Seed(one.label, one.data) for one in self.corpus.entries]
        options = MutantOptions(numbers=setup.numbers, constants=setup.constants, words=setup.words)
        mutator = Mutator(self.reader, seeds, setup.random_seed, options)
        ways = ways_of(DEFAULT_SHARES, setup.generators.modes)
        text = f"{setup.judge.schema.program.digest} {setup.random_seed} {self.index}"
        text += f" {self.life}" if self.life else ""
        key = hashlib.sha256(text.encode()).digest()
        sources = Sources(Scheduler(ways), mutator, setup.generators, self.corpus, key)
        sources.tail = setup.first + (self.index << 8)
        if not setup.seeds:
            sources.opening = 0  # the generator is at work already
        if setup.first == 0 and not self.life:
            best = sorted(self.corpus.entries, key=lambda one: (not one.is_valid, len(one.data)))
            sources.worded = [one.number for one in best[:_WALKED]]
            sources.part, sources.is_walking = (self.index, setup.workers), True
            sources.steps.add(mutator.walk(sources.worded)[self.index :: setup.workers])
            self._comparing = open_comparing(setup.consumers[0], setup.scratch)
            for number in sources.worded:
                self._compare(sources, number)
        return sources

    # -- one batch -----------------------------------------------------------------------

    def _run(self, batch: Sequence[Made]) -> Tidings:
        inputs = [made.case.data for made in batch]
        outcomes: list[list[Outcome]] = []
        is_last = self._is_news if self.setup.stops_at_faults else None
        for lane in self.lanes:
            outcomes.append(lane.run(inputs, self.is_over, is_last))
            inputs, is_last = inputs[: len(outcomes[-1])], None
        done = len(outcomes[0])
        is_paused = done < len(batch) and not self.is_over()
        self._rest = batch[done:] if is_paused else ()
        tidings = Tidings(runs=done, worker=self.index)
        for at, made in enumerate(batch[:done]):
            self._learn(made, [row[at] for row in outcomes if at < len(row)], tidings)
        tidings.seen, tidings.twice = self.guide.seen, self.guide.twice
        tidings.singles, tidings.measured = self.features.singles, self.features.files
        return tidings

    def _is_news(self, outcome: Outcome) -> bool:
        """Whether the guiding consumer died in a way that is new; hangs have to be confirmed."""
        if not outcome.is_fault or outcome.kind is OutcomeKind.HUNG:
            return False
        place = fault_place(outcome.stdout, outcome.stderr)
        return (0, outcome.kind.value, outcome.signature, place) not in self._known

    def _learn(self, made: Made, outcomes: Sequence[Outcome], tidings: Tidings) -> None:
        first, case = outcomes[0], made.case
        tidings.outcomes[first.kind.value] += 1
        is_judged = case.origin != SEED and case.number % _JUDGED_EVERY == 0
        is_passed = self.setup.judge.is_accepted(case.data) if is_judged else None
        if is_passed is not None:
            tidings.judged += 1
            tidings.passed += is_passed
        deaths = [lane for lane, outcome in enumerate(outcomes) if outcome.is_fault]
        for lane in deaths:
            self._note_fault(Fault(case, outcomes[lane], lane), tidings)
        way = self._sources.scheduler.ways[made.way] if self._sources and made.way >= 0 else None
        kind = way.kind if way is not None and made.is_sound else ""
        ran = Ran(case, kind, tuple(outcomes), is_passed, self._parent_size(case))
        tidings.disagreements += self.properties.check(ran)
        found = None if first.is_fault else self._look(made, first, tidings)
        if found is not None:
            tidings.found.append(found)
            self._keep(found)
            if found.is_valid and self._sources is not None:
                self._sources.note_entry(len(self.corpus) - 1)
        if way is not None and self._sources is not None:
            if deaths:
                self._sources.note_death(made)
            self._sources.scheduler.credit(made.way, int(found is not None), made.price)
            row = tidings.ways.setdefault(way.name, [0, 0])
            row[0] += 1
            row[1] += found is not None

    def _parent_size(self, case: Case) -> int:
        return len(self.corpus.entries[case.parent].data) if case.parent >= 0 else -1

    def _note_fault(self, fault: Fault, tidings: Tidings) -> None:
        key = fault.key
        tidings.deaths[key] += 1
        is_new = key not in self._known
        if not is_new and key in self._escaped:
            return
        is_accepted = self.setup.judge.is_accepted(fault.case.data)
        self._known.add(key)
        if is_accepted:
            self._escaped.add(key)
        if is_new or is_accepted:
            tidings.faults.append(fault)

    def _look(self, made: Made, outcome: Outcome, tidings: Tidings) -> Found | None:
        """Return an input as an entry when it showed something new."""
        case = made.case
        path = work = gain = bits = 0
        edges: tuple[int, ...] = ()
        coverage = outcome.coverage
        if coverage is not None:
            before = self.guide.seen
            novelty = self.guide.note(coverage)
            path, gain = novelty.path, novelty.gain
            bits = self.guide.seen & ~before
        fresh = self._fresh_features(case, outcome, is_new_path=gain > 0)
        tidings.fresh |= fresh
        is_first = made.way < 0 and outcome.kind is OutcomeKind.ACCEPTED
        if not (gain or fresh or is_first) or case.data in self.corpus:
            return None
        if coverage is not None:
            work, edges = sum(coverage), tuple(edge_numbers(coverage))
        marks = (*edges, *(-1 - number for number in sorted(fresh)))
        parent = case.parent
        return Found(
            case,
            path,
            work,
            gain + len(fresh),
            bits,
            marks,
            fresh,
            outcome.kind is OutcomeKind.ACCEPTED and self.setup.judge.is_accepted(case.data),
            self.corpus.entries[parent].depth + 1 if parent >= 0 else 0,
        )

    def _fresh_features(self, case: Case, outcome: Outcome, *, is_new_path: bool) -> frozenset[int]:
        """Return the features of an accepted file that no file before had; not of each file."""
        if outcome.kind is not OutcomeKind.ACCEPTED or len(case.data) > _MAX_MEASURED:
            return frozenset()
        is_asked = is_new_path or outcome.coverage is None or case.origin in (SEED, GENERATED)
        if not is_asked and case.number // self.setup.workers % _MEASURED_EVERY:
            return frozenset()
        if self._has_valid and not self.setup.judge.is_accepted(case.data):
            return frozenset()  # a consumer may accept anything
        trace = self.reader.trace(case.data)
        return self.features.note(self.setup.features.of(trace))

    def _unlike(self, data: bytes) -> Feature | None:
        """Return what a file has and no accepted file had; None when there is nothing."""
        features, seen = self.setup.features, self.features.counts
        fresh = [number for number in features.of(self.reader.trace(data)) if number not in seen]
        goals = [number for number in fresh if number in features.goals]
        return features.describe(min(goals or fresh)) if fresh else None

    def _keep(self, found: Found) -> None:
        case = found.case
        number = len(self.corpus)
        entry = Entry(
            number,
            case.data,
            found.path,
            found.work,
            found.gain,
            found.depth,
            found.is_valid,
            case.label,
        )
        if 0 <= case.parent < number:
            self.corpus.entries[case.parent].finds += 1
        self._has_valid = self._has_valid or found.is_valid
        self.corpus.add(entry, found.marks)
        if self._sources is not None:
            added = self._sources.mutator.add(Seed(case.label, case.data))
            assert added == number
            self._compare(self._sources, number)

    def _compare(self, sources: Sources, number: int) -> None:
        """Try in an entry what the consumer compares its fields with."""
        if self._comparing is not None:
            sources.hint(self._comparing.steps(number, sources.mutator))


def _no_seeds(generators: Generators) -> str:
    """Say why there is nothing to begin with."""
    reason = next(iter(generators.reasons.values()), "")
    return (
        "no seed is given, and no file could be made from the schema alone\n"
        "  expected  at least one file to start from"
        + (f"\n  found     {reason}" if reason else "")
    )
