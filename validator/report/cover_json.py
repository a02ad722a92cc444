"""Coverage for programs: one JSON document, described by docs/cover.schema.json.

Comes in: a run. Goes out: ASCII JSON; keys are always all present, and two runs over the same
files are the same.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from validator.report.cover_words import PARTS
from validator.report.escape import unicode_text

if TYPE_CHECKING:
    from validator.cover.table import Coverage, Row
    from validator.report.cover_words import CoverRun

FORMAT = "contentgate-cover-report"
FORMAT_VERSION = 1


def render_cover_json(run: CoverRun) -> str:
    """Return the document, indented by two, ended by a line feed.

    Args:
        run: the table and how it came to be.
    """
    return json.dumps(safe_value(cover_value(run)), indent=2, allow_nan=False) + "\n"


def cover_value(run: CoverRun) -> dict[str, Any]:
    """Return the document as plain values.

    Args:
        run: the table and how it came to be.
    """
    coverage = run.coverage
    program = coverage.features.program
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "tool": {"name": "contentgate", "version": run.tool_version},
        "schema": {"name": program.name, "digest": program.digest},
        "files": [
            {"file": one.name, "size": one.size, "features": one.features, "first": one.fresh}
            for one in coverage.files
        ],
        "not_counted": [{"file": name, "reason": reason} for name, reason in run.refused],
        "summary": {
            "all": _count(coverage.counts()),
            **{part.replace(" ", "_"): _count(coverage.counts(part)) for part in PARTS},
            "required": _count(coverage.required()),
        },
        "never_used": [
            {
                "path": one.path,
                "only": one.only,
                "is_default": one.is_default,
                "is_required": one.is_required,
                "files": one.hit.files,
                "first": coverage.files[one.hit.first].name,
            }
            for one in coverage.idle()
        ],
        "missing_required": [
            {"path": one.path, "class": one.text}
            for one in map(coverage.features.describe, coverage.missing_required())
        ],
        "rows": [_row(coverage, row) for row in coverage.rows()],
        "not_measured": list(coverage.left_out),
        "notes": list(run.notes),
        "failures": list(run.failures),
    }


def _count(counts: tuple[int, int]) -> dict[str, int]:
    return {"exercised": counts[0], "goals": counts[1]}


def _row(coverage: Coverage, row: Row) -> dict[str, Any]:
    return {
        "path": row.path,
        "part": row.part,
        "combined": row.group.split(" x ") if row.group else [],
        "classes": [_class(coverage, number) for number in row.numbers],
    }


def _class(coverage: Coverage, number: int) -> dict[str, Any]:
    one, hit = coverage.features.all[number], coverage.hits.get(number)
    return {
        "class": one.text,
        "kind": one.kind.value,
        "required": one.is_required,
        "files": hit.files if hit is not None else 0,
        "first": coverage.files[hit.first].name if hit is not None else None,
    }


def safe_value(value: Any) -> Any:
    """Return plain values whose texts are Unicode text.

    Args:
        value: as JSON has them.
    """
    match value:
        case str():
            return unicode_text(value)
        case list():
            return [safe_value(item) for item in value]
        case dict():
            return {key: safe_value(item) for key, item in value.items()}
    return value
