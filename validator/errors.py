"""Exceptions of contentgate, sorted by who has to act: the user, or us.

When a file is checked, bad data never raises: it becomes a `Finding`. What raises is a wrong
schema, contract or configuration (the user's), a backend that does not know a feature, a
consumer that cannot run, or a defect of ours. Only who asks for values (`Schema.parse` and the
tree that it returns) gets a `DataError` for those that the data do not have. Nothing here knows
how an error is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from validator.findings import Finding, SourcePos


class ContentgateError(Exception):
    """Base of every exception that contentgate raises on purpose."""


class SchemaError(ContentgateError):
    """A schema was refused; carries every finding of the stage that refused it.

    Args:
        findings: at least one schema finding, sorted by (file, line, column).
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0]
        more = f" (and {len(self.findings) - 1} more)" if len(self.findings) > 1 else ""
        super().__init__(f"{first.where}: error[{first.rule}] {first.message}{more}")


class ContractError(ContentgateError):
    """A contract cannot be read, or lacks a fact that the schema asks for."""


class ConfigError(ContentgateError):
    """The configuration cannot be read, or says something that does not exist."""


class UsageError(ContentgateError):
    """What was asked for cannot be done as asked: a missing file, an unknown name."""


class BackendUnsupported(ContentgateError):
    """A backend cannot express a feature of this program.

    Args:
        backend: name of the backend.
        features: names of what it declines, one or more.
    """

    def __init__(self, backend: str, features: Sequence[str]) -> None:
        self.backend = backend
        self.features = tuple(features)
        super().__init__(f"backend {backend} does not support: {', '.join(self.features)}")


class ConsumerError(ContentgateError):
    """A consumer could not be run at all (not found, not executable, no such symbol)."""


class InternalError(ContentgateError):
    """A defect of contentgate: two readers disagree, or an invariant does not hold."""


class DataError(ContentgateError):
    """A value that was asked for does not exist in the data, or breaks a rule.

    Raised by `Schema.parse`, `Schema.parse_file` and attributes of their trees, by nothing else.

    Args:
        finding: the rule, and where it is broken.

    Attributes:
        tree: what was read before the error, when `parse` raised it; else None.
    """

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.tree: Any = None
        sides = [("expected", finding.expected), ("found", finding.found)]
        known = ", ".join(f"{name} {text}" for name, text in sides if text is not None)
        where = f" {finding.path}" if finding.path else ""
        text = f"{finding.where}: error[{finding.rule}]{where}: {finding.message}"
        super().__init__(f"{text} ({known})" if known else text)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let processes hand an error to one another; the tree stays where it is."""
        return _revive, (type(self), self.args, {**vars(self), "tree": None})

    @property
    def rule(self) -> str:
        """Rule id, as in a finding."""
        return self.finding.rule

    @property
    def path(self) -> str:
        """Field path, such as `chunks[3].len`; "" for the file as a whole."""
        return self.finding.path

    @property
    def offset(self) -> int:
        """Absolute offset in the file, in bytes."""
        return self.finding.span.start if self.finding.span else 0

    @property
    def length(self) -> int:
        """Bytes concerned, from `offset` on."""
        return self.finding.span.length if self.finding.span else 0

    @property
    def schema(self) -> SourcePos | None:
        """Place in the schema: file, line, column, and path such as `/seq/0/valid`."""
        return self.finding.schema


def _revive(kind: type[DataError], args: tuple[Any, ...], state: dict[str, Any]) -> DataError:
    error = kind.__new__(kind, *args)
    error.args = args
    vars(error).update(state)
    return error


class InputError(DataError):
    """The file cannot be read as a regular file, or changed meanwhile."""


class EndOfStreamError(DataError):
    """The file or substream ends before the value does, or the value starts behind its end.

    Args:
        finding: the rule, and where it is broken.
        needed, available: bytes, or None where no single read asked for them.
    """

    def __init__(
        self, finding: Finding, needed: int | None = None, available: int | None = None
    ) -> None:
        super().__init__(finding)
        self.needed = needed
        self.available = available


class TerminatorError(EndOfStreamError):
    """A terminator does not occur before the end of the stream."""


class PositionError(DataError):
    """A position is negative."""


class SizeError(DataError):
    """A size is negative."""


class UndecidedEndiannessError(DataError):
    """No case of a calculated byte order matches."""


class DecodingError(DataError):
    """Bytes of a string are not valid in its encoding."""


class ProcessingError(DataError):
    """Bytes cannot be unpacked (zlib and other processing)."""


class ExpressionError(DataError):
    """An expression has no value: division by zero, a subscript out of range, an absent value."""


class DivisionByZeroError(ExpressionError):
    """An expression divides by zero."""


class SubscriptError(ExpressionError):
    """An expression asks for an element that an array does not have."""


class ConversionError(ExpressionError):
    """`to_i` of a text that is not a number."""


class CyclicReferenceError(ExpressionError):
    """Reading a value needs the value itself."""


class BudgetError(DataError):
    """Reading needs more size, values or depth than the schema permits."""


class ValidationError(DataError):
    """A value was read and is not what the schema demands (`valid`, `contents`, `-reserved`).

    Args:
        finding: the rule, and where it is broken.
        actual: the value.
        expected: the bound, the tuple of permitted values, or None for an expression.
    """

    def __init__(self, finding: Finding, actual: Any, expected: Any = None) -> None:
        super().__init__(finding)
        self.actual = actual
        self.expected = expected


class ValidationNotEqualError(ValidationError):
    """The value differs from the one required (`valid: X`, `contents`, `-reserved`)."""


class ValidationLessThanError(ValidationError):
    """The value is below its minimum."""


class ValidationGreaterThanError(ValidationError):
    """The value is above its maximum."""


class ValidationNotAnyOfError(ValidationError):
    """The value is none of the permitted ones."""


class ValidationNotInEnumError(ValidationError):
    """The value has no name in its enum."""


class ValidationExprError(ValidationError):
    """The condition over the value does not hold."""


class GenerateError(ContentgateError):
    """No file of a schema could be made from the schema alone."""
