"""Names for the faults of a campaign, looked up once for every place in the consumer.

Comes in: a consumer, and faults of its runs. Goes out: the same faults with what a sanitizer says
when it looks up names for its stack, which takes ten times as long as all else of a run. Once it
has done that for a first fault, the consumer is run without; a place that comes up for the first
time is run once more, with names. It refuses to know which inputs are run.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import field, replace

from validator.consumers.protocol import Consumer, Outcome
from validator.consumers.quick import without_names
from validator.consumers.stack import stack_frames
from validator.dataclass import dataclass
from validator.fuzz.session import Session

_FRAMES = 3
_MOST_PLACES = 1000
_SANITIZER = "Sanitizer: "

_Place = tuple[str, str, tuple[str, ...]]


# house: loose-dataclass - learns while a campaign goes on
@dataclass(slots=True)
class Naming:
    """What a consumer calls the faults that it shows.

    Attributes:
        consumer: who dies; its sanitizer looks up names, if it has one.
        scratch: folder for files.
    """

    consumer: Consumer
    scratch: str
    _quick: Consumer | None = None
    _is_over: bool = False
    _known: dict[_Place, Outcome] = field(default_factory=dict)

    @property
    def asked(self) -> Consumer:
        """Who is to be run from now on."""
        return self._quick or self.consumer

    def named(self, data: bytes, outcome: Outcome) -> Outcome:
        """Return an outcome of the consumer that was to be run, with names.

        Args:
            data: the input.
            outcome: of it; a fault that does not come back stays as it is, and the consumer is
                run with names from then on.
        Raises:
            ConsumerError: the consumer could not be run at all.
        """
        if not outcome.is_fault or _SANITIZER not in outcome.signature:
            return outcome
        if self._quick is None:
            if not self._is_over:
                self._quick = without_names(self.consumer, outcome.signature)
                self._is_over = self._quick is None
            return outcome
        frames = stack_frames(outcome.stdout, outcome.stderr)[:_FRAMES]
        place = outcome.kind.value, outcome.signature, frames
        found = self._known.get(place) or self._look_up(data)
        if found.kind is not outcome.kind or _fault(found) != _fault(outcome):
            self._quick, self._is_over = None, True
            return outcome
        if len(self._known) < _MOST_PLACES:
            self._known[place] = found
        return replace(outcome, signature=found.signature, stdout=found.stdout, stderr=found.stderr)

    def _look_up(self, data: bytes) -> Outcome:
        session = Session(self.consumer, self.scratch)
        with closing(session), closing(session.run([data])) as outcomes:
            return next(outcomes)


def _fault(outcome: Outcome) -> str:
    """Return what happened, without where."""
    return outcome.signature.partition(" in ")[0]
