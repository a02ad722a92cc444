"""Asking rules: one by one, and again when what they see is there.

Comes in: the rules of a value. Goes out: whether it passes. A rule that looks at an object
elsewhere which is not made yet waits for it, and joins the rules of the field that it asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from validator.backends.strategies.domain import Domain
from validator.backends.strategies.filling import TROUBLE
from validator.backends.strategies.holes import Hole
from validator.backends.strategies.shortening import Shortening, Test
from validator.backends.strategies.streams import OPEN, Futile, Miss, Unsettled
from validator.dataclass import dataclass

_MOST_PENDING = 1_000
_MOST_JOINED = 160
_MOST_REVISED = 24


# house: loose-dataclass - where the value stands is known a moment later
@dataclass(slots=True)
class Pending:
    """A rule that waits.

    Attributes:
        number, name: the object and the attribute that it lacked; -1 for something without name.
        rule: evaluates it.
        hole: the value that it is about, when that can still be another one.
    """

    number: int
    name: str
    rule: Callable[[], Any]
    hole: Hole | None = None


class Waiting(Shortening):
    """The part of a maker that asks rules.

    Attributes:
        pending: what waits, in order.
        fresh: where what the last value left waiting stands in it; -1 when it left nothing.
        revises: a rule that waited may change the value that it was about.
        trusts: what is computed from guesses has a value, as for what comes next.
        known: instances that were computed for the test that is being made; None outside of one.
        tests: candidates that rules were asked about.
        most_tests: after so many of them the file is given up.
        weakest: which rule did not hold the last time.
        assumes: what cannot be known yet is taken to be absent.
    """

    known: dict[tuple[int, int], Any] | None = None
    trusts: bool = False
    tests: int = 0
    most_tests: int = 2_000
    weakest: int = 0
    assumes: bool = False
    fresh: int = -1
    revises: bool = False
    pending: list[Pending]
    lessons: dict[int, Domain]

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
        if unsure:
            self.fresh = len(self.pending)
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

    def trusting(self, compute: Callable[[], Any]) -> Any:
        """Return what decides what comes next, on what is only a guess yet where nothing else is.

        Args:
            compute: evaluates it.
        """
        try:
            return compute()
        except Unsettled:
            kept, self.trusts = self.trusts, True
        try:
            return compute()
        finally:
            self.trusts = kept

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
            self.pending.append(Pending(number, name, rule))

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
        mine = [one for one in self.pending if one.name == name and one.number == number]
        if others:
            mine += [one for one in self.pending if one.number < 0][-others:]
        return tuple(partial(self._again, one) for one in mine[:_MOST_JOINED])

    def _again(self, one: Pending, _: Any) -> Any:
        """Ask a rule that waited; where it does not hold, another value may help."""
        return one.rule() or (self.revises and one.hole is not None and self._revised(one))

    def remember(
        self, owner: Any, domain: Domain, value: Any, tests: Sequence[Test]
    ) -> Hole | None:
        """Remember a value some rule of which waits; what is returned has to be told its place.

        Args:
            owner, domain: the object and its field.
            value: what was chosen.
            tests: its rules.
        """
        start, self.fresh = self.fresh, -1
        mine = self.pending[start:] if start >= 0 else ()
        if not mine or self.is_kept(owner, domain.place):
            return None
        hole = Hole(owner, domain, value)
        hole.tests = tests
        for one in mine:
            one.hole = hole
        return hole

    def _revised(self, one: Pending) -> bool:
        """Change the value that a rule is about so that it holds, now that all is there."""
        hole = one.hole
        if hole is None or hole.data is None:
            return False
        before, domain = hole.value, hole.domain
        x = self.next()
        values = domain.choices or domain.edges[:4] + tuple(
            range(domain.low, min(domain.low + _MOST_REVISED, domain.high + 1))
        )
        start, self.revises = len(self.pending), False
        try:
            for number in range(min(len(values), _MOST_REVISED)):
                value = values[(x + number) % len(values)]
                if value == before or not hole.set(self, value):
                    continue
                self.known = {}
                if self.passes(hole.tests, value) and self._holds_now(one, value):
                    return True
        finally:
            self.revises = True
            del self.pending[start:]
        hole.set(self, before)
        self.known = {}
        return False

    def _holds_now(self, one: Pending, value: Any) -> bool:
        rule = one.rule
        if isinstance(rule, partial) and rule.args:  # rules take the value that they are about
            rule = partial(rule.func, value)
        self.tests += 1
        try:
            if not rule():
                return False
        except TROUBLE:
            return False
        one.rule = rule
        return True

    def expect(self, top: Any, tables: Mapping[int, Callable[[Any], Any]]) -> None:
        """Let tables wait for a row that a reference of an attempt before did not find.

        Args:
            top: the object of the file.
            tables: field of a reference -> gives the table that it means.
        """
        for place, domain in sorted(self.lessons.items()):
            if place in tables:
                rule = partial(_has_row, tables[place], top, domain)
                try:
                    rule()
                except TROUBLE as error:
                    self.wait_for(error, rule)

    def arrived(self, owner: Any, name: str) -> None:
        """Ask the rules that wait for an object or a list that is there now.

        Raises:
            Miss: one of them does not hold.
        """
        if not self.revised(self.joined(owner, name), None):
            raise Miss(f"{name}: something before it needs another one")

    def revised(self, tests: Sequence[Test], value: Any) -> bool:
        """Whether a value passes rules, for which values before it may be changed."""
        if self.passes(tests, value):
            return True
        kept, self.revises = self.revises, True
        try:
            return self.passes(tests, value)
        finally:
            self.revises = kept


def _has_row(table: Callable[[Any], Any], top: Any, domain: Domain) -> bool:
    return any(map(domain.holds, table(top)))
