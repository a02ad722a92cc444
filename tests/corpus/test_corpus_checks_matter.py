"""Every check of a schema is broken by some file of its corpus, so that none can get lost unseen.

A check that no file breaks could be deleted, or say nothing, and no test would notice.
For formats whose corpus does not reach all of them the number is held where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from validator.check.read import BoundContract
from validator.check.schema import Schema, load_schema
from validator.contract.load import bind_contract, load_contract
from validator.findings import SourcePos
from validator.ir.nodes import Check

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("invalid", "valid", "seeds")
LARGEST = 100_000
UNBROKEN = {
    "apparmor_policy": 66,
    "btf": 0,
    "channel_file": 0,
    "hwdb": 0,
    "intel_microcode": 0,
    "mmdb": 1,
    "selinux_policy": 152,
    "uefi_dbx": 0,
    "wdac_policy": 0,
}


def contracts_of(schema: Schema, corpus: Path) -> list[BoundContract]:
    path = corpus / "contract.toml"
    if not path.exists():
        return []
    read = load_contract(path)
    return [BoundContract(read.name, bind_contract(read, schema.program.facts), read.evidence)]


def broken(schema: Schema, corpus: Path) -> Iterator[SourcePos]:
    contracts = contracts_of(schema, corpus)
    for path in sorted(path for part in PARTS for path in (corpus / part).iterdir()):
        if path.suffix == ".expect" or path.stat().st_size > LARGEST:
            continue
        for found in schema.check_bytes(path.read_bytes(), contracts=contracts, max_findings=10):
            if found.schema is not None:
                yield found.schema


@pytest.mark.parametrize("name", UNBROKEN)
def test_checks_are_broken_by_the_corpus(name: str) -> None:
    schema = load_schema(str(ROOT / "schemas" / f"{name}.ksy"))
    places = {(place.line, place.column) for place in broken(schema, ROOT / "corpus" / name)}

    def is_missed(check: Check) -> bool:
        return (check.source.line, check.source.column) not in places

    missed = [
        f"{one.rule}: line {one.source.line}" for one in schema.program.checks if is_missed(one)
    ]
    assert len(missed) == UNBROKEN[name], missed
