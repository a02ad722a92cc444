"""The trace: what was read where. Flat and columnar; one row a node, row 0 is the file.

Everything that shows, compares, measures or edits a file works on it and on nothing else.
Checking alone does not build one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from validator.dataclass import dataclass
from validator.ir.nodes import Program

Value = int | float | bool | str | bytes | list[Any] | None


# house: loose-dataclass - columns grow while a file is read
@dataclass(slots=True)
class Trace:
    """Columns of equal length, indexed by node.

    Attributes:
        place: field number in `Program.fields`; -1 for the root object.
        parent: node of the object or array that holds it; -1 for the root. A parent comes
            before its children.
        index: 0-based subscript for array elements, else -1.
        struct: struct number for objects, else -1.
        is_array: 1 for the node of a repeated field, whose children are the elements.
        start, end: byte offsets, absolute in the file for stream 0; bit fields cover every
            byte they touch.
        stream: 0 for the file; k > 0 for bytes that a `process` made, whose content is
            `streams[k]` and whose raw bytes are node `stream_owner[k]`.
        value: value of a leaf; None for objects, arrays and absent values.
        bits: node -> (bit offset from `start`, width in bits) for bit fields.
        alias: node of a computed object -> node of the object that it is.
    """

    program: Program
    data: bytes | memoryview
    place: list[int] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    index: list[int] = field(default_factory=list)
    struct: list[int] = field(default_factory=list)
    is_array: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    stream: list[int] = field(default_factory=list)
    value: list[Value] = field(default_factory=list)
    bits: dict[int, tuple[int, int]] = field(default_factory=dict)
    alias: dict[int, int] = field(default_factory=dict)
    streams: list[bytes] = field(default_factory=list)
    stream_owner: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.place)

    def name(self, node: int) -> str:
        """Return the last part of the node's path: a field id or `[i]`; "" for the root."""
        if self.place[node] < 0:
            return ""
        if self.index[node] >= 0:
            return f"[{self.index[node]}]"
        return self.program.fields[self.place[node]].id

    def path(self, node: int) -> str:
        """Return the field path, such as `instances[1].criteria[20].op`; "" for the root."""
        parts: list[str] = []
        while node > 0:
            name = self.name(node)
            if name:
                parts.append(name if name[0] == "[" else "." + name)
            node = self.parent[node]
        return "".join(reversed(parts)).removeprefix(".")

    def children(self) -> list[list[int]]:
        """Return, for every node, its children in reading order."""
        result: list[list[int]] = [[] for _ in self.place]
        for node in range(1, len(self.place)):
            result[self.parent[node]].append(node)
        return result

    def leaves(self) -> Iterator[int]:
        """Yield the nodes that are neither object nor array, in reading order."""
        for node in range(len(self.place)):
            if self.struct[node] < 0 and not self.is_array[node]:
                yield node

    def content(self, node: int) -> bytes:
        """Return the bytes that the node covers, in its own stream."""
        stream = self.stream[node]
        source = self.data if stream == 0 else self.streams[stream]
        return bytes(source[self.start[node] : self.end[node]])
