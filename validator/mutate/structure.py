"""Changes of structure: elements of lists come, go and move; byte strings grow and shrink.

Comes in: a prepared seed, others of the same schema, draws. Goes out: a splice, and what was done
in words. Repair is not its business.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from validator.ir.nodes import BytesRead, StrRead
from validator.mutate.draws import Draws
from validator.mutate.outline import Outline
from validator.mutate.view import Piece, Splice, splice_bytes, splice_list

_MAX_ADDED = 1 << 18
_MAX_COPIES = 64
_MAX_TEXT = 300


@dataclass(frozen=True, slots=True)
class Choice:
    """What structure edits are chosen from.

    Attributes:
        outline: the seed.
        others: further seeds, whose elements may be taken over.
        sized: byte strings whose length is stored somewhere.
        numbers: counts that are worth exceeding, such as the limits of consumers.
    """

    outline: Outline
    others: Sequence[Outline]
    sized: Sequence[int]
    numbers: tuple[int, ...]


def choose_splice(choice: Choice, draws: Draws) -> tuple[Splice, str] | None:
    """Change the structure of a seed at one place.

    Args:
        choice: the seed, and what can be taken from others.
        draws: decides.
    Returns:
        The change and its words; None when the seed has nothing to change, or this draw would
        change nothing.
    """
    outline = choice.outline
    if choice.sized and (not outline.lists or draws.chance(1, 6)):
        return _resize(choice, draws)
    if not outline.lists:
        return None
    node = outline.lists[draws.weighted(outline.list_ends)]
    kids = outline.kids[node]
    verbs = _VERBS if kids else (_adopt,)
    made = draws.pick(verbs)(choice, node, draws)
    if made is None:
        return None
    pieces, label = made
    splice = splice_list(outline, node, pieces)
    if splice.size > splice.end - splice.start + _MAX_ADDED:
        return None
    return splice, label


_Made = tuple[list[Piece], str] | None


def _pieces(choice: Choice, node: int) -> list[Piece]:
    return [Piece(kid) for kid in choice.outline.kids[node]]


def _path(choice: Choice, node: int, index: int | None = None) -> str:
    path = choice.outline.trace.path(node)
    return path if index is None else f"{path}[{index}]"


def _delete(choice: Choice, node: int, draws: Draws) -> _Made:
    pieces = _pieces(choice, node)
    at = draws.below(len(pieces))
    count = min(1 if draws.chance(3, 4) else draws.short(8), len(pieces) - at)
    del pieces[at : at + count]
    last = f" to [{at + count - 1}]" if count > 1 else ""
    return pieces, f"{_path(choice, node, at)}{last} deleted"


def _double(choice: Choice, node: int, draws: Draws) -> _Made:
    pieces = _pieces(choice, node)
    at = draws.below(len(pieces))
    pieces.insert(at, pieces[at])
    return pieces, f"{_path(choice, node, at)} doubled"


def _copy(choice: Choice, node: int, draws: Draws) -> _Made:
    pieces = _pieces(choice, node)
    at, to = draws.below(len(pieces)), draws.below(len(pieces) + 1)
    count = 1 if draws.chance(1, 2) else draws.short(_MAX_COPIES)
    pieces[to:to] = [pieces[at]] * count
    times = f"{count} copies" if count > 1 else "a copy"
    return pieces, f"{times} of {_path(choice, node, at)} inserted at [{to}]"


def _swap(choice: Choice, node: int, draws: Draws) -> _Made:
    pieces = _pieces(choice, node)
    if len(pieces) < 2:
        return None
    at = draws.below(len(pieces))
    other = (at + 1 + draws.below(len(pieces) - 1)) % len(pieces)
    pieces[at], pieces[other] = pieces[other], pieces[at]
    return pieces, f"{_path(choice, node, at)} and [{other}] swapped"


def _move(choice: Choice, node: int, draws: Draws) -> _Made:
    pieces = _pieces(choice, node)
    at, to = draws.below(len(pieces)), draws.below(len(pieces))
    pieces.insert(to, pieces.pop(at))
    return (pieces, f"{_path(choice, node, at)} moved to [{to}]") if at != to else None


def _replace(choice: Choice, node: int, draws: Draws) -> _Made:
    pieces = _pieces(choice, node)
    at, to = draws.below(len(pieces)), draws.below(len(pieces))
    pieces[to] = pieces[at]
    label = f"{_path(choice, node, to)} replaced by a copy of [{at}]"
    return (pieces, label) if at != to else None


def _empty(choice: Choice, node: int, draws: Draws) -> _Made:
    del draws
    return [], f"{_path(choice, node)} emptied"


def _shorten(choice: Choice, node: int, draws: Draws) -> _Made:
    pieces = _pieces(choice, node)
    count = draws.below(len(pieces))
    return pieces[:count], f"{_path(choice, node)} cut to {count} elements"


def _grow(choice: Choice, node: int, draws: Draws) -> _Made:
    """Make a list just longer than something else: a limit, another list, a power of two."""
    outline = choice.outline
    pieces = _pieces(choice, node)
    near = len(outline.kids[draws.pick(outline.lists)])
    goal = draws.pick((*choice.numbers, near, near, 1 << draws.below(11), 255)) + draws.below(2)
    more = goal - len(pieces)
    at = draws.below(len(pieces))
    size = outline.trace.end[pieces[at].node] - outline.trace.start[pieces[at].node]
    if more < 1 or more * max(size, 1) > _MAX_ADDED:
        return None
    pieces += [pieces[at]] * more
    return pieces, f"{_path(choice, node)} grown to {goal} elements by copies of [{at}]"


def _adopt(choice: Choice, node: int, draws: Draws) -> _Made:
    """Take over elements of the same field, from another list of this seed or from another one."""
    place = choice.outline.trace.place[node]
    donor = draws.pick((choice.outline, *choice.others))
    lists = [one for one in donor.lists if donor.trace.place[one] == place and one != node]
    if not lists:
        return None
    source = draws.pick(lists)
    kids = donor.kids[source]
    if not kids:
        return None
    taken = draws.pick(kids)
    raw = donor.seed.data[donor.trace.start[taken] : donor.trace.end[taken]]
    pieces = _pieces(choice, node)
    to = draws.below(len(pieces) + 1)
    is_own = donor is choice.outline
    pieces[to:to] = [Piece(taken) if is_own else Piece(-1, raw)]
    origin = "" if is_own else f" of {donor.seed.name}"
    return pieces, f"{donor.trace.path(taken)}{origin} inserted at {_path(choice, node, to)}"


_Verb = Callable[[Choice, int, Draws], _Made]
_VERBS: tuple[_Verb, ...] = (
    _delete, _delete, _double, _double, _copy, _copy, _swap, _move, _replace, _empty, _shorten,
    _grow, _adopt, _adopt,
)  # fmt: skip
"""What can be done to a list that has elements."""


def _resize(choice: Choice, draws: Draws) -> tuple[Splice, str] | None:
    outline = choice.outline
    node = draws.pick(choice.sized)
    start, end = outline.trace.start[node], outline.trace.end[node]
    old = outline.seed.data[start:end]
    mark = _mark(outline, node)
    tail = mark if mark and old.endswith(mark) else b""
    text = old[: len(old) - len(tail)]
    at = draws.below(len(text) + 1)
    match draws.below(4):
        case 0:
            new = b""
        case 1:
            new = text[:at] + text[at + draws.short(8) :]
        case 2:
            new = text[:at] + (text[:1] or b"A") * draws.short(_MAX_TEXT) + text[at:]
        case _:
            new = text + _tail(outline, node, draws)
    if new == text:
        return None
    label = f"{outline.trace.path(node)} {len(text)} -> {len(new)} bytes"
    return splice_bytes(outline, node, new + tail), label


def _tail(outline: Outline, node: int, draws: Draws) -> bytes:
    """Return a few bytes to add: letters to a text, so that it stays one."""
    count = draws.short(8)
    if not isinstance(outline.leaf_read(node), StrRead):
        return draws.some_bytes(count)
    return bytes(97 + draws.below(26) for _ in range(count))


def _mark(outline: Outline, node: int) -> bytes | None:
    """Return the terminator that ends a byte string wherever it stands, or None."""
    read = outline.leaf_read(node)
    if isinstance(read, BytesRead | StrRead) and read.extent.size is None:
        return read.extent.terminator
    return None


def sized_leaves(outline: Outline, measured: Container[int]) -> list[int]:
    """Return the byte strings and texts whose size is stored, or follows from what is around.

    Args:
        outline: the seed.
        measured: nodes whose size a relation is about.
    """
    found = []
    for node in outline.leaves:
        read = outline.leaf_read(node)
        if isinstance(read, BytesRead | StrRead) and (
            node in measured or read.extent.to_end or _mark(outline, node)
        ):
            found.append(node)
    return found
