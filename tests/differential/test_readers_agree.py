"""The readers say the same: verdict, first failure, and the values of accepted files.

The quick reader has a verdict only: what it accepts, the reference accepts.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from explained import Explained, construct_explains, trace_explains
from kit import Case, load_cases, program_of
from mutants import changed, truncations
from readers import Contract, Verdict, by_construct, by_python

from validator.check.fast import accepts
from validator.compile import compile_schema
from validator.ir.nodes import Program

ROOT = Path(__file__).resolve().parents[2]
SMALL = 4096
CORPUS = sorted(
    path
    for folder in ("valid", "invalid", "seeds")
    for path in (ROOT / "corpus").glob(f"*/{folder}/*")
    if path.is_file() and path.suffix not in (".expect", ".md", ".toml")
)
SAMPLES = [path for path in CORPUS if path.parent.name == "valid"]
CASES = list(load_cases())


@cache
def _program(name: str) -> Program:
    return compile_schema(str(ROOT / "schemas" / f"{name}.ksy"))


def _format(path: Path) -> str:
    return path.relative_to(ROOT / "corpus").parts[0]


def _assert_agreement(program: Program, data: bytes, contracts: tuple[Contract, ...] = ()) -> None:
    reference = by_construct(program, data, contracts)
    explained = construct_explains(program, data, contracts)
    if accepts(program, data, contracts):
        assert reference.first is None, f"quick reader accepts {data[:64].hex(' ')}"
        assert explained == Explained((), ()), f"quick reader accepts {data[:64].hex(' ')}"
    generated = by_python(program, data, contracts)
    assert _without_values(generated) == _without_values(reference), data[:64].hex(" ")
    assert trace_explains(program, data, contracts) == explained, data[:64].hex(" ")
    if reference.accepted:
        assert generated.values == reference.values, data[:64].hex(" ")


def _without_values(verdict: Verdict) -> Verdict:
    return Verdict(verdict.accepted, verdict.first, None)


def test_the_corpus_is_there() -> None:
    formats = {_format(path) for path in SAMPLES}
    assert formats >= {"channel_file", "hwdb", "intel_microcode", "uefi_dbx"}


@pytest.mark.parametrize("path", CORPUS, ids=lambda p: "/".join(p.parts[-3:]))
def test_corpus_file(path: Path) -> None:
    _assert_agreement(_program(_format(path)), path.read_bytes())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: "/".join(p.parts[-3:]))
def test_damaged_corpus_file(path: Path) -> None:
    data = path.read_bytes()
    count = 8 if len(data) <= SMALL else 2
    program = _program(_format(path))
    for damaged in (*truncations(data, count, path.name), *changed(data, count, path.name)):
        _assert_agreement(program, damaged)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_damaged_case(case: Case, tmp_path: Path) -> None:
    program = program_of(case, tmp_path)
    contracts = tuple(Contract(name, facts) for name, facts in case.contracts)
    for damaged in (*truncations(case.data, 40, case.id), *changed(case.data, 40, case.id)):
        _assert_agreement(program, damaged, contracts)
