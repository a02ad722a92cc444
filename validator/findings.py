"""The finding: one rule broken at one place, in data or in a schema.

Comes in: nothing. Goes out: the value that checks produce and every report renders.
It refuses to know how findings are made or shown.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import field
from enum import Enum
from typing import Any

from validator.dataclass import dataclass

_SUBSCRIPT = re.compile(r"\[\d+\]")


class Severity(Enum):
    """How bad a finding is; only `ERROR` stops a release."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class ByteSpan:
    """A run of bytes: absolute 0-based offset from the start of the file, and length."""

    start: int
    length: int

    @property
    def end(self) -> int:
        """Offset of the first byte after the span."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class SourcePos:
    """A place in a schema or configuration: 1-based line and column, and the path in it."""

    file: str
    line: int
    column: int
    path: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken at one place.

    Attributes:
        rule: rule id, from `validator.rules` or from a `-checks` entry of the schema.
        message: the headline without place and rule; lower case, no final period.
        file: path of the data file, or of the schema for schema findings.
        severity: only errors decide a verdict.
        span: bytes concerned, absolute in the file; None for findings about a whole file
            or about a schema.
        path: field path as in `instances[1].criteria[20].op`; "" for the file as a whole.
        expected, found: what should stand there and what does; None when not applicable.
        evidence: further (label, text) lines, such as bytes, skipped, novelty.
        hint: only when evidence supports it.
        schema: the rule's place in the schema; for schema findings, the finding's own place.
        contract: name of the contract that the file exceeds, when one is concerned.
        cwe: CWE number, or None.
        context: (offset, bytes) of the neighbourhood for a hex line, or None.
    """

    rule: str
    message: str
    file: str
    severity: Severity = Severity.ERROR
    span: ByteSpan | None = None
    path: str = ""
    expected: str | None = None
    found: str | None = None
    evidence: tuple[tuple[str, str], ...] = ()
    hint: str | None = None
    schema: SourcePos | None = None
    contract: str | None = None
    cwe: int | None = None
    context: tuple[int, bytes] | None = field(default=None, compare=False)

    @property
    def is_schema_finding(self) -> bool:
        """Whether the finding is about a schema (or configuration) rather than about data."""
        return self.span is None and self.schema is not None and self.schema.file == self.file

    @property
    def where(self) -> str:
        """`FILE:0xOFFSET+LENGTH` for data, `FILE:LINE:COL` for schemas."""
        if self.is_schema_finding and self.schema is not None:
            return str(self.schema)
        if self.span is None:
            return self.file
        return f"{self.file}:{self.span.start:#x}+{self.span.length}"

    @property
    def fingerprint(self) -> str:
        """Identity across runs: rule, path without subscripts, contract; never an offset.

        Returns:
            16 lower-case hex digits.
        """
        cause = self.schema.path if self.schema else ""
        key = "\0".join((self.rule, generic_path(self.path), self.contract or "", cause))
        raw = key.encode("utf-8", "surrogatepass")
        return f"{zlib.crc32(raw):08x}{zlib.crc32(raw[::-1], 0x9E3779B9):08x}"

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Order of output: file, then place, then rule."""
        if self.is_schema_finding and self.schema is not None:
            place = (self.schema.line, self.schema.column)
        elif self.span is not None:
            place = (self.span.start, self.span.length)
        else:
            place = (-1, 0)
        return (self.file, *place, self.rule, self.path, self.contract or "")


def generic_path(path: str) -> str:
    """Return the path with every subscript replaced by `[*]`.

    Args:
        path: a field path such as `chunks[3].len`.
    Returns:
        The same path as `chunks[*].len`; it names a field of the schema, not of one file.
    """
    return _SUBSCRIPT.sub("[*]", path)
