"""The corpus of yara_rules: files of both real producers, and damaged ones."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from validator.check.schema import Schema, load_schema
from validator.findings import Finding

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus" / "yara_rules"
VALID = sorted([*CORPUS.glob("valid/*"), *CORPUS.glob("seeds/*")])
INVALID = sorted(CORPUS.glob("invalid/*.bin"))


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(str(ROOT / "schemas" / "yara_rules.ksy"))


def _line(finding: Finding) -> str:
    place = finding.where.removeprefix(finding.file + ":")
    return f"{place}: {finding.severity.value}[{finding.rule}] {finding.path}".rstrip()


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_accepted(schema: Schema, path: Path) -> None:
    assert schema.check_bytes(path.read_bytes()) == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_refused_by_the_rule_in_its_name(schema: Schema, path: Path) -> None:
    expected = path.with_suffix(".expect").read_text().strip()
    assert expected in [_line(finding) for finding in schema.check_bytes(path.read_bytes())]
    assert f"error[{path.stem.partition('__')[0]}]" in expected


def test_both_versions_are_there() -> None:
    assert {path.read_bytes()[4] for path in VALID} == {19, 21}
    assert len(INVALID) >= 40


@pytest.mark.parametrize("name", ["one_text-21.yarc", "loops-19.yarc"])
def test_no_truncation_is_accepted(schema: Schema, name: str) -> None:
    data = (CORPUS / "valid" / name).read_bytes()
    relocations = 150 + sum(
        int.from_bytes(data[at : at + 4], "little") for at in range(14, 150, 12)
    )
    for size in (*range(0, relocations, 331), *range(relocations, len(data), 8)):
        assert schema.check_bytes(data[:size]) != [], size


def test_script_makes_what_is_committed(tmp_path: Path) -> None:
    copy = tmp_path / "corpus"
    shutil.copytree(CORPUS, copy / "yara_rules")
    shutil.copy(ROOT / "corpus" / "writer.py", copy)
    command = [sys.executable, "-B", str(copy / "yara_rules" / "make.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    made = {path.name: path.read_bytes() for path in (copy / "yara_rules" / "invalid").iterdir()}
    assert made == {path.name: path.read_bytes() for path in (CORPUS / "invalid").iterdir()}
    assert (copy / "yara_rules" / "PROVENANCE.md").read_text() == (
        CORPUS / "PROVENANCE.md"
    ).read_text()
