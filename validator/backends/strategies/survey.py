"""What a maker has to know of each stored field before it is written down as code.

Comes in: a Program. Goes out: bounds and permitted values, which values decide a branch or a
count elsewhere, which are known only later, and what fixes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from validator.backends.strategies.domain import Part, simplest_first
from validator.backends.strategies.invert import Inverter, is_leaf
from validator.backends.strategies.packing import find_packed
from validator.backends.strategies.rules import RuleBook, conditions_of, constant, find_rules
from validator.backends.strategies.speech import Speech, speech_of
from validator.backends.strategies.weighing import dividing, find_heavy, places_of
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.equations import Unknowns, extents_of, fixed_by, structs_of
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    CheckKind,
    Extent,
    Field,
    FieldKind,
    NumberRead,
    Program,
    Read,
    RepeatKind,
    StrRead,
    StructRead,
    SwitchRead,
)
from validator.ir.overlap import Jump, jumps_of
from validator.ir.walk import walk

_MAX_PREFERRED = 64


# house: loose-dataclass - tables that are filled once and only read afterwards
@dataclass(slots=True)
class Survey:
    """Tables over the fields of a program.

    Attributes:
        rules: where conditions are looked at.
        fixed: field -> the expression that it is equal to, where that is no constant.
        late: fields that are fixed by what is known only when more was written.
        holes: fields that say the size or the place of something that follows them.
        counts: fields that say how many or how long, and are chosen small.
        prefer: field -> values on which a branch depends.
        bases: text field -> base of the number that it holds.
        sums: field -> its checksum check.
        refers: field -> its reference check.
        risky: structs that may need a second attempt.
        zeros: reserved byte string -> the byte that fills it.
        deep: fields that count objects of a type that holds itself.
        pools: byte strings of a size that is filled in, in which texts with a place may lie.
        marked: some instance reads where strings or objects start.
        named: field that says how long a text is -> the text, which refers to others.
        packed: numbers that consist of several parts.
        small: fields that are compared with counts.
        soft: counts that become smaller when an element cannot be made.
        looked_back: lists of which a subscript is computed: an element stands in them at once.
        awaited: fields that conditions of objects elsewhere use, perhaps before they are made.
        lengths: numbers that say how many bytes a string has.
        dividing: numbers that others are divided by.
        heavy: counts that are the higher digits of one -> (fields on the way to it, its weight).
    """

    program: Program
    speech: Speech
    inverter: Inverter
    rules: RuleBook
    fixed: dict[int, ir.Expr] = field(default_factory=dict)
    late: set[int] = field(default_factory=set)
    holes: set[int] = field(default_factory=set)
    counts: set[int] = field(default_factory=set)
    prefer: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    bases: dict[int, int] = field(default_factory=dict)
    sums: dict[int, int] = field(default_factory=dict)
    refers: dict[int, int] = field(default_factory=dict)
    risky: set[int] = field(default_factory=set)
    zeros: dict[int, int] = field(default_factory=dict)
    deep: set[int] = field(default_factory=set)
    pools: set[int] = field(default_factory=set)
    marked: bool = False
    named: dict[int, int] = field(default_factory=dict)
    packed: dict[int, tuple[Part, ...]] = field(default_factory=dict)
    small: set[int] = field(default_factory=set)
    soft: set[int] = field(default_factory=set)
    looked_back: set[int] = field(default_factory=set)
    awaited: set[int] = field(default_factory=set)
    lengths: set[int] = field(default_factory=set)
    dividing: set[int] = field(default_factory=set)
    heavy: dict[int, tuple[tuple[tuple[int, ...], int], ...]] = field(default_factory=dict)

    def domain(self, one: Field, low: int, high: int) -> tuple[int, int, tuple[Any, ...] | None]:
        """Return bounds and permitted values of a field by its own constant checks.

        Args:
            one: the field.
            low, high: what its bytes can hold.
        """
        choices: list[Any] | None = None
        for number in one.checks:
            check = self.program.checks[number]
            values = [constant(operand) for operand in check.operands]
            found: list[Any] | None = None
            match check.kind:
                case CheckKind.MIN if type(values[0]) is int:
                    low = max(low, values[0])
                case CheckKind.MAX if type(values[0]) is int:
                    high = min(high, values[0])
                case CheckKind.RESERVED if isinstance(one.read, BytesRead):
                    continue
                case CheckKind.EQ | CheckKind.CONTENTS | CheckKind.RESERVED:
                    found = [values[0]] if values and values[0] is not None else None
                case CheckKind.ANY_OF if all(value is not None for value in values):
                    found = values
                case CheckKind.IN_ENUM if one.enum is not None:
                    found = [value for value, _ in self.program.enums[one.enum].members]
                case CheckKind.EXPR if fixed_by(check) is not None:
                    value = constant(fixed_by(check))
                    found = None if value is None else [value]
            if found is not None:
                choices = found if choices is None else [v for v in choices if v in found]
        if choices is not None and all(type(value) is int for value in choices):
            choices = [value for value in choices if low <= value <= high]
        return low, high, simplest_first(choices) if choices else None


def survey_of(program: Program, *, has_contracts: bool = False) -> Survey:
    """Look at a program once.

    Args:
        program: the compiled schema.
        has_contracts: files are to meet contracts, too.
    """
    rules = find_rules(program, has_contracts=has_contracts)
    found = Survey(program, speech_of(program), Inverter(program), rules)
    _find_fixed(found)
    _find_holes(found)
    _find_counts(found)
    found.dividing = dividing(program)
    found.heavy = find_heavy(program, found.counts)
    _find_preferred(found)
    found.packed = find_packed(
        program, [expr for one in program.fields for expr in exprs_of(program, one)]
    )
    _find_late(found)
    _find_seen(found)
    found.risky = _risky(found)
    _find_soft(found)
    found.marked = any(
        one.kind is FieldKind.INSTANCE and one.position is not None for one in program.fields
    )
    return found


def _find_fixed(found: Survey) -> None:
    program = found.program
    for check in program.checks:
        if check.field is None:
            continue
        one = program.fields[check.field]
        if check.kind is CheckKind.CHECKSUM:
            found.sums[one.number] = check.number
        elif check.kind is CheckKind.REFERS_TO:
            found.refers[one.number] = check.number
        elif check.kind is CheckKind.RESERVED and isinstance(one.read, BytesRead):
            fill = constant(check.operands[0]) if check.operands else 0
            found.zeros[one.number] = fill if isinstance(fill, int) else 0
        elif fixed_by(check) is not None and one.read is not None:
            expr = fixed_by(check)
            if expr is not None and constant(expr) is None:
                found.fixed[one.number] = expr


def content_first(extent: Extent) -> bool:
    """Whether the size of a byte string follows from its content."""
    return extent.process is not None and extent.process.name == "zlib"


def _find_holes(found: Survey) -> None:
    """Find fields that say the size of an object, or where an instance stands."""
    program = found.program
    found.pools = _pools(program)
    for one in program.fields:
        speech = found.speech
        exprs = [read.extent.size for read in structs_of(one.read) if read.extent is not None]
        exprs += [e.size for e in extents_of(one.read) if content_first(e)]
        if one.kind is FieldKind.INSTANCE and one.position is not None:
            exprs.append(one.position)
        if one.number in found.pools:
            exprs += [extent.size for extent in extents_of(one.read)]
        for expr in exprs:
            if expr is None:
                continue
            for way in found.inverter.ways(speech, expr, "n"):
                if _can_be_hole(found, way.field):
                    found.holes.add(way.field)
    found.holes -= _asked_before(found)


def _asked_before(found: Survey) -> set[int]:
    """Return what says the size of an object and of bytes that stand before it.

    The bytes need it when they are made, so that the object has to fill what is left to it.
    """
    asked: set[int] = set()
    for struct in found.program.structs:
        before: set[int] = set()
        for one in struct.seq:
            for read in structs_of(one.read):
                if read.extent is not None:
                    asked |= before & _sizes(found, read.extent)
            if one.condition is None and isinstance(one.read, BytesRead):
                before |= _sizes(found, one.read.extent)
    return asked


def _sizes(found: Survey, extent: Extent) -> set[int]:
    if extent.size is None:
        return set()
    return {way.field for way in found.inverter.ways(found.speech, extent.size, "n")}


def _pools(program: Program) -> set[int]:
    """Return the byte strings in which texts may lie that other objects point to."""
    jumps = jumps_of(program)
    if not any(
        jumps.get(one.number) is Jump.DECLARED and isinstance(one.read, BytesRead | StrRead)
        for one in program.fields
    ):
        return set()
    return {
        one.number for one in program.fields
        if one.kind is FieldKind.SEQ and one.repeat is None and isinstance(one.read, BytesRead)
        and _is_plain(one.read.extent) and not one.checks
    }  # fmt: skip


def _is_plain(extent: Extent) -> bool:
    has_size = extent.size is not None and constant(extent.size) is None
    return has_size and extent.terminator is None and not extent.process


def _can_be_hole(found: Survey, number: int) -> bool:
    if number < 0 or number in found.fixed or number in found.sums or number in found.refers:
        return False
    one = found.program.fields[number]
    if not is_leaf(one) or isinstance(one.read, BytesRead):
        return False
    if isinstance(one.read, StrRead):
        return isinstance(one.read.extent.size, ir.Lit)
    return found.domain(one, 0, 1 << 64)[2] is None


def _find_counts(found: Survey) -> None:
    program = found.program
    unknowns = Unknowns(program)
    for one in program.fields:
        exprs: list[ir.Expr | None] = []
        if one.repeat is not None and one.repeat.kind is RepeatKind.COUNT:
            exprs.append(one.repeat.expr)
        exprs += [extent.size for extent in extents_of(one.read)]
        exprs += places_of(one)
        if isinstance(one.read, BytesRead | StrRead) and one.read.extent.size is not None:
            found.lengths |= unknowns.of(one.read.extent.size)
        for expr in exprs:
            if expr is not None:
                found.counts |= unknowns.of(expr)
                if one.repeat is not None and _holds_itself(program, one):
                    found.deep |= unknowns.of(expr)
                found.counts |= {
                    number for node in walk(expr) if isinstance(node, ir.FieldGet)
                    for number in unknowns.of(node)
                }  # fmt: skip
    _find_compared(found, unknowns)
    _find_named(found)
    for one in program.fields:
        for node in (node for expr in exprs_of(program, one) for node in walk(expr)):
            match node:
                case ir.Call(name="str_to_i", args=args):
                    base = constant(args[1]) if len(args) > 1 else 10
                    own = {one.number} if isinstance(args[0], ir.Item) else set()
                    for number in unknowns.of(args[0]) | own:
                        found.bases[number] = base if isinstance(base, int) else 10


def _find_named(found: Survey) -> None:
    for number in found.refers:
        for extent in extents_of(found.program.fields[number].read):
            match extent.size:
                case ir.FieldGet(object=ir.SelfRef(), field=size):
                    found.named[size] = number


def _find_compared(found: Survey, unknowns: Unknowns) -> None:
    """Let what is compared with a count be chosen small, too: else it asks for long lists."""
    pairs = list(_comparisons(found.program, unknowns))
    before = -1
    while len(found.small) != before:
        before = len(found.small)
        for left, right in pairs:
            known = found.counts | found.small
            if left & known or right & known:
                found.small |= left | right
    found.small -= found.counts


def _comparisons(
    program: Program, unknowns: Unknowns
) -> Iterator[tuple[frozenset[int], frozenset[int]]]:
    """Yield stored fields that conditions compare with one another."""
    for check in program.checks:
        if check.condition is not None:
            for node in walk(check.condition):
                match node:
                    case ir.Compare(op="==" | "<=" | ">=", left=left, right=right):
                        yield unknowns.of(left), unknowns.of(right)
        if check.field is not None and check.kind in (CheckKind.MIN, CheckKind.MAX, CheckKind.EQ):
            for operand in check.operands:
                yield frozenset({check.field}), unknowns.of(operand)


def _holds_itself(program: Program, one: Field) -> bool:
    """Whether objects of a field can hold the type that the field stands in."""
    found: set[int] = set()
    todo = [read.struct for read in structs_of(one.read)]
    while todo:
        number = todo.pop()
        if number in found:
            continue
        found.add(number)
        fields = program.structs[number].fields
        todo += [read.struct for inner in fields for read in structs_of(inner.read)]
    return one.struct in found


def exprs_of(program: Program, one: Field) -> list[ir.Expr]:
    """Return the expressions of a field, those of its reads and checks included."""
    found = [one.condition, one.value, one.position, one.repeat.expr if one.repeat else None]
    found += [extent.size for extent in extents_of(one.read)]
    found += [arg for read in structs_of(one.read) for arg in read.args]
    found += [program.checks[number].condition for number in one.checks]
    found += [program.checks[n].condition for n in program.structs[one.struct].checks]
    if isinstance(one.read, SwitchRead):
        found.append(one.read.on)
    return [expr for expr in found if expr is not None]


def _find_preferred(found: Survey) -> None:
    """Find values that choose a case of a switch, or decide a condition."""
    program = found.program
    wanted: dict[int, list[Any]] = {}

    def note(expr: ir.Expr, values: list[Any]) -> None:
        for way in found.inverter.ways(found.speech, expr, "W"):
            if way.value == "W" and way.field >= 0:
                wanted.setdefault(way.field, []).extend(values)

    for one in program.fields:
        if isinstance(one.read, SwitchRead):
            cases = [constant(case) for case, _ in one.read.cases]
            note(one.read.on, [case for case in cases if case is not None])
    for condition in conditions_of(program):
        for node in walk(condition):
            match node:
                case ir.Compare(left=left, right=right):
                    for side, other in ((left, right), (right, left)):
                        value = constant(other)
                        if value is not None:
                            near = [value + 1] if type(value) is int and node.op != "==" else []
                            note(side, [value, *near])
                case ir.OneOf(value=side, items=items):
                    values = [constant(item) for item in items]
                    note(side, [value for value in values if value is not None])
    for one in program.fields:
        if one.enum is not None and is_leaf(one):
            members = [value for value, _ in program.enums[one.enum].members]
            wanted.setdefault(one.number, []).extend(members)
    found.prefer = {
        number: simplest_first(values)[:_MAX_PREFERRED] for number, values in wanted.items()
    }


def _find_late(found: Survey) -> None:
    """Find fixed fields that are equal to what is known only later."""
    for number, expr in found.fixed.items():
        if _is_late(found, expr):
            found.late.add(number)


def _is_late(found: Survey, expr: ir.Expr, depth: int = 0) -> bool:
    for node in walk(expr):
        match node:
            case ir.StreamAttr(name="size") | ir.SpanOf():
                return True
            case ir.FieldGet(field=number):
                one = found.program.fields[number]
                if number in found.holes or number in found.sums or number in found.late:
                    return True
                is_value = one.kind is FieldKind.VALUE and one.value is not None
                if is_value and depth < 8 and _is_late(found, one.value, depth + 1):  # type: ignore[arg-type]  # not None
                    return True
    return False


def _risky(found: Survey) -> set[int]:
    """Return the structs in which something may have to be chosen again."""
    program = found.program
    risky = {
        read.struct for one in program.fields for read in structs_of(one.read)
        if read.extent is not None and read.extent.size is not None
    }  # fmt: skip
    for struct in program.structs:
        for one in struct.fields:
            numbers = found.rules.at, found.rules.behind
            is_risky = any(one.number in book for book in numbers) or one.number in found.refers
            is_risky |= any(read.extent is not None for read in structs_of(one.read))
            is_risky |= one.kind is FieldKind.INSTANCE and one.position is not None
            is_risky |= isinstance(one.read, SwitchRead) or one.number in found.fixed
            is_risky |= one.repeat is not None and one.repeat.kind is not RepeatKind.COUNT
            is_risky |= one.number in found.awaited
            is_risky |= any(e.to_end or content_first(e) for e in extents_of(one.read))
            if is_risky:
                risky.add(struct.number)
    return risky


def _find_soft(found: Survey) -> None:
    """Find counts of lists of which an element may be impossible."""
    program = found.program
    unknowns = Unknowns(program)
    for one in program.fields:
        repeat = one.repeat
        if repeat is None or repeat.kind is not RepeatKind.COUNT or repeat.expr is None:
            continue
        is_risky = one.number in found.rules.at or one.number in found.refers
        is_risky |= any(read.struct in found.risky for read in structs_of(one.read))
        if is_risky:
            found.soft |= {
                number for number in unknowns.of(repeat.expr) & found.counts
                if number not in found.fixed and number not in found.holes
                and isinstance(program.fields[number].read, NumberRead | BitsRead)
            }  # fmt: skip


def _find_seen(found: Survey) -> None:
    """Find lists and fields that conditions look at from elsewhere."""
    program = found.program
    for check in program.checks:
        match check.operands[:1]:
            case (ir.FieldGet(field=number),) if check.kind is CheckKind.REFERS_TO:
                found.looked_back.add(number)  # an element may refer to itself
    exprs = [check.condition for check in program.checks if check.condition is not None]
    exprs += [operand for check in program.checks for operand in check.operands]
    exprs += [one.value for one in program.fields if one.value is not None]
    for expr in exprs:
        for node in walk(expr):
            match node:
                case ir.Subscript(array=ir.FieldGet(field=number), index=index):
                    if constant(index) is None:
                        found.looked_back.add(number)
            match node:
                case ir.FieldGet(object=owner, field=number):
                    if not isinstance(owner, ir.SelfRef):
                        found.awaited.add(number)


def case_reads(read: Read | None) -> list[Read]:
    """Return a read and, of a switch, those of its cases."""
    if isinstance(read, SwitchRead):
        inner = [case for _, case in read.cases] + [read.default]
        return [part for case in inner if case is not None for part in case_reads(case)]
    return [] if read is None else [read]


def made_structs(program: Program) -> set[int]:
    """Return the structs that reading a file can come to."""
    found = {0}
    todo = [0]
    while todo:
        for one in program.structs[todo.pop()].fields:
            for read in case_reads(one.read):
                if isinstance(read, StructRead) and read.struct not in found:
                    found.add(read.struct)
                    todo.append(read.struct)
    return found
