"""Changes of structure: elements come, go and move; objects and byte strings are exchanged.

Comes in: a prepared seed with its ties, others of the same schema, draws. Goes out: changes of a
view, and what was done in words. Lists whose lengths are tied change alike, copies get keys of
their own, and what something refers to stays. Numbers that follow are the business of `repair.py`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from validator.mutate.draws import Draws
from validator.mutate.fresh import Fresh
from validator.mutate.orders import Order, choose_order, grown_by
from validator.mutate.outline import Outline
from validator.mutate.piece import Piece
from validator.mutate.plan import Choice, Plan, most_of
from validator.mutate.resize import resize
from validator.mutate.ties import Ties
from validator.mutate.view import Splice, encode, splice_bytes, splice_list

MAX_ADDED = 1 << 18
_MOST_COUNTED = 1 << 16


def change_structure(plan: Plan, draws: Draws) -> bool:
    """Change the structure of a seed at one place, and what is tied to it alike.

    Args:
        plan: gets the change.
        draws: decide.
    Returns:
        False when the seed has nothing to change, or this draw would change nothing.
    """
    choice = plan.choice
    outline = choice.outline
    if choice.sized and (not outline.lists or draws.chance(1, 6)):
        return resize(plan, draws)
    if outline.by_struct and (not outline.lists or draws.chance(1, 10)):
        return exchange(plan, draws)
    if not outline.lists:
        return False
    node = outline.lists[draws.weighted(outline.list_ends)]
    count = len(outline.kids[node]) - has_ender(choice, node)
    if not count or (node not in choice.ties.groups and draws.chance(1, 7)):
        return adopt(plan, node, draws)
    if draws.chance(1, 16):
        return fill_up(plan, node, draws, less=int(draws.chance(1, 4)))
    order = choose_order(count, _goals(choice, node, draws), draws)
    if order is None or not _may_count(choice, node, order.size):
        return False
    if count < len(outline.kids[node]):
        order = Order([*order.all(), count], order.text)
    return reorder(plan, node, order, draws)


def has_ender(choice: Choice, node: int) -> bool:
    """Whether the last element of a list, or of one tied to it, has to stay the last.

    Args:
        choice: of the seed.
        node: the list.
    """
    group = choice.ties.groups.get(node, (node,))
    return any(member in choice.outline.enders for member in group)


def _may_count(choice: Choice, node: int, count: int) -> bool:
    """Whether what says how many elements a list has can say so many."""
    outline = choice.outline
    for leaf in choice.ties.leaves_of.get(node, ()):
        size = outline.trace.end[leaf] - outline.trace.start[leaf]
        domain = choice.bounds.domains[outline.trace.place[leaf]]
        if count >> 8 * size or (leaf not in outline.trace.bits and not domain.holds(count)):
            return False
    return True


def fill_up(plan: Plan, node: int, draws: Draws, *, less: int) -> bool:
    """Give a list as many elements as what counts them can say, by copies of its smallest one.

    Args:
        plan: gets the change.
        node: a list with elements.
        draws: decide on keys.
        less: so many are left out.
    """
    choice = plan.choice
    outline = choice.outline
    kids = outline.kids[node]
    if has_ender(choice, node):
        return False
    goal = min((most_of(choice, leaf) for leaf in choice.ties.leaves_of.get(node, ())), default=0)
    goal -= less
    sizes = [outline.trace.end[kid] - outline.trace.start[kid] for kid in kids]
    at = min(range(len(kids)), key=sizes.__getitem__)
    if not len(kids) < goal <= _MOST_COUNTED or (goal - len(kids)) * sizes[at] > MAX_ADDED:
        return False
    return reorder(plan, node, grown_by(len(kids), goal, at, "filled up"), draws)


def _goals(choice: Choice, node: int, draws: Draws) -> Sequence[int]:
    """Return numbers of elements that are worth reaching: limits, bounds, another list's."""
    outline = choice.outline
    goals = [*choice.numbers, len(outline.kids[draws.pick(outline.lists)])]
    for number in choice.ties.leaves_of.get(node, ()):
        domain = choice.bounds.domains[outline.trace.place[number]]
        goals += [each for each in (domain.low, domain.high) if each is not None and each < 1 << 16]
        goals += outline.terrain.known[outline.trace.place[number]][:8]
    return goals


