"""Every file of schemas_bad/ has one mistake and says in its leading comment what is reported.

The comment is compared whole: all and only these findings, with line, column, rule, path,
headline, expected, found and hint.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from validator.compile import try_compile
from validator.findings import Severity

if TYPE_CHECKING:
    from validator.findings import Finding

FOLDER = Path(__file__).parent / "schemas_bad"
FILES = sorted(FOLDER.glob("*.ksy"))


def report(path: Path) -> tuple[Finding, ...]:
    """Return what is found in one schema: the single place that knows the entry point."""
    program, findings = try_compile(str(path))
    is_refused = any(finding.severity is Severity.ERROR for finding in findings)
    assert (program is None) == is_refused
    return findings


def render(finding: Finding) -> list[str]:
    pos = finding.schema
    assert pos is not None
    level = finding.severity.value
    path = f"{pos.path}: " if pos.path else ""
    where = "imported/" if Path(pos.file).parent.name == "imported" else ""
    where += Path(pos.file).name + ":" if where else ""
    lines = [f"{where}{pos.line}:{pos.column}: {level}[{finding.rule}] {path}{finding.message}"]
    for label in ("expected", "found", "hint"):
        value = getattr(finding, label)
        if value is not None:
            lines.append(f"  {label:<9} {value}")
    return lines


def leading_comment(path: Path) -> list[str]:
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            return lines
        lines.append(line.removeprefix("# "))
    return lines


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_reports_all_and_only_the_mistakes(path: Path) -> None:
    expected = leading_comment(path)
    assert expected, "the file does not say what is expected"
    assert [line for finding in report(path) for line in render(finding)] == expected


def test_there_are_files() -> None:
    assert len(FILES) >= 440


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_findings_stand_in_the_schema_itself(path: Path) -> None:
    for finding in report(path):
        assert finding.is_schema_finding
        assert Path(finding.file).parent in (FOLDER, FOLDER / "imported")
