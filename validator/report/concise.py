"""Findings as one line each, for editors, `grep` and logs.

Comes in: findings and run. Goes out: the headlines of the text report, then one line with
the verdict, so that an empty result is never mistaken for a run that checked nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.report.escape import terminal
from validator.report.meta import describe_counts, summarize
from validator.report.text import headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.findings import Finding
    from validator.report.meta import RunMeta


def render(findings: Sequence[Finding], meta: RunMeta) -> str:
    """Return one line per finding and a closing line with the verdict.

    Args:
        findings: in the order to be shown.
        meta: the run.
    Returns:
        `len(findings) + 1` lines, each ended by a line feed.
    """
    lines = [headline(finding) for finding in findings]
    lines.append(f"{terminal(f'{meta.verdict}:')} {describe_counts(summarize(findings, meta))}")
    return "".join(f"{line}\n" for line in lines)
