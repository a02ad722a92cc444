"""Whether a reader accepts what was made: the generated checking reader, asked for yes or no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from validator.backends.python.load import compile_source, run_code
from validator.backends.python.reader import emit_check_reader
from validator.backends.python.watch import can_be_scattered
from validator.findings import Severity
from validator.ir.nodes import CheckKind, Gaps, Program
from validator.runtime.collector import WithoutCollector
from validator.runtime.probe import Probe, Unread
from validator.runtime.refusing import REFUSING


class Acceptor:
    """Asks the checking reader of one program.

    Args:
        program: the compiled schema.
        contracts: (name, facts), each checked.
    """

    def __init__(self, program: Program, contracts: Sequence[tuple[str, Any]]) -> None:
        self.program = program
        self.contracts = contracts
        self.budget: dict[str, Any] = {
            "max_nodes": program.budget.nodes,
            "max_depth": program.budget.depth,
            "max_unpacked": program.budget.unpacked,
            "allow_gaps": program.gaps is Gaps.ALLOW,
        }
        self._readers: dict[bool, Callable[..., Any]] = {}

    def __call__(self, data: bytes) -> bool:
        """Whether the reader accepts the bytes."""
        if len(data) > self.program.budget.file_size:
            return False
        try:
            self._read(data, is_noting=False)
        except Unread:
            return can_be_scattered(self.program) and self._is_scattered(data)
        except REFUSING:
            return False
        return True

    def _is_scattered(self, data: bytes) -> bool:
        try:
            self._read(data, is_noting=True)
        except REFUSING:
            return False
        return True

    def _read(self, data: bytes, *, is_noting: bool) -> None:
        run = self._readers.get(is_noting)
        if run is None:
            source = emit_check_reader(_without_warnings(self.program), is_noting=is_noting)
            name = f"<contentgate {self.program.name} {self.program.digest[:12]} check>"
            run = self._readers[is_noting] = run_code(compile_source(source, name))["run"]
        with WithoutCollector():
            run(Probe(data, self.contracts, **self.budget), data)


def _without_warnings(program: Program) -> Program:
    """Return the program without conditions that only warn: files that break them are valid."""
    checks = tuple(
        replace(check, condition=None)
        if check.kind is CheckKind.CHECK and check.severity is not Severity.ERROR
        else check
        for check in program.checks
    )
    return replace(program, checks=checks) if checks != program.checks else program
