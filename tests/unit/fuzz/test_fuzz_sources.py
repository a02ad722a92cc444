"""Ways of making inputs: what is known to kill is made rarely, and counts against its entry."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest
from fuzz_kit import PLAIN, SEED, load

from validator.fuzz.corpus import Corpus, Entry
from validator.fuzz.generating import Generators
from validator.fuzz.scheduler import Scheduler, Way
from validator.fuzz.sources import Made, Sources
from validator.mutate import MutantOptions, Mutator, Seed


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    schema = load(tmp_path, PLAIN)
    mutator = Mutator(schema, [Seed("seed", SEED)], 0, MutantOptions())
    corpus = Corpus()
    corpus.add(Entry(0, SEED), [0])
    ways = (Way("mutated", "field", 10), Way("mutated", "bytes", 10))
    made = Sources(Scheduler(ways), mutator, Generators(schema.program), corpus, b"key")
    made.opening = 0
    return made


def made_of(sources: Sources, first: int, count: int) -> list[Made]:
    return [sources.make(number) for number in range(first, first + count)]


def test_every_number_makes_an_input_of_an_entry(sources: Sources) -> None:
    one = [made.case for made in made_of(sources, 0, 20)]
    assert [case.number for case in one] == list(range(20))
    assert len({case.data for case in one}) > 10
    assert all(case.parent == 0 for case in one)


def test_what_mostly_kills_is_made_rarely_but_not_never(sources: Sources) -> None:
    before = made_of(sources, 0, 400)
    often = Counter(made.touched for made in before)
    deadly, count = often.most_common(1)[0]
    for made in [one for one in before if one.touched == deadly]:
        sources.note_death(made)
    after = Counter(made.touched for made in made_of(sources, 400, 400))
    assert count > 20
    assert 0 < after[deadly] < count // 2
    assert sources.corpus.entries[0].deaths == count


def test_few_deaths_do_not_count(sources: Sources) -> None:
    before = made_of(sources, 0, 400)
    often = Counter(made.touched for made in before)
    touched, count = often.most_common(1)[0]
    for made in [one for one in before if one.touched == touched][:7]:
        sources.note_death(made)
    after = Counter(made.touched for made in made_of(sources, 400, 400))
    assert after[touched] > count // 2


def test_an_entry_is_changed_for_a_while(sources: Sources) -> None:
    data = SEED[:-1] + b"x"
    number = sources.mutator.add(Seed("other", data))
    sources.corpus.add(Entry(number, data, path=1), [1])
    parents = [made.case.parent for made in made_of(sources, 0, 240)]
    runs = [len(list(group)) for _, group in groupby(parents)]
    assert len(runs) > 2
    assert min(runs[:-1]) >= 12
    assert sum(entry.picks for entry in sources.corpus.entries) == 240
