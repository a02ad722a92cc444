"""Read without the cycle collector: all that is made while reading is needed to the end."""

from __future__ import annotations

import gc


class WithoutCollector:
    """Context in which the cycle collector is off; outside of it, it is as it was before.

    A class, because importing contextlib would cost every hook its start-up time.
    """

    __slots__ = ("_was_on",)

    def __enter__(self) -> None:
        self._was_on = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._was_on:
            gc.enable()
