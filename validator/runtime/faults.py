"""What stops a reader: a fault of the data, or a value that was never read."""

from __future__ import annotations


class DataFault(Exception):
    """A rule of the data is broken so that the value does not exist.

    Args:
        rule: rule id.
        start, length: bytes concerned, in the coordinates of the stream's data.
        message: headline.
        expected, found: texts, or None.
    """

    def __init__(
        self,
        rule: str,
        start: int,
        length: int,
        message: str,
        expected: str | None = None,
        found: str | None = None,
    ) -> None:
        super().__init__(message)
        self.rule = rule
        self.start = start
        self.length = length
        self.message = message
        self.expected = expected
        self.found = found


class Spent(DataFault):
    """A budget for the whole file is used up.

    Args:
        start, length: bytes concerned, in the coordinates of the stream's data.
        message: headline.
        expected: text, or None.
    """

    def __init__(self, start: int, length: int, message: str, expected: str | None = None) -> None:
        super().__init__("budget-exceeded", start, length, message, expected)


class Missing(Exception):
    """A value is needed that was not read because of an earlier fault; never reported."""


def expression_fault(message: str, found: str | None = None) -> DataFault:
    """Return the fault of an expression that has no value; its place is filled in later."""
    return DataFault("expression-failed", -1, 0, message, None, found)
