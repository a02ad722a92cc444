"""Run the tracing reader of a program over bytes."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from validator.backends import python as emitters
from validator.backends.python.codes import TRACE, reader_code
from validator.backends.python.load import run_code
from validator.dataclass import dataclass
from validator.ir.nodes import Program
from validator.ir.trace import Trace
from validator.runtime.collector import WithoutCollector
from validator.runtime.recorder import Failure, Recorder


@dataclass(frozen=True, slots=True)
class BoundContract:
    """Facts of one consumer version, converted to the types that a schema declares.

    `evidence` tells where each fact came from, by dotted path such as `inputs.ipc`.
    Made with `validator.contract.bind_contract`.
    """

    name: str
    facts: Mapping[str, Any]
    evidence: Mapping[str, str]


_RECURSION_PER_LEVEL = 12
_readers: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """The trace of one file and what is wrong with it; `suppressed` failures were dropped."""

    trace: Trace
    failures: tuple[Failure, ...]
    suppressed: int


def trace_source(program: Program) -> str:
    """Return the source of the tracing reader of a program."""
    return emitters.emit_trace_reader(program)


def read_trace(program: Program, data: bytes, contracts: Sequence[BoundContract] = ()) -> Reading:
    """Read bytes completely: trace, and every rule they break.

    Args:
        program: the compiled schema.
        data: the whole file; not modified.
        contracts: bound contracts, each checked.
    Returns:
        The trace up to where the data could be read, and raw failures in no order.
    """
    run = _readers.get(program.digest)
    if run is None:
        run = run_code(reader_code(program, TRACE))["run"]
        _readers[program.digest] = run
    budget = program.budget
    recorder = Recorder(
        data,
        [(contract.name, contract.facts) for contract in contracts],
        max_nodes=budget.nodes,
        max_depth=budget.depth,
        max_unpacked=budget.unpacked,
    )
    wanted = 1000 + _RECURSION_PER_LEVEL * budget.depth
    if sys.getrecursionlimit() < wanted:
        sys.setrecursionlimit(wanted)
    with WithoutCollector():
        run(recorder, data)
    trace = Trace(
        program,
        data,
        recorder.place,
        recorder.parent,
        recorder.index,
        recorder.struct,
        recorder.is_array,
        recorder.start,
        recorder.end,
        recorder.stream,
        recorder.value,
        recorder.bits,
        recorder.alias,
        recorder.streams,
        recorder.stream_owner,
    )
    return Reading(trace, tuple(recorder.failures), recorder.suppressed)
