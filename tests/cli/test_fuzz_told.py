"""Crashes of a campaign as the report and the screen tell them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from validator.cli.fuzz_screen import screen_lines
from validator.crashes import CrashReport, Measured, Verdict
from validator.measure import FieldChange
from validator.report.fuzz_text import FuzzStyle, render_fuzz_text
from validator.summary import SeenCrash, Summary

REPORT = CrashReport(
    id="sigsegv-01234567",
    state="minimized",
    outcome="crashed",
    signature="SIGSEGV in a_function_with_a_name_that_is_long_but_not_too_long",
    gate=Verdict(),
    schema="toy",
    digest="0" * 64,
    path="rows[0].kind",
    changes=(
        FieldChange("changed", "rows[0].kind", 8, 1, 2, 1, ("block", "allow")),
        *(FieldChange("inserted", f"rows[0].list[{at}]", 10, 5) for at in range(4)),
    ),
    found=Measured(4000, ""),
    kept=Measured(12, ""),
)
SEEN = SeenCrash(REPORT, "corpus/regressions/sigsegv-01234567", 3, 1.5, 7, is_new=True)
SUMMARY = Summary(
    version="1", schema="toy", digest="0" * 64, consumers=("reader",), limits="2 s and 256 MiB",
    mode="continuous", random_seed=0, jobs=2, executions=1200, before=0, seconds=10.0,
    outcomes={"crashed": 3}, valid_share=0.5, corpus=3, corpus_bytes=99, edges=7, features=4,
    all_features=9, chance=0.001, last_find_run=17, stopped="time was up", crashes=(SEEN,),
)  # fmt: skip


def told(*crashes: SeenCrash) -> list[str]:
    return render_fuzz_text(replace(SUMMARY, crashes=crashes), FuzzStyle()).splitlines()


def test_a_crash_is_told_with_its_changes_by_path() -> None:
    lines = told(SEEN)
    at = next(number for number, line in enumerate(lines) if line.startswith("crash 1 of 1: "))
    assert lines[at].endswith(" at rows[0].kind")
    assert lines[at + 1 : at + 6] == [
        "  gate      accepts it",
        "  change    rows[0].kind block (2) -> allow (1)",
        "  change    rows[0].list[0..3] inserted",
        "  size      12 bytes, made of 4,000 (minimized)",
        "  seen      3 times, first at execution 7, 1.5 s",
    ]
    assert lines[-1] == "CRASHES: 1 crash, 1 accepted by the gate, in 1,200 executions"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"count": 1, "is_new": False}, "1 time, known before"),
        ({"count": 0}, "not in this run, first at execution 7, 1.5 s"),
    ],
)
def test_crashes_of_earlier_runs_are_told_as_such(more: dict[str, object], words: str) -> None:
    assert f"  seen      {words}" in told(replace(SEEN, **more))  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(("path", "words"), [("rows", "rows: wrong"), ("", "wrong")])
def test_the_gate_is_quoted(path: str, words: str) -> None:
    refused = replace(REPORT, gate=Verdict("bad-rule", path, "wrong"))
    assert f"  gate      bad-rule: {words}" in told(replace(SEEN, report=refused))


def test_the_screen_says_early_what_tells_crashes_apart() -> None:
    refused = replace(REPORT, gate=Verdict("bad-rule", "rows", "wrong"), signature="")
    crashes = (SEEN, *[replace(SEEN, report=refused)] * 9)
    lines = [line for line, _ in screen_lines(replace(SUMMARY, crashes=crashes))]
    at = lines.index("  10 crashes, 1 accepted by the gate")
    assert lines[at + 1].startswith("         3 x gate accepts: SIGSEGV in a_function")
    assert lines[at + 2] == "         3 x gate refuses: crashed"
    assert lines[at + 9] == "    and 2 more"
