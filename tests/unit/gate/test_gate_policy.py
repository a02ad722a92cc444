"""The policy: which verdict follows from what, with real consumers and simple checks."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from validator.errors import UsageError
from validator.events import Event, FileChecked, FileStarted, RunEnded
from validator.findings import ByteSpan, Finding, Severity
from validator.gate.config import Content, load_config
from validator.gate.plan import make_plan
from validator.gate.policy import decide
from validator.gate.verdict import Verdict, VerdictKind

SENSOR = """#!/bin/sh
case "$(cat "$1")" in
  *crash*) echo "reading rules" >&2; kill -SEGV $$ ;;
  *hang*) sleep 100 ;;
  *reject*) echo "rule 3: unknown operator" >&2; exit 1 ;;
  *silent*) exit 9 ;;
  *memory*) echo "Cannot allocate memory" >&2; exit 1 ;;
  *touch*) echo more >> "$1" ;;
  *leftover*) sleep 100 & ;;
esac
exit 0
"""
CONFIG = """
[[content]]
files = ["releases/*.chan"]
schema = "channel.ksy"
consumers = ["sensor"]
[consumers.sensor]
kind = "command"
command = ["./sensor", "{file}"]
timeout = "1s"
reject = [1]
"""
BAD, WARN = b"BAD", b"WARN"


@dataclass
class SimpleChecker:
    """Refuses files that hold `BAD`, warns about `WARN`; stands for the check session."""

    contracts: tuple[str, ...] = ()
    needs_contract: bool = False
    asked: list[str] = field(default_factory=list)

    def check(self, path: str) -> FileChecked:
        self.asked.append(path)
        if not os.path.isfile(path):
            return FileChecked(path, 0, (Finding("input-unreadable", "is no file", path),))
        data = Path(path).read_bytes()
        found = []
        for word, severity in ((BAD, Severity.ERROR), (WARN, Severity.WARNING)):
            if word in data:
                span = ByteSpan(data.index(word), len(word))
                found.append(Finding("check-failed", "bad word", path, severity, span))
        return FileChecked(path, len(data), tuple(found))


class Vendor:
    """A vendor's repository in small."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.checker = SimpleChecker()
        self.events: list[Event] = []
        self.made: list[tuple[str, tuple[str, ...]]] = []
        self.configure(CONFIG)
        self.write("channel.ksy", "meta: {id: channel}\n")
        self.write("sensor", SENSOR)
        (root / "sensor").chmod(0o755)

    def configure(self, text: str) -> None:
        self.write("contentgate.toml", text)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def gate(self, files: Sequence[str] = ()) -> Verdict:
        config = load_config("contentgate.toml")

        def make(content: Content, contracts: tuple[str, ...]) -> SimpleChecker:
            self.made.append((content.schema, contracts))
            return self.checker

        return decide(
            config, make_plan(config, files), make, self.events.append, build_folder=str(self.root)
        )


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vendor:
    monkeypatch.chdir(tmp_path)
    return Vendor(tmp_path)


def test_files_that_pass_all_layers_ship(vendor: Vendor) -> None:
    vendor.write("releases/b.chan", "fine")
    vendor.write("releases/a.chan", "also fine")
    verdict = vendor.gate()
    assert (verdict.kind, verdict.kind.exit_code) == (VerdictKind.SHIP, 0)
    assert [file.file for file in verdict.files] == ["releases/a.chan", "releases/b.chan"]
    assert verdict.files[1].sha256 == hashlib.sha256(b"fine").hexdigest()
    assert all(file.accepted and file.size for file in verdict.files)
    assert verdict.reasons == ("2 files checked against 0 contracts and 1 consumer",)
    assert verdict.findings == ()
    assert verdict.schemas == ("channel.ksy",)
    assert [type(event) for event in vendor.events] == [
        *(FileStarted, FileChecked, FileStarted, FileChecked),
        RunEnded,
    ]
    assert vendor.events[-1] == RunEnded(2, 0)


