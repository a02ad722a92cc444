"""Cuts that take several changes at once, since none of them alone leaves the fault as it is.

Comes in: a prepared file and trials. Goes out: a smaller file. Elements of lists become like a
smaller one of the same list, in equally long lists together; objects lose their texts and with them
the values that speak of those; optional parts go with the flag that says they are there; a
string gets shorter and a number less by as much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

from validator.dataclass import dataclass
from validator.fuzz.folding import fold
from validator.fuzz.nesting import Arounds, reshape
from validator.fuzz.prepared import Prepared
from validator.fuzz.search import fewest, most, smaller_again
from validator.fuzz.simple import unused_value
from validator.fuzz.trials import Trials
from validator.ir import expr as ir
from validator.ir.evaluate import MISSED, Context
from validator.ir.trace import Value
from validator.mutate.piece import Piece
from validator.mutate.solve import solve
from validator.mutate.view import View, splice_bytes, splice_list

_MAX_MODELS = 3
_MAX_BLANKS = 200
_MAX_PARTS = 40
_MAX_NUMBERS = 6
_MAX_STRINGS = 8

Step = Callable[[Prepared, Trials], bytes | None]


def cut_jointly(prepared: Prepared, trials: Trials, arounds: Arounds) -> Prepared:
    """Take every joint cut that leaves the fault as it is, once.

    Args:
        prepared: shows the fault.
        trials: asked for every step.
        arounds: what nested objects may have around them.
    """
    chained, folded = partial(reshape, arounds=arounds), partial(fold, arounds=arounds)
    steps: tuple[Step, ...] = (_without_options, chained, folded, _blanked, _alike)
    for step in steps:
        made = step(prepared, trials)
        if made is not None and len(made) < len(prepared.data):
            prepared = prepared.again(made)
    return prepared


def _equally_long(prepared: Prepared) -> list[list[int]]:
    """Return lists of one depth and length together, outer ones first."""
    outline = prepared.outline
    alike: dict[tuple[int, int], list[int]] = {}
    for node in outline.lists:
        alike.setdefault((outline.depth(node), len(outline.kids[node])), []).append(node)
    return [nodes for (_, count), nodes in sorted(alike.items()) if count > 1]


def _alike(prepared: Prepared, trials: Trials) -> bytes | None:
    """Put copies of a small element in the place of the others."""
    best: bytes | None = None
    for lists in _equally_long(prepared):
        for model in _models(prepared, lists):

            def make(
                kept: Sequence[int], lists: list[int] = lists, model: int = model
            ) -> bytes | None:
                return _uniform(prepared, lists, model, frozenset(kept))

            _, made = fewest(trials, range(len(prepared.outline.kids[lists[0]])), make)
            if made is not None and (best is None or len(made) < len(best)):
                best = made
    return best


def _models(prepared: Prepared, lists: Sequence[int]) -> list[int]:
    """Return subscripts of elements that are worth copying: the smallest ones, each once."""
    trace, kids = prepared.trace, prepared.outline.kids
    found: dict[tuple[bytes, ...], int] = {}
    for at in range(len(kids[lists[0]])):
        raw = tuple(prepared.data[trace.start[kids[n][at]] : trace.end[kids[n][at]]] for n in lists)
        found.setdefault(raw, at)
    ranked = sorted(found, key=lambda raw: (sum(map(len, raw)), found[raw]))
    if len({sum(map(len, raw)) for raw in ranked}) < 2:
        return []
    return [found[raw] for raw in ranked[:_MAX_MODELS]]


def _uniform(
    prepared: Prepared, lists: Sequence[int], model: int, kept: frozenset[int]
) -> bytes | None:
    outline = prepared.outline
    splices = []
    for node in lists:
        kids = outline.kids[node]
        pieces = [Piece(kid if at in kept else kids[model]) for at, kid in enumerate(kids)]
        splices.append(splice_list(outline, node, pieces))
    made = prepared.spliced(splices)
    return made if made is not None and len(made) < len(prepared.data) else None


def _blanked(prepared: Prepared, trials: Trials) -> bytes | None:
    """Empty the strings of objects, and give the values beside them what means "not used"."""
    objects = _with_strings(prepared)
    if not objects:
        return None
    for has_default in (True, False):

        def make(kept: Sequence[int], has_default: bool = has_default) -> bytes | None:
            changed = [node for node in objects if node not in kept]
            return _blank(prepared, objects, changed, has_default=has_default)

        _, made = fewest(trials, list(objects), make)
        if made is not None:
            return made
    return None


def _with_strings(prepared: Prepared) -> dict[int, list[int]]:
    """Return objects, each with the strings in it that could be empty."""
    found: dict[int, list[int]] = {}
    for node in prepared.strings:
        if prepared.length(node):
            found.setdefault(prepared.outline.holder(node), []).append(node)
    return dict(islice(found.items(), _MAX_BLANKS))


def _blank(
    prepared: Prepared, strings: dict[int, list[int]], objects: Sequence[int], *, has_default: bool
) -> bytes | None:
    """Return a file in which objects say as little as they can."""
    chosen = frozenset(objects)
    values: dict[int, Value] = {}
    for node in prepared.plain:
        if prepared.outline.holder(node) not in chosen or node in prepared.strings:
            continue
        if has_default and not prepared.outline.field_of(node).defaults:
            continue
        value = unused_value(prepared, node)
        if value != prepared.trace.value[node]:
            values[node] = value
    cuts = {node: range(prepared.length(node)) for one in objects for node in strings[one]}
    return prepared.shortened(cuts, values) if cuts else None


def _without_options(prepared: Prepared, trials: Trials) -> bytes | None:
    """Leave out parts that need not be there, with what says that they are."""
    return smaller_again(prepared, trials, _absences, _MAX_PARTS)


def _absences(prepared: Prepared) -> Iterator[bytes]:
    """Yield files without one optional part, the largest parts first."""
    trace, outline = prepared.trace, prepared.outline
    parts = [
        node
        for node in range(1, len(trace))
        if trace.index[node] < 0
        and not trace.stream[node]
        and trace.start[node] < trace.end[node]
        and outline.field_of(node).condition is not None
        and outline.field_of(node).position is None
    ]
    parts.sort(key=lambda node: trace.start[node] - trace.end[node])
    for node in parts[:_MAX_PARTS]:
        condition = outline.field_of(node).condition
        context = Context(View(outline), outline.holder(node))
        for values in _denials(context, condition):
            made = prepared.altered([splice_bytes(outline, node, b"")], values)
            if made is not None and len(made) < len(prepared.data):
                yield made


def _denials(context: Context[View], condition: ir.Expr | None) -> list[dict[int, Value]]:
    """Return ways to make a condition false, each as leaf -> value."""
    wanted: list[tuple[ir.Expr, int]] = []
    match condition:
        case ir.Logic(left=left, right=right):
            return _denials(context, left) + _denials(context, right)
        case ir.Compare(left=left, right=right):
            for asked, other in ((left, right), (right, left)):
                if not isinstance(asked, ir.Lit | ir.EnumLit):
                    known = other.value if isinstance(other, ir.Lit | ir.EnumLit) else None
                    near = [known - 1, known + 1] if type(known) is int else []
                    wanted += [(asked, value) for value in (0, *near) if value >= 0]
        case ir.Unary(op="not", operand=operand):
            wanted.append((operand, 1))
        case None:
            return []
        case _:
            wanted.append((condition, 0))
    found: list[dict[int, Value]] = []
    for asked, value in wanted:
        try:
            found += [{leaf: new} for leaf, new in solve(context, asked, value)]
        except MISSED:
            continue
    return found


def move_sums(prepared: Prepared, trials: Trials) -> bytes:
    """Shorten strings and move a number by as much: a sum that is compared stays right.

    Args:
        prepared: shows the fault.
        trials: asked for every step.
    """
    for _ in range(_MAX_STRINGS):
        pair = trials.pick(_pairs(prepared), lambda one: _moved(one, 1))
        if pair is None:
            break
        move = partial(_moved, pair)
        made = most(trials, prepared.length(pair.string), move) or move(1)
        if made is None:
            break
        prepared = prepared.again(made)
    return prepared.data


@dataclass(frozen=True, slots=True)
class _Pair:
    """A string, and a number that moves with its length: down, in so many bits, or up."""

    prepared: Prepared
    string: int
    leaf: int
    value: int
    bits: int = 0
    is_up: bool = False


def _pairs(prepared: Prepared) -> Iterator[_Pair]:
    strings = [node for node in prepared.strings if prepared.length(node)][:_MAX_STRINGS]
    numbers = _plain_numbers(prepared)
    for node in strings:
        nearest = sorted(numbers, key=lambda one: _steps(prepared, node, one[0]))[:_MAX_NUMBERS]
        for leaf, value in nearest:
            for bits in (0,) if value else (8, 16):
                yield _Pair(prepared, node, leaf, value, bits)
            yield _Pair(prepared, node, leaf, value, is_up=True)


def _moved(pair: _Pair, less: int) -> bytes | None:
    """Return a file whose string is so many bytes shorter."""
    other = pair.value + less if pair.is_up else pair.value - less
    if pair.bits:
        other %= 1 << pair.bits
    size = pair.prepared.length(pair.string)
    if other < 0 or not 0 < less <= size:
        return None
    return pair.prepared.shortened({pair.string: range(size - less, size)}, {pair.leaf: other})


def _steps(prepared: Prepared, node: int, other: int) -> int:
    """Return how far apart two nodes are in the tree."""
    parent, steps = prepared.trace.parent, 0
    while node != other:
        node, other = (parent[node], other) if node > other else (node, parent[other])
        steps += 1
    return steps


def _plain_numbers(prepared: Prepared) -> list[tuple[int, int]]:
    """Return the numbers that follow from nothing; flags and enums among them do no harm."""
    trace = prepared.trace
    return [
        (node, value)
        for node in prepared.plain
        if type(value := trace.value[node]) is int and value >= 0
    ]
