"""Objects that nest in their own type and stand side by side, put one into the other.

Comes in: a prepared file and trials. Goes out: a smaller file with as many such objects, or
nearly as many. What is put around an object is in the file already; how deep they may be is found
out by
trying.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from validator.fuzz.nesting import Around, Arounds
from validator.fuzz.prepared import Prepared
from validator.fuzz.search import most
from validator.fuzz.trials import Trials

_MAX_LISTS = 6
_MAX_AROUND = 2
_DEEPEST = 64

Shape = Callable[[int], list[bytes]]


def fold(prepared: Prepared, trials: Trials, arounds: Arounds) -> bytes | None:
    """Put objects of a type that nests in itself one into the other.

    Args:
        prepared: shows the fault.
        trials: asked for every step.
        arounds: what may be around them.
    Returns:
        a smaller file; None when there is none.
    """
    for node, highest, shape in _shapes(prepared, arounds):
        made = most(trials, min(highest, _DEEPEST), partial(_folded, prepared, node, shape))
        if made is not None:
            return made
    return None


def _shapes(prepared: Prepared, arounds: Arounds) -> Iterator[tuple[int, int, Shape]]:
    """Yield lists, how many objects each has to fold, and what it is folded to."""
    trace, outline = prepared.trace, prepared.outline
    lists = [
        node for node in outline.lists
        if outline.kids[node] and trace.struct[outline.kids[node][0]] in arounds
    ]  # fmt: skip
    lists.sort(key=lambda node: (outline.depth(node), -len(outline.kids[node])))
    inside = {node: _objects(prepared, node) for node in lists}
    lists = sorted(lists, key=lambda node: -len(inside[node]))[:_MAX_LISTS]
    for make in (_chains, _groups):
        for node in lists:
            objects = inside[node] if make is _chains else outline.kids[node]
            raws = [prepared.data[trace.start[one] : trace.end[one]] for one in objects]
            for around in arounds[trace.struct[outline.kids[node][0]]][:_MAX_AROUND]:
                if len(raws) > 1:
                    yield node, len(raws), partial(make, raws, around)


def _objects(prepared: Prepared, node: int) -> list[int]:
    """Return all objects of the type of a list's elements that lie in it."""
    trace, outline = prepared.trace, prepared.outline
    struct = trace.struct[outline.kids[node][0]]
    last = outline.last[node]
    return [one for one in range(node + 1, last + 1) if trace.struct[one] == struct]


def _chains(raws: Sequence[bytes], around: Around, deep: int) -> list[bytes]:
    """Return as many objects in chains of one depth, the rest in a shorter one."""
    leaf = min(raws, key=len)
    whole, rest = divmod(len(raws), deep)
    return [around.times(leaf, deep - 1)] * whole + [around.times(leaf, rest - 1)] * bool(rest)


def _groups(raws: Sequence[bytes], around: Around, together: int) -> list[bytes]:
    """Return elements, so many of which are one now: the smallest of them with others around."""
    groups = [raws[at : at + together] for at in range(0, len(raws), together)]
    return [around.times(min(some, key=len), len(some) - 1) for some in groups]


def _folded(prepared: Prepared, node: int, shape: Shape, deep: int) -> bytes | None:
    raws = shape(deep)
    if sum(map(len, raws)) >= prepared.trace.end[node] - prepared.trace.start[node]:
        return None
    made = prepared.relisted(node, raws)
    return made if made is not None and len(made) < len(prepared.data) else None
