"""Changes of the kinds `value`, `structure` and `break`, one after the other, and their words.

Comes in: a mutant in the making. Goes out: its changes; once it is repaired, its bytes and what
was done. Which seed it is made of, and whether it is any good, is the business of `mutants.py`.
"""

from __future__ import annotations

from validator.dataclass import dataclass
from validator.mutate.breaks import break_rule
from validator.mutate.deepen import deepen
from validator.mutate.draws import Draws
from validator.mutate.lists import LIST_VERBS, change_list
from validator.mutate.permitted import point_elsewhere, renumber, set_permitted
from validator.mutate.plan import Plan
from validator.mutate.repair import Repair
from validator.mutate.resize import put_text
from validator.mutate.stock import Ready
from validator.mutate.structure import change_structure
from validator.mutate.varints import known_of, other_varint

TRIES = 4


@dataclass(frozen=True, slots=True)
class Made:
    """Bytes of a mutant, what was done to it in words, and by path."""

    data: bytes
    label: str
    edits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What is made.

    Attributes:
        index: of the mutant.
        number: of the seed.
        count: parts of how many of the first seeds may be taken.
        kind: what is done.
        most: changes that are made at most.
    """

    index: int
    number: int
    count: int
    kind: str
    most: int = 1


def make_changes(plan: Plan, turn: Turn, ready: Ready, draws: Draws) -> bool:
    """Make the changes of a mutant of a kind.

    Args:
        plan: gets them.
        turn: says which kind.
        ready: the seed.
        draws: decide.
    Returns:
        False when there are none.
    """
    kind = turn.kind
    if kind == "break" and ready.outline.recursive and draws.chance(1, 8):
        plan.is_broken = deepen(plan, ready.relations, draws, is_past=True)
        return plan.is_broken
    if kind == "break" and draws.chance(3, 4):
        if turn.most > 1 and draws.chance(1, 4):
            change_structure(plan, draws)
        plan.is_broken = any(break_rule(plan, draws) for _ in range(TRIES))
        return plan.is_broken
    for _ in range(1 if draws.chance(1, 2) else 1 + draws.below(turn.most)):
        make_change(plan, ready, draws, is_value=kind == "value")
    return bool(plan.edits)


def make_change(plan: Plan, ready: Ready, draws: Draws, *, is_value: bool) -> bool:
    """Make one change that leaves a file valid, when all that follows is repaired.

    Args:
        plan: gets it.
        ready: the seed.
        draws: decide.
        is_value: only values are changed.
    Returns:
        False when this draw changes nothing.
    """
    places = ready.places
    if not is_value and ready.outline.recursive and draws.chance(1, 12):
        return deepen(plan, ready.relations, draws)
    outline = ready.outline
    if ready.varints and draws.chance(1, 8):
        return _set_varint(plan, ready, draws)
    if not is_value and outline.lists and draws.chance(1, 16):
        node = outline.lists[draws.weighted(outline.list_ends)]
        verb = LIST_VERBS[0] if draws.chance(1, 2) else draws.pick(LIST_VERBS)
        return change_list(plan, node, verb, draws)
    match draws.below(8):
        case 0 if is_value or draws.chance(1, 2):
            return point_elsewhere(plan, draws)
        case 1 if is_value or draws.chance(1, 2):
            return renumber(plan, draws)
        case 2:
            return set_permitted(plan, places, draws)
    return set_permitted(plan, places, draws) if is_value else change_structure(plan, draws)


def _set_varint(plan: Plan, ready: Ready, draws: Draws) -> bool:
    """Give a number that is a list of bytes another value."""
    outline = ready.outline
    node, other = (draws.pick(ready.varints) for _ in range(2))
    raw, beside = (outline.trace.content(each) for each in (node, other))
    return put_text(plan, node, other_varint(raw, beside, known_of(outline, node), draws))


def finish(plan: Plan, repair: Repair, kind: str, draws: Draws) -> Made | None:
    """Return the bytes of a mutant with its words; for a break, one thing stays as it was.

    Args:
        plan: its changes.
        repair: what was repaired since.
        kind: what is made.
        draws: decide what stays.
    Returns:
        None when a break changes nothing that could stay as it was.
    """
    path = plan.choice.outline.path
    edits = list(plan.edits)
    left = -1
    if kind == "break" and not plan.is_broken:
        changed = sorted(repair.assigned)
        if not changed:
            return None
        left = draws.pick(changed)
        edits.append((path(left), "left as it was"))
    data = repair.data(left)
    label = ", ".join(text for _, text in plan.edits)
    if left >= 0:
        label += f", {path(left)} left as it was"
    rest = [leaf for leaf in repair.assigned if leaf != left]
    if rest:
        label += f", {', '.join(map(path, rest[:3]))} repaired"
        label += f" and {len(rest) - 3} more" if len(rest) > 3 else ""
    if repair.summed:
        label += ", checksums repaired"
    return Made(data, label, tuple(edits))
