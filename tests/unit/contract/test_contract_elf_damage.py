"""Damaged objects: nothing but `ContractError` leaves the reader."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest
from contract_builds import build
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from validator.contract import elf_dwarf, elf_sections
from validator.contract.elf import read_elf
from validator.contract.symbols import SymbolTable
from validator.errors import ContractError


@pytest.fixture(scope="module")
def objects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("objects")
    found = {}
    for version in ("4", "5"):
        path = build(folder, f"-gdwarf-{version}", name=f"o{version}.o")
        found[f"object {version}"] = path.read_bytes()
    library = build(folder, "-gdwarf-5", "-shared", "-fPIC", name="l.so")
    found["library"] = library.read_bytes()
    packed = build(folder, "-gz", name="z.o")
    found["compressed"] = packed.read_bytes()
    return found


def attempt(folder: Path, data: bytes) -> SymbolTable | None:
    path = folder / "damaged.o"
    path.write_bytes(data)
    try:
        return read_elf(path, "damaged.o")
    except ContractError as problem:
        assert str(problem).startswith("damaged.o: ")
        return None


def test_truncations(tmp_path: Path, objects: dict[str, bytes]) -> None:
    for data in objects.values():
        for size in range(0, len(data), len(data) // 40):
            attempt(tmp_path, data[:size])


def test_mutants(tmp_path: Path, objects: dict[str, bytes]) -> None:
    rng = random.Random(11)
    read = 0
    for data in objects.values():
        for _ in range(40):
            mutant = bytearray(data)
            for _ in range(rng.choice([1, 1, 2, 8, 64])):
                mutant[rng.randrange(len(mutant))] = rng.choice([0, 1, 0x7F, 0x80, 0xFF])
            read += attempt(tmp_path, bytes(mutant)) is not None
    # mutants that hit code or padding are read as before
    assert read > 10


def test_mutants_of_the_headers(tmp_path: Path, objects: dict[str, bytes]) -> None:
    rng = random.Random(12)
    for data in objects.values():
        (table,) = struct.unpack_from("<Q", data, 40)
        places = [*range(4, 64), *range(table, len(data))]
        for _ in range(40):
            mutant = bytearray(data)
            for _ in range(rng.choice([1, 2])):
                mutant[rng.choice(places)] = rng.choice([0, 1, 2, 0x7F, 0x80, 0xFF])
            attempt(tmp_path, bytes(mutant))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=300))
def test_garbage_after_the_magic(tmp_path: Path, tail: bytes) -> None:
    assert attempt(tmp_path, b"\x7fELF\x02\x01\x01" + tail) is None


def test_budgets(
    tmp_path: Path, objects: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.o"
    path.write_bytes(objects["compressed"])
    with monkeypatch.context() as patch:
        patch.setattr(elf_dwarf, "MAX_DIES", 10)
        with pytest.raises(ContractError, match="too much debugging information"):
            read_elf(path)
    with monkeypatch.context() as patch:
        patch.setattr(elf_sections, "MAX_RELOCATIONS", 10)
        with pytest.raises(ContractError, match="too many relocations"):
            read_elf(path)
    with monkeypatch.context() as patch:
        patch.setattr(elf_sections, "MAX_UNPACKED", 100)
        with pytest.raises(ContractError, match="sections are too large together"):
            read_elf(path)
    assert read_elf(path).one("array", "ipc_inputs").value == 20
