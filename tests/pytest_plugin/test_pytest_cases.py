"""What `@contentgate_cases` looks at, with a consumer that is a function in this process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import fuzz_kit as kit
import pytest
from hypothesis import HealthCheck, Phase, settings

from validator.consumers.protocol import Outcome, OutcomeKind
from validator.errors import UsageError
from validator.pytest_plugin import contentgate_cases
from validator.testing import CaseFault, FileCase, Workbench
from validator.testing.choice import Choice
from validator.testing.running import begin, end, running

QUICK = settings(max_examples=60, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@pytest.fixture(autouse=True)
def bench(tmp_path: Path) -> Iterator[Workbench]:
    kit.load(tmp_path)
    (tmp_path / "cache").mkdir()
    made = Workbench(Choice(str(tmp_path), str(tmp_path / "cache"), schema="rules.ksy"), "tests::t")
    begin(made)
    yield made
    end(made)


def run(read: Callable[[bytes], Outcome], how: settings = QUICK, **words: object) -> list[FileCase]:
    """Run a test that only looks; returns its cases."""
    seen: list[FileCase] = []

    @how
    @contentgate_cases(consumer=kit.InProcess(read), **words)  # type: ignore[arg-type]  # words of any kind
    def test(case: FileCase) -> None:
        seen.append(case)

    test()
    return seen


def strict(data: bytes) -> Outcome:
    """Accept what the schema does, nothing else."""
    rows = kit.read_rules(data)
    is_fine = rows is not None and len(data) == 10 + 7 * len(rows)
    is_fine = is_fine and all(level <= 5000 for _, level, _ in rows or ())
    return kit.ACCEPTED if is_fine else kit.REJECTED


def fragile(data: bytes) -> Outcome:
    """Die of a level that the schema permits."""
    rows = kit.read_rules(data) or []
    return kit.crashed() if any(1000 <= level <= 5000 for _, level, _ in rows) else strict(data)


def brittle(data: bytes) -> Outcome:
    """Die only of what the schema refuses."""
    return kit.crashed() if strict(data) == kit.REJECTED else kit.ACCEPTED


@pytest.mark.parametrize("expect", ["gate", "robust", "agreement", "nothing"])
@pytest.mark.parametrize("mode", ["valid", "near-miss"])
def test_a_consumer_that_agrees_passes_everything(expect: str, mode: str) -> None:
    seen = run(strict, expect=expect, mode=mode)
    assert {case.is_accepted for case in seen} == {True} if mode == "valid" else {False, True}
    assert all((case.refusal is None) is case.is_accepted for case in seen)


def test_what_the_gate_accepts_must_not_kill() -> None:
    with pytest.raises(CaseFault, match="does not survive a file that the gate accepts: crashed"):
        run(fragile)
    assert run(fragile, expect="nothing")


def test_a_file_that_is_refused_may_kill_unless_all_are_meant() -> None:
    seen = run(brittle, mode="near-miss")
    assert any(not case.is_accepted for case in seen)
    with pytest.raises(CaseFault, match="careless does not survive a file: crashed: SIGSEGV"):
        run(brittle, mode="near-miss", expect="robust")


def test_disagreement_is_told_in_both_directions() -> None:
    with pytest.raises(CaseFault, match="careless accepts what the gate does not"):
        run(lambda data: kit.ACCEPTED, mode="near-miss", expect="agreement")
    with pytest.raises(CaseFault, match="careless rejects what the gate accepts"):
        run(lambda data: kit.REJECTED, mode="valid", expect="agreement")


def test_the_failing_file_is_written_and_the_report_says_how_to_run_it(bench: Workbench) -> None:
    with pytest.raises(CaseFault) as caught:
        run(fragile, mode="valid")
    (path,) = (Path(bench.choice.folder) / "failed").iterdir()
    text = str(caught.value)
    assert f"{path.stat().st_size} bytes" in text and f"careless {path}" in text
    assert fragile(path.read_bytes()).is_fault
    assert "expected  accept or reject within 2 s and 256 MiB" in text
    (about,) = bench.faults["tests::t"]
    assert bench.faults["tests::t"][about].data == path.read_bytes()


def test_hostile_output_is_shown_as_text() -> None:
    said = b"::set-env\n\x1b]0;x\x07\n"
    outcome = Outcome(OutcomeKind.CRASHED, signature="\x1b[31mred", stderr=said)
    with pytest.raises(CaseFault) as caught:
        run(lambda data: outcome, mode="valid")
    text = str(caught.value)
    assert "\x1b" not in text and "\x07" not in text and "\n::" not in text


def test_every_fault_has_a_class_of_its_own() -> None:
    def read(data: bytes) -> Outcome:
        rows = kit.read_rules(data) or []
        return kit.crashed("SIGABRT in count") if len(rows) % 2 else kit.crashed("SIGSEGV in id")

    with pytest.raises(ExceptionGroup) as caught:
        run(read, settings(QUICK, phases=[Phase.generate, Phase.shrink]), mode="valid")
    found = {type(one) for one in caught.value.exceptions}
    assert len(found) == 2 and all(issubclass(one, CaseFault) for one in found)


def test_a_valid_file_that_the_gate_refuses_is_a_fault(bench: Workbench) -> None:
    judge = bench.judge()
    case = FileCase(kit.SEED[:-1], "valid", judge, bench)
    with pytest.raises(CaseFault, match="made to be valid") as caught:
        case.verify("gate")
    assert f"contentgate check --schema {judge.schema.path}" in str(caught.value)
    FileCase(kit.SEED[:-1], "mixed", judge, bench).verify("agreement")


def test_without_a_consumer_there_is_no_outcome(bench: Workbench) -> None:
    with pytest.raises(UsageError, match="no consumer"):
        _ = FileCase(kit.SEED, "valid", bench.judge(), bench).outcome


def test_repr_shows_the_start_only(bench: Workbench) -> None:
    text = repr(FileCase(b"\xff" * 5000, "valid", bench.judge(), bench))
    assert text.startswith("<5000 bytes: ff ff") and text.endswith(" ...>") and len(text) < 200


def test_a_parameter_has_to_be_there() -> None:
    with pytest.raises(UsageError, match="no parameter named case"):
        contentgate_cases()(lambda file: None)
    with pytest.raises(UsageError, match=r"expect='all'\n  expected  one of gate, robust"):
        contentgate_cases(expect="all")


def test_the_workbench_of_a_run_ends_with_it(bench: Workbench, tmp_path: Path) -> None:
    assert running() is bench
    inner = Workbench(Choice(str(tmp_path), str(tmp_path)))
    begin(inner)
    assert running() is inner
    scratch = inner.scratch
    end(inner)
    assert running() is bench and not os.path.exists(scratch)


def test_names_that_mean_nothing(bench: Workbench) -> None:
    for call in (bench.consumer, bench.corpus):
        with pytest.raises(UsageError, match="expected"):
            call()
    with pytest.raises(UsageError, match="no such consumer"):
        bench.consumer("yarra")
    assert bench.knows("yara") and not bench.knows("yarra")


def test_without_hypothesis_the_decorator_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "validator.testing.cases")
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(UsageError, match=r"pip install contentgate\[pytest\]"):
        contentgate_cases()
