"""Properties beside survival: cut files, versions, readers; each is told once."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz_kit import ACCEPTED, PLAIN, REJECTED, SEED, crashed, load

from validator.consumers.protocol import Outcome
from validator.fuzz import properties as module
from validator.fuzz.case import GENERATED, MUTATED, Case
from validator.fuzz.judge import Judge
from validator.fuzz.properties import Properties, Ran

CUT = SEED[:-1]


@pytest.fixture
def told(tmp_path: Path) -> Properties:
    return Properties(Judge.of(load(tmp_path, PLAIN), ()), ["c0", "c1"], lambda data: None)


def ran(
    data: bytes, *outcomes: Outcome, kind: str = "field", number: int = 0, origin: str = MUTATED
) -> Ran:
    return Ran(Case(number, data, origin, 0, "x"), kind, outcomes, None, len(SEED))


def words(found: list[module.Disagreement]) -> list[tuple[str, str]]:
    return [(one.what, one.message.partition(": ")[0]) for one in found]


def test_a_consumer_that_takes_a_cut_file_is_told_once(told: Properties) -> None:
    found = told.check(ran(CUT, ACCEPTED, kind="truncation"))
    assert [one.what for one in found] == ["truncated"]
    assert (
        "c0 accepts a file that was cut; the gate says count-exceeds-remaining" in found[0].message
    )
    assert told.check(ran(CUT, ACCEPTED, kind="truncation", number=1)) == []


@pytest.mark.parametrize(
    ("data", "outcome", "kind"),
    [(CUT, REJECTED, "truncation"), (SEED, ACCEPTED, "truncation"), (CUT, ACCEPTED, "field")],
)
def test_what_was_not_cut_or_not_taken_is_fine(
    told: Properties, data: bytes, outcome: Outcome, kind: str
) -> None:
    assert told.check(ran(data, outcome, kind=kind)) == []


def test_a_cut_file_that_all_accept_is_told(
    told: Properties, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Judge, "refusal", lambda self, data: None)
    found = told.check(ran(CUT, ACCEPTED, kind="truncation"))
    assert words(found) == [("truncated", "gate and c0 accept a file that was cut")]


def test_versions_that_do_not_agree_are_told(told: Properties) -> None:
    (one,) = told.check(ran(SEED, ACCEPTED, REJECTED))
    assert (one.what, one.message) == (
        "versions", "c0: accepted, c1: rejected; the gate accepts it",
    )  # fmt: skip
    assert told.check(ran(SEED, ACCEPTED, REJECTED, number=1)) == []
    (one,) = told.check(ran(CUT, REJECTED, ACCEPTED))
    assert "c0: rejected, c1: accepted; the gate says count-exceeds-remaining" in one.message


def test_what_refuses_nothing_has_no_say_by_accepting(told: Properties) -> None:
    told.lenient = frozenset(["c1"])
    assert told.check(ran(SEED, REJECTED, ACCEPTED)) == []
    (one,) = told.check(ran(SEED, ACCEPTED, REJECTED))
    assert one.message == "c0: accepted, c1: rejected; the gate accepts it"


def test_a_file_as_a_whole_has_no_path(told: Properties) -> None:
    (one,) = told.check(ran(SEED + b"x", REJECTED, ACCEPTED))
    assert "the gate says unexplained-bytes: 1 byte " in one.message


def test_faults_and_what_was_not_run_are_no_disagreement(told: Properties) -> None:
    assert told.check(ran(SEED, ACCEPTED, crashed("SIGSEGV"))) == []
    assert told.check(ran(SEED, crashed("SIGSEGV"), ACCEPTED)) == []
    assert told.check(ran(SEED, ACCEPTED)) == []
    assert told.check(ran(SEED, REJECTED, REJECTED)) == []


def test_readers_are_compared_on_a_sample(
    told: Properties, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = module._READERS_EVERY
    monkeypatch.setattr(Judge, "is_quick", lambda self, data: True)
    assert told.check(ran(CUT, REJECTED, number=every - 2)) == []
    (one,) = told.check(ran(CUT, REJECTED, number=every - 1))
    assert one.what == "readers"
    assert "the checking reader accepts a file, the tracing reader says" in one.message


@pytest.mark.parametrize(("data", "says"), [(SEED, "accepts"), (CUT, "refuses")])
def test_the_reference_is_asked_now_and_then(
    told: Properties, monkeypatch: pytest.MonkeyPatch, data: bytes, says: str
) -> None:
    number = module._REFERENCE_EVERY - 1
    assert told.check(ran(data, REJECTED, number=number)) == []
    other = told.judge.refusal(CUT)
    wrong = [] if data == CUT else [other]
    monkeypatch.setattr(module, "findings_of", lambda *arguments: wrong)
    monkeypatch.setattr(Judge, "is_quick", lambda self, data: False)
    (one,) = told.check(ran(data, REJECTED, number=number + module._REFERENCE_EVERY))
    assert one.message.startswith(f"the reference reader {says} a file, the tracing reader ")


def test_the_reference_counts_what_no_field_explains(told: Properties) -> None:
    number = module._REFERENCE_EVERY - 1
    for data in (SEED + b"x", SEED + bytes(8)):
        assert told.judge.refusal(data) is not None
        assert told.check(ran(data, REJECTED, number=number)) == []


def test_not_everything_is_told(told: Properties, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 1)
    assert len(told.check(ran(SEED, ACCEPTED, REJECTED))) == 1
    assert told.check(ran(CUT, ACCEPTED, kind="truncation")) == []


def test_a_consumer_that_rejects_much_is_told_of_a_few_times(tmp_path: Path) -> None:
    from validator.cover.feature import Feature, FeatureKind

    judge = Judge.of(load(tmp_path, PLAIN), ())
    places = iter(Feature(f"f{at}", FeatureKind.VALUE, "zero") for at in range(100))
    several = Properties(judge, ["c0"], lambda data: next(places))
    found = [
        one
        for number in range(50)
        for one in several.check(ran(SEED, REJECTED, kind="valid", origin=GENERATED))
    ]
    assert len(found) == module._MOST_REJECTED
    assert found[0].message.endswith("none that it accepted has f0: zero")
    whole = Properties(judge, ["c0"], lambda data: Feature("", FeatureKind.VALUE, "zero"))
    (one,) = whole.check(ran(SEED, REJECTED, kind="valid", origin=GENERATED))
    assert one.message.endswith("none that it accepted has the file: zero")
