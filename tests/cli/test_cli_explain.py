"""`contentgate explain` in process: pages, suggestions, schema rules, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from validator.cli.explain import command
from validator.rules import ALIASES, RULES

SCHEMA = """\
meta:
  id: toy
  endian: le
seq:
  - id: kind
    type: u1
  - id: count
    type: u1
    valid:
      max: 9
-checks:
  - id: kind-needs-count
    expr: kind == 0 or count > 0
    message: "kind {kind} needs a count"
    severity: warning
    help: A consumer divides by the count.
    cwe: 1284
  - id: value-not-allowed
    expr: kind != 7
    message: "kind 7 is retired"
"""


@pytest.fixture
def schema(tmp_path: Path) -> str:
    path = tmp_path / "toy.ksy"
    path.write_text(SCHEMA, encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(command, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.mark.parametrize("rule_id", RULES)
def test_page_has_every_part(rule_id: str) -> None:
    result = run(rule_id)
    assert result.exit_code == 0
    rule = RULES[rule_id]
    for text in (rule.summary, rule.why, rule.example, rule.fix):
        assert text in result.stdout
    link = f"https://cwe.mitre.org/data/definitions/{rule.cwe}.html"
    assert (link in result.stdout) is (rule.cwe is not None)


def test_page_is_as_reviewed() -> None:
    assert run("unknown-key").stdout == (
        "unknown-key (error, about schema, since 0.1.0)\n"
        "\nwhat\n  a key is not part of the language\n"
        "\nwhy\n  A mistyped key would be a check that is silently not made.\n"
        "\nexample\n  key is not known here\n"
        "\nhow to fix\n  Correct the key, or start it with `-` for another tool.\n"
    )


def test_former_name_leads_to_the_present_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ALIASES, "bad-magic", "magic-mismatch")
    result = run("bad-magic")
    assert result.stdout.startswith("magic-mismatch (")
    assert "bad-magic is the former name of this rule" in result.stdout


def test_mistyped_rule_gets_a_suggestion() -> None:
    result = run("count-exceed-contract")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error: no rule is called count-exceed-contract" in result.stderr
    assert "did you mean count-exceeds-contract" in result.stderr


def test_unknown_rule_is_shown_harmlessly() -> None:
    result = run("\x1b[31m::x")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert "need --schema" in result.stderr
    assert "did you mean" not in result.stderr


def test_list_names_every_rule_once() -> None:
    result = run("--list")
    assert result.exit_code == 0
    names = [line.split()[0] for line in result.stdout.splitlines() if line.startswith("  ")]
    assert sorted(names) == sorted(RULES)


def test_json_page_and_list() -> None:
    page = json.loads(run("checksum-mismatch", "--json").stdout)
    assert (page["id"], page["cwe"], page["checks"]) == ("checksum-mismatch", 354, [])
    listed = json.loads(run("--list", "--json").stdout)
    assert [rule["id"] for rule in listed] == list(RULES)


@pytest.mark.parametrize("arguments", [(), ("unknown-key", "--list")])
def test_rule_or_list_is_needed(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "expected either a RULE or --list" in result.stderr


def test_rule_of_a_schema(schema: str) -> None:
    result = run("kind-needs-count", "--schema", schema)
    assert result.exit_code == 0
    assert result.stdout.startswith("kind-needs-count (warning, about data)\n")
    assert result.stdout.count("kind ... needs a count") == 1
    assert "A consumer divides by the count." in result.stdout
    assert "CWE-1284" in result.stdout
    assert f"{schema}:12:" in result.stdout


def test_catalogued_rule_names_the_checks_of_the_schema(schema: str) -> None:
    page = run("value-not-allowed", "--schema", schema)
    assert RULES["value-not-allowed"].why in page.stdout
    assert "made by 1 check of the schema" in page.stdout
    values = json.loads(run("value-not-allowed", "--schema", schema, "--json").stdout)
    assert [check["line"] for check in values["checks"]] == [18]


def test_list_with_schema_adds_its_own_rules(schema: str) -> None:
    result = run("--list", "--schema", schema)
    assert result.stdout.split("declared by toy\n")[1].split()[0] == "kind-needs-count"


def test_suggestion_knows_the_rules_of_the_schema(schema: str) -> None:
    assert "did you mean kind-needs-count?" in run("kind-need-count", "--schema", schema).stderr


def test_wrong_schema_is_reported_in_full(tmp_path: Path) -> None:
    path = tmp_path / "bad.ksy"
    path.write_text("meta:\n  id: bad\nseq:\n  - id: a\n    type: nope\n", encoding="utf-8")
    result = run("unknown-key", "--schema", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{path}:5:" in result.stderr
    assert "error[unknown-type]" in result.stderr


def test_absent_schema_is_reported(tmp_path: Path) -> None:
    result = run("unknown-key", "--schema", str(tmp_path / "absent.ksy"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "absent.ksy" in result.stderr
