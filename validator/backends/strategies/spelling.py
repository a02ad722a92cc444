"""Expressions as the choice of a value needs them: spelled out, of the present element, alone.

Comes in: expressions of conditions. Goes out: others that mean the same.
"""

from __future__ import annotations

from typing import Any

from validator.backends.strategies.speech import rewrite
from validator.ir import expr as ir
from validator.ir.nodes import Program
from validator.ir.walk import walk


def spelled(program: Program, expr: Any) -> Any:
    """Return a condition with computed values of the object spelled out, one level.

    Args:
        program: of the condition.
        expr: the condition; not modified.
    """

    def change(node: Any) -> Any:
        match node:
            case ir.FieldGet(object=ir.SelfRef(), field=number):
                one = program.fields[number]
                is_bool = one.kind.value == "value" and one.condition is None
                return one.value if is_bool and one.value is not None else None
        return None

    return rewrite(expr, change)


def item_one(node: object) -> ir.Item | None:
    """Let the key of an element be asked of the element that is being made."""
    match node:
        case ir.Item(depth=1, type=kind):
            return ir.Item(0, kind)
    return None


def is_emittable(node: ir.Expr) -> bool:
    """Whether an expression can stand alone: it sees no element of a list around it."""
    return not any(isinstance(part, ir.Item) and part.depth > 0 for part in walk(node))
