"""Several processes work on a campaign: one that is killed takes nothing with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from campaign_kit import careless, make
from fuzz_kit import REJECTED, SEED

from validator.consumers.protocol import Outcome
from validator.errors import ConsumerError
from validator.fuzz.campaign import ENOUGH, RUNS_UP, Campaign, Goal
from validator.fuzz.crew import Crew


def open_crew(folder: Path, read: Callable[[bytes], Outcome], runs: int) -> tuple[Campaign, Crew]:
    campaign = make(folder, read)
    campaign.setup = replace(campaign.setup, workers=2)
    return campaign, Crew(campaign.setup, runs)


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    def read(data: bytes) -> Outcome:
        if data != SEED and not (tmp_path / "killed").exists():
            (tmp_path / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return careless(data)

    campaign, crew = open_crew(tmp_path, read, 800)
    campaign.go(crew, lambda: None)
    summary = campaign.summary()
    assert crew.deaths == ["was killed (SIGKILL: by hand, or as memory ran out)"]
    assert campaign.stopped == RUNS_UP
    assert summary.executions == 800
    assert [crash.report.signature for crash in summary.crashes] != []


def test_workers_that_die_one_after_the_other_end_the_campaign(tmp_path: Path) -> None:
    def read(data: bytes) -> Outcome:
        if data != SEED:
            os.kill(os.getpid(), signal.SIGKILL)
        return REJECTED

    campaign, crew = open_crew(tmp_path, read, 800)
    with pytest.raises(ConsumerError, match=r"a worker process was killed \(SIGKILL"):
        campaign.go(crew, lambda: None)
    assert campaign.runs >= 2


def test_large_finds_of_two_workers_do_not_wait_for_each_other(tmp_path: Path) -> None:
    big = SEED + bytes(1 << 20)
    campaign = make(tmp_path, careless, seeds=(SEED, big))
    campaign.setup = replace(campaign.setup, workers=2)
    campaign.go(Crew(campaign.setup, 120), lambda: None)
    assert campaign.stopped == RUNS_UP
    assert campaign.runs == 120


def test_a_campaign_begins_without_what_only_minimizing_needs() -> None:
    text = "import sys, validator.fuzz.crew, validator.fuzz.campaign as c; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "validator.fuzz.triage" in loaded
    assert not {"construct", "validator.fuzz.crash_report", "validator.mutate.edit"} & loaded


def test_what_was_not_told_yet_is_told_when_a_campaign_is_over(tmp_path: Path) -> None:
    log = tmp_path / "runs"

    def read(data: bytes) -> Outcome:
        with log.open("ab") as file:
            file.write(b".")
        return careless(data)

    campaign = make(tmp_path, read)
    campaign.setup = replace(campaign.setup, workers=2)
    campaign.goal = Goal(crashes=1)
    campaign.go(Crew(campaign.setup), lambda: None)
    assert campaign.stopped == ENOUGH
    assert campaign.runs == log.stat().st_size
