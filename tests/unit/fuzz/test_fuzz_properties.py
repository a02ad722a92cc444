"""What has to hold for files that are valid by construction, and how often it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from campaign_kit import make
from fuzz_kit import ACCEPTED, REJECTED, SEED

from validator.backends.strategies import Generated
from validator.consumers.protocol import Outcome
from validator.findings import Finding, SourcePos
from validator.fuzz.case import GENERATED, MUTATED, Case
from validator.fuzz.judge import Judge
from validator.fuzz.properties import Properties, Ran
from validator.fuzz.sources import Made
from validator.fuzz.worker import Worker


def picky(data: bytes) -> Outcome:
    return ACCEPTED if data == SEED else REJECTED


def worker_of(folder: Path) -> Worker:
    worker = Worker(make(folder, picky, modes=("valid",)).setup)
    assert list(worker.start())
    return worker


def valid_files(worker: Worker, count: int) -> list[Generated]:
    made = [worker.setup.generators.make("valid", b"%d" % number) for number in range(count)]
    return [one for one in made if one is not None and one.is_valid]


def ran(number: int, data: bytes, kind: str) -> Ran:
    return Ran(Case(number, data, GENERATED, -1, "valid"), kind, (REJECTED,), None, -1)


def test_what_a_rejected_file_has_and_no_accepted_one_is_told(tmp_path: Path) -> None:
    worker = worker_of(tmp_path)
    told = [
        one
        for number, made in enumerate(valid_files(worker, 40))
        for one in worker.properties.check(ran(number, made.data, "valid"))
    ]
    worker.close()
    assert 0 < len(told) <= 5
    assert len({one.key for one in told}) == len(told)
    assert all("none that it accepted has" in one.message for one in told)


def test_a_file_that_its_generator_knows_to_be_refused_claims_nothing(tmp_path: Path) -> None:
    worker = worker_of(tmp_path)
    worker._sources = worker._open_sources()
    way = [one.name for one in worker._sources.scheduler.ways].index("generated: valid")
    case = Case(1, SEED[:-1], GENERATED, -1, "valid")
    bad = worker._run([Made(case, way, (), is_sound=False)])
    assert bad.disagreements == []
    good = worker._run([Made(case, way, ())])
    worker.close()
    assert ["valid by construction is refused" in one.message for one in good.disagreements] == [
        True
    ]


@pytest.mark.parametrize(("line", "count"), [(7, 1), (8, 2)])
def test_a_field_at_many_depths_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: int, count: int
) -> None:
    worker = worker_of(tmp_path)
    properties = Properties(worker.setup.judge, ["c0"], lambda data: None)
    paths = iter([("items[0].op", 7), ("items[0].items[1].op", line)])

    def refusal(self: object, data: bytes) -> Finding:
        path, at = next(paths)
        return Finding("some-rule", "is wrong", "f", path=path, schema=SourcePos("s.ksy", at, 1))

    monkeypatch.setattr(type(worker.setup.judge), "refusal", refusal)
    told = [*properties.check(ran(0, b"a", "valid")), *properties.check(ran(1, b"b", "valid"))]
    worker.close()
    assert len(told) == count


def test_readers_are_not_asked_about_large_files_all_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = worker_of(tmp_path)
    properties = Properties(worker.setup.judge, ["c0"], lambda data: None)
    sizes: list[int] = []
    is_quick = Judge.is_quick

    def noting(self: Judge, data: bytes) -> bool:
        sizes.append(len(data))
        return is_quick(self, data)

    monkeypatch.setattr(Judge, "is_quick", noting)
    for number in range(64 * 64):
        size = 100_000 if number < 64 * 60 else 1_000
        case = Case(number, bytes(size if number % 64 == 63 else 0), MUTATED, -1, "")
        properties.check(Ran(case, "field", (ACCEPTED,), None, -1))
    worker.close()
    assert sizes == [100_000] * 2 + [1_000] * 4
