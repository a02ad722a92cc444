"""One shape for what the readers say, so that they can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from validator.backends.construct import compile_construct, read
from validator.backends.construct.tree import is_reference
from validator.check.read import read_trace
from validator.findings import Severity
from validator.ir.nodes import FieldKind, Program
from validator.ir.trace import Trace


@dataclass(frozen=True)
class Contract:
    name: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What readers must agree on; `values` only for accepted files.

    `first` is (absolute offset, rule) of the first failure.
    """

    accepted: bool
    first: tuple[int, str] | None
    values: Any


@cache
def _schema(program: Program) -> Any:
    return compile_construct(program)


def by_construct(program: Program, data: bytes, contracts: Sequence[Contract] = ()) -> Verdict:
    reading = read(_schema(program), data, contracts)
    return Verdict(reading.is_accepted, reading.first, frozen(reading.values))


def by_python(program: Program, data: bytes, contracts: Sequence[Contract] = ()) -> Verdict:
    reading = read_trace(program, data, contracts)
    trace = reading.trace
    places = []
    accepted = True
    for failure in reading.failures:
        rule, severity = failure.rule, Severity.ERROR
        if failure.check >= 0 and not rule:
            check = program.checks[failure.check]
            rule, severity = check.rule, check.severity
        start = failure.start
        if failure.stream > 0:  # in unpacked bytes: the raw ones stand for them
            node = trace.stream_owner[failure.stream]
            while trace.stream[node] > 0:
                node = trace.stream_owner[trace.stream[node]]
            start = trace.start[node]
        places.append((start, rule))
        accepted = accepted and severity is not Severity.ERROR
    return Verdict(accepted, min(places, default=None), frozen(plain(trace)))


READERS = {"construct": by_construct, "python": by_python}


def plain(trace: Trace) -> Any:
    """Return the values of a trace as nested dict and list, without aliases."""
    children = trace.children()

    def value(node: int) -> Any:
        if trace.is_array[node]:
            return [value(child) for child in children[node]]
        if trace.struct[node] < 0:
            return trace.value[node]
        result: dict[str, Any] = {}
        struct = trace.program.structs[trace.struct[node]]
        for field in struct.seq + struct.instances:
            if field.kind is FieldKind.VALUE and is_reference(field.type):
                continue
            if field.nullable:
                result[field.id] = None
        for child in children[node]:
            field = trace.program.fields[trace.place[child]]
            if child in trace.alias:
                result.pop(field.id, None)
            elif not (field.kind is FieldKind.VALUE and is_reference(field.type)):
                result[field.id] = value(child)
        return result

    return value(0)


def frozen(value: Any) -> Any:
    """Return the value such that NaN equals itself, and True differs from 1."""
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    if isinstance(value, list):
        return [frozen(item) for item in value]
    return (type(value).__name__, repr(value)) if isinstance(value, float | bool) else value
