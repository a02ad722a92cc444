"""Counts in words, order of badness, and the rules that a schema declares."""

from __future__ import annotations

import dataclasses

import pytest
import report_samples as samples

from validator.findings import Severity, SourcePos
from validator.ir.nodes import Budget, Check, CheckKind, Gaps, Program
from validator.report.meta import RunMeta, describe_counts, schema_rules, summarize, worst_first

PLACE = SourcePos("toy.ksy", 3, 5, "/-checks/0")


def check(rule: str, **changes: object) -> Check:
    base = Check(
        number=0, kind=CheckKind.CHECK, rule=rule, struct=0, field=None, at=None, condition=None,
        operands=(), per_element=False, deferred=True, needs_contract=False,
        severity=Severity.ERROR, message=(), help="", cwe=None, algorithm="", source=PLACE,
    )  # fmt: skip
    return dataclasses.replace(base, **changes)


def program(*checks: Check) -> Program:
    return Program(
        name="toy", title="", doc="", structs=(), enums=(), fields=(), checks=checks, facts=(),
        budget=Budget(), gaps=Gaps.ERROR, sources=(), digest="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("findings", "meta", "text"),
    [
        (samples.ALL, samples.META, "4 errors, 2 warnings in 4 files (3 refused)"),
        ((), samples.CLEAN, "no findings in 1 file"),
        ((), samples.INCONCLUSIVE, "no findings in 0 files"),
        ((samples.COUNT,), RunMeta("1", files=(("a", 1, False),)), "1 error in 1 file (1 refused)"),
    ],
)
def test_counts_in_words(findings: tuple[object, ...], meta: RunMeta, text: str) -> None:
    assert describe_counts(summarize(findings, meta)) == text


def test_worst_come_first_then_the_usual_order() -> None:
    order = worst_first((samples.SECOND_OWN_RULE, samples.OWN_RULE, samples.EOF, samples.COUNT))
    assert order == [samples.COUNT, samples.EOF, samples.OWN_RULE, samples.SECOND_OWN_RULE]


def test_only_rules_that_the_catalogue_lacks_are_the_schemas_own() -> None:
    rules = schema_rules(
        program(
            check("z-rule", help="It overruns.", cwe=20, severity=Severity.NOTE),
            check("check-failed"),
            check("a-rule", message=("one",), needs_contract=True),
            check("a-rule", message=("two",)),
        )
    )
    assert [rule.id for rule in rules] == ["a-rule", "z-rule"]
    first, last = rules
    assert (first.summary, first.about, first.level) == ("one", "contract", "error")
    assert (last.why, last.cwe, last.level) == ("It overruns.", 20, "note")
    assert last.summary == "a condition of toy does not hold"
