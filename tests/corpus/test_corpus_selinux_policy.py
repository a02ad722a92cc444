"""The corpus of selinux_policy: files of the real producer, and damaged ones."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from validator.check.schema import Schema, load_schema
from validator.findings import Finding, Severity

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus" / "selinux_policy"
ACCEPTED = sorted([*(CORPUS / "valid").iterdir(), *(CORPUS / "seeds").iterdir()])
REFUSED = sorted((CORPUS / "invalid").glob("*.bin"))


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(str(ROOT / "schemas" / "selinux_policy.ksy"))


def _line(finding: Finding) -> str:
    place = finding.where.removeprefix(finding.file + ":")
    return f"{place}: {finding.severity.value}[{finding.rule}] {finding.path}".rstrip()


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: f"{path.parts[-2]}-{path.stem}")
def test_accepted(schema: Schema, path: Path) -> None:
    assert schema.check_bytes(path.read_bytes()) == []


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_refused_by_the_rule_in_its_name(schema: Schema, path: Path) -> None:
    expected = path.with_suffix(".expect").read_text().strip()
    found = schema.check_bytes(path.read_bytes())
    assert expected in [_line(finding) for finding in found]
    assert f"error[{path.stem.partition('__')[0]}]" in expected


def test_every_condition_is_broken_by_some_file(schema: Schema) -> None:
    broken: set[int] = set()
    for path in REFUSED:
        reading = schema.read(path.read_bytes(), [])
        broken.update(failure.check for failure in reading.failures)
    conditions = [check for check in schema.program.checks if "/-checks/" in check.source.path]
    assert len(conditions) >= 15
    assert [check.source.path for check in conditions if check.number not in broken] == []


def test_no_truncation_is_accepted(schema: Schema) -> None:
    data = (CORPUS / "valid" / "smallest.33").read_bytes()
    for size in range(len(data)):
        found = schema.check_bytes(data[:size], max_findings=1)
        assert any(finding.severity is Severity.ERROR for finding in found), size


def test_the_class_is_named_with_both_numbers(schema: Schema) -> None:
    file = "permissions-declared-not-present__class_file_7_of_6.bin"
    (found,) = schema.check_bytes((CORPUS / "invalid" / file).read_bytes())
    assert found.message == "class file declares 7 permissions and has 6"


def test_numbers_of_a_common_are_named(schema: Schema) -> None:
    file = "permissions-declared-not-present__class_crate_7_of_6.bin"
    (found,) = schema.check_bytes((CORPUS / "invalid" / file).read_bytes())
    assert found.message == "class crate declares 7 permissions and has 2, and 4 from common cargo"


def test_script_makes_what_is_committed(tmp_path: Path) -> None:
    copy = tmp_path / "corpus"
    shutil.copytree(CORPUS, copy / CORPUS.name)
    shutil.copy(ROOT / "corpus" / "writer.py", copy)
    for old in (copy / CORPUS.name / "invalid").iterdir():
        old.unlink()
    command = [sys.executable, "-B", str(copy / CORPUS.name / "make.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    for part in ("invalid", "valid"):
        made = {p.name: p.read_bytes() for p in (copy / CORPUS.name / part).iterdir()}
        assert made == {p.name: p.read_bytes() for p in (CORPUS / part).iterdir()}
    digests = (copy / CORPUS.name / "PROVENANCE.md").read_text()
    assert digests == (CORPUS / "PROVENANCE.md").read_text()
