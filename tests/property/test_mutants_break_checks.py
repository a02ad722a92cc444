"""Mutants of the shipped formats with many checks break most of these checks.

What is left is there once or twice in the seeds, or has to change together with something else. A
mutant is a function of its number, so the share is the same on every run; the bounds leave room
for other mutants.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.check.schema import Schema, load_schema
from validator.fuzz.judge import Judge
from validator.mutate import Seed, mutants

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
MOST = 1000
LEAST = {"apparmor_policy": 0.65, "selinux_policy": 0.7, "yara_rules": 0.7}


def seeds_of(name: str) -> list[Seed]:
    folder = ROOT / "corpus" / name
    files = [path for part in ("valid", "seeds") for path in sorted((folder / part).iterdir())]
    return [Seed(path.name, path.read_bytes()) for path in files]


def broken_share(schema: Schema, seeds: list[Seed]) -> float:
    """Return the part of the checks that some mutant breaks."""
    judge = Judge.of(schema, ())
    broken: set[int] = set()
    for mutant in mutants(schema, seeds, count=MOST, random_seed=1):
        if not judge.is_quick(mutant.data):
            broken |= {failure.check for failure in schema.read(mutant.data, []).failures}
    return len(broken) / len(schema.program.checks)


@pytest.mark.parametrize("name", sorted(LEAST))
def test_mutants_break_most_checks(name: str) -> None:
    schema = load_schema(ROOT / "schemas" / f"{name}.ksy")
    assert broken_share(schema, seeds_of(name)) >= LEAST[name]
