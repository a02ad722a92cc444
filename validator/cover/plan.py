"""What is measured of each field and type, decided from the Program alone.

Comes in: a Program. Goes out: gauges and, in a draft, their features. It runs once a schema.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from validator.cover.combine import MAX_DOMAIN, Domain, Wanted, combined_of
from validator.cover.feature import Draft, FeatureKind
from validator.cover.gauges import (
    Bounds,
    Branches,
    Counts,
    Exact,
    Gauge,
    Kinds,
    Lengths,
    Presence,
    Values,
)
from validator.cover.lengths import length_scale
from validator.cover.limits import LimitFinder, Limits, own_field, span_of
from validator.cover.places import places_of
from validator.cover.reach import Reaching, constant, is_global
from validator.cover.references import references_of
from validator.cover.rows import RowUse, row_of
from validator.cover.scales import (
    Classify,
    Mark,
    bool_scale,
    enum_scale,
    float_scale,
    integer_scale,
)
from validator.cover.use import pairs_of, use_of
from validator.cover.where import permits_of
from validator.ir.equations import Unknowns
from validator.ir.expr import Expr, FieldGet
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    CheckKind,
    Combination,
    Coverage,
    Field,
    FieldKind,
    Program,
    Read,
    RepeatKind,
    StrRead,
    Struct,
    StructRead,
    SwitchRead,
)
from validator.ir.show_expr import show_expr
from validator.ir.types import ArrayType, BoolType, BytesType, EnumType, FloatType, IntType, StrType

_SMALL_BITS = 2


class Plan:
    """Decides what is measured.

    Args:
        program: not modified.
        draft: receives features.

    Attributes:
        used_at, each_subscript: see `Features`; complete when all gauges are made, as is
        rowed: fields whose subscripts mean what a table row says.
    """

    def __init__(self, program: Program, draft: Draft) -> None:
        self._program = program
        self._draft = draft
        self._places = places_of(program)
        self._limits = LimitFinder(program)
        self._reaching = Reaching(program)
        self._switched = _switched(program)
        self.used_at: dict[int, int] = {}
        self.each_subscript: set[int] = set()
        self.rowed: list[RowUse] = []

    def gauges(self) -> Iterator[Gauge]:
        """Yield every gauge; features are numbered as they come."""
        for number, field in enumerate(self._places.fields()):
            if not self._draft.room:
                rest = sum(1 for _ in self._places.fields()) - number
                self._draft.leave_out(f"{rest} fields: there are too many in the schema")
                break
            start = len(self._draft.features)
            yield from self._field(field)
            if field.coverage is not None:
                words = frozenset(field.coverage.words)
                self._draft.require(start, words)
                if not words.isdisjoint(("all", "each-subscript")):
                    self.each_subscript.add(field.number)
        for struct in self._places.structs():
            yield from self._combined(struct)

    # -- one field -----------------------------------------------------------------------

    def _field(self, field: Field) -> Iterator[Gauge]:
        limits = self._limits.of(field)
        is_wanted = field.coverage != Coverage()
        is_free = is_wanted and field.kind is not FieldKind.VALUE and not limits.is_fixed
        mark = Mark(self._draft, self._places.path(field), field.number, is_free)
        whole = Mark(self._draft, mark.path, field.number, is_wanted)
        defaults = self._defaults(field)
        if defaults:
            use = use_of(whole, field.number, defaults, listed=self._listed(field))
            self.used_at |= pairs_of(use)
            row = row_of(self._places, field, use, mark.path)
            self.rowed += [row] if row is not None else []
            yield use
        yield from self._values(field, mark, whole, limits)
        if field.kind is not FieldKind.VALUE:
            yield from self._lengths(field, mark, whole)
        if field.nullable or field.condition is not None:
            present = whole.add(FeatureKind.PRESENCE, "present", "present")
            absent = whole.add(FeatureKind.PRESENCE, "absent", "absent")
            is_computed = field.kind is FieldKind.VALUE and not isinstance(field.type, ArrayType)
            yield Presence(field.number, field.struct, present, absent, is_computed)
        if isinstance(field.read, SwitchRead):
            yield self._branches(field, field.read, whole)
        yield from self._bounds(field, whole)
        if field.target_check is not None:
            check = self._program.checks[field.target_check]
            gauge = references_of(whole, field, check, self._reaching, defaults)
            if gauge is not None:
                yield gauge

    def _values(self, field: Field, mark: Mark, whole: Mark, limits: Limits) -> Iterator[Gauge]:
        scale = self._scale(field, mark, whole, limits)
        if scale is not None:
            yield Values(field.number, scale)
        if field.coverage is not None and field.coverage.values:
            exact: dict[Any, int] = {}
            for value in field.coverage.values:
                exact[constant(value)] = whole.add(
                    FeatureKind.VALUE, f"value {show_expr(self._program, value)}", "values"
                )
            self._draft.require(min(exact.values()), frozenset(("values",)))
            yield Exact(field.number, exact)

    def _defaults(self, field: Field) -> frozenset[Any]:
        values = [constant(default) for default in field.defaults]
        if any(value is None for value in values):
            self._draft.leave_out(f"{self._places.path(field)}: -default needs a file")
        return frozenset(value for value in values if value is not None)

    def _listed(self, field: Field) -> str:
        if field.repeat:
            return "own"
        return "object" if self._places.is_listed(field) else ""

    def _scale(self, field: Field, mark: Mark, whole: Mark, limits: Limits) -> Classify | None:
        kind = field.type.item if isinstance(field.type, ArrayType) else field.type
        if isinstance(field.type, ArrayType) and field.kind is FieldKind.VALUE:
            return None  # a computed list is one value
        match kind:
            case EnumType(enum=number):
                of = mark if limits.is_fixed else whole
                return enum_scale(of, limits, self._program.enums[number])
            case BoolType():
                return bool_scale(mark if limits.is_fixed else whole)
            case IntType():
                return integer_scale(mark, limits)
            case FloatType():
                return float_scale(mark)
        return None

    def _lengths(self, field: Field, mark: Mark, whole: Mark) -> Iterator[Gauge]:
        kind = field.type.item if isinstance(field.type, ArrayType) else field.type
        span = self._size(field.read)
        if span is not None and isinstance(kind, BytesType | StrType) and mark.can_be_goal:
            span = low, high = self._limits.length_of(field, span)
            if low != high or isinstance(kind, StrType):
                yield Lengths(field.number, length_scale(mark, FeatureKind.LENGTH, span))
        if field.repeat is not None:
            is_count = field.repeat.kind is RepeatKind.COUNT
            count = span_of(self._limits, self._program, field.repeat.expr if is_count else None)
            if field.repeat.kind is RepeatKind.UNTIL:
                count = (1, None)
            count = self._limits.length_of(field, count)
            is_set = any(
                self._program.checks[n].kind in (CheckKind.UNIQUE, CheckKind.CONTENTS)
                for n in field.checks
            )
            is_plain = isinstance(kind, IntType | StrType | BytesType | EnumType)
            scale = length_scale(whole, FeatureKind.COUNT, count)
            again = -1
            if is_plain and not is_set:
                again = whole.add(FeatureKind.COUNT, "equal elements", "duplicates")
            if count[0] != count[1] or again >= 0:
                yield Counts(field.number, scale, again)

    def _size(self, read: Read | None) -> tuple[int, int | None] | None:
        match read:
            case BytesRead(extent=extent) | StrRead(extent=extent):
                low, high = span_of(self._limits, self._program, extent.size)
                is_cut = extent.terminator is not None or extent.pad_right is not None
                return (0 if is_cut else low), high
        return None

    def _branches(self, field: Field, read: SwitchRead, mark: Mark) -> Gauge:
        values = [constant(case) for case, _ in read.cases]
        on = self._reaching.value(read.on)
        if on is None or any(value is None for value in values):
            return self._kinds(field, read, mark)
        cases: dict[Any, int] = {}
        for (case, _), value in zip(read.cases, values, strict=True):
            if value not in cases:
                text = f"case {show_expr(self._program, case)}"
                cases[value] = mark.add(FeatureKind.BRANCH, text, "cases")
        is_goal = read.default is not None and not self._are_all(read.on, cases)
        otherwise = mark.add(FeatureKind.BRANCH, "any other case", "cases", is_goal=is_goal)
        return Branches(field.number, on, cases, otherwise)

    def _are_all(self, on: Expr, cases: Collection[Any]) -> bool:
        """Whether a field that is switched on has no other value than those of the cases."""
        place = own_field(on)
        if place is None:
            return False
        limits = self._limits.of(self._program.fields[place])
        allowed = limits.allowed
        return allowed is not None and all(v in cases for v in allowed if limits.permits(v))

    def _kinds(self, field: Field, read: SwitchRead, mark: Mark) -> Gauge:
        reads = [case for _, case in read.cases] + [read.default]
        structs: dict[int, int] = {}
        plain = -1
        for one in reads:
            if isinstance(one, StructRead) and one.struct not in structs:
                name = self._program.structs[one.struct].path[-1]
                structs[one.struct] = mark.add(FeatureKind.BRANCH, f"type {name}", "cases")
            elif one is not None and not isinstance(one, StructRead) and plain < 0:
                plain = mark.add(FeatureKind.BRANCH, "no object", "cases")
        return Kinds(field.number, structs, plain)

    def _bounds(self, field: Field, mark: Mark) -> Iterator[Gauge]:
        for number in field.checks:
            check = self._program.checks[number]
            if check.kind not in (CheckKind.MIN, CheckKind.MAX) or check.needs_contract:
                continue
            bound = check.operands[0]
            reach = self._reaching.value(bound)
            if reach is None or constant(bound) is not None:
                continue
            shown = show_expr(self._program, bound)
            if shown[:1] == "(" and shown[-1:] == ")" and shown.count("(") == 1:
                shown = shown[1:-1]
            at = mark.add(FeatureKind.VALUE, f"limit {shown}", "limits")
            inward = 1 if check.kind is CheckKind.MIN else -1
            inside = mark.add(FeatureKind.VALUE, f"next to {shown}", "limits")
            yield Bounds(field.number, reach, inward, is_global(bound), at, inside)

    # -- one type ------------------------------------------------------------------------

    def _combined(self, struct: Struct) -> Iterator[Gauge]:
        path = self._places.prefixes[struct.number].removesuffix(".")
        few = {
            domain.place: domain
            for field in struct.fields
            if field.kind in (FieldKind.SEQ, FieldKind.INSTANCE)
            and field.coverage != Coverage()
            and (domain := self._domain(field)) is not None
        }
        asked = struct.combinations
        is_required = asked is not None
        for one in (Combination((), 2),) if asked is None else asked:
            domains = [self._named(number, path) for number in one.fields] or [*few.values()]
            known = tuple(domain for domain in domains if domain is not None)
            permits = permits_of(one.where)
            wanted = Wanted(path, known, one.strength, permits, is_required=is_required)
            gauge = combined_of(self._draft, wanted)
            if gauge is not None:
                yield gauge

    def _named(self, number: int, path: str) -> Domain | None:
        """Return the values of a field that `-coverage` combines."""
        field = self._program.fields[number]
        domain = self._domain(field)
        if domain is None:
            where = f"{path}.{field.id}".lstrip(".")
            self._draft.leave_out(f"{where}: not combined, it has no few values")
        return domain

    def _domain(self, field: Field) -> Domain | None:
        """Return the values of a field with few of them, or None."""
        limits = self._limits.of(field)
        if field.repeat is not None or limits.is_fixed:
            return None
        values: dict[Any, str] = {}
        match field.type:
            case EnumType(enum=number):
                values = dict(self._program.enums[number].members[: MAX_DOMAIN + 1])
            case BoolType():
                values = {False: "false", True: "true"}
            case IntType():
                values = {value: str(value) for value in limits.allowed or ()}
                values = values or self._switched.get(field.number, {})
                if isinstance(field.read, BitsRead) and field.read.width <= _SMALL_BITS:
                    values = {value: str(value) for value in range(1 << field.read.width)}
        values = {value: text for value, text in values.items() if limits.permits(value)}
        return Domain(field.number, field.id, values) if 1 < len(values) <= MAX_DOMAIN else None


def _switched(program: Program) -> dict[int, dict[Any, str]]:
    """Return the numbers that decide which case of a switch is read, with their cases."""
    unknowns = Unknowns(program)
    found: dict[int, dict[Any, str]] = {}
    for field in program.fields:
        if not isinstance(field.read, SwitchRead):
            continue
        values = {constant(case): show_expr(program, case) for case, _ in field.read.cases}
        values.pop(None, None)
        match field.read.on:
            case FieldGet(field=number) if number in unknowns.of(field.read.on):
                found.setdefault(number, {}).update(values)
    return found
