"""The checking reader on real files: it accepts what the tracing reader finds nothing in."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest
from mutants import changed, truncations

from validator.check.explain import findings_of
from validator.check.fast import accepts
from validator.check.read import BoundContract, read_trace
from validator.compile import compile_schema
from validator.contract.load import bind_contract, load_contract
from validator.ir.nodes import Program

ROOT = Path(__file__).resolve().parents[2]
SMALL = 1 << 14
FILES = sorted(
    path
    for folder in ("valid", "invalid", "seeds")
    for path in (ROOT / "corpus").glob(f"*/{folder}/*")
    if path.is_file() and path.suffix not in (".expect", ".md", ".toml")
)


@cache
def _bound(name: str) -> tuple[Program, tuple[BoundContract, ...]]:
    program = compile_schema(str(ROOT / "schemas" / f"{name}.ksy"))
    path = ROOT / "corpus" / name / "contract.toml"
    if not path.exists():
        return program, ()
    assert "facts" in tomllib.loads(path.read_text())
    contract = load_contract(str(path))
    facts = bind_contract(contract, program.facts)
    return program, (BoundContract(contract.name, facts, contract.evidence),)


@pytest.mark.parametrize("path", FILES, ids=lambda p: "/".join(p.parts[-3:]))
def test_same_verdict(path: Path) -> None:
    program, contracts = _bound(path.relative_to(ROOT / "corpus").parts[0])
    data = path.read_bytes()
    is_damaged = path.parts[-2] == "invalid"
    count = 15 if len(data) <= SMALL and not is_damaged else 2
    damaged = (*changed(data, count, path.name), *truncations(data, count, path.name))
    for given in (contracts, ()):
        for content in (data, *damaged):
            quick = accepts(program, content, given)
            found = findings_of(read_trace(program, content, given), path.name, given, 1)
            assert quick is not bool(found), content[:64].hex(" ")
