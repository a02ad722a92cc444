"""The feature table is true: every cell is run, every row has cases, the page is current."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from backends import BACKENDS, Backend, declined, is_valid
from features import FEATURES, features_of
from kit import Case, load_cases, program_of
from paragraphs import PARAGRAPHS, entries_named
from table import Shown, render, shown_cases

PAGE = Path(__file__).resolve().parents[2] / "docs" / "features.md"
CASES = {case.id: case for case in load_cases()}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("features")


@pytest.fixture(scope="session")
def tested(folder: Path) -> list[Shown]:
    return shown_cases(folder)


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.id)
@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.id)
def test_backend_passes_or_declines(case: Case, backend: Backend, folder: Path) -> None:
    program = program_of(case, folder)
    if backend.needs_valid and not is_valid(program, case):
        assert case.id not in declined().get(backend.id, {})
        return
    assert backend.run(program, case) == declined().get(backend.id, {}).get(case.id, "")


def test_page_is_current(tested: list[Shown]) -> None:
    assert PAGE.read_text(encoding="utf-8") == render(tested, declined()), "run: make generate"


def test_declined_cases_exist() -> None:
    assert declined().keys() <= {backend.id for backend in BACKENDS}
    for cases in declined().values():
        assert cases.keys() <= CASES.keys()


def test_every_feature_has_a_valid_case(tested: list[Shown]) -> None:
    shown = Counter(id_ for one in tested if one.is_valid for id_ in one.features)
    assert [feature.id for feature in FEATURES if not shown[feature.id]] == []


def test_named_features_are_those_that_no_program_shows() -> None:
    unseen = {feature.id for feature in FEATURES if feature.finds is None}
    named = {id_ for case in CASES.values() for id_ in case.features}
    assert named == unseen


def test_every_case_shows_a_feature(tested: list[Shown]) -> None:
    assert [one.case.id for one in tested if not one.features] == []


def test_no_feature_stands_twice() -> None:
    for name in ("id", "title"):
        counts: Counter[Any] = Counter((f.section, getattr(f, name)) for f in FEATURES)
        assert [key for key, count in counts.items() if count > 1] == []


def test_features_are_seen_where_they_are_used(folder: Path) -> None:
    bits = features_of(program_of(CASES["bits-big-0"], folder))
    assert {"bits-be", "bits-bool", "bits-aligned", "u1"} <= bits
    assert not {"bits-le", "u2", "if", "repeat-eos"} & bits


def test_every_paragraph_of_the_semantics_is_in_the_table() -> None:
    text = (PAGE.parent / "semantics.md").read_text(encoding="utf-8")
    numbers = [f"semantics {number}" for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    assert numbers == [feature.id for feature in PARAGRAPHS]


def test_cases_of_paragraphs_exist() -> None:
    assert entries_named() <= {case.entry for case in CASES.values()}
