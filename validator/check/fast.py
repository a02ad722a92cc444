"""The quick answer: does a file pass everything? No trace, and few objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from validator.backends import python as emitters
from validator.backends.python.codes import CHECK, NOTING, reader_code
from validator.backends.python.load import run_code
from validator.check.read import BoundContract
from validator.ir.nodes import Gaps, Program
from validator.runtime.collector import WithoutCollector
from validator.runtime.probe import Probe, Unread
from validator.runtime.refusing import REFUSING

_readers: dict[tuple[str, bool], Any] = {}
_scattered: set[str] = set()
"""Digests of programs with a file that is fine although some stream was not read to its end."""


def check_source(program: Program) -> str:
    """Return the source of the checking reader of a program: of two the one that served last."""
    return emitters.emit_check_reader(program, is_noting=program.digest in _scattered)


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
    is_noting = program.digest in _scattered
    try:
        _run(program, data, contracts, is_noting=is_noting)
    except Unread:
        may_be = not is_noting and emitters.can_be_scattered(program)
        return may_be and _is_scattered(program, data, contracts)
    except REFUSING:
        return False
    return True


def _is_scattered(program: Program, data: bytes, contracts: Sequence[BoundContract]) -> bool:
    """Whether a file is fine although some stream was not read to its end."""
    try:
        _run(program, data, contracts, is_noting=True)
    except REFUSING:
        return False
    _scattered.add(program.digest)
    return True


def _run(
    program: Program, data: bytes, contracts: Sequence[BoundContract], *, is_noting: bool
) -> None:
    key = program.digest, is_noting
    run = _readers.get(key)
    if run is None:
        run = run_code(reader_code(program, NOTING if is_noting else CHECK))["run"]
        _readers[key] = run
    facts = [(contract.name, contract.facts) for contract in contracts]
    with WithoutCollector():
        run(Probe(data, facts, **budget_of(program)), data)
