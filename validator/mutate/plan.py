"""A mutant in the making: what it may be made from, and its changes so far.

Comes in: a prepared seed. Goes out: a view with changes, and what was done in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Any

from validator.dataclass import dataclass
from validator.ir.nodes import BitsRead, NumberRead
from validator.mutate.bounds import Bounds
from validator.mutate.numeric import span_of
from validator.mutate.outline import Outline
from validator.mutate.rules import Rules
from validator.mutate.ties import Ties
from validator.mutate.view import View


@dataclass(frozen=True, slots=True)
class Choice:
    """What edits are chosen from.

    Attributes:
        outline: the seed.
        others: further seeds, whose elements may be taken over.
        sized: byte strings whose length is stored somewhere.
        numbers: counts that are worth exceeding, such as the limits of consumers.
        ties: what belongs together in the seed.
        bounds: what the schema permits in its fields.
        rules: conditions that a change may break.
    """

    outline: Outline
    others: Sequence[Outline]
    sized: Sequence[int]
    numbers: tuple[int, ...]
    ties: Ties
    bounds: Bounds
    rules: Rules


# house: loose-dataclass - filled while a mutant is made
@dataclass(slots=True)
class Plan:
    """A mutant in the making.

    Attributes:
        choice: what it is made from.
        view: the seed with the changes so far.
        edits: (field path, what was done to it), in order.
        forced: leaves that were set on purpose: a repair leaves them alone.
        is_broken: a rule is broken on purpose already.
    """

    choice: Choice
    view: View
    edits: list[tuple[str, str]] = field(default_factory=list)
    forced: set[int] = field(default_factory=set)
    is_broken: bool = False

    def note(self, node: int, text: str) -> None:
        """Write down what was done to a node; `text` starts with its path."""
        self.edits.append((self.choice.outline.path(node), text))

    def may_be(self, leaf: int, value: Any) -> bool:
        """Whether the checks of a field and its object permit a value, as far as they tell."""
        kept = self.view.values.get(leaf)
        self.view.values[leaf] = value
        found = self.choice.rules.permits(self.view, leaf)
        if kept is None:
            del self.view.values[leaf]
        else:
            self.view.values[leaf] = kept
        return found


def most_of(choice: Choice, leaf: int) -> int:
    """Return the largest number that a leaf can say, as far as its field is known.

    Args:
        choice: of the seed.
        leaf: a stored number.
    """
    outline = choice.outline
    high = choice.bounds.domains[outline.trace.place[leaf]].high
    read = outline.leaf_read(leaf)
    span = span_of(read) if isinstance(read, NumberRead | BitsRead) else None
    if span is None:
        return 0
    return span.high if high is None else min(high, span.high)
