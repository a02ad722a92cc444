"""What holds for coverage whatever the files: no input is too strange, nothing is lost."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import validator
from validator import load_schema
from validator.check.schema import Schema
from validator.cover import FeatureKind, Features
from validator.cover.corpus import Entry, minimize
from validator.cover.table import Coverage
from validator.mutate import Mutator, Seed

ROOT = Path(validator.__file__).parents[1]
FORMATS = ("channel_file", "btf", "hwdb")


@cache
def loaded(name: str) -> tuple[Schema, Features]:
    schema = load_schema(ROOT / "schemas" / f"{name}.ksy")
    return schema, Features(schema.program)


@cache
def smallest(name: str) -> tuple[Seed, ...]:
    files = [path for path in (ROOT / "corpus" / name / "valid").iterdir() if path.is_file()]
    chosen = sorted(files, key=lambda path: (path.stat().st_size, path.name))[:3]
    return tuple(Seed(path.name, path.read_bytes()) for path in chosen)


@pytest.mark.parametrize("name", FORMATS)
def test_mutants_of_any_kind_have_features(name: str) -> None:
    schema, features = loaded(name)
    mutator = Mutator(schema, smallest(name), 7)
    for index in range(25):
        trace = schema.trace(mutator.make(index).data)
        found = features.of(trace)
        assert all(0 <= number < len(features) for number in found)
        assert found == features.of(trace)


@given(st.sampled_from(FORMATS), st.binary(max_size=300))
@settings(max_examples=60)
def test_any_bytes_have_features(name: str, data: bytes) -> None:
    schema, features = loaded(name)
    assert features.of(schema.trace(data)) <= set(range(len(features)))


@pytest.mark.parametrize("name", FORMATS)
def test_a_value_has_one_class_of_its_own(name: str) -> None:
    """Idle fields are told by it: a file that has a field has some class of it."""
    schema, features = loaded(name)
    for seed in smallest(name):
        trace = schema.trace(seed.data)
        paths = {features.describe(number).field for number in features.of(trace)}
        counted = {one.field for one in features.all}
        there = {trace.place[node] for node in range(1, len(trace))}
        assert there & counted <= paths


@pytest.mark.parametrize("name", FORMATS)
def test_valid_files_have_nothing_that_checks_exclude(name: str) -> None:
    """A field that follows from others has no goals at all, so only free ones tell."""
    schema, features = loaded(name)
    free = {one.field for one in features.all if one.is_goal and one.kind is FeatureKind.VALUE}
    for seed in smallest(name):
        found = map(features.describe, features.of(schema.trace(seed.data)))
        excluded = [one for one in found if one.text.startswith("outside") and not one.is_goal]
        assert [one.path for one in excluded if one.field in free] == []


entries = st.lists(
    st.tuples(st.integers(0, 9), st.frozensets(st.integers(0, 12), max_size=6)), max_size=12
).map(lambda pairs: [Entry(f"f{n}", size, marks) for n, (size, marks) in enumerate(pairs)])


@given(entries, st.frozensets(st.integers(0, 12), max_size=4))
def test_minimizing_loses_nothing_and_keeps_nothing_idle(
    files: list[Entry], shown: frozenset[int]
) -> None:
    kept = minimize(files, shown)
    assert len(set(kept)) == len(kept)

    def marks(numbers: list[int]) -> frozenset[object]:
        return frozenset(shown).union(*(files[number].marks for number in numbers))

    everything = marks(list(range(len(files))))
    assert marks(kept) == everything
    for number in kept:
        assert marks([other for other in kept if other != number]) != everything


@given(entries, st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(files: list[Entry], random: object) -> None:
    shuffled = list(files)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis' own random
    chosen = [files[number].name for number in minimize(files)]
    assert [shuffled[number].name for number in minimize(shuffled)] == chosen


@given(st.lists(st.frozensets(st.integers(0, 60), max_size=20), max_size=6))
def test_more_files_never_exercise_less(found: list[frozenset[int]]) -> None:
    coverage = Coverage(loaded("channel_file")[1])
    before = (0, 0)
    for number, one in enumerate(found):
        fresh = coverage.add(f"f{number}", 1, one)
        assert fresh == one - frozenset().union(*found[:number])
        assert coverage.counts() >= before
        before = coverage.counts()
