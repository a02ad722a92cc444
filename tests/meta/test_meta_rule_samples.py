"""Every rule of the catalogue is seen somewhere: in a damaged file, a wrong schema, or a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.rules import ALIASES, RULES

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
# Rules of the catalogue that no part of the tool reports yet.
NOT_REPORTED: frozenset[str] = frozenset()


def _samples() -> dict[str, str]:
    """Return where samples lie -> their text."""
    texts = {path.name.split("__")[0]: "" for path in (ROOT / "corpus").glob("*/invalid/*.bin")} | {
        path.name.split("__")[0]: "" for path in (ROOT / "corpus").glob("*/invalid/*")
    }
    for path in sorted((TESTS / "schemas_bad").glob("**/*.ksy")):
        texts[str(path)] = path.read_text(encoding="utf-8", errors="replace")
    for path in sorted((TESTS / "conformance" / "cases").iterdir()):
        texts[str(path)] = path.read_text(encoding="utf-8")
    for path in sorted(TESTS.glob("**/test_*.py")):
        if path.parent.name != "meta":
            texts[str(path)] = path.read_text(encoding="utf-8")
    return texts


SAMPLES = _samples()


def is_sampled(rule: str) -> bool:
    """Whether a sample is named after a rule, or names it."""
    return rule in SAMPLES or any(rule in text for text in SAMPLES.values())


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_has_a_sample(rule: str) -> None:
    assert is_sampled(rule) != (rule in NOT_REPORTED)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_is_reported_by_the_tool_or_by_a_schema(rule: str) -> None:
    ours = [p for p in (ROOT / "validator").glob("**/*.py") if p.name != "rules.py"]
    users = [p for p in ours if f'"{rule}"' in p.read_text("utf-8")]
    users += [p for p in (ROOT / "schemas").iterdir() if f"id: {rule}" in p.read_text("utf-8")]
    assert bool(users) != (rule in NOT_REPORTED)


def test_aliases_lead_to_rules() -> None:
    assert set(ALIASES.values()) <= set(RULES)
    assert not set(ALIASES) & set(RULES)
