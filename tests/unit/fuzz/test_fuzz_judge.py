"""The quick answer and the thorough one are the same, warnings or not."""

from __future__ import annotations

from pathlib import Path

import fuzz_kit as kit
import pytest

from validator.fuzz.judge import Judge
from validator.mutate.mutants import mutants
from validator.mutate.outline import Seed

WARNS = """
-checks:
  - id: many-rules
    expr: num_rules < 2
    message: "{num_rules} rules"
    severity: warning
"""


@pytest.mark.parametrize("text", [kit.PLAIN, kit.PLAIN.replace("types:\n", WARNS[1:] + "types:\n")])
def test_quick_and_thorough_agree(tmp_path: Path, text: str) -> None:
    schema = kit.load(tmp_path, text)
    judge = Judge.of(schema, ()).with_seeds([kit.SEED])
    assert judge.trusts_quick
    assert judge.is_quick(kit.SEED)
    seen = set()
    for mutant in mutants(schema, [Seed("a", kit.SEED)], count=300, random_seed=5):
        is_fine = judge.refusal(mutant.data) is None
        assert judge.is_quick(mutant.data) is is_fine
        assert judge.is_accepted(mutant.data) is is_fine
        seen.add(is_fine)
    assert seen == {True, False}


def test_a_file_over_its_budget_is_refused(tmp_path: Path) -> None:
    text = kit.PLAIN + "-budget:\n  file-size: 30\n"
    judge = Judge.of(kit.load(tmp_path, text), ())
    assert not judge.is_accepted(kit.SEED)
    finding = judge.refusal(kit.SEED)
    assert finding is not None
    assert finding.rule == "budget-exceeded"
