"""A whole run: the same result in any number of processes, and after any interruption."""

from __future__ import annotations

import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import fuzz_kit as kit
import pytest

from validator.consumers.protocol import Outcome, OutcomeKind
from validator.errors import ConsumerError
from validator.fuzz.escape import EscapeRun
from validator.fuzz.known import Known
from validator.fuzz.lot import run_lot
from validator.measure import ACCEPTED, CUT, Measure


def careless(data: bytes) -> Outcome:
    rows = kit.read_rules(data)
    if rows is None:
        return kit.REJECTED
    if any(row[1] > 700 for row in rows):
        return kit.crashed()
    if any(row[0] == 0 for row in rows):
        return kit.crashed("assertion id in find")
    return kit.ACCEPTED


def of_run(folder: Path, *, mutants: int, jobs: int = 1, known: tuple[Known, ...] = ()) -> Measure:
    schema = kit.load(folder)
    run = kit.open_escape(folder, schema, careless, mutants=mutants, jobs=jobs, known=known)
    return kit.measure(run)


def without_place(measure: Measure) -> Measure:
    escapes = tuple(replace(escape, reproduce="") for escape in measure.escapes)
    return replace(measure, escapes=escapes)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Measure:
    return without_place(of_run(tmp_path_factory.mktemp("whole"), mutants=500))


def names(measure: Measure) -> Measure:
    """Take the temporary folder out of seed names."""
    bare = without_place(measure)
    seeds = tuple(replace(seed, name=os.path.basename(seed.name)) for seed in measure.seeds)
    escapes = tuple(replace(e, seed=os.path.basename(e.seed)) for e in bare.escapes)
    strict = tuple(replace(rule, seed=os.path.basename(rule.seed)) for rule in measure.strict)
    return replace(bare, seeds=seeds, escapes=escapes, strict=strict)


def test_cells_add_up(whole: Measure) -> None:
    assert whole.done == sum(whole.cells.values()) == 500
    assert whole.verdict == "escapes"
    assert sum(kind.count for kind in whole.kinds) == 500
    assert sum(kind.escapes for kind in whole.kinds) == sum(e.count for e in whole.escapes)
    assert sum(death.count for death in whole.deaths) == whole.total(is_fatal=True)
    assert sum(death.refused for death in whole.deaths) == whole.total(
        is_fatal=True, is_passed=False
    )
    assert sum(rule.count for rule in whole.caught) == whole.total(is_fatal=True, is_passed=False)
    assert sum(rule.count for rule in whole.strict) == whole.cells.get((False, ACCEPTED), 0)
    fatal = [escape for escape in whole.escapes if escape.outcome != CUT]
    assert sum(escape.count for escape in fatal) == whole.total(is_fatal=True, is_passed=True)


def test_escapes_are_told_by_death_and_field(whole: Measure) -> None:
    assert {(escape.signature, escape.field) for escape in whole.escapes} == {
        ("SIGSEGV in parse", "rules[*].level"),
        ("assertion id in find", "rules[*].id"),
    }


def test_strictness_names_the_rule_with_its_smallest_example(tmp_path: Path) -> None:
    run = kit.open_escape(tmp_path, kit.load(tmp_path), lambda data: kit.ACCEPTED, mutants=200)
    found = kit.measure(run)
    assert found.strict
    for rule in found.strict:
        data = Path(run.store.folder, rule.file).read_bytes()
        assert len(data) == rule.size
        finding = run.plan.job.judge.refusal(data)
        assert finding is not None
        assert (finding.rule, finding.path, finding.message) == (rule.rule, rule.path, rule.message)


@pytest.mark.parametrize("jobs", [2, 3])
def test_processes_change_nothing(tmp_path: Path, whole: Measure, jobs: int) -> None:
    found = of_run(tmp_path, mutants=500, jobs=jobs)
    assert names(found) == names(whole)


def stop_after(run: EscapeRun, mutants: int) -> None:
    run.go(kit.ignore, lambda: run.tally.done >= mutants)
    run.journal.close()


