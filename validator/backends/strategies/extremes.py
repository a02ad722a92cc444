"""Extremes: files in which one count, one length or one nesting is as large as it can be.

Comes in: a survey. Goes out: a numbered list of what can be driven to its end, each with what has
to be there for it: lists that must not be empty, cases that must be chosen. Everything else in
such a file is small, so that it stays cheap, and a schema has few enough of them to go through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from typing import Any

from validator.backends.strategies.rules import constant
from validator.backends.strategies.survey import Survey
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.equations import Unknowns, extents_of
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    CheckKind,
    Field,
    FieldKind,
    NumberRead,
    Read,
    RepeatKind,
    StrRead,
    Struct,
    StructRead,
    SwitchRead,
)
from validator.ir.walk import walk

COUNT, LENGTH, DEPTH, TEXT = "count", "length", "depth", "text"

_MOST_ITEMS = 4096
_LEAST_ITEMS = 256
_MOST_FIELDS = 4096
"""Stored values in a list of greatest length, about."""
_MOST_BYTES = 1 << 16
_MOST_LEVELS = 128
_LISTS = (255, 256, 1000)
_TEXTS = (255, 256, 4000)
_UNTIL = (255,)
_TESTS_EACH, _MOST_ASKED = 60, 1024
_NASTY_EACH = 3
"""Extremes of a text that is nasty: there are many such texts."""


@dataclass(frozen=True, slots=True)
class Extreme:
    """Something that is driven to its end once in a file.

    Attributes:
        kind: `count` of a list or of bytes, `length` of what nothing counts, `depth` of nesting,
            `text` that is nasty.
        place: the field that counts, or the list or text itself when nothing counts it.
        amount: how many; of a depth, the greatest value of `param`, or of nested objects.
        label: what it is, for people.
        needs: counts that must not be 0.
        values: field -> the value that it gets where nothing is against it.
        param: attribute of the object that says how deep it is, "" for nested objects.
        check: the check that gives the amount, or -1.
        struct: the type that holds itself, when it is about one, else -1.
    """

    kind: str
    place: int
    amount: int
    label: str
    needs: frozenset[int] = frozenset()
    values: Mapping[int, Any] = field(default_factory=dict)
    param: str = ""
    check: int = -1
    struct: int = -1

    @property
    def tests(self) -> int:
        """Candidates more than in other files that rules may be asked about: one element's each."""
        return _TESTS_EACH * min(self.amount, _MOST_ASKED)


@dataclass(frozen=True, slots=True)
class Road:
    """What has to be so for an object of a type to be there; see `Extreme`.

    Attributes:
        through: the types on the way, its own included.
    """

    needs: frozenset[int] = frozenset()
    values: Mapping[int, Any] = field(default_factory=dict)
    through: frozenset[int] = frozenset({0})


def find_extremes(survey: Survey) -> tuple[Extreme, ...]:
    """Return what can be driven to its end, in the order of the schema.

    Args:
        survey: of the program.
    """
    roads = find_roads(survey)
    found: dict[tuple[str, int, int], Extreme] = {}
    for struct in survey.program.structs:
        if struct.number not in roads:
            continue
        for one in struct.fields:
            for extreme in _of_field(survey, struct, one, roads):
                found.setdefault((extreme.kind, extreme.place, extreme.amount), extreme)
    return tuple(found.values())


def limit_breakers(survey: Survey) -> tuple[Extreme, ...]:
    """Return nestings that are one level too deep for a check, which is then not looked at.

    Args:
        survey: of the program.
    """
    found = []
    for one in find_extremes(survey):
        if one.kind == DEPTH and one.param and one.check >= 0:
            deeper = replace(
                one, amount=one.amount + 1, label=f"{one.amount + 1} levels, {one.amount} permitted"
            )
            found.append(deeper)
    return tuple(found)


def find_roads(survey: Survey) -> dict[int, Road]:
    """Return, for each type that a file can hold, what leads to an object of it."""
    program = survey.program
    unknowns = Unknowns(program)
    roads = {0: Road()}
    todo = [0]
    for number in todo:
        for one in program.structs[number].fields:
            for case, read in _cases(one.read):
                if not isinstance(read, StructRead) or read.struct in roads:
                    continue
                road = _further(survey, unknowns, roads[number], one, case)
                roads[read.struct] = replace(road, through=road.through | {read.struct})
                todo.append(read.struct)
    tables = {number: _tables(survey, unknowns, number, roads) for number in roads}
    return {
        number: replace(road, needs=road.needs.union(*(tables[n] for n in road.through)))
        for number, road in roads.items()
    }  # fmt: skip


