"""Substreams whose content asks how long they are, while that follows from the content.

Comes in: a substream of open size, and that its first object failed for want of a size. Goes out:
sizes to try, until one is what the content then has.
"""

from __future__ import annotations

from validator.backends.strategies.streams import OPEN, Miss, Out, Unseen, Unsettled

_LEAST = 8
_DOUBLINGS = 9


class Fitting:
    """The size of one substream that is tried.

    Args:
        io: the stream of an object.
        begin: offset in the buffer at which the object starts.
        error: why it could not be made.
    Attributes:
        is_active: the object asks for the size of a stream that it alone fills.
        is_repeated: the same draws are to be made again, with the size that came out.
    """

    __slots__ = ("io", "is_active", "is_repeated", "made")

    def __init__(self, io: Out, begin: int, error: BaseException) -> None:
        is_own = io.number >= 0 and io.end == OPEN and io.guess == OPEN and begin == io.base > 0
        self.io = io
        self.is_active = is_own and isinstance(error, Unseen | Unsettled)
        self.is_repeated = False
        self.made = OPEN

    def choose(self, number: int) -> None:
        """Set the size that is tried.

        Args:
            number: of the attempt, from 0.
        """
        if not self.is_active:
            return
        self.io.guess = self.made if self.is_repeated else _LEAST << number % _DOUBLINGS
        self.is_repeated = False

    def check(self) -> None:
        """See whether the content has the size that was tried.

        Raises:
            Miss: it has another one, which comes next.
        """
        if not self.is_active:
            return
        made = len(self.io.data) - self.io.base
        if made != self.io.guess:
            self.is_repeated, self.made = made != self.made, made
            raise Miss(f"{made} bytes instead of {self.io.guess}")

    def give_up(self) -> None:
        """Leave the stream as it was."""
        if self.is_active:
            self.io.guess = OPEN