def reorder(plan: Plan, node: int, order: Order, draws: Draws, *, is_alone: bool = False) -> bool:
    """Give a list another order of its elements, and the lists that are tied to it the same.

    Args:
        plan: gets the change.
        node: the list.
        order: subscripts of its elements, and words.
        draws: decide on keys.
        is_alone: the lists that it is tied to stay as they are.
    Returns:
        False when that cannot be done, or changes nothing.
    """
    choice = plan.choice
    subscripts = order.subscripts
    group = (node,) if is_alone else choice.ties.groups.get(node, (node,))
    if not order.times and subscripts == list(range(len(choice.outline.kids[node]))):
        return False
    changed = []
    gone = set(range(len(choice.outline.kids[node]))).difference(subscripts)
    for member in group:
        kids = choice.outline.kids[member]
        lost = range(order.size, len(kids)) if member in choice.ties.numbered else gone
        if lost and not _may_go(choice.ties, choice.outline, [kids[at] for at in lost]):
            return False
        splice = _spliced(plan, member, order, draws)
        if splice is None:
            return False
        if splice.size > splice.end - splice.start + MAX_ADDED:
            return False
        changed.append(splice)
    kept = list(plan.view.splices)
    if not all(map(plan.view.add, changed)):
        plan.view.splices = kept
        return False
    more = len(group) - 1
    tied = f", and {more} {'lists' if more > 1 else 'list'} of equal length alike" if more else ""
    plan.note(node, f"{choice.outline.path(node)}{order.text}{tied}")
    return True


def _spliced(plan: Plan, node: int, order: Order, draws: Draws) -> Splice | None:
    """Return a list in another order, copies with keys of their own; None when keys run out."""
    outline, ties = plan.choice.outline, plan.choice.ties
    kids = outline.kids[node]
    keys = ties.keys.get(node)
    piece = outline.pieces.__getitem__
    if node in ties.numbered:
        return _renumbered(outline, node, order.size)
    if keys is None or not (keys.is_unique or keys.order):
        pieces = [piece(kids[at]) for at in order.subscripts]
        copied = kids[order.copied] if order.times else -1
        return splice_list(outline, node, pieces, copied, order.times)
    keyed = keyed_pieces(plan, node, order.all(), draws)
    return None if keyed is None else splice_list(outline, node, keyed)


def _renumbered(outline: Outline, node: int, count: int) -> Splice | None:
    """Return a list of numbers that say their own subscripts, longer or shorter."""
    kids = outline.kids[node]
    pieces = [outline.pieces[kid] for kid in kids[:count]]
    present = outline.trace.content(kids[0]) if kids else b""
    for at in range(len(kids), count):
        raw = encode(outline, kids[0], at, present)
        if raw is None:
            return None
        pieces.append(Piece(kids[0], b"", ((0, raw),), ((kids[0], at),)))
    return splice_list(outline, node, pieces)


def keyed_pieces(plan: Plan, node: int, order: Sequence[int], draws: Draws) -> list[Piece] | None:
    """Return the elements of a list whose keys tell them apart; None when keys run out."""
    outline, keys = plan.choice.outline, plan.choice.ties.keys[node]
    kids = outline.kids[node]
    fresh = Fresh(outline, keys, permits=plan.may_be)
    first: list[Piece] = []
    behind: list[Piece] = []
    seen: set[int] = set()
    for at in sorted(order) if keys.order else order:
        kid = kids[at]
        if at not in seen:
            seen.add(at)
            first.append(outline.pieces[kid])
            continue
        leaf = keys.leaves.get(kid, -1)
        found = fresh.bytes_for(leaf, draws) if leaf >= 0 else None
        if found is None:
            return None
        patch = (outline.trace.start[leaf] - outline.trace.start[kid], found[1])
        (behind if keys.order else first).append(Piece(kid, b"", (patch,), ((leaf, found[0]),)))
    return first + behind


def _may_go(ties: Ties, outline: Outline, gone: Sequence[int]) -> bool:
    """Whether nothing refers to, or points into, elements that are deleted."""
    pinned = ties.all_pinned()
    for kid in gone:
        at = bisect_left(pinned, kid)
        if at < len(pinned) and pinned[at] <= outline.last[kid]:
            return False
    return True


# -- elements and objects from elsewhere -------------------------------------------------