def _tables(
    survey: Survey, unknowns: Unknowns, number: int, roads: Mapping[int, Road]
) -> frozenset[int]:
    """Return the counts that must not be 0 for the references of a type to have targets."""
    program = survey.program
    found: set[int] = set()
    for one in program.structs[number].fields:
        if one.number not in survey.refers:
            continue
        table = program.checks[survey.refers[one.number]].operands[0]
        if isinstance(table, ir.FieldGet):
            target = program.fields[table.field]
            if target.struct in roads:
                found |= _further(survey, unknowns, roads[target.struct], target, None).needs
    return frozenset(found)


def _further(
    survey: Survey, unknowns: Unknowns, road: Road, one: Field, case: ir.Expr | None
) -> Road:
    """Return what has to be so for a field to be there, and its case to be chosen."""
    needs, values = set(road.needs), dict(road.values)
    repeat = one.repeat
    if repeat is not None and repeat.expr is not None and repeat.kind is RepeatKind.COUNT:
        needs |= unknowns.of(repeat.expr) & survey.counts
    if case is not None and isinstance(one.read, SwitchRead):
        values.update(_meant(survey, one.read.on, constant(case)))
    for node in walk(one.condition) if one.condition is not None else ():
        match node:
            case ir.Compare(op=op, left=left, right=right) if op in _STEPS:
                value = constant(right)
                values.update(_meant(survey, left, _STEPS[op](value)) if _is_int(value) else ())
    needs |= {number for number in values if number in survey.counts and values[number]}
    return Road(frozenset(needs), values, road.through)


_STEPS: Mapping[str, Callable[[int], int]] = {
    "==": lambda value: value,
    ">=": lambda value: value,
    ">": lambda value: value + 1,
    "!=": lambda value: value + 1,
}
"""What makes a comparison with a constant true."""


def _is_int(value: object) -> bool:
    return isinstance(value, int)


def _meant(survey: Survey, expr: ir.Expr, value: Any) -> Iterator[tuple[int, Any]]:
    if value is None:
        return
    for way in survey.inverter.ways(survey.speech, expr, "W"):
        if way.value == "W" and way.field >= 0:
            yield way.field, value


def _cases(read: Read | None) -> Iterator[tuple[ir.Expr | None, Read]]:
    if isinstance(read, SwitchRead):
        for case, inner in read.cases:
            yield from ((case, part) for _, part in _cases(inner))
        yield from ((None, part) for _, part in _cases(read.default))
    elif read is not None:
        yield None, read


def _of_field(
    survey: Survey, struct: Struct, one: Field, roads: Mapping[int, Road]
) -> Iterator[Extreme]:
    unknowns = Unknowns(survey.program)
    name = f"{struct.name}.{one.id}"
    for case, read in _cases(one.read):
        road = _further(survey, unknowns, roads[struct.number], one, case)
        if one.repeat is not None:
            yield from _of_list(survey, unknowns, one, read, road)
        yield from _of_content(survey, unknowns, one, read, road)
        if one.repeat is not None and one.repeat.kind in (RepeatKind.EOS, RepeatKind.UNTIL):
            amounts = _LISTS if one.repeat.kind is RepeatKind.EOS else _UNTIL
            for amount in amounts:
                yield Extreme(
                    COUNT, one.number, amount, f"{name}: {amount} elements", road.needs,
                    road.values,
                )  # fmt: skip


