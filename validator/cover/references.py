"""References: which elements of a table the values of a `-refers-to` field hit."""

from __future__ import annotations

from collections import Counter
from typing import Any

from validator.cover.feature import FeatureKind
from validator.cover.reach import Lost, Reach, Reaching
from validator.cover.scales import Mark
from validator.cover.view import View
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import Check, Field, FieldKind


@dataclass(frozen=True, slots=True)
class References:
    """Which elements of a table are hit.

    Attributes:
        table: finds the list; `elements` is its field number, `key` that of the key in an
            element, -1 when the element itself is the key.
        first, last, middle, missing, again: features.
    """

    place: int
    defaults: frozenset[Any]
    table: Reach
    elements: int
    key: int
    first: int
    last: int
    middle: int
    missing: int
    again: int

    def measure(self, view: View, found: set[int]) -> None:
        """See `Gauge`."""
        if not view.nodes[self.place]:
            return
        tables = self._tables(view)
        value, hits = view.trace.value, Counter[tuple[int, int]]()
        for node in view.nodes[self.place]:
            wanted = value[node]
            if wanted is None or wanted in self.defaults:
                continue
            try:
                array = self.table(view, view.holder(node))
            except Lost:
                continue
            keys = tables.get(array, {})
            at = keys.get(wanted, -1)
            if at < 0:
                found.add(self.missing)
                continue
            hits[array, at] += 1
            if at == 0:
                found.add(self.first)
            if at == len(keys) - 1:
                found.add(self.last)
            elif at:
                found.add(self.middle)
        if any(count > 1 for count in hits.values()):
            found.add(self.again)

    def _tables(self, view: View) -> dict[int, dict[Any, int]]:
        """Return list -> key -> subscript of its first element."""
        trace = view.trace
        inside = view.inside(self.key) if self.key >= 0 else None
        tables: dict[int, dict[Any, int]] = {}
        for node in view.nodes[self.elements]:
            if trace.index[node] < 0:
                continue
            leaf = node if inside is None else inside.get(node)
            if leaf is not None:
                keys = tables.setdefault(trace.parent[node], {})
                keys.setdefault(trace.value[leaf], trace.index[node])
        return tables


def references_of(
    mark: Mark, field: Field, check: Check, reaching: Reaching, defaults: frozenset[Any]
) -> References | None:
    """Make the gauge of a field with `-refers-to`; None when its table cannot be followed.

    Args:
        mark: of the field.
        field: the field.
        check: its `-refers-to`.
        reaching: of the program.
        defaults: its values that refer to nothing.
    """
    table, key = check.operands
    match table, key:
        case ir.FieldGet(field=elements), ir.Item():
            leaf = -1
        case ir.FieldGet(field=elements), ir.FieldGet(object=ir.Item(), field=number):
            leaf = number
        case _:
            return None
    fields = reaching.program.fields
    is_stored = fields[elements].kind in (FieldKind.SEQ, FieldKind.INSTANCE)
    has_key = leaf < 0 or fields[leaf].kind is not FieldKind.PARAM
    reach = reaching.object(table)
    if reach is None or not is_stored or not has_key:
        return None  # the trace has no nodes of computed lists and of parameters
    kind = FeatureKind.REFERENCE
    return References(
        field.number, defaults, reach, elements, leaf,
        mark.add(kind, "first target", "targets"),
        mark.add(kind, "last target", "targets"),
        mark.add(kind, "target between", "targets"),
        mark.add(kind, "no target", is_goal=False),
        mark.add(kind, "same target twice", "targets", "duplicates"),
    )  # fmt: skip
