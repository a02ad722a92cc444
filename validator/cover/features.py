"""Features of a Program: everything that coverage counts, numbered, and measured on traces.

Comes in: a Program, then traces. Goes out: for each trace the numbers of what it exercises. The
numbers are the same for every Program of one digest. It refuses to know files and consumers.

Most are known from the schema: 0 to `len(features)` - 1. Those of rows (`rows.py`) come behind,
without a last one, and only on request.
"""

from __future__ import annotations

from validator.cover.feature import Draft, Feature, FeatureKind
from validator.cover.plan import Plan
from validator.cover.rows import Rows
from validator.cover.view import View
from validator.ir.nodes import Program
from validator.ir.trace import Trace

__all__ = ["Feature", "FeatureKind", "Features"]


class Features:
    """What coverage of one schema counts.

    Args:
        program: the compiled schema; not modified.

    Attributes:
        all: every feature that the schema alone tells, by number.
        goals: numbers of those that valid files can be expected to have.
        required: numbers of those that `-coverage` asks for.
        used_at: "default at a subscript" -> "not default" at the same one.
        each_subscript: fields for which `-coverage` asks for use at each subscript that occurs.
        rows: use for each row of a table apart.
        left_out: what is not measured, in words.
    """

    def __init__(self, program: Program) -> None:
        draft = Draft()
        plan = Plan(program, draft)
        self.program = program
        self._gauges = tuple(plan.gauges())
        self.all: tuple[Feature, ...] = tuple(draft.features)
        self.rows = Rows(plan.rowed, len(self.all))
        self.left_out: tuple[str, ...] = draft.left_out
        self.goals = frozenset(n for n, one in enumerate(self.all) if one.is_goal)
        self.required = frozenset(n for n, one in enumerate(self.all) if one.is_required)
        self.used_at: dict[int, int] = dict(plan.used_at)
        self.each_subscript = frozenset(plan.each_subscript)

    def __len__(self) -> int:
        return len(self.all)

    def of(self, trace: Trace, *, by_row: bool = False) -> frozenset[int]:
        """Return the numbers of the features that a file has.

        Args:
            trace: of a file, read with the same program; not modified. Of a file that is not
                valid, what was read counts.
            by_row: count use for each row of a table apart, too.
        """
        view, found = View(trace), set[int]()
        for gauge in self._gauges:
            gauge.measure(view, found)
        if by_row:
            self.rows.measure(view, found)
        return frozenset(found)

    def describe(self, number: int) -> Feature:
        """Return what a number stands for.

        Args:
            number: from `of`.
        """
        return self.all[number] if number < len(self.all) else self.rows.describe(number)