@pytest.mark.parametrize(
    ("word", "rule", "message", "found"),
    [
        ("crash", "target-crash", "sensor died: SIGSEGV", "SIGSEGV"),
        (
            "hang",
            "target-hang",
            "sensor did not finish within 1 s",
            "time limit; stopped by contentgate",
        ),
        (
            "reject",
            "target-reject",
            "sensor rejects the file, which the schema accepts",
            "exit status 1",
        ),
        (
            "silent",
            "target-crash",
            "sensor ended with an exit status of no known meaning",
            "exit status 9",
        ),
        (
            "memory",
            "target-memory",
            "sensor needed more than 256 MiB",
            "cannot allocate memory; exit status 1",
        ),
    ],
)
def test_consumers_stop_a_release(
    vendor: Vendor, word: str, rule: str, message: str, found: str
) -> None:
    vendor.write("releases/a.chan", word)
    verdict = vendor.gate()
    assert (verdict.kind, verdict.kind.exit_code) == (VerdictKind.NO_SHIP, 1)
    (finding,) = verdict.findings
    assert (finding.rule, finding.message, finding.found) == (rule, message, found)
    assert finding.file == "releases/a.chan"
    assert finding.hint == "run: ./sensor releases/a.chan"
    assert finding.schema is not None
    assert (str(finding.schema), finding.schema.path) == (
        "contentgate.toml:6:1",
        "/consumers/sensor",
    )
    assert not finding.is_schema_finding
    assert verdict.reasons == ("1 file refused: releases/a.chan",)
    assert not verdict.files[0].accepted


def test_what_a_consumer_said_is_evidence(vendor: Vendor) -> None:
    vendor.write("releases/a.chan", "reject")
    (finding,) = vendor.gate().findings
    assert finding.evidence == (("stderr", "rule 3: unknown operator"),)


def test_a_refused_file_is_not_given_to_consumers(vendor: Vendor) -> None:
    vendor.write("releases/a.chan", "BAD crash")
    verdict = vendor.gate()
    assert [finding.rule for finding in verdict.findings] == ["check-failed"]
    assert verdict.files[0].runs[0].outcome is None
    assert verdict.notes == ("refused, so not given to consumers: releases/a.chan",)
    vendor.configure(CONFIG + "[gate]\nrun_refused = true\n")
    verdict = vendor.gate()
    assert {finding.rule for finding in verdict.findings} == {"check-failed", "target-crash"}
    assert verdict.notes == ()


def test_what_is_no_regular_file_never_reaches_a_consumer(vendor: Vendor) -> None:
    vendor.configure(CONFIG + "[gate]\nrun_refused = true\n")
    (vendor.root / "releases").mkdir()
    os.mkfifo("releases/a.chan")
    verdict = vendor.gate()
    assert verdict.kind is VerdictKind.NO_SHIP
    assert [finding.rule for finding in verdict.findings] == ["input-unreadable"]
    assert verdict.files[0].sha256 == ""


def test_the_severity_that_stops_is_configured(vendor: Vendor) -> None:
    vendor.write("releases/a.chan", "WARN")
    verdict = vendor.gate()
    assert (verdict.kind, len(verdict.findings)) == (VerdictKind.SHIP, 1)
    vendor.configure(CONFIG + '[gate]\nfail_on = "warning"\n')
    assert vendor.gate().kind is VerdictKind.NO_SHIP