@pytest.mark.parametrize("stops", [(64,), (32, 64, 96, 320)])
def test_a_run_that_was_stopped_goes_on(
    tmp_path: Path, whole: Measure, stops: tuple[int, ...]
) -> None:
    schema = kit.load(tmp_path)
    for stop in stops:
        run = kit.open_escape(tmp_path, schema, careless, mutants=500)
        stop_after(run, stop)
        assert run.tally.done == stop
    found = kit.measure(kit.open_escape(tmp_path, schema, careless, mutants=500))
    assert names(found) == names(whole)


def test_a_run_goes_on_from_any_torn_journal(tmp_path: Path, whole: Measure) -> None:
    schema = kit.load(tmp_path)
    run = kit.open_escape(tmp_path, schema, careless, mutants=500)
    kit.measure(run)
    text = Path(run.journal.path).read_bytes()
    for part in range(1, 8):
        Path(run.journal.path).write_bytes(text[: len(text) * part // 8])
        found = kit.measure(kit.open_escape(tmp_path, schema, careless, mutants=500))
        assert names(found) == names(whole)
        assert Path(run.journal.path).read_bytes() == text


def test_time_that_is_up_while_minimizing_leaves_the_rest_to_the_next_run(
    tmp_path: Path, whole: Measure
) -> None:
    schema = kit.load(tmp_path)
    run = kit.open_escape(tmp_path, schema, careless, mutants=500)
    run.go(kit.ignore, lambda: bool(run.tally.cases))
    run.journal.close()
    assert run.is_cut_short
    found = run.measure("time was up")
    assert found.pending == len(run.tally.cases) > 0
    assert (found.escapes, found.verdict) == ((), "escapes")
    again = kit.measure(kit.open_escape(tmp_path, schema, careless, mutants=500))
    assert names(again) == names(whole)


def test_a_finished_run_is_not_run_again(tmp_path: Path) -> None:
    of_run(tmp_path, mutants=100)
    schema = kit.load(tmp_path)
    run = kit.open_escape(tmp_path, schema, careless, mutants=100)
    broken = replace(run.plan.job, make=_no_mutant)
    run.plan = replace(run.plan, job=broken)
    run.go(kit.ignore)
    run.journal.close()
    assert run.tally.done == 100


def _no_mutant(start: int, count: int) -> None:
    raise AssertionError("a mutant was made")


def test_known_defects_are_listed_apart(tmp_path: Path) -> None:
    known = (
        Known("SIGSEGV*", "", "", "reported"),
        Known("", "rules[*].id", "", "harmless"),
        Known("", "rules[*].none", "", "gone"),
    )
    found = of_run(tmp_path, mutants=500, known=known)
    assert {escape.known for escape in found.escapes} == {"reported", "harmless"}
    assert found.fresh == ()
    assert found.verdict == "no escapes"
    assert found.notes == ("known defect did not occur: rules[*].none (gone)",)


def test_seeds_are_sorted(tmp_path: Path) -> None:
    short, wrong = kit.SEED[:12], b"RUL1" + bytes(4) + b"\1\0" + bytes(4) + b"\xff\xff\0"

    def read(data: bytes) -> Outcome:
        return kit.REJECTED if data == short else kit.ACCEPTED

    seeds = [kit.SEED, wrong, short, kit.SEED]
    run = kit.open_escape(tmp_path, kit.load(tmp_path), read, seeds=seeds, mutants=1)
    run.journal.close()
    assert [note.state for note in run.plan.notes] == [
        "used", "false alarm", "unusable", "unusable",
    ]  # fmt: skip
    assert run.plan.notes[1].reason.startswith("value-out-of-range: rules[0].level")
    assert run.plan.notes[3].reason.startswith("the same bytes as")
    assert [seed.data for seed in run.plan.seeds] == [kit.SEED]


def test_a_hang_that_does_not_come_back_is_none(tmp_path: Path) -> None:
    seen: list[bytes] = []

    def read(data: bytes) -> Outcome:
        is_first = data not in seen
        seen.append(data)
        return Outcome(OutcomeKind.HUNG, signature="time limit") if is_first else kit.ACCEPTED

    run = kit.open_escape(tmp_path, kit.load(tmp_path), read, mutants=64)
    assert kit.measure(run).total(is_fatal=True) == 0


def test_what_does_not_come_back_alone_is_told(tmp_path: Path) -> None:
    calls: list[int] = []

    def read(data: bytes) -> Outcome:
        calls.append(1)
        return kit.crashed() if len(calls) == 40 else kit.ACCEPTED

    text = "meta:\n  id: any\nseq:\n  - id: all\n    size-eos: true\n"
    found = kit.measure(kit.open_escape(tmp_path, kit.load(tmp_path, text), read, mutants=64))
    fatal = [escape for escape in found.escapes if escape.outcome != CUT]
    assert [escape.notes for escape in fatal] == [("it did not come back with this file alone",)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_consumer_that_is_lost_ends_the_run(tmp_path: Path, jobs: int) -> None:
    def read(data: bytes) -> Outcome:
        if data != kit.SEED:
            raise ConsumerError("consumer careless: gone")
        return kit.ACCEPTED

    run = kit.open_escape(tmp_path, kit.load(tmp_path), read, jobs=jobs)
    with pytest.raises(ConsumerError, match="gone"):
        run.go(kit.ignore)
    assert run.measure("consumer careless: gone").verdict == "inconclusive"
    run.journal.close()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_scratch_folder_that_is_gone_ends_the_run(tmp_path: Path, jobs: int) -> None:
    run = kit.open_escape(tmp_path, kit.load(tmp_path), careless, jobs=jobs)
    (tmp_path / "scratch").rmdir()
    with pytest.raises(ConsumerError, match="scratch folder .* cannot be used"):
        run.go(kit.ignore)
    run.journal.close()


def test_a_scratch_folder_that_goes_while_a_file_is_read_ends_the_run(tmp_path: Path) -> None:
    def read(data: bytes) -> Outcome:
        if data != kit.SEED:
            shutil.rmtree(tmp_path / "scratch", ignore_errors=True)
        return kit.ACCEPTED

    run = kit.open_escape(tmp_path, kit.load(tmp_path), read)
    with pytest.raises(ConsumerError, match="scratch folder .* cannot be used"):
        run.go(kit.ignore)
    run.journal.close()


def test_a_consumer_may_delete_what_it_read(tmp_path: Path) -> None:
    class Deleting(kit.InProcess):
        def run(self, path: str) -> Outcome:
            outcome = super().run(path)
            if os.path.basename(os.path.dirname(path)).startswith("lot-"):
                os.unlink(path)
            return outcome

    run = kit.open_escape(tmp_path, kit.load(tmp_path), careless, mutants=40)
    job = replace(run.plan.job, consumer=Deleting(careless))
    assert run_lot(job, 0, 40) == run_lot(run.plan.job, 0, 40)
    run.journal.close()


def test_a_lot_that_a_worker_died_of_is_run_by_another(tmp_path: Path, whole: Measure) -> None:
    def read(data: bytes) -> Outcome:
        try:
            (tmp_path / "killed").touch(exist_ok=False)
        except FileExistsError:
            return careless(data)
        if os.getpid() == parent:
            (tmp_path / "killed").unlink()
            return careless(data)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    parent = os.getpid()
    schema = kit.load(tmp_path)
    run = kit.open_escape(tmp_path, schema, read, mutants=500, jobs=2)
    found = kit.measure(run)
    assert (tmp_path / "killed").exists()
    assert names(found) == names(whole)


@pytest.mark.parametrize(
    ("number", "said"),
    [(signal.SIGKILL, r"was killed \(SIGKILL"), (signal.SIGSEGV, "was ended by signal 11")],
)
def test_a_lot_that_workers_die_of_ends_the_run(tmp_path: Path, number: int, said: str) -> None:
    parent = os.getpid()

    def read(data: bytes) -> Outcome:
        if os.getpid() != parent:
            signal.signal(number, signal.SIG_DFL) if number != signal.SIGKILL else None
            os.kill(os.getpid(), number)
        return kit.ACCEPTED

    run = kit.open_escape(tmp_path, kit.load(tmp_path), read, jobs=2)
    with pytest.raises(ConsumerError, match=f"a worker process {said}.* mutants [0-9]+ to"):
        run.go(kit.ignore)
    run.journal.close()
