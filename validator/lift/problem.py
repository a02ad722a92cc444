"""What is wrong with a declaration: raised where it is met, collected where lifting goes on.

Comes in: a rule, the place, what was expected and found. Goes out: an exception that the
nearest field catches and turns into a finding, so that every mistake is told at once.
"""

from __future__ import annotations

from collections.abc import Collection

from validator.dataclass import dataclass
from validator.findings import SourcePos


@dataclass(frozen=True, slots=True)
class Mistake:
    """One reason why a part of a declaration cannot be lifted; fields as of `Problems.add`."""

    rule: str
    pos: SourcePos
    message: str
    expected: str | None = None
    found: str | None = None
    hint: str | None = None
    near: tuple[str, Collection[str]] | None = None


class Refusal(Exception):
    """A part of a declaration cannot be lifted.

    Args:
        mistake: why; None when it has been reported already and this is a consequence.
    """

    def __init__(self, mistake: Mistake | None = None) -> None:
        super().__init__(mistake.message if mistake is not None else "reported already")
        self.mistake = mistake
