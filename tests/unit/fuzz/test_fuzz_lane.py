"""A batch that is left when time is up: what ran is told, what did not run is not."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from campaign_kit import careless, go, make
from fuzz_kit import ACCEPTED, InProcess

from validator.consumers.protocol import Outcome
from validator.fuzz.campaign import TIME_UP, Goal
from validator.fuzz.lane import Lane


def lane_of(folder: Path, lot: int) -> tuple[Lane, list[bytes]]:
    ran: list[bytes] = []

    def read(data: bytes) -> Outcome:
        ran.append(data)
        return ACCEPTED

    return Lane(InProcess(read), str(folder), lot), ran


def test_a_batch_is_left_when_time_is_up(tmp_path: Path) -> None:
    lane, ran = lane_of(tmp_path, 8)
    inputs = [bytes((number,)) for number in range(8)]
    asked = count()
    outcomes = lane.run(inputs, lambda: next(asked) >= 2)
    assert outcomes == [ACCEPTED] * 3
    assert len(ran) < 8
    assert lane.run(inputs) == [ACCEPTED] * 8
    lane.close()
    assert ran[-8:] == inputs  # nothing is left over from the batch before


def test_at_least_one_input_of_a_batch_is_run(tmp_path: Path) -> None:
    lane, _ = lane_of(tmp_path, 4)
    assert lane.run([b"a", b"b"], lambda: True) == [ACCEPTED]


def test_a_campaign_counts_what_ran_of_its_last_batch(tmp_path: Path) -> None:
    ran = count()

    def read(data: bytes) -> Outcome:
        next(ran)
        return careless(data)

    campaign = make(tmp_path, read, careless, goal=Goal(seconds=100))
    go(campaign, 100_000)
    assert campaign.stopped == TIME_UP
    summary = campaign.summary()
    assert sum(summary.outcomes.values()) == summary.executions
    assert 0 < summary.executions <= 100
