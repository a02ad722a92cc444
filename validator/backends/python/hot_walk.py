"""The expressions of fields and checks, as hot lists look at them."""

from __future__ import annotations

from collections.abc import Iterator

from validator.ir import expr as ir
from validator.ir.nodes import Check, Field, Read, StructRead, SwitchRead


def reads(read: Read | None) -> Iterator[Read]:
    """Yield a read and, of a switch, everything it may become."""
    if read is None:
        return
    yield read
    if isinstance(read, SwitchRead):
        for _, inner in read.cases:
            yield from reads(inner)
        yield from reads(read.default)


def read_exprs(read: Read | None) -> Iterator[ir.Expr]:
    """Yield every expression that says how a value is read."""
    for part in reads(read):
        match part:
            case SwitchRead(on=on, cases=cases):
                yield on
                yield from (case for case, _ in cases)
            case StructRead(args=args, parent=parent):
                yield from args
                if parent is not None:
                    yield parent
        extent = getattr(part, "extent", None)
        if extent is not None:
            if extent.size is not None:
                yield extent.size
            if extent.process is not None:
                yield from extent.process.args


def field_exprs(field: Field) -> Iterator[ir.Expr]:
    """Yield every expression of a field except those of its checks."""
    yield from read_exprs(field.read)
    repeat = field.repeat.expr if field.repeat is not None else None
    optional = (field.value, field.condition, field.position, field.stream, repeat)
    yield from (expr for expr in optional if expr is not None)
    yield from field.defaults


def check_exprs(check: Check) -> Iterator[ir.Expr]:
    """Yield the expressions that decide a check (its message does not)."""
    if check.condition is not None:
        yield check.condition
    elif check.operands:
        yield from check.operands
