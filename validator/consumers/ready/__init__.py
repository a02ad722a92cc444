"""Ready-made consumers for the formats that contentgate ships schemas of."""

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
