"""What comes first in a campaign: mutants and steps, then some files of each mode."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from campaign_kit import make
from fuzz_kit import ACCEPTED

from validator.fuzz.case import GENERATED
from validator.fuzz.generating import MODES
from validator.fuzz.sources import Made, Sources
from validator.fuzz.worker import Worker
from validator.mutate.walk import Step


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    worker = Worker(make(tmp_path, lambda data: ACCEPTED, modes=MODES).setup)
    assert list(worker.start())
    worker.close()
    opened = worker._sources
    assert opened is not None
    return opened


def modes_of(sources: Sources, made: list[Made]) -> Counter[str]:
    ways = sources.scheduler.ways
    return Counter(ways[one.way].kind for one in made if one.case.origin == GENERATED)


def test_mutants_come_first_then_some_files_of_each_mode(sources: Sources) -> None:
    made = [sources.make(number) for number in range(sources.opening)]
    assert modes_of(sources, made) == {}
    made = [sources.make(1000 + number) for number in range(240)]
    found = modes_of(sources, made)
    assert min(found[mode] for mode in MODES) >= 12


def test_a_mode_that_is_far_too_dear_is_not_sampled(sources: Sources) -> None:
    ways = sources.scheduler.ways
    boundary = next(at for at, way in enumerate(ways) if way.kind == "boundary")
    sources.scheduler.credit(boundary, 0, 1e6)
    sources._counts["boundary"] = 2
    made = [sources.make(number) for number in range(sources.opening + 240)]
    found = modes_of(sources, made)
    assert found["boundary"] < 5 < found["valid"]


def test_what_comparisons_suggest_takes_turns_with_the_walk(sources: Sources) -> None:
    hinted = [Step(0, step.leaf, 7) for step in sources.mutator.walk([0])[:1]]
    sources.hint(hinted)
    sources.hint([Step(0, hinted[0].leaf, value) for value in (2, 5)])
    walked = len(sources.steps)
    labels = [one.case.label for one in map(sources.make, range(15)) if one.touched[0] == "step"]
    said = [label.split(",")[0].rsplit(" ", 1)[-1] for label in labels]
    assert said[::2] == ["2", "5", "7"]
    assert len(sources.steps) < walked


def test_many_suggestions_do_not_keep_the_walk_from_its_end(sources: Sources) -> None:
    (leaf,) = {step.leaf for step in sources.mutator.walk([0])[:1]}
    for number in range(12 * (len(sources.steps) + 200)):
        sources.hint([Step(0, leaf, value) for value in range(8)])
        sources.make(number)
    assert not sources.steps
    assert not sources.worded


def test_suggestions_come_one_after_the_other_once_the_walk_is_done(sources: Sources) -> None:
    (leaf,) = {step.leaf for step in sources.mutator.walk([0])[:1]}
    while sources.steps or sources.worded:
        sources._next_step()
    sources.hint([Step(0, leaf, value) for value in (2, 5, 7)])
    found = [step.value for step in (sources._next_step() for _ in range(3)) if step is not None]
    assert found == [2, 5, 7]
