"""The verdict: ship, no ship, or inconclusive, with everything that it rests on.

Comes in: nothing. Goes out: frozen values that the policy makes and the command line shows.
"""

from __future__ import annotations

from enum import Enum

from validator.consumers.protocol import Outcome
from validator.dataclass import dataclass
from validator.findings import Finding


class VerdictKind(Enum):
    """The answer; `exit_code` is what the command ends with."""

    SHIP = "ship"
    NO_SHIP = "no ship"
    INCONCLUSIVE = "inconclusive"

    @property
    def exit_code(self) -> int:
        """0, 1 or 3; never 0 when something was not checked."""
        return {"ship": 0, "no ship": 1}.get(self.value, 3)


@dataclass(frozen=True, slots=True)
class ConsumerRun:
    """One consumer on one file; `outcome` is None when it was not run, and `why` says why."""

    consumer: str
    outcome: Outcome | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """One file.

    Attributes:
        file: path as findings show it.
        size: bytes.
        sha256: 64 hex digits of what was checked and run; "" when it could not be read.
        accepted: nothing was found that stops a release.
        findings: count of all findings, of any severity.
        runs: one per consumer of its entry, in the order of the configuration.
    """

    file: str
    size: int
    sha256: str
    accepted: bool
    findings: int
    runs: tuple[ConsumerRun, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one run.

    Attributes:
        kind: `NO_SHIP` as soon as something was found, whatever else is missing.
        findings: of all files, sorted by file and place.
        files: in the order they were checked.
        reasons: why it is not `SHIP`, or what the `SHIP` rests on; never empty.
        notes: what a reader must know besides.
        contracts: contract files used, as shown.
        schemas: schemas used, as shown.
    """

    kind: VerdictKind
    findings: tuple[Finding, ...]
    files: tuple[FileVerdict, ...]
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    schemas: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
