"""Which entry is changed next: what makes one more promising than another that is else the same."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from validator.fuzz.corpus import Corpus, Entry
from validator.mutate.draws import Draws

_PICKS = 2000


def share(*, paths: Mapping[int, int] | None = None, **differs: object) -> float:
    """Return how often the second of two entries is picked for once that the first one is."""
    plain: dict[str, object] = {"data": b"a" * 100, "path": 1, "work": 100, "gain": 1}
    corpus = Corpus()
    corpus.add(Entry(0, **plain), [])  # type: ignore[arg-type]  # as above
    marks = [7] if differs.pop("is_favored", False) else []
    second = {**plain, "data": b"b" * 100, "path": 2, **differs}
    corpus.add(Entry(1, **second), marks)  # type: ignore[arg-type]  # as above
    corpus.weigh(paths or {})
    draws = Draws(b"key")
    picked = sum(corpus.pick(draws).number for _ in range(_PICKS))
    return picked / (_PICKS - picked)


def test_two_of_a_kind_share_alike() -> None:
    assert 0.8 < share() < 1.25


@pytest.mark.parametrize(
    "differs",
    [
        {"is_favored": True},
        {"gain": 60},
        {"depth": 8},
        {"data": b"b" * 20},
        {"work": 10},
    ],
)
def test_what_is_promising_is_changed_more_often(differs: dict[str, object]) -> None:
    assert share(**differs) > 1.3


@pytest.mark.parametrize(
    "differs",
    [
        {"picks": 100_000},
        {"picks": 100, "deaths": 90},
        {"data": b"b" * 2000},
        {"work": 9000},
        {"is_valid": False},
        {"paths": {1: 1, 2: 1 << 20}},
    ],
)
def test_what_is_not_is_changed_less_often(differs: dict[str, object]) -> None:
    assert share(**differs) < 0.75


def test_an_entry_that_finds_something_tires_later() -> None:
    assert share(picks=3000, finds=50) > 2 * share(picks=3000)


def test_work_and_size_are_compared_with_those_of_the_whole_corpus() -> None:
    few, many = Corpus(), Corpus()
    for corpus, others in ((few, 2), (many, 40)):
        for number in range(others):
            corpus.add(Entry(number, bytes([number]) * 500, work=500), [])
        corpus.add(Entry(others, b"x" * 50, work=50), [])
        corpus.weigh({})
    parts = []
    for corpus in (few, many):
        draws = Draws(b"key")
        last = len(corpus) - 1
        picked = sum(corpus.pick(draws).number == last for _ in range(_PICKS))
        parts.append(picked / (_PICKS - picked) * last)
    assert all(3 < part < 24 for part in parts)
