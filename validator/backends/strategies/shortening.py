"""Lists that end early: a count is made smaller when a further element cannot be made.

Comes in: a counted list of objects, of which one does not fit whatever is chosen in it. Goes out:
the list without it, when the stored count may still become smaller. What could be made is kept,
so that one element that is impossible does not cost the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from validator.backends.strategies.filling import TROUBLE
from validator.backends.strategies.holes import Hole, Ways
from validator.backends.strategies.placing import Places
from validator.backends.strategies.streams import OPEN, Futile, Out, Unseen, Unsettled

if TYPE_CHECKING:
    from validator.backends.strategies.domain import Domain

Test = Callable[[Any], Any]
Mark = tuple[int, int, int, int, int, int]


class Shortening(Places):
    """The part of a maker that takes back counts.

    Attributes:
        soft: counts that may still become smaller, each with what it has to pass.
    """

    soft: dict[tuple[int, int], tuple[Hole, Sequence[Test]]]

    def undo(self, io: Out, mark: Mark) -> None:
        """Forget everything that was made since a mark."""
        raise NotImplementedError

    def is_kept(self, owner: Any, place: int) -> bool:
        """Whether somebody wants a value as it is."""
        raise NotImplementedError

    def soften(self, owner: Any, domain: Domain, value: Any, tests: Sequence[Test]) -> Hole | None:
        """Remember a count that was chosen; what is returned has to be told its place.

        Args:
            owner, domain: the object and its field.
            value: the count.
            tests: what it has to pass.
        """
        if not value or self.is_kept(owner, domain.place):
            return None
        hole = Hole(owner, domain, value)
        self.soft[hole.key] = hole, tests
        return hole

    def shorten(
        self,
        error: BaseException,
        io: Out,
        mark: Mark,
        made: int,
        ways: Ways,
        count: Callable[[], int],
    ) -> None:
        """Let a list end before an element that cannot be made.

        Args:
            error: why it cannot; raised when the count has to stay.
            io: the stream of the list.
            mark: from before the element.
            made: elements before it.
            ways: stored values that give the count.
            count: evaluates it.
        """
        if isinstance(error, Futile):
            raise error
        try:
            found = ways(made)
        except TROUBLE:
            raise error from None
        for owner, place, value in found:
            hole, tests = self.soft.get((owner._n, place), (None, ()))
            if hole is None or value is None:
                continue
            before = hole.value
            if not hole.set(self, hole.domain.recounted(before, value)):
                continue
            try:
                if count() == made and self.passes(tests, hole.value):
                    self.undo(io, mark)
                    return
            except TROUBLE:
                pass
            hole.set(self, before)
        raise error

    def cut(self, error: BaseException, io: Out, mark: Mark) -> None:
        """Let a list that goes to the end of its stream end before an element.

        Args:
            error: why the element cannot be made; raised when the stream has a size.
            io: the stream.
            mark: from before the element.
        """
        if isinstance(error, Futile | Unseen | Unsettled) or io.end != OPEN:
            raise error
        self.undo(io, mark)

    def firm(self, ways: Ways, made: int) -> None:
        """Let a count stay as it is: a list was made that has it."""
        try:
            found = ways(made)
        except TROUBLE:
            return
        for owner, place, _ in found:
            self.soft.pop((owner._n, place), None)
