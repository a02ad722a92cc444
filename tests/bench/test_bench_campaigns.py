"""`python -m benchmarks.campaigns`: rows of campaigns that were run, from the reports they left."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import campaigns
from validator.consumers.ready import find_ready

CRASH = {
    "outcome": "out of memory", "signature": "cannot allocate memory", "gate": "accepted",
    "path": "body.sections[6].size", "size": 900, "minimized_size": 700, "state": "minimized",
    "count": 3, "changes": [],
}  # fmt: skip
REPORT = {
    "executions": 1234, "executions_per_second": 20.0, "valid_share": 0.5, "corpus": 7,
    "features": 10, "features_in_all": 20, "seconds": 60.4, "limits": "5 s and 512 MiB",
    "stopped": "time was up", "outcomes": {"accepted": 1}, "disagreements": [],
}  # fmt: skip


def keep(folder: Path, *crashes: dict[str, Any]) -> None:
    text = json.dumps({**REPORT, "crashes": list(crashes)})
    (folder / "bpftool-elf.json").write_text(text, "utf-8")
    (folder / "bpftool-elf.seconds").write_text("75.0\n", "utf-8")


def again(folder: Path) -> int:
    return campaigns.main(["bpftool-elf", "--again", "--out", str(folder)])


def test_a_row_tells_of_crashes_and_known_defects(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(tmp_path, CRASH, {**CRASH, "gate": "value-not-allowed", "minimized_size": None})
    assert again(tmp_path) == 0
    told = capsys.readouterr().out
    assert "| 1,234 | 20.0 | 50 % | 7 | 10 of 20 | 2 | 1 | 1 | 700 bytes, `body.sect" in told
    assert "| 60 | 75 |" in told
    assert "900 -> 700 bytes, minimized; 3 times; known: libbpf allocates" in told


def test_what_the_gate_lets_through_and_nobody_knows_ends_with_1(tmp_path: Path) -> None:
    keep(tmp_path, {**CRASH, "signature": "SIGSEGV"})
    assert again(tmp_path) == 1
    keep(tmp_path, {**CRASH, "signature": "SIGSEGV", "gate": "value-not-allowed"})
    assert again(tmp_path) == 0


def test_a_known_defect_is_found_among_all_changes(tmp_path: Path) -> None:
    changes = [{"path": "body.flags"}, {"path": CRASH["path"]}]
    keep(tmp_path, {**CRASH, "path": "body.flags", "changes": changes})
    assert again(tmp_path) == 0
    keep(tmp_path, {**CRASH, "path": "body.flags", "changes": changes[:1]})
    assert again(tmp_path) == 1


def test_a_campaign_without_a_report_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert again(tmp_path) == 0
    assert "bpftool-elf: no report" in capsys.readouterr().out


def test_all_that_is_written_goes_to_the_folder(tmp_path: Path) -> None:
    choice = argparse.Namespace(out=tmp_path, time="1s", seed=1, minimize=0)
    line = campaigns.command(find_ready("bpftool-elf"), "bpf_elf", choice)
    for option in ("--output", "--regressions"):
        assert line[line.index(option) + 1].startswith(str(tmp_path))
    assert line[line.index("--report") + 1].startswith(f"json={tmp_path}")
