"""Where the inputs of a campaign come from: the schema alone, and changes of the corpus.

Comes in: draws. Goes out: one input and the way it was made. What mostly kills the consumer in ways
that are known is made again only now and then: a shallow fault must not hide the deeper ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field

from validator.dataclass import dataclass
from validator.findings import generic_path
from validator.fuzz.agenda import Agenda
from validator.fuzz.case import GENERATED, MUTATED, Case
from validator.fuzz.corpus import Corpus, Entry
from validator.fuzz.generating import Generators
from validator.fuzz.scheduler import Scheduler, Way
from validator.mutate.draws import Draws
from validator.mutate.mutants import Mutator
from validator.mutate.walk import Step

_REDRAWS = 6
_STEP_EVERY = 3
_OPENING = 128
"""Inputs that are mutants only: a generator takes as long as hundreds of them before its first."""
_SAMPLE_EVERY, _SAMPLES = 6, 12
_TOO_DEAR = 200.0
"""Each mode of the generator has so many files made early, unless they cost more mutants each."""
_BURST = 12
_MOST_HINTED = 512
_LONGEST = 120
_NUMBER = re.compile(r"\d+")
_PREPARING = 24
"""Steps with numbers alone: texts need to know what depends on their length."""
_SUSPECT = 8
_SPARED = 12


@dataclass(frozen=True, slots=True)
class Made:
    """An input.

    Attributes:
        case: the input.
        way: subscript of its way; -1 for none.
        touched: what was changed or chosen, for `Sources.note_death`.
        price: what it cost to make, in mutants; counted work, the clock is not asked.
        is_sound: it came out as its way is to make it.
    """

    case: Case
    way: int
    touched: tuple[str, ...]
    price: float = 1.0
    is_sound: bool = True


# house: loose-dataclass - counts while a campaign goes on
@dataclass(slots=True)
class _Record:
    """Inputs that touched the same, and those of them that killed the consumer."""

    tries: int = 0
    deaths: int = 0

    @property
    def is_deadly(self) -> bool:
        return self.deaths >= _SUSPECT and self.deaths * 4 > self.tries


# house: loose-dataclass - learns while a campaign goes on
@dataclass(slots=True)
class Sources:
    """All ways of making inputs.

    Attributes:
        scheduler: says which one is next.
        mutator: changes entries of the corpus; its numbers are those of the corpus.
        generators: make files from the schema.
        corpus: entries that can be changed.
        key: every input is a function of it, of its number, and of the corpus then.
        steps: what is tried before anything is left to chance.
        hinted: what comparisons of the consumer suggest, the next one last, by turns with `steps`.
        worded: entries whose texts are tried beside these.
        is_walking: what further entries have and no seed has is tried, too.
        part: which of how many workers tries them.
        opening: inputs to begin with that are mutants.
        tail: number of the first file of each mode: their keys count on from it, so that a
            generator goes through all that it can drive to an end.
    """

    scheduler: Scheduler
    mutator: Mutator
    generators: Generators
    corpus: Corpus
    key: bytes
    steps: Agenda = field(default_factory=Agenda)
    hinted: list[Step] = field(default_factory=list)
    worded: Sequence[int] = ()
    is_walking: bool = False
    part: tuple[int, int] = (0, 1)
    opening: int = _OPENING
    tail: int = 0
    _counts: dict[str, int] = field(default_factory=dict)
    _records: dict[tuple[str, ...], _Record] = field(default_factory=dict)
    _entry: Entry | None = None
    _left: int = 0
    _turn: int = 0
    _stepped: int = 0
    _asked: int = 0
    _fresh: list[int] = field(default_factory=list)

    def make(self, number: int) -> Made:
        """Return the next input.

        Args:
            number: of the execution.
        """
        draws = Draws(self.key + number.to_bytes(8, "little"))
        self._turn += 1
        if self._turn % _STEP_EVERY == 0:
            stepped = self._step(number)
            if stepped is not None:
                return stepped
        is_opening = self._turn <= self.opening
        sampled = -1 if is_opening or self._turn % _SAMPLE_EVERY != 1 else self._to_sample()
        for _ in range(_REDRAWS):
            way = sampled if sampled >= 0 else self.scheduler.pick(draws, is_changing=is_opening)
            made = self._made(self.scheduler.ways[way], way, number, draws)
            record = self._records.get(made.touched)
            if record is None or not record.is_deadly or draws.chance(1, _SPARED):
                break
            sampled = -1
        self._records.setdefault(made.touched, _Record()).tries += 1
        return made

    def _to_sample(self) -> int:
        """Return the way of the mode with the fewest files so far; -1 when all have enough.

        A share by what ways have found starts with what is known of each: some files of each mode.
        """
        best, fewest = -1, _SAMPLES
        for at, way in enumerate(self.scheduler.ways):
            score, count = self.scheduler.scores[at], self._counts.get(way.kind, 0)
            is_dear = count > 1 and score.cost > _TOO_DEAR * max(score.tries, 1)
            if way.origin == GENERATED and count < fewest and not is_dear:
                best, fewest = at, count
        return best

    def _step(self, number: int) -> Made | None:
        """Return the next step that can be taken, unless what it touches is known to kill."""
        ways = self.scheduler.ways
        place = next((at for at, way in enumerate(ways) if way.kind == "field"), -1)
        while (step := self._next_step()) is not None:
            mutant = self.mutator.take(step)
            if mutant is None:
                continue
            touched = ("step", *(generic_path(path) for path, _ in mutant.edits))
            record = self._records.setdefault(touched, _Record())
            if record.is_deadly:
                continue
            record.tries += 1
            case = Case(number, mutant.data, MUTATED, step.number, mutant.label, mutant.edits)
            return Made(case, place, touched)
        return None

    def _next_step(self) -> Step | None:
        """Return the next step; hints and the walk take turns.

        A consumer that compares much hints at more with each entry than is ever tried.
        """
        self._asked += 1
        if self.hinted and (self._asked % 2 or not (self.steps or self.worded or self._fresh)):
            return self.hinted.pop()
        self._stepped += 1
        if self.worded and (self._stepped > _PREPARING or not self.steps):
            index, workers = self.part
            self.steps.add(self.mutator.walk_texts(self.worded)[index::workers])
            self.worded = ()
        if self._fresh and not self.worded:
            self.steps.add(self.mutator.walk_on(self._fresh.pop(0)))
        return self.steps.pop()

    def note_entry(self, number: int) -> None:
        """Take note of a further valid entry: it may have fields that no other one has.

        Args:
            number: of the entry.
        """
        if self.is_walking:
            self._fresh.append(number)

    def hint(self, steps: Sequence[Step]) -> None:
        """Take values that are to be tried soon.

        Args:
            steps: the most telling first; those of earlier calls come after them.
        """
        self.hinted += steps[:_MOST_HINTED][::-1]
        del self.hinted[:-_MOST_HINTED]

    def note_death(self, made: Made) -> None:
        """Take note of an input that killed the consumer.

        Args:
            made: by `make`.
        """
        self._records.setdefault(made.touched, _Record()).deaths += 1
        if made.case.parent >= 0:
            self.corpus.entries[made.case.parent].deaths += 1

    def _made(self, way: Way, place: int, number: int, draws: Draws) -> Made:
        price = 1.0
        if way.origin == GENERATED:
            made = self.generators.make(way.kind, self._key_for(way.kind, draws))
            price += self.generators.price
            if made is not None:
                label = f"{way.kind}: {made.label}" if made.label else way.kind
                case = Case(number, made.data, GENERATED, -1, label)
                words = (way.name, *_words(made.label))
                return Made(case, place, words, price, made.is_valid)
        entry = self._entry_for(draws)
        shares = None if way.origin == GENERATED else {way.kind: 1}
        mutant = self.mutator.vary(entry.number, draws, shares=shares)
        case = Case(number, mutant.data, MUTATED, entry.number, mutant.label, mutant.edits)
        paths = sorted({generic_path(path) for path, _ in mutant.edits})
        return Made(case, place, (way.name, *paths), price)

    def _key_for(self, mode: str, draws: Draws) -> bytes:
        """Return the key of the next file of a mode; the last four bytes count."""
        count = self._counts.get(mode, 0)
        self._counts[mode] = count + 1
        return draws.some_bytes(12) + (self.tail + count & 0xFFFFFFFF).to_bytes(4, "big")

    def _entry_for(self, draws: Draws) -> Entry:
        """Return the entry that is changed now: each for a while, as preparing one is dear."""
        if self._left <= 0 or self._entry is None:
            self._entry, self._left = self.corpus.pick(draws), _BURST
        self._left -= 1
        self._entry.picks += 1
        return self._entry


def _words(label: str) -> Sequence[str]:
    """Return what a label is about, without what differs from file to file."""
    return [_NUMBER.sub("N", label)] if len(label) <= _LONGEST else []
