"""ELF files through pyelftools: comes in a path, goes out an `Image`.

pyelftools parses without validating, so whatever it raises over a damaged file is turned
into one `ContractError` here, and what it would do without end is bounded before. It
refuses to know what a fact is.
"""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from elftools.common.exceptions import DWARFError, ELFError
from elftools.construct import ConstructError
from elftools.elf.elffile import ELFFile

from validator.contract.elf_dwarf import read_entries
from validator.contract.elf_image import Image, SectionBytes
from validator.contract.elf_sections import check_unpacked, read_relocations, require_debug_info
from validator.contract.toml_file import read_bytes, refusal
from validator.errors import ContractError

MAX_FILE = 1 << 29

# pyelftools has no one exception for damage: a wrong offset surfaces as whatever the
# statement that used it raises. `timeout` cannot occur, OSError is a seek out of range.
_DAMAGE = (
    ELFError,
    DWARFError,
    ConstructError,
    struct.error,
    zlib.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_image(path: Path, shown: str, unit: str = "") -> Image:
    """Read an ELF object, executable, shared library or kernel module.

    Args:
        path: the file; at most 512 MiB, with debugging information (DWARF 2 to 5).
        shown: the file's name in errors and evidence.
        unit: base name of the one translation unit to read; "" reads all.
    Returns:
        Its entries, sections and pointers.
    Raises:
        ContractError: it cannot be read, is not ELF, is damaged, has no debugging
            information, or has more than a budget permits.
    """
    data = read_bytes(path, MAX_FILE, "ELF object", shown)
    if not data.startswith(b"\x7fELF"):
        found = data[:4].hex(" ") or "an empty file"
        raise ContractError(refusal(shown, "not an ELF object", "7f 45 4c 46 (ELF)", found))
    try:
        return _read(data, shown, unit)
    except _DAMAGE as error:
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise ContractError(
            refusal(shown, "ELF object is damaged or unusual", "a whole ELF file", reason)
        ) from error


def _read(data: bytes, shown: str, unit: str) -> Image:
    elf = ELFFile(io.BytesIO(data))
    is_linked = elf["e_type"] in {"ET_EXEC", "ET_DYN"}
    image = Image(shown, elf.little_endian, elf.elfclass // 8, is_linked)
    sections = list(elf.iter_sections())
    require_debug_info(sections, shown)
    check_unpacked(sections, len(data), shown)
    for number, section in enumerate(sections):
        if section["sh_flags"] & 2:
            empty = section["sh_type"] == "SHT_NOBITS"
            content = None if empty else section.data()
            image.sections[number] = SectionBytes(
                section.name, section["sh_addr"], section["sh_size"], content
            )
    read_relocations(sections, image)
    dwarf = elf.get_dwarf_info(follow_links=False)
    read_entries(dwarf, image, unit)
    return image