def _of_list(
    survey: Survey, unknowns: Unknowns, one: Field, read: Read, road: Road
) -> Iterator[Extreme]:
    """Yield the greatest counts of a list, and the deepest nesting."""
    repeat = one.repeat
    if repeat is None or repeat.kind is not RepeatKind.COUNT or repeat.expr is None:
        return
    for place in sorted(unknowns.of(repeat.expr) & survey.counts):
        within = _within(survey, read)
        fields = sum(len(survey.program.structs[number].seq) for number in within)
        most = min(max(_MOST_FIELDS // max(fields, 1), _LEAST_ITEMS), _MOST_ITEMS)
        tables = (_tables(survey, unknowns, number, find_roads(survey)) for number in within)
        full = replace(road, needs=road.needs.union(*tables))
        yield from _greatest(survey, place, most, full, struct=_own(survey, place))
        if place in survey.deep and isinstance(read, StructRead):
            yield from _deepest(survey, one, place, road)


def _within(survey: Survey, read: Read) -> set[int]:
    """Return the types that an element of a list can hold, its own included."""
    found: set[int] = set()
    todo = [part.struct for _, part in _cases(read) if isinstance(part, StructRead)]
    while todo:
        number = todo.pop()
        if number not in found:
            found.add(number)
            for one in survey.program.structs[number].seq:
                todo += [p.struct for _, p in _cases(one.read) if isinstance(p, StructRead)]
    return found


def _own(survey: Survey, place: int) -> int:
    return survey.program.fields[place].struct if place in survey.deep else -1


def _of_content(
    survey: Survey, unknowns: Unknowns, one: Field, read: Read, road: Road
) -> Iterator[Extreme]:
    """Yield the greatest sizes of a text or byte string, and nasty contents."""
    is_laid = one.kind is FieldKind.INSTANCE and one.stream is not None
    if not isinstance(read, BytesRead | StrRead) or is_laid:
        return
    struct = survey.program.structs[one.struct]
    name = f"{struct.name}.{one.id}"
    for extent in extents_of(read):
        counted: frozenset[int] | set[int] = frozenset()
        if extent.size is not None:
            counted = unknowns.of(extent.size) & survey.counts
        for place in sorted(counted):
            yield from _greatest(survey, place, _MOST_BYTES, road)
            if _is_free(survey, one, read):
                for part in range(_NASTY_EACH):
                    yield Extreme(TEXT, place, part, f"{name} is nasty", road.needs, road.values)
        if extent.size is None and (extent.terminator is not None or extent.to_end):
            if not _is_free(survey, one, read):
                continue
            for amount in _TEXTS:
                yield Extreme(
                    LENGTH, one.number, amount, f"{name}: {amount} bytes", road.needs, road.values
                )
            for part in range(_NASTY_EACH):
                yield Extreme(TEXT, one.number, part, f"{name} is nasty", road.needs, road.values)


def _is_free(survey: Survey, one: Field, read: Read) -> bool:
    """Whether nothing says what a text holds."""
    busy = survey.fixed, survey.zeros, survey.sums, survey.bases
    if any(one.number in book for book in busy):
        return False
    return survey.domain(one, 0, 0)[2] is None and isinstance(read, BytesRead | StrRead)


def _greatest(
    survey: Survey, place: int, most: int, road: Road, *, struct: int = -1
) -> Iterator[Extreme]:
    """Yield the greatest and the second greatest value of a count."""
    program = survey.program
    one = program.fields[place]
    low, high = _held(one)
    low, high, choices = survey.domain(one, low, high)
    busy = survey.fixed, survey.packed
    if choices is not None or any(place in book for book in busy) or high <= low:
        return
    top = min(high, most)
    name = f"{program.structs[one.struct].name}.{one.id}"
    for amount in (top, top - 1):
        if amount > low:
            yield Extreme(
                COUNT, place, amount, f"{name} = {amount}", road.needs, road.values, struct=struct
            )


def _held(one: Field) -> tuple[int, int]:
    match one.read:
        case BitsRead(width=width):
            return 0, (1 << width) - 1
        case NumberRead(primitive=primitive):
            return primitive.minimum or 0, primitive.maximum or 0
    return 0, 0


def _deepest(survey: Survey, one: Field, place: int, road: Road) -> Iterator[Extreme]:
    """Yield the deepest nesting of a type that holds itself: to what a check or a budget says."""
    program = survey.program
    struct = program.structs[one.struct]
    needs = road.needs - {place}
    for check, param, limit in _limits(survey, struct):
        yield Extreme(
            DEPTH, place, limit, f"{struct.name} nested to {limit}", needs, road.values,
            param, check, struct=struct.number,
        )  # fmt: skip
        return
    levels = min(program.budget.depth - 2, _MOST_LEVELS)
    label = f"{struct.name} nested in {levels} objects"
    yield Extreme(DEPTH, place, levels, label, needs, road.values, struct=struct.number)


def _limits(survey: Survey, struct: Struct) -> Iterator[tuple[int, str, int]]:
    """Yield checks that bound a parameter of a type: check, attribute, greatest value."""
    program = survey.program
    params = {param.number: param.id for param in struct.params}
    for check in program.checks:
        is_own = check.struct == struct.number and check.kind is CheckKind.CHECK
        if not is_own or check.condition is None or check.severity.value != "error":
            continue
        match check.condition:
            case ir.Compare(
                op="<=" | "<" as op, left=ir.FieldGet(object=ir.SelfRef(), field=number),
                right=right,
            ) if number in params:  # fmt: skip
                limit = constant(right)
            case ir.Compare(
                op=">=" | ">" as op, right=ir.FieldGet(object=ir.SelfRef(), field=number),
                left=left,
            ) if number in params:  # fmt: skip
                limit = constant(left)
            case _:
                continue
        if type(limit) is int and 1 < limit <= _MOST_LEVELS:
            yield check.number, f"f_{params[number]}", limit - (op in "<>")
