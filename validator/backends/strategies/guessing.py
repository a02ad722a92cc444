"""Which stored values a condition sees: those that are only guesses must not decide it.

Comes in: an expression. Goes out: sources of objects with the numbers of fields that may not be
known yet when the condition is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.backends.strategies.speech import Speech
from validator.backends.strategies.survey import Survey
from validator.ir import expr as ir
from validator.ir.nodes import Field, FieldKind
from validator.ir.types import BoolType
from validator.ir.walk import walk

_MAX_SEEN = 24
_MAX_OWNER = 160
"""Stored values that a rule may see, for whether one of them is only a guess yet."""


def guessed(
    survey: Survey, speech: Speech, expr: ir.Expr, seen: set[tuple[str, int]]
) -> Iterator[tuple[str, int]]:
    """Yield (source of the object, field number) of what may be only a guess yet.

    Args:
        survey: of the program.
        speech: emits in the context of the expression.
        expr: the expression.
        seen: what was yielded already; modified.
    """
    for node in walk(expr):
        match node:
            case ir.FieldGet(object=inner, field=number):
                one = survey.program.fields[number]
                is_hole = number in survey.holes or number in survey.late
                is_hole = is_hole or number in survey.refers
                is_value = one.kind is FieldKind.VALUE and one.value is not None
                if is_assumable(survey, speech, one):
                    continue
                if not (is_hole or number in survey.sums or is_value):
                    continue
                if any(isinstance(part, ir.Item) for part in walk(inner)):
                    continue
                owner = speech.emit(inner)
                is_long = len(owner) > _MAX_OWNER or len(seen) > _MAX_SEEN
                if (owner, number) in seen or is_long:
                    continue
                seen.add((owner, number))
                if is_value and one.value is not None:
                    yield from guessed(survey, speech.of(owner), one.value, seen)
                else:
                    yield owner, number


def is_assumable(survey: Survey, speech: Speech, one: Field) -> bool:
    """Whether a field is a yes or no computed from what is known only when more is written.

    Args:
        survey: of the program.
        speech: emits expressions.
        one: the field.
    """
    if one.kind is not FieldKind.VALUE or one.value is None or not isinstance(one.type, BoolType):
        return False
    for node in walk(one.value):
        match node:
            case ir.StreamAttr():
                return True
            case ir.FieldGet(field=number):
                inner = survey.program.fields[number]
                if inner.kind is FieldKind.INSTANCE and inner.position is not None:
                    return True
    return any(guessed(survey, speech, one.value, set()))


def laid_out(survey: Survey, expr: ir.Expr) -> str:
    """Return the source of what decides what comes next: on guesses where there is nothing else.

    Args:
        survey: of the program.
        expr: in the context of the object that is made.
    """
    source = survey.speech.emit(expr)
    fields = (node.field for node in walk(expr) if isinstance(node, ir.FieldGet))
    is_guess = any(
        is_assumable(survey, survey.speech, survey.program.fields[number]) for number in fields
    )
    return f"t.trusting(lambda: {source})" if is_guess else source
