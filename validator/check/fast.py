"""The quick answer: does a file pass everything? No trace, and few objects."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

from validator.backends.python.load import compile_source, run_code
from validator.backends.python.reader import emit_check_reader
from validator.check.read import BoundContract
from validator.ir.nodes import Gaps, Program
from validator.runtime.probe import Probe, Reject
from validator.runtime.reading import Stop
from validator.runtime.recorder import CAUGHT

_REFUSING = (*CAUGHT, Reject, Stop, LookupError, struct.error)

_readers: dict[str, Any] = {}


def check_source(program: Program) -> str:
    """Return the source of the checking reader of a program."""
    return emit_check_reader(program)


def accepts(program: Program, data: bytes, contracts: Sequence[BoundContract]) -> bool:
    """Whether the checking reader accepts the bytes; False means: read them with a trace.

    Args:
        program: the compiled schema.
        data: the whole file; not modified.
        contracts: bound contracts, each checked.
    """
    run = _readers.get(program.digest)
    if run is None:
        name = f"<contentgate {program.name} {program.digest[:12]} check>"
        run = run_code(compile_source(check_source(program), name))["run"]
        _readers[program.digest] = run
    budget = program.budget
    probe = Probe(
        data,
        [(contract.name, contract.facts) for contract in contracts],
        max_nodes=budget.nodes,
        max_depth=budget.depth,
        max_unpacked=budget.unpacked,
        allow_gaps=program.gaps is not Gaps.ERROR,
    )
    try:
        run(probe, data)
    except _REFUSING:
        return False
    return True
