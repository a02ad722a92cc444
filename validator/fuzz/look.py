"""How closely a crash is looked at, and what its consumer said of it.

Comes in: the outcome of a run. Goes out: its stack and last lines, without what differs from run to
run. It refuses to know how crashes are made small: a campaign needs none of that to note one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from validator.consumers.protocol import Outcome
from validator.consumers.record import ELSEWHERE, PROJECT, portable_path, portable_text
from validator.consumers.stack import stack_frames
from validator.dataclass import dataclass
from validator.fuzz.seeds import SeedFile, last_lines

_EVIDENCE_LINES = 6


@dataclass(frozen=True, slots=True)
class Look:
    """How closely a crash is looked at.

    Attributes:
        scratch: folder for candidates.
        references: valid files, one of which may be the nearest.
        runs: of the consumer.
        is_over: asked before every few candidates; True raises `OutOfTime`.
        project: folder that paths are told from.
        until: processor time of this process at which a crash is small enough, in seconds.
    """

    scratch: str
    references: Sequence[SeedFile]
    runs: int
    is_over: Callable[[], bool]
    project: str
    until: float = math.inf


def stack_of(outcome: Outcome, project: str) -> tuple[str, ...]:
    """Return the frames of a consumer's report, innermost first, without paths and addresses.

    Args:
        outcome: of the run.
        project: folder that paths are told from.
    """
    frames = stack_frames(outcome.stdout, outcome.stderr)
    return tuple(portable_text(frame, project) for frame in frames)


def evidence_of(outcome: Outcome, project: str) -> tuple[str, ...]:
    """Return the last lines that a consumer wrote, without what differs from run to run.

    Args:
        outcome: of the run.
        project: folder that paths are told from.
    """
    return tuple(portable_text(line, project) for line in last_lines(outcome, _EVIDENCE_LINES))


def seed_name(name: str, project: str) -> str:
    """Return the name of a seed without the folders of this machine.

    Args:
        name: a path, or what stands for one.
        project: folder that paths are told from.
    """
    path = portable_path(name, project)
    return path.removeprefix(f"{PROJECT}/").removeprefix(f"{ELSEWHERE}/")
