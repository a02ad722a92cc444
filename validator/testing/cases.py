"""`@contentgate_cases`: a test function is given files that are made from a schema.

Comes in: a test function. Goes out: a Hypothesis test, with everything that Hypothesis gives: its
database, settings and profiles, shrinking. What it works with (schema, consumer) is looked up when
it runs, not when it is imported.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from validator.consumers.protocol import Consumer
from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.testing.case import EXPECTATIONS, FileCase
from validator.testing.running import running
from validator.testing.workbench import Reader, Workbench

MODES = ("valid", "boundary", "near-miss", "mixed")
HYPOTHESIS_DEADLINE_MS = 200
"""Hypothesis' own deadline. What takes the time here is another program, or its start."""

Test = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one test asks for; see `contentgate_cases`."""

    schema: str
    consumer: str | Consumer | None
    mode: str
    expect: str
    contracts: Sequence[str] | None
    overrides: Mapping[str, Any] | None
    count: int | None
    derandomize: bool | None
    pure: bool = False
    argument: str = "case"
    more: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise UsageError(f"mode={self.mode!r}\n  expected  one of {', '.join(MODES)}")
        if self.expect not in EXPECTATIONS:
            words = ", ".join(EXPECTATIONS)
            raise UsageError(f"expect={self.expect!r}\n  expected  one of {words}")

    def prepare(self, bench: Workbench) -> st.SearchStrategy[FileCase]:
        """Return the strategy of the test, with everything compiled and started.

        Args:
            bench: of the run.
        Raises:
            ContentgateError: something cannot be used; ConsumerError when it cannot be run here.
        """
        judge = bench.judge(self.schema, self.contracts)
        reader = self.reader(bench)
        if reader is not None:
            reader.start()
        files = judge.schema.files(
            mode=self.mode, contracts=judge.contracts, overrides=self.overrides, pure=self.pure
        )
        return files.map(lambda data: FileCase(data, self.mode, judge, bench, reader))

    def reader(self, bench: Workbench) -> Reader | None:
        """Return the consumer of the test, or None.

        Args:
            bench: of the run.
        """
        match self.consumer:
            case None:
                return bench.consumer() if bench.choice.consumer else None
            case str() as name:
                return bench.consumer(name)
        return bench.open(self.consumer)


def decorate(wanted: Wanted, test: Test) -> Test:
    """Return the Hypothesis test of a function.

    Args:
        wanted: what it asks for.
        test: takes a `FileCase` in the argument of that name.
    """
    made: dict[int, st.SearchStrategy[FileCase]] = {}

    def strategy() -> st.SearchStrategy[FileCase]:
        bench = running()
        if id(bench) not in made:
            made.clear()
            made[id(bench)] = wanted.prepare(bench)
        return made[id(bench)]

    @functools.wraps(test)
    def checked(*args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        result = test(*args, **kwargs)
        kwargs[wanted.argument].verify(wanted.expect)
        return result

    if wanted.argument not in inspect.signature(test).parameters:
        raise UsageError(f"{test.__name__}: no parameter named {wanted.argument}")

    @st.composite
    def cases(draw: Callable[[st.SearchStrategy[FileCase]], FileCase]) -> FileCase:
        return draw(strategy())

    wrapped: Test = given(**{wanted.argument: cases(), **wanted.more})(checked)
    wrapped.contentgate = wanted  # type: ignore[attr-defined]  # how the plugin knows it
    return wrapped


def adjust(test: Any, count: int | None) -> None:
    """Apply what the decorator and the options say to the settings of a test.

    It is done when all decorators are applied and profiles are loaded, as Hypothesis' own plugin
    does: `@settings` stands above or below, and a second one is an error of its own.

    Args:
        test: made by `decorate`.
        count: of the options; None leaves the number of examples alone.
    """
    wanted: Wanted = test.contentgate
    now: settings = test._hypothesis_internal_use_settings
    words: dict[str, Any] = {}
    if (most := count or wanted.count) is not None:
        words["max_examples"] = most
    if wanted.derandomize is not None:
        words["derandomize"] = wanted.derandomize
        if wanted.derandomize:
            words["database"] = None
    deadline = now.deadline
    if deadline is not None and deadline.total_seconds() * 1000 == HYPOTHESIS_DEADLINE_MS:
        words["deadline"] = None
    if words:
        test._hypothesis_internal_use_settings = settings(now, **words)
