"""Values that a fault does not need, made simple, so that those that it needs stand out.

Comes in: a prepared file and trials. Goes out: a file of the same size. Values that mean "not used"
come first, then zero; equal values (an id and what refers to it) are changed together. The few that
have to stay are brought as near to simple as they may be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from validator.fuzz.hunks import reduce_items
from validator.fuzz.prepared import Prepared
from validator.fuzz.trials import Trials
from validator.fuzz.values import gallop
from validator.ir.expr import Lit
from validator.ir.nodes import BytesRead, StrRead
from validator.ir.trace import Value

_MAX_LEAVES = 4000
_MAX_NEAR = 24
_MAX_ALONE = 200

Simple = Callable[[Prepared, int], Value]


def simplify_values(prepared: Prepared, trials: Trials) -> bytes:
    """Make values simple that need not be what they are.

    Args:
        prepared: shows the fault.
        trials: asked for every step.
    """
    for simple in (unused_value, least_value):
        prepared = _all_at_once(prepared, trials, simple)
    return _nearest(prepared, trials)


def unused_value(prepared: Prepared, node: int) -> Value:
    """Return the value of a leaf that says the least: its `-default`, else zero.

    Args:
        prepared: the file.
        node: a number or byte string.
    """
    defaults = prepared.outline.field_of(node).defaults
    literals = [one.value for one in defaults if isinstance(one, Lit)]
    for value in literals:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
    if isinstance(prepared.outline.leaf_read(node), BytesRead | StrRead):
        return bytes(prepared.trace.end[node] - prepared.trace.start[node])
    return 0


def least_value(prepared: Prepared, node: int) -> Value:
    """Return the least number, not negative, that the schema compares a leaf with.

    Args:
        prepared: the file.
        node: a number or byte string.
    """
    if isinstance(prepared.outline.leaf_read(node), BytesRead | StrRead):
        return bytes(prepared.trace.end[node] - prepared.trace.start[node])
    known = prepared.terrain.known[prepared.trace.place[node]]
    return min((value for value in known if value >= 0), default=0)


def _all_at_once(prepared: Prepared, trials: Trials, simple: Simple) -> Prepared:
    """Make as many values simple as may be: whole fields, then equal values, then single ones."""
    for key in (_by_field, _by_value, _alone):
        wanted = _wanted(prepared, simple)
        groups: dict[object, list[int]] = {}
        for node in wanted:
            groups.setdefault(key(prepared, node), []).append(node)
        if not wanted or (key is _alone and len(groups) > _MAX_ALONE):
            break
        made = _fewest(prepared, trials, wanted, list(groups.values()))
        if made is not None:
            prepared = prepared.again(made)
    return prepared


def _wanted(prepared: Prepared, simple: Simple) -> dict[int, Value]:
    """Return the leaves that could be simpler, and their simple values."""
    found: dict[int, Value] = {}
    for node in prepared.plain[:_MAX_LEAVES]:
        value, stored = simple(prepared, node), _stored(prepared, node)
        if simple is least_value and isinstance(value, int) and isinstance(stored, int | float):
            value = min(value, stored, key=abs)
        if value != stored:
            found[node] = value
    return found


def _fewest(
    prepared: Prepared, trials: Trials, wanted: dict[int, Value], groups: list[list[int]]
) -> bytes | None:
    """Return the file with the fewest groups of values as they are; None when all have to stay."""

    def make(kept: Sequence[list[int]]) -> bytes | None:
        stays = {node for one in kept for node in one}
        values = {node: value for node, value in wanted.items() if node not in stays}
        return prepared.put(values) if values else None

    kept: list[list[int]] = []
    if trials.pick([kept], make) is None:
        kept = reduce_items(groups, lambda candidates: trials.pick(candidates, make))
        kept = _without_one(kept, trials, make)
    made = make(kept)
    return made if made is not None and trials.holds(made) else None


def _by_field(prepared: Prepared, node: int) -> object:
    return prepared.trace.place[node]


def _by_value(prepared: Prepared, node: int) -> object:
    value = _stored(prepared, node)
    return (type(value), value) if isinstance(value, int | float | bytes | str) else node


def _alone(prepared: Prepared, node: int) -> object:
    return node


def _without_one(
    kept: list[list[int]], trials: Trials, make: Callable[[Sequence[list[int]]], bytes | None]
) -> list[list[int]]:
    """Leave out single items where the search by halves ended early."""
    if len(kept) == 1:
        return kept
    for item in list(kept):
        rest = [one for one in kept if one is not item]
        if trials.pick([rest], make) is not None:
            kept = rest
    return kept


def _nearest(prepared: Prepared, trials: Trials) -> bytes:
    """Bring the numbers that had to stay as near to simple as they may be, equal ones together."""
    alike: dict[tuple[int, int], list[int]] = {}
    for node in prepared.plain:
        value, goal = prepared.trace.value[node], unused_value(prepared, node)
        if type(value) is int and type(goal) is int and value != goal:
            alike.setdefault((value, goal), []).append(node)
    moves = [(key, nodes) for key, nodes in alike.items() if len(nodes) > 1]
    moves += [(key, [node]) for key, nodes in alike.items() for node in nodes]
    for (value, goal), nodes in moves[:_MAX_NEAR]:
        if any(prepared.trace.value[node] != value for node in nodes):
            continue  # moved with others before

        def put(new: int, nodes: list[int] = nodes, prepared: Prepared = prepared) -> bytes | None:
            return prepared.put(dict.fromkeys(nodes, new))

        is_reached = trials.pick([goal], put) is not None
        made = put(goal) if is_reached else gallop(goal, value, put, trials)
        if made is not None:
            after = prepared.again(made)
            if len(after.trace) != len(prepared.trace):
                return made  # the nodes are others now
            prepared = after
    return prepared.data


def _stored(prepared: Prepared, node: int) -> Value:
    """Return a value to compare with: of byte strings all their bytes."""
    if isinstance(prepared.outline.leaf_read(node), BytesRead | StrRead):
        return prepared.data[prepared.trace.start[node] : prepared.trace.end[node]]
    return prepared.trace.value[node]
