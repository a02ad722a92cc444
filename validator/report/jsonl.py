"""The run as JSON Lines: a `run` line, a `finding` line each, a `summary` line.

Comes in: findings and run. Goes out: one ASCII JSON object per line with a `type`; the last
line tells a whole report from one that was cut off.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from validator.report.plain import FORMAT_VERSION, finding_value, meta_value, summary_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.findings import Finding
    from validator.report.meta import RunMeta


def render(findings: Sequence[Finding], meta: RunMeta) -> str:
    """Return `len(findings) + 2` lines of JSON.

    Args:
        findings: in the order to be written.
        meta: the run.
    """
    values = [
        {"type": "run", "version": FORMAT_VERSION, **meta_value(meta)},
        *({"type": "finding", **finding_value(finding)} for finding in findings),
        {"type": "summary", **summary_value(findings, meta)},
    ]
    lines = (json.dumps(value, separators=(",", ":"), allow_nan=False) for value in values)
    return "".join(f"{line}\n" for line in lines)
