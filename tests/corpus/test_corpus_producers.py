"""The corpora of formats from elsewhere: files that real consumers load, and damaged ones."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from validator.check.read import BoundContract
from validator.check.schema import Schema, load_schema
from validator.contract.load import bind_contract, load_contract
from validator.findings import Finding, Severity

ROOT = Path(__file__).resolve().parents[2]
OWN = {"channel_file"}
FORMATS = sorted({path.parent.name for path in ROOT.glob("corpus/*/make.py")} - OWN)
EVERY_CHECK = ("uefi_dbx", "hwdb", "intel_microcode", "btf", "mmdb")
"""Formats with a damaged file for every check."""
EVERY_CONDITION = ("selinux_policy", "apparmor_policy")
"""Formats with a damaged file for every one of `-checks`."""
PARTS = ("valid", "invalid", "seeds")
WARNED = {
    "spec-empty-list.esl": {"list-is-empty"},
    "spec-not-signed.auth": {"update-not-signed"},
    "spec-hash-twice.esl": {"signature-twice"},
    "spec-revoked-twice.esl": {"signature-twice"},
}


@dataclass(frozen=True, slots=True)
class Format:
    schema: Schema
    contracts: list[BoundContract]
    corpus: Path

    def check(self, data: bytes) -> list[Finding]:
        return self.schema.check_bytes(data, contracts=self.contracts)


@pytest.fixture(scope="module")
def formats() -> dict[str, Format]:
    return {name: _format(name) for name in FORMATS}


def _format(name: str) -> Format:
    schema = load_schema(str(ROOT / "schemas" / f"{name}.ksy"))
    corpus = ROOT / "corpus" / name
    contracts = []
    if (corpus / "contract.toml").exists():
        read = load_contract(corpus / "contract.toml")
        facts = bind_contract(read, schema.program.facts)
        contracts.append(BoundContract(read.name, facts, read.evidence))
    return Format(schema, contracts, corpus)


def _files(*parts: str) -> list[Path]:
    return sorted(
        path for name in FORMATS for part in parts for path in (ROOT / "corpus" / name).glob(part)
    )


def _line(finding: Finding) -> str:
    place = finding.where.removeprefix(finding.file + ":")
    return f"{place}: {finding.severity.value}[{finding.rule}] {finding.path}".rstrip()


def _id(path: Path) -> str:
    return f"{path.parts[-3]}-{path.stem}"


@pytest.mark.parametrize("path", _files("valid/*", "seeds/*"), ids=_id)
def test_accepted(formats: dict[str, Format], path: Path) -> None:
    found = formats[path.parts[-3]].check(path.read_bytes())
    assert {finding.rule for finding in found} == WARNED.get(path.name, set())
    assert all(finding.severity is Severity.WARNING for finding in found)


@pytest.mark.parametrize("path", _files("invalid/*.bin"), ids=_id)
def test_refused_by_the_rule_in_its_name(formats: dict[str, Format], path: Path) -> None:
    expected = path.with_suffix(".expect").read_text().strip()
    found = formats[path.parts[-3]].check(path.read_bytes())
    assert expected in [_line(finding) for finding in found]
    assert f"error[{path.stem.partition('__')[0]}]" in expected


def _never_broken(tested: Format) -> list[str]:
    broken: set[int] = set()
    for path in sorted(path for part in PARTS for path in (tested.corpus / part).iterdir()):
        if path.suffix != ".expect":
            reading = tested.schema.read(path.read_bytes(), tested.contracts)
            broken.update(failure.check for failure in reading.failures)
    return [c.source.path for c in tested.schema.program.checks if c.number not in broken]


@pytest.mark.parametrize("name", EVERY_CHECK)
def test_every_check_is_broken_by_some_file(formats: dict[str, Format], name: str) -> None:
    assert _never_broken(formats[name]) == []


@pytest.mark.parametrize("name", EVERY_CONDITION)
def test_every_condition_is_broken_by_some_file(formats: dict[str, Format], name: str) -> None:
    assert [path for path in _never_broken(formats[name]) if "/-checks/" in path] == []


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("uefi_dbx", "one-image-hash.esl"),
        ("uefi_dbx", "certificate-ed25519-short.esl"),
        ("uefi_dbx", "revoke-sha384-for-ever.esl"),
        ("uefi_dbx", "update-dbx-append.auth"),
        ("hwdb", "one-match.bin"),
        ("hwdb", "compat-one-match.bin"),
        ("intel_microcode", "metadata-further-signatures.bin"),
        ("mmdb", "shared-map-28.mmdb"),
        ("btf", "tags-linked.btf"),
        ("btf", "split-from-kinds.btf"),
        ("bpf_elf", "smallest.o"),
        ("bpf_elf", "groups.o"),
        ("wdac_policy", "signed-by.cip"),
        ("wdac_policy", "supplemental.cip"),
        ("selinux_policy", "smallest.33"),
    ],
)
def test_no_truncation_is_accepted(formats: dict[str, Format], name: str, file: str) -> None:
    data = (formats[name].corpus / "valid" / file).read_bytes()
    for size in range(len(data)):
        found = formats[name].check(data[:size])
        assert any(finding.severity is Severity.ERROR for finding in found), size


@pytest.mark.parametrize("name", FORMATS)
def test_script_makes_what_is_committed(tmp_path: Path, name: str) -> None:
    copy = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus" / name, copy / name)
    shutil.copy(ROOT / "corpus" / "writer.py", copy)
    for old in (copy / name / "invalid").glob("*.expect"):
        old.unlink()
    command = [sys.executable, "-B", str(copy / name / "make.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    for path in PARTS[:2]:
        made = {p.name: p.read_bytes() for p in (copy / name / path).iterdir()}
        assert made == {p.name: p.read_bytes() for p in (ROOT / "corpus" / name / path).iterdir()}
    digests = (copy / name / "PROVENANCE.md").read_text()
    assert digests == (ROOT / "corpus" / name / "PROVENANCE.md").read_text()
