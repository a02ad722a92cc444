"""Fixed-width records checked by column: C loops of the interpreter instead of a Python loop.

A record qualifies when each of its conditions is about one field and constants, or compares
two fields. One-byte fields are checked by deleting the permitted bytes from a strided slice.
Unsigned wider ones are lanes of one large integer (`runtime.columns`); what lanes cannot do
is unpacked a block at a time and compared as whole columns.
"""

from __future__ import annotations

from dataclasses import field

from validator.backends.python.hot import HotList
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import Check, CheckKind, Endian, Field, NumberRead, Program
from validator.ir.types import EnumType, IntType

_PAIRS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}
_BOUNDS = {CheckKind.MIN: ">=", CheckKind.MAX: "<=", CheckKind.EQ: "=="}
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the record, at a byte offset."""

    field: Field
    offset: int
    width: int
    signed: bool
    code: str
    order: str


# house: loose-dataclass - every test adds the columns that it needs
@dataclass(slots=True)
class ColumnPlan:
    """The tests of one block, as lines that raise; `unpacked` are the columns they name.

    Lines read `blk` (the bytes), `r` (records in it), `v_ID` (unpacked columns) and `x_ID`
    (lanes).
    """

    width: int
    columns: dict[int, Column]
    lines: list[str] = field(default_factory=list)
    unpacked: dict[int, Column] = field(default_factory=dict)
    laned: dict[int, Column] = field(default_factory=dict)

    @property
    def order(self) -> str:
        """Byte order of the record, `<` or `>`."""
        return next((c.order for c in self.columns.values() if c.order), "<")

    @property
    def code(self) -> str:
        """`struct` format of one record with only the unpacked columns."""
        parts = [
            c.code if number in self.unpacked else "x" * c.width
            for number, c in self.columns.items()
        ]
        return self.order + "".join(parts)

    def has_lane(self, number: int) -> bool:
        """Whether a column can be a lane: unsigned, with a bit to spare in its record."""
        column = self.columns[number]
        return not column.signed and column.width < self.width

    def lane(self, number: int) -> str:
        """Return the variable of a column as lanes."""
        column = self.columns[number]
        self.laned[number] = column
        return f"x_{column.field.id}"

    def lane_lines(self) -> list[str]:
        """Return the lines that make the lanes."""
        if not self.laned:
            return []
        order = "little" if self.order == "<" else "big"
        lines = [f"N1 = int.from_bytes(blk, {order!r})"]
        for column in self.laned.values():
            at = column.offset if self.order == "<" else self.width - column.offset - column.width
            mask = f"lanes({(1 << 8 * column.width) - 1:#x}, {self.width}, r)"
            shifted = f"N1 >> {8 * at}" if at else "N1"
            lines.append(f"x_{column.field.id} = {shifted} & {mask}")
        return lines

    def at_least(self, bits: int, high: str, low: str) -> str:
        """Return the test that lanes `high` are nowhere less than lanes `low`."""
        guard = f"lanes({1 << bits:#x}, {self.width}, r)"
        return f"if (({high} | {guard}) - {low}) & {guard} != {guard}: raise Reject"

    def name(self, number: int) -> str:
        """Return the variable of a column, which is unpacked from now on."""
        column = self.columns[number]
        self.unpacked[number] = column
        return f"v_{column.field.id}"


def plan_columns(program: Program, hot: HotList) -> ColumnPlan | None:
    """Return how to check a list by column, or None when a loop over records is needed.

    Args:
        program: where checks are looked up.
        hot: a list whose elements are fixed-width numbers and nothing else.
    """
    columns = _columns(hot)
    if columns is None or hot.element.params:
        return None
    plan = ColumnPlan(sum(column.width for column in columns.values()), columns)
    for column in columns.values():
        if not _field_tests(program, plan, column):
            return None
    for number in hot.element.checks:
        if not _pair_test(plan, program.checks[number]):
            return None
    for number in hot.field.checks:
        if not _list_test(program, plan, hot, program.checks[number]):
            return None
    if hot.key is not None:
        plan.name(hot.key)
    return plan


def _columns(hot: HotList) -> dict[int, Column] | None:
    columns: dict[int, Column] = {}
    offset = 0
    orders: set[str] = set()
    for f in hot.element.seq:
        read = f.read
        if not isinstance(read, NumberRead) or f.repeat is not None or read.primitive.is_float:
            return None
        p = read.primitive
        order = "" if p.width == 1 else ("<" if read.endian is Endian.LITTLE else ">")
        orders.add(order)
        columns[f.number] = Column(f, offset, p.width, p.signed, p.code, order)
        offset += p.width
    return columns if len(orders - {""}) <= 1 else None


# -- one field ---------------------------------------------------------------------------------


def _field_tests(program: Program, plan: ColumnPlan, column: Column) -> bool:
    permitted = set(range(256))
    for number in column.field.checks:
        check = program.checks[number]
        values = _constants(check)
        if values is None or check.kind is CheckKind.REFERS_TO:
            return False
        if column.width == 1:
            permitted &= {
                byte for byte in range(256) if _holds(check.kind, _signed(byte, column), values)
            }
        else:
            _wide_test(plan, column, check.kind, values)
    if len(permitted) < 256:
        kept = bytes(sorted(permitted))
        plan.lines.append(
            f"if blk[{column.offset}::{plan.width}].translate(None, {kept!r}): raise Reject"
        )
    return True


def _constants(check: Check) -> list[int] | None:
    """Return the constants of a value check, or None when it has others."""
    if check.kind not in (
        *_BOUNDS, CheckKind.ANY_OF, CheckKind.IN_ENUM, CheckKind.RESERVED,
    ):  # fmt: skip
        return None
    values: list[int] = []
    for operand in check.operands:
        match operand:
            case ir.Lit(value=int() as value, type=IntType()) | ir.EnumLit(value=value):
                values.append(value)
            case _:
                return None
    return values


def _signed(byte: int, column: Column) -> int:
    return byte - 256 if column.signed and byte > 127 else byte


def _holds(kind: CheckKind, value: int, constants: list[int]) -> bool:
    match kind:
        case CheckKind.MIN:
            return value >= constants[0]
        case CheckKind.MAX:
            return value <= constants[0]
    return value in constants


def _wide_test(plan: ColumnPlan, column: Column, kind: CheckKind, values: list[int]) -> None:
    if kind in (CheckKind.EQ, CheckKind.RESERVED) and _fits(values[0], column):
        raw = values[0].to_bytes(column.width, "little", signed=column.signed)
        raw = raw if column.order == "<" else raw[::-1]
        tests = [
            f"blk[{column.offset + at}::{plan.width}].count({byte}) != r"
            for at, byte in enumerate(raw)
        ]
        plan.lines.append(f"if {' or '.join(tests)}: raise Reject")
        return
    top = _top_byte_bound(column, kind, values)
    if top is not None:
        at = column.offset + (column.width - 1 if column.order == "<" else 0)
        kept = bytes(range(top + 1))
        plan.lines.append(f"if blk[{at}::{plan.width}].translate(None, {kept!r}): raise Reject")
        return
    number, bits = column.field.number, 8 * column.width
    if (
        kind in (CheckKind.MIN, CheckKind.MAX)
        and plan.has_lane(number)
        and _fits(values[0], column)
    ):
        bound, lane = f"lanes({values[0]}, {plan.width}, r)", plan.lane(number)
        pair = (lane, bound) if kind is CheckKind.MIN else (bound, lane)
        plan.lines.append(plan.at_least(bits, *pair))
        return
    name = plan.name(number)
    match kind:
        case CheckKind.MIN:
            plan.lines.append(f"if min({name}) < {values[0]}: raise Reject")
        case CheckKind.MAX:
            plan.lines.append(f"if max({name}) > {values[0]}: raise Reject")
        case _:
            members = ", ".join(map(str, values))
            plan.lines.append(f"if not {{{members}}}.issuperset({name}): raise Reject")


def _fits(value: int, column: Column) -> bool:
    bits = column.width * 8
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if column.signed else (0, (1 << bits) - 1)
    return low <= value <= high


def _top_byte_bound(column: Column, kind: CheckKind, values: list[int]) -> int | None:
    """Return the largest top byte, when a maximum is a bound on the top byte alone."""
    if kind is not CheckKind.MAX or column.signed:
        return None
    top, rest = divmod(values[0] + 1, 1 << 8 * (column.width - 1))
    return top - 1 if rest == 0 and 1 <= top <= 256 else None


# -- several fields ----------------------------------------------------------------------------


def _pair_test(plan: ColumnPlan, check: Check) -> bool:
    """Add the test of a `-checks` condition that compares two fields, or one and a constant."""
    match check.condition:
        case ir.Compare(op=op, left=left, right=right) if not check.needs_contract:
            a, b = _own(plan, left), _own(plan, right)
        case _:
            return False
    if a is not None and b is not None and _lane_pair(plan, op, a, b):
        return True
    if a is not None and b is not None:
        plan.lines.append(
            f"if not all(map({_PAIRS[op]}, {plan.name(a)}, {plan.name(b)})): raise Reject"
        )
        return True
    constant = _constant(right) if a is not None else _constant(left)
    number = a if a is not None else b
    if constant is None or number is None:
        return False
    op = op if a is not None else _MIRROR[op]
    name = plan.name(number)
    worst = {"<": "max", "<=": "max", ">": "min", ">=": "min"}.get(op)
    if worst is not None:
        plan.lines.append(f"if not {worst}({name}) {op} {constant}: raise Reject")
    elif op == "==":
        plan.lines.append(f"if {name}.count({constant}) != r: raise Reject")
    else:
        plan.lines.append(f"if {constant} in {name}: raise Reject")
    return True


def _lane_pair(plan: ColumnPlan, op: str, a: int, b: int) -> bool:
    """Add a comparison of two columns as lanes, where lanes can do it."""
    if op not in ("==", "<=", ">=", "<", ">") or not (plan.has_lane(a) and plan.has_lane(b)):
        return False
    if op in ("<", "<="):
        a, b, op = b, a, _MIRROR[op]
    high, low = plan.lane(a), plan.lane(b)
    if op == "==":
        plan.lines.append(f"if {high} != {low}: raise Reject")
        return True
    bits = 8 * max(plan.columns[a].width, plan.columns[b].width)
    if op == ">":
        low = f"({low} + lanes(1, {plan.width}, r))"
    plan.lines.append(plan.at_least(bits, high, low))
    return True


def _own(plan: ColumnPlan, node: ir.Expr) -> int | None:
    match node:
        case ir.FieldGet(object=ir.SelfRef(), field=number) if number in plan.columns:
            return number
        case ir.Call(name="enum_to_i", args=(inner,)):
            return _own(plan, inner)
    return None


def _constant(node: ir.Expr) -> int | None:
    match node:
        case ir.Lit(value=int() as value, type=IntType()):
            return value
        case ir.EnumLit(value=value, type=EnumType()):
            return value
    return None


def _list_test(program: Program, plan: ColumnPlan, hot: HotList, check: Check) -> bool:
    """Add the test of an order; uniqueness follows from it, or is told by the whole column."""
    key = check.operands[0]
    number = key.field if isinstance(key, ir.FieldGet) else None
    if number not in plan.columns:
        return False
    if check.kind is CheckKind.UNIQUE:
        if not _is_strict(program, hot, number):
            plan.name(number)
        return True
    falling = check.algorithm.endswith("descending")
    strict = check.algorithm.startswith("strict") or _is_unique(program, hot, number)
    last = f"b_{check.number}"
    if plan.has_lane(number):
        plan.lines += _lane_order(plan, number, last, falling=falling, strict=strict)
        return True
    name = plan.name(number)
    op = ("gt" if falling else "lt") if strict else ("ge" if falling else "le")
    plan.lines.append(
        f"if not all(map({op}, {name}, {name}[1:])) or "
        f"({last} is not None and not {op}({last}, {name}[0])): raise Reject"
    )
    plan.lines.append(f"{last} = {name}[-1]")
    return True


def _lane_order(
    plan: ColumnPlan, number: int, last: str, *, falling: bool, strict: bool
) -> list[str]:
    """Return the lines that check the order of a column of lanes, also across blocks."""
    column = plan.columns[number]
    little = plan.order == "<"
    # With big-endian records the first one is the topmost lane.
    test = "is_rising" if little != falling else "is_falling"
    end = column.offset + column.width - plan.width
    order = "little" if little else "big"
    first = f"int.from_bytes(blk[{column.offset}:{column.offset + column.width}], {order!r})"
    final = f"blk[-{plan.width - column.offset}:{end or None}]"
    op = ("<=" if strict else "<") if not falling else (">=" if strict else ">")
    values = f"{plan.lane(number)}, {8 * column.width}, {plan.width}, r, strict={strict}"
    return [
        f"if not {test}({values}) or ({last} is not None and {first} {op} {last}): raise Reject",
        f"{last} = int.from_bytes({final}, {order!r})",
    ]


def _is_strict(program: Program, hot: HotList, number: int) -> bool:
    """Whether the list is also sorted by a key, so that unique means strictly ordered."""
    for at in hot.field.checks:
        check = program.checks[at]
        match check.operands:
            case (ir.FieldGet(field=key),) if check.kind is CheckKind.SORTED and key == number:
                return True
    return False


def _is_unique(program: Program, hot: HotList, number: int) -> bool:
    for at in hot.field.checks:
        check = program.checks[at]
        match check.operands:
            case (ir.FieldGet(field=key),) if check.kind is CheckKind.UNIQUE and key == number:
                return True
    return False
