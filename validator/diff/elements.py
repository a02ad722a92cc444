"""Which elements of two lists belong together.

Comes in: two list nodes. Goes out: pairs, what came, what went, and which pairs stand in another
order: by key where the schema names one, else by content, then by likeness, then by position.
"""

from __future__ import annotations

from collections.abc import Sequence

from validator.dataclass import dataclass
from validator.diff.align import Effort, Pair, common, rising
from validator.diff.forest import Forest
from validator.diff.places import Key
from validator.ir.evaluate import MISSED, Context, Ref

_LIKENESS_CELLS = 2500
_CELL_STEPS = 8

KeyValue = int | float | bool | str | bytes


@dataclass(frozen=True, slots=True)
class Matching:
    """What belongs together; all numbers are subscripts.

    Attributes:
        pairs: (left, right), ascending on the left.
        moved: those of `pairs` that stand in another order.
        left_only, right_only: elements without a partner, ascending.
    """

    pairs: tuple[Pair, ...]
    moved: frozenset[Pair]
    left_only: tuple[int, ...]
    right_only: tuple[int, ...]


def key_of(forest: Forest, element: int, key: Key) -> KeyValue | None:
    """Return the key of an element; None when it has none that could be read.

    Args:
        forest: the version.
        element: node of the element.
        key: of its list.
    """
    owner = element if forest.trace.struct[element] >= 0 else forest.trace.parent[element]
    try:
        value = Context(forest, owner, element, element=element).value(key.expr)
    except MISSED:
        return None
    return None if isinstance(value, Ref) else value


def match(left: Forest, right: Forest, lists: Pair, key: Key | None, effort: Effort) -> Matching:
    """Match the elements of two lists of one field.

    Args:
        left, right: the versions.
        lists: nodes of the lists.
        key: what names the elements, or None.
        effort: shared by all lists of a comparison.
    """
    a, b = lists
    xs, ys = left.parts(a), right.parts(b)
    if key is not None:
        found = _by_key(left, right, xs, ys, key)
        if found is not None:
            return found
    if left.places.is_derived(left.trace.place[a]) and _are_leaves(left, xs):
        # Offsets and their like change together with what they describe.
        return _matching(len(xs), len(ys), [(n, n) for n in range(min(len(xs), len(ys)))])
    return _by_content(left, right, xs, ys, effort)


def _are_leaves(forest: Forest, nodes: Sequence[int]) -> bool:
    return all(forest.trace.struct[node] < 0 for node in nodes)


def _by_key(
    left: Forest, right: Forest, xs: Sequence[int], ys: Sequence[int], key: Key
) -> Matching | None:
    """Match equal keys, the n-th with the n-th; None when an element has no key."""
    rights = _keyed(right, ys, key)
    lefts = _keyed(left, xs, key)
    if lefts is None or rights is None:
        return None
    at = {name: j for j, name in enumerate(rights)}
    pairs = [(i, at[name]) for i, name in enumerate(lefts) if name in at]
    return _matching(len(xs), len(ys), pairs)


def _keyed(forest: Forest, nodes: Sequence[int], key: Key) -> list[tuple[str, object, int]] | None:
    """Return for each element its key (with the kind of it) and which of equal ones it is."""
    count: dict[tuple[str, object], int] = {}
    result: list[tuple[str, object, int]] = []
    for node in nodes:
        value = key_of(forest, node, key)
        if value is None or value != value:  # a NaN names nothing
            return None
        name = (type(value).__name__, value)
        number = count[name] = count.get(name, -1) + 1
        result.append((*name, number))
    return result


def _matching(n: int, m: int, pairs: Sequence[Pair]) -> Matching:
    """Return a matching of pairs that ascend on the left; out of order means moved."""
    stay = set(rising([j for _, j in pairs]))
    lefts, rights = {i for i, _ in pairs}, {j for _, j in pairs}
    return Matching(
        tuple(pairs),
        frozenset(pair for number, pair in enumerate(pairs) if number not in stay),
        tuple(i for i in range(n) if i not in lefts),
        tuple(j for j in range(m) if j not in rights),
    )


