"""Hypothesis strategies of files: structure is drawn, the rest follows from a drawn seed.

Comes in: a Program. Goes out: an ordinary `SearchStrategy`. A drawn number costs Hypothesis about
20 microseconds, so that only the first decisions are drawn one by one; values are expanded from
one drawn seed, which shrinks to 0, the simplest values. `pure` draws every number instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from validator.backends.strategies.generator import Choices, Force, Generator
from validator.backends.strategies.maker import Maker
from validator.backends.strategies.overriding import Override, overrides_of
from validator.errors import GenerateError, UsageError
from validator.ir.nodes import Program

_DECISIONS = 16
_MOST_SMALL = 63
_MOST = (1 << 16) - 1
_SEEDS = (1 << 32) - 1


def files(
    program: Program,
    *,
    mode: str = "valid",
    overrides: Mapping[str, SearchStrategy[Any]] | None = None,
    contracts: Sequence[tuple[str, Any]] = (),
    pure: bool = False,
) -> SearchStrategy[bytes]:
    """Return a strategy of files.

    Args:
        program: the compiled schema.
        mode: `valid`, `boundary`, `near-miss` or `mixed`.
        overrides: path such as `instances[*].criteria[*].op` -> strategy of its values.
        contracts: (name, facts) of consumers whose contract the files are to meet.
        pure: draw every number, instead of one seed for most.
    Raises:
        UsageError: the mode is none, a path names no stored value, or what is given for one is
            no strategy.
    """
    for path, strategy in (overrides or {}).items():
        if not isinstance(strategy, SearchStrategy):
            raise UsageError(
                f"overrides: {path} has no strategy\n  expected  such as st.just({strategy!r:.40})"
                f"\n  found     {type(strategy).__name__}"
            )
    found = overrides_of(program, overrides or {})
    given = frozenset(one.place for one in found)
    generator = Generator(program, mode, contracts, given)

    @st.composite
    def file(draw: Callable[[SearchStrategy[Any]], Any]) -> bytes:
        seed = 0 if pure else draw(st.integers(0, _SEEDS))
        choices = Drawn(draw, found, pure=pure)
        key = seed.to_bytes(4, "little") if seed or mode != "valid" else b""
        try:
            made = generator.make(key, choices)
        except GenerateError:
            reject()
        if not made.is_valid and made.mode == "valid":
            reject()
        return made.data

    return file()


class Drawn(Choices):
    """Decisions that Hypothesis makes; each is made once, however often a file is tried.

    Args:
        draw: draws from a strategy.
        overrides: fields whose values are drawn from strategies.
        pure: all numbers are drawn, not only the first decisions.
    """

    def __init__(
        self,
        draw: Callable[[SearchStrategy[Any]], Any],
        overrides: Sequence[Override],
        *,
        pure: bool,
    ) -> None:
        self._draw = draw
        self._overrides = overrides
        self._pure = pure
        self._shape: list[int] = []
        self._values: list[int] = []
        self._given: list[Any] = []

    def shape(self) -> Iterable[int]:
        """Return draws for decisions about structure."""
        return self._stream(self._shape, None if self._pure else _DECISIONS, _MOST_SMALL)

    def values(self) -> Iterable[int]:
        """Return draws for values."""
        return self._stream(self._values, None if self._pure else 0, _MOST)

    def _stream(self, made: list[int], count: int | None, most: int) -> Iterator[int]:
        number = 0
        while count is None or number < count:
            if number == len(made):
                made.append(self._draw(st.integers(0, most)))
            yield made[number]
            number += 1

    def forced(self, maker: Maker, focus: Mapping[int, Any]) -> dict[int, Force]:
        """Return what chooses the values of overridden fields."""
        found = super().forced(maker, focus)
        asked = iter(range(1 << 62))

        def force(one: Override) -> Force:
            def choose(owner: Any, domain: Any) -> Any:
                if not one.is_meant(owner):
                    return domain.draw(maker.next())
                number = next(asked)
                if number == len(self._given):
                    self._given.append(self._draw(one.strategy))
                return self._given[number]

            return choose

        for one in self._overrides:
            found[one.place] = force(one)
        return found
