"""A consumer that hangs is asked with less patience while its file is made small.

Comes in: a consumer, and files that it ends on. Goes out: the same consumer with a shorter time
limit, many times as long as it took for any of them; what hangs with that is asked with the full
limit in the end. It refuses to know how files are made small.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import closing

from validator.consumers.protocol import Consumer, OutcomeKind
from validator.consumers.quick import time_limit_s, with_time_limit
from validator.fuzz.session import Session

_LEAST_S = 0.1
_TIMES = 10
_MOST_HANGS = 2
_RUN_S = 0.02
"""What a run counts for that ends: a hang counts for as many of these as its limit has."""


def less_patient(consumer: Consumer, samples: Sequence[bytes], scratch: str) -> Consumer | None:
    """Return a consumer with a time limit that its slowest run keeps easily.

    Args:
        consumer: who hangs.
        samples: files, some of which it ends on.
        scratch: folder for them.
    Returns:
        the consumer; None when its limit cannot be shorter, or it ended on none of the samples.
    Raises:
        ConsumerError: it could not be run at all.
    """
    seconds: list[float] = []
    hangs = 0
    session = Session(consumer, scratch)
    with closing(session), closing(session.run(samples)) as outcomes:
        for outcome in outcomes:
            if outcome.kind is not OutcomeKind.HUNG:
                seconds.append(outcome.wall_s)
                continue
            hangs += 1
            if hangs >= _MOST_HANGS:
                break
    if not seconds:
        return None
    return with_time_limit(consumer, max(_LEAST_S, _TIMES * max(seconds)))


def hang_cost(consumer: Consumer) -> int:
    """Return how many runs a hang counts for: one of 2 s, for 100.

    Args:
        consumer: any.
    """
    return max(1, math.ceil(time_limit_s(consumer) / _RUN_S))
