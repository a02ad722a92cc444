"""Values that the schema permits: other ones in place, other targets of references, other keys.

Comes in: a mutant in the making and draws. Goes out: changes of single values after which a file
is as valid as it was, as far as the seed and the checks of the fields tell.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from validator.ir.nasty import nasty_fitting
from validator.ir.nodes import BitsRead, BytesRead, NumberRead, StrRead
from validator.mutate.content import other_words
from validator.mutate.draws import Draws
from validator.mutate.fields import some_alike
from validator.mutate.fresh import Fresh
from validator.mutate.mend import mend
from validator.mutate.numeric import other_number, span_of
from validator.mutate.outline import Outline
from validator.mutate.plan import Plan
from validator.mutate.repair import Repair
from validator.mutate.short import show_short
from validator.mutate.view import encode

_TRIES = 5
_MENDING = 2
"""Tries at which a value may break conditions around a field that another number could mend."""

_ROUNDS = 3
_MOST_ASSIGNED = 6
"""Values set by a repair around which conditions are asked: the first ones are the nearest."""

_ASKED = 2
"""Values of one field whose conditions are asked after repair: most move by the same amount."""


def settable_places(outline: Outline, plan: Plan) -> list[int]:
    """Return the fields whose values can be changed without another one having to follow.

    Args:
        outline: the seed.
        plan: of any mutant of it.
    """
    bounds, derived = plan.choice.bounds, outline.terrain.derived
    fixed = plan.choice.ties.counts
    return [
        place
        for place in outline.places
        if place not in derived
        and bounds.is_settable(place)
        and not any(leaf in fixed for leaf in outline.by_place[place][:4])
    ]


def set_permitted(plan: Plan, places: list[int], draws: Draws) -> bool:
    """Give a field another value that the schema permits there.

    Args:
        plan: gets the change.
        places: fields that may be set, see `settable_places`.
        draws: decide.
    """
    if not places:
        return False
    outline = plan.choice.outline
    leaf = draws.pick(outline.by_place[draws.pick(places)])
    if leaf in plan.view.patches or leaf in plan.view.values or not plan.view.is_still(leaf):
        return False
    value = outline.trace.value[leaf]
    read = outline.leaf_read(leaf)
    if isinstance(value, int) and isinstance(read, NumberRead | BitsRead):
        return _set_number(plan, leaf, int(value), draws)
    if isinstance(read, StrRead | BytesRead):
        return _set_text(plan, leaf, draws)
    return False


def _set_number(plan: Plan, leaf: int, value: int, draws: Draws) -> bool:
    outline = plan.choice.outline
    read = outline.leaf_read(leaf)
    span = span_of(read) if isinstance(read, NumberRead | BitsRead) else None
    if span is None:
        return False
    place = outline.trace.place[leaf]
    domain = plan.choice.bounds.domains[place]
    twins = outline.by_place[place]
    for left in range(_TRIES, 0, -1):
        if domain.values:
            found = draws.pick(domain.values)
        elif domain.defaults and value not in domain.defaults and draws.chance(1, 4):
            found = draws.pick(domain.defaults)
        elif domain.defaults and value in domain.defaults and draws.chance(1, 2):
            found = span.low + draws.bits() % (span.high - span.low + 1)
        else:
            nearby = [each for each in (outline.trace.value[draws.pick(twins)],)
                      if type(each) is int]  # fmt: skip
            ends = [each for each in (domain.low, domain.high) if each is not None]
            known = [*outline.terrain.known[place], *plan.choice.numbers, *ends]
            alike = some_alike(outline, leaf, draws)
            found = other_number(span, value, known, nearby, draws, alike)
        is_in = span.low <= found <= span.high and domain.holds(found)
        if found == value or not is_in:
            continue
        if (
            put(plan, leaf, found)
            and is_permitted(plan, leaf, if_unknown=False)
            and (left <= _MENDING or not plan.choice.rules.broken(plan.view, (leaf,)))
        ):
            plan.note(leaf, f"{outline.path(leaf)} {value} -> {found}")
            return True
        plan.view.values.pop(leaf, None)
        plan.forced.discard(leaf)
    return False


def put(plan: Plan, leaf: int, value: Any) -> bool:
    """Give a leaf a value; False when it cannot hold it.

    Args:
        plan: gets the change.
        leaf: a stored value in the file.
        value: what it shall say.
    """
    view = plan.view
    if encode(view.outline, leaf, value, view.trace.content(leaf)) is None:
        return False
    view.values[leaf] = value
    plan.forced.add(leaf)
    return True


def is_permitted(plan: Plan, leaf: int, *, if_unknown: bool = True) -> bool:
    """Whether the checks of a field and its object hold, as far as they can be asked.

    Args:
        plan: with the value that the leaf has now.
        leaf: a stored value.
        if_unknown: the answer where the seed does not tell.
    """
    return plan.choice.rules.permits(plan.view, leaf, if_unknown=if_unknown)


def is_sound(plan: Plan, repair: Repair) -> bool:
    """Whether a repaired mutant is as valid as its seed, as far as that can be told.

    Args:
        plan: the mutant.
        repair: what was repaired; conditions that the change broke are mended, where they can be.
    """
    view, domains, rules = plan.view, plan.choice.bounds.domains, plan.choice.rules
    place = view.trace.place
    changed = [one.node for one in view.splices]
    changed += plan.forced
    for _ in range(_ROUNDS):
        if repair.is_stuck:
            return False
        asked: dict[int, int] = {}
        for leaf, value in repair.assigned.items():
            domain = domains[place[leaf]]
            if leaf not in repair.summed and not domain.holds(value):
                return False
            if not domain.conditions and not domain.rules:
                continue
            asked[place[leaf]] = number = asked.get(place[leaf], 0) + 1
            if number <= _ASKED and not view.is_gone(leaf) and not rules.permits(view, leaf):
                return False
        broken = rules.broken(view, [*changed, *islice(repair.assigned, _MOST_ASSIGNED)])
        if not broken:
            return True
        for each in broken:
            if not mend(repair, each):
                return False
    return False


# -- texts -------------------------------------------------------------------------------


def _set_text(plan: Plan, leaf: int, draws: Draws) -> bool:
    """Give a text other letters, or a byte string other bytes, of the same length."""
    outline = plan.choice.outline
    old = outline.trace.content(leaf)
    value = outline.trace.value[leaf]
    used = len(value) if isinstance(value, str | bytes) else 0
    domain = plan.choice.bounds.domains[outline.trace.place[leaf]]
    if not used or used > len(old) or domain.conditions or domain.rules:
        return False
    new = bytearray(old)
    is_text = isinstance(value, str)
    is_numbers = not is_text and draws.chance(1, 2)
    if is_numbers:
        new[:used] = other_words(old[:used], draws)
    for _ in range(0 if is_numbers else draws.short(4)):
        at = draws.below(used)
        new[at] = 97 + draws.below(26) if is_text else draws.below(256)
    if draws.chance(1, 8) and not is_numbers:
        nasty = draws.pick(nasty_fitting(used))
        new[used - len(nasty) : used] = nasty
    if bytes(new) == old or (is_text and not old[:used].isascii()):
        return False
    plan.view.patches[leaf] = bytes(new)
    plan.forced.add(leaf)
    plan.note(leaf, f"{outline.path(leaf)}: other {'letters' if is_text else 'bytes'}")
    return True


# -- references and keys -----------------------------------------------------------------


def point_elsewhere(plan: Plan, draws: Draws, *, is_any: bool = False) -> bool:
    """Let a reference mean another element.

    Args:
        plan: gets the change.
        draws: decide.
        is_any: also where checks look at what it means.
    """
    ties, outline = plan.choice.ties, plan.choice.outline
    if not ties.targets:
        return False
    leaf = draws.pick(ties.all_references())
    if not is_any and outline.trace.place[leaf] in plan.choice.bounds.followed:
        return False
    if leaf in plan.view.values or not plan.view.is_still(leaf):
        return False
    keys = ties.keys.get(ties.tables[leaf])
    if keys is None:
        return False
    target = draws.pick(sorted(keys.leaves))
    value = outline.trace.value[keys.leaves[target]]
    old = outline.trace.value[leaf]
    if value == old or plan.view.is_gone(target) or not put(plan, leaf, value):
        return False
    change = f"{show_short(old)} -> {show_short(value)}"
    plan.note(leaf, f"{outline.path(leaf)} {change}, which is {outline.path(target)}")
    return True


def renumber(plan: Plan, draws: Draws) -> bool:
    """Give an element another key, and whatever refers to it the same."""
    ties, outline = plan.choice.ties, plan.choice.outline
    lists = [node for node, keys in ties.keys.items() if keys.leaves and not keys.order]
    if not lists:
        return False
    node = draws.pick(lists)
    keys = ties.keys[node]
    element = draws.pick(sorted(keys.leaves))
    leaf = keys.leaves[element]
    referrers = ties.referrers.get(element, [])
    if any(map(plan.view.values.__contains__, (leaf, *referrers))) or leaf in plan.view.patches:
        return False
    if not all(plan.view.is_still(each) for each in (leaf, *referrers)):
        return False
    found = Fresh(outline, keys, permits=plan.may_be).bytes_for(leaf, draws)
    if found is None or not all(_fits(plan, each, found[0]) for each in (leaf, *referrers)):
        return False
    for each in (leaf, *referrers):
        put(plan, each, found[0])
    what = f", {len(referrers)} references too" if referrers else ""
    change = f"{show_short(outline.trace.value[leaf])} -> {show_short(found[0])}"
    plan.note(leaf, f"{outline.path(leaf)} {change}{what}")
    return True


def _fits(plan: Plan, leaf: int, value: Any) -> bool:
    view = plan.view
    return encode(view.outline, leaf, value, view.trace.content(leaf)) is not None
