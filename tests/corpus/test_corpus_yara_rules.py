"""The corpus of yara_rules: files of both real producers, and damaged ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.check.schema import Schema, load_schema

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus" / "yara_rules"
VALID = sorted([*CORPUS.glob("valid/*"), *CORPUS.glob("seeds/*")])
INVALID = sorted(CORPUS.glob("invalid/*.bin"))


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(str(ROOT / "schemas" / "yara_rules.ksy"))


def test_both_versions_are_there() -> None:
    assert {path.read_bytes()[4] for path in VALID} == {19, 21}
    assert len(INVALID) >= 40


@pytest.mark.parametrize("name", ["one_text-21.yarc", "loops-19.yarc"])
def test_no_truncation_is_accepted(schema: Schema, name: str) -> None:
    data = (CORPUS / "valid" / name).read_bytes()
    relocations = 150 + sum(
        int.from_bytes(data[at : at + 4], "little") for at in range(14, 150, 12)
    )
    for size in (*range(0, relocations, 331), *range(relocations, len(data), 8)):
        assert schema.check_bytes(data[:size]) != [], size
