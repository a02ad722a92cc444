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
from validator.backends.strategies.streams import OPEN, Futile, Miss, Unsettled

_MOST_PENDING = 1_000
_MOST_JOINED = 160


class Waiting(Shortening):
    """The part of a maker that asks rules.

    Attributes:
        pending: (number of the object, attribute that it lacked, rule), in order.
        known: instances that were computed for the test that is being made; None outside of one.
        tests: candidates that rules were asked about.
        most_tests: after so many of them the file is given up.
        weakest: which rule did not hold the last time.
        assumes: what cannot be known yet is taken to be absent.
    """

    known: dict[tuple[int, int], Any] | None = None
    tests: int = 0
    most_tests: int = 2_000
    weakest: int = 0
    assumes: bool = False
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
            for place, test in enumerate(tests):
                self.weakest = place
                try:
                    if not test(value):
                        return False
                except TROUBLE as error:
                    if not self.unsure(error) or not self._is_assumed(error, test, value):
                        return False
                    unsure.append((error, test))
        finally:
            self.known = kept
        for cause, late in unsure:
            self.wait_for(cause, partial(late, value))
        return True

    def _is_assumed(self, error: BaseException, test: Test, value: Any) -> bool:
        """Whether a rule may hold that depends on what is known only later.

        What is computed yes or no from it is taken to be no: so a value that would need it to be
        yes is not chosen.
        """
        if not isinstance(error, Unsettled) or self.assumes:
            return True
        self.assumes, self.known = True, {}
        try:
            return bool(test(value))
        except TROUBLE as again:
            return self.unsure(again)
        finally:
            self.assumes, self.known = False, {}

    def assumed(self, compute: Callable[[], Any] | None) -> Any:
        """Return a computed yes or no that cannot be known yet: as if the file ended here, or no.

        Args:
            compute: computes it; None when that makes no sense yet.
        Raises:
            Unsettled: nothing is to be assumed.
        """
        if not self.assumes:
            raise Unsettled
        guess = self.root.guess
        if guess == OPEN:
            self.root.guess = len(self.buffer)
        try:
            return compute() if compute is not None else False
        except (Unsettled, AttributeError):
            return False
        finally:
            self.root.guess = guess

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
        if isinstance(error, Unsettled):
            number, name = -1, ""
        if number is not None and name is not None and len(self.pending) < _MOST_PENDING:
            self.pending.append((number, name, rule))

    def joined(self, owner: Any, name: str, others: int = 0) -> tuple[Test, ...]:
        """Return the rules that wait for a value, as rules of it.

        Args:
            owner: its object.
            name: its attribute.
            others: rules to join that wait for something that has no name.
        """
        if not self.pending:
            return ()
        number = owner._n
        mine = [rule for n, what, rule in self.pending if what == name and n == number]
        if others:
            mine += [rule for n, _, rule in self.pending if n < 0][-others:]
        return tuple(partial(_asked, rule) for rule in mine[:_MOST_JOINED])

    def arrived(self, owner: Any, name: str) -> None:
        """Ask the rules that wait for an object or a list that is there now.

        Raises:
            Miss: one of them does not hold.
        """
        if not self.passes(self.joined(owner, name), None):
            raise Miss(f"{name}: something before it needs another one")


def _asked(rule: Callable[[], Any], _: Any) -> Any:
    return rule()
