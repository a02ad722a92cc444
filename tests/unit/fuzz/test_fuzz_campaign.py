"""A campaign over a small format: what it finds, that it finds the same, what it keeps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from campaign_kit import careless, files_of, go, make, sound
from fuzz_kit import ACCEPTED, REJECTED, read_rules

from validator.consumers.protocol import Outcome, OutcomeKind
from validator.errors import UsageError
from validator.fuzz.campaign import ENOUGH, FULL, RUNS_UP, Campaign, Goal, Met
from validator.fuzz.state import DiskFull, Folder
from validator.fuzz.team import Pruner, Solo
from validator.fuzz.triage import Triage
from validator.fuzz.worker import Worker


def test_faults_are_found_and_kept_with_the_word_of_the_gate(tmp_path: Path) -> None:
    campaign = go(make(tmp_path, careless), 1500)
    summary = campaign.summary()
    assert campaign.stopped == RUNS_UP
    assert summary.executions == 1500
    assert summary.verdict == "crashes"
    found = {crash.report.signature: crash for crash in summary.crashes}
    assert set(found) == {"SIGSEGV in level", "SIGSEGV in ids"}
    assert found["SIGSEGV in level"].is_escape
    assert summary.crashes[0].is_escape
    for crash in summary.crashes:
        data = (Path(crash.folder) / "input.bin").read_bytes()
        assert careless(data).signature == crash.report.signature
        assert crash.count >= 1
        assert 0 <= crash.first_run < 1500
    assert sum(summary.outcomes.values()) == 1500
    assert summary.outcomes["crashed"] == sum(crash.count for crash in summary.crashes)
    assert summary.edges > 3
    assert 0 < summary.valid_share < 1
    assert sum(way.inputs for way in summary.ways) == 1499


def test_the_same_campaign_finds_the_same(tmp_path: Path) -> None:
    first = go(make(tmp_path, careless, out="one"), 700)
    again = go(make(tmp_path, careless, out="two"), 700)
    assert files_of(tmp_path / "one" / "corpus") == files_of(tmp_path / "two" / "corpus")
    assert len(files_of(tmp_path / "one" / "corpus")) > 5
    shown = [
        [(one.report.signature, one.first_run, one.count) for one in each.summary().crashes]
        for each in (first, again)
    ]
    assert shown[0] == shown[1]
    other = make(tmp_path, careless, out="three")
    other.setup = replace(other.setup, random_seed=1)
    go(other, 700)
    assert files_of(tmp_path / "one" / "corpus") != files_of(tmp_path / "three" / "corpus")


def test_without_counters_features_of_the_schema_guide(tmp_path: Path) -> None:
    campaign = go(make(tmp_path, sound), 400)
    summary = campaign.summary()
    assert summary.edges == -1
    assert summary.corpus > 3
    assert summary.features > 10
    assert summary.verdict == "no crashes"
    assert 0 <= summary.chance <= 1


def test_a_campaign_ends_after_so_many_new_crashes(tmp_path: Path) -> None:
    campaign = go(make(tmp_path, careless, goal=Goal(crashes=1)), 100_000)
    assert campaign.stopped == ENOUGH
    assert len(campaign.crashes) >= 1
    assert campaign.runs < 100_000


def pausing(campaign: Campaign) -> Campaign:
    campaign.setup = replace(campaign.setup, stops_at_faults=True)
    return campaign


def test_a_batch_is_left_at_the_crash_that_is_enough(tmp_path: Path) -> None:
    whole = go(make(tmp_path, careless, goal=Goal(crashes=1), out="whole"), 100_000)
    left = go(pausing(make(tmp_path, careless, goal=Goal(crashes=1), out="left")), 100_000)
    first = min(one.first_run for one in whole.summary().crashes)
    assert [one.first_run for one in left.summary().crashes] == [first]
    assert left.runs == first + 1 < whole.runs


def test_a_batch_that_was_left_goes_on_as_it_would_have(tmp_path: Path) -> None:
    one = go(make(tmp_path, careless, out="one"), 700)
    two = go(pausing(make(tmp_path, careless, out="two")), 700)
    assert len(one.crashes) > 1
    assert (one.runs, one.total.outcomes, one.met.keys()) == (
        two.runs,
        two.total.outcomes,
        two.met.keys(),
    )
    assert files_of(tmp_path / "one" / "corpus") == files_of(tmp_path / "two" / "corpus")


def test_versions_that_disagree_are_told_once(tmp_path: Path) -> None:
    def older(data: bytes) -> Outcome:
        rows = read_rules(data)
        return REJECTED if rows is None or len(rows) > 3 else ACCEPTED

    summary = go(make(tmp_path, sound, older), 400).summary()
    told = [one for one in summary.disagreements if one.what == "versions"]
    assert told
    assert "c0: accepted, c1: rejected; the gate accepts it" in told[0].message
    assert len({one.message for one in told}) == len(told)
    data = (tmp_path / "out" / told[0].file).read_bytes()
    assert sound(data).kind is not older(data).kind
    assert summary.verdict == "no crashes"


def test_a_consumer_that_takes_cut_files_is_told(tmp_path: Path) -> None:
    summary = go(make(tmp_path, lambda data: ACCEPTED), 400).summary()
    told = [one for one in summary.disagreements if one.what == "truncated"]
    assert told
    assert "c0 accepts a file that was cut; the gate says" in told[0].message


def test_each_consumer_has_its_own_crashes(tmp_path: Path) -> None:
    summary = go(make(tmp_path, sound, careless), 600).summary()
    assert {crash.report.consumer_name for crash in summary.crashes} == {"c1"}


def test_files_of_the_schema_alone_are_enough(tmp_path: Path) -> None:
    campaign = go(make(tmp_path, careless, seeds=(), modes=("valid",)), 600)
    assert campaign.summary().corpus > 3
    assert campaign.summary().crashes


def test_nothing_to_begin_with_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no seed is given"):
        go(make(tmp_path, careless, seeds=()), 10)


def test_a_campaign_goes_on_with_its_crashes(tmp_path: Path) -> None:
    first = go(make(tmp_path, careless), 600)
    met = {name: Met(when.seconds, when.run) for name, when in first.met.items()}
    again = make(tmp_path, careless)
    again.restore({**met, "gone": Met(1.0, 1)})
    assert again.new_crashes == 0
    summary = again.summary()
    assert {one.report.id for one in summary.crashes} == set(met)
    assert all(one.is_new and one.count == 0 for one in summary.crashes)
    assert summary.verdict == "crashes"


def test_a_full_disk_ends_the_campaign_and_loses_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = make(tmp_path, careless)

    def full(self: Folder, number: int, data: bytes) -> None:
        raise DiskFull("corpus: cannot be written: no space left on device")

    monkeypatch.setattr(Folder, "keep_entry", full)
    go(campaign, 2000)
    assert campaign.stopped == FULL
    assert campaign.summary().stopped == FULL


def test_a_crash_that_cannot_be_kept_is_put_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Triage, *args: object, **kwargs: object) -> object:
        raise UsageError("kept: no space left") from OSError(28, "No space left on device")

    monkeypatch.setattr(Triage, "note", full)
    campaign = make(tmp_path, careless)
    with pytest.raises(
        UsageError, match=r"no space left\n  hint +the input is in .*unsaved"
    ) as got:
        go(campaign, 2000)
    path = Path(str(got.value).partition("is in ")[2].partition(" (")[0])
    assert careless(path.read_bytes()).kind is OutcomeKind.CRASHED


def test_a_disk_that_is_full_while_minimizing_leaves_crashes_as_they_were_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Triage, crash: object) -> object:
        raise UsageError("kept: no space left") from OSError(28, "No space left on device")

    campaign = go(make(tmp_path, careless), 1500)
    monkeypatch.setattr(Triage, "settle", full)
    assert not campaign.settle(lambda: None, lambda: False)
    assert campaign.stopped == FULL
    assert not (tmp_path / "out" / "reserve").exists()
    summary = campaign.summary()
    assert summary.verdict == "crashes"
    assert all((Path(one.folder) / "input.bin").is_file() for one in summary.crashes)


def test_a_crash_on_a_full_disk_is_kept_in_the_reserve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = make(tmp_path, careless)
    note, calls = Triage.note, [0]

    def narrow(self: Triage, *args: object, **kwargs: object) -> object:
        calls[0] += 1
        if (tmp_path / "out" / "reserve").exists():
            raise UsageError("no space left") from OSError(28, "No space left on device")
        return note(self, *args, **kwargs)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(Triage, "note", narrow)
    go(campaign, 2000)
    assert campaign.stopped == FULL
    assert calls[0] == 2
    assert len(campaign.summary().crashes) == 1


def test_hangs_are_believed_when_they_came_twice(tmp_path: Path) -> None:
    def slow(data: bytes) -> Outcome:
        rows = read_rules(data)
        if rows is not None and len(rows) > 3:
            return Outcome(OutcomeKind.HUNG, signature="time limit")
        return REJECTED if rows is None else ACCEPTED

    (crash,) = go(make(tmp_path, slow), 400).summary().crashes
    assert (crash.report.outcome, crash.report.signature) == ("hung", "time limit")


def test_pruning_leaves_what_shows_something_of_its_own(tmp_path: Path) -> None:
    go(make(tmp_path, careless), 600)
    before = files_of(tmp_path / "out" / "corpus")
    copies = sorted(before.values(), key=len)
    campaign = make(tmp_path, careless, seeds=copies)
    worker = Worker(campaign.setup)
    team = Pruner(worker, campaign.folder)
    campaign.go(team, lambda: None)
    after = files_of(tmp_path / "out" / "corpus")
    assert 0 < len(after) == team.left <= team.before
    assert set(after.values()) <= set(copies)
    everything = make(tmp_path, careless, seeds=list(after.values()), out="other")
    campaign_after = Worker(everything.setup)
    assert list(campaign_after.start())
    assert campaign_after.guide.edges == worker.guide.edges
    campaign_after.close()


def test_a_consumer_that_accepts_anything_is_not_fed_with_garbage(tmp_path: Path) -> None:
    def lax(data: bytes) -> Outcome:
        return replace(ACCEPTED, coverage=bytes(min(data.count(at), 255) for at in range(64)))

    campaign = make(tmp_path, lax)
    worker = Worker(campaign.setup)
    campaign.go(Solo(worker, 1500), lambda: None)
    judge = campaign.setup.judge
    entries = worker.corpus.entries
    assert all(one.is_valid == judge.is_accepted(one.data) for one in entries)
    assert {one.is_valid for one in entries} == {True, False}
    of_valid = sum(one.picks for one in entries if one.is_valid)
    assert of_valid > 3 * sum(one.picks for one in entries if not one.is_valid)
