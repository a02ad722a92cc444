"""What can be done to a whole list: emptied, turned round, made of one element, one of each kind.

Comes in: a mutant in the making, a list, what is to be done. Goes out: its change. Consumers that
take what one element says for what another one says need such lists; which, it refuses to know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from validator.ir.nodes import SwitchRead
from validator.mutate.draws import Draws
from validator.mutate.fresh import Fresh
from validator.mutate.orders import Order
from validator.mutate.outline import Outline
from validator.mutate.plan import Plan
from validator.mutate.structure import MAX_ADDED, fill_up, has_ender, renewed, reorder
from validator.mutate.view import splice_list

_MOST_KINDS = 64
_MOST_LOOKED_AT = 2000
_MOST_BESIDE = 16
Kind = tuple[object, ...]


def change_list(plan: Plan, node: int, verb: str, draws: Draws) -> bool:
    """Change a whole list.

    Args:
        plan: gets the change.
        node: a list.
        verb: what is done, one of `LIST_VERBS`.
        draws: decide on keys, and between elements of one kind.
    Returns:
        False when that cannot be done, or changes nothing.
    """
    count = len(plan.choice.outline.kids[node]) - has_ender(plan.choice, node)
    if verb == "gathered":
        return gather(plan, node, draws)
    if count <= 0:
        return False
    if verb == "filled up":
        return fill_up(plan, node, draws, less=0)
    subscripts = _ORDERS[verb](count)
    if has_ender(plan.choice, node):
        subscripts.append(count)
    return reorder(plan, node, Order(subscripts, f" {verb}"), draws)


_ORDERS: Mapping[str, Callable[[int], list[int]]] = {
    "doubled": lambda count: [*range(count)] * 2,
    "ended with its first element": lambda count: [*range(count), 0],
    "emptied": lambda count: [],
    "made of its first element": lambda count: [0] * max(count, 3),
    "four times over": lambda count: [*range(count)] * 4,
    "cut to its first element": lambda count: [0],
    "turned round": lambda count: [*range(count)][::-1],
}

LIST_VERBS = ("gathered", "filled up", *_ORDERS)
"""What can be done to a whole list, the most telling first."""


def gather(plan: Plan, node: int, draws: Draws) -> bool:
    """Give a list one element of each kind that is known: of each case of a switch, of each member
    of an enum that elements say what they are with.

    Args:
        plan: gets the change.
        node: a list of objects.
        draws: decide where they come, and which of those of one kind.
    Returns:
        False when the list has all kinds, or what it needs.
    """
    choice = plan.choice
    outline = choice.outline
    kids = outline.kids[node]
    struct = outline.trace.struct[kids[0]] if kids else -1
    if struct < 0 or node in choice.ties.groups:
        return False
    present = {kind_of(outline, kid) for kid in kids}
    found: dict[Kind, tuple[Outline, int]] = {}
    for donor in (outline, *choice.others):
        for kind, taken in _one_of_each(donor, struct, draws):
            if kind not in present and not donor.is_ender(taken):
                found.setdefault(kind, (donor, taken))
    pieces = [outline.pieces[kid] for kid in kids]
    movable = len(kids) - has_ender(choice, node)
    keys, added = choice.ties.keys.get(node), 0
    fresh = Fresh(outline, keys, permits=plan.may_be) if keys is not None else None
    for donor, taken in list(found.values())[:_MOST_KINDS]:
        piece = renewed(plan, node, (donor, taken), fresh, draws)
        added += donor.trace.end[taken] - donor.trace.start[taken]
        if piece is None or added > MAX_ADDED:
            continue
        is_sorted = keys is not None and keys.order != 0
        pieces.insert(movable if is_sorted else draws.below(movable + 1), piece)
        movable += 1
    if len(pieces) == len(kids) or not plan.view.add(splice_list(outline, node, pieces)):
        return False
    plan.note(
        node, f"{outline.path(node)}: one element of each kind, {len(pieces) - len(kids)} added"
    )
    return True


def _one_of_each(donor: Outline, struct: int, draws: Draws) -> Iterator[tuple[Kind, int]]:
    """Yield one object of each kind: a small one, mostly."""
    trace = donor.trace
    by_kind: dict[Kind, list[int]] = {}
    for node in donor.by_struct.get(struct, ())[:_MOST_LOOKED_AT]:
        by_kind.setdefault(kind_of(donor, node), []).append(node)
    for kind, nodes in by_kind.items():
        smallest = min(nodes, key=lambda each: trace.end[each] - trace.start[each])
        yield kind, smallest if draws.chance(3, 4) else draws.pick(nodes)


def kind_of(outline: Outline, node: int) -> Kind:
    """Return what an object is: its struct, members of enums in it, cases of switches.

    Args:
        outline: the seed.
        node: an object.
    """
    trace = outline.trace
    found: list[object] = [trace.struct[node]]
    for kid in outline.kids[node][:_MOST_BESIDE]:
        one = outline.field_of(kid)
        if one.enum is not None and one.repeat is None:
            found.append(trace.value[kid])
        elif isinstance(one.read, SwitchRead):
            found.append((trace.place[kid], trace.struct[kid]))
    return tuple(found)
