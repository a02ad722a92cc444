"""A consumer that takes less time over its faults, for those who run it many times.

Comes in: a consumer. Goes out: one that does the same, without looking up names for every frame of
a sanitizer's stack, which takes longer than all else, so that its signatures name places instead;
or with less patience for what hangs.
"""

from __future__ import annotations

from dataclasses import replace

from validator.consumers.command import CommandConsumer
from validator.consumers.library import SANITIZER_ENV, LibraryConsumer
from validator.consumers.protocol import Consumer
from validator.consumers.python import PythonConsumer
from validator.consumers.sandbox import Limits

_OFF = "symbolize=0"
_VARIABLES = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "MSAN_OPTIONS", "TSAN_OPTIONS")


def without_names(consumer: Consumer, signature: str) -> Consumer | None:
    """Return a consumer whose sanitizer looks up no names; None where that changes nothing.

    Args:
        consumer: any.
        signature: of a fault of it.
    """
    if not isinstance(consumer, CommandConsumer | LibraryConsumer):
        return None
    if "Sanitizer: " not in signature:
        return None
    if any("suppressions" in value for value in consumer.env.values()):
        return None  # they go by names
    own = SANITIZER_ENV if isinstance(consumer, LibraryConsumer) else {}
    present = {**own, **consumer.env}
    options = {name: f"{present[name]}:{_OFF}" if name in present else _OFF for name in _VARIABLES}
    return replace(consumer, env={**consumer.env, **options})


def time_limit_s(consumer: Consumer) -> float:
    """Return the seconds that a consumer has for one file; the usual ones where it does not tell.

    Args:
        consumer: any.
    """
    limits = getattr(consumer, "limits", None)
    return limits.timeout_s if isinstance(limits, Limits) else Limits().timeout_s


def with_time_limit(consumer: Consumer, seconds: float) -> Consumer | None:
    """Return a consumer that has more or less time for a file; None where its kind has no limit.

    Args:
        consumer: any.
        seconds: of elapsed time, > 0.
    """
    if not isinstance(consumer, CommandConsumer | LibraryConsumer | PythonConsumer):
        return None
    return replace(consumer, limits=replace(consumer.limits, timeout_s=seconds))
