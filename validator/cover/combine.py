"""Combinations: values that several fields of one object have at the same time (t-way).

Comes in: a type and what it asks for. Goes out: a gauge with a table of tuples. Only fields with
few values are combined; what would be too many is named, not cut silently.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, islice, product
from math import comb, prod
from typing import Any

from validator.cover.feature import Draft, Feature, FeatureKind
from validator.cover.view import View
from validator.dataclass import dataclass

MAX_TUPLES = 4096
"""Features that one set of fields may have together."""
MAX_DOMAIN = 64
_MOST_SETS = 512


@dataclass(frozen=True, slots=True)
class Domain:
    """A field with few values.

    Attributes:
        place: its number; `name` its id.
        values: value -> text, in order.
    """

    place: int
    name: str
    values: dict[Any, str]


@dataclass(frozen=True, slots=True)
class Combined:
    """Tuples of values in the objects of one type.

    Attributes:
        places: the fields, in order.
        tables: (subscripts into `places`, their values -> feature) each.
    """

    places: tuple[int, ...]
    tables: tuple[tuple[tuple[int, ...], dict[tuple[Any, ...], int]], ...]

    def measure(self, view: View, found: set[int]) -> None:
        """See `Gauge`."""
        value = view.trace.value
        columns = [view.inside(place) for place in self.places]
        objects = dict.fromkeys(obj for column in columns for obj in column)
        rows = {
            tuple(None if (node := column.get(obj)) is None else value[node] for column in columns)
            for obj in objects
        }
        for row in rows:
            for parts, table in self.tables:
                number = table.get(tuple(row[part] for part in parts))
                if number is not None:
                    found.add(number)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one set of fields is asked for.

    Attributes:
        path: of the objects.
        domains: the fields.
        strength: how many are looked at together.
        permits: tells whether values, by field number, can stand together.
        is_required: `-coverage` of the schema names it.
    """

    path: str
    domains: tuple[Domain, ...]
    strength: int
    permits: Callable[[dict[int, Any]], bool] | None = None
    is_required: bool = False


def combined_of(draft: Draft, wanted: Wanted) -> Combined | None:
    """Make the gauge of one set of fields; None when there is nothing to combine.

    Args:
        draft: receives features, and what is left out.
        wanted: what to combine.
    """
    domains, strength = wanted.domains, min(wanted.strength, len(wanted.domains))
    if strength < 2:
        return None
    tables = []
    room = min(MAX_TUPLES, draft.room)
    where = wanted.path or "the file"
    for parts in islice(combinations(range(len(domains)), strength), _MOST_SETS):
        chosen = [domains[part] for part in parts]
        size = prod(len(domain.values) for domain in chosen)
        if size > room:
            names = " x ".join(domain.name for domain in chosen)
            draft.leave_out(f"{where}: {names}, {size} combinations")
            continue
        table = _table(draft, wanted, chosen)
        room -= len(table)
        tables.append((parts, table))
    rest = comb(len(domains), strength) - _MOST_SETS
    if rest > 0:
        draft.leave_out(f"{where}: {rest} more sets of {strength} fields")
    return Combined(tuple(domain.place for domain in domains), tuple(tables))


def _table(draft: Draft, wanted: Wanted, chosen: list[Domain]) -> dict[tuple[Any, ...], int]:
    table: dict[tuple[Any, ...], int] = {}
    group = " x ".join(domain.name for domain in chosen)
    for values in product(*(domain.values for domain in chosen)):
        given = {domain.place: value for domain, value in zip(chosen, values, strict=True)}
        if wanted.permits is not None and not wanted.permits(given):
            continue
        text = ", ".join(
            f"{domain.name} = {domain.values[value]}"
            for domain, value in zip(chosen, values, strict=True)
        )
        table[values] = draft.add(
            Feature(
                wanted.path,
                FeatureKind.COMBINATION,
                text,
                is_required=wanted.is_required,
                group=group,
                values=tuple(d.values[v] for d, v in zip(chosen, values, strict=True)),
            )
        )
    return table
