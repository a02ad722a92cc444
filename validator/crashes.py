"""Crashes of a consumer as they are kept: the values that `fuzz` makes and `report` shows.

Comes in: nothing. Goes out: one frozen `CrashReport` a signature, without times and without paths
of one machine, so that it can be kept with the sources; and what became of it when it was replayed.
It refuses to know how a crash is found and how it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from validator.dataclass import dataclass
from validator.measure import FieldChange

ACCEPTED = "accepted"
"""Verdict of the gate on a file that it accepts; of any other it is the id of the first rule."""

RAW, PARTLY, MINIMIZED = "raw", "partly minimized", "minimized"
"""How far a crash was looked at: as it was found; until no run was left; to the end."""

LESS_WRONG = "made of it by one change, refused for another rule"
"""Name of a nearest file that the gate refuses, too: the crash needs one rule more to be broken."""

SOMETIMES = "it does not come back each time"
"""How the note begins on a crash that only some runs show."""

FIXED, FAILING, CHANGED, NOT_RUN = "fixed", "still failing", "changed", "not run"
"""What a replay tells."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the making of a file.

    Attributes:
        what: `seed`, `generated`, `mutated` or `native`.
        text: name of the seed, or what was done, such as `rules[1].count 3 -> 4`.
        edits: (field path, what was done to it).
    """

    what: str
    text: str
    edits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says to a file.

    Attributes:
        rule: id of the first rule that it breaks; `ACCEPTED` when it breaks none.
        path, message: of that finding; "" when there is none.
    """

    rule: str = ACCEPTED
    path: str = ""
    message: str = ""

    @property
    def is_accepted(self) -> bool:
        """Whether the gate lets the file through."""
        return self.rule == ACCEPTED


@dataclass(frozen=True, slots=True)
class Measured:
    """Size and sha256 (64 hex digits) of a file, and its name where it has one."""

    size: int
    sha256: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CrashReport:
    """One crash, named by its field.

    Attributes:
        id: name of its folder: words of the signature, and a digest.
        state: `RAW`, `PARTLY` or `MINIMIZED`.
        outcome: what the consumer did: one of `validator.measure.FAULTS`, or another property
            that does not hold, such as `disagreement`.
        signature: crash identity as the consumer tells it.
        gate: what the gate says to the kept file.
        schema, digest: name of the schema, and digest of what it means.
        schema_path: its file, from `{project}` on; `{elsewhere}/NAME.ksy` for one elsewhere.
        consumer: who died, so that it can be run again: name, kind, how it is configured.
        path: the field that does it; "" when none could be named.
        changes: what makes the nearest valid file the kept one, by path.
        nearest: that file; None when there is none.
        origin: how the file was made, its seed first.
        found, kept: the file as it was found, and as it is kept.
        stack: frames of the consumer's report, innermost first.
        evidence: the last lines that the consumer wrote.
        notes: what a reader must know, such as that it does not come back alone.
        version: of contentgate.
        runs: runs of the consumer that minimizing took; 0 when it is not known.
    """

    id: str
    state: str
    outcome: str
    signature: str
    gate: Verdict
    schema: str
    digest: str
    consumer: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""
    changes: tuple[FieldChange, ...] = ()
    nearest: Measured | None = None
    origin: tuple[Step, ...] = ()
    found: Measured = Measured(0, "")
    kept: Measured = Measured(0, "")
    stack: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    version: str = ""
    runs: int = 0
    schema_path: str = ""

    @property
    def consumer_name(self) -> str:
        """Name of the consumer, "" when it is not known."""
        return str(self.consumer.get("name", ""))


@dataclass(frozen=True, slots=True)
class Replayed:
    """One kept crash after it was run again.

    Attributes:
        id: of the crash, or the path that was given when nothing could be read there.
        state: `FIXED`, `FAILING`, `CHANGED` or `NOT_RUN`.
        was: what was kept; None when it could not be read.
        outcome, signature: of this run; "" when there was none.
        gate: what the gate says now; None when it was not asked.
        reason: why it was not run, what changed, one line; "" otherwise.
        evidence: the last lines that the consumer wrote.
        reproduce: a shell command that runs the consumer on the file by hand; "" without one.
        folder: where it is kept.
    """

    id: str
    state: str
    was: CrashReport | None = None
    outcome: str = ""
    signature: str = ""
    gate: Verdict | None = None
    reason: str = ""
    evidence: tuple[str, ...] = ()
    reproduce: str = ""
    folder: str = ""
