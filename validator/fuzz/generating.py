"""Files from the schema alone, for a campaign: compiled when they are first asked for.

Comes in: a mode and a key. Goes out: a file, or nothing when the schema permits none to be made. A
campaign with seeds must not wait for what it may not need in its first second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from validator.backends import strategies
from validator.check.read import BoundContract
from validator.dataclass import dataclass
from validator.errors import ContentgateError
from validator.ir.nodes import Program

if TYPE_CHECKING:
    from validator.backends.strategies import Generated, Generator

MODES = ("valid", "boundary", "near-miss")
_MOST_FAILURES = 3
_MOST_REFUSED = 6
_WORTH = 2
"""Files refused that one good file makes up for."""


# house: loose-dataclass - generators are made when they are needed
@dataclass(slots=True)
class Generators:
    """The generators of a schema.

    Attributes:
        program: the schema.
        contracts: that the files have to meet.
        modes: that can be asked for.
        reasons: why files of a mode could not be made.
        price: what the last file cost to make, in mutants.
    """

    program: Program
    contracts: Sequence[BoundContract] = ()
    modes: tuple[str, ...] = MODES
    reasons: dict[str, str] = field(default_factory=dict)
    price: float = 0.0
    _made: dict[str, Generator] = field(default_factory=dict)
    _failures: dict[str, int] = field(default_factory=dict)
    _refused: dict[str, int] = field(default_factory=dict)

    def make(self, mode: str, key: bytes) -> Generated | None:
        """Return the file of a key; None when none can be made.

        Args:
            mode: one of `modes`.
            key: what the file is a function of.
        """
        self.price = 0.0
        if mode not in self.modes or self._failures.get(mode, 0) >= _MOST_FAILURES:
            return None
        try:
            generator = self._made.get(mode)
            if generator is None:
                generator = self._made[mode] = self._open(mode)
            try:
                made = generator.make(key)
            finally:
                self.price = generator.price
        except ContentgateError as error:
            self.reasons[mode] = str(error)
            self._failures[mode] = self._failures.get(mode, 0) + 1
            return None
        self._judge(mode, is_good=made.is_valid or made.mode == "near-miss")
        return made

    def _open(self, mode: str) -> Generator:
        """Return the generator of a mode; what the schema asks for is worked out once for all."""
        other = next(iter(self._made.values()), None)
        if other is not None:
            return other.sibling(mode)
        facts: list[tuple[str, Any]] = [(one.name, one.facts) for one in self.contracts]
        return strategies.generator_of(self.program, mode=mode, contracts=facts)

    def _judge(self, mode: str, *, is_good: bool) -> None:
        """Give a mode up most of whose files are not what they should be: others are better."""
        refused = self._refused.get(mode, 0)
        self._refused[mode] = max(refused - _WORTH, 0) if is_good else refused + 1
        if self._refused[mode] >= _MOST_REFUSED:
            self._failures[mode] = _MOST_FAILURES
            self.reasons[mode] = f"most files of mode {mode} are refused by the schema"
