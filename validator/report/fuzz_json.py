"""A campaign for programs: one JSON document, described by docs/fuzz.schema.json.

Comes in: a summary. Goes out: ASCII JSON; keys are always all present.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from validator.crashes import RAW
from validator.report.measure_json import _change, _safe

if TYPE_CHECKING:
    from validator.summary import SeenCrash, Summary

FORMAT = "contentgate-fuzz-report"
FORMAT_VERSION = 1


def render_fuzz_json(summary: Summary) -> str:
    """Return the document, indented by two, ended by a line feed.

    Args:
        summary: of the campaign.
    """
    return json.dumps(_safe(fuzz_value(summary)), indent=2, allow_nan=False) + "\n"


def fuzz_value(summary: Summary) -> dict[str, Any]:
    """Return the document as plain values.

    Args:
        summary: of the campaign.
    """
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "tool": {"name": "contentgate", "version": summary.version},
        "verdict": summary.verdict,
        "stopped": summary.stopped,
        "schema": {"name": summary.schema, "digest": summary.digest},
        "consumers": list(summary.consumers),
        "limits": summary.limits,
        "mode": summary.mode,
        "random_seed": summary.random_seed,
        "jobs": summary.jobs,
        "executions": summary.executions,
        "executions_before": summary.before,
        "seconds": round(summary.seconds, 3),
        "executions_per_second": round(summary.rate, 1),
        "outcomes": dict(summary.outcomes),
        "valid_share": round(summary.valid_share, 4) if summary.valid_share >= 0 else None,
        "corpus": summary.corpus,
        "corpus_bytes": summary.corpus_bytes,
        "edges": summary.edges if summary.edges >= 0 else None,
        "features": summary.features,
        "features_in_all": summary.all_features,
        "discovery_chance": summary.chance,
        "last_find_execution": summary.last_find_run if summary.last_find_run >= 0 else None,
        "last_find_s": round(summary.last_find_s, 3) if summary.last_find_s >= 0 else None,
        "coverage": [asdict(one) for one in summary.covered],
        "crashes": [_crash(one) for one in summary.crashes],
        "disagreements": [asdict(one) for one in summary.disagreements],
        "ways": [asdict(one) for one in summary.ways],
        "seeds": [asdict(one) for one in summary.seeds],
        "notes": list(summary.notes),
        "folder": summary.folder,
    }


def _crash(seen: SeenCrash) -> dict[str, Any]:
    report = seen.report
    is_small = report.state != RAW
    return {
        "id": report.id,
        "signature": report.signature,
        "outcome": report.outcome,
        "consumer": report.consumer_name,
        "gate": report.gate.rule,
        "path": report.path,
        "first_seen_s": round(seen.first_s, 3) if seen.first_s >= 0 else None,
        "first_seen_execution": seen.first_run if seen.first_run >= 0 else None,
        "count": seen.count,
        "is_new": seen.is_new,
        "state": report.state,
        "folder": seen.folder,
        "size": report.found.size,
        "minimized_size": report.kept.size if is_small else None,
        "changes": [_change(one) for one in report.changes],
        "stack": list(report.stack),
        "evidence": list(report.evidence),
        "notes": list(report.notes),
        "replay": f"contentgate replay {report.id}",
    }
