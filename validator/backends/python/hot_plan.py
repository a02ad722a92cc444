"""What a hot list needs: its records in groups of numbers, the fields that are read, its keys."""

from __future__ import annotations

from validator.backends.python.hot import HotList
from validator.backends.python.hot_walk import check_exprs, field_exprs
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import Check, CheckKind, Endian, Field, NumberRead, Program
from validator.ir.types import FloatType
from validator.ir.walk import walk


@dataclass(frozen=True, slots=True)
class Group:
    """Consecutive fixed-width numbers that one `unpack` reads."""

    fields: tuple[Field, ...]
    code: str
    width: int


Part = Group | Field
"""What an element is read by: one unpack, or one field of another kind."""


def groups(hot: HotList) -> list[Part]:
    """Return the parts of an element in reading order."""
    plan: list[Part] = []
    run: list[Field] = []
    order = ""
    for f in hot.element.seq:
        if not isinstance(f.read, NumberRead) or f.repeat is not None:
            _close(plan, run, order)
            run, order = [], ""
            plan.append(f)
            continue
        own = "" if f.read.primitive.width == 1 else _order(f.read)
        if order and own and own != order:
            _close(plan, run, order)
            run, order = [], ""
        order = order or own
        run.append(f)
    _close(plan, run, order)
    return plan


def _close(plan: list[Part], run: list[Field], order: str) -> None:
    if not run:
        return
    prims = [f.read.primitive for f in run if isinstance(f.read, NumberRead)]
    code = (order or "<") + "".join(p.code for p in prims)
    plan.append(Group(tuple(run), code, sum(p.width for p in prims)))


def code(group: Group, needed: set[int]) -> str:
    """Return the format of a group in which fields that nobody needs are skipped."""
    parts = [group.code[0]]
    for f, code in zip(group.fields, group.code[1:], strict=True):
        width = f.read.primitive.width if isinstance(f.read, NumberRead) else 0
        parts.append(code if f.number in needed else "x" * width)
    return "".join(parts)


def needed(program: Program, hot: HotList) -> set[int]:
    """Return the fields of an element whose values some expression reads."""
    needed: set[int] = {f.number for f in hot.element.seq if f.checks}
    exprs: list[ir.Expr] = []
    stack = [hot]
    while stack:
        at = stack.pop()
        exprs += [e for f in at.element.seq for e in field_exprs(f)]
        numbers = [n for f in at.element.seq for n in f.checks] + list(at.element.checks)
        exprs += [e for n in numbers for e in check_exprs(program.checks[n])]
        exprs += [e for n in at.field.checks for e in check_exprs(program.checks[n])]
        exprs += [q.body for q in at.quantifiers if q.body is not None]
        stack.extend(at.inner.values())
    for node in (node for expr in exprs for node in walk(expr)):
        if isinstance(node, ir.FieldGet):
            needed.add(node.field)
    if hot.key is not None:
        needed.add(hot.key)
    return needed


def nodes(hot: HotList) -> int:
    """Return the trace nodes of one element, inner lists apart."""
    return 1 + len(hot.element.seq) - len(hot.inner)


def list_checks(program: Program, hot: HotList, kind: CheckKind) -> list[Check]:
    """Return the checks of one kind on the list itself."""
    checks = [program.checks[n] for n in hot.field.checks]
    return [check for check in checks if check.kind is kind]


def sorts(program: Program, hot: HotList) -> list[Check]:
    """Return the orders that the list must have."""
    return list_checks(program, hot, CheckKind.SORTED)


def key_name(program: Program, check: Check) -> str:
    """Return the id of the field that a list check compares; "" when it is no field."""
    key = check.operands[0]
    return program.fields[key.field].id if isinstance(key, ir.FieldGet) else ""


def strictly_sorted(program: Program, hot: HotList, unique: Check) -> bool:
    """Whether a list is also sorted by the unique key: neighbours then tell everything."""
    key = unique.operands[0]
    if isinstance(key.type, FloatType):  # an element that is not a number hides the others
        return False
    name = key_name(program, unique)
    return any(key_name(program, check) == name for check in sorts(program, hot))


def columns(program: Program, hot: HotList) -> list[str]:
    """Return the fields whose values must be kept for the whole list."""
    names = [
        key_name(program, check)
        for check in list_checks(program, hot, CheckKind.UNIQUE)
        if not strictly_sorted(program, hot, check)
    ]
    if hot.key is not None:
        names.append(program.fields[hot.key].id)
    return sorted(set(names))


def levels(hot: HotList) -> int:
    """Return how many lists are nested in a list, itself included."""
    return 1 + max((levels(inner) for inner in hot.inner.values()), default=0)


def _order(read: NumberRead) -> str:
    return "<" if read.endian is Endian.LITTLE else ">"
