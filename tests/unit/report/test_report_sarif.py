"""SARIF: the official schema, GitHub's limits, and what viewers need."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import report_samples as samples

from validator.findings import ByteSpan, Finding, Severity
from validator.report import RunMeta
from validator.report.sarif import MAX_RESULTS, render

SCHEMA = Path(__file__).parents[2] / "data" / "sarif" / "sarif-schema-2.1.0.json"


@cache
def checker() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def run_of(findings: tuple[Finding, ...], meta: RunMeta) -> dict[str, Any]:
    log = json.loads(render(findings, meta))
    checker().validate(log)
    (run,) = log["runs"]
    return run


def test_the_schema_in_use_refuses_what_is_not_sarif() -> None:
    log = json.loads(render(samples.ALL, samples.META))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    with pytest.raises(jsonschema.ValidationError):
        checker().validate(log)


@pytest.mark.parametrize(
    ("findings", "meta"),
    [
        (samples.ALL, samples.META),
        ((), samples.CLEAN),
        ((), samples.INCONCLUSIVE),
        ((samples.HOSTILE,), samples.META),
        ((), RunMeta("0.1.0", files=(("a", 1, True), ("a", 1, True)), notes=("n", "n"))),
    ],
)
def test_log_follows_the_schema(findings: tuple[Finding, ...], meta: RunMeta) -> None:
    assert len(run_of(findings, meta)["results"]) == len(findings)


def test_data_result_has_line_and_byte_region() -> None:
    (result,) = run_of((samples.COUNT,), samples.META)["results"]
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "content/ipc.chan"
    assert physical["region"] == {"startLine": 1, "byteOffset": 0x1A4, "byteLength": 2}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "instances[1].criteria"
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "schemas/channel_file.ksy"
    assert related["physicalLocation"]["region"] == {"startLine": 88, "startColumn": 9}


def test_schema_result_has_its_line_and_column() -> None:
    (result,) = run_of((samples.SCHEMA,), samples.META)["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 31, "startColumn": 13}
    assert "relatedLocations" not in result


def test_region_ends_inside_the_file() -> None:
    (result,) = run_of((samples.EOF,), samples.META)["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "byteOffset": 0x29, "byteLength": 0x355 - 0x29}
    assert result["properties"]["span"] == {"offset": 0x29, "length": 4096}


def test_fingerprints_ignore_offsets_and_count_repetitions() -> None:
    moved = dataclasses.replace(samples.COUNT, span=ByteSpan(0x900, 2), context=None)
    (before,) = run_of((samples.COUNT,), samples.META)["results"]
    (after,) = run_of((moved,), samples.META)["results"]
    assert before["partialFingerprints"] == after["partialFingerprints"]
    both = run_of((samples.OWN_RULE, samples.SECOND_OWN_RULE), samples.META)["results"]
    hashes = [result["partialFingerprints"]["primaryLocationLineHash"] for result in both]
    assert [one.rsplit(":", 1)[1] for one in hashes] == ["1", "2"]
    assert len({one.rsplit(":", 1)[0] for one in hashes}) == 1


def test_rules_have_help_and_cwe_tags() -> None:
    run = run_of(samples.ALL, samples.META)
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    known = rules["count-exceeds-contract"]
    assert "external/cwe/cwe-125" in known["properties"]["tags"]
    assert "how to fix" in known["help"]["text"]
    own = rules["template-unused"]
    assert own["defaultConfiguration"] == {"level": "warning"}
    assert own["help"]["text"].endswith("Remove the template.")
    assert "external/cwe/cwe-1164" in own["properties"]["tags"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_own_rule_is_listed_without_results_and_described_without_a_schema() -> None:
    listed = run_of((), samples.META)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in listed] == ["template-unused"]
    (described,) = run_of((samples.OWN_RULE,), samples.CLEAN)["tool"]["driver"]["rules"]
    assert described["shortDescription"]["text"] == samples.OWN_RULE.message


def test_results_are_limited_worst_first_and_the_rest_is_counted() -> None:
    many = [
        Finding("check-failed", "m", f"f{number}", Severity.NOTE, ByteSpan(number, 1))
        for number in range(MAX_RESULTS)
    ]
    (run,) = json.loads(render((*many, samples.COUNT, samples.OWN_RULE), samples.CLEAN))["runs"]
    assert len(run["results"]) == MAX_RESULTS
    levels = [result["level"] for result in run["results"]]
    assert (levels.count("error"), levels.count("warning")) == (1, 1)
    texts = [
        notice["message"]["text"] for notice in run["invocations"][0]["toolExecutionNotifications"]
    ]
    assert "2 results left out: a report holds at most 5000" in texts


def test_no_notification_when_nothing_was_left_out() -> None:
    run = run_of((samples.COUNT,), RunMeta("0.1.0"))
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_inconclusive_run_is_not_successful_and_says_why() -> None:
    (invocation,) = run_of((), samples.INCONCLUSIVE)["invocations"]
    assert invocation["executionSuccessful"] is False
    (notice,) = invocation["toolExecutionNotifications"]
    assert notice["message"]["text"] == "no file matches content/*.chan"
