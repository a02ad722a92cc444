"""A replay for programs: one JSON document, described by docs/replay.schema.json.

Comes in: replayed crashes. Goes out: text, the same for the same input.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from validator.crashes import Replayed
from validator.report.crash_text import STATES
from validator.report.crash_words import change_line
from validator.report.escape import unicode_text


def render_replay_json(replayed: Sequence[Replayed], version: str) -> str:
    """Return what became of crashes as JSON, ended by a line feed.

    Args:
        replayed: in the order to be told.
        version: of contentgate.
    """
    counts = {state: sum(one.state == state for one in replayed) for state in STATES}
    value = {
        "format": "contentgate-replay",
        "version": 1,
        "tool": {"name": "contentgate", "version": version},
        "summary": {state.replace(" ", "_"): count for state, count in counts.items()},
        "crashes": [_value(one) for one in replayed],
    }
    return json.dumps(value, indent=2) + "\n"


def _value(one: Replayed) -> dict[str, Any]:
    was = one.was
    return {
        "id": unicode_text(one.id),
        "state": one.state,
        "reason": unicode_text(one.reason),
        "folder": unicode_text(one.folder),
        "outcome": one.outcome,
        "signature": unicode_text(one.signature),
        "gate": None if one.gate is None else _safe(asdict(one.gate)),
        "evidence": [unicode_text(line) for line in one.evidence],
        "reproduce": unicode_text(one.reproduce),
        "was": None
        if was is None
        else {
            "outcome": unicode_text(was.outcome),
            "signature": unicode_text(was.signature),
            "gate": _safe(asdict(was.gate)),
            "consumer": unicode_text(was.consumer_name),
            "schema": unicode_text(was.schema),
            "path": unicode_text(was.path),
            "changes": [unicode_text(change_line(change)) for change in was.changes],
            "size": was.kept.size,
            "found_size": was.found.size,
            "state": was.state,
        },
    }


def _safe(row: dict[str, str]) -> dict[str, str]:
    return {key: unicode_text(value) for key, value in row.items()}
