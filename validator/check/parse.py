"""`Schema.parse` and `Schema.parse_file`: compiled once a schema, run for every file."""

from __future__ import annotations

import os
from functools import lru_cache

from validator.backends.construct import SchemaConstruct, compile_construct
from validator.check.blame import Blame
from validator.check.session import read_file
from validator.check.tree import Tree, parse_tree
from validator.findings import Finding
from validator.ir.nodes import Program

_MAX_KEPT = 64


def parse_bytes(
    program: Program, data: bytes | bytearray | memoryview, file: str, *, collect: bool
) -> Tree:
    """Read bytes to a tree, see `Schema.parse`."""
    schema = _compiled(_Key(program))
    return parse_tree(schema, memoryview(data).cast("B"), file, collect=collect)


def parse_path(program: Program, path: str | os.PathLike[str], *, collect: bool) -> Tree:
    """Read a file to a tree, see `Schema.parse_file`."""
    name = os.fspath(path)
    data = read_file(name, program.budget.file_size)
    if isinstance(data, Finding):
        raise Blame(program, name).of_finding(data)
    return parse_bytes(program, data, name, collect=collect)


class _Key:
    """A program, known by its digest."""

    __slots__ = ("program",)

    def __init__(self, program: Program) -> None:
        self.program = program

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.program.digest == self.program.digest

    def __hash__(self) -> int:
        return hash(self.program.digest)


@lru_cache(_MAX_KEPT)
def _compiled(key: _Key) -> SchemaConstruct:
    return compile_construct(key.program)
