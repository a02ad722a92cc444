"""What the schema says about every field, as far as a comparison needs it.

Comes in: a Program. Goes out: which fields are derived from others (counts, lengths, offsets,
checksums, equations), which are not in the file, and by what the elements of a list are named.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.dataclass import dataclass
from validator.diff.model import Why
from validator.ir import expr as ir
from validator.ir.nodes import (
    BytesRead,
    Check,
    CheckKind,
    Field,
    FieldKind,
    Program,
    Read,
    RepeatKind,
    StrRead,
    StructRead,
    SwitchRead,
)
from validator.ir.show_expr import show_expr
from validator.ir.walk import children, walk


@dataclass(frozen=True, slots=True)
class Role:
    """A field whose value says something about field `of`: `expr`, in the context of `of`."""

    why: Why
    of: int
    expr: ir.Expr


@dataclass(frozen=True, slots=True)
class Key:
    """What names the elements of a list: an expression over `Item`, and its text."""

    expr: ir.Expr
    label: str


@dataclass(frozen=True, slots=True)
class Places:
    """Facts by field number.

    Attributes:
        params: parameters, which are compared where they come from.
        computed: value instances.
        roles: derived fields: what they describe.
        rules: fields bound by an equation or a checksum: (why, check).
        keys: repeated fields whose elements have names.
        processed: fields whose bytes are unpacked.
        terminated: strings and byte strings that only a byte ends: what they hold in ASCII,
            and their size, tell their bytes.
    """

    program: Program
    params: frozenset[int]
    computed: frozenset[int]
    roles: dict[int, tuple[Role, ...]]
    rules: dict[int, tuple[tuple[Why, Check], ...]]
    keys: dict[int, Key]
    processed: frozenset[int]
    terminated: frozenset[int]

    def is_derived(self, number: int) -> bool:
        """Whether a field says something about others and so changes with them."""
        return number in self.roles or number in self.rules

    def is_extra(self, number: int) -> bool:
        """Whether a field is no content of its own: derived or computed."""
        return number in self.roles or number in self.rules or number in self.computed


def learn(program: Program) -> Places:
    """Collect what a comparison needs to know of a schema.

    Args:
        program: not modified.
    """
    fields = program.fields
    return Places(
        program,
        frozenset(f.number for f in fields if f.kind is FieldKind.PARAM),
        frozenset(f.number for f in fields if f.kind is FieldKind.VALUE),
        _roles(program),
        _rules(program),
        _keys(program),
        frozenset(f.number for f in fields if _is_processed(f.read)),
        frozenset(f.number for f in fields if _is_terminated(f.read)),
    )


def extents(read: Read | None) -> Iterator[ir.Expr]:
    """Yield every size that a read may have.

    Args:
        read: a read, or None.
    """
    match read:
        case StructRead(extent=extent) if extent is not None and extent.size is not None:
            yield extent.size
        case BytesRead(extent=extent) | StrRead(extent=extent) if extent.size is not None:
            yield extent.size
        case SwitchRead(cases=cases, default=default):
            for _, inner in cases:
                yield from extents(inner)
            yield from extents(default)


def _roles(program: Program) -> dict[int, tuple[Role, ...]]:
    found: dict[int, list[Role]] = {}
    for field in program.fields:
        wanted = [(Why.LENGTH, size) for size in extents(field.read)]
        if field.repeat is not None and field.repeat.kind is RepeatKind.COUNT:
            wanted += [(Why.COUNT, field.repeat.expr)] if field.repeat.expr is not None else []
        if field.position is not None:
            wanted.append((Why.OFFSET, field.position))
        for why, expr in wanted:
            for source in sources(program, expr):
                found.setdefault(source, []).append(Role(why, field.number, expr))
    return {number: tuple(roles) for number, roles in found.items()}


def sources(program: Program, expr: ir.Expr) -> frozenset[int]:
    """Return the numbers of the fields in the file whose values make up a number.

    Args:
        program: where fields are looked up; value instances are followed.
        expr: a size, count or position. Conditions in it decide, but do not make it up.
    """
    found: set[int] = set()
    seen: set[int] = set()
    waiting = [expr]
    while waiting:
        node = waiting.pop()
        match node:
            case ir.FieldGet(field=number):
                field = program.fields[number]
                if field.read is None:
                    waiting += _makers(program, field) if number not in seen else ()
                    seen.add(number)
                else:
                    found.add(number)
            case ir.IfElse(then=then, otherwise=otherwise):
                waiting += [then, otherwise]
            case ir.Subscript(array=array):
                waiting.append(array)
            case ir.Binary() | ir.Unary() | ir.Cast() | ir.Call():
                waiting += children(node)
    return frozenset(found)


def _makers(program: Program, field: Field) -> Iterator[ir.Expr]:
    """Yield what a value instance computes, or what a parameter is given anywhere."""
    if field.value is not None:
        yield field.value
        return
    params = [param.number for param in program.structs[field.struct].params]
    if field.number in params:
        at = params.index(field.number)
        for other in program.fields:
            for read in struct_reads(other.read):
                if read.struct == field.struct and len(read.args) == len(params):
                    yield read.args[at]


def struct_reads(read: Read | None) -> Iterator[StructRead]:
    """Yield every object that a read may make.

    Args:
        read: a read, or None.
    """
    match read:
        case StructRead():
            yield read
        case SwitchRead(cases=cases, default=default):
            for inner in (*(case for _, case in cases), default):
                yield from struct_reads(inner)


def _rules(program: Program) -> dict[int, tuple[tuple[Why, Check], ...]]:
    found: dict[int, list[tuple[Why, Check]]] = {}
    for check in program.checks:
        if check.field is None:
            continue
        if check.kind is CheckKind.CHECKSUM:
            found.setdefault(check.field, []).append((Why.CHECKSUM, check))
        elif equal_to(check) is not None:
            found.setdefault(check.field, []).append((Why.EQUATION, check))
    return {number: tuple(checks) for number, checks in found.items()}


def equal_to(check: Check) -> ir.Expr | None:
    """Return what a check says that its field equals, when that is not a constant.

    Args:
        check: `valid: X`, `valid/eq`, or `valid/expr` of the form `_ == X`.
    """
    bound: ir.Expr | None = None
    match check:
        case Check(kind=CheckKind.EQ, operands=(operand, *_)):
            bound = operand
        case Check(
            kind=CheckKind.EXPR,
            condition=ir.Compare(op="==", left=ir.Item(depth=0), right=other)
            | ir.Compare(op="==", left=other, right=ir.Item(depth=0)),
        ):
            bound = other
    if bound is None or not _varies(bound):
        return None
    return bound


def _varies(expr: ir.Expr) -> bool:
    """Whether an expression depends on the file, and not on its own field or a contract."""
    parts = list(walk(expr))
    if any(isinstance(part, ir.Item | ir.Fact | ir.ContractName) for part in parts):
        return False
    return any(isinstance(part, ir.FieldGet | ir.StreamAttr | ir.SpanOf) for part in parts)


def _keys(program: Program) -> dict[int, Key]:
    """Return what names elements: `-unique` before the key of a reference before `-sorted`."""
    order = (CheckKind.UNIQUE, CheckKind.REFERS_TO, CheckKind.SORTED)
    found: dict[int, Key] = {}
    for kind in order:
        for check in program.checks:
            if check.kind is not kind:
                continue
            number, expr = _keyed(check)
            # An element that is its own key is matched by content anyway.
            if number is not None and expr is not None and not isinstance(expr, ir.Item):
                found.setdefault(number, Key(expr, _label(program, expr)))
    return found


def _keyed(check: Check) -> tuple[int | None, ir.Expr | None]:
    match check:
        case Check(kind=CheckKind.REFERS_TO, operands=(ir.FieldGet(field=table), key, *_)):
            return table, key
        case Check(kind=CheckKind.UNIQUE | CheckKind.SORTED, operands=(key, *_)):
            return check.field, key
    return None, None


def _label(program: Program, expr: ir.Expr) -> str:
    names: list[str] = []
    node = expr
    while isinstance(node, ir.FieldGet | ir.Cast):
        if isinstance(node, ir.FieldGet):
            names.append(program.fields[node.field].id)
            node = node.object
        else:
            node = node.operand
    if names and isinstance(node, ir.Item):
        return ".".join(reversed(names))
    text = show_expr(program, expr)
    return text if len(text) <= 24 else "key"


def _is_processed(read: Read | None) -> bool:
    match read:
        case StructRead(extent=extent):
            return extent is not None and extent.process is not None
        case BytesRead(extent=extent) | StrRead(extent=extent):
            return extent.process is not None
        case SwitchRead(cases=cases, default=default):
            return any(map(_is_processed, (*(case for _, case in cases), default)))
    return False


def _is_terminated(read: Read | None) -> bool:
    match read:
        case BytesRead(extent=extent) | StrRead(extent=extent):
            is_open = extent.size is None and not extent.to_end and extent.process is None
            return is_open and extent.terminator is not None and len(extent.terminator) == 1
    return False
