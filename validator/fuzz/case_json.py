"""A kept crash as JSON and back: the file `case.json`, described by docs/case.schema.json.

Comes in: a `CrashReport`. Goes out: text; and the same from text, which may be damaged or made by
somebody else: whatever does not fit is a `CaseError` that says what and where.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from validator.crashes import MINIMIZED, PARTLY, RAW, CrashReport, Measured, Step, Verdict
from validator.errors import ContentgateError
from validator.measure import FieldChange

FORMAT, VERSION = "contentgate-case", 1
MAX_CASE = 1 << 20
"""Bytes of the largest `case.json`."""

_MAX_ITEMS = 1000
_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")
_SHA256 = re.compile(r"[0-9a-f]{64}")

Json = dict[str, Any]
Item = TypeVar("Item")


class CaseError(ContentgateError):
    """A `case.json` that cannot be used, and why."""


def case_text(report: CrashReport) -> str:
    """Return the text of `case.json`.

    Args:
        report: not modified.
    """
    value: Json = {
        "format": FORMAT,
        "version": VERSION,
        "contentgate": report.version,
        "id": report.id,
        "state": report.state,
        "outcome": report.outcome,
        "signature": report.signature,
        "schema": {
            "name": report.schema,
            "digest": report.digest,
            "path": report.schema_path,
        },
        "gate": asdict(report.gate),
        "consumer": dict(report.consumer),
        "path": report.path,
        "changes": [change_value(one) for one in report.changes],
        "nearest": None if report.nearest is None else asdict(report.nearest),
        "origin": [asdict(step) for step in report.origin],
        "found": asdict(report.found),
        "kept": asdict(report.kept),
        "stack": list(report.stack),
        "evidence": list(report.evidence),
        "notes": list(report.notes),
    }
    return json.dumps(value, indent=2) + "\n"


def case_from(text: bytes) -> CrashReport:
    """Return what a `case.json` says.

    Args:
        text: the whole file.
    Raises:
        CaseError: it is not such a file, or damaged.
    """
    row = _Row(_tree(text), "")
    if row.text("format") != FORMAT:
        raise CaseError(f"format: expected {FORMAT}, found {row.text('format')[:40]}")
    version = row.count("version")
    if version != VERSION:
        raise CaseError(f"version: expected {VERSION}, found {version}, of another contentgate")
    state, name = row.text("state"), row.text("id")
    if state not in (RAW, PARTLY, MINIMIZED):
        raise CaseError(f"state: expected one of {RAW}, {PARTLY}, {MINIMIZED}, found {state[:40]}")
    if not _ID.fullmatch(name):
        raise CaseError("id: expected lower-case letters, digits, dots and dashes")
    schema, gate = row.row("schema"), row.row("gate")
    return CrashReport(
        id=name,
        state=state,
        outcome=row.text("outcome"),
        signature=row.text("signature"),
        gate=Verdict(gate.text("rule"), gate.text("path"), gate.text("message")),
        schema=schema.text("name"),
        digest=schema.text("digest"),
        consumer=row.row("consumer").value,
        path=row.text("path"),
        changes=tuple(_change(one) for one in row.rows("changes")),
        nearest=None if row.value.get("nearest") is None else _measured(row.row("nearest")),
        origin=tuple(_step(one) for one in row.rows("origin")),
        found=_measured(row.row("found")),
        kept=_measured(row.row("kept")),
        stack=row.texts("stack"),
        evidence=row.texts("evidence"),
        notes=row.texts("notes"),
        version=row.text("contentgate"),
        schema_path=schema.text("path"),
    )


def change_value(change: FieldChange) -> Json:
    """Return a change as plain values; bytes as hex digits.

    Args:
        change: not modified.
    """
    value = asdict(change)
    return {**value, "was": _plain(change.was), "now": _plain(change.now)}


def _tree(text: bytes) -> Json:
    if len(text) > MAX_CASE:
        raise CaseError(f"it is larger than {MAX_CASE} bytes")
    try:
        value = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise CaseError(f"it is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise CaseError("it is not an object of JSON")
    return value


class _Row:
    """An object of JSON whose members are asked for by type."""

    def __init__(self, value: Json, where: str) -> None:
        self.value = value
        self._where = where

    def text(self, key: str) -> str:
        """Return a member that is text."""
        return str(self._typed(key, str, "text"))

    def count(self, key: str) -> int:
        """Return a member that is a whole number, 0 or more."""
        value: int = self._typed(key, int, "a whole number")
        if isinstance(value, bool) or value < 0:
            raise CaseError(f"{self._where}{key}: expected a whole number from 0")
        return value

    def row(self, key: str) -> _Row:
        """Return a member that is an object."""
        return _Row(self._typed(key, dict, "an object"), f"{self._where}{key}.")

    def rows(self, key: str) -> list[_Row]:
        """Return a member that is a list of objects."""
        return self._items(key, lambda one, where: _Row(_of(one, dict, where), f"{where}."))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a member that is a list of texts."""
        return tuple(self._items(key, lambda one, where: _of(one, str, where)))

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return a member that is a list of pairs of texts."""

        def pair(one: Any, where: str) -> tuple[str, str]:
            match one:
                case [str(left), str(right)]:
                    return left, right
            raise CaseError(f"{where}: expected two texts")

        return tuple(self._items(key, pair))

    def _items(self, key: str, make: Callable[[Any, str], Item]) -> list[Item]:
        items: list[Any] = self._typed(key, list, "a list")
        if len(items) > _MAX_ITEMS:
            raise CaseError(f"{self._where}{key}: more than {_MAX_ITEMS} items")
        return [make(one, f"{self._where}{key}[{at}]") for at, one in enumerate(items)]

    def _typed(self, key: str, kind: type[Any], what: str) -> Any:
        if key not in self.value:
            raise CaseError(f"{self._where}{key} is missing")
        value = self.value[key]
        if not isinstance(value, kind):
            raise CaseError(f"{self._where}{key}: expected {what}, found {type(value).__name__}")
        return value


def _of(value: Any, kind: type[Item], where: str) -> Item:
    if not isinstance(value, kind):
        raise CaseError(f"{where}: expected {kind.__name__}, found {type(value).__name__}")
    return value


def _measured(row: _Row) -> Measured:
    digest = row.text("sha256")
    if not _SHA256.fullmatch(digest):
        raise CaseError("sha256: expected 64 hex digits")
    return Measured(row.count("size"), digest, row.text("name"))


def _step(row: _Row) -> Step:
    return Step(row.text("what"), row.text("text"), row.pairs("edits"))


def _change(row: _Row) -> FieldChange:
    labels = row.texts("labels")
    if len(labels) != 2:
        raise CaseError("changes: expected two labels")
    return FieldChange(
        row.text("what"),
        row.text("path"),
        row.count("offset"),
        row.count("size"),
        _restored(row.value.get("was")),
        _restored(row.value.get("now")),
        (labels[0], labels[1]),
    )


def _plain(value: Any) -> Any:
    match value:
        case bytes():
            return {"hex": value.hex()}
        case float() if not math.isfinite(value):
            return {"float": repr(value)}
    return value


def _restored(value: Any) -> Any:
    match value:
        case {"hex": str(digits)}:
            try:
                return bytes.fromhex(digits)
            except ValueError:
                raise CaseError("changes: expected hex digits") from None
        case {"float": ("inf" | "-inf" | "nan") as text}:
            return float(text)
        case bool() | int() | float() | str() | None:
            return value
    raise CaseError(f"changes: expected a value, found {type(value).__name__}")
