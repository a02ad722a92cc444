"""The quick answer: does a file pass everything? No trace, and few objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from validator.backends.python.load import compile_source, run_code
from validator.backends.python.reader import emit_check_reader
from validator.check.read import BoundContract
from validator.ir.nodes import Gaps, Program
from validator.runtime.probe import Probe
from validator.runtime.refusing import REFUSING

_readers: dict[str, Any] = {}


def check_source(program: Program) -> str:
    """Return the source of the checking reader of a program."""
    return emit_check_reader(program)


def budget_of(program: Program) -> dict[str, Any]:
    """Return the keyword arguments of a `Probe` for a program."""
    return {
        "max_nodes": program.budget.nodes,
        "max_depth": program.budget.depth,
        "max_unpacked": program.budget.unpacked,
        "allow_gaps": program.gaps is Gaps.ALLOW,
    }


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
    facts = [(contract.name, contract.facts) for contract in contracts]
    probe = Probe(data, facts, **budget_of(program))
    try:
        run(probe, data)
    except REFUSING:
        return False
    return True
