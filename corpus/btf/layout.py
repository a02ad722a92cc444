"""Where things stand in a .BTF file: just enough of a reader to damage files on purpose.

Comes in: the bytes of a little-endian file by a real producer. Goes out: offsets. Nothing here
shares code with the validator.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

HEADER = 24
KINDS = (
    "none", "int", "ptr", "array", "struct", "union", "enum", "fwd", "typedef", "volatile",
    "const", "restrict", "func", "func_proto", "var", "datasec", "float", "decl_tag", "type_tag",
    "enum64",
)  # fmt: skip
"""Kind number -> name."""
_ONCE = {"int": 4, "array": 12, "var": 4, "decl_tag": 4}
_EACH = {"struct": 12, "union": 12, "enum": 8, "func_proto": 8, "datasec": 12, "enum64": 12}


@dataclass(frozen=True, slots=True)
class Record:
    """One type.

    Attributes:
        id: 1-based.
        kind: one of KINDS.
        count: low 16 bits of its info word.
        start: absolute offset; the three words of the record stand there.
    """

    id: int
    kind: str
    count: int
    start: int

    @property
    def details(self) -> int:
        """Absolute offset of what follows the three words."""
        return self.start + 12

    @property
    def path(self) -> str:
        """Field path of the record."""
        return f"body.types.items[{self.id - 1}]"


def word(data: bytes, at: int) -> int:
    """Return the 32-bit number at an offset."""
    return int(struct.unpack_from("<I", data, at)[0])


def word_bytes(value: int) -> bytes:
    """Return a number as 4 bytes, modulo 2**32."""
    return struct.pack("<I", value & 0xFFFFFFFF)


def names_start(data: bytes) -> int:
    """Return the absolute offset of the names."""
    return HEADER + word(data, 16)


def read_records(data: bytes) -> list[Record]:
    """Return the types of a valid file, in its order.

    Args:
        data: the whole file.
    """
    records: list[Record] = []
    at = HEADER
    while at < names_start(data):
        info = word(data, at + 4)
        kind = KINDS[info >> 24 & 0x1F]
        records.append(Record(len(records) + 1, kind, info & 0xFFFF, at))
        at += 12 + _ONCE.get(kind, 0) + _EACH.get(kind, 0) * (info & 0xFFFF)
    return records


def first(data: bytes, kind: str, count: int = 0) -> Record:
    """Return the first type of a kind that has at least so many members.

    Args:
        data: the whole file, valid.
        kind: one of KINDS.
        count: least number of members.
    """
    return next(r for r in read_records(data) if r.kind == kind and r.count >= count)
