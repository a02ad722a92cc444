"""Walking over expressions without knowing every node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache

from validator.ir import expr as ir

_PLAIN = {"Type", "str", "int", "bool", "int | None", "int | float | bool | str | bytes"}
"""Annotations of what is no expression; whatever else a node has is looked at."""


@cache
def _parts(kind: type) -> tuple[str, ...]:
    """Return the attributes of a kind of node that may hold expressions."""
    return tuple(one.name for one in fields(kind) if one.type not in _PLAIN)


def children(node: ir.Expr) -> Iterator[ir.Expr]:
    """Yield the direct subexpressions of a node."""
    kind: type = type(node)
    for name in _parts(kind):
        value = getattr(node, name)
        if isinstance(value, tuple):
            yield from (item for item in value if hasattr(item, "__dataclass_fields__"))
        elif isinstance(value, ir.Expr):
            yield value


def walk(node: ir.Expr) -> Iterator[ir.Expr]:
    """Yield a node and everything below it."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(children(current))


def needs_contract(node: ir.Expr) -> bool:
    """Whether evaluating the expression needs a contract."""
    return any(isinstance(part, ir.Fact | ir.ContractName) for part in walk(node))
