"""Every format, on the same run, against the files in tests/golden/reports."""

from __future__ import annotations

import pytest
import report_samples as samples
from golden_files import check_golden

from validator.report import FORMATS, render
from validator.report.text import render_text

ENDINGS = {"json": "json", "jsonl": "jsonl", "sarif": "sarif", "junit": "xml", "gitlab": "json"}
RUNS = {
    "findings": (samples.ALL, samples.META),
    "clean": ((), samples.CLEAN),
    "inconclusive": ((), samples.INCONCLUSIVE),
    "hostile": ((samples.HOSTILE,), samples.META),
}


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("fmt", FORMATS)
def test_report_is_as_reviewed(fmt: str, run: str) -> None:
    findings, meta = RUNS[run]
    text = render(fmt, findings, meta)
    check_golden(f"reports/{run}.{fmt}.{ENDINGS.get(fmt, 'txt')}", text)
    assert text == render(fmt, findings, meta)


def test_colored_and_wrapped_text_is_as_reviewed() -> None:
    text = render_text(samples.ALL, samples.META, color=True, width=72)
    check_golden("reports/findings.text-color-72.txt", text)
