"""The corpus of apparmor_policy: files of the real producer, and damaged ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.check.schema import Schema, load_schema
from validator.findings import Severity

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus" / "apparmor_policy"


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(str(ROOT / "schemas" / "apparmor_policy.ksy"))


@pytest.mark.parametrize("name", ["limits-and-capabilities", "network-array"])
def test_no_truncation_is_accepted(schema: Schema, name: str) -> None:
    data = (CORPUS / "valid" / f"{name}.bin").read_bytes()
    for size in [*range(320), *range(320, len(data), 11), len(data) - 1]:
        found = schema.check_bytes(data[:size], max_findings=1)
        assert any(finding.severity is Severity.ERROR for finding in found), size


def test_policies_one_behind_the_other_are_accepted(schema: Schema) -> None:
    files = [path.read_bytes() for path in sorted((CORPUS / "valid").glob("n*.bin"))]
    assert len({len(data) % 8 for data in files}) > 1, "alignment is counted from each section"
    assert schema.check_bytes(b"".join(files)) == []
