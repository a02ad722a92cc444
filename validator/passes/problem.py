"""The exception with which typing gives up on one expression."""

from __future__ import annotations

from collections.abc import Collection

from validator.ksy.syntax import Span


class ExprProblem(Exception):
    """An expression is wrong at `span`; caught and reported once per expression."""

    def __init__(
        self,
        rule: str,
        span: Span,
        message: str,
        *,
        expected: str | None = None,
        found: str | None = None,
        hint: str | None = None,
        near: tuple[str, Collection[str]] | None = None,
    ) -> None:
        super().__init__(message)
        self.rule = rule
        self.span = span
        self.message = message
        self.expected = expected
        self.found = found
        self.hint = hint
        self.near = near


class AlreadyReported(ExprProblem):
    """What an expression needs is wrong, and that is reported at its own place."""

    def __init__(self) -> None:
        super().__init__("type-mismatch", Span(0, 0), "")
