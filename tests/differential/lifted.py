"""The same bytes through a construct declaration and through the Program that it was lifted to."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from typing import Any

import construct

from validator.backends.construct.emit import SchemaConstruct, compile_construct
from validator.backends.construct.read import Reading, read
from validator.check.schema import Schema
from validator.ir.nodes import Field
from validator.ir.trace import Trace
from validator.lift.declaration import Lifted, Source, lift

ABSENT = object()


@dataclass(frozen=True)
class Pair:
    """A declaration, what it was lifted to, and the readers of that."""

    made: construct.Construct
    lifted: Lifted
    schema: Schema
    reference: SchemaConstruct

    @staticmethod
    def of(made: construct.Construct, name: str = "lifted") -> Pair:
        result = lift(made, name, Source("declaration.py"))
        schema = Schema(result.program, "declaration.py")
        return Pair(made, result, schema, compile_construct(result.program))

    def theirs(self, data: bytes) -> Any:
        """What construct reads, plain; ABSENT when it refuses."""
        try:
            return plain(self.made.parse(data))
        except (construct.ConstructError, ArithmeticError, TypeError, ValueError, LookupError,
                AttributeError, RecursionError, MemoryError, zlib.error):  # fmt: skip
            return ABSENT

    def ours(self, data: bytes) -> Reading:
        return read(self.reference, data)

    def values(self, data: bytes) -> Any:
        """What is read, in the shape of construct: from a trace, which knows every struct."""
        trace = self.schema.trace(data)
        return self._node(trace, trace.children(), 0)

    def _node(self, trace: Trace, children: list[list[int]], node: int) -> Any:
        program = self.lifted.program
        if trace.is_array[node]:
            return [self._node(trace, children, child) for child in children[node]]
        if trace.struct[node] < 0:
            return self._meaning(program.fields[trace.place[node]], trace.value[node])
        struct = program.structs[trace.struct[node]]
        shape = self.lifted.shapes[struct.path]
        found = {
            program.fields[trace.place[child]].id: self._node(trace, children, child)
            for child in children[node]
        }
        if shape.value is not None:
            return found.get(shape.value)
        if shape.items is not None:
            return [None if name is None else found.get(name) for name in shape.items]
        return {k: v for k, v in found.items() if k in shape.names and v is not None} or None

    def _meaning(self, field: Field, value: Any) -> Any:
        """A Mapping gives a name, an Enum here its number."""
        checks = [self.lifted.program.checks[number] for number in field.checks]
        if field.enum is None or all(check.rule != "value-not-in-enum" for check in checks):
            return value
        return dict(self.lifted.program.enums[field.enum].members)[value]


def plain(value: Any) -> Any:
    """Return a value of construct as dicts, lists and scalars; enums are numbers."""
    match value:
        case construct.EnumIntegerString():
            return value.intvalue
        case dict():
            inner = {str(k): plain(v) for k, v in value.items() if k not in ("_io", "_flagsenum")}
            inner = {k: v for k, v in inner.items() if v is not None}
            return inner or None
        case tuple():  # a NamedTuple
            return plain(value._asdict())
        case list():
            return [plain(item) for item in value]
        case bool():
            return value
        case int():
            return int(value)
        case bytes():
            return bytes(value)
    return value


def same(left: Any, right: Any) -> bool:
    """Equality in which NaN equals NaN."""
    match left, right:
        case (float(), float()):
            return left == right or (math.isnan(left) and math.isnan(right))
        case (list(), list()):
            return len(left) == len(right) and all(map(same, left, right))
        case (dict(), dict()):
            return left.keys() == right.keys() and all(same(left[k], right[k]) for k in left)
    return type(left) is type(right) and left == right


STRICTER = frozenset({"unexplained-bytes", "budget-exceeded"})
"""Rules that construct does not have."""


def compare(pair: Pair, data: bytes, *, swallows: bool = False) -> str:
    """Compare both readers on one file; "" when they agree, else what is different.

    Args:
        swallows: the declaration has a GreedyRange, which construct ends at any failure.
    """
    theirs, reading = pair.theirs(data), pair.ours(data)
    rules = {failure.rule for failure in reading.failures} - STRICTER
    found = {f.rule for f in pair.schema.check_bytes(data)} - STRICTER
    if bool(rules) != bool(found):
        return f"the readers differ: reference {rules}, python {found}"
    if theirs is ABSENT:
        is_spent = any(failure.rule == "budget-exceeded" for failure in reading.failures)
        return "" if rules or is_spent else f"construct refuses, {reading.values} was read"
    if rules:
        is_stricter = swallows or rules == {"position-outside-stream"}
        return "" if is_stricter else f"construct reads {theirs}, refused for {rules}"
    ours = pair.values(data)
    return "" if same(theirs, ours) else f"construct reads {theirs}, we read {ours}"
