"""ELF files, read by us and by pyelftools."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from elftools.elf.elffile import ELFFile

from validator.consumers.elf import ElfError, read_elf

ROOT = Path(__file__).resolve().parents[3]
OBJECTS = sorted((ROOT / "corpus" / "bpf_elf" / "valid").glob("*.o"))


def library() -> Path:
    """Return the C library that this process runs with."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        if "/libc.so" in line or "/libc-2" in line or "/ld-musl" in line:
            return Path(line.split()[-1])
    pytest.skip("no C library is mapped")


@pytest.mark.parametrize("path", OBJECTS, ids=lambda path: path.name)
def test_sections_are_those_of_pyelftools(path: Path) -> None:
    ours = read_elf(path.read_bytes())
    with path.open("rb") as file:
        theirs = list(ELFFile(file).iter_sections())
        assert [one.name for one in ours.sections] == [one.name for one in theirs]
        for one, other in zip(ours.sections, theirs, strict=True):
            assert (one.offset, one.size) == (other["sh_offset"], other["sh_size"])
            if other["sh_type"] not in ("SHT_NOBITS", "SHT_NULL") and not other.compressed:
                assert ours.content(one) == other.data()


def test_symbols_and_needed_libraries() -> None:
    path = library()
    ours = read_elf(path.read_bytes())
    with path.open("rb") as file:
        elf = ELFFile(file)
        table = elf.get_section_by_name(".dynsym")
        wanted = [(one.name, one["st_shndx"] != "SHN_UNDEF") for one in table.iter_symbols()]
        tags = elf.get_section_by_name(".dynamic").iter_tags("DT_NEEDED")
        assert list(ours.needed()) == [tag.needed for tag in tags]
    assert list(ours.symbols(1_000_000)) == wanted
    assert ("malloc", True) in wanted


def test_objects_have_no_dynamic_symbols() -> None:
    with pytest.raises(ElfError, match="no dynamic symbols"):
        list(read_elf(OBJECTS[0].read_bytes()).symbols(10))


def test_damaged_files_are_an_error_of_one_kind() -> None:
    draws = random.Random(5)
    whole = library().read_bytes()
    head, table = whole[:64], read_elf(whole)
    refused = 0
    for _ in range(300):
        data = bytearray(whole[: draws.randrange(len(whole))] if draws.random() < 0.2 else whole)
        for _ in range(draws.randrange(1, 5)):
            at = draws.randrange(len(head)) if draws.random() < 0.5 else draws.randrange(len(whole))
            if at < len(data):
                data[at] = draws.randrange(256)
        try:
            elf = read_elf(bytes(data))
            list(elf.symbols(100_000))
            list(elf.needed())
            for one in elf.sections:
                assert len(elf.content(one)) in (0, one.size)
        except ElfError:
            refused += 1
    assert 50 < refused < 300
    assert len(table.sections) > 5


@pytest.mark.parametrize("data", [b"", b"\x7fELF", b"\x7fELF\2\1", b"MZ" * 40, b"\x7fELF\3\1" * 20])
def test_what_is_no_elf_file(data: bytes) -> None:
    with pytest.raises(ElfError):
        read_elf(data)
