"""A consumer that is told to say less about its faults, for those who run it many times.

Comes in: a consumer. Goes out: one that does the same, without looking up names for every frame of
a sanitizer's stack, which takes longer than all else. Its signatures name places instead.
"""

from __future__ import annotations

from dataclasses import replace

from validator.consumers.command import CommandConsumer
from validator.consumers.library import SANITIZER_ENV, LibraryConsumer
from validator.consumers.protocol import Consumer

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
    own = SANITIZER_ENV if isinstance(consumer, LibraryConsumer) else {}
    present = {**own, **consumer.env}
    options = {name: f"{present[name]}:{_OFF}" if name in present else _OFF for name in _VARIABLES}
    return replace(consumer, env={**consumer.env, **options})
