"""Mutants of every conformance schema and of the corpus: the same ones always, never an error."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path

import pytest
from conformance.kit import Case, load_cases, program_of
from hypothesis import given, settings
from hypothesis import strategies as st

from validator import load_schema
from validator.check.schema import Schema
from validator.mutate import MutantOptions, Mutator, Seed, mutants

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    list(group) for _, group in groupby(load_cases(), key=lambda case: case.id.partition("-")[0])
]
CORPUS = (
    "channel_file", "uefi_dbx", "hwdb", "selinux_policy", "apparmor_policy", "yara_rules", "btf",
    "intel_microcode", "mmdb",
)  # fmt: skip
_EACH = 12


@pytest.mark.parametrize("group", FILES, ids=lambda group: group[0].id.partition("-")[0])
def test_mutants_of_conformance_cases(
    group: list[Case], tmp_path_factory: pytest.TempPathFactory
) -> None:
    for _, entry in groupby(group, key=lambda case: case.entry):
        cases = list(entry)
        program = program_of(cases[0], tmp_path_factory.mktemp("case"))
        seeds = [Seed(case.id, case.data) for case in cases]
        known = {seed.data for seed in seeds}
        made = list(mutants(Schema(program, "case.ksy"), seeds, count=_EACH, random_seed=1))
        assert [mutant.index for mutant in made] == list(range(_EACH))
        assert not any(mutant.data in known for mutant in made), cases[0].entry


@cache
def mutator(name: str, kind: str, random_seed: int) -> Mutator:
    schema = load_schema(str(ROOT / "schemas" / f"{name}.ksy"))
    folder = ROOT / "corpus" / name / "seeds"
    seeds = [Seed(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    options = MutantOptions(shares={kind: 1}) if kind else None
    return Mutator(schema, seeds, random_seed, options)


@pytest.mark.parametrize("name", CORPUS)
def test_a_mutant_is_a_function_of_its_index(name: str) -> None:
    forward = mutator(name, "", 1)
    made = [forward.make(index) for index in range(40)]
    mutator.cache_clear()
    fresh = mutator(name, "", 1)
    assert [fresh.make(index) for index in reversed(range(40))] == made[::-1]


@settings(max_examples=60)
@given(index=st.integers(0, 1 << 40), name=st.sampled_from(CORPUS), seed=st.integers(0, 2))
def test_any_index_gives_a_mutant(index: int, name: str, seed: int) -> None:
    source = mutator(name, "", seed)
    mutant = source.make(index)
    assert mutant == source.make(index)
    assert mutant.data not in {one.data for one in source.seeds}
    assert mutant.label


def test_structure_mutants_of_channel_files_keep_counts_and_checksums() -> None:
    source = mutator("channel_file", "structure", 1)
    schema = source.schema
    assert isinstance(schema, Schema)
    structural = [m for m in map(source.make, range(300)) if m.kind == "structure"]
    assert len(structural) > 280
    repaired = {"checksum-mismatch", "count-exceeds-remaining", "unexplained-bytes"}
    for mutant in structural:
        rules = {finding.rule for finding in schema.check_bytes(mutant.data)}
        assert not rules & repaired, mutant.label


def test_microcode_mutants_keep_their_sums() -> None:
    source = mutator("intel_microcode", "structure", 1)
    schema = source.schema
    assert isinstance(schema, Schema)
    accepted = 0
    for mutant in map(source.make, range(200)):
        accepted += mutant.kind == "structure" and not schema.check_bytes(mutant.data)
    assert accepted > 25
