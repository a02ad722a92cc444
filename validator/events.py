"""What a run tells while it goes on; progress lines and reports listen.

Producers (the check session, the gate) yield or call with these values and do not know
who listens.
"""

from __future__ import annotations

from collections.abc import Callable

from validator.dataclass import dataclass
from validator.findings import Finding


@dataclass(frozen=True, slots=True)
class FileStarted:
    """A file is about to be read; size in bytes, 0 when unknown."""

    file: str
    size: int


@dataclass(frozen=True, slots=True)
class FileChecked:
    """A file is done; findings sorted, empty when it is accepted."""

    file: str
    size: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RunEnded:
    """All work is done; counts are files."""

    checked: int
    refused: int


Event = FileStarted | FileChecked | RunEnded
Listener = Callable[[Event], None]
