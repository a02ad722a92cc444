"""GitHub annotations: worst ten, a closing notice, and no command but ours."""

from __future__ import annotations

import re

import report_samples as samples

from validator.findings import ByteSpan, Finding, Severity
from validator.report.github import MAX_ANNOTATIONS, render

# How the runner splits a command: name and properties up to the next `::`, then the message.
COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-z]+=[^:,]*)(?:,[a-z]+=[^:,]*)*)::(.*)")


def parse(report: str) -> list[tuple[str, dict[str, str], str]]:
    commands = []
    for line in report.removesuffix("\n").split("\n"):
        match = COMMAND.fullmatch(line)
        assert match, line
        properties = dict(pair.split("=", 1) for pair in match[2].split(","))
        commands.append((match[1], properties, match[3]))
    return commands


def note(number: int, severity: Severity = Severity.NOTE) -> Finding:
    return Finding("check-failed", "m", "f", severity, ByteSpan(number, 1))


def test_annotation_names_file_rule_and_bytes() -> None:
    (kind, properties, message), closing = parse(render((samples.COUNT,), samples.META))
    assert kind == "error"
    assert properties == {
        "file": "content/ipc.chan",
        "line": "1",
        "title": "count-exceeds-contract",
    }
    assert message.split("%0A")[1] == "at: offset 0x1a4, 2 bytes"
    assert closing[0] == "notice"


def test_schema_finding_has_line_and_column() -> None:
    (_, properties, _), _ = parse(render((samples.SCHEMA,), samples.META))
    assert (properties["line"], properties["col"]) == ("31", "13")


def test_worst_ten_and_the_rest_is_counted() -> None:
    findings = [note(number) for number in range(20)]
    findings += [note(30, Severity.WARNING), note(31, Severity.ERROR)]
    commands = parse(render(findings, samples.META))
    assert len(commands) == MAX_ANNOTATIONS + 1
    assert [kind for kind, _, _ in commands[:3]] == ["error", "warning", "notice"]
    assert "12 findings not shown here" in commands[-1][2]


def test_ten_notices_leave_room_for_the_closing_one() -> None:
    commands = parse(render([note(number) for number in range(10)], samples.META))
    assert len(commands) == MAX_ANNOTATIONS
    assert "1 finding not shown here" in commands[-1][2]


def test_clean_run_still_says_so() -> None:
    (command,) = parse(render((), samples.CLEAN))
    assert command[2].startswith("accepted: no findings in 1 file")
    assert "contract checks not made" in command[2]


def test_data_starts_no_command_and_ends_no_property() -> None:
    (kind, properties, message), _ = parse(render((samples.HOSTILE,), samples.META))
    assert (kind, properties["title"]) == ("error", "check-failed")
    assert properties["file"].startswith("%3A%3Aset-env name=a%2Cb")
    for line in message.replace("%0A", "\n").split("\n"):
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
