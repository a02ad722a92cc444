"""Reading with a trace, and changing single values in place: what breaking a rule needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from struct import error as StructError
from struct import pack
from typing import Any

from validator.backends.python.load import compile_source, run_code
from validator.backends.python.reader import emit_trace_reader
from validator.backends.strategies.holes import write_bits
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    Endian,
    NumberRead,
    Program,
    Read,
    StrRead,
    SwitchRead,
)
from validator.ir.trace import Trace
from validator.runtime.collector import WithoutCollector
from validator.runtime.recorder import Failure, Recorder


class Tracer:
    """Runs the tracing reader of one program.

    Args:
        program: the compiled schema.
        contracts: (name, facts), each checked.
    """

    def __init__(self, program: Program, contracts: Sequence[tuple[str, Any]]) -> None:
        self.program = program
        self.contracts = contracts
        self._run: Callable[..., Any] | None = None

    def read(self, data: bytes) -> tuple[Trace, list[Failure]]:
        """Return what was read where, and what is wrong."""
        if self._run is None:
            name = f"<contentgate {self.program.name} {self.program.digest[:12]} trace>"
            source = emit_trace_reader(self.program)
            self._run = run_code(compile_source(source, name))["run"]
        budget = self.program.budget
        t = Recorder(
            data, self.contracts, max_nodes=budget.nodes, max_depth=budget.depth,
            max_unpacked=budget.unpacked,
        )  # fmt: skip
        with WithoutCollector():
            self._run(t, data)
        trace = Trace(
            self.program, data, t.place, t.parent, t.index, t.struct, t.is_array, t.start, t.end,
            t.stream, t.value, t.bits, t.alias, t.streams, t.stream_owner,
        )  # fmt: skip
        return trace, t.failures

    def rules(self, failures: Sequence[Failure]) -> set[str]:
        """Return the rules that are broken; warnings do not count."""
        found = set()
        for failure in failures:
            if failure.check >= 0:
                check = self.program.checks[failure.check]
                if check.severity.value == "error":
                    found.add(failure.rule or check.rule)
            else:
                found.add(failure.rule)
        return found


def leaf_of(trace: Trace, node: int) -> NumberRead | BitsRead | BytesRead | StrRead | None:
    """Return how a stored value was read, None when that is not known."""
    read: Read | None = trace.program.fields[trace.place[node]].read
    if isinstance(read, NumberRead | BitsRead | BytesRead | StrRead):
        return read
    if isinstance(read, SwitchRead):
        size = trace.end[node] - trace.start[node]
        fitting = {
            case for case in [*(case for _, case in read.cases), read.default]
            if isinstance(case, NumberRead) and case.primitive.width == size
        }  # fmt: skip
        return fitting.pop() if len(fitting) == 1 else None
    return None


def set_leaf(trace: Trace, data: bytearray, node: int, value: Any) -> bool:
    """Overwrite a stored value; False when it does not fit, or is not in the file itself.

    Args:
        trace: of the file before.
        data: the file; modified.
        node: a stored value.
        value: a number, or bytes of the same length.
    """
    if trace.stream[node]:
        return False
    start, end = trace.start[node], trace.end[node]
    read = leaf_of(trace, node)
    match read:
        case BitsRead(width=width, endian=endian):
            if not 0 <= value < 1 << width:
                return False
            at = start * 8 + trace.bits[node][0]
            write_bits(data, at, width, int(value), is_little=endian is Endian.LITTLE)
        case NumberRead(primitive=primitive):
            try:
                raw = pack(order_of(trace, node, read) + primitive.code, value)
            except StructError:
                return False
            data[start:end] = raw
        case _:
            if not isinstance(value, bytes) or len(value) != end - start:
                return False
            data[start:end] = value
    return True


def order_of(trace: Trace, node: int, read: NumberRead) -> str:
    """Return the byte order in which a number was read."""
    if read.endian is Endian.CALCULATED:
        raw = pack("<" + read.primitive.code, trace.value[node])
        return "<" if raw == trace.content(node) else ">"
    return "<" if read.endian is Endian.LITTLE else ">"