def test_a_consumer_that_changes_the_file_is_found_out(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Under bubblewrap it could not.
    monkeypatch.setattr("validator.consumers.isolation.bubblewrap", lambda: None)
    vendor.write("releases/a.chan", "touch")
    verdict = vendor.gate()
    assert verdict.kind is VerdictKind.NO_SHIP
    (finding,) = verdict.findings
    assert finding.rule == "input-changed"
    assert finding.expected == f"sha256 {hashlib.sha256(b'touch').hexdigest()}"


def test_leftover_processes_are_noted(vendor: Vendor) -> None:
    vendor.write("releases/a.chan", "leftover")
    verdict = vendor.gate()
    assert verdict.kind is VerdictKind.SHIP
    (note,) = [note for note in verdict.notes if "still running" in note]
    assert note.startswith("sensor on releases/a.chan: 1 of its processes")


def inconclusive(verdict: Verdict) -> tuple[str, ...]:
    assert (verdict.kind, verdict.kind.exit_code) == (VerdictKind.INCONCLUSIVE, 3)
    return verdict.reasons


def test_nothing_matched(vendor: Vendor) -> None:
    assert inconclusive(vendor.gate()) == ("content[0]: no file matches releases/*.chan",)
    vendor.configure(CONFIG.replace("[consumers.sensor]", "optional = true\n[consumers.sensor]"))
    assert inconclusive(vendor.gate()) == ("no file was checked",)
    vendor.configure("")
    assert "names no content" in inconclusive(vendor.gate())[0]


def test_an_entry_hidden_by_an_earlier_one(vendor: Vendor) -> None:
    vendor.write("releases/a.chan", "fine")
    vendor.configure(CONFIG + '[[content]]\nfiles = ["releases/a.*"]\nschema = "other.ksy"\n')
    assert inconclusive(vendor.gate()) == (
        "content[1]: an earlier entry takes every file of releases/a.*",
    )


def test_a_consumer_that_is_missing(vendor: Vendor) -> None:
    vendor.write("releases/a.chan", "fine")
    vendor.configure(CONFIG.replace("./sensor", "./sensr"))
    verdict = vendor.gate()
    assert inconclusive(verdict) == (
        f"consumer sensor: no such program: ./sensr (in {vendor.root})",
    )
    assert verdict.files[0].runs[0].why == "it cannot be run"
    vendor.configure(CONFIG)
    (vendor.root / "sensor").chmod(0o644)
    assert inconclusive(vendor.gate()) == ("consumer sensor: not executable: ./sensor",)
    (vendor.root / "sensor").chmod(0o755)
    vendor.write("sensor", "#!/no/such/interpreter\n")
    assert "cannot be started" in inconclusive(vendor.gate())[0]


def test_findings_weigh_more_than_what_is_missing(vendor: Vendor) -> None:
    vendor.write("releases/a.chan", "BAD")
    vendor.configure(CONFIG.replace("./sensor", "./sensr"))
    verdict = vendor.gate()
    assert verdict.kind is VerdictKind.NO_SHIP
    assert len(verdict.reasons) == 2


def test_contracts(vendor: Vendor) -> None:
    vendor.write("releases/a.chan", "fine")
    vendor.configure(CONFIG.replace("consumers =", 'contracts = ["c/*.toml"]\nconsumers =', 1))
    assert inconclusive(vendor.gate()) == ("content[0]: no contract matches c/*.toml",)
    vendor.write("c/sensor-7.toml", "")
    vendor.write("c/sensor-6.toml", "")
    verdict = vendor.gate()
    assert verdict.kind is VerdictKind.SHIP
    assert verdict.contracts == ("c/sensor-6.toml", "c/sensor-7.toml")
    assert vendor.made[-1] == (str(vendor.root / "channel.ksy"), verdict.contracts)


def test_a_schema_that_asks_for_facts_needs_a_contract(vendor: Vendor) -> None:
    vendor.write("releases/a.chan", "fine")
    vendor.checker.needs_contract = True
    assert inconclusive(vendor.gate()) == (
        "channel.ksy asks for facts of consumers, but no contract is given",
    )
    vendor.configure(CONFIG + "[gate]\nrequire_contracts = false\n")
    assert vendor.gate().kind is VerdictKind.SHIP


def test_an_unused_consumer_is_noted(vendor: Vendor) -> None:
    vendor.write("releases/a.chan", "fine")
    vendor.configure(CONFIG.replace('consumers = ["sensor"]', "consumers = []"))
    verdict = vendor.gate()
    assert verdict.kind is VerdictKind.SHIP
    assert verdict.notes == ("consumer sensor is configured, but no content names it",)


def test_given_files_restrict_the_run(vendor: Vendor) -> None:
    vendor.write("releases/a.chan", "fine")
    vendor.write("releases/b.chan", "BAD")
    vendor.write("notes.txt", "text")
    assert vendor.gate(["releases/a.chan"]).kind is VerdictKind.SHIP
    assert vendor.checker.asked == ["releases/a.chan"]
    assert vendor.gate(["releases"]).kind is VerdictKind.NO_SHIP
    assert [f.file for f in vendor.gate([".", "releases/a.chan"]).files] == [
        "releases/a.chan",
        "releases/b.chan",
    ]
    assert inconclusive(vendor.gate(["releases/a.chan", "notes.txt"])) == (
        "notes.txt matches no [[content]] of contentgate.toml",
    )
    (vendor.root / "empty").mkdir()
    assert inconclusive(vendor.gate(["empty"])) == ("empty holds no configured content",)
    with pytest.raises(UsageError, match=r"^missing\.chan: no such file or directory$"):
        vendor.gate(["missing.chan"])


def test_links_out_of_the_tree_are_not_shipped(
    vendor: Vendor, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "x.chan"
    outside.write_bytes(b"fine")
    vendor.write("releases/a.chan", "fine")
    (vendor.root / "releases/b.chan").symlink_to(outside)
    reason = f"releases/b.chan is a link out of {vendor.root}: not checked"
    assert inconclusive(vendor.gate()) == (reason,)
    assert inconclusive(vendor.gate(["releases/b.chan"])) == (reason,)
    assert "releases/b.chan" not in vendor.checker.asked


def test_names_that_are_not_utf8(vendor: Vendor) -> None:
    (vendor.root / "releases").mkdir()
    with open(b"releases/caf\xe9.chan", "wb") as file:
        file.write(b"reject")
    verdict = vendor.gate()
    assert verdict.kind is VerdictKind.NO_SHIP
    assert verdict.findings[0].file == "releases/caf\udce9.chan"
