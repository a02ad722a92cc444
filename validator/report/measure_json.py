"""A measure for programs: one JSON document, described by docs/escape.schema.json.

Comes in: a measure. Goes out: ASCII JSON; keys are always all present. Bytes are hex digits,
numbers that are not finite are text. No times: two runs of the same are the same.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from validator.measure import OUTCOMES
from validator.report.escape import unicode_text
from validator.report.tree_labels import json_value

if TYPE_CHECKING:
    from validator.measure import Escape, FieldChange, Measure

FORMAT = "contentgate-escape-report"
FORMAT_VERSION = 1


def render_measure_json(measure: Measure) -> str:
    """Return the document, indented by two, ended by a line feed.

    Args:
        measure: the run.
    """
    return json.dumps(_safe(measure_value(measure)), indent=2, allow_nan=False) + "\n"


def measure_value(measure: Measure) -> dict[str, Any]:
    """Return the document as plain values.

    Args:
        measure: the run.
    """
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "tool": {"name": "contentgate", "version": measure.tool_version},
        "verdict": measure.verdict,
        "schema": {"name": measure.schema, "digest": measure.digest},
        "contracts": list(measure.contracts),
        "consumer": {"name": measure.consumer, "limits": measure.limits},
        "mutants": {
            "random_seed": measure.random_seed,
            "wanted": measure.wanted,
            "done": measure.done,
            "stopped": measure.stopped,
        },
        "seeds": [asdict(seed) for seed in measure.seeds],
        "cells": {
            name: {outcome: measure.cells.get((is_passed, outcome), 0) for outcome in OUTCOMES}
            for is_passed, name in ((True, "accepts"), (False, "refuses"))
        },
        "summary": {
            "deaths": measure.total(is_fatal=True),
            "deaths_refused": measure.total(is_passed=False, is_fatal=True),
            "escapes": len(measure.fresh),
            "pending": measure.pending,
            "known_defects": len(measure.escapes) - len(measure.fresh),
            "false_alarms": len(measure.false_alarms),
        },
        "kinds": [asdict(kind) for kind in measure.kinds],
        "escapes": [_escape(escape) for escape in measure.escapes],
        "deaths": [asdict(death) for death in measure.deaths],
        "caught": [{"rule": rule.rule, "count": rule.count} for rule in measure.caught],
        "strictness": [asdict(rule) for rule in measure.strict],
        "notes": list(measure.notes),
    }


def _escape(escape: Escape) -> dict[str, Any]:
    changes = [_change(change) for change in escape.changes]
    return {**asdict(escape), "changes": changes}


def _change(change: FieldChange) -> dict[str, Any]:
    return {
        "what": change.what,
        "path": change.path,
        "offset": change.offset,
        "size": change.size,
        "was": json_value(change.was),
        "now": json_value(change.now),
        "labels": list(change.labels),
    }


def _safe(value: Any) -> Any:
    """Return a value whose texts every strict parser takes."""
    match value:
        case str():
            return unicode_text(value)
        case dict():
            return {key: _safe(item) for key, item in value.items()}
        case list() | tuple():
            return [_safe(item) for item in value]
    return value
