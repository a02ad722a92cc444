"""The whole run as one JSON document: `meta`, `summary`, `findings`.

Comes in: findings and run. Goes out: ASCII JSON; strings are the values themselves, not
escaped for display (lone surrogates excepted, which no strict parser takes).
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
    """Return one JSON document, indented by two, ended by a line feed.

    Args:
        findings: in the order to be written.
        meta: the run.
    """
    document = {
        "format": "contentgate-report",
        "version": FORMAT_VERSION,
        "meta": meta_value(meta),
        "summary": summary_value(findings, meta),
        "findings": [finding_value(finding) for finding in findings],
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"
