"""An ELF file as plain values: debugging entries, section bytes, where pointers point.

`elf_read` makes it, `elf` reads facts from it. Everything in it is checked and bounded.
"""

from __future__ import annotations

from dataclasses import field

from validator.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A debugging information entry.

    Attributes:
        offset: in .debug_info; entries of .debug_types are numbered from 2**62.
        tag: without `DW_TAG_`.
        unit: base name of the translation unit.
        parent: offset of the nearest kept entry around it, or -1.
        attributes: name without `DW_AT_` -> int (also offsets of other entries), text, or raw
            bytes of blocks.
        children: offsets of the kept entries inside it.
        address: (section, offset or address) that `location` names, or None; the section is
            -1 in a linked file.
    """

    offset: int
    tag: str
    unit: str
    parent: int
    attributes: dict[str, int | str | bytes]
    children: list[int]
    address: tuple[int, int] | None

    @property
    def name(self) -> str:
        """Name in the source, or ""."""
        name = self.attributes.get("name", "")
        return name if isinstance(name, str) else ""

    def number(self, attribute: str) -> int | None:
        """Return an attribute that is a number, else None."""
        value = self.attributes.get(attribute)
        return value if isinstance(value, int) else None


@dataclass(frozen=True, slots=True)
class SectionBytes:
    """An allocated section: its address when linked, and its content (None for .bss)."""

    name: str
    address: int
    size: int
    data: bytes | None


# house: loose-dataclass - caches what was read
@dataclass(slots=True)
class Image:
    """What an ELF file holds.

    Attributes:
        entries: by offset.
        sections: by section number; allocated ones only.
        targets: (section, offset) of a stored pointer -> (section, offset) it points to; in
            a linked file both sections are -1 and offsets are addresses.
        relocated: every (section, offset) that a relocation changes.
        debug_targets: (section name, offset) of a pointer in debugging information -> where
            it points; empty in a linked file.
    """

    file: str
    little_endian: bool
    pointer_size: int
    is_linked: bool
    entries: dict[int, Entry] = field(default_factory=dict)
    sections: dict[int, SectionBytes] = field(default_factory=dict)
    targets: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    relocated: set[tuple[int, int]] = field(default_factory=set)
    debug_targets: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)

    def content(self, place: tuple[int, int], size: int) -> tuple[str, bytes] | None:
        """Return bytes of a section.

        Args:
            place: section and offset, or -1 and address.
            size: bytes wanted, at least 0.
        Returns:
            (`SECTION+0xOFFSET`, bytes); None when no section covers them all.
        """
        found = self._at(place)
        if found is None or found[1] + size > found[0].size:
            return None
        section, offset = found
        data = bytes(size) if section.data is None else section.data[offset : offset + size]
        return (f"{section.name}+{offset:#x}", data) if len(data) == size else None

    def text(self, place: tuple[int, int], limit: int) -> tuple[str, bytes] | None:
        """Return the bytes before the first zero byte.

        Args:
            place: section and offset, or -1 and address.
            limit: search no further than so many bytes.
        Returns:
            (`SECTION+0xOFFSET`, bytes without the zero); None when no section covers it.
        """
        found = self._at(place)
        if found is None:
            return None
        section, offset = found
        data = b"" if section.data is None else section.data[offset : offset + limit]
        return f"{section.name}+{offset:#x}", data.partition(b"\0")[0]

    def _at(self, place: tuple[int, int]) -> tuple[SectionBytes, int] | None:
        number, start = place
        if number >= 0:
            section = self.sections.get(number)
            return (section, start) if section and 0 <= start < section.size else None
        for section in self.sections.values():
            if section.address and section.address <= start < section.address + section.size:
                return section, start - section.address
        return None

    def to_int(self, data: bytes, *, signed: bool = False) -> int:
        """Return bytes of the file as a number in its byte order.

        Args:
            data: any length.
            signed: whether the highest bit is a sign.
        Returns:
            The number; 0 for no bytes.
        """
        return int.from_bytes(data, "little" if self.little_endian else "big", signed=signed)
