"""Where things stand in an object of BPF programs: just enough of a reader to damage files.

Comes in: the bytes of a little-endian object by a real producer. Goes out: offsets. Nothing here
shares code with the validator.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

HEADERS_AT = 40
COUNT_AT = 60
NAMES_AT = 62
FIELDS = {
    "name_offset": (0, 4), "kind": (4, 4), "flags": (8, 8), "address": (16, 8), "offset": (24, 8),
    "size": (32, 8), "link": (40, 4), "info": (44, 4), "alignment": (48, 8), "entry_size": (56, 8),
}  # fmt: skip
"""Field of a section header -> offset in it, width in bytes."""
SYMBOL_FIELDS = {
    "name_offset": (0, 4), "info": (4, 1), "visibility": (5, 1), "section": (6, 2),
    "value": (8, 8), "size": (16, 8),
}  # fmt: skip


def number(data: bytes, at: int, width: int) -> int:
    """Return the unsigned number at an offset."""
    return int.from_bytes(data[at : at + width], "little")


def number_bytes(value: int, width: int) -> bytes:
    """Return a number as bytes, modulo its width."""
    return (value % (1 << 8 * width)).to_bytes(width, "little")


@dataclass(frozen=True, slots=True)
class Section:
    """One section.

    Attributes:
        index: 0-based, as other fields name it.
        name: as the table of names has it.
        header: absolute offset of its header.
        start, size: of its content, in bytes.
    """

    index: int
    name: str
    header: int
    start: int
    size: int

    @property
    def path(self) -> str:
        """Field path of the section."""
        return f"body.sections[{self.index}]"


def read_sections(data: bytes) -> list[Section]:
    """Return the sections of a valid file, in its order.

    Args:
        data: the whole file.
    """
    table = number(data, HEADERS_AT, 8)
    headers = [table + 64 * index for index in range(number(data, COUNT_AT, 2))]
    names = number(data, headers[number(data, NAMES_AT, 2)] + 24, 8)
    sections = []
    for index, header in enumerate(headers):
        at = names + number(data, header, 4)
        name = data[at : data.index(b"\0", at)].decode()
        start, size = struct.unpack_from("<QQ", data, header + 24)
        sections.append(Section(index, name, header, start, size))
    return sections


def section(data: bytes, name: str) -> Section:
    """Return the first section of a name.

    Args:
        data: the whole file, valid.
        name: of a section that is there.
    """
    return next(s for s in read_sections(data) if s.name == name)


def find_symbol(data: bytes, name: str) -> tuple[int, int]:
    """Return index and absolute offset of a symbol.

    Args:
        data: the whole file, valid.
        name: of a symbol that is there.
    """
    table = section(data, ".symtab")
    names = read_sections(data)[number(data, table.header + 40, 4)].start
    for index in range(table.size // 24):
        at = table.start + 24 * index
        text = names + number(data, at, 4)
        if data[text : data.index(b"\0", text)].decode() == name:
            return index, at
    raise LookupError(name)
