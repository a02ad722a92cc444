"""Whether a value is there: a condition in place of Python's comparison with `None`.

construct gives `None` for what a condition leaves out. The IR has no test for that; but a value
is absent for a reason that is known when lifting, and the reason can be asked again.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from validator.ir import expr as ir
from validator.ir.nodes import SwitchRead
from validator.ir.types import BOOL
from validator.lift.lifter import Lifter


def presence_of(lifter: Lifter, value: ir.Expr) -> ir.Expr | None:
    """Return the condition under which a value is there; None when it always is.

    Args:
        lifter: knows the fields.
        value: any expression.
    """
    match value:
        case ir.FieldGet(object=owner, field=number, nullable=nullable):
            there = presence_of(lifter, owner)
            if nullable:
                there = _both(there, _own(lifter, number, owner))
            return there
        case ir.Subscript(array=inner):
            return presence_of(lifter, inner)
    return None


def is_implied(condition: ir.Expr, given: ir.Expr | None) -> bool:
    """Whether a condition is one of those that hold anyway.

    Args:
        condition: a conjunction.
        given: a conjunction, or None.
    """
    return given is not None and _parts(condition) <= _parts(given)


def _parts(condition: ir.Expr) -> set[ir.Expr]:
    if isinstance(condition, ir.Logic) and condition.op == "and":
        return _parts(condition.left) | _parts(condition.right)
    return {condition}


def _own(lifter: Lifter, number: int, owner: ir.Expr) -> ir.Expr | None:
    """Return the condition under which a field of an object is there."""
    one = lifter.fields[number]
    there: ir.Expr | None = None
    if one.condition is not None:
        there = rebase(one.condition, owner)
    if isinstance(one.read, SwitchRead) and one.read.default is None:
        on = one.read.on
        chosen = ir.OneOf(on, tuple(key for key, _ in one.read.cases), BOOL)
        there = _both(there, rebase(chosen, owner))
    if one.value is not None:
        inner = presence_of(lifter, one.value)
        there = _both(there, rebase(inner, owner) if inner is not None else None)
    return there


def _both(left: ir.Expr | None, right: ir.Expr | None) -> ir.Expr | None:
    if left is None or right is None:
        return right if left is None else left
    return ir.Logic("and", left, right, BOOL)


def rebase(node: Any, owner: ir.Expr) -> Any:
    """Return an expression about an object as one in whose context the object is `owner`.

    Args:
        node: an expression over `SelfRef`.
        owner: what stands for the object now.
    """
    if isinstance(node, ir.SelfRef):
        return owner
    changes: dict[str, Any] = {}
    for one in fields(node):
        part = getattr(node, one.name)
        if isinstance(part, ir.Expr):
            changes[one.name] = rebase(part, owner)
        elif isinstance(part, tuple) and part and isinstance(part[0], ir.Expr):
            changes[one.name] = tuple(rebase(item, owner) for item in part)
    return replace(node, **changes) if changes else node
