"""A consumer that hangs has less time while its file is made small, and all of it in the end."""

from __future__ import annotations

import os
from pathlib import Path

import fuzz_kit as kit
import pytest

from validator.consumers.protocol import Outcome, OutcomeKind
from validator.consumers.python import PythonConsumer
from validator.consumers.sandbox import Limits
from validator.crashes import PARTLY
from validator.fuzz.case import Case
from validator.fuzz.judge import Judge
from validator.fuzz.lane import Lane
from validator.fuzz.patience import hang_cost, less_patient, more_patient
from validator.fuzz.regressions import Regressions
from validator.fuzz.seeds import SeedFile
from validator.fuzz.triage import Triage

READER = """\
import time
def read(data):
    if data.count(b"slow"):
        time.sleep(0.3)
    if data.count(b"hang"):
        time.sleep(100)
"""


def reader(folder: Path, timeout_s: float) -> PythonConsumer:
    (folder / "sleepy.py").write_text(READER, encoding="utf-8")
    limits = Limits(timeout_s=timeout_s)
    return PythonConsumer("sleepy", "sleepy:read", paths=(str(folder),), limits=limits)


def test_the_limit_is_some_times_what_the_slowest_sample_takes(tmp_path: Path) -> None:
    consumer = reader(tmp_path, 30.0)
    quick = less_patient(consumer, [b"", b"slow"], str(tmp_path))
    assert isinstance(quick, PythonConsumer)
    assert 3.0 <= quick.limits.timeout_s < 30.0
    assert hang_cost(quick) < hang_cost(consumer) == 1500


def test_a_limit_is_never_longer_than_it_was(tmp_path: Path) -> None:
    assert less_patient(reader(tmp_path, 2.0), [b"slow"], str(tmp_path)) is None


def test_without_a_sample_that_ends_the_limit_stays(tmp_path: Path) -> None:
    assert less_patient(reader(tmp_path, 0.3), [b"hang"], str(tmp_path)) is None
    assert less_patient(reader(tmp_path, 0.3), [], str(tmp_path)) is None


def test_what_takes_long_but_ends_is_no_hang(tmp_path: Path) -> None:
    schema = kit.load(tmp_path, "meta: {id: any}\nseq: [{id: all, size-eos: true}]\n")
    triage = Triage(
        schema, Judge.of(schema, ()), reader(tmp_path, 20.0), Regressions(str(tmp_path / "kept")),
        str(tmp_path), references=[SeedFile("a", b"a")],
    )  # fmt: skip
    outcome = Outcome(OutcomeKind.HUNG, signature="time limit")
    crash = triage.note(Case(0, b"it is slow", "mutated"), outcome)
    report = triage.settle(crash)
    assert (report.state, crash.data) == (PARTLY, b"it is slow")
    assert "did not come back" in report.notes[0]


@pytest.mark.parametrize(("load", "data", "kind"), [
    (50.0, b"slow", OutcomeKind.ACCEPTED),
    (50.0, b"hang", OutcomeKind.HUNG),
    (0.0, b"slow", OutcomeKind.HUNG),
])  # fmt: skip
def test_what_gets_no_processor_on_a_busy_machine_is_no_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, load: float, data: bytes, kind: OutcomeKind
) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0))
    lane = Lane(reader(tmp_path, 0.15), str(tmp_path), 1)
    assert [one.kind for one in lane.run([data])] == [kind]
    lane.close()


def test_what_used_its_time_on_a_processor_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (50.0, 0.0, 0.0))
    consumer = reader(tmp_path, 2.0)
    assert more_patient(consumer, Outcome(OutcomeKind.HUNG, cpu_s=1.9)) is None
    longer = more_patient(consumer, Outcome(OutcomeKind.HUNG, cpu_s=0.5))
    assert isinstance(longer, PythonConsumer)
    assert longer.limits.timeout_s == 10.0
