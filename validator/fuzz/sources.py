"""Where the inputs of a campaign come from: the schema alone, and changes of the corpus.

Comes in: draws. Goes out: one input and the way it was made. What mostly kills the consumer in ways
that are known is made again only now and then: a shallow fault must not hide the deeper ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from validator.findings import generic_path
from validator.fuzz.case import GENERATED, MUTATED, Case
from validator.fuzz.corpus import Corpus, Entry
from validator.fuzz.generating import Generators
from validator.fuzz.scheduler import Scheduler, Way
from validator.mutate.draws import Draws
from validator.mutate.mutants import Mutator
from validator.mutate.walk import Step

_REDRAWS = 6
_STEP_EVERY = 3
_BURST = 12
_LONGEST = 120
_NUMBER = re.compile(r"\d+")
_SUSPECT = 8
_SPARED = 12


@dataclass(frozen=True, slots=True)
class Made:
    """An input, the subscript of its way, and what was touched, for `Sources.note_death`."""

    case: Case
    way: int
    touched: tuple[str, ...]


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
        steps: what is tried before anything is left to chance, the first one last.
    """

    scheduler: Scheduler
    mutator: Mutator
    generators: Generators
    corpus: Corpus
    key: bytes
    steps: list[Step] = field(default_factory=list)
    _records: dict[tuple[str, ...], _Record] = field(default_factory=dict)
    _entry: Entry | None = None
    _left: int = 0
    _turn: int = 0

    def make(self, number: int) -> Made:
        """Return the next input.

        Args:
            number: of the execution.
        """
        draws = Draws(self.key + number.to_bytes(8, "little"))
        self._turn += 1
        stepped = self._step(number) if self.steps and self._turn % _STEP_EVERY == 0 else None
        if stepped is not None:
            return stepped
        for _ in range(_REDRAWS):
            way = self.scheduler.pick(draws)
            made = self._made(self.scheduler.ways[way], way, number, draws)
            record = self._records.get(made.touched)
            if record is None or not record.is_deadly or draws.chance(1, _SPARED):
                break
        self._records.setdefault(made.touched, _Record()).tries += 1
        return made

    def _step(self, number: int) -> Made | None:
        """Return the next step that can be taken, unless what it touches is known to kill."""
        ways = self.scheduler.ways
        place = next((at for at, way in enumerate(ways) if way.kind == "field"), -1)
        while self.steps:
            step = self.steps.pop()
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

    def note_death(self, made: Made) -> None:
        """Take note of an input that killed the consumer.

        Args:
            made: by `make`.
        """
        self._records.setdefault(made.touched, _Record()).deaths += 1
        if made.case.parent >= 0:
            self.corpus.entries[made.case.parent].deaths += 1

    def _made(self, way: Way, place: int, number: int, draws: Draws) -> Made:
        if way.origin == GENERATED:
            made = self.generators.make(way.kind, draws.some_bytes(16))
            if made is not None:
                label = f"{way.kind}: {made.label}" if made.label else way.kind
                case = Case(number, made.data, GENERATED, -1, label)
                return Made(case, place, (way.name, *_words(made.label)))
        entry = self._entry_for(draws)
        shares = None if way.origin == GENERATED else {way.kind: 1}
        mutant = self.mutator.vary(entry.number, draws, shares=shares)
        case = Case(number, mutant.data, MUTATED, entry.number, mutant.label, mutant.edits)
        paths = sorted({generic_path(path) for path, _ in mutant.edits})
        return Made(case, place, (way.name, *paths))

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
