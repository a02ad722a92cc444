"""Failures of reading on request -> the exceptions of the Python API.

Comes in: a failure of the reference reader. Goes out: the `DataError` of its class, with a
finding in the wording that `check` uses.
"""

from __future__ import annotations

from typing import Any

from validator import errors
from validator.backends.construct.run import Detail, Failure
from validator.check.wording import Words, show_value, word_check
from validator.dataclass import dataclass
from validator.errors import DataError
from validator.findings import ByteSpan, Finding, Severity
from validator.ir.nodes import Check, CheckKind, Program
from validator.rules import find_rule
from validator.runtime.recorder import Failure as RawFailure

_BY_RULE: dict[str, type[DataError]] = {
    "terminator-missing": errors.TerminatorError,
    "size-invalid": errors.SizeError,
    "endianness-undecided": errors.UndecidedEndiannessError,
    "encoding-invalid": errors.DecodingError,
    "processing-failed": errors.ProcessingError,
    "expression-failed": errors.ExpressionError,
    "cyclic-reference": errors.CyclicReferenceError,
    "budget-exceeded": errors.BudgetError,
    "input-unreadable": errors.InputError,
    "input-changed": errors.InputError,
}
_BY_KIND: dict[CheckKind, type[errors.ValidationError]] = {
    CheckKind.CONTENTS: errors.ValidationNotEqualError,
    CheckKind.EQ: errors.ValidationNotEqualError,
    CheckKind.RESERVED: errors.ValidationNotEqualError,
    CheckKind.MIN: errors.ValidationLessThanError,
    CheckKind.MAX: errors.ValidationGreaterThanError,
    CheckKind.ANY_OF: errors.ValidationNotAnyOfError,
    CheckKind.IN_ENUM: errors.ValidationNotInEnumError,
    CheckKind.EXPR: errors.ValidationExprError,
}
_BY_CAUSE: dict[Any, type[DataError]] = {
    "division": errors.DivisionByZeroError,
    "subscript": errors.SubscriptError,
    "conversion": errors.ConversionError,
}
_SHORT = ("unexpected-eof", "position-outside-stream", "count-exceeds-remaining")
_HEADLINES = {
    "unexpected-eof": "data end inside the field",
    "position-outside-stream": "position lies outside of the stream",
    "count-exceeds-remaining": "count needs more bytes than remain",
    "size-invalid": "size is negative",
    "terminator-missing": "terminator does not occur before the end of the stream",
    "encoding-invalid": "text cannot be decoded",
    "endianness-undecided": "byte order cannot be decided",
}


@dataclass(frozen=True, slots=True)
class Blame:
    """Makes the errors of one file.

    Attributes:
        program: the schema; `file` the name shown in errors.
    """

    program: Program
    file: str

    def of_failure(self, failure: Failure) -> DataError:
        """Return the exception that stands for a failure."""
        check = None if failure.check is None else self.program.checks[failure.check]
        detail = failure.detail or Detail(None)
        if check is None or failure.rule != check.rule:
            return self._of_structure(failure, detail)
        expected = detail.expected or ()
        kind = _BY_KIND.get(check.kind, errors.ValidationError)
        words = self._words(check, failure, detail)
        finding = self._finding(failure, words, check.severity)
        return kind(finding, detail.actual, _expected(check.kind, expected))

    def _of_structure(self, failure: Failure, detail: Detail) -> DataError:
        rule = failure.rule
        headline = _HEADLINES.get(rule)
        found = failure.message if headline else None
        finding = self._finding(failure, Words(headline or failure.message, None, found))
        if rule == "position-outside-stream" and detail.expected is None:
            return errors.PositionError(finding)
        if rule in _SHORT:
            return errors.EndOfStreamError(finding, detail.expected, detail.actual)
        if rule == "expression-failed" and detail.actual in _BY_CAUSE:
            return _BY_CAUSE[detail.actual](finding)
        return _BY_RULE.get(rule, DataError)(finding)

    def of_finding(self, finding: Finding) -> DataError:
        """Return the exception that stands for a finding about a file as a whole."""
        return _BY_RULE.get(finding.rule, DataError)(finding)

    def _words(self, check: Check, failure: Failure, detail: Detail) -> Words:
        raw = RawFailure(failure.rule, check.number, -1, -1, -1, -1)
        raw.value = detail.actual
        raw.operands = detail.expected or ()
        if detail.actual is None:  # its own condition has no value
            return Words(failure.message or check.rule)
        words = word_check(self.program, check, raw, b"", None)
        if words.found is None:
            found = show_value(self.program, detail.actual)
            return Words(words.message, words.expected, found, words.hint)
        return words

    def _finding(
        self, failure: Failure, words: Words, severity: Severity = Severity.ERROR
    ) -> Finding:
        known = find_rule(failure.rule)
        return Finding(
            failure.rule, words.message, self.file, severity,
            ByteSpan(failure.offset, failure.length), failure.path, words.expected, words.found,
            hint=words.hint, schema=failure.source, cwe=known.cwe if known else None,
        )  # fmt: skip


def _expected(kind: CheckKind, operands: tuple[Any, ...]) -> Any:
    match kind:
        case CheckKind.ANY_OF | CheckKind.IN_ENUM:
            return operands
        case CheckKind.EXPR:
            return None
    return operands[0] if operands else None
