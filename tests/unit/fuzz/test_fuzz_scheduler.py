"""Shares of the ways of making inputs: by what they find for what they cost, and never nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from validator.fuzz.case import GENERATED, MUTATED
from validator.fuzz.scheduler import Scheduler, Way
from validator.mutate.draws import Draws

PRICES = {"new": 10.0}


def shares(
    finds_of: Mapping[str, int], *, rounds: int = 6000, prices: Mapping[str, float] = PRICES
) -> Counter[str]:
    """Return how often each way was picked in the second half, finding one in so many tries."""
    ways = [Way(MUTATED, "rich", 100), Way(MUTATED, "poor", 100), Way(GENERATED, "new", 100)]
    scheduler, tries, picked = Scheduler(ways), Counter[str](), Counter[str]()
    for number in range(rounds):
        place = scheduler.pick(Draws(f"pick {number}".encode()))
        kind = ways[place].kind
        tries[kind] += 1
        every = finds_of.get(kind, 0)
        scheduler.credit(place, int(every > 0 and tries[kind] % every == 0), prices.get(kind, 1.0))
        picked[kind] += number >= rounds // 2
    return picked


def test_what_finds_more_is_made_more_often() -> None:
    found = shares({"rich": 5, "poor": 50, "new": 50})
    assert found["rich"] > 2 * found["poor"]


def test_what_costs_more_has_to_find_more() -> None:
    found = shares({"rich": 10, "poor": 10, "new": 10})
    assert found["new"] * 2 < found["poor"]


def test_what_alone_finds_something_is_made_though_it_is_dear() -> None:
    found = shares({"new": 4})
    assert found["new"] > found["rich"] + found["poor"]


def test_no_way_ever_gets_nothing() -> None:
    found = shares({"rich": 2})
    assert min(found["poor"], found["new"]) > 50


def test_what_is_far_too_dear_takes_no_more_than_its_part_of_the_work() -> None:
    found = shares({"rich": 20, "poor": 20}, prices={"new": 5000.0})
    assert found["new"] * 5000 < 20 * (found["rich"] + found["poor"])
    assert found["new"] < shares({"rich": 20, "poor": 20})["new"] // 10
