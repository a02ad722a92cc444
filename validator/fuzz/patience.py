"""How long to wait for a consumer that does not end.

Comes in: a consumer, and files that it ends on. Goes out: the same consumer with a shorter time
limit while a file is made small, many times as long as it took for any of them; what hangs with
that is asked with the full limit in the end. Or with a longer one on a machine that other programs
keep busy: what got no processor does not hang. It refuses to know how files are made small.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from contextlib import closing

from validator.consumers.protocol import Consumer, Outcome, OutcomeKind
from validator.consumers.quick import time_limit_s, with_time_limit
from validator.fuzz.session import Session

_LEAST_S = 0.1
_TIMES = 10
_MOST_HANGS = 2
_PATIENT = 5
_OWN = 0.9
_OURS = 1
"""Programs that a campaign itself keeps running: a consumer and what makes its inputs."""
_RUN_S = 0.02
"""What a run counts for that ends: a hang counts for as many of these as its limit has."""


def less_patient(
    consumer: Consumer, samples: Sequence[bytes], scratch: str, least_s: float = _LEAST_S
) -> Consumer | None:
    """Return a consumer with a time limit that its slowest run keeps easily.

    Args:
        consumer: who hangs.
        samples: files, some of which it ends on.
        scratch: folder for them.
        least_s: the shortest limit, in seconds.
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
    limit = max(least_s, _TIMES * max(seconds))
    return with_time_limit(consumer, limit) if limit < time_limit_s(consumer) else None


def more_patient(consumer: Consumer, hang: Outcome) -> Consumer | None:
    """Return a consumer with a longer time limit, for a hang that a busy machine may explain.

    Args:
        consumer: who hung.
        hang: how; what used its time limit up on a processor has nobody to blame.
    Returns:
        the consumer; None when the machine is not busy, or the hang its own.
    """
    limit = time_limit_s(consumer)
    if hang.cpu_s >= _OWN * limit or os.getloadavg()[0] <= (os.cpu_count() or 1) + _OURS:
        return None
    return with_time_limit(consumer, _PATIENT * limit)


def hang_cost(consumer: Consumer) -> int:
    """Return how many runs a hang counts for: one of 2 s, for 100.

    Args:
        consumer: any.
    """
    return max(1, math.ceil(time_limit_s(consumer) / _RUN_S))
