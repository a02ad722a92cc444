"""Objects that nest in their own type, with less around each: what the fault needs is their number.

Comes in: a prepared file and trials. Goes out: a smaller file. What is around a nested object is
taken from another object of the type that has less of it, level by level: a tree becomes a chain.
It knows no format: what is put around an object is in the file already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from validator.dataclass import dataclass
from validator.fuzz.prepared import Prepared, nested_pairs
from validator.fuzz.search import fewest
from validator.fuzz.trials import Trials

_MAX_AROUND = 3
_MAX_SPINES = 4
_MAX_DEEP = 64


@dataclass(frozen=True, slots=True)
class Around:
    """The bytes before and behind an object in one of its own type."""

    before: bytes
    behind: bytes

    @property
    def size(self) -> int:
        """Bytes of both."""
        return len(self.before) + len(self.behind)

    def times(self, raw: bytes, times: int) -> bytes:
        """Return an object with so many others around it.

        Args:
            raw: its bytes.
            times: levels, >= 0.
        """
        return self.before * times + raw + self.behind * times


Arounds = Mapping[int, Sequence[Around]]
"""Struct -> what there is around objects of it, the shortest first."""


def find_arounds(prepared: Prepared) -> Arounds:
    """Return what there is around nested objects of a file.

    Args:
        prepared: the file, best as it was found: it is larger then, and has more to offer.
    """
    trace, data = prepared.trace, prepared.data
    found: dict[int, set[Around]] = {}
    for outer, kids in _nearest(prepared).items():
        for inner in kids:
            before = data[trace.start[outer] : trace.start[inner]]
            behind = data[trace.end[inner] : trace.end[outer]]
            found.setdefault(trace.struct[outer], set()).add(Around(before, behind))
    return {
        struct: sorted(some, key=lambda one: (one.size, one.before, one.behind))[:_MAX_AROUND]
        for struct, some in found.items()
    }


def reshape(prepared: Prepared, trials: Trials, arounds: Arounds) -> bytes | None:
    """Give nested objects less around them, on as many levels as may be.

    Args:
        prepared: shows the fault.
        trials: asked for every step.
        arounds: what may be around them.
    Returns:
        a smaller file; None when there is none.
    """
    inside, best = _nearest(prepared), None
    if not inside:
        return None
    spines = list(_spines(prepared, inside))[:_MAX_SPINES]
    for spine in spines:
        for around in arounds.get(prepared.trace.struct[spine[0]], ()):

            def make(
                kept: Sequence[int], spine: list[int] = spine, around: Around = around
            ) -> bytes | None:
                return _rebuilt(prepared, spine, around, frozenset(kept))

            _, made = fewest(trials, spine[:-1], make)
            if made is not None and (best is None or len(made) < len(best)):
                best = made
    return best


def _nearest(prepared: Prepared) -> dict[int, list[int]]:
    """Return object -> the objects of its type in it that have none of the type between."""
    trace = prepared.trace
    found: dict[int, list[int]] = {}
    for outer, inner in nested_pairs(prepared):
        above = trace.parent[inner]
        while above > 0 and trace.struct[above] != trace.struct[inner]:
            above = trace.parent[above]
        if above == outer and trace.start[outer] <= trace.start[inner] <= trace.end[outer]:
            found.setdefault(outer, []).append(inner)
    return found


def _spines(prepared: Prepared, inside: dict[int, list[int]]) -> Iterator[list[int]]:
    """Yield objects one in the other, from outermost to innermost, the deepest way down."""
    depths: dict[int, int] = {}
    for outer in sorted(inside, reverse=True):  # what is inside has a higher number
        depths[outer] = 1 + max(depths.get(inner, 0) for inner in inside[outer])
    nested = {inner for kids in inside.values() for inner in kids}
    tops = [outer for outer in inside if outer not in nested]
    for top in sorted(tops, key=lambda one: -depths[one]):
        spine = [top]
        while spine[-1] in inside and len(spine) < _MAX_DEEP:
            spine.append(max(inside[spine[-1]], key=lambda one: depths.get(one, 0)))
        yield spine


def _rebuilt(
    prepared: Prepared, spine: Sequence[int], around: Around, kept: frozenset[int]
) -> bytes | None:
    """Return the file with other bytes around the objects of a spine, but for those kept."""
    trace, data = prepared.trace, prepared.data
    raw = data[trace.start[spine[-1]] : trace.end[spine[-1]]]
    for outer, inner in reversed(list(zip(spine, spine[1:], strict=False))):
        before = data[trace.start[outer] : trace.start[inner]]
        behind = data[trace.end[inner] : trace.end[outer]]
        if outer not in kept and around.size < len(before) + len(behind):
            before, behind = around.before, around.behind
        raw = before + raw + behind
    if len(raw) >= trace.end[spine[0]] - trace.start[spine[0]]:
        return None
    return _smaller(prepared, prepared.replaced(spine[0], raw))


def _smaller(prepared: Prepared, made: bytes | None) -> bytes | None:
    return made if made is not None and len(made) < len(prepared.data) else None
