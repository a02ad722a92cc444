"""Texts and byte strings of another length, with other letters that mean something.

Comes in: a mutant in the making, draws. Goes out: its change, and what was done in words. What says
the length of a text is the business of `repair.py`.
"""

from __future__ import annotations

from validator.ir.nasty import LETTER, NASTY
from validator.mutate.content import related, with_letters
from validator.mutate.draws import Draws
from validator.mutate.plan import Choice, Plan, most_of
from validator.mutate.texts import mark_of, reworded, tail_for
from validator.mutate.view import splice_bytes

_MAX_TEXT = 300
_MOST_COUNTED = 1 << 16


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
    goal = min((most_of(choice, leaf) for leaf in leaves), default=0)
    return goal if goal < _MOST_COUNTED else 0
