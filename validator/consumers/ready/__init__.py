"""Ready-made consumers for the formats that contentgate ships schemas of; lazy, as most users have
a consumer of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.lazy import lazy_names

if TYPE_CHECKING:
    from validator.consumers.ready.catalogue import (
        READY,
        Ready,
        find_ready,
        make_ready,
        missing_of,
        ready_version,
    )
    from validator.consumers.ready.need import Need

__all__ = ["READY", "Need", "Ready", "find_ready", "make_ready", "missing_of", "ready_version"]

__getattr__ = lazy_names(
    __name__, {name: "need" if name == "Need" else "catalogue" for name in __all__}
)
