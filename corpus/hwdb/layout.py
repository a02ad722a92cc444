"""Where things stand in an hwdb.bin: just enough of a reader to damage files on purpose.

Comes in: the bytes of a file by the real producer. Goes out: offsets. Nothing here shares code
with the validator.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

HEADER = 80
FIELDS = {
    "signature": 0, "tool_version": 8, "file_size": 16, "header_size": 24, "node_size": 32,
    "child_entry_size": 40, "value_entry_size": 48, "nodes_root_off": 56, "nodes_len": 64,
    "strings_len": 72,
}  # fmt: skip
"""Header field -> offset; each has 8 bytes."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node; all offsets absolute.

    Attributes:
        index: 0-based, in the order of the file.
        start: of the node record, 24 bytes.
        end: behind its last value.
        children: starts of its child entries, 16 bytes each.
        values: starts of its value entries.
    """

    index: int
    start: int
    end: int
    children: tuple[int, ...]
    values: tuple[int, ...]


def number(data: bytes, at: int) -> int:
    """Return the little-endian 64-bit number at an offset."""
    return int(struct.unpack_from("<Q", data, at)[0])


def number_bytes(value: int) -> bytes:
    """Return a number as 8 bytes, little-endian."""
    return struct.pack("<Q", value)


def pool_start(data: bytes) -> int:
    """Return the absolute offset of the strings."""
    return HEADER + number(data, FIELDS["nodes_len"])


def read_nodes(data: bytes) -> list[Node]:
    """Return the nodes of a valid file, in its order.

    Args:
        data: the whole file.
    """
    value_size = number(data, FIELDS["value_entry_size"])
    nodes: list[Node] = []
    at = HEADER
    while at < pool_start(data):
        first_child = at + 24
        first_value = first_child + 16 * data[at + 8]
        end = first_value + value_size * number(data, at + 16)
        children = tuple(range(first_child, first_value, 16))
        values = tuple(range(first_value, end, value_size))
        nodes.append(Node(len(nodes), at, end, children, values))
        at = end
    return nodes


def string(data: bytes, at: int) -> bytes:
    """Return the string at an absolute offset, without its zero byte."""
    return data[at : data.index(0, at)]
