"""Where things lie in a policy, and how one is put together, without the validator.

Comes in: the bytes of a file by apparmor_parser. Goes out: offsets of its state machines' tables,
and files with parts exchanged, aligned as the producer aligns them.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

MACHINE = b"\x04\x06\x00aadfa\x00\x06"
_HEADER = struct.Struct(">IIIH10s")
_TABLE = struct.Struct(">HHII")
_MAGIC = 0x1B5E783D
_PRODUCER = b"notflex\0\0\0"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a state machine.

    Attributes:
        at: absolute offset of its header, 12 bytes.
        end: absolute offset behind its padding.
        width: bytes of an item.
        items: its numbers.
    """

    at: int
    end: int
    width: int
    items: tuple[int, ...]

    def item_at(self, index: int) -> int:
        """Return the absolute offset of an item."""
        return self.at + _TABLE.size + self.width * index


def machine_at(data: bytes, number: int) -> int:
    """Return the absolute offset of the name tag of a state machine.

    Args:
        data: the whole file.
        number: 0 for the first machine of the file.
    """
    at = data.index(MACHINE)
    for _ in range(number):
        at = data.index(MACHINE, at + 1)
    return at


def blob_of(data: bytes, number: int) -> tuple[int, int]:
    """Return absolute offset and length of the tables of a state machine, without padding."""
    at = machine_at(data, number) + len(MACHINE)
    (size,) = struct.unpack_from("<I", data, at)
    return at + 4 + size % 8, size - size % 8


def tables(data: bytes, number: int) -> dict[int, Table]:
    """Return the tables of a state machine by their id."""
    start, size = blob_of(data, number)
    found: dict[int, Table] = {}
    at = start + _HEADER.size
    while at < start + size:
        kind, width, _, count = _TABLE.unpack_from(data, at)
        code = {1: "B", 2: "H", 4: "I"}[width]
        items = struct.unpack_from(f">{count}{code}", data, at + _TABLE.size)
        end = at + (_TABLE.size + width * count + 7) // 8 * 8
        found[kind] = Table(at, end, width, items)
        at = end
    return found


def make_machine(columns: Sequence[tuple[int, int, Sequence[int]]]) -> bytes:
    """Return the tables of a state machine.

    Args:
        columns: id, width in bytes and items of each table, in the order of the file.
    """
    body = b""
    for kind, width, items in columns:
        code = {1: "B", 2: "H", 4: "I"}[width]
        packed = struct.pack(f">{len(items)}{code}", *items)
        table = _TABLE.pack(kind, width, 0, len(items)) + packed
        body += table + bytes(-len(table) % 8)
    return _HEADER.pack(_MAGIC, _HEADER.size, _HEADER.size + len(body), 0, _PRODUCER) + body


def split(data: bytes) -> list[bytes]:
    """Return the parts of a file of one section: text, tables, text, tables, … text."""
    parts: list[bytes] = []
    at = 0
    for number in range(data.count(MACHINE)):
        start, size = blob_of(data, number)
        parts += [data[at : machine_at(data, number)], data[start : start + size]]
        at = start + size
    return [*parts, data[at:]]


def join(parts: Sequence[bytes]) -> bytes:
    """Return the file of the parts that `split` gives; sizes and alignment are made anew."""
    data = b""
    for text, machine in zip(parts[0:-1:2], parts[1::2], strict=True):
        data += text + MACHINE
        padding = -(len(data) + 4) % 8
        data += struct.pack("<I", padding + len(machine)) + bytes(padding) + machine
    return data + parts[-1]
