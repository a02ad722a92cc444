"""The corpus of channel_file: made by its script, and every file answered as it should be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from validator.check.read import BoundContract
from validator.check.schema import Schema, load_schema
from validator.contract.load import bind_contract, load_contract
from validator.findings import Finding, Severity

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus" / "channel_file"
SCHEMA = ROOT / "schemas" / "channel_file.ksy"
ACCEPTED = sorted([*(CORPUS / "valid").iterdir(), *(CORPUS / "seeds").iterdir()])
REFUSED = sorted((CORPUS / "invalid").glob("*.bin"))
IPC_20 = "ipc_wildcard_in_field_21.chan"


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(str(SCHEMA))


@pytest.fixture(scope="module")
def contract(schema: Schema) -> BoundContract:
    read = load_contract(CORPUS / "contract.toml")
    return BoundContract(read.name, bind_contract(read, schema.program.facts), read.evidence)


def line(finding: Finding) -> str:
    place = finding.where.removeprefix(finding.file + ":")
    return f"{place}: {finding.severity.value}[{finding.rule}] {finding.path}".rstrip()


def test_script_makes_what_is_committed(tmp_path: Path) -> None:
    command = [sys.executable, str(CORPUS / "make.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    for path, content in made.items():
        assert (CORPUS / path).read_bytes() == content, path
    for part in ("valid", "invalid", "seeds"):
        committed = {path.relative_to(CORPUS) for path in (CORPUS / part).iterdir()}
        assert committed == {path for path in made if path.parts[0] == part}


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.name)
def test_accepted(schema: Schema, contract: BoundContract, path: Path) -> None:
    data = path.read_bytes()
    assert schema.check_bytes(data) == []
    found = schema.check_bytes(data, contracts=[contract])
    # The early warning of the definition that asks for 21, and nothing else.
    assert {(f.severity, f.rule) for f in found} <= {
        (Severity.WARNING, "template-exceeds-contract")
    }


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_refused_by_the_rule_in_its_name(
    schema: Schema, contract: BoundContract, path: Path
) -> None:
    expected = path.with_suffix(".expect").read_text().strip()
    found = schema.check_bytes(path.read_bytes(), contracts=[contract])
    assert expected in [line(finding) for finding in found]
    assert f"error[{path.stem.partition('__')[0]}]" in expected


def test_every_check_is_broken_by_some_file(schema: Schema, contract: BoundContract) -> None:
    files = [*REFUSED, CORPUS / "valid" / IPC_20]
    broken: set[int] = set()
    for path in files:
        reading = schema.read(path.read_bytes(), [contract])
        broken.update(failure.check for failure in reading.failures)
    never = [c.source.path for c in schema.program.checks if c.number not in broken]
    assert never == []


def test_no_truncation_is_accepted(schema: Schema) -> None:
    data = (CORPUS / "seeds" / "rules.chan").read_bytes()
    for size in range(len(data)):
        found = schema.check_bytes(data[:size])
        assert any(f.severity is Severity.ERROR for f in found), size


def test_contract_with_21_inputs_accepts_the_21st_criterion(
    schema: Schema, contract: BoundContract
) -> None:
    data = (CORPUS / "invalid" / "count-exceeds-contract__field_21.bin").read_bytes()
    inputs = {**contract.facts["inputs"], "ipc": 21}
    newer = BoundContract("sensor-7.16", {**contract.facts, "inputs": inputs}, {})
    assert schema.check_bytes(data, contracts=[newer]) == []
    (finding,) = [f for f in schema.check_bytes(data, contracts=[newer, contract])
                  if f.severity is Severity.ERROR]  # fmt: skip
    assert finding.contract == contract.name
    assert finding.found == "21"
    assert finding.expected is not None
    assert finding.expected.startswith("at most 20 ")
