"""Changes of structure: elements come, go and move; objects and byte strings are exchanged.

Comes in: a prepared seed with its ties, others of the same schema, draws. Goes out: changes of a
view, and what was done in words. Lists whose lengths are tied change alike, copies get keys of
their own, and what something refers to stays. Numbers that follow are the business of `repair.py`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import field
from typing import Any

from validator.dataclass import dataclass
from validator.ir.nasty import LETTER, NASTY
from validator.ir.nodes import BitsRead, NumberRead
from validator.mutate.bounds import Bounds
from validator.mutate.content import related, with_letters
from validator.mutate.draws import Draws
from validator.mutate.fresh import Fresh
from validator.mutate.numeric import span_of
from validator.mutate.orders import Order, choose_order, grown_by
from validator.mutate.outline import Outline
from validator.mutate.piece import Piece
from validator.mutate.rules import Rules
from validator.mutate.texts import mark_of, reworded, tail_for
from validator.mutate.ties import Ties
from validator.mutate.view import Splice, View, encode, splice_bytes, splice_list

MAX_ADDED = 1 << 18
_MAX_TEXT = 300
_MOST_COUNTED = 1 << 16


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
    count = len(outline.kids[node]) - _has_ender(choice, node)
    if not count or (node not in choice.ties.groups and draws.chance(1, 7)):
        return adopt(plan, node, draws)
    if draws.chance(1, 16):
        return fill_up(plan, node, draws)
    order = choose_order(count, _goals(choice, node, draws), draws)
    if order is None or not _may_count(choice, node, order.size):
        return False
    if count < len(outline.kids[node]):
        order = Order([*order.all(), count], order.text)
    return reorder(plan, node, order, draws)


def _has_ender(choice: Choice, node: int) -> bool:
    """Whether the last element of a list, or of one tied to it, has to stay the last."""
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


def fill_up(plan: Plan, node: int, draws: Draws) -> bool:
    """Give a list as many elements as what counts them can say, by copies of its smallest one.

    Args:
        plan: gets the change.
        node: a list with elements.
        draws: decide on keys, and whether one is left out.
    """
    choice = plan.choice
    outline = choice.outline
    kids = outline.kids[node]
    if _has_ender(choice, node):
        return False
    goal = min((_most(choice, leaf) for leaf in choice.ties.leaves_of.get(node, ())), default=0)
    goal -= draws.chance(1, 4)
    sizes = [outline.trace.end[kid] - outline.trace.start[kid] for kid in kids]
    at = min(range(len(kids)), key=sizes.__getitem__)
    if not len(kids) < goal <= _MOST_COUNTED or (goal - len(kids)) * sizes[at] > MAX_ADDED:
        return False
    return reorder(plan, node, grown_by(len(kids), goal, at, "filled up"), draws)


def _most(choice: Choice, leaf: int) -> int:
    """Return the largest number that a leaf can say, as far as its field is known."""
    outline = choice.outline
    high = choice.bounds.domains[outline.trace.place[leaf]].high
    read = outline.leaf_read(leaf)
    span = span_of(read) if isinstance(read, NumberRead | BitsRead) else None
    if span is None:
        return 0
    return span.high if high is None else min(high, span.high)


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
    piece = _renewed(plan, node, donor, taken, draws)
    if piece is None:
        return False
    keys = choice.ties.keys.get(node)
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


def _renewed(plan: Plan, node: int, donor: Outline, taken: int, draws: Draws) -> Piece | None:
    """Return an element from elsewhere, with a key that its new list does not have."""
    outline, keys = plan.choice.outline, plan.choice.ties.keys.get(node)
    raw = donor.trace.content(taken)
    if keys is None or not keys.leaves or not (keys.is_unique or keys.order):
        return outline.pieces[taken] if donor is outline else Piece(-1, raw)
    sample = next(iter(keys.leaves.values()))
    leaf = donor.by_key.get((taken, outline.trace.place[sample]), taken)
    found = Fresh(outline, keys, permits=plan.may_be).bytes_for(sample, draws)
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


# -- texts and byte strings --------------------------------------------------------------


def resize(plan: Plan, draws: Draws) -> bool:
    """Give a byte string or text another length."""
    choice = plan.choice
    outline = choice.outline
    node = draws.pick(choice.sized)
    old = outline.trace.content(node)
    mark = mark_of(outline, node)
    tail = mark if mark and old.endswith(mark) else b""
    return put_text(plan, node, _resized(choice, node, old[: len(old) - len(tail)], draws))


def put_text(plan: Plan, node: int, new: bytes) -> bool:
    """Give a byte string or text other bytes, of any length.

    Args:
        plan: gets the change.
        node: a leaf whose length is stored, or follows from what is around.
        new: its bytes; what ends it is left out of them, and put behind.
    """
    choice = plan.choice
    outline = choice.outline
    old = outline.trace.content(node)
    mark = mark_of(outline, node)
    tail = mark if mark and old.endswith(mark) else b""
    text = old[: len(old) - len(tail)]
    new = new.replace(mark, b"") if mark else new
    if new == text or (not new and node in choice.ties.pinned) or _is_taken(choice, node, new):
        return False
    if not plan.view.add(splice_bytes(outline, node, new + tail)):
        return False
    plan.note(node, f"{outline.path(node)} {len(text)} -> {len(new)} bytes")
    return True


def _is_taken(choice: Choice, node: int, new: bytes) -> bool:
    """Whether a text is the key of an element, and another one has the new text already."""
    trace = choice.outline.trace
    keys = choice.ties.keys.get(trace.parent[node])
    if keys is None or keys.leaves.get(node) != node:
        return False
    value = new.decode("utf-8", "replace") if isinstance(trace.value[node], str) else new
    return value in keys.values(choice.outline)


def _resized(choice: Choice, node: int, text: bytes, draws: Draws) -> bytes:
    outline = choice.outline
    at = draws.below(len(text) + 1)
    match draws.below(17):
        case 12 | 13:
            return with_letters(text, outline.terrain.letters, outline.terrain.words, draws)
        case 14 | 15 | 16:
            other = outline.trace.content(draws.pick(choice.sized))
            return related(text, other.removesuffix(mark_of(outline, node) or b""), draws)
        case 0:
            return b""
        case 1 | 2:
            return text[:at] + text[at + draws.short(8) :]
        case 3:
            return text[:at] + (text[:1] or b"A") * draws.short(_MAX_TEXT) + text[at:]
        case 4:
            return text * 2
        case 5:
            return text[: len(text) // 2]
        case 6:
            return text[:-1]
        case 7:
            return reworded(text, draws)
        case 8:
            nasty = draws.pick(NASTY)
            return nasty if draws.chance(1, 2) else text[:at] + nasty + text[at:]
        case 9:
            goal = _longest(choice, node)
            return text + LETTER * (goal - len(text) - draws.chance(1, 4))
        case _:
            return text + tail_for(outline, node, draws)


def _longest(choice: Choice, node: int) -> int:
    """Return the most bytes that what says the size of a text can say; 0 for none, or too many."""
    leaves = choice.ties.sizes_of.get(node, ())
    goal = min((_most(choice, leaf) for leaf in leaves), default=0)
    return goal if goal < _MOST_COUNTED else 0
