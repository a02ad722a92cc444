"""Objects inside of objects of their own type, deeper than before, as far as a limit and past it.

Comes in: a mutant in the making and draws. Goes out: an object that holds itself many times, and
what was done in words. Sizes that stand around the inner object grow with every turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.ir.equations import Measure
from validator.ir.expr import Lit
from validator.ir.nodes import Program
from validator.ir.walk import walk
from validator.mutate.draws import Draws
from validator.mutate.outline import Outline
from validator.mutate.plan import Plan
from validator.mutate.relations import Relations
from validator.mutate.structure import MAX_ADDED
from validator.mutate.view import encode, splice_bytes

_MOST_TURNS = 300
_MOST_LIMIT = 256
_TRIES = 6


def deepen(plan: Plan, relations: Relations, draws: Draws, *, is_past: bool = False) -> bool:
    """Put an object into itself, once or as often as some limit says.

    Args:
        plan: gets the change.
        relations: what holds in the seed.
        draws: decide.
        is_past: what limits the depth is meant to be exceeded.
    Returns:
        False when no object of the seed holds another one of its type, or it cannot be done.
    """
    outline = plan.choice.outline
    for _ in range(_TRIES if outline.recursive else 0):
        struct = draws.pick(outline.recursive)
        nodes = outline.by_struct[struct]
        inner = draws.pick(nodes)
        above = _above(outline, inner)
        if not above:
            continue
        outer = above[0] if draws.chance(3, 4) else draws.pick(above)
        if outline.is_ender(inner) != outline.is_ender(outer):
            continue
        span = above.index(outer) + 1
        limits = list(_limits(outline.trace.program, struct))
        turns = _turns(limits, (len(above) + 1, span), draws, is_past=is_past)
        if not is_past:
            turns = min(turns, _room(outline, outer, inner))
        raw = _nested(plan, relations, (outer, inner), turns) if turns > 0 else None
        if raw is None or not plan.view.add(splice_bytes(outline, outer, raw)):
            continue
        times = f"{turns} times" if turns > 1 else "once more"
        plan.note(outer, f"{outline.path(outer)} put in the place of {outline.path(inner)} {times}")
        return True
    return False


def _above(outline: Outline, node: int) -> list[int]:
    """Return the objects of the same type around an object, the innermost first."""
    trace = outline.trace
    struct, found = trace.struct[node], []
    while node > 0:
        node = trace.parent[node]
        if trace.struct[node] == struct and not trace.stream[node]:
            found.append(node)
    return found


def _room(outline: Outline, outer: int, inner: int) -> int:
    """Return how often an object fits into itself before objects are nested too deeply."""
    inside = range(inner, outline.last[outer] + 1)
    deepest = max(_objects_above(outline, node) for node in inside)
    each = _objects_above(outline, inner) - _objects_above(outline, outer)
    return (outline.trace.program.budget.depth - deepest) // max(1, each)


def _objects_above(outline: Outline, node: int) -> int:
    """Return how many objects a node is in; itself, where it is one, among them."""
    trace, count = outline.trace, 0
    while node > 0:
        count += trace.struct[node] >= 0 and not trace.is_array[node]
        node = trace.parent[node]
    return count


def _turns(limits: Sequence[int], depth: tuple[int, int], draws: Draws, *, is_past: bool) -> int:
    """Return how often an object is put into itself: to a limit, past it, or just some times.

    Args:
        limits: numbers that may limit the depth.
        depth: how deep an object is, and how much deeper every turn puts it.
        draws: decide.
        is_past: the limit is to be exceeded.
    """
    now, span = depth
    if limits and draws.chance(3, 4):
        goal = draws.pick(limits)
        most = (goal - now) // span
        turns = most + 1 + draws.below(2) if is_past else most - draws.below(2)
        if 1 <= turns <= _MOST_TURNS:
            return turns
    return 1 << draws.below(8 if is_past or not limits else 3)


def _limits(program: Program, struct: int) -> Iterator[int]:
    """Yield the numbers that conditions of a type compare something with."""
    for number in program.structs[struct].checks:
        condition = program.checks[number].condition
        for node in walk(condition) if condition is not None else ():
            if isinstance(node, Lit) and type(node.value) is int and 2 < node.value <= _MOST_LIMIT:
                yield node.value


def _nested(plan: Plan, relations: Relations, pair: tuple[int, int], turns: int) -> bytes | None:
    """Return the bytes of an object with itself in the place of another one, many times.

    Args:
        plan: of the mutant.
        relations: what holds in the seed.
        pair: the object, and one in it.
        turns: how often.
    """
    outline = plan.choice.outline
    trace = outline.trace
    outer, inner = pair
    start, end = trace.start[inner], trace.end[inner]
    head = outline.seed.data[trace.start[outer] : start]
    tail = outline.seed.data[end : trace.end[outer]]
    unit = len(head) + len(tail)
    if not unit or unit * turns > MAX_ADDED:
        return None
    leaves = list(_sizes(outline, relations, pair))
    if any(trace.end[leaf] > start for leaf, _ in leaves):
        return None
    heads = [
        grown for turn in range(turns, -1, -1)
        if (grown := _grown(outline, head, leaves, trace.start[outer], unit * turn)) is not None
    ]  # fmt: skip
    if len(heads) <= turns:
        return None
    return b"".join(heads) + outline.seed.data[start:end] + tail * (turns + 1)


def _sizes(
    outline: Outline, relations: Relations, pair: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield the leaves in an object that say how long something around an inner one is."""
    trace = outline.trace
    outer, inner = pair
    node = inner
    while node > outer:
        for number in relations.by_size.get(node, ()):
            one = relations.items[number]
            if one.measure is Measure.SIZE and outer < one.direct <= outline.last[outer]:
                yield one.direct, node
        node = trace.parent[node]


def _grown(
    outline: Outline, head: bytes, leaves: Sequence[tuple[int, int]], base: int, more: int
) -> bytes | None:
    """Return the bytes before an inner object, where that is longer than it was."""
    trace = outline.trace
    made = bytearray(head)
    for leaf, _ in leaves:
        value = trace.value[leaf]
        start, end = trace.start[leaf], trace.end[leaf]
        if not isinstance(value, int):
            return None
        raw = encode(outline, leaf, value + more, outline.seed.data[start:end])
        if raw is None:
            return None
        made[start - base : end - base] = raw
    return bytes(made)
