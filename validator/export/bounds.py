"""What integers of an accepted file can be: the least and greatest value of fields and expressions.

Comes in: a Program. Goes out: ranges that hold for every file without an error, taken from the
width of what is read and from its checks (severity error, no contract). A range may be wider
than the truth, never narrower. It refuses to know what ranges are for.
"""

from __future__ import annotations

from validator.dataclass import dataclass
from validator.export.intervals import NATURAL, UNKNOWN, Range, combine, implied_by
from validator.findings import Severity
from validator.ir import expr as ir
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    CheckKind,
    Field,
    NumberRead,
    Program,
    Read,
    Repeat,
    RepeatKind,
    StrRead,
    StructRead,
    SwitchRead,
)
from validator.ir.types import ArrayType, EnumType, IntType

_DEEPEST = 60
_SETTLED = (CheckKind.UNIQUE, CheckKind.SORTED, CheckKind.REFERS_TO, CheckKind.CHECKSUM)


@dataclass(frozen=True, slots=True)
class _Use:
    """One place that makes objects of a type: the field, and the arguments it passes."""

    field: Field
    args: tuple[ir.Expr, ...]


class Bounds:
    """Ranges of one program; each field is worked out once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._known: dict[int, Range] = {}
        self._open: set[int] = set()
        self._uses = _uses(program)

    def of_field(self, number: int) -> Range:
        """Return the range of a field, of its elements when it repeats; unknown if no integer.

        Args:
            number: in `program.fields`.
        """
        if number in self._known:
            return self._known[number]
        field = self.program.fields[number]
        natural = self.natural(field)
        if number in self._open or len(self._open) >= _DEEPEST:
            return natural  # it needs itself, or the chain is too long to be worth it
        self._open.add(number)
        found = natural.meet(self._given(field))
        for check in self._checks(field):
            found = found.meet(check)
        self._open.discard(number)
        self._known[number] = found
        return found

    def of_count(self, repeat: Repeat | None) -> Range:
        """Return how many elements a repetition can have; exactly 1 without one."""
        if repeat is None:
            return Range(1, 1)
        match repeat.kind:
            case RepeatKind.COUNT if repeat.expr is not None:
                return self.of(repeat.expr).at_least(0)
            case RepeatKind.UNTIL:
                return Range(1, None)
        return NATURAL

    def of(self, node: ir.Expr) -> Range:
        """Return the range of an integer expression; unknown when it is none.

        Args:
            node: an expression of the program.
        """
        match node:
            case ir.Lit(value=int(value)) | ir.EnumLit(value=value):
                return Range(int(value), int(value))
            case ir.Unary(op="-", operand=operand):
                return Range(0, 0).minus(self.of(operand))
            case ir.Binary(op=op, left=left, right=right):
                return combine(op, self.of(left), self.of(right))
            case ir.IfElse(then=then, otherwise=otherwise):
                return self.of(then).join(self.of(otherwise))
            case ir.FieldGet(field=number):
                return self.of_field(number)
            case ir.Cast(operand=operand):
                return self.of(operand)
            case ir.Subscript(array=ir.FieldGet(field=number)):
                return self.of_field(number)
            case ir.Index() | ir.SpanOf() | ir.StreamAttr():
                return NATURAL
            case ir.Over(name="min" | "max", body=body) if body is not None:
                return self.of(body)
            case ir.Over(name="count"):
                return NATURAL
            case ir.Call(name=name, args=args):
                return self._call(name, args[0])
        return UNKNOWN

    def _call(self, name: str, of: ir.Expr) -> Range:
        match name:
            case "enum_to_i" | "array_first" | "array_last" | "array_min" | "array_max":
                return self.of(of)
            case "bool_to_i":
                return Range(0, 1)
            case "bytes_first" | "bytes_last" | "bytes_min" | "bytes_max":
                return Range(0, 255)
            case "array_size":
                repeat = (
                    self.program.fields[of.field].repeat if isinstance(of, ir.FieldGet) else None
                )
                # Asked from inside, it is the number of elements up to there.
                return self.of_count(repeat).join(Range(0, 0)) if repeat is not None else NATURAL
            case "bytes_length" | "str_length":
                return NATURAL
        return UNKNOWN

    def natural(self, field: Field) -> Range:
        """Return what the width of a field permits, whatever its checks say."""
        kind = field.type.item if isinstance(field.type, ArrayType) else field.type
        if field.read is not None and isinstance(kind, IntType | EnumType):
            return _of_read(field.read)
        match kind:
            case IntType(width=int(width), signed=signed):
                bits = width * 8
                return Range(-(1 << bits - 1), (1 << bits - 1) - 1) if signed else below(bits)
        return UNKNOWN

    def _given(self, field: Field) -> Range:
        """Return the range of what a value instance computes, or of a parameter's arguments."""
        if field.value is not None:
            return self.of(field.value)
        struct = self.program.structs[field.struct]
        uses = self._uses.get(field.struct, ())
        position = next((i for i, p in enumerate(struct.params) if p.number == field.number), None)
        if position is None or not uses:
            return UNKNOWN
        found: Range | None = None
        for use in uses:
            if position >= len(use.args):
                return UNKNOWN
            argument = use.args[position]
            one = self.of(argument)
            if isinstance(argument, ir.Index):
                count = self.of_count(use.field.repeat)
                one = Range(0, None if count.high is None else max(count.high - 1, 0))
            found = one if found is None else found.join(one)
        return found or UNKNOWN

    def _checks(self, field: Field) -> list[Range]:
        """Return what each check of the field, and of its type, implies for it."""
        ranges = []
        own = self.program.structs[field.struct].checks
        for number in (*field.checks, *own):
            check = self.program.checks[number]
            if check.severity is not Severity.ERROR or check.needs_contract:
                continue
            if check.condition is None or check.kind in _SETTLED:
                continue
            target = ir.Item if check.field == field.number else field.number
            ranges.append(implied_by(check.condition, target, self.of))
        return ranges


def below(bits: int) -> Range:
    """Return the range of an unsigned integer of so many bits."""
    return Range(0, (1 << bits) - 1)


def _of_read(read: Read) -> Range:
    match read:
        case NumberRead(primitive=primitive):
            return Range(primitive.minimum, primitive.maximum)
        case BitsRead(width=width):
            return below(width)
        case SwitchRead(cases=cases, default=default):
            found: Range | None = None
            for inner in (*(inner for _, inner in cases), default):
                if inner is not None:
                    one = _of_read(inner)
                    found = one if found is None else found.join(one)
            return found or UNKNOWN
    return UNKNOWN


def _uses(program: Program) -> dict[int, tuple[_Use, ...]]:
    """Return, for each type, where objects of it are made."""
    found: dict[int, list[_Use]] = {}
    for field in program.fields:
        waiting = [field.read]
        while waiting:
            match waiting.pop():
                case StructRead(struct=number, args=args):
                    found.setdefault(number, []).append(_Use(field, args))
                case SwitchRead(cases=cases, default=default):
                    waiting += [default, *(read for _, read in cases)]
                case NumberRead() | BitsRead() | BytesRead() | StrRead() | None:
                    continue
    return {number: tuple(uses) for number, uses in found.items()}
