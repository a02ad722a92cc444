"""Seeds with all that is known of them, prepared when they are first asked for.

Comes in: a schema, a list of seeds that may grow. Goes out: outlines, and what mutants are made
from. Memory stays bounded: what was not used for long is forgotten, and prepared anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from validator.dataclass import dataclass
from validator.mutate.bounds import Bounds, find_bounds
from validator.mutate.mutant import Readable
from validator.mutate.outline import Outline, Seed, Terrain, outline_of
from validator.mutate.permitted import settable_places
from validator.mutate.plan import Choice, Plan
from validator.mutate.relations import Relations, find_relations
from validator.mutate.rules import Rules, rules_of
from validator.mutate.texts import sized_leaves
from validator.mutate.ties import Ties, find_ties
from validator.mutate.varints import find_varints
from validator.mutate.view import View

_KEPT_NODES = 1_000_000
"""Nodes of seeds that are kept prepared."""


# house: loose-dataclass - what has to be tried is noted when it is first asked for
@dataclass(slots=True)
class Ready:
    """A seed with all that is known of it.

    Attributes:
        outline, relations, ties, rules: of the seed.
        sized: byte strings that may have another length.
        bounds: what the schema permits in its fields.
        numbers: that are worth trying, such as the limits of consumers.
        places: fields that may be set.
        varints: lists of bytes that are one number.
        is_judged: mutants are shown to the schema; None while that is not known.
    """

    outline: Outline
    relations: Relations
    ties: Ties
    sized: list[int]
    rules: Rules
    bounds: Bounds
    numbers: tuple[int, ...]
    places: list[int] = field(default_factory=list)
    varints: list[int] = field(default_factory=list)
    is_judged: bool | None = None
    _alone: Choice | None = None

    def plan(self, others: Sequence[Outline] = ()) -> Plan:
        """Return a mutant without changes.

        Args:
            others: seeds whose elements may be taken over.
        """
        choice = None if others else self._alone
        if choice is None:
            choice = Choice(
                self.outline, others, self.sized, self.numbers, self.ties, self.bounds, self.rules
            )
            self._alone = self._alone if others else choice
        return Plan(choice, View(self.outline))


class Stock:
    """Prepares seeds.

    Args:
        schema: the compiled schema.
        seeds: by number; further ones may come behind them.
        terrain: of the schema.
        numbers: that are worth trying, such as the limits of consumers.

    Attributes:
        prepared: number -> the seed with all that is known of it.
    """

    def __init__(
        self, schema: Readable, seeds: Sequence[Seed], terrain: Terrain, numbers: tuple[int, ...]
    ) -> None:
        self.schema = schema
        self.seeds = seeds
        self.terrain = terrain
        self.numbers = numbers
        self.bounds = find_bounds(schema.program)
        self._rules = rules_of(schema.program)
        self._outlines: dict[int, Outline] = {}
        self.prepared: dict[int, Ready] = {}
        self._nodes = 0

    def __len__(self) -> int:
        """Return how many seeds are kept prepared."""
        return len(self._outlines)

    def outline(self, number: int) -> Outline:
        """Return a seed with its fields.

        Args:
            number: subscript of the seed.
        """
        found = self._outlines.pop(number, None)
        if found is None:
            found = outline_of(self.terrain, self.seeds[number], self.schema.trace)
            self._make_room(len(found.trace))
        self._outlines[number] = found
        return found

    def ready(self, number: int) -> Ready:
        """Return a seed with all that is known of it.

        Args:
            number: subscript of the seed.
        """
        outline = self.outline(number)
        found = self.prepared.get(number)
        if found is None:
            relations = find_relations(outline)
            ties = find_ties(outline, relations)
            sized = sized_leaves(outline, relations.by_size)
            rules = Rules(outline, self.bounds, self._rules)
            found = Ready(outline, relations, ties, sized, rules, self.bounds, self.numbers)
            found.places.extend(settable_places(outline, found.plan()))
            found.varints.extend(find_varints(outline))
            self.prepared[number] = found
        return found

    def _make_room(self, nodes: int) -> None:
        """Forget the seeds that were not used for longest, so that memory stays bounded."""
        self._nodes += nodes
        while self._nodes > _KEPT_NODES and self._outlines:
            oldest = next(iter(self._outlines))
            self._nodes -= len(self._outlines.pop(oldest).trace)
            self.prepared.pop(oldest, None)
