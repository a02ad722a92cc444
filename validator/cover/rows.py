"""Use by table row: subscripts of a list whose meaning the row decides that its object refers to.

A 21st parameter that one template had used says nothing about that of another template: what
stands at a subscript is told by the row of a table. So use is counted for each row apart, by its
key. Keys are known only from files; their numbers follow from key and subscript alone, behind
those of all other features, so that they are the same for every run over one schema.

Comes in: a Program, then views of traces. Goes out: numbers, and what they stand for. Fuzzers do
not ask for them: random keys would be new without end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from validator.cover.feature import Feature, FeatureKind
from validator.cover.places import Places
from validator.cover.use import DEFAULT, SLOTS, USED, Use, bounds_of, slot_of, subscript_path
from validator.cover.view import View
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import Field
from validator.ir.walk import walk

_WIDE = 1 << 65
"""Numbers of keys that are no integers begin here: twice the largest that a file holds."""
_NAME_BYTES = 8
_MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class RowUse:
    """A field with `-default` whose subscripts mean what a row says.

    Attributes:
        use: the field, and its values that mean "not used".
        key: number of the `-refers-to` field that names the row.
        head, tail: path before and behind the key, such as `instances[template_id=` and
            `].criteria[].op`.
    """

    use: Use
    key: int
    head: str
    tail: str


class Rows:
    """Numbers what rows decide.

    Args:
        rowed: fields, in the order of the schema.
        base: the first number.
    """

    def __init__(self, rowed: Sequence[RowUse], base: int) -> None:
        self._rowed = tuple(rowed)
        self._base = base
        self._names: dict[int, str] = {}

    def measure(self, view: View, found: set[int]) -> None:
        """Add what a trace has.

        Args:
            view: of the trace.
            found: receives numbers.
        """
        for which, one in enumerate(self._rowed):
            for key, subscript, is_idle in self._triples(view, one):
                code = (self._row(key) * SLOTS + slot_of(subscript)) * 2 + (not is_idle)
                found.add(self._base + code * len(self._rowed) + which)

    def describe(self, number: int) -> Feature:
        """Return what a number stands for.

        Args:
            number: from `measure`; a key that is a text and was not seen is shown as `#`.
        """
        code, which = divmod(number - self._base, len(self._rowed))
        code, is_used = divmod(code, 2)
        row, slot = divmod(code, SLOTS)
        one, (low, high) = self._rowed[which], bounds_of(slot)
        group = f"{one.head}{self._name(row)}{one.tail}"
        return Feature(
            subscript_path(group, low, high), FeatureKind.USE, USED if is_used else DEFAULT,
            one.use.place, is_goal=False, index=low, last=high, group=group,
        )  # fmt: skip

    def pair(self, number: int) -> tuple[int, int]:
        """Return "default" and "not default" for the row and subscript of a number.

        Args:
            number: from `measure`, of either.
        """
        width = len(self._rowed)
        code, which = divmod(number - self._base, width)
        used = self._base + (code | 1) * width + which
        return used - width, used

    def place(self, number: int) -> int:
        """Return the number of the field that a number is about.

        Args:
            number: from `measure`.
        """
        return self._rowed[(number - self._base) % len(self._rowed)].use.place

    def _triples(self, view: View, one: RowUse) -> Iterator[tuple[Any, int, bool]]:
        trace, keys = view.trace, view.inside(one.key)
        pairs = set[tuple[int, int, bool]]()
        for node in view.nodes[one.use.place]:
            value = trace.value[node]
            element = trace.parent[node] if one.use.is_inner else node
            if value is None or trace.index[element] < 0:
                continue
            leaf = keys.get(view.holder(element))
            if leaf is not None:
                pairs.add((leaf, trace.index[element], value in one.use.defaults))
        for leaf, subscript, is_idle in pairs:
            yield trace.value[leaf], subscript, is_idle

    def _row(self, key: Any) -> int:
        """Return the number of a key, and remember how it is shown."""
        if isinstance(key, int):
            return 2 * key if key >= 0 else -2 * key - 1
        data = key if isinstance(key, bytes) else str(key).encode("utf-8", "surrogatepass")
        row = _WIDE + int.from_bytes(sha256(data).digest()[:_NAME_BYTES], "big")
        self._names[row] = _shown(key)
        return row

    def _name(self, row: int) -> str:
        if row >= _WIDE:
            return self._names.get(row, "#")
        return str(-(row + 1) // 2 if row % 2 else row // 2)


def row_of(places: Places, field: Field, use: Use, path: str) -> RowUse | None:
    """Return how the rows of a table decide what the subscripts of a field mean; None if not.

    They do where the object that holds the list refers to a row, and what the row says is
    compared with the list, its elements or its length.

    Args:
        places: of the program.
        field: with `-default`.
        use: of the field.
        path: of the field.
    """
    if use.first_used < 0:
        return None
    site = field
    if use.is_inner:
        sites = places.sites.get(field.struct, ())
        if len(sites) != 1:
            return None
        site = sites[0]
    key, prefix = _key_of(places, site), places.prefixes.get(site.struct, "")
    before, star, behind = path.removeprefix(prefix).rpartition("[*]")
    if key is None or not star or not path.startswith(prefix):
        return None
    head = prefix.removesuffix(".").removesuffix("[*]")
    return RowUse(use, key.number, f"{head}[{key.id}=", f"].{before}[]{behind}")


def _key_of(places: Places, site: Field) -> Field | None:
    """Return the reference that decides what stands in a list, the first of several.

    Only `-checks` know what a reference refers to.
    """
    program = places.program
    struct = program.structs[site.struct]
    sized = {site.number} | _fields_of(site.repeat.expr if site.repeat else None)
    decisive = set[int]()
    for number in struct.checks:
        rule = program.checks[number].condition
        if not sized.isdisjoint(_fields_of(rule)):
            decisive |= _targets_of(rule)
    found = (one for one in struct.fields if one.target_check is not None)
    return next((one for one in found if one.number in decisive), None)


def _fields_of(node: ir.Expr | None) -> set[int]:
    found = walk(node) if node is not None else ()
    return {one.field for one in found if isinstance(one, ir.FieldGet)}


def _targets_of(node: ir.Expr | None) -> set[int]:
    found = walk(node) if node is not None else ()
    return {one.field.field for one in found if isinstance(one, ir.Target)}


def _shown(key: Any) -> str:
    text = key.hex() if isinstance(key, bytes) else str(key)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."
