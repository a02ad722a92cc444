"""One rule broken on purpose, everything else repaired.

Comes in: a mutant in the making and draws. Goes out: a change that the schema refuses for one
reason, as far as the seed tells: lists that no longer fit one another, keys that come twice,
references to nothing, values just outside. Derived fields that stay as they were are the business
of `mutants.py`, checksums too.
"""

from __future__ import annotations

from collections.abc import Callable

from validator.ir.nodes import BitsRead, NumberRead
from validator.mutate.draws import Draws
from validator.mutate.numeric import span_of
from validator.mutate.orders import choose_order
from validator.mutate.permitted import is_permitted, put
from validator.mutate.piece import Piece
from validator.mutate.plan import Plan
from validator.mutate.short import show_short
from validator.mutate.structure import reorder
from validator.mutate.view import splice_list

_TRIES = 6


def break_rule(plan: Plan, draws: Draws) -> bool:
    """Break one rule; False when this draw finds nothing to break.

    Args:
        plan: gets the change.
        draws: decide.
    """
    return draws.pick(_WAYS)(plan, draws)


def _uneven(plan: Plan, draws: Draws) -> bool:
    """Change the length of one of several lists that have to be equally long."""
    groups = sorted(plan.choice.ties.groups)
    if not groups:
        return False
    node = draws.pick(groups)
    count = len(plan.choice.outline.kids[node])
    order = choose_order(count, (), draws) if count else None
    if order is None or order.size == count:
        return False
    return reorder(plan, node, order, draws, is_alone=True)


def _twice(plan: Plan, draws: Draws) -> bool:
    """Give two elements the same key."""
    outline, ties = plan.choice.outline, plan.choice.ties
    lists = [node for node, keys in ties.keys.items() if keys.is_unique and outline.kids[node]]
    if not lists:
        return False
    node = draws.pick(lists)
    kids = outline.kids[node]
    at = draws.below(len(kids))
    pieces = [Piece(kid) for kid in kids]
    pieces.insert(at + 1, pieces[at])
    if not plan.view.add(splice_list(outline, node, pieces)):
        return False
    plan.note(node, f"{outline.path(node)}[{at}] doubled with its key")
    return True


