"""Features of a Program: everything that coverage counts, numbered, and measured on traces.

Comes in: a Program, then traces. Goes out: for each trace the numbers of what it exercises. The
numbers are the same for every Program of one digest. It refuses to know files and consumers.
"""

from __future__ import annotations

from validator.cover.feature import Draft, Feature, FeatureKind
from validator.cover.plan import Plan
from validator.cover.view import View
from validator.ir.nodes import Program
from validator.ir.trace import Trace

__all__ = ["Feature", "FeatureKind", "Features"]


class Features:
    """What coverage of one schema counts.

    Args:
        program: the compiled schema; not modified.

    Attributes:
        all: every feature by number.
        goals: numbers of those that valid files can be expected to have.
        required: numbers of those that `-coverage` asks for.
        used_at: "default at a subscript" -> "not default" at the same one.
        each_subscript: fields for which `-coverage` asks for use at each subscript that occurs.
        left_out: what is not measured, in words.
    """

    def __init__(self, program: Program) -> None:
        draft = Draft()
        plan = Plan(program, draft)
        self.program = program
        self._gauges = tuple(plan.gauges())
        self.all: tuple[Feature, ...] = tuple(draft.features)
        self.left_out: tuple[str, ...] = draft.left_out
        self.goals = frozenset(n for n, one in enumerate(self.all) if one.is_goal)
        self.required = frozenset(n for n, one in enumerate(self.all) if one.is_required)
        self.used_at: dict[int, int] = dict(plan.used_at)
        self.each_subscript = frozenset(plan.each_subscript)

    def __len__(self) -> int:
        return len(self.all)

    def of(self, trace: Trace) -> frozenset[int]:
        """Return the numbers of the features that a file has.

        Args:
            trace: of a file, read with the same program; not modified. Of a file that is not
                valid, what was read counts.
        """
        view, found = View(trace), set[int]()
        for gauge in self._gauges:
            gauge.measure(view, found)
        return frozenset(found)

    def describe(self, number: int) -> Feature:
        """Return what a number stands for.

        Args:
            number: from `of`, 0 to `len(self)` - 1.
        """
        return self.all[number]
