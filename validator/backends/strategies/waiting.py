"""Asking rules: one by one, and again when what they see is there.

Comes in: the rules of a value. Goes out: whether it passes. A rule that looks at an object
elsewhere which is not made yet waits for it, and joins the rules of the field that it asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from validator.backends.strategies.filling import TROUBLE
from validator.backends.strategies.shortening import Shortening, Test
from validator.backends.strategies.streams import Futile, Miss, Unsettled

_MOST_PENDING = 400
_MOST_JOINED = 64


class Waiting(Shortening):
    """The part of a maker that asks rules.

    Attributes:
        pending: (number of the object, attribute that it lacked, rule), in order.
        known: instances that were computed for the test that is being made; None outside of one.
        tests: candidates that rules were asked about.
        most_tests: after so many of them the file is given up.
    """

    known: dict[tuple[int, int], Any] | None = None
    tests: int = 0
    most_tests: int = 2_000
    pending: list[tuple[int, str, Callable[[], Any]]]

    def unsure(self, error: BaseException) -> bool:
        """Whether a rule failed because it sees what is not made yet: then it may hold."""
        return isinstance(error, AttributeError | Unsettled)

    def passes(self, tests: Sequence[Test], value: Any) -> bool:
        """Whether a value passes rules, as far as that is known; the others wait.

        Args:
            tests: the rules; each may raise.
            value: of the field that is chosen, or that what they are about was made with.
        Raises:
            Futile: rules were asked too often in this file.
        """
        self.tests += 1
        if self.tests > self.most_tests:  # a rule over a long list costs much, and asks often
            raise Futile(f"more than {self.most_tests:,} values tried")
        kept, self.known = self.known, {}
        unsure = []
        try:
            for test in tests:
                try:
                    if not test(value):
                        return False
                except TROUBLE as error:
                    if not self.unsure(error):
                        return False
                    unsure.append((error, test))
        finally:
            self.known = kept
        for error, test in unsure:
            self.wait_for(error, partial(test, value))
        return True

    def holds(self, tests: Sequence[Test], value: Any) -> bool:
        """Whether a value passes rules; see `passes`, which is asked only where one is unsure."""
        try:
            for test in tests:
                if not test(value):
                    return False
        except TROUBLE:
            return self.passes(tests, value)
        return True

    def wait_for(self, error: BaseException, rule: Callable[[], Any]) -> None:
        """Ask a rule again when what it did not find is there.

        Args:
            error: what it raised.
            rule: evaluates it.
        """
        number = getattr(getattr(error, "obj", None), "_n", None)
        name = getattr(error, "name", None)
        if number is not None and name is not None and len(self.pending) < _MOST_PENDING:
            self.pending.append((number, name, rule))

    def joined(self, owner: Any, name: str) -> tuple[Test, ...]:
        """Return the rules that wait for a value, as rules of it.

        Args:
            owner: its object.
            name: its attribute.
        """
        if not self.pending:
            return ()
        mine = [rule for number, what, rule in self.pending if what == name and number == owner._n]
        return tuple(partial(_asked, rule) for rule in mine[-_MOST_JOINED:])

    def arrived(self, owner: Any, name: str) -> None:
        """Ask the rules that wait for an object or a list that is there now.

        Raises:
            Miss: one of them does not hold.
        """
        if not self.passes(self.joined(owner, name), None):
            raise Miss(f"{name}: something before it needs another one")


def _asked(rule: Callable[[], Any], _: Any) -> Any:
    return rule()
