"""What is known of a program before code is emitted: where run-time types may surprise."""

from __future__ import annotations

from collections.abc import Iterator

from validator.backends.python.hot import HotList, check_exprs, field_exprs
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import (
    CheckKind,
    Field,
    FieldKind,
    Program,
    Read,
    StructRead,
    SwitchRead,
)
from validator.ir.types import FloatType
from validator.ir.walk import children, walk


@dataclass(frozen=True, slots=True)
class Traits:
    """Facts about a program.

    Attributes:
        may_differ: an object may be of another type than the schema says, because of a cast
            or of a root that another file declares.
        is_sparse: an array may hold absent elements.
        pointed: structs that instances with `pos` read, so that objects may hold themselves.
        open: parameters and value instances that may be absent, whatever their type says.
        sees_position: what an instance is may depend on how far reading has come.
    """

    may_differ: bool
    is_sparse: bool
    pointed: frozenset[int]
    open: frozenset[int]
    sees_position: bool


_known: dict[int, tuple[Program, Traits]] = {}
_KEPT = 8


def traits_of(program: Program) -> Traits:
    """Return the facts about a program; those of the last few programs are kept."""
    known = _known.get(id(program))
    if known is not None and known[0] is program:
        return known[1]
    while len(_known) >= _KEPT:
        _known.pop(next(iter(_known)))
    traits = Traits(
        _may_differ(program), _is_sparse(program), _pointed(program), _open_fields(program),
        _sees_position(program),
    )  # fmt: skip
    _known[id(program)] = (program, traits)
    return traits


def reads_of(read: Read | None) -> Iterator[Read]:
    """Yield a read and, of a switch, those of its cases."""
    if read is None:
        return
    yield read
    if isinstance(read, SwitchRead):
        for _, inner in read.cases:
            yield from reads_of(inner)
        yield from reads_of(read.default)


def can_be_absent(node: ir.Expr, opened: frozenset[int] | set[int]) -> bool:
    """Whether the value of an expression may be absent.

    Args:
        node: the expression.
        opened: `Traits.open`.
    """
    match node:
        case ir.Target():
            return True
        case ir.FieldGet(nullable=nullable, field=number):
            return nullable or number in opened
        case ir.Cast(operand=operand):
            return can_be_absent(operand, opened)
        case ir.IfElse(then=then, otherwise=otherwise):
            return can_be_absent(then, opened) or can_be_absent(otherwise, opened)
    return False


def is_fixed(key: ir.Expr, depth: int) -> bool:
    """Whether an expression over `Item(depth)` depends on nothing else."""
    return not any(
        isinstance(node, ir.SelfRef | ir.Index | ir.Fact | ir.ContractName)
        or (isinstance(node, ir.Item) and node.depth < depth)
        for node in walk(key)
    )


def looks_back(program: Program, field: Field) -> bool:
    """Whether checks of a seq field see only what was read before it, however much was read."""
    struct = program.structs[field.struct]
    earlier = {f.number for f in struct.params + struct.seq[: struct.seq.index(field)]}
    stack = [c for n in field.checks if (c := program.checks[n].condition) is not None]
    while stack:
        node = stack.pop()
        match node:
            case ir.FieldGet(object=ir.SelfRef(), field=number) if number in earlier:
                continue
            case ir.RootOf(object=ir.SelfRef()) if struct.number != struct.root:
                continue
            case ir.ParentOf(object=ir.SelfRef()):
                continue
            case ir.StreamAttr(stream=ir.StreamOf(object=ir.SelfRef()), name="size"):
                continue
            case ir.StreamAttr(stream=ir.StreamOf(object=owner), name="size"):
                stack.append(owner)
                continue
            case ir.FieldGet(field=number):
                is_plain = program.fields[number].kind in (FieldKind.SEQ, FieldKind.PARAM)
                if not is_plain and traits_of(program).sees_position:
                    return False
            case ir.SelfRef() | ir.StreamOf() | ir.StreamAttr() | ir.SpanOf() | ir.Target():
                return False
        stack.extend(children(node))
    return True


def orders_floats(program: Program, hot: HotList) -> bool:
    """Whether order is asked of floats: NaN breaks every order, which quick tests overlook."""
    for number in hot.field.checks:
        check = program.checks[number]
        if check.kind is CheckKind.SORTED and isinstance(check.operands[0].type, FloatType):
            return True
    return any(orders_floats(program, inner) for inner in hot.inner.values())


def _open_fields(program: Program) -> frozenset[int]:
    found: set[int] = set()
    size = -1
    while size != len(found):
        size = len(found)
        for field in program.fields:
            if field.value is not None and can_be_absent(field.value, found):
                found.add(field.number)
            for read in reads_of(field.read):
                if isinstance(read, StructRead):
                    params = program.structs[read.struct].params
                    found.update(
                        param.number
                        for param, arg in zip(params, read.args, strict=True)
                        if can_be_absent(arg, found)
                    )
    return frozenset(found)


def _may_differ(program: Program) -> bool:
    for field in program.fields:
        holder = program.structs[field.struct]
        for read in reads_of(field.read):
            if isinstance(read, StructRead):
                target = program.structs[read.struct]
                if target.root not in (holder.root, target.number):
                    return True
    return any(isinstance(node, ir.Cast) for expr in _exprs(program) for node in walk(expr))


def _sees_position(program: Program) -> bool:
    for field in program.fields:
        if field.kind is FieldKind.INSTANCE and field.position is None:
            return True
        if field.kind in (FieldKind.INSTANCE, FieldKind.VALUE):
            for node in (node for expr in field_exprs(field) for node in walk(expr)):
                if isinstance(node, ir.StreamAttr) and node.name != "size":
                    return True
    return False


def _exprs(program: Program) -> Iterator[ir.Expr]:
    for struct in program.structs:
        yield from (condition for condition, _ in struct.endian_cases if condition is not None)
    for field in program.fields:
        yield from field_exprs(field)
    for check in program.checks:
        yield from check_exprs(check)
        yield from check.operands
        yield from (part for part in check.message if not isinstance(part, str))


def _is_sparse(program: Program) -> bool:
    return any(
        field.repeat is not None and isinstance(field.read, SwitchRead) and not field.read.default
        for field in program.fields
    )


def _pointed(program: Program) -> frozenset[int]:
    return frozenset(
        read.struct
        for field in program.fields
        if field.kind is FieldKind.INSTANCE and field.position is not None
        for read in reads_of(field.read)
        if isinstance(read, StructRead)
    )
