"""Any text in any field: every format renders, parses back, and lets nothing through."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from hypothesis import example, given, settings
from hypothesis import strategies as st
from report_samples import HOSTILE
from test_report_github import parse as parse_github
from test_report_junit import assert_jenkins
from test_report_sarif import checker

from validator.findings import ByteSpan, Finding, Severity, SourcePos
from validator.report import FORMATS, RunMeta, render
from validator.report.text import render_text
from validator.rules import Rule

NASTY = ["::", "]]>", "\x1b", "\r\n", "\udcff", "\ud800", "%0A", "##[x]", "{0}", "[a](b)", "\u202e"]
ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=12),
    st.lists(st.sampled_from([*NASTY, "a", " ", "/", ":"]), max_size=6).map("".join),
)
OPTIONAL = st.none() | ANY_TEXT
OFFSETS = st.integers(0, 2**64)
FINDINGS = st.builds(
    Finding,
    rule=ANY_TEXT,
    message=ANY_TEXT,
    file=ANY_TEXT,
    severity=st.sampled_from(Severity),
    span=st.none() | st.builds(ByteSpan, OFFSETS, OFFSETS),
    path=ANY_TEXT,
    expected=OPTIONAL,
    found=OPTIONAL,
    evidence=st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=2).map(tuple),
    hint=OPTIONAL,
    schema=st.none()
    | st.builds(SourcePos, ANY_TEXT, st.integers(0, 10**6), st.integers(0, 10**6), ANY_TEXT),
    contract=OPTIONAL,
    cwe=st.none() | st.integers(1, 2000),
    context=st.none() | st.tuples(OFFSETS, st.binary(max_size=40)),
)
TEXTS = st.lists(ANY_TEXT, max_size=2).map(tuple)
METAS = st.builds(
    RunMeta,
    tool_version=ANY_TEXT,
    schemas=TEXTS,
    files=st.lists(st.tuples(ANY_TEXT, st.integers(0, 2**63), st.booleans()), max_size=3).map(
        tuple
    ),
    verdict=st.sampled_from(["ship", "no ship", "accepted", "refused", "inconclusive"]) | ANY_TEXT,
    reasons=TEXTS,
    notes=TEXTS,
    contracts=TEXTS,
    rules=st.lists(
        st.builds(
            Rule,
            id=ANY_TEXT,
            about=ANY_TEXT,
            summary=ANY_TEXT,
            why=ANY_TEXT,
            example=ANY_TEXT,
            fix=ANY_TEXT,
            cwe=st.none() | st.integers(1, 2000),
            level=st.sampled_from(["error", "warning", "note"]),
            since=ANY_TEXT,
        ),
        max_size=1,
    ).map(tuple),
)
RUNS = st.tuples(st.lists(FINDINGS, max_size=3), METAS)
FEW = settings(max_examples=30, deadline=None)
HOSTILE_RUN = ([HOSTILE, Finding("r", "m", ":")], RunMeta("0.1.0", verdict=":"))


def assert_harmless(text: str, *, permitted: str = "\n") -> None:
    assert text.endswith("\n")
    for char in set(text) - set(permitted):
        assert char.isprintable(), ascii(char)


@FEW
@given(RUNS)
@example(HOSTILE_RUN)
def test_every_format_renders_the_same_twice_and_can_be_stored(
    run: tuple[list[Finding], RunMeta],
) -> None:
    for fmt in FORMATS:
        report = render(fmt, *run)
        assert report == render(fmt, *run)
        report.encode("utf-8")
        assert_harmless(report)


@FEW
@given(RUNS, st.integers(0, 120))
@example(HOSTILE_RUN, 40)
def test_text_lines_start_no_command(run: tuple[list[Finding], RunMeta], width: int) -> None:
    for report in (render("concise", *run), render_text(*run, color=False, width=width)):
        assert_harmless(report)
        for line in report.split("\n"):
            assert not line.lstrip().startswith("::")
            assert "##[" not in line
    assert_harmless(render_text(*run, color=True, width=width), permitted="\n\x1b")


@FEW
@given(RUNS)
@example(HOSTILE_RUN)
def test_colors_are_the_only_difference_of_colored_text(
    run: tuple[list[Finding], RunMeta],
) -> None:
    colored = render_text(*run, color=True, width=0)
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", *(f"\x1b[1;{hue}m" for hue in (31, 32, 33, 36))):
        colored = colored.replace(code, "")
    assert "\x1b" not in colored
    lines = zip(colored.split("\n"), render("text", *run).split("\n"), strict=True)
    assert all(one.rstrip() == other.rstrip() for one, other in lines)


@FEW
@given(RUNS)
@example(HOSTILE_RUN)
def test_json_formats_parse_back(run: tuple[list[Finding], RunMeta]) -> None:
    findings, _ = run
    document = json.loads(render("json", *run))
    assert len(document["findings"]) == len(findings)
    for value, finding in zip(document["findings"], findings, strict=True):
        value["message"].encode("utf-8")
        if finding.message.isprintable():
            assert value["message"] == finding.message
        assert value["fingerprint"] == finding.fingerprint
    lines = render("jsonl", *run).removesuffix("\n").split("\n")
    assert [json.loads(line)["type"] for line in lines[1:-1]] == ["finding"] * len(findings)
    assert len(json.loads(render("gitlab", *run))) == len(findings)


@settings(FEW, max_examples=10)
@given(RUNS)
@example(HOSTILE_RUN)
def test_sarif_follows_its_schema(run: tuple[list[Finding], RunMeta]) -> None:
    log = json.loads(render("sarif", *run))
    checker().validate(log)
    assert len(log["runs"][0]["results"]) == len(run[0])


@FEW
@given(RUNS)
@example(HOSTILE_RUN)
def test_junit_is_well_formed(run: tuple[list[Finding], RunMeta]) -> None:
    assert_jenkins(ElementTree.fromstring(render("junit", *run).encode("utf-8")))


@FEW
@given(RUNS)
@example(HOSTILE_RUN)
def test_github_lines_are_ours(run: tuple[list[Finding], RunMeta]) -> None:
    assert 1 <= len(parse_github(render("github", *run))) <= len(run[0]) + 1
