"""What a file asks of its consumers: the least contract that it would be accepted with.

Comes in: a Program and a file that breaks no rule. Goes out: for each number of a contract the
greatest value that a check compared with it from below. The file is read with a contract that
agrees to everything and writes down what it was asked. It refuses to know any real consumer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from validator.check.read import BoundContract, read_trace
from validator.ir.nodes import Program
from validator.ir.types import ArrayType, BoolType, IntType, MapType, StrType, Type

Key = tuple[str, str | int | None]
"""Name of a fact, and for a map the key."""

_PLENTY = 1 << 62


class _Agreeing(int):
    """A number that is enough for everyone, and writes down for how much it had to be."""

    asked: dict[Key, int]
    key: Key

    def __ge__(self, other: object) -> bool:
        return self._at_least(other, 0)

    def __gt__(self, other: object) -> bool:
        return self._at_least(other, 1)

    __hash__ = int.__hash__

    def _at_least(self, other: object, more: int) -> bool:
        if isinstance(other, int):
            self.asked[self.key] = max(self.asked.get(self.key, 0), int(other) + more)
        return True


class _AgreeingMap(Mapping[str | int, int]):
    """A map that has every key."""

    def __init__(self, name: str, asked: dict[Key, int]) -> None:
        self.name = name
        self.asked = asked

    def __getitem__(self, key: str | int) -> int:
        return _agreeing((self.name, key), self.asked)

    def __contains__(self, key: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str | int]:
        return iter(())

    def __len__(self) -> int:
        return 0


def demands_of(program: Program, data: bytes) -> dict[Key, int]:
    """Return what a file asks for by checks of the form `asked <= contract.fact`.

    Args:
        program: the compiled schema.
        data: a file that breaks no rule of it; not modified.
    Returns:
        (fact, key) -> the least number that is enough, in the order of the schema's facts, keys
        sorted; facts that the file does not ask for are missing.
    """
    asked: dict[Key, int] = {}
    facts = {fact.name: _answer(fact.name, fact.type, asked) for fact in program.facts}
    read_trace(program, data, (BoundContract("any", facts, {}),))
    order = {fact.name: index for index, fact in enumerate(program.facts)}
    return dict(sorted(asked.items(), key=lambda item: (order[item[0][0]], str(item[0][1]))))


def _agreeing(key: Key, asked: dict[Key, int]) -> int:
    made = _Agreeing(_PLENTY)
    made.asked, made.key = asked, key
    return made


def _answer(name: str, kind: Type, asked: dict[Key, int]) -> object:
    """Return an answer of the type of a fact; only numbers can agree to everything."""
    match kind:
        case IntType():
            return _agreeing((name, None), asked)
        case MapType():
            return _AgreeingMap(name, asked)
        case BoolType():
            return True
        case StrType():
            return ""
        case ArrayType():
            return ()
    return None