def _by_content(
    left: Forest, right: Forest, xs: Sequence[int], ys: Sequence[int], effort: Effort
) -> Matching:
    p, q = [left.core[node] for node in xs], [right.core[node] for node in ys]
    fixed = common(p, q, effort)
    if len(p) == len(q) and _are_leaves(left, xs) and _are_leaves(right, ys):
        unequal = sum(a != b for a, b in zip(p, q, strict=True))
        if unequal <= 2 * (len(p) - len(fixed)):
            return _matching(len(p), len(q), [(n, n) for n in range(len(p))])
    moved = _equal_elsewhere(left, xs, p, q, fixed)
    taken_x, taken_y = {i for i, _ in moved}, {j for _, j in moved}
    pairs = list(fixed)
    i, j = 0, 0
    for at in [*fixed, (len(p), len(q))]:
        free_x = [n for n in range(i, at[0]) if n not in taken_x]
        free_y = [n for n in range(j, at[1]) if n not in taken_y]
        nodes = [xs[n] for n in free_x], [ys[n] for n in free_y]
        for m, n in _alike(left, right, *nodes, effort):
            pairs.append((free_x[m], free_y[n]))
        i, j = at[0] + 1, at[1] + 1
    pairs += moved
    pairs += _alike_elsewhere(left, right, xs, ys, pairs)
    return _matching(len(p), len(q), sorted(pairs))


def _equal_elsewhere(
    left: Forest, xs: Sequence[int], p: Sequence[int], q: Sequence[int], fixed: Sequence[Pair]
) -> list[Pair]:
    """Pair equal elements that no common subsequence holds: they moved.

    Numbers are left out: equal ones are no sign of a move.
    """
    used_p, used_q = {i for i, _ in fixed}, {j for _, j in fixed}
    waiting: dict[int, list[int]] = {}
    for j in range(len(q) - 1, -1, -1):
        if j not in used_q:
            waiting.setdefault(q[j], []).append(j)
    pairs = []
    for i, number in enumerate(p):
        if i not in used_p and waiting.get(number) and _is_telling(left, xs[i]):
            pairs.append((i, waiting[number].pop()))
    return pairs


def _is_telling(forest: Forest, node: int) -> bool:
    value = forest.trace.value[node]
    return bool(forest.kids[node]) or (isinstance(value, str | bytes) and len(value) > 1)


def _alike(
    left: Forest, right: Forest, xs: Sequence[int], ys: Sequence[int], effort: Effort
) -> list[Pair]:
    """Pair what resembles, in order; what is left between is paired by position."""
    if not xs or not ys:
        return []
    fixed: list[Pair] = []
    cells = len(xs) * len(ys)
    if 1 < cells <= _LIKENESS_CELLS and effort.steps > 0:
        effort.steps -= cells * _CELL_STEPS
        fixed = _most_alike([[_likeness(left, right, x, y) for y in ys] for x in xs])
    result = list(fixed)
    i, j = 0, 0
    for at in [*fixed, (len(xs), len(ys))]:
        for n in range(min(at[0] - i, at[1] - j)):
            if _same_type(left, right, xs[i + n], ys[j + n]):
                result.append((i + n, j + n))
        i, j = at[0] + 1, at[1] + 1
    return sorted(result)


def _same_type(left: Forest, right: Forest, x: int, y: int) -> bool:
    return left.trace.struct[x] == right.trace.struct[y]


def _alike_elsewhere(
    left: Forest, right: Forest, xs: Sequence[int], ys: Sequence[int], pairs: Sequence[Pair]
) -> list[Pair]:
    """Pair objects that moved and changed: at least half of their parts are the same."""
    used_x, used_y = {i for i, _ in pairs}, {j for _, j in pairs}
    rest_x = [i for i in range(len(xs)) if i not in used_x and _own(left, xs[i])]
    rest_y = [j for j in range(len(ys)) if j not in used_y and _own(right, ys[j])]
    if len(rest_x) * len(rest_y) > _LIKENESS_CELLS:
        return []
    ranked = sorted(
        (-likeness, i, j)
        for i in rest_x
        for j in rest_y
        if (likeness := _likeness(left, right, xs[i], ys[j]))
        and 2 * likeness >= max(len(_own(left, xs[i])), len(_own(right, ys[j])))
    )
    found: dict[int, int] = {}
    for _, i, j in ranked:
        if i not in found and j not in found.values():
            found[i] = j
    return list(found.items())


def _own(forest: Forest, node: int) -> list[int]:
    """Return the parts of an object that do not follow from others."""
    places = forest.trace.place
    return [kid for kid in forest.parts(node) if not forest.places.is_extra(places[kid])]


def _likeness(left: Forest, right: Forest, x: int, y: int) -> int:
    """Count the parts that two elements have in common; 0 for leaves and other types."""
    if not _same_type(left, right, x, y):
        return 0
    numbers = {left.core[kid] for kid in _own(left, x)}
    return sum(right.core[kid] in numbers for kid in _own(right, y))


def _most_alike(likeness: Sequence[Sequence[int]]) -> list[Pair]:
    """Return ascending pairs with the greatest sum of likeness; none has likeness 0."""
    n, m = len(likeness), len(likeness[0])
    best = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            here = likeness[i][j]
            paired = here + best[i + 1][j + 1] if here else 0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < n and j < m:
        here = likeness[i][j]
        if here and best[i][j] == here + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
