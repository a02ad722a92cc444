"""Mutants as values: kinds, what is asked of a schema, how many of what are made.

Comes in: nothing. Goes out: the types that `mutants.py` and its callers share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Protocol, runtime_checkable

from validator.dataclass import dataclass
from validator.ir.nodes import Program
from validator.ir.trace import Trace

KINDS = ("bytes", "truncation", "field", "value", "structure", "break")
"""What can be done to a seed; a kind that a seed does not permit gives way to an earlier one."""

DEFAULT_SHARES: Mapping[str, int] = {
    "bytes": 15, "truncation": 5, "field": 25, "value": 15, "structure": 30, "break": 10,
}  # fmt: skip


class Readable(Protocol):
    """A compiled schema that gives traces, such as `load_schema` returns."""

    @property
    def program(self) -> Program:
        """The compiled schema."""
        ...

    def trace(self, data: bytes) -> Trace:
        """Read bytes as far as they can be read."""
        ...


@runtime_checkable
class Judging(Protocol):
    """A schema that tells whether it accepts a file, such as `load_schema` returns."""

    def is_quickly_accepted(self, data: bytes) -> bool:
        """Whether a file is valid; False where that would take long to say, too."""
        ...


@dataclass(frozen=True, slots=True)
class Mutant:
    """One variant of a seed.

    Attributes:
        index: number in its run, from 0.
        seed: name of the seed.
        kind: one of `KINDS`.
        label: what was done, such as `rules[1].count 3 -> 4, checksums repaired`.
        data: the file.
        edits: (field path, what was done to it) of everything that was changed on purpose.
    """

    index: int
    seed: str
    kind: str
    label: str
    data: bytes
    edits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MutantOptions:
    """How mutants are made.

    Attributes:
        shares: kind -> its part of all mutants; kinds left out are not made on purpose.
        numbers: further numbers that are worth trying in fields, such as the limits of
            consumers.
        max_size: bytes that no mutant exceeds, unless its seed does.
        most_changes: how many changes of the kinds `value`, `structure` and `break` one mutant of
            `make` gets at most; `vary` makes up to four at any rate.
        constants: numbers that the consumer compares something with, nobody knows what.
        words: texts that the consumer knows, nobody knows what for.
    """

    shares: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_SHARES))
    numbers: tuple[int, ...] = ()
    max_size: int = 1 << 26
    constants: tuple[int, ...] = ()
    words: tuple[bytes, ...] = ()
    most_changes: int = 1
