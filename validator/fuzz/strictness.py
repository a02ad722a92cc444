"""Strictness: what the schema refuses although the consumer accepts it, by rule.

Comes in: counts by rule with the index of the smallest mutant. Goes out: the same with that
mutant as an example, and what the rule says about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from validator.fuzz.lot import Job
from validator.fuzz.store import Store
from validator.measure import RuleCount

_EXAMPLES = 60


def count_rules(rules: Mapping[str, Sequence[int]]) -> tuple[RuleCount, ...]:
    """Return counts by rule, the most frequent first.

    Args:
        rules: rule -> (mutants, smallest size, its index).
    """
    ordered = sorted(rules.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple(
        RuleCount(rule, count, index=index, size=size) for rule, (count, size, index) in ordered
    )


def explain_rules(
    rules: Mapping[str, Sequence[int]], job: Job, store: Store
) -> tuple[RuleCount, ...]:
    """Return counts by rule with the smallest mutant of each, which is written to the store.

    Args:
        rules: as for `count_rules`.
        job: makes the mutants again.
        store: where examples go.
    Raises:
        UsageError: an example cannot be written.
    """
    rows = count_rules(rules)
    shown = [_explained(row, job, store) for row in rows[:_EXAMPLES]]
    return (*shown, *rows[_EXAMPLES:])


def _explained(row: RuleCount, job: Job, store: Store) -> RuleCount:
    mutant = next(job.make(row.index, 1))
    finding = job.judge.refusal(mutant.data)
    if finding is None or finding.rule != row.rule:
        return row
    return RuleCount(
        row.rule,
        row.count,
        seed=mutant.seed,
        index=row.index,
        size=row.size,
        path=finding.path,
        message=finding.message,
        expected=finding.expected or "",
        found=finding.found or "",
        file=store.write_example(row.rule, mutant.data),
    )
