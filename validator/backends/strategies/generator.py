"""Generators: a schema compiled to a function from keys to files.

Comes in: a Program. Goes out: files, each a function of the Program and a key alone. A file that
does not come out right the first time is made again with what was learned, then with other
draws; whether the reader accepts it in the end is known and told.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from validator.backends.python.load import compile_source, run_code
from validator.backends.strategies.accepting import Acceptor
from validator.backends.strategies.emit import emit_maker
from validator.backends.strategies.maker import Maker
from validator.backends.strategies.placing import TROUBLE
from validator.backends.strategies.streams import OPEN
from validator.backends.strategies.survey import survey_of
from validator.ir.nodes import Program
from validator.runtime.collector import WithoutCollector

MODES = ("valid", "boundary", "near-miss", "mixed")
"""How files are made."""

_ATTEMPTS = 12
_ROUNDS = 3
_RECURSION = 4000


@dataclass(frozen=True, slots=True)
class Generated:
    """A file that was made.

    Attributes:
        data: the file.
        label: what is special about it, "" for nothing.
        mode: one of `MODES`, never `mixed`.
        is_valid: whether the checking reader accepts it.
    """

    data: bytes
    label: str
    mode: str
    is_valid: bool


class Generator:
    """Makes files of one schema; see `generator_of`."""

    def __init__(self, program: Program, mode: str, contracts: Sequence[tuple[str, Any]]) -> None:
        self.program = program
        self.mode = mode
        self.contracts = contracts
        self.survey = survey_of(program)
        self.accepts = Acceptor(program, contracts)
        self.budget = self.accepts.budget
        self._run = _loaded(program, emit_maker(self.survey), "make")

    def make(self, key: bytes, *, first: Sequence[int] = ()) -> Generated:
        """Make one file.

        Args:
            key: what the file is a function of; b"" makes the simplest file.
            first: draws, each 0 to 2**64 - 1, for the first decisions about structure.
        Raises:
            CannotGenerate: nothing could be made in several attempts.
        """
        data, is_valid, _ = self.attempt(key, first)
        return Generated(data, "", "valid", is_valid)

    def attempt(self, key: bytes, first: Sequence[int] = ()) -> tuple[bytes, bool, str]:
        """Return a file, whether it is valid, and what went wrong on the way."""
        best, why = b"", ""
        for number in range(_ATTEMPTS):
            part = key if not number else key + b"attempt" + bytes((number,))
            data, is_valid, reason = self._attempt(part, first if number < 2 else ())
            why = reason or why
            if is_valid:
                return data, True, why
            best = data or best
        return best, False, why

    def _attempt(self, key: bytes, first: Sequence[int]) -> tuple[bytes, bool, str]:
        """Make a file; when it is not right, again with what is known of its holes now."""
        guesses: list[Any] = []
        size = OPEN
        data = b""
        why = ""
        for _ in range(_ROUNDS):
            maker = Maker(
                key, self.budget, first=first, contracts=self.contracts, guesses=guesses, size=size
            )
            try:
                with WithoutCollector():
                    self._run(maker)
                    maker.finish()
            except TROUBLE as error:
                why = f"{type(error).__name__}: {error}"
                if not maker.buffer or guesses:
                    return data, False, why
            data = bytes(maker.buffer)
            if not why and self.accepts(data):
                return data, True, maker.why
            learned = [hole.value for hole in maker.holes]
            if learned == guesses and len(data) == size:
                break
            guesses, size = learned, len(data)
        return data, False, why or "the reader refuses it"


def generator_of(
    program: Program, *, mode: str = "valid", contracts: Sequence[tuple[str, Any]] = ()
) -> Generator:
    """Compile a generator.

    Args:
        program: the compiled schema.
        mode: one of `MODES`.
        contracts: (name, facts) of consumers whose contract the files are to meet.
    Raises:
        UsageError: the mode is none.
    """
    return Generator(program, mode, contracts)


def _loaded(program: Program, source: str, name: str) -> Callable[..., Any]:
    if sys.getrecursionlimit() < _RECURSION:
        sys.setrecursionlimit(_RECURSION)
    title = f"<contentgate {program.name} {program.digest[:12]} {name}>"
    found: Callable[..., Any] = run_code(compile_source(source, title))[name]
    return found
