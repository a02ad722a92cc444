"""Boundary files: one or two fields get a value on purpose, all others edges more often than not.

Comes in: a survey. Goes out: for a draw, which fields are to have which value. All values of all
fields that can be chosen are numbered: members of enums, ends of ranges and their neighbors, both
sides of every constant that the schema compares the field with, values that are no default.
"""

from __future__ import annotations

from typing import Any

from validator.backends.strategies.domain import simplest_first
from validator.backends.strategies.rules import constant
from validator.backends.strategies.source import Draw
from validator.backends.strategies.survey import Survey
from validator.dataclass import dataclass
from validator.ir.nodes import BitsRead, NumberRead
from validator.ir.walk import walk


@dataclass(frozen=True, slots=True)
class Target:
    """Values to be tried in one field."""

    place: int
    name: str
    values: tuple[Any, ...]


def find_targets(survey: Survey) -> tuple[Target, ...]:
    """Return every number of a program with the values worth trying in it."""
    found = []
    program = survey.program
    for one in program.fields:
        if not isinstance(one.read, NumberRead | BitsRead):
            continue
        if isinstance(one.read, NumberRead) and one.read.primitive.is_float:
            continue
        busy = (survey.fixed, survey.sums, survey.holes, survey.counts, survey.refers)
        if any(one.number in book for book in busy):
            continue
        values = _worth_trying(survey, one.number)
        if len(values) > 1:
            struct = program.structs[one.struct]
            found.append(Target(one.number, f"{struct.name}.{one.id}", values))
    return tuple(found)


def _worth_trying(survey: Survey, number: int) -> tuple[Any, ...]:
    program = survey.program
    one = program.fields[number]
    match one.read:
        case BitsRead(width=width):
            low, high = 0, (1 << width) - 1
        case NumberRead(primitive=primitive):
            low, high = primitive.minimum or 0, primitive.maximum or 0
        case _:
            return ()
    low, high, choices = survey.domain(one, low, high)
    if choices is not None:
        return choices
    near = [low, high, low + 1, high - 1, *survey.prefer.get(number, ())]
    for rule in survey.rules.at.get(number, ()):
        literals = [constant(node) for node in walk(rule.expr)]
        near += [n + step for n in literals if type(n) is int for step in (0, 1, -1)]
    unused = {constant(default) for default in one.defaults}
    inside = [value for value in near if type(value) is int and low <= value <= high]
    return simplest_first(sorted(inside, key=lambda value: value in unused))


def choose_focus(targets: tuple[Target, ...], draw: Draw) -> tuple[dict[int, Any], str]:
    """Return field -> value for one or two fields, and a label.

    Args:
        targets: of the program.
        draw: chooses.
    """
    if not targets:
        return {}, ""
    chosen: dict[int, Any] = {}
    parts = []
    for _ in range(1 + (draw() & 1)):
        target = targets[draw() % len(targets)]
        value = target.values[draw() % len(target.values)]
        if target.place not in chosen:
            chosen[target.place] = value
            parts.append(f"{target.name} = {value}")
    return chosen, ", ".join(parts)
