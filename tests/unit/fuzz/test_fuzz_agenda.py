"""Steps of many fields, each at its own pace."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from validator.fuzz.agenda import Agenda
from validator.mutate.walk import Step


def order_of(agenda: Agenda) -> list[tuple[int, float]]:
    found = []
    while (step := agenda.pop()) is not None:
        found.append((step.leaf, step.due))
    return found


def test_steps_come_when_they_are_due_and_in_order() -> None:
    agenda = Agenda()
    agenda.add([Step(0, 1, 7, 0.0), Step(0, 2, 7, 0.0), Step(0, 1, 8, 1.0), Step(0, 2, 8, 3.0)])
    agenda.add([Step(0, 3, 7, 0.5)])
    assert order_of(agenda) == [(1, 0.0), (2, 0.0), (3, 0.5), (1, 1.0), (2, 3.0)]
    assert agenda.pop() is None and not agenda


def test_later_steps_do_not_overtake_what_was_due_before_they_came() -> None:
    agenda = Agenda()
    agenda.add([Step(0, 1, rank, float(rank)) for rank in range(4)])
    agenda.pop()
    agenda.pop()
    agenda.add([Step(0, 2, rank, float(rank)) for rank in range(3)])
    assert order_of(agenda) == [(2, 0.0), (1, 2.0), (2, 1.0), (1, 3.0), (2, 2.0)]


@given(st.lists(st.lists(st.floats(0, 50)), max_size=5))
def test_every_step_comes_once(groups: list[list[float]]) -> None:
    agenda, taken = Agenda(), []
    for group in groups:
        agenda.add([Step(0, 0, 0, due) for due in sorted(group)])
        if (step := agenda.pop()) is not None:
            taken.append(step.due)
    taken += [due for _, due in order_of(agenda)]
    assert sorted(taken) == sorted(due for group in groups for due in group)
