"""What stops reading: construct errors that carry a rule, a place and a path.

A stand-alone user of the compiled object sees these as the `construct` errors that they are;
`read` turns them into failures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import construct

if TYPE_CHECKING:
    from validator.backends.construct.run import Failure


class Stop(construct.ConstructError):  # type: ignore[misc]  # construct has no type information
    """Reading of the current sequence cannot go on; what there is to say has been said.

    Attributes:
        partial: what was read of the value that stopped, or None.
    """

    def __init__(self, message: str = "", path: str | None = None) -> None:
        super().__init__(message, path=path)
        self.partial: object = None


class Fault(Stop):
    """A rule broken at a place of the data.

    Attributes:
        rule: rule id.
        offset, length: absolute place in the file.
        failure: what was found, when it is known.
    """

    def __init__(self, rule: str, message: str, offset: int, length: int, path: str) -> None:
        super().__init__(f"{rule} at {offset:#x}+{length}: {message}", path=path)
        self.rule = rule
        self.offset = offset
        self.length = length
        self.failure: Failure | None = None


class StreamFault(Fault, construct.StreamError):  # type: ignore[misc]  # untyped base
    """The data end too early, or a position lies outside of them."""


class StringFault(Fault, construct.StringError):  # type: ignore[misc]  # untyped base
    """Bytes of a string are not valid in its encoding, or lack their terminator."""


class RangeFault(Fault, construct.RangeError):  # type: ignore[misc]  # untyped base
    """A size or count is impossible."""


class CheckFault(Fault, construct.ValidationError):  # type: ignore[misc]  # untyped base
    """A check does not hold."""


class BudgetFault(Fault):
    """Objects are nested too deeply."""


class Abort(BudgetFault):
    """A budget for the whole file is used up: nothing more is read at all."""


_CLASSES: dict[str, type[Fault]] = {
    "unexpected-eof": StreamFault,
    "position-outside-stream": StreamFault,
    "encoding-invalid": StringFault,
    "terminator-missing": StringFault,
    "size-invalid": RangeFault,
    "count-exceeds-remaining": RangeFault,
    "budget-exceeded": BudgetFault,
    "processing-failed": Fault,
    "expression-failed": Fault,
    "endianness-undecided": Fault,
    "cyclic-reference": Fault,
}


def make_fault(rule: str, message: str, offset: int, length: int, path: str) -> Fault:
    """Return the error of the class that fits the rule; unknown rules are those of checks.

    Args:
        rule: rule id.
        message: the headline.
        offset, length: absolute place in the file, in bytes.
        path: field path.
    """
    return _CLASSES.get(rule, CheckFault)(rule, message, offset, length, path)


class ExpressionFailed(Exception):
    """An expression has no value for this data; the text says why.

    Attributes:
        rule: `expression-failed`, or what the data break more precisely.
        kind: `division`, `subscript` or `conversion`; "" for everything else.
    """

    def __init__(self, message: str, rule: str = "expression-failed", kind: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.kind = kind


class Unread(Exception):
    """An expression needs a value whose reading has failed, and been reported, before."""


class FactMissing(Exception):
    """A contract has no entry for what an expression asks for."""
