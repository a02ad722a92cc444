"""Whether a fault that is told by its place is the one that is told by its function.

Comes in: faults of a consumer that looks up no names, so that each line of one function is another
signature. Goes out: whether the consumer that looks them up calls it the same; that one is asked
once for every place.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import field

from validator.consumers.protocol import Consumer, Outcome
from validator.dataclass import dataclass
from validator.fuzz.session import Session

_MAX_PLACES = 12
"""Places that are looked up: each costs as much as a hundred runs without names."""


# house: loose-dataclass - learns while files are made small
@dataclass(slots=True)
class Alike:
    """What a consumer calls the faults of a quicker one.

    Attributes:
        consumer: who looks up names.
        scratch: folder for files.
        outcome, signature: of the fault, as this consumer tells it.
        known: signature of the quicker one -> whether it is that fault.
    """

    consumer: Consumer
    scratch: str
    outcome: str
    signature: str
    known: dict[str, bool] = field(default_factory=dict)

    def is_same(self, data: bytes, quick: Outcome) -> bool:
        """Whether a fault is the same one.

        Args:
            data: the file.
            quick: what the quicker consumer says of it.
        Raises:
            ConsumerError: the consumer could not be run at all.
        """
        found = self.known.get(quick.signature)
        if found is None:
            found = len(self.known) < _MAX_PLACES and self._ask(data)
            self.known[quick.signature] = found
        return found

    def _ask(self, data: bytes) -> bool:
        session = Session(self.consumer, self.scratch)
        with closing(session), closing(session.run([data])) as outcomes:
            outcome = next(outcomes)
        return (outcome.kind.value, outcome.signature) == (self.outcome, self.signature)
