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


def test_what_comparisons_suggest_is_tried_next(sources: Sources) -> None:
    hinted = [Step(0, step.leaf, 7) for step in sources.mutator.walk([0])[:1]]
    sources.hint(hinted)
    sources.hint([Step(0, hinted[0].leaf, value) for value in (2, 5)])
    labels = [one.case.label for one in map(sources.make, range(9)) if one.touched[0] == "step"]
    assert [label.split(",")[0].rsplit(" ", 1)[-1] for label in labels] == ["2", "5", "7"]
