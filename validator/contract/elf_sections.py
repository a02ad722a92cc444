"""Sections and relocations of an ELF file, through pyelftools.

Comes in: its section objects. Goes out: where pointers point, into an `Image`; what has no
debugging information or unpacks to too much is refused. Called by `elf_read` only, which
turns what pyelftools raises into a `ContractError`.
"""

from __future__ import annotations

import zlib
from collections import Counter

from elftools.elf.relocation import RelocationSection
from elftools.elf.sections import Section, SymbolTableSection

from validator.contract.elf_image import Image
from validator.contract.toml_file import refusal
from validator.errors import ContractError

MAX_UNPACKED = 1 << 29
MAX_RELOCATIONS = 4_000_000


def require_debug_info(sections: list[Section], shown: str) -> None:
    """Refuse a file without DWARF, and say where it may be.

    Args:
        sections: of the file.
        shown: name of the file in errors.
    Raises:
        ContractError: there is no .debug_info.
    """
    names = Counter(section.name for section in sections)
    if names[".debug_info"] > 1 or names[".debug_types"] > 1:
        headline = "debugging information is spread over several sections"
        hint = "name the linked file, or compile without -fdebug-types-section"
        found = f"{max(names['.debug_info'], names['.debug_types'])}"
        raise ContractError(refusal(shown, headline, "one .debug_info", found, hint))
    if names[".debug_info"] or names[".zdebug_info"]:
        return
    hint = "compile with -g"
    if ".debug_info.dwo" in names or ".gnu.debuglto_.debug_info" in names:
        hint = "split or -flto debugging information: name the linked file built without them"
    elif ".gnu_debuglink" in names:
        hint = "the file was stripped: name its separate debug file"
    raise ContractError(
        refusal(shown, "no debugging information", "a .debug_info section", "none", hint)
    )


def check_unpacked(sections: list[Section], file_size: int, shown: str) -> None:
    """Refuse decompression bombs before pyelftools unpacks them whole.

    Args:
        sections: of the file.
        file_size: bytes.
        shown: name of the file in errors.
    Raises:
        ContractError: all sections together are larger than the file twice, or unpack to
            more than `MAX_UNPACKED`.
    """
    stored = unpacked = 0
    for section in sections:
        if section["sh_type"] == "SHT_NOBITS":
            continue
        size = min(section["sh_size"], file_size)
        stored += size
        if section.compressed or section.name.startswith(".zdebug"):
            section.stream.seek(section["sh_offset"])
            raw = section.stream.read(size)
            old = section.name.startswith(".zdebug")
            header = 12 if old or section.elffile.elfclass == 32 else 24
            unpacked += len(zlib.decompressobj().decompress(raw[header:], MAX_UNPACKED + 1))
    # sections may overlap, but honest ones do not
    if stored > 2 * file_size or unpacked > MAX_UNPACKED:
        limit = f"at most {2 * file_size} bytes, {MAX_UNPACKED} unpacked"
        raise ContractError(refusal(shown, "sections are too large together", limit, "more"))


def read_relocations(sections: list[Section], image: Image) -> None:
    """Note where every relocated pointer of the file points.

    Args:
        sections: of the file.
        image: its sections are read; targets, debug targets and relocated are filled.
    Raises:
        ContractError: there are more than `MAX_RELOCATIONS`.
    """
    seen = 0
    symbols: dict[int, list[tuple[int, int]]] = {}
    for section in sections:
        if not isinstance(section, RelocationSection) or not section["sh_entsize"]:
            continue
        table = section["sh_link"]
        symbol_table = sections[table] if table < len(sections) else None
        if isinstance(symbol_table, SymbolTableSection) and table not in symbols:
            symbols[table] = _symbol_places(symbol_table)
        seen += section["sh_size"] // section["sh_entsize"]
        if seen > MAX_RELOCATIONS:
            limit = f"at most {MAX_RELOCATIONS} relocations"
            raise ContractError(refusal(image.file, "too many relocations", limit, str(seen)))
        _follow(section, sections, symbols.get(table, []), image)


def _symbol_places(table: SymbolTableSection) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    for number in range(table.num_symbols()):
        if number > MAX_RELOCATIONS:
            break
        symbol = table.get_symbol(number)
        index = symbol["st_shndx"]
        places.append((index if isinstance(index, int) else -2, symbol["st_value"]))
    return places


def _follow(
    relocations: RelocationSection,
    sections: list[Section],
    symbols: list[tuple[int, int]],
    image: Image,
) -> None:
    """Note where each relocated pointer points; -2 stands for an undefined symbol."""
    number = relocations["sh_info"]
    patched = sections[number] if number < len(sections) else None
    debug = patched is not None and patched.name.startswith((".debug_", ".zdebug_"))
    for relocation in relocations.iter_relocations():
        offset, symbol = relocation["r_offset"], relocation["r_info_sym"]
        place = (-1 if image.is_linked else number, offset)
        if not debug:
            image.relocated.add(place)
        if symbol >= len(symbols):
            continue
        section, value = symbols[symbol]
        base = value if symbol else 0
        if relocation.is_RELA():
            addend = relocation["r_addend"]
        else:
            stored = image.content(place, image.pointer_size)
            addend = image.to_int(stored[1]) if stored else 0
        target = (-1 if image.is_linked else section, base + addend)
        if debug and patched is not None:
            image.debug_targets[(patched.name, offset)] = target
        elif section != -2 or (image.is_linked and not symbol):
            image.targets[place] = target