def adopt(plan: Plan, node: int, draws: Draws) -> bool:
    """Take over an element of the same type, from anywhere in this seed or in another one.

    Args:
        plan: gets the change.
        node: a list.
        draws: decide.
    """
    choice = plan.choice
    outline = choice.outline
    donor = draws.pick((outline, *choice.others))
    taken = _like(outline, node, donor, draws)
    if taken < 0:
        return False
    kids = outline.kids[node]
    pieces = [outline.pieces[kid] for kid in kids]
    movable = len(kids) - (node in outline.enders)
    to = draws.below(movable + 1)
    keys = choice.ties.keys.get(node)
    fresh = Fresh(outline, keys, permits=plan.may_be) if keys is not None else None
    piece = renewed(plan, node, (donor, taken), fresh, draws)
    if piece is None:
        return False
    is_sorted = keys is not None and keys.order != 0
    to = movable if is_sorted else to
    is_replacing = bool(movable) and not is_sorted and draws.chance(1, 2)
    if is_replacing:
        to = min(to, movable - 1)
        if not _may_go(choice.ties, outline, [kids[to]]) or _is_anchored(choice, kids[to]):
            return False
    pieces[to : to + is_replacing] = [piece]
    if not plan.view.add(splice_list(outline, node, pieces)):
        return False
    origin = "" if donor is outline else f" of {donor.seed.name}"
    verb = "put in the place of" if is_replacing else "inserted at"
    plan.note(node, f"{donor.path(taken)}{origin} {verb} {outline.path(node)}[{to}]")
    return True


def renewed(
    plan: Plan, node: int, source: tuple[Outline, int], fresh: Fresh | None, draws: Draws
) -> Piece | None:
    """Return an element from elsewhere, with a key that its new list does not have.

    Args:
        plan: of the mutant.
        node: the list.
        source: a seed, and the element in it.
        fresh: gives keys for the list; None where it needs none.
        draws: decide on keys.
    Returns:
        None when there is no key for it.
    """
    outline, keys = plan.choice.outline, plan.choice.ties.keys.get(node)
    donor, taken = source
    raw = donor.trace.content(taken)
    if fresh is None or keys is None or not keys.leaves or not (keys.is_unique or keys.order):
        return outline.pieces[taken] if donor is outline else Piece(-1, raw)
    sample = next(iter(keys.leaves.values()))
    leaf = donor.by_key.get((taken, outline.trace.place[sample]), taken)
    found = fresh.bytes_for(sample, draws)
    if found is None or len(found[1]) != donor.trace.end[leaf] - donor.trace.start[leaf]:
        return None
    at = donor.trace.start[leaf] - donor.trace.start[taken]
    if donor is outline:
        return Piece(taken, b"", ((at, found[1]),), ((leaf, found[0]),))
    return Piece(-1, raw[:at] + found[1] + raw[at + len(found[1]) :])


def _like(outline: Outline, node: int, donor: Outline, draws: Draws) -> int:
    """Return a value of the donor that can be an element of a list; -1 for none."""
    place = outline.trace.place[node]
    kids = outline.kids[node]
    structs = {outline.trace.struct[kid] for kid in kids[:8]} - {-1}
    if structs:
        found = donor.by_struct.get(draws.pick(sorted(structs)), [])
    else:
        found = donor.by_place.get(place, []) or _elements(donor, place)
    taken = draws.pick(found) if found else -1
    return -1 if node in outline.enders and donor.is_ender(taken) else taken


def _elements(donor: Outline, place: int) -> list[int]:
    lists = [node for node in donor.lists if donor.trace.place[node] == place and donor.kids[node]]
    return donor.kids[lists[0]] if lists else []


def exchange(plan: Plan, draws: Draws) -> bool:
    """Put an object in the place of another one of the same type or the same field.

    Objects that a switch has chosen are exchanged with what holds them, so that the tag fits.
    """
    choice = plan.choice
    outline = choice.outline
    donor = draws.pick((outline, outline, *choice.others))
    number = draws.pick(sorted(outline.by_struct))
    node = draws.pick(outline.by_struct[number])
    candidates = donor.by_struct.get(number, [])
    if not candidates:
        return False
    taken = draws.pick(candidates)
    raw = donor.trace.content(taken)
    if outline.is_ender(node) != donor.is_ender(taken):
        return False
    if raw == outline.trace.content(node) or _is_anchored(choice, node):
        return False
    keys = choice.ties.keys.get(outline.trace.parent[node])
    if keys is not None and node in keys.leaves:
        return False
    if not _may_go(choice.ties, outline, [node]):
        return False
    if len(raw) > MAX_ADDED or not plan.view.add(splice_bytes(outline, node, raw)):
        return False
    origin = "" if donor is outline else f" of {donor.seed.name}"
    text = f"{donor.path(taken)}{origin} put in the place of {outline.path(node)}"
    plan.note(node, text)
    return True


def _is_anchored(choice: Choice, node: int) -> bool:
    return choice.ties.is_anchored(node, choice.outline.last[node])
