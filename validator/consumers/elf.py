"""What is read of ELF files at every start: sections, dynamic symbols, needed libraries.

Comes in: the bytes of a file, which may be anything. Goes out: plain values, or `ElfError`. It
refuses to know what the values mean, and everything else that an ELF file can hold: pyelftools
knows that, and costs as much to import as all the rest of a start.

Source: System V ABI, chapters 4 and 5 (header, sections, symbols, dynamic section).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from validator.dataclass import dataclass

PROGBITS, EXECUTABLE, X86_64 = 1, 4, 62
_NEEDED, _NULL = 1, 0
_SYMBOLS, _STRINGS, _NO_BITS = 11, 3, 8
_MAX_SECTIONS = 65_535
_MAGIC, _HEAD = b"\x7fELF", 64


class ElfError(ValueError):
    """The bytes are no ELF file, or a broken one."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section; `offset` and `size` in bytes of the file, the rest as it lies there."""

    name: str
    kind: int
    flags: int
    offset: int
    size: int
    link: int
    entry_size: int


@dataclass(frozen=True, slots=True)
class Elf:
    """An ELF file.

    Attributes:
        data: all of it.
        order: of bytes, as `struct` spells it.
        is_wide: it is a 64-bit file.
        machine: `e_machine`.
        sections: in order.
    """

    data: bytes
    order: str
    is_wide: bool
    machine: int
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section | None:
        """Return the first section of a name, or None.

        Args:
            name: such as `.dynsym`.
        """
        return next((one for one in self.sections if one.name == name), None)

    def content(self, section: Section) -> bytes:
        """Return the bytes of a section.

        Args:
            section: of this file.
        Raises:
            ElfError: they lie outside the file.
        """
        return b"" if section.kind == _NO_BITS else _cut(self.data, section.offset, section.size)

    def symbols(self, most: int) -> Iterator[tuple[str, bool]]:
        """Yield the name of every dynamic symbol, and whether the file defines it.

        Args:
            most: symbols that there may be.
        Raises:
            ElfError: there is no table of them, or it is broken.
        """
        table = self.section(".dynsym")
        if table is None or table.kind != _SYMBOLS:
            raise ElfError("there are no dynamic symbols")
        names = self._strings(table)
        row = struct.Struct(self.order + ("IBBHQQ" if self.is_wide else "IIIBBH"))
        place = 3 if self.is_wide else 5
        content = self.content(table)
        if table.entry_size != row.size or len(content) // row.size > most:
            raise ElfError("the dynamic symbols have no size that is known")
        for values in row.iter_unpack(content[: len(content) // row.size * row.size]):
            yield _text(names, values[0]), values[place] != 0

    def needed(self) -> Iterator[str]:
        """Yield the names of the libraries that it asks for, in order.

        Raises:
            ElfError: the dynamic section is broken.
        """
        table = self.section(".dynamic")
        if table is None or table.kind == _NO_BITS:
            return
        names = self._strings(table)
        row = struct.Struct(self.order + ("qQ" if self.is_wide else "iI"))
        content = self.content(table)
        for tag, value in row.iter_unpack(content[: len(content) // row.size * row.size]):
            if tag == _NULL:
                return
            if tag == _NEEDED:
                yield _text(names, value)

    def _strings(self, table: Section) -> bytes:
        if table.link >= len(self.sections) or self.sections[table.link].kind != _STRINGS:
            raise ElfError("there is no table of names")
        return self.content(self.sections[table.link])


def load_elf(file: BinaryIO) -> Elf:
    """Read an ELF file; of another one only its first bytes.

    Args:
        file: at its start.
    Raises:
        ElfError: it is no ELF file, or broken.
        OSError: it cannot be read.
    """
    head = file.read(_HEAD)
    return read_elf(head if not head.startswith(_MAGIC) else head + file.read())


def read_elf(data: bytes) -> Elf:
    """Read the header and the sections of an ELF file.

    Args:
        data: the whole file.
    Raises:
        ElfError: it is none, or broken.
    """
    if (
        not data.startswith(_MAGIC)
        or data[4:5] not in (b"\1", b"\2")
        or data[5:6] not in (b"\1", b"\2")
    ):
        raise ElfError("no ELF file")
    order, is_wide = "<" if data[5] == 1 else ">", data[4] == 2
    head = _unpack(order + ("16xHHIQQQIHHHHHH" if is_wide else "16xHHIIIIIHHHHHH"), data, 0)
    start, entry, count, names_at = head[5], head[10], head[11], head[12]
    layout = order + ("IIQQQQIIQQ" if is_wide else "IIIIIIIIII")
    if start and entry != struct.calcsize(layout):
        raise ElfError("sections have no size that is known")
    rows = []
    if start:
        first = _unpack(layout, data, start)  # tells what does not fit into the header
        count, names_at = count or first[5], first[6] if names_at == 0xFFFF else names_at
        if count > _MAX_SECTIONS:
            raise ElfError("too many sections")
        rows = [_unpack(layout, data, start + number * entry) for number in range(count)]
    names = b""
    if names_at < len(rows):
        names = _cut(data, rows[names_at][4], rows[names_at][5])
    sections = tuple(
        Section(_text(names, row[0]), row[1], row[2], row[4], row[5], row[6], row[9])
        for row in rows
    )
    return Elf(data, order, is_wide, head[1], sections)


def _unpack(layout: str, data: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(layout, data, at)
    except (struct.error, OverflowError) as error:
        raise ElfError("it ends too soon") from error


def _cut(data: bytes, offset: int, size: int) -> bytes:
    if offset + size > len(data):
        raise ElfError("a section lies outside the file")
    return data[offset : offset + size]


def _text(names: bytes, at: int) -> str:
    if not names and not at:
        return ""
    if at >= len(names):
        raise ElfError("a name lies outside its table")
    return names[at : names.find(b"\0", at) % (len(names) + 1)].decode("utf-8", "backslashreplace")