def _nowhere(plan: Plan, draws: Draws) -> bool:
    """Let a reference mean what does not exist."""
    ties, outline = plan.choice.ties, plan.choice.outline
    references = ties.all_references()
    if not references:
        return False
    leaf = draws.pick(references)
    keys = ties.keys.get(ties.tables[leaf])
    read = outline.leaf_read(leaf)
    span = span_of(read) if isinstance(read, NumberRead | BitsRead) else None
    if span is None:
        return False
    taken = keys.values(outline) if keys is not None else {outline.trace.value[leaf]}
    for _ in range(_TRIES):
        near = [each for each in taken if isinstance(each, int)] or [0]
        found = draws.pick((max(near) + 1, min(near) - 1, span.high, span.low, span.high // 2))
        if found in taken or not span.low <= found <= span.high or not put(plan, leaf, found):
            continue
        old = outline.trace.value[leaf]
        plan.note(leaf, f"{outline.path(leaf)} {show_short(old)} -> {found}, which does not exist")
        return True
    return False


def _outside(plan: Plan, draws: Draws) -> bool:
    """Give a field a value that its checks, or those of its object, refuse."""
    outline, bounds = plan.choice.outline, plan.choice.bounds
    places = [
        place
        for place in outline.places
        if (one := bounds.domains[place]).values or one.low is not None or one.high is not None
        or one.rules or one.is_fixed
    ]  # fmt: skip
    if not places:
        return False
    leaf = draws.pick(outline.by_place[draws.pick(places)])
    read = outline.leaf_read(leaf)
    span = span_of(read) if isinstance(read, NumberRead | BitsRead) else None
    value = outline.trace.value[leaf]
    if span is None or not isinstance(value, int):
        return False
    domain = bounds.domains[outline.trace.place[leaf]]
    for _ in range(_TRIES):
        ends = [
            each
            for each in (domain.low, domain.high, *domain.values[-1:], value)
            if each is not None
        ]
        found = draws.pick(
            (*(each + step for each in ends for step in (-1, 1)), span.high, span.low)
        )
        if found == value or not span.low <= found <= span.high or not put(plan, leaf, found):
            continue
        if domain.is_fixed or not is_permitted(plan, leaf):
            plan.note(leaf, f"{outline.path(leaf)} {int(value)} -> {found}, against its checks")
            return True
        plan.view.values.pop(leaf, None)
        plan.forced.discard(leaf)
    return False


def _disorder(plan: Plan, draws: Draws) -> bool:
    """Put elements of a sorted list in a wrong order."""
    outline = plan.choice.outline
    lists = [node for node, keys in plan.choice.ties.keys.items()
             if keys.order and len(outline.kids[node]) > 1]  # fmt: skip
    if not lists:
        return False
    node = draws.pick(lists)
    pieces = [Piece(kid) for kid in outline.kids[node]]
    at = draws.below(len(pieces) - 1)
    pieces[at], pieces[at + 1] = pieces[at + 1], pieces[at]
    if not plan.view.add(splice_list(outline, node, pieces)):
        return False
    plan.note(node, f"{outline.path(node)}[{at}] and [{at + 1}] swapped, out of order")
    return True


def _orphaned(plan: Plan, draws: Draws) -> bool:
    """Delete an element that something refers to."""
    ties, outline = plan.choice.ties, plan.choice.outline
    targets = sorted(ties.referrers)
    if not targets:
        return False
    kid = draws.pick(targets)
    node = outline.trace.parent[kid]
    if node not in ties.keys:
        return False
    pieces = [Piece(each) for each in outline.kids[node] if each != kid]
    if not plan.view.add(splice_list(outline, node, pieces)):
        return False
    plan.note(node, f"{outline.path(kid)} deleted, which is referred to")
    return True


def _derived(plan: Plan, draws: Draws) -> bool:
    """Give a number that follows from others another value."""
    outline = plan.choice.outline
    leaves = sorted(plan.choice.ties.counts) + [
        leaf
        for place in outline.places
        if place in outline.terrain.derived
        for leaf in outline.by_place[place][:4]
    ]
    if not leaves:
        return False
    leaf = draws.pick(leaves)
    value = outline.trace.value[leaf]
    if type(value) is not int:
        return False
    steps = (value + 1, value - 1, value * 2, 0, value + 0x100, value + 0x10000, (1 << 32) - 1)
    found = draws.pick(steps)
    if found == value or not put(plan, leaf, found):
        return False
    plan.note(leaf, f"{outline.path(leaf)} {value} -> {found}, which does not follow")
    return True


def _unended(plan: Plan, draws: Draws) -> bool:
    """Take the element away that ends a list, or let one end it before."""
    outline = plan.choice.outline
    if not outline.enders:
        return False
    node = draws.pick(sorted(outline.enders))
    ender = outline.enders[node]
    pieces = [Piece(kid) for kid in outline.kids[node]]
    if is_gone := draws.chance(1, 2):
        pieces.pop()
    else:
        pieces.insert(draws.below(len(pieces)), pieces[-1])
    if not plan.view.add(splice_list(outline, node, pieces)):
        return False
    verb = "deleted" if is_gone else "doubled before the end"
    plan.note(node, f"{outline.path(ender)} {verb}, which ends the list")
    return True


_Way = Callable[[Plan, Draws], bool]
_WAYS: tuple[_Way, ...] = (
    _uneven, _uneven, _twice, _nowhere, _outside, _outside, _outside, _disorder, _orphaned,
    _derived, _derived, _derived, _unended,
)  # fmt: skip
"""What can be broken."""
