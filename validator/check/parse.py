"""`Schema.parse` and `Schema.parse_file`: compiled once a schema, run for every file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from validator.backends.construct import SchemaConstruct, compile_construct
from validator.check.blame import Blame
from validator.check.session import read_file
from validator.check.tree import Tree, parse_tree
from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.findings import Finding
from validator.ir.nodes import Program
from validator.ir.types import simple_name

_MAX_KEPT = 64


@dataclass(frozen=True, slots=True)
class Parsing:
    """How files are parsed.

    Attributes:
        program: the schema.
        params: values of the parameters of its top type, by id.
        collect: whether broken conditions are kept instead of being raised.
    """

    program: Program
    params: Mapping[str, Any]
    collect: bool

    def of_bytes(self, data: bytes | bytearray | memoryview, file: str) -> Tree:
        """Read bytes to a tree, see `Schema.parse`."""
        params = _arguments(self.program, self.params)
        schema = _compiled(_Key(self.program))
        view = memoryview(data).cast("B")
        return parse_tree(schema, view, file, params, collect=self.collect)

    def of_path(self, path: str | os.PathLike[str]) -> Tree:
        """Read a file to a tree, see `Schema.parse_file`."""
        name = os.fspath(path)
        data = read_file(name, self.program.budget.file_size)
        if isinstance(data, Finding):
            raise Blame(self.program, name).of_finding(data)
        return self.of_bytes(data, name)


def _arguments(program: Program, given: Mapping[str, Any]) -> list[Any]:
    """Return the values of the top type's parameters in their order."""
    wanted = program.structs[0].params
    names = [param.id for param in wanted]
    if set(names) != set(given):
        raise UsageError(
            f"{program.name}: parameters of the top type are not those of the schema\n"
            f"  expected  {', '.join(names) or 'none'}\n"
            f"  found     {', '.join(map(str, given)) or 'none'}"
        )
    for param in wanted:
        kind, value = simple_name(param.type), given[param.id]
        if kind is not None and not _is_of(value, kind):
            raise UsageError(
                f"{program.name}: parameter {param.id} has a value of another type\n"
                f"  expected  {kind}\n  found     {type(value).__name__}"
            )
    return [given[name] for name in names]


def _is_of(value: Any, kind: str) -> bool:
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    return type(value).__name__ == kind


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
