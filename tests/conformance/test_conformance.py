"""Every case through every reader; see `kit`."""

from __future__ import annotations

from pathlib import Path

import pytest
from explained import Explained, check_paths, construct_explains, lines_of, trace_explains
from kit import Case, load_cases, program_of
from readers import READERS, Contract, Verdict, frozen

from validator.backends.construct import read
from validator.check.fast import accepts

ALL = list(load_cases())


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conformance")


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_reference_reports_exactly_the_expected(case: Case, folder: Path) -> None:
    contracts = [Contract(name, facts) for name, facts in case.contracts]
    reading = read(program_of(case, folder), case.data, contracts)
    found = tuple(f"{f.rule}@{f.offset}+{f.length} {f.path}".rstrip() for f in reading.failures)
    assert found == case.failures
    if case.values is not None:
        assert frozen(reading.values) == frozen(case.values)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_readers_agree_with_the_case(case: Case, reader: str, folder: Path) -> None:
    contracts = [Contract(name, facts) for name, facts in case.contracts]
    verdict = READERS[reader](program_of(case, folder), case.data, contracts)
    expected = Verdict(not case.failures, case.first, frozen(case.values))
    assert (verdict.accepted, verdict.first) == (expected.accepted, expected.first)
    if not case.failures and case.values is not None:
        assert verdict.values == expected.values


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_readers_explain_the_same_bytes(case: Case, folder: Path) -> None:
    contracts = [Contract(name, facts) for name, facts in case.contracts]
    program = program_of(case, folder)
    explained = construct_explains(program, case.data, contracts)
    assert trace_explains(program, case.data, contracts) == explained
    check_paths(program, case.data, contracts)
    if case.coverage is not None:
        assert lines_of(program, case.data, contracts) == case.coverage
    if accepts(program, case.data, contracts):
        assert explained == Explained((), ())


def test_no_two_cases_share_an_id() -> None:
    assert len({case.id for case in ALL}) == len(ALL)


def test_every_case_says_what_it_expects() -> None:
    assert [c.id for c in ALL if c.values is None and not c.failures] == []
